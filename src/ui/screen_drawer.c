/*
 * ui/screen_drawer: the count of the drawer: keys, typed text and scans, turned into events for the machine behind the host, and the
 * pictures of its three steps. Until the count is over nothing of what should be there is known here.
 */
#include "drawer_rows.h"
#include "form_view.h"
#include "step_view.h"
#include "table_view.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_STEP = UI_ACT_OWN, DO_ENTER = DO_STEP + DA_COUNT };
enum { LABEL = 18, COMMIT_PAUSE_MS = 250, FIELDS = 2 };

struct drawer_screen {
	struct screen screen;
	const struct drawer_flow *flow; /* as of the last refresh; NULL: over */
	int step;                       /* that the form belongs to */
	struct form form;
	struct table differences;
	int64_t armed_ms;
};

/* ------------------------------------------------------------------ forms */

static const enum message reasons[] = {MSG_DRAWER_TAKEOVER, MSG_DRAWER_PERIOD, MSG_DRAWER_SUSPICION};
static const struct form_field begin_fields[FIELDS] = {
	{.name = "reason",
		.label = MSG_DRAWER_REASON,
		.kind = FORM_CHOICE,
		.cells = 32,
		.choices = reasons,
		.choice_count = ARRAY_LENGTH(reasons),
		.help = MSG_DRAWER_SENTENCE_BEGIN},
	{.name = "other", .label = MSG_DRAWER_OTHER, .kind = FORM_TEXT, .cells = 32, .help = MSG_DRAWER_OTHER_HELP},
};
static const struct form_field count_fields[FIELDS] = {
	{.name = "place", .label = MSG_DRAWER_PLACE, .kind = FORM_SERIAL, .cells = 10, .help = MSG_DRAWER_PLACE_HELP},
	{.name = "serial", .label = MSG_DRAWER_SERIAL, .kind = FORM_SERIAL, .cells = 32, .help = MSG_DRAWER_SENTENCE_COUNT},
};
enum { REASON_AT = 0, OTHER_AT = 1, PLACE_AT = 0, SERIAL_AT = 1 };

static enum drawer_field
field_of(const struct drawer_screen *drawer, int entry)
{
	if (drawer->step == DRAWER_BEGIN)
		return DF_OTHER;
	return entry == PLACE_AT ? DF_PLACE : DF_SERIAL;
}

static bool
is_reason(const struct drawer_screen *drawer, int entry)
{
	return drawer->step == DRAWER_BEGIN && entry == REASON_AT;
}

static void
make_form(struct drawer_screen *drawer)
{
	if (drawer->step == DRAWER_BEGIN)
		form_init(&drawer->form, begin_fields, FIELDS);
	else if (drawer->step == DRAWER_COUNT)
		form_init(&drawer->form, count_fields, FIELDS);
	else
		form_init(&drawer->form, count_fields, 0);
	if (drawer->step == DRAWER_COUNT)
		drawer->form.focus = SERIAL_AT;
}

static void
fill_form(struct drawer_screen *drawer)
{
	for (int i = 0; i < drawer->form.count; i++) {
		if (is_reason(drawer, i))
			drawer->form.entries[i].chosen = (int)drawer->flow->reason - DRAWER_TAKEOVER;
		else if (strcmp(drawer->form.entries[i].edit.text, drawer->flow->fields[field_of(drawer, i)]) != 0)
			form_set(&drawer->form, i, drawer->flow->fields[field_of(drawer, i)]);
	}
}

/* ------------------------------------------------------------------ following the machine */

static void
drawer_refresh(struct screen *screen)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;
	struct ui *ui = screen->ui;

	drawer->flow = ui->host->drawer(ui->host->context);
	if (drawer->flow == NULL) {
		int64_t seq = ui->host->drawer_recorded(ui->host->context);

		screen_pop(ui);
		if (seq != 0)
			screen_show(ui, &(struct target){.screen = SCREEN_DRAWER_RECORD, .id = seq});
		return;
	}
	if (drawer->step != drawer->flow->at.step) {
		drawer->step = drawer->flow->at.step;
		make_form(drawer);
	}
	fill_form(drawer);
	if (drawer->step == DRAWER_DIFFERENCE)
		table_fetch(&drawer->differences, body_rows() - 5);
}

