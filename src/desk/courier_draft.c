/*
 * desk/courier_draft: a count in progress as text: what was typed and every row that was seen. What is announced, and who people
 * are, is not in it: the register says that anew.
 */
#include "courier_inside.h"

#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

enum { DRAFT_MAX = 1024 * 1024, ROW_WORDS = 12 };

static const char *const field_keys[CF_COUNT] = {
	[CF_PARCEL] = "parcel-typed",
	[CF_DISPATCHED] = "dispatched-typed",
	[CF_FIRM] = "firm",
	[CF_COURIER] = "courier-name",
	[CF_DOCUMENT] = "document-number",
	[CF_LETTER] = "letter",
	[CF_LETTER_DATE] = "letter-date",
	[CF_WITNESS] = "witness",
	[CF_PACKAGING_NOTE] = "packaging-note",
	[CF_SAID_CARDS] = "said-cards",
	[CF_SAID_READERS] = "said-readers",
	[CF_SERIAL] = "serial",
	[CF_PLACE] = "place",
	[CF_NOTE] = "note",
};

/* ---- saving */

static void
add_text(struct str *out, const char *key, const char *value)
{
	str_printf(out, "%s=", key);
	percent_encode(out, value, PERCENT_LINE);
	str_add_char(out, '\n');
}

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
		add_text(out, "owner", flow->owners[at]);
}

void
courier_save(const struct courier_flow *flow, struct str *out)
{
	if (!flow->has_parcel || flow->committed)
		return;
	str_printf(out, "courier=1\nstep=%d\nshipment=%lld\nlast-receipt=%lld\n",
		flow->at.step == COURIER_DONE ? (int)flow->left : flow->at.step, (long long)flow->parcel.shipment.id,
		(long long)flow->parcel.last_id);
	add_text(out, "tracking", flow->parcel.shipment.tracking_number);
	add_text(out, "dispatched", flow->parcel.shipment.dispatched);
	add_text(out, "begun-by", flow->begun_by);
	str_printf(out, "proof=%s\ndocument=%s\npackaging=%s\nnext-place=%d\nlast=%d\n", shown_proof_name(flow->proof),
		identity_kind_name(flow->document), packaging_name(flow->packaging), flow->place, flow->last);
	for (int i = 0; i < CF_COUNT; i++)
		add_text(out, field_keys[i], flow->fields[i]);
	for (int i = 0; i < flow->row_count; i++)
		add_row(out, flow, i);
}

/* ---- restoring */

struct numbers {
	long long courier, step, shipment, last_receipt, place, last;
};

static bool
take_number(struct numbers *numbers, const char *key, const char *value)
{
	const struct {
		const char *key;
		long long *number, low, high;
	} table[] = {
		{"courier", &numbers->courier, 1, 1},
		{"step", &numbers->step, 0, COURIER_STEP_COUNT - 1},
		{"shipment", &numbers->shipment, 0, INT64_MAX},
		{"last-receipt", &numbers->last_receipt, 0, INT64_MAX},
		{"next-place", &numbers->place, 1, 1000000},
		{"last", &numbers->last, -1, COURIER_ROWS_MAX - 1},
	};
	char *end;

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		if (strcmp(table[i].key, key) != 0)
			continue;
		if (*value == '\0' || strlen(value) > 18 || strspn(value, "-0123456789") != strlen(value))
			return false;
		*table[i].number = strtoll(value, &end, 10);
		return *end == '\0' && *table[i].number >= table[i].low && *table[i].number <= table[i].high;
	}
	return false;
}

static bool
decode(char *out, size_t size, const char *value)
{
	struct str plain = {0};
	bool good = percent_decode(&plain, value, strlen(value)) && text_is_valid(str_text(&plain), plain.length) &&
		strlen(str_text(&plain)) == plain.length && copy_text(out, size, str_text(&plain));

	str_clear(&plain);
	return good;
}

static bool
take_id(int64_t *out, const char *word)
{
	if (*word == '\0' || strlen(word) > 18 || strspn(word, "0123456789") != strlen(word))
		return false;
	*out = strtoll(word, NULL, 10);
	return true;
}

/* A row that contradicts itself is none of ours. */
static bool
is_sound(const struct delivery_item *row)
{
	return row->seen != SEEN_NOT && (row->seen == SEEN_READ) == (row->certificate[0] != '\0') &&
		(row->seen != SEEN_READ || row->kind == ITEM_CARD) && (row->origin == ORIGIN_UNEXPECTED) == (row->item_id == 0) &&
		row->condition < CONDITION_COUNT;
}

