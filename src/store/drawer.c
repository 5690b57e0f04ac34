/*
 * store/drawer: a count of what lies in the drawer, recorded: it says what was seen and changes nothing. Reading stands in
 * drawer_read.c.
 */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* What the write works on. */
struct recording {
	struct store *store;
	const struct officer *officer;
	struct drawer_count *count;
	int64_t officer_id, running;
	int year;
	struct err *err;
};

/* ---- before anything is written */

static bool
sums_agree(const struct drawer_count *draft)
{
	struct drawer_sum sums[ITEM_KIND_COUNT] = {{0}};

	for (int i = 0; i < draft->item_count; i++) {
		const struct drawer_item *item = &draft->items[i];
		struct drawer_sum *sum = &sums[item->kind];

		sum->here += item->finding != DRAWER_UNEXPECTED;
		sum->read += item->seen == SEEN_READ;
		sum->scanned += item->seen == SEEN_SCANNED || item->seen == SEEN_TYPED;
		sum->missing += item->finding == DRAWER_MISSING;
		sum->unexpected += item->finding == DRAWER_UNEXPECTED;
		sum->misplaced += item->finding == DRAWER_MISPLACED;
		if ((item->seen == SEEN_NOT) != (item->finding == DRAWER_MISSING) ||
			(item->item_id == 0) != (item->finding == DRAWER_UNEXPECTED))
			return false;
	}
	return memcmp(sums, draft->sums, sizeof sums) == 0;
}

static enum code
changed(const struct recording *recording, const char *what)
{
	return err_tell(recording->err, ERR_BUSY, MSG_STORE_DRAWER_CHANGED, "drawer", "%s", what);
}

/* As many as are here now, and each of them; that no two rows are the same thing, the table sees to. */
static enum code
check_here(struct recording *recording)
{
	const struct drawer_count *count = recording->count;
	int64_t here = 0, still = 0;
	enum code code = OK;

	for (int kind = 0; code == OK && kind < ITEM_KIND_COUNT; kind++) {
		code = db_number(recording->store, kind == ITEM_CARD ? SQL_CARD_STATE_COUNT : SQL_READER_STATE_COUNT,
			WITH(text(card_state_name(CARD_IN_STOCK))), 0, &here, recording->err);
		if (code == OK && here != count->sums[kind].here)
			code = changed(recording, "");
	}
	for (int i = 0; code == OK && i < count->item_count; i++) {
		if (count->items[i].item_id == 0)
			continue;
		code = db_number(recording->store, SQL_DRAWER_STILL_HERE,
			WITH(number(count->items[i].kind), number(count->items[i].item_id)), 0, &still, recording->err);
		if (code == OK && still == 0)
			code = changed(recording, count->items[i].serial);
	}
	return code;
}

/* ---- the record */

static enum code
next_number(struct recording *recording)
{
	struct store *store = recording->store;
	struct drawer_count *count = recording->count;
	enum code code;

	recording->year = clock_civil(store->now).year;
	code = db_number(store, SQL_DRAWER_NUMBER, WITH(text(store->desk), number(recording->year)), 1, &recording->running,
		recording->err);
	if (code == OK)
		code = store_journal_head(store, &count->seq, NULL, recording->err);
	count->seq++;
	snprintf(count->record_number, sizeof count->record_number, "%d/%s-D%04lld", recording->year, store->desk,
		(long long)recording->running);
	return code;
}

#define SUM_VALUES(sum) \
	number((sum).here), number((sum).read), number((sum).scanned), number((sum).missing), number((sum).unexpected), \
		number((sum).misplaced)

static enum code
insert_rows(struct recording *recording)
{
	const struct drawer_count *count = recording->count;
	enum code code = db_run(recording->store, SQL_DRAWER_INSERT,
		WITH(number(count->seq), text(recording->store->desk), number(recording->year), number(recording->running),
			text(count->record_number), number(recording->officer_id), number(count->time),
			text(drawer_reason_name(count->reason)), number(count->looks), text(count->officer_name),
			text(count->officer_title), text(count->begun_by), SUM_VALUES(count->sums[ITEM_CARD]),
			SUM_VALUES(count->sums[ITEM_READER])),
		recording->err);

	for (int i = 0; code == OK && i < count->item_count; i++) {
		const struct drawer_item *item = &count->items[i];
		bool card = item->kind == ITEM_CARD;

		code = db_run(recording->store, SQL_DRAWER_ITEM_INSERT,
			WITH(number(count->seq), number(i + 1), text(item_kind_name(item->kind)), text(seen_way_name(item->seen)),
				text(drawer_finding_name(item->finding)), reference(card ? item->item_id : 0),
				reference(card ? 0 : item->item_id), reference(item->applicant_id), text(item->serial),
				text(item->certificate), text(item->place), text(item->registered)),
			recording->err);
		if (code == ERR_EXISTS)
			code = changed(recording, item->serial);
	}
	return code;
}

