/*
 * ui/screen_list: applications with search as one types, a filter, and a few lines about the chosen one.
 */
#include "screen.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { DO_OPEN = UI_ACT_OWN, DO_HANDOVER, DO_FILTER, DO_FILTER_BACK };
enum { SEARCH_ROW = BODY_TOP, HEAD_ROW = BODY_TOP + 2, FIRST_ROW = BODY_TOP + 3 };

struct list {
	struct screen screen;
	enum ui_filter filter;
	struct edit search;
	bool scanned;                  /* the text came from a scanner and makes room for the next one */
	char number[NATIONAL_ID_TEXT]; /* a scanned document's: searched for whole, shown masked */
	struct pick pick;
	int64_t fetched_first;
	int fetched;
	struct ui_list_row rows[UI_ROWS_MAX];
};

static int
list_height(void)
{
	int height = body_bottom() - FIRST_ROW + 1;

	return height > UI_ROWS_MAX ? UI_ROWS_MAX : height;
}

static int
filter_message(enum ui_filter filter)
{
	static const int messages[UI_FILTER_COUNT] = {
		MSG_FILTER_WAITING, MSG_FILTER_COURIER_LATE, MSG_FILTER_UNCOLLECTED, MSG_FILTER_DATA_ERROR,
		MSG_FILTER_UNSIGNED, MSG_FILTER_ALL, MSG_FILTER_EXPECTED, MSG_FILTER_DELIVERED};

	return messages[filter];
}

/* Asks for just the rows that are seen; the total keeps the choice in range. */
static void
list_fetch(struct list *list)
{
	struct ui *ui = list->screen.ui;
	int64_t total = list->pick.count;

	for (int turn = 0; turn < 2; turn++) {
		struct ui_list_query query = {
			.text = list->number[0] != '\0' ? list->number : list->search.text, .filter = list->filter, .offset = list->pick.first};
		list->fetched = ui->host->list(ui->host->context, &query, list->rows, list_height(), &total);
		list->fetched_first = list->pick.first;
		pick_fit(&list->pick, total, list_height());
		if (list->pick.first == list->fetched_first)
			return;
	}
}

static void
list_refresh(struct screen *screen)
{
	list_fetch((struct list *)screen);
}

static const struct ui_list_row *
chosen_row(const struct list *list)
{
	int64_t index = list->pick.chosen - list->fetched_first;

	return index >= 0 && index < list->fetched ? &list->rows[index] : NULL;
}

static void
draw_row(const struct list *list, const struct ui_list_row *item, int row, bool chosen)
{
	const char *state = message_text(application_state_message(item->state));

	if (list->filter == UI_FILTER_UNSIGNED && item->record_number[0] != '\0')
		state = item->record_number;
	draw_people_row(row, chosen, item->name, item->national_id, item->unit,
		item->state == APPLICATION_ON_HOLD ? STYLE_WARNING : STYLE_TEXT, state);
}

static void
list_draw(struct screen *screen)
{
	struct list *list = (struct list *)screen;
	draw_text(SEARCH_ROW, 2, -1, STYLE_LABEL, tell(LIST_SEARCH));
	draw_people_head(HEAD_ROW);
	for (int i = 0; i < list->fetched && i < list_height(); i++)
		draw_row(list, &list->rows[i], FIRST_ROW + i, list->fetched_first + i == list->pick.chosen);
	draw_position(SEARCH_ROW, list->fetched_first + 1, list->fetched_first + list->fetched, list->pick.count);
	edit_draw(&list->search, SEARCH_ROW, 2 + text_width(tell(LIST_SEARCH)) + 2, 36, true);
}

