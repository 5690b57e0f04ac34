#!/bin/sh
# Replays what fuzzing has gathered: each target over its corpus, and over nothing, a byte of each value, and noise.
set -u
work=$(mktemp -d /tmp/teslim-fuzz-XXXXXX)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
: >"$work/empty"
for byte in 000 001 060 177 200 377; do
	printf "\\$byte" >"$work/byte-$byte"
	printf "\\$byte\\$byte\\$byte\\$byte\\$byte\\$byte\\$byte\\$byte" >"$work/bytes-$byte"
done
for size in 16 300 5000; do
	awk -v n="$size" 'BEGIN { srand(n); for (i = 0; i < n; i++) printf "%c", int(rand() * 256) }' >"$work/noise-$size"
done
for target in "$BUILD"/tests/fuzz/replay_*; do
	[ -x "$target" ] || continue
	name=$(basename "$target")
	name=${name#replay_}
	corpus="$TOP/tests/fuzz/corpus/$name"
	number=$((number + 1))
	if [ ! -d "$corpus" ]; then
		failed=$((failed + 1))
		echo "not ok $number - $name has a corpus"
	elif "$target" "$corpus" "$work" >"$work/../$name.$$" 2>&1; then
		echo "ok $number - $name: $(ls "$corpus" | wc -l) inputs of its corpus and 16 more"
	else
		failed=$((failed + 1))
		echo "not ok $number - $name"
		tail -20 "$work/../$name.$$" | sed 's/^/# /'
	fi
	rm -f "$work/../$name.$$"
done
[ "$number" -gt 0 ] || { echo "not ok 1 - there are fuzz targets"; failed=1; }
echo "1..$number"
[ "$failed" -eq 0 ]
