/*
 * Tests of every screen with every field and choice under the focus, in memory: whatever a scanner types there, in whatever
 * pieces, at whatever pace, with whatever line ends, read early or late, ends in the same state as when it comes at once;
 * and that state differs from the one before by what the place makes of that scan, or by a sentence alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "walk.h"
#include "ident/vectors.h"

/* ------------------------------------------------------------------ scans */

enum scan_name {
	SCAN_OWN,
	SCAN_STRANGER,
	SCAN_NOBODY,
	SCAN_PASSPORT,
	SCAN_VISA,
	SCAN_CUT,
	SCAN_WRONG,
	SCAN_SEAL,
	SCAN_RECORD_BAR,
	SCAN_SERIAL,
	SCAN_PARCEL,
	SCAN_JUNK,
	SCANS
};

static char own[96], stranger[96], nobody[96], spoilt[96], cut[96];
static const char seal[] = "TESLIM1 2026/A-0041 1204 2026-11-23T14:05:00+03:00 0123456789abcdef0123456789abcdef -";

/* clang-format off */
static const struct {
	const char *name, *text;
} scans[SCANS] = {
	[SCAN_OWN] = {"the applicant's document", own}, [SCAN_STRANGER] = {"another applicant's document", stranger},
	[SCAN_NOBODY] = {"a document of nobody on the list", nobody},
	[SCAN_PASSPORT] = {"a foreign passport",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"},
	[SCAN_VISA] = {"a visa", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"},
	[SCAN_CUT] = {"half a document", cut}, [SCAN_WRONG] = {"a document with a wrong digit", spoilt},
	[SCAN_SEAL] = {"the QR code of a record", seal}, [SCAN_RECORD_BAR] = {"the barcode of a record", "2026/A-0041"},
	[SCAN_SERIAL] = {"a barcode", "5901234123457"}, [SCAN_PARCEL] = {"a tracking number", "KRG-2026-119"},
	[SCAN_JUNK] = {"what is not ours", "HTTPS://EXAMPLE.COM/?VTFNAD=1&B=2&O"},
};
/* clang-format on */

/* ICAO 9303-5 by hand, once more: weights 7, 3, 1. */
static char
digit_of(const char *text, size_t length)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += (text[i] == '<' ? 0 : text[i] <= '9' ? text[i] - '0' : text[i] - 'A' + 10) * weights[i % 3];
	return (char)('0' + sum % 10);
}

static void
make_card(char out[96], const char *national_id, const char *names)
{
	char first[32], second[32], all[64];

	snprintf(first, sizeof first, "I<TURA12B34567%c<%s<<<", digit_of("A12B34567", 9), national_id);
	snprintf(second, sizeof second, "850315%cF330806%cTUR<<<<<<<<<<<", digit_of("850315", 6), digit_of("330806", 6));
	snprintf(all, sizeof all, "%s%.7s%.7s%.11s", first + 5, second, second + 8, second + 18);
	snprintf(out, 96, "%s\n%s%c\n%.30s", first, second, digit_of(all, strlen(all)), names);
}

static void
make_scans(void)
{
	char number[NATIONAL_ID_TEXT];

	number_of(number, 0);
	make_card(own, number, "GUMUSDAG<OZSIMSEK<<ISIL<CAGRI<<<<");
	number_of(number, 1);
	make_card(stranger, number, "OZ<<CAN<<<<<<<<<<<<<<<<<<<<<<<<<<");
	make_card(nobody, "90000000346", "OZ<<DENIZ<<<<<<<<<<<<<<<<<<<<<<<<");
	memcpy(spoilt, own, sizeof own);
	spoilt[33] = spoilt[33] == '1' ? '2' : '1';
	memcpy(cut, own, sizeof own);
	cut[47] = '\0';
}

static void
push_text(const char *text)
{
	size_t taken;
	uint32_t code;

	for (; (taken = text_decode(text, &code)) > 0; text += taken) {
		struct press press = {.kind = code == '\r' || code == '\n' ? PRESS_ENTER
				: code == '\t'                             ? PRESS_TAB
									   : PRESS_CHAR,
			.code = code};
		fake_term_push(press);
	}
}

/* How a scan arrives. */
struct manner {
	int piece, gap;
	const char *between, *after;
	bool late; /* the desk reads only every now and then */
};

static void
scan_text(struct str *out, const char *lines, const struct manner *manner)
{
	for (; *lines != '\0'; lines++) {
		if (*lines == '\n')
			str_add(out, manner->between);
		else
			str_add_char(out, *lines);
	}
	str_add(out, manner->after);
}

static void
scan(const char *lines, const struct manner *manner)
{
	struct str text = {0};
	size_t length;
	size_t piece;

	scan_text(&text, lines, manner);
	length = text.length;
	piece = manner->piece > 0 ? (size_t)manner->piece : length;
	for (size_t at = 0; at < length; at += piece) {
		char part[256];
		snprintf(part, sizeof part, "%.*s", (int)piece, str_text(&text) + at);
		push_text(part);
		if (manner->late && at / piece % 7 != 6)
			fake_term_wait(manner->gap);
		else if (manner->late)
			turn();
		else {
			turn();
			wait_ms(manner->gap);
		}
	}
	turn();
	wait_ms(3000);
	str_clear(&text);
}

/* ------------------------------------------------------------------ what may be different afterwards */

static bool
same_rows(const char *left, const char *right, int from, int to)
{
	for (int row = 0; row < 24; row++) {
		size_t a = strcspn(left, "\n"), b = strcspn(right, "\n");
		if (row >= from && row <= to && (a != b || memcmp(left, right, a) != 0))
			return false;
		left += a + 1;
		right += b + 1;
	}
	return true;
}

/* The flow but for its sentence and for what is expected of a document's arrival. */
static bool
same_flow(const struct handover_flow *left, const struct handover_flow *right)
{
	struct handover_flow a = *left, b = *right;

	a.at.notice.message = b.at.notice.message = 0;
	a.at.notice.level = b.at.notice.level = VERDICT_PASS;
	memset(a.at.notice.detail, 0, sizeof a.at.notice.detail);
	memset(b.at.notice.detail, 0, sizeof b.at.notice.detail);
	if (a.at.armed && !b.at.armed)
		a.at.armed = false; /* a stranger's document stops it */
	return memcmp(&a, &b, sizeof a) == 0;
}

static void
complain(const struct place *place, int which, const char *what, const struct state *before, const struct state *after)
{
	fputs("before:\n", stderr);
	fputs(before->picture, stderr);
	fputs("after:\n", stderr);
	fputs(after->picture, stderr);
	fail_msg("%s at %s: %s", scans[which].name, place->name, what);
}

static bool
is_document(int which)
{
	return which <= SCAN_WRONG;
}

/* Whether the place makes something of it. */
static bool
belongs(const struct place *place, int which)
{
	switch (place->room) {
	case ROOM_LOGIN:
		return which == SCAN_SERIAL || which == SCAN_PARCEL || which == SCAN_JUNK; /* may be a password */
	case ROOM_HOME:
		return which != SCAN_CUT && which != SCAN_WRONG && which != SCAN_VISA && which != SCAN_JUNK;
	case ROOM_LIST:
		return which != SCAN_CUT && which != SCAN_WRONG && which != SCAN_VISA;
	case ROOM_JOURNAL:
		return !is_document(which);
	case ROOM_COURIER:
	case ROOM_COUNT:
		return which == SCAN_SERIAL || which == SCAN_PARCEL;
	case ROOM_FIELD:
		return which >= SCAN_SERIAL;
	case ROOM_QUEUE:
		return which == SCAN_SEAL || which == SCAN_RECORD_BAR;
	case ROOM_APPLICANT:
		return which == SCAN_OWN || which == SCAN_STRANGER || which == SCAN_PASSPORT || which >= SCAN_SERIAL;
	case ROOM_IDENTITY:
		return which == SCAN_OWN || which == SCAN_SERIAL || which == SCAN_PARCEL ||
			which == SCAN_JUNK; /* text for a field */
	case ROOM_ITEMS:
		return which == SCAN_JUNK;
	case ROOM_FLOW:
		return strcmp(place->name, "the reason's words") == 0 && which >= SCAN_SERIAL;
	case ROOM_OTHER:
		return false;
	}
	return false;
}

/* A document that is not the applicant's stops a handover that is not committed yet, wherever the cursor is. */
static bool
stops(const struct place *place, int which, const struct state *before)
{
	return before->flowing && place->room >= ROOM_IDENTITY && place->room <= ROOM_FLOW &&
		(which == SCAN_STRANGER || which == SCAN_NOBODY || which == SCAN_PASSPORT) &&
		before->flow.at.step >= STEP_IDENTITY && before->flow.at.step <= STEP_SUMMARY;
}

static void
check_stopped(const struct place *place, int which, const struct state *before, const struct state *after)
{
	if (after->flow.at.step != STEP_IDENTITY || after->flow.identity.compared != 0 ||
		form_text(&after->flow.form, FIELD_IDENTITY_NUMBER)[0] != '\0' ||
		after->flow.at.notice.message != MSG_FLOW_MRZ_STOPPED || after->flow.applicant.id != before->flow.applicant.id ||
		after->flow.at.armed)
		complain(place, which, "the handover has not stopped", before, after);
}

/* What no scan may do, wherever it is made. */
static void
check_forbidden(const struct place *place, int which, const struct state *before, const struct state *after)
{
	if (memcmp(before->host_counts, after->host_counts, sizeof before->host_counts) != 0 ||
		before->logged_in != after->logged_in)
		complain(place, which, "something was done", before, after);
	if (memcmp(before->people, after->people, sizeof before->people) != 0 ||
		memcmp(before->paper, after->paper, sizeof before->paper) != 0)
		complain(place, which, "somebody's application or paper is in another state", before, after);
	if ((after->flow.identity.compared & ~before->flow.identity.compared & COMPARED_PHOTO) != 0)
		complain(place, which, "the face is ticked", before, after);
	if (after->flow.at.armed && !before->flow.at.armed)
		complain(place, which, "the commit is armed", before, after);
	if (before->flowing && place->room != ROOM_APPLICANT && !stops(place, which, before) &&
		(after->flow.at.step != before->flow.at.step || after->flow.applicant.id != before->flow.applicant.id ||
			!after->flowing))
		complain(place, which, "the handover is another or stands at another step", before, after);
	if (which != SCAN_OWN && !stops(place, which, before) && after->flow.identity.compared != before->flow.identity.compared &&
		place->room != ROOM_HOME && place->room != ROOM_APPLICANT)
		complain(place, which, "something is ticked", before, after);
}

static void
check_refused(const struct place *place, int which, const struct state *before, const struct state *after)
{
	if (after->top != before->top || after->depth != before->depth)
		complain(place, which, "another screen", before, after);
	if (!same_flow(&before->flow, &after->flow))
		complain(place, which, "the handover has changed", before, after);
	if (before->flow.at.armed && !after->flow.at.armed &&
		!(which == SCAN_STRANGER || which == SCAN_NOBODY || which == SCAN_PASSPORT))
		complain(place, which, "the commit is disarmed", before, after);
	if (before->flow.at.armed == after->flow.at.armed && !same_rows(before->picture, after->picture, 1, SENTENCE_FIRST - 1))
		complain(place, which, "the screen has changed", before, after);
	if (before->cursor_row != after->cursor_row || before->cursor_column != after->cursor_column)
		complain(place, which, "the focus has moved", before, after);
	if (same_rows(before->picture, after->picture, SENTENCE_FIRST, SENTENCE_LAST))
		complain(place, which, "nothing is said", before, after);
}

/* Scanned at home or at step 1 a document opens its holder's handover and nobody else's. */
static void
check_found(const struct place *place, int which, const struct state *before, const struct state *after)
{
	bool known = which == SCAN_OWN || which == SCAN_STRANGER;
	int64_t id = which == SCAN_OWN ? 1 : 2;

	if (known &&
		(after->flow.at.step != STEP_IDENTITY || after->flow.applicant.id != id ||
			strcmp(after->flow.identity.number, "A12B34567") != 0 ||
			strcmp(after->flow.identity.expiry, "2033-08-06") != 0))
		complain(place, which, "not its holder's handover", before, after);
	if (known && after->flow.identity.compared != (COMPARED_NATIONAL_ID | COMPARED_NAME | COMPARED_BY_MRZ))
		complain(place, which, "other ticks than the document's own", before, after);
	if (!known && is_document(which) && (after->flow.at.step != STEP_APPLICANT || after->flow.has_applicant))
		complain(place, which, "somebody was chosen", before, after);
}

static void
check(const struct place *place, int which, const struct state *before, const struct state *after)
{
	check_forbidden(place, which, before, after);
	if (place->room == ROOM_HOME || place->room == ROOM_APPLICANT)
		check_found(place, which, before, after);
	if (stops(place, which, before)) {
		check_stopped(place, which, before, after);
		return;
	}
	if (!belongs(place, which) && !(place->room == ROOM_APPLICANT && which == SCAN_NOBODY))
		check_refused(place, which, before, after);
	if (which == SCAN_STRANGER && (place->room == ROOM_IDENTITY || place->room == ROOM_FLOW || place->room == ROOM_ITEMS) &&
		after->flow.at.notice.message != MSG_FLOW_MRZ_OTHER)
		complain(place, which, "the stranger is not named", before, after);
}

/* ------------------------------------------------------------------ the matrix */

static const int pieces[] = {1, 2, 3, 5, 30, 0};
static const int gaps[] = {0, 10, 20};
static const char *const ends[] = {"", "\r", "\n", "\r\n", "\t"};

static bool
same_state(const struct state *left, const struct state *right)
{
	return memcmp(left, right, sizeof *left) == 0;
}

static int runs;

static void
try_manners(const struct place *place, int which, const struct state *wanted, size_t stride, size_t from)
{
	size_t count = ARRAY_LENGTH(pieces) * ARRAY_LENGTH(gaps) * ARRAY_LENGTH(ends) * 2;

	for (size_t i = from % stride; i < count; i += stride) {
		size_t rest = i;
		struct manner manner = {0};
		struct state after;
		manner.piece = pieces[rest % ARRAY_LENGTH(pieces)];
		rest /= ARRAY_LENGTH(pieces);
		manner.gap = gaps[rest % ARRAY_LENGTH(gaps)];
		rest /= ARRAY_LENGTH(gaps);
		manner.between = manner.after = ends[rest % ARRAY_LENGTH(ends)];
		rest /= ARRAY_LENGTH(ends);
		manner.late = rest == 1;
		if (place->room == ROOM_LOGIN && (which == SCAN_SERIAL || which == SCAN_PARCEL || which == SCAN_JUNK) &&
			manner.after[0] != '\0')
			continue; /* typing there, its Enter as well */
		reach(place);
		scan(scans[which].text, &manner);
		look_at(&after);
		runs++;
		if (!same_state(wanted, &after)) {
			print_message("pieces of %d, %d ms, line end %d, %s\n", manner.piece, manner.gap,
				manner.after[0] != '\0' ? manner.after[0] : 0, manner.late ? "read late" : "read at once");
			complain(place, which, "another state than when it came at once", wanted, &after);
		}
	}
}

static void
test_every_scan_at_every_place(void **state)
{
	static const struct manner at_once = {.between = "", .after = ""};

	(void)state;
	make_scans();
	for (size_t p = 0; p < ARRAY_LENGTH(places); p++)
		for (int which = 0; which < SCANS; which++) {
			struct state before, after;
			reach(&places[p]);
			look_at(&before);
			scan(scans[which].text, &at_once);
			look_at(&after);
			check(&places[p], which, &before, &after);
			try_manners(&places[p], which, &after, which <= SCAN_STRANGER ? 7 : 29, p * 5 + (size_t)which * 3);
		}
	print_message("%d scans\n", runs);
	ui_close(&ui);
}

/* Turkish keyboards: the same event, so the same state. */
static void
test_keyboards(void **state)
{
	static const struct manner at_once = {.between = "\r", .after = "\r"};

	(void)state;
	make_scans();
	for (size_t p = 0; p < ARRAY_LENGTH(places); p++)
		for (int which = 0; which <= SCAN_RECORD_BAR; which++) {
			struct state wanted = {0}, after;
			for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++) {
				struct str text = {0};
				keyboard_type(&text, scans[which].text, (enum keyboard)keyboard, false);
				reach(&places[p]);
				scan(str_text(&text), &at_once);
				look_at(keyboard == 0 ? &wanted : &after);
				if (keyboard > 0 && !same_state(&wanted, &after))
					complain(&places[p], which, "another state under a Turkish keyboard", &wanted, &after);
				str_clear(&text);
			}
		}
	ui_close(&ui);
}

