/*
 * Tests of the recogniser below the screens, on a clock of its own: every public zone under every keyboard, in pieces, at
 * every pace, with every line end, with stalls and late reading, is one event and no key; and what hands type comes out as
 * it went in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feed.h"
#include "ident/vectors.h"

static const int pieces[] = {1, 2, 3, 5, 30, 0};
static const int gaps[] = {0, 1, 5, 10, 20};
static const char *const line_ends[] = {"\r", "\n", "\r\n", "\t", ""};

/* The lines with those ends between them, and one behind when wanted, as that keyboard types them. */
static void
type_lines(struct str *out, const char *lines, const char *between, const char *after, enum keyboard keyboard, bool caps)
{
	struct str text = {0};

	for (; *lines != '\0'; lines++) {
		if (*lines == '\n')
			str_add(&text, between);
		else
			str_add_char(&text, *lines);
	}
	str_add(&text, after);
	str_reset(out);
	keyboard_type(out, str_text(&text), keyboard, caps);
	str_clear(&text);
}

static bool
is_one_scan(const struct feed *feed, enum scan_kind kind, const char *text)
{
	return feed->scans == 1 && feed->scan.kind == kind && strcmp(feed->scan.text, text) == 0 &&
		str_text(&feed->typed)[0] == '\0';
}

static void
assert_one_scan(const struct feed *feed, enum scan_kind kind, const char *text, const char *what, int piece, int gap)
{
	if (!is_one_scan(feed, kind, text))
		fail_msg("%s, pieces of %d, %d ms: %d scans, the last of kind %d '%s', typed '%s'", what, piece, gap, feed->scans,
			(int)feed->scan.kind, feed->scan.text, str_text(&feed->typed));
}

/* The whole matrix, or with a stride of it. */
static void
try_lines(const char *name, const char *lines, enum keyboard keyboard, bool caps, size_t stride)
{
	struct str text = {0};

	for (size_t end = 0; end < ARRAY_LENGTH(line_ends); end += stride)
		for (size_t after = 0; after < 2; after++)
			for (size_t p = 0; p < ARRAY_LENGTH(pieces); p += stride)
				for (size_t g = 0; g < ARRAY_LENGTH(gaps); g += stride) {
					struct feed feed = {0};
					feed_clear(&feed);
					type_lines(&text, lines, line_ends[end], after ? line_ends[end] : "", keyboard, caps);
					feed_pieces(&feed, str_text(&text), pieces[p], gaps[g]);
					feed_wait(&feed, 2000);
					assert_one_scan(&feed, SCAN_MRZ, lines, name, pieces[p], gaps[g]);
					feed_clear(&feed);
				}
	str_clear(&text);
}

static void
test_every_zone_in_pieces(void **state)
{
	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++)
			for (int caps = 0; caps < 2; caps++)
				try_lines(vectors[v].name, vectors[v].lines, (enum keyboard)keyboard, caps == 1,
					keyboard == KEYBOARD_US && caps == 0 ? 1 : 2);
}

/* The desk was busy: keys are read long after they came, and many at once. */
static void
test_every_zone_read_late(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int round = 0; round < 60; round++) {
			struct str text = {0};
			struct feed feed = {0};
			int gap = (int)(seed >> 8) % 21, letters, at = 0;
			type_lines(&text, vectors[v].lines, line_ends[round % 5], line_ends[round % 5],
				(enum keyboard)(round % 3), false);
			letters = feed_letters(str_text(&text));
			feed_clear(&feed);
			while (at < letters) {
				int busy, came;
				char part[512];
				size_t from, to;
				seed = seed * 1664525 + 1013904223;
				busy = (int)(seed >> 20) % 300;
				came = gap == 0 ? letters : busy / gap + 1;
				if (came > letters - at)
					came = letters - at;
				feed.now += busy; /* nobody looks meanwhile: no turn, no timeout */
				from = feed_offset(str_text(&text), at);
				to = feed_offset(str_text(&text), at + came);
				snprintf(part, sizeof part, "%.*s", (int)(to - from), str_text(&text) + from);
				feed_text(&feed, part);
				at += came;
			}
			feed_wait(&feed, 2000);
			assert_one_scan(&feed, SCAN_MRZ, vectors[v].lines, vectors[v].name, -1, gap);
			feed_clear(&feed);
			str_clear(&text);
		}
}

