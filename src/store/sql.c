/*
 * store/sql: the one table of SQL statements. Written in what SQLite and PostgreSQL both understand wherever that can be.
 * Nothing here is built at run time; values are always bound.
 */
#include "sql.h"

#include "teslim/base.h"

/* clang-format off */

#define APPLICANT_COLUMNS \
	"a.id, a.national_id, a.given_names, a.surname, a.email, a.unit, a.title, a.application_kind, a.reader_kind, " \
	"a.state, a.state_since, a.note, a.shipment_id, (SELECT h.record_number FROM live_handover l" \
	" JOIN handover h ON h.id = l.handover_id WHERE l.applicant_id = a.id)"
/* A search narrows by at most four words, each a LIKE pattern; unused ones are '%'. */
#define HAS_WORDS "a.loose LIKE ?1 AND a.loose LIKE ?2 AND a.loose LIKE ?3 AND a.loose LIKE ?4"
#define BY_NAME_PAGE " ORDER BY a.sort_key, a.id LIMIT ?5 OFFSET ?6"
#define SHIPMENT_COLUMNS "id, tracking_number, dispatched, received, cards_expected, readers_expected"
#define CARD_COLUMNS "id, shipment_id, applicant_id, card_serial, certificate_serial, state, place"
#define READER_COLUMNS "id, shipment_id, serial, kind, state, place, announced_for, holder_id, damaged"
#define OFFICER_COLUMNS "id, login, name, title, role, active, password, failures, last_failure, national_id"
#define ENTRY_COLUMNS "seq, desk, time, officer, act, body, personal_digest, prev, hash, sig"
#define PRINT_COLUMNS "id, handover_id, title, destination, state, attempts, created, changed, job, fault, delivery_id, entry_seq"
#define OF_PAPER "(handover_id = ?1 OR delivery_id = ?2)" /* the one that is not NULL */

/* Cards (0) and readers (1) as one table. */
#define ITEM_SELECT \
	"SELECT kind, id, state, serial, place, applicant_id, name, tracking FROM (SELECT 0 AS kind, c.id AS id, c.state AS state," \
	" c.card_serial AS serial, c.place AS place, c.applicant_id AS applicant_id, a.given_names || ' ' || a.surname AS name," \
	" s.tracking_number AS tracking FROM card c LEFT JOIN applicant a ON a.id = c.applicant_id LEFT JOIN shipment s ON s.id = c.shipment_id" \
	" UNION ALL SELECT 1, r.id, r.state, r.serial, r.place, p.id, p.given_names || ' ' || p.surname, t.tracking_number FROM reader_device r" \
	" LEFT JOIN applicant p ON p.id = CASE WHEN r.state = 'handed-over' THEN r.holder_id ELSE r.announced_for END" \
	" LEFT JOIN shipment t ON t.id = r.shipment_id) AS i"

#define DELIVERY_FROZEN \
	"outcome, tracking_number, dispatched, packaging, courier_firm, courier_shown, officer_document, letter_number, letter_date," \
	" officer_name, officer_title, begun_by, cards_said, cards_announced, cards_read, cards_scanned, cards_missing, cards_unexpected, cards_damaged, cards_unfit," \
	" readers_said, readers_announced, readers_read, readers_scanned, readers_missing, readers_unexpected, readers_damaged, readers_unfit"
#define ITEM_FROZEN "kind, seen, origin, condition, card_id, reader_id, applicant_id, serial, certificate_sha256, place"
/* Found: an item that was seen, of a kind. */
#define ITEMS_OF(kind, what) "(SELECT count(*) FROM delivery_item i WHERE i.delivery_id = d.id AND i.kind = '" kind "' AND " what ")"
#define COUNTS_WRONG(kind, columns) \
	"d." columns "_read <> " ITEMS_OF(kind, "i.seen = 'read'") \
	" OR d." columns "_scanned <> " ITEMS_OF(kind, "i.seen IN ('scanned', 'typed')") \
	" OR d." columns "_missing <> " ITEMS_OF(kind, "i.seen = 'not-seen'") \
	" OR d." columns "_unexpected <> " ITEMS_OF(kind, "i.origin <> 'announced'") \
	" OR d." columns "_damaged <> " ITEMS_OF(kind, "i.condition = 'damaged'") \
	" OR d." columns "_unfit <> " ITEMS_OF(kind, "i.condition IN ('unreadable', 'unfit')")

#define DRAWER_FROZEN \
	"record_number, officer_id, time, reason, looks, officer_name, officer_title, begun_by, cards_here, cards_read, cards_scanned," \
	" cards_missing, cards_unexpected, cards_misplaced, readers_here, readers_read, readers_scanned, readers_missing," \
	" readers_unexpected, readers_misplaced"
#define DRAWER_ITEM_FROZEN "kind, seen, finding, card_id, reader_id, applicant_id, serial, certificate_sha256, place, registered"
#define DRAWER_ITEMS_OF(kind, what) \
	"(SELECT count(*) FROM drawer_item i WHERE i.seq = d.seq AND i.kind = '" kind "' AND " what ")"
#define DRAWER_WRONG(kind, columns) \
	"d." columns "_here <> " DRAWER_ITEMS_OF(kind, "i.finding <> 'unexpected'") \
	" OR d." columns "_read <> " DRAWER_ITEMS_OF(kind, "i.seen = 'read'") \
	" OR d." columns "_scanned <> " DRAWER_ITEMS_OF(kind, "i.seen IN ('scanned', 'typed')") \
	" OR d." columns "_missing <> " DRAWER_ITEMS_OF(kind, "i.finding = 'missing'") \
	" OR d." columns "_unexpected <> " DRAWER_ITEMS_OF(kind, "i.finding = 'unexpected'") \
	" OR d." columns "_misplaced <> " DRAWER_ITEMS_OF(kind, "i.finding = 'wrong-place'")

/* Papers that two people must sign and have not: of handovers in force (0), deliveries (1), entries: corrections, readers' records, dispatch notes (2). */
#define UNSIGNED_PAPERS \
	"SELECT 0 AS kind, h.id AS id, h.applicant_id AS applicant_id, h.record_number AS record_number," \
	" a.given_names || ' ' || a.surname AS name, p.since AS since, p.state AS state FROM live_handover l" \
	" JOIN handover h ON h.id = l.handover_id JOIN paper p ON p.handover_id = h.id JOIN applicant a ON a.id = h.applicant_id" \
	" WHERE p.state <> 'signed'" \
	" UNION ALL SELECT 1, d.id, 0, d.record_number, d.tracking_number, p.since, p.state FROM delivery d" \
	" JOIN delivery_paper p ON p.delivery_id = d.id WHERE p.state <> 'signed'" \
	" UNION ALL SELECT 2, e.seq, h.applicant_id, h.record_number, a.given_names || ' ' || a.surname, e.since, e.state" \
	" FROM entry_paper e JOIN correction c ON c.seq = e.seq JOIN handover h ON h.id = c.handover_id" \
	" JOIN applicant a ON a.id = h.applicant_id WHERE e.state <> 'signed'" \
	" UNION ALL SELECT 2, e.seq, coalesce(r.applicant_id, 0), r.record_number, coalesce(a.given_names || ' ' || a.surname, '')," \
	" e.since, e.state FROM entry_paper e JOIN item_record r ON r.journal_seq = e.seq" \
	" LEFT JOIN applicant a ON a.id = r.applicant_id WHERE e.state <> 'signed'" \
	" UNION ALL SELECT 3, d.seq, 0, d.record_number, '', coalesce(e.since, d.time), coalesce(e.state, 'none')" \
	" FROM drawer_count d LEFT JOIN entry_paper e ON e.seq = d.seq WHERE coalesce(e.state, 'none') <> 'signed'"

