#!/bin/sh
# Lines per room, the lengths of functions (median, 95th percentile, longest) and how much is comment, from the sources alone.
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
awk '
	FNR == 1 { inside = 0 }
	/^[ \t]*$/ { next }
	{ lines++ }
	inside { comments++; if (/\*\//) inside = 0; next }
	/\/\*/ { comments++; if (!/\*\//) inside = 1; next }
	/^[ \t]*\/\// { comments++ }
	END { printf "comments: %.1f %% of %d lines\n", 100 * comments / lines, lines }
' src/*/*.[ch] include/teslim/*.h include/teslim/*/*.h

# Who calls whom, from the objects: circles between the files of a room, and between rooms. Needs a build.
build=${BUILD:-build}
[ -d "$build/obj/base" ] || exit 0
calls=$(mktemp)
trap 'rm -f "$calls"' EXIT
for object in "$build"/obj/*/*.o; do
	file=${object#"$build"/obj/}
	file=${file%.o}
	[ ! -e "src/$file.c" ] || nm "$object" | awk -v file="$file" 'NF == 3 && $2 ~ /^[TDBRC]$/ { print "has", $3, file } NF == 2 && $1 == "U" { print "asks", $2, file }'
done | sort -r | awk '
	$1 == "has" { home[$2] = $3 }
	$1 == "asks" { asked[++count] = $2 " " $3 }
	END {
		for (i = 1; i <= count; i++) {
			split(asked[i], part, " ")
			if (part[1] in home && home[part[1]] != part[2])
				print part[2], home[part[1]]
		}
	}' | sort -u >"$calls"
circles() { # circles NAME < PAIRS: what tsort cannot put into an order
	found=$(tsort 2>&1 >/dev/null | sed -n 's/^tsort: -: input contains a loop:$/;/p; s/^tsort: \(.*\)/\1/p' | grep -v '^-' | tr '\n' ' ')
	[ -z "$found" ] && echo "$1: no circle" || echo "$1: circles $found"
}
for room in src/*/; do
	room=$(basename "$room")
	awk -v room="$room/" 'index($1, room) == 1 && index($2, room) == 1' "$calls" | circles "$room"
done
sed 's#/[^ ]*##g' "$calls" | awk '$1 != $2' | sort -u | circles "between rooms"