/* The line stalls anywhere for up to a second: the same event; letters that had been given away are taken back. */
static void
test_every_zone_with_a_stall(void **state)
{
	static const int stalls[] = {60, 400, 950};

	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++)
			for (size_t s = (size_t)(v + keyboard) % 3; s < ARRAY_LENGTH(stalls); s += 3) {
				struct str text = {0};
				int letters;
				type_lines(&text, vectors[v].lines, "\r", "\r", (enum keyboard)keyboard, false);
				letters = feed_letters(str_text(&text));
				for (int at = 1; at < letters - 1; at++) {
					struct feed feed = {0};
					char head[512];
					feed_clear(&feed);
					snprintf(head, sizeof head, "%.*s", (int)feed_offset(str_text(&text), at),
						str_text(&text));
					feed_pieces(&feed, head, 1, 5);
					feed_wait(&feed, stalls[s]);
					feed_pieces(&feed, str_text(&text) + feed_offset(str_text(&text), at), 3, 5);
					feed_wait(&feed, 2000);
					assert_one_scan(&feed, SCAN_MRZ, vectors[v].lines, vectors[v].name, at, stalls[s]);
					feed_clear(&feed);
				}
				str_clear(&text);
			}
}

/* A scanner that is as slow as a hand: recognised by what it types alone. */
static void
test_slow_scanner(void **state)
{
	static const int paces[] = {60, 80, 120, 200};

	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (size_t p = 0; p < ARRAY_LENGTH(paces); p++) {
			struct str text = {0};
			struct feed feed = {0};
			type_lines(&text, vectors[v].lines, "\r", "\r", KEYBOARD_US, false);
			feed_clear(&feed);
			feed_pieces(&feed, str_text(&text), 1, paces[p]);
			feed_wait(&feed, 2000);
			assert_one_scan(&feed, SCAN_MRZ, vectors[v].lines, vectors[v].name, 1, paces[p]);
			feed_clear(&feed);
			str_clear(&text);
		}
}

/* Cut off for good: refused as a part as soon as nothing but a document begins so; never a key that ends a line. */
static void
test_every_zone_cut_off(void **state)
{
	(void)state;
	for (int v = 0; v < vectors_count; v++)
		for (int keyboard = 0; keyboard < KEYBOARD_COUNT; keyboard++) {
			struct str text = {0};
			int letters;
			bool known = false;
			type_lines(&text, vectors[v].lines, "\r", "", (enum keyboard)keyboard, false);
			letters = feed_letters(str_text(&text));
			for (int at = 1; at < letters; at++) {
				struct feed feed = {0};
				char head[512];
				feed_clear(&feed);
				snprintf(head, sizeof head, "%.*s", (int)feed_offset(str_text(&text), at), str_text(&text));
				feed_pieces(&feed, head, 5, 10);
				feed_wait(&feed, 3000);
				if (known && !(feed.scans == 1 && (feed.scan.kind == SCAN_PART || feed.scan.kind == SCAN_MRZ)))
					fail_msg("%s cut off after %d: %d scans of kind %d", vectors[v].name, at, feed.scans,
						(int)feed.scan.kind);
				known = feed.scans == 1;
				if (feed.enters > 0 || (known && str_text(&feed.typed)[0] != '\0'))
					fail_msg("%s cut off after %d: typed '%s'", vectors[v].name, at, str_text(&feed.typed));
				feed_clear(&feed);
			}
			assert_true(known);
			str_clear(&text);
		}
}

/* ------------------------------------------------------------------ our papers and barcodes */

static const char seal[] = "TESLIM1 2026/A-0042 1204 2026-11-23T14:05:00+03:00 0123456789abcdef0123456789abcdef "
			   "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==";

