/*
 * app/test_views: what the screens are told, and what their acts do: a whole session asked through struct ui_host, on a real
 * database and without a screen. What a card does is in test_route.
 */
#include "heard.h"

#include "../../src/app/journal_words.h"
#include "../../src/app/session.h"
#include "../store/desk_file.h"
#include "../store/forger.h"
#include "teslim/text.h"
#include "teslim/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64], sentence[UI_SENTENCE], hash[SEAL_PASSWORD_TEXT];
static struct session session;
static struct ui_host host;
static struct seal_key *key;

static int
begin(void **state)
{
	(void)state;
	message_set_language(LANGUAGE_TURKISH);
	desk_file_copy(folder, "before", "now");
	session.app.store = desk_file_open(folder, "now", &key);
	session.app.conf.delivery_days = 10;
	session.app.conf.uncollected_days = 15;
	copy_text(session.app.conf.institution, sizeof session.app.conf.institution, "Deneme Kurumu");
	copy_text(session.app.conf.print_to, sizeof session.app.conf.print_to, "file:/nonexistent");
	copy_text(session.app.conf.print_command, sizeof session.app.conf.print_command, "/nonexistent/teslim-print");
	session_open(&session);
	host_fill(&host, &session);
	sentence[0] = '\0';
	return 0;
}

static int
end(void **state)
{
	(void)state;
	session_close(&session);
	store_close(&session.app.store);
	seal_key_free(&key);
	return 0;
}

static int
begin_logged_in(void **state)
{
	begin(state);
	login_take(session.login, &desk_file_officer);
	return 0;
}

static struct ui_status
status(void)
{
	struct ui_status out;

	host.status(&session, &out);
	return out;
}

/* The newest entry of the journal: "act body". Valid until the next call. */
static const char *
newest_entry(void)
{
	static char words[1100];
	struct store_journal_filter filter = {0};
	struct journal_entry entry;
	size_t count = 0;

	assert_code(store_list_journal(session.app.store, &filter, &entry, 1, &count, NULL), OK);
	snprintf(words, sizeof words, "%s %s", journal_act_name(entry.act), entry.body);
	return words;
}

static const char *
state_of(int64_t applicant)
{
	struct applicant found;

	assert_code(store_find_applicant(session.app.store, applicant, &found, NULL), OK);
	return application_state_name(found.state);
}

/* ---- who is there */

static void
test_coming_and_going(void **state)
{
	(void)state;
	assert_string_equal(status().institution, "Deneme Kurumu");
	assert_string_equal(status().officer, "");
	assert_string_equal(status().journal, ""); /* nobody is told how much there is */
	assert_false(host.login(&session, "demo", "yanlis", sentence));
	assert_string_equal(sentence, message_text(MSG_APP_LOGIN_WRONG));
	assert_string_equal(status().officer, "");
	assert_true(host.login(&session, "demo", "deneme", sentence));
	assert_string_equal(status().officer, "Şükrü İğdelioğlu");
	assert_false(status().administrator);
	assert_non_null(strstr(status().journal, "sağlam, "));
	assert_level(status().journal_level, VERDICT_PASS);
	assert_true(host.flow_begin(&session, 2, false, sentence));
	assert_non_null(host.flow(&session));
	host.lock(&session, true);
	assert_string_equal(newest_entry(), "lock reason=idle");
	assert_false(host.unlock(&session, "yanlis", sentence));
	assert_true(host.unlock(&session, "deneme", sentence));
	assert_non_null(strstr(newest_entry(), "unlock"));
	assert_non_null(host.flow(&session)); /* what went on behind the lock goes on */
	host.lock(&session, false);
	assert_string_equal(newest_entry(), "lock reason=officer");
	host.logout(&session);
	assert_null(host.flow(&session));
	assert_string_equal(status().officer, "");
	assert_string_equal(newest_entry(), "logout ");
	host.logout(&session); /* nobody is there to go */
	host.lock(&session, true);
	assert_string_equal(newest_entry(), "logout ");
}

