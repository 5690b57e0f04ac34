#!/bin/sh
# The page itself: text that comes out again, fonts that travel along, codes that a scanner reads, the same bytes twice,
# and input that is no document.
set -u
work=$(mktemp -d /tmp/teslim-page-XXXXXX)
print="$BUILD/teslim-print"
make="$BUILD/tests/report/make_document"
number=0
failed=0
trap '[ "$failed" -gt 0 ] || rm -rf "$work"' EXIT
result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		tail -3 "$work/events" 2>/dev/null | sed 's/^/# /'
	fi
}
words() { tr -s ' \n\f' '\n\n\n' <"$1"; }
# render NAME ARGUMENT...: NAME.pdf, NAME.txt from NAME.doc
render() {
	name=$1
	shift
	"$print" --pdf "$work/$name.pdf" --lang tr "$@" <"$work/$name.doc" >"$work/events" 2>/dev/null &&
		pdftotext -layout "$work/$name.pdf" "$work/$name.txt"
}
# fault CODE NAME: the last event is that fault
fault() {
	tail -1 "$work/events" | grep -q "^fault .*code=$1 .*text="
	result $? "$2"
}

"$make" >"$work/record.doc"
render record
result $? "a handover record becomes a PDF"
for line in "NİTELİKLİ ELEKTRONİK SERTİFİKA VE" "KART OKUYUCU TESLİM TUTANAĞI" "A. TESLİM ALAN (BAŞVURU SAHİBİ)" \
	"B. KİMLİK TESPİTİ" "C. SERTİFİKA DENETİMİ" "D. TESLİM EDİLEN MALZEME" "E. BEYAN" "İşbu tutanak iki nüsha olarak" \
	"TESLİM EDEN (KURUM YETKİLİSİ)" "Tarih ve imza" "Kayıt defteri mührü"; do
	grep -q -- "$line" "$work/record.txt"
	result $? "its text has: $line"
done
[ "$(pdfinfo "$work/record.pdf" | sed -n 's/^Pages: *//p')" = 1 ]
result $? "it is one page"
pdfinfo "$work/record.pdf" | grep -q 'Page size:.*A4'
result $? "A4"
[ "$(pdffonts "$work/record.pdf" | tail -n +3 | awk '{ print $(NF-4) }' | sort -u)" = yes ]
result $? "every font is embedded"
pdftoppm -r 150 -png "$work/record.pdf" "$work/record" && zbarimg -q --raw "$work"/record-*.png >"$work/codes"
grep -q '^2026/A-0042' "$work/codes"
result $? "the bar code is the record number"
[ "$(wc -l <"$work/codes")" -ge 2 ] && grep -qE '[0-9a-f]{16}' "$work/codes"
result $? "the square code bears the journal's seal"
"$print" --pdf "$work/again.pdf" <"$work/record.doc" >/dev/null && cmp -s "$work/record.pdf" "$work/again.pdf"
result $? "the same document is the same bytes"

# All letters of Turkish, one paragraph, out again as they went in.
letters="ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ abcçdefgğhıijklmnoöprsştuüvyz ÂÎÛ âîû ‘’ “” – — …"
"$make" --paragraph "$letters" >"$work/letters.doc"
for font in sans serif; do
	render letters --font $font
	words "$work/letters.txt" | tr -d '\n' | grep -qF "$(printf '%s' "$letters" | tr -d ' ')"
	result $? "every letter of Turkish comes back out of the PDF ($font)"
done
"$make" --paragraph "Tamam 漢" >"$work/strange.doc"
render strange
fault letter "a letter that the font lacks is refused,"
grep -q 'U+6F22' "$work/events"
result $? "by its name"
[ ! -e "$work/strange.pdf" ]
result $? "and no page with a box is left"
"$print" --format dot-matrix --text "$work/strange.prn" --lang tr <"$work/strange.doc" >"$work/events" 2>/dev/null
fault letter "a letter that the code page lacks as well"

