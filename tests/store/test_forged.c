/*
 * store/test_forged: forgeries that need more than one edit: whole tables made to agree with each other, hashes made anew,
 * another key, entries exchanged, bytes hidden behind a NUL. On a journal of several days with checkpoints.
 */
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

/* Three days, four handovers: one taken back, one signed for, one forgotten; over 200 entries, a refusal at the end. */
static void
make_long(void)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct err err = {0};
	int64_t day = INT64_C(1795500000);
	bool good = true;

	clock_fix(day);
	desk_file_make(folder, "long");
	store = desk_file_open(folder, "long", &key);
	for (int i = 0; i < 210; i++) {
		const struct store_field body = {"reason", "deneme"};
		clock_fix(day + i * 900);
		good = good && store_log(store, ACT_LOCK, &desk_file_officer, &body, 1, NULL, &err) == OK;
		if (i >= 100 && i < 103) {
			desk_file_draft(&draft, i - 98);
			good = good && store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK;
		}
	}
	good = good && desk_file_take_back(store, 2, &desk_file_officer, &err) == OK &&
		store_set_paper(store, 3, PAPER_SENT, "", &desk_file_officer, &err) == OK &&
		store_set_paper(store, 3, PAPER_CONFIRMED, "", &desk_file_officer, &err) == OK &&
		store_set_paper(store, 3, PAPER_SIGNED, "", &desk_file_officer, &err) == OK &&
		store_forget_person(store, 4, "süresi doldu", &desk_file_officer, &err) == OK &&
		store_refuse_handover(store, &(struct store_refusal){.applicant_id = 5, .reason = "left", .note = "beklemedi"},
			&desk_file_officer, &err) == OK;
	forger_tell(good, "a journal of three days %s", err.detail);
	store_close(&store);
	seal_key_free(&key);
}

static void
found(const char *sql)
{
	struct store_check check = {0};
	char sentence[400];
	int answer;

	desk_file_copy(folder, "long", "now");
	answer = forger_sql_unguarded(folder, "now", sql) ? forger_verify(folder, "now", false, NULL, sentence, &check) : -1;
	forger_tell(answer == 0 && strlen(sentence) > 15, "found at %lld: %s (%s)", (long long)check.bad_seq, sql, sentence);
}

static void
edits(void)
{
	static const char *const list[] = {/* entries */
		"CREATE TEMP TABLE t AS SELECT * FROM journal WHERE seq IN (50, 51); DELETE FROM journal WHERE seq IN (50, 51);"
		"UPDATE t SET seq = 101 - seq; INSERT INTO journal SELECT * FROM t",
		"UPDATE journal SET body = body || char(0) || ' note=x' WHERE seq = 40",
		"UPDATE journal SET officer = officer || char(0) || 'x' WHERE seq = 40",
		"UPDATE journal SET body = CAST(body AS BLOB) WHERE seq = 40",
		"UPDATE journal SET time = time || ' ' WHERE seq = 40",
		"UPDATE journal SET personal_digest = CAST(zeroblob(0) AS TEXT) || 'x' WHERE seq = 40",
		"UPDATE journal SET sig = x'00' WHERE seq = 1", "DELETE FROM journal WHERE seq > 150",
		"DELETE FROM journal WHERE seq > 200; DELETE FROM checkpoint WHERE seq > 200", "DELETE FROM journal",
		/* checkpoints */
		"DELETE FROM checkpoint", "DELETE FROM checkpoint WHERE seq = 100", "DELETE FROM checkpoint WHERE seq % 100 <> 0",
		"UPDATE checkpoint SET root = zeroblob(32) WHERE seq = 100",
		"UPDATE checkpoint SET sig = zeroblob(64) WHERE seq = 200",
		"UPDATE checkpoint SET time = '2026-11-23T00:00:00+03:00' WHERE seq = 100",
		"UPDATE checkpoint SET time = time || char(0) WHERE seq = 100", "UPDATE checkpoint SET seq = 101 WHERE seq = 100",
		/* personal fields */
		"UPDATE personal_field SET value = value || char(0) || 'x' WHERE name = 'name'",
		"UPDATE personal_field SET name = 'other' WHERE name = 'note'",
		"UPDATE personal_field SET position = 99 - position", "UPDATE personal SET salt = randomblob(16)",
		"UPDATE personal SET salt = x''", "INSERT INTO personal VALUES (40, 3, randomblob(16))",
		"INSERT INTO forgotten SELECT seq, (SELECT seq FROM journal WHERE act = 'person-forgotten') FROM personal WHERE"
		" applicant_id = 3; DELETE FROM personal_field WHERE seq IN (SELECT seq FROM personal WHERE applicant_id = 3);"
		"DELETE FROM personal WHERE applicant_id = 3",
		"DELETE FROM forgotten", "UPDATE forgotten SET by_seq = 3",
		/* records */
		"UPDATE handover SET number = 9 WHERE number = 2; UPDATE handover SET number = 2 WHERE number = 3;"
		"UPDATE handover SET number = 3 WHERE number = 9",
		"UPDATE handover SET year = 2027 WHERE number = 4", "UPDATE handover SET desk = 'B'",
		"UPDATE handover SET tracking_number = tracking_number || char(0) || 'x'",
		"UPDATE handover SET not_after = not_after || 'x'", "UPDATE handover SET journal_seq = 40 WHERE number = 4",
		"INSERT INTO handover_finding VALUES (1, 9, 'name', 'warn', 'NONE')",
		/* Double handovers: what was handed over looks as if it had not been, and the other way round. */
		"DELETE FROM live_handover WHERE handover_id = 1",
		"DELETE FROM live_handover WHERE handover_id = 1; UPDATE applicant SET state = 'received' WHERE id = 1",
		"UPDATE live_handover SET certificate_sha256 = printf('%064d', 77) WHERE handover_id = 1",
		"UPDATE live_handover SET applicant_id = 6 WHERE handover_id = 1", "INSERT INTO live_handover VALUES (6, 77, 'x')",
		"INSERT INTO live_handover SELECT applicant_id, id, certificate_sha256 FROM handover WHERE id = 2",
		"UPDATE applicant SET state = 'received' WHERE id = 1", "UPDATE applicant SET state = 'delivered' WHERE id = 6",
		"INSERT INTO correction VALUES (40, 1, 1); DELETE FROM live_handover WHERE handover_id = 1;"
		"UPDATE applicant SET state = 'received' WHERE id = 1",
		"UPDATE correction SET takes_back = 0", "UPDATE correction SET handover_id = 1", "DELETE FROM correction",
		/* paper */
		"UPDATE paper SET state = 'signed' WHERE handover_id = 1", "UPDATE paper SET state = 'sent' WHERE handover_id = 3",
		"UPDATE paper SET state = 'confirmed' WHERE handover_id = 3", "DELETE FROM paper WHERE handover_id = 3"};

	for (size_t i = 0; i < ARRAY_LENGTH(list); i++)
		found(list[i]);
}

