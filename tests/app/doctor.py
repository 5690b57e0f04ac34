# Every fault of the desk itself brought about, one at a time: `teslim doctor` has one row for it, true and with two cures in
# both languages, and no other row that is amiss. What a card service or a card can have is in tests/pcsc/test_doctor.c.
import glob, json, os, shutil, stat, subprocess, sys, tempfile

build, top = os.environ["BUILD"], os.environ["TOP"]
work = tempfile.mkdtemp(prefix="teslim-doctor-")
demo = work + "/demo"
# Copies where any account may run them: the folder of the sources may be root's own.
os.mkdir(work + "/bin")
for program in ("teslim", "teslim-card", "teslim-print"):
    shutil.copy(build + "/" + program, work + "/bin")
built, build = build, work + "/bin"
number = failed = 0
root = os.getuid() == 0
# Nothing of this machine's card service: that row is always there, and left out below.
environment = dict(os.environ, PCSCLITE_CSOCK_NAME="/nonexistent/pcscd")
environment.pop("SSH_CONNECTION", None)


def check(held, name, more=""):
    global number, failed
    number += 1
    if not held:
        failed += 1
    print("%s %d - %s" % ("ok" if held else "not ok", number, name))
    if not held and more:
        print("".join("# %s\n" % line for line in str(more).splitlines()[:20]), end="")
    sys.stdout.flush()


def doctor(config=demo + "/teslim.conf", lang="tr", before=(), teslim=build + "/teslim", **variables):
    command = list(before) + [teslim, "doctor", "--json", "--lang", lang, "--config", config]
    done = subprocess.run(command, capture_output=True, timeout=60, env=dict(environment, **variables))
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [row for row in rows if row["code"] != "socket-gone"], done


def amiss(rows):
    return [row for row in rows if row["level"] in ("warn", "refuse")]


def is_command(cure):
    return cure and "\n" not in cure and subprocess.run(["sh", "-n"], input=cure.encode()).returncode == 0


SHELL = ["sudo", "apt", "chmod", "chown", "/", "systemctl", "teslim setup", "--"]


def one(name, code, level="refuse", holds="", cure="", without=(), count=1, **how):
    """One row of that code and level, whose sentence and cure hold these words; the rows of without are not there."""
    turkish, said = doctor(**how)
    english, _ = doctor(lang="en", **how)
    rows, other = amiss(turkish), amiss(english)
    check(len(rows) == count and len(other) == count and all(row["code"] == code and row["level"] == level for row in rows),
          name + ": %d row, %s" % (count, code), turkish or said.stderr.decode())
    for row, same in zip(rows, other):
        print("# %s | %s\n# $ %s\n# %s | %s" % (row["text"], same["text"], row["cure"], row["call"], same["call"]))
        check(row["text"] != same["text"] and row["text"].endswith(".") and holds in row["text"], name + ": what failed, on what", row)
        check(is_command(row["cure"]) and cure in row["cure"], name + ": a command for a shell", row)
        check(row["call"].startswith("Yöneticinize haber verin: “") and same["call"].startswith("Tell your administrator: “") and
              not any(word in row["call"] for word in SHELL), name + ": whom an officer calls and what to say", row)
        check(row["call"].split("“")[1].split(".”")[0] in row["text"], name + ": the same fact in both", row)
    for code in without:
        check(not any(row["code"] == code for row in turkish), name + ": no row about " + code, turkish)
    check(said.returncode == 1, name + ": status 1", said.returncode)


def desk(**settings):
    """The demo's configuration with other settings."""
    text = open(demo + "/teslim.conf").read()
    for key, value in settings.items():
        lines = [line for line in text.splitlines() if not line.startswith(key + " ")]
        text = "\n".join(lines + ["%s = \"%s\";" % (key, value)]) + "\n"
    path = demo + "/other.conf"
    with open(path, "w") as f:
        f.write(text)
    return path


def away(path):
    """A file is moved out of the way, and back after."""
    class Away:
        def __enter__(self):
            os.rename(path, path + ".away")

        def __exit__(self, *what):
            os.rename(path + ".away", path)
    return Away()


subprocess.run(["sh", top + "/tests/demo/demo.sh"], env=dict(os.environ, TESLIM_DEMO=demo, TESLIM_DEMO_PREPARE="1"), check=True)
with open(demo + "/teslim.conf") as f:
    settings = f.read()
check(built + "/teslim-card" in settings and built + "/teslim-print" in settings, "the demo's settings name the programs that were built")
with open(demo + "/teslim.conf", "w") as f:
    f.write(settings.replace(built + "/teslim-", build + "/teslim-"))

