/*
 * ui/screens: the pile of open screens, and the news that any of them may tell. Knows the screens only as the table that
 * ui.c hands in; no screen calls another one, and none calls what stands above this file.
 */
#include "screen.h"

#include <string.h>

struct screen *
screen_top(const struct ui *ui)
{
	return ui->depth > 0 ? ui->stack[ui->depth - 1] : NULL;
}

bool
screen_is_open(const struct ui *ui, enum screen_id id)
{
	for (int i = 0; i < ui->depth; i++)
		if (ui->stack[i]->type == ui->types[id])
			return true;
	return false;
}

bool
screen_is_top(const struct ui *ui, enum screen_id id)
{
	const struct screen *screen = screen_top(ui);

	return screen != NULL && screen->type == ui->types[id];
}

static void
free_screen(struct screen *screen)
{
	if (screen->type->close != NULL)
		screen->type->close(screen);
	mem_free(screen);
}

/* Takes one out of the pile; whatever stands above it stays. */
static void
take_out(struct ui *ui, int place)
{
	free_screen(ui->stack[place]);
	ui->depth--;
	for (int i = place; i < ui->depth; i++)
		ui->stack[i] = ui->stack[i + 1];
	ui->stale = true;
	ui->dirty = true;
}

void
screen_pop(struct ui *ui)
{
	if (ui->depth > 0)
		take_out(ui, ui->depth - 1);
}

void
screen_leave(struct ui *ui)
{
	screen_forget_left(ui);
	ui->left = screen_top(ui);
	ui->depth--;
	ui->left_depth = ui->depth;
	ui->left_to = screen_top(ui);
	ui->stale = true;
	ui->dirty = true;
}

bool
screen_return(struct ui *ui)
{
	struct screen *left = ui->left;

	if (left == NULL || ui->depth != ui->left_depth || screen_top(ui) != ui->left_to)
		return false;
	ui->left = NULL;
	ui->stack[ui->depth++] = left;
	ui->stale = true;
	ui->dirty = true;
	return true;
}

void
screen_forget_left(struct ui *ui)
{
	if (ui->left != NULL)
		free_screen(ui->left);
	ui->left = NULL;
}

void
screen_pop_to(struct ui *ui, const struct screen *screen)
{
	while (ui->depth > 0 && screen_top(ui) != screen)
		screen_pop(ui);
}

static int
place_of(const struct ui *ui, enum screen_id id)
{
	int place = ui->depth - 1;

	while (place >= 0 && ui->stack[place]->type != ui->types[id])
		place--;
	return place;
}

/* Puts it on top, zeroed. */
static struct screen *
push(struct ui *ui, enum screen_id id)
{
	struct screen *screen;

	/* One of a kind, so that the pile cannot overflow; what stands above it stays, and Esc comes back there. */
	if (place_of(ui, id) >= 0)
		take_out(ui, place_of(ui, id));
	screen = mem_alloc(ui->types[id]->size);
	screen->type = ui->types[id];
	screen->ui = ui;
	ui->stack[ui->depth++] = screen;
	ui->stale = true;
	ui->dirty = true;
	return screen;
}

void
screen_show(struct ui *ui, const struct target *target)
{
	const struct screen_type *type = ui->types[target->screen];
	struct screen *screen;

	if (type->may_open != NULL && !type->may_open(ui))
		return;
	screen = push(ui, target->screen);
	if (type->open != NULL)
		type->open(screen, target);
}

void
screen_show_plain(struct ui *ui, enum screen_id id)
{
	screen_show(ui, &(struct target){.screen = id});
}

void
ui_refresh(struct ui *ui)
{
	ui->stale = true;
	ui->dirty = true;
}

void
ui_notice(struct ui *ui, enum verdict_level level, const char *sentence)
{
	copy_text(ui->notice, sizeof ui->notice, sentence);
	ui->notice_level = level;
	ui->asked = 0;
	ui->dirty = true;
}

void
ui_ask(struct screen *screen, int act, enum verdict_level level, const char *sentence)
{
	struct ui *ui = screen->ui;

	ui_notice(ui, level, sentence);
	ui->asked = act;
	ui->asked_on = screen;
	ui->asking = true;
}

void
ui_ask_or_not(struct screen *screen, int act, const char *sentence)
{
	if (!ui_asks(screen, act))
		ui_ask(screen, act, VERDICT_WARN, sentence);
}

bool
ui_asks(const struct screen *screen, int act)
{
	return screen->ui->asked == act && screen->ui->asked_on == screen;
}

void
ui_beep(struct ui *ui)
{
	(void)ui;
	term_beep();
}

/* Login or lock stand at the top, or right under help or doctor: nothing of the session may be reached from here. */
bool
ui_is_locked(const struct ui *ui)
{
	int top = ui->depth - 1;

	while (top > 0 && ui->stack[top]->type->overlay)
		top--;
	return top < 0 || ui->stack[top]->type->covers;
}

bool
ui_is_home(const struct ui *ui)
{
	return screen_is_top(ui, SCREEN_HOME);
}

void
ui_show_handover(struct ui *ui)
{
	if (ui->host->flow(ui->host->context) == NULL || screen_is_open(ui, SCREEN_HANDOVER) || ui_is_locked(ui))
		return;
	screen_show_plain(ui, SCREEN_HANDOVER);
}

static bool
has_draft(struct ui *ui)
{
	struct ui_home *home = mem_alloc(sizeof *home);
	bool has;

	ui->host->home(ui->host->context, home);
	has = home->has_draft;
	mem_free(home);
	return has;
}

void
begin_handover(struct ui *ui, int64_t applicant_id, bool resume)
{
	char sentence[UI_SENTENCE] = "";
	const struct handover_flow *flow = ui->host->flow(ui->host->context);

	if (flow != NULL && screen_is_open(ui, SCREEN_HANDOVER)) {
		screen_pop_to(ui, ui->stack[place_of(ui, SCREEN_HANDOVER)]);
		if (applicant_id != 0 && applicant_id != flow->applicant.id)
			ui_notice(ui, VERDICT_WARN, tell(HANDOVER_ONE_AT_A_TIME));
		return;
	}
	if (!resume && has_draft(ui)) { /* one that was cut off goes first, and is not written over */
		resume = true;
		copy_text(sentence, sizeof sentence, tell(HANDOVER_RESUMED_FIRST));
	}
	if (ui->host->flow_begin(ui->host->context, applicant_id, resume, sentence)) {
		ui_show_handover(ui);
		if (sentence[0] != '\0')
			ui_notice(ui, VERDICT_WARN, sentence);
	} else
		ui_notice(ui, VERDICT_REFUSE, sentence);
}
