/*
 * ui: the terminal, its keys and the screens. Draws view models that it asks for through struct ui_host and turns keys
 * into requests to it; never touches database, card or printer, and decides nothing that the desk decides.
 */
#ifndef TESLIM_UI_H
#define TESLIM_UI_H

#include "teslim/desk.h"
#include "teslim/desk/courier.h"
#include "teslim/desk/drawer.h"
#include "teslim/desk/move.h"
#include "teslim/desk/table.h"
#include "teslim/message.h"
#include "teslim/model.h"

enum {
	UI_SENTENCE = 320, /* one sentence for a person */
	UI_WORDS = 96,     /* a few words of a state: "hazır, kart yok" */
	UI_TILES = 5,
	UI_RECENT_MAX = 32,
	UI_FINDINGS_MAX = 64,
	UI_CORRECTIONS = 4
};

/* ------------------------------------------------------------------ what the screens show */

/* One finding of the doctor: what it looked at, what it saw, what an officer does about it. No commands: they are for a shell. */
struct ui_finding {
	enum verdict_level level;
	char what[UI_WORDS];
	char sentence[UI_SENTENCE];
	char call[UI_SENTENCE]; /* whom to call and what to say; empty when nothing is wrong */
	char line[UI_SENTENCE]; /* all of it in one sentence, for the line above the keys */
};

/* Top line and home's right column; asked for at every paint, so it must be cheap. */
struct ui_status {
	char institution[FIELD_TEXT];
	char desk[DESK_TEXT];
	char officer[FULL_NAME_TEXT]; /* empty: nobody is logged in */
	bool administrator;
	bool demo;
	char reader[UI_WORDS]; /* "hazır, kart yok" */
	enum verdict_level reader_level;
	char printer[UI_WORDS];
	enum verdict_level printer_level;
	char journal[UI_WORDS]; /* "sağlam, 1.204" */
	enum verdict_level journal_level;
	bool card_in;              /* one lies in a reader */
	int readers;               /* how many there are */
	struct ui_finding worst;   /* of all findings of the doctor; VERDICT_PASS: nothing is amiss */
	struct ui_finding no_card; /* what keeps every card from being read; VERDICT_PASS: nothing */
};

/* Which applications a list shows. The first UI_TILES are home's tiles in order. */
enum ui_filter {
	UI_FILTER_WAITING,      /* card is here, not handed over */
	UI_FILTER_COURIER_LATE, /* with the courier, time running out */
	UI_FILTER_UNCOLLECTED,  /* here longer than the setting says */
	UI_FILTER_DATA_ERROR,   /* on hold */
	UI_FILTER_UNSIGNED,     /* handed over, signed copy missing */
	UI_FILTER_ALL,
	UI_FILTER_EXPECTED,
	UI_FILTER_DELIVERED,
	UI_FILTER_COUNT
};

struct ui_recent {
	int64_t time;
	char subject[RECORD_TEXT + SERIAL_TEXT]; /* "2026/A-0042" or "Gönderi KRG-2026-118" */
	char name[FULL_NAME_TEXT];               /* may be empty */
	char outcome[UI_WORDS];                  /* "teslim edildi", "12 kart alındı" */
	enum verdict_level level;
};

struct ui_home {
	int64_t tiles[UI_TILES];       /* how many, by enum ui_filter */
	int64_t unsigned_papers;       /* records of every kind whose signatures nobody has confirmed */
	int64_t missing;               /* cards and readers that were not in their shipment */
	int64_t here[ITEM_KIND_COUNT]; /* in stock */
	int list_days;                 /* age of the revocation lists, once it is worth saying; 0: not */
	int uncollected_days;          /* the setting behind UI_FILTER_UNCOLLECTED, for its label */
	int recent_count;
	struct ui_recent recent[UI_RECENT_MAX]; /* newest first */
	char before[FULL_NAME_TEXT];            /* who was at this desk before; empty: no count of the drawer is to be offered */
	bool has_draft;                         /* an interrupted handover can be resumed */
	char draft_name[FULL_NAME_TEXT];
	enum message draft_step;        /* where it stands; MSG_NONE: that is not known */
	char draft_record[RECORD_TEXT]; /* it was recorded, and its paper is still to come; else empty */
};

struct ui_list_row {
	int64_t applicant_id;
	char name[FULL_NAME_TEXT];
	char national_id[NATIONAL_ID_TEXT]; /* whole; the screen masks it */
	char unit[FIELD_TEXT];
	enum application_state state;
	int64_t since;
	char record_number[RECORD_TEXT]; /* when handed over */
	enum paper_state paper;
};

