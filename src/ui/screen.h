/*
 * ui/screen: what the screens share: the stack, the key table, drawing helpers and the two widgets (an edit line and a
 * scrolling choice). Private to the room.
 */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include "teslim/desk/edit.h"
#include "teslim/text.h"
#include "teslim/ui.h"
#include "scanner.h"
#include "term.h"

/* ------------------------------------------------------------------ keys */

enum { KEYS_MAX = 24, KEY_ESCAPE = 27, KEY_RETURN = 13, KEY_SPACE = 32 };

/* Actions that every screen has; a screen's own begin at ACT_OWN. */
enum ui_act {
	UI_ACT_NONE,
	UI_ACT_HELP,
	UI_ACT_SEARCH,
	UI_ACT_DOCTOR,
	UI_ACT_LOCK,
	UI_ACT_LANGUAGE,
	UI_ACT_DEMO,
	UI_ACT_CLOSE,
	UI_ACT_OWN
};

/*
 * One live key: the key bar, the help and the dispatch are all derived from it. What each may stand for on any screen says
 * key_table.c. No letter is a key: where no field is open it begins a search.
 */
struct key_entry {
	int function; /* 1..12, KEY_ESCAPE, KEY_RETURN, KEY_SPACE, STEP_KEY_CONTROL + a letter, STEP_KEY_SIDEWAYS */
	int action;
	enum message message; /* its word */
	bool aside;           /* works and is in the help, but not in the key bar */
};

struct screen;

struct key_set {
	int count;
	struct key_entry list[KEYS_MAX];
};

void keys_add(struct key_set *set, const struct key_entry *entries, size_t count);
/* "F9", "Esc", "Enter", "Ctrl-T". */
void key_name(char out[16], int function);
/* The entry that a press means, or NULL. typing: signs belong to a text field. */
const struct key_entry *keys_find(const struct key_set *set, const struct press *press, bool typing);
/* The live keys of a screen: its own, then the common ones whose place is still free (live_keys.c). */
void keys_collect(struct ui *ui, struct screen *screen, struct key_set *set);
/* Into the order of the key bar. */
void keys_sort(struct key_set *set);
/* Alt with a digit, or Esc and the digit: for terminals without function keys. On from the 0 go F11 and F12; 0: none. */
int key_of_digit(uint32_t code);

/* What a key means on every screen, and the words with which screens offer it (key_table.c). */
enum { KEY_WORDS_MAX = 24 };
struct key_meaning {
	int function;
	enum message meaning;
	enum message words[KEY_WORDS_MAX];
};
const struct key_meaning *key_meanings(int *count);

/* ------------------------------------------------------------------ screens */

/* Every screen there is. */
enum screen_id {
	SCREEN_LOGIN,
	SCREEN_LOCK,
	SCREEN_HOME,
	SCREEN_LIST,
	SCREEN_DETAIL,
	SCREEN_HANDOVER,
	SCREEN_CERTIFICATE,
	SCREEN_JOURNAL,
	SCREEN_HELP,
	SCREEN_QUEUE,
	SCREEN_DOCTOR,
	SCREEN_DELIVERY,
	SCREEN_DELIVERY_RECORD,
	SCREEN_DEMO,
	SCREEN_OFFICERS,
	SCREEN_MOVE,
	SCREEN_CORRECTION,
	SCREEN_READER,
	SCREEN_ITEMS,
	SCREEN_UNSIGNED,
	SCREEN_DRAWER,
	SCREEN_DRAWER_RECORD,
	SCREEN_COUNT
};

/* Where to go: a screen and what it is to be about. */
struct target {
	enum screen_id screen;
	int64_t id;         /* of a row of the store; 0 none */
	const int64_t *ids; /* of several; NULL: the one; borrowed for the call */
	int id_count;
	enum ui_filter filter;
	enum record_act act; /* of SCREEN_READER */
	const char *text;    /* what is looked for; borrowed for the call */
};

/* What a row of stock is marked by and SCREEN_MOVE told of: whose card has an application by its id, others by a number below 0. */
int64_t ui_item_id(const struct ui_item *item);

