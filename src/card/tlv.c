/*
 * card/tlv: bounds-checked reading of tag-length-value structures (see tlv.h). Knows no card.
 */
#include "tlv.h"

#include <string.h>

/*
 * Three bytes of length are 16 MB, more than any card holds: a fourth is a lie or a fault. No certificate with a key
 * and a signature fits into less than 128 bytes.
 */
enum { LENGTH_BYTES_MAX = 3, TAG_BYTES_MAX = 3, CERTIFICATE_LEAST = 128 };

struct span
span_from(struct span span, size_t offset)
{
	if (offset >= span.length)
		return (struct span){span.data, 0};
	return (struct span){span.data + offset, span.length - offset};
}

bool
span_equal(struct span span, const void *bytes, size_t length)
{
	return span.length == length && (length == 0 || memcmp(span.data, bytes, length) == 0);
}

static enum tlv_result
take_tag(struct span in, unsigned *tag, size_t *at)
{
	*tag = in.data[0];
	*at = 1;
	if ((in.data[0] & 0x1F) != 0x1F)
		return TLV_OK;
	do {
		if (*at == in.length)
			return TLV_CUT;
		if (*at == TAG_BYTES_MAX)
			return TLV_BAD;
		*tag = *tag << 8 | in.data[*at];
	} while ((in.data[(*at)++] & 0x80) != 0);
	return TLV_OK;
}

static enum tlv_result
take_length(struct span in, size_t *length, size_t *at)
{
	size_t count;

	if (*at == in.length)
		return TLV_CUT;
	*length = in.data[(*at)++];
	if (*length < 0x80)
		return TLV_OK;
	count = *length & 0x7F;
	if (count == 0 || count > LENGTH_BYTES_MAX)
		return TLV_BAD;
	*length = 0;
	for (; count > 0; count--) {
		if (*at == in.length)
			return TLV_CUT;
		*length = *length << 8 | in.data[(*at)++];
	}
	return TLV_OK;
}

/*
 * Lengths are compared by subtraction from what is left, never by adding to a place: a sum that wraps round is the
 * oldest fault of such parsers (OpenSC's list of CVEs). 00 and FF end a list, for that is how files on cards are
 * padded.
 */
enum tlv_result
tlv_next(struct span *in, struct tlv *out)
{
	size_t at = 0, length = 0;
	enum tlv_result result;

	*out = (struct tlv){0};
	if (in->length == 0 || in->data[0] == 0x00 || in->data[0] == 0xFF)
		return TLV_END;
	result = take_tag(*in, &out->tag, &at);
	if (result == TLV_OK)
		result = take_length(*in, &length, &at);
	if (result != TLV_OK)
		return result;
	out->total = at + length; /* at most 6 + 2^24 */
	if (length > in->length - at)
		return TLV_CUT;
	out->value = (struct span){in->data + at, length};
	*in = (struct span){in->data + at + length, in->length - at - length};
	return TLV_OK;
}

size_t
tlv_skip_padding(struct span *in)
{
	size_t count = 0;

	while (count < in->length && (in->data[count] == 0x00 || in->data[count] == 0xFF))
		count++;
	*in = span_from(*in, count);
	return count;
}

bool
tlv_find(struct span in, unsigned tag, struct tlv *out)
{
	while (tlv_next(&in, out) == TLV_OK)
		if (out->tag == tag)
			return true;
	return false;
}

/* DER has one form for each length, the shortest; another one is no certificate that was ever signed. */
size_t
der_sequence_length(struct span head)
{
	static const size_t least[] = {0, 0x80, 0x100, 0x10000};
	size_t at = 1, length = 0, count;

	if (head.length < 2 || head.data[0] != 0x30)
		return 0;
	if (take_length(head, &length, &at) != TLV_OK)
		return 0;
	count = at - 2;
	if (length < least[count])
		return 0;
	return at + length;
}

bool
der_is_certificate(struct span bytes)
{
	struct tlv outer, inner;
	struct span in = bytes;

	if (bytes.length < CERTIFICATE_LEAST || der_sequence_length(bytes) != bytes.length)
		return false;
	if (tlv_next(&in, &outer) != TLV_OK || in.length != 0)
		return false;
	in = outer.value;
	if (tlv_next(&in, &inner) != TLV_OK || inner.tag != 0x30)
		return false;
	if (tlv_next(&in, &inner) != TLV_OK || inner.tag != 0x30)
		return false;
	return tlv_next(&in, &inner) == TLV_OK && inner.tag == 0x03 && in.length == 0;
}

bool
der_trim_certificate(struct span *bytes)
{
	size_t length = der_sequence_length(*bytes);
	struct span front = {bytes->data, length};

	if (length == 0 || length > bytes->length || !der_is_certificate(front))
		return false;
	*bytes = front;
	return true;
}
