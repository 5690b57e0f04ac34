/*
 * terminal/harness: a program in a pseudo-terminal of its own, watched through a terminal emulation (libvterm): what a
 * person would see, cell by cell, and keys as a person's terminal sends them. Knows nothing of the program under test.
 */
#ifndef TESLIM_TERMINAL_HARNESS_H
#define TESLIM_TERMINAL_HARNESS_H

#include "teslim/base.h"

#include <sys/types.h>

typedef struct VTerm VTerm;
typedef struct VTermScreen VTermScreen;

struct terminal_wish {
	const char *const *argv;        /* NULL-terminated */
	const char *term;               /* TERM; NULL: xterm-256color */
	const char *locale;             /* LC_ALL; NULL: C.UTF-8 */
	int rows, columns;              /* 0: 24, 80 */
	bool is_sizeless;               /* it does not know its size, as a serial line */
	const char *const *environment; /* NAME=VALUE pairs on top of ours, NULL-terminated; may be NULL */
};

struct terminal {
	int fd;
	pid_t pid; /* 0 once reaped */
	VTerm *vterm;
	VTermScreen *screen;
	char term[32];
	bool is_utf8;
	int rows, columns;
	int cursor_row, cursor_column;
	bool cursor_shown;
	bool alternate; /* the alternate screen is on */
	int bells;
	size_t bytes;         /* all that the program has written */
	bool ended;           /* nothing more comes */
	int status;           /* of the ended program: exit status, or 128 + signal */
	int64_t last_byte_ms; /* monotonic */
	int64_t typed_ms;     /* of the last key that hands have typed */
	bool typed_enter;
};

/* One cell as shown. colour -1: the terminal's own. */
struct terminal_cell {
	char text[32]; /* UTF-8; empty for the right half of a wide letter */
	int width;
	bool bold, underline, reverse, blink, italic;
	int foreground, background; /* index of the palette, -1 own, -2 direct colour */
};

/* Starts the program. On failure exits the test with a message: nothing could be tested. */
void terminal_open(struct terminal *terminal, const struct terminal_wish *wish);
/* Hangs up and waits; kills what does not end within two seconds. */
void terminal_close(struct terminal *terminal);

/* Reads what there is for at most `ms`; returns when there was nothing new for quiet_ms. */
void terminal_settle(struct terminal *terminal, int quiet_ms, int ms);
/* Waits until some row shows text (or none does any more). False after ms. */
bool terminal_expect(struct terminal *terminal, const char *text, int ms);
bool terminal_expect_gone(struct terminal *terminal, const char *text, int ms);
/* Waits until the program has ended. False after ms. */
bool terminal_expect_end(struct terminal *terminal, int ms);

/* Types as hands do: an Enter comes by itself. */
void terminal_type(struct terminal *terminal, const char *text);
/* Sends bytes as they are, at once. */
void terminal_send(struct terminal *terminal, const void *bytes, size_t length);
/* A key by name as this kind of terminal sends it: F1..F12, Enter, Esc, Tab, BackTab, Up, Down, Left, Right, Home, End,
 * PageUp, PageDown, Backspace, Delete. Function keys that the terminal lacks become Esc and a digit, - or
 * =. */
void terminal_key(struct terminal *terminal, const char *name);
/* Chooses home's row of that name with the arrows, and opens it. False: there is none. */
bool terminal_open_row(struct terminal *terminal, const char *name);
/* From the home screen: logs out and closes the program. */
void terminal_leave(struct terminal *terminal);
void terminal_resize(struct terminal *terminal, int rows, int columns);

/* The row's text without trailing blanks. */
void terminal_row(const struct terminal *terminal, int row, struct str *out);
/* All rows, each ended by a line feed. */
void terminal_text(const struct terminal *terminal, struct str *out);
/* The first row that shows text, -1 none; *column gets the cell it begins in when not NULL. */
int terminal_find(const struct terminal *terminal, const char *text, int *column);
void terminal_cell(const struct terminal *terminal, int row, int column, struct terminal_cell *out);
/* Prints the screen as comment lines of a test. */
void terminal_dump(const struct terminal *terminal, const char *why);

#endif
