/*
 * Tests of the room `list`, workbooks: what spreadsheets write, and what somebody hostile may write. The workbooks are
 * put together here, part by part.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zip.h>

#include "teslim/list.h"

#define WORKBOOK(properties, sheets) \
	"<workbook xmlns:r=\"urn:r\"><workbookPr " properties "/><sheets>" sheets "</sheets></workbook>"
#define ONE_SHEET WORKBOOK("", "<sheet name=\"Liste\" sheetId=\"1\" r:id=\"rId1\"/>")
#define RELATIONS \
	"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>" \
	"<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"
#define SHEET(rows) "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>" rows "</sheetData></worksheet>"
#define IN(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define HEAD "<row r=\"1\">" IN("T.C. Kimlik No") IN("Adı") IN("Soyadı") "</row>"
#define PERSON(id, given) "<row>" IN(id) IN(given) IN("Öz") "</row>"

struct part {
	const char *path;
	const char *text;
	size_t length; /* 0: strlen */
};

static struct list list;
static struct err err;
static char path[64];

static int
clear(void **state)
{
	(void)state;
	list_clear(&list);
	unlink(path);
	err = (struct err){0};
	return 0;
}

static void
make(const struct part *parts, size_t count)
{
	zip_t *zip;

	snprintf(path, sizeof path, "/tmp/teslim-xlsx-%d.xlsx", (int)getpid());
	zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	for (size_t i = 0; i < count; i++) {
		size_t length = parts[i].length != 0 ? parts[i].length : strlen(parts[i].text);
		zip_source_t *source = zip_source_buffer(zip, parts[i].text, length, 0);
		assert_non_null(source);
		assert_true(zip_file_add(zip, parts[i].path, source, ZIP_FL_OVERWRITE) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
}

static enum code
read_with(const char *workbook, const char *strings, const char *sheet, const struct list_options *options)
{
	struct part parts[4] = {{"xl/workbook.xml", workbook, 0}, {"xl/_rels/workbook.xml.rels", RELATIONS, 0},
		{"xl/worksheets/sheet1.xml", sheet, 0}, {"xl/sharedStrings.xml", strings, 0}};

	make(parts, strings != NULL ? 4 : 3);
	return list_read(&list, path, options, &err);
}

static const char *
field(size_t row, enum list_column column)
{
	assert_true(row < list.row_count);
	return list.rows[row].fields[column];
}

static void
assert_sentence(const char *part)
{
	char sentence[400];

	message_err(sentence, sizeof sentence, &err);
	if (strstr(sentence, part) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", sentence, part);
}

static void
test_shared_strings_runs_and_gaps(void **state)
{
	(void)state;
	assert_int_equal(
		read_with(ONE_SHEET,
			"<sst><si><t>T.C. Kimlik No</t></si><si><t>Adı</t></si><si><t>Soyadı</t></si><si><t>Birim</t></si>"
			"<si><r><rPr><b/></rPr><t xml:space=\"preserve\">Işıl </t></r><r><t>Çağrı</t></r><rPh sb=\"0\" eb=\"1\"><t>okunuş</t></rPh><phoneticPr/></si>"
			"<si><t>G&#xFC;m&amp;şdağ</t></si><si><t>_x000D_iki_x000D_\nsatır</t></si></sst>",
			SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"F1\" t=\"s\"><v>3</v></c></row>"
			      "<row r=\"5\" spans=\"1:6\"><c r=\"A5\"><v>10000000146</v></c><c r=\"B5\" s=\"3\" t=\"s\"><v>4</v></c><c r=\"C5\" t=\"s\"><v>5</v></c>"
			      "<c r=\"E5\"/><c r=\"F5\" t=\"s\"><v>6</v></c></row><row r=\"6\"/>"),
			NULL),
		OK);
	assert_int_equal(list.encoding, LIST_XLSX);
	assert_int_equal(list.row_count, 1);
	assert_int_equal(list.rows[0].line, 5);
	assert_string_equal(field(0, LIST_NATIONAL_ID), "10000000146");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl Çağrı");
	assert_string_equal(field(0, LIST_SURNAME), "Güm&şdağ");
	assert_string_equal(field(0, LIST_UNIT), "iki satır");
	assert_int_equal(list.errors, 0);
}

static void
test_inline_strings_prefixes_and_formulas(void **state)
{
	(void)state;
	assert_int_equal(
		read_with(ONE_SHEET, NULL,
			"<x:worksheet xmlns:x=\"urn:x\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>TCKN</x:t></x:is></x:c><x:c t=\"inlineStr\"><x:is><x:r><x:t>A</x:t></x:r>"
			"<x:r><x:t>d</x:t></x:r></x:is></x:c><x:c t=\"str\"><x:f>A1</x:f><x:v>Soyad</x:v></x:c></x:row><x:row><x:c><x:v>1.0000000146E+10</x:v></x:c>"
			"<x:c t=\"str\"><x:f>\"Can\"</x:f><x:v>Can</x:v></x:c><x:c t=\"inlineStr\"><x:is><x:t>Öz</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>",
			NULL),
		OK);
	assert_string_equal(field(0, LIST_NATIONAL_ID), "10000000146");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Can");
	assert_int_equal(list.rows[0].line, 2);
}

static void
test_numbers_that_lost_digits(void **state)
{
	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL, SHEET(HEAD "<row><c><v>1.18E+10</v></c>" IN("Can") IN("Öz") "</row>"), NULL),
		OK);
	assert_int_equal(list.findings[0].message, MSG_IDENT_NUMBER_EXPONENT);
	assert_int_equal(list.error_rows, 1);
}

