/*
 * desk/drawer_compare: what was seen in the drawer against what the register says is here. Only this file knows both.
 */
#include "drawer_inside.h"

#include "courier_inside.h"

#include <string.h>

void
df_blind(struct drawer_flow *flow)
{
	for (int i = 0; i < flow->row_count; i++) {
		struct drawer_item *row = &flow->rows[i];

		row->finding = DRAWER_FOUND;
		row->kind = ITEM_CARD;
		row->item_id = row->applicant_id = 0;
		memset(row->registered, 0, sizeof row->registered);
		if (row->seen == SEEN_READ) /* what the register said, not the thing itself */
			memset(row->serial, 0, sizeof row->serial);
		else
			memset(row->name, 0, sizeof row->name);
	}
	memset(flow->missing, 0, (size_t)flow->missing_count * sizeof flow->missing[0]);
	flow->missing_count = 0;
	memset(flow->sums, 0, sizeof flow->sums);
}

static bool
is_it(const struct drawer_item *row, const struct drawer_expected *expected)
{
	if (row->seen == SEEN_READ)
		return expected->kind == ITEM_CARD && row->national_id[0] != '\0' &&
			strcmp(row->national_id, expected->national_id) == 0;
	return cf_same_serial(row->serial, expected->serial);
}

/* Of one person two cards may be here: each row takes one that no other row has. taken: by which row, -1 none. */
static int
find_expected(const struct drawer_item *row, const struct drawer_expected *expected, int count, const int *taken)
{
	int first = -1;

	for (int i = 0; i < count; i++) {
		if (!is_it(row, &expected[i]))
			continue;
		if (taken[i] < 0)
			return i;
		if (first < 0)
			first = i;
	}
	return first;
}

static void
tie(struct drawer_item *row, const struct drawer_expected *expected)
{
	bool elsewhere = row->place[0] != '\0' && expected->place[0] != '\0' && !cf_same_serial(row->place, expected->place);

	row->kind = expected->kind;
	row->finding = elsewhere ? DRAWER_MISPLACED : DRAWER_FOUND;
	row->item_id = expected->item_id;
	row->applicant_id = expected->applicant_id;
	copy_text(row->registered, sizeof row->registered, expected->place);
	if (row->seen != SEEN_READ) /* a certificate says its name itself */
		copy_text(row->name, sizeof row->name, expected->name);
	if (row->serial[0] == '\0')
		copy_text(row->serial, sizeof row->serial, expected->serial);
}

/* Readers look alike: what shares its first three signs with one that is here is a reader. */
static enum item_kind
guess_kind(const struct drawer_item *row, const struct drawer_expected *expected, int count)
{
	for (int i = 0; row->seen != SEEN_READ && i < count; i++)
		if (expected[i].kind == ITEM_READER && strlen(row->serial) >= 3 && strncmp(expected[i].serial, row->serial, 3) == 0)
			return ITEM_READER;
	return ITEM_CARD;
}

static void
drop_row(struct drawer_flow *flow, int at)
{
	memmove(&flow->rows[at], &flow->rows[at + 1], (size_t)(flow->row_count - at - 1) * sizeof flow->rows[0]);
	flow->row_count--;
}

/* A card that was read and whose carrier was scanned as well is one thing: the row that knows more stays. */
static void
merge(struct drawer_flow *flow, int into, int row)
{
	struct drawer_item *kept = &flow->rows[into], *other = &flow->rows[row];

	if (kept->seen != SEEN_READ && other->seen == SEEN_READ) {
		kept->seen = SEEN_READ;
		copy_text(kept->certificate, sizeof kept->certificate, other->certificate);
		copy_text(kept->national_id, sizeof kept->national_id, other->national_id);
	}
	drop_row(flow, row);
}

static void
add_missing(struct drawer_flow *flow, const struct drawer_expected *expected)
{
	struct drawer_item *item = &flow->missing[flow->missing_count++];

	*item = (struct drawer_item){.kind = expected->kind,
		.seen = SEEN_NOT,
		.finding = DRAWER_MISSING,
		.item_id = expected->item_id,
		.applicant_id = expected->applicant_id};
	copy_text(item->serial, sizeof item->serial, expected->serial);
	copy_text(item->registered, sizeof item->registered, expected->place);
	copy_text(item->name, sizeof item->name, expected->name);
}

static void
add_sums(struct drawer_flow *flow)
{
	for (int i = 0; i < flow->row_count; i++) {
		struct drawer_sum *sum = &flow->sums[flow->rows[i].kind];

		sum->read += flow->rows[i].seen == SEEN_READ;
		sum->scanned += flow->rows[i].seen != SEEN_READ;
		sum->unexpected += flow->rows[i].finding == DRAWER_UNEXPECTED;
		sum->misplaced += flow->rows[i].finding == DRAWER_MISPLACED;
	}
	for (int i = 0; i < flow->missing_count; i++)
		flow->sums[flow->missing[i].kind].missing++;
}

void
df_compare(struct drawer_flow *flow, const struct drawer_expected *expected, int count)
{
	int *taken = mem_alloc(((size_t)count + 1) * sizeof *taken);

	df_blind(flow);
	for (int i = 0; i < count; i++)
		taken[i] = -1;
	for (int i = 0; i < flow->row_count; i++) {
		int at = find_expected(&flow->rows[i], expected, count, taken);

		if (at < 0) {
			flow->rows[i].finding = DRAWER_UNEXPECTED;
			flow->rows[i].kind = guess_kind(&flow->rows[i], expected, count);
		} else if (taken[at] >= 0) {
			merge(flow, taken[at], i--);
		} else {
			taken[at] = i;
			tie(&flow->rows[i], &expected[at]);
		}
	}
	for (int i = 0; i < count; i++) {
		flow->sums[expected[i].kind].here++;
		if (taken[i] < 0)
			add_missing(flow, &expected[i]);
	}
	add_sums(flow);
	mem_free(taken);
	flow->last = -1;
	flow->word = DW_NONE;
}