/* Leaning on Enter, as a hand does or a scanner: at the identity step nothing is ticked, nothing goes on. */
static void
test_leaning_on_enter(void **state)
{
	static const int paces[] = {0, 20, 33, 50, 91, 99};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(paces); i++)
		for (size_t p = 0; p < ARRAY_LENGTH(places); p++) {
			struct state before, after;
			if (places[p].room < ROOM_APPLICANT || places[p].room == ROOM_OTHER)
				continue;
			reach(&places[p]);
			look_at(&before);
			for (int enter = 0; enter < 10; enter++) {
				fake_term_push((struct press){.kind = PRESS_ENTER});
				turn();
				wait_ms(paces[i]);
			}
			wait_ms(1000);
			look_at(&after);
			if (after.flow.at.step != before.flow.at.step ||
				after.flow.identity.compared != before.flow.identity.compared ||
				after.flow.applicant.id != before.flow.applicant.id)
				fail_msg("ten Enters %d ms apart at %s: step %d to %d, ticks %u to %u", paces[i], places[p].name,
					(int)before.flow.at.step, (int)after.flow.at.step, before.flow.identity.compared,
					after.flow.identity.compared);
		}
	ui_close(&ui);
}

/* The face counts once the name has been on the screen for a moment, and not with or right after a scan. */
static void
test_the_face_is_looked_at(void **state)
{
	static const struct press face = {.kind = PRESS_CONTROL, .code = 'y'};

	(void)state;
	make_scans();
	reach(&(struct place){"", "=demo Enter =demo Enter F3 =işil", ROOM_OTHER});
	fake_term_push((struct press){.kind = PRESS_ENTER});
	wait_ms(300); /* the name has only just come up */
	fake_term_push(face);
	wait_ms(100);
	assert_int_equal(host.flow.at.step, STEP_IDENTITY);
	assert_int_equal(host.flow.identity.compared, 0);
	assert_non_null(strstr(fake_term_picture(), "Önce ekrandaki adı okuyun"));
	wait_ms(1000);
	push_text(own); /* a scanner whose wedge ends in the key */
	fake_term_push(face);
	turn();
	wait_ms(1000);
	assert_int_equal(host.flow.identity.compared & COMPARED_PHOTO, 0);
	fake_term_push(face);
	wait_ms(100);
	assert_int_equal(host.flow.identity.compared & COMPARED_PHOTO, COMPARED_PHOTO);
	ui_close(&ui);
}

