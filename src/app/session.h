/*
 * app/session: one full-screen session at the desk: who is logged in, the flow that is going on, the helpers. What its
 * files share; private to the room.
 */
#ifndef TESLIM_APP_SESSION_H
#define TESLIM_APP_SESSION_H

#include "doctor.h"
#include "papers.h"

#include "teslim/ui.h"

enum { READERS_MAX = 16 };

/* One reader of the agent, with what was read off the card in it, so that flows can look again without reading. */
struct agent_reader {
	char name[FIELD_TEXT];
	bool has_card;
	bool reading;
	bool read;
	int percent;
	char fault[256], fault_code[32], cure[256];
	int count;
	int unreadable; /* places on the card that could not be read */
	bool left_out;  /* there are more certificates on it than are read */
	struct certificate_facts facts[CARD_CERTIFICATES_MAX];
	struct certificate_check checks[CARD_CERTIFICATES_MAX];
	int64_t serial; /* counts insertions over all readers: the newest card is the largest */
};

struct agent {
	struct helper *helper;
	bool daemon_up;
	bool started;
	int reader_count;
	struct agent_reader readers[READERS_MAX];
	int64_t insertions;
	bool doctor_running;
	int64_t again_ms; /* monotonic time to try once more to start what could not be started; 0: it runs */
};

/* The spool sends one paper at a time. */
struct spool {
	struct helper *helper;
	struct store_print print; /* id 0: idle */
	char sentence[256];       /* of the last failure */
	bool trouble;
	char printer[96];         /* words for the status line */
};

struct stack_session;

struct session {
	struct app app;
	struct ui *ui;
	struct ui_host host;
	bool logged_in;
	struct officer officer;
	int failures;       /* wrong passwords since the last good login, also those that could not be written */
	int64_t failed_ms;  /* monotonic time of the last one */
	struct agent agent;
	struct spool spool;
	struct handover_flow *flow;
	int active_reader; /* whose card the flow sees; -1 none */
	int64_t draft_since; /* monotonic ms since when the flow holds what the draft does not; 0: nothing */
	struct stack_session *stack;        /* the count that is going on */
	struct stack_session *paused_stack; /* one that waits to be gone on with */
	struct doctor_findings findings;
	int64_t looked_ms;      /* monotonic time of the last look; 0: none yet */
	struct helper *printer; /* teslim-print that is being asked how the printer is */
	bool printer_answered;
	int64_t journal_entries;
	bool journal_whole;
	bool journal_checked;
	struct store_check check; /* of the journal, the last one */
	struct store_counts counts; /* as of counts_ms: the status line asks at every paint */
	int64_t counts_ms;
};

/* agent.c */
void agent_start(struct session *session);
void agent_stop(struct session *session);
/* Reads what the agent says and passes it on to flow or stack. */
void agent_read(struct session *session);
void agent_tick(struct session *session);
/* Asks for the card in a reader to be read (again). */
void agent_read_card(struct session *session, int reader);
/* Tells the flow that has just begun about the card that is already there. */
void agent_replay(struct session *session, int reader);
/* The reader with the newest card, preferring one that bears this national ID number; -1 none. */
int agent_best_reader(const struct session *session, const char *national_id);
void agent_words(const struct session *session, struct ui_status *out);
void agent_doctor(struct session *session);
/* Tells the agent the language of its sentences. */
void agent_language(struct session *session);

/* effects.c */
enum code session_event(struct session *session, const struct event *event);
bool session_begin_flow(struct session *session, int64_t applicant_id, bool resume, char *sentence);
void session_end_flow(struct session *session);
/*
 * Saves what was typed since the last draft, once the keys have rested for a moment or when `at_once`. Returns the
 * milliseconds until there is something to save, -1 for nothing.
 */
int session_save_typed(struct session *session, bool at_once);
/* A card was read while nothing goes on: begin a handover with it. */
void session_card_arrived(struct session *session, int reader);

/* spool.c */
void spool_read(struct session *session);
void spool_stop(struct session *session);
/* Puts a handover's paper into the queue and sends it when idle. */
bool spool_add(struct session *session, int64_t handover_id, char *sentence);
void spool_next(struct session *session);
void spool_words(struct session *session, struct ui_status *out);

/* stack.c: cards read one after the other against a shipment */
bool stack_session_begin(struct session *session, int64_t shipment_id, char *sentence);
/* Forgets the count, also a paused one. */
void stack_session_end(struct session *session);
bool stack_session_view(const struct session *session, struct ui_stack *out);
bool stack_session_act(struct session *session, enum ui_stack_act act, char *sentence);
/* What the agent says while a stack is going on. */
void stack_session_card(struct session *session, int reader, bool out, bool fault);

/* demo.c: the demo's virtual cards; all false and NULL outside it */
const char *const *demo_cards(void *context, int *count);
bool demo_insert(void *context, int index, char *sentence);

/* session_doctor.c */
/* Everything is looked at again, agent and printer are asked. */
void session_doctor_start(struct session *session);
/* At every turn: reads the printer's answer; looks at the desk again when a minute is over. */
void session_doctor_turn(struct session *session);
void session_doctor_stop(struct session *session);
/* Asks the printer how it is; its answer comes as a finding. */
void session_doctor_printer(struct session *session);
/* What the check of the journal gave; NULL: check it now. */
void session_doctor_check(struct session *session, const struct store_check *check);
/* The words again, in the language of now. */
void session_doctor_language(struct session *session);
/* What keeps every card from being read from now on; NULL: nothing. */
void session_doctor_reader(struct session *session, const struct doctor_finding *finding);
/* A finding that the agent was asked for. */
void session_doctor_answer(struct session *session, const struct line *line);
/* The findings for F7, the worst first. */
int session_doctor_rows(const struct session *session, struct ui_finding *rows, int max);
/* The worst of all, and what keeps cards from being read. */
void session_doctor_status(const struct session *session, struct ui_status *out);

/* login.c */
/* Where this session sits, for counting wrong passwords: "/dev/tty1", "pts", "ssh 10.1.2.3". */
void login_place(char out[FIELD_TEXT]);
/*
 * Checks a password, with the wait after wrong ones, and journals the act: LOGIN or UNLOCK. Only then, with *officer filled,
 * true; what cannot be written is refused with its sentence.
 */
bool login_enter(struct session *session, enum journal_act act, const char *login, const char *password, struct officer *officer,
	char *sentence);

/* counts.c, host.c */
void host_fill(struct session *session);
/* Shared by the files of the session: an error as the sentence of the screen. */
void session_sentence(char *sentence, const struct err *err);
/* Counts for home and status line, at most a second old; fresh asks again. */
const struct store_counts *session_counts(struct session *session, bool fresh);
/* The newest dispatch date whose deadline has passed, and the time before which a card counts as not collected. */
void session_limits(const struct session *session, struct store_limits *out);

#endif
