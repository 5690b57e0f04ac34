/*
 * store/schema: the tables, their guards, and the ordered upgrades that bring an older file to them. Tables are in SQL that
 * PostgreSQL understands (but for WITHOUT ROWID); guards are SQLite's own and stand apart. SQLite keeps the comments inside
 * a CREATE, so `.schema` shows them.
 *
 * Times are seconds since 1970 UTC, 0 not known; only the journal keeps them as text with the offset of the place. Dates
 * are YYYY-MM-DD. Enumerations are stored by name.
 */
#include "inside.h"

#include <stdio.h>

/* clang-format off */

static const char tables_register[] =
	"CREATE TABLE desk ( -- one row: whose file this is\n"
	"  code TEXT NOT NULL PRIMARY KEY, -- stands in every entry and record number\n"
	"  created TEXT NOT NULL\n"
	");\n"
	"CREATE TABLE officer ( -- who may work here\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  login TEXT NOT NULL UNIQUE,\n"
	"  name TEXT NOT NULL,\n"
	"  title TEXT NOT NULL,\n"
	"  role TEXT NOT NULL CHECK (role IN ('officer', 'administrator')),\n"
	"  active INTEGER NOT NULL CHECK (active IN (0, 1)),\n"
	"  password TEXT NOT NULL, -- scrypt, salted\n"
	"  failures INTEGER NOT NULL, -- since the last good login\n"
	"  last_failure BIGINT NOT NULL\n"
	");\n"
	"CREATE TABLE shipment ( -- a courier's delivery\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  tracking_number TEXT NOT NULL UNIQUE,\n"
	"  dispatched TEXT NOT NULL, -- the ten business days begin\n"
	"  received BIGINT NOT NULL, -- 0: still with the courier\n"
	"  cards_expected INTEGER NOT NULL,\n"
	"  readers_expected INTEGER NOT NULL\n"
	");\n"
	"CREATE TABLE applicant ( -- one application of one person; a second card is a second row\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  national_id TEXT NOT NULL, -- empty when forgotten\n"
	"  given_names TEXT NOT NULL,\n"
	"  surname TEXT NOT NULL,\n"
	"  email TEXT NOT NULL,\n"
	"  unit TEXT NOT NULL,\n"
	"  title TEXT NOT NULL,\n"
	"  application_kind TEXT NOT NULL, -- raw code of the list\n"
	"  reader_kind TEXT NOT NULL, -- raw code of the list\n"
	"  state TEXT NOT NULL CHECK (state IN ('expected', 'in-transit', 'received', 'delivered', 'on-hold',\n"
	"    'return-pending', 'returned', 'lost', 'cancelled')),\n"
	"  state_since BIGINT NOT NULL,\n"
	"  note TEXT NOT NULL,\n"
	"  shipment_id INTEGER REFERENCES shipment(id),\n"
	"  sort_key BLOB NOT NULL, -- compares bytewise in Turkish order\n"
	"  loose TEXT NOT NULL -- search key, a blank before every word\n"
	");\n"
	"CREATE UNIQUE INDEX applicant_open ON applicant(national_id)\n"
	"  WHERE state IN ('expected', 'in-transit', 'received', 'on-hold', 'return-pending') AND national_id <> '';\n"
	"CREATE INDEX applicant_number ON applicant(national_id);\n"
	"CREATE INDEX applicant_name ON applicant(sort_key, id, loose); -- a search that scans reads only this\n"
	"CREATE INDEX applicant_state ON applicant(state, sort_key);\n"
	"CREATE INDEX applicant_shipment ON applicant(shipment_id) WHERE shipment_id IS NOT NULL;\n"
	"CREATE TABLE applicant_word ( -- the words of loose, for search as you type\n"
	"  word TEXT NOT NULL,\n"
	"  applicant_id INTEGER NOT NULL REFERENCES applicant(id),\n"
	"  PRIMARY KEY (word, applicant_id)\n"
	") WITHOUT ROWID;\n"
	"CREATE INDEX applicant_word_owner ON applicant_word(applicant_id);\n"
	"CREATE TABLE card ( -- a smart card as an item\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  shipment_id INTEGER REFERENCES shipment(id),\n"
	"  applicant_id INTEGER REFERENCES applicant(id),\n"
	"  card_serial TEXT NOT NULL, -- as printed, free text; may be empty\n"
	"  certificate_serial TEXT NOT NULL, -- empty until read\n"
	"  state TEXT NOT NULL CHECK (state IN ('expected', 'in-stock', 'handed-over', 'returned', 'lost'))\n"
	");\n"
	"CREATE UNIQUE INDEX card_by_serial ON card(card_serial) WHERE card_serial <> '';\n"
	"CREATE INDEX card_by_applicant ON card(applicant_id);\n"
	"CREATE INDEX card_by_shipment ON card(shipment_id);\n"
	"CREATE TABLE reader_device ( -- a card reader as an item\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  shipment_id INTEGER REFERENCES shipment(id),\n"
	"  serial TEXT NOT NULL,\n"
	"  kind TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('expected', 'in-stock', 'handed-over', 'returned', 'lost'))\n"
	");\n"
	"CREATE UNIQUE INDEX reader_by_serial ON reader_device(serial) WHERE serial <> '';\n"
	"CREATE INDEX reader_by_shipment ON reader_device(shipment_id);\n";

