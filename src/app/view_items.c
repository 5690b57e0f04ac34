/*
 * app/view_items: cards and readers as stock, and what a person does with those that belong to no application.
 */
#include "view.h"

static void
show_item(struct ui_item *out, const struct store_item *item)
{
	*out = (struct ui_item){.kind = item->kind, .id = item->id, .state = item->state, .applicant_id = item->applicant_id};
	copy_text(out->serial, sizeof out->serial, item->serial);
	copy_text(out->place, sizeof out->place, item->place);
	copy_text(out->name, sizeof out->name, item->name);
	copy_text(out->tracking_number, sizeof out->tracking_number, item->tracking_number);
}

static int
items(void *context, enum card_state state, int64_t offset, struct ui_item *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct store_item *found = mem_alloc((size_t)(max + 1) * sizeof *found);
	int64_t counts[ITEM_KIND_COUNT] = {0};
	size_t count = 0;
	struct err err = {0};

	if (store_list_items(session->app.store, state, (size_t)offset, found, (size_t)max, &count, &err) != OK ||
		store_count_items(session->app.store, state, counts, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++)
		show_item(&rows[i], &found[i]);
	*total = counts[ITEM_CARD] + counts[ITEM_READER];
	mem_free(found);
	return (int)count;
}

static bool
item(void *context, enum item_kind kind, int64_t id, struct ui_item *out, char *sentence)
{
	struct session *session = context;
	struct store_item found;
	struct err err = {0};

	if (store_find_item(session->app.store, kind, id, &found, &err) == OK) {
		show_item(out, &found);
		return true;
	}
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

/* What goes back has a note, which is on its way to the printer. */
void
view_say_dispatch(struct session *session, const char *record, char *sentence)
{
	char done[UI_SENTENCE];

	if (record[0] == '\0')
		return;
	copy_text(done, sizeof done, sentence);
	say(sentence, UI_SENTENCE, MOVE_DISPATCH_DONE, done, record);
	spool_next(session->spool);
}

static bool
move_items(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence)
{
	struct session *session = context;
	struct store_paper_wish paper;
	char record[RECORD_TEXT] = "";
	const struct store_move move = {.act = wish->act,
		.reason = wish->reason,
		.reference = wish->reference,
		.date = wish->date,
		.place = wish->place,
		.note = wish->note,
		.paper = &paper,
		.record = record};
	struct store_item *list = mem_alloc((size_t)(count + 1) * sizeof *list);
	size_t bad = 0;
	struct err err = {0};
	enum code code;

	spool_wish(session->spool, &paper);
	for (int i = 0; i < count; i++)
		list[i] = (struct store_item){.kind = whom[i].kind, .id = whom[i].item_id, .state = whom[i].state};
	code = store_move_items(session->app.store, &move, list, (size_t)count, login_acting(session->login), &bad, &err);
	mem_free(list);
	if (code == OK) {
		char number[16];

		snprintf(number, sizeof number, "%d", count);
		message_format_detail(sentence, UI_SENTENCE, message_language(), desk_act(wish->act)->done_item, number);
		view_say_dispatch(session, record, sentence);
		return true;
	}
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

void
view_items(struct ui_host *host)
{
	host->items = items;
	host->item = item;
	host->move_items = move_items;
}
