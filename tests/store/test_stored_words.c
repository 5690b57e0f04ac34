/*
 * store/test_stored_words: every word that stands for the value of an enum in a database, written by the store and read with
 * plain SQL. This is the golden list: databases do not change, so no line here ever does; a value that is new is added.
 */
#include "desk_file.h"
#include "forger.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "teslim/text.h"

static char folder[64];
static struct seal_key *key;
static struct store *store;
static struct err err;

/* ---- the golden list */

/* clang-format off */
static const char *const identity_words[] = {
	"none", "identity-card", "old-booklet", "passport", "driving-licence", "foreigner-card", "temporary-card"};
static const char *const kind_words[] = {"qualified", "seal", "fiscal-seal", "test", "authentication", "authority", "other"};
static const char *const chain_words[] = {"not-checked", "trusted", "unknown-issuer", "bad-signature", "expired", "invalid", "no-root"};
static const char *const revocation_words[] = {"not-checked", "good", "revoked", "list-stale", "list-invalid"};
static const char *const level_words[] = {"pass", "warn", "not-checked", "refuse"};
static const char *const rule_words[] = {"national-id", "name", "qualified", "issuer", "validity", "chain", "revocation", "card-state",
	"key", "card-reading", "identity", "items"};
static const char *const act_words[] = {"journal-opened", "officer-added", "officer-changed", "login", "login-failed", "logout", "lock",
	"unlock", "list-imported", "shipment-added", "shipment-received", "application-changed", "handover", "handover-refused", "print-sent",
	"print-failed", "print-confirmed", "reprint", "signed-copy", "national-id-shown", "correction", "backup", "person-forgotten", "delivery", "delivery-refused",
	"person-changed", "item-changed", "reader", "dispatch", "drawer-counted"};
/* The sentences of findings are stored by the names of their messages. */
#define FINDING_MESSAGES(WORD) \
	WORD(JUDGE_NUMBER_SAME) WORD(JUDGE_NUMBER_ODD) WORD(JUDGE_NUMBER_DIFFERS) WORD(JUDGE_NUMBER_MISSING) \
	WORD(JUDGE_NAME_SAME) WORD(JUDGE_NAME_FOLDED) WORD(JUDGE_NAME_ORDER) WORD(JUDGE_NAME_GIVEN) \
	WORD(JUDGE_NAME_SURNAME) WORD(JUDGE_NAME_DIFFERS) WORD(JUDGE_QUALIFIED) WORD(JUDGE_SEAL) WORD(JUDGE_FISCAL) \
	WORD(JUDGE_TEST) WORD(JUDGE_TEST_ACCEPTED) WORD(JUDGE_AUTHENTICATION) WORD(JUDGE_AUTHORITY) \
	WORD(JUDGE_NOT_QUALIFIED) WORD(JUDGE_USAGE_LIMIT) WORD(JUDGE_MONEY_LIMIT) WORD(JUDGE_LACK_NON_REPUDIATION) \
	WORD(JUDGE_LACK_ETSI) WORD(JUDGE_LACK_BTK) WORD(JUDGE_LACK_NOTICE) WORD(JUDGE_ISSUER_KNOWN) \
	WORD(JUDGE_ISSUER_UNKNOWN) WORD(JUDGE_VALID) WORD(JUDGE_NOT_YET) WORD(JUDGE_EXPIRED) WORD(JUDGE_CHAIN_TRUSTED) \
	WORD(JUDGE_CHAIN_NOT_CHECKED) WORD(JUDGE_CHAIN_UNKNOWN) WORD(JUDGE_CHAIN_NO_ROOT) WORD(JUDGE_CHAIN_BAD) \
	WORD(JUDGE_CHAIN_EXPIRED) WORD(JUDGE_CHAIN_INVALID) WORD(JUDGE_REVOCATION_GOOD) WORD(JUDGE_REVOCATION_NOT_CHECKED) \
	WORD(JUDGE_REVOCATION_STALE) WORD(JUDGE_REVOCATION_INVALID) WORD(JUDGE_LIST_NOT_YET) WORD(JUDGE_LIST_JUNK) \
	WORD(JUDGE_LIST_UNREADABLE) WORD(JUDGE_LIST_TOO_LARGE) WORD(JUDGE_LIST_INDIRECT) WORD(JUDGE_LIST_PARTIAL) \
	WORD(JUDGE_LIST_EXTENSION) WORD(JUDGE_LIST_NO_RIGHT) WORD(JUDGE_LIST_FORGED) WORD(JUDGE_LIST_DELTA_ALONE) \
	WORD(JUDGE_AUTHORITY_REVOKED) WORD(JUDGE_WEAK_KEY) WORD(JUDGE_BROKEN_HASH) WORD(JUDGE_OLD_HASH) \
	WORD(JUDGE_REVOKED) WORD(JUDGE_FIRST_TIME) WORD(JUDGE_CARD_UNREADABLE) WORD(JUDGE_CARD_LEFT_OUT) \
	WORD(JUDGE_CARD_DONE) WORD(JUDGE_APPLICATION_DONE) WORD(JUDGE_STARTS_IN_DAYS) WORD(JUDGE_STARTS_IN_HOURS) \
	WORD(NOTE_SECOND_DOCUMENT) WORD(NOTE_SECOND_OFFICER) WORD(NOTE_OTHER_NAME) WORD(NOTE_CARD_SCANNED) \
	WORD(NOTE_CARD_END) WORD(NOTE_CARD_TYPED) WORD(NOTE_CARD_DIFFERS) WORD(NOTE_READER_SCANNED) WORD(NOTE_READER_TYPED) \
	WORD(NOTE_READER_SHIPMENT)
