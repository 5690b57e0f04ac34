/*
 * Tests of the room `report`: the record of a courier's delivery. It names what was seen and how, what is missing apart from it, and
 * both sides; the same in both languages; a refused parcel's says nothing of a count.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/fixture.h"

/* The record's text page, blanks and line breaks as single blanks. */
static char *
page_of(const struct delivery *delivery, enum language language)
{
	struct report_settings settings = fixture_settings();
	const struct report_text_options options = {.columns = 200};
	struct report_document document;
	struct str text = {0}, page = {0}, flat = {0};
	struct err err = {0};

	settings.language = language;
	report_delivery_record(&text, delivery, &settings);
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
	return str_take(&flat);
}

static void
holds(const char *page, const char *words)
{
	if (strstr(page, words) == NULL)
		fail_msg("\"%s\" is not on the page: %s", words, page);
}

static void
names_what_was_seen_and_how(void **state)
{
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	char *page = page_of(&delivery, LANGUAGE_TURKISH);
	const char *differences = strstr(page, "E. FARKLAR");

	(void)state;
	holds(page, "TESLİM-TESELLÜM TUTANAĞI");
	holds(page, "Tutanak No: 2026/A-K0007");
	holds(page, "Çağrı GÜLEÇ");
	holds(page, "Hızlı Kargo A.Ş.");
	holds(page, "gösterilmedi");
	holds(page, "A1*****41");
	holds(page, "E-2026/1453, 01.02.2026");
	holds(page, "açılmış");
	holds(page, "bir köşesi bantla kapatılmış");
	assert_non_null(differences);
	/* Seen: once in D, and again in E when something is to be said of it. */
	assert_true(strstr(page, "0123 4567 8900") != NULL && strstr(differences, "0123 4567 8900") == NULL);
	assert_true(strstr(page, "0123 4567 8901") < differences && strstr(differences, "0123 4567 8901") != NULL);
	holds(differences, "hasarlı; çipi çizik");
	holds(differences, "başka gönderiden");
	holds(differences, "OKY-99999");
	/* Not seen: only among the differences. */
	assert_true(strstr(page, "0123 4567 8902") > differences);
	holds(differences, "çıkmadı");
	holds(page, "elle yazıldı");
	holds(page, "HAZIR BULUNAN");
	free(page);
}

static void
speaks_english(void **state)
{
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	char *page = page_of(&delivery, LANGUAGE_ENGLISH);

	(void)state;
	holds(page, "RECORD OF RECEIVING");
	holds(page, "E. DIFFERENCES");
	holds(page, "of another shipment");
	holds(page, "not shown");
	assert_null(strstr(page, "çıkmadı"));
	free(page);
}

static void
a_whole_parcel_has_no_difference(void **state)
{
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	char *page;

	(void)state;
	delivery.item_count = 1;
	page = page_of(&delivery, LANGUAGE_TURKISH);
	holds(page, "Listeye göre fark yoktur.");
	free(page);
	delivery.item_count = 0;
	page = page_of(&delivery, LANGUAGE_TURKISH);
	holds(page, "Gönderiden hiçbir malzeme çıkmamıştır.");
	free(page);
}

static void
a_refused_parcel_was_not_counted(void **state)
{
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	char *page;

	(void)state;
	delivery.outcome = DELIVERY_REFUSED;
	delivery.item_count = 0;
	page = page_of(&delivery, LANGUAGE_TURKISH);
	holds(page, "TESLİM ALINMAYAN");
	holds(page, "kuryede bırakılmıştır");
	assert_null(strstr(page, "TESELLÜM EDEN")); /* nobody received anything */
	assert_null(strstr(page, "C. SAYIM"));
	assert_null(strstr(page, "E. FARKLAR"));
	free(page);
}

/* A blank place would look as if nobody had been there. */
static void
a_forgotten_courier_is_said_to_be(void **state)
{
	struct delivery_item items[6];
	struct delivery delivery = fixture_delivery(items);
	char *page;

	(void)state;
	delivery.forgotten = true;
	delivery.courier_name[0] = delivery.officer_number[0] = delivery.witness[0] = '\0';
	page = page_of(&delivery, LANGUAGE_TURKISH);
	holds(page, "(saklama süresi doldu, silindi)");
	holds(page, "2026/A-K0007");
	holds(page, "Hızlı Kargo A.Ş.");
	free(page);
	page = page_of(&delivery, LANGUAGE_ENGLISH);
	holds(page, "(kept no longer, deleted)");
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_was_seen_and_how),
		cmocka_unit_test(speaks_english),
		cmocka_unit_test(a_whole_parcel_has_no_difference),
		cmocka_unit_test(a_refused_parcel_was_not_counted),
		cmocka_unit_test(a_forgotten_courier_is_said_to_be),
	};

	clock_set_offset(180);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