static bool
catch_up(struct drawer_screen *drawer)
{
	struct ui *ui = drawer->screen.ui;

	if (!ui->stale)
		return drawer->flow != NULL;
	drawer->flow = ui->host->drawer(ui->host->context);
	if (drawer->flow == NULL)
		return false;
	if (drawer->flow->at.step != drawer->step)
		drawer_refresh(&drawer->screen);
	return true;
}

static enum code
send(struct drawer_screen *drawer, struct drawer_event event)
{
	struct ui *ui = drawer->screen.ui;
	enum code code;

	event.now = clock_now();
	code = ui->host->drawer_event(ui->host->context, &event);
	ui_refresh(ui);
	return code;
}

static void
turn_reason(struct drawer_screen *drawer, int wanted)
{
	for (int i = 0; i < DRAWER_REASON_COUNT && (int)drawer->flow->reason - DRAWER_TAKEOVER != wanted; i++)
		if (send(drawer, (struct drawer_event){.kind = DE_ACTION, .action = DA_REASON}) != OK)
			return;
}

static void
tell_form(struct drawer_screen *drawer)
{
	for (int i = 0; i < drawer->form.count; i++) {
		const struct form_entry *entry = &drawer->form.entries[i];

		if (is_reason(drawer, i)) {
			if (entry->chosen >= 0)
				turn_reason(drawer, entry->chosen);
		} else if (strcmp(entry->edit.text, drawer->flow->fields[field_of(drawer, i)]) != 0) {
			(void)send(drawer,
				(struct drawer_event){.kind = DE_TYPED, .field = field_of(drawer, i), .text = entry->edit.text});
		}
	}
}

/* ------------------------------------------------------------------ keys */

static void
drawer_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry next = {KEY_RETURN, DO_ENTER, MSG_HANDOVER_NEXT_FIELD, true};
	static const struct key_entry empty = {KEY_RETURN, DO_ENTER, MSG_DRAWER_KEY_EMPTY, false};
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	if (!catch_up(drawer))
		return;
	step_keys(&drawer->flow->at, DO_STEP, set);
	if (drawer->form.count == 0)
		return;
	if (drawer->step == DRAWER_COUNT && drawer->form.focus == SERIAL_AT && drawer_is_live(drawer->flow, DA_EMPTY))
		keys_add(set, &empty, 1);
	else
		keys_add(set, &next, 1);
}

/* Enter: the next field; behind the last one the number counts, without one the place is empty. It never ends the count. */
static void
enter(struct drawer_screen *drawer)
{
	struct ui *ui = drawer->screen.ui;
	bool counts = drawer->step == DRAWER_COUNT && drawer->form.focus == SERIAL_AT;

	if (is_too_quick(ui))
		return;
	if (counts && drawer->flow->fields[DF_SERIAL][0] != '\0')
		(void)send(drawer, (struct drawer_event){.kind = DE_ACTION, .action = DA_NEXT});
	else if (counts)
		(void)send(drawer, (struct drawer_event){.kind = DE_ACTION, .action = DA_EMPTY});
	else if (drawer->step == DRAWER_BEGIN && form_is_last(&drawer->form))
		(void)send(drawer, (struct drawer_event){.kind = DE_ACTION, .action = DA_NEXT});
	else
		(void)form_enter(ui, &drawer->form);
	ui_refresh(ui);
}

static void
send_action(struct drawer_screen *drawer, enum drawer_action action)
{
	struct screen *screen = &drawer->screen;
	int64_t now = term_now();

	if (action == DA_LEAVE && drawer->step != DRAWER_BEGIN && !ui_asks(screen, DO_STEP + DA_LEAVE)) {
		ui_ask(screen, DO_STEP + DA_LEAVE, VERDICT_WARN, tell(DRAWER_PAUSE));
		return;
	}
	if (action == DA_COMMIT && drawer->flow->at.armed && now - drawer->armed_ms < COMMIT_PAUSE_MS) {
		ui_notice(screen->ui, VERDICT_WARN, tell(HANDOVER_TOO_QUICK));
		return;
	}
	if (action == DA_ARM)
		drawer->armed_ms = now;
	(void)send(drawer, (struct drawer_event){.kind = DE_ACTION, .action = action});
}

static void
drawer_act(struct screen *screen, int action)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	if (drawer->flow == NULL || !catch_up(drawer))
		return;
	if (action == DO_ENTER)
		enter(drawer);
	else if (action >= DO_STEP && action < DO_STEP + DA_COUNT)
		send_action(drawer, (enum drawer_action)(action - DO_STEP));
}

