/*
 * Tests of the keys, in memory, on every screen there is and in both languages: a key means what the one table says or nothing,
 * no letter acts, Esc always answers, and Esc with a digit is the function key however slowly the digit comes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "walk.h"

#include "teslim/desk/courier.h"

/* Beside the places of scans: screens that matter to hands only. */
#define DRAWER "=demo Enter =demo Enter @Elde New"

static const struct place more_places[] = {
	{"the officers", "=demo Enter =demo Enter @Yetkililer", ROOM_OTHER},
	{"an officer's form", "=demo Enter =demo Enter @Yetkililer Enter", ROOM_OTHER},
	{"a page of somebody with his card", "=demo Enter =demo Enter @Teslim", ROOM_OTHER},
	{"a page of a finished handover", "=demo Enter =demo Enter @İmzalı Enter Enter", ROOM_OTHER},
	{"why a handover is taken back", "=demo Enter =demo Enter @İmzalı Enter Enter F6 Enter", ROOM_OTHER},
	{"taking back, made ready", "=demo Enter =demo Enter @İmzalı Enter Enter F6 Enter =neden F9", ROOM_OTHER},
	{"a reader for somebody", "=demo Enter =demo Enter @İmzalı Enter Enter F6 Down Enter", ROOM_OTHER},
	{"a reader for somebody, made ready", "=demo Enter =demo Enter @İmzalı Enter Enter F6 Down Enter =OKY-1 Enter Space F9",
		ROOM_OTHER},
	{"what may become of somebody", "=demo Enter =demo Enter @Teslim F6", ROOM_OTHER},
	{"the questions of a move", "=demo Enter =demo Enter @Teslim F6 Enter", ROOM_OTHER},
	{"the stock", "=demo Enter =demo Enter @Elde", ROOM_OTHER},
	{"a count of the drawer", DRAWER, ROOM_OTHER},
	{"what is counted in the drawer", DRAWER " Space F9 =012345678902 Enter", ROOM_OTHER},
	{"the drawer's differences", DRAWER " Space F9 =012345678902 Enter F9", ROOM_OTHER},
	{"the drawer's differences, armed", DRAWER " Space F9 F9 F9", ROOM_OTHER},
	{"the record of the drawer", DRAWER " Space F9 F9 F9 Commit", ROOM_OTHER},
	{"what may become of an item", "=demo Enter =demo Enter @Elde F6", ROOM_OTHER},
	{"what is missing", "=demo Enter =demo Enter @Gönderiden", ROOM_OTHER},
	{"a search in the middle of a handover", "=demo Enter =demo Enter F3 =işil Enter F2", ROOM_LIST},
	{"help in the middle of a handover", "=demo Enter =demo Enter F3 =işil Enter F1", ROOM_OTHER},
	{"the doctor over the login", "F7", ROOM_OTHER},
	{"the record of a delivery", "=demo Enter =demo Enter @gönderi Down Down Enter", ROOM_OTHER},
	{"a courier's wrapping", "=demo Enter =demo Enter @gönderi Enter =Kargo Enter =Veli Enter Space F9", ROOM_OTHER},
	{"a courier's refusal", "=demo Enter =demo Enter @gönderi Enter =Kargo Enter =Veli Enter Space F9 Space Space F6 =x",
		ROOM_OTHER},
	{"a row of the count", COUNT " F12 =2 F4", ROOM_OTHER},
	{"a courier's difference", COUNT " F12 =1 F9", ROOM_OTHER},
	{"a courier's difference, armed", COUNT " F12 =1 F9 F9", ROOM_OTHER},
	{"a courier's paper", COUNT " F12 =1 F9 F9 Commit", ROOM_OTHER},
	{"a courier's signature", COUNT " F12 =1 F9 F9 Commit F9", ROOM_OTHER},
	{"home, asked to log out", "=demo Enter =demo Enter Esc", ROOM_HOME},
};
enum { PLACES = ARRAY_LENGTH(places) + ARRAY_LENGTH(more_places) };

static const struct place *
place_at(size_t index)
{
	return index < ARRAY_LENGTH(places) ? &places[index] : &more_places[index - ARRAY_LENGTH(places)];
}

static void
go_to(const struct place *place, enum language language)
{
	message_set_language(LANGUAGE_TURKISH); /* the routes are told in it */
	administrator = true;
	reach(place);
	message_set_language(language);
	ui_refresh(ui);
	turn();
}

static void
press_key(struct press press)
{
	fake_term_push(press);
	wait_ms(HAND_MS);
}

/* ------------------------------------------------------------------ what a key means */

