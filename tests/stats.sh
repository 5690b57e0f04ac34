#!/bin/sh
# Lines per room and the lengths of functions (median, 95th percentile, longest), from the sources alone.
set -eu
for room in src/*/; do
	files=$(ls "$room"*.c 2>/dev/null) || continue
	# shellcheck disable=SC2086
	printf '%-14s %3d files %6d lines\n' "$room" "$(echo $files | wc -w)" "$(cat $files | wc -l)"
done
awk '
	FNR == 1 { start = 0 }
	/^{/ { start = FNR; name = before }
	/^}/ && start { n = FNR - start - 1; print n, FILENAME ":" start, name; start = 0 }
	{ before = $0 }
' src/*/*.c | sort -n | awk '
	{ line[NR] = $0; size[NR] = $1 }
	END {
		printf "%d functions: median %d, 95th percentile %d, longest %d lines\n", NR, size[int((NR + 1) / 2)], size[int(NR * 0.95)], size[NR]
		for (i = NR; i > NR - 5 && i > 0; i--) print "  " line[i]
	}'
wc -l src/*/*.c | sort -n | awk '$2 != "total"' | tail -5
