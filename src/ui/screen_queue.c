/*
 * ui/screen_queue: records whose paper is still to come; says that paper came out, or sends one again.
 */
#include "screen.h"

#include <string.h>

enum { DO_AGAIN = UI_ACT_OWN, DO_OUT };
enum { HEAD_ROW = BODY_TOP, FIRST_ROW = BODY_TOP + 1 };

struct queue {
	struct screen screen;
	struct pick pick;
	int count;
	struct ui_print_row rows[UI_ROWS_MAX];
};

static void
queue_refresh(struct screen *screen)
{
	struct queue *queue = (struct queue *)screen;

	queue->count = screen->ui->host->print_queue(screen->ui->host->context, queue->rows, UI_ROWS_MAX);
	pick_fit(&queue->pick, queue->count, body_rows() - 1);
}

static int
paper_message(enum paper_state state)
{
	static const int messages[] = {
		[PAPER_NONE] = MSG_PAPER_NONE, [PAPER_WAITING] = MSG_PAPER_WAITING, [PAPER_SENT] = MSG_PAPER_SENT,
		[PAPER_CONFIRMED] = MSG_PAPER_CONFIRMED, [PAPER_SIGNED] = MSG_PAPER_SIGNED};

	return (unsigned)state < ARRAY_LENGTH(messages) ? messages[state] : MSG_NONE;
}

static void
queue_draw(struct screen *screen)
{
	struct queue *queue = (struct queue *)screen;
	int name_at = 28;
	int state_at = term_columns() - 28 - (term_columns() - TERM_COLUMNS_MIN) / 3;

	draw_text(HEAD_ROW, 2, -1, STYLE_LABEL, tell(QUEUE_RECORD));
	draw_text(HEAD_ROW, 16, -1, STYLE_LABEL, tell(QUEUE_TIME));
	draw_text(HEAD_ROW, name_at, -1, STYLE_LABEL, tell(LIST_NAME));
	draw_text(HEAD_ROW, state_at, -1, STYLE_LABEL, tell(QUEUE_STATE));
	term_cursor(FIRST_ROW, 2);
	for (int i = 0; i < queue->pick.height && queue->pick.first + i < queue->count; i++) {
		const struct ui_print_row *item = &queue->rows[queue->pick.first + i];
		bool chosen = queue->pick.first + i == queue->pick.chosen;
		enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
		int row = FIRST_ROW + i;
		char when[CLOCK_TEXT], words[UI_WORDS * 2];

		if (chosen) {
			term_blank(row, 1, term_columns() - 2, STYLE_SELECTED);
			term_cursor(row, 2);
		}
		show_when(when, item->time);
		snprintf(words, sizeof words, "%s%s%s", message_text((enum message)paper_message(item->state)),
			item->words[0] != '\0' ? ", " : "", item->words);
		draw_text(row, 2, 13, style, item->record_number);
		draw_text(row, 16, 10, chosen ? STYLE_SELECTED : STYLE_DIM, when);
		draw_text(row, name_at, state_at - name_at - 1, style, item->name);
		draw_text(row, state_at, -1, chosen ? STYLE_SELECTED : item->state == PAPER_WAITING ? STYLE_WARNING : STYLE_TEXT, words);
	}
}

static void
queue_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{5, 'y', 'a', DO_AGAIN, MSG_QUEUE_KEY_AGAIN, false},
		{9, 'e', 'y', DO_OUT, MSG_QUEUE_KEY_OUT, false},
	};
	static const struct key_entry back = {KEY_ESCAPE, 'g', 'b', UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};

	if (((struct queue *)screen)->count > 0)
		keys_add(set, own, ARRAY_LENGTH(own));
	keys_add(set, &back, 1);
}

static void
queue_act(struct screen *screen, int action)
{
	struct queue *queue = (struct queue *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";
	const struct ui_print_row *row;
	enum ui_paper_act act = action == DO_AGAIN ? UI_PAPER_PRINT : UI_PAPER_CONFIRM;

	if (queue->pick.chosen >= queue->count)
		return;
	row = &queue->rows[queue->pick.chosen];
	if (!host->paper(host->context, row->handover_id, act, sentence)) {
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_PRINT)
		say(sentence, sizeof sentence, QUEUE_DONE, row->record_number);
	else
		say(sentence, sizeof sentence, QUEUE_CONFIRMED, row->record_number);
	ui_notice(screen->ui, VERDICT_PASS, sentence);
	ui_refresh(screen->ui);
}

/* The paper in hand is the row that is meant. */
static enum scan_answer
queue_scan(struct screen *screen, const struct scan *scan)
{
	struct queue *queue = (struct queue *)screen;

	for (int i = 0; scan->kind == SCAN_RECORD && i < queue->count; i++)
		if (strcmp(queue->rows[i].record_number, scan->text) == 0) {
			queue->pick.chosen = i;
			pick_fit(&queue->pick, queue->count, body_rows() - 1);
			return ANSWER_TAKEN;
		}
	return ANSWER_REFUSED;
}

static bool
queue_press(struct screen *screen, const struct press *press)
{
	return pick_press(&((struct queue *)screen)->pick, press, false);
}

static enum verdict_level
queue_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct queue *)screen)->count > 0 ? tell(QUEUE_SENTENCE) : tell(QUEUE_EMPTY));
	return VERDICT_PASS;
}

const struct screen_type screen_queue = {
	.size = sizeof(struct queue),
	.title = MSG_QUEUE_TITLE,
	.draw = queue_draw,
	.keys = queue_keys,
	.act = queue_act,
	.press = queue_press,
	.scan = queue_scan,
	.careful = true,
	.refresh = queue_refresh,
	.speak = queue_say,
};