static const char tables_journal[] =
	"CREATE TABLE journal ( -- byte layout of the hashes: teslim-journal(5)\n"
	"  seq INTEGER NOT NULL PRIMARY KEY, -- 1, 2, 3 ... without gaps\n"
	"  desk TEXT NOT NULL,\n"
	"  time TEXT NOT NULL, -- 2026-11-23T14:05:00+03:00\n"
	"  officer TEXT NOT NULL, -- login; - the program itself\n"
	"  act TEXT NOT NULL,\n"
	"  body TEXT NOT NULL, -- key=value, no personal data\n"
	"  personal_digest BLOB NOT NULL, -- salted; empty when there are no personal fields\n"
	"  prev BLOB NOT NULL, -- hash of the entry before; zeroes in the first\n"
	"  hash BLOB NOT NULL UNIQUE,\n"
	"  sig BLOB NOT NULL -- Ed25519 by the desk's key, over hash\n"
	");\n"
	"CREATE TABLE personal ( -- the salt of an entry's personal fields\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq),\n"
	"  applicant_id INTEGER REFERENCES applicant(id),\n"
	"  salt BLOB NOT NULL\n"
	");\n"
	"CREATE INDEX personal_by_applicant ON personal(applicant_id);\n"
	"CREATE TABLE personal_field (\n"
	"  seq INTEGER NOT NULL REFERENCES journal(seq),\n"
	"  position INTEGER NOT NULL, -- order in the digest\n"
	"  name TEXT NOT NULL,\n"
	"  value TEXT NOT NULL,\n"
	"  PRIMARY KEY (seq, position)\n"
	") WITHOUT ROWID;\n"
	"CREATE TABLE forgotten ( -- entries whose personal fields were deleted by the rules\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq),\n"
	"  by_seq INTEGER NOT NULL REFERENCES journal(seq) -- the entry that says so\n"
	");\n"
	"CREATE TABLE checkpoint ( -- signed roots over entries 1 to seq, every day and every 100 entries\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq),\n"
	"  time TEXT NOT NULL,\n"
	"  root BLOB NOT NULL, -- RFC 9162 Merkle root\n"
	"  sig BLOB NOT NULL,\n"
	"  nodes BLOB NOT NULL -- to go on from; never trusted by a check\n"
	");\n";