/* What a screen makes of a scan. */
enum scan_answer {
	ANSWER_TAKEN,   /* it went where it belongs, or the screen has said what is wrong with it */
	ANSWER_REFUSED, /* of no use here: nothing changes, and a sentence says so */
	ANSWER_TEXT,    /* text for the field with the focus; its line ends are none */
	ANSWER_TYPED    /* typing, line ends and all */
};

struct screen_type {
	enum message title;
	enum message sentence;                                            /* without arguments; MSG_NONE none */
	size_t size;                                                      /* of its own struct, which begins with struct screen */
	bool (*may_open)(struct ui *ui);                                  /* NULL: always */
	void (*open)(struct screen *screen, const struct target *target); /* fills the zeroed struct; may be NULL */
	void (*draw)(struct screen *screen);
	void (*keys)(struct screen *screen, struct key_set *set);
	void (*act)(struct screen *screen, int action);
	bool (*press)(struct screen *screen, const struct press *press);          /* whatever no key entry took; may be NULL */
	bool (*typing)(struct screen *screen);                                    /* NULL: never */
	enum scan_answer (*scan)(struct screen *screen, const struct scan *scan); /* NULL: scan_default */
	void (*refresh)(struct screen *screen);                                   /* the host's data have changed; may be NULL */
	void (*close)(struct screen *screen); /* frees what the screen holds but not itself; may be NULL */
	/* What stands in line 1 instead of the title; may be NULL. */
	void (*head)(struct screen *screen, char *out, size_t size);
	/* The sentence when it is not constant; may be NULL. Returns its level. */
	enum verdict_level (*speak)(struct screen *screen, char *out, size_t size);
	bool overlay; /* help, doctor: may stand over login and lock as well */
	bool covers;  /* login, lock: nothing of the session is shown */
	/* Takes back what Esc has just done without leaving the screen: it was the beginning of a function key. May be NULL. */
	void (*stay)(struct screen *screen);
};

/* A screen's own struct begins with this. */
struct screen {
	const struct screen_type *type;
	struct ui *ui;
};

enum { SCREENS_MAX = SCREEN_COUNT };

struct ui {
	const struct ui_host *host;
	const struct screen_type *const *types; /* by enum screen_id */
	struct ui_options options;
	int depth;
	struct screen *stack[SCREENS_MAX];
	bool dirty;
	bool stale;     /* refresh before the next paint */
	unsigned moved; /* how often something was done with rows of a table: what was marked for it is done with */
	enum ui_end ended;
	char notice[UI_SENTENCE];
	enum verdict_level notice_level;
	int64_t last_press_ms;
	int64_t painted_minute;
	struct ui_status status;
	bool too_small;
	struct scanner scanner;
	int asked; /* the act that a question on the screen is about (ui_ask); 0: none */
	const struct screen *asked_on;
	int asked_before; /* Esc */
	bool asking;      /* it was put by the press that is being answered */
	bool escaped;     /* Esc was the last press */
	const struct screen *escaped_on;
	struct screen *left; /* what it has closed, see screen_leave */
	const struct screen *left_to;
	int left_depth;
	int search_letters; /* with which the search on top was begun, when nothing else has come since; else 0 */
	bool quick;         /* of the press that is being answered: it came with others, see scanner.h */
};

/* Opens a screen and puts it on top, unless it may not be opened now; one that is open already is begun anew. */
void screen_show(struct ui *ui, const struct target *target);
void screen_show_plain(struct ui *ui, enum screen_id id);
void screen_pop(struct ui *ui);
/* Esc has closed the screen on top. It is kept until the next press, in case that is a digit: screen_return brings it back. */
void screen_leave(struct ui *ui);
/* False: there is none, or another screen has come up since. */
bool screen_return(struct ui *ui);
void screen_forget_left(struct ui *ui);
/* Closes screens until that one is on top. */
void screen_pop_to(struct ui *ui, const struct screen *screen);
struct screen *screen_top(const struct ui *ui);
bool screen_is_open(const struct ui *ui, enum screen_id id);
bool screen_is_top(const struct ui *ui, enum screen_id id);

/* The screens, one file each; ui.c has the table of them. */
extern const struct screen_type screen_login, screen_lock, screen_home, screen_list, screen_detail, screen_handover,
	screen_certificate, screen_journal, screen_help, screen_queue, screen_doctor, screen_delivery, screen_delivery_record,
	screen_demo, screen_officers, screen_move, screen_correction, screen_reader, screen_items, screen_unsigned, screen_drawer,
	screen_drawer_record;
