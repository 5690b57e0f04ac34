#!/bin/sh
# The whole of `make check`, and `make demo` to its login screen, in a bare root of a release, from nothing but what
# tests/deps.sh installs: as root and as an ordinary user, each from a clean copy of what is committed.
# check.sh RELEASE [root] [user]; ends with "N passed, N failed". With GATE in the environment it installs and builds, and
# tests only once that file exists: so that fetching and compiling go on beside other tests, and no tests beside tests.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
release=$1
shift
[ $# -gt 0 ] || set -- root user
root="$top/tests/roots/root.sh"
name=check.$$
work=$(mktemp -d)
passed=0
failed=0
trap 'sh "$root" drop "$release" "$name"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

report() { # report TEXT STATUS
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
		echo "ok - $release: $1"
	else
		failed=$((failed + 1))
		echo "not ok - $release: $1"
	fi
}

# Adds what a "N passed, N failed" in a log says; a log without one is a failure.
add_counts() { # add_counts WHO LOG STATUS
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$2" | tail -1)
	if [ -z "$line" ]; then
		tail -30 "$2"
		report "make check as $1 came to its end" 1
		return
	fi
	passed=$((passed + ${line%% *}))
	line=${line#*, }
	failed=$((failed + ${line%% *}))
	grep -vE '^  (CC|LINK) | 0 failed +[0-9]+ ms$' "$2" | sed "s/^/$release $1: /"
	report "make check as $1" "$3"
}

# Types `make demo` into a terminal and waits for its login screen, then for the home screen.
cat >"$work/demo.sh" <<'DEMO'
set -u
see() {
	for _ in $(seq 240); do
		tmux -L demo capture-pane -p -t demo 2>/dev/null | grep -q "$1" && return 0
		sleep 0.5
	done
	tmux -L demo capture-pane -p -t demo
	return 1
}
cd "$1" || exit 1
tmux -L demo -f /dev/null new-session -d -s demo -x 100 -y 30 'LC_ALL=C.UTF-8 make demo; sleep 60' || exit 1
status=1
if see 'Parola'; then
	for word in demo Enter deneme Enter; do # as hands do: an Enter that follows at once is taken for a scanner's
		tmux -L demo send-keys -t demo "$word"
		sleep 0.5
	done
	see 'Teslim' && see 'F10' && status=0
fi
tmux -L demo kill-server
exit $status
DEMO

mkdir "$work/source"
git -C "$top" archive HEAD | tar -x -C "$work/source" || exit 1
cp "$work/demo.sh" "$work/source/.demo.sh"
export TESLIM_BIND="$work /mnt"

began=$(date +%s)
sh "$root" run "$release" "$name" 'cd /mnt/source && sh tests/deps.sh' >"$work/deps.log" 2>&1
status=$?
report "tests/deps.sh installs what is needed ($(($(date +%s) - began)) s)" $status
[ $status -eq 0 ] || tail -30 "$work/deps.log"
# One build serves both: what is compiled does not depend on who tests it.
began=$(date +%s)
sh "$root" run "$release" "$name" 'set -e
	id memur >/dev/null 2>&1 || useradd -m -s /bin/bash memur
	cp -r /mnt/source /root/teslim
	make -C /root/teslim -j2 tests
	cp -a /root/teslim /home/memur/teslim
	chown -R memur: /home/memur/teslim' >"$work/build.log" 2>&1
status=$?
report "everything builds ($(($(date +%s) - began)) s)" $status
[ $status -eq 0 ] || tail -30 "$work/build.log"

while [ -n "${GATE:-}" ] && [ ! -e "$GATE" ]; do sleep 1; done

# The whole suite, then the demo, of one account; answers in /mnt.
cat >"$work/try.sh" <<'TRY'
who=$1
if [ "$who" = root ]; then as() { sh -c "$1"; }; else as() { su - memur -s /bin/sh -c "$1"; }; fi
as 'cd ~/teslim && TEST_AGAIN=1 make check' >"/mnt/$who.log" 2>&1
echo $? >"/mnt/$who.status"
as 'sh ~/teslim/.demo.sh ~/teslim' >"/mnt/$who.demo.log" 2>&1
echo $? >"/mnt/$who.demo.status"
TRY

# Side by side in one entry: each has processes, sockets and files of its own, as two people at one machine have.
began=$(date +%s)
sh "$root" run "$release" "$name" "for who in $*; do sh /mnt/try.sh \$who & done; wait"
for who in "$@"; do
	status=$(cat "$work/$who.status" 2>/dev/null || echo 1)
	add_counts "$who" "$work/$who.log" "$status"
	status=$(cat "$work/$who.demo.status" 2>/dev/null || echo 1)
	[ "$status" -eq 0 ] || tail -30 "$work/$who.demo.log"
	report "make demo as $who comes to the home screen" "$status"
done
echo "# $release: $(($(date +%s) - began)) s"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
