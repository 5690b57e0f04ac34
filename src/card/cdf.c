/*
 * card/cdf: takes the records of a PKCS#15 certificate directory apart. Nothing is selected or read here; paths and
 * lengths come from the card and are bounded.
 */
#include "cdf.h"

#include <string.h>

enum { TAG_OCTETS = 0x04, TAG_INTEGER = 0x02, TAG_UTF8 = 0x0C, TAG_BITS = 0x03 };

static bool
take_number(struct span value, size_t *number)
{
	*number = 0;
	if (value.length == 0 || value.length > 4 || (value.data[0] & 0x80) != 0)
		return false;
	for (size_t i = 0; i < value.length; i++)
		*number = *number << 8 | value.data[i];
	return *number <= 0x7FFF;
}

/* Path ::= SEQUENCE { OCTET STRING, INTEGER index OPTIONAL, [0] length OPTIONAL } */
bool
cdf_take_path(struct span sequence, struct path *path)
{
	struct tlv part;

	*path = (struct path){0};
	if (tlv_next(&sequence, &part) != TLV_OK || part.tag != TAG_OCTETS)
		return false;
	if (part.value.length < 2 || part.value.length > PATH_MAX_BYTES || part.value.length % 2 != 0)
		return false;
	memcpy(path->bytes, part.value.data, part.value.length);
	path->length = part.value.length;
	while (tlv_next(&sequence, &part) == TLV_OK) {
		if (part.tag == TAG_INTEGER && !take_number(part.value, &path->index))
			return false;
		if (part.tag == 0x80 && !take_number(part.value, &path->size))
			return false;
	}
	return true;
}

static void
take_common(struct span attributes, struct record *record)
{
	struct tlv part;

	while (tlv_next(&attributes, &part) == TLV_OK) {
		if (part.tag == TAG_UTF8 && record->label[0] == '\0') {
			size_t length = part.value.length < READING_LABEL_MAX - 1 ? part.value.length : READING_LABEL_MAX - 1;
			memcpy(record->label, part.value.data, length);
			record->label[length] = '\0';
		}
		if (part.tag == TAG_BITS && part.value.length == 2)
			record->is_private = (part.value.data[1] & 0x80) != 0;
	}
}

/* [0] direct: the certificate under an explicit tag, or its body under an implicit one. */
static struct span
take_direct(struct arena *arena, struct span value)
{
	struct span in = value;
	struct tlv first;
	uint8_t *bytes;
	size_t head;

	if (tlv_next(&in, &first) != TLV_OK || first.tag != TAG_SEQUENCE)
		return (struct span){0};
	if (in.length == 0 || der_trim_certificate(&value))
		return value;
	head = value.length < 0x80 ? 2 : value.length < 0x100 ? 3 : 4;
	if (value.length > READING_CERTIFICATE_MAX)
		return (struct span){0};
	bytes = arena_take(arena, head + value.length);
	if (bytes == NULL)
		return (struct span){0};
	bytes[0] = TAG_SEQUENCE;
	bytes[1] = (uint8_t)(head == 2 ? value.length : 0x80 | (head - 2));
	for (size_t i = 2; i < head; i++)
		bytes[i] = (uint8_t)(value.length >> 8 * (head - 1 - i));
	memcpy(bytes + head, value.data, value.length);
	return (struct span){bytes, head + value.length};
}

/* SEQUENCE { common, SEQUENCE { id, .. }, [0].. , [1] { SEQUENCE { path | [0] direct, .. } } } */
bool
cdf_take_record(struct arena *arena, struct span in, struct record *record)
{
	struct tlv common, attributes, type, value, part;

	*record = (struct record){0};
	if (tlv_next(&in, &common) != TLV_OK || common.tag != TAG_SEQUENCE)
		return false;
	take_common(common.value, record);
	if (tlv_next(&in, &attributes) != TLV_OK || attributes.tag != TAG_SEQUENCE)
		return false;
	if (tlv_find(attributes.value, TAG_OCTETS, &part))
		record->id =
			(struct span){part.value.data, part.value.length < READING_ID_MAX ? part.value.length : READING_ID_MAX};
	if (!tlv_find(in, 0xA1, &type) || !tlv_find(type.value, TAG_SEQUENCE, &value))
		return false;
	in = value.value;
	if (tlv_next(&in, &part) != TLV_OK)
		return false;
	if (part.tag == 0xA0) {
		record->direct = take_direct(arena, part.value);
		return record->direct.length > 0;
	}
	return part.tag == TAG_SEQUENCE && cdf_take_path(part.value, &record->path);
}

/* A record has its type under [1]; a list of records has not. */
bool
cdf_is_record(struct span body)
{
	struct tlv type;

	return tlv_find(body, 0xA1, &type);
}

/* Some cards put all their records into one more SEQUENCE. */
bool
cdf_is_list(struct span body)
{
	struct tlv first;

	return !cdf_is_record(body) && tlv_next(&body, &first) == TLV_OK && first.tag == TAG_SEQUENCE &&
		cdf_is_record(first.value);
}