# A reprint says so and differs in nothing else.
"$make" --reprint 2 >"$work/reprint.doc"
render reprint
result $? "a reprint"
words "$work/record.txt" >"$work/one"
words "$work/reprint.txt" >"$work/two"
[ "$(diff "$work/one" "$work/two" | grep -c '^<')" = 0 ] && diff "$work/one" "$work/two" | grep -q '^>'
result $? "is marked, and nothing of the record is missing or other"

# Long things stay on the paper.
long="Abdurrahman Muhammed Şükrü Çağatayhan Gümüşdağlıoğlu Büyükçekmeceoğlu-Kırkağaçlı Öztürkmenoğulları"
"$make" --name "$long" >"$work/long.doc"
render long
result $? "a very long name"
words "$work/long.txt" | tr -d '\n' | grep -q "Öztürkmenoğulları"
result $? "is printed to its end"
"$make" --list 120 >"$work/list.doc"
render list
[ "$(pdfinfo "$work/list.pdf" | sed -n 's/^Pages: *//p')" -ge 3 ] && grep -q '2026/A-0120' "$work/list.txt"
result $? "a signature list goes on over pages"
"$make" --english >"$work/english.doc"
render english
grep -q "RECIPIENT" "$work/english.txt" || grep -qi "received" "$work/english.txt"
result $? "in English too"

# The 80-column page.
"$print" --text "$work/record.80" --lang tr <"$work/record.doc" >"$work/events" 2>/dev/null
result $? "a text page"
[ "$(python3 -c 'import sys; print(max(len(l.rstrip("\n\f")) for l in open(sys.argv[1], encoding="utf-8")))' "$work/record.80")" -le 80 ]
result $? "no line is over 80 columns"
grep -q "TESLİM TUTANAĞI" "$work/record.80" && grep -q "2026/A-0042" "$work/record.80"
result $? "it is the same record"
"$print" --format dot-matrix --text "$work/record.prn" <"$work/record.doc" >/dev/null
LC_ALL=C grep -q "$(printf '\033')" "$work/record.prn" && LC_ALL=C grep -q "$(printf 'TESL\230M')" "$work/record.prn"
result $? "dot-matrix bytes: escapes and code page 857"

# Where it cannot be written.
"$print" --to "file:$work/yok" <"$work/record.doc" >"$work/events" 2>/dev/null
fault not-found "a folder that is not there"
mkdir "$work/papers"
"$print" --to "file:$work/papers" <"$work/record.doc" >"$work/events" 2>/dev/null && tail -1 "$work/events" | grep -q '^done'
result $? "a folder"
[ "$(ls "$work/papers" | wc -l)" = 1 ] && ls "$work/papers" | grep -q '2026-A-0042.pdf$'
result $? "gets one file, named after the record"
"$print" --to "device:$work/yok" <"$work/record.doc" >"$work/events" 2>/dev/null
fault not-found "a device that is not there"
"$print" --to device:/dev/full <"$work/record.doc" >"$work/events" 2>/dev/null
fault disk-full "a device that is full"
"$print" --to socket:127.0.0.1:1 <"$work/record.doc" >"$work/events" 2>/dev/null
fault unreachable "a printer on the network that is off"
"$print" --to "command:/bin/false" <"$work/record.doc" >"$work/events" 2>/dev/null
fault command "a print command that fails"
"$print" --to "command:tee $work/copy.pdf" <"$work/record.doc" >"$work/events" 2>/dev/null && cmp -s "$work/copy.pdf" "$work/record.pdf"
result $? "a print command gets the page"

# What is no document.
: >"$work/empty.doc"
render empty
fault document "nothing at all"
head -c 700 "$work/record.doc" >"$work/cut.doc"
render cut
fault document "a document cut short"
head -c 4000 /dev/urandom >"$work/noise.doc"
render noise
fault document "noise"
printf 'bad \377\376\n' | cat - "$work/record.doc" >"$work/encoding.doc"
render encoding
fault document "bytes that are no UTF-8"
"$print" --to "" <"$work/record.doc" >"$work/events" 2>/dev/null
[ $? = 2 ]
result $? "wrong use is status 2"
"$print" --help | grep -q -- '--to' && "$print" --help --lang en | grep -qi 'usage'
result $? "--help helps"

echo "1..$number"
[ "$failed" -eq 0 ]
