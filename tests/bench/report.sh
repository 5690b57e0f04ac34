#!/bin/sh
# One report page: document on standard input to a flushed PDF file, start of the program included, against a bare cairo
# program that puts the same lines on a page, and against groff. Medians of the same run.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
rounds=${ROUNDS:-15}
fonts=
for folder in /usr/share/fonts/truetype/liberation2 /usr/share/fonts/truetype/liberation; do
	[ ! -e "$folder/LiberationSans-Regular.ttf" ] || fonts=${fonts:-$folder}
done
"$BUILD/tests/report/make_document" >"$work/page"
"$BUILD/tests/report/make_document" --list 2000 >"$work/list"
"$BUILD/teslim-print" --text "$work/lines" <"$work/page" >/dev/null || exit 1
{ echo '.nf'; cat "$work/lines"; } | tr -d '\f' >"$work/roff"

page() { "$BUILD/teslim-print" --pdf "$work/page.pdf" <"$work/page" >/dev/null; }
text() { "$BUILD/teslim-print" --text "$work/page.txt" <"$work/page" >/dev/null; }
list() { "$BUILD/teslim-print" --pdf "$work/list.pdf" <"$work/list" >/dev/null; }
bare() { "$BUILD/tests/bench/plain_page" "$fonts/LiberationSans-Regular.ttf" "$fonts/LiberationSans-Bold.ttf" "$work/bare.pdf" <"$work/lines"; }
roff() { groff -k -Tpdf "$work/roff" >"$work/roff.pdf" 2>/dev/null; }

# once NAME: its microseconds are added to $work/NAME.us
once() {
	began=$(date +%s%N)
	"$1" || { echo "$1 failed" >&2; exit 1; }
	echo $((($(date +%s%N) - began) / 1000)) >>"$work/$1.us"
}
# Turn by turn, so that a busy machine is unfair to all alike.
i=0
while [ $i -lt "$rounds" ]; do
	once page
	once bare
	once text
	[ $i -ge 5 ] || once roff
	[ $i -ge 3 ] || once list
	i=$((i + 1))
done
median() { sort -n "$work/$1.us" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
size() { wc -c <"$work/$1"; }
row() { # row WORDS NAME FILE
	awk -v words="$1" -v us="$(median "$2")" -v peer="$(median bare)" -v bytes="$(size "$3")" \
		'BEGIN { printf "| %s | %.1f ms | %.2f | %.0f KB |\n", words, us / 1000, us / peer, bytes / 1024 }'
}
pages=$(pdfinfo "$work/list.pdf" | sed -n 's/^Pages: *//p')
echo "| page | wall | to bare cairo | file |"
echo "|---|---|---|---|"
row "teslim-print, hand-over record (layout, QR, Code 128, checked letters, flushed)" page page.pdf
row "bare cairo, the same lines" bare bare.pdf
row "groff -Tpdf, the same lines" roff roff.pdf
row "teslim-print, text page" text page.txt
awk -v us="$(median list)" -v pages="$pages" 'BEGIN { printf "| teslim-print, list of 2,000 rows, %d pages | %.0f ms, %.1f ms a page | | |\n", pages, us / 1000, us / 1000 / pages }'
