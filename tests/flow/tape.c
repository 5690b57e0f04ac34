/* tests/flow/tape: see tape.h. Sends events and plays files; tape_words.c knows the words. */
#include "tape_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NESTED_MAX = 8, TAPE_MAX = 64 * 1024 };

/* What stands in the reader according to the events. */
static void
follow_card(struct tape *tape, const struct event *event)
{
	static char last[TAPE_PHYSICAL];

	switch ((int)event->kind) {
	case EVENT_CARD_IN:
	case EVENT_CARD_OUT:
	case EVENT_CARD_FAULT:
		tape->physical[0] = last[0] = '\0';
		return;
	case EVENT_CARD_READ:
		copy_text(tape->physical, sizeof tape->physical,
			tape->flow.chosen >= 0 ? tape->flow.certificates[tape->flow.chosen].sha256 : "");
		return;
	default:
		return;
	}
}

enum code
tape_send(struct tape *tape, struct event *event, struct effects *effects)
{
	static struct handover_flow before;
	struct effects own = {0};
	const char *broken;
	enum code code;

	event->now = tape->now;
	if (!tape->trusted)
		cast_copy(&before, &tape->flow);
	code = handover_advance(&tape->flow, &tape->policy, event, &own);
	follow_card(tape, event);
	if (code == OK && event->kind == EVENT_ACTION && event->action == ACTION_ARM && tape->flow.at.armed)
		tape->armed_at = tape->now;
	broken = tape->trusted
		? NULL
		: cast_broken(&before, &tape->flow, event, code, &own, &tape->policy, tape->physical, tape->armed_at);
	if (broken != NULL && tape->fault[0] == '\0')
		snprintf(tape->fault, sizeof tape->fault, "event %d: %s", tape->events, broken);
	tape->events++;
	for (int i = 0; i < own.count && effects->count < EFFECTS_MAX; i++)
		effects->list[effects->count++] = own.list[i];
	if (code == OK && tape->after != NULL && tape->fault[0] == '\0')
		tape->after(tape, tape->context);
	return code;
}

void
tape_begin(struct tape *tape)
{
	tape->policy = cast_policy;
	tape->now = cast_morning;
	tape->armed_at = 0;
	tape->physical[0] = '\0';
	tape->events = 0;
	tape->fault[0] = '\0';
	handover_init(&tape->flow, &tape->policy);
}

bool
tape_crash(struct tape *tape)
{
	struct str first = {0}, second = {0};
	struct applicant person = tape->flow.applicant; /* as the register has him */
	struct event event = {.kind = EVENT_RELOADED, .now = tape->now, .applicants = &person, .number = 1};
	struct effects effects = {0};
	struct err err = {0};
	bool good;

	handover_save(&tape->flow, &first);
	good = handover_restore(&tape->flow, &tape->policy, str_text(&first), &err) == OK;
	if (good && tape->flow.at.unloaded)
		good = handover_advance(&tape->flow, &tape->policy, &event, &effects) == OK && effects.count == 0;
	if (good)
		handover_save(&tape->flow, &second);
	if (!good)
		snprintf(tape->fault, sizeof tape->fault, "the draft was refused");
	else if (strcmp(str_text(&first), str_text(&second)) != 0)
		snprintf(tape->fault, sizeof tape->fault, "the draft does not come back the same:\n%.180s...\n%.180s",
			str_text(&first), str_text(&second));
	else
		tape->physical[0] = '\0';
	str_clear(&first);
	str_clear(&second);
	return tape->fault[0] == '\0';
}

/* ---- a file */

struct line {
	char *text;
	const char *file;
	int number;
};

static void
blame(struct tape *tape, const struct line *line, const char *what)
{
	char words[sizeof tape->fault];

	copy_text(words, sizeof words, what);
	snprintf(tape->fault, sizeof tape->fault, "%s:%d: %.380s", line->file, line->number, words);
}

static bool play_nested(struct tape *tape, const char *folder, const char *name, int depth);

static bool
command(struct tape *tape, const struct line *line, const char *folder, int depth)
{
	char *word = line->text + 2;

	if (strncmp(word, "play ", 5) == 0)
		return play_nested(tape, folder, word + 5, depth + 1);
	if (strncmp(word, "wait ", 5) == 0)
		tape->now += atoll(word + 5);
	else if (strcmp(word, "crash") == 0)
		return tape_crash(tape);
	else if (strcmp(word, "accept-test") == 0)
		tape->policy.accept_test = true;
	else if (strcmp(word, "require-revocation") == 0)
		tape->policy.require_revocation = true;
	else if (strcmp(word, "any-chain") == 0)
		tape->policy.require_chain = false;
	else
		snprintf(tape->fault, sizeof tape->fault, "unknown command");
	return tape->fault[0] == '\0';
}

/* Effects of the last event must have been named before the next one; saving the draft alone may go unsaid. */
static bool
all_said(struct tape *tape, struct effects *effects)
{
	for (int i = 0; i < effects->count; i++)
		if (effects->list[i].kind != EFFECT_SAVE_DRAFT) {
			snprintf(tape->fault, sizeof tape->fault, "the event before had an effect that the tape does not name: %s",
				words_effect(effects->list[i].kind));
			return false;
		}
	effects->count = 0;
	return true;
}

static bool
play_line(struct tape *tape, const struct line *line, struct effects *effects, const char *folder, int depth)
{
	char kind = line->text[0];

	if (kind == '\0' || kind == '#')
		return true;
	if (line->text[1] != ' ') {
		snprintf(tape->fault, sizeof tape->fault, "not a line of a tape");
		return false;
	}
	if (kind == '<') {
		bool good = words_expect_effects(tape, effects, line->text + 2);
		effects->count = 0;
		return good;
	}
	if (kind == '=')
		return words_expect_state(tape, line->text + 2);
	if (!all_said(tape, effects))
		return false;
	if (kind == '@')
		return command(tape, line, folder, depth);
	if (kind == '>' || kind == '!')
		return words_send(tape, effects, line->text + 2, kind == '>' ? OK : ERR_REFUSED) && tape->fault[0] == '\0';
	snprintf(tape->fault, sizeof tape->fault, "not a line of a tape");
	return false;
}

static bool
play_nested(struct tape *tape, const char *folder, const char *name, int depth)
{
	char path[512];
	struct line line = {.file = name};
	struct effects effects = {0};
	struct err err = {0};
	char *bytes;
	size_t length;
	bool good = true;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (depth > NESTED_MAX || file_read(path, TAPE_MAX, &bytes, &length, &err) != OK) {
		snprintf(tape->fault, sizeof tape->fault, "%s cannot be read", name);
		return false;
	}
	for (char *at = bytes; good && *at != '\0';) {
		char *end = at + strcspn(at, "\n");
		char *next = *end == '\n' ? end + 1 : end;
		*end = '\0';
		line.text = at;
		line.number++;
		good = play_line(tape, &line, &effects, folder, depth);
		at = next;
	}
	if (good)
		good = all_said(tape, &effects);
	if (!good && (tape->fault[0] == '\0' || strstr(tape->fault, ".part:") == NULL))
		blame(tape, &line, tape->fault);
	mem_free(bytes);
	return good;
}

bool
tape_play(struct tape *tape, const char *folder, const char *name)
{
	tape_begin(tape);
	return play_nested(tape, folder, name, 0) && tape->fault[0] == '\0';
}
