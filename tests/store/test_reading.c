/*
 * store/test_reading: what was written comes back as it was: every column of a handover, pages and filters of the journal, the
 * lines of the home screen, an entry by its number, and the words for what the file itself refuses. What must not come about
 * stands in test_refused, what was tampered with in test_tampered.
 */
#include "desk_file.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static char folder[64];
static struct seal_key *key;
static struct store *store;

static int
open_desk(void **state)
{
	(void)state;
	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	return 0;
}

static int
close_desk(void **state)
{
	(void)state;
	store_close(&store);
	seal_key_free(&key);
	desk_file_remove(folder, "now");
	return 0;
}

/* ---- a handover */

/* Every member with a value that no other has, so that two columns that are swapped or dropped show. */
static void
fill_draft(struct handover *draft, bool given)
{
	desk_file_draft(draft, 2);
	draft->has_reader = given;
	if (given)
		copy_text(draft->reader_serial, sizeof draft->reader_serial, "ACS 0042");
	copy_text(draft->identity.national_id, sizeof draft->identity.national_id, draft->national_id);
	copy_text(draft->identity.name, sizeof draft->identity.name, "DENEME B KISISI");
	draft->identity.kind = IDENTITY_PASSPORT;
	draft->identity.compared = 5;
	copy_text(draft->certificate.subject, sizeof draft->certificate.subject, "CN = DENEME, C = TR");
	copy_text(draft->certificate.issuer_cn, sizeof draft->certificate.issuer_cn, "Deneme Sağlayıcısı");
	copy_text(draft->certificate.issuer, sizeof draft->certificate.issuer, "CN = Deneme Sağlayıcısı");
	copy_text(draft->certificate.key, sizeof draft->certificate.key, "EC P-384");
	copy_text(draft->certificate.signature, sizeof draft->certificate.signature, "ecdsa-with-SHA384");
	copy_text(draft->certificate.policies, sizeof draft->certificate.policies, "1.2.3 1.2.4");
	draft->certificate.not_before = 1700000001;
	draft->certificate.not_after = 1800000002;
	draft->certificate.weak_key = given;
	draft->certificate.money_limit = given ? 5000 : -1;
	draft->certificate.key_usage = 3;
	draft->check.chain = CHAIN_TRUSTED;
	draft->check.revocation = REVOCATION_GOOD;
	draft->check.checked_at = 1750000003;
	draft->check.list_issued = 1749000004;
	draft->check.left_out = !given;
	draft->check.unreadable = 3;
	draft->verdict.level = VERDICT_WARN;
	draft->verdict.count = 2;
	draft->verdict.findings[0] = (struct finding){
		.rule = RULE_ITEMS, .level = VERDICT_PASS, .message = MSG_NOTE_READER_SHIPMENT, .detail = "KRG-1"};
	draft->verdict.findings[1] = (struct finding){
		.rule = RULE_IDENTITY, .level = VERDICT_WARN, .message = MSG_NOTE_READER_SHIPMENT, .detail = "ikinci"};
}

#define SAME_TEXT(member) assert_string_equal(read.member, draft.member)
#define SAME_NUMBER(member) assert_int_equal(read.member, draft.member)

static void
comes_back(bool given)
{
	static struct handover draft, stored, read;
	struct err err = {0};

	fill_draft(&draft, given);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err), OK);
	assert_int_equal(store_find_handover(store, stored.id, &read, &err), OK);
	SAME_NUMBER(applicant_id);
	SAME_NUMBER(has_reader);
	SAME_TEXT(national_id);
	SAME_TEXT(name);
	SAME_TEXT(card_serial);
	SAME_TEXT(reader_serial);
	SAME_NUMBER(identity.kind);
	SAME_NUMBER(identity.compared);
	SAME_TEXT(identity.number);
	SAME_TEXT(identity.expiry);
	SAME_TEXT(identity.national_id);
	SAME_TEXT(identity.name);
	SAME_TEXT(certificate.subject_cn);
	SAME_TEXT(certificate.subject);
	SAME_TEXT(certificate.issuer_cn);
	SAME_TEXT(certificate.serial);
	SAME_TEXT(certificate.sha256);
	SAME_TEXT(certificate.national_id);
	SAME_NUMBER(certificate.not_before);
	SAME_NUMBER(certificate.not_after);
	SAME_NUMBER(check.chain);
	SAME_NUMBER(check.revocation);
	SAME_NUMBER(check.checked_at);
	SAME_NUMBER(check.list_issued);
	SAME_NUMBER(verdict.level);
	assert_true(read.verdict.count >= draft.verdict.count);
	for (int i = 0; i < draft.verdict.count; i++) {
		SAME_NUMBER(verdict.findings[i].rule);
		SAME_NUMBER(verdict.findings[i].level);
		SAME_NUMBER(verdict.findings[i].message);
		SAME_TEXT(verdict.findings[i].detail);
	}
	assert_int_equal(read.officer_id, desk_file_officer.id);
	assert_string_equal(read.record_number, stored.record_number);
	assert_string_equal(read.journal_hash, stored.journal_hash);
	assert_string_equal(read.journal_signature, stored.journal_signature);
	assert_int_equal(read.journal_seq, stored.journal_seq);
	assert_int_equal(strlen(read.journal_signature), 128);
}

