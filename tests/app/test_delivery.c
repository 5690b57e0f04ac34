/*
 * app/test_delivery: receiving a courier's parcel without a screen: every effect of its machine on a real database, cards that come
 * and stay, the draft that survives logout and crash and is taken over by another officer, the paper.
 */
#include "heard.h"

#include "../../src/app/session_delivery.h"
#include "../store/desk_file.h"
#include "../store/forger.h"

#include "teslim/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64];
static struct app app;
static struct seal_key *key;
static struct login *login;
static struct agent *agent;
static struct spool *spool;
static struct session_delivery *delivery;
static struct heard heard;
static struct agent_reader reader;

static void
sit_down(const struct officer *officer)
{
	const struct listener listener = heard_listener(&heard);

	heard = (struct heard){0};
	login = login_new(&app, clock_monotonic_ms);
	if (officer != NULL)
		login_take(login, officer);
	agent = agent_new(&app, &listener);
	spool = spool_new(&app, login, &listener);
	delivery = session_delivery_new(&app, login, agent, spool, &listener);
	assert_null(session_delivery_state(delivery));
}

/* As a session ends: in order or by a crash, which saves nothing more. */
static void
leave(void)
{
	session_delivery_free(&delivery);
	assert_null(delivery);
	session_delivery_free(&delivery);
	spool_free(&spool);
	agent_free(&agent);
	login_free(&login);
}

static int
begin(void **state)
{
	struct err err = {0};
	char script[160];

	(void)state;
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	assert_true(forger_sql(folder, "now",
		"INSERT INTO shipment VALUES (2, 'KRG-2', '2026-11-20', 0, 3, 1);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (70, 2, 3, 'K-300', '', '', 'expected'), (71, 2, 4, 'K-400', '', '', 'expected'), (72, 2, 5, 'K-500', '', '', 'expected');"
		"INSERT INTO reader_device (id, shipment_id, serial, kind, place, state) VALUES (70, 2, 'R-900', '1', '', 'expected');"
		"INSERT INTO shipment VALUES (3, 'KRG-3', '2026-11-20', 0, 1, 0);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (73, 3, 6, 'K-600', '', '', 'expected');"
		"UPDATE applicant SET state = 'in-transit', shipment_id = 2 WHERE id IN (3, 4, 5);"
		"UPDATE applicant SET state = 'in-transit', shipment_id = 3 WHERE id = 6"));
	snprintf(script, sizeof script, "%s/print", folder);
	snprintf(app.conf.print_command, sizeof app.conf.print_command, "/bin/sh %s", script);
	assert_code(file_write(script, "cat >>\"$0.papers\"; echo done\n", 29, 0700, &err), OK);
	copy_text(app.conf.print_to, sizeof app.conf.print_to, "file:/nonexistent");
	copy_text(app.conf.print_format, sizeof app.conf.print_format, "pdf");
	copy_text(app.conf.print_font, sizeof app.conf.print_font, "sans");
	app.conf.print_copies = 1;
	sit_down(&desk_file_officer);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	leave();
	store_close(&app.store);
	seal_key_free(&key);
	return 0;
}

/* ---- the machine, and what it is told */

static const struct courier_flow *
flow(void)
{
	const struct courier_flow *state = session_delivery_state(delivery);

	assert_non_null(state);
	return state;
}

static void
act(enum courier_action action)
{
	const struct courier_event event = {.kind = CE_ACTION, .now = clock_now(), .action = action};

	assert_code(session_delivery_event(delivery, &event), OK);
}

static void
type(enum courier_field field, const char *words)
{
	const struct courier_event event = {.kind = CE_TYPED, .now = clock_now(), .field = field, .text = words};

	assert_code(session_delivery_event(delivery, &event), OK);
}

static void
scan(const char *words)
{
	const struct courier_event event = {.kind = CE_SCAN, .now = clock_now(), .text = words};

	assert_code(session_delivery_event(delivery, &event), OK);
}

static void
hear(enum news_kind kind, int place, bool lost)
{
	const struct news news = {.kind = kind, .reader = place, .lost = lost};

	session_delivery_card(delivery, &news, &reader);
}

/* A card comes in and is read: made for applicant n. */
static void
put_in(int place, int n, const char *name)
{
	struct handover made;

	desk_file_draft(&made, n);
	copy_text(made.certificate.subject_cn, sizeof made.certificate.subject_cn, name);
	made.certificate.not_before = clock_now() - 86400;
	made.certificate.not_after = clock_now() + 86400;
	reader = (struct agent_reader){.name = "R", .has_card = true, .read = true, .count = 1};
	reader.facts[0] = made.certificate;
	reader.checks[0] =
		(struct certificate_check){.chain = CHAIN_TRUSTED, .revocation = REVOCATION_GOOD, .checked_at = clock_now()};
	hear(NEWS_CARD_READ, place, false);
}