static void
add_sums(struct str *body, const char *kind, const struct drawer_sum *sum)
{
	const struct {
		const char *name;
		int number;
	} table[] = {{"here", sum->here}, {"read", sum->read}, {"scanned", sum->scanned}, {"missing", sum->missing},
		{"unexpected", sum->unexpected}, {"misplaced", sum->misplaced}};
	char key[32];

	for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
		snprintf(key, sizeof key, "%s-%s", kind, table[i].name);
		body_add_number(body, key, table[i].number);
	}
}

/* Personal: who counted along, and names that the register does not have. */
struct personal_list {
	struct store_field fields[1 + DRAWER_ITEMS_MAX];
	char keys[DRAWER_ITEMS_MAX][16];
	struct store_personal personal;
};

static void
gather_personal(struct personal_list *list, const struct drawer_count *count)
{
	list->personal.fields = list->fields;
	if (count->other[0] != '\0')
		list->fields[list->personal.count++] = (struct store_field){"other", count->other};
	for (int i = 0; i < count->item_count; i++) {
		if (count->items[i].applicant_id != 0 || count->items[i].name[0] == '\0')
			continue;
		snprintf(list->keys[i], sizeof list->keys[0], "name-%d", i + 1);
		list->fields[list->personal.count++] = (struct store_field){list->keys[i], count->items[i].name};
	}
}

static enum code
append_entry(struct recording *recording)
{
	struct drawer_count *count = recording->count;
	struct personal_list *list;
	struct entry_mark mark;
	struct str body = {0};
	uint8_t digest[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	enum code code = drawer_digest(recording->store, count->seq, digest, recording->err);

	if (code != OK)
		return code;
	hex_encode(hex, digest, sizeof digest);
	body_add(&body, "record", count->record_number);
	body_add(&body, "reason", drawer_reason_name(count->reason));
	body_add_number(&body, "looks", count->looks);
	add_sums(&body, "cards", &count->sums[ITEM_CARD]);
	add_sums(&body, "readers", &count->sums[ITEM_READER]);
	body_add(&body, "row", hex);
	list = mem_alloc(sizeof *list);
	gather_personal(list, count);
	code = journal_append(recording->store, ACT_DRAWER, recording->officer, &body, &list->personal, &mark, recording->err);
	mem_free(list);
	str_clear(&body);
	if (code != OK)
		return code;
	hex_encode(count->journal_hash, mark.hash, SEAL_HASH);
	hex_encode(count->journal_signature, mark.signature, SEAL_SIGNATURE);
	return mark.seq == count->seq ? OK : err_set(recording->err, ERR_INTERNAL, 0, "drawer", "seq");
}

static enum code
record_inside(struct recording *recording, const struct store_paper_wish *wish)
{
	struct store *store = recording->store;
	struct drawer_count *count = recording->count;
	struct officer now = {0};
	enum code code = officer_may_act(store, recording->officer, &now, recording->err);

	if (code == OK)
		code = check_here(recording);
	if (code != OK)
		return code;
	recording->officer_id = now.id;
	count->time = store->now;
	copy_text(count->officer_name, sizeof count->officer_name, now.name);
	copy_text(count->officer_title, sizeof count->officer_title, now.title);
	code = next_number(recording);
	if (code == OK)
		code = insert_rows(recording);
	if (code == OK)
		code = append_entry(recording);
	if (code == OK && wish != NULL)
		code = entry_paper_queue(store, count->seq, count->record_number, wish,
			&(struct store_entry_paper){.drawer = count}, recording->err);
	return code;
}

enum code
store_record_drawer(struct store *store, const struct drawer_count *draft, const struct store_paper_wish *wish,
	const struct officer *officer, struct drawer_count *stored, struct err *err)
{
	struct drawer_count work = *draft;
	struct recording recording = {.store = store, .officer = officer, .count = &work, .err = err};
	enum code code;

	if (draft->reason == DRAWER_WHY_UNKNOWN || draft->looks < 1 || draft->item_count > DRAWER_ITEMS_MAX || !sums_agree(draft))
		return err_tell(err, ERR_REFUSED, MSG_STORE_DRAWER_EMPTY, "drawer", "%s", drawer_reason_name(draft->reason));
	code = write_begin(store, WRITE_FACT, err);
	if (code != OK)
		return code;
	code = write_end(store, record_inside(&recording, wish), err);
	if (code == OK)
		*stored = work;
	return code;
}
