/*
 * ui/live_keys: the keys that are live on a screen: its own, and those that every screen has. Key bar, help and dispatch are
 * made from them.
 */
#include "screen.h"

static const struct key_entry help_key = {1, UI_ACT_HELP, MSG_UI_KEY_HELP, false};
static const struct key_entry common_keys[] = {
	{2, UI_ACT_SEARCH, MSG_UI_KEY_SEARCH, true},
	{7, UI_ACT_DOCTOR, MSG_UI_KEY_DOCTOR, true},
	{10, UI_ACT_LOCK, MSG_UI_KEY_LOCK, true},
	{11, UI_ACT_LANGUAGE, MSG_UI_KEY_LANGUAGE, true},
	{12, UI_ACT_DEMO, MSG_UI_KEY_DEMO, true},
};

static bool
has_key(const struct key_set *set, int function, int action)
{
	for (int i = 0; i < set->count; i++)
		if (set->list[i].function == function || set->list[i].action == action)
			return true;
	return false;
}

/* The live keys of a screen: its own, then the common ones whose place is still free. */
void
keys_collect(struct ui *ui, struct screen *screen, struct key_set *set)
{
	set->count = 0;
	if (screen->type->keys != NULL)
		screen->type->keys(screen, set);
	if (!has_key(set, 1, UI_ACT_HELP))
		keys_add(set, &help_key, 1);
	for (size_t i = 0; i < ARRAY_LENGTH(common_keys); i++) {
		const struct key_entry *entry = &common_keys[i];
		if (ui_is_locked(ui) && entry->action != UI_ACT_LANGUAGE && entry->action != UI_ACT_DOCTOR)
			continue;
		if (entry->action == UI_ACT_DEMO && ui->host->demo_cards == NULL)
			continue;
		if (!has_key(set, entry->function, entry->action))
			keys_add(set, entry, 1);
	}
}

static int
key_rank(const struct key_entry *entry)
{
	if (entry->function == KEY_ESCAPE)
		return 1000;
	if (entry->function == KEY_RETURN)
		return 15; /* right behind F1 */
	if (entry->function > STEP_KEY_CONTROL)
		return 95; /* right behind F9 */
	return entry->function > 0 ? entry->function * 10 : 500;
}

void
keys_sort(struct key_set *set)
{
	for (int i = 1; i < set->count; i++) {
		struct key_entry entry = set->list[i];
		int at = i;
		while (at > 0 && key_rank(&set->list[at - 1]) > key_rank(&entry)) {
			set->list[at] = set->list[at - 1];
			at--;
		}
		set->list[at] = entry;
	}
}
