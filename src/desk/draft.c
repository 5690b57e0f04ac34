/*
 * desk/draft: a handover in progress as text, to resume after a lost connection or a crash. What the card said is not
 * in it: the card is read again before anything that rests on it goes on. Nor is who the applicant is: the register says.
 */
#include "flow.h"

#include "teslim/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { DRAFT_MAX = 64 * 1024, COMPARED_EVERYTHING = 2 * COMPARED_NAME_BY_EYE - 1 };

struct draft_text {
	const char *key;
	size_t offset, size;
};

#define MEMBER(name, member) {name, offsetof(struct handover_flow, member), sizeof(((struct handover_flow *)0)->member)}

static const struct draft_text texts[] = {
	MEMBER("query", fields[FIELD_QUERY]),
	MEMBER("identity-number", fields[FIELD_IDENTITY_NUMBER]),
	MEMBER("identity-expiry", fields[FIELD_IDENTITY_EXPIRY]),
	MEMBER("identity-digits", fields[FIELD_IDENTITY_DIGITS]),
	MEMBER("second-officer", second_officer),
	MEMBER("card-serial", fields[FIELD_CARD_SERIAL]),
	MEMBER("reader-serial", fields[FIELD_READER_SERIAL]),
	MEMBER("note", fields[FIELD_NOTE]),
	MEMBER("document-number", identity.number),
	MEMBER("document-expiry", identity.expiry),
	MEMBER("document-id", identity.national_id),
	MEMBER("document-name", identity.name),
	MEMBER("frozen", resume_frozen),
	MEMBER("serials-for", serials_for),
	MEMBER("record", handover.record_number),
};

static void
add_text(struct str *out, const char *key, const char *value)
{
	str_printf(out, "%s=", key);
	percent_encode(out, value, PERCENT_LINE);
	str_add_char(out, '\n');
}

/* A flow that waits for its card to be read again is on its way to another step. */
static enum handover_step
meant(const struct handover_flow *flow, enum handover_step step)
{
	return step == STEP_CARD && flow->resume_to < STEP_COUNT ? flow->resume_to : step;
}

void
handover_save(const struct handover_flow *flow, struct str *out)
{
	bool refusing = flow->at.step == STEP_REFUSE;

	str_printf(out, "draft=1\nstep=%d\ncame-from=%d\nbound-for=%d\n", (int)meant(flow, (enum handover_step)flow->at.step),
		refusing ? (int)flow->came_from : 0, refusing && flow->came_from == STEP_CARD ? (int)meant(flow, STEP_CARD) : 0);
	str_printf(out, "committed=%d\nhas-applicant=%d\napplicant=%lld\n", flow->committed, flow->has_applicant,
		(long long)flow->applicant.id);
	str_printf(out, "kind=%d\ncompared=%u\n", (int)flow->identity.kind, flow->identity.compared);
	str_printf(out, "wrong-digits=%d\ndoubt=%d\nfirst-kind=%d\n", flow->wrong_digits, (int)flow->doubt, (int)flow->first_kind);
	for (int i = 0; i < flow->doubted_count; i++)
		str_printf(out, "doubted=%lld,%d,%d\n", (long long)flow->doubted[i].applicant_id, flow->doubted[i].wrong_digits,
			(int)flow->doubted[i].first_kind);
	str_printf(out, "card-source=%d\nreader-source=%d\n", (int)flow->card_source, (int)flow->reader_source);
	str_printf(out, "gives-reader=%d\nrefusal=%d\nstarted=%lld\n", flow->gives_reader, refusing ? (int)flow->refusal : 0,
		(long long)flow->started);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		const char *value = (const char *)flow + texts[i].offset;
		if (strcmp(texts[i].key, "frozen") == 0 && flow->frozen[0] != '\0')
			value = flow->frozen;
		add_text(out, texts[i].key, value);
	}
}

static bool
decode(char *value)
{
	struct str plain = {0};
	bool good = percent_decode(&plain, value, strlen(value));

	if (good) /* never longer than it was */
		copy_text(value, strlen(value) + 1, str_text(&plain));
	str_clear(&plain);
	return good;
}