/* The keys of letters, Enter, Space and all of F1 to F12 compare nothing. */
static void
test_nothing_else_compares(void **state)
{
	(void)state;
	for (int key = 0; key < 26 + 12 + 3; key++) {
		struct press press = key < 26 ? (struct press){.kind = PRESS_CHAR, .code = (uint32_t)('a' + key)}
			: key < 38            ? (struct press){.kind = PRESS_FUNCTION, .code = (uint32_t)(key - 25)}
			: key == 38           ? (struct press){.kind = PRESS_CHAR, .code = ' '}
			: key == 39           ? (struct press){.kind = PRESS_ENTER}
					      : (struct press){.kind = PRESS_TAB};
		reach(&(struct place){
			"", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter Tab", ROOM_OTHER});
		wait_ms(1500);
		for (int i = 0; i < 4; i++) {
			fake_term_push(press);
			wait_ms(HAND_MS);
		}
		if (host.flowing && host.flow.identity.compared != 0)
			fail_msg("key %d compares %u", key, host.flow.identity.compared);
	}
	ui_close(&ui);
}

/* A second officer's password is asked for by the program, and his name is all that the machine learns. */
static void
test_second_officer(void **state)
{
	(void)state;
	reach(&(struct place){
		"", "=demo Enter =demo Enter F3 =işil Enter Tab Tab =9999999999 Down Enter =hasan Enter =x Enter", ROOM_OTHER});
	assert_int_equal(host.flow.at.step, STEP_DOUBT);
	by_hand("Up");
	reach(&(struct place){
		"", "=demo Enter =demo Enter F3 =işil Enter Tab Tab =9999999999 Down Enter =ali Enter =gizli Enter", ROOM_OTHER});
	assert_int_equal(host.flow.at.step, STEP_IDENTITY);
	assert_int_equal(host.flow.doubt, DOUBT_OFFICER);
	assert_string_equal(host.flow.second_officer, "Ali Veli");
	assert_null(strstr(fake_term_picture(), "gizli"));
	ui_close(&ui);
}

/* Typed ahead on a slow line: what is text is in its field, in order, and nothing else is lost or done. */
static void
test_type_ahead(void **state)
{
	(void)state;
	reach(&(struct place){"", "=demo Enter =demo Enter F3", ROOM_OTHER});
	push_text("ışıl çağrı\r");
	turn();
	wait_ms(1000);
	assert_string_equal(form_text(&host.flow.form, FIELD_QUERY), "ışıl çağrı");
	assert_int_equal(host.flow.at.step, STEP_APPLICANT); /* the Enter is refused with a sentence */
	assert_non_null(strstr(fake_term_picture(), "el hızından çabuk"));
	by_hand("Enter");
	assert_int_equal(host.flow.at.step, STEP_IDENTITY);
	push_text("c33d44555\r02.02.2032\r\r\r\r");
	turn();
	wait_ms(1000);
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_NUMBER), "c33d44555");
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_EXPIRY), "02.02.2032");
	assert_int_equal(host.flow.identity.compared, 0);
	reach(&(struct place){"", "", ROOM_OTHER});
	push_text("demo\tdemo\r"); /* a password manager types so */
	turn();
	wait_ms(1000);
	assert_true(host.logged_in);
	ui_close(&ui);
}