static void
test_status_words(void **state)
{
	(void)state;
	assert_string_equal(status().reader, message_text(MSG_APP_READER_PROGRAM));
	assert_level(status().reader_level, VERDICT_WARN);
	assert_int_equal(status().readers, 0);
	assert_string_equal(status().printer, message_text(MSG_APP_PRINTER_ASKED)); /* nobody has asked it: it is not "ready" */
	assert_false(status().demo);
	assert_null(host.demo_cards);
	assert_true(host.paper(&session, 1, UI_PAPER_PRINT, sentence)); /* fails, since the program is not there */
	(void)counts_again(session.counts);
	assert_string_equal(status().printer, "1 tutanak bekliyor");
	assert_level(status().printer_level, VERDICT_WARN);
	assert_true(forger_sql_unguarded(folder, "now", "UPDATE journal SET body = 'x' WHERE seq = 3"));
	assert_false(host.journal_verify(&session, sentence));
	assert_level(status().journal_level, VERDICT_REFUSE);
	host.language(&session, LANGUAGE_ENGLISH);
	assert_string_equal(status().reader, "no card program");
}

/* ---- looking */

static void
test_home(void **state)
{
	struct ui_home home;

	(void)state;
	host.home(&session, &home);
	assert_int_equal(home.tiles[UI_FILTER_WAITING], DESK_PEOPLE - 1);
	assert_int_equal(home.tiles[UI_FILTER_UNSIGNED], 1);
	assert_int_equal(home.unsigned_papers, 1);
	assert_int_equal(home.uncollected_days, 15);
	assert_false(home.has_draft);
	assert_true(home.recent_count >= 3);
	assert_non_null(strstr(home.recent[0].subject, "A-0001"));
	assert_string_equal(home.recent[0].outcome, message_text(MSG_STATE_DELIVERED));
	assert_string_equal(home.recent[1].subject, "Gönderi KRG-2026-1");
	assert_true(host.flow_begin(&session, 2, false, sentence));
	host.home(&session, &home);
	assert_false(home.has_draft); /* it is going on */
	session_flow_end(session.flow);
	host.home(&session, &home);
	assert_true(home.has_draft);
	assert_string_equal(home.draft_name, "Deneme B Kişisi");
	assert_code(store_save_draft(session.app.store, 1, "no draft at all", NULL), OK);
	host.home(&session, &home);
	assert_false(home.has_draft); /* opening it would only say so */
	assert_true(host.flow_begin(&session, 2, false, sentence));
}

static void
test_refused_is_recent(void **state)
{
	const struct store_refusal refusal = {.applicant_id = 2, .reason = refusal_reason_name(REFUSAL_EXPIRED)};
	struct ui_home home;

	(void)state;
	assert_code(store_refuse_handover(session.app.store, &refusal, &desk_file_officer, NULL), OK);
	host.home(&session, &home);
	assert_string_equal(home.recent[0].subject, message_text(MSG_APP_RECENT_REFUSED));
	assert_string_equal(home.recent[0].outcome, message_text(refusal_reason_message(REFUSAL_EXPIRED)));
	assert_level(home.recent[0].level, VERDICT_WARN);
}

static int
list(const char *text, enum ui_filter filter, int64_t offset, struct ui_list_row *rows, int max, int64_t *total)
{
	const struct table_query query = {.text = text, .filter = (int)filter, .offset = offset};

	return host.list(&session, &query, rows, max, total);
}

static void
test_list(void **state)
{
	struct ui_list_row rows[DESK_PEOPLE + 1];
	int64_t total = 0;
	char number[NATIONAL_ID_TEXT];

	(void)state;
	assert_int_equal(list("", UI_FILTER_ALL, 0, rows, DESK_PEOPLE + 1, &total), DESK_PEOPLE);
	assert_int_equal(total, DESK_PEOPLE);
	assert_int_equal(list("", UI_FILTER_ALL, 2, rows, 2, &total), 2);
	assert_int_equal(total, DESK_PEOPLE);
	assert_int_equal(list("DENEME c", UI_FILTER_ALL, 0, rows, 5, &total), 1);
	assert_string_equal(rows[0].name, "Deneme C Kişisi");
	assert_string_equal(application_state_name(rows[0].state), "received");
	assert_string_equal(rows[0].record_number, "");
	copy_text(number, sizeof number, rows[0].national_id);
	assert_int_equal(list(number, UI_FILTER_ALL, 0, rows, 5, &total), 1);
	assert_int_equal(rows[0].applicant_id, 3);
	assert_int_equal(list("", UI_FILTER_DELIVERED, 0, rows, 5, &total), 1);
	assert_int_equal(total, 1);
	assert_non_null(strstr(rows[0].record_number, "A-0001"));
	assert_int_equal(list(rows[0].record_number, UI_FILTER_ALL, 0, rows, 5, &total), 1);
	assert_int_equal(rows[0].applicant_id, 1);
	assert_int_equal(list("2026/A-9999", UI_FILTER_ALL, 0, rows, 5, &total), 0);
	assert_int_equal(list("", UI_FILTER_DATA_ERROR, 0, rows, 5, &total), 0);
}

