/*
 * store/schema_drawer: the step that keeps counts of the drawer: frozen with their rows, as deliveries are. Their papers are those of
 * their entries (schema_paper.c).
 */
#include "inside.h"

/* clang-format off */

#define SUMS(kind) \
	"  " kind "_here INTEGER NOT NULL, -- by the register\n" \
	"  " kind "_read INTEGER NOT NULL,\n" \
	"  " kind "_scanned INTEGER NOT NULL, -- or typed\n" \
	"  " kind "_missing INTEGER NOT NULL,\n" \
	"  " kind "_unexpected INTEGER NOT NULL,\n" \
	"  " kind "_misplaced INTEGER NOT NULL,\n"

const char schema_drawer[] =
	"CREATE TABLE drawer_count ( -- frozen: what lay in the drawer; who counted along stands with the entry\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq) DEFERRABLE INITIALLY DEFERRED,\n"
	"  desk TEXT NOT NULL,\n"
	"  year INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL, -- 1, 2, 3 ... without gaps per desk and year\n"
	"  record_number TEXT NOT NULL UNIQUE, -- 2026/A-D0001\n"
	"  officer_id INTEGER NOT NULL REFERENCES officer(id),\n"
	"  time BIGINT NOT NULL,\n"
	"  reason TEXT NOT NULL CHECK (reason IN ('takeover', 'period', 'suspicion')),\n"
	"  looks INTEGER NOT NULL, -- how often the differences had been looked at\n"
	"  officer_name TEXT NOT NULL,\n"
	"  officer_title TEXT NOT NULL,\n"
	"  begun_by TEXT NOT NULL, -- login of who began it, when another finished it\n"
	SUMS("cards")
	SUMS("readers")
	"  UNIQUE (desk, year, number)\n"
	");\n"
	"CREATE TABLE drawer_item ( -- each card and reader, seen or missing; strangers' names are personal fields \"name-N\"\n"
	"  seq INTEGER NOT NULL REFERENCES drawer_count(seq) DEFERRABLE INITIALLY DEFERRED,\n"
	"  position INTEGER NOT NULL,\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('card', 'reader')),\n"
	"  seen TEXT NOT NULL CHECK (seen IN ('not-seen', 'read', 'scanned', 'typed')),\n"
	"  finding TEXT NOT NULL CHECK (finding IN ('found', 'wrong-place', 'unexpected', 'missing')),\n"
	"  card_id INTEGER REFERENCES card(id),\n"
	"  reader_id INTEGER REFERENCES reader_device(id),\n"
	"  applicant_id INTEGER REFERENCES applicant(id),\n"
	"  serial TEXT NOT NULL,\n"
	"  certificate_sha256 TEXT NOT NULL,\n"
	"  place TEXT NOT NULL, -- where it was seen\n"
	"  registered TEXT NOT NULL, -- where it should lie\n"
	"  PRIMARY KEY (seq, position),\n"
	"  CHECK ((seen = 'not-seen') = (finding = 'missing')),\n"
	"  CHECK ((finding = 'unexpected') = (card_id IS NULL AND reader_id IS NULL))\n"
	") WITHOUT ROWID;\n"
	"CREATE UNIQUE INDEX drawer_item_card ON drawer_item(card_id, seq) WHERE card_id IS NOT NULL;\n"
	"CREATE UNIQUE INDEX drawer_item_reader ON drawer_item(reader_id, seq) WHERE reader_id IS NOT NULL;\n";

#define FROZEN(table, same) \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE " \
	same ") BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n"

const char schema_drawer_guards[] =
	FROZEN("drawer_count", "seq = NEW.seq OR record_number = NEW.record_number"
		" OR (desk = NEW.desk AND year = NEW.year AND number = NEW.number)")
	FROZEN("drawer_item", "seq = NEW.seq AND position = NEW.position")
	"CREATE TRIGGER drawer_order BEFORE INSERT ON drawer_count\n"
	"WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM drawer_count WHERE desk = NEW.desk AND year = NEW.year)\n"
	"BEGIN SELECT raise(ABORT, 'record number out of order'); END;\n";