static void
test_dates_as_serials(void **state)
{
	static const char sheet[] = SHEET("<row>" IN("TCKN") IN("Kart Seri No") IN("Gönderi Tarihi") "</row><row>" IN("10000000146")
			IN("A") "<c s=\"2\"><v>46331</v></c></row>"
				"<row>" IN("98765432150") IN("B") "<c><v>44869.5</v></c></row><row>" IN("11111111110") IN("C")
					IN("05.11.2026") "</row><row>" IN("12345678950") IN("D") "<c><v>12</v></c></row>");
	struct list_options options = {.shipment = true};

	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL, sheet, &options), OK);
	assert_string_equal(field(0, LIST_DISPATCHED), "2026-11-05");
	assert_string_equal(field(1, LIST_DISPATCHED), "2022-11-04");
	assert_string_equal(field(2, LIST_DISPATCHED), "2026-11-05");
	assert_string_equal(field(3, LIST_DISPATCHED), "");
	assert_int_equal(list.error_rows, 1);
	assert_int_equal(read_with(WORKBOOK("date1904=\"1\"", "<sheet r:id=\"rId1\"/>"), NULL, sheet, &options), OK);
	assert_string_equal(field(0, LIST_DISPATCHED), "2030-11-06");
}

static bool
found(enum message message)
{
	for (size_t i = 0; i < list.finding_count; i++)
		if (list.findings[i].message == message)
			return true;
	return false;
}

static void
test_several_sheets(void **state)
{
	struct part parts[] = {
		{"xl/workbook.xml",
			WORKBOOK("",
				"<sheet name=\"Bir\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"İki\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Kodlar\" state=\"hidden\" r:id=\"rId9\"/>"),
			0},
		{"xl/_rels/workbook.xml.rels", RELATIONS, 0},
		{"xl/worksheets/sheet1.xml", SHEET(HEAD PERSON("10000000146", "Can")), 0},
		{"xl/worksheets/sheet2.xml",
			SHEET("<row>" IN("Adı") IN("T.C. Kimlik No") IN("Soyadı") "</row><row>" IN("Ali") IN("98765432151")
					IN("Kaya") "</row>"),
			0}};
	char words[400];

	(void)state;
	make(parts, 4);
	assert_int_equal(list_read(&list, path, NULL, &err), OK);
	assert_int_equal(list.row_count, 2);
	assert_string_equal(field(1, LIST_GIVEN_NAMES), "Ali");
	assert_true(found(MSG_LIST_SHEETS_READ) && found(MSG_LIST_SHEET_HIDDEN));
	for (size_t i = 0; i < list.finding_count; i++)
		if (list.findings[i].level == LIST_ERROR) {
			list_finding_text(words, sizeof words, &list.findings[i]);
			assert_non_null(strstr(words, "sayfa 2, satır 2, sütun 2"));
		}
	parts[3].text = SHEET("<row>" IN("Notlar") "</row>");
	make(parts, 4);
	assert_int_equal(list_read(&list, path, NULL, &err), OK);
	assert_int_equal(list.row_count, 1);
	assert_true(found(MSG_LIST_SHEET_NO_TABLE) && !found(MSG_LIST_SHEETS_READ));
}