#define NAME_OF(name) #name,
#define MESSAGE_OF(name) MSG_##name,
static const char *const message_words[] = {FINDING_MESSAGES(NAME_OF)};
static const enum message messages[] = {FINDING_MESSAGES(MESSAGE_OF)};
/* clang-format on */

_Static_assert(ARRAY_LENGTH(identity_words) == IDENTITY_KIND_COUNT, "every kind of document is pinned");
_Static_assert(ARRAY_LENGTH(rule_words) == RULE_COUNT, "every rule is pinned");
_Static_assert(ARRAY_LENGTH(act_words) == ACT_COUNT, "every act is pinned");

/* ---- asking the file */

/* The first column of all rows, blank between. */
static const char *
ask(const char *sql)
{
	static char answer[4096];
	sqlite3 *db = NULL;
	sqlite3_stmt *list = NULL;
	struct str words = {0};
	char path[256];

	desk_file_path(path, folder, "now");
	if (sqlite3_open(path, &db) == SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &list, NULL) == SQLITE_OK)
		while (sqlite3_step(list) == SQLITE_ROW)
			str_printf(&words, "%s%s", words.length > 0 ? " " : "", (const char *)sqlite3_column_text(list, 0));
	else
		str_add(&words, sqlite3_errmsg(db));
	sqlite3_finalize(list);
	sqlite3_close(db);
	copy_text(answer, sizeof answer, str_text(&words));
	str_clear(&words);
	return answer;
}

static bool
is_now(const char *sql, const char *expected)
{
	const char *answer = ask(sql);

	if (strcmp(answer, expected) == 0)
		return true;
	printf("# %s: \"%s\", not \"%s\"\n", sql, answer, expected);
	return false;
}

static void
open_now(void)
{
	desk_file_copy(folder, "made", "now");
	store = desk_file_open(folder, "now", &key);
	err = (struct err){0};
}

static void
close_now(void)
{
	store_close(&store);
	seal_key_free(&key);
}

/* ---- what each table holds */

static const char *
word_at(const char *const *words, size_t count, int index)
{
	return words[(size_t)index % count];
}
#define WORD_AT(words, index) word_at(words, ARRAY_LENGTH(words), index)