static void
pull_out(int place, bool lost)
{
	reader = (struct agent_reader){.name = "R"};
	hear(NEWS_CARD_OUT, place, lost);
}

#define assert_word(expected) \
	assert_string_equal(message_text(courier_word_message(flow()->word)), message_text(courier_word_message(expected)))
#define assert_step(expected) \
	assert_string_equal(message_text(steps_info(&courier_steps, flow()->at.step)->title), \
		message_text(steps_info(&courier_steps, expected)->title))

static void
identify(const char *tracking)
{
	session_delivery_begin(delivery);
	assert_step(COURIER_PARCEL);
	scan(tracking);
	assert_step(COURIER_IDENTITIES);
	type(CF_FIRM, "Kargo");
	type(CF_COURIER, "Kurye Kişi");
	act(CA_PROOF);
	act(CA_NEXT);
	act(CA_PACKAGING);
}

static void
count_begins(const char *tracking)
{
	identify(tracking);
	act(CA_NEXT);
	type(CF_SAID_CARDS, "3");
	type(CF_SAID_READERS, "1");
	act(CA_NEXT);
	assert_step(COURIER_COUNT);
	assert_true(session_delivery_counts(delivery));
}

static void
commit(void)
{
	act(CA_ARM);
	act(CA_COMMIT);
}

static const char *
application(int64_t id)
{
	struct applicant found = {0};

	assert_code(store_find_applicant(app.store, id, &found, NULL), OK);
	return application_state_name(found.state);
}

static const char *
card(const char *serial)
{
	struct card found = {0};

	assert_code(store_find_card_serial(app.store, serial, &found, NULL), OK);
	return card_state_name(found.state);
}

static bool
is_whole(void)
{
	struct store_check check = {0};

	assert_code(store_verify(app.store, true, NULL, &check, NULL, NULL, NULL), OK);
	return check.whole;
}

/* ---- tests */

/* What the register says of the parcels: both that are outstanding first, then the one that came long ago. */
static void
test_list(void **state)
{
	(void)state;
	session_delivery_begin(delivery);
	assert_int_equal(flow()->parcel_count, 3);
	assert_string_equal(flow()->parcels[0].shipment.tracking_number, "KRG-3");
	assert_string_equal(flow()->parcels[1].shipment.tracking_number, "KRG-2");
	assert_int_not_equal(flow()->parcels[2].shipment.received, 0);
	assert_string_equal(flow()->parcels[1].draft_officer, "");
	scan("krg-2");
	assert_step(COURIER_IDENTITIES);
	assert_int_equal(flow()->expected_count, 4);
	assert_string_equal(flow()->expected[0].name, "Deneme C Kişisi");
	assert_string_equal(flow()->expected[3].serial, "R-900");
	act(CA_LEAVE);
	assert_null(session_delivery_state(delivery));
	assert_false(session_delivery_counts(delivery));
}

/* Four irregularities, and every table says what was in the parcel. */
static void
test_receive(void **state)
{
	struct store_receipt receipt;
	struct delivery stored;

	(void)state;
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	assert_word(CW_GOOD);
	pull_out(0, false);
	scan("K-400");
	assert_word(CW_COUNTED);
	act(CA_DETAILS);
	type(CF_NOTE, "köşesi kırık");
	{
		const struct courier_event condition = {.kind = CE_ACTION, .now = clock_now(), .action = CA_CONDITION};
		assert_code(session_delivery_event(delivery, &condition), OK);
	}
	act(CA_NEXT);
	put_in(0, 6, "Deneme F Kişisi"); /* of KRG-3 */
	assert_word(CW_OTHER);
	assert_string_equal(flow()->owners[flow()->last], "KRG-3");
	scan("R-900");
	scan("X-77777"); /* of nobody */
	assert_word(CW_UNEXPECTED);
	act(CA_NEXT);
	assert_step(COURIER_DIFFERENCE);
	commit();
	assert_step(COURIER_PRINT);
	assert_true(flow()->committed);
	assert_string_equal(application(3), "received");
	assert_string_equal(application(4), "on-hold");
	assert_string_equal(application(5), "in-transit");
	assert_string_equal(application(6), "received");
	assert_string_equal(card("K-500"), "missing");
	assert_string_equal(card("K-600"), "in-stock");
	assert_code(store_find_receipt(app.store, 2, &receipt, NULL), OK);
	assert_int_equal(receipt.outstanding, 1);
	assert_int_equal(receipt.cards, 4);
	assert_int_equal(receipt.readers, 1);
	assert_string_equal(receipt.last_record, flow()->delivery.record_number);
	assert_code(store_find_delivery(app.store, receipt.last_id, "", &stored, NULL), OK);
	assert_string_equal(stored.courier_name, "Kurye Kişi");
	assert_int_equal(stored.counts[ITEM_CARD].missing, 1);
	assert_int_equal(stored.counts[ITEM_CARD].damaged, 1);
	assert_int_equal(stored.counts[ITEM_CARD].unexpected, 2);
	store_clear_delivery(&stored);
	assert_true(is_whole());
}

