# Checks a desk's journal by teslim-journal(5) alone, with nothing of the program: numbering, chain, hashes, personal
# digests, checkpoints, handover rows, corrections, handovers in force, signatures (through openssl).
# Usage: check_journal.py FILE. Status 0 whole, 1 not, with words.
import hashlib, os, sqlite3, subprocess, sys, tempfile


def digest(label, fields):
    h = hashlib.sha256(label.encode())
    for field in fields:
        field = field.encode() if isinstance(field, str) else field
        h.update(len(field).to_bytes(8, "big") + field)
    return h.digest()


def merkle(leaves):
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + merkle(leaves[:k]) + merkle(leaves[k:])).digest()


def signature_holds(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = {n: os.path.join(folder, n) for n in ("key", "message", "sig")}
        # SubjectPublicKeyInfo of Ed25519 (RFC 8410)
        open(names["key"], "wb").write(bytes.fromhex("302a300506032b6570032100") + key)
        open(names["message"], "wb").write(message)
        open(names["sig"], "wb").write(signature)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names["key"], "-rawin",
                               "-in", names["message"], "-sigfile", names["sig"]], capture_output=True).returncode == 0


def fail(words):
    print(words)
    sys.exit(1)


ROW = """record_number, applicant_id, officer_id, time, officer_name, officer_title, identity_kind, identity_compared, card_serial,
has_reader, reader_serial, tracking_number, certificate_sha256, certificate_kind, issuer_cn, issuer, not_before, not_after, key,
signature, key_usage, policies, qc_statements, extended_usages, user_notice, lacks, money_limit, chain, revocation, checked_at,
list_issued, revoked_at, verdict"""


def pairs(body):
    return dict(pair.split("=", 1) for pair in body.split(" "))


def check_handover(seq, body):
    row = db.execute("SELECT %s FROM handover WHERE journal_seq = ?" % ROW, (seq,)).fetchone()
    if row is None:
        fail("entry %d: no handover row" % seq)
    made = db.execute("SELECT id, year || '/' || desk || '-' || printf('%04d', number) FROM handover WHERE journal_seq = ?", (seq,)).fetchone()
    fields = [str(value) for value in row]
    for finding in db.execute("SELECT rule, level, message FROM handover_finding WHERE handover_id = ? ORDER BY position", (made[0],)):
        fields += finding
    said = pairs(body)
    if digest("teslim handover 1", fields).hex() != said["row"] or not said["record"] == row[0] == made[1]:
        fail("entry %d: handover row was changed" % seq)


COUNTS = ("said", "announced", "read", "scanned", "missing", "unexpected", "damaged", "unfit")
DELIVERY = """record_number, shipment_id, coalesce(earlier_id, 0), officer_id, time, outcome, tracking_number, dispatched, packaging,
courier_firm, courier_shown, officer_document, letter_number, letter_date, officer_name, officer_title, begun_by, """ + ", ".join(
    "%s_%s" % (kind, count) for kind in ("cards", "readers") for count in COUNTS)


def check_delivery(seq, body):
    row = db.execute("SELECT %s FROM delivery WHERE journal_seq = ?" % DELIVERY, (seq,)).fetchone()
    if row is None:
        fail("entry %d: no delivery row" % seq)
    made = db.execute("SELECT id, year || '/' || desk || '-K' || printf('%04d', number) FROM delivery WHERE journal_seq = ?", (seq,)).fetchone()
    fields, said = [str(value) for value in row], pairs(body)
    counts = [said["%s-%s" % (kind, count)] for kind in ("cards", "readers") for count in COUNTS]
    items = db.execute("""SELECT kind, seen, origin, condition, coalesce(card_id, 0), coalesce(reader_id, 0), coalesce(applicant_id, 0),
serial, certificate_sha256, place FROM delivery_item WHERE delivery_id = ? ORDER BY position""", (made[0],)).fetchall()
    if counts != fields[-16:]:
        fail("entry %d: counts of the delivery" % seq)
    for kind, at in (("card", 0), ("reader", 8)):
        mine = [item for item in items if item[0] == kind]
        found = [sum(item[1] == "read" for item in mine), sum(item[1] in ("scanned", "typed") for item in mine),
                 sum(item[1] == "not-seen" for item in mine), sum(item[2] != "announced" for item in mine),
                 sum(item[3] == "damaged" for item in mine), sum(item[3] in ("unreadable", "unfit") for item in mine)]
        if [str(number) for number in found] != counts[at + 2:at + 8]:
            fail("entry %d: rows of the delivery" % seq)
    for item in items:
        fields += [str(value) for value in item]
    if digest("teslim delivery 1", fields).hex() != said["row"] or not said["record"] == row[0] == made[1]:
        fail("entry %d: delivery row was changed" % seq)


RECORD = """record_number, act, coalesce(applicant_id, 0), officer_id, time, officer_name, officer_title, shown, reason, reference"""


def check_item_record(seq, body):
    row = db.execute("SELECT %s FROM item_record WHERE journal_seq = ?" % RECORD, (seq,)).fetchone()
    if row is None:
        fail("entry %d: no item_record row" % seq)
    made = db.execute("SELECT id, year || '/' || desk || '-' || series || printf('%04d', number), series FROM item_record WHERE journal_seq = ?", (seq,)).fetchone()
    fields, said = [str(value) for value in row], pairs(body)
    for item in db.execute("""SELECT kind, way, seen, state, coalesce(card_id, 0), coalesce(reader_id, 0), coalesce(applicant_id, 0),
coalesce(move_seq, 0), serial FROM item_record_row WHERE record_id = ? ORDER BY position""", (made[0],)).fetchall():
        fields += [str(value) for value in item]
    if digest("teslim item record 1", fields).hex() != said["row"] or not said["record"] == row[0] == made[1]:
        fail("entry %d: item record was changed" % seq)
    if said["act"] != row[1] or (made[2] == "S") != (said["act"] == "dispatch"):
        fail("entry %d: act of the item record" % seq)