/* Hands the same card over again and again, each time with the next value of everything. */
static bool
hand_over(int round)
{
	struct handover draft, stored, found;
	char expected[256], sql[256];
	int level = round % VERDICT_REFUSE;
	bool good;

	desk_file_draft(&draft, 2);
	draft.identity.kind = (enum identity_kind)(round % (int)ARRAY_LENGTH(identity_words));
	draft.certificate.kind = (enum certificate_kind)(round % (int)ARRAY_LENGTH(kind_words));
	draft.check.chain = (enum chain_result)(round % (int)ARRAY_LENGTH(chain_words));
	draft.check.revocation = (enum revocation_result)(round % (int)ARRAY_LENGTH(revocation_words));
	draft.verdict.level = (enum verdict_level)level;
	good = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK;
	snprintf(sql, sizeof sql,
		"SELECT identity_kind || ' ' || certificate_kind || ' ' || chain || ' ' || revocation || ' ' || verdict"
		" FROM handover WHERE id = %lld",
		(long long)stored.id);
	snprintf(expected, sizeof expected, "%s %s %s %s %s", WORD_AT(identity_words, round), WORD_AT(kind_words, round),
		WORD_AT(chain_words, round), WORD_AT(revocation_words, round), level_words[level]);
	good = good && is_now(sql, expected) && store_find_handover(store, stored.id, &found, &err) == OK &&
		found.identity.kind == draft.identity.kind && found.certificate.kind == draft.certificate.kind &&
		found.check.chain == draft.check.chain && found.check.revocation == draft.check.revocation &&
		found.verdict.level == draft.verdict.level;
	return good && desk_file_take_back(store, stored.id, &desk_file_officer, &err) == OK;
}

static void
records(void)
{
	bool good = true;

	open_now();
	for (int round = 0; round < 7; round++)
		good = good && hand_over(round);
	close_now();
	forger_tell(good, "a record's words for document, certificate, chain, revocation, verdict %s", err.detail);
}

static bool
hand_over_findings(int first)
{
	struct handover draft, stored, found;
	int left = (int)ARRAY_LENGTH(messages) - first;
	struct str expected = {0};
	char sql[200];
	bool good;

	desk_file_draft(&draft, 2);
	draft.verdict.count = left < FINDINGS_MAX ? left : FINDINGS_MAX;
	for (int i = 0; i < draft.verdict.count; i++) {
		int at = first + i;

		draft.verdict.findings[i] = (struct finding){.rule = (enum verdict_rule)(at % RULE_COUNT),
			.level = (enum verdict_level)(at % (int)ARRAY_LENGTH(level_words)),
			.message = messages[at]};
		str_printf(&expected, "%s%s/%s/%s", i > 0 ? " " : "", WORD_AT(rule_words, at), WORD_AT(level_words, at),
			message_words[at]);
	}
	good = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK;
	snprintf(sql, sizeof sql,
		"SELECT rule || '/' || level || '/' || message FROM handover_finding WHERE handover_id = %lld ORDER BY position",
		(long long)stored.id);
	good = good && is_now(sql, str_text(&expected)) && store_find_handover(store, stored.id, &found, &err) == OK;
	for (int i = 0; good && i < draft.verdict.count; i++)
		good = found.verdict.findings[i].rule == draft.verdict.findings[i].rule &&
			found.verdict.findings[i].level == draft.verdict.findings[i].level &&
			found.verdict.findings[i].message == draft.verdict.findings[i].message;
	str_clear(&expected);
	return good && desk_file_take_back(store, stored.id, &desk_file_officer, &err) == OK;
}

static void
findings(void)
{
	bool good = true;

	open_now();
	for (int first = 0; first < (int)ARRAY_LENGTH(messages); first += FINDINGS_MAX)
		good = good && hand_over_findings(first);
	close_now();
	forger_tell(good, "a finding's words for rule, level and sentence %s", err.detail);
}

static bool
move(int64_t id, enum application_state from, enum move_act act)
{
	static const enum move_reason reasons[MOVE_ACT_COUNT] = {
		[MOVE_HOLD] = REASON_NAME_WRONG, [MOVE_RETURN] = REASON_NOT_FETCHED, [MOVE_CANCEL] = REASON_TWICE};
	const struct store_move move = {
		.act = act, .reason = reasons[act], .reference = "17", .date = "2026-11-24", .note = "açıklama"};

	return store_move(store, &move, (struct store_moved[]){{id, from}}, 1, &desk_file_officer, NULL, &err) == OK;
}

/* The state's word in the register and in the entry, and the act's and the reason's in the entry. */
static bool
move_to(enum application_state from, enum move_act act, enum application_state to, const char *state, const char *words)
{
	struct applicant applicant = {0};
	bool good = move(2, from, act) && is_now("SELECT state FROM applicant WHERE id = 2", state);

	good = good &&
		strstr(ask("SELECT body FROM journal WHERE act = 'application-changed' ORDER BY seq DESC LIMIT 1"), words) != NULL;
	return good && store_find_applicant(store, 2, &applicant, &err) == OK && applicant.state == to;
}

