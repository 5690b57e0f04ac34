/*
 * Tests of the layout with a canvas that records: every word stands on the page, within its margins, on no other, and
 * in the order of the document, whatever the lengths. The letters are as wide as those of the real font's average.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../src/print/canvas.h"
#include "report/fixture.h"
#include "teslim/text.h"

#define MILLIMETRE (72.0 / 25.4)
#define MARGIN (20 * MILLIMETRE)

/* ---- the canvas that records */

struct drawn {
	int page;
	double x, y, width, size;
	char *text;
};

struct record {
	struct drawn *all;
	int count, room, page;
	int lines, fills;
	double lowest; /* of lines and fills */
};

static double
record_width(void *context, enum face face, double size, const char *text)
{
	(void)context;
	return (face == FACE_BOLD ? 0.6 : 0.53) * size * text_width(text);
}

static void
record_text(void *context, double x, double y, enum face face, double size, const char *text)
{
	struct record *record = context;

	if (record->count == record->room) {
		record->room = record->room > 0 ? 2 * record->room : 64;
		record->all = mem_resize(record->all, (size_t)record->room, sizeof *record->all);
	}
	record->all[record->count++] =
		(struct drawn){record->page, x, y, record_width(NULL, face, size, text), size, mem_string(text)};
}

static void
record_line(void *context, double x1, double y1, double x2, double y2, double thickness)
{
	struct record *record = context;

	assert_true(x1 >= MARGIN - 1 && x2 <= PAGE_WIDTH - MARGIN + 1 && thickness > 0);
	record->lowest = y2 > record->lowest ? y2 : record->lowest;
	assert_true(y1 > 0 && y2 < PAGE_HEIGHT);
	record->lines++;
}

static void
record_fill(void *context, const struct rectangle *rectangles, int count, double grey)
{
	struct record *record = context;

	assert_true(grey >= 0 && grey <= 1);
	for (int i = 0; i < count; i++) {
		assert_true(rectangles[i].x >= MARGIN - 1 && rectangles[i].x + rectangles[i].width <= PAGE_WIDTH - MARGIN + 1);
		assert_true(rectangles[i].y > 0 && rectangles[i].y + rectangles[i].height < PAGE_HEIGHT);
	}
	record->fills += count;
}

static void
record_page(void *context)
{
	((struct record *)context)->page++;
}

static struct canvas
recording(struct record *record)
{
	*record = (struct record){0};
	return (struct canvas){record, record_width, record_text, record_line, record_fill, record_page};
}

static void
clear_record(struct record *record)
{
	for (int i = 0; i < record->count; i++)
		mem_free(record->all[i].text);
	mem_free(record->all);
	*record = (struct record){0};
}

/* ---- help */

static enum code
draw(struct record *record, const char *text, int *pages, struct err *err)
{
	struct report_document document;
	struct canvas canvas = recording(record);
	enum code code;

	if (report_read(&document, text, strlen(text), err) != OK)
		fail_msg("%s", err->detail);
	code = layout_draw(&canvas, &document, pages, err);
	report_clear(&document);
	return code;
}

static void
assert_sound(const struct record *record)
{
	for (int i = 0; i < record->count; i++) {
		const struct drawn *a = &record->all[i];
		if (a->x < MARGIN - 1 || a->x + a->width > PAGE_WIDTH - MARGIN + 1 || a->y - a->size < 20 ||
			a->y > PAGE_HEIGHT - 20)
			fail_msg("\"%s\" leaves the page: %.0f, %.0f, %.0f wide", a->text, a->x, a->y, a->width);
		for (int j = 0; j < i; j++) {
			const struct drawn *b = &record->all[j];
			double left = a->x > b->x ? a->x : b->x;
			double right = a->x + a->width < b->x + b->width ? a->x + a->width : b->x + b->width;
			double top = a->y - 0.7 * a->size > b->y - 0.7 * b->size ? a->y - 0.7 * a->size : b->y - 0.7 * b->size;
			double bottom = a->y < b->y ? a->y : b->y;
			if (a->page == b->page && right > left + 0.01 && bottom > top + 0.01)
				fail_msg("\"%s\" lies on \"%s\"", a->text, b->text);
		}
	}
}

