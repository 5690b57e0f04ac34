/*
 * base: what every room stands on: error values, checked memory, a growing string, the log,
 * the clock seam, hex and base64. Knows no other room and no foreign library but libc.
 */
#ifndef TESLIM_BASE_H
#define TESLIM_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "teslim/message_ids.h"

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* What went wrong, for branching. The words for a person come from the message catalogue. */
enum code {
	OK = 0,
	ERR_MEMORY,      /* out of memory */
	ERR_IO,          /* read, write, flush or close failed */
	ERR_FULL,        /* no space left */
	ERR_PERMISSION,  /* not allowed, read-only */
	ERR_NOT_FOUND,   /* no such file, row, reader, setting */
	ERR_EXISTS,      /* already there, duplicate */
	ERR_SYNTAX,      /* malformed input */
	ERR_RANGE,       /* value outside what is allowed */
	ERR_LIMIT,       /* larger than the cap set for hostile input */
	ERR_ENCODING,    /* not UTF-8, undefined byte of a code page */
	ERR_VERSION,     /* from a newer or unknown version */
	ERR_BUSY,        /* held by another process */
	ERR_CORRUPT,     /* damaged: checksum, chain, database */
	ERR_REFUSED,     /* a rule says no */
	ERR_TIMEOUT,     /* did not answer in time */
	ERR_GONE,        /* card pulled, peer closed, terminal hung up */
	ERR_UNSUPPORTED, /* understood, but not something we do */
	ERR_USAGE,       /* wrong arguments */
	ERR_CRYPTO,      /* the crypto library failed or a signature is wrong */
	ERR_NETWORK,     /* could not connect */
	ERR_INTERNAL     /* a bug of ours: state that must not happen */
};

/*
 * An error as a value. `code` is for branching, `native` is errno or a foreign code, `where` a static
 * string naming the operation, `message` the catalogue entry that tells it to a person (MSG_NONE: the general
 * sentence of the code; it takes `detail` as its only argument), `detail` the thing it failed on.
 */
struct err {
	enum code code;
	long native;
	const char *where;
	enum message message;
	char detail[160];
};

