/*
 * Tests of the room `list`, text files: encodings, separators, quotes, headers, findings per row, repairs, CSV out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/list.h"

#define HEADER "Sıra No;T.C. Kimlik No;Adı;Soyadı;Kurumsal E-posta;Birim;Unvan;Başvuru Türü;Kart Okuyucu Türü\r\n"
#define SHORT "T.C. Kimlik No;Adı;Soyadı\n"
#define ROW1 "10000000146;Işıl;Öztürk\n"

static struct list list;
static struct err err;

static int
clear(void **state)
{
	(void)state;
	list_clear(&list);
	err = (struct err){0};
	return 0;
}

static enum code
read_options(const char *bytes, size_t length, const struct list_options *options)
{
	char *exact = malloc(length); /* so that the sanitizer sees a step too far */
	enum code code;

	if (length > 0)
		memcpy(exact, bytes, length);
	code = list_read_bytes(&list, "liste.csv", exact, length, options, &err);
	free(exact);
	return code;
}

static enum code
read_text(const char *text)
{
	return read_options(text, strlen(text), NULL);
}

static const char *
field(size_t row, enum list_column column)
{
	assert_true(row < list.row_count);
	return list.rows[row].fields[column];
}

static const struct list_finding *
find(enum message message)
{
	for (size_t i = 0; i < list.finding_count; i++)
		if (list.findings[i].message == message)
			return &list.findings[i];
	return NULL;
}

static void
assert_found(enum message message, enum list_level level, long line, int column, const char *detail)
{
	const struct list_finding *finding = find(message);

	if (finding == NULL)
		fail_msg("no finding: %s", message_text_in(LANGUAGE_ENGLISH, message));
	assert_int_equal(finding->level, level);
	assert_int_equal(finding->line, line);
	assert_int_equal(finding->column, column);
	if (detail != NULL)
		assert_string_equal(finding->detail, detail);
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
test_whole_application_list(void **state)
{
	struct applicant applicant;

	(void)state;
	assert_int_equal(read_text("\xEF\xBB\xBF" HEADER
				   "1;10000000146;Işıl Çağrı;GÜMÜŞDAĞ ÖZŞİMŞEK;isil@saglik.example;\"Göğüs Hastalıkları; Iğdır\";Uzman Tabip;1;3\r\n"
				   "2;98765432150;Can;Öz;can@kisisel.example;Dahiliye;;3;1\r\n;;;;;;;;\r\n\r\n"),
		OK);
	assert_int_equal(list.row_count, 2);
	assert_int_equal(list.finding_count, 0);
	assert_int_equal(list.encoding, LIST_UTF8_BOM);
	assert_int_equal(list.separator, ';');
	assert_int_equal(list.rows[1].line, 3);
	list_applicant(&applicant, &list, 0);
	assert_string_equal(applicant.national_id, "10000000146");
	assert_string_equal(applicant.given_names, "Işıl Çağrı");
	assert_string_equal(applicant.surname, "GÜMÜŞDAĞ ÖZŞİMŞEK");
	assert_string_equal(applicant.email, "isil@saglik.example");
	assert_string_equal(applicant.unit, "Göğüs Hastalıkları; Iğdır");
	assert_string_equal(applicant.title, "Uzman Tabip");
	assert_string_equal(applicant.application_kind, "1");
	assert_string_equal(applicant.reader_kind, "3");
	assert_int_equal(applicant.state, APPLICATION_EXPECTED);
	assert_int_equal(applicant.id, 0);
	assert_string_equal(list.samples[0], "Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK");
}

static void
test_columns_by_name_not_position(void **state)
{
	static const char *const lists[] = {"surname,Given Names,NATIONAL ID,e-mail\nÖztürk,Işıl,10000000146,a@b.example\n",
		"SOYADI\tADI\tTC KİMLİK NO\tE-POSTA\nÖztürk\tIşıl\t10000000146\ta@b.example\n",
		"Örnek İl Sağlık Müdürlüğü\nNES Başvuru Listesi;;;\n\nE-Posta;Tckn;soyadi;İSİM\na@b.example;10000000146;Öztürk;Işıl\n",
		"sep=|\r\nmail|T.C. KİMLİK NUMARASI|Soyad|Ad\r\na@b.example|10000000146|Öztürk|Işıl\r\n",
		"\"sep=,\"\nmail,T.C. Kimlik No.,Soyad,Ad\na@b.example,10000000146,Öztürk,Işıl",
		"\"E-posta\";\"T.C.\nKimlik No\";\"Soyadı\";\"Adı\"\r\"a@b.example\";\"10000000146\";\"Öztürk\";\"Işıl\"\r"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(lists); i++) {
		assert_int_equal(read_text(lists[i]), OK);
		assert_int_equal(list.row_count, 1);
		assert_int_equal(list.errors + list.warnings, 0);
		assert_string_equal(field(0, LIST_NATIONAL_ID), "10000000146");
		assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
		assert_string_equal(field(0, LIST_SURNAME), "Öztürk");
		assert_string_equal(field(0, LIST_EMAIL), "a@b.example");
	}
}

static void
test_separator_is_sniffed(void **state)
{
	(void)state;
	/* Commas inside addresses outnumber the real separator. */
	assert_int_equal(
		read_text("T.C. Kimlik No;Adı;Soyadı;Birim\n10000000146;Işıl;Öztürk;a, b, c, d, e, f\n98765432150;Can;Öz;g, h, i, j, k\n"),
		OK);
	assert_int_equal(list.separator, ';');
	assert_int_equal(list.row_count, 2);
	assert_int_equal(read_text("T.C. Kimlik No,Adı,Soyadı,Birim\n10000000146,Işıl,Öztürk,\"a; b; c; d; e; f\"\n"), OK);
	assert_int_equal(list.separator, ',');
	assert_string_equal(field(0, LIST_UNIT), "a; b; c; d; e; f");
}

/* One list in every encoding that institutions send; each must give the same rows. */
static void
test_encodings(void **state)
{
	static const char windows[] =
		"T.C. Kimlik No;Ad\xFD;Soyad\xFD\r\n10000000146;I\xFE\xFDl \xC7\xF0;\xD6ZT\xDCRK \xDD\xDE\xD0\xFC\xF6\xE7\r\n";
	static const char dos[] =
		"T.C. Kimlik No;Ad\x8D;Soyad\x8D\r\n10000000146;I\x9F\x8Dl \x80\xA7;\x99ZT\x9ARK \x98\x9E\xA6\x81\x94\x87\r\n";
	static const char utf8[] = "T.C. Kimlik No;Adı;Soyadı\r\n10000000146;Işıl Çğ;ÖZTÜRK İŞĞüöç\r\n";
	char little[256] = "\xFF\xFE", big[256] = "\xFE\xFF";
	size_t length = 2;
	struct {
		const char *bytes;
		size_t length;
		enum list_encoding encoding;
	} files[7] = {{windows, sizeof windows - 1, LIST_CP1254}, {dos, sizeof dos - 1, LIST_CP857},
		{utf8, sizeof utf8 - 1, LIST_UTF8}};

	(void)state;
	for (const char *at = windows; *at != '\0'; at++, length += 2) {
		static const struct {
			unsigned char byte;
			unsigned unit;
		} letters[] = {{0xFD, 0x131}, {0xFE, 0x15F}, {0xDD, 0x130}, {0xDE, 0x15E}, {0xD0, 0x11E}, {0xF0, 0x11F}};
		unsigned unit = (unsigned char)*at;
		for (size_t i = 0; i < ARRAY_LENGTH(letters); i++)
			if (letters[i].byte == (unsigned char)*at)
				unit = letters[i].unit;
		little[length] = big[length + 1] = (char)(unit & 0xFF);
		little[length + 1] = big[length] = (char)(unit >> 8);
	}
	files[3].bytes = little;
	files[4].bytes = big;
	files[3].length = files[4].length = length;
	files[5].bytes = little + 2; /* without the mark */
	files[6].bytes = big + 2;
	files[5].length = files[6].length = length - 2;
	files[3].encoding = files[5].encoding = LIST_UTF16_LE;
	files[4].encoding = files[6].encoding = LIST_UTF16_BE;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		assert_int_equal(read_options(files[i].bytes, files[i].length, NULL), OK);
		assert_int_equal(list.encoding, files[i].encoding);
		assert_int_equal(list.row_count, 1);
		assert_int_equal(list.finding_count, 0);
		assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl Çğ");
		assert_string_equal(field(0, LIST_SURNAME), "ÖZTÜRK İŞĞüöç");
		assert_string_equal(list.samples[0], "Işıl Çğ ÖZTÜRK İŞĞüöç");
		assert_string_not_equal(list_encoding_name(list.encoding), "?");
	}
}