# ---- a desk that lacks nothing
rows, said = doctor()
codes = [row["code"] for row in rows]
check(not amiss(rows), "a whole desk: nothing is amiss", rows)
for code in ["configuration", "rule-file", "signing-key", "database", "owner", "disk", "clock", "trust", "revocation-lists",
             "calendar", "font", "card-program", "print-program", "journal", "printer"]:
    check(codes.count(code) == 1, "one row about " + code, codes)
rows = subprocess.run([build + "/teslim", "doctor", "--config", demo + "/teslim.conf"], capture_output=True, env=environment).stdout.decode()
check("$ ls -l '/nonexistent/pcscd'; env -u" in rows and rows.count("$ ") == 1, "in words: a command under what is amiss and under nothing else", rows)

# ---- the helper programs
one("teslim-card missing", "card-program", config=desk(card_command="teslim-card-yok"), holds="teslim-card-yok", cure="editor")
one("teslim-card missing, as it is set where it came from", "card-program", holds="teslim-card", cure="install",
    config=desk(card_command="teslim-card", print_command=build + "/teslim-print"), teslim=shutil.copy(build + "/teslim", work), PATH="/nonexistent")
one("the card program ends at once", "card-program", config=desk(card_command="false"), holds="exit 1", cure="false --version")
one("teslim-print missing", "print-program", config=desk(print_command="/nowhere/teslim-print"), holds="/nowhere/teslim-print",
    without=["printer"])
one("the print program ends at once", "print-program", config=desk(print_command="false"), holds="exit 1", without=["printer"])

# ---- configuration and rule files
said = doctor(config=work + "/yok.conf")[0]
check([row["code"] for row in amiss(said)][0] == "configuration" and "install -m 644" in amiss(said)[0]["cure"] and
      not any(row["code"] in ("database", "trust", "calendar") for row in said), "no configuration: nothing is said of what it would name", said)
for name, others in [("issuers.conf", []), ("identity-documents.conf", []), ("holidays.conf", ["calendar"])]:
    with away(demo + "/" + name):
        one(name + " missing", "rule-file", holds=name, cure="examples/" + name, without=others)
with away(demo + "/issuers.conf"), away(demo + "/holidays.conf"):
    one("two rule files missing", "rule-file", count=2, without=["calendar"])
with open(demo + "/holidays.conf", "a") as f:
    f.write("bozuk satır\n")
one("a rule file that is broken", "rule-file", holds="holidays.conf", cure="editor", without=["calendar"])
shutil.copy(top + "/conf/holidays.conf", demo)

# ---- the key
os.chmod(demo + "/desk.key", 0o644)
one("a key that others can read", "signing-key", holds="desk.key", cure="chmod 600")
os.chmod(demo + "/desk.key", 0o600)
with away(demo + "/desk.key"):
    one("the key is missing", "signing-key", holds="desk.key", cure="KOPYA")
nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if root else []
if root:  # the desk's account is another one now, and the key is still root's
    for path in [work, demo] + glob.glob(demo + "/*") + glob.glob(demo + "/*/*"):
        os.chown(path, 65534, 65534)
    os.chown(demo + "/desk.key", 0, 0)
else:
    os.chmod(demo + "/desk.key", 0)
one("a key that the desk cannot read", "signing-key", holds="desk.key", cure="&& sudo chmod 600", before=nobody)

# ---- whose the files are
if root:
    os.chown(demo + "/desk.key", 65534, 65534)
    os.chown(demo, 0, 0)
    os.chmod(demo, 0o755)
    one("the folder belongs to root", "owner", holds=demo + " (root)", cure="chown 'nobody:' '" + demo + "'")
    one("and so it is for the account itself", "owner", holds=demo + " (root)", before=nobody)
    os.chown(demo, 65534, 65534)
    os.chown(demo + "/log/teslim.log", 0, 0)
    one("a log that root has written", "owner", holds="teslim.log (root)", cure="chown 'nobody:'")
    os.chown(demo + "/log/teslim.log", 65534, 65534)
    check(not amiss(doctor()[0]), "everything is the account's again: nothing is amiss", doctor()[0])
else:
    os.chmod(demo + "/desk.key", 0o600)
    one("a log that root has written", "owner", holds="teslim.log", cure="chown",
        before=["unshare", "-Urm", "sh", "-c", "mount --bind /etc/passwd %s/log/teslim.log && exec \"$@\"" % demo, "sh"])
os.chmod(demo, 0o500)
one("a folder that its own account may not write", "owner", holds=demo, cure="chmod u+rwx",
    before=nobody if root else [])