def check_correction(seq, body):
    row = db.execute("SELECT h.record_number, c.takes_back FROM correction c JOIN handover h ON h.id = c.handover_id WHERE c.seq = ?", (seq,)).fetchone()
    said = pairs(body)
    if row != (said["record"], 1 if said["takes-back"] == "yes" else 0):
        fail("entry %d: correction row" % seq)


db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
prev, hashes, key, day, marks, acts, signed = bytes(32), [], None, None, set(), {}, set()
entries_signed = set()
forgotten = {seq: (by, act, pairs(body)) for seq, by, act, body in
             db.execute("SELECT f.seq, f.by_seq, j.act, j.body FROM forgotten f JOIN journal j ON j.seq = f.by_seq")}
for row in db.execute("SELECT seq, desk, time, officer, act, body, personal_digest, prev, hash, sig FROM journal ORDER BY seq").fetchall():
    seq, desk, time, officer, act, body, personal, before, hashed, sig = row
    if seq != len(hashes) + 1 or before != prev:
        fail("entry %d does not follow" % seq)
    if digest("teslim journal 1", [seq.to_bytes(8, "big"), desk, time, officer, act, body, personal, before]) != hashed:
        fail("entry %d was changed" % seq)
    if seq == 1:
        key = bytes.fromhex(pairs(body)["key"])
    if day is not None and time[:10] != day:
        marks.add(seq - 1)
    if seq % 100 == 0:
        marks.add(seq)
    day = time[:10]
    acts[act] = acts.get(act, 0) + 1
    if act == "handover":
        check_handover(seq, body)
    if act in ("delivery", "delivery-refused"):
        check_delivery(seq, body)
    if act in ("reader", "dispatch"):
        check_item_record(seq, body)
    if act == "correction":
        check_correction(seq, body)
    if act == "signed-copy" and "entry" in pairs(body):
        entries_signed.add(int(pairs(body)["entry"]))
    elif act == "signed-copy":
        signed.add(pairs(body)["record"])
    if seq in forgotten:
        by, said_by, said = forgotten[seq]
        if act in ("delivery", "delivery-refused"):
            wrong = "deliveries-before" not in said or time >= said["deliveries-before"]
        else:
            wrong = pairs(body).get("applicant", said.get("applicant")) != said.get("applicant")
        if by <= seq or said_by != "person-forgotten" or wrong:
            fail("entry %d: forgotten without an entry that says so" % seq)
    elif personal:
        salt = db.execute("SELECT salt FROM personal WHERE seq = ?", (seq,)).fetchone()
        fields = [text for pair in db.execute("SELECT name, value FROM personal_field WHERE seq = ? ORDER BY position", (seq,)) for text in pair]
        if salt is None or digest("teslim personal 1", [salt[0]] + fields) != personal:
            fail("entry %d: personal fields were changed" % seq)
    if (seq < 10 or seq % 50 == 0 or act == "handover") and not signature_holds(key, hashed, sig):
        fail("entry %d: signature" % seq)
    prev = hashed
    hashes.append(hashed)
for seq, time, root, sig in db.execute("SELECT seq, time, root, sig FROM checkpoint").fetchall():
    if merkle(hashes[:seq]) != root:
        fail("checkpoint %d: root" % seq)
    if not signature_holds(key, digest("teslim checkpoint 1", [desk, seq.to_bytes(8, "big"), root, time]), sig):
        fail("checkpoint %d: signature" % seq)
if {seq for (seq,) in db.execute("SELECT seq FROM checkpoint")} != marks:
    fail("a checkpoint is missing or too many")
for table in ("handover", "correction"):
    if db.execute("SELECT count(*) FROM " + table).fetchone()[0] != acts.get(table, 0):
        fail("%s rows without entries" % table)
for year, count, low, high in db.execute("SELECT year, count(*), min(number), max(number) FROM handover GROUP BY desk, year"):
    if low != 1 or high != count:
        fail("record numbers of %d have a gap" % year)
if db.execute("SELECT count(*) FROM delivery").fetchone()[0] != acts.get("delivery", 0) + acts.get("delivery-refused", 0):
    fail("delivery rows without entries")
if db.execute("SELECT count(*) FROM item_record").fetchone()[0] != acts.get("reader", 0) + acts.get("dispatch", 0):
    fail("item records without entries")
for year, count, low, high in db.execute("SELECT year, count(*), min(number), max(number) FROM item_record GROUP BY series, desk, year"):
    if low != 1 or high != count:
        fail("numbers of item records of %d have a gap" % year)
live = set(db.execute("SELECT applicant_id, certificate_sha256 FROM live_handover"))
if live != set(db.execute("SELECT applicant_id, certificate_sha256 FROM handover WHERE id NOT IN (SELECT handover_id FROM correction WHERE takes_back = 1)")):
    fail("handovers in force")
if {applicant for applicant, _ in live} != {applicant for (applicant,) in db.execute("SELECT id FROM applicant WHERE state = 'delivered'")}:
    fail("applications delivered")
if signed != {record for (record,) in db.execute("SELECT h.record_number FROM paper p JOIN handover h ON h.id = p.handover_id WHERE p.state = 'signed'")}:
    fail("signed copies")
if entries_signed != {seq for (seq,) in db.execute("SELECT seq FROM entry_paper WHERE state = 'signed'")}:
    fail("signed papers of corrections")
print("whole: %d entries, %d checkpoints, %d forgotten" % (len(hashes), db.execute("SELECT count(*) FROM checkpoint").fetchone()[0], len(forgotten)))
