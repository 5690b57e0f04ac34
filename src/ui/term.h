/*
 * ui/term: the terminal as the other files of this room see it: cells, styles with a meaning, decoded key presses.
 * term.c, term_keys.c and term_picture.c alone know curses. There is one terminal per process; its state is theirs.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "teslim/base.h"

/* What a piece of text is. term_picture.c maps it to colours and attributes; meaning never hangs on colour alone. */
enum style {
	STYLE_TEXT,
	STYLE_TITLE, /* where you are */
	STYLE_LABEL, /* left of a value */
	STYLE_FIELD, /* a value */
	STYLE_INPUT, /* a field that can be typed in */
	STYLE_OK,
	STYLE_WARNING,
	STYLE_BAD,
	STYLE_KEY,      /* the name of a key */
	STYLE_DIM,      /* secondary */
	STYLE_ACCENT,   /* the one accent */
	STYLE_SELECTED, /* the chosen row of a list */
	STYLE_COUNT
};

enum press_kind {
	PRESS_CHAR,     /* code: a letter, digit or sign */
	PRESS_ALT,      /* code: typed with Alt, or right after Esc */
	PRESS_FUNCTION, /* code: 1..12 */
	PRESS_CONTROL,  /* code: 'a'..'z' */
	PRESS_UP,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_HOME,
	PRESS_END,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_ENTER,
	PRESS_ESCAPE,
	PRESS_TAB,
	PRESS_BACK_TAB,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_PASTE /* text: what was pasted, lines ended by LF; valid until the next call */
};

struct press {
	enum press_kind kind;
	uint32_t code;
	const char *text;
};

enum { TERM_ROWS_MIN = 24, TERM_COLUMNS_MIN = 80 };

struct term_options {
	const char *term;
	bool ascii;
	bool no_colour;
	bool utf8;
	int escape_delay_ms;
	int stderr_fd;
};

/* Signals and the terminal's end as term_signals reports them. */
enum term_signal {
	TERM_SIGNAL_NONE = 0,
	TERM_SIGNAL_RESIZE = 1 << 0,
	TERM_SIGNAL_STOP = 1 << 1, /* INT, TERM, QUIT */
	TERM_SIGNAL_HANGUP = 1 << 2,
	TERM_SIGNAL_REPAINT = 1 << 3 /* TSTP, CONT: the picture may be spoilt */
};

/*
 * Takes the terminal over: signal handlers first, then curses, raw mode, bracketed paste. *fallback: the terminal type
 * taken because the given one is unknown, else NULL.
 */
enum code term_open(const struct term_options *options, const char **fallback, struct err *err);
/* Gives it back; idempotent. */
void term_close(void);
/* The terminal is gone: never write to it again; term_close then only frees. */
void term_abandon(void);

int term_input_fd(void);
int term_signal_fd(void);
/* Empties the signal pipe; bits of enum term_signal. */
unsigned term_signals(void);
/* The clock by which presses are timed: monotonic, ms. */
int64_t term_now(void);
/* The next press, or false when nothing is left. *gone: the terminal is no longer there. */
bool term_press(struct press *press, bool *gone);
/* Milliseconds until an unfinished paste is given up on; -1 when none is open. */
int term_paste_timeout(void);

int term_rows(void);
int term_columns(void);
bool term_is_ascii(void);
/* Follows a new window size. */
void term_resize(void);

/* Drawing is into a picture; term_show sends what differs from the last one. */
void term_clear(void);
/* Text of at most `cells` cells; cut with an ellipsis. Returns the cells used. Off-screen parts are left out. */
int term_put(int row, int column, int cells, enum style style, const char *text);
/* Cells of blanks in that style. */
void term_blank(int row, int column, int cells, enum style style);
/* A horizontal line. */
void term_line(int row, int column, int cells, enum style style);
/* A frame of lines around height x width cells at row, column (outer corner). */
void term_frame(int row, int column, int height, int width, enum style style);
/* Where the hardware cursor stands after term_show. */
void term_cursor(int row, int column);
void term_show(void);
/* Draws everything anew at the next term_show: the picture on the glass is not to be trusted. */
void term_spoilt(void);
void term_beep(void);

#endif
