/*
 * ui/screen_journal: what was done, newest first, with a filter and the check that nothing was changed.
 */
#include "screen.h"

#include "teslim/words.h"

#include <string.h>

enum { DO_VERIFY = UI_ACT_OWN };
enum { SEARCH_ROW = BODY_TOP, HEAD_ROW = BODY_TOP + 2, FIRST_ROW = BODY_TOP + 3, WHOLE_ROWS = 2 };
enum { SEQ_END = 8, TIME_AT = 11, OFFICER_AT = 24, ACT_AT = 35, WORDS_AT = 58 };

struct journal {
	struct screen screen;
	struct edit search;
	struct pick pick;
	int64_t fetched_first;
	int fetched;
	struct ui_journal_row rows[UI_ROWS_MAX];
};

/* Two rows below the list show the chosen entry's words whole. */
static int
journal_height(void)
{
	int height = body_bottom() - FIRST_ROW - WHOLE_ROWS;

	return height > UI_ROWS_MAX ? UI_ROWS_MAX : height;
}

static void
journal_fetch(struct journal *journal)
{
	struct ui *ui = journal->screen.ui;
	int64_t total = journal->pick.count;

	for (int turn = 0; turn < 2; turn++) {
		struct ui_journal_query query = {.text = journal->search.text, .offset = journal->pick.first};
		journal->fetched = ui->host->journal(ui->host->context, &query, journal->rows, journal_height(), &total);
		journal->fetched_first = journal->pick.first;
		pick_fit(&journal->pick, total, journal_height());
		if (journal->pick.first == journal->fetched_first)
			return;
	}
}

static void
journal_refresh(struct screen *screen)
{
	journal_fetch((struct journal *)screen);
}

static const char *
row_words(const struct ui_journal_row *row)
{
	return row->words[0] != '\0' ? row->words : row->entry.body;
}

/* "23.11 14:05": the year stands with the chosen entry below. */
static void
show_minute(char out[CLOCK_TEXT], int64_t time)
{
	struct civil civil = clock_civil(time);

	snprintf(out, CLOCK_TEXT, "%02d.%02d %02d:%02d", civil.day, civil.month, civil.hour, civil.minute);
}

static void
draw_entry(const struct ui_journal_row *item, int row, bool chosen)
{
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	enum style quiet = chosen ? STYLE_SELECTED : STYLE_DIM;
	char seq[32], when[CLOCK_TEXT];

	show_number(seq, item->entry.seq);
	show_minute(when, item->entry.time);
	if (chosen)
		term_blank(row, 1, term_columns() - 2, STYLE_SELECTED);
	draw_text_right(row, SEQ_END, quiet, seq);
	draw_text(row, TIME_AT, 11, quiet, when);
	draw_text(row, OFFICER_AT, 10, quiet, item->entry.officer);
	draw_text(row, ACT_AT, 22, style, message_text(journal_act_message(item->entry.act)));
	draw_text(row, WORDS_AT, term_columns() - WORDS_AT - 2, quiet, row_words(item));
}

/* The chosen entry with its whole date and all its words. */
static void
draw_whole(const struct ui_journal_row *item)
{
	char text[sizeof item->entry.body + CLOCK_TEXT + 8], when[CLOCK_TEXT];

	clock_minute(when, item->entry.time);
	snprintf(text, sizeof text, "%s   %s", when, row_words(item));
	draw_wrapped(body_bottom() - WHOLE_ROWS + 1, 2, term_columns() - 4, WHOLE_ROWS, STYLE_TEXT, text);
}

static void
journal_draw(struct screen *screen)
{
	struct journal *journal = (struct journal *)screen;
	int64_t chosen = journal->pick.chosen - journal->fetched_first;

	draw_text(SEARCH_ROW, 2, -1, STYLE_LABEL, tell(JOURNAL_SEARCH));
	draw_text_right(HEAD_ROW, SEQ_END, STYLE_LABEL, tell(JOURNAL_SEQ));
	draw_text(HEAD_ROW, TIME_AT, -1, STYLE_LABEL, tell(JOURNAL_TIME));
	draw_text(HEAD_ROW, OFFICER_AT, -1, STYLE_LABEL, tell(JOURNAL_OFFICER));
	draw_text(HEAD_ROW, ACT_AT, -1, STYLE_LABEL, tell(JOURNAL_ACT));
	draw_text(HEAD_ROW, WORDS_AT, -1, STYLE_LABEL, tell(JOURNAL_BODY));
	for (int i = 0; i < journal->fetched && i < journal_height(); i++)
		draw_entry(&journal->rows[i], FIRST_ROW + i, i == chosen);
	if (chosen >= 0 && chosen < journal->fetched)
		draw_whole(&journal->rows[chosen]);
	draw_position(SEARCH_ROW, journal->fetched_first + 1, journal->fetched_first + journal->fetched, journal->pick.count);
	edit_draw(&journal->search, SEARCH_ROW, 2 + text_width(tell(JOURNAL_SEARCH)) + 2, 36, true);
}

static void
journal_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{5, 'd', 'v', DO_VERIFY, MSG_JOURNAL_KEY_VERIFY, false},
		{KEY_ESCAPE, 0, 0, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
journal_act(struct screen *screen, int action)
{
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";
	bool whole;

	if (action != DO_VERIFY)
		return;
	whole = host->journal_verify(host->context, sentence);
	ui_notice(screen->ui, whole ? VERDICT_PASS : VERDICT_REFUSE, sentence);
}

static enum scan_answer
journal_scan(struct screen *screen, const struct scan *scan)
{
	struct journal *journal = (struct journal *)screen;

	if (scan->kind != SCAN_RECORD || scan->text[0] == '\0')
		return scan_default(screen, scan);
	edit_set(&journal->search, scan->text);
	journal->pick = (struct pick){0};
	journal_fetch(journal);
	return ANSWER_TAKEN;
}

static bool
journal_press(struct screen *screen, const struct press *press)
{
	struct journal *journal = (struct journal *)screen;
	bool changed = false;

	if (pick_press(&journal->pick, press, true)) {
		journal_fetch(journal);
		return true;
	}
	if (!edit_press(&journal->search, press, &changed))
		return false;
	if (changed) {
		journal->pick = (struct pick){0};
		journal_fetch(journal);
	}
	return true;
}

static bool
journal_typing(struct screen *screen)
{
	(void)screen;
	return true;
}

static enum verdict_level
journal_say(struct screen *screen, char *out, size_t size)
{
	copy_text(out, size, ((struct journal *)screen)->pick.count > 0 ? tell(JOURNAL_SENTENCE) : tell(JOURNAL_NOTHING));
	return VERDICT_PASS;
}

const struct screen_type screen_journal = {
	.size = sizeof(struct journal),
	.title = MSG_JOURNAL_TITLE,
	.draw = journal_draw,
	.keys = journal_keys,
	.act = journal_act,
	.press = journal_press,
	.scan = journal_scan,
	.typing = journal_typing,
	.refresh = journal_refresh,
	.speak = journal_say,
};