static void
test_forced_encoding(void **state)
{
	struct list_options options = {.force_encoding = true, .encoding = LIST_CP857};

	(void)state;
	assert_int_equal(read_options("TCKN;Ad;Soyad\n10000000146;A\x9F;B\n", 32, &options), OK);
	assert_int_equal(list.encoding, LIST_CP857);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Aş");
	options.encoding = LIST_UTF8;
	assert_int_equal(read_options("TCKN;Ad;Soyad\n10000000146;A\x9F;B\n", 32, &options), OK);
	assert_found(MSG_LIST_BAD_BYTE, LIST_WARNING, 2, 0, "0x9F");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "A\xEF\xBF\xBD");
	assert_found(MSG_LIST_NAME_ODD, LIST_WARNING, 2, 2, NULL);
}

static void
test_undefined_bytes_are_named(void **state)
{
	static const unsigned char undefined[] = {0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E};

	(void)state;
	for (size_t i = 0; i < sizeof undefined; i++) {
		char text[64], detail[8];
		size_t length = (size_t)snprintf(text, sizeof text, "TCKN;Ad;Soyad;Birim\n10000000146;\xDE\xDD\xD0;B;x%cy\n",
			undefined[i]);
		assert_int_equal(read_options(text, length, NULL), OK);
		assert_int_equal(list.encoding, LIST_CP1254);
		snprintf(detail, sizeof detail, "0x%02X", undefined[i]);
		assert_found(MSG_LIST_BAD_BYTE, LIST_WARNING, 2, 0, detail);
	}
	/* A NUL does not turn a UTF-8 list into another encoding. */
	assert_int_equal(read_options(SHORT ROW1 "98765432150;Ca\0n;Öz\n", sizeof(SHORT ROW1 "98765432150;Ca\0n;Öz\n") - 1, NULL),
		OK);
	assert_int_equal(list.encoding, LIST_UTF8);
	assert_found(MSG_LIST_BAD_BYTE, LIST_WARNING, 3, 0, "0x00");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
}