static void
handover_with_reader(void **state)
{
	(void)state;
	comes_back(true);
}

static void
handover_without_reader(void **state)
{
	(void)state;
	comes_back(false);
}

/* Two people, two records, in the order of their numbers, and found by number whatever else is there. */
static void
handovers_of_one(void **state)
{
	static struct handover draft, first, second, found;
	struct err err = {0};
	char next[RECORD_TEXT];

	(void)state;
	desk_file_draft(&draft, 2);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &first, &err), OK);
	desk_file_draft(&draft, 3);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &second, &err), OK);
	assert_int_equal(second.id, first.id + 1);
	assert_int_equal(store_find_record(store, first.record_number, &found, &err), OK);
	assert_int_equal(found.applicant_id, 2);
	assert_int_equal(store_find_record(store, second.record_number, &found, &err), OK);
	assert_int_equal(found.applicant_id, 3);
	snprintf(next, sizeof next, "%.*s%04lld", (int)strlen(first.record_number) - 4, first.record_number,
		(long long)second.id + 1);
	assert_int_equal(store_find_record(store, next, &found, &err), ERR_NOT_FOUND);
}

/* ---- the journal */

enum { LOGGED = 7 };

/* Entries that only these tests make: their bodies count up from 1. */
static int64_t
log_some(void)
{
	int64_t before;
	struct err err = {0};

	assert_int_equal(store_journal_head(store, &before, NULL, &err), OK);
	for (int i = 1; i <= LOGGED; i++) {
		char number[8];

		snprintf(number, sizeof number, "%d", i);
		assert_int_equal(store_log(store, i % 2 == 0 ? ACT_LOCK : ACT_LOGOUT, &desk_file_officer,
					 (const struct store_field[]){{"nth", number}, {"rate", i == 3 ? "5%_!" : "5"}}, 2, NULL,
					 &err),
			OK);
	}
	return before;
}

static size_t
list(const char *text, int64_t before, size_t offset, struct journal_entry *out, size_t max)
{
	const struct store_journal_filter filter = {.text = text, .before = before, .offset = offset};
	struct err err = {0};
	size_t count = 99;

	assert_int_equal(store_list_journal(store, &filter, out, max, &count, &err), OK);
	return count;
}

