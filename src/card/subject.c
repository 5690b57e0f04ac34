/*
 * card/subject: commonName, serialNumber, validity and key usage of a certificate, by OID (see subject.h).
 */
#include "subject.h"

#include <string.h>

#include "teslim/text.h"

enum { KEY_USAGE_SIGNING = 0xC0, VERSION_TAG = 0xA0, EXTENSIONS_TAG = 0xA3, BMP_STRING = 0x1E, NAME_PARTS_MAX = 64 };

/* Text of a name attribute, made safe to show: controls and broken letters become '?'. */
static void
copy_shown(char *out, size_t size, const struct tlv *value)
{
	struct span bytes = value->value;
	struct str text = {0};
	char letter[5];

	if (value->tag == BMP_STRING) {
		for (size_t i = 0; i + 1 < bytes.length; i += 2)
			str_add(&text, text_encode(letter, (uint32_t)(bytes.data[i] << 8 | bytes.data[i + 1])) > 0 ? letter : "?");
	} else {
		for (size_t i = 0; i < bytes.length; i++) /* a NUL must not end the text early */
			str_add_char(&text, bytes.data[i] != 0 ? (char)bytes.data[i] : '?');
	}
	subject_clean(out, size, str_text(&text));
	str_clear(&text);
}

/* These lines go to a terminal: a name must not be able to move the cursor or turn the text of the next one. */
void
subject_clean(char *out, size_t size, const char *text)
{
	uint32_t code_point;
	size_t at = 0, length;
	char letter[5];

	while ((length = text_decode(text, &code_point)) > 0) {
		bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0xFFFD ||
			(code_point >= 0x2028 && code_point < 0x202F) || (code_point >= 0x2066 && code_point < 0x206A);
		size_t bytes = text_encode(letter, is_control ? '?' : code_point);
		if (bytes + 1 > size - at)
			break;
		memcpy(out + at, letter, bytes);
		at += bytes;
		text += length;
	}
	out[at] = '\0';
}

/* The value of the first attribute with the OID 2.5.4.last in a Name. */
static void
find_attribute(struct span name, uint8_t last, char *out, size_t size)
{
	const uint8_t oid[] = {0x55, 0x04, last};
	struct tlv set, pair, part;

	for (int i = 0; i < NAME_PARTS_MAX && tlv_next(&name, &set) == TLV_OK; i++) {
		struct span in = set.value;
		while (tlv_next(&in, &pair) == TLV_OK) {
			struct span inner = pair.value;
			if (tlv_next(&inner, &part) != TLV_OK || part.tag != 0x06 || !span_equal(part.value, oid, sizeof oid))
				continue;
			if (tlv_next(&inner, &part) == TLV_OK) {
				copy_shown(out, size, &part);
				return;
			}
		}
	}
}

static void
copy_time(char out[16], struct span *in)
{
	struct tlv time;

	if (tlv_next(in, &time) == TLV_OK && time.value.length < 16)
		memcpy(out, time.value.data, time.value.length);
}

static void
read_extension(struct subject *subject, struct span extension)
{
	static const uint8_t key_usage[] = {0x55, 0x1D, 0x0F}, basic_constraints[] = {0x55, 0x1D, 0x13};
	struct tlv oid, octets, inner, flag;
	struct span in = extension;

	if (tlv_next(&in, &oid) != TLV_OK || oid.tag != 0x06 || !tlv_find(in, 0x04, &octets))
		return;
	in = octets.value;
	if (tlv_next(&in, &inner) != TLV_OK)
		return;
	if (span_equal(oid.value, key_usage, sizeof key_usage) && inner.tag == 0x03 && inner.value.length >= 2)
		subject->key_usage = inner.value.data[1];
	if (span_equal(oid.value, basic_constraints, sizeof basic_constraints) && inner.tag == 0x30 &&
		tlv_find(inner.value, 0x01, &flag) && flag.value.length == 1)
		subject->is_authority = flag.value.data[0] != 0;
}

static void
read_extensions(struct subject *subject, struct span rest)
{
	struct tlv wrapper, list, extension;

	if (!tlv_find(rest, EXTENSIONS_TAG, &wrapper) || !tlv_find(wrapper.value, 0x30, &list))
		return;
	while (tlv_next(&list.value, &extension) == TLV_OK)
		read_extension(subject, extension.value);
}

/* tbsCertificate: [0] version, serial, algorithm, issuer, validity, subject, key, ... [3] extensions. */
bool
subject_read(struct subject *subject, struct span der)
{
	struct tlv part;
	struct span in = der;

	*subject = (struct subject){0};
	if (tlv_next(&in, &part) != TLV_OK || part.tag != 0x30)
		return false;
	in = part.value;
	if (tlv_next(&in, &part) != TLV_OK || part.tag != 0x30)
		return false;
	in = part.value;
	if (tlv_next(&in, &part) != TLV_OK)
		return false;
	if (part.tag == VERSION_TAG && tlv_next(&in, &part) != TLV_OK)
		return false;
	if (tlv_next(&in, &part) != TLV_OK || tlv_next(&in, &part) != TLV_OK || part.tag != 0x30)
		return false;
	find_attribute(part.value, 3, subject->issuer, sizeof subject->issuer);
	if (tlv_next(&in, &part) != TLV_OK || part.tag != 0x30)
		return false;
	copy_time(subject->not_before, &part.value);
	copy_time(subject->not_after, &part.value);
	if (tlv_next(&in, &part) != TLV_OK || part.tag != 0x30)
		return false;
	find_attribute(part.value, 3, subject->name, sizeof subject->name);
	find_attribute(part.value, 5, subject->number, sizeof subject->number);
	read_extensions(subject, in);
	return true;
}

/* Two digits at a time; the caller has seen that they are digits. */
static int
two_digits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

int64_t
subject_time(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	struct civil civil = {0};

	if ((digits != 12 && digits != 14) || strcmp(text + digits, "Z") != 0)
		return 0;
	if (digits == 14) {
		civil.year = two_digits(text) * 100;
		text += 2;
	} else {
		civil.year = two_digits(text) < 50 ? 2000 : 1900; /* RFC 5280 4.1.2.5.1 */
	}
	civil.year += two_digits(text);
	civil.month = two_digits(text + 2);
	civil.day = two_digits(text + 4);
	civil.hour = two_digits(text + 6);
	civil.minute = two_digits(text + 8);
	civil.second = two_digits(text + 10);
	return clock_from_civil(&civil) + (int64_t)clock_offset() * 60; /* the certificate's time is UTC */
}

/*
 * Only so much as tells when reading may stop: the whole judgement is the desk's, which verifies. A wrong answer here
 * costs time, never a wrong card.
 */
bool
subject_is_wanted(struct span der, const char *number, int64_t now)
{
	struct subject subject;

	if (!subject_read(&subject, der) || subject.is_authority || strcmp(subject.number, number) != 0)
		return false;
	if (subject.key_usage != 0 && (subject.key_usage & KEY_USAGE_SIGNING) == 0)
		return false;
	return subject_time(subject.not_after) >= now;
}