static void
test_papers_and_barcodes(void **state)
{
	static const struct {
		const char *text;
		enum scan_kind kind;
		const char *read;
		bool any_keyboard;
	} cases[] = {{seal, SCAN_RECORD, "2026/A-0042", true}, {"2026/A-0042", SCAN_RECORD, "2026/A-0042", true},
		{"2026/B2-12345", SCAN_RECORD, "2026/B2-12345", true}, {"0123-4567-89AB", SCAN_CODE, "0123-4567-89AB", false},
		{"OKY-88213", SCAN_CODE, "OKY-88213", false}, {"KRG-2026-118", SCAN_CODE, "KRG-2026-118", false},
		{"12345678901234567890", SCAN_CODE, "12345678901234567890", true},
		{"10000000146", SCAN_CODE, "10000000146", true}, {"A12B34567", SCAN_CODE, "A12B34567", false}};

	(void)state;
	for (size_t c = 0; c < ARRAY_LENGTH(cases); c++)
		for (int keyboard = 0; keyboard < (cases[c].any_keyboard ? KEYBOARD_COUNT : 1); keyboard++)
			for (size_t end = 0; end < ARRAY_LENGTH(line_ends); end++)
				for (size_t p = 0; p < ARRAY_LENGTH(pieces); p++)
					for (size_t g = 0; g < ARRAY_LENGTH(gaps); g++) {
						struct str text = {0};
						struct feed feed = {0};
						feed_clear(&feed);
						keyboard_type(&text, cases[c].text, (enum keyboard)keyboard, false);
						str_add(&text, line_ends[end]);
						feed_pieces(&feed, str_text(&text), pieces[p], gaps[g]);
						feed_wait(&feed, 2000);
						assert_one_scan(&feed, cases[c].kind, cases[c].read, cases[c].text, pieces[p],
							gaps[g]);
						feed_clear(&feed);
						str_clear(&text);
					}
}

/* ------------------------------------------------------------------ hands */

static const char *const typings[] = {"elif", "Işıl Çağrı Gümüşdağ Özşimşek", "İpek", "PINAR AYTURAN", "iÖ", "ÖZLEM ÖZ", "öö",
	"Canan", "IŞIL", "12345678", "A12B34567", "0123-4567-89AB", "14.02.2031", "demo\tdeneme\r", "mehmet\r",
	"c33d44555\r02.02.2032\r\r\r", "ilk geldi; ödeme yaptı", "Başvuru sahibi beklemeden gitti; yarın gelecek\r", "1\r",
	"x\r\ry", "2026/A-0042\r", "deneme123456\r", "Tr0ub4dor&3\r", "KRG-2026-118\r", "a\tb\tc\t", "10000000146\r"};

/* At a hand's pace every letter comes out by itself, in its order, and none is quick. */
static void
test_hands(void **state)
{
	static const int paces[] = {60, 101, 140, 220, 400};

	(void)state;
	for (size_t t = 0; t < ARRAY_LENGTH(typings); t++)
		for (size_t p = 0; p < ARRAY_LENGTH(paces); p++) {
			struct feed feed = {0};
			char wanted[128];
			size_t used = 0;
			for (const char *at = typings[t]; *at != '\0'; at++)
				wanted[used++] = *at == '\r' ? '\n' : *at;
			wanted[used] = '\0';
			feed_clear(&feed);
			feed_pieces(&feed, typings[t], 1, paces[p]);
			feed_wait(&feed, 2000);
			assert_int_equal(feed.scans, 0);
			assert_int_equal(feed.quick_letters, 0);
			assert_string_equal(str_text(&feed.typed), wanted);
			if (paces[p] > SCANNER_ENTER_MS)
				assert_int_equal(feed.quick_enters, 0);
			else if (feed.enters > 0 && strlen(typings[t]) > 1)
				assert_int_equal(feed.quick_enters, feed.enters);
			feed_clear(&feed);
		}
}

/* A letter is on the screen after the time that tells hands from scanners, and an Enter after its own. */
static void
test_hands_do_not_wait_long(void **state)
{
	struct feed feed = {0};

	(void)state;
	feed_clear(&feed);
	feed_text(&feed, "e");
	feed_wait(&feed, SCANNER_HOLD_MS);
	assert_string_equal(str_text(&feed.typed), "e");
	feed_wait(&feed, 200);
	feed_text(&feed, "\r");
	feed_wait(&feed, SCANNER_ENTER_MS);
	assert_string_equal(str_text(&feed.typed), "e\n");
	assert_int_equal(feed.quick_enters, 0);
	feed_text(&feed, "x");
	feed_press(&feed, PRESS_FUNCTION); /* waits for nothing, and overtakes nothing */
	assert_string_equal(str_text(&feed.typed), "e\nx<2>");
	feed_clear(&feed);
}

