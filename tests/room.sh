#!/bin/sh
# Runs the tests of one room one after another and shows every line of theirs: what `make test-ROOM` ends with. With
# TEST_ONLY, programs in which no test has that name are passed over in silence.
set -u
# Where Debian keeps what only root is expected to call; an ordinary user's PATH leaves it out.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8
said=$(mktemp)
trap 'rm -f "$said"' EXIT
passed=0
failed=0
for test in "$@"; do
	case $test in
	*.sh) sh "$test" ;;
	/*) "$test" ;;
	*) "./$test" ;;
	esac >"$said" 2>&1 </dev/null
	status=$?
	good=$(grep -cE '^ok ' "$said")
	bad=$(grep -cE '^not ok ' "$said")
	[ $((good + bad)) -gt 0 ] || [ -z "${TEST_ONLY:-}" ] || continue
	if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then bad=1; fi
	echo "== $test"
	cat "$said"
	[ "$bad" -eq 0 ] || echo "== $test ended with status $status"
	passed=$((passed + good))
	failed=$((failed + bad))
done
if [ $((passed + failed)) -eq 0 ]; then
	echo "No test here has \"${TEST_ONLY:-}\" in its name."
	exit 1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
