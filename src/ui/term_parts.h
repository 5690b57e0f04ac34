/*
 * ui/term_parts: what the files of the terminal share. There is one terminal per process: its state is one, because a crash
 * handler must be able to restore it without asking anybody. Only term_*.c include this.
 */
#ifndef UI_TERM_PARTS_H
#define UI_TERM_PARTS_H

#include "term.h"

#include <termios.h>

enum { TERM_RESTORE_BYTES = 256 };

struct terminal {
	bool open;
	bool abandoned;
	bool ascii;
	bool spoilt; /* the next picture is drawn whole */
	int signal_pipe[2];
	int saved_stderr;
	struct termios saved_modes;
};

/* term_state.c */
extern struct terminal terminal;

/* term_signals.c: the handlers, before curses could install its own. */
enum code term_install_handlers(struct err *err);
void term_remove_handlers(void);
/* What a crash handler writes to give the terminal back: prepared beforehand, because nothing may be computed then. */
void term_set_restore(const char *bytes, size_t length);

/* term_keys.c: names for the sequences that terminals send under a wrong type. */
void term_define_keys(void);
/* Frees an unfinished paste. */
void term_forget_keys(void);

/* term_picture.c: what a style looks like on this terminal. */
void term_choose_styles(bool no_colour);

#endif
