/*
 * text: UTF-8, cell width, Turkish casing, folding, order and name comparison by own tables, so that the result
 * is the same in every locale. Never asks the C library about letters. The message catalogue is message.h.
 */
#ifndef TESLIM_TEXT_H
#define TESLIM_TEXT_H

#include "teslim/base.h"

/*
 * Decodes one code point of a NUL-terminated text (RFC 3629: no overlong forms, no surrogates). Returns the bytes
 * taken; an invalid byte is taken alone and gives U+FFFD. At the end returns 0.
 */
size_t text_decode(const char *text, uint32_t *code_point);
/* Encodes into out (NUL-terminated); returns the bytes, 0 for a value that is no code point. */
size_t text_encode(char out[5], uint32_t code_point);
/* Whether length bytes are UTF-8 without NUL. */
bool text_is_valid(const char *text, size_t length);

/* Cells of a code point on a terminal: 0 combining and controls, 2 East Asian wide and emoji, else 1. */
int text_code_point_width(uint32_t code_point);
int text_width(const char *text);
/* Bytes of the first grapheme: a letter with the combining marks that follow it. For the cursor. */
size_t text_grapheme(const char *text);
/* Bytes of the longest beginning that fits in cells and ends between graphemes. */
size_t text_prefix(const char *text, int cells);
/*
 * Writes text to exactly `cells` cells: cut with an ellipsis ("…", or "." when ascii) or padded with blanks.
 * Controls become "?". out gets a NUL; size should be 4 * cells + 8. Returns the cells used, less when out is small.
 */
int text_fit(char *out, size_t size, const char *text, int cells, bool ascii);

/* Appends text composed (NFC for Latin letters below U+0250): S + U+0327 gives Ş, I + U+0307 gives İ. */
void text_compose(struct str *out, const char *text);
/* Turkish casing of composed text: I <-> ı, İ <-> i. */
uint32_t text_lower_code_point(uint32_t code_point);
uint32_t text_upper_code_point(uint32_t code_point);
void text_lower(struct str *out, const char *text);
void text_upper(struct str *out, const char *text);
/*
 * Match key (domain 6.3): composed, upper case, ç ğ ı İ ö ş ü â î û to their base letters, apostrophes and hyphens
 * gone or blank, blanks joined. Equal keys and unequal text is a difference to show, not to hide.
 */
void text_fold(struct str *out, const char *text);
/* Search key: the fold key in lower case ASCII where it is Latin; what an officer types in any casing finds. */
void text_loose(struct str *out, const char *text);
/* ASCII only, for terminals without UTF-8: ş -> s, unknown -> "?". Same number of cells for Latin letters. */
void text_ascii(struct str *out, const char *text);
/*
 * Appends what stands for a sign that a typesetter tells apart and a person does not: hyphens, quotes, spaces, ligatures, full
 * width, nothing for marks without a width. False: it is none of these.
 */
bool text_plain_sign(struct str *out, uint32_t code_point);
/* Whether every font that papers are set in has it: Latin, Greek and Cyrillic letters, and the signs of ordinary text. */
bool text_is_printable(uint32_t code_point);
/* Appends the ASCII letter of a Latin letter with an accent. False: there is none. */
bool text_bare_letter(struct str *out, uint32_t code_point);
/*
 * Appends a key whose bytes compare (memcmp) in Turkish dictionary order: a b c ç d ... ı i ... ö ... ş ... ü,
 * q w x in place, â î û as a i u with a secondary difference, capitals before small as the last one (domain 6.2).
 */
void text_sort_key(struct str *out, const char *text);
int text_compare(const char *left, const char *right);
/* Whether needle's loose key occurs in hay's. */
bool text_contains(const char *hay, const char *needle);
/* Compares keywords: ASCII letters without case, all other bytes exactly. For settings and options, never for names. */
bool text_equal_keyword(const char *left, const char *right);
/*
 * Takes one line of a data file, without comment and outer blanks; may change it. Returns NULL, or what in it is not
 * understood ("" for the line as a whole).
 */
typedef const char *text_line_reader(void *context, char *line);
/*
 * Gives every line of a data file to the reader: passes over a byte order mark, blank lines and comments ("#" at the
 * beginning or behind a blank); refuses NUL and what is not UTF-8. ERR_SYNTAX with `message`, whose argument is
 * "NAME:LINE: WHAT"; stops at the first such line.
 */
enum code text_read_lines(const char *name, const char *bytes, size_t length, enum message message, text_line_reader *reader,
	void *context, struct err *err);
/* The same for a file of at most `most` bytes. */
enum code text_read_file(const char *path, size_t most, enum message message, text_line_reader *reader, void *context,
	struct err *err);
/* Splits one line of a data file at "|" in place, trims the parts of blanks; returns how many, at most max. */
size_t text_columns(char *line, char **columns, size_t max);

/* How two spellings of a person's name differ (domain 6.3), from harmless to fatal. */
enum name_difference {
	NAME_SAME,            /* same letters after composing and Turkish upper case */
	NAME_SAME_FOLDED,     /* differs in Turkish letters, hyphens or blanks only: to be shown */
	NAME_ORDER,           /* the same words in another order */
	NAME_GIVEN_MISSING,   /* one side lacks a middle given name */
	NAME_SURNAME_DIFFERS, /* first given name equal, surname not: marriage, divorce */
	NAME_DIFFERENT
};
/*
 * Compares the register's given names and surname with one full name. Titles ("Dr.", "Prof.", "Uzm.") at the front
 * of the register's are passed over.
 */
enum name_difference text_compare_names(const char *given_names, const char *surname, const char *full_name);
/* The text behind leading titles; points into name. */
const char *text_skip_titles(const char *name);

#endif
