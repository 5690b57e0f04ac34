/*
 * desk/flow_draft: a handover in progress as text, to resume after a lost connection or a crash. What the card said is not in it: the
 * card is read again before anything that rests on it goes on. Nor is who the applicant is: the register says. Keys and values are
 * those of the versions before, so that a handover that was begun under one of them goes on under this one.
 */
#include "flow.h"

#include "teslim/desk/draft.h"

#include <string.h>

enum { COMPARED_EVERYTHING = 2 * COMPARED_NAME_BY_EYE - 1, PART_MAX = 18 };

/* What a draft says of where it stood: looked at before it is believed. */
struct claims {
	int step, came_from, bound_for, kind, refusal, compared;
	bool committed, has_applicant;
	char frozen[65];
};

/* clang-format off */
static const struct draft_member claimed[] = {
	DRAFT_NUMBER("step", DRAFT_INT, claims, step, 0, STEP_COUNT - 1),
	DRAFT_NUMBER("came-from", DRAFT_INT, claims, came_from, 0, STEP_COUNT - 1),
	DRAFT_NUMBER("bound-for", DRAFT_INT, claims, bound_for, 0, STEP_SUMMARY),
	DRAFT_NUMBER("committed", DRAFT_BOOL, claims, committed, 0, 1),
	DRAFT_NUMBER("has-applicant", DRAFT_BOOL, claims, has_applicant, 0, 1),
	DRAFT_NUMBER("kind", DRAFT_INT, claims, kind, 0, IDENTITY_KIND_COUNT - 1),
	DRAFT_NUMBER("compared", DRAFT_INT, claims, compared, 0, COMPARED_EVERYTHING),
	DRAFT_NUMBER("refusal", DRAFT_INT, claims, refusal, 0, REFUSAL_COUNT - 1),
	DRAFT_WORDS("frozen", claims, frozen),
};

static const struct draft_member members[] = {
	DRAFT_NUMBER("applicant", DRAFT_INT64, handover_flow, applicant.id, 0, INT64_MAX),
	DRAFT_NUMBER("wrong-digits", DRAFT_INT, handover_flow, wrong_digits, 0, WRONG_DIGITS_MAX),
	DRAFT_NUMBER("doubt", DRAFT_INT, handover_flow, doubt, 0, DOUBT_OFFICER),
	DRAFT_NUMBER("first-kind", DRAFT_INT, handover_flow, first_kind, 0, IDENTITY_KIND_COUNT - 1),
	DRAFT_NUMBER("card-source", DRAFT_INT, handover_flow, card_source, 0, SERIAL_SCANNED),
	DRAFT_NUMBER("reader-source", DRAFT_INT, handover_flow, reader_source, 0, SERIAL_SCANNED),
	DRAFT_NUMBER("gives-reader", DRAFT_BOOL, handover_flow, gives_reader, 0, 1),
	DRAFT_NUMBER("started", DRAFT_INT64, handover_flow, started, 0, INT64_MAX),
	DRAFT_WORDS("second-officer", handover_flow, second_officer),
	DRAFT_WORDS("document-number", handover_flow, identity.number),
	DRAFT_WORDS("document-expiry", handover_flow, identity.expiry),
	DRAFT_WORDS("document-id", handover_flow, identity.national_id),
	DRAFT_WORDS("document-name", handover_flow, identity.name),
	DRAFT_WORDS("serials-for", handover_flow, serials_for),
	DRAFT_WORDS("record", handover_flow, handover.record_number),
};
/* clang-format on */

/* "doubted=applicant,wrong digits,kind of document": of each who was chosen before and left. */
static void
add_doubted(const void *of, struct str *out)
{
	const struct handover_flow *flow = of;

	for (int i = 0; i < flow->doubted_count; i++)
		str_printf(out, "doubted=%lld,%d,%d\n", (long long)flow->doubted[i].applicant_id, flow->doubted[i].wrong_digits,
			(int)flow->doubted[i].first_kind);
}

static bool
take_doubted(void *of, const char *key, const char *value)
{
	static const int64_t most[3] = {INT64_MAX, WRONG_DIGITS_MAX, IDENTITY_KIND_COUNT - 1};
	struct handover_flow *flow = of;
	int64_t parts[3];
	char part[PART_MAX + 1];

	if (strcmp(key, "doubted") != 0 || flow->doubted_count == DOUBTED_MAX)
		return false;
	for (int i = 0; i < 3; i++) {
		size_t length = strcspn(value, ",");

		if (length > PART_MAX || (value[length] == ',') != (i < 2))
			return false;
		memcpy(part, value, length);
		part[length] = '\0';
		if (!draft_take_number(&parts[i], part, 0, most[i]))
			return false;
		value += length + (i < 2);
	}
	flow->doubted[flow->doubted_count++] = (struct doubted){parts[0], (int)parts[1], (enum identity_kind)parts[2]};
	return true;
}

