#!/bin/sh
# Runs every test program and script given, counts their TAP lines, shows what failed, and ends with
# "N passed, N failed". A program that fails without a "not ok", or runs no test, counts as one failure.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
export LC_ALL=C.UTF-8
passed=0
failed=0
logs="$BUILD/test-logs"
rm -rf "$logs"
mkdir -p "$logs"
limit=${TEST_LIMIT:-240}
[ -z "${SANITIZE:-}" ] || limit=$((limit * 3))
for test in "$@" tests/rules.sh; do
	name=$(echo "${test#"$BUILD"/}" | sed 's#^build/\(san/\|cov/\)\{0,1\}##; s#^tests/##; s#/#.#g')
	log="$logs/$name.log"
	began=$(date +%s%N)
	case "$test" in
	*.sh) timeout --foreground -k 10 "$limit" sh "$test" >"$log" 2>&1 </dev/null ;;
	/*) timeout --foreground -k 10 "$limit" "$test" >"$log" 2>&1 </dev/null ;;
	*) timeout --foreground -k 10 "$limit" "./$test" >"$log" 2>&1 </dev/null ;;
	esac
	status=$?
	took=$((($(date +%s%N) - began) / 1000000))
	good=$(grep -cE '^ok ' "$log")
	bad=$(grep -cE '^not ok ' "$log")
	skipped=$(grep -ciE '^ok .*# *skip' "$log")
	good=$((good - skipped))
	bad=$((bad + skipped))
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
	passed=$((passed + good))
	failed=$((failed + bad))
	printf '%-44s %4d ok %3d failed %6d ms\n' "$name" "$good" "$bad" "$took"
	if [ "$bad" -gt 0 ]; then
		echo "---- $test ended with status $status"
		grep -nE '^not ok|# *skip' "$log" | head -20
		echo '----'
		tail -40 "$log"
		echo '----'
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
