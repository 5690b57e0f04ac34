/*
 * Tests of the room `report`: what stands on the papers, that a document survives the pipe and nothing else does, and
 * the shape of the text page. How a page looks in print is tested with the printing program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/fixture.h"
#include "teslim/text.h"

/* ---- help */

static char *
record_of(const struct handover *handover, const struct report_settings *settings)
{
	struct str out = {0};

	report_handover_record(&out, handover, settings);
	return str_take(&out);
}

static void
read_well(struct report_document *document, const char *text)
{
	struct err err = {0};

	if (report_read(document, text, strlen(text), &err) != OK)
		fail_msg("%s", err.detail);
}

/* The document's text page in one string, blanks and line breaks as single blanks. */
static char *
flat_page(const char *text, bool squeeze)
{
	const struct report_text_options options = {0};
	struct report_document document;
	struct str out = {0}, flat = {0};
	bool blank = false;

	read_well(&document, text);
	report_text_page(&out, &document, &options);
	report_clear(&document);
	if (!squeeze)
		return str_take(&out);
	for (const char *c = str_text(&out); *c != '\0'; c++) {
		if (*c == ' ' || *c == '\n' || *c == '\f')
			blank = true;
		else {
			if (blank)
				str_add_char(&flat, ' ');
			blank = false;
			str_add_char(&flat, *c);
		}
	}
	str_clear(&out);
	return str_take(&flat);
}

