# Every subcommand of teslim as a script sees it: help, exit codes, JSON, both languages, and what it says when it can't.
import glob, json, os, random, shutil, subprocess, sys, tempfile

build, top = os.environ["BUILD"], os.environ["TOP"]
teslim = build + "/teslim"
work = tempfile.mkdtemp(prefix="teslim-cli-")
demo = work + "/demo"
number = failed = 0


def check(held, name, more=""):
    global number, failed
    number += 1
    if not held:
        failed += 1
    print("%s %d - %s" % ("ok" if held else "not ok", number, name))
    if not held and more:
        print("".join("# %s\n" % line for line in str(more).splitlines()[:12]), end="")
    sys.stdout.flush()


class Result:
    def __init__(self, arguments, stdin="", environment=None, lang="tr"):
        full = [teslim] + [str(a) for a in arguments]
        done = subprocess.run(full + (["--lang", lang] if lang else []), input=stdin.encode() if isinstance(stdin, str) else stdin,
                              capture_output=True, timeout=120, env=dict(os.environ, **(environment or {})))
        self.status, self.out, self.err = done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")

    def json(self):
        try:
            return [json.loads(line) for line in self.out.splitlines() if line.startswith("{") or line.startswith("[")]
        except ValueError as e:
            return [{"error": str(e)}]

    def __str__(self):
        return "status %d\n%s\n%s" % (self.status, self.out, self.err)


def run(*arguments, **options):
    return Result(arguments, **options)


def desk(*arguments, **options):
    return Result(list(arguments) + ["--config", demo + "/teslim.conf"], **options)


def write(name, text, encoding="utf-8"):
    path = work + "/" + name
    with open(path, "wb") as f:
        f.write(text.encode(encoding) if isinstance(text, str) else text)
    return path