static const char tables_handover[] =
	"CREATE TABLE handover ( -- frozen; personal fields stand with the journal entry\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  desk TEXT NOT NULL,\n"
	"  year INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL, -- 1, 2, 3 ... without gaps per desk and year\n"
	"  record_number TEXT NOT NULL UNIQUE, -- 2026/A-0042\n"
	"  applicant_id INTEGER NOT NULL REFERENCES applicant(id),\n"
	"  officer_id INTEGER NOT NULL REFERENCES officer(id),\n"
	"  time BIGINT NOT NULL,\n"
	"  journal_seq INTEGER NOT NULL UNIQUE REFERENCES journal(seq),\n"
	"  officer_name TEXT NOT NULL,\n"
	"  officer_title TEXT NOT NULL,\n"
	"  identity_kind TEXT NOT NULL,\n"
	"  identity_compared INTEGER NOT NULL, -- bits: photo 1, number 2, name 4, expiry 8, by MRZ 16\n"
	"  card_serial TEXT NOT NULL,\n"
	"  has_reader INTEGER NOT NULL CHECK (has_reader IN (0, 1)),\n"
	"  reader_serial TEXT NOT NULL,\n"
	"  tracking_number TEXT NOT NULL,\n"
	"  certificate_sha256 TEXT NOT NULL CHECK (length(certificate_sha256) = 64),\n"
	"  certificate_kind TEXT NOT NULL,\n"
	"  issuer_cn TEXT NOT NULL,\n"
	"  issuer TEXT NOT NULL,\n"
	"  not_before BIGINT NOT NULL,\n"
	"  not_after BIGINT NOT NULL,\n"
	"  key TEXT NOT NULL,\n"
	"  signature TEXT NOT NULL,\n"
	"  key_usage INTEGER NOT NULL,\n"
	"  policies TEXT NOT NULL,\n"
	"  qc_statements TEXT NOT NULL,\n"
	"  extended_usages TEXT NOT NULL,\n"
	"  user_notice TEXT NOT NULL,\n"
	"  lacks INTEGER NOT NULL,\n"
	"  money_limit BIGINT NOT NULL, -- -1 none\n"
	"  chain TEXT NOT NULL,\n"
	"  revocation TEXT NOT NULL,\n"
	"  checked_at BIGINT NOT NULL,\n"
	"  list_issued BIGINT NOT NULL,\n"
	"  revoked_at BIGINT NOT NULL,\n"
	"  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'warn', 'not-checked')),\n"
	"  UNIQUE (desk, year, number)\n"
	");\n"
	"CREATE INDEX handover_by_applicant ON handover(applicant_id);\n"
	"CREATE TABLE handover_finding ( -- one rule's answer; its detail is a personal field \"finding-N\"\n"
	"  handover_id INTEGER NOT NULL REFERENCES handover(id),\n"
	"  position INTEGER NOT NULL,\n"
	"  rule TEXT NOT NULL,\n"
	"  level TEXT NOT NULL,\n"
	"  message TEXT NOT NULL, -- name in the catalogue\n"
	"  PRIMARY KEY (handover_id, position)\n"
	") WITHOUT ROWID;\n"
	"CREATE TABLE live_handover ( -- one per application and per certificate, until a correction takes it back\n"
	"  applicant_id INTEGER NOT NULL PRIMARY KEY REFERENCES applicant(id),\n"
	"  handover_id INTEGER NOT NULL UNIQUE REFERENCES handover(id),\n"
	"  certificate_sha256 TEXT NOT NULL UNIQUE\n"
	");\n"
	"CREATE TABLE paper ( -- what became of the printed record; every change has a journal entry\n"
	"  handover_id INTEGER NOT NULL PRIMARY KEY REFERENCES handover(id),\n"
	"  state TEXT NOT NULL CHECK (state IN ('none', 'waiting', 'sent', 'confirmed', 'signed')),\n"
	"  since BIGINT NOT NULL,\n"
	"  reprints INTEGER NOT NULL\n"
	");\n"
	"CREATE INDEX paper_by_state ON paper(state);\n"
	"CREATE TABLE correction ( -- what happened is not edited: a later entry points at the record\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq),\n"
	"  handover_id INTEGER NOT NULL REFERENCES handover(id),\n"
	"  takes_back INTEGER NOT NULL CHECK (takes_back IN (0, 1))\n"
	");\n"
	"CREATE INDEX correction_by_handover ON correction(handover_id);\n";

/*
 * Guards stop accidents, not the owner of the file; hashes and signatures show what an owner did. The guards before INSERT
 * are there because INSERT OR REPLACE walks past delete triggers when recursive_triggers is off, as it is elsewhere.
 */
