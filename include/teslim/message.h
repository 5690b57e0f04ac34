/*
 * message: the catalogue's door. Part of the room `text`; a header of its own because every room that
 * reports something includes it. The language is the one global that the house allows besides the log.
 */
#ifndef TESLIM_MESSAGE_H
#define TESLIM_MESSAGE_H

#include <stdio.h>
#include "teslim/base.h"
#include "teslim/message_ids.h"

enum language { LANGUAGE_TURKISH, LANGUAGE_ENGLISH };

/* What a message takes, in both languages: say() checks its arguments against it. */
#define MESSAGE_ID(name, arguments) static const char msg_arguments_##name[] __attribute__((unused)) = "." arguments;
#include "teslim/message_ids.def"
#undef MESSAGE_ID

/* The language of screens; reports pass their own to message_in. */
void message_set_language(enum language language);
enum language message_language(void);

/* The bare text of a message in the current language (a static string; a format when it takes arguments). */
const char *message_text(enum message message);
const char *message_text_in(enum language language, enum message message);

/* Formats into out, cut at a UTF-8 boundary. Use say()/say_in(), which check the arguments. */
int message_format(char *out, size_t size, enum language language, enum message message, ...);
/* For messages chosen at run time whose only argument is one text (findings, error sentences). */
int message_format_detail(char *out, size_t size, enum language language, enum message message, const char *detail);
/* The sentence for a person of an error: its own message, or the general one of its code. */
int message_err(char *out, size_t size, const struct err *err);
/*
 * The fact of a sentence without the thing it is about and without advice, as one says it on the telephone: what stands
 * before its hole, without the mark at the end ("Diskte yer kalmadı"); of a sentence without a hole all up to its last mark.
 */
void message_plain(char *out, size_t size, enum language language, enum message message);
/* The same of an error, whose message message_err would take. */
void message_plain_err(char *out, size_t size, const struct err *err);

#define say_in(out, size, language, name, ...) \
	((void)sizeof(snprintf((out), (size), msg_arguments_##name, ##__VA_ARGS__)), \
		message_format((out), (size), (language), MSG_##name, ##__VA_ARGS__))
#define say(out, size, name, ...) say_in(out, size, message_language(), name, ##__VA_ARGS__)
/* The text of a message without arguments, in the current language. */
#define tell(name) message_text(MSG_##name)

#endif
