/*
 * card/reading: keeps what one look at a card has found (see reading.h). Knows no file layout and no PC/SC.
 */
#include "reading.h"

#include <string.h>

#include "subject.h"

void
reading_init(struct reading *reading, const struct sink *sink)
{
	*reading = (struct reading){.sink = *sink};
	wire_init(&reading->wire);
	arena_init(&reading->arena, ARENA_SIZE);
}

void
reading_clear(struct reading *reading)
{
	wire_clear(&reading->wire);
	arena_clear(&reading->arena);
}

void
reading_restart(struct reading *reading)
{
	reading->wire.broken = FAULT_NONE;
	reading->wire.no_fci = false;
	wire_forget_selection(&reading->wire);
	reading->unreadable = reading->seen = reading->persons = 0;
	reading->left_out = false;
	reading->saw_akis = reading->saw_pkcs15 = reading->saw_isoapplet = reading->saw_piv = false;
	reading->saw_protected = reading->saw_truncated = reading->saw_other = reading->saw_limit = false;
	reading->saw_odd = false;
}

bool
reading_is_over(const struct reading *reading)
{
	return reading->enough || reading->wire.broken != FAULT_NONE || reading->left_out;
}

static bool
is_told(const struct reading *reading, struct span der)
{
	for (int i = 0; i < reading->count; i++)
		if (span_equal(der, reading->found[i].data, reading->found[i].length))
			return true;
	return false;
}

static bool
is_authority(struct span der)
{
	struct subject subject;

	return subject_read(&subject, der) && subject.is_authority;
}

static void
take(struct reading *reading, const char *family, const char *label, struct span id, struct span der)
{
	bool is_person = !is_authority(der);

	reading->seen++;
	if (reading->family == NULL || (is_person && reading->persons == 0))
		reading->family = family;
	if (is_person)
		reading->persons++;
	if (is_told(reading, der))
		return;
	if (reading->count == READING_CERTIFICATES_MAX) {
		reading->left_out = true;
		return;
	}
	reading->found[reading->count++] = der;
	reading->sink.certificate(reading->sink.context, family, label, id, der);
	if (reading->want[0] != '\0' && subject_is_wanted(der, reading->want, reading->now))
		reading->want_found = true;
	if (reading->first_only || reading->want_found)
		reading->enough = true;
}

void
reading_note(struct reading *reading, enum content content, const char *family, const char *label, struct span id, struct span der)
{
	if (content == CONTENT_CERTIFICATE && der.length > READING_CERTIFICATE_MAX)
		content = CONTENT_LIMIT;
	switch (content) {
	case CONTENT_CERTIFICATE:
		take(reading, family, label, id, der);
		return;
	case CONTENT_NOTHING:
	case CONTENT_BROKEN:
		return;
	case CONTENT_PROTECTED:
		reading->saw_protected = true;
		break;
	case CONTENT_TRUNCATED:
		reading->saw_truncated = true;
		break;
	case CONTENT_OTHER:
		reading->saw_other = true;
		break;
	case CONTENT_LIMIT:
		reading->saw_limit = true;
		break;
	case CONTENT_ODD:
		reading->saw_odd = true;
		break;
	}
	reading->unreadable++;
}