static bool
take_row(struct courier_flow *flow, char *value)
{
	char *words[ROW_WORDS], *rest = value;
	struct delivery_item *row;

	if (flow->row_count == COURIER_ROWS_MAX)
		return false;
	for (int i = 0; i < ROW_WORDS; i++) {
		words[i] = strsep(&rest, " ");
		if (words[i] == NULL)
			return false;
	}
	row = &flow->rows[flow->row_count++];
	return rest == NULL && item_kind_parse(&row->kind, words[0]) && seen_way_parse(&row->seen, words[1]) &&
		item_origin_parse(&row->origin, words[2]) && item_condition_parse(&row->condition, words[3]) &&
		take_id(&row->item_id, words[4]) && take_id(&row->applicant_id, words[5]) &&
		decode(row->serial, sizeof row->serial, words[6]) && decode(row->certificate, sizeof row->certificate, words[7]) &&
		decode(row->certificate_serial, sizeof row->certificate_serial, words[8]) &&
		decode(row->place, sizeof row->place, words[9]) && decode(row->name, sizeof row->name, words[10]) &&
		decode(row->note, sizeof row->note, words[11]) && is_sound(row);
}

static bool
take_line(struct courier_flow *flow, struct numbers *numbers, char *line)
{
	char *value = strchr(line, '=');

	if (value == NULL)
		return false;
	*value++ = '\0';
	for (int i = 0; i < CF_COUNT; i++)
		if (strcmp(field_keys[i], line) == 0)
			return decode(flow->fields[i], FIELD_TEXT, value);
	if (strcmp(line, "row") == 0)
		return take_row(flow, value);
	if (strcmp(line, "owner") == 0)
		return flow->row_count > 0 && decode(flow->owners[flow->row_count - 1], SERIAL_TEXT, value);
	if (strcmp(line, "tracking") == 0)
		return decode(flow->parcel.shipment.tracking_number, SERIAL_TEXT, value);
	if (strcmp(line, "dispatched") == 0)
		return decode(flow->parcel.shipment.dispatched, DATE_TEXT, value);
	if (strcmp(line, "begun-by") == 0)
		return decode(flow->begun_by, sizeof flow->begun_by, value);
	if (strcmp(line, "proof") == 0)
		return shown_proof_parse(&flow->proof, value);
	if (strcmp(line, "document") == 0)
		return identity_kind_parse(&flow->document, value);
	if (strcmp(line, "packaging") == 0)
		return packaging_parse(&flow->packaging, value);
	return take_number(numbers, line, value);
}

static bool
place(struct courier_flow *flow, const struct numbers *numbers)
{
	enum courier_step step = (enum courier_step)numbers->step;

	if (numbers->courier != 1 || flow->parcel.shipment.tracking_number[0] == '\0')
		return false;
	if (step == COURIER_DONE || step == COURIER_PRINT || step == COURIER_SIGNED) /* nothing is kept behind the commit */
		return false;
	flow->last = numbers->last < flow->row_count ? (int)numbers->last : -1;
	steps_go(&flow->at, steps_supported(&flow->at, step == COURIER_PARCEL ? COURIER_IDENTITIES : (int)step));
	flow->place = numbers->place > 0 ? (int)numbers->place : 1;
	flow->parcel.shipment.id = numbers->shipment;
	flow->parcel.last_id = numbers->last_receipt;
	return true;
}

enum code
courier_restore(struct courier_flow *flow, const char *text, struct err *err)
{
	struct numbers numbers = {.last = -1};
	size_t length = strlen(text);
	char login[sizeof flow->login];
	char *copy;
	bool good = true;

	copy_text(login, sizeof login, flow->login);
	courier_init(flow);
	copy_text(flow->login, sizeof flow->login, login);
	if (length > DRAFT_MAX)
		return err_tell(err, ERR_LIMIT, MSG_FLOW_DRAFT, "courier_restore", "%zu B", length);
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
	if (!good || !place(flow, &numbers)) {
		courier_init(flow);
		copy_text(flow->login, sizeof flow->login, login);
		return err_tell(err, ERR_SYNTAX, MSG_FLOW_DRAFT, "courier_restore", "%zu B", length);
	}
	flow->has_parcel = true;
	flow->at.unloaded = true;
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	return OK;
}