static void
test_applicant(void **state)
{
	struct ui_applicant_detail detail;

	(void)state;
	assert_true(host.applicant(&session, 1, &detail, sentence));
	assert_string_equal(detail.applicant.given_names, "Deneme A");
	assert_non_null(strstr(detail.record_number, "A-0001"));
	assert_int_equal(detail.handover_id, 1);
	assert_string_equal(detail.officer, "Şükrü İğdelioğlu");
	assert_true(host.applicant(&session, 2, &detail, sentence));
	assert_string_equal(detail.card_serial, "0123 0002");
	assert_string_equal(detail.tracking_number, "KRG-2026-1");
	assert_string_equal(detail.record_number, "");
	assert_int_equal(detail.deadline, 0); /* it has come */
	assert_true(forger_sql(folder, "now", "UPDATE shipment SET received = 0"));
	assert_true(host.applicant(&session, 2, &detail, sentence));
	assert_true(detail.deadline > clock_now() - 20 * 86400 && detail.deadline_words[0] != '\0');
	assert_false(host.applicant(&session, 77, &detail, sentence));
	assert_true(sentence[0] != '\0');
}

static bool
move(int64_t applicant, enum application_state from, enum move_act act)
{
	const struct desk_wish wish = {
		.act = act, .reason = act == MOVE_HOLD ? REASON_LEFT : REASON_NONE, .reference = "2026/3", .note = "açıklama"};
	struct ui_moved whom = {.applicant_id = applicant, .from = from, .name = "Deneme B Kişisi", .card_serial = "0123 0002"};

	sentence[0] = '\0';
	return host.move(&session, &wish, &whom, 1, sentence);
}

static void
test_moves_and_reveal(void **state)
{
	struct ui_applicant_detail detail;

	(void)state;
	assert_true(move(2, APPLICATION_RECEIVED, MOVE_HOLD));
	assert_string_equal(state_of(2), "on-hold");
	assert_non_null(strstr(sentence, "1"));
	assert_false(move(2, APPLICATION_RECEIVED, MOVE_HOLD)); /* it is already */
	assert_true(sentence[0] != '\0');
	assert_true(move(2, APPLICATION_ON_HOLD, MOVE_RELEASE));
	assert_string_equal(state_of(2), "received");
	assert_false(move(1, APPLICATION_DELIVERED, MOVE_HOLD)); /* whose card went out */
	assert_true(move(2, APPLICATION_RECEIVED, MOVE_LOST));
	assert_non_null(strstr(sentence, "Deneme B Kişisi")); /* whose certificate must be revoked, and which */
	assert_non_null(strstr(sentence, "0123 0002"));
	assert_true(host.applicant(&session, 2, &detail, sentence));
	assert_true(detail.has_card && detail.card_state == CARD_LOST);
	assert_true(move(2, APPLICATION_LOST, MOVE_FOUND));
	assert_true(host.reveal_national_id(&session, 2, sentence));
	assert_string_equal(newest_entry(), "national-id-shown applicant=2");
	login_free(&session.login); /* with nobody there it is not shown */
	session.login = login_new(&session.app, clock_monotonic_ms);
	assert_false(host.reveal_national_id(&session, 2, sentence));
	assert_false(move(2, APPLICATION_RECEIVED, MOVE_HOLD));
	assert_string_equal(state_of(2), "received");
}

