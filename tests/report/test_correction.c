/*
 * Tests of the room `report`: the paper of a correction. A handover taken back says which papers are void; a correction says what
 * stood there, what is right and why; the seal is that of the correction's entry and counts the printings.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/fixture.h"

static struct correction
fixture_correction(bool takes_back)
{
	struct correction correction = {.seq = 812,
		.time = 1795000000,
		.takes_back = takes_back,
		.record_number = "2026/A-0042",
		.officer_name = "Şükrü İğdelioğlu",
		.officer_title = "Şef",
		.reason = "kart başka zarftan çıktı"};

	memset(correction.journal_hash, 'a', 64);
	memset(correction.journal_signature, 'b', 128);
	if (!takes_back) {
		copy_text(correction.was, sizeof correction.was, "okuyucu seri no OKY-1");
		copy_text(correction.right, sizeof correction.right, "okuyucu seri no OKY-2");
	}
	return correction;
}

/* The text page, blanks and line breaks as single blanks. */
static char *
page_of(bool takes_back, int print, enum language language)
{
	struct report_settings settings = fixture_settings();
	const struct report_text_options options = {.columns = 200};
	struct correction correction = fixture_correction(takes_back);
	struct handover *handover = fixture_handover();
	struct report_document document;
	struct str text = {0}, page = {0}, flat = {0};
	struct err err = {0};

	settings.language = language;
	settings.print = print;
	report_correction(&text, &correction, handover, &settings);
	if (report_read(&document, str_text(&text), text.length, &err) != OK)
		fail_msg("%s", err.detail);
	report_text_page(&page, &document, &options);
	report_clear(&document);
	for (const char *at = str_text(&page); *at != '\0'; at++)
		if (*at != ' ' && *at != '\n' && *at != '\f')
			str_add_char(&flat, *at);
		else if (flat.length > 0 && flat.data[flat.length - 1] != ' ')
			str_add_char(&flat, ' ');
	str_clear(&text);
	str_clear(&page);
	mem_free(handover);
	return str_take(&flat);
}

static void
holds(const char *page, const char *words)
{
	if (strstr(page, words) == NULL)
		fail_msg("\"%s\" is not on the page: %s", words, page);
}

static void
taken_back_voids_what_is_out(void **state)
{
	char *page = page_of(true, 1, LANGUAGE_TURKISH);

	(void)state;
	holds(page, "TESLİMİN GERİ ALINMASI TUTANAĞI");
	holds(page, "İlgili tutanak: 2026/A-0042");
	holds(page, "basılmış bütün nüshaları geçersizdir");
	holds(page, "kart başka zarftan çıktı");
	holds(page, "GERİ ALAN (KURUM YETKİLİSİ)");
	holds(page, "Sıra 812 aaaaaaaa");
	if (strstr(page, ". baskı") != NULL || strstr(page, "SURETTİR") != NULL)
		fail_msg("the first printing is marked: %s", page);
	mem_free(page);
}

static void
corrected_keeps_the_old_text(void **state)
{
	char *page = page_of(false, 1, LANGUAGE_TURKISH);

	(void)state;
	holds(page, "TESLİM TUTANAĞININ DÜZELTİLMESİ");
	holds(page, "okuyucu seri no OKY-1");
	holds(page, "okuyucu seri no OKY-2");
	holds(page, "eski metni silinmez");
	if (strstr(page, "geçersiz") != NULL)
		fail_msg("a correction voids nothing: %s", page);
	mem_free(page);
}

static void
printed_again_is_the_same_with_its_count(void **state)
{
	char *page = page_of(true, 2, LANGUAGE_TURKISH);

	(void)state;
	holds(page, "2. baskı");
	if (strstr(page, "SURETTİR") != NULL)
		fail_msg("an original is marked as a copy: %s", page);
	mem_free(page);
}

static void
speaks_english(void **state)
{
	char *back = page_of(true, 1, LANGUAGE_ENGLISH), *words = page_of(false, 1, LANGUAGE_ENGLISH);

	(void)state;
	holds(back, "its printed copies are void");
	holds(words, "neither deleted nor changed");
	mem_free(back);
	mem_free(words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(taken_back_voids_what_is_out),
		cmocka_unit_test(corrected_keeps_the_old_text), cmocka_unit_test(printed_again_is_the_same_with_its_count),
		cmocka_unit_test(speaks_english)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