static void
test_double_encoding_is_offered_and_repaired(void **state)
{
	/* "Işıl Ağaçlı", "ŞÖĞÜİÇ’in", written as UTF-8, read as Windows-1252, written as UTF-8 again */
	static const char damaged[] = "T.C. Kimlik No;AdÄ±;SoyadÄ±\n10000000146;IÅŸÄ±l AÄŸaÃ§lÄ±;Åž Ã– Äž Ãœ Ä° Ã‡ Ã¼ Ã¶ â€™\n";
	struct list_options options = {.repair = true};

	(void)state;
	assert_int_equal(read_text(damaged), OK);
	assert_true(list.repair_offered);
	assert_false(list.repaired);
	assert_found(MSG_LIST_REPAIR_DOUBLED, LIST_WARNING, 0, 0, NULL);
	assert_int_equal(read_options(damaged, sizeof damaged - 1, &options), OK);
	assert_false(list.repair_offered);
	assert_true(list.repaired);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl Ağaçlı");
	assert_string_equal(field(0, LIST_SURNAME), "Ş Ö Ğ Ü İ Ç ü ö ’");
	assert_int_equal(list.finding_count, 0);
}

static void
test_icelandic_letters_are_offered_and_repaired(void **state)
{
	static const char damaged[] = "T.C. Kimlik No;Adý;Soyadý\n10000000146;Iþýl;ÞÝMÞEKOÐLU ÇAÐ ðü\n";
	struct list_options options = {.repair = true};

	(void)state;
	assert_int_equal(read_text(damaged), OK);
	assert_true(list.repair_offered);
	assert_found(MSG_LIST_REPAIR_ICELANDIC, LIST_WARNING, 0, 0, NULL);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Iþýl"); /* untouched until somebody says yes */
	assert_int_equal(read_options(damaged, sizeof damaged - 1, &options), OK);
	assert_true(list.repaired);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
	assert_string_equal(field(0, LIST_SURNAME), "ŞİMŞEKOĞLU ÇAĞ ğü");
	/* One real Icelander in a healthy list is no damage. */
	assert_int_equal(read_text(SHORT ROW1 "98765432150;Þór;Öz\n"), OK);
	assert_false(list.repair_offered);
	/* A healthy list stays as it is. */
	assert_int_equal(read_options(SHORT ROW1, sizeof(SHORT ROW1) - 1, &options), OK);
	assert_false(list.repaired);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
}

static void
test_quotes(void **state)
{
	(void)state;
	assert_int_equal(
		read_text("TCKN;Ad;Soyad;Birim\r\n10000000146;\"Işıl \"\"Can\"\"\";Öz;\"iki\r\nsatır;\"\n98765432150;Ali;Öz;\"\"\n"),
		OK);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl \"Can\"");
	assert_string_equal(field(0, LIST_UNIT), "iki satır;");
	assert_int_equal(list.rows[1].line, 4); /* line breaks inside cells are counted */
	assert_string_equal(field(1, LIST_UNIT), "");
	assert_int_equal(list.finding_count, 0);
}

static void
test_open_quote_costs_one_line(void **state)
{
	(void)state;
	assert_int_equal(read_text(SHORT ROW1 "98765432150;\"Can;Öz\n11111111110;Elif;Ak\n"), OK);
	assert_int_equal(list.row_count, 2);
	assert_int_equal(list.error_rows, 1);
	assert_string_equal(field(1, LIST_GIVEN_NAMES), "Elif");
	assert_int_equal(list.rows[1].line, 4);
	assert_found(MSG_LIST_OPEN_QUOTE, LIST_ERROR, 3, 2, "\"Can;Öz");
	assert_int_equal(read_text(SHORT ROW1 "98765432150;Can;\"Öz"), OK); /* at the very end */
	assert_found(MSG_LIST_OPEN_QUOTE, LIST_ERROR, 3, 3, NULL);
	assert_int_equal(read_text(SHORT ROW1 "98765432150;\"Can\"x;Öz\n11111111110;El\"if;Ak\n"), OK);
	assert_found(MSG_LIST_AFTER_QUOTE, LIST_ERROR, 3, 2, NULL);
	assert_found(MSG_LIST_STRAY_QUOTE, LIST_WARNING, 4, 2, NULL);
	assert_string_equal(field(1, LIST_GIVEN_NAMES), "El\"if");
}

static void
test_quoted_field_has_caps(void **state)
{
	struct str text = {0};

	(void)state;
	/* Ten line breaks pass, eleven do not. */
	for (int lines = 10; lines <= 11; lines++) {
		str_reset(&text);
		str_add(&text, "TCKN;Ad;Soyad;Birim\n10000000146;Işıl;Öz;\"");
		for (int i = 0; i < lines; i++)
			str_add(&text, "x\n");
		str_add(&text, "\"\n98765432150;Can;Öz;y\n");
		assert_int_equal(read_text(str_text(&text)), OK);
		assert_int_equal(find(MSG_LIST_OPEN_QUOTE) != NULL, lines == 11);
		assert_string_equal(list.rows[list.row_count - 1].fields[LIST_NATIONAL_ID], "98765432150");
	}
	for (int length = 4090; length <= 4100; length += 10) {
		str_reset(&text);
		str_add(&text, "TCKN;Ad;Soyad;Birim\n10000000146;Işıl;Öz;\"");
		for (int i = 0; i < length; i++)
			str_add_char(&text, 'x');
		str_add(&text, "\"\n");
		assert_int_equal(read_text(str_text(&text)), OK);
		assert_int_equal(find(MSG_LIST_OPEN_QUOTE) != NULL, length == 4100);
		assert_int_equal(find(MSG_LIST_TOO_LONG) != NULL, length == 4090);
	}
	str_clear(&text);
}