static void
journal_pages(void **state)
{
	struct journal_entry page[LOGGED + 4];
	int64_t base = log_some();
	struct err err = {0};
	size_t count;

	(void)state;
	assert_int_equal(list("", 0, 0, page, 3), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(page[i].seq, base + LOGGED - i);
	assert_int_equal(list("", 0, 3, page, 2), 2);
	assert_int_equal(page[0].seq, base + LOGGED - 3);
	assert_int_equal(page[1].seq, base + LOGGED - 4);
	assert_int_equal(list(NULL, base + 3, 1, page, 1), 1);
	assert_int_equal(page[0].seq, base + 1);
	assert_int_equal(page[0].act, ACT_LOGOUT);
	assert_string_equal(page[0].officer, desk_file_officer.login);
	assert_true(page[0].time > 0);
	assert_int_equal(strlen(page[0].hash), 64);
	assert_int_equal(store_list_journal(store, NULL, page, 1, &count, &err), OK);
	assert_int_equal(count, 1);
	assert_int_equal(page[0].seq, base + LOGGED);
	assert_int_equal(list("", 0, 10000, page, 2), 0);
}

/* What is typed is looked for as it stands: letters of LIKE are letters. */
static void
journal_words(void **state)
{
	struct journal_entry page[LOGGED + 4];
	int64_t base = log_some();

	(void)state;
	assert_int_equal(list("nth=4", 0, 0, page, ARRAY_LENGTH(page)), 1);
	assert_int_equal(page[0].seq, base + 4);
	assert_int_equal(list("lock", 0, 0, page, ARRAY_LENGTH(page)), LOGGED / 2);
	assert_int_equal(list("5%25_!", 0, 0, page, ARRAY_LENGTH(page)), 1);
	assert_int_equal(page[0].seq, base + 3);
	assert_int_equal(list("n_h=4", 0, 0, page, ARRAY_LENGTH(page)), 0);
	assert_int_equal(list("nth!", 0, 0, page, ARRAY_LENGTH(page)), 0);
}

static void
journal_entry(void **state)
{
	static const struct store_field fields[] = {{"name", "Deneme Kişi"}, {"note", "dolap"}};
	const struct store_personal personal = {1, fields, 2};
	struct journal_entry entry;
	struct str words = {0};
	struct err err = {0};
	char hash[65];
	int64_t head;

	(void)state;
	assert_int_equal(store_log(store, ACT_NATIONAL_ID_SHOWN, &desk_file_officer,
				 (const struct store_field[]){{"applicant", "1"}}, 1, &personal, &err),
		OK);
	assert_int_equal(store_journal_head(store, &head, hash, &err), OK);
	assert_int_equal(store_find_entry(store, head, &entry, &words, &err), OK);
	assert_string_equal(entry.hash, hash);
	assert_string_equal(str_text(&words), "name: Deneme Kişi\nnote: dolap\n");
	assert_string_equal(entry.body, "applicant=1");
	assert_int_equal(store_find_entry(store, head, &entry, NULL, &err), OK);
	str_reset(&words);
	assert_int_equal(store_find_entry(store, head + 1, &entry, &words, &err), ERR_NOT_FOUND);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(str_text(&words), "");
	str_clear(&words);
}

/* Each line of home says whose and which: the newest first, never more than asked for. */
static void
home_lines(void **state)
{
	static struct handover draft, stored;
	struct store_recent recent[8];
	struct err err = {0};
	size_t count = 0;

	(void)state;
	desk_file_draft(&draft, 2);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err), OK);
	assert_int_equal(store_refuse_handover(store,
				 &(struct store_refusal){
					 .applicant_id = 3, .reason = "face", .facts = NULL, .note = "", .hold = NULL},
				 &desk_file_officer, &err),
		OK);
	assert_int_equal(store_list_recent(store, recent, 2, &count, &err), OK);
	assert_int_equal(count, 2);
	assert_int_equal(recent[0].act, ACT_HANDOVER_REFUSED);
	assert_string_equal(recent[0].detail, "face");
	assert_string_equal(recent[0].name, "Deneme C Kişisi");
	assert_int_equal(recent[1].act, ACT_HANDOVER);
	assert_string_equal(recent[1].record_number, stored.record_number);
	assert_string_equal(recent[1].name, "Deneme B Kişisi");
	assert_true(recent[1].time > 0 && recent[1].seq == stored.journal_seq);
	assert_int_equal(store_list_recent(store, recent, ARRAY_LENGTH(recent), &count, &err), OK);
	assert_true(count > 2);
	for (size_t i = 1; i < count; i++)
		assert_true(recent[i].seq < recent[i - 1].seq);
}

/* ---- what is remembered of a person */

static struct store_encounter
encounter(int64_t applicant, const char *document, int64_t since)
{
	const struct store_encounter_query query = {
		.applicant_id = applicant, .officer_id = 1, .kind = IDENTITY_CARD, .document = document, .since = since};
	struct store_encounter out;
	struct err err = {0};

	assert_int_equal(store_find_encounter(store, &query, &out, &err), OK);
	return out;
}

/* The document counts with its kind, and only when it was somebody else's. */
static void
same_document(void **state)
{
	static struct handover draft, stored;
	struct store_encounter_query passport = {.applicant_id = 3, .kind = IDENTITY_PASSPORT, .document = "X9"};
	struct store_encounter out;
	struct err err = {0};

	(void)state;
	desk_file_draft(&draft, 2);
	copy_text(draft.identity.number, sizeof draft.identity.number, "X9");
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err), OK);
	assert_string_equal(encounter(3, "X9", 0).document_record, stored.record_number);
	assert_string_equal(encounter(2, "X9", 0).document_record, "");
	assert_string_equal(encounter(3, "X8", 0).document_record, "");
	assert_string_equal(encounter(3, "", 0).document_record, "");
	assert_int_equal(store_find_encounter(store, &passport, &out, &err), OK);
	assert_string_equal(out.document_record, "");
}

/* A renewal: the same person, another application. Not longer ago than asked. */
static void
second_card(void **state)
{
	struct applicant again = {0};
	struct store_encounter out;
	struct err err = {0};
	size_t bad;

	(void)state;
	assert_int_equal(store_find_applicant(store, 1, &again, &err), OK);
	assert_int_equal(store_add_applicants(store, &again, 1, "yenileme.csv", &desk_file_officer, &bad, &err), OK);
	out = encounter(again.id, "", 1);
	assert_string_equal(out.recent_record, "2026/A-0001");
	assert_true(out.recent_time > 0);
	assert_string_equal(encounter(again.id, "", out.recent_time).recent_record, "2026/A-0001");
	assert_string_equal(encounter(again.id, "", out.recent_time + 1).recent_record, "");
	assert_string_equal(encounter(1, "", 1).recent_record, ""); /* his own application is no second one */
	assert_string_equal(encounter(2, "", 1).recent_record, "");
}

