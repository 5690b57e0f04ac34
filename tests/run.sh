#!/bin/sh
# Runs every test program and script given, TEST_JOBS of them at a time, counts their TAP lines, shows what failed, and
# ends with "N passed, N failed". A program that fails without a "not ok", or runs no test, counts as one failure.
# What failed is shown once more at the end, since the end is what is kept of a long output. With TEST_AGAIN=1 a program
# that failed runs once more, alone: if it passes then it was the load of the others, and it is named as unsteady.
# `run.sh --one TEST` runs one and prints its lines; the runner calls itself so for each.
set -u
# Where Debian keeps what only root is expected to call; an ordinary user's PATH leaves it out.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export CMOCKA_MESSAGE_OUTPUT=TAP
export LC_ALL=C.UTF-8
logs="$BUILD/test-logs"
limit=${TEST_LIMIT:-240}
[ -z "${SANITIZE:-}" ] || limit=$((limit * 3))

name_of() {
	echo "${1#"$BUILD"/}" | sed 's#^build/\(san/\|cov/\)\{0,1\}##; s#^tests/##; s#/#.#g'
}

start_test() { # start_test TEST LOG
	case "$1" in
	*.sh) set -- sh "$1" "$2" ;;
	/*) set -- "" "$1" "$2" ;;
	*) set -- "" "./$1" "$2" ;;
	esac
	# shellcheck disable=SC2086
	timeout --foreground -k 10 "$limit" $1 "$2" >"$3" 2>&1 </dev/null
}

run_one() {
	test=$1
	name=$(name_of "$test")
	log="$logs/$name.log"
	began=$(date +%s%N)
	start_test "$test" "$log"
	status=$?
	took=$((($(date +%s%N) - began) / 1000000))
	good=$(grep -cE '^ok ' "$log")
	bad=$(grep -cE '^not ok ' "$log")
	skipped=$(grep -ciE '^ok .*# *skip' "$log")
	good=$((good - skipped))
	bad=$((bad + skipped))
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	echo "$good $bad" >"$logs/$name.count"
	{
		printf '%-44s %4d ok %3d failed %6d ms\n' "$name" "$good" "$bad" "$took"
		if [ "$bad" -gt 0 ]; then
			echo "---- $test ended with status $status"
			grep -nE '^not ok|# *skip' "$log" | head -20
			echo '----'
			tail -40 "$log"
			echo '----'
		fi
	} >"$logs/$name.said"
	cat "$logs/$name.said"
}

if [ "${1:-}" = --one ]; then
	run_one "$2"
	exit 0
fi

rm -rf "$logs"
mkdir -p "$logs"
for test in "$@" tests/rules.sh; do
	printf '%s\0' "$test"
done | xargs -0 -n 1 -P "${TEST_JOBS:-2}" sh tests/run.sh --one

# failed_tests prints those of TEST... whose count says that something failed, or that left no count at all.
failed_tests() {
	for test in "$@"; do
		read -r good bad 2>/dev/null <"$logs/$(name_of "$test").count" || bad=1
		[ "$bad" -eq 0 ] || echo "$test"
	done
}

unsteady=
if [ "${TEST_AGAIN:-0}" -eq 1 ]; then
	failed_tests "$@" tests/rules.sh >"$logs/failed"
	while read -r test; do
		name=$(name_of "$test")
		cp "$logs/$name.log" "$logs/$name.first.log" 2>/dev/null
		cp "$logs/$name.said" "$logs/$name.first.said" 2>/dev/null
		echo "again, alone: $name"
		run_one "$test" </dev/null
		[ -n "$(failed_tests "$test")" ] || unsteady="$unsteady $name"
	done <"$logs/failed"
fi

passed=0
failed=0
for test in "$@" tests/rules.sh; do
	count="$logs/$(name_of "$test").count"
	# A test that left no count was not run to its end: that is a failure.
	read -r good bad <"$count" 2>/dev/null || { good=0 bad=1 && echo "$test left no result"; }
	passed=$((passed + good))
	failed=$((failed + bad))
done
for test in $(failed_tests "$@" tests/rules.sh); do
	cat "$logs/$(name_of "$test").said" 2>/dev/null
done
for name in $unsteady; do
	cat "$logs/$name.first.said" 2>/dev/null
	echo "unsteady: $name failed beside the others and passed alone"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
