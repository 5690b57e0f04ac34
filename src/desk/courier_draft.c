/*
 * desk/courier_draft: a count in progress as text: what was typed and every row that was seen. What is announced, and who people
 * are, is not in it: the register says that anew. Keys and values are those of the version before, so that a count that was begun
 * under it need not be begun again.
 */
#include "courier_inside.h"

#include "teslim/desk/draft.h"

#include <string.h>

enum { ROW_WORDS = 12, PLACES_MAX = 1000000 };

/* What a draft says of where it stood: looked at before it is believed. */
struct courier_claims {
	int step, last;
};

/* clang-format off */
static const struct draft_member claimed[] = {
	DRAFT_NUMBER("step", DRAFT_INT, courier_claims, step, 0, COURIER_STEP_COUNT - 1),
	DRAFT_NUMBER("last", DRAFT_INT, courier_claims, last, -1, COURIER_ROWS_MAX - 1),
};

static const struct draft_member members[] = {
	DRAFT_NUMBER("shipment", DRAFT_INT64, courier_flow, parcel.shipment.id, 0, INT64_MAX),
	DRAFT_NUMBER("last-receipt", DRAFT_INT64, courier_flow, parcel.last_id, 0, INT64_MAX),
	DRAFT_NUMBER("next-place", DRAFT_INT, courier_flow, place, 1, PLACES_MAX),
	DRAFT_WORDS("tracking", courier_flow, parcel.shipment.tracking_number),
	DRAFT_WORDS("dispatched", courier_flow, parcel.shipment.dispatched),
	DRAFT_WORDS("begun-by", courier_flow, begun_by),
};
/* clang-format on */

/* A line for each, since a count that is cut short is still a count of what was seen. */
static void
add_row(struct str *out, const struct courier_flow *flow, int at)
{
	const struct delivery_item *row = &flow->rows[at];
	const char *texts[] = {row->serial, row->certificate, row->certificate_serial, row->place, row->name, row->note};

	str_printf(out, "row=%s %s %s %s %lld %lld", item_kind_name(row->kind), seen_way_name(row->seen),
		item_origin_name(row->origin), item_condition_name(row->condition), (long long)row->item_id,
		(long long)row->applicant_id);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		str_add_char(out, ' ');
		percent_encode(out, texts[i], PERCENT_WORD);
	}
	str_add_char(out, '\n');
	if (flow->owners[at][0] != '\0')
		draft_add_text(out, "owner", flow->owners[at]);
}

/* Words of enums as the register has them, so that a new kind between two others changes no draft. */
static void
add_rows(const void *of, struct str *out)
{
	const struct courier_flow *flow = of;

	str_printf(out, "proof=%s\ndocument=%s\npackaging=%s\n", shown_proof_name(flow->proof),
		identity_kind_name(flow->document), packaging_name(flow->packaging));
	for (int i = 0; i < flow->row_count; i++)
		add_row(out, flow, i);
}

/* A row that contradicts itself is none of ours. */
static bool
is_sound(const struct delivery_item *row)
{
	return row->seen != SEEN_NOT && (row->seen == SEEN_READ) == (row->certificate[0] != '\0') &&
		(row->seen != SEEN_READ || row->kind == ITEM_CARD) && (row->origin == ORIGIN_UNEXPECTED) == (row->item_id == 0) &&
		row->condition < CONDITION_COUNT;
}