os.chmod(demo, 0o700)

# ---- printers
one("the folder for papers is missing", "missing", config=desk(print_to="file:/nowhere/papers"), holds="/nowhere/papers", cure="install -d")
one("a printer that cannot be reached", "unreachable", config=desk(print_to="ipp://127.0.0.1:1/ipp/print"), holds="127.0.0.1", cure="ping -c 3 '127.0.0.1'")
one("a print server that cannot be reached", "unreachable", config=desk(print_to="cups:masa"), cure="cups.service", CUPS_SERVER="127.0.0.1:1")
one("a device that is not there", "missing", config=desk(print_to="device:/dev/usb/yok"), holds="/dev/usb/yok", cure="usermod -aG lp")

# ---- disks: small ones of our own
alone = ["unshare", "-m"] if root else ["unshare", "-Urm"]
move = "mount -t tmpfs -o %s tmpfs %s && cp -p %s/desk.key %s/teslim.db %s && %s exec \"$@\""


def disk(options, fill=""):
    return alone + ["sh", "-c", move % (options, work + "/small", demo, demo, work + "/small", fill), "sh"]


os.mkdir(work + "/small")
if root:
    for path in [work, work + "/small", demo] + glob.glob(demo + "/*") + glob.glob(demo + "/*/*"):
        os.chown(path, 0, 0)
small = desk(database=work + "/small/teslim.db", key=work + "/small/desk.key")
one("a disk nearly full", "disk", "warn", config=small, before=disk("size=40m,mode=700"), holds=work + "/small, 3", cure="du -xm")
one("a full disk", "disk", config=small, before=disk("size=8m,mode=700"), holds="kayıt yapılamaz", cure="du -xm")
one("a disk without room for files", "disk", "warn", config=small, before=disk("size=200m,nr_inodes=20,mode=700"), holds="inode")

# ---- the network
os.mkdir(work + "/far")
far = desk(database=work + "/far/teslim.db")
one("a database on a network file system", "network-disk", config=far, holds="(fuse.sshfs)", cure="database = ", without=["journal", "database"],
    before=alone + [sys.executable, top + "/tests/app/network_disk.py", work + "/far"])

# ---- the clock
rows = amiss(doctor(TESLIM_NOW="2021-03-01T09:00:00+03:00")[0])
clock = [row for row in rows if row["code"] == "clock"]
check(len(clock) == 1 and clock[0]["level"] == "refuse" and "01.03.2021 09:00 < " in clock[0]["text"] and "set-ntp" in clock[0]["cure"],
      "a clock behind the journal", rows)
with away(demo + "/teslim.db"):
    rows = amiss(doctor(TESLIM_NOW="1970-01-05T09:00:00+03:00")[0])
clock = [row for row in rows if row["code"] == "clock"]
check(len(clock) == 1 and "kurulmamış: 05.01.1970" in clock[0]["text"] and is_command(clock[0]["cure"]), "a clock that was never set", rows)

# ---- what is trusted
lists = glob.glob(demo + "/crl/*")
check(lists != [], "the demo has lists of revocation")
now = subprocess.run(["date", "-d", "40 days", "+%FT09:00:00+03:00"], capture_output=True, check=True).stdout.decode().strip()
one("lists of revocation too old", "revocation-lists", "warn", TESLIM_NOW=now, holds="crl", cure="install -m 644")
with open(demo + "/crl/bozuk.crl", "w") as f:
    f.write("bu bir liste değil\n")
one("a list that is none", "revocation-lists", "warn", holds="bozuk.crl", cure="install -m 644")
os.unlink(demo + "/crl/bozuk.crl")
shutil.move(demo + "/crl", demo + "/crl.away")
rows = doctor()[0]
check(not amiss(rows) and [row["level"] for row in rows if row["code"] == "revocation-lists"] == ["not-checked"],
      "no list at all: said, but nothing that is amiss", rows)
with open(demo + "/other.conf", "w") as f:
    f.write(open(demo + "/teslim.conf").read() + "require_revocation = true;\n")
one("no list where one is required", "revocation-lists", config=demo + "/other.conf", holds="yok, ayarlar")
shutil.move(demo + "/crl.away", demo + "/crl")
shutil.move(demo + "/trust", demo + "/trust.away")
one("no trusted root", "trust", holds=demo + "/trust", cure="kok.crt")
shutil.move(demo + "/trust.away", demo + "/trust")

print("1..%d" % number)
shutil.rmtree(work)
sys.exit(1 if failed else 0)
