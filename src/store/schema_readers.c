/*
 * store/schema_readers: the step that gives a reader its holder, and cards and readers that move without a handover records of
 * their own. Whoever got his reader by a handover that is in force holds it: that is known from the frozen rows.
 */
#include "inside.h"

/* clang-format off */

const char schema_readers[] =
	"ALTER TABLE reader_device ADD COLUMN announced_for INTEGER REFERENCES applicant(id); -- whose row of the list named it\n"
	"ALTER TABLE reader_device ADD COLUMN holder_id INTEGER REFERENCES applicant(id); -- while it is handed over; NULL not known\n"
	"ALTER TABLE reader_device ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0; -- given to nobody\n"
	"UPDATE reader_device SET holder_id = (SELECT h.applicant_id FROM live_handover l JOIN handover h ON h.id = l.handover_id"
	" WHERE h.has_reader = 1 AND h.reader_serial = reader_device.serial ORDER BY h.id DESC LIMIT 1)"
	" WHERE state = 'handed-over' AND serial <> '';\n"
	"UPDATE reader_device SET damaged = 1 WHERE EXISTS (SELECT 1 FROM delivery_item i WHERE i.reader_id = reader_device.id"
	" AND i.seen <> 'not-seen' AND i.condition = 'damaged');\n"
	"CREATE INDEX reader_by_holder ON reader_device(holder_id) WHERE holder_id IS NOT NULL;\n";

const char schema_records[] =
	"CREATE TABLE item_record ( -- frozen: readers without a card, and what goes back to the centre; personal fields with the entry\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  series TEXT NOT NULL CHECK (series IN ('O', 'S')), -- O a person's reader, S a dispatch note\n"
	"  desk TEXT NOT NULL,\n"
	"  year INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL, -- 1, 2, 3 ... without gaps per series, desk and year\n"
	"  record_number TEXT NOT NULL UNIQUE, -- 2026/A-O0003\n"
	"  journal_seq INTEGER NOT NULL UNIQUE REFERENCES journal(seq) DEFERRABLE INITIALLY DEFERRED,\n"
	"  act TEXT NOT NULL CHECK (act IN ('give', 'exchange', 'take-back', 'dispatch')),\n"
	"  applicant_id INTEGER REFERENCES applicant(id), -- whose reader; NULL a dispatch note\n"
	"  officer_id INTEGER NOT NULL REFERENCES officer(id),\n"
	"  time BIGINT NOT NULL,\n"
	"  officer_name TEXT NOT NULL,\n"
	"  officer_title TEXT NOT NULL,\n"
	"  shown TEXT NOT NULL, -- by what the person showed who he is\n"
	"  reason TEXT NOT NULL, -- why it goes back to the centre\n"
	"  reference TEXT NOT NULL, -- number of the report of a loss; tracking number of what was posted at once\n"
	"  UNIQUE (series, desk, year, number),\n"
	"  CHECK ((act = 'dispatch') = (series = 'S') AND (act = 'dispatch') = (applicant_id IS NULL))\n"
	");\n"
	"CREATE INDEX item_record_by_applicant ON item_record(applicant_id);\n"
	"CREATE TABLE item_record_row ( -- each card and reader of it\n"
	"  record_id INTEGER NOT NULL REFERENCES item_record(id),\n"
	"  position INTEGER NOT NULL,\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('card', 'reader')),\n"
	"  way TEXT NOT NULL CHECK (way IN ('out', 'back', 'sent')),\n"
	"  seen TEXT NOT NULL CHECK (seen IN ('not-seen', 'scanned', 'typed')), -- how its serial came to the record\n"
	"  state TEXT NOT NULL CHECK (state IN ('in-stock', 'damaged', 'lost')), -- as it came back\n"
	"  card_id INTEGER REFERENCES card(id),\n"
	"  reader_id INTEGER REFERENCES reader_device(id),\n"
	"  applicant_id INTEGER REFERENCES applicant(id), -- of what is sent: whose\n"
	"  move_seq INTEGER REFERENCES journal(seq), -- of what is sent: the entry of its move, with the words for it\n"
	"  serial TEXT NOT NULL,\n"
	"  PRIMARY KEY (record_id, position),\n"
	"  CHECK ((card_id IS NULL) <> (reader_id IS NULL))\n"
	") WITHOUT ROWID;\n"
	"CREATE INDEX item_record_row_applicant ON item_record_row(applicant_id);\n"
	"CREATE INDEX item_record_row_reader ON item_record_row(reader_id);\n";

#define FROZEN(table, same) \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE " \
	same ") BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n"

const char schema_record_guards[] =
	FROZEN("item_record", "id = NEW.id OR record_number = NEW.record_number OR journal_seq = NEW.journal_seq"
		" OR (series = NEW.series AND desk = NEW.desk AND year = NEW.year AND number = NEW.number)")
	FROZEN("item_record_row", "record_id = NEW.record_id AND position = NEW.position")
	"CREATE TRIGGER item_record_order BEFORE INSERT ON item_record\n"
	"WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM item_record"
	" WHERE series = NEW.series AND desk = NEW.desk AND year = NEW.year)\n"
	"BEGIN SELECT raise(ABORT, 'record number out of order'); END;\n";