static void
test_national_id_findings(void **state)
{
	static const struct {
		const char *cell;
		enum message message;
		enum list_level level;
		const char *detail;
	} cases[] = {{"", MSG_IDENT_NUMBER_EMPTY, LIST_ERROR, ""}, {"1,0E+10", MSG_IDENT_NUMBER_EXPONENT, LIST_ERROR, "1,0E+10"},
		{"1.18E+10", MSG_IDENT_NUMBER_EXPONENT, LIST_ERROR, "1.18E+10"},
		{"1000000014", MSG_IDENT_NUMBER_LENGTH, LIST_ERROR, "***"},
		{"100000001460", MSG_IDENT_NUMBER_LENGTH, LIST_ERROR, "***"},
		{"1000000014O", MSG_IDENT_NUMBER_NOT_DIGITS, LIST_ERROR, "***"},
		{"12345678910", MSG_IDENT_NUMBER_CHECKSUM, LIST_ERROR, "*******8910"},
		{"11111111111", MSG_IDENT_NUMBER_CHECKSUM, LIST_ERROR, NULL},
		{"17291716050", MSG_IDENT_NUMBER_CHECKSUM, LIST_ERROR, NULL},
		{"07291716092", MSG_IDENT_NUMBER_LEADING_ZERO, LIST_ERROR, NULL},
		{"99000000043", MSG_IDENT_NUMBER_FOREIGN_CHECKSUM, LIST_WARNING, "*******0043"}};
	static const char *const clean[] = {"10000000146", " 10000000146 ", "100 000 001 46", "\302\24010000000146\302\240",
		"100.000.001.46", "10000000146.0", "10000000146,00", "1.0000000146E+10", "1,0000000146E+10"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char text[128];
		snprintf(text, sizeof text, SHORT "98765432150;Can;Öz\n%s;Işıl;Öztürk\n", cases[i].cell);
		assert_int_equal(read_text(text), OK);
		assert_int_equal(list.row_count, 2);
		assert_found(cases[i].message, cases[i].level, 3, 1, cases[i].detail);
		assert_int_equal(list.rows[1].level, cases[i].level);
		assert_int_equal(list.error_rows, cases[i].level == LIST_ERROR ? 1 : 0);
		assert_int_equal(field(1, LIST_NATIONAL_ID)[0] == '\0', cases[i].level == LIST_ERROR);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(clean); i++) {
		char text[128];
		snprintf(text, sizeof text, SHORT "%s;Işıl;Öztürk\n", clean[i]);
		assert_int_equal(read_text(text), OK);
		assert_int_equal(list.finding_count, 0);
		assert_string_equal(field(0, LIST_NATIONAL_ID), "10000000146");
	}
}

static void
test_no_national_id_in_findings(void **state)
{
	(void)state;
	assert_int_equal(read_text(SHORT ROW1 "12345678910;Can;Öz\n10000000146;Can;Öz\n100000001461;A;B\n1234567891x;A;B\n"), OK);
	for (size_t i = 0; i < list.finding_count; i++) {
		char line[300];
		list_finding_text(line, sizeof line, &list.findings[i]);
		assert_null(strstr(line, "1234567"));
		assert_null(strstr(line, "1000000"));
	}
	assert_true(list.finding_count >= 4);
}

static void
test_duplicates(void **state)
{
	struct list_options shipment = {.shipment = true};
	static const char twice[] = "TCKN;Kart Seri No\n10000000146;A1\n10000000146;A2\n";

	(void)state;
	assert_int_equal(read_text(SHORT ROW1 "98765432150;Can;Öz\n10000000146;ISIL;ÖZTÜRK\n"), OK);
	assert_found(MSG_LIST_DUPLICATE, LIST_ERROR, 4, 1, "2");
	assert_int_equal(read_text(SHORT ROW1 "10000000146;Elif;Öztürk\n"), OK);
	assert_found(MSG_LIST_DUPLICATE_OTHER_NAME, LIST_ERROR, 3, 1, "2");
	assert_int_equal(read_options(twice, sizeof twice - 1, &shipment), OK);
	assert_found(MSG_LIST_DUPLICATE_SHIPMENT, LIST_WARNING, 3, 1, "2");
	assert_int_equal(list.errors, 0);
}