/* Text pasted in brackets: a document is a scan, other text goes into the field. */
static void
test_paste(void **state)
{
	(void)state;
	make_scans();
	reach(&(struct place){"", "=demo Enter =demo Enter F3 =işil Enter", ROOM_OTHER});
	fake_term_push((struct press){.kind = PRESS_PASTE, .text = "A12B34567\n"});
	turn();
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_NUMBER), "A12B34567");
	fake_term_push((struct press){.kind = PRESS_PASTE, .text = stranger});
	turn();
	assert_int_equal(host.flow.at.notice.message, MSG_FLOW_MRZ_STOPPED);
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_NUMBER), "");
	fake_term_push((struct press){.kind = PRESS_PASTE, .text = own});
	turn();
	assert_int_equal(host.flow.at.notice.message, MSG_FLOW_MRZ_TAKEN);
	assert_string_equal(form_text(&host.flow.form, FIELD_IDENTITY_EXPIRY), "06.08.2033");
	ui_close(&ui);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_scan_at_every_place),
		cmocka_unit_test(test_keyboards),
		cmocka_unit_test(test_leaning_on_enter),
		cmocka_unit_test(test_the_face_is_looked_at),
		cmocka_unit_test(test_nothing_else_compares),
		cmocka_unit_test(test_second_officer),
		cmocka_unit_test(test_type_ahead),
		cmocka_unit_test(test_paste),
	};

	clock_fix(1795428300);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