/* Typed ahead on a slow line, all in one read: nothing is lost, whatever it is taken for. */
static void
test_type_ahead(void **state)
{
	(void)state;
	for (size_t t = 0; t < ARRAY_LENGTH(typings); t++)
		for (size_t p = 0; p < ARRAY_LENGTH(pieces); p++) {
			struct feed feed = {.all_typing = true};
			struct str wanted = {0};
			feed_clear(&feed);
			feed.all_typing = true;
			for (const char *at = typings[t]; *at != '\0'; at++)
				str_add_char(&wanted, *at == '\r' ? '\n' : *at);
			feed_pieces(&feed, typings[t], pieces[p], 10);
			feed_wait(&feed, 2000);
			if (feed.scan.kind == SCAN_MRZ || feed.scan.kind == SCAN_PART)
				fail_msg("'%s' is taken for a document", typings[t]);
			assert_string_equal(str_text(&feed.typed), str_text(&wanted));
			if (strlen(typings[t]) > 1)
				assert_int_equal(feed.quick_enters, feed.enters);
			feed_clear(&feed);
			str_clear(&wanted);
		}
}

/* Leaning on Enter, hitting it twice, and Enter beside any other key. */
static void
test_quick_enters(void **state)
{
	static const struct {
		int before, after;
		bool quick;
	} cases[] = {{200, 200, false}, {100, 100, false}, {99, 200, true}, {200, 99, true}, {0, 200, true}, {200, 0, true},
		{60, 60, true}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++)
		for (int other = 0; other < 2; other++) {
			struct feed feed = {0};
			feed_clear(&feed);
			if (other == 0)
				feed_text(&feed, "f");
			else
				feed_press(&feed, PRESS_FUNCTION);
			feed_wait(&feed, cases[i].before);
			feed_text(&feed, "\r");
			feed_wait(&feed, cases[i].after);
			if (other == 0)
				feed_text(&feed, "f");
			else
				feed_press(&feed, PRESS_FUNCTION);
			feed_wait(&feed, 1000);
			assert_int_equal(feed.enters, 1);
			if (feed.quick_enters != cases[i].quick)
				fail_msg("Enter %d ms after and %d ms before another key: %s", cases[i].before, cases[i].after,
					feed.quick_enters ? "quick" : "not quick");
			feed_clear(&feed);
		}
	for (int repeat = 10; repeat < SCANNER_ENTER_MS; repeat += 10) {
		struct feed feed = {0};
		feed_clear(&feed);
		feed_text(&feed, "\r");
		feed_wait(&feed, 500); /* until the keyboard repeats */
		for (int i = 0; i < 20; i++) {
			feed_text(&feed, "\r");
			feed_wait(&feed, repeat);
		}
		feed_wait(&feed, 1000);
		assert_int_equal(feed.enters, 21);
		assert_int_equal(feed.quick_enters, 20);
		feed_clear(&feed);
	}
}

/* Two keys that a hand rolls together are a hand's; a whole burst is not. */
static void
test_quick_letters(void **state)
{
	struct feed feed = {0};

	(void)state;
	feed_clear(&feed);
	feed_text(&feed, "f");
	feed_wait(&feed, 30);
	feed_text(&feed, "n");
	feed_wait(&feed, 500);
	assert_int_equal(feed.quick_letters, 0);
	feed_pieces(&feed, "fna", 1, 30);
	feed_wait(&feed, 500);
	assert_int_equal(feed.quick_letters, 3);
	assert_string_equal(str_text(&feed.typed), "fnfna");
	feed_clear(&feed);
}

/* The line end of a scan that comes late is still its own; an officer's is not. */
static void
test_late_line_ends(void **state)
{
	struct feed feed = {0};

	(void)state;
	feed_clear(&feed);
	feed_text(&feed, vectors[0].lines);
	feed_wait(&feed, 200);
	feed_text(&feed, "\r");
	feed_wait(&feed, 20);
	feed_text(&feed, "\n");
	feed_wait(&feed, 1000);
	assert_one_scan(&feed, SCAN_MRZ, vectors[0].lines, "late line ends", 0, 0);
	feed_text(&feed, "\r");
	feed_wait(&feed, 1000);
	assert_int_equal(feed.enters, 1);
	assert_int_equal(feed.quick_enters, 0);
	feed_clear(&feed);
}