def national_id(serial):
    d = [int(c) for c in "9%08d" % serial]
    d.append((sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10)
    d.append(sum(d) % 10)
    return "".join(map(str, d))


subprocess.run(["sh", top + "/tests/demo/demo.sh"], env=dict(os.environ, TESLIM_DEMO=demo, TESLIM_DEMO_PREPARE="1"), check=True)

# ---- help and wrong use
for command in ["init", "officer", "import", "shipment", "card", "cert", "crl", "report", "correct", "stock", "forget", "verify", "backup", "doctor"]:
    tr, en = run(command, "--help"), run(command, "--help", lang="en")
    check(tr.status == 0 and tr.out.startswith("Kullanım: teslim " + command), command + " --help in Turkish", tr)
    check(en.status == 0 and en.out.startswith("Usage: teslim " + command), command + " --help in English", en)
    bad = run(command, "--yok")
    check(bad.status == 2 and "--yok" in bad.err, command + " with an unknown option is wrong use", bad)
check(run("--help").status == 0 and "import" in run("--help").out, "--help lists the commands")
check(run("yok").status == 2, "an unknown command is wrong use")
check(run("--version", lang=None).status == 0, "--version")
check(run("verify", "--config", work + "/yok.conf").status == 2, "a configuration that is not there cannot be decided")
broken = write("broken.conf", "desk = \"A\";\nlock_minutes = \"on\";\n")
said = run("verify", "--config", broken)
check(said.status == 2 and "broken.conf" in said.err and ":2" in said.err and "lock_minutes" in said.err,
      "a wrong setting is told with file, line and name", said)

# ---- cert
right = demo + "/90000000278-right.der"
trust = ["--trust", demo + "/trust", "--crl", demo + "/crl"]
one = run("cert", "--json", *trust, right)
facts = (one.json() or [{}])[0]
check(one.status == 0, "cert: a qualified certificate is accepted", one)
for key in ["subject_cn", "national_id", "issuer_cn", "not_before", "not_after", "serial", "key", "qualified", "chain", "revocation",
            "verdict", "reasons"]:
    check(key in facts, "cert --json has " + key, one)
check(facts.get("subject_cn") == "AYŞE ŞULE ÖZTÜRK" and facts.get("national_id") == "90000000278" and facts.get("qualified") is True
      and facts.get("chain") == "trusted" and facts.get("revocation") == "good", "with the right values", facts)
text = subprocess.run(["openssl", "x509", "-inform", "der", "-in", right, "-noout", "-serial", "-startdate", "-enddate", "-nameopt", "utf8",
                       "-subject"], capture_output=True).stdout.decode()
check("SERIAL=" + facts.get("serial", "?").upper() in text.upper(), "the serial number is OpenSSL's", text)
pem = subprocess.run(["openssl", "x509", "-inform", "der", "-in", right], capture_output=True).stdout
same = run("cert", "--json", *trust, write("right.pem", pem))
check(same.status == 0 and same.json()[0]["sha256"] == facts["sha256"], "PEM is read as well", same)
bare = run("cert", "--json", right)
check(bare.json()[0]["chain"] == "not-checked" and bare.json()[0]["revocation"] == "not-checked", "without a trust directory nothing counts as checked", bare)
shutil.copy(right, work + "/somebody.der")
human = run("cert", work + "/somebody.der")
check("*******0278" in human.out and "90000000278" not in human.out, "for people the number is masked", human)
check("bakılmadı" in human.out, "and what was not checked says so", human)
for kind, words in [("expired", "doldu"), ("test", "deneme"), ("seal", "mühr")]:
    said = run("cert", "--json", *trust, demo + "/90000000278-%s.der" % kind)
    check(said.status == 1 and said.json()[0]["verdict"] == "refuse", "cert: %s is refused with status 1" % kind, said)
said = run("cert", "--json", *trust, demo + "/90000000278-not-yet.der")
check(any(r["level"] == "warn" for r in said.json()[0]["reasons"]), "not yet valid is only a warning", said)
later = run("cert", "--json", *trust, "--at", "2035-01-01", right)
check(later.status == 1 and any(r["rule"] == "validity" and r["level"] == "refuse" for r in later.json()[0]["reasons"]), "--at judges at another time", later)
for seconds in ["5x", "x", "", " 5", "0", "-1", "99999999", "5.0"]:
    said = run("card", "--timeout", seconds)
    check(said.status == 2 and ("--timeout " + seconds) in said.err, "card --timeout '%s' is refused with a sentence" % seconds, said)
cases = top + "/tests/cert/cases/"
case_trust = ["--at", "2026-12-01", "--trust", cases + "trust"]
said = run("cert", "--json", *case_trust, "--crl", cases + "crl-sub-revoked", cases + "good.der")
check(said.status == 1 and any(r["rule"] == "revocation" and r["level"] == "refuse" and "makam" in r["text"] for r in said.json()[0]["reasons"]),
      "cert: a revoked issuing authority refuses", said)
said = run("cert", "--json", *case_trust, cases + "good.der")
check(said.status == 0, "cert: without that list it is accepted", said)
said = run("cert", "--json", *case_trust, cases + "ge.pem")
check(said.status == 1 and [c["number"] for c in said.json()] == [1, 2] and said.json()[1]["subject_cn"] == "ALİ VELİ",
      "cert: both certificates of a file are judged, the worst counts", said)
said = run("cert", *case_trust, cases + "ge.pem")
check("ge.pem: 1. sertifika" in said.out and "ge.pem: 2. sertifika" in said.out, "cert: for people each has its number", said)
two = subprocess.run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", cases + "ge.pem", "-outform", "DER"], capture_output=True).stdout
check(len(run("cert", "--json", *case_trust, write("iki.p7b", two)).json()) == 2, "cert: and those of a PKCS#7")
broken_part = open(cases + "ge.pem", "rb").read() + b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
said = run("cert", "--json", *case_trust, write("kirik.pem", broken_part))
check(said.status == 2 and len(said.json()) == 3 and "error" in said.json()[2], "cert: a broken one among them is told, status 2", said)
said = run("cert", "--json", *case_trust, cases + "weak-rsa512.der")
check(said.status == 1 and any(r["rule"] == "key" and "RSA 512" in r["text"] for r in said.json()[0]["reasons"]), "cert: a weak key refuses", said)
os.makedirs(work + "/yalniz")
shutil.copy(cases + "trust/sub.pem", work + "/yalniz")
said = run("cert", "--json", "--at", "2026-12-01", "--trust", work + "/yalniz", cases + "good.der")
check(said.json()[0]["chain"] == "no-root" and any("Kamu SM Kök SHS - Sentetik" in r["text"] for r in said.json()[0]["reasons"]),
      "cert: with the issuing authority alone, the missing root is named", said)
check(run("cert", "--at", "yarin", right).status == 2, "--at wants a time")
many = run("cert", "--json", *trust, right, demo + "/90000000278-expired.der")
check(many.status == 1 and len(many.json()) == 2, "several files, one refused: status 1", many)
for name, content in [("empty", b""), ("noise", os.urandom(3000)), ("text", "merhaba dünya"), ("huge", b"\x30" * 5000000),
                      ("half", open(right, "rb").read()[:700])]:
    said = run("cert", write("bad-" + name, content))
    check(said.status == 2 and len(said.err + said.out) > 20, "cert: %s cannot be read: status 2 and a sentence" % name, said)
check(run("cert", work).status == 2 and run("cert", work + "/yok.der").status == 2, "neither can a folder nor a missing file")
check(run("cert").status == 2, "cert without a file is wrong use")

# ---- crl
lists = work + "/lists"
os.makedirs(lists)
place = ["--config", demo + "/teslim.conf", "--crl", lists]
nes = [name for name in os.listdir(demo + "/crl") if name.endswith(".crl")]
said = run("crl", "--dry-run", *place, *[demo + "/crl/" + name for name in nes])
check(said.status == 0 and os.listdir(lists) == [] and "alınabilir" in said.out, "crl --dry-run takes nothing", said)
said = run("crl", "--json", *place, *[demo + "/crl/" + name for name in nes])
check(said.status == 0 and len(os.listdir(lists)) == len(nes) and all(r["result"] == "taken" and r["list"] in os.listdir(lists) for r in said.json()),
      "crl takes the lists of the authorities in", said)
said = run("cert", "--json", "--trust", demo + "/trust", "--crl", lists, right)
check(said.json()[0]["revocation"] == "good", "and they count", said)
said = run("crl", *place, *[demo + "/crl/" + name for name in nes])
check(said.status == 0 and len(os.listdir(lists)) == len(nes), "the same once more takes their place", said)
said = run("crl", *place, "--at", "2035-01-01", demo + "/crl/" + nes[0])
check(said.status == 1 and "süresi geçmiş" in said.out, "one that is out of date is not taken", said)
said = run("crl", *place, cases + "crl-sub-revoked/b.crl")
check(said.status == 1 and "güvenilenler arasında yok" in said.out and len(os.listdir(lists)) == len(nes), "nor one of an authority that is not trusted", said)
said = run("crl", *place, write("sayfa.crl", b"<html>404</html>"))
check(said.status == 2 and "sayfa.crl" in said.err, "a file that is no list: status 2 and a sentence", said)
check(run("crl", *place, work + "/yok.crl").status == 2 and run("crl", *place).status == 2, "nor one that is not there, nor none at all")

# ---- import
header = "T.C. Kimlik No;Adı;Soyadı;E-posta;Birim;Unvan\r\n"
people = [(national_id(500 + i), g, s) for i, (g, s) in enumerate([("Işıl", "Öztürk"), ("İbrahim", "Çığ"), ("Şule", "Gümüşdağ")])]


def listed(rows, separator=";", head=header):
    return (head + "".join("%s;%s;%s;k@ornek.gov.tr;Dahiliye;Tabip\r\n" % r for r in rows)).replace(";", separator)


def fresh():
    global demo
    demo = tempfile.mkdtemp(prefix="desk-", dir=work)
    with open(demo + "/teslim.conf", "w") as f:
        f.write('desk = "B";\ninstitution = "Örnek";\ndatabase = "t.db";\nkey = "t.key";\nlog = "t.log";\nprint_to = "file:%s/papers";\n' % demo)
    return desk("init", "--login", "ayse", "--name", "Ayşe Örnek", "--title", "Şef", "--password-stdin", stdin="uzun-parola\n")


check(fresh().status == 0, "init makes database, key and first officer")
check(os.path.isdir(demo + "/papers"), "and the folder for papers")
check(desk("init", "--login", "x", "--name", "X", "--password-stdin", stdin="uzun-parola\n").status != 0, "but not twice")
check(oct(os.stat(demo + "/t.key").st_mode)[-3:] == "600" and oct(os.stat(demo + "/t.db").st_mode)[-3:] == "600", "both are nobody else's")
short = Result(["init", "--config", write("short.conf", 'desk = "C";\ndatabase = "%s/c.db";\nkey = "%s/c.key";\n' % (work, work)), "--login", "a",
                "--name", "A", "--password-stdin"], stdin="x\n")
check(short.status != 0 and not os.path.exists(work + "/c.db"), "a password that is too short makes nothing", short)
for name, encoding, separator in [("utf-8", "utf-8-sig", ";"), ("utf-16", "utf-16", ";"), ("windows-1254", "cp1254", ";"), ("comma", "utf-8", ","),
                                  ("tab", "utf-8", "\t")]:
    fresh()
    path = write(name + ".csv", listed(people, separator), encoding)
    dry = desk("import", "--dry-run", "--json", path)
    check(dry.status == 0, "import --dry-run of a list in %s" % name, dry)
    real = desk("import", "--json", path)
    check(real.status == 0, "and import", real)
    again = desk("import", path)
    check(again.status == 1, "and a second time: they are here already", again)
fresh()
bad = write("bad.csv", listed(people[:1] + [("12345678901", "Yanlış", "Numara")] + people[1:]))
said = desk("import", "--json", bad)
check(said.status == 1 and "3" in said.out and said.json(), "a wrong number refuses the list, row and reason told", said)
check(desk("import", write("good.csv", listed(people))).status == 0, "and nothing of it was stored: the good rows go in afterwards")
fresh()
check(desk("import", write("alias.csv", listed(people, head="TCKN;AD;SOYAD;EPOSTA;BİRİM;ÜNVAN\r\n"))).status == 0, "other names of the columns are understood")
said = desk("import", write("nohead.csv", "a;b;c\r\n1;2;3\r\n"))
check(said.status == 2 and len(said.err) > 20, "a list without the columns cannot be read", said)
check(desk("import", work + "/yok.csv").status == 2, "nor one that is not there")
check(desk("import", work).status == 2, "nor a folder")
twice = desk("import", "--json", write("twice.csv", listed(people + people[:1])))
check(twice.status == 1, "the same person twice is refused", twice)

# ---- a dry run asks the register what the real one asks, and a shipment's list is compared with it
fresh()
desk("import", write("register.csv", listed(people)))
for name, command, text in [
        ("everybody is known", ["import"], listed(people[:2])),
        ("nobody waits for it", ["shipment", "--tracking", "T"], "TCKN;Kart Seri No\r\n11111111110;K\r\n"),
        ("another name", ["shipment", "--tracking", "T"], "TCKN;Ad;Soyad;Kart Seri No\r\n%s;Bambaşka;Biri;K\r\n" % people[0][0]),
        ("another tracking number", ["shipment", "--tracking", "T"], "TCKN;Kart Seri No;Gönderi No\r\n%s;K;BAŞKA\r\n" % people[0][0]),
        ("two dates", ["shipment", "--tracking", "T"], "TCKN;Kart Seri No;Gönderi Tarihi\r\n%s;K;01.10.2026\r\n%s;L;02.10.2026\r\n" % (people[0][0], people[1][0])),
        ("a serial that became a number", ["shipment", "--tracking", "T"], "TCKN;Kart Seri No\r\n%s;1,2E+19\r\n" % people[0][0])]:
    path = write("compared.csv", text)
    dry, real = desk(*command, "--dry-run", path), desk(*command, path)
    check(dry.status == 1 and real.status == 1 and [line for line in dry.out.splitlines() if line.startswith("satır")] ==
          [line for line in real.out.splitlines() if line.startswith("satır")] != [], name + ": refused alike, and why", dry.out + real.out)
    said = desk(*command, "--json", path)
    check(said.status == 1 and said.json(), name + ": JSON and nothing else", said)
both = desk("import", write("known.csv", listed(people[:2])))
check(both.status == 1 and both.out.count("zaten kayıtlı, bilgileri aynı") == 2, "all who are known already are named at once", both)

# ---- known people: the same, changed, somebody else; what becomes of them is decided, and a trial says what the real thing does
first = people[0][0]
changed = "T.C. Kimlik No;Adı;Soyadı;E-posta;Birim\r\n%s;Işıl;Öztürk;yeni@ornek.gov.tr;Acil\r\n%s;Yeni;Kişi;y@ornek.gov.tr;Acil\r\n" % (first, national_id(900))
path = write("changed.csv", changed)
asked = desk("import", path)
check(asked.status == 1 and "E-posta: k@ornek.gov.tr → yeni@ornek.gov.tr" in asked.out and "Birim: Dahiliye → Acil" in asked.out and "--with-changes" in asked.out,
      "what a list changes of known people is told field by field, and asked", asked)
check(first not in asked.out, "with the number masked", asked)
check(desk("import", "--new-only", "--with-changes", path).status == 2, "one answer, not both")
said = desk("import", "--with-changes", "--json", path)
check(said.status == 0 and '"taken":2' in said.out and '"changed":1' in said.out, "--with-changes takes both", said)
fields = subprocess.run(["sqlite3", demo + "/t.db", "SELECT name || '=' || value FROM personal_field ORDER BY seq, position"], capture_output=True, text=True).stdout.split("\n")
check("email-before=k@ornek.gov.tr" in fields and "email-after=yeni@ornek.gov.tr" in fields and "unit-before=Dahiliye" in fields, "the journal has each field's old and new text", fields)
check(desk("verify", "--all").status == 0, "and is whole")
other = desk("import", "--with-changes", write("other.csv", listed([(first, "Mehmet", "Kaya")])))
check(other.status == 1 and "başka birinindir" in other.out, "somebody else's number is nobody's correction", other)
check(desk("import", "--new-only", write("renamed.csv", listed([(first, "Işıl", "Gümüşdağ"), (national_id(901), "Bir", "Daha")]))).status == 0 and
      "Gümüşdağ" not in subprocess.run(["sqlite3", demo + "/t.db", "SELECT surname FROM applicant WHERE national_id = '%s'" % first], capture_output=True, text=True).stdout,
      "--new-only leaves known people as they are")
wrong, taken, dice = [], 0, random.Random(5070)
for trial in range(60):
    rows = []
    for n in dice.sample(range(40), dice.randint(1, 4)):
        given, surname = dice.choice([("Işıl", "Öztürk")] * 8 + [("IŞIL", "ÖZTÜRK"), ("Işıl", "Gümüşdağ"), ("Ali", "Can"), ("", "Can")])
        rows.append("%s;%s;%s;%s;%s" % (dice.choice([national_id(700 + n)] * 20 + ["123"]), given, surname, dice.choice(["", "a@ornek.gov.tr", "b@ornek.gov.tr"]),
                                        dice.choice(["", "Acil"])))
    path = write("trial.csv", "T.C. Kimlik No;Adı;Soyadı;E-posta;Birim\r\n" + "\r\n".join(rows) + "\r\n")
    way = dice.choice([[], ["--new-only"], ["--with-changes"]])
    dry, real = desk("import", "--dry-run", *way, path), desk("import", *way, path)
    told = [[line for line in said.out.splitlines() if line.startswith("satır")] for said in (dry, real)]
    if dry.status != real.status or (real.status != 0 and told[0] != told[1]):
        wrong.append("\n".join(rows + way + [dry.out, real.out]))
    taken += real.status == 0
check(not wrong and 10 < taken < 50, "sixty lists of any kind: a trial's verdict is the real one's (%d were taken)" % taken, "\n".join(wrong))
check(desk("verify", "--all").status == 0, "and the journal is whole")

# ---- officers
demo = work + "/demo"
check(desk("officer", "add", "--login", "mehmet", "--name", "Mehmet Örnek", "--password-stdin", stdin="baska-parola\n").status == 0, "officer add")
names = desk("officer", "list", "--json")
check(names.status == 0 and "mehmet" in names.out, "officer list", names)
check(desk("officer", "password", "--login", "mehmet", "--password-stdin", stdin="yeni-parola-1\n").status == 0, "officer password")
check(desk("officer", "password", "--login", "yok", "--password-stdin", stdin="yeni-parola-1\n").status != 0, "of nobody: refused")

# ---- many officers: none is past the end of a list
fresh()
subprocess.run(["sqlite3", demo + "/t.db", "INSERT INTO officer (login, name, title, role, active, password, failures, last_failure)"
                " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)"
                " SELECT printf('a%03d', i), 'Ad', '', 'officer', 1, '', 0, 0 FROM n"], check=True)
names = desk("officer", "list", "--json")
check(len(names.json()) == 201, "officer list has all of two hundred", names)
said = desk("import", write("behind.csv", listed(people)))
check(said.status == 0, "and the administrator behind them is found", said)
demo = work + "/demo"

# ---- stock: of the entries and of the tables
said = desk("stock", "--json")
balance = said.json()[0] if said.json() else {}
check(said.status == 0 and balance.get("agree") is True and balance.get("differs") is None, "stock: the entries and the tables agree", said)
for kind in ["cards", "readers"]:
    one = balance.get(kind, {})
    check(set(one) == {"expected", "missing", "came", "handed-over", "returned", "lost", "here"}, "the balance of %s is whole" % kind, said)
    check(one.get("came") == one.get("here", -1) + one.get("handed-over", 0) + one.get("returned", 0) + one.get("lost", 0),
          "and what came is here or went somewhere", said)
places = desk("stock", "--places", "--json").json()
for kind, word in [("cards", "card"), ("readers", "reader")]:
    check(len([row for row in places if row["kind"] == word]) == balance[kind]["here"], "the drawer has as many %s as are here" % kind)
words = desk("stock", lang="en")
check(words.status == 0 and "Here" in words.out and "say the same" in words.out, "in words", words)
check(desk("stock", "ne").status == 2, "it takes no operand")
shutil.copy(demo + "/teslim.db", work + "/whole.db")
subprocess.run(["sqlite3", demo + "/teslim.db", "UPDATE card SET state = 'lost' WHERE id = (SELECT min(id) FROM card WHERE state = 'in-stock')"], check=True)
said = desk("stock", "--json")
check(said.status == 1 and said.json()[0]["agree"] is False and said.json()[0]["differs"], "a card moved by hand in the table is found", said)
said = desk("verify")
check(said.status == 1, "by verify as well", said)
subprocess.run(["sqlite3", demo + "/teslim.db", "UPDATE card SET state = 'in-stock' WHERE state = 'lost'"], check=True)
check(desk("stock").status == 0 and desk("verify").status == 0, "and put back it is right again")

# ---- forget: nothing is due in a young desk; only administrators, only what is named
said = desk("forget", "--couriers", "--dry-run", "--json")
check(said.status == 0 and said.json() and said.json()[0] == {"deliveries": 0, "unsigned_kept": 0, "dry_run": True}, "forget --couriers --dry-run counts", said)
said = desk("forget", "--couriers")
check(said.status == 0 and "730" in said.out, "forget --couriers says how old is old", said)
check(desk("forget").status == 2 and desk("forget", "--couriers", "x").status == 2, "what is to be forgotten must be named")

# ---- verify, backup, report, doctor
whole = desk("verify", "--all", "--json")
check(whole.status == 0 and whole.json(), "verify: whole", whole)
head = subprocess.run(["sqlite3", demo + "/teslim.db", "SELECT seq || ' ' || substr(lower(hex(hash)), 1, 8) || ' ' || substr(lower(hex(hash)), 9, 8) FROM journal WHERE seq = 3"], capture_output=True).stdout.decode().strip()
mark = desk("verify", "--mark", head)
check(mark.status == 0 and "tutuyor" in mark.out, "a printed mark that stands in the journal holds", mark)
check(desk("verify", "--mark", head[:-1] + ("0" if head[-1] != "0" else "1")).status == 1, "another does not")
check(desk("verify", "--mark", "99" + head).status == 1, "nor one of an entry that is not there: the end was cut off")
check(desk("verify", "--mark", head.replace(" ", "")).status == 2, "nor one whose number and hash run into each other")
check(desk("verify", "--mark", "3 abc").status == 2 and desk("verify", "--mark", "merhaba").status == 2, "nonsense is wrong use")

# ---- verify: with the desk's own key, not with one that the file names itself
public = subprocess.run(["openssl", "pkey", "-in", demo + "/desk.key", "-pubout"], capture_output=True).stdout
digits = subprocess.run(["openssl", "pkey", "-in", demo + "/desk.key", "-pubout", "-outform", "DER"], capture_output=True).stdout[-32:].hex()
said = desk("verify", "--all")
check(said.status == 0 and digits in said.out and "desk.key" in said.out, "verify says which key it used", said)
check(desk("verify", "--json").json()[0].get("key") == digits, "in JSON too")
for name, content in [("public.pem", public), ("public.hex", digits + "\n")]:
    check(desk("verify", "--key", write(name, content)).status == 0, "--key takes %s" % name)
check(desk("verify", "--key", demo + "/desk.key").status == 0, "and a private key")
check(desk("verify", "--key", work + "/yok.pem").status == 2, "a key file that is not there: cannot be decided")
for name, content in [("empty.pem", ""), ("noise.pem", "merhaba"), ("short.hex", digits[:-1]), ("long.hex", digits + "0"), ("rsa.pem", subprocess.run(
        ["openssl", "genpkey", "-algorithm", "RSA"], capture_output=True).stdout)]:
    said = desk("verify", "--key", write(name, content))
    check(said.status == 2 and name in said.err, "nor does %s hold a key" % name, said)
stranger = work + "/stranger"
os.mkdir(stranger)
settings = open(demo + "/teslim.conf").read()
with open(stranger + "/teslim.conf", "w") as f:
    f.write(settings)
for name in ["issuers.conf", "identity-documents.conf", "holidays.conf"]:
    shutil.copy(demo + "/" + name, stranger)
Result(["init", "--config", stranger + "/teslim.conf", "--login", "baska", "--name", "Başka", "--password-stdin"], stdin="uzun-parola\n")
strangers = subprocess.run(["openssl", "pkey", "-in", stranger + "/desk.key", "-pubout", "-outform", "DER"], capture_output=True).stdout[-32:].hex()
with open(demo + "/swapped.conf", "w") as f:
    f.write(settings.replace('"teslim.db"', '"%s/teslim.db"' % stranger))
said = Result(["verify", "--all", "--config", demo + "/swapped.conf"])
check(said.status == 1 and strangers in said.out and digits in said.out, "a stranger's journal, whole by its own word, is named and not whole", said)
said = Result(["verify", "--key", stranger + "/desk.key", "--config", demo + "/swapped.conf"])
check(said.status == 0 and strangers in said.out, "with the stranger's key it is, and says whose", said)
with open(demo + "/keyless.conf", "w") as f:
    f.write(settings.replace('"desk.key"', '"yok.key"'))
said = Result(["verify", "--config", demo + "/keyless.conf"])
check(said.status == 2 and "--key" in said.err, "without a key nothing is verified, and --key is named", said)
check(Result(["verify", "--key", work + "/public.pem", "--config", demo + "/keyless.conf"]).status == 0, "with it, it is")

# ---- a database that is not this desk's, or everybody's
with open(demo + "/other.conf", "w") as f:
    f.write(settings.replace('desk = "A"', 'desk = "B"'))
for arguments in [["verify"], ["officer", "list"], ["import", write("one.csv", listed(people))]]:
    said = Result(arguments + ["--config", demo + "/other.conf"])
    check(said.status == 2 and "B" in said.err and "desk" in said.err and "A" in said.err, "%s at desk B on desk A's database is refused" % arguments[0], said)
os.chmod(demo + "/teslim.db", 0o666)
said = desk("verify")
check(said.status == 2 and ("administrator" in said.err or "Yöneticinize haber verin" in said.err), "a database of mode 666 is refused, and it says whom to tell", said)
os.chmod(demo + "/teslim.db", 0o600)
check(desk("verify").status == 0, "mended it is opened")
copy = work + "/copy.db"
check(desk("backup", "--json", copy).status == 0 and os.path.getsize(copy) > 10000, "backup makes a copy")
check(desk("backup", copy).status != 0, "never over a file that is there")
check(desk("backup", work + "/yok/copy.db").status != 0, "nor into a folder that is not")
with open(demo + "/copy.conf", "w") as f:
    f.write(open(demo + "/teslim.conf").read().replace('"teslim.db"', '"%s"' % copy))
check(Result(["verify", "--all", "--config", demo + "/copy.conf"]).status == 0, "the copy verifies")
subprocess.run(["sqlite3", copy, "DROP TRIGGER journal_no_update; UPDATE journal SET officer = 'x' WHERE seq = 2"], check=True)
broken = Result(["verify", "--all", "--config", demo + "/copy.conf"])
check(broken.status == 1 and "2" in broken.out + broken.err, "verify: one entry changed: status 1 and its number", broken)
none = desk("report", "2026/A-9999")
check(none.status != 0 and "9999" in none.err, "report of a record that is not there", none)
check(desk("report", "bozuk").status != 0, "report of nonsense")
none = desk("correct", "--take-back", "--reason", "yanlış kart", "2026/A-9999")
check(none.status == 1 and "9999" in none.err, "correction of a record that is not there", none)
none = desk("correct", "--take-back", "2026/A-0001")
check(none.status == 2 and "--reason" in none.err, "nothing is taken back without a reason", none)
none = desk("correct", "--reason", "yazım", "2026/A-0001")
check(none.status == 2 and "--was" in none.err and "--take-back" in none.err, "nor corrected without what is wrong and right", none)
doctor = desk("doctor", "--json", environment={"PCSCLITE_CSOCK_NAME": "/nonexistent"})
check(doctor.status == 1 and "/nonexistent" in doctor.out, "doctor finds the missing card service, status 1", doctor)
card = desk("card", "--json", "--timeout", "1", environment={"PCSCLITE_CSOCK_NAME": "/nonexistent"})
check(card.status == 2 and len(card.out + card.err) > 20, "card without a service: status 2 and a sentence", card)
english = desk("card", "--timeout", "1", environment={"PCSCLITE_CSOCK_NAME": "/nonexistent"}, lang="en")
check("Kart" not in english.err, "in English too", english)

# ---- what the disk says
if os.path.exists("/dev/full"):
    full = subprocess.run([teslim, "cert", "--json", right], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
    check(full.returncode != 0, "output that cannot be written is no success")
closed = subprocess.run([teslim, "--lang", "tr"], stdin=subprocess.DEVNULL, capture_output=True, env=dict(os.environ, TERM="dumb"))
check(closed.returncode == 2 and len(closed.stderr) > 20, "the full screen without a terminal says what it needs", closed.stderr)

print("1..%d" % number)
if not failed:
    shutil.rmtree(work)
sys.exit(1 if failed else 0)
