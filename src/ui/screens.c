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

void
screen_pop(struct ui *ui)
{
	struct screen *screen = screen_top(ui);

	if (screen == NULL)
		return;
	ui->depth--;
	if (screen->type->close != NULL)
		screen->type->close(screen);
	mem_free(screen);
	ui->stale = true;
	ui->dirty = true;
}

void
screen_pop_to(struct ui *ui, const struct screen *screen)
{
	while (ui->depth > 0 && screen_top(ui) != screen)
		screen_pop(ui);
}

/* Puts it on top, zeroed. */
static struct screen *
push(struct ui *ui, enum screen_id id)
{
	struct screen *screen;

	/* One of a kind: searching from a search does not pile up, and the stack cannot overflow. */
	while (screen_is_open(ui, id))
		screen_pop(ui);
	if (ui->depth == SCREENS_MAX)
		screen_pop(ui);
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
	ui->dirty = true;
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

void
begin_handover(struct ui *ui, int64_t applicant_id, bool resume)
{
	char sentence[UI_SENTENCE] = "";

	if (ui->host->flow_begin(ui->host->context, applicant_id, resume, sentence))
		ui_show_handover(ui);
	else
		ui_notice(ui, VERDICT_REFUSE, sentence);
}