/* Fills *err (may be NULL) and returns code. detail is printf-formatted and cut to fit. */
enum code err_set(struct err *err, enum code code, long native, const char *where, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* The same with a catalogue message for the person. */
enum code err_tell(struct err *err, enum code code, enum message message, const char *where, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Fills *err from errno_value (ENOSPC -> ERR_FULL, EACCES/EROFS -> ERR_PERMISSION, ...); returns the code. */
enum code err_errno(struct err *err, int errno_value, const char *where, const char *detail);
/* The name of a code for logs, "ERR_FULL". Never NULL. */
const char *err_code_name(enum code code);

/* ---- memory: never NULL. Out of memory calls the hook (which restores the terminal), says so on stderr, exits 2. */
void *mem_alloc(size_t size);                               /* zeroed */
void *mem_resize(void *pointer, size_t count, size_t size); /* count*size overflow is out of memory */
char *mem_string(const char *text);
char *mem_string_n(const char *text, size_t length);
void mem_free(void *pointer);
void mem_wipe(void *pointer, size_t size); /* zeroes what the compiler may not skip */
void mem_set_last_words(void (*hook)(void));

/* ---- a growing byte string, always NUL-terminated; zero-initialise with {0}; free with str_clear. */
struct str {
	char *data; /* NULL while empty; use str_text to read */
	size_t length;
	size_t room;
};
void str_clear(struct str *str);
void str_reset(struct str *str); /* empties, keeps the memory */
void str_add(struct str *str, const char *text);
void str_add_n(struct str *str, const void *bytes, size_t length);
void str_add_char(struct str *str, char byte);
void str_printf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_vprintf(struct str *str, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
const char *str_text(const struct str *str); /* never NULL */
char *str_take(struct str *str);             /* the caller owns the result; str is empty after */
/* Appends text as a JSON string with quotes; text must be UTF-8. NULL becomes null. */
void str_add_json(struct str *str, const char *text);

/* Copies text to a fixed field, cut at a UTF-8 boundary; returns false when it was cut. */
bool copy_text(char *out, size_t size, const char *text);

/*
 * A whole number as somebody types it: digits, perhaps behind "-", and nothing else, neither blanks nor letters behind it.
 * False, with *out as it was, when it is none or lies outside of low to high.
 */
bool number_parse(int64_t *out, const char *text, int64_t low, int64_t high);

/* ---- hex and base64 (RFC 4648), percent codes (RFC 3986 2.1) */
void hex_encode(char *out, const void *bytes, size_t length);   /* 2*length+1 bytes, lower case */
bool hex_decode(uint8_t *out, size_t length, const char *text); /* exactly 2*length digits */
void base64_encode(struct str *out, const void *bytes, size_t length);
/* Strict decoding, padding required; returns false on anything else or when over size. */
bool base64_decode(uint8_t *out, size_t size, size_t *length, const char *text, size_t text_length);
/* What stands as it is in an encoded text; all else, and % itself, as %XX. */
enum percent_plain {
	PERCENT_LINE, /* all but control characters: a value to the end of its line */
	PERCENT_WORD, /* nor blanks: a value among others in a line */
	PERCENT_ASCII /* nor letters beyond ASCII: a line between processes */
};
void percent_encode(struct str *out, const char *text, enum percent_plain plain);
/* Decodes the first `length` bytes of text onto out; false, with out as it was, on what percent_encode never writes. */
bool percent_decode(struct str *out, const char *text, size_t length);

/* ---- the clock: the one place that asks for the time. Times are seconds since 1970 UTC. */
struct civil {
	int year, month, day, hour, minute, second, weekday; /* weekday 0 = Monday */
};
int64_t clock_now(void);            /* honours clock_fix */
int64_t clock_monotonic_ms(void);   /* for time-outs; not affected by clock_fix */
void clock_fix(int64_t now);        /* tests: freeze; 0 thaws. The environment TESLIM_NOW (ISO time) does it too */
void clock_set_offset(int minutes); /* minutes east of UTC for display; Türkiye +180 all year since 2016 */
int clock_offset(void);
struct civil clock_civil(int64_t time);              /* local civil time by the offset */
int64_t clock_from_civil(const struct civil *civil); /* inverse, local to UTC */
#define CLOCK_TEXT 32
void clock_iso(char out[CLOCK_TEXT], int64_t time); /* 2026-11-23T14:05:00+03:00 */
bool clock_parse(int64_t *time, const char *text);  /* the above, also with Z, also a bare date */
/* Turkish usage in both languages: 23.11.2026, 23.11.2026 14:05, 14:05 */
void clock_date(char out[CLOCK_TEXT], int64_t time);
void clock_minute(char out[CLOCK_TEXT], int64_t time);
void clock_hour(char out[CLOCK_TEXT], int64_t time);

/* ---- ids and log */
bool random_bytes(void *out, size_t size); /* getrandom */
enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };
/* Opens the log (NULL: stderr). Until then lines go to stderr. Personal data must be masked by the caller. */
bool log_open(const char *path);
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_err(enum log_level level, const struct err *err);

/* ---- files: whole, bounded, checked */
/* Reads at most limit bytes; ERR_LIMIT when larger. *out is NUL-terminated beyond *length; caller frees. */
enum code file_read(const char *path, size_t limit, char **out, size_t *length, struct err *err);
/*
 * Whether path, or the folder that it would be made in, lies on a file system that several machines share; kind gets its
 * name ("nfs", "fuse.sshfs"). False also when it cannot be looked at.
 */
bool file_on_network(const char *path, char *kind, size_t size);
/* Writes to a temporary file beside path, flushes, renames, flushes the folder. */
enum code file_write(const char *path, const void *bytes, size_t length, unsigned mode, struct err *err);

#endif