static void
assert_page_has(const struct handover *handover, const struct report_settings *settings, const char *words)
{
	char *text = record_of(handover, settings), *page = flat_page(text, true);

	if (strstr(page, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, page);
	mem_free(text);
	mem_free(page);
}

static void
assert_page_lacks(const struct handover *handover, const struct report_settings *settings, const char *words)
{
	char *text = record_of(handover, settings), *page = flat_page(text, true);

	if (strstr(page, words) != NULL)
		fail_msg("\"%s\" is in: %s", words, page);
	mem_free(text);
	mem_free(page);
}

/* ---- what stands on the record */

static void
test_record_says_everything(void **state)
{
	static const char *const words[] = {"T.C.", "ÖRNEK İL SAĞLIK MÜDÜRLÜĞÜ", "Bilgi İşlem ve Elektronik İmza Birimi",
		"NİTELİKLİ ELEKTRONİK SERTİFİKA VE KART OKUYUCU TESLİM TUTANAĞI", "Tutanak No: 2026/A-0042", "23.11.2026 14:05",
		"Adı soyadı: Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK", "T.C. kimlik no: *******0146",
		"Birimi: Göğüs Hastalıkları Hastanesi, Iğdır", "Unvanı: Uzman Tabip", "Belge: T.C. kimlik kartı, aslı görüldü",
		"Belge no: A**N***41", "Son geçerlilik: 14.02.2031",
		"fotoğraf, T.C. kimlik no, adı soyadı, belgenin makinece okunan satırları",
		"Sertifika sahibi: IŞIL ÇAĞRI GÜMÜŞDAĞ ÖZŞİMŞEK", "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 6",
		"0123 4567 89AB", "00 8F 3A 21 C4 5D", "OKY-88213-ÇŞ", "KRG-2026-118", "İşbu tutanak iki nüsha olarak düzenlenmiş",
		"TESLİM EDEN (KURUM YETKİLİSİ)", "Şükrü İĞDELİOĞLU", "Bilgi İşlem Şefi", "Tarih ve imza",
		"Sıra 1201 8f3a21c4 5d90e1b7 aa02c6f1 d3e45798", "KVKK aydınlatma metni", "Sayfa 1/1"};
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		assert_page_has(handover, &settings, words[i]);
	assert_page_lacks(handover, &settings, "10000000146");
	assert_page_lacks(handover, &settings, "A12N34541");
	settings.full_national_id = settings.full_document_number = true;
	assert_page_has(handover, &settings, "T.C. kimlik no: 10000000146");
	assert_page_has(handover, &settings, "Belge no: A12N34541");
	settings.language = LANGUAGE_ENGLISH;
	assert_page_has(handover, &settings, "RECORD OF HANDING OVER A QUALIFIED ELECTRONIC CERTIFICATE AND CARD READER");
	mem_free(handover);
}

static void
test_record_without(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();

	(void)state;
	handover->has_reader = false;
	assert_page_has(handover, &settings, "Kart okuyucu verilmemiştir.");
	assert_page_lacks(handover, &settings, "OKY-88213");
	assert_page_lacks(handover, &settings, "KART OKUYUCU TESLİM");
	handover->tracking_number[0] = handover->unit[0] = handover->card_serial[0] = '\0';
	assert_page_has(handover, &settings, "Birimi: —");
	assert_page_has(handover, &settings, "1 Akıllı kart — — 1");
	handover->journal_hash[0] = '\0'; /* no entry yet: nothing may look like a seal */
	assert_page_lacks(handover, &settings, "Kayıt defteri mührü");
	settings.copies = 3;
	assert_page_has(handover, &settings, "üç nüsha");
	settings.copies = 12;
	assert_page_has(handover, &settings, "12 nüsha");
	settings.privacy_notice = "www.example.org/kvkk";
	assert_page_has(handover, &settings, "KVKK aydınlatma metni: www.example.org/kvkk");
	mem_free(handover);
}

/* Each finding about the certificate has its words; what was not checked never reads as in order. */
static void
test_record_checks(void **state)
{
	static const struct {
		enum chain_result chain;
		const char *words;
	} chains[] = {
		{CHAIN_TRUSTED, "Güven zinciri uygun Güvenilen köke"},
		{CHAIN_NOT_CHECKED, "Güven zinciri bakılmadı Masada"},
		{CHAIN_UNKNOWN_ISSUER, "Güven zinciri uyarı Yayıncının"},
		{CHAIN_EXPIRED, "Güven zinciri uyarı Yayıncının sertifikasının süresi"},
		{CHAIN_BAD_SIGNATURE, "Güven zinciri uygun değil Sertifikanın imzası"},
		{CHAIN_INVALID, "Güven zinciri uygun değil Zincir"},
	};
	static const struct {
		enum revocation_result revocation;
		const char *words;
	} revocations[] = {
		{REVOCATION_NOT_CHECKED, "İptal durumu bakılmadı Masada"},
		{REVOCATION_GOOD, "İptal durumu uygun 20.11.2026 10:00 tarihli iptal listesinde yok."},
		{REVOCATION_REVOKED, "İptal durumu uygun değil 21.11.2026 10:00 tarihinde iptal edilmiş."},
		{REVOCATION_LIST_STALE, "İptal durumu bakılmadı İptal listesinin süresi geçmişti (20.11.2026 10:00)."},
		{REVOCATION_LIST_INVALID, "İptal durumu bakılmadı İptal listesi geçersizdi."},
	};
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();

	(void)state;
	(void)clock_parse(&handover->check.list_issued, "2026-11-20T10:00:00+03:00");
	(void)clock_parse(&handover->check.revoked_at, "2026-11-21T10:00:00+03:00");
	for (size_t i = 0; i < ARRAY_LENGTH(chains); i++) {
		handover->check.chain = chains[i].chain;
		assert_page_has(handover, &settings, chains[i].words);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(revocations); i++) {
		handover->check.revocation = revocations[i].revocation;
		assert_page_has(handover, &settings, revocations[i].words);
	}
	mem_free(handover);
}

static void
test_record_certificate(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	struct certificate_facts *facts = &handover->certificate;

	(void)state;
	assert_page_has(handover, &settings, "T.C. kimlik no uygun Kayıttaki ve sertifikadaki numara aynı.");
	assert_page_has(handover, &settings, "Adı soyadı uygun Kayıttaki ve sertifikadaki ad aynı.");
	assert_page_has(handover, &settings, "Geçerlilik uygun 16.11.2026 - 15.11.2029");
	assert_page_has(handover, &settings, "Sertifika türü uygun Nitelikli elektronik sertifika (5070 sayılı Kanun).");
	copy_text(facts->national_id, sizeof facts->national_id, "10000000278");
	copy_text(facts->subject_cn, sizeof facts->subject_cn, "ISIL CAGRI GUMUSDAG");
	assert_page_has(handover, &settings, "T.C. kimlik no uygun değil Sertifikadaki numara kayıttakinden farklı.");
	assert_page_has(handover, &settings, "Adı soyadı uyarı Sertifikada yazılışı farklı: ISIL CAGRI GUMUSDAG");
	facts->not_before = handover->time + 86400;
	assert_page_has(handover, &settings, "Geçerlilik uyarı 24.11.2026 - 15.11.2029; henüz başlamadı");
	facts->not_before = handover->time - 86400 * 30;
	facts->not_after = handover->time - 86400;
	assert_page_has(handover, &settings, "Geçerlilik uygun değil");
	facts->money_limit = 50000;
	assert_page_has(handover, &settings, "Sertifika türü uyarı Nitelikli; parasal sınır içeriyor (50000)");
	facts->lacks = LACK_USAGE_LIMIT;
	assert_page_has(handover, &settings, "Sertifika türü uyarı Nitelikli; kullanım kısıtı");
	facts->kind = CERTIFICATE_TEST;
	assert_page_has(handover, &settings, "Sertifika türü uyarı Deneme sertifikasıdır");
	facts->kind = CERTIFICATE_SEAL;
	assert_page_has(handover, &settings, "Sertifika türü uygun değil");
	copy_text(handover->name, sizeof handover->name, "Uzm. Dr. Işıl Çağrı Gümüşdağ");
	copy_text(facts->subject_cn, sizeof facts->subject_cn, "IŞIL ÇAĞRI GÜMÜŞDAĞ");
	assert_page_has(handover, &settings, "Adı soyadı uygun Kayıttaki ve sertifikadaki ad aynı.");
	mem_free(handover);
}

static void
test_seal(void **state)
{
	struct handover *handover = fixture_handover();
	struct str out = {0};

	(void)state;
	report_handover_seal(&out, handover);
	assert_string_equal(str_text(&out),
		"TESLIM1 2026/A-0042 1201 2026-11-23T14:05:00+03:00 8f3a21c45d90e1b7aa02c6f1d3e45798 "
		"ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7w==");
	str_reset(&out);
	handover->journal_signature[0] = '\0';
	report_handover_seal(&out, handover);
	assert_string_equal(str_text(&out),
		"TESLIM1 2026/A-0042 1201 2026-11-23T14:05:00+03:00 8f3a21c45d90e1b7aa02c6f1d3e45798 -");
	str_reset(&out);
	handover->journal_hash[40] = '\0';
	report_handover_seal(&out, handover);
	assert_string_equal(str_text(&out), "");
	str_clear(&out);
	mem_free(handover);
}

/* A reprint: the first line says copy and one sheet; every other byte is the original's. */
static void
test_reprint(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	char *original = record_of(handover, &settings), *again = record_of(handover, &settings), *copy;

	(void)state;
	assert_string_equal(original, again);
	settings.reprint = 1;
	copy = record_of(handover, &settings);
	assert_string_equal(strchr(original, '\n'), strchr(copy, '\n'));
	assert_non_null(strstr(copy, "copies=1 mark=SURETT%C4%B0R%20%C2%B7%202.%20BASKI\n"));
	assert_null(strstr(original, "mark="));
	mem_free(original);
	mem_free(again);
	mem_free(copy);
	mem_free(handover);
}

static void
test_signature_list(void **state)
{
	struct handover *one = fixture_handover(), *all = mem_resize(NULL, 3, sizeof *all);
	struct report_settings settings = fixture_settings();
	struct str out = {0};
	char *page;

	(void)state;
	for (int i = 0; i < 3; i++) {
		all[i] = *one;
		snprintf(all[i].record_number, sizeof all[i].record_number, "2026/A-%04d", i + 1);
	}
	all[1].has_reader = false;
	report_signature_list(&out, all, 3, one->time, &settings);
	page = flat_page(str_text(&out), true);
	assert_non_null(strstr(page, "TESLİM İMZA LİSTESİ Teslim sayısı: 3 23.11.2026"));
	assert_non_null(strstr(page, "2026/A-0001"));
	assert_non_null(strstr(page, "2026/A-0003"));
	assert_non_null(strstr(page, "*******0146"));
	assert_null(strstr(page, "10000000146"));
	mem_free(page);
	str_clear(&out);
	mem_free(all);
	mem_free(one);
}

/* ---- reading */

/* Cut anywhere, a document is refused: half a paper must never be signed. */
static void
test_read_every_beginning(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	char *text = record_of(handover, &settings);
	size_t length = strlen(text);
	struct report_document document;

	(void)state;
	for (size_t cut = 0; cut < length; cut++) {
		struct err err = {0};
		enum code code = report_read(&document, text, cut, &err);
		if (code == OK || err.message == MSG_NONE || document.count != 0)
			fail_msg("%zu of %zu bytes were taken for a document", cut, length);
	}
	read_well(&document, text);
	assert_true(document.count > 30);
	assert_int_equal(document.copies, 2);
	assert_int_equal(document.time, handover->time);
	assert_int_equal(document.language, LANGUAGE_TURKISH);
	report_clear(&document);
	mem_free(text);
	mem_free(handover);
}

/* Any single byte changed: refused, or still a document whose text is clean. */
static void
test_read_every_byte_changed(void **state)
{
	static const char signs[] = {'\0', '\n', ' ', '=', '%', '\x1b', '\xff', '9'};
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	char *text = record_of(handover, &settings);
	size_t length = strlen(text);

	(void)state;
	for (size_t at = 0; at < length; at++)
		for (size_t i = 0; i < ARRAY_LENGTH(signs); i++) {
			struct report_document document;
			struct err err = {0};
			char kept = text[at];
			text[at] = signs[i];
			if (report_read(&document, text, length, &err) == OK) {
				struct str page = {0};
				report_text_page(&page, &document, &(struct report_text_options){0});
				assert_true(text_is_valid(str_text(&page), page.length));
				assert_null(strchr(str_text(&page), '\x1b'));
				str_clear(&page);
				report_clear(&document);
			} else
				assert_int_not_equal(err.message, MSG_NONE);
			text[at] = kept;
		}
	mem_free(text);
	mem_free(handover);
}

#define HEAD "document kind=x number=1 time=2026-11-23T14:05:00+03:00 language=tr title=x author=x copies=1\n"

static void
test_read_refuses(void **state)
{
	static const struct {
		const char *text;
		enum code code;
	} cases[] = {
		{"end\n", ERR_SYNTAX},
		{HEAD, ERR_SYNTAX},
		{HEAD "end", ERR_SYNTAX},
		{HEAD "end\nend\n", ERR_SYNTAX},
		{"\n" HEAD "end\n", ERR_SYNTAX},
		{"title text=x\n" HEAD "end\n", ERR_SYNTAX},
		{HEAD HEAD "end\n", ERR_SYNTAX},
		{HEAD "picture file=x\nend\n", ERR_SYNTAX},
		{HEAD "pair label=a value=b\nend\n", ERR_SYNTAX},
		{HEAD "pair label=a value=b width=0\nend\n", ERR_SYNTAX},
		{HEAD "pair label=a value=b width=-1\nend\n", ERR_SYNTAX},
		{HEAD "pair label=a value=b width=99999999999999999999\nend\n", ERR_SYNTAX},
		{HEAD "table columns=0\nend\n", ERR_SYNTAX},
		{HEAD "table columns=2 w1=1 h1=a h2=b\nend\n", ERR_SYNTAX},
		{HEAD "table columns=1 w1=0 h1=a\nend\n", ERR_SYNTAX},
		{HEAD "row c1=a\nend\n", ERR_SYNTAX},
		{HEAD "paragraph text=%C4\nend\n", ERR_ENCODING},
		{HEAD "paragraph text=%ED%A0%80\nend\n", ERR_ENCODING},
		{HEAD "paragraph text=%1B%40\nend\n", ERR_ENCODING},
		{HEAD "paragraph text=%0C\nend\n", ERR_ENCODING},
		{HEAD "paragraph text=%7F\nend\n", ERR_ENCODING},
		{HEAD "paragraph text=%C2%9B\nend\n", ERR_ENCODING},
		{"document kind=x number=1 time=now\nend\n", ERR_SYNTAX},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct report_document document;
		struct err err = {0};
		char sentence[600];
		if (report_read(&document, cases[i].text, strlen(cases[i].text), &err) != cases[i].code)
			fail_msg("case %zu: %s", i, err_code_name(err.code));
		assert_int_not_equal(err.message, MSG_NONE);
		assert_true(message_err(sentence, sizeof sentence, &err) > 20);
		assert_null(document.blocks);
	}
}

static void
test_read_limits(void **state)
{
	struct report_document document;
	struct str text = {0};
	struct err err = {0};

	(void)state;
	str_add(&text, HEAD);
	for (int i = 0; i < REPORT_BLOCKS_MAX + 10; i++)
		str_add(&text, "title text=x\n");
	str_add(&text, "end\n");
	assert_int_equal(report_read(&document, text.data, text.length, &err), ERR_LIMIT);
	while (text.length <= REPORT_BYTES_MAX)
		str_add(&text, "title text=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n");
	assert_int_equal(report_read(&document, text.data, text.length, &err), ERR_LIMIT);
	str_clear(&text);
}

static void
test_read_composes(void **state)
{
	struct report_document document;

	(void)state;
	read_well(&document, HEAD "paragraph text=s%CC%A7ofo%CC%88r%20I%CC%87zmir\nend\n");
	assert_string_equal(report_field(&document.blocks[1], "text"), "şoför İzmir");
	assert_string_equal(report_field(&document.blocks[1], "none"), "");
	report_clear(&document);
}

/* ---- the text page */

/* Whatever the document: no line over its width, no tab, no blank at the end, every page ends in a form feed. */
static void
assert_page_is_well_formed(const char *page, int columns, int lines)
{
	int line = 0;

	while (*page != '\0') {
		size_t length = strcspn(page, "\n\f");
		char *text = mem_string_n(page, length);
		if (text_width(text) > columns)
			fail_msg("line of %d cells: \"%s\"", text_width(text), text);
		assert_null(strchr(text, '\t'));
		if (length > 0)
			assert_int_not_equal(text[length - 1], ' ');
		mem_free(text);
		line++;
		page += length;
		if (*page == '\n' && page[1] == '\f') {
			assert_true(line <= lines);
			line = 0;
			page++;
		}
		assert_int_not_equal(*page, '\0'); /* the last page ends in a form feed as well */
		page++;
	}
}

static void
test_page_shapes(void **state)
{
	static const int widths[] = {40, 60, 80, 132}, heights[] = {20, 48, 66, 72};
	static const char long_name[] =
		"Prof. Dr. Abdurrahmangazi Muhammedşerafettin Kılıçarslanoğullarından-GÜMÜŞDAĞÖZŞİMŞEKKARAMEHMETOĞLUYILDIRIM";
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();

	(void)state;
	for (int variant = 0; variant < 4; variant++) {
		char *text = record_of(handover, &settings);
		struct report_document document;
		read_well(&document, text);
		for (size_t i = 0; i < ARRAY_LENGTH(widths); i++)
			for (size_t j = 0; j < ARRAY_LENGTH(heights); j++) {
				const struct report_text_options options = {
					.columns = widths[i], .lines = heights[j], .ascii = j % 2 == 1};
				struct str page = {0};
				assert_true(report_text_page(&page, &document, &options) >= 1);
				assert_page_is_well_formed(str_text(&page), widths[i], heights[j]);
				assert_non_null(strstr(str_text(&page), variant == 0 ? "Uzman Tabip" : "Prof. Dr."));
				if (options.ascii)
					assert_null(strstr(str_text(&page), "─"));
				str_clear(&page);
			}
		report_clear(&document);
		mem_free(text);
		copy_text(handover->name, sizeof handover->name, long_name);
		copy_text(handover->officer_name, sizeof handover->officer_name, long_name);
		copy_text(handover->certificate.subject_cn, sizeof handover->certificate.subject_cn, long_name);
		settings.language = variant == 1 ? LANGUAGE_ENGLISH : LANGUAGE_TURKISH;
		settings.institution = long_name;
		settings.privacy_notice = variant == 2 ? long_name : NULL;
		settings.full_national_id = true;
	}
	mem_free(handover);
}

/* Of a list over pages every page has the head, every row is there once, and the pages count up. */
static void
test_page_of_a_list(void **state)
{
	enum { ROWS = 150 };
	struct handover *one = fixture_handover(), *all = mem_resize(NULL, ROWS, sizeof *all);
	struct report_settings settings = fixture_settings();
	struct report_document document;
	struct str out = {0}, page = {0};
	int pages, heads = 0, feeds = 0;

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		all[i] = *one;
		snprintf(all[i].record_number, sizeof all[i].record_number, "2026/A-%04d", i + 1);
	}
	report_signature_list(&out, all, ROWS, one->time, &settings);
	read_well(&document, str_text(&out));
	pages = report_text_page(&page, &document, &(struct report_text_options){0});
	assert_true(pages > 3);
	assert_page_is_well_formed(str_text(&page), 80, 66);
	for (const char *at = str_text(&page); (at = strstr(at, "Tutanak no")) != NULL; at++)
		heads++;
	for (const char *at = str_text(&page); (at = strchr(at, '\f')) != NULL; at++)
		feeds++;
	assert_int_equal(heads, pages);
	assert_int_equal(feeds, pages);
	for (int i = 0; i < ROWS; i++)
		assert_non_null(strstr(str_text(&page), all[i].record_number));
	str_clear(&page);
	str_clear(&out);
	report_clear(&document);
	mem_free(all);
	mem_free(one);
}