/* Whatever a screen believed: the register knows whose number it is, and nothing is written. */
static void
own_card(void **state)
{
	static struct handover draft, stored;
	struct officer officer = desk_file_officer;
	struct err err = {0};

	(void)state;
	desk_file_draft(&draft, 2);
	assert_false(encounter(2, "", 0).is_officer);
	copy_text(officer.national_id, sizeof officer.national_id, draft.national_id);
	assert_int_equal(store_change_officer(store, &officer, &desk_file_officer, &err), OK);
	assert_true(encounter(2, "", 0).is_officer);
	assert_false(encounter(3, "", 0).is_officer);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err), ERR_REFUSED);
	assert_int_equal(err.message, MSG_STORE_OWN_CARD);
	desk_file_draft(&draft, 3);
	assert_int_equal(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err), OK);
}

/* ---- what the file refuses */

static void
text_is_text(void **state)
{
	struct err err = {0};
	int64_t before, after;

	(void)state;
	store_journal_head(store, &before, NULL, &err);
	assert_int_equal(store_set_password(store, 1, "sözcük\xff", &desk_file_officer, &err), ERR_ENCODING);
	assert_int_equal(err.message, MSG_STORE_NOT_TEXT);
	store_journal_head(store, &after, NULL, &err);
	assert_int_equal(after, before);
}

/* Another program that holds the file: said as such, after the wait, and the next act goes through. */
static void
file_is_busy(void **state)
{
	char path[256];
	sqlite3 *other;
	struct err err = {0};

	(void)state;
	desk_file_path(path, folder, "now");
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err), ERR_BUSY);
	assert_int_equal(err.message, MSG_STORE_BUSY);
	assert_string_equal(err.detail, path);
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	assert_int_equal(store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err), OK);
}

/* Who looks only cannot write, and hears so. */
static void
without_key(void **state)
{
	struct store *looking = NULL;
	char path[256];
	struct err err = {0};

	(void)state;
	desk_file_path(path, folder, "now");
	assert_int_equal(store_open(&looking, path, NULL, &err), OK);
	assert_int_equal(store_log(looking, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err), ERR_REFUSED);
	assert_int_equal(err.message, MSG_STORE_LOOKING_ONLY);
	store_close(&looking);
	store_close(&looking); /* a second time does nothing */
}

/* Made once: a second desk in its place is refused and takes nothing away; a bad folder or code leaves nothing. */
static void
made_once(void **state)
{
	struct store *second = NULL;
	struct stat file;
	char path[256];
	struct err err = {0};

	(void)state;
	desk_file_path(path, folder, "now");
	assert_int_equal(store_create(&second, path, "B", key, &err), ERR_EXISTS);
	assert_int_equal(err.message, MSG_STORE_EXISTS);
	assert_null(second);
	assert_int_equal(stat(path, &file), 0);
	desk_file_path(path, folder, "no/such");
	assert_int_equal(store_create(&second, path, "B", key, &err), ERR_NOT_FOUND);
	desk_file_path(path, folder, "new");
	assert_int_equal(store_create(&second, path, "b", key, &err), ERR_SYNTAX);
	assert_int_equal(store_create(&second, path, "ABCDEFGHI", key, &err), ERR_SYNTAX);
	assert_int_equal(store_create(&second, path, "", key, &err), ERR_SYNTAX);
	assert_int_equal(store_create(&second, path, "B", NULL, &err), ERR_REFUSED);
	assert_int_not_equal(stat(path, &file), 0);
	assert_int_equal(store_create(&second, path, "BCD1234", key, &err), OK);
	assert_string_equal(store_desk(second), "BCD1234");
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	store_close(&second);
	desk_file_remove(folder, "new");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(handover_with_reader, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(handover_without_reader, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(handovers_of_one, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(journal_pages, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(journal_words, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(journal_entry, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(home_lines, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(same_document, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(second_card, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(own_card, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(text_is_text, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(file_is_busy, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(without_key, open_desk, close_desk),
		cmocka_unit_test_setup_teardown(made_once, open_desk, close_desk),
	};
	char path[256];
	int failed;

	if (!desk_file_folder(folder))
		return 1;
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	desk_file_make(folder, "before");
	failed = cmocka_run_group_tests_name("store.reading", tests, NULL, NULL);
	desk_file_remove(folder, "before");
	return failed;
}