static const struct key_meaning *
meaning_of(int function)
{
	int count;
	const struct key_meaning *meanings = key_meanings(&count);

	for (int i = 0; i < count; i++)
		if (meanings[i].function == function)
			return &meanings[i];
	return NULL;
}

static void
check_key(const char *where, int function, enum message word)
{
	const struct key_meaning *meaning = meaning_of(function);
	char name[16];

	key_name(name, function);
	if (meaning == NULL)
		fail_msg("%s: %s is no key of the table", where, name);
	for (int i = 0; i < KEY_WORDS_MAX; i++)
		if (meaning->words[i] != MSG_NONE && meaning->words[i] == word)
			return;
	fail_msg("%s: %s means \"%s\" there, and \"%s\" everywhere", where, name, message_text(word),
		message_text(meaning->meaning));
}

static void
check_set(const char *where, const struct key_set *set)
{
	for (int i = 0; i < set->count; i++) {
		check_key(where, set->list[i].function, set->list[i].message);
		for (int j = 0; j < i; j++)
			if (set->list[i].function == set->list[j].function)
				fail_msg("%s: \"%s\" and \"%s\" lie on one key", where, message_text(set->list[i].message),
					message_text(set->list[j].message));
	}
}

/* Every screen there is has a place here: one that nobody put here would not be looked at. */
static void
every_screen_is_walked(void **state)
{
	bool walked[SCREEN_COUNT] = {false};

	(void)state;
	for (size_t p = 0; p < PLACES; p++) {
		go_to(place_at(p), LANGUAGE_TURKISH);
		for (int id = 0; id < SCREEN_COUNT; id++)
			walked[id] = walked[id] || screen_is_top(ui, (enum screen_id)id);
	}
	for (int id = 0; id < SCREEN_COUNT; id++)
		if (!walked[id])
			fail_msg("no place of this test leads to \"%s\"", message_text(ui->types[id]->title));
}

static void
a_key_has_one_meaning(void **state)
{
	(void)state;
	for (int language = 0; language < 2; language++)
		for (size_t p = 0; p < PLACES; p++) {
			struct key_set set;
			go_to(place_at(p), language == 0 ? LANGUAGE_TURKISH : LANGUAGE_ENGLISH);
			keys_collect(ui, screen_top(ui), &set);
			check_set(place_at(p)->name, &set);
		}
}

/* Also what is not live anywhere above. */
static void
tables_of_steps_agree(void **state)
{
	(void)state;
	for (int step = 0; step < STEP_COUNT; step++) {
		const struct step_info *info = steps_info(&handover_steps, step);
		for (int i = 0; i < STEP_KEYS_MAX; i++)
			if (info->keys[i].message != 0)
				check_key(message_text(info->title), info->keys[i].function_key, info->keys[i].message);
	}
	for (int step = 0; step < COURIER_STEP_COUNT; step++) {
		const struct step_info *info = steps_info(&courier_steps, step);
		bool leaves = step == COURIER_DONE;
		for (int i = 0; i < STEP_KEYS_MAX; i++)
			if (info->keys[i].message != MSG_NONE) {
				check_key(message_text(info->title), info->keys[i].function_key, info->keys[i].message);
				leaves = leaves || info->keys[i].function_key == KEY_ESCAPE;
			}
		if (!leaves)
			fail_msg("Esc is dead at %s", message_text(info->title));
	}
}

/* ------------------------------------------------------------------ letters */

static bool
something_was_done(const struct state *before, const struct state *after)
{
	return memcmp(before->host_counts, after->host_counts, sizeof before->host_counts) != 0 ||
		before->logged_in != after->logged_in || memcmp(before->people, after->people, sizeof before->people) != 0 ||
		memcmp(before->paper, after->paper, sizeof before->paper) != 0 || before->flowing != after->flowing ||
		before->flow.at.step != after->flow.at.step || before->flow.at.armed != after->flow.at.armed ||
		before->flow.refusal != after->flow.refusal || before->flow.identity.kind != after->flow.identity.kind ||
		before->flow.gives_reader != after->flow.gives_reader;
}

