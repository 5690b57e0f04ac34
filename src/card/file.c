/*
 * card/file: reads transparent files. The DER length at the front of a certificate is the only truth about how long
 * it is; what directories and FCI say is only ever an upper bound. Knows no layout.
 */
#include "reading.h"

#include <string.h>

enum { PEM_MAX = READING_CERTIFICATE_MAX / 3 * 4 + 4096, TBS_SEQUENCE = 0x30, HEAD_LEAST = 11 /* of PEM; DER needs 5 */ };

static enum content
content_of(enum answer answer)
{
	switch (answer) {
	case ANSWER_OK:
	case ANSWER_END:
	case ANSWER_ABSENT:
		return CONTENT_NOTHING;
	case ANSWER_PROTECTED:
		return CONTENT_PROTECTED;
	case ANSWER_REFUSED:
		return CONTENT_OTHER;
	case ANSWER_BROKEN:
		return CONTENT_BROKEN;
	}
	return CONTENT_OTHER;
}

static bool
is_padding(struct span bytes)
{
	for (size_t i = 0; i < bytes.length; i++)
		if (bytes.data[i] != bytes.data[0])
			return false;
	return bytes.length == 0 || bytes.data[0] == 0x00 || bytes.data[0] == 0xFF;
}

/*
 * Fills bytes from *have up to total by reading on at offset + *have. The card decides how large a piece is. The
 * answer is ANSWER_OK when all is there, or the one that ended it.
 */
static enum answer
read_on(struct reading *reading, size_t offset, uint8_t *bytes, size_t *have, size_t total)
{
	while (*have < total) {
		size_t got = 0;
		bool at_end = false;
		enum answer answer = wire_read(&reading->wire, offset + *have, total - *have, bytes + *have, &got, &at_end);
		if (answer != ANSWER_OK)
			return answer;
		*have += got;
		reading->sink.progress(reading->sink.context, *have, total);
		if (at_end && *have < total)
			return ANSWER_END;
	}
	return ANSWER_OK;
}

static enum content
read_pem(struct reading *reading, size_t offset, struct span head, struct span *der)
{
	uint8_t *text = arena_take(&reading->arena, PEM_MAX);
	size_t have = head.length;

	if (text == NULL)
		return CONTENT_LIMIT;
	memcpy(text, head.data, head.length);
	while (have < PEM_MAX && !pem_decode(&reading->arena, (struct span){text, have}, der)) {
		size_t before = have;
		size_t piece = PEM_MAX - have < reading->wire.chunk ? PEM_MAX - have : reading->wire.chunk;
		enum answer answer = read_on(reading, offset, text, &have, have + piece);
		if (answer == ANSWER_BROKEN)
			return CONTENT_BROKEN;
		if (answer != ANSWER_OK && have == before)
			return CONTENT_TRUNCATED;
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
read_head(struct reading *reading, size_t offset, uint8_t *first, size_t wanted, size_t *have, bool *at_end)
{
	enum answer answer;

	do {
		size_t got = 0;
		answer = wire_read(&reading->wire, offset + *have, wanted - *have, first + *have, &got, at_end);
		*have += got;
	} while (answer == ANSWER_OK && !*at_end && *have < HEAD_LEAST && *have < wanted);
	if (answer != ANSWER_END || *have == 0)
		return answer;
	*at_end = true;
	return ANSWER_OK;
}

enum content
file_read_certificate(struct reading *reading, size_t offset, size_t size, struct span *der)
{
	uint8_t first[WIRE_LE_MAX];
	size_t wanted = size > 0 && size < reading->wire.chunk ? size : reading->wire.chunk;
	size_t have = 0, total;
	bool at_end = false;
	enum answer answer = read_head(reading, offset, first, wanted, &have, &at_end);
	struct span head = {first, have};
	uint8_t *bytes;

	*der = (struct span){0};
	if (answer != ANSWER_OK || is_padding(head))
		return content_of(answer);
	if (pem_is_start(head))
		return read_pem(reading, offset, head, der);
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
	answer = at_end && have < total ? ANSWER_END : read_on(reading, offset, bytes, &have, total);
	if (answer == ANSWER_BROKEN)
		return CONTENT_BROKEN;
	if (answer != ANSWER_OK)
		return CONTENT_TRUNCATED;
	*der = (struct span){bytes, total};
	return der_is_certificate(*der) ? CONTENT_CERTIFICATE : CONTENT_OTHER;
}

bool
stream_open(struct stream *stream, struct reading *reading, size_t first, size_t room)
{
	*stream = (struct stream){.reading = reading, .first = first, .room = room};
	stream->bytes = arena_take(&reading->arena, room);
	return stream->bytes != NULL;
}

bool
stream_more(struct stream *stream)
{
	size_t wanted = stream->length == 0 ? stream->first : stream->reading->wire.chunk;
	size_t got = 0;
	bool at_end = true;

	if (wanted > stream->room - stream->length)
		wanted = stream->room - stream->length;
	if (stream->at_end || wanted == 0)
		return false;
	if (wire_read(&stream->reading->wire, stream->length, wanted, stream->bytes + stream->length, &got, &at_end) !=
		ANSWER_OK)
		stream->at_end = true;
	stream->length += got;
	stream->at_end = stream->at_end || at_end;
	return got > 0;
}