struct draft_numbers {
	long long draft, step, came_from, bound_for, committed, has_applicant, applicant, kind, compared, gives_reader, refusal,
		started, wrong_digits, doubt, first_kind, card_source, reader_source;
};

static bool
take_number(struct draft_numbers *numbers, const char *key, const char *value)
{
	const struct {
		const char *key;
		long long *number, high;
	} table[] = {
		{"draft", &numbers->draft, 1},
		{"step", &numbers->step, STEP_COUNT - 1},
		{"came-from", &numbers->came_from, STEP_COUNT - 1},
		{"bound-for", &numbers->bound_for, STEP_SUMMARY},
		{"committed", &numbers->committed, 1},
		{"has-applicant", &numbers->has_applicant, 1},
		{"applicant", &numbers->applicant, INT64_MAX},
		{"kind", &numbers->kind, IDENTITY_KIND_COUNT - 1},
		{"compared", &numbers->compared, COMPARED_EVERYTHING},
		{"wrong-digits", &numbers->wrong_digits, WRONG_DIGITS_MAX},
		{"doubt", &numbers->doubt, DOUBT_OFFICER},
		{"first-kind", &numbers->first_kind, IDENTITY_KIND_COUNT - 1},
		{"card-source", &numbers->card_source, SERIAL_SCANNED},
		{"reader-source", &numbers->reader_source, SERIAL_SCANNED},
		{"gives-reader", &numbers->gives_reader, 1},
		{"refusal", &numbers->refusal, REFUSAL_COUNT - 1},
		{"started", &numbers->started, INT64_MAX},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		char *end;
		if (strcmp(table[i].key, key) != 0)
			continue;
		if (*value < '0' || *value > '9' || strlen(value) > 18)
			return false;
		*table[i].number = strtoll(value, &end, 10);
		return *end == '\0' && *table[i].number <= table[i].high;
	}
	return false;
}

/* "applicant,wrong digits,kind of document" */
static bool
take_doubted(struct handover_flow *flow, const char *value)
{
	long long parts[3] = {0};
	const long long highest[3] = {INT64_MAX, WRONG_DIGITS_MAX, IDENTITY_KIND_COUNT - 1};

	if (flow->doubted_count == DOUBTED_MAX || strlen(value) > 40)
		return false;
	for (int i = 0; i < 3; i++) {
		char *end;
		if (*value < '0' || *value > '9')
			return false;
		parts[i] = strtoll(value, &end, 10);
		if (parts[i] > highest[i] || *end != (i < 2 ? ',' : '\0'))
			return false;
		value = end + 1;
	}
	flow->doubted[flow->doubted_count++] = (struct doubted){parts[0], (int)parts[1], (enum identity_kind)parts[2]};
	return true;
}

static bool
take_line(struct handover_flow *flow, struct draft_numbers *numbers, char *line)
{
	char *sign = strchr(line, '=');

	if (sign == NULL)
		return false;
	*sign = '\0';
	if (!decode(sign + 1) || !text_is_valid(sign + 1, strlen(sign + 1)))
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (strcmp(texts[i].key, line) == 0)
			return copy_text((char *)flow + texts[i].offset, texts[i].size, sign + 1);
	if (strcmp(line, "doubted") == 0)
		return take_doubted(flow, sign + 1);
	return take_number(numbers, line, sign + 1);
}

static enum refusal_reason
offered(const struct handover_flow *flow, enum refusal_reason reason)
{
	enum refusal_reason reasons[REFUSAL_COUNT];
	int count = handover_reasons(flow, reasons);

	for (int i = 0; i < count; i++)
		if (reasons[i] == reason)
			return reason;
	return REFUSAL_NONE;
}