static void
test_titles_and_names(void **state)
{
	(void)state;
	assert_int_equal(read_text("TCKN;Ad;Soyad;Unvan\n10000000146;Uzm. Dr. Işıl;Öztürk;\n98765432150;Prof.Dr. Can;Öz;Başhekim\n"),
		OK);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
	assert_string_equal(field(0, LIST_TITLE), "Uzm. Dr.");
	assert_string_equal(field(1, LIST_GIVEN_NAMES), "Can");
	assert_string_equal(field(1, LIST_TITLE), "Başhekim"); /* what the list says goes first; the original is in the finding */
	assert_found(MSG_LIST_TITLE_MOVED, LIST_NOTE, 2, 2, "Uzm. Dr. Işıl");
	assert_int_equal(read_text(SHORT "10000000146;;Öztürk\n98765432150;?EL?K;Öz\n11111111110;Ali2;Ak\n"), OK);
	assert_found(MSG_LIST_NAME_MISSING, LIST_ERROR, 2, 2, "");
	assert_found(MSG_LIST_NAME_ODD, LIST_WARNING, 3, 2, "?EL?K");
}

static void
test_one_name_column(void **state)
{
	(void)state;
	assert_int_equal(read_text("Sıra;TC No;Ad Soyad\n1;10000000146;Dr. Işıl Çağrı ÖZTÜRK\n2;98765432150;Can\n"), OK);
	assert_found(MSG_LIST_SPLIT_NAMES, LIST_WARNING, 1, 3, "");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl Çağrı");
	assert_string_equal(field(0, LIST_SURNAME), "ÖZTÜRK");
	assert_string_equal(field(0, LIST_TITLE), "Dr.");
	assert_found(MSG_LIST_NAME_MISSING, LIST_ERROR, 3, 3, "");
}

static void
test_cells_are_cleaned(void **state)
{
	(void)state;
	/* no-break and doubled blanks, decomposed letters, invisible characters, a direction override, controls */
	assert_int_equal(read_text(SHORT "10000000146;\xC2\xA0 Is\xCC\xA7\xC4\xB1l \t  C\xCC\xA7"
					 "ag\xCC\x86r\xC4\xB1\xC2\xA0;"
					 "O\xCC\x88z\xE2\x80\x8B"
					 "t\xE2\x80\xAEu\xCC\x88rk\x1B\xC2\xAD\xEF\xBB\xBF\n"),
		OK);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl Çağrı");
	assert_string_equal(field(0, LIST_SURNAME), "Öztürk");
}

static void
test_codes_and_emails(void **state)
{
	(void)state;
	assert_int_equal(read_text("TCKN;Ad;Soyad;E-posta;Başvuru Türü;Okuyucu Türü\n"
				   "10000000146;A;B;x@y.example;Yenileme;İSTENMİYOR\n98765432150;C;D;yok;İlk Başvuru;masaüstü\n"
				   "11111111110;E;F;a@b@c.example;9;7\n12345678950;G;H;;Kayıp/Çalıntı;Mini\n"),
		OK);
	assert_string_equal(field(0, LIST_APPLICATION_KIND), "3");
	assert_string_equal(field(0, LIST_READER_KIND), "3");
	assert_string_equal(field(1, LIST_APPLICATION_KIND), "1");
	assert_string_equal(field(1, LIST_READER_KIND), "2");
	assert_string_equal(field(2, LIST_APPLICATION_KIND), "9"); /* raw code kept */
	assert_string_equal(field(3, LIST_APPLICATION_KIND), "2");
	assert_found(MSG_LIST_EMAIL_ODD, LIST_WARNING, 3, 4, "yok");
	assert_found(MSG_LIST_CODE_ODD, LIST_WARNING, 4, 5, "9");
	assert_int_equal(list.errors, 0);
}

static void
test_shipment_list(void **state)
{
	struct list_options options = {.shipment = true};
	static const char text[] = "T.C. Kimlik No;Kart Seri No;Okuyucu Seri No;Gönderi No;Gönderi Tarihi\n"
				   "10000000146;0123 4567 8900;OKY-1;KRG-1;5.11.2026\n98765432150;;OKY-2;KRG-1;2026-11-05\n"
				   "11111111110;;;KRG-1;05.11.2026\n12345678950;A;B;C;31.02.2026\n";

	(void)state;
	assert_int_equal(read_options(text, sizeof text - 1, &options), OK);
	assert_int_equal(list.row_count, 4);
	assert_string_equal(field(0, LIST_CARD_SERIAL), "0123 4567 8900");
	assert_string_equal(field(0, LIST_DISPATCHED), "2026-11-05");
	assert_string_equal(field(1, LIST_DISPATCHED), "2026-11-05");
	assert_found(MSG_LIST_SERIAL_MISSING, LIST_ERROR, 4, 2, "");
	assert_found(MSG_LIST_BAD_DATE, LIST_ERROR, 5, 5, "31.02.2026");
	assert_int_equal(list.error_rows, 2);
}

static void
test_headers_that_do_not_do(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} cases[] = {{"", "boş"}, {"\n\n ; ;\n", "boş"}, {SHORT, "boş"}, {"1;2;3\n4;5;6\n", "başlık"},
		{"Adı;Soyadı;Birim\nIşıl;Öz;x\n", "T.C. kimlik no"}, {"TCKN;Birim\n10000000146;x\n", "ad ve soyadı"},
		{"TCKN;Adı\n10000000146;x\n", "ad ve soyadı"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_int_equal(read_text(cases[i].text), ERR_SYNTAX);
		assert_sentence(cases[i].part);
		assert_sentence("liste.csv");
		assert_int_equal(list.row_count, 0);
		assert_null(list.rows);
	}
	assert_int_equal(read_text("TCKN;Ad;Soyad;Ad;Kan Grubu\n10000000146;Işıl;Öz;Can;0\n98765432150;Can;Öz;;;fazla\n"), OK);
	assert_found(MSG_LIST_COLUMN_TWICE, LIST_WARNING, 1, 4, "Ad");
	assert_found(MSG_LIST_UNKNOWN_COLUMN, LIST_NOTE, 1, 5, "Kan Grubu");
	assert_found(MSG_LIST_MORE_CELLS, LIST_WARNING, 3, 6, "fazla");
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
}