#define RECORD_FROZEN "act, applicant_id, officer_id, time, officer_name, officer_title, shown, reason, reference"
#define RECORD_ROW_FROZEN "kind, way, seen, state, card_id, reader_id, applicant_id, move_seq, serial"

#define DELIVERIES_DUE \
	"SELECT d.journal_seq AS seq FROM delivery d JOIN delivery_paper p ON p.delivery_id = d.id" \
	" JOIN personal s ON s.seq = d.journal_seq WHERE d.time < ?1 AND p.state = 'signed'"

#define COLUMN(column, ...) ", h." #column
#define PLAIN_COLUMN(column, ...) ", " #column
#define PLACE(...) ", ?"
#define HANDOVER_SELECT \
	"SELECT h.id, h.record_number, h.applicant_id, h.officer_id, h.time, h.journal_seq, j.hash, j.sig, p.state, p.prints" \
	HANDOVER_COLUMNS(COLUMN, COLUMN, COLUMN) \
	" FROM handover h JOIN journal j ON j.seq = h.journal_seq LEFT JOIN paper p ON p.handover_id = h.id "

static const char *const texts[SQL_COUNT] = {
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",

	/* ---- journal */
	[SQL_JOURNAL_HEAD] = "SELECT " ENTRY_COLUMNS " FROM journal ORDER BY seq DESC LIMIT 1",
	[SQL_JOURNAL_INSERT] = "INSERT INTO journal (" ENTRY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_JOURNAL_LIST] = "SELECT " ENTRY_COLUMNS " FROM journal WHERE (?1 = 0 OR seq < ?1)"
		" AND (?2 = '%' OR act LIKE ?2 ESCAPE '!' OR officer LIKE ?2 ESCAPE '!' OR time LIKE ?2 ESCAPE '!'"
		" OR body LIKE ?2 ESCAPE '!') ORDER BY seq DESC LIMIT ?3 OFFSET ?4",
	[SQL_JOURNAL_ENTRY] = "SELECT " ENTRY_COLUMNS " FROM journal WHERE seq = ?",
	[SQL_JOURNAL_WALK] = "SELECT " ENTRY_COLUMNS " FROM journal ORDER BY seq",
	[SQL_JOURNAL_HASHES] = "SELECT hash FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq",
	[SQL_JOURNAL_RECENT] = "SELECT j.seq, j.time, j.act, j.body, f.value FROM journal j"
		" LEFT JOIN personal_field f ON f.seq = j.seq AND f.name = 'name'"
		" WHERE j.act IN ('handover', 'handover-refused', 'shipment-added', 'shipment-received', 'list-imported',"
		" 'correction', 'delivery', 'delivery-refused', 'drawer-counted', 'reader', 'dispatch') ORDER BY j.seq DESC LIMIT ?",
	[SQL_PERSONAL_INSERT] = "INSERT INTO personal (seq, applicant_id, salt) VALUES (?, ?, ?)",
	[SQL_PERSONAL_FIELD_INSERT] = "INSERT INTO personal_field (seq, position, name, value) VALUES (?, ?, ?, ?)",
	[SQL_PERSONAL_SALT] = "SELECT salt FROM personal WHERE seq = ?",
	[SQL_PERSONAL_FIELDS] = "SELECT name, value FROM personal_field WHERE seq = ? ORDER BY position",
	[SQL_FORGOTTEN] = "SELECT j.act, j.body FROM forgotten f JOIN journal j ON j.seq = f.by_seq WHERE f.seq = ? AND f.by_seq > f.seq",
	[SQL_FORGET_MARK] = "INSERT INTO forgotten (seq, by_seq) SELECT p.seq, ?2 FROM personal p WHERE p.applicant_id = ?1",
	[SQL_FORGET_FIELDS] = "DELETE FROM personal_field WHERE seq IN (SELECT seq FROM personal WHERE applicant_id = ?)",
	[SQL_FORGET_SALTS] = "DELETE FROM personal WHERE applicant_id = ?",
	[SQL_FORGET_APPLICANT] = "UPDATE applicant SET national_id = '', given_names = '', surname = '', email = '', unit = '',"
		" title = '', note = '', sort_key = ?2, loose = '' WHERE id = ?1",
	[SQL_FORGET_WORD] = "DELETE FROM applicant_word WHERE word = ? AND applicant_id = ?",
	[SQL_APPLICANT_LOOSE] = "SELECT loose FROM applicant WHERE id = ?",
	[SQL_FORGET_CARDS] = "UPDATE card SET certificate_serial = '' WHERE applicant_id = ?",
	[SQL_FORGET_DOCUMENTS] = "UPDATE print SET document = '', state = 'done' WHERE handover_id IN"
		" (SELECT id FROM handover WHERE applicant_id = ?) OR entry_seq IN (SELECT seq FROM forgotten)",
	[SQL_PERSONAL_GONE] = "SELECT count(*) FROM forgotten WHERE seq = ?",
	/* Of deliveries: signed for, older than ?1, and not forgotten before. */
	[SQL_FORGET_COUNTS_DUE] = "SELECT count(*) FROM (" DELIVERIES_DUE ") AS e",
	[SQL_FORGET_COUNTS_KEPT] = "SELECT count(*) FROM delivery d JOIN delivery_paper p ON p.delivery_id = d.id"
		" JOIN personal s ON s.seq = d.journal_seq WHERE d.time < ? AND p.state <> 'signed'",
	[SQL_FORGET_COUNTS_MARK] = "INSERT INTO forgotten (seq, by_seq) SELECT e.seq, ?2 FROM (" DELIVERIES_DUE ") AS e",
	[SQL_FORGET_COUNTS_FIELDS] = "DELETE FROM personal_field WHERE seq IN (SELECT seq FROM forgotten WHERE by_seq = ?)",
	[SQL_FORGET_COUNTS_SALTS] = "DELETE FROM personal WHERE seq IN (SELECT seq FROM forgotten WHERE by_seq = ?)",
	[SQL_FORGET_COUNTS_DOCUMENTS] = "UPDATE print SET document = '', state = 'done' WHERE delivery_id IN"
		" (SELECT d.id FROM delivery d JOIN forgotten f ON f.seq = d.journal_seq WHERE f.by_seq = ?)",
	[SQL_FORGET_COUNTS_DRAFTS] = "DELETE FROM delivery_draft WHERE saved < ?",
	[SQL_CHECKPOINT_LAST] = "SELECT seq, nodes FROM checkpoint ORDER BY seq DESC LIMIT 1",
	[SQL_CHECKPOINT_INSERT] = "INSERT INTO checkpoint (seq, time, root, sig, nodes) VALUES (?, ?, ?, ?, ?)",
	[SQL_CHECKPOINT_WALK] = "SELECT seq, time, root, sig FROM checkpoint WHERE seq > ? ORDER BY seq LIMIT 1",
	[SQL_DESK_INSERT] = "INSERT INTO desk (code, created) VALUES (?, ?)",

	/* ---- officers */
	[SQL_OFFICER_INSERT] = "INSERT INTO officer (login, name, title, role, active, password, failures, last_failure, national_id)"
		" VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)",
	[SQL_OFFICER_FIND] = "SELECT " OFFICER_COLUMNS " FROM officer WHERE login = ?1 OR (?1 = '' AND id = ?2)",
	[SQL_OFFICER_ADMINISTRATOR] = "SELECT " OFFICER_COLUMNS " FROM officer WHERE active = 1 AND role = 'administrator'"
		" ORDER BY login LIMIT 1",
	[SQL_OFFICER_LIST] = "SELECT " OFFICER_COLUMNS " FROM officer ORDER BY login LIMIT ?",
	[SQL_OFFICER_UPDATE] = "UPDATE officer SET name = ?, title = ?, role = ?, active = ?, national_id = ? WHERE id = ?",
	[SQL_OFFICER_PASSWORD] = "UPDATE officer SET password = ?, failures = 0 WHERE id = ?",
	[SQL_OFFICER_FAILED] = "UPDATE officer SET failures = failures + 1, last_failure = ? WHERE login = ?",
	[SQL_OFFICER_LOGGED_IN] = "UPDATE officer SET failures = 0 WHERE id = ?",
	[SQL_PLACE_FIND] = "SELECT failures, last_failure FROM login_place WHERE place = ?",
	[SQL_PLACE_FAILED] = "INSERT INTO login_place (place, failures, last_failure) VALUES (?1, 1, ?2) ON CONFLICT (place)"
		" DO UPDATE SET failures = login_place.failures + 1, last_failure = excluded.last_failure",
	/* Many places are somebody's doing; what a wrong clock dated ahead counts for nothing. */
	[SQL_PLACE_PRUNE] = "DELETE FROM login_place WHERE last_failure > ?1 OR place NOT IN"
		" (SELECT place FROM login_place ORDER BY last_failure DESC, place LIMIT ?2)",
	[SQL_PLACE_CLEAR] = "DELETE FROM login_place WHERE place = ?",
	[SQL_UNKNOWN_FIND] = "SELECT day, failures, told FROM login_unknown ORDER BY day LIMIT 1",
	[SQL_UNKNOWN_SAVE] = "INSERT INTO login_unknown (day, failures, told) VALUES (?1, ?2, ?3) ON CONFLICT (day)"
		" DO UPDATE SET failures = excluded.failures, told = excluded.told",
	[SQL_UNKNOWN_DROP] = "DELETE FROM login_unknown WHERE day = ?",

	/* ---- applicants */
	[SQL_APPLICANT_INSERT] = "INSERT INTO applicant (national_id, given_names, surname, email, unit, title, application_kind,"
		" reader_kind, state, state_since, note, shipment_id, sort_key, loose)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'expected', ?, ?, NULL, ?, ?)",
	[SQL_WORD_INSERT] = "INSERT INTO applicant_word (word, applicant_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
	[SQL_APPLICANT_UPDATE] = "UPDATE applicant SET email = ?2, unit = ?3, title = ?4, application_kind = ?5, reader_kind = ?6"
		" WHERE id = ?1",
	[SQL_APPLICANT_RENAME] = "UPDATE applicant SET given_names = ?2, surname = ?3, sort_key = ?4, loose = ?5 WHERE id = ?1",
	[SQL_APPLICANT_FIND] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.id = ?",
	[SQL_APPLICANT_NUMBER] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.national_id = ?"
		" ORDER BY CASE WHEN a.state IN ('expected', 'in-transit', 'received', 'on-hold', 'return-pending')"
		" THEN 0 ELSE 1 END, a.id DESC LIMIT ?",
	[SQL_APPLICANT_STATE] = "UPDATE applicant SET state = ?, state_since = ?, note = ? WHERE id = ?",
	[SQL_SEARCH_NUMBER] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.national_id >= ?1 AND a.national_id < ?2"
		" ORDER BY a.national_id, a.id LIMIT ?3",
	[SQL_SEARCH_NUMBER_PART] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.id IN"
		" (SELECT id FROM applicant WHERE national_id LIKE ?1 LIMIT ?2) ORDER BY a.sort_key, a.id",
	[SQL_SEARCH_WORD_COUNT] = "SELECT count(*) FROM (SELECT 1 FROM applicant_word WHERE word >= ? AND word < ? LIMIT ?) AS w",
	/* Few begin so: find them by word, then sort. */
	[SQL_SEARCH_WORD] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.id IN"
		" (SELECT applicant_id FROM applicant_word WHERE word >= ?7 AND word < ?8) AND " HAS_WORDS
		" ORDER BY a.sort_key, a.id LIMIT ?5 OFFSET ?6",
	/* Many: walk the names in order until the page is full. The inner select reads the covering index only. */
	[SQL_SEARCH_SCAN] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.id IN (SELECT a.id FROM applicant a"
		" WHERE " HAS_WORDS " ORDER BY a.sort_key, a.id LIMIT ?5 OFFSET ?6) ORDER BY a.sort_key, a.id",
	[SQL_LIST_ALL] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE " HAS_WORDS BY_NAME_PAGE,
	[SQL_LIST_STATE] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.state = ?7 AND " HAS_WORDS BY_NAME_PAGE,
	[SQL_LIST_TWO_STATES] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.state IN (?7, ?8) AND " HAS_WORDS
		BY_NAME_PAGE,
	[SQL_LIST_LATE] = "SELECT " APPLICANT_COLUMNS " FROM applicant a JOIN shipment s ON s.id = a.shipment_id"
		" WHERE a.state = 'in-transit' AND s.dispatched <> '' AND s.dispatched <= ?7 AND " HAS_WORDS BY_NAME_PAGE,
	[SQL_LIST_UNCOLLECTED] = "SELECT " APPLICANT_COLUMNS " FROM applicant a WHERE a.state = 'received' AND a.state_since <= ?7"
		" AND " HAS_WORDS BY_NAME_PAGE,
	[SQL_LIST_UNSIGNED] = "SELECT " APPLICANT_COLUMNS " FROM applicant a JOIN live_handover l ON l.applicant_id = a.id"
		" JOIN paper p ON p.handover_id = l.handover_id WHERE p.state <> 'signed' AND " HAS_WORDS BY_NAME_PAGE,
	[SQL_COUNT_STATES] = "SELECT state, count(*) FROM applicant GROUP BY state",
	[SQL_COUNT_LATE] = "SELECT count(*) FROM applicant a JOIN shipment s ON s.id = a.shipment_id"
		" WHERE a.state = 'in-transit' AND s.dispatched <> '' AND s.dispatched <= ?",
	[SQL_COUNT_UNCOLLECTED] = "SELECT count(*) FROM applicant WHERE state = 'received' AND state_since <= ?",
	[SQL_COUNT_UNSIGNED] = "SELECT count(*) FROM paper p JOIN live_handover l ON l.handover_id = p.handover_id"
		" WHERE p.state IN ('none', 'waiting', 'sent', 'confirmed')",
	[SQL_UNSIGNED_LIST] = "SELECT kind, id, applicant_id, record_number, name, since, state FROM (" UNSIGNED_PAPERS ") AS u"
		" ORDER BY since, kind, id LIMIT ?1 OFFSET ?2",
	[SQL_UNSIGNED_COUNT] = "SELECT count(*) FROM (" UNSIGNED_PAPERS ") AS u",
	[SQL_COUNT_PRINTS] = "SELECT state, count(*) FROM print WHERE state <> 'done' GROUP BY state",

	/* ---- shipments and items */
	[SQL_SHIPMENT_INSERT] = "INSERT INTO shipment (tracking_number, dispatched, received, cards_expected, readers_expected)"
		" VALUES (?, ?, ?, ?, ?)",
	[SQL_SHIPMENT_FIND] = "SELECT " SHIPMENT_COLUMNS " FROM shipment WHERE id = ?",
	/* By what stands on the parcel: blanks and case do not count. */
	[SQL_SHIPMENT_TRACKING] = "SELECT " SHIPMENT_COLUMNS " FROM shipment WHERE upper(replace(tracking_number, ' ', ''))"
		" = upper(replace(?, ' ', '')) ORDER BY id DESC LIMIT 1",
	[SQL_SHIPMENT_LIST] = "SELECT " SHIPMENT_COLUMNS " FROM shipment ORDER BY id DESC LIMIT ?1 OFFSET ?2",
	[SQL_SHIPMENT_COUNT] = "SELECT count(*) FROM shipment",
	[SQL_SHIPMENT_RECEIVE] = "UPDATE shipment SET received = ?2 WHERE id = ?1",
	[SQL_APPLICANT_SHIPPED] = "UPDATE applicant SET state = ?2, state_since = ?3, shipment_id = ?4"
		" WHERE id = ?1 AND state IN ('expected', 'in-transit')",
	[SQL_CARD_INSERT] = "INSERT INTO card (shipment_id, applicant_id, card_serial, certificate_serial, state, place)"
		" VALUES (?, ?, ?, ?, ?, '')",
	[SQL_CARD_FIND] = "SELECT " CARD_COLUMNS " FROM card WHERE applicant_id = ?"
		" ORDER BY CASE state WHEN 'in-stock' THEN 0 WHEN 'expected' THEN 1 WHEN 'missing' THEN 2 ELSE 3 END, id DESC LIMIT 1",
	[SQL_CARD_ELSEWHERE] = "SELECT " CARD_COLUMNS " FROM card WHERE applicant_id = ? AND coalesce(shipment_id, 0) NOT IN (0, ?)"
		" AND state IN ('expected', 'missing') ORDER BY id LIMIT 1",
	[SQL_CARD_SERIAL] = "SELECT " CARD_COLUMNS " FROM card WHERE card_serial = ? AND card_serial <> ''",
	[SQL_CARD_LIST] = "SELECT " CARD_COLUMNS " FROM card WHERE shipment_id = ? ORDER BY id LIMIT ?",
	[SQL_CARD_GIVE] = "UPDATE card SET state = 'handed-over', applicant_id = ?2, certificate_serial = ?3 WHERE id = ?1",
	[SQL_CARD_STATE] = "UPDATE card SET state = ?3 WHERE applicant_id = ?1 AND state = ?2",
	[SQL_CARD_MOVED] = "UPDATE card SET state = ?2, place = CASE WHEN ?3 <> '' THEN ?3 ELSE place END WHERE id = ?1",
	[SQL_CARD_UNSENT] = "UPDATE card SET state = 'expected', shipment_id = NULL WHERE id = ?",
	/* What was never sent with one shipment may be announced with another. */
	[SQL_CARD_ADOPT] = "UPDATE card SET shipment_id = ?1, state = ?4, card_serial = CASE WHEN ?3 <> '' THEN ?3 ELSE card_serial END"
		" WHERE id = (SELECT min(id) FROM card WHERE shipment_id IS NULL AND state = 'expected' AND"
		" ((card_serial = ?3 AND ?3 <> '') OR applicant_id = ?2)) RETURNING id",
	[SQL_READER_INSERT] = "INSERT INTO reader_device (shipment_id, serial, kind, state, place, announced_for, holder_id)"
		" VALUES (?, ?, ?, ?, '', ?, ?)",
	[SQL_READER_SERIAL] = "SELECT " READER_COLUMNS " FROM reader_device WHERE serial = ? AND serial <> ''",
	[SQL_READER_STOCK] = "SELECT " READER_COLUMNS " FROM reader_device WHERE state = 'in-stock' AND damaged = 0"
		" ORDER BY CASE WHEN shipment_id = ? THEN 0 ELSE 1 END, id LIMIT 1",
	[SQL_READER_GIVE] = "UPDATE reader_device SET state = 'handed-over', holder_id = ?2 WHERE id = ?1",
	/* By a correction of the handover, unless it has changed hands since: then it is where the later record says. */
	[SQL_READER_TAKEN_BACK] = "UPDATE reader_device SET state = 'in-stock', holder_id = NULL WHERE serial = ?1 AND serial <> ''"
		" AND state = 'handed-over' AND holder_id = ?2",
	[SQL_READER_CAME_BACK] = "UPDATE reader_device SET state = ?2, holder_id = NULL, damaged = ?3 WHERE id = ?1",
	[SQL_READER_HELD] = "SELECT " READER_COLUMNS " FROM reader_device WHERE holder_id = ? ORDER BY id LIMIT ?",

	/* ---- deliveries */
	[SQL_ITEM_OUTSTANDING] = "SELECT (SELECT count(*) FROM card WHERE shipment_id = ?1 AND state IN ('expected', 'missing'))"
		" + (SELECT count(*) FROM reader_device WHERE shipment_id = ?1 AND state IN ('expected', 'missing'))",
	[SQL_CARD_ID] = "SELECT " CARD_COLUMNS " FROM card WHERE id = ?",
	[SQL_CARD_SEEN] = "UPDATE card SET state = 'in-stock', place = ?2, applicant_id = coalesce(applicant_id, ?3),"
		" certificate_serial = CASE WHEN ?4 <> '' THEN ?4 ELSE certificate_serial END,"
		" card_serial = CASE WHEN card_serial = '' AND ?5 <> '' AND NOT EXISTS (SELECT 1 FROM card c WHERE c.card_serial = ?5)"
		" THEN ?5 ELSE card_serial END WHERE id = ?1",
	[SQL_CARD_MISSING] = "UPDATE card SET state = 'missing' WHERE id = ?",
	[SQL_CARD_BROUGHT] = "INSERT INTO card (shipment_id, applicant_id, card_serial, certificate_serial, place, state)"
		" SELECT ?1, ?2, CASE WHEN EXISTS (SELECT 1 FROM card WHERE card_serial = ?3) THEN '' ELSE ?3 END, ?4, ?5, 'in-stock'",
	[SQL_READER_ID] = "SELECT " READER_COLUMNS " FROM reader_device WHERE id = ?",
	[SQL_READER_LIST] = "SELECT " READER_COLUMNS " FROM reader_device WHERE shipment_id = ? ORDER BY id LIMIT ?",
	[SQL_READER_SEEN] = "UPDATE reader_device SET state = 'in-stock', place = ?2, damaged = ?4,"
		" serial = CASE WHEN serial = '' AND ?3 <> '' AND NOT EXISTS (SELECT 1 FROM reader_device r WHERE r.serial = ?3)"
		" THEN ?3 ELSE serial END WHERE id = ?1",
	[SQL_READER_MISSING] = "UPDATE reader_device SET state = 'missing' WHERE id = ?",
	[SQL_READER_BROUGHT] = "INSERT INTO reader_device (shipment_id, serial, kind, place, state, damaged)"
		" SELECT ?1, CASE WHEN EXISTS (SELECT 1 FROM reader_device WHERE serial = ?2) THEN '' ELSE ?2 END, '', ?3, 'in-stock', ?4",
	[SQL_APPLICANT_HELD] = "UPDATE applicant SET state = 'on-hold', state_since = ?3, note = ?2, shipment_id = coalesce(shipment_id, ?4)"
		" WHERE id = ?1 AND state IN ('expected', 'in-transit')",
	[SQL_STOCK_PLACES] = "SELECT place FROM card WHERE state = 'in-stock' AND place <> '' UNION SELECT place FROM reader_device"
		" WHERE state = 'in-stock' AND place <> ''",
	[SQL_MISSING_COUNT] = "SELECT (SELECT count(*) FROM card WHERE state = 'missing')"
		" + (SELECT count(*) FROM reader_device WHERE state = 'missing')",
	[SQL_DELIVERY_LAST] = "SELECT id, record_number FROM delivery WHERE shipment_id = ? AND outcome = 'received' ORDER BY id DESC LIMIT 1",
	[SQL_DELIVERY_NUMBER] = "SELECT coalesce(max(number), 0) + 1 FROM delivery WHERE desk = ? AND year = ?",
	[SQL_DELIVERY_COUNT] = "SELECT count(*) FROM delivery",
	[SQL_DELIVERY_INSERT] = "INSERT INTO delivery (id, desk, year, number, record_number, shipment_id, earlier_id, officer_id, time,"
		" journal_seq, " DELIVERY_FROZEN ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_DELIVERY_ITEM_INSERT] = "INSERT INTO delivery_item (delivery_id, position, " ITEM_FROZEN ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_DELIVERY_PAPER_INSERT] = "INSERT INTO delivery_paper (delivery_id, state, since, reprints) VALUES (?, 'none', ?, 0)",
	[SQL_DELIVERY_PAPER_FIND] = "SELECT d.record_number, p.state, p.reprints FROM delivery d JOIN delivery_paper p ON p.delivery_id = d.id"
		" WHERE d.id = ?",
	[SQL_DELIVERY_PAPER_STATE] = "UPDATE delivery_paper SET state = ?2, since = ?3 WHERE delivery_id = ?1",
	[SQL_DELIVERY_PAPER_QUEUED] = "UPDATE delivery_paper SET state = 'waiting', since = ?2 WHERE delivery_id = ?1"
		" AND state IN ('none', 'sent')",
	[SQL_DELIVERY_PAPER_REPRINT] = "UPDATE delivery_paper SET reprints = reprints + 1 WHERE delivery_id = ?",
	/* What became of a shipment; ?1 its id. */
	[SQL_RECEIPT] = "SELECT (SELECT count(*) FROM card WHERE shipment_id = ?1 AND state IN ('expected', 'missing'))"
		" + (SELECT count(*) FROM reader_device WHERE shipment_id = ?1 AND state IN ('expected', 'missing')),"
		" coalesce(sum(d.cards_read + d.cards_scanned), 0), coalesce(sum(d.readers_read + d.readers_scanned), 0),"
		" coalesce(sum(d.cards_missing + d.cards_unexpected + d.cards_damaged + d.cards_unfit"
		" + d.readers_missing + d.readers_unexpected + d.readers_damaged + d.readers_unfit), 0)"
		" FROM delivery d WHERE d.shipment_id = ?1 AND d.outcome = 'received'",
	/* For the digest: as they lie, absent references as 0. */
	[SQL_DELIVERY_ROW] = "SELECT record_number, shipment_id, coalesce(earlier_id, 0), officer_id, time, " DELIVERY_FROZEN
		" FROM delivery WHERE id = ?",
	[SQL_DELIVERY_ITEM_ROWS] = "SELECT kind, seen, origin, condition, coalesce(card_id, 0), coalesce(reader_id, 0),"
		" coalesce(applicant_id, 0), serial, certificate_sha256, place FROM delivery_item WHERE delivery_id = ? ORDER BY position",
	[SQL_DELIVERY_SELECT] = "SELECT d.id, d.record_number, d.shipment_id, d.earlier_id, (SELECT e.record_number FROM delivery e"
		" WHERE e.id = d.earlier_id), d.officer_id, d.time, d.journal_seq, j.hash, j.sig, p.state, p.reprints, " DELIVERY_FROZEN
		" FROM delivery d JOIN journal j ON j.seq = d.journal_seq JOIN delivery_paper p ON p.delivery_id = d.id"
		" WHERE d.id = ?1 OR (?1 = 0 AND d.record_number = ?2)",
	[SQL_DELIVERY_ITEMS] = "SELECT i.kind, i.seen, i.origin, i.condition, coalesce(i.card_id, i.reader_id, 0), i.applicant_id, i.serial,"
		" i.certificate_sha256, i.place, a.given_names || ' ' || a.surname FROM delivery_item i"
		" LEFT JOIN applicant a ON a.id = i.applicant_id WHERE i.delivery_id = ? ORDER BY i.position",
	[SQL_DELIVERY_OF_ENTRY] = "SELECT id, year || '/' || desk || '-K' || substr('0000' || number, -max(4, length(number)), 9)"
		" FROM delivery WHERE journal_seq = ?",
	[SQL_DELIVERY_GAPS] = "SELECT year FROM delivery GROUP BY desk, year"
		" HAVING count(*) <> max(number) OR min(number) <> 1 ORDER BY year",
	[SQL_DELIVERY_COUNTS_WRONG] = "SELECT d.record_number FROM delivery d WHERE " COUNTS_WRONG("card", "cards")
		" OR " COUNTS_WRONG("reader", "readers") " ORDER BY d.id LIMIT 1",
	/* ---- counts of the drawer */
	[SQL_DRAWER_STOCK] = "SELECT 0, c.id, coalesce(c.applicant_id, 0), c.card_serial, coalesce(a.national_id, ''),"
		" coalesce(a.given_names || ' ' || a.surname, ''), c.place FROM card c LEFT JOIN applicant a ON a.id = c.applicant_id"
		" WHERE c.state = 'in-stock' UNION ALL SELECT 1, r.id, 0, r.serial, '', '', r.place FROM reader_device r"
		" WHERE r.state = 'in-stock' ORDER BY 1, 2 LIMIT ?",
	[SQL_DRAWER_STILL_HERE] = "SELECT count(*) FROM (SELECT id FROM card WHERE ?1 = 0 AND id = ?2 AND state = 'in-stock'"
		" UNION ALL SELECT id FROM reader_device WHERE ?1 = 1 AND id = ?2 AND state = 'in-stock') AS h",
	[SQL_DRAWER_NUMBER] = "SELECT coalesce(max(number), 0) + 1 FROM drawer_count WHERE desk = ? AND year = ?",
	[SQL_DRAWER_INSERT] = "INSERT INTO drawer_count (seq, desk, year, number, " DRAWER_FROZEN ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_DRAWER_ITEM_INSERT] = "INSERT INTO drawer_item (seq, position, " DRAWER_ITEM_FROZEN ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_DRAWER_ROW] = "SELECT " DRAWER_FROZEN " FROM drawer_count WHERE seq = ?",
	[SQL_DRAWER_ITEM_ROWS] = "SELECT kind, seen, finding, coalesce(card_id, 0), coalesce(reader_id, 0), coalesce(applicant_id, 0),"
		" serial, certificate_sha256, place, registered FROM drawer_item WHERE seq = ? ORDER BY position",
	[SQL_DRAWER_SELECT] = "SELECT d.seq, (SELECT j.hash FROM journal j WHERE j.seq = d.seq),"
		" (SELECT j.sig FROM journal j WHERE j.seq = d.seq), coalesce((SELECT e.state FROM entry_paper e WHERE e.seq = d.seq), 'none'),"
		" coalesce((SELECT e.prints FROM entry_paper e WHERE e.seq = d.seq), 0), " DRAWER_FROZEN " FROM drawer_count d"
		" WHERE d.seq = ?1 OR (?1 = 0 AND d.record_number = ?2)",
	[SQL_DRAWER_ITEMS] = "SELECT i.kind, i.seen, i.finding, coalesce(i.card_id, i.reader_id, 0), i.applicant_id, i.serial,"
		" i.certificate_sha256, i.place, i.registered, a.given_names || ' ' || a.surname FROM drawer_item i"
		" LEFT JOIN applicant a ON a.id = i.applicant_id WHERE i.seq = ? ORDER BY i.position",
	[SQL_DRAWER_OF_ENTRY] = "SELECT seq, year || '/' || desk || '-D' || substr('0000' || number, -max(4, length(number)), 9)"
		" FROM drawer_count WHERE seq = ?",
	[SQL_DRAWER_COUNT] = "SELECT count(*) FROM drawer_count",
	[SQL_DRAWER_GAPS] = "SELECT year FROM drawer_count GROUP BY desk, year"
		" HAVING count(*) <> max(number) OR min(number) <> 1 ORDER BY year",
	[SQL_DRAWER_SUMS_WRONG] = "SELECT d.record_number FROM drawer_count d WHERE " DRAWER_WRONG("card", "cards")
		" OR " DRAWER_WRONG("reader", "readers") " ORDER BY d.seq LIMIT 1",
	[SQL_DRAWER_LIST] = "SELECT seq FROM drawer_count ORDER BY seq DESC LIMIT ?1 OFFSET ?2",
	/* The officer before this one at this desk, as long as nobody has counted since this one came. */
	[SQL_DRAWER_OFFER] = "SELECT coalesce(o.name, j.officer) FROM journal j LEFT JOIN officer o ON o.login = j.officer"
		" WHERE j.officer <> ?1 AND j.seq = (SELECT p.seq FROM journal p WHERE p.act = 'login' AND p.seq <"
		" (SELECT m.seq FROM journal m WHERE m.act = 'login' AND m.officer = ?1 ORDER BY m.seq DESC LIMIT 1)"
		" ORDER BY p.seq DESC LIMIT 1) AND NOT EXISTS (SELECT 1 FROM drawer_count d WHERE d.seq > j.seq)"
		" AND (SELECT count(*) FROM card WHERE state = 'in-stock') > 0",
	/* ---- stock: 0 a card, 1 a reader */
	[SQL_ITEM_LIST] = ITEM_SELECT " WHERE state = ?1 ORDER BY place = '', place, 1, serial, 2 LIMIT ?2 OFFSET ?3",
	[SQL_ITEM_FIND] = ITEM_SELECT " WHERE kind = ?1 AND id = ?2",
	[SQL_CARD_STATE_COUNT] = "SELECT count(*) FROM card WHERE state = ?",
	[SQL_READER_STATE_COUNT] = "SELECT count(*) FROM reader_device WHERE state = ?",
	[SQL_READER_MOVED] = "UPDATE reader_device SET state = ?2, place = CASE WHEN ?3 <> '' THEN ?3 ELSE place END WHERE id = ?1",
	[SQL_READER_UNSENT] = "UPDATE reader_device SET state = 'expected', shipment_id = NULL WHERE id = ?",
	[SQL_READER_ADOPT] = "UPDATE reader_device SET shipment_id = ?1, state = ?3, announced_for = coalesce(?4, announced_for) WHERE serial = ?2 AND ?2 <> ''"
		" AND shipment_id IS NULL AND state = 'expected' RETURNING id",
	[SQL_CARD_LAST] = "SELECT min(max(coalesce(max(id), 0), 0), count(*) + 1000000) FROM card",
	[SQL_READER_LAST] = "SELECT min(max(coalesce(max(id), 0), 0), count(*) + 1000000) FROM reader_device",
	[SQL_REPLAY_DELIVERY] = "SELECT i.kind = 'reader', coalesce(i.card_id, i.reader_id), i.seen <> 'not-seen',"
		" i.condition = 'damaged' FROM delivery d"
		" JOIN delivery_item i ON i.delivery_id = d.id WHERE d.journal_seq = ? ORDER BY i.position",
	[SQL_REPLAY_SHIPMENT] = "SELECT 0, id FROM card WHERE shipment_id = ?1 UNION ALL SELECT 1, id FROM reader_device WHERE shipment_id = ?1",
	[SQL_REPLAY_HANDOVER] = "SELECT 0, id FROM card WHERE card_serial = ?1 AND card_serial <> ''"
		" UNION ALL SELECT 0, id FROM card WHERE ?1 = '' AND applicant_id = ?2 AND card_serial = ''"
		" UNION ALL SELECT 1, id FROM reader_device WHERE serial = ?3 AND serial <> ''",
	[SQL_REPLAY_RECORD] = "SELECT j.body FROM handover h JOIN journal j ON j.seq = h.journal_seq WHERE h.record_number = ?",
	[SQL_REPLAY_ITEMS] = "SELECT 0, id, state, card_serial, 0, 0 FROM card UNION ALL"
		" SELECT 1, id, state, serial, coalesce(holder_id, 0), damaged FROM reader_device",
	[SQL_REPLAY_WALK] = "SELECT seq, act, body FROM journal ORDER BY seq",
	[SQL_STOCK_COUNT] = "SELECT 0, state, count(*) FROM card GROUP BY state UNION ALL SELECT 1, state, count(*) FROM reader_device GROUP BY state",
	/* ---- records of items without a handover */
	[SQL_RECORD_NUMBER] = "SELECT coalesce(max(number), 0) + 1 FROM item_record WHERE series = ? AND desk = ? AND year = ?",
	[SQL_RECORD_COUNT] = "SELECT count(*) FROM item_record",
	[SQL_RECORD_INSERT] = "INSERT INTO item_record (id, series, desk, year, number, record_number, journal_seq, " RECORD_FROZEN ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_RECORD_ROW_INSERT] = "INSERT INTO item_record_row (record_id, position, " RECORD_ROW_FROZEN ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	/* For the digest: as they lie, absent references as 0. */
	[SQL_RECORD_HEAD_ROW] = "SELECT record_number, act, coalesce(applicant_id, 0), officer_id, time, officer_name, officer_title, shown,"
		" reason, reference FROM item_record WHERE id = ?",
	[SQL_RECORD_ITEM_ROWS] = "SELECT kind, way, seen, state, coalesce(card_id, 0), coalesce(reader_id, 0), coalesce(applicant_id, 0),"
		" coalesce(move_seq, 0), serial FROM item_record_row WHERE record_id = ? ORDER BY position",
	[SQL_RECORD_SELECT] = "SELECT r.id, r.record_number, r.journal_seq, j.hash, j.sig, coalesce(p.state, 'none'), coalesce(p.prints, 0),"
		" r.act, r.applicant_id, r.officer_id, r.time, r.officer_name, r.officer_title, r.shown, r.reason, r.reference FROM item_record r JOIN journal j ON j.seq = r.journal_seq LEFT JOIN entry_paper p ON p.seq = r.journal_seq"
		" WHERE r.journal_seq = ?1 OR (?1 = 0 AND r.record_number = ?2)",
	[SQL_RECORD_ROW_LIST] = "SELECT i.kind, i.way, i.seen, i.state, coalesce(i.card_id, i.reader_id, 0), i.applicant_id, i.move_seq,"
		" i.serial, coalesce(a.given_names || ' ' || a.surname, ''), coalesce((SELECT f.value FROM personal_field f"
		" WHERE f.seq = i.move_seq AND f.name = 'note'), '') FROM item_record_row i LEFT JOIN applicant a ON a.id = i.applicant_id"
		" WHERE i.record_id = ? ORDER BY i.position",
	/* The move that posted a card, after the entry that set it aside. */
	[SQL_RECORD_POSTED] = "SELECT body FROM journal WHERE seq > ?1 AND act = 'application-changed' AND body LIKE ?2 ORDER BY seq LIMIT 1",
	[SQL_RECORD_OF_PERSON] = "SELECT journal_seq FROM item_record WHERE applicant_id = ?1 OR id IN"
		" (SELECT record_id FROM item_record_row WHERE applicant_id = ?1 AND way = 'sent') ORDER BY id DESC LIMIT ?2",
	[SQL_RECORD_OF_ENTRY] = "SELECT id, year || '/' || desk || '-' || series || substr('0000' || number, -max(4, length(number)), 9)"
		" FROM item_record WHERE journal_seq = ?",
	[SQL_RECORD_GAPS] = "SELECT year FROM item_record GROUP BY series, desk, year"
		" HAVING count(*) <> max(number) OR min(number) <> 1 ORDER BY year",

	[SQL_DELIVERY_DRAFT_SAVE] = "INSERT INTO delivery_draft (tracking_number, officer_id, text, saved, sig) VALUES (?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT (tracking_number) DO UPDATE SET text = excluded.text, saved = excluded.saved, sig = excluded.sig"
		" WHERE delivery_draft.officer_id = excluded.officer_id",
	[SQL_DELIVERY_DRAFT_LOAD] = "SELECT text, saved, sig, officer_id FROM delivery_draft WHERE tracking_number = ?",
	[SQL_DELIVERY_DRAFT_TAKE] = "UPDATE delivery_draft SET officer_id = ?2, saved = ?3, sig = ?4 WHERE tracking_number = ?1",
	[SQL_DELIVERY_DRAFT_DROP] = "DELETE FROM delivery_draft WHERE tracking_number = ? AND officer_id = ?",
	[SQL_DELIVERY_DRAFT_LIST] = "SELECT d.tracking_number, o.id, o.name, o.login, d.saved FROM delivery_draft d"
		" JOIN officer o ON o.id = d.officer_id ORDER BY d.saved DESC LIMIT ?",

	/* ---- handovers */
	[SQL_LIVE_APPLICANT] = "SELECT h.record_number FROM live_handover l JOIN handover h ON h.id = l.handover_id"
		" WHERE l.applicant_id = ?",
	[SQL_LIVE_CERTIFICATE] = "SELECT h.record_number FROM live_handover l JOIN handover h ON h.id = l.handover_id"
		" WHERE l.certificate_sha256 = ?",
	[SQL_ENCOUNTER_DOCUMENT] = "SELECT h.record_number FROM personal_field f JOIN handover h ON h.journal_seq = f.seq"
		" JOIN applicant a ON a.id = h.applicant_id WHERE f.name = 'identity-number' AND f.value = ?1 AND h.identity_kind = ?2"
		" AND a.national_id <> ?3 ORDER BY h.id DESC LIMIT 1",
	[SQL_ENCOUNTER_RECENT] = "SELECT h.record_number, h.time FROM applicant a JOIN live_handover l ON l.applicant_id = a.id"
		" JOIN handover h ON h.id = l.handover_id WHERE a.national_id = ?1 AND a.id <> ?2 AND h.time >= ?3"
		" ORDER BY h.id DESC LIMIT 1",
	[SQL_ENCOUNTER_OFFICER] = "SELECT count(*) FROM officer WHERE id = ?1 AND national_id = ?2 AND national_id <> ''",
	[SQL_LIVE_INSERT] = "INSERT INTO live_handover (applicant_id, handover_id, certificate_sha256) VALUES (?, ?, ?)",
	[SQL_LIVE_DELETE] = "DELETE FROM live_handover WHERE handover_id = ?",
	[SQL_LIVE_PAPER] = "SELECT h.id, h.record_number, h.time, p.state, p.reprints FROM live_handover l"
		" JOIN handover h ON h.id = l.handover_id JOIN paper p ON p.handover_id = h.id WHERE l.applicant_id = ?",
	[SQL_HANDOVER_NUMBER] = "SELECT coalesce(max(number), 0) + 1 FROM handover WHERE desk = ? AND year = ?",
	[SQL_HANDOVER_INSERT] = "INSERT INTO handover (id, desk, year, number, record_number, applicant_id, officer_id, time,"
		" journal_seq" HANDOVER_COLUMNS(PLAIN_COLUMN, PLAIN_COLUMN, PLAIN_COLUMN) ")"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?" HANDOVER_COLUMNS(PLACE, PLACE, PLACE) ")",
	[SQL_HANDOVER_ID] = HANDOVER_SELECT "WHERE h.id = ?",
	[SQL_HANDOVER_RECORD] = HANDOVER_SELECT "WHERE h.record_number = ?",
	/* For a check: what is digested from the fifth column on, as it lies. */
	[SQL_HANDOVER_ROW] = "SELECT h.id, h.desk, h.year, h.number, h.record_number, h.applicant_id, h.officer_id, h.time"
		HANDOVER_COLUMNS(COLUMN, COLUMN, COLUMN) " FROM handover h WHERE h.journal_seq = ?",
	[SQL_HANDOVER_COUNT] = "SELECT count(*) FROM handover",
	[SQL_HANDOVER_GAPS] = "SELECT year FROM handover GROUP BY desk, year"
		" HAVING count(*) <> max(number) OR min(number) <> 1 ORDER BY year",
	/* In force is what no correction took back, with the applicant and certificate of its record. */
	[SQL_LIVE_WRONG] = "SELECT h.record_number FROM handover h LEFT JOIN live_handover l ON l.handover_id = h.id"
		" AND l.applicant_id = h.applicant_id AND l.certificate_sha256 = h.certificate_sha256"
		" WHERE (l.handover_id IS NOT NULL) = EXISTS"
		" (SELECT 1 FROM correction c WHERE c.handover_id = h.id AND c.takes_back = 1) ORDER BY h.id LIMIT 1",
	[SQL_LIVE_EXTRA] = "SELECT l.applicant_id FROM live_handover l WHERE NOT EXISTS"
		" (SELECT 1 FROM handover h WHERE h.id = l.handover_id) ORDER BY l.applicant_id LIMIT 1",
	[SQL_DELIVERED_WRONG] = "SELECT a.id FROM applicant a LEFT JOIN live_handover l ON l.applicant_id = a.id"
		" WHERE (a.state = 'delivered') <> (l.handover_id IS NOT NULL) ORDER BY a.id LIMIT 1",
	[SQL_CORRECTION_FIND] = "SELECT h.record_number, c.takes_back FROM correction c JOIN handover h ON h.id = c.handover_id"
		" WHERE c.seq = ?",
	[SQL_CORRECTION_COUNT] = "SELECT count(*) FROM correction",
	/* Deliveries are numbered behind the handovers. */
	[SQL_PAPER_OF_RECORD] = "SELECT h.id, p.state FROM handover h JOIN paper p ON p.handover_id = h.id WHERE h.record_number = ?1"
		" UNION ALL SELECT d.id + (SELECT count(*) FROM handover), p.state FROM delivery d"
		" JOIN delivery_paper p ON p.delivery_id = d.id WHERE d.record_number = ?1",
	[SQL_PAPER_SIGNED_COUNT] = "SELECT (SELECT count(*) FROM paper WHERE state = 'signed')"
		" + (SELECT count(*) FROM delivery_paper WHERE state = 'signed')",
	[SQL_FINDING_INSERT] = "INSERT INTO handover_finding (handover_id, position, rule, level, message) VALUES (?, ?, ?, ?, ?)",
	[SQL_FINDING_LIST] = "SELECT rule, level, message FROM handover_finding WHERE handover_id = ? ORDER BY position",
	[SQL_PAPER_INSERT] = "INSERT INTO paper (handover_id, state, since, reprints) VALUES (?, 'none', ?, 0)",
	[SQL_PAPER_FIND] = "SELECT h.record_number, p.state, p.reprints, h.applicant_id, h.reader_serial, h.has_reader, h.officer_id, p.prints,"
		" NOT EXISTS (SELECT 1 FROM live_handover l WHERE l.handover_id = h.id)"
		" FROM handover h JOIN paper p ON p.handover_id = h.id WHERE h.id = ?",
	[SQL_PAPER_STATE] = "UPDATE paper SET state = ?2, since = ?3 WHERE handover_id = ?1",
	[SQL_PAPER_QUEUED] = "UPDATE paper SET state = 'waiting', since = ?2, prints = prints + 1 WHERE handover_id = ?1"
		" AND state <> 'signed'",
	[SQL_PAPER_PRINTED] = "UPDATE paper SET prints = prints + 1 WHERE handover_id = ?",
	[SQL_PAPER_REPRINT] = "UPDATE paper SET reprints = reprints + 1 WHERE handover_id = ?",
	[SQL_CORRECTION_READ] = "SELECT c.handover_id, c.takes_back, h.record_number, h.applicant_id, j.time, j.hash, j.sig,"
		" coalesce(e.state, 'none'), coalesce(e.prints, 0) FROM correction c JOIN handover h ON h.id = c.handover_id"
		" JOIN journal j ON j.seq = c.seq LEFT JOIN entry_paper e ON e.seq = c.seq WHERE c.seq = ?",
	[SQL_CORRECTION_OF] = "SELECT c.seq FROM correction c JOIN handover h ON h.id = c.handover_id WHERE h.applicant_id = ?1"
		" ORDER BY c.seq DESC LIMIT ?2",

	[SQL_ENTRY_PAPER_FIND] = "SELECT state, prints FROM entry_paper WHERE seq = ?",
	[SQL_ENTRY_PAPER_QUEUED] = "INSERT INTO entry_paper (seq, state, since, prints) VALUES (?1, 'waiting', ?2, 1)"
		" ON CONFLICT (seq) DO UPDATE SET prints = entry_paper.prints + 1, since = excluded.since, state ="
		" CASE WHEN entry_paper.state = 'signed' THEN 'signed' ELSE 'waiting' END",
	[SQL_ENTRY_PAPER_PRINTED] = "INSERT INTO entry_paper (seq, state, since, prints) VALUES (?1, 'none', ?2, 1)"
		" ON CONFLICT (seq) DO UPDATE SET prints = entry_paper.prints + 1",
	[SQL_ENTRY_PAPER_STATE] = "UPDATE entry_paper SET state = ?2, since = ?3 WHERE seq = ?1",
	[SQL_ENTRY_PAPER_SIGNED_COUNT] = "SELECT count(*) FROM entry_paper WHERE state = 'signed'",
	[SQL_CORRECTION_INSERT] = "INSERT INTO correction (seq, handover_id, takes_back) VALUES (?, ?, ?)",

	/* ---- paperwork */
	[SQL_DRAFT_SAVE] = "INSERT INTO draft (officer_id, text, saved, sig) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (officer_id) DO UPDATE SET text = excluded.text, saved = excluded.saved, sig = excluded.sig",
	[SQL_DRAFT_LOAD] = "SELECT text, saved, sig FROM draft WHERE officer_id = ?",
	[SQL_DRAFT_DROP] = "DELETE FROM draft WHERE officer_id = ?",
	[SQL_PRINT_INSERT] = "INSERT INTO print (handover_id, delivery_id, title, destination, state, attempts, created, changed, job,"
		" fault, document) VALUES (?1, ?2, ?3, ?4, 'waiting', 0, ?5, ?5, '', '', ?6)",
	[SQL_PRINT_INSERT_ENTRY] = "INSERT INTO print (entry_seq, title, destination, state, attempts, created, changed, job, fault,"
		" document) VALUES (?1, ?2, ?3, 'waiting', 0, ?4, ?4, '', '', ?5)",
	[SQL_PRINT_SENDING_ENTRY] = "SELECT count(*) FROM print WHERE entry_seq = ?1 AND state = 'sending' AND changed BETWEEN ?2 AND ?3",
	[SQL_PRINT_AGAIN_ENTRY] = "UPDATE print SET state = 'waiting', changed = ?2 WHERE id ="
		" (SELECT max(id) FROM print WHERE entry_seq = ?1 AND state IN ('waiting', 'failed', 'sending'))",
	[SQL_PRINT_DONE_ENTRY] = "UPDATE print SET state = 'done', changed = ?2, document = '' WHERE entry_seq = ?1"
		" AND (state IN ('waiting', 'failed', 'sent') OR (state = 'sending' AND changed NOT BETWEEN ?3 AND ?4))",
	[SQL_PRINT_LIST] = "SELECT " PRINT_COLUMNS " FROM print WHERE (?1 = 1 OR state <> 'done') ORDER BY id LIMIT ?2 OFFSET ?3",
	[SQL_PRINT_COUNT] = "SELECT count(*) FROM print WHERE (?1 = 1 OR state <> 'done')",
	[SQL_PRINT_FIND] = "SELECT " PRINT_COLUMNS ", document FROM print WHERE id = ?",
	/* Somebody works on it: ?3 and ?4 are the ends of the time in which a session may still be alive. */
	[SQL_PRINT_SENDING] = "SELECT count(*) FROM print WHERE " OF_PAPER " AND state = 'sending' AND changed BETWEEN ?3 AND ?4",
	[SQL_PRINT_AGAIN] = "UPDATE print SET state = 'waiting', changed = ?3 WHERE id ="
		" (SELECT max(id) FROM print WHERE " OF_PAPER " AND state IN ('waiting', 'failed', 'sending'))",
	/* The oldest that waits, claimed as it is found. */
	[SQL_PRINT_NEXT] = "UPDATE print SET state = 'sending', attempts = attempts + 1, changed = ?1 WHERE id ="
		" (SELECT id FROM print WHERE state = 'waiting' OR (state = 'sending' AND changed NOT BETWEEN ?2 AND ?3)"
		" ORDER BY id LIMIT 1) RETURNING " PRINT_COLUMNS ", document",
	/* Only of the attempt that the caller made: the row may be another session's by now. */
	[SQL_PRINT_END] = "UPDATE print SET state = ?3, changed = ?4, job = ?5, fault = ?6,"
		" document = CASE WHEN ?3 = 'done' THEN '' ELSE document END WHERE id = ?1 AND attempts = ?2 AND state = 'sending'",
	[SQL_PRINT_DONE] = "UPDATE print SET state = 'done', changed = ?3, document = '' WHERE " OF_PAPER
		" AND (state IN ('waiting', 'failed', 'sent') OR (state = 'sending' AND changed NOT BETWEEN ?4 AND ?5))",
};

const char *
sql_text(enum sql name)
{
	return texts[name];
}