/* Starts a handover for an applicant (0: nobody yet) and shows it, or says why not. */
void begin_handover(struct ui *ui, int64_t applicant_id, bool resume);

/*
 * Puts a question that another key of the screen answers: until any other press the screen offers that key (ui_asks).
 */
void ui_ask(struct screen *screen, int act, enum verdict_level level, const char *sentence);
/* The same for Esc, which takes the question back when it is pressed again. */
void ui_ask_or_not(struct screen *screen, int act, const char *sentence);
/* Whether that is what is being asked on this screen. */
bool ui_asks(const struct screen *screen, int act);

/* Answers everything that the recogniser has decided by then (answer.c). drained: the terminal had nothing more to read just now. */
void ui_answer(struct ui *ui, int64_t now, bool drained);

/* ------------------------------------------------------------------ scans (scans.c) */

/* Where no screen knows better: a barcode or a long text is text for an open field; the rest is refused. */
enum scan_answer scan_default(struct screen *screen, const struct scan *scan);
/* The sentence of a scan that is of no use here. */
void scan_refuse(struct ui *ui, const struct scan *scan);
/* Reads a document's lines; false when they are wrong or no identity document's, which is then said. */
bool scan_read_document(struct ui *ui, const struct scan *scan, struct mrz *mrz);
/* Whether an Enter came too quickly to tick or to go on; it is then said. */
bool scan_is_arriving(const struct ui *ui); /* or has just come: nobody has read what it brought */
bool is_too_quick(struct ui *ui);

/* ------------------------------------------------------------------ drawing */

/* Rows between which a screen draws: line 1 is the title, the lowest three belong to sentence and keys. */
enum { BODY_TOP = 2 };
int body_bottom(void); /* last row that may be used */
int body_rows(void);
int body_width(void);

/* Text left-aligned at column; returns its cells. cells < 0: to the right edge less one. */
int draw_text(int row, int column, int cells, enum style style, const char *text);
int draw_text_right(int row, int right, enum style style, const char *text); /* last cell at right */
int draw_text_middle(int row, enum style style, const char *text);
/* A label that ends in column `right`, a value two cells behind it. Returns the value's column. */
int draw_pair(int row, int right, int cells, enum message label, enum style style, const char *value);
/* Breaks a text into lines of at most `cells` cells at blanks; draws at most max; returns how many. */
int draw_wrapped(int row, int column, int cells, int max, enum style style, const char *text);
int wrapped_height(int cells, int max, const char *text);
/* A word in its own frame, letters set wide: "U Y G U N". Returns the rows used (3). */
int draw_verdict_word(int row, enum style style, const char *word);
void draw_bar(int row, int column, int cells, int percent);
enum style level_style(enum verdict_level level);
/* "UYARI", "HATA" ...; "" for what passes. */
const char *level_word(enum verdict_level level);
/* An amount with the thousands separated in the language of the screen. */
void show_number(char out[32], int64_t number);
/* "3 / 17": where one is in a list; drawn right-aligned at row. */
void draw_position(int row, int64_t first, int64_t last, int64_t total);
/* Today 14:05, otherwise 23.11. or the whole date; for narrow columns (10 cells). */
void show_when(char out[CLOCK_TEXT], int64_t time);

/* ------------------------------------------------------------------ an edit line */

/* Which input a press is (input.c). */
struct input input_of(const struct press *press);
/* Draws it in `cells` cells, scrolled so that the cursor is seen; with focus puts the hardware cursor there. */
void edit_draw(const struct edit *edit, int row, int column, int cells, bool focus);

/* ------------------------------------------------------------------ a scrolling choice */

struct pick {
	int64_t count;
	int64_t chosen;
	int64_t first; /* topmost row shown */
	int height;    /* rows, set when drawn */
};

/* Keeps chosen and first in range. */
void pick_fit(struct pick *pick, int64_t count, int height);
/* Arrows, pages, Home and End; true when taken. in_text: Home and End belong to the edit line. */
bool pick_press(struct pick *pick, const struct press *press, bool in_text);

#endif