/* A code typed ahead on a slow line: its own line end is none, the Enter that a hand presses after it is one. */
static void
test_enter_after_a_code(void **state)
{
	struct feed feed = {0};

	(void)state;
	for (int late = 0; late < 200; late += 10) {
		feed_clear(&feed);
		feed_text(&feed, "A12B34567");
		feed_wait(&feed, late);
		feed_text(&feed, "\r");
		feed_wait(&feed, 1000);
		assert_int_equal(feed.scans, 1);
		assert_int_equal(feed.enters, late >= SCANNER_ENTER_MS);
		assert_int_equal(feed.quick_enters, 0);
	}
	feed_clear(&feed);
}

/* Two documents one after the other are two scans; what is typed between them is typing. */
static void
test_scan_after_scan(void **state)
{
	struct feed feed = {0};

	(void)state;
	feed_clear(&feed);
	feed_text(&feed, vectors[0].lines);
	feed_wait(&feed, 400);
	feed_pieces(&feed, "elif\r", 1, 150);
	feed_wait(&feed, 400);
	feed_text(&feed, vectors[8].lines);
	feed_wait(&feed, 400);
	assert_int_equal(feed.scans, 2);
	assert_string_equal(feed.scan.text, vectors[8].lines);
	assert_string_equal(str_text(&feed.typed), "elif\n");
	feed_clear(&feed);
}

/* Whatever comes in at whatever pace comes out once, in its order, but for the line ends of scans. */
static void
test_nothing_is_lost_or_invented(void **state)
{
	static const char letters[] = "I<PTURÖUTO0123456789aeiou \r\t;-./AB";
	uint32_t seed = 99;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct feed feed = {0};
		struct str in = {0};
		char plain_in[1200], plain_out[1200];
		size_t a = 0, b = 0;
		feed_clear(&feed);
		feed.all_typing = true;
		for (int i = 0; i < 60; i++) {
			char letter[5] = "";
			int place;
			seed = seed * 1664525 + 1013904223;
			place = (int)(seed >> 16) % feed_letters(letters);
			memcpy(letter, letters + feed_offset(letters, place),
				feed_offset(letters, place + 1) - feed_offset(letters, place));
			str_add(&in, letter);
			feed_text(&feed, letter);
			seed = seed * 1664525 + 1013904223;
			feed_wait(&feed,
				(seed >> 30) == 0           ? (int)(seed >> 8) % 1500
					: (seed >> 30) == 1 ? (int)(seed >> 8) % 120
							    : (int)(seed >> 8) % 20);
		}
		feed_wait(&feed, 5000);
		if (feed.taken_back == 0) {
			for (const char *at = str_text(&in); *at != '\0'; at++)
				if (*at != '\r' && *at != '\t')
					plain_in[a++] = *at;
			for (const char *at = str_text(&feed.typed); *at != '\0'; at++)
				if (*at != '\n' && *at != '\t')
					plain_out[b++] = *at;
			plain_in[a] = plain_out[b] = '\0';
			assert_string_equal(plain_out, plain_in);
		}
		assert_int_equal(scanner_timeout(&feed.scanner, feed.now), -1);
		feed_clear(&feed);
		str_clear(&in);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_zone_in_pieces),
		cmocka_unit_test(test_every_zone_read_late),
		cmocka_unit_test(test_every_zone_with_a_stall),
		cmocka_unit_test(test_slow_scanner),
		cmocka_unit_test(test_every_zone_cut_off),
		cmocka_unit_test(test_papers_and_barcodes),
		cmocka_unit_test(test_hands),
		cmocka_unit_test(test_hands_do_not_wait_long),
		cmocka_unit_test(test_type_ahead),
		cmocka_unit_test(test_quick_enters),
		cmocka_unit_test(test_quick_letters),
		cmocka_unit_test(test_late_line_ends),
		cmocka_unit_test(test_enter_after_a_code),
		cmocka_unit_test(test_scan_after_scan),
		cmocka_unit_test(test_nothing_is_lost_or_invented),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
