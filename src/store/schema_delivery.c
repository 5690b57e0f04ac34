/*
 * store/schema_delivery: the step to schema version 5: what a courier's delivery found. Cards and readers get a place in the
 * drawer and may be missing; deliveries stand frozen with their items, as handovers do.
 */
#include "inside.h"

/* clang-format off */

/* SQLite cannot change a CHECK, so the tables are made anew; nothing referred to them. */
const char schema_items[] =
	"CREATE TABLE card_new ( -- a smart card as an item\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  shipment_id INTEGER REFERENCES shipment(id), -- the one that announced it, or brought it unannounced\n"
	"  applicant_id INTEGER REFERENCES applicant(id),\n"
	"  card_serial TEXT NOT NULL, -- as printed, free text; may be empty\n"
	"  certificate_serial TEXT NOT NULL, -- empty until read\n"
	"  place TEXT NOT NULL, -- in the drawer: A-07; may be empty\n"
	"  state TEXT NOT NULL CHECK (state IN ('expected', 'in-stock', 'handed-over', 'returned', 'lost', 'missing'))\n"
	");\n"
	"INSERT INTO card_new (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state)\n"
	"  SELECT id, shipment_id, applicant_id, card_serial, certificate_serial, '', state FROM card;\n"
	"DROP TABLE card;\n"
	"ALTER TABLE card_new RENAME TO card;\n"
	"CREATE UNIQUE INDEX card_by_serial ON card(card_serial) WHERE card_serial <> '';\n"
	"CREATE INDEX card_by_applicant ON card(applicant_id);\n"
	"CREATE INDEX card_by_shipment ON card(shipment_id);\n"
	"CREATE TABLE reader_device_new ( -- a card reader as an item\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  shipment_id INTEGER REFERENCES shipment(id),\n"
	"  serial TEXT NOT NULL,\n"
	"  kind TEXT NOT NULL,\n"
	"  place TEXT NOT NULL,\n"
	"  state TEXT NOT NULL CHECK (state IN ('expected', 'in-stock', 'handed-over', 'returned', 'lost', 'missing'))\n"
	");\n"
	"INSERT INTO reader_device_new (id, shipment_id, serial, kind, place, state)\n"
	"  SELECT id, shipment_id, serial, kind, '', state FROM reader_device;\n"
	"DROP TABLE reader_device;\n"
	"ALTER TABLE reader_device_new RENAME TO reader_device;\n"
	"CREATE UNIQUE INDEX reader_by_serial ON reader_device(serial) WHERE serial <> '';\n"
	"CREATE INDEX reader_by_shipment ON reader_device(shipment_id);\n";

#define COUNTS(kind) \
	"  " kind "_said INTEGER NOT NULL, -- by the waybill; -1 it says nothing\n" \
	"  " kind "_announced INTEGER NOT NULL, -- by our list, and outstanding until then\n" \
	"  " kind "_read INTEGER NOT NULL,\n" \
	"  " kind "_scanned INTEGER NOT NULL, -- or typed: counted, not read\n" \
	"  " kind "_missing INTEGER NOT NULL,\n" \
	"  " kind "_unexpected INTEGER NOT NULL,\n" \
	"  " kind "_damaged INTEGER NOT NULL,\n" \
	"  " kind "_unfit INTEGER NOT NULL,\n"

