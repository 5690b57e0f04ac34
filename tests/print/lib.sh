# What the script tests of printing share: TAP, a folder of their own, documents, and reading of events. Sourced, not run.
number=0
print=$BUILD/teslim-print
make=$BUILD/tests/report/make_document
work=$(mktemp -d "${TMPDIR:-/tmp}/teslim-print.XXXXXX") || exit 1
export LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1}"

# report NAME STATUS
report() {
	number=$((number + 1))
	if [ "$2" = 0 ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		[ ! -s "$work/events" ] || sed 's/^/# /' "$work/events"
		[ ! -s "$work/errors" ] || tail -20 "$work/errors" | sed 's/^/# /'
	fi
}

# is NAME COMMAND...: passes when the command succeeds
is() {
	title=$1
	shift
	"$@" >"$work/is" 2>&1
	report "$title" $?
}

# not COMMAND...
not() {
	if "$@"; then return 1; else return 0; fi
}

# run OPTION... <DOCUMENT: teslim-print with its events in $work/events and its exit status in $status
run() {
	timeout 60 "$print" "$@" >"$work/events" 2>"$work/errors"
	status=$?
}

# event WORD: the last line of that word, decoded
event() {
	grep "^$1 " "$work/events" | tail -1 | LC_ALL=C awk '
		BEGIN { for (i = 1; i < 256; i++) letter[sprintf("%02X", i)] = sprintf("%c", i) }
		{ n = split($0, part, "%"); out = part[1]
		  for (i = 2; i <= n; i++) out = out letter[substr(part[i], 1, 2)] substr(part[i], 3)
		  print out }'
}

# One sentence at the end, and nothing after it: fault NAME CODE WORDS
fault() {
	[ "$status" = 1 ] && [ "$(tail -1 "$work/events" | cut -d' ' -f1-2)" = "fault code=$2" ] &&
		[ "$(grep -cE '^(fault|done)( |$)' "$work/events")" = 1 ] && event fault | grep -qF -- "$3" && no_trouble
	report "$1" $?
}

# done_well NAME
done_well() {
	[ "$status" = 0 ] && tail -1 "$work/events" | grep -qE '^done( |$)' && [ "$(grep -cE '^(fault|done)( |$)' "$work/events")" = 1 ] &&
		no_trouble
	report "$1" $?
}

# No report of a sanitizer.
no_trouble() {
	not grep -qE 'Sanitizer|runtime error' "$work/errors"
}

finish() {
	rm -rf "$work"
	echo "1..$number"
}