/* A new card is on its way. */
static bool
announce(void)
{
	struct shipment shipment = {.tracking_number = "KRG-7", .dispatched = "2026-11-20", .cards_expected = 1};
	struct card card = {.applicant_id = 2, .card_serial = "YENİ 1"};

	return store_add_shipment(store, &shipment, &card, 1, NULL, 0, &desk_file_officer, &err) == OK &&
		is_now("SELECT state FROM applicant WHERE id = 2", "in-transit");
}

static void
applications(void)
{
	bool good;

	open_now();
	good = is_now("SELECT state FROM applicant ORDER BY id LIMIT 2", "delivered received") &&
		move_to(APPLICATION_RECEIVED, MOVE_HOLD, APPLICATION_ON_HOLD, "on-hold",
			"move=hold from=received to=on-hold reason=name-wrong") &&
		move_to(APPLICATION_ON_HOLD, MOVE_RETURN, APPLICATION_RETURN_PENDING, "return-pending",
			"move=return from=on-hold to=return-pending reason=not-fetched") &&
		move_to(APPLICATION_RETURN_PENDING, MOVE_POSTED, APPLICATION_RETURNED, "returned",
			"reference=17 date=2026-11-24 card-id=2 card-state=returned") &&
		move_to(APPLICATION_RETURNED, MOVE_REOPEN, APPLICATION_EXPECTED, "expected",
			"move=reopen from=returned to=expected") &&
		announce() && move_to(APPLICATION_IN_TRANSIT, MOVE_LOST, APPLICATION_LOST, "lost", "from=in-transit to=lost") &&
		move_to(APPLICATION_LOST, MOVE_FOUND, APPLICATION_RECEIVED, "received", "card-state=in-stock") &&
		move_to(APPLICATION_RECEIVED, MOVE_CANCEL, APPLICATION_CANCELLED, "cancelled", "reason=twice");
	close_now();
	forger_tell(good, "the words for the state of an application %s", err.detail);
}

/* Both readers of the parcel are seen. */
static enum code
receive_readers(struct store *at, int64_t shipment_id, struct err *to)
{
	struct delivery_item items[2] = {
		{.kind = ITEM_READER, .seen = SEEN_TYPED, .item_id = 1}, {.kind = ITEM_READER, .seen = SEEN_TYPED, .item_id = 2}};
	struct delivery delivery = {.shipment_id = shipment_id,
		.tracking_number = "KRG-2",
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.items = items,
		.item_count = 2};

	return store_receive_delivery(at, &delivery, &desk_file_officer, &delivery, to);
}

static void
items(void)
{
	struct shipment shipment = {.tracking_number = "KRG-2", .dispatched = "2026-11-20", .readers_expected = 1};
	struct reader_device readers[] = {{.serial = "OKY-1", .kind = "1"}, {.serial = "OKY-2", .kind = "1"}};
	struct card card = {0};
	struct handover draft, stored;
	bool good;

	open_now();
	good = store_add_shipment(store, &shipment, NULL, 0, readers, 2, &desk_file_officer, &err) == OK &&
		is_now("SELECT state FROM reader_device", "expected expected") &&
		receive_readers(store, shipment.id, &err) == OK && is_now("SELECT state FROM reader_device", "in-stock in-stock");
	desk_file_draft(&draft, 2);
	draft.has_reader = true;
	copy_text(draft.reader_serial, sizeof draft.reader_serial, "OKY-2");
	good = good && store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
		is_now("SELECT state FROM reader_device ORDER BY serial", "in-stock handed-over") &&
		move(3, APPLICATION_RECEIVED, MOVE_RETURN) && move(3, APPLICATION_RETURN_PENDING, MOVE_POSTED) &&
		move(4, APPLICATION_RECEIVED, MOVE_LOST) &&
		is_now("SELECT state FROM card ORDER BY id LIMIT 5", "handed-over handed-over returned lost in-stock") &&
		store_find_card(store, 4, &card, &err) == OK && card.state == CARD_LOST &&
		store_find_card(store, 3, &card, &err) == OK && card.state == CARD_RETURNED;
	close_now();
	forger_tell(good, "the words for the state of cards and readers %s", err.detail);
}