static void
test_other_files_are_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *part;
	} files[] = {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", 12, "eski Excel"},
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 42, "parola"},
		{"\x09\x08\x10\0\0\0", 6, "eski Excel"}, {"%PDF-1.7", 8, "bir liste"}, {"<html><table>", 13, "bir liste"},
		{" \r\n<?xml", 8, "bir liste"}, {"{\\rtf1", 6, "bir liste"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		assert_int_equal(read_options(files[i].bytes, files[i].length, NULL), ERR_UNSUPPORTED);
		assert_sentence(files[i].part);
		assert_sentence("CSV UTF-8");
	}
	assert_int_equal(list_read(&list, "/nowhere/liste.csv", NULL, &err), ERR_NOT_FOUND);
}

static void
test_limits(void **state)
{
	struct list_options options = {.max_rows = 2};
	static const char three[] = SHORT ROW1 "98765432150;Can;Öz\n11111111110;Elif;Ak\n";
	struct str text = {0};

	(void)state;
	assert_int_equal(read_options(three, sizeof three - 1, &options), ERR_LIMIT);
	assert_sentence("> 2");
	options.max_rows = 3;
	assert_int_equal(read_options(three, sizeof three - 1, &options), OK);
	/* A thousand cells in a row, and more findings than are kept. */
	str_add(&text, SHORT "10000000146;Işıl;Öz");
	for (int i = 0; i < 1000; i++)
		str_add(&text, ";x");
	str_add(&text, "\n");
	for (int i = 0; i < 11000; i++)
		str_add(&text, "1;A;B\n");
	assert_int_equal(read_text(str_text(&text)), OK);
	assert_int_equal(find(MSG_LIST_TOO_MANY_CELLS) != NULL, true);
	assert_int_equal(list.errors, 11000);
	assert_int_equal(list.finding_count, 10000);
	assert_int_equal(list.findings[9999].message, MSG_LIST_MORE_FINDINGS);
	str_clear(&text);
}

static void
test_findings_as_words(void **state)
{
	char line[300];

	(void)state;
	assert_int_equal(read_text(SHORT ROW1 "98765432150;\"Can;Öz\n"), OK);
	list_finding_text(line, sizeof line, find(MSG_LIST_OPEN_QUOTE));
	assert_string_equal(line, "satır 3, sütun 2: Tırnak kapanmadı: \"Can;Öz. Satır okunmadı; hücredeki tırnağı düzeltin.");
	for (int i = 0; i < LIST_COLUMN_COUNT; i++)
		assert_true(message_text(list_column_message((enum list_column)i))[0] != '\0');
}

/* ---- lists as institutions write them */

static void
test_headings_by_word(void **state)
{
	static const char *const headings[] = {"T.C. Kimlik No (Zorunlu);Adı*;Soyadı (1);Kurumsal E-posta Adresi (Zorunlu)",
		"Personelin T.C. Kimlik Numarası;Adı zorunlu;Soyadı2;Kurumsal E-posta Adresi zorunlu"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(headings); i++) {
		char text[512];
		snprintf(text, sizeof text, "%s\n10000000146;Işıl;Öz;a@b.example\n", headings[i]);
		assert_int_equal(read_text(text), OK);
		assert_int_equal(list.errors + list.warnings, 0);
		assert_string_equal(field(0, LIST_GIVEN_NAMES), "Işıl");
		assert_string_equal(field(0, LIST_SURNAME), "Öz");
		assert_string_equal(field(0, LIST_EMAIL), "a@b.example");
	}
	assert_int_equal(read_text("Personelin T.C. Kimlik Numarası;Adı;Soyadı\n" ROW1), OK);
	assert_found(MSG_LIST_HEADING_TAKEN, LIST_NOTE, 1, 1, "Personelin T.C. Kimlik Numarası → T.C. kimlik no");
}

static void
test_headings_over_two_rows(void **state)
{
	(void)state;
	/* A group above, one heading that stands over both rows. */
	assert_int_equal(read_text("Başvuru sahibinin;;;Birim\nT.C. Kimlik No;Adı;Soyadı;\n10000000146;Işıl;Öz;Dahiliye\n"), OK);
	assert_int_equal(list.errors + list.warnings, 0);
	assert_string_equal(field(0, LIST_SURNAME), "Öz");
	assert_string_equal(field(0, LIST_UNIT), "Dahiliye");
	/* A second row of headings under groups. */
	assert_int_equal(
		read_text("T.C. Kimlik No;Adı;Soyadı;İletişim;\n;;;E-posta;Birim\n10000000146;Işıl;Öz;a@b.example;Dahiliye\n"),
		OK);
	assert_int_equal(list.row_count, 1);
	assert_int_equal(list.errors + list.warnings, 0);
	assert_string_equal(field(0, LIST_EMAIL), "a@b.example");
	assert_string_equal(field(0, LIST_UNIT), "Dahiliye");
}

