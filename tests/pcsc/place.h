/*
 * pcsc/place: `teslim-card --doctor` in a place of our making: with another socket, as another user, with other files
 * under /run and /sys in a mount namespace of its own; in both languages at once.
 */
#ifndef TESLIM_PCSC_PLACE_H
#define TESLIM_PCSC_PLACE_H

#include "teslim/base.h"

enum { LANGUAGES = 2, DOCTOR_MS = 9000 };

extern const char *const place_languages[LANGUAGES]; /* Turkish, English */

/* Where the program runs: what it finds there is what is wrong. */
struct place {
	const char *socket; /* NULL: none is named */
	bool as_nobody;
	bool over_ssh;         /* in a session that came over SSH, as far as the environment says */
	void (*furnish)(void); /* in a mount namespace of its own; NULL: here */
};

struct findings {
	char code[40], text[512], cure[320], call[512], by[16]; /* the first bad or warning one, or an empty reader */
	int count, amiss;
	bool done;
	int status;
};

/* ---- to furnish it with; each ends the process with 125 when it cannot */
void place_lay_empty_run(void);   /* /run without pcscd's socket */
void place_lay_dead_socket(void); /* with one where nobody listens */
void place_lay_usb_reader(void);  /* a card reader on USB */

/* Runs the program with --doctor; what it found in each language. */
void place_ask_doctor(const struct place *place, const char *program, struct findings findings[LANGUAGES]);

#endif