/* Where a restored flow stands. Behind the card it stands at the card until that has been read again. */
static bool
place(struct handover_flow *flow, const struct draft_numbers *numbers)
{
	enum handover_step step = (enum handover_step)numbers->step;

	if (numbers->committed != 0) {
		if ((step != STEP_PRINT && step != STEP_SIGNED) || flow->handover.record_number[0] == '\0')
			return false;
		flow->committed = true;
		steps_go(&flow->at, (int)step);
		return true;
	}
	flow->handover.record_number[0] = '\0';
	if (step == STEP_REFUSE)
		step = (enum handover_step)numbers->came_from;
	else if (step == STEP_DOUBT && flow->doubt == DOUBT_OPEN)
		step = STEP_IDENTITY;
	if (step >= STEP_PRINT || (numbers->has_applicant == 0 && (step != STEP_APPLICANT || numbers->step == STEP_REFUSE)))
		return false;
	step = (enum handover_step)steps_supported(&flow->at, (int)step);
	flow->resume_to = step >= STEP_VERDICT ? step : STEP_COUNT;
	steps_go(&flow->at, step >= STEP_CARD ? STEP_CARD : (int)step);
	if (numbers->step == STEP_DOUBT)
		steps_go(&flow->at, STEP_DOUBT);
	if (numbers->step == STEP_REFUSE) {
		flow->came_from = step;
		steps_go(&flow->at, STEP_REFUSE);
		if (step == STEP_CARD && numbers->bound_for >= STEP_VERDICT)
			flow->resume_to = (enum handover_step)steps_supported(&flow->at, (int)numbers->bound_for);
		flow->refusal = offered(flow, (enum refusal_reason)numbers->refusal);
	}
	return true;
}

/* What was merely ticked, as drafts of earlier versions have it, is to be compared again. */
static unsigned
earned(const struct handover_flow *flow, unsigned compared)
{
	if ((compared & (COMPARED_DIGITS | COMPARED_BY_MRZ)) == 0 && flow->doubt != DOUBT_OFFICER)
		compared &= ~(unsigned)COMPARED_NATIONAL_ID;
	if ((compared & (COMPARED_NAME_BY_EYE | COMPARED_BY_MRZ)) == 0)
		compared &= ~(unsigned)COMPARED_NAME;
	return compared;
}

enum code
handover_restore(struct handover_flow *flow, const struct verdict_policy *policy, const char *text, struct err *err)
{
	struct draft_numbers numbers = {0};
	size_t length = strlen(text);
	char *copy;
	bool good = true;

	handover_init(flow, policy);
	if (length > DRAFT_MAX)
		return err_tell(err, ERR_LIMIT, MSG_FLOW_DRAFT, "handover_restore", "%zu B", length);
	copy = mem_string(text);
	for (char *line = copy; good && *line != '\0';) {
		char *end = strchr(line, '\n');
		good = end != NULL;
		if (good) {
			*end = '\0';
			good = take_line(flow, &numbers, line);
			line = end + 1;
		}
	}
	mem_free(copy);
	flow->has_applicant = flow->at.unloaded = numbers.has_applicant != 0;
	flow->applicant.id = numbers.applicant;
	flow->identity.kind = numbers.kind != IDENTITY_NONE ? (enum identity_kind)numbers.kind : IDENTITY_CARD;
	flow->wrong_digits = (int)numbers.wrong_digits;
	flow->doubt = (enum identity_doubt)numbers.doubt;
	flow->first_kind = (enum identity_kind)numbers.first_kind;
	flow->identity.compared = earned(flow, (unsigned)numbers.compared);
	flow->gives_reader = numbers.gives_reader != 0;
	flow->card_source = (enum serial_source)numbers.card_source;
	flow->reader_source = (enum serial_source)numbers.reader_source;
	if (flow->card_source == SERIAL_NONE) /* filled in by an earlier version: nobody has read it off the card */
		flow->fields[FIELD_CARD_SERIAL][0] = '\0';
	if (flow->reader_source == SERIAL_NONE)
		flow->fields[FIELD_READER_SERIAL][0] = '\0';
	flow->started = numbers.started;
	if (!good || numbers.draft != 1 || (numbers.has_applicant != 0 && numbers.applicant == 0) || !place(flow, &numbers)) {
		handover_init(flow, policy);
		return err_tell(err, ERR_SYNTAX, MSG_FLOW_DRAFT, "handover_restore", "%zu B", length);
	}
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	return OK;
}