static const struct drawn *
find(const struct record *record, const char *beginning)
{
	for (int i = 0; i < record->count; i++)
		if (strncmp(record->all[i].text, beginning, strlen(beginning)) == 0)
			return &record->all[i];
	fail_msg("\"%s\" was not drawn", beginning);
	return NULL;
}

/* The words drawn for a text, put together again, are the text. */
static void
assert_drawn(const struct record *record, const char *text)
{
	struct str all = {0}, bare = {0};

	for (int i = 0; i < record->count; i++)
		for (const char *c = record->all[i].text; *c != '\0'; c++)
			if (*c != ' ')
				str_add_char(&all, *c);
	for (const char *c = text; *c != '\0'; c++)
		if (*c != ' ' && *c != '\n')
			str_add_char(&bare, *c);
	if (strstr(str_text(&all), str_text(&bare)) == NULL)
		fail_msg("\"%s\" was not drawn whole", text);
	str_clear(&all);
	str_clear(&bare);
}

/* ---- tests */

static void
test_record(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	struct str text = {0};
	struct record record;
	struct err err = {0};
	int pages = 0;

	(void)state;
	report_handover_record(&text, handover, &settings);
	assert_int_equal(draw(&record, str_text(&text), &pages, &err), OK);
	assert_int_equal(pages, 1);
	assert_int_equal(record.page, 1);
	assert_sound(&record);
	/* The columns of the blocks are level, and the two signature boxes as well. */
	assert_true(find(&record, "T.C. kimlik no")->x == find(&record, "Belge no")->x);
	assert_true(find(&record, "Unvanı")->x == find(&record, "Belge no")->x);
	assert_true(find(&record, "TESLİM EDEN")->y == find(&record, "TESLİM ALAN (BAŞVURU")->y);
	assert_true(find(&record, "Tutanak No")->y == find(&record, "23.11.2026 14:05")->y);
	assert_true(record.fills > 100); /* the head of the table and two codes */
	clear_record(&record);
	str_clear(&text);
	mem_free(handover);
}

/* Names of every length up to what the register can hold, with and without blanks. */
static void
test_lengths(void **state)
{
	static const char *const words[] = {"İĞDELİOĞLU ", "Şükrü", "W", "Çağrı-Işıl "};
	struct report_settings settings = fixture_settings();

	(void)state;
	for (size_t kind = 0; kind < ARRAY_LENGTH(words); kind++)
		for (int times = 1; times < 40; times += 3) {
			struct handover *handover = fixture_handover();
			struct str text = {0}, name = {0};
			struct record record;
			struct err err = {0};
			int pages = 0;
			for (int i = 0; i < times; i++)
				str_add(&name, words[kind]);
			if (name.data[name.length - 1] == ' ')
				name.data[--name.length] = '\0';
			copy_text(handover->name, sizeof handover->name, name.data);
			copy_text(handover->officer_name, sizeof handover->officer_name, name.data);
			copy_text(handover->unit, sizeof handover->unit, name.data);
			copy_text(handover->title, sizeof handover->title, name.data);
			copy_text(handover->tracking_number, sizeof handover->tracking_number, name.data);
			copy_text(handover->card_serial, sizeof handover->card_serial, name.data);
			settings.institution = settings.unit = settings.privacy_notice = name.data;
			settings.reprint = times % 3;
			report_handover_record(&text, handover, &settings);
			assert_int_equal(draw(&record, str_text(&text), &pages, &err), OK);
			assert_int_equal(record.page, pages);
			assert_true(pages <= 3);
			assert_sound(&record);
			assert_drawn(&record, handover->name);
			assert_drawn(&record, handover->unit);
			assert_drawn(&record, handover->card_serial);
			assert_drawn(&record, name.data);
			/* Who signs what: text, both names and both places to sign on one page. */
			assert_int_equal(find(&record, "Yukarıda")->page, find(&record, "Tarih ve imza")->page);
			assert_int_equal(find(&record, "E. BEYAN")->page, find(&record, "Tarih ve imza")->page);
			clear_record(&record);
			str_clear(&text);
			str_clear(&name);
			mem_free(handover);
		}
}

