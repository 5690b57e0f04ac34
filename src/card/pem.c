/*
 * card/pem: PEM text where DER is expected, as some cards hold it. Knows no card.
 */
#include "reading.h"

#include <string.h>

static const char pem_begin[] = "-----BEGIN CERTIFICATE-----";
static const char pem_end[] = "-----END CERTIFICATE-----";

bool
pem_is_start(struct span bytes)
{
	return bytes.length >= 11 && memcmp(bytes.data, "-----BEGIN ", 11) == 0;
}

static const uint8_t *
find_text(struct span in, const char *text)
{
	return memmem(in.data, in.length, text, strlen(text));
}

/* The letters between the two lines, without line ends and blanks. */
static bool
collect_letters(struct arena *arena, struct span body, struct span *letters)
{
	uint8_t *out = arena_take(arena, body.length);
	size_t length = 0;

	if (out == NULL)
		return false;
	for (size_t i = 0; i < body.length; i++)
		if (body.data[i] > ' ')
			out[length++] = body.data[i];
	*letters = (struct span){out, length};
	return true;
}

bool
pem_decode(struct arena *arena, struct span text, struct span *der)
{
	const uint8_t *begin = find_text(text, pem_begin);
	size_t mark = arena_mark(arena);
	struct span body, letters;
	const uint8_t *end;
	uint8_t *bytes;
	size_t length = 0;

	*der = (struct span){0};
	if (begin == NULL)
		return false;
	body = span_from(text, (size_t)(begin - text.data) + sizeof pem_begin - 1);
	end = find_text(body, pem_end);
	if (end == NULL)
		return false;
	body.length = (size_t)(end - body.data);
	bytes = arena_take(arena, body.length);
	if (bytes == NULL || !collect_letters(arena, body, &letters) ||
		!base64_decode(bytes, body.length, &length, (const char *)letters.data, letters.length)) {
		arena_back(arena, mark);
		return false;
	}
	*der = (struct span){bytes, length};
	if (!der_trim_certificate(der)) {
		arena_back(arena, mark);
		*der = (struct span){0};
		return false;
	}
	return true;
}