/* What cannot be done with one of them is done with none, and the sentence says whose it is. */
static void
test_moves_of_several(void **state)
{
	const struct desk_wish wish = {.act = MOVE_RETURN, .reason = REASON_NOT_FETCHED};
	struct ui_moved whom[] = {{.applicant_id = 2, .from = APPLICATION_RECEIVED, .name = "Deneme B"},
		{.applicant_id = 1, .from = APPLICATION_DELIVERED, .name = "Deneme A"}};

	(void)state;
	assert_false(host.move(&session, &wish, whom, 2, sentence));
	assert_non_null(strstr(sentence, "Deneme A"));
	assert_string_equal(state_of(2), "received");
	whom[1] = (struct ui_moved){.applicant_id = 3, .from = APPLICATION_RECEIVED, .name = "Deneme C"};
	assert_true(host.move(&session, &wish, whom, 2, sentence));
	assert_non_null(strstr(sentence, "2"));
	assert_string_equal(state_of(2), "return-pending");
	assert_string_equal(state_of(3), "return-pending");
}

/* A reader that came, goes back by post, and is in the list of those that did. */
static void
test_items(void **state)
{
	struct desk_wish wish = {.act = MOVE_POSTED, .reference = "RR 7", .date = "2026-11-24"};
	struct ui_moved whom = {.kind = ITEM_READER, .item_id = 1, .state = CARD_IN_STOCK};
	const struct store_journal_filter notes = {.text = "act=dispatch"};
	struct journal_entry note;
	struct ui_item rows[8], one;
	size_t count = 0;
	int64_t total = 0;

	(void)state;
	assert_true(forger_sql(folder, "now",
		"INSERT INTO reader_device (id, shipment_id, serial, kind, place, state) VALUES (1, 1, 'OKY-1', '1', 'B-01', 'in-stock')"));
	assert_int_equal(host.items(&session, CARD_IN_STOCK, 0, rows, 8, &total), DESK_PEOPLE); /* five cards and the reader */
	assert_int_equal(total, DESK_PEOPLE);
	assert_string_equal(rows[0].serial, "OKY-1"); /* by place: it alone has one */
	assert_true(host.item(&session, ITEM_CARD, 2, &one, sentence) && one.applicant_id == 2);
	assert_string_equal(one.name, "Deneme B Kişisi");
	assert_false(host.item(&session, ITEM_READER, 77, &one, sentence));
	assert_true(host.move_items(&session, &wish, &whom, 1, sentence));
	assert_int_equal(host.items(&session, CARD_RETURNED, 0, rows, 8, &total), 1);
	/* The move has an entry, the dispatch note that lists it another, and its paper is on its way. */
	assert_non_null(strstr(sentence, "2026/A-S0001"));
	assert_code(store_list_journal(session.app.store, &notes, &note, 1, &count, NULL), OK);
	assert_int_equal(count, 1);
	assert_non_null(strstr(note.body, "record=2026/A-S0001 act=dispatch reference=RR%207 items=1 row="));
	assert_false(host.move_items(&session, &wish, &whom, 1, sentence)); /* it is gone */
	whom = (struct ui_moved){.kind = ITEM_CARD, .item_id = 2, .state = CARD_IN_STOCK};
	assert_false(host.move_items(&session, &wish, &whom, 1, sentence)); /* whose card has an application goes with that */
	assert_true(sentence[0] != '\0');
}

