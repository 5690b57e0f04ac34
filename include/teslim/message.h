/*
 * message: the catalogue's door. Part of the room `text`; a header of its own because every room that
 * reports something includes it. The language is the one global that the house allows besides the log.
 */
#ifndef TESLIM_MESSAGE_H
#define TESLIM_MESSAGE_H

#include <stdio.h>
#include "teslim/base.h"

enum language { LANGUAGE_TURKISH, LANGUAGE_ENGLISH };

enum message {
	MSG_NONE,
#define MESSAGE(name, tr, en) MSG_##name,
#include "teslim/messages/messages.def"
#undef MESSAGE
	MSG_COUNT
};

#define MESSAGE(name, tr, en) \
	static const char msg_tr_##name[] __attribute__((unused)) = tr; \
	static const char msg_en_##name[] __attribute__((unused)) = en;
#include "teslim/messages/messages.def"
#undef MESSAGE

/* The language of screens; reports pass their own to message_in. */
void message_set_language(enum language language);
enum language message_language(void);

/* The bare text of a message in the current language (a static string; a format when it takes arguments). */
const char *message_text(enum message message);
const char *message_text_in(enum language language, enum message message);

/* Formats into out, cut at a UTF-8 boundary. Use say()/say_in(), which check the arguments in both languages. */
int message_format(char *out, size_t size, enum language language, enum message message, ...);
/* For messages chosen at run time whose only argument is one text (findings, error sentences). */
int message_format_detail(char *out, size_t size, enum language language, int message, const char *detail);
/* The sentence for a person of an error: its own message, or the general one of its code. */
int message_err(char *out, size_t size, const struct err *err);

#define say_in(out, size, language, name, ...)                              \
	((void)sizeof(snprintf((out), (size), msg_tr_##name, ##__VA_ARGS__)), \
	 (void)sizeof(snprintf((out), (size), msg_en_##name, ##__VA_ARGS__)), \
	 message_format((out), (size), (language), MSG_##name, ##__VA_ARGS__))
#define say(out, size, name, ...) say_in(out, size, message_language(), name, ##__VA_ARGS__)
/* The text of a message without arguments, in the current language. */
#define tell(name) message_text(MSG_##name)

#endif
