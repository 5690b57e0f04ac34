#!/usr/bin/env python3
"""Changes a room's code in one small place after the other and asks whether the room's own tests notice.

mutate.py ROOM [--limit N] [--seed N] [--base REVISION] [--file NAME] [--jobs N] [--tests DIR,DIR]
Prints every change that no test noticed, and ends with how many of all were noticed. A change that does not compile, or
that compiles to the same object, is not counted. With --base only lines changed since that revision are touched, with --file only
src/ROOM/NAME.c.
Knows C only as far as it must: it never looks inside comments, strings and preprocessor lines.
"""
import argparse, concurrent.futures, filecmp, os, pathlib, random, re, resource, shutil, signal, subprocess, sys, threading, time

TESTS = {"desk": ["desk", "flow", "courier"], "card": ["card"], "report": ["report"], "ui": ["screen"]}
SECONDS_PER_TEST = 120
MEMORY_PER_TEST = 4 << 30
FUNCTION_START = re.compile(r"^\{")

# What is put for what: a pattern on code without comments and strings, and its replacements.
OPERATORS = [
    (r"==", ["!="]), (r"!=", ["=="]), (r"<=", ["<"]), (r">=", [">"]),
    (r"(?<![<>=-])<(?![<=])", ["<=", ">="]), (r"(?<![<>=-])>(?![>=])", [">=", "<="]),
    (r"&&", ["||"]), (r"\|\|", ["&&"]), (r"(?<=[\w)\]] )\+(?= [\w(])", ["-"]), (r"(?<=[\w)\]] )-(?= [\w(])", ["+"]),
    (r"\+\+", ["--"]), (r"(?<=[(!&| ])!(?=[\w(])", [""]), (r"\btrue\b", ["false"]), (r"\bfalse\b", ["true"]),
    (r"\breturn OK;", ["return ERR_REFUSED;"]), (r"(?<![\w.])\d+(?![\w.])", ["+1"]),
    (r"\bcontinue;", ["break;"]), (r"\bbreak;", [";"]),
]
DROPPED_CALL = re.compile(r"^\t+(?:\(void\))?[a-z_]+\(.*\);$")
SWAPPED_ARGUMENTS = re.compile(r"\b(\w+)\((\w[\w>.-]*), (\w[\w>.-]*)\)")


