#!/bin/sh
# teslim-card as a person at a shell meets it without any card service: help, wrong options, exit statuses, and that the
# manual, the help and the program know the same options.
set -u
agent="$BUILD/teslim-card"
work=$(mktemp -d /tmp/teslim-options-XXXXXX)
trap 'rm -rf "$work"' EXIT
PCSCLITE_CSOCK_NAME="$work/no-socket"
export PCSCLITE_CSOCK_NAME
number=0
failed=0
claim() { # claim STATUS NAME: of the command before
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		sed 's/^/# /' "$work/out" | head -5
	fi
}
run() { # run STATUS OPTION...: does it end with that status?
	want=$1
	shift
	timeout 20 "$agent" "$@" </dev/null >"$work/out" 2>&1
	[ $? -eq "$want" ]
}

run 0 --help --lang tr && grep -q '^Kullanım: teslim-card' "$work/out"
claim $? "--help in Turkish"
grep -o -- '--[a-z-]*' "$work/out" | sort -u >"$work/turkish"
run 0 --lang=en --help && grep -q '^Usage: teslim-card' "$work/out"
claim $? "--help in English, with = before the value"
awk 'length > 116 { bad = 1 } END { exit bad }' "$work/out"
claim $? "its lines are not too long"
grep -o -- '--[a-z-]*' "$work/out" | sort -u >"$work/english"
cmp -s "$work/turkish" "$work/english"
claim $? "both know the same options"
sed -n 's/^\.It Fl -\(.*\)/\1/p' "$TOP/man/teslim-card.1" | tr ' ' '\n' | grep -- '^-\?[a-z-]\{3,\}$' | grep -v '^Ar$\|^Fl$\|^Cm$' |
	sed 's/^-*/--/' | grep -v -- '--seconds\|--number\|--name\|--file' | sort -u >"$work/manual"
grep -v -- '^--$' "$work/english" | cmp -s - "$work/manual"
claim $? "and so does the manual: $(wc -l <"$work/manual") options"
diff "$work/english" "$work/manual" | sed 's/^/# /'
run 0 --version && grep -q '^teslim-card [0-9]' "$work/out"
claim $? "--version"
for wrong in --nonsense -x card --once=yes --timeout=0 --timeout=61 --timeout=1x --timeout --wait=-1 --lang=de --want= --reader=; do
	run 2 --lang tr "$wrong" && [ "$(wc -l <"$work/out")" -eq 1 ] && grep -q 'teslim-card --help' "$work/out"
	claim $? "$wrong: status 2 and one sentence"
done
run 3 --once --text --lang tr && grep -q 'soketi ayarlanan yerde yok' "$work/out" && grep -q '^Yapılacak: ls -l ' "$work/out"
claim $? "no service: status 3, a sentence and a cure"
run 3 --once --text --lang en && grep -q 'not where it was set to be' "$work/out" && grep -q '^Remedy: ls -l ' "$work/out"
claim $? "and in English"
run 3 --once && grep -q '^daemon state=down code=socket-gone text=' "$work/out"
claim $? "event lines where no terminal listens"
run 1 --doctor --text --lang tr && grep -q '^X ' "$work/out" && grep -q '^ *\$ ls -l ' "$work/out"
claim $? "--doctor: status 1, a finding and its cure"
run 1 --doctor --events && grep -q '^finding code=socket-gone level=bad' "$work/out" && grep -q '^doctor-done count=1 bad=1' "$work/out"
claim $? "--doctor in event lines"
run 0 && grep -q '^ready version=' "$work/out"
claim $? "serving ends with its input"
printf 'language to=en\nnonsense\nread\n%%%%%%\nlist\ndoctor\nquit\n' |
	{ sleep 1; cat; } | timeout 20 "$agent" --lang tr >"$work/out" 2>"$work/err" && grep -q '^finding code=socket-gone .*text=The%20card' "$work/out" &&
	grep -c '^daemon ' "$work/out" >/dev/null
claim $? "commands, wrong ones among them, over standard input"
head -c 100000 /dev/zero | tr '\0' 'a' | timeout 20 "$agent" >"$work/out" 2>&1
claim $? "a command without end does no harm"
timeout 20 "$agent" --once >&- 2>&- <&-
[ $? -eq 3 ]
claim $? "without its three standard files it ends as well"
echo "1..$number"
[ "$failed" -eq 0 ]