static void
test_list_over_pages(void **state)
{
	enum { ROWS = 120 };
	struct handover *one = fixture_handover(), *all = mem_resize(NULL, ROWS, sizeof *all);
	struct report_settings settings = fixture_settings();
	struct str text = {0};
	struct record record;
	struct err err = {0};
	int pages = 0, heads = 0, numbers = 0;

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		all[i] = *one;
		snprintf(all[i].record_number, sizeof all[i].record_number, "2026/A-%04d", i + 1);
	}
	report_signature_list(&text, all, ROWS, one->time, &settings);
	assert_int_equal(draw(&record, str_text(&text), &pages, &err), OK);
	assert_sound(&record);
	for (int i = 0; i < record.count; i++) {
		heads += strcmp(record.all[i].text, "Tutanak no") == 0;
		numbers += strncmp(record.all[i].text, "2026/A-", 7) == 0;
	}
	assert_true(pages >= 5);
	assert_int_equal(heads, pages);
	assert_int_equal(numbers, ROWS);
	for (int i = 1; i < record.count; i++)
		assert_true(record.all[i].page >= record.all[i - 1].page);
	clear_record(&record);
	str_clear(&text);
	mem_free(all);
	mem_free(one);
}

/* However many words stand beside the QR code, the bar code keeps clear of them. */
static void
test_codes(void **state)
{
	struct report_settings settings = fixture_settings();

	(void)state;
	for (int words = 1; words < 200; words += 7) {
		struct str text = {0}, beside = {0};
		struct record record;
		struct err err = {0};
		int pages = 0;
		for (int i = 0; i < words; i++)
			str_add(&beside, "kelime ");
		report_begin(&text, "sample", "1", 0, "x", &settings);
		line_begin(&text, "qr");
		line_add(&text, "payload", "x");
		line_add(&text, "title", "t");
		line_add(&text, "text", str_text(&beside));
		line_end(&text);
		line_begin(&text, "barcode");
		line_add(&text, "payload", "2026/A-0042-2026/A-0042-2026");
		line_end(&text);
		report_end(&text, &settings);
		assert_int_equal(draw(&record, str_text(&text), &pages, &err), OK);
		assert_sound(&record);
		const struct drawn *letters = find(&record, "2026/A-0042");
		for (int i = 0; i < record.count; i++)
			if (strncmp(record.all[i].text, "kelime", 6) == 0)
				assert_true(record.all[i].y < letters->y - 9 * MILLIMETRE);
		clear_record(&record);
		str_clear(&text);
		str_clear(&beside);
	}
}

/* What no page can hold is refused, not drawn over the edge. */
static void
test_too_tall(void **state)
{
	struct report_settings settings = fixture_settings();
	struct str text = {0}, words = {0};
	struct record record;
	struct err err = {0};
	int pages = 0;

	(void)state;
	for (int i = 0; i < 3000; i++)
		str_add(&words, "kelime ");
	report_begin(&text, "sample", "1", 0, "x", &settings);
	report_table(&text, 2, (const int[]){1, 1}, (const char *const[]){"a", "b"}, 0);
	report_row(&text, 2, (const char *const[]){str_text(&words), "b"});
	report_end(&text, &settings);
	assert_int_equal(draw(&record, str_text(&text), &pages, &err), ERR_LIMIT);
	assert_int_equal(err.message, MSG_REPORT_READ_LIMIT);
	assert_int_equal(record.count, 0);
	clear_record(&record);
	/* A paragraph of the same length flows over pages. */
	str_reset(&text);
	report_begin(&text, "sample", "1", 0, "x", &settings);
	report_paragraph(&text, str_text(&words), REPORT_ORDINARY);
	report_end(&text, &settings);
	assert_int_equal(draw(&record, str_text(&text), &pages, &err), OK);
	assert_true(pages > 3);
	assert_sound(&record);
	clear_record(&record);
	/* A footer that leaves no page. */
	str_reset(&text);
	report_begin(&text, "sample", "1", 0, "x", &settings);
	settings.privacy_notice = str_text(&words);
	report_end(&text, &settings);
	assert_int_equal(draw(&record, str_text(&text), &pages, &err), ERR_LIMIT);
	clear_record(&record);
	str_clear(&text);
	str_clear(&words);
}