def blank(text):
    """The text with comments, strings and preprocessor lines blanked out, letter for letter."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|^#(?:\\\n|[^\n])*'
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S | re.M)


def changed_lines(path, base):
    """Numbers of the lines of path that are new since base."""
    diff = subprocess.run(["git", "diff", "-U0", base, "--", path], capture_output=True, text=True, check=True).stdout
    lines = set()
    for start, count in re.findall(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", diff, flags=re.M):
        lines.update(range(int(start), int(start) + (1 if count == "" else int(count))))
    return lines


def mutants_of_line(code, line):
    """Every (start, end, replacement) for one line inside a function or table."""
    for pattern, replacements in OPERATORS:
        for found in re.finditer(pattern, code):
            for new in replacements:
                yield found.start(), found.end(), str(int(found.group()) + 1) if new == "+1" else new
    if DROPPED_CALL.match(line):
        indent = len(line) - len(line.lstrip("\t"))
        yield indent, len(line), ";"
    for found in SWAPPED_ARGUMENTS.finditer(code):
        asks_same = found.group(1).endswith("cmp") and re.match(r" [!=]= 0", code[found.end():]) # the same either way round
        if found.group(2) != found.group(3) and not asks_same:
            yield found.start(), found.end(), f"{found.group(1)}({found.group(3)}, {found.group(2)})"


def mutants_of_file(path, base):
    text = pathlib.Path(path).read_text()
    only = changed_lines(path, base) if base else None
    inside = False
    for number, (code, line) in enumerate(zip(blank(text).split("\n"), text.split("\n")), 1):
        if code.startswith("}"):
            inside = False
        if inside and (only is None or number in only):
            for start, end, new in mutants_of_line(code, line):
                yield path, number, line[:start] + new + line[end:]
        if FUNCTION_START.match(code) or code.endswith("= {"):
            inside = True


class Tree:
    """A copy of the project in which one change at a time is tried."""

    def __init__(self, top, folder, tests, started):
        """tests are the programs to ask, started those that they start and that are therefore built first."""
        self.folder, self.tests, self.started, self.seconds = folder, list(tests), started, {}
        files = subprocess.run(["git", "ls-files", "-z"], cwd=top, capture_output=True, check=True).stdout.decode().split("\0")
        for name in filter(None, files):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(top / name, target)
        if not self.build(*started, *tests):
            sys.exit("mutate: the project does not build")
        for test in tests:
            began = time.monotonic()
            if self.is_noticed_by(test, SECONDS_PER_TEST):
                sys.exit(f"mutate: {test} fails without any change")
            self.seconds[test] = time.monotonic() - began
        self.tests.sort(key=self.seconds.get)

    def build(self, *what):
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "BUILD"))}
        done = subprocess.run(["make", "-s", "WERROR=", *what], cwd=self.folder, env=outside, capture_output=True, text=True)
        return done.returncode == 0

    def is_noticed_by(self, test, seconds):
        """A change may make a program hang or eat all memory: it gets only so much of both, and its children end with it."""
        environment = dict(os.environ, BUILD=str(self.folder / "build"), TOP=str(self.folder), LC_ALL="C.UTF-8")
        running = subprocess.Popen([str(self.folder / test)], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY_PER_TEST, MEMORY_PER_TEST)))
        try:
            return running.wait(seconds) != 0
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            return True

    def is_noticed(self):
        """Quick tests are asked first, and none is linked before it is asked."""
        if self.started and not self.build(*self.started):
            return True
        return any(not self.build(test) or self.is_noticed_by(test, 5 + 10 * self.seconds[test]) for test in self.tests)

    def try_change(self, path, number, line):
        """'noticed', 'lived', or 'same' when it does not compile or changes nothing."""
        source = self.folder / path
        name = "build/obj/" + path.removeprefix("src/").replace(".c", ".o")
        built = self.folder / name
        kept = built.with_suffix(".kept")
        text = source.read_text()
        lines = text.split("\n")
        lines[number - 1] = line
        shutil.copy2(built, kept)
        try:
            source.write_text("\n".join(lines))
            if not self.build(name) or filecmp.cmp(built, kept, shallow=False):
                return "same"
            return "noticed" if self.is_noticed() else "lived"
        finally:
            source.write_text(text)
            os.replace(kept, built)
            os.utime(built)


def programs_started(tests):
    """Those of our programs that these rooms of tests start."""
    programs = ["build/teslim", "build/teslim-card", "build/teslim-print"]
    found = set()
    for room in tests:
        found.update(subprocess.run(["sh", "tests/links.sh", "runs", room, *programs], capture_output=True, text=True,
            check=True).stdout.split())
    return sorted(found)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("room")
    options.add_argument("--limit", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--base")
    options.add_argument("--file", default="*")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--tests")
    options = options.parse_args()
    top = pathlib.Path.cwd()
    rooms = options.tests.split(",") if options.tests else TESTS.get(options.room, [options.room])
    sources = sorted(str(path) for path in pathlib.Path("src", options.room).glob(options.file + ".c"))
    programs = ["build/" + str(path.with_suffix("")) for room in rooms for path in sorted(pathlib.Path("tests", room).glob("test_*.c"))]
    if not sources or not programs:
        sys.exit(f"mutate: no sources in src/{options.room} or no tests in {rooms}")
    changes = [change for path in sources for change in mutants_of_file(path, options.base)]
    random.Random(options.seed).shuffle(changes)
    changes = changes[: options.limit]
    trees, lock = [], threading.Lock()
    work = pathlib.Path(os.environ.get("BUILD", "build")).resolve() / "mutate"
    shutil.rmtree(work, ignore_errors=True)
    for job in range(options.jobs):
        trees.append(Tree(top, work / str(job), programs, programs_started(rooms)))
    count = {"noticed": 0, "lived": 0, "same": 0}

    def run(change):
        with lock:
            tree = trees.pop()
        outcome = tree.try_change(*change)
        with lock:
            trees.append(tree)
            count[outcome] += 1
            if outcome == "lived":
                path, number, line = change
                was = (tree.folder / path).read_text().split("\n")[number - 1] # the copy: the sources may have gone on
                print(f"{path}:{number}: lived\n  - {was.strip()}\n  + {line.strip()}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(run, changes))
    tried = count["noticed"] + count["lived"]
    print(f"{options.room}: {count['noticed']} of {tried} noticed"
        + (f" ({100 * count['noticed'] / tried:.0f} %)" if tried else "") + f", {count['same']} changed nothing")


main()