/* A reader's record, or a dispatch note that the person's card is on. */
struct ui_item_record {
	int64_t seq; /* its entry, by which its paper is asked for */
	char record_number[RECORD_TEXT];
	enum record_act act;
	int64_t time;
	enum paper_state paper;
};

struct ui_applicant_detail {
	struct applicant applicant;
	char tracking_number[SERIAL_TEXT];
	char card_serial[SERIAL_TEXT];
	bool has_card;
	enum card_state card_state;
	char place[PLACE_TEXT]; /* in the drawer */
	char record_number[RECORD_TEXT];
	int64_t handover_id;
	int64_t handover_time;
	char officer[FULL_NAME_TEXT];
	enum paper_state paper;
	int64_t deadline;                 /* of the courier's delivery; 0 none */
	char deadline_words[UI_SENTENCE]; /* how it was counted; may be empty */
	int correction_count;
	struct correction corrections[UI_CORRECTIONS]; /* of its records, newest first */
	int held_count;
	char held[UI_CORRECTIONS][SERIAL_TEXT]; /* readers that the person has */
	int record_count;
	struct ui_item_record records[UI_CORRECTIONS]; /* of his readers, and of a card sent back; newest first */
};

/* The record that is to be taken back or corrected. */
struct ui_correction_about {
	char record_number[RECORD_TEXT];
	int64_t time;
	char name[FULL_NAME_TEXT];
	char officer[FULL_NAME_TEXT];
	char card_serial[SERIAL_TEXT];
	char reader_serial[SERIAL_TEXT];
	enum paper_state paper; /* signed: it is corrected, before: taken back */
};

/* A card or reader as stock. */
struct ui_item {
	enum item_kind kind;
	int64_t id;
	enum card_state state;
	char serial[SERIAL_TEXT], place[PLACE_TEXT], tracking_number[SERIAL_TEXT];
	int64_t applicant_id; /* of a card: whose; 0 nobody's that is known */
	char name[FULL_NAME_TEXT];
};

/* Whom or what an act is about, as the officer saw it. */
struct ui_moved {
	int64_t applicant_id; /* 0: an item that belongs to no application */
	enum item_kind kind;
	int64_t item_id;
	enum card_state state; /* of the item */
	enum application_state from;
	unsigned cards; /* where the card is: desk_cards */
	char name[FULL_NAME_TEXT];
	char national_id[NATIONAL_ID_TEXT]; /* masked */
	char card_serial[SERIAL_TEXT];
};

struct ui_journal_row {
	struct journal_entry entry;
	char words[UI_SENTENCE];      /* what it says, one sentence */
	char officer[FULL_NAME_TEXT]; /* who did it, by name */
	int64_t applicant_id;         /* whom it is about; 0: nobody */
};

struct ui_print_row {
	int64_t handover_id;  /* whose record it is: a handover's, or */
	int64_t delivery_id;  /* a delivery's, or */
	int64_t entry_seq;    /* a correction's, or that of a count of the drawer */
	bool is_drawer;       /* the latter */
	int64_t applicant_id; /* whom it is about; 0: nobody, or not told */
	char record_number[RECORD_TEXT];
	char name[FULL_NAME_TEXT];
	int64_t time;
	enum paper_state state;
	char words[UI_WORDS]; /* printer's word: "kâğıt yok"; may be empty */
};

enum ui_paper_act {
	UI_PAPER_PRINT,   /* send (again): the original, and of a signed record a copy */
	UI_PAPER_CONFIRM, /* the paper came out */
	UI_PAPER_SIGNED   /* both signed copies are here */
};

struct ui_shipment_row {
	struct shipment shipment;
	int cards, readers;  /* that were seen when it was received */
	int missing;         /* outstanding since then */
	int64_t delivery_id; /* of its last receipt; 0: it was never counted here */
	char record_number[RECORD_TEXT];
	enum paper_state paper;        /* of that record */
	char begun_by[FULL_NAME_TEXT]; /* whose count of it is put aside; empty: nobody's */
	char deadline[DATE_TEXT];
	bool late;
};

/* ------------------------------------------------------------------ what the screens ask of the program */

/*
 * The program behind the screens. Every function is called from ui_* on the same thread and must answer at once.
 * `context` is passed on as it is. Functions returning bool say whether it was done; when not, they fill sentence
 * (UI_SENTENCE bytes) with what is wrong and what to do, in the language of the screen. None may be NULL but those
 * marked so.
 */
