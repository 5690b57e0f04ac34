#!/bin/sh
# What teslim-journal(5) says is enough to check a journal: a script that knows only the page agrees with the program.
set -u
work=$(mktemp -d /tmp/teslim-journal-XXXXXX)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
result() {
	number=$((number + 1))
	[ "$1" = 0 ] && echo "ok $number - $2" || { failed=$((failed + 1)); echo "not ok $number - $2"; }
}
"$BUILD/tests/store/make_journal" "$work"
result $? "a journal of three days"
cat >"$work/teslim.conf" <<END
desk = "A";
database = "$work/desk.db";
key = "$work/desk.key";
log = "$work/log";
END
python3 "$TOP/tests/store/check_journal.py" "$work/desk.db" >"$work/words"
result $? "checked by the page alone: $(cat "$work/words")"
grep -q ' [3-9] checkpoints' "$work/words" && grep -q ' [1-9][0-9]* forgotten' "$work/words"
result $? "checkpoints and a forgotten person among it"
"$BUILD/teslim" verify --all --config "$work/teslim.conf" >/dev/null
result $? "the program says the same"
sqlite3 "$work/desk.db" "DROP TRIGGER journal_no_update; UPDATE journal SET body = replace(body, 'deneme', 'denene') WHERE seq = 100"
python3 "$TOP/tests/store/check_journal.py" "$work/desk.db" >"$work/words"
[ $? = 1 ] && grep -q 'entry 100 was changed' "$work/words"
result $? "one letter changed is found by the page"
"$BUILD/teslim" verify --all --config "$work/teslim.conf" --json >"$work/json"
[ $? = 1 ] && python3 -c "import json, sys; sys.exit('100' not in open('$work/json').read())"
result $? "and by the program, at the same entry"
echo "1..$number"
[ "$failed" -eq 0 ]
