#!/bin/sh
# What teslim-journal(5) says is enough to check a journal: a script that knows only the page agrees with the program.
set -u
[ -w /dev/shm ] && base=/dev/shm || base=/tmp
work=$(mktemp -d "$base/teslim-journal-XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0
failed=0
result() {
	number=$((number + 1))
	[ "$1" = 0 ] && echo "ok $number - $2" || { failed=$((failed + 1)); echo "not ok $number - $2"; }
}
"$BUILD/tests/store/make_journal" "$work"
result $? "a journal of three days"
mkdir "$work/again" && cp "$work/desk.db" "$work/whole.db" && cp -p "$work/desk.key" "$work/again/"
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
# Both find the same faults in the tables beside the journal.
while IFS='|' read -r sql words; do
	cp "$work/whole.db" "$work/again/desk.db"
	sqlite3 "$work/again/desk.db" "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'" >"$work/drop"
	{ cat "$work/drop"; echo "$sql;"; } | sqlite3 "$work/again/desk.db"
	sed "s|$work/|$work/again/|g" "$work/teslim.conf" >"$work/again.conf"
	"$BUILD/teslim" verify --config "$work/again.conf" >/dev/null 2>&1
	program=$?
	python3 "$TOP/tests/store/check_journal.py" "$work/again/desk.db" >"$work/words"
	[ $? = 1 ] && [ $program = 1 ] && grep -q "$words" "$work/words"
	result $? "page and program find: $sql ($(cat "$work/words"))"
	rm -f "$work/again"/desk.db*
done <<'END'
UPDATE handover_finding SET level = 'pass' WHERE position = 1|handover row was changed
UPDATE handover SET year = 2025 WHERE number = 3|handover row was changed
UPDATE correction SET takes_back = 0|correction row
UPDATE item_record SET shown = 'passport' WHERE number = 1|item record was changed
UPDATE item_record_row SET state = 'lost' WHERE way = 'back'|item record was changed
DELETE FROM live_handover WHERE handover_id = 1|in force
UPDATE paper SET state = 'signed'|signed copies
UPDATE personal SET salt = randomblob(16)|personal fields were changed
UPDATE forgotten SET by_seq = 1|forgotten without
DELETE FROM checkpoint WHERE seq % 100 <> 0|checkpoint
END
echo "1..$number"
[ "$failed" -eq 0 ]