/* Every word of a row is checked: a row decides what the record says was received. */
static bool
take_words(struct delivery_item *row, char *rest)
{
	char *words[ROW_WORDS];

	for (int i = 0; i < ROW_WORDS; i++) {
		words[i] = strsep(&rest, " ");
		if (words[i] == NULL)
			return false;
	}
	return rest == NULL && item_kind_parse(&row->kind, words[0]) && seen_way_parse(&row->seen, words[1]) &&
		item_origin_parse(&row->origin, words[2]) && item_condition_parse(&row->condition, words[3]) &&
		draft_take_number(&row->item_id, words[4], 0, INT64_MAX) &&
		draft_take_number(&row->applicant_id, words[5], 0, INT64_MAX) &&
		draft_take_text(row->serial, sizeof row->serial, words[6]) &&
		draft_take_text(row->certificate, sizeof row->certificate, words[7]) &&
		draft_take_text(row->certificate_serial, sizeof row->certificate_serial, words[8]) &&
		draft_take_text(row->place, sizeof row->place, words[9]) &&
		draft_take_text(row->name, sizeof row->name, words[10]) &&
		draft_take_text(row->note, sizeof row->note, words[11]) && is_sound(row);
}

static bool
take_row(struct courier_flow *flow, const char *value)
{
	char *words;
	bool good;

	if (flow->row_count == COURIER_ROWS_MAX)
		return false;
	words = mem_string(value);
	good = take_words(&flow->rows[flow->row_count++], words);
	mem_free(words);
	return good;
}

/* What is none of these lines is left to the form, which knows its fields. */
static bool
take_own(void *of, const char *key, const char *value)
{
	struct courier_flow *flow = of;

	if (strcmp(key, "row") == 0)
		return take_row(flow, value);
	if (strcmp(key, "owner") == 0)
		return flow->row_count > 0 && draft_take_text(flow->owners[flow->row_count - 1], SERIAL_TEXT, value);
	if (strcmp(key, "proof") == 0)
		return shown_proof_parse(&flow->proof, value);
	if (strcmp(key, "document") == 0)
		return identity_kind_parse(&flow->document, value);
	return strcmp(key, "packaging") == 0 && packaging_parse(&flow->packaging, value);
}

static const struct draft draft = {.name = "courier",
	.limit = 1024 * 1024,
	.sentence = MSG_FLOW_DRAFT,
	.flow = {members, ARRAY_LENGTH(members)},
	.claims = {claimed, ARRAY_LENGTH(claimed)},
	.add = add_rows,
	.take = take_own};

void
courier_save(const struct courier_flow *flow, struct str *out)
{
	const struct courier_claims claims = {steps_is_over(&flow->at) ? (int)flow->left : flow->at.step, flow->last};

	if (flow->has_parcel && !flow->committed)
		draft_write(&draft, flow, &claims, &flow->form, out);
}

/* Behind the commit the register has it all: a draft of that is none of ours. */
static bool
place(struct courier_flow *flow, const struct courier_claims *claims)
{
	int step = claims->step;

	if (flow->parcel.shipment.tracking_number[0] == '\0')
		return false;
	if (step == COURIER_DONE || step == COURIER_PRINT || step == COURIER_SIGNED) /* nothing is kept behind the commit */
		return false;
	flow->last = claims->last < flow->row_count ? claims->last : -1;
	steps_go(&flow->at, steps_supported(&flow->at, step == COURIER_PARCEL ? COURIER_IDENTITIES : step));
	return true;
}

/* Of what was there before, only who sits at the screen stays. */
static void
begin_anew(struct courier_flow *flow)
{
	char login[sizeof flow->login];

	copy_text(login, sizeof login, flow->login);
	courier_init(flow);
	copy_text(flow->login, sizeof flow->login, login);
}

/* Nothing half believed stays: a draft is taken whole or the flow begins anew. */
enum code
courier_restore(struct courier_flow *flow, const char *text, struct err *err)
{
	struct courier_claims claims = {.last = -1};
	enum code code;

	begin_anew(flow);
	code = draft_read(&draft, flow, &claims, &flow->form, text, err);
	if (code == OK && !place(flow, &claims))
		code = err_tell(err, ERR_SYNTAX, MSG_FLOW_DRAFT, "courier_restore", "%zu B", strlen(text));
	if (code != OK) {
		begin_anew(flow);
		return code;
	}
	flow->has_parcel = true;
	flow->at.unloaded = true;
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	return OK;
}