#define FROZEN(table, same)                                                                                       \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT raise(ABORT, '" table             \
	" is frozen'); END;\n"                                                                                        \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT raise(ABORT, '" table             \
	" is frozen'); END;\n"                                                                                        \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE " \
	same ") BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n"

static const char guards[] =
	FROZEN("handover", "id = NEW.id OR record_number = NEW.record_number OR journal_seq = NEW.journal_seq"
		" OR (desk = NEW.desk AND year = NEW.year AND number = NEW.number)")
	FROZEN("handover_finding", "handover_id = NEW.handover_id AND position = NEW.position")
	FROZEN("correction", "seq = NEW.seq")
	FROZEN("checkpoint", "seq = NEW.seq")
	FROZEN("forgotten", "seq = NEW.seq")
	FROZEN("desk", "1 = 1")
	"CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'journal is frozen'); END;\n"
	"CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'journal is frozen'); END;\n"
	"CREATE TRIGGER journal_order BEFORE INSERT ON journal\n"
	"WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)\n"
	"  OR (NEW.seq > 1 AND NEW.prev IS NOT (SELECT hash FROM journal WHERE seq = NEW.seq - 1))\n"
	"BEGIN SELECT raise(ABORT, 'journal entry out of order'); END;\n"
	"CREATE TRIGGER handover_order BEFORE INSERT ON handover\n"
	"WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM handover WHERE desk = NEW.desk AND year = NEW.year)\n"
	"BEGIN SELECT raise(ABORT, 'record number out of order'); END;\n"
	"CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal BEGIN SELECT raise(ABORT, 'personal is frozen'); END;\n"
	"CREATE TRIGGER personal_forgotten BEFORE DELETE ON personal\n"
	"WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE seq = OLD.seq)\n"
	"BEGIN SELECT raise(ABORT, 'personal fields go only by forgetting'); END;\n"
	"CREATE TRIGGER personal_no_replace BEFORE INSERT ON personal WHEN EXISTS (SELECT 1 FROM personal WHERE seq = NEW.seq)\n"
	"BEGIN SELECT raise(ABORT, 'personal is frozen'); END;\n"
	"CREATE TRIGGER personal_field_no_update BEFORE UPDATE ON personal_field\n"
	"BEGIN SELECT raise(ABORT, 'personal_field is frozen'); END;\n"
	"CREATE TRIGGER personal_field_forgotten BEFORE DELETE ON personal_field\n"
	"WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE seq = OLD.seq)\n"
	"BEGIN SELECT raise(ABORT, 'personal fields go only by forgetting'); END;\n"
	"CREATE TRIGGER personal_field_no_replace BEFORE INSERT ON personal_field\n"
	"WHEN EXISTS (SELECT 1 FROM personal_field WHERE seq = NEW.seq AND position = NEW.position)\n"
	"BEGIN SELECT raise(ABORT, 'personal_field is frozen'); END;\n"
	"CREATE TRIGGER live_handover_no_update BEFORE UPDATE ON live_handover\n"
	"BEGIN SELECT raise(ABORT, 'live_handover is frozen'); END;\n"
	"CREATE TRIGGER live_handover_taken_back BEFORE DELETE ON live_handover\n"
	"WHEN NOT EXISTS (SELECT 1 FROM correction WHERE handover_id = OLD.handover_id AND takes_back = 1)\n"
	"BEGIN SELECT raise(ABORT, 'a handover is taken back only by a correction'); END;\n"
	"CREATE TRIGGER live_handover_no_replace BEFORE INSERT ON live_handover\n"
	"WHEN EXISTS (SELECT 1 FROM live_handover WHERE applicant_id = NEW.applicant_id OR handover_id = NEW.handover_id\n"
	"  OR certificate_sha256 = NEW.certificate_sha256)\n"
	"BEGIN SELECT raise(ABORT, 'handed over before'); END;\n";