static void
test_text_under_no_heading(void **state)
{
	(void)state;
	assert_int_equal(read_text("T.C. Kimlik No;Adı;;Soyadı;Birim\n10000000146;Ayşe;Şule;Öztürk;D\n98765432150;Ali;Can;Kaya;D\n"),
		OK);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), "Ayşe Şule");
	assert_string_equal(field(1, LIST_GIVEN_NAMES), "Ali Can");
	assert_found(MSG_LIST_JOINED_LEFT, LIST_WARNING, 2, 3, "Şule");
	assert_int_equal(list.warnings, 1); /* said once for the column */
	/* Where the column at the left takes no words the row is not taken. */
	assert_int_equal(read_text("T.C. Kimlik No;;Adı;Soyadı\n10000000146;x;Işıl;Öz\n98765432150;;Ali;Öz\n"), OK);
	assert_found(MSG_LIST_NO_HEADING, LIST_ERROR, 2, 2, "x");
	assert_int_equal(list.error_rows, 1);
}

static void
test_what_stands_around_the_table(void **state)
{
	static const char list_text[] =
		"EK-2 BAŞVURU LİSTESİ\n\n" SHORT ROW1 "\n(1) 1: İlk başvuru\nHazırlayan;;Onaylayan\nAli Veli;;Ayşe Kaya\n";

	(void)state;
	assert_int_equal(read_text(list_text), OK);
	assert_int_equal(list.row_count, 1);
	assert_int_equal(list.errors + list.warnings, 0);
	assert_found(MSG_LIST_ABOVE_HEADER, LIST_NOTE, 3, 0, "1");
	assert_found(MSG_LIST_BELOW_TABLE, LIST_NOTE, 6, 0, "(1) 1: İlk başvuru");
	/* Somebody whose number is missing is no footnote, neither after an empty row nor without one. */
	assert_int_equal(read_text("T.C. Kimlik No;Adı;Soyadı;Birim\n10000000146;Işıl;Öz;D\n\n;Ali;Kaya;D\n"), OK);
	assert_int_equal(list.error_rows, 1);
	assert_int_equal(read_text(SHORT ROW1 ";Ali;Kaya\n"), OK);
	assert_int_equal(list.error_rows, 1);
	/* And the table goes on after an empty row. */
	assert_int_equal(read_text(SHORT ROW1 "\n\n98765432150;Ali;Kaya\n"), OK);
	assert_int_equal(list.row_count, 2);
}

static void
test_signs_that_are_no_letters(void **state)
{
	static const char *const names[] = {"Ay\u2592e", "I\u00A7\u0131l", "isil@example.org", "Ay\u2021e", "Çağr/ı", "A_B"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		char text[256];
		snprintf(text, sizeof text, SHORT "10000000146;Işıl;%s\n", names[i]);
		assert_int_equal(read_text(text), OK);
		assert_found(MSG_LIST_NAME_NO_LETTERS, LIST_ERROR, 2, 3, names[i]);
	}
	assert_int_equal(read_text(SHORT "10000000146;Ayşe-Su;O\u2019Hara \"Can\" Öz.\n"), OK);
	assert_null(find(MSG_LIST_NAME_NO_LETTERS));
}

/* A paper shows a no-break hyphen as a hyphen and an accent by its letter; for an ideogram it could only name the code point. */
static void
test_letters_that_no_paper_shows(void **state)
{
	(void)state;
	assert_int_equal(
		read_text("T.C. Kimlik No;Adı;Soyadı;Birim\n10000000146;Işıl;Öz;Kadın\u2011Doğum \uFB01 Δ Ж ǎ \u201Cx\u201D\n"),
		OK);
	assert_null(find(MSG_LIST_NOT_PRINTABLE));
	assert_int_equal(read_text("T.C. Kimlik No;Adı;Soyadı;Birim\n10000000146;Işıl;Öz;Dahiliye \u6F22\n"), OK);
	assert_found(MSG_LIST_NOT_PRINTABLE, LIST_WARNING, 2, 4, "\u201C\u6F22\u201D (U+6F22)");
	assert_int_equal(list.error_rows, 0);
}

static void
test_serials_that_became_numbers(void **state)
{
	const struct list_options options = {.shipment = true};
	static const char text[] =
		"T.C. Kimlik No;Kart Seri No;Okuyucu Seri No;Gönderi No\n"
		"10000000146;7,001E+15;R1;K\n98765432150;C2;1.234567890123457E+19;K\n12345678950;C3;R3;2E5\n10000000146;C4E5;7001;K-1E\n";

	(void)state;
	assert_int_equal(read_options(text, sizeof text - 1, &options), OK);
	assert_found(MSG_LIST_SERIAL_EXPONENT, LIST_ERROR, 2, 2, "7,001E+15");
	assert_int_equal(list.error_rows, 3);
	assert_string_equal(field(3, LIST_CARD_SERIAL), "C4E5");
}

