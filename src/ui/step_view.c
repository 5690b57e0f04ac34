/*
 * ui/step_view: see step_view.h.
 */
#include "step_view.h"

void
step_head(const struct stand *at, const char *beside, char *out, size_t size)
{
	const struct step_line line = steps_line(at);
	char title[UI_WORDS + SERIAL_TEXT];

	snprintf(title, sizeof title, "%s%s%s", message_text(line.title), beside[0] != '\0' ? "  " : "", beside);
	if (line.number > 0)
		say(out, size, STEP_LINE, message_text(at->steps->name), line.number, line.of, title);
	else
		say(out, size, STEP_LINE_SIDE, message_text(at->steps->name), title);
}

enum verdict_level
step_notice(const struct stand *at, char *out, size_t size)
{
	out[0] = '\0';
	if (at->notice.message != MSG_NONE)
		message_format_detail(out, size, message_language(), at->notice.message, at->notice.detail);
	return at->notice.level;
}

void
step_keys(const struct stand *at, int first, struct key_set *set)
{
	const struct step_info *info = steps_here(at);

	for (int i = 0; i < STEP_KEYS_MAX; i++) {
		const struct step_key *key = &info->keys[i];
		const struct key_entry entry = {.function = key->function_key,
			.action = first + key->action,
			.message = key->message,
			.aside = key->aside || !steps_is_live(at, key->action)};

		if (key->message != MSG_NONE && steps_is_offered(at, key->action))
			keys_add(set, &entry, 1);
	}
}