/* A letter is typed into the field that is open, or begins a search; it leaves nothing. */
static void
no_letter_acts(void **state)
{
	static const char letters[] = "abcçdefgğhıijklmnoöpqrsştuüvwxyzABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZ";

	(void)state;
	for (size_t p = 0; p < PLACES; p++) {
		const char *at = letters;
		uint32_t code;
		for (size_t taken; (taken = text_decode(at, &code)) > 0; at += taken) {
			struct state before, after;
			bool typing, locked;
			go_to(place_at(p), code % 2 == 0 ? LANGUAGE_TURKISH : LANGUAGE_ENGLISH);
			wait_ms(1000);
			look_at(&before);
			locked = ui_is_locked(ui);
			typing = screen_top(ui)->type->typing != NULL && screen_top(ui)->type->typing(screen_top(ui));
			press_key((struct press){.kind = PRESS_CHAR, .code = code});
			look_at(&after);
			if (something_was_done(&before, &after))
				fail_msg("%.*s does something at %s", (int)taken, at, place_at(p)->name);
			if (after.top != before.top && (typing || locked || !screen_is_top(ui, SCREEN_LIST)))
				fail_msg("%.*s leads from %s to another screen", (int)taken, at, place_at(p)->name);
			if (after.top == before.top && !typing && !locked && before.flow.at.step != STEP_REFUSE)
				fail_msg("%.*s begins no search at %s", (int)taken, at, place_at(p)->name);
			if (after.top == before.top)
				continue;
			press_key((struct press){.kind = PRESS_ESCAPE});
			look_at(&after);
			if (after.top != before.top)
				fail_msg("Esc does not come back to %s from a search", place_at(p)->name);
		}
	}
}

/* ------------------------------------------------------------------ Esc */

static void
esc_always_answers(void **state)
{
	(void)state;
	for (size_t p = 0; p < PLACES; p++) {
		struct state before, after;
		go_to(place_at(p), LANGUAGE_TURKISH);
		look_at(&before);
		press_key((struct press){.kind = PRESS_ESCAPE});
		look_at(&after);
		if (after.top == before.top && after.depth == before.depth && strcmp(before.picture, after.picture) == 0)
			fail_msg("Esc does nothing at %s:\n%s", place_at(p)->name, after.picture);
	}
}

/* Where Esc ends something that nothing is lost by: nobody and no parcel had been chosen. */
static bool
is_over_by_escape(const struct state *state)
{
	return (state->top == &screen_delivery && !host.delivery.has_parcel) ||
		(state->top == &screen_drawer && fake_drawer.flow.at.step == DRAWER_BEGIN) ||
		(state->flowing && state->flow.at.step == STEP_APPLICANT && !state->flow.has_applicant);
}

static void
a_slow_digit_is_a_function_key(void **state)
{
	static const char digits[] = "1234567890-=";

	(void)state;
	for (size_t p = 0; p < PLACES; p++)
		for (int i = 0; i < 12; i++) {
			struct state before, by_key, by_digit;
			go_to(place_at(p), LANGUAGE_TURKISH);
			look_at(&before);
			if (is_over_by_escape(&before) || before.flow.at.armed)
				break; /* what was armed is not any more */
			press_key((struct press){.kind = PRESS_FUNCTION, .code = (uint32_t)i + 1});
			look_at(&by_key);
			go_to(place_at(p), LANGUAGE_TURKISH);
			press_key((struct press){.kind = PRESS_ESCAPE});
			wait_ms(3000);
			press_key((struct press){.kind = PRESS_CHAR, .code = (uint32_t)digits[i]});
			look_at(&by_digit);
			if (by_key.top != by_digit.top || by_key.depth != by_digit.depth || something_was_done(&by_key, &by_digit))
				fail_msg("at %s Esc and then %c is not F%d:\n%s%s", place_at(p)->name, digits[i], i + 1,
					by_key.picture, by_digit.picture);
		}
}

/* Nothing that was typed is a key of anything that is written: Enter alone never does. */
static void
enter_writes_nothing(void **state)
{
	(void)state;
	for (size_t p = 0; p < PLACES; p++) {
		struct state before, after;
		if (place_at(p)->room == ROOM_LOGIN)
			continue;
		go_to(place_at(p), LANGUAGE_TURKISH);
		look_at(&before);
		if (screen_is_top(ui, SCREEN_DEMO))
			continue; /* puts in the card that is chosen */
		press_key((struct press){.kind = PRESS_ENTER});
		look_at(&after);
		if (memcmp(before.host_counts, after.host_counts, sizeof before.host_counts) != 0 ||
			memcmp(before.people, after.people, sizeof before.people) != 0 ||
			memcmp(before.paper, after.paper, sizeof before.paper) != 0)
			fail_msg("Enter writes at %s", place_at(p)->name);
	}
}

