/*
 * card/piv: certificates of a PIV card (NIST SP 800-73): data objects by tag, the signature certificate first, gzip
 * with a cap. Knows nothing of other layouts.
 */
#include "families.h"

#include <string.h>
#include <zlib.h>

enum { OBJECT_MAX = READING_CERTIFICATE_MAX + 64, INFLATE_MAX = 64 * 1024, TRIES = 2, TAG_CERTIFICATE = 0x70, TAG_INFO = 0x71 };

static const uint8_t application[] = {0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00};

struct slot {
	unsigned tag;
	const char *label;
	uint8_t key; /* key reference, told as id */
};

static const struct slot slots[] = {
	{0x5FC10A, "Digital Signature", 0x9C},
	{0x5FC105, "PIV Authentication", 0x9A},
	{0x5FC10B, "Key Management", 0x9D},
	{0x5FC101, "Card Authentication", 0x9E},
};

static voidpf
take_for_zlib(voidpf opaque, uInt items, uInt size)
{
	return arena_take(opaque, (size_t)items * size);
}

static void
leave_for_zlib(voidpf opaque, voidpf address)
{
	(void)opaque; /* the arena goes as a whole */
	(void)address;
}

static enum content
inflate_certificate(struct reading *reading, struct span packed, struct span *der)
{
	z_stream stream = {.zalloc = take_for_zlib, .zfree = leave_for_zlib, .opaque = &reading->arena};
	uint8_t *out = arena_take(&reading->arena, INFLATE_MAX);
	int result;

	if (out == NULL || inflateInit2(&stream, 15 + 32) != Z_OK)
		return CONTENT_LIMIT;
	stream.next_in = (z_const Bytef *)(uintptr_t)packed.data;
	stream.avail_in = (uInt)packed.length;
	stream.next_out = out;
	stream.avail_out = INFLATE_MAX;
	result = inflate(&stream, Z_FINISH);
	*der = (struct span){out, INFLATE_MAX - stream.avail_out};
	inflateEnd(&stream);
	if (result == Z_STREAM_END)
		return der->length > READING_CERTIFICATE_MAX ? CONTENT_LIMIT : CONTENT_CERTIFICATE;
	if (result == Z_BUF_ERROR || result == Z_OK)
		return stream.avail_out == 0 ? CONTENT_LIMIT : CONTENT_TRUNCATED;
	return result == Z_MEM_ERROR ? CONTENT_LIMIT : CONTENT_OTHER;
}

/* 53 { 70 certificate, 71 info, FE }; the wrapper is missing on some cards. */
static enum content
unwrap(struct reading *reading, struct span object, struct span *der)
{
	struct tlv part, info;
	struct span in = object;
	enum content content = CONTENT_CERTIFICATE;
	enum tlv_result result = tlv_next(&in, &part);

	if (result == TLV_CUT)
		return CONTENT_TRUNCATED;
	if (result != TLV_OK)
		return result == TLV_END ? CONTENT_NOTHING : CONTENT_OTHER;
	if (part.tag == 0x53 && part.value.length == 0)
		return CONTENT_NOTHING;
	in = part.tag == 0x53 ? part.value : object;
	if (!tlv_find(in, TAG_CERTIFICATE, &part))
		return CONTENT_OTHER;
	if (part.value.length == 0)
		return CONTENT_NOTHING;
	*der = part.value;
	/* The magic decides; a flag on bare DER is a common slip. */
	if (part.value.length >= 2 && part.value.data[0] == 0x1F && part.value.data[1] == 0x8B)
		content = inflate_certificate(reading, part.value, der);
	else if (tlv_find(in, TAG_INFO, &info) && info.value.length == 1 && (info.value.data[0] & 1) != 0 &&
		der_sequence_length(part.value) == 0)
		content = inflate_certificate(reading, part.value, der);
	/* What some issuers leave behind the certificate does no harm to it. */
	if (content == CONTENT_CERTIFICATE && !der_trim_certificate(der))
		content = der_sequence_length(*der) > der->length ? CONTENT_TRUNCATED : CONTENT_OTHER;
	return content;
}

/* Once more from the application's name on, where the answer says nothing about the object. */
static enum answer
get_object(struct reading *reading, unsigned tag, uint8_t *object, size_t *got)
{
	enum answer answer = wire_get_data(&reading->wire, tag, object, OBJECT_MAX, got);

	for (int i = 0; i < TRIES && (answer == ANSWER_REFUSED || answer == ANSWER_END) && wire_was_odd(&reading->wire); i++)
		if (wire_select_again(&reading->wire) == ANSWER_OK)
			answer = wire_get_data(&reading->wire, tag, object, OBJECT_MAX, got);
	return answer;
}

static enum content
read_slot(struct reading *reading, unsigned tag, struct span *der)
{
	uint8_t *object = arena_take(&reading->arena, OBJECT_MAX);
	size_t got = 0;

	*der = (struct span){0};
	if (object == NULL)
		return CONTENT_LIMIT;
	switch (get_object(reading, tag, object, &got)) {
	case ANSWER_OK:
		break;
	case ANSWER_END:
	case ANSWER_REFUSED:
		return wire_was_odd(&reading->wire) ? CONTENT_ODD : CONTENT_NOTHING;
	case ANSWER_ABSENT:
		return CONTENT_NOTHING;
	case ANSWER_PROTECTED:
		return CONTENT_PROTECTED;
	case ANSWER_BROKEN:
		return CONTENT_BROKEN;
	}
	reading->sink.progress(reading->sink.context, got, got);
	return unwrap(reading, (struct span){object, got}, der);
}

/* One certificate is enough of an employee card, unless a person's is sought. */
bool
piv_quick(struct reading *reading)
{
	if (wire_select(&reading->wire, 0x04, application, sizeof application) != ANSWER_OK)
		return false;
	reading->saw_piv = true;
	for (size_t i = 0; i < ARRAY_LENGTH(slots) && !reading_is_over(reading); i++) {
		struct span der;
		size_t mark = arena_mark(&reading->arena);
		enum content content = read_slot(reading, slots[i].tag, &der);
		reading_note(reading, content, CARD_FAMILY_PIV, slots[i].label, (struct span){&slots[i].key, 1}, der);
		if (content != CONTENT_CERTIFICATE)
			arena_back(&reading->arena, mark);
		if (reading->persons > 0 && reading->want[0] == '\0')
			break;
	}
	return true;
}