static void
test_merged_headings_and_hidden_rows(void **state)
{
	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL,
				 SHEET("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>TCKN</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Adı Soyadı</t></is></c>"
				       "<c r=\"D1\" t=\"inlineStr\"><is><t>Birim</t></is></c></row><row r=\"2\" hidden=\"1\">" IN(
					       "10000000146") IN("Dr. Ali") IN("Kaya Demir") IN("Dahiliye") "</row>"),
				 NULL),
		OK);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Ali");
	assert_string_equal(field(0, LIST_SURNAME), "Kaya Demir"); /* as it stood, not its last word */
	assert_string_equal(field(0, LIST_TITLE), "Dr.");
	assert_true(found(MSG_LIST_HIDDEN_ROW) && found(MSG_LIST_JOINED_LEFT));
}

static void
test_other_packages(void **state)
{
	struct part ods[] = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0}, {"content.xml", "<office/>", 0}};

	(void)state;
	make(ods, 2);
	assert_int_equal(list_read(&list, path, NULL, &err), ERR_UNSUPPORTED);
	assert_sentence("Farklı Kaydet");
}

static void
test_the_sheet_with_our_header_is_taken(void **state)
{
	struct part parts[] = {
		{"xl/workbook.xml",
			WORKBOOK("",
				"<sheet state=\"hidden\" r:id=\"rId9\"/><sheet name=\"Açıklama\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Liste\" sheetId=\"2\" r:id=\"rId2\"/>"),
			0},
		{"xl/_rels/workbook.xml.rels", RELATIONS, 0},
		{"xl/worksheets/sheet1.xml", SHEET("<row>" IN("Lütfen doldurun") "</row>"), 0},
		{"xl/worksheets/sheet2.xml", SHEET(HEAD PERSON("10000000146", "Can")), 0}};

	(void)state;
	make(parts, 4);
	assert_int_equal(list_read(&list, path, NULL, &err), OK);
	assert_int_equal(list.row_count, 1);
	make(parts, 3); /* the sheet that the workbook names is not there */
	assert_int_equal(list_read(&list, path, NULL, &err), ERR_CORRUPT);
	make(parts + 1, 3);
	assert_int_equal(list_read(&list, path, NULL, &err), ERR_UNSUPPORTED);
	assert_sentence("bir liste");
}

static void
test_error_values_and_damage(void **state)
{
	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL,
				 SHEET(HEAD "<row>" IN("10000000146") "<c t=\"e\"><v>#REF!</v></c>" IN("Öz") "</row>"), NULL),
		OK);
	assert_int_equal(list.findings[0].message, MSG_LIST_CELL_ERROR);
	assert_string_equal(list.findings[0].detail, "#REF!");
	assert_int_equal(list.findings[0].column, 2);
	assert_int_equal(list.error_rows, 1);
	/* A workbook whose letters are damaged can be repaired as well. */
	assert_int_equal(read_with(ONE_SHEET, NULL,
				 SHEET("<row>" IN("T.C. Kimlik No") IN("Adý") IN("Soyadý") "</row>" PERSON("10000000146", "Iþýl")),
				 NULL),
		OK);
	assert_true(list.repair_offered);
}

static void
test_hostile_workbooks(void **state)
{
	static const char *const sheets[] = {
		"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" SHEET(HEAD PERSON("10000000146", "&b;")),
		"<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" SHEET(HEAD), SHEET(HEAD PERSON("10000000146", "&yok;")),
		SHEET(HEAD "<row r=\"0\"></row>"), SHEET(HEAD "<row r=\"99999999999999999999\"></row>"),
		SHEET(HEAD "<row r=\"x\"></row>"), SHEET(HEAD "<row><c t=\"s\"><v>0</v></c></row>"),
		SHEET(HEAD "<row><c t=\"s\"><v>-1</v></c></row>"), SHEET(HEAD "<row><c"), "", "\x01", "PK"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(sheets); i++) {
		enum code code = read_with(ONE_SHEET, NULL, sheets[i], NULL);
		if (code == OK)
			fail_msg("sheet %zu was taken", i);
		assert_sentence("CSV UTF-8");
		assert_null(list.rows);
	}
}