/* A reader that was announced for another says so, with both names masked, before anything is written; then it has a holder. */
static void
test_reader(void **state)
{
	struct record_row row = {.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_SCANNED, .serial = "OKY-5"};
	const struct item_record wanted = {
		.act = RECORD_GIVE, .applicant_id = 2, .shown = IDENTITY_CARD, .rows = &row, .row_count = 1};
	struct ui_applicant_detail *detail = mem_alloc(sizeof *detail);
	const struct table_query query = {.text = ""};
	struct ui_print_row rows[8];
	int64_t total = 0;

	(void)state;
	assert_true(forger_sql(folder, "now",
		"INSERT INTO reader_device (id, shipment_id, serial, kind, place, state, announced_for)"
		" VALUES (1, 1, 'OKY-5', '1', '', 'in-stock', 3), (2, 1, 'OKY-6', '1', '', 'expected', NULL)"));
	assert_true(host.reader_about(&session, 3, "OKY-5", sentence));
	assert_string_equal(sentence, "");
	assert_true(host.reader_about(&session, 2, "OKY-5", sentence));
	assert_non_null(strstr(sentence, "D*** C*** K***"));
	assert_non_null(strstr(sentence, "D*** B*** K***"));
	assert_null(strstr(sentence, "Deneme"));
	assert_false(host.reader_about(&session, 2, "OKY-6", sentence));
	assert_non_null(strstr(sentence, "Önce gönderiyi teslim alın"));
	assert_true(host.reader(&session, &wanted, sentence));
	assert_non_null(strstr(sentence, "/A-O0001"));
	assert_false(host.reader(&session, &wanted, sentence)); /* it is out */
	assert_true(host.applicant(&session, 2, detail, sentence));
	assert_int_equal(detail->held_count, 1);
	assert_string_equal(detail->held[0], "OKY-5");
	assert_int_equal(detail->record_count, 1);
	assert_int_equal(detail->records[0].act, RECORD_GIVE);
	assert_true(host.unsigned_papers(&session, &query, rows, 8, &total) >= 1);
	assert_int_equal(rows[total - 1].entry_seq, detail->records[0].seq);
	assert_int_equal(rows[total - 1].applicant_id, 2);
	assert_non_null(strstr(rows[total - 1].name, "Okuyucu ver: Deneme B"));
	assert_true(host.entry_paper(&session, detail->records[0].seq, UI_PAPER_SIGNED, sentence));
	mem_free(detail);
}

static void
test_journal(void **state)
{
	struct ui_journal_row *rows = mem_alloc(8 * sizeof *rows);
	struct table_query query = {.text = ""};
	int64_t total = 0;

	(void)state;
	assert_int_equal(host.journal(&session, &query, rows, 3, &total), 3);
	assert_int_equal(rows[0].entry.seq, total);
	assert_int_equal(rows[1].entry.seq, total - 1);
	query.offset = 1;
	assert_int_equal(host.journal(&session, &query, rows, 3, &total), 3);
	assert_int_equal(rows[0].entry.seq, total - 1);
	query = (struct table_query){.text = "A-0001"};
	assert_true(host.journal(&session, &query, rows, 8, &total) >= 1);
	assert_non_null(strstr(rows[0].entry.body, "A-0001"));
	assert_true(host.journal_verify(&session, sentence));
	assert_non_null(strstr(sentence, "Günlük sağlam"));
	assert_true(forger_sql_unguarded(folder, "now", "UPDATE journal SET body = 'x' WHERE seq = 3"));
	assert_false(host.journal_verify(&session, sentence));
	assert_non_null(strstr(sentence, "3"));
	mem_free(rows);
}

/* A body with every key that any act has, so that no sentence lacks what it tells. */
static const char everything[] =
	"record=2026/A-0001 applicant=2 tracking=KRG-2026-118 login=deneme file=liste.csv rows=12 cards=12 readers=11 reason=wrong-data "
	"move=hold from=received to=on-hold role=administrator active=no changed=data takes-back=yes state=on-hold card=0123 verdict=pass "
	"row=00ff certificate=00ff detail=media-empty paper=waiting reprint=2 card-id=7 reader-id=8 packaging=whole shipment=3 desk=A key=00ff "
	"failures=3 count=3 day=2026-11-23 fields=title%20unit dispatched=2026-11-16 received=yes entries=9 reference=2026/11";

static void
check_sentence(const struct ui_journal_row *row)
{
	static const char *const machine[] = {"=", "%", "hold", "wrong", "media", "received", "pass", "whole", "00ff", "  ", "()"};

	if (row->words[0] == '\0' || !text_is_valid(row->words, strlen(row->words)))
		fail_msg("\"%s\" has no sentence", journal_act_name(row->entry.act));
	for (size_t i = 0; i < ARRAY_LENGTH(machine); i++)
		if (strstr(row->words, machine[i]) != NULL)
			fail_msg("\"%s\" shows \"%s\": %s", journal_act_name(row->entry.act), machine[i], row->words);
}