const char schema_deliveries[] =
	"CREATE TABLE delivery ( -- frozen: a parcel received from the courier, or refused; personal fields stand with the entry\n"
	"  id INTEGER NOT NULL PRIMARY KEY,\n"
	"  desk TEXT NOT NULL,\n"
	"  year INTEGER NOT NULL,\n"
	"  number INTEGER NOT NULL, -- 1, 2, 3 ... without gaps per desk and year\n"
	"  record_number TEXT NOT NULL UNIQUE, -- 2026/A-K0007\n"
	"  shipment_id INTEGER NOT NULL REFERENCES shipment(id),\n"
	"  earlier_id INTEGER REFERENCES delivery(id), -- the receipt that this later arrival belongs to\n"
	"  officer_id INTEGER NOT NULL REFERENCES officer(id),\n"
	"  time BIGINT NOT NULL,\n"
	"  journal_seq INTEGER NOT NULL UNIQUE REFERENCES journal(seq) DEFERRABLE INITIALLY DEFERRED,\n"
	"  outcome TEXT NOT NULL CHECK (outcome IN ('received', 'refused')),\n"
	"  tracking_number TEXT NOT NULL,\n"
	"  dispatched TEXT NOT NULL,\n"
	"  packaging TEXT NOT NULL,\n"
	"  courier_firm TEXT NOT NULL,\n"
	"  courier_shown TEXT NOT NULL,\n"
	"  officer_document TEXT NOT NULL, -- what the officer showed the courier\n"
	"  letter_number TEXT NOT NULL, -- the letter that gives the officer authority\n"
	"  letter_date TEXT NOT NULL,\n"
	"  officer_name TEXT NOT NULL,\n"
	"  officer_title TEXT NOT NULL,\n"
	"  begun_by TEXT NOT NULL, -- login of who began the count, when another finished it\n"
	COUNTS("cards")
	COUNTS("readers")
	"  UNIQUE (desk, year, number)\n"
	");\n"
	"CREATE INDEX delivery_by_shipment ON delivery(shipment_id);\n"
	"CREATE UNIQUE INDEX delivery_first ON delivery(shipment_id) WHERE outcome = 'received' AND earlier_id IS NULL;\n"
	"CREATE UNIQUE INDEX delivery_next ON delivery(earlier_id) WHERE outcome = 'received' AND earlier_id IS NOT NULL;\n"
	"CREATE TABLE delivery_item ( -- each card and reader as it was seen; name and note are personal fields \"name-N\", \"note-N\"\n"
	"  delivery_id INTEGER NOT NULL REFERENCES delivery(id),\n"
	"  position INTEGER NOT NULL,\n"
	"  kind TEXT NOT NULL CHECK (kind IN ('card', 'reader')),\n"
	"  seen TEXT NOT NULL CHECK (seen IN ('not-seen', 'read', 'scanned', 'typed')),\n"
	"  origin TEXT NOT NULL CHECK (origin IN ('announced', 'other-shipment', 'unexpected')),\n"
	"  condition TEXT NOT NULL CHECK (condition IN ('good', 'damaged', 'unreadable', 'unfit')),\n"
	"  card_id INTEGER REFERENCES card(id),\n"
	"  reader_id INTEGER REFERENCES reader_device(id),\n"
	"  applicant_id INTEGER REFERENCES applicant(id),\n"
	"  serial TEXT NOT NULL,\n"
	"  certificate_sha256 TEXT NOT NULL, -- of what was read\n"
	"  place TEXT NOT NULL,\n"
	"  PRIMARY KEY (delivery_id, position),\n"
	"  CHECK (origin = 'announced' OR seen <> 'not-seen')\n"
	") WITHOUT ROWID;\n"
	"CREATE UNIQUE INDEX delivery_item_card ON delivery_item(card_id, delivery_id) WHERE card_id IS NOT NULL;\n"
	"CREATE UNIQUE INDEX delivery_item_reader ON delivery_item(reader_id, delivery_id) WHERE reader_id IS NOT NULL;\n"
	"CREATE TABLE delivery_paper ( -- what became of the printed record; every change has a journal entry\n"
	"  delivery_id INTEGER NOT NULL PRIMARY KEY REFERENCES delivery(id),\n"
	"  state TEXT NOT NULL CHECK (state IN ('none', 'waiting', 'sent', 'confirmed', 'signed')),\n"
	"  since BIGINT NOT NULL,\n"
	"  reprints INTEGER NOT NULL\n"
	");\n"
	"CREATE TABLE delivery_draft ( -- a count in progress, one per parcel, to go on with or be taken over\n"
	"  tracking_number TEXT NOT NULL PRIMARY KEY,\n"
	"  officer_id INTEGER NOT NULL REFERENCES officer(id), -- whose it is now\n"
	"  text TEXT NOT NULL,\n"
	"  saved BIGINT NOT NULL,\n"
	"  sig BLOB NOT NULL -- Ed25519 by the desk's key\n"
	");\n"
	"ALTER TABLE print ADD COLUMN delivery_id INTEGER; -- a delivery's record; NULL another paper\n"
	"CREATE INDEX print_by_delivery ON print(delivery_id);\n";

#define FROZEN(table, same) \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table " BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n" \
	"CREATE TRIGGER " table "_no_replace BEFORE INSERT ON " table " WHEN EXISTS (SELECT 1 FROM " table " WHERE " \
	same ") BEGIN SELECT raise(ABORT, '" table " is frozen'); END;\n"

const char schema_delivery_guards[] =
	FROZEN("delivery", "id = NEW.id OR record_number = NEW.record_number OR journal_seq = NEW.journal_seq"
		" OR (desk = NEW.desk AND year = NEW.year AND number = NEW.number)")
	FROZEN("delivery_item", "delivery_id = NEW.delivery_id AND position = NEW.position")
	"CREATE TRIGGER delivery_order BEFORE INSERT ON delivery\n"
	"WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM delivery WHERE desk = NEW.desk AND year = NEW.year)\n"
	"BEGIN SELECT raise(ABORT, 'record number out of order'); END;\n";