/* A signed text never stands on another sheet than its signatures, a heading never last on its page. */
static void
test_page_keeps_together(void **state)
{
	struct handover *handover = fixture_handover();
	struct report_settings settings = fixture_settings();
	char *text = record_of(handover, &settings);
	struct report_document document;

	(void)state;
	read_well(&document, text);
	for (int lines = 40; lines <= 66; lines++) {
		struct str page = {0};
		report_text_page(&page, &document, &(struct report_text_options){.lines = lines});
		const char *declaration = strstr(str_text(&page), "Yukarıda cinsi"),
			   *sign = strstr(str_text(&page), "Tarih ve imza");
		const char *heading = strstr(str_text(&page), "E. BEYAN");
		assert_true(heading != NULL && declaration != NULL && sign != NULL);
		assert_true(memchr(heading, '\f', (size_t)(sign - heading)) == NULL);
		str_clear(&page);
	}
	report_clear(&document);
	mem_free(text);
	mem_free(handover);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record_says_everything),
		cmocka_unit_test(test_record_without),
		cmocka_unit_test(test_record_checks),
		cmocka_unit_test(test_record_certificate),
		cmocka_unit_test(test_seal),
		cmocka_unit_test(test_reprint),
		cmocka_unit_test(test_signature_list),
		cmocka_unit_test(test_read_every_beginning),
		cmocka_unit_test(test_read_every_byte_changed),
		cmocka_unit_test(test_read_refuses),
		cmocka_unit_test(test_read_limits),
		cmocka_unit_test(test_read_composes),
		cmocka_unit_test(test_page_shapes),
		cmocka_unit_test(test_page_of_a_list),
		cmocka_unit_test(test_page_keeps_together),
	};

	clock_set_offset(180);
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