/* Lines cover the text in order, none too wide unless a single grapheme is, and only blanks are lost between them. */
static void
test_take_line(void **state)
{
	static const char *const texts[] = {"", "a", " ", "bir iki üç dört", "çokuzunbirkelimedahasonrabirdaha", "satır\nsonu",
		"\n", "iki  boşluk", "e\xCC\x81ve e\xCC\x81", "sonunda boşluk "};
	struct record record;
	struct canvas canvas = recording(&record);

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		for (double width = 1; width < 200; width += 7) {
			const char *at = texts[i];
			for (int guard = 0; *at != '\0'; guard++) {
				const char *next = NULL;
				size_t taken = layout_take_line(&canvas, FACE_REGULAR, 10, at, width, &next);
				char *line = mem_string_n(at, taken);
				assert_true(guard < 100 && next > at);
				assert_true(text_is_valid(line, taken));
				if (record_width(NULL, FACE_REGULAR, 10, line) > width + 0.001)
					assert_int_equal(taken, text_grapheme(at));
				for (const char *lost = at + taken; lost < next; lost++)
					assert_true(*lost == ' ' || *lost == '\n');
				mem_free(line);
				at = next;
			}
		}
}

static void
test_barcodes(void **state)
{
	struct barcode barcode;
	struct err err = {0};
	struct str big = {0};

	(void)state;
	assert_int_equal(barcode_make(&barcode, BARCODE_128, "2026/0042", &err), OK);
	assert_int_equal((int)barcode.width, 112);
	for (int i = 0; i < barcode.count; i++)
		assert_true(barcode.rectangles[i].x + barcode.rectangles[i].width <= barcode.width);
	barcode_clear(&barcode);
	assert_int_equal(barcode_make(&barcode, BARCODE_QR, "İmza: ĞÜŞİÖÇ", &err), OK);
	assert_true(barcode.width == barcode.height && barcode.width >= 21);
	barcode_clear(&barcode);
	assert_int_equal(barcode_make(&barcode, BARCODE_128, "İğdır", &err), ERR_RANGE);
	assert_int_equal(err.message, MSG_PRINT_BARCODE);
	assert_int_equal(barcode_make(&barcode, BARCODE_128, "", &err), ERR_RANGE);
	assert_int_equal(barcode_make(&barcode, BARCODE_128, "tab\t", &err), ERR_RANGE);
	for (int i = 0; i < 1990; i++)
		str_add_char(&big, 'x');
	assert_int_equal(barcode_make(&barcode, BARCODE_QR, str_text(&big), &err), OK);
	barcode_clear(&barcode);
	assert_int_equal(barcode_make(&barcode, BARCODE_128, str_text(&big), &err), ERR_RANGE);
	barcode_clear(&barcode);
	for (int i = 0; i < 20; i++)
		str_add_char(&big, 'x');
	assert_int_equal(barcode_make(&barcode, BARCODE_QR, str_text(&big), &err), ERR_RANGE);
	str_clear(&big);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_list_over_pages),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_too_tall),
		cmocka_unit_test(test_take_line),
		cmocka_unit_test(test_barcodes),
	};

	clock_set_offset(180);
	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