/* Wherever a number has strayed to, no finding and no sample shows it whole. */
static void
test_numbers_are_masked_everywhere(void **state)
{
	static const char text[] = "T.C. Kimlik No;Adı;Soyadı;Birim\n\"10000000146\"x;Ali;Veli;D\nAyşe;10000000146;Öztürk;D\n"
				   "12345678950;A;B;D;10000000146\n=\"10000000146\";Işıl 10000000146;Öz;D\n\"10000000146;A;B;D\n";

	(void)state;
	assert_int_equal(read_text(text), OK);
	assert_true(list.finding_count >= 4);
	for (size_t i = 0; i < list.finding_count; i++)
		if (strstr(list.findings[i].detail, "1000000") != NULL)
			fail_msg("line %ld: %s", list.findings[i].line, list.findings[i].detail);
	for (int i = 0; i < LIST_SAMPLES; i++)
		assert_null(strstr(list.samples[i], "1000000"));
}

static void
test_rows_out_come_in_again(void **state)
{
	static const char *const header[] = {"T.C. Kimlik No", "Adı", "Soyadı", "Birim"};
	static const char *const row[] = {"10000000146", "Işıl \"Can\"", "Öz;Türk", "iki\r\nsatır, virgül"};
	static const char *const formula[] = {"=1+1", "+905", "-x", "@y"};
	struct str out = {0};

	(void)state;
	list_begin_csv(&out);
	list_add_csv(&out, header, 4);
	list_add_csv(&out, row, 4);
	assert_int_equal(read_text(str_text(&out)), OK);
	assert_int_equal(list.encoding, LIST_UTF8_BOM);
	assert_int_equal(list.finding_count, 0);
	assert_string_equal(field(0, LIST_GIVEN_NAMES), row[1]);
	assert_string_equal(field(0, LIST_SURNAME), row[2]);
	assert_string_equal(field(0, LIST_UNIT), "iki satır, virgül");
	str_reset(&out);
	list_add_csv(&out, formula, 4);
	assert_string_equal(str_text(&out), "'=1+1;'+905;'-x;'@y\r\n");
	str_clear(&out);
}

/* The state machine against a second, slower reading of the same rules, over many small random texts. */
static void
test_random_texts_never_break_it(void **state)
{
	static const char *const pieces[] = {"\"", "\"\"", ";", "\n", "\r\n", "\r", "a", "ş", " ", "10000000146", "Adı", "Soyadı",
		"TCKN", ",", "\t", "\xFF", "'", "="};
	uint32_t seed = 12345;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct str text = {0};
		if (round % 2 == 0)
			str_add(&text, SHORT);
		for (int i = 0; i < 30; i++) {
			seed = seed * 1664525 + 1013904223;
			str_add(&text, pieces[(seed >> 16) % ARRAY_LENGTH(pieces)]);
		}
		if (read_text(str_text(&text)) == OK)
			for (size_t i = 0; i < list.row_count; i++)
				for (int column = 0; column < LIST_COLUMN_COUNT; column++)
					assert_true(strlen(list.rows[i].fields[column]) <= text.length * 3);
		str_clear(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_whole_application_list, clear),
		cmocka_unit_test_teardown(test_columns_by_name_not_position, clear),
		cmocka_unit_test_teardown(test_separator_is_sniffed, clear),
		cmocka_unit_test_teardown(test_encodings, clear),
		cmocka_unit_test_teardown(test_forced_encoding, clear),
		cmocka_unit_test_teardown(test_undefined_bytes_are_named, clear),
		cmocka_unit_test_teardown(test_double_encoding_is_offered_and_repaired, clear),
		cmocka_unit_test_teardown(test_icelandic_letters_are_offered_and_repaired, clear),
		cmocka_unit_test_teardown(test_quotes, clear),
		cmocka_unit_test_teardown(test_open_quote_costs_one_line, clear),
		cmocka_unit_test_teardown(test_quoted_field_has_caps, clear),
		cmocka_unit_test_teardown(test_national_id_findings, clear),
		cmocka_unit_test_teardown(test_no_national_id_in_findings, clear),
		cmocka_unit_test_teardown(test_duplicates, clear),
		cmocka_unit_test_teardown(test_titles_and_names, clear),
		cmocka_unit_test_teardown(test_one_name_column, clear),
		cmocka_unit_test_teardown(test_cells_are_cleaned, clear),
		cmocka_unit_test_teardown(test_codes_and_emails, clear),
		cmocka_unit_test_teardown(test_shipment_list, clear),
		cmocka_unit_test_teardown(test_headers_that_do_not_do, clear),
		cmocka_unit_test_teardown(test_other_files_are_named, clear),
		cmocka_unit_test_teardown(test_limits, clear),
		cmocka_unit_test_teardown(test_findings_as_words, clear),
		cmocka_unit_test_teardown(test_headings_by_word, clear),
		cmocka_unit_test_teardown(test_headings_over_two_rows, clear),
		cmocka_unit_test_teardown(test_text_under_no_heading, clear),
		cmocka_unit_test_teardown(test_what_stands_around_the_table, clear),
		cmocka_unit_test_teardown(test_signs_that_are_no_letters, clear),
		cmocka_unit_test_teardown(test_letters_that_no_paper_shows, clear),
		cmocka_unit_test_teardown(test_serials_that_became_numbers, clear),
		cmocka_unit_test_teardown(test_numbers_are_masked_everywhere, clear),
		cmocka_unit_test_teardown(test_rows_out_come_in_again, clear),
		cmocka_unit_test_teardown(test_random_texts_never_break_it, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