/* A card that stays in the reader is one card, though the agent reads it again; one that was seen to leave came again. */
static void
test_still_in(void **state)
{
	(void)state;
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	pull_out(0, true);
	put_in(0, 3, "Deneme C Kişisi");
	assert_word(CW_GOOD);
	pull_out(0, false);
	put_in(0, 3, "Deneme C Kişisi");
	assert_word(CW_TWICE);
	assert_int_equal(flow()->row_count, 1);
	put_in(1, 4, "BAŞKA BİR AD");
	assert_word(CW_UNFIT);
	copy_text(reader.fault, sizeof reader.fault, "Sustu.");
	hear(NEWS_CARD_FAULT, 1, false);
	assert_word(CW_UNREADABLE);
	assert_non_null(strstr(flow()->at.notice.detail, "Sustu."));
}

/* The session dies, and the same officer goes on where it stopped, with all that was counted. */
static void
test_crash(void **state)
{
	(void)state;
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	type(CF_SERIAL, "K-4");
	session_delivery_save(delivery); /* what rests is saved */
	leave();
	sit_down(&desk_file_officer);
	session_delivery_begin(delivery);
	assert_true(flow()->parcels[1].draft_mine);
	heard.count = 0;
	scan("KRG-2");
	assert_step(COURIER_COUNT);
	assert_heard(&heard, "delivery");
	assert_int_equal(flow()->row_count, 1);
	assert_string_equal(form_text(&flow()->form, CF_SERIAL), "K-4");
	assert_string_equal(form_text(&flow()->form, CF_COURIER), "Kurye Kişi");
}

/* Another officer takes it over by name; the first one's session learns of it and writes nothing more. */
static void
test_taken_over(void **state)
{
	struct officer second = {.role = OFFICER_ROLE_OFFICER, .active = true};
	struct session_delivery *first;
	struct spool *first_spool;
	struct agent *first_agent;
	struct login *first_login;
	const struct courier_event key_press = {.kind = CE_TYPED, .now = clock_now(), .field = CF_SERIAL, .text = "K"};

	(void)state;
	copy_text(second.login, sizeof second.login, "ikinci");
	copy_text(second.name, sizeof second.name, "İkinci Yetkili");
	assert_code(store_add_officer(app.store, &second, "x", &desk_file_officer, NULL), OK);
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	first = delivery;
	first_spool = spool;
	first_agent = agent;
	first_login = login;
	sit_down(&second);
	session_delivery_begin(delivery);
	assert_false(flow()->parcels[1].draft_mine);
	assert_string_equal(flow()->parcels[1].draft_officer, desk_file_officer.name);
	scan("KRG-2");
	assert_step(COURIER_PARCEL);
	assert_string_equal(flow()->at.notice.detail, desk_file_officer.name);
	act(CA_TAKE_OVER);
	assert_step(COURIER_COUNT);
	assert_int_equal(flow()->row_count, 1);
	assert_code(session_delivery_event(first, &key_press), OK);
	session_delivery_save(first);
	assert_non_null(session_delivery_state(first));
	assert_false(session_delivery_counts(first));
	assert_non_null(strstr(session_delivery_state(first)->at.notice.detail, "İkinci Yetkili"));
	act(CA_NEXT);
	commit();
	assert_string_equal(flow()->delivery.begun_by, desk_file_officer.login);
	assert_string_equal(flow()->delivery.officer_name, "İkinci Yetkili");
	session_delivery_free(&first);
	spool_free(&first_spool);
	agent_free(&first_agent);
	login_free(&first_login);
}

