#!/bin/sh
# Runs the tests of the room `text` in three locales: the results must not differ. The Turkish one is made here,
# because a fresh server has only C and C.UTF-8; that it could not be made is a failure, not a reason to skip.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
report() { # report STATUS NAME
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}
localedef -i tr_TR -f UTF-8 "$folder/tr_TR.UTF-8" >/dev/null 2>&1
[ -f "$folder/tr_TR.UTF-8/LC_CTYPE" ]
report $? "a Turkish locale can be made"
run() { # run PROGRAM LOCALE
	LOCPATH="$folder" LC_ALL="$2" CMOCKA_MESSAGE_OUTPUT=TAP "$BUILD/tests/text/$1" >"$folder/log" 2>&1
	status=$?
	grep -q "^# locale $2\$" "$folder/log" || status=1
	grep -q '^ok 5' "$folder/log" || status=1
	report $status "$1 in $2"
	[ $status -eq 0 ] || sed 's/^/# /' "$folder/log"
}
for program in test_text test_tables; do
	run $program C
	run $program tr_TR.UTF-8
done
# C.UTF-8 comes with the C library, outside that folder.
for program in test_text test_tables; do
	LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP "$BUILD/tests/text/$program" >"$folder/log" 2>&1 && grep -q '^# locale C.UTF-8$' "$folder/log"
	report $? "$program in C.UTF-8"
done
# ident and list must not see the locale either: a decimal comma, a dotless i.
for program in ident/test_ident list/test_list list/test_xlsx days/test_days; do
	LOCPATH="$folder" LC_ALL=tr_TR.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP "$BUILD/tests/$program" >"$folder/log" 2>&1
	report $? "$program in tr_TR.UTF-8"
done
echo "1..$number"
