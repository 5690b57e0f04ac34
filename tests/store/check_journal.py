# Checks a desk's journal by teslim-journal(5) alone, with nothing of the program: numbering, chain, hashes, personal
# digests, checkpoints, signatures (through openssl). Usage: check_journal.py FILE. Status 0 whole, 1 not, with words.
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


db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
prev, hashes, key = bytes(32), [], None
forgotten = {seq for (seq,) in db.execute("SELECT seq FROM forgotten")}
for row in db.execute("SELECT seq, desk, time, officer, act, body, personal_digest, prev, hash, sig FROM journal ORDER BY seq").fetchall():
    seq, desk, time, officer, act, body, personal, before, hashed, sig = row
    if seq != len(hashes) + 1 or before != prev:
        fail("entry %d does not follow" % seq)
    if digest("teslim journal 1", [seq.to_bytes(8, "big"), desk, time, officer, act, body, personal, before]) != hashed:
        fail("entry %d was changed" % seq)
    if seq == 1:
        key = bytes.fromhex(dict(pair.split("=", 1) for pair in body.split(" "))["key"])
    if personal and seq not in forgotten:
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
print("whole: %d entries, %d checkpoints, %d forgotten" % (len(hashes), db.execute("SELECT count(*) FROM checkpoint").fetchone()[0], len(forgotten)))