static bool
drawer_press(struct screen *screen, const struct press *press)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	if (!catch_up(drawer))
		return false;
	if (drawer->step == DRAWER_DIFFERENCE) {
		const struct input input = input_of(press);
		return table_input(&drawer->differences, &input) != TABLE_IGNORED;
	}
	if (drawer->form.count == 0 || !form_press(&drawer->form, press))
		return false;
	tell_form(drawer);
	return true;
}

static bool
drawer_typing(struct screen *screen)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	return catch_up(drawer) && drawer->form.count > 0 && !is_reason(drawer, drawer->form.focus);
}

/* A number off a carrier, a reader or a place is one, wherever the cursor stands. */
static enum scan_answer
drawer_scan(struct screen *screen, const struct scan *scan)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	if (!catch_up(drawer) || drawer->step != DRAWER_COUNT || scan->kind != SCAN_CODE)
		return ANSWER_REFUSED;
	return send(drawer, (struct drawer_event){.kind = DE_SCAN, .text = scan->text}) == OK ? ANSWER_TAKEN : ANSWER_REFUSED;
}

/* ------------------------------------------------------------------ differences */

static void
take(struct drawer_item *rows, const struct drawer_item *item, const struct table_query *query, int max, int *count, int64_t *seen)
{
	if (item->finding != DRAWER_FOUND && (*seen)++ >= query->offset && *count < max)
		rows[(*count)++] = *item;
}

static int
difference_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct drawer_flow *flow = ((struct drawer_screen *)source)->flow;
	int count = 0;

	*total = 0;
	for (int i = 0; i < flow->missing_count; i++)
		take(rows, &flow->missing[i], query, max, &count, total);
	for (int i = 0; i < flow->row_count; i++)
		take(rows, &flow->rows[i], query, max, &count, total);
	return count;
}

static const struct table_kind difference_kind = {
	.columns = drawer_columns,
	.column_count = DRAWER_COLUMNS,
	.row_size = sizeof(struct drawer_item),
	.page = difference_page,
	.cell = drawer_cell,
};

/* ------------------------------------------------------------------ pictures */

/* The last thing that was counted, and one word for it. */
static void
draw_last(const struct drawer_flow *flow, int row)
{
	const struct drawer_item *item = flow->last >= 0 ? &flow->rows[flow->last] : NULL;
	const char *word;

	if (flow->word == DW_NONE) {
		draw_text(row, 4, -1, STYLE_ACCENT, flow->row_count == 0 ? tell(DRAWER_FIRST) : tell(DELIVERY_NEXT));
		return;
	}
	word = message_text(drawer_word_message(flow->word));
	draw_text(row, term_columns() - 2 - text_width(word), -1, level_style(drawer_word_level(flow->word)), word);
	if (item != NULL) {
		draw_text(row, 4, term_columns() - 30, STYLE_TITLE, item->name[0] != '\0' ? item->name : item->serial);
		draw_text(row + 1, 4, -1, STYLE_FIELD, message_text(seen_way_message(item->seen)));
	} else if (flow->word == DW_PLACE) {
		draw_text(row, 4, -1, STYLE_TITLE, flow->fields[DF_PLACE]);
	}
}

static void
draw_count(const struct drawer_screen *drawer)
{
	const struct drawer_flow *flow = drawer->flow;
	int row = BODY_TOP, width = term_columns();
	char words[UI_WORDS];

	draw_last(flow, row);
	row = form_draw(&drawer->form, row + 3, LABEL, 1) + 1;
	say(words, sizeof words, DRAWER_COUNTED, flow->row_count);
	draw_text(row++, 3, -1, STYLE_LABEL, words);
	for (int i = flow->row_count - 1; i >= 0 && row <= body_bottom(); i--, row++) {
		const struct drawer_item *item = &flow->rows[i];
		char number[16];

		snprintf(number, sizeof number, "%d", i + 1);
		draw_text_right(row, 5, STYLE_DIM, number);
		draw_text(row, 7, width - 36, i == flow->last ? STYLE_TITLE : STYLE_TEXT,
			item->name[0] != '\0' ? item->name : item->serial);
		draw_text(row, width - 28, 20, STYLE_TEXT, message_text(seen_way_message(item->seen)));
		draw_text(row, width - 7, 6, STYLE_DIM, item->place);
	}
}

