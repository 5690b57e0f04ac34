/*
 * card/work: the bodies of the agent's child processes. Each writes lines (helper.h) into a pipe and ends. The parent
 * believes none of them: it parses every line and may kill either at any time.
 *
 * watch:  daemon state=up|down code= · reader reader= · reader-gone reader= · in reader= atr= mute= · out reader= ·
 *         free reader= (no longer held exclusively) · view (after each round in which something was told, and after the first)
 * read:   phase name=open|connect|begin|read · trace text= · progress read= total= · cert label= id= family= der= ·
 *         plastic kind= · done count= family= apdus= bytes= ms= unreadable= left= want= · fault code=
 */
#ifndef TESLIM_CARD_WORK_H
#define TESLIM_CARD_WORK_H

#include "pcsc.h"
#include "reading.h"

/* What is to be read. */
struct order {
	char reader[PCSC_NAME];
	uint8_t atr[PCSC_ATR];
	size_t atr_length;
	char want[READING_WANT_MAX];
	bool first_only;
	bool trace;
	const char *module; /* PKCS#11 library; NULL: none */
};

/* Watches the service and its readers for ever. */
_Noreturn void watch_run(int fd);
/* Reads one card and ends. */
_Noreturn void read_run(const struct order *order, int fd);

/* Tells the differences between two looks. */
void watch_compare(struct str *out, const struct pcsc_view *before, const struct pcsc_view *now);
/* What the reading needs of its connection besides the wire. */
struct connection {
	void *context;
	enum fault (*recover)(void *context, bool *t0); /* after a reset by someone else */
	void (*release)(void *context);                 /* lets others (the vendor's library) at the card */
};
/* Reads the card behind reading->wire, however often it is reset, and adds plastic, done or fault to out. */
void read_card(struct reading *reading, const struct order *order, const struct connection *connection, struct str *out);
/* Writes all of it, or ends the process: nobody is listening any more. */
void work_write(int fd, struct str *lines);

/* ---- the vendor's PKCS#11 library, only when asked for: public certificate objects, no login */
/* FAULT_NONE when at least one certificate was told to the sink; FAULT_MODULE when the library cannot be used. */
enum fault module_read(struct reading *reading, const char *path, const char *reader);

#endif
