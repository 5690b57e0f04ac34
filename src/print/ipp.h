/*
 * print (private): what the files that speak IPP share: a connection, requests, and the watch over a job.
 */
#ifndef TESLIM_PRINT_IPP_H
#define TESLIM_PRINT_IPP_H

#include "deliver.h"

#include <cups/cups.h>

enum {
	ANSWER_SECONDS = 10,
	RETURN_SECONDS = 5, /* a print server that is being restarted is back by then, with the job */
	REASONS_MAX = 8
};

struct link {
	http_t *http;
	char uri[1024];
	char resource[512];
	bool silent; /* it took longer than allowed to answer */
};

/* ---- ipp.c */
/* Connects to the target, or to the print server whose queue it is; link is empty after a failure. */
enum code ipp_open(struct link *link, const struct target *target, const char *server, struct err *err);
void ipp_close(struct link *link);
/* A request that takes longer fails, and the link is marked silent. The link must not move in memory. */
void ipp_wait_at_most(struct link *link, double seconds);
ipp_t *ipp_request(const struct link *link, ipp_op_t operation);
/* One foreign status to one of our sentences. */
enum code ipp_refusal(struct err *err, const struct link *link, ipp_status_t status, const char *to);
int ipp_integer(ipp_t *answer, const char *name, ipp_tag_t tag, int fallback);
const char *ipp_string(ipp_t *answer, const char *name); /* never NULL */
ipp_status_t ipp_withdraw(const struct link *link, int job);

/* ---- cups_watch.c */
/* A keyword of RFC 8011 5.4.12 (without -error, -warning, -report) in words; itself when it is not known. */
const char *ipp_reason(const char *reason);

/* What is known of why a job does not move; told again only when it changes. */
struct watch {
	const struct target *target;
	int job;
	int state; /* last told */
	char told[512];
	char why[120];     /* for the fault: the printer's words or the first reason */
	char job_why[120]; /* the same of the job */
	bool printer_stopped;
	bool printer_busy; /* with this job or another one */
	bool trouble;      /* a reason that is more than a report */
	bool ours;         /* sent by this process, which takes it back when it is not printed */
};

/* Looks again and again, at growing intervals, until the job is over, the printer has stopped, or the time is up. */
enum code ipp_follow(const struct link *link, struct watch *watch, int wait_seconds, struct err *err);

#endif
