/*
 * Nothing by accident: weighted random keys, scans and card events from every place there is. Whatever is written for good must
 * have been meant: the key that writes it was pressed by a hand, and where it is armed first, the key that arms it before that.
 * Always the same events, as many as the sanitizers take in 20 s: TESLIM_MONKEY=EVENTS[,SEED] asks for others (make fuzz: ten million).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "walk.h"

enum { EVENTS = 150000, PER_PLACE = 400, LOG = 1024, SLOW_MS = 110, ARMED_S = 31 };

/* ------------------------------------------------------------------ what was pressed */

static struct logged {
	struct press press;
	int64_t time; /* clock_now() */
	bool by_hand; /* it came alone */
} pressed[LOG];
static int64_t presses, events, writes, seed;
static int64_t now = 1795428300;
static const struct place *begun_at;
static uint64_t dice;

static uint32_t
roll(uint32_t sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (uint32_t)(dice >> 20) % sides;
}

static void
name_press(char out[16], const struct press *press)
{
	static const char *const names[] = {[PRESS_UP] = "Up",
		[PRESS_DOWN] = "Down",
		[PRESS_LEFT] = "Left",
		[PRESS_RIGHT] = "Right",
		[PRESS_HOME] = "Home",
		[PRESS_END] = "End",
		[PRESS_PAGE_UP] = "PgUp",
		[PRESS_PAGE_DOWN] = "PgDn",
		[PRESS_ENTER] = "Enter",
		[PRESS_ESCAPE] = "Esc",
		[PRESS_TAB] = "Tab",
		[PRESS_BACK_TAB] = "BackTab",
		[PRESS_BACKSPACE] = "Backspace",
		[PRESS_DELETE] = "Del",
		[PRESS_PASTE] = "Paste"};

	if (press->kind == PRESS_CHAR || press->kind == PRESS_ALT)
		snprintf(out, 16, "%s%c", press->kind == PRESS_ALT ? "Alt-" : "", press->code < 128 ? (int)press->code : '?');
	else if (press->kind == PRESS_FUNCTION)
		snprintf(out, 16, "F%u", press->code);
	else if (press->kind == PRESS_CONTROL)
		snprintf(out, 16, "Ctrl-%c", (int)press->code);
	else
		snprintf(out, 16, "%s", names[press->kind]);
}

static void
complain(const char *what, const char *why)
{
	struct str keys = {0};

	for (int64_t i = presses > 64 ? presses - 64 : 0; i < presses; i++) {
		char name[16];
		name_press(name, &pressed[i % LOG].press);
		str_printf(&keys, "%s%s ", name, pressed[i % LOG].by_hand ? "" : "(scan)");
	}
	fail_msg("%s: %s. Seed %lld, event %lld, from %s: %s\n%s", what, why, (long long)seed, (long long)events, begun_at->name,
		str_text(&keys), fake_term_picture());
}

static bool
is_key(const struct logged *key, int function)
{
	switch (function) {
	case KEY_ESCAPE:
		return key->press.kind == PRESS_ESCAPE;
	case KEY_RETURN:
		return key->press.kind == PRESS_ENTER;
	}
	if (function > STEP_KEY_CONTROL)
		return key->press.kind == PRESS_CONTROL && (int)key->press.code == function - STEP_KEY_CONTROL;
	if (key->press.kind == PRESS_FUNCTION)
		return (int)key->press.code == function;
	return (key->press.kind == PRESS_ALT || key->press.kind == PRESS_CHAR) &&
		key_of_digit(key->press.code) == function; /* after Esc */
}

/* What each thing that is written takes: the key that does it, and what was pressed before, not longer ago than that. */
static const struct rule {
	const char *what;
	int keys[3];
	int armed_by[2];
} rules[] = {
	{"commit", {STEP_KEY_CONTROL + 't'}, {9}},
	{"refusal", {STEP_KEY_CONTROL + 't'}, {9}},
	{"signed", {9}, {0}},
	{"signed on the page", {STEP_KEY_CONTROL + 't'}, {9}},
	{"paper out", {9}, {0}},
	{"print", {5, STEP_KEY_CONTROL + 't'}, {0}},
	{"move", {9, KEY_RETURN}, {0}},
	{"move for good", {STEP_KEY_CONTROL + 't'}, {9}},
	{"officer", {9, KEY_RETURN}, {0}},
	{"login ended", {STEP_KEY_CONTROL + 't'}, {6}},
	{"logout", {9}, {KEY_ESCAPE}},
	{"number shown", {4}, {0}},
};

