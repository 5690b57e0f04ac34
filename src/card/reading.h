/*
 * card/reading: one look at one card: the wire, the arena, what was found and what went wrong. The families
 * (akis.c, pkcs15.c, isoapplet.c, piv.c) fill it; where its findings go is two function pointers.
 */
#ifndef TESLIM_CARD_READING_H
#define TESLIM_CARD_READING_H

#include "arena.h"
#include "wire.h"

enum {
	READING_CERTIFICATES_MAX = 16,
	READING_CERTIFICATE_MAX = 32 * 1024,
	READING_LABEL_MAX = 96,
	READING_ID_MAX = 32,
	READING_WANT_MAX = 32,
	READING_RETRIES_MAX = 64 /* READs of one card that are tried again */
};

/* What stands in a place where a certificate might be. */
enum content {
	CONTENT_CERTIFICATE,
	CONTENT_NOTHING,   /* absent, empty or padding */
	CONTENT_PROTECTED, /* only after PIN or over secure messaging */
	CONTENT_TRUNCATED, /* begins like a certificate and ends too early */
	CONTENT_OTHER,     /* something else */
	CONTENT_LIMIT,     /* claims more than 32 kB */
	CONTENT_ODD,       /* the answers are none that a file gives: the reader's doing */
	CONTENT_BROKEN     /* the wire is dead */
};

struct sink {
	void *context;
	void (*progress)(void *context, size_t read, size_t total);
	void (*certificate)(void *context, const char *family, const char *label, struct span id, struct span der);
};

struct reading {
	struct wire wire;
	struct arena arena;
	struct sink sink;
	/* what is asked */
	char want[READING_WANT_MAX]; /* subject serialNumber; empty: everything */
	bool first_only;
	int64_t now;
	/* what was found */
	struct span found[READING_CERTIFICATES_MAX]; /* in the arena */
	int count;
	int seen;    /* in this attempt, those told before too */
	int persons; /* of those, the ones that are no authority's */
	bool want_found;
	bool enough;        /* nothing more needs to be read */
	int unreadable;     /* places that hold something that could not be read */
	bool left_out;      /* there is more than is read of any card */
	const char *family; /* of the first certificate that is a person's, or of the first; NULL: none */
	int retries;        /* READs that were tried again */
	int small_helped;   /* in a row, by asking for less */
	bool saw_akis, saw_pkcs15, saw_isoapplet, saw_piv; /* applications that opened */
	bool saw_protected, saw_truncated, saw_other, saw_limit, saw_odd;
};

void reading_init(struct reading *reading, const struct sink *sink);
void reading_clear(struct reading *reading);
/* After the card was reset by someone else: everything again, except certificates that were already told. */
void reading_restart(struct reading *reading);
/* Notes what a place held, and tells a certificate that was not told before. Label may be empty. */
void reading_note(struct reading *reading, enum content content, const char *family, const char *label, struct span id,
	struct span der);
/* Will nothing more be read: enough is known, or the wire is dead? */
bool reading_is_over(const struct reading *reading);

/*
 * The certificate at `offset` of the selected file, or from that record on: its DER length decides how much is read.
 * size is how much the directory says that there is (0: not said). PEM text is accepted. The bytes are in the arena.
 */
enum content file_read_certificate(struct reading *reading, size_t offset, size_t size, struct span *der);
/* Decodes the first PEM certificate in text. False: there is none that is whole. */
bool pem_decode(struct arena *arena, struct span text, struct span *der);
bool pem_is_start(struct span bytes);

/*
 * The selected file as a run of bytes, whichever way it is built: transparent, or of records that stand one behind the
 * other. An answer that says nothing about the file is asked for again: the file is selected anew, the same place read
 * in smaller pieces.
 */
struct cursor {
	struct reading *reading;
	size_t base;    /* where it begins: an offset, or in a file of records the number of the first */
	size_t at;      /* bytes that it has given */
	bool was_short; /* the last answer gave less than was asked for */
	bool by_record;
	unsigned record; /* the one at hand */
	uint8_t record_bytes[WIRE_LE_MAX];
	size_t record_length, record_at; /* what it holds, what of it was given */
};

void cursor_open(struct cursor *cursor, struct reading *reading, size_t base);
/* Whether more has to follow, since a structure is cut here, or only may. */
enum follows { MORE_MAY_FOLLOW, MORE_MUST_FOLLOW };
/*
 * The next bytes, at most `wanted`; *got may be less. Where more must follow, even an end of the
 * file is not believed at once. *at_end: the card says that this was the end.
 */
enum answer cursor_read(struct cursor *cursor, size_t wanted, enum follows follows, uint8_t *out, size_t *got, bool *at_end);

/* A file that is read only as far as it is needed: ODF, CDF and EF.DIR. */
struct stream {
	struct cursor cursor;
	uint8_t *bytes;
	size_t length, room;
	size_t first; /* Le of the first read */
	bool at_end;  /* as the card says; not believed in the middle of a structure */
	bool is_over;
	bool is_odd; /* it ended by an answer that no card gives */
};

bool stream_open(struct stream *stream, struct reading *reading, size_t first, size_t room);
/* Reads one more piece; false when there is no more, or no room. */
bool stream_more(struct stream *stream, enum follows follows);

#endif