static void
list_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_RETURN, 0, 0, DO_OPEN, MSG_UI_KEY_OPEN, false},
		{3, 'v', 'h', DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false},
		{4, 0, 0, DO_FILTER_BACK, MSG_LIST_KEY_FILTER_BACK, true},
		{5, 'l', 'l', DO_FILTER, MSG_LIST_KEY_FILTER, false},
		{KEY_ESCAPE, 0, 0, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
set_filter(struct list *list, int step)
{
	list->filter = (enum ui_filter)((list->filter + UI_FILTER_COUNT + (unsigned)step) % UI_FILTER_COUNT);
	list->pick = (struct pick){0};
	list_fetch(list);
}

static void
list_act(struct screen *screen, int action)
{
	struct list *list = (struct list *)screen;
	const struct ui_list_row *row = chosen_row(list);

	switch (action) {
	case DO_OPEN:
		if (row != NULL)
			screen_show(screen->ui, &(struct target){.screen = SCREEN_DETAIL, .id = row->applicant_id});
		return;
	case DO_HANDOVER:
		begin_handover(screen->ui, row != NULL ? row->applicant_id : 0, false);
		return;
	case DO_FILTER:
		set_filter(list, 1);
		return;
	case DO_FILTER_BACK:
		set_filter(list, -1);
		return;
	}
}

static void
search_scanned(struct list *list, const char *shown, const char *number)
{
	edit_set(&list->search, shown);
	copy_text(list->number, sizeof list->number, number);
	list->scanned = true;
	list->filter = UI_FILTER_ALL;
	list->pick = (struct pick){0};
	list_fetch(list);
}

static void
search_document(struct list *list, const struct mrz *mrz)
{
	char masked[NATIONAL_ID_TEXT], name[sizeof mrz->given_names + sizeof mrz->surname];

	if (mrz->national_id[0] != '\0') {
		ident_mask(masked, mrz->national_id);
		search_scanned(list, masked, mrz->national_id);
		return;
	}
	snprintf(name, sizeof name, "%s %s", mrz->given_names, mrz->surname);
	search_scanned(list, name[0] == ' ' ? name + 1 : name, "");
}

static enum scan_answer
list_scan(struct screen *screen, const struct scan *scan)
{
	struct list *list = (struct list *)screen;
	struct mrz mrz;

	if (scan->kind == SCAN_CODE && list->search.text[0] != '\0' && !list->scanned)
		return ANSWER_TEXT;
	if (scan->kind == SCAN_CODE || (scan->kind == SCAN_RECORD && scan->text[0] != '\0')) {
		search_scanned(list, scan->text, "");
		return ANSWER_TAKEN;
	}
	if (scan->kind != SCAN_MRZ)
		return scan_default(screen, scan);
	if (scan_read_document(screen->ui, scan, &mrz))
		search_document(list, &mrz);
	return ANSWER_TAKEN;
}

static bool
list_press(struct screen *screen, const struct press *press)
{
	struct list *list = (struct list *)screen;
	bool changed;

	if (pick_press(&list->pick, press, true)) {
		list_fetch(list);
		return true;
	}
	if (list->number[0] != '\0' && (press->kind == PRESS_CHAR || press->kind == PRESS_PASTE || press->kind == PRESS_BACKSPACE)) {
		edit_set(&list->search, ""); /* a masked number is not typed on */
		list->number[0] = '\0';
		list->pick = (struct pick){0};
		list_fetch(list);
	}
	if (!edit_press(&list->search, press, &changed))
		return false;
	if (changed) {
		list->scanned = false;
		list->pick = (struct pick){0};
		list_fetch(list);
	}
	return true;
}

static bool
list_typing(struct screen *screen)
{
	(void)screen;
	return true;
}

static void
list_head(struct screen *screen, char *out, size_t size)
{
	say(out, size, LIST_HEAD, message_text((enum message)filter_message(((struct list *)screen)->filter)));
}

static enum verdict_level
list_say(struct screen *screen, char *out, size_t size)
{
	const struct list *list = (const struct list *)screen;

	if (list->pick.count > 0)
		copy_text(out, size, tell(LIST_SENTENCE));
	else
		copy_text(out, size, list->search.text[0] != '\0' ? tell(LIST_NOTHING) : tell(LIST_EMPTY));
	return VERDICT_PASS;
}

static void
list_open(struct screen *screen, const struct target *target)
{
	struct list *list = (struct list *)screen;

	list->filter = target->filter;
	edit_set(&list->search, target->text != NULL ? target->text : "");
}

const struct screen_type screen_list = {
	.size = sizeof(struct list),
	.open = list_open,
	.title = MSG_LIST_TITLE,
	.draw = list_draw,
	.keys = list_keys,
	.act = list_act,
	.press = list_press,
	.scan = list_scan,
	.typing = list_typing,
	.refresh = list_refresh,
	.head = list_head,
	.speak = list_say,
};