static bool
is_one_of(const struct logged *key, const int *functions, int count)
{
	for (int i = 0; i < count; i++)
		if (functions[i] != 0 && is_key(key, functions[i]))
			return true;
	return false;
}

static bool
was_armed(const struct rule *rule)
{
	for (int64_t i = presses - 2; i >= 0 && i >= presses - LOG; i--)
		if (is_one_of(&pressed[i % LOG], rule->armed_by, 2) && now - pressed[i % LOG].time <= ARMED_S)
			return true;
	return false;
}

static bool walking; /* the monkey is at it, not the hand that brings it to its place */

static void
judge_write(const char *what)
{
	const struct logged *last = &pressed[(presses - 1) % LOG];
	const struct rule *rule = NULL;

	if (!walking)
		return;
	writes++;
	for (size_t i = 0; i < ARRAY_LENGTH(rules); i++)
		if (strcmp(rules[i].what, what) == 0)
			rule = &rules[i];
	if (rule == NULL)
		complain(what, "no rule says how that may be written");
	else if (presses == 0 || !last->by_hand)
		complain(what, "written by what no hand has pressed");
	else if (!is_one_of(last, rule->keys, 3))
		complain(what, "written by another key than its own");
	else if (rule->armed_by[0] != 0 && !was_armed(rule))
		complain(what, "written without having been armed");
}

/* ------------------------------------------------------------------ what happens */

static void
note(const struct press *press, bool by_hand)
{
	pressed[presses++ % LOG] = (struct logged){*press, now, by_hand};
}

/* The screen need not be looked at after each key; nobody on the floor does. */
static void
settle(int64_t ms)
{
	ui_read(ui);
	fake_term_wait(ms);
	ui_read(ui);
	ui_tick(ui);
	if (roll(8) == 0)
		ui_paint(ui);
}

static struct press
any_press(void)
{
	static const char text[] = "abcdeghijklmnoprstuvyz0123456789/-.? =";
	static const enum press_kind arrows[] = {PRESS_UP, PRESS_DOWN, PRESS_LEFT, PRESS_RIGHT, PRESS_HOME, PRESS_END,
		PRESS_PAGE_UP, PRESS_PAGE_DOWN, PRESS_TAB, PRESS_BACK_TAB, PRESS_BACKSPACE, PRESS_DELETE};
	uint32_t which = roll(100);

	if (which < 25)
		return (struct press){.kind = PRESS_CHAR, .code = (unsigned char)text[roll(sizeof text - 1)]};
	if (which < 40)
		return (struct press){.kind = PRESS_ENTER};
	if (which < 45)
		return (struct press){.kind = PRESS_ESCAPE};
	if (which < 70)
		return (struct press){.kind = PRESS_FUNCTION, .code = 1 + roll(12)};
	if (which < 76)
		return (struct press){.kind = PRESS_FUNCTION, .code = 9};
	if (which < 81)
		return (struct press){.kind = PRESS_CONTROL, .code = 't'};
	if (which < 84)
		return (struct press){.kind = PRESS_CONTROL, .code = 'a' + roll(26)};
	if (which < 86)
		return (struct press){.kind = PRESS_ALT, .code = (unsigned char)text[roll(sizeof text - 1)]};
	return (struct press){.kind = arrows[roll(ARRAY_LENGTH(arrows))]};
}