static void
test_limits(void **state)
{
	struct list_options options = {.max_rows = 3};
	struct str text = {0};
	enum code code;

	(void)state;
	str_add(&text, "<worksheet><sheetData>" HEAD);
	for (int i = 0; i < 4; i++)
		str_add(&text, PERSON("10000000146", "Can"));
	str_add(&text, "</sheetData></worksheet>");
	assert_int_equal(read_with(ONE_SHEET, NULL, str_text(&text), &options), ERR_LIMIT);
	options.max_rows = 4;
	assert_int_equal(read_with(ONE_SHEET, NULL, str_text(&text), &options), OK);
	/* Sixty-five elements deep. */
	str_reset(&text);
	for (int i = 0; i < 65; i++)
		str_add(&text, "<a>");
	assert_int_equal(read_with(ONE_SHEET, NULL, str_text(&text), NULL), ERR_LIMIT);
	/* A cell of more than a megabyte. */
	str_reset(&text);
	str_add(&text, "<worksheet><sheetData>" HEAD "<row><c t=\"inlineStr\"><is><t>");
	for (int i = 0; i < (1 << 20) / 16 + 1; i++)
		str_add(&text, "xxxxxxxxxxxxxxxx");
	str_add(&text, "</t></is></c></row></sheetData></worksheet>");
	assert_int_equal(read_with(ONE_SHEET, NULL, str_text(&text), NULL), ERR_LIMIT);
	/* Sixty megabytes in sixty kilobytes. */
	str_reset(&text);
	str_add(&text, "<worksheet>");
	for (int i = 0; i < 60 * 1024; i++)
		for (int j = 0; j < 16; j++)
			str_add(&text, "                                                                ");
	code = read_with(ONE_SHEET, NULL, str_text(&text), NULL);
	assert_int_equal(code, ERR_LIMIT);
	assert_sentence("büyük");
	str_clear(&text);
}

static void
test_far_columns_and_long_cells(void **state)
{
	struct str text = {0};

	(void)state;
	str_add(&text,
		"<worksheet><sheetData><row>" IN("TCKN") IN("Ad") IN("Soyad")
			IN("Birim") "<c r=\"XFD1\" t=\"inlineStr\"><is><t>uzak</t></is></c></row>"
				    "<row>" IN("10000000146") IN("Can") IN("Öz") "<c t=\"inlineStr\"><is><t>");
	for (int i = 0; i < 5000; i++)
		str_add(&text, "ş");
	str_add(&text, "</t></is></c><c r=\"ZZZZZ9\"><v>1</v></c></row></sheetData></worksheet>");
	assert_int_equal(read_with(ONE_SHEET, NULL, str_text(&text), NULL), OK);
	assert_int_equal(strlen(field(0, LIST_UNIT)), 4096); /* cut between letters */
	assert_true(found(MSG_LIST_TOO_MANY_CELLS) && found(MSG_LIST_TOO_LONG));
	str_clear(&text);
}

/* Every single byte of a small workbook changed, and every cut: a sentence or a list, never a crash. */
static void
test_damaged_packages(void **state)
{
	char *bytes = NULL;
	size_t length = 0, taken = 0;

	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL, SHEET(HEAD PERSON("10000000146", "Can")), NULL), OK);
	assert_int_equal(file_read(path, 1 << 20, &bytes, &length, &err), OK);
	for (size_t i = 0; i < length; i++) {
		char before = bytes[i];
		bytes[i] = (char)(before ^ 0x55);
		taken += list_read_bytes(&list, "x.xlsx", bytes, length, NULL, &err) == OK;
		bytes[i] = before;
	}
	assert_true(taken < length);
	for (size_t i = 0; i < length; i += 7)
		assert_int_not_equal(list_read_bytes(&list, "x.xlsx", bytes, i, NULL, &err), OK);
	mem_free(bytes);
}

static void
test_protected_workbook(void **state)
{
	zip_t *zip;

	(void)state;
	assert_int_equal(read_with(ONE_SHEET, NULL, SHEET(HEAD PERSON("10000000146", "Can")), NULL), OK);
	zip = zip_open(path, 0, NULL);
	assert_non_null(zip);
	assert_int_equal(zip_file_set_encryption(zip, 0, ZIP_EM_AES_128, "parola"), 0);
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(list_read(&list, path, NULL, &err), ERR_UNSUPPORTED);
	assert_sentence("parola");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_shared_strings_runs_and_gaps, clear),
		cmocka_unit_test_teardown(test_inline_strings_prefixes_and_formulas, clear),
		cmocka_unit_test_teardown(test_numbers_that_lost_digits, clear),
		cmocka_unit_test_teardown(test_dates_as_serials, clear),
		cmocka_unit_test_teardown(test_several_sheets, clear),
		cmocka_unit_test_teardown(test_merged_headings_and_hidden_rows, clear),
		cmocka_unit_test_teardown(test_other_packages, clear),
		cmocka_unit_test_teardown(test_the_sheet_with_our_header_is_taken, clear),
		cmocka_unit_test_teardown(test_error_values_and_damage, clear),
		cmocka_unit_test_teardown(test_hostile_workbooks, clear),
		cmocka_unit_test_teardown(test_limits, clear),
		cmocka_unit_test_teardown(test_far_columns_and_long_cells, clear),
		cmocka_unit_test_teardown(test_damaged_packages, clear),
		cmocka_unit_test_teardown(test_protected_workbook, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
