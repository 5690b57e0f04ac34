/*
 * desk/steps: what every flow at the desk is made of: a const table of steps and their keys, where a flow stands among them, Back,
 * the two keys of what is written for good, and the line above the keys. The draft is in draft.h. Pure.
 *
 * A flow stands on it so (desk.h and courier.h do):
 *  - its state is a struct whose first member is `struct stand at`, so that what the engine hands back can be cast to it;
 *  - its steps and its actions are enums of its own; a `static const struct step_info` for each step has number, title, sentence,
 *    where Back leads, what must be answered before one may go on, and its keys with what makes each live;
 *  - one const `struct steps` names the table and the actions that mean the same in every flow, and x_init does steps_begin;
 *  - its x_advance takes its own events; it changes steps by steps_go and speaks by steps_say, never by writing into `at`;
 *  - what is typed stands in a `struct form` (form.h), what is kept for later in a table of draft.h;
 *  - its screen has step line, key bar and sentence from ui/step_view.h.
 */
#ifndef TESLIM_DESK_STEPS_H
#define TESLIM_DESK_STEPS_H

#include "teslim/message.h"
#include "teslim/model.h"

enum {
	STEP_KEYS_MAX = 10,
	STEP_NO_ACTION = -1,
	STEP_NOTICE = 256,       /* bytes of a notice's detail */
	STEP_ARMED_SECONDS = 30, /* between the two keys of what is written for good */
	STEP_KEY_CONTROL = 0x100,
	STEP_KEY_SIDEWAYS = 0x200, /* the arrows left and right at its place */
	STEP_KEY_FIELD = 0x400     /* no key: a field turns it where it stands */
};

struct stand;

/* A key of a step: what it does and its words for the key bar. `ui` maps keys to actions by it. */
struct step_key {
	int function_key;     /* 9 for F9, 27 Esc, STEP_KEY_CONTROL + 'y' for Ctrl-Y, STEP_KEY_SIDEWAYS; no letter ever acts */
	int action;           /* the flow's own enum */
	enum message message; /* "Devam"; MSG_NONE: STEP_KEY_FIELD */
	bool (*live)(const struct stand *flow); /* whether it does something now, beyond what steps_is_live says; NULL: always */
	bool aside;                             /* stands beside what it changes, or the bar is full: it is in the help alone */
};

/* One step. Screens, help and tests are derived from these. */
struct step_info {
	int number; /* 1.. as shown; 0 side steps, which belong to the step that Back leads to */
	enum message title;
	enum message sentence; /* the one sentence that matters at this step */
	int back;              /* where Back leads; the step itself: nowhere */
	/* Of a numbered step: what it asks is answered, so that one may stand behind it. Of a side step: it may be stood at. NULL: always. */
	bool (*answered)(const struct stand *flow);
	struct step_key keys[STEP_KEYS_MAX];
};

struct steps {
	enum message name; /* of the flow, in one word: for the step line */
	const struct step_info *list;
	int count;       /* of all steps; the last one is the end, where nothing is taken any more */
	int next;        /* actions: to the next step */
	int arm, commit; /* the first key of what is written for good, and the second */
	int leave;       /* the action that is live whatever a restored flow still waits for; STEP_NO_ACTION: there is none */
};

/* What is said in the line above the keys. */
struct notice {
	enum message message; /* takes the detail where it has a %s; MSG_NONE: the step's own sentence */
	enum verdict_level level;
	char detail[STEP_NOTICE];
};

/* Where a flow stands. May be read by anybody; only the engine and the flow itself write it. */
struct stand {
	const struct steps *steps;
	int step;      /* the flow's own enum */
	int furthest;  /* greatest number of a step that was reached */
	bool unloaded; /* restored: only the number is known of what it is about, until the register was asked */
	bool waiting;  /* an effect is out whose answer the step waits for */
	bool armed;
	int64_t armed_at;
	struct notice notice;
};

/* The step's row; of a step that is none: the end's. */
const struct step_info *steps_info(const struct steps *steps, int step);
const struct step_info *steps_here(const struct stand *at);
/* The step line: "number of so many". */
struct step_line {
	int number; /* 0 side step */
	int of, furthest;
	enum message title;
};
struct step_line steps_line(const struct stand *at);

/* A zeroed flow stands at that step; nothing is said. */
void steps_begin(struct stand *at, const struct steps *steps, int step);
/* Goes to another step: it is disarmed and what was said is over. What else the flow does on its way is its own. */
void steps_go(struct stand *at, int step);
bool steps_is_over(const struct stand *at);

/* The step's key for that action, live or not; NULL: it has none. */
const struct step_key *steps_key(const struct steps *steps, int step, int action);
/*
 * Whether a key of the step does something right now: nothing while an answer is waited for or the register has not been asked, the
 * second key of what is written for good only when armed.
 */
bool steps_is_live(const struct stand *at, int action);
/* Live, or going on and arming, which say what is still missing when they cannot be. */
bool steps_is_offered(const struct stand *at, int action);

/* Back: where it leads. The first one only disarms: *to is then the step itself. ERR_REFUSED: there is nothing behind it. */
enum code steps_back(struct stand *at, int *to);
/* The furthest step, up to the wanted one, that what was answered supports. A side step is lowered to the one it belongs to. */
int steps_supported(const struct stand *at, int wanted);

/* The first of the two keys; the sentence says what the second one does. */
void steps_arm(struct stand *at, int64_t now, enum message sentence);
/* Disarms and says so when the second key did not come in time. To be asked before it is believed. */
bool steps_has_lapsed(struct stand *at, int64_t now);
/* The same as time passes. */
void steps_tick(struct stand *at, int64_t now);

/*
 * What has become of a record's paper, by the printer or by the officer: *paper is changed and it is said. printing: the step at which
 * it is waited for. False: that is no state of a paper.
 */
bool steps_take_paper(struct stand *at, enum paper_state *paper, enum paper_state said, const char *text, int printing);

/* The line above the keys: a message with at most one %s. detail NULL: "". */
void steps_say(struct stand *at, enum verdict_level level, enum message message, const char *detail);
void steps_quiet(struct stand *at);

#endif