/* ---- paperwork */

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "%s %d", handover->record_number, reprint);
}

/* What stands for paper and print now, and that the store reads it so. */
static bool
paper_is(const char *words, enum paper_state paper, enum store_print_state print)
{
	struct store_paper found = {0};
	struct store_print queued = {0};

	return is_now("SELECT p.state || ' ' || q.state FROM paper p JOIN print q ON q.handover_id = p.handover_id", words) &&
		store_find_paper(store, 1, &found, &err) == OK && found.paper == paper &&
		store_load_print(store, 1, &queued, NULL, &err) == OK && queued.state == print;
}

static void
papers(void)
{
	static const struct store_paper_wish wish = {
		.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};
	struct str document = {0};
	struct store_print print;
	bool good;

	open_now();
	good = is_now("SELECT state FROM paper", "none") && store_queue_paper(store, 1, &wish, &desk_file_officer, &err) == OK &&
		paper_is("waiting waiting", PAPER_WAITING, STORE_PRINT_WAITING) &&
		store_next_print(store, &print, &document, &err) == OK &&
		paper_is("waiting sending", PAPER_WAITING, STORE_PRINT_SENDING);
	copy_text(print.fault, sizeof print.fault, "kâğıt yok");
	good = good && store_end_print(store, &print, &desk_file_officer, &err) == OK &&
		paper_is("waiting failed", PAPER_WAITING, STORE_PRINT_FAILED) &&
		store_queue_paper(store, 1, &wish, &desk_file_officer, &err) == OK &&
		store_next_print(store, &print, &document, &err) == OK;
	print.fault[0] = '\0';
	good = good && store_end_print(store, &print, &desk_file_officer, &err) == OK &&
		paper_is("sent sent", PAPER_SENT, STORE_PRINT_SENT) &&
		store_set_paper(store, 1, PAPER_CONFIRMED, "", &desk_file_officer, &err) == OK &&
		paper_is("confirmed done", PAPER_CONFIRMED, STORE_PRINT_DONE) &&
		store_set_paper(store, 1, PAPER_SIGNED, "", &desk_file_officer, &err) == OK &&
		paper_is("signed done", PAPER_SIGNED, STORE_PRINT_DONE);
	close_now();
	str_clear(&document);
	forger_tell(good, "the words for the state of papers and prints %s", err.detail);
}

/* ---- officers and acts */

static void
officers(void)
{
	struct officer officer = {.login = "ayse", .name = "Ayşe", .role = OFFICER_ROLE_ADMINISTRATOR, .active = true}, found;
	bool good;

	open_now();
	good = store_add_officer(store, &officer, "x", NULL, &err) == OK &&
		is_now("SELECT role FROM officer ORDER BY id", "officer administrator") &&
		store_find_officer(store, "ayse", &found, NULL, &err) == OK && found.role == OFFICER_ROLE_ADMINISTRATOR &&
		store_find_officer(store, "demo", &found, NULL, &err) == OK && found.role == OFFICER_ROLE_OFFICER;
	close_now();
	forger_tell(good, "the words for roles %s", err.detail);
}

static void
acts(void)
{
	static struct journal_entry list[ACT_COUNT];
	static const struct store_journal_filter filter = {.text = ""};
	struct str expected = {0};
	char sql[100];
	size_t count = 0;
	bool good = true;

	open_now();
	snprintf(sql, sizeof sql, "SELECT act FROM journal WHERE seq > %s ORDER BY seq", ask("SELECT max(seq) FROM journal"));
	for (int act = 0; act < ACT_COUNT; act++) {
		good = good && store_log(store, (enum journal_act)act, &desk_file_officer, NULL, 0, NULL, &err) == OK;
		str_printf(&expected, "%s%s", act > 0 ? " " : "", act_words[act]);
	}
	good = good && is_now(sql, str_text(&expected)) && store_list_journal(store, &filter, list, ACT_COUNT, &count, &err) == OK;
	for (size_t i = 0; good && i < count; i++)
		good = list[i].act == (enum journal_act)(ACT_COUNT - 1 - i);
	close_now();
	str_clear(&expected);
	forger_tell(good, "the words for acts %s", err.detail);
}

int
main(void)
{
	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "made");
	records();
	findings();
	applications();
	items();
	papers();
	officers();
	acts();
	return forger_end(folder);
}