static const struct draft draft = {.name = "draft",
	.limit = 64 * 1024,
	.sentence = MSG_FLOW_DRAFT,
	.flow = {members, ARRAY_LENGTH(members)},
	.claims = {claimed, ARRAY_LENGTH(claimed)},
	.add = add_doubted,
	.take = take_doubted};

/* ---- saving */

/* A flow that waits for its card to be read again is on its way to another step. */
static int
meant(const struct handover_flow *flow, int step)
{
	return step == STEP_CARD && flow->resume_to < STEP_COUNT ? (int)flow->resume_to : step;
}

/*
 * What is written is where the flow is bound for, not that it waits for its card on the way: it waits anyway when it comes
 * back.
 */
void
handover_save(const struct handover_flow *flow, struct str *out)
{
	bool refusing = flow->at.step == STEP_REFUSE;
	struct claims claims = {.step = meant(flow, flow->at.step),
		.came_from = refusing ? (int)flow->came_from : 0,
		.bound_for = refusing && flow->came_from == STEP_CARD ? meant(flow, STEP_CARD) : 0,
		.kind = (int)flow->identity.kind,
		.refusal = refusing ? (int)flow->refusal : 0,
		.compared = (int)flow->identity.compared,
		.committed = flow->committed,
		.has_applicant = flow->has_applicant};

	copy_text(claims.frozen, sizeof claims.frozen, flow->frozen[0] != '\0' ? flow->frozen : flow->resume_frozen);
	draft_write(&draft, flow, &claims, &flow->form, out);
}

/* ---- restoring */

/* A reason that is not offered at that step cannot have been chosen there. */
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
place(struct handover_flow *flow, const struct claims *claims)
{
	enum handover_step step = (enum handover_step)claims->step;

	if (claims->committed != 0) {
		if ((step != STEP_PRINT && step != STEP_SIGNED) || flow->handover.record_number[0] == '\0')
			return false;
		flow->committed = true;
		steps_go(&flow->at, (int)step);
		return true;
	}
	flow->handover.record_number[0] = '\0';
	if (step == STEP_REFUSE)
		step = (enum handover_step)claims->came_from;
	else if (step == STEP_DOUBT && flow->doubt == DOUBT_OPEN)
		step = STEP_IDENTITY;
	if (step >= STEP_PRINT || (claims->has_applicant == 0 && (step != STEP_APPLICANT || claims->step == STEP_REFUSE)))
		return false;
	step = (enum handover_step)steps_supported(&flow->at, (int)step);
	flow->resume_to = step >= STEP_VERDICT ? step : STEP_COUNT;
	steps_go(&flow->at, step >= STEP_CARD ? STEP_CARD : (int)step);
	if (claims->step == STEP_DOUBT)
		steps_go(&flow->at, STEP_DOUBT);
	if (claims->step == STEP_REFUSE) {
		flow->came_from = step;
		steps_go(&flow->at, STEP_REFUSE);
		if (step == STEP_CARD && claims->bound_for >= STEP_VERDICT)
			flow->resume_to = (enum handover_step)steps_supported(&flow->at, (int)claims->bound_for);
		flow->refusal = offered(flow, (enum refusal_reason)claims->refusal);
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

/* What the members say is put where the flow has it; what no version of ours would have written is left out. */
static void
settle(struct handover_flow *flow, const struct claims *claims)
{
	flow->has_applicant = flow->at.unloaded = claims->has_applicant;
	flow->identity.kind = claims->kind != IDENTITY_NONE ? (enum identity_kind)claims->kind : IDENTITY_CARD;
	flow->identity.compared = earned(flow, (unsigned)claims->compared);
	copy_text(flow->resume_frozen, sizeof flow->resume_frozen, claims->frozen);
	if (flow->card_source == SERIAL_NONE) /* filled in by an earlier version: nobody has read it off the card */
		form_set(&flow->form, FIELD_CARD_SERIAL, "");
	if (flow->reader_source == SERIAL_NONE)
		form_set(&flow->form, FIELD_READER_SERIAL, "");
}

/* Nothing half believed stays: a draft is taken whole or the flow begins anew. */
enum code
handover_restore(struct handover_flow *flow, const struct verdict_policy *policy, const char *text, struct err *err)
{
	struct claims claims = {0};
	enum code code;

	handover_init(flow, policy);
	code = draft_read(&draft, flow, &claims, &flow->form, text, err);
	if (code == OK)
		settle(flow, &claims);
	if (code == OK && ((claims.has_applicant && flow->applicant.id == 0) || !place(flow, &claims)))
		code = err_tell(err, ERR_SYNTAX, MSG_FLOW_DRAFT, "handover_restore", "%zu B", strlen(text));
	if (code == OK)
		steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	else
		handover_init(flow, policy);
	return code;
}