/* Two desks at one parcel: the second one writes nothing, and is told which record there is. */
static void
test_received_meanwhile(void **state)
{
	struct delivery_item items[4] = {{.kind = ITEM_CARD, .item_id = 70, .applicant_id = 3},
		{.kind = ITEM_CARD, .item_id = 71, .applicant_id = 4}, {.kind = ITEM_CARD, .item_id = 72, .applicant_id = 5},
		{.kind = ITEM_READER, .item_id = 70}};
	struct delivery other = {.shipment_id = 2,
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.items = items,
		.item_count = 4,
		.tracking_number = "KRG-2"};

	(void)state;
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	assert_code(store_receive_delivery(app.store, &other, &desk_file_officer, &other, NULL), OK);
	act(CA_NEXT);
	commit();
	assert_step(COURIER_PARCEL);
	assert_string_equal(flow()->at.notice.detail, other.record_number);
	assert_string_equal(card("K-300"), "missing");
	scan("KRG-2"); /* a later arrival of what was missing is a receipt of its own */
	assert_step(COURIER_IDENTITIES);
	assert_int_equal(flow()->parcel.last_id, other.id);
}

static void
test_refused(void **state)
{
	(void)state;
	identify("KRG-2");
	act(CA_PACKAGING); /* opened */
	act(CA_REFUSE);
	act(CA_ARM);
	assert_false(flow()->at.armed); /* why? */
	type(CF_PACKAGING_NOTE, "mührü kopuk");
	commit();
	assert_step(COURIER_PRINT);
	assert_string_equal(card("K-300"), "expected");
	assert_string_equal(application(3), "in-transit");
	assert_true(is_whole());
}

static void
turn(void *context)
{
	(void)context;
	spool_turn(spool);
}

static bool
is_idle(void *context)
{
	(void)context;
	return spool_helper(spool) == NULL;
}

/* Sent, out, signed: as a handover's; every step has its entry, and the check knows them. */
static void
test_paper(void **state)
{
	struct store_receipt receipt;
	struct store_print prints[4];
	size_t count = 0;

	(void)state;
	count_begins("KRG-2");
	act(CA_NEXT);
	heard.count = 0;
	commit();
	program_wait(turn, is_idle, NULL, "the end of the printing");
	assert_code(store_find_receipt(app.store, 2, &receipt, NULL), OK);
	assert_paper(receipt.paper, PAPER_SENT);
	assert_code(store_list_prints(app.store, false, 0, prints, ARRAY_LENGTH(prints), &count, NULL), OK);
	assert_int_equal(count, 1);
	assert_int_equal(prints[0].delivery_id, receipt.last_id);
	assert_int_equal(prints[0].handover_id, 0);
	assert_string_equal(prints[0].title, receipt.last_record);
	{
		const struct courier_event sent = {.kind = CE_PRINT_STATE, .now = clock_now(), .paper = PAPER_SENT, .text = ""};
		assert_code(session_delivery_event(delivery, &sent), OK);
	}
	act(CA_PAPER_OUT);
	assert_step(COURIER_SIGNED);
	assert_code(store_list_prints(app.store, false, 0, prints, ARRAY_LENGTH(prints), &count, NULL), OK);
	assert_int_equal(count, 0);
	act(CA_PRINT_AGAIN);
	program_wait(turn, is_idle, NULL, "the end of the second printing");
	act(CA_SIGNED);
	assert_null(session_delivery_state(delivery));
	assert_code(store_find_receipt(app.store, 2, &receipt, NULL), OK);
	assert_paper(receipt.paper, PAPER_SIGNED);
	assert_true(is_whole());
	assert_true(forger_sql(folder, "now", "UPDATE delivery_paper SET state = 'sent'"));
	assert_false(is_whole()); /* what an entry once said must still hold */
}

/* Nobody is logged in: nothing is written, and nothing that was counted is lost. */
static void
test_nobody(void **state)
{
	(void)state;
	count_begins("KRG-2");
	put_in(0, 3, "Deneme C Kişisi");
	act(CA_NEXT);
	login_leave(login, NULL);
	commit();
	assert_step(COURIER_DIFFERENCE);
	assert_false(flow()->committed);
	assert_int_equal(flow()->row_count, 1);
	assert_true(flow()->at.notice.detail[0] != '\0');
	assert_string_equal(card("K-300"), "expected");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_list, begin, end),
		cmocka_unit_test_setup_teardown(test_receive, begin, end),
		cmocka_unit_test_setup_teardown(test_still_in, begin, end),
		cmocka_unit_test_setup_teardown(test_crash, begin, end),
		cmocka_unit_test_setup_teardown(test_taken_over, begin, end),
		cmocka_unit_test_setup_teardown(test_received_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(test_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_paper, begin, end),
		cmocka_unit_test_setup_teardown(test_nobody, begin, end),
	};
	int failed;

	heard_open_desk(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