static void
draw_sums(const struct drawer_sum sums[ITEM_KIND_COUNT], int row)
{
	static const enum message heads[] = {
		MSG_DRAWER_HERE, MSG_DRAWER_SEEN, MSG_DRAWER_SUM_MISSING, MSG_DRAWER_SUM_EXTRA, MSG_DRAWER_SUM_MISPLACED};

	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		const struct drawer_sum *sum = &sums[kind];
		const int numbers[] = {sum->here, sum->read + sum->scanned, sum->missing, sum->unexpected, sum->misplaced};

		draw_text(row + 1 + kind, 3, -1, STYLE_LABEL, kind == ITEM_CARD ? tell(DELIVERY_CARDS) : tell(DELIVERY_READERS));
		for (int i = 0; i < (int)ARRAY_LENGTH(heads); i++) {
			char text[16];

			snprintf(text, sizeof text, "%d", numbers[i]);
			draw_text_right(row, 26 + i * 12, STYLE_LABEL, message_text(heads[i]));
			draw_text_right(row + 1 + kind, 26 + i * 12, i > 1 && numbers[i] > 0 ? STYLE_WARNING : STYLE_FIELD, text);
		}
	}
}

static void
draw_difference(const struct drawer_screen *drawer)
{
	int row = BODY_TOP;

	draw_sums(drawer->flow->sums, row);
	row += 4;
	if (drawer->differences.count == 0) {
		draw_text_middle(row + 2, STYLE_OK, tell(DRAWER_NO_DIFFERENCE));
		term_cursor(row + 2, 2);
		return;
	}
	table_draw_head(&difference_kind, row);
	table_draw_rows(&drawer->differences, row + 1, body_bottom() - row, true);
}

static void
drawer_draw(struct screen *screen)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	if (drawer->flow == NULL)
		return;
	if (drawer->step == DRAWER_BEGIN)
		(void)form_draw(&drawer->form, BODY_TOP + 1, LABEL, 2);
	else if (drawer->step == DRAWER_COUNT)
		draw_count(drawer);
	else if (drawer->step == DRAWER_DIFFERENCE)
		draw_difference(drawer);
}

/* ------------------------------------------------------------------ words, the screen */

static void
drawer_head(struct screen *screen, char *out, size_t size)
{
	const struct drawer_screen *drawer = (const struct drawer_screen *)screen;

	if (drawer->flow == NULL)
		copy_text(out, size, tell(DRAWER_TITLE));
	else
		step_head(&drawer->flow->at, "", out, size);
}

static enum verdict_level
drawer_speak(struct screen *screen, char *out, size_t size)
{
	const struct drawer_screen *drawer = (const struct drawer_screen *)screen;
	const struct ui_finding *no_card = &screen->ui->status.no_card;

	out[0] = '\0';
	if (drawer->flow == NULL)
		return VERDICT_PASS;
	if (drawer->flow->at.notice.message != MSG_NONE)
		return step_notice(&drawer->flow->at, out, size);
	if (drawer->step == DRAWER_COUNT && no_card->level != VERDICT_PASS) {
		copy_text(out, size, no_card->line);
		return no_card->level;
	}
	copy_text(out, size,
		drawer->form.count > 0 ? form_sentence(&drawer->form, steps_here(&drawer->flow->at)->sentence)
				       : message_text(steps_here(&drawer->flow->at)->sentence));
	return VERDICT_PASS;
}

static void
drawer_open(struct screen *screen, const struct target *target)
{
	struct drawer_screen *drawer = (struct drawer_screen *)screen;

	(void)target;
	screen->ui->host->drawer_begin(screen->ui->host->context); /* what is going on goes on */
	drawer->step = DRAWER_STEP_COUNT;
	table_init(&drawer->differences, &difference_kind, screen);
	drawer_refresh(screen);
}

static void
drawer_close(struct screen *screen)
{
	table_clear(&((struct drawer_screen *)screen)->differences);
}

const struct screen_type screen_drawer = {
	.size = sizeof(struct drawer_screen),
	.open = drawer_open,
	.title = MSG_DRAWER_TITLE,
	.draw = drawer_draw,
	.keys = drawer_keys,
	.act = drawer_act,
	.press = drawer_press,
	.typing = drawer_typing,
	.scan = drawer_scan,
	.refresh = drawer_refresh,
	.close = drawer_close,
	.head = drawer_head,
	.speak = drawer_speak,
};