static const char tables_paperwork[] =
	"CREATE TABLE draft ( -- a handover in progress, to resume after a lost connection\n"
	"  officer_id INTEGER NOT NULL PRIMARY KEY REFERENCES officer(id),\n"
	"  text TEXT NOT NULL,\n"
	"  saved BIGINT NOT NULL\n"
	");\n"
	"CREATE TABLE print ( -- documents on their way to paper\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  handover_id INTEGER REFERENCES handover(id),\n"
	"  title TEXT NOT NULL,\n"
	"  destination TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'done', 'failed')),\n"
	"  attempts INTEGER NOT NULL,\n"
	"  created BIGINT NOT NULL,\n"
	"  changed BIGINT NOT NULL,\n"
	"  job TEXT NOT NULL, -- the printer's name for it\n"
	"  fault TEXT NOT NULL, -- the last failure\n"
	"  document TEXT NOT NULL -- empty when done\n"
	");\n"
	"CREATE INDEX print_by_state ON print(state);\n";

/* Words go with the row's own search key, so a third of an import's work was for an index that nothing needs. */
static const char drop_word_owner[] = "DROP INDEX IF EXISTS applicant_word_owner;\n";

/*
 * Failed logins are slowed down by the place that they come from and, under names that nobody has, summed up in the journal;
 * drafts are signed, so older ones are gone; a record's papers are found without walking the queue.
 */
static const char logins_and_drafts[] =
	"CREATE TABLE login_place ( -- wrong passwords by where they came from; the newest places only\n"
	"  place TEXT NOT NULL PRIMARY KEY, -- /dev/tty1, pts, ssh 10.1.2.3\n"
	"  failures INTEGER NOT NULL, -- since the last good login there\n"
	"  last_failure BIGINT NOT NULL\n"
	");\n"
	"CREATE TABLE login_unknown ( -- failed logins under names that nobody has: one row, of the newest day with one\n"
	"  day TEXT NOT NULL PRIMARY KEY,\n"
	"  failures INTEGER NOT NULL,\n"
	"  told INTEGER NOT NULL -- how many of them the journal knows of\n"
	");\n"
	"DELETE FROM draft;\n"
	"ALTER TABLE draft ADD COLUMN sig BLOB NOT NULL DEFAULT x''; -- Ed25519 by the desk's key\n"
	"CREATE INDEX print_by_handover ON print(handover_id);\n";

/* One row per version: what brings a file from the version before to it. Rows are never changed, only added. */
static const char *const upgrades[][4] = {
	{tables_register, tables_journal, tables_handover, guards},
	{tables_paperwork, NULL, NULL, NULL},
	{drop_word_owner, NULL, NULL, NULL},
	{logins_and_drafts, NULL, NULL, NULL},
	{schema_items, schema_deliveries, schema_delivery_guards, NULL},
	{schema_papers, NULL, NULL, NULL},
	{schema_readers, schema_records, schema_record_guards, NULL},
	{schema_drawer, schema_drawer_guards, NULL, NULL},
};

int
store_schema_version(void)
{
	return (int)ARRAY_LENGTH(upgrades);
}

static int
version_in_file(struct store *store)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(store->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

static enum code
run_steps(struct store *store, int version, struct err *err)
{
	char pragma[128];

	for (size_t i = 0; i < ARRAY_LENGTH(upgrades[0]) && upgrades[version][i] != NULL; i++)
		if (sqlite3_exec(store->db, upgrades[version][i], NULL, NULL, NULL) != SQLITE_OK)
			return db_failed(store, err, "schema");
	snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, version + 1);
	if (sqlite3_exec(store->db, pragma, NULL, NULL, NULL) != SQLITE_OK)
		return db_failed(store, err, "schema");
	return OK;
}

enum code
schema_upgrade(struct store *store, int to, struct err *err)
{
	for (;;) {
		enum code code = OK;
		int version;

		if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
			return db_failed(store, err, "schema");
		version = version_in_file(store); /* again: another session may have been faster */
		if (version < 0)
			code = db_failed(store, err, "schema");
		else if (version < to && version < store_schema_version())
			code = run_steps(store, version, err);
		else
			to = 0;
		if (code == OK && sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
			code = db_failed(store, err, "schema");
		if (!sqlite3_get_autocommit(store->db))
			sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
		if (code != OK || to == 0)
			return code;
		log_line(LOG_INFO, "%s: schema version %d", store->path, version + 1);
	}
}