/* Nothing but the end is missing: the checkpoint knows better. */
static void
cut_off(void)
{
	struct seal_key *key;
	struct store *store;
	struct store_check check = {0};
	struct err err = {0};
	char sentence[400];

	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "day");
	store = desk_file_open(folder, "day", &key);
	for (int i = 0; i < 100; i++)
		store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err);
	store_close(&store);
	seal_key_free(&key);
	forger_tell(forger_verify(folder, "day", true, NULL, sentence, NULL) == 1 &&
			forger_sql_unguarded(folder, "day", "DELETE FROM journal WHERE seq > 95") &&
			forger_verify(folder, "day", false, NULL, sentence, &check) == 0 &&
			check.message == MSG_STORE_CHECK_TAIL && check.bad_seq == 96,
		"the end cut off behind a checkpoint (%s)", sentence);
}

/* Hashes made anew after an edit: everything agrees but what was signed. */
static void
made_anew(void)
{
	struct seal_key *other = NULL, *own = desk_file_key(folder);
	uint8_t mine[SEAL_PUBLIC_KEY], theirs[SEAL_PUBLIC_KEY];
	struct store_check check = {0};
	char path[256], sentence[400], sql[400], hex[2 * SEAL_PUBLIC_KEY + 1];
	struct err err = {0};

	snprintf(path, sizeof path, "%s/other.key", folder);
	if (seal_key_create(&other, path, &err) != OK)
		forger_tell(false, "another key: %s", err.detail);
	seal_key_public(own, mine);
	seal_key_public(other, theirs);
	desk_file_copy(folder, "long", "now");
	forger_tell(forger_sql_unguarded(folder, "now", "UPDATE journal SET officer = 'other' WHERE seq = 30") &&
			forger_chain(folder, "now", 30, NULL) && forger_verify(folder, "now", false, NULL, sentence, &check) == 0,
		"an old entry changed, hashes made anew to the end: found without trying every signature (%s)", sentence);
	forger_tell(forger_verify(folder, "now", true, NULL, sentence, &check) == 0 && check.bad_seq == 30,
		"and at the very entry when all are tried (%s)", sentence);
	forger_tell(forger_chain(folder, "now", 30, other) && forger_verify(folder, "now", true, NULL, sentence, &check) == 0 &&
			check.bad_seq == 30,
		"signed anew with another key (%s)", sentence);
	hex_encode(hex, theirs, sizeof theirs);
	snprintf(sql, sizeof sql, "DELETE FROM checkpoint; UPDATE journal SET body = 'desk=A key=%s' WHERE seq = 1", hex);
	forger_tell(forger_sql_unguarded(folder, "now", sql) && forger_chain(folder, "now", 1, other) &&
			forger_verify(folder, "now", true, NULL, sentence, NULL) == 0,
		"the whole journal made anew under another key: the desk does not go on with it (%s)", sentence);
	desk_file_copy(folder, "long", "now");
	forger_tell(forger_sql_unguarded(folder, "now", "UPDATE journal SET officer = officer WHERE seq = 1") &&
			forger_chain(folder, "now", 1, own) && forger_verify(folder, "now", true, mine, sentence, NULL) == 1,
		"the forger's hand is good: made anew with the true key and nothing changed, it is whole %s", sentence);
	forger_tell(forger_verify(folder, "now", true, theirs, sentence, &check) == 0 && check.bad_seq == 1,
		"against another key than its own it is not (%s)", sentence);
	seal_key_free(&other);
	seal_key_free(&own);
}

int
main(void)
{
	struct store_check check = {0};
	char sentence[400], path[256];

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	make_long();
	forger_tell(forger_verify(folder, "long", true, NULL, sentence, &check) == 1 && check.entries > 215 &&
			check.checkpoints == 4 && check.forgotten == 1 && check.signatures == check.entries + check.checkpoints,
		"is whole: %lld entries, %lld checkpoints, %lld forgotten %s", (long long)check.entries,
		(long long)check.checkpoints, (long long)check.forgotten, sentence);
	edits();
	cut_off();
	made_anew();
	return forger_end(folder);
}
