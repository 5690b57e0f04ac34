/*
 * ui/screen_doctor: what the desk needs, what is there, and for everything that is not whom to call and what to say. The commands
 * that mend it are for a shell: `teslim doctor`.
 */
#include "screen.h"

enum { DO_AGAIN = UI_ACT_OWN };

struct doctor {
	struct screen screen;
	struct pick pick;
	bool running;
	int count;
	struct ui_finding rows[UI_FINDINGS_MAX];
};

static void
doctor_refresh(struct screen *screen)
{
	struct doctor *doctor = (struct doctor *)screen;

	doctor->count = screen->ui->host->doctor(screen->ui->host->context, doctor->rows, UI_FINDINGS_MAX, &doctor->running);
	pick_fit(&doctor->pick, doctor->count, doctor->count);
}

static bool
is_well(const struct doctor *doctor)
{
	for (int i = 0; i < doctor->count; i++)
		if (doctor->rows[i].level == VERDICT_WARN || doctor->rows[i].level == VERDICT_REFUSE)
			return false;
	return doctor->count > 0;
}

static int
cure_column(void)
{
	return 6 + text_width(tell(DOCTOR_CURE));
}

static int
finding_height(const struct ui_finding *finding)
{
	int height = wrapped_height(term_columns() - 34, 3, finding->sentence);

	if (finding->call[0] != '\0')
		height += wrapped_height(term_columns() - 32 - cure_column(), 3, finding->call);
	return height > 0 ? height : 1;
}

static int
draw_finding(const struct ui_finding *finding, int row, bool chosen)
{
	const char *word = finding->level == VERDICT_PASS ? tell(UI_LEVEL_GOOD)
		: finding->level == VERDICT_REFUSE        ? tell(DOCTOR_BAD)
							  : level_word(finding->level);
	int lines;

	draw_text(row, 2, 18, chosen ? STYLE_TITLE : STYLE_LABEL, finding->what);
	draw_text(row, 21, 10, level_style(finding->level), word);
	lines = draw_wrapped(row, 32, term_columns() - 34, 3, finding->level == VERDICT_PASS ? STYLE_DIM : STYLE_FIELD,
		finding->sentence);
	if (lines == 0)
		lines = 1;
	if (finding->call[0] == '\0')
		return lines;
	draw_text(row + lines, 32, -1, STYLE_ACCENT, tell(DOCTOR_CURE));
	lines += draw_wrapped(row + lines, 28 + cure_column(), term_columns() - 32 - cure_column(), 3, STYLE_FIELD, finding->call);
	return lines;
}

/* Findings are of different height; the chosen one is always whole on the screen. */
static int
first_shown(const struct doctor *doctor)
{
	int first = (int)doctor->pick.chosen;
	int rows = body_rows();
	int used = first < doctor->count ? finding_height(&doctor->rows[first]) : 0;

	while (first > 0 && used + finding_height(&doctor->rows[first - 1]) <= rows)
		used += finding_height(&doctor->rows[--first]);
	return first;
}

static void
doctor_draw(struct screen *screen)
{
	struct doctor *doctor = (struct doctor *)screen;
	int row = BODY_TOP;

	term_cursor(BODY_TOP, 2);
	for (int i = first_shown(doctor); i < doctor->count; i++) {
		if (row + finding_height(&doctor->rows[i]) - 1 > body_bottom())
			break;
		if (i == doctor->pick.chosen)
			term_cursor(row, 2);
		row += draw_finding(&doctor->rows[i], row, i == doctor->pick.chosen);
	}
}

static void
doctor_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{5, DO_AGAIN, MSG_DOCTOR_KEY_AGAIN, false},
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

static void
doctor_act(struct screen *screen, int action)
{
	if (action != DO_AGAIN)
		return;
	screen->ui->host->doctor_start(screen->ui->host->context);
	ui_refresh(screen->ui);
}

static bool
doctor_press(struct screen *screen, const struct press *press)
{
	return pick_press(&((struct doctor *)screen)->pick, press, false);
}

static enum verdict_level
doctor_say(struct screen *screen, char *out, size_t size)
{
	const struct doctor *doctor = (const struct doctor *)screen;

	if (doctor->running)
		copy_text(out, size, tell(DOCTOR_RUNNING));
	else
		copy_text(out, size, is_well(doctor) ? tell(DOCTOR_ALL_WELL) : tell(DOCTOR_SENTENCE));
	return VERDICT_PASS;
}

static bool
doctor_may_open(struct ui *ui)
{
	return !screen_is_top(ui, SCREEN_DOCTOR);
}

static void
doctor_open(struct screen *screen, const struct target *target)
{
	(void)target;
	screen->ui->host->doctor_start(screen->ui->host->context);
}

const struct screen_type screen_doctor = {
	.size = sizeof(struct doctor),
	.may_open = doctor_may_open,
	.open = doctor_open,
	.title = MSG_DOCTOR_TITLE,
	.draw = doctor_draw,
	.keys = doctor_keys,
	.act = doctor_act,
	.overlay = true,
	.press = doctor_press,
	.refresh = doctor_refresh,
	.speak = doctor_say,
};
