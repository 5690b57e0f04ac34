#!/bin/sh
# The moves that the manual page shows are those of the table.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$BUILD/tests/desk/moves" | sed 's/ *$//' >"$work/table"
sed -n '/^\.\\" moves: from here/,/^\.\\" moves: to here/p' "$TOP/man/teslim.1" | grep -v '^\.' | sed 's/^\\&//; s/\\-/-/g' >"$work/page"
if [ -s "$work/table" ] && cmp -s "$work/table" "$work/page"; then
	echo "ok 1 - the page shows the $(wc -l <"$work/table") moves of the table"
else
	echo "not ok 1 - the page shows the moves of the table"
	diff "$work/table" "$work/page" | head -20 | sed 's/^/# /'
	echo "1..1"
	exit 1
fi
echo "1..1"
