/*
 * card/slot: one reader as the agent sees it: card in, card out, the process that reads it, its deadline, what was
 * told last. And the children's pipes, which the watcher uses too.
 */
#ifndef TESLIM_CARD_SLOT_H
#define TESLIM_CARD_SLOT_H

#include <sys/types.h>

#include "agent.h"

/* A child process and its pipe. fd -1: none. */
struct child {
	pid_t pid;
	int fd;
	struct str partial;
	/* of the one that ended last */
	int status;         /* of waitpid */
	char stopped_at[8]; /* the call at which its sandbox stopped it, "" */
};

struct slot {
	char reader[PCSC_NAME];
	bool is_present, is_mute;
	char atr[2 * PCSC_ATR + 1];
	long serial; /* counts insertions */
	struct child child;
	char phase[16];   /* of the child */
	int64_t heard_ms; /* last line of the child */
	int64_t began_ms;
	bool was_silent; /* this card has hung a reading before */
	bool lock_told;  /* the fault was told, the child waits on for the card */
	bool is_again;   /* the second attempt after an unclear fault */
	enum fault held; /* told later, when the watcher has had its say */
	int64_t held_until_ms;
	char want[READING_WANT_MAX];
	bool first_only;
	bool is_read;    /* the last reading ended well */
	enum fault last; /* or with this */
	char last_detail[160];
	struct others others; /* who could have caused it */
};

struct agent {
	const struct agent_options *options;
	const struct agent_out *out;
	struct surroundings surroundings;
	struct child watch;
	int64_t watch_again_ms;
	struct slot slots[PCSC_READERS_MAX];
	int slot_count;
	int watch_deaths; /* in a row */
	bool daemon_known, view_seen, none_told, is_leaving;
	char unguarded[96]; /* why the kernel refused the sandbox; empty: it did not */
	enum fault daemon_fault;
	char daemon_detail[160];
	struct str input;
	int64_t end_ms; /* MODE_ONCE, MODE_DOCTOR */
	int cards_told, cards_read;
	int findings, bad_findings;
};

/* ---- telling; agent_send ends the line, sends and frees it */
void agent_send(struct agent *agent, struct str *line);
/* Adds text, cure, call and by. others NULL: the fault blames nobody. */
void agent_add_fault(const struct agent *agent, struct str *line, enum fault fault, const char *detail,
	const struct others *others);
/* A fault event, or a finding under the doctor. reader NULL: of none. */
void agent_fault(struct agent *agent, const char *reader, enum fault fault, const char *detail, const struct others *others);
/* fault FAULT_NONE: the finding is fine, in the words of ok. */
void agent_finding(struct agent *agent, enum fault fault, enum message ok, const char *level, const char *detail,
	const struct others *others);

/* ---- children */
/* order NULL: the watcher. False when the system gives no process. */
bool child_start(struct child *child, const struct order *order);
void child_end(struct child *child);
/* The next whole line, owned by the caller; NULL when there is none now. At its end the child is reaped, fd is -1. */
char *child_line(struct child *child);
/*
 * Why it ended without a last word: FAULT_STOPPED, by its sandbox (detail: the call and the processor); FAULT_CRASHED, by
 * a signal (detail: which); FAULT_INTERNAL otherwise (detail: its exit status). For a child that has ended.
 */
enum fault child_why(const struct child *child, char *detail, size_t size);

/* ---- slots */
/* The slot of the reader of that name; NULL: there is none. */
struct slot *slot_find(struct agent *agent, const char *reader);
void slot_init(struct slot *slot, const char *reader);
void slot_card_in(struct agent *agent, struct slot *slot, const struct line *line);
void slot_card_out(struct agent *agent, struct slot *slot);
void slot_gone(struct agent *agent, struct slot *slot);
void slot_freed(struct agent *agent, struct slot *slot); /* nobody holds it exclusively any more */
void slot_daemon_lost(struct agent *agent, struct slot *slot);
enum slot_extent { SLOT_READ_ALL, SLOT_READ_FIRST }; /* every certificate of the card, or up to the first that is wanted */
void slot_read(struct agent *agent, struct slot *slot, const char *want, enum slot_extent extent);
void slot_hear(struct agent *agent, struct slot *slot);
void slot_tick(struct agent *agent, struct slot *slot);
/* When slot_tick wants to run, by clock_monotonic_ms; 0: never. */
int64_t slot_deadline(const struct agent *agent, const struct slot *slot);
bool slot_is_busy(const struct slot *slot);
void slot_tell_reader(struct agent *agent, const struct slot *slot);
/* The reader and its card again, as events. */
void slot_tell_all(struct agent *agent, const struct slot *slot);
/* How the reader stands now: a fault or a finding. */
void slot_tell_state(struct agent *agent, const struct slot *slot);

#endif