/* What is wrong with a field stands beside it when it has been left, and goes when it is typed anew; the focus is seen without colours. */
static void
what_is_wrong_stands_beside_the_field(void **state)
{
	(void)state;
	go_to(&(struct place){"", "=demo Enter =demo Enter @Teslim F3 =A12B3 Enter =06.08", ROOM_OTHER}, LANGUAGE_TURKISH);
	assert_non_null(strstr(fake_term_picture(), "Son geçerlilik ›06.08"));
	assert_null(strstr(fake_term_picture(), tell(FORM_NO_DATE)));
	press_key((struct press){.kind = PRESS_TAB});
	assert_non_null(strstr(fake_term_picture(), tell(FORM_NO_DATE)));
	assert_non_null(strstr(fake_term_picture(), "İlk beş hane ›"));
	press_key((struct press){.kind = PRESS_BACK_TAB});
	press_key((struct press){.kind = PRESS_CHAR, .code = '.'});
	assert_null(strstr(fake_term_picture(), tell(FORM_NO_DATE)));
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_EXPIRY), "06.08.");
	ui_close(&ui);
}

/* A search in the middle of a handover comes back to it, and so does F3 on what was found. */
static void
a_search_comes_back_to_the_handover(void **state)
{
	(void)state;
	go_to(&(struct place){"", "=demo Enter =demo Enter @Teslim F3 =A12B3 F2 =can Enter", ROOM_OTHER}, LANGUAGE_TURKISH);
	assert_true(screen_is_top(ui, SCREEN_DETAIL));
	press_key((struct press){.kind = PRESS_FUNCTION, .code = 3});
	assert_true(screen_is_top(ui, SCREEN_HANDOVER));
	assert_int_equal(host.flow.applicant.id, 1);
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_NUMBER), "A12B3");
	assert_non_null(strstr(fake_term_picture(), "Bir teslim sürüyor"));
	assert_non_null(strstr(fake_term_picture(), "A12B3"));
	ui_close(&ui);
}

/* After the last step the screen says what hands do; leaning on Esc instead of confirming the paper says so as well. */
static void
the_end_says_what_hands_do(void **state)
{
	static const char *const to_the_end[] = {
		"=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9 F9 Commit F9 F9",
		"=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9 F9 Commit Esc Esc"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(to_the_end); i++) {
		go_to(&(struct place){"", to_the_end[i], ROOM_OTHER}, LANGUAGE_TURKISH);
		assert_true(ui_is_home(ui));
		if (strstr(fake_term_picture(), "Kartı okuyucudan çekin") == NULL ||
			strstr(fake_term_picture(), "kart okuyucusunu") == NULL ||
			(strstr(fake_term_picture(), "2. nüshayı") != NULL) != (i == 0))
			fail_msg("hands are not told what to do:\n%s", fake_term_picture());
	}
	ui_close(&ui);
}

/* A handover that was cut off is named with its step and person, and no other one begins over it. */
static void
what_was_cut_off_goes_first(void **state)
{
	(void)state;
	go_to(&(struct place){"", "=demo Enter =demo Enter", ROOM_HOME}, LANGUAGE_TURKISH);
	host.draft = true;
	ui_refresh(ui);
	wait_ms(HAND_MS);
	assert_non_null(strstr(fake_term_picture(), "Yarım kalan teslim var: Can Öz (Kimlik tespiti)"));
	by_hand("@Teslim F3");
	assert_true(host.resumed);
	assert_non_null(strstr(fake_term_picture(), "Yarım kalan teslim önce gelir"));
	ui_close(&ui);
}

/* Enter on an entry of the journal opens the person that it is about, or says that there is none. */
static void
the_journal_opens_whom_it_is_about(void **state)
{
	(void)state;
	go_to(&(struct place){"", "=demo Enter =demo Enter @İşlem Down Enter", ROOM_OTHER}, LANGUAGE_TURKISH);
	assert_true(screen_is_top(ui, SCREEN_DETAIL));
	assert_non_null(strstr(fake_term_picture(), "Can Öz"));
	go_to(&(struct place){"", "=demo Enter =demo Enter @İşlem Down Down Enter", ROOM_OTHER}, LANGUAGE_TURKISH);
	assert_true(screen_is_top(ui, SCREEN_JOURNAL));
	assert_non_null(strstr(fake_term_picture(), "bir kişiyle ilgili değil"));
	ui_close(&ui);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_screen_is_walked),
		cmocka_unit_test(a_key_has_one_meaning),
		cmocka_unit_test(tables_of_steps_agree),
		cmocka_unit_test(no_letter_acts),
		cmocka_unit_test(esc_always_answers),
		cmocka_unit_test(a_slow_digit_is_a_function_key),
		cmocka_unit_test(enter_writes_nothing),
		cmocka_unit_test(what_is_wrong_stands_beside_the_field),
		cmocka_unit_test(a_search_comes_back_to_the_handover),
		cmocka_unit_test(the_end_says_what_hands_do),
		cmocka_unit_test(what_was_cut_off_goes_first),
		cmocka_unit_test(the_journal_opens_whom_it_is_about),
	};

	clock_fix(1795428300);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