struct ui_host {
	void *context;

	/* session */
	void (*status)(void *context, struct ui_status *out);
	bool (*login)(void *context, const char *login, const char *password, char *sentence);
	void (*logout)(void *context);
	void (*lock)(void *context, bool idle); /* journal it; the screen covers itself */
	bool (*unlock)(void *context, const char *password, char *sentence);
	void (*language)(void *context, enum language language); /* remember it; may be NULL */

	/* looking */
	void (*home)(void *context, struct ui_home *out);
	/*
	 * Lists: from query->offset on, under query->text (as typed; "" all). Fill at most max rows, return how many; *total: how
	 * many there are in all, or one more than are known to be. The people's filter is enum ui_filter; text: a name part in any
	 * casing, a national ID number, a record number. The journal's text occurs in act, officer or body, newest first.
	 */
	int (*list)(void *context, const struct table_query *query, struct ui_list_row *rows, int max, int64_t *total);
	bool (*applicant)(void *context, int64_t applicant_id, struct ui_applicant_detail *out, char *sentence);
	/* The whole number is about to be shown: journal it. */
	bool (*reveal_national_id)(void *context, int64_t applicant_id, char *sentence);
	/* A person's act (desk/move.h) on all of them or on none: journalled. Fills sentence either way. */
	bool (*move)(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence);
	/* Cards and readers that are there, by place. Fills at most max rows, returns how many; *total: of all. */
	int (*items)(void *context, enum card_state state, int64_t offset, struct ui_item *rows, int max, int64_t *total);
	bool (*item)(void *context, enum item_kind kind, int64_t id, struct ui_item *out, char *sentence);
	/* A person's act on items that belong to no application, as move. */
	bool (*move_items)(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence);
	int (*journal)(void *context, const struct table_query *query, struct ui_journal_row *rows, int max, int64_t *total);
	/* Checks the chain; sentence is filled either way. */
	bool (*journal_verify)(void *context, char *sentence);

	/* the handover. flow: the one that is going on, or NULL; the screen closes when it becomes NULL. */
	const struct handover_flow *(*flow)(void *context);
	/* Starts one (applicant_id 0: nobody chosen yet; resume: from the saved draft). */
	bool (*flow_begin)(void *context, int64_t applicant_id, bool resume, char *sentence);
	/* Hands an event to the machine and performs its effects. ERR_REFUSED: not valid now. event->now is filled by the screen. */
	enum code (*flow_event)(void *context, const struct event *event);
	/* Whether that is another officer's password; name (FULL_NAME_TEXT) gets his name. */
	bool (*second_officer)(void *context, const char *login, const char *password, char *name, char *sentence);

	/* paper */
	/* Oldest first. */
	int (*print_queue)(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total);
	/* Papers of every kind whose signatures nobody has confirmed; those that have stood so longest come first. */
	int (*unsigned_papers)(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total);
	bool (*paper)(void *context, int64_t handover_id, enum ui_paper_act act, char *sentence);

	/* The same of a correction's paper, by the number of its entry. */
	bool (*entry_paper)(void *context, int64_t seq, enum ui_paper_act act, char *sentence);
	/* Taking back and correcting: what it is about; and doing it: handover_id, takes_back and the words are filled in. */
	bool (*correction_about)(void *context, int64_t handover_id, struct ui_correction_about *out, char *sentence);
	/* Fills sentence either way. */
	bool (*correct)(void *context, const struct correction *wanted, char *sentence);

	/*
	 * What keeps a reader from going to that person (false), or what has to be said before it does: it was announced for somebody
	 * else, with both names masked (true, and a sentence).
	 */
	bool (*reader_about)(void *context, int64_t applicant_id, const char *serial, char *sentence);
	/* A reader is given, exchanged or taken back, and its record printed. Fills sentence either way. */
	bool (*reader)(void *context, const struct item_record *wanted, char *sentence);

	/* the doctor: start looking; fetch what is known so far (*running: more may come, ui_refresh then) */
	void (*doctor_start)(void *context);
	int (*doctor)(void *context, struct ui_finding *rows, int max, bool *running);