/* As fast as a scanner, with whatever line end. Nothing of it is a hand's. */
static void
any_scan(void)
{
	static const char *const texts[] = {"I<TURA12B34567<<<<<<<<<<<<<<<", "2026/A-0041", "5901234123457", "KRG-2026-119", "99",
		"9\t", "t9\t", "1234", "HTTPS://EXAMPLE.COM/?A=1", "9999999999",
		"TESLIM1 2026/A-0041 1204 2026-11-23T14:05:00+03:00 0123 -"};
	static const char *const ends[] = {"", "\r", "\t", "\r\r\r"};
	const char *parts[] = {texts[roll(ARRAY_LENGTH(texts))], ends[roll(ARRAY_LENGTH(ends))]};

	for (int part = 0; part < 2; part++)
		for (const char *at = parts[part]; *at != '\0'; at++) {
			struct press press = {.kind = *at == '\r' ? PRESS_ENTER
					: *at == '\t'             ? PRESS_TAB
								  : PRESS_CHAR,
				.code = (unsigned char)*at};
			note(&press, false);
			fake_term_push(press);
		}
	settle(1100);
}

static void
any_card(void)
{
	char sentence[UI_SENTENCE];
	int count;

	(void)ui->host->demo_cards(NULL, &count);
	note(&(struct press){.kind = PRESS_PASTE}, false);
	(void)ui->host->demo_insert(NULL, (int)roll((uint32_t)count + 1) - 1, sentence);
	settle(10);
}

static void
anything(void)
{
	uint32_t which = roll(100);
	struct press press;

	events++;
	if (which < 4) {
		any_scan();
	} else if (which < 7) {
		any_card();
	} else if (which < 8) {
		now += roll(40);
		clock_fix(now);
		settle(10);
	} else {
		press = any_press();
		note(&press, true);
		fake_term_push(press);
		settle(roll(3) == 0 ? 1200 : SLOW_MS);
	}
}

static const struct place more_places[] = {
	{"the officers", "=demo Enter =demo Enter @Yetkililer", ROOM_OTHER},
	{"an officer's form", "=demo Enter =demo Enter @Yetkililer Enter", ROOM_OTHER},
	{"a page of a finished handover", "=demo Enter =demo Enter @İmzalı Enter Enter", ROOM_OTHER},
	{"the stock", "=demo Enter =demo Enter @Elde", ROOM_OTHER},
	{"what may become of an item", "=demo Enter =demo Enter @Elde F6 Enter", ROOM_OTHER},
	{"the questions of a move", "=demo Enter =demo Enter @Teslim F6 Enter", ROOM_OTHER},
};

static void
start_anywhere(void)
{
	size_t index = roll(ARRAY_LENGTH(places) + ARRAY_LENGTH(more_places));

	walking = false;
	begun_at = index < ARRAY_LENGTH(places) ? &places[index] : &more_places[index - ARRAY_LENGTH(places)];
	message_set_language(LANGUAGE_TURKISH);
	administrator = true;
	reach(begun_at);
	presses = 0;
	if (host.flowing && host.flow.at.armed)
		note(&(struct press){.kind = PRESS_FUNCTION, .code = 9}, true);
	walking = true;
}

/* Whoever locks comes back: a password is no accident. */
static void
come_back(void)
{
	walking = false;
	while (screen_top(ui)->type->overlay)
		screen_pop(ui);
	if (screen_is_top(ui, SCREEN_LOCK))
		screen_pop(ui);
	walking = true;
}

static void
nothing_is_written_by_accident(void **state)
{
	const char *wish = getenv("TESLIM_MONKEY");
	int64_t wanted = EVENTS;
	long long first = 1, many = EVENTS;

	(void)state;
	if (wish != NULL && sscanf(wish, "%lld,%lld", &many, &first) >= 1)
		wanted = many;
	seed = first;
	dice = (uint64_t)first * 0x9E3779B97F4A7C15U;
	told_of_write = judge_write;
	for (int64_t left = 0; events < wanted; left--) {
		if (left <= 0 || ui == NULL || ui->ended != UI_RUNNING || ui_is_locked(ui)) {
			start_anywhere();
			left = PER_PLACE;
		}
		anything();
		if (ui->ended == UI_RUNNING && host.logged_in && ui_is_locked(ui))
			come_back();
	}
	walking = false;
	ui_close(&ui);
	print_message("%lld events, %lld things written, each by the key that says so\n", (long long)events, (long long)writes);
	assert_true(writes > wanted / 1000); /* else nothing was tried */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_written_by_accident)};

	clock_fix(now);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