/* Each act is a sentence for an officer: with name and number, without a word of the machine's. */
static void
test_every_act_is_a_sentence(void **state)
{
	char unknown[UI_SENTENCE];

	(void)state;
	message_format_detail(unknown, sizeof unknown, message_language(), MSG_JOURNAL_SAYS_OTHER, "");
	for (int act = 0; act <= ACT_COUNT; act++) {
		struct ui_journal_row row = {.entry = {.seq = 1, .act = (enum journal_act)act, .officer = "-"}};

		copy_text(row.entry.body, sizeof row.entry.body, everything);
		journal_words(session.app.store, &row);
		check_sentence(&row);
		if (act < ACT_COUNT && strstr(row.words, unknown) == row.words)
			fail_msg("\"%s\" has no words of its own", journal_act_name((enum journal_act)act));
		assert_string_equal(row.officer, "program");
		row.entry.body[0] = '\0'; /* as of an older version, which said less */
		journal_words(session.app.store, &row);
		check_sentence(&row);
		assert_int_equal(row.applicant_id, 0);
	}
}

static void
test_sentences(void **state)
{
	static const struct {
		enum journal_act act;
		const char *body, *sentence;
		int64_t applicant;
	} cases[] = {
		{ACT_HANDOVER, "record=2026/A-0001 applicant=2", "2026/A-0001, Deneme B Kişisi: kart teslim edildi", 2},
		{ACT_HANDOVER_REFUSED, "applicant=2 reason=wrong-card", "Deneme B Kişisi: teslim edilmedi (", 2},
		{ACT_SHIPMENT_ADDED, "tracking=KRG-2026-118 cards=12 readers=11",
			"KRG-2026-118: gönderi bildirildi (12 kart, 11 okuyucu)", 0},
		{ACT_LOGOUT, "reason=hang-up", "program oturumu kapattı (bağlantı koptu)", 0},
		{ACT_NATIONAL_ID_SHOWN, "applicant=2", "Deneme B Kişisi: T.C. kimlik numarası ekranda açıldı", 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct ui_journal_row row = {.entry = {.seq = 1, .act = cases[i].act, .officer = "-"}};

		copy_text(row.entry.body, sizeof row.entry.body, cases[i].body);
		journal_words(session.app.store, &row);
		if (strncmp(row.words, cases[i].sentence, strlen(cases[i].sentence)) != 0)
			fail_msg("expected \"%s\", got \"%s\"", cases[i].sentence, row.words);
		assert_int_equal(row.applicant_id, cases[i].applicant);
	}
}

/* ---- papers */

static void
test_queue(void **state)
{
	const struct table_query query = {.text = ""};
	struct ui_print_row rows[4];
	struct store_paper paper;
	int64_t total = 0;

	(void)state;
	assert_int_equal(host.print_queue(&session, &query, rows, 4, &total), 0);
	assert_true(host.paper(&session, 1, UI_PAPER_PRINT, sentence));
	assert_int_equal(host.print_queue(&session, &query, rows, 4, &total), 1);
	assert_int_equal(total, 1);
	assert_string_equal(rows[0].name, "Deneme A Kişisi");
	assert_non_null(strstr(rows[0].record_number, "A-0001"));
	assert_true(rows[0].words[0] != '\0');                             /* why it did not print */
	assert_false(host.paper(&session, 1, UI_PAPER_CONFIRM, sentence)); /* what the printer never had did not come out */
	assert_true(host.paper(&session, 1, UI_PAPER_SIGNED, sentence));
	assert_int_equal(host.print_queue(&session, &query, rows, 4, &total), 0);
	assert_code(store_find_paper(session.app.store, 1, &paper, NULL), OK);
	assert_paper(paper.paper, PAPER_SIGNED);
	assert_false(host.paper(&session, 1, UI_PAPER_CONFIRM, sentence)); /* no way back */
	assert_false(host.paper(&session, 77, UI_PAPER_PRINT, sentence));
}

/* Home's row counts what its list shows: of every kind of record the papers whose signatures nobody has confirmed. */
static void
test_unsigned(void **state)
{
	const struct table_query query = {.text = ""}, second = {.text = "", .offset = 1};
	struct delivery delivery = {.outcome = DELIVERY_REFUSED, .packaging = PACKAGING_WET, .courier_shown = SHOWN_NOT};
	struct correction correction;
	const struct store_correction wanted = {.handover_id = 1, .was = "a", .right = "b"};
	const struct store_paper_wish wish = {.destination = "x", .write_entry = desk_file_write_entry};
	struct ui_print_row rows[4];
	struct ui_home home;
	int64_t total = 0;

	(void)state;
	copy_text(delivery.tracking_number, sizeof delivery.tracking_number, "KRG-77");
	assert_int_equal(host.unsigned_papers(&session, &query, rows, 4, &total), 1);
	assert_int_equal(rows[0].handover_id, 1);
	assert_int_equal(rows[0].applicant_id, 1);
	assert_code(store_receive_delivery(session.app.store, &delivery, &desk_file_officer, &delivery, NULL), OK);
	assert_code(store_correct_handover(session.app.store, &wanted, &wish, &desk_file_officer, &correction, NULL), OK);
	assert_int_equal(host.unsigned_papers(&session, &query, rows, 4, &total), 3);
	assert_int_equal(total, 3);
	for (int i = 0; i < 3; i++) {
		if (rows[i].delivery_id != 0) {
			assert_string_equal(rows[i].record_number, delivery.record_number);
			assert_string_equal(rows[i].name, "Gönderi KRG-77");
			assert_int_equal(rows[i].applicant_id, 0);
		}
		if (rows[i].entry_seq != 0) {
			assert_int_equal(rows[i].entry_seq, correction.seq);
			assert_string_equal(rows[i].name, "düzeltme: Deneme A Kişisi");
			assert_paper(rows[i].state, PAPER_WAITING);
		}
	}
	assert_int_equal(host.unsigned_papers(&session, &second, rows, 4, &total), 2);
	host.home(&session, &home);
	assert_int_equal(home.unsigned_papers, 3);
	assert_int_equal(home.tiles[UI_FILTER_UNSIGNED], 1); /* that list is of applications */
	assert_true(host.delivery_paper(&session, delivery.id, UI_PAPER_SIGNED, sentence));
	assert_true(host.entry_paper(&session, correction.seq, UI_PAPER_SIGNED, sentence));
	assert_true(host.paper(&session, 1, UI_PAPER_SIGNED, sentence));
	assert_int_equal(host.unsigned_papers(&session, &query, rows, 4, &total), 0);
}

/* ---- deliveries */

static void
test_delivery(void **state)
{
	const struct table_query query = {.text = ""};
	const struct courier_event scan = {.kind = CE_SCAN, .now = clock_now(), .text = "KRG-2"};
	struct delivery_item item = {.item_id = 70, .applicant_id = 3};
	struct delivery received = {.shipment_id = 2,
		.tracking_number = "KRG-2",
		.packaging = PACKAGING_WET,
		.courier_shown = SHOWN_NOT,
		.items = &item,
		.item_count = 1};
	struct ui_shipment_row rows[5];
	struct delivery record;
	int64_t total = 0;
	int percent = 1;

	(void)state;
	assert_true(forger_sql(folder, "now",
		"INSERT INTO shipment VALUES (2, 'KRG-2', '2026-11-20', 0, 1, 0);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (70, 2, 3, 'K-3', '', '', 'expected'); INSERT INTO shipment VALUES (3, 'KRG-3', '2026-10-01', 0, 1, 0);"
		"UPDATE applicant SET state = 'in-transit', shipment_id = 2 WHERE id = 3"));
	assert_int_equal(host.shipments(&session, &query, rows, 5, &total), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(rows[i].late, strcmp(rows[i].shipment.tracking_number, "KRG-3") == 0);
	assert_null(host.delivery(&session));
	assert_false(host.delivery_reads(&session, &percent));
	host.delivery_begin(&session);
	assert_code(host.delivery_event(&session, &scan), OK);
	assert_int_equal(host.delivery(&session)->expected_count, 1);
	assert_int_equal(host.shipments(&session, &query, rows, 5, &total), 3);
	assert_string_equal(rows[1].shipment.tracking_number, "KRG-2");
	assert_string_equal(rows[1].begun_by, desk_file_officer.name);
	session_delivery_end(session.delivery);
	assert_null(host.delivery(&session));
	/* Received, and the card was missing: the row and the record say so. */
	assert_code(store_receive_delivery(session.app.store, &received, &desk_file_officer, &received, NULL), OK);
	assert_int_equal(host.shipments(&session, &query, rows, 5, &total), 3);
	assert_int_equal(rows[1].missing, 1);
	assert_int_equal(rows[1].cards, 0);
	assert_string_equal(rows[1].record_number, received.record_number);
	assert_true(host.delivery_record(&session, rows[1].delivery_id, &record, sentence));
	assert_int_equal(record.counts[ITEM_CARD].missing, 1);
	mem_free(record.items);
	assert_false(host.delivery_record(&session, 77, &record, sentence));
	assert_false(host.delivery_paper(&session, received.id, UI_PAPER_CONFIRM, sentence)); /* the printer never had it */
	assert_true(host.delivery_paper(&session, received.id, UI_PAPER_SIGNED, sentence));
	assert_int_equal(host.shipments(&session, &query, rows, 5, &total), 3);
	assert_paper(rows[1].paper, PAPER_SIGNED);
	assert_false(host.delivery_paper(&session, received.id, UI_PAPER_CONFIRM, sentence)); /* no way back */
}

static void
test_flow(void **state)
{
	const struct event event = {.kind = EVENT_TYPED, .now = clock_now(), .field = FIELD_IDENTITY_NUMBER, .text = "A01"};

	(void)state;
	assert_null(host.flow(&session));
	assert_code(host.flow_event(&session, &event), ERR_REFUSED);
	assert_true(host.flow_begin(&session, 2, false, sentence));
	assert_code(host.flow_event(&session, &event), OK);
	assert_string_equal(form_text(&host.flow(&session)->form, FIELD_IDENTITY_NUMBER), "A01");
	assert_true(host.flow_begin(&session, 3, false, sentence));
	assert_int_equal(host.flow(&session)->applicant.id, 2); /* the one that is going on goes first */
}

/* Everybody whom the screens may ask is there. */
static void
test_all_there(void **state)
{
	(void)state;
	assert_true(host.status && host.login && host.logout && host.lock && host.unlock && host.language && host.home &&
		host.list && host.applicant && host.reveal_national_id && host.move && host.items && host.item &&
		host.move_items && host.journal && host.journal_verify && host.flow && host.flow_begin && host.flow_event &&
		host.print_queue && host.unsigned_papers && host.paper && host.doctor_start && host.doctor && host.shipments &&
		host.delivery && host.delivery_begin && host.delivery_event && host.delivery_reads && host.delivery_record &&
		host.delivery_paper && host.demo_insert);
	assert_ptr_equal(host.context, &session);
	copy_text(session.app.conf.demo_socket, sizeof session.app.conf.demo_socket, "/nonexistent/demo");
	host_fill(&host, &session);
	assert_non_null(host.demo_cards);
	assert_false(host.demo_insert(&session, 0, sentence));
	assert_string_equal(sentence, message_text(MSG_APP_DEMO_FAILED));
	session.app.conf.demo_socket[0] = '\0';
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_coming_and_going, begin, end),
		cmocka_unit_test_setup_teardown(test_status_words, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_home, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_refused_is_recent, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_list, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_applicant, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_moves_and_reveal, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_moves_of_several, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_items, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_reader, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_journal, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_every_act_is_a_sentence, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_sentences, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_unsigned, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_queue, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_delivery, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_flow, begin_logged_in, end),
		cmocka_unit_test_setup_teardown(test_all_there, begin_logged_in, end),
	};
	int failed;

	heard_open_desk(&session.app, folder);
	assert_code(days_load(&session.app.calendar, "conf/holidays.conf", NULL), OK);
	session.app.store = desk_file_open(folder, "before", &key);
	assert_code(seal_password_hash(hash, "deneme", NULL), OK);
	assert_code(store_set_password(session.app.store, 1, hash, NULL, NULL), OK);
	store_close(&session.app.store);
	seal_key_free(&key);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	days_free(&session.app.calendar);
	heard_close(&session.app, folder);
	return failed;
}