	/* courier intake */
	/* Newest first. */
	int (*shipments)(void *context, const struct table_query *query, struct ui_shipment_row *rows, int max, int64_t *total);
	/* the parcel that is being received, or NULL; the screen closes when it becomes NULL */
	const struct courier_flow *(*delivery)(void *context);
	void (*delivery_begin)(void *context);
	/* Hands an event to the machine and performs its effects. ERR_REFUSED: not valid now. event->now is filled by the screen. */
	enum code (*delivery_event)(void *context, const struct courier_event *event);
	/* Whether a card is being read for the count; *percent of it. */
	bool (*delivery_reads)(void *context, int *percent);
	/* A record with its items, which the caller frees (mem_free). */
	bool (*delivery_record)(void *context, int64_t delivery_id, struct delivery *out, char *sentence);
	bool (*delivery_paper)(void *context, int64_t delivery_id, enum ui_paper_act act, char *sentence);

	/* the count of the drawer that is going on, or NULL; the screen closes when it becomes NULL */
	const struct drawer_flow *(*drawer)(void *context);
	void (*drawer_begin)(void *context);
	/* As delivery_event. */
	enum code (*drawer_event)(void *context, const struct drawer_event *event);
	/* The entry of the count that was recorded just now, told once; 0: none. Its paper: entry_paper. */
	int64_t (*drawer_recorded)(void *context);
	/* A record with its items, which the caller frees (mem_free). */
	bool (*drawer_record)(void *context, int64_t seq, struct drawer_count *out, char *sentence);

	/* who may work at the desk, in order of login; to be changed by administrators */
	int (*officers)(void *context, const struct table_query *query, struct officer *rows, int max, int64_t *total);
	/* id 0: a new one with that password, else NULL. Fills sentence either way. */
	bool (*officer_save)(void *context, const struct officer *officer, const char *password, char *sentence);

	/* the demo's virtual cards: their names in the language of the screen; NULL outside the demo */
	const char *const *(*demo_cards)(void *context, int *count);
	/* Puts that card into the virtual reader; -1 takes out the one that is in. */
	bool (*demo_insert)(void *context, int index, char *sentence);
};

/* ------------------------------------------------------------------ running it */

struct ui;

struct ui_options {
	const char *term; /* NULL: the environment's TERM */
	bool ascii;       /* no letters and lines beyond ASCII whatever the terminal says */
	bool no_colour;
	bool utf8;           /* letters and lines beyond ASCII whatever the environment says; ascii goes first */
	int escape_delay_ms; /* 0: 150 */
	int lock_after_s;    /* idle time before the screen locks; 0 never */
	int stderr_fd;       /* where standard error goes while the screen is up; -1: nowhere */
};

enum ui_end {
	UI_RUNNING,
	UI_END_LEFT,   /* the officer left */
	UI_END_SIGNAL, /* INT, TERM or QUIT */
	UI_END_HANGUP  /* the terminal is gone; it has not been touched any more */
};

/*
 * Takes over the terminal on standard input and output, installs the signal handlers and shows the login screen.
 * The host must live as long. ERR_UNSUPPORTED: not a terminal; ERR_NOT_FOUND: no terminal description, not even a
 * fallback's. Restores the terminal on every way out, crashes included.
 */
enum code ui_open(struct ui **out, const struct ui_host *host, const struct ui_options *options, struct err *err);
/* Gives the terminal back. NULL-safe; idempotent. */
void ui_close(struct ui **ui);

/* For poll(): wait for POLLIN on both. Any revents of either: call ui_read. */
int ui_terminal_fd(const struct ui *ui);
int ui_signal_fd(const struct ui *ui);
/*
 * Reads signals and keys until nothing is left and acts on them. Call after every poll, whatever it returned, and
 * once before blocking: curses keeps a queue of its own.
 */
void ui_read(struct ui *ui);
/* Milliseconds until ui_tick wants to run (clock minute, lock, lapses); -1 never. */
int ui_timeout(const struct ui *ui);
void ui_tick(struct ui *ui);
/* Paints once if anything has changed; call once per turn before poll. */
void ui_paint(struct ui *ui);
/* UI_RUNNING until it is over. */
enum ui_end ui_ended(const struct ui *ui);

/* News from the program: what the host shows has changed; screens ask again at the next paint. */
void ui_refresh(struct ui *ui);
/* Brings the handover screen up when host->flow() has one (a card was inserted at home). */
void ui_show_handover(struct ui *ui);
/* A sentence in the line above the keys until the next key. */
void ui_notice(struct ui *ui, enum verdict_level level, const char *sentence);
void ui_beep(struct ui *ui);
/* Whether nobody works here: login or lock screen is up; card events must not start anything then. */
bool ui_is_locked(const struct ui *ui);
/* Whether the home screen is on top, so that an inserted card may start a handover. */
bool ui_is_home(const struct ui *ui);

#endif
