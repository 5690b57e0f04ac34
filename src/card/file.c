/*
 * card/file: reads whole certificates and directories out of the selected file. The DER length at the front of a
 * certificate is the only truth about how long it is; what directories and FCI say is only ever an upper bound. Knows
 * no layout.
 */
#include "reading.h"

#include <string.h>

enum { PEM_MAX = READING_CERTIFICATE_MAX / 3 * 4 + 4096, TBS_SEQUENCE = 0x30, HEAD_LEAST = 11 /* of PEM; DER needs 5 */ };

/* What a file is whose first bytes could not be had. */
static enum content
content_of(const struct wire *wire, enum answer answer)
{
	switch (answer) {
	case ANSWER_OK:
	case ANSWER_END:
	case ANSWER_ABSENT:
		return CONTENT_NOTHING;
	case ANSWER_PROTECTED:
		return CONTENT_PROTECTED;
	case ANSWER_REFUSED: /* 6986 is a folder's own answer */
		return wire_was_odd(wire) && wire->sw != 0x6986 ? CONTENT_ODD : CONTENT_OTHER;
	case ANSWER_BROKEN:
		return CONTENT_BROKEN;
	}
	return CONTENT_OTHER;
}

/* What it is when the rest could not be had: an end is the card's word; no card refuses the middle of a file. */
static enum content
cut_short(enum answer answer)
{
	if (answer == ANSWER_BROKEN)
		return CONTENT_BROKEN;
	return answer == ANSWER_END ? CONTENT_TRUNCATED : CONTENT_ODD;
}

static bool
is_padding(struct span bytes)
{
	for (size_t i = 0; i < bytes.length; i++)
		if (bytes.data[i] != bytes.data[0])
			return false;
	return bytes.length == 0 || bytes.data[0] == 0x00 || bytes.data[0] == 0xFF;
}

/* Fills bytes from *have up to total. ANSWER_OK when all is there, or the answer that ended it. */
static enum answer
read_on(struct cursor *cursor, uint8_t *bytes, size_t *have, size_t total)
{
	const struct sink *sink = &cursor->reading->sink;

	while (*have < total) {
		size_t got = 0;
		bool at_end;
		enum answer answer = cursor_read(cursor, total - *have, MORE_MUST_FOLLOW, bytes + *have, &got, &at_end);
		if (answer != ANSWER_OK)
			return answer;
		*have += got;
		sink->progress(sink->context, *have, total);
	}
	return ANSWER_OK;
}

static enum content
read_pem(struct cursor *cursor, struct span head, struct span *der)
{
	struct reading *reading = cursor->reading;
	uint8_t *text = arena_take(&reading->arena, PEM_MAX);
	size_t have = head.length;

	if (text == NULL)
		return CONTENT_LIMIT;
	memcpy(text, head.data, head.length);
	while (have < PEM_MAX && !pem_decode(&reading->arena, (struct span){text, have}, der)) {
		size_t before = have;
		size_t piece = PEM_MAX - have < reading->wire.chunk ? PEM_MAX - have : reading->wire.chunk;
		enum answer answer = read_on(cursor, text, &have, have + piece);
		if (answer != ANSWER_OK && have == before)
			return cut_short(answer);
	}
	return have < PEM_MAX || der->length > 0 ? CONTENT_CERTIFICATE : CONTENT_LIMIT;
}

/* Does the body begin as a certificate's does? Spares reading a whole PKCS#7 or key. */
static bool
starts_like_certificate(struct span head, size_t total)
{
	struct span body = span_from(head, total < 0x80 + 2 ? 2 : total < 0x100 + 3 ? 3 : total < 0x10000 + 4 ? 4 : 5);

	return body.length == 0 || body.data[0] == TBS_SEQUENCE;
}

/* The first piece, and more when the card sends so little that nothing can be told from it. */
static enum answer
read_head(struct cursor *cursor, uint8_t *first, size_t wanted, size_t *have)
{
	enum answer answer;
	bool at_end = false;

	do {
		size_t got = 0;
		answer = cursor_read(cursor, wanted - *have, MORE_MUST_FOLLOW, first + *have, &got, &at_end);
		*have += got;
	} while (answer == ANSWER_OK && !at_end && *have < HEAD_LEAST && *have < wanted);
	return *have > 0 && answer != ANSWER_BROKEN ? ANSWER_OK : answer;
}

enum content
file_read_certificate(struct reading *reading, size_t offset, size_t size, struct span *der)
{
	uint8_t first[WIRE_LE_MAX];
	size_t wanted = size > 0 && size < reading->wire.chunk ? size : reading->wire.chunk;
	size_t have = 0, total;
	struct cursor cursor;
	enum answer answer;
	struct span head;
	uint8_t *bytes;

	*der = (struct span){0};
	cursor_open(&cursor, reading, offset);
	answer = read_head(&cursor, first, wanted, &have);
	head = (struct span){first, have};
	if (answer != ANSWER_OK || is_padding(head))
		return content_of(&reading->wire, answer);
	if (pem_is_start(head))
		return read_pem(&cursor, head, der);
	total = der_sequence_length(head);
	if (total == 0)
		return CONTENT_OTHER;
	if (!starts_like_certificate(head, total))
		return CONTENT_OTHER;
	if (total > READING_CERTIFICATE_MAX)
		return CONTENT_LIMIT;
	if (size > 0 && total > size)
		return CONTENT_TRUNCATED;
	bytes = arena_take(&reading->arena, total);
	if (bytes == NULL)
		return CONTENT_LIMIT;
	if (have > total)
		have = total;
	memcpy(bytes, first, have);
	reading->sink.progress(reading->sink.context, have, total);
	answer = read_on(&cursor, bytes, &have, total);
	if (answer != ANSWER_OK)
		return cut_short(answer);
	*der = (struct span){bytes, total};
	return der_is_certificate(*der) ? CONTENT_CERTIFICATE : CONTENT_OTHER;
}

bool
stream_open(struct stream *stream, struct reading *reading, size_t first, size_t room)
{
	*stream = (struct stream){.first = first, .room = room};
	cursor_open(&stream->cursor, reading, 0);
	stream->bytes = arena_take(&reading->arena, room);
	return stream->bytes != NULL;
}

bool
stream_more(struct stream *stream, enum follows follows)
{
	const struct wire *wire = &stream->cursor.reading->wire;
	size_t wanted = stream->length == 0 ? stream->first : wire->chunk;
	enum answer answer;
	size_t got = 0;
	bool at_end = true;

	if (wanted > stream->room - stream->length)
		wanted = stream->room - stream->length;
	if (stream->is_over || wanted == 0 || (stream->at_end && follows == MORE_MAY_FOLLOW))
		return false;
	answer = cursor_read(&stream->cursor, wanted, follows, stream->bytes + stream->length, &got, &at_end);
	stream->is_over = answer != ANSWER_OK;
	stream->is_odd = stream->length == 0 ? content_of(wire, answer) == CONTENT_ODD
					     : stream->is_over && cut_short(answer) == CONTENT_ODD;
	stream->length += got;
	stream->at_end = at_end;
	return got > 0;
}
