#!/bin/sh
# The paper itself: what a reader, a scanner and a printer find in the PDF, that the same record gives the same bytes,
# and that nothing half-written or half-read ever becomes a paper.
set -u
. "$TOP/tests/print/lib.sh"
trap 'finish >/dev/null' EXIT
"$make" >"$work/paper"
pdf() { # pdf NAME [make option ...]: $work/NAME.pdf
	name=$1
	shift
	"$make" "$@" >"$work/$name"
	run --pdf "$work/$name.pdf" <"$work/$name"
}
text() { pdftotext -layout "$work/$1.pdf" - | tr -s ' \n' ' '; }
has() { # has NAME WORDS...: in the text of that PDF, however its lines are broken
	name=$1
	shift
	text "$name" | grep -qF -- "$*" || { echo "# $name lacks: $*"; false; }
}

# ---- text
pdf record
done_well "a record becomes a PDF"
is "of one page" sh -c "pdfinfo '$work/record.pdf' | grep -qE '^Pages: +1\$'"
is "of A4" sh -c "pdfinfo '$work/record.pdf' | grep -q 'A4'"
# Every word of the document is in the PDF and in the text page, whatever the lines are broken at.
words() {
	LC_ALL=C awk '
		BEGIN { for (i = 1; i < 256; i++) letter[sprintf("%02X", i)] = sprintf("%c", i) }
		/^(document|end)/ { next }
		{ for (f = 2; f <= NF; f++) {
			split($f, pair, "="); value = substr($f, length(pair[1]) + 2)
			if (pair[1] ~ /^(width|columns|level|style|height|w[0-9])$/ || ($1 == "qr" && pair[1] == "payload")) continue
			n = split(value, part, "%"); out = part[1]
			for (i = 2; i <= n; i++) out = out letter[substr(part[i], 1, 2)] substr(part[i], 3)
			print out } }' "$1" | tr -s ' ' '\n' | sort -u
}
lacking() { # lacking WORDS-FILE TEXT-FILE
	sed 's/│/ /g' "$2" | tr -s ' \n\f' '\n' | LC_ALL=C sort -u >"$work/there"
	LC_ALL=C sort -u "$1" | LC_ALL=C comm -23 - "$work/there"
}
for variant in "" "--english" "--no-reader" "--full" "--reprint 2" "--list 60" "--english --list 3"; do
	# shellcheck disable=SC2086
	pdf variant $variant
	words "$work/variant" >"$work/words"
	pdftotext -layout "$work/variant.pdf" "$work/text"
	[ "$(wc -l <"$work/words")" -gt 30 ] && [ -z "$(lacking "$work/words" "$work/text")" ]
	report "pdftotext gives back every word of the document${variant:+ ($variant)}" $?
	# Words that the page has to break are found in one piece in neither; there are none in these.
	run --text "$work/text" <"$work/variant"
	sed 's/://g' "$work/text" >"$work/flat" # labels end in a colon there
	sed -i 's/://g' "$work/words"
	[ "$status" = 0 ] && { [ -z "$(lacking "$work/words" "$work/flat")" ] || [ "${variant#*--list}" != "$variant" ]; }
	report "so does the text page${variant:+ ($variant)}" $?
done
all="Pijamalı hasta yağız şoföre çabucak güvendi. ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ abcçdefgğhıijklmnoöprsştuüvyz Ââ Îî Ûû Əə Șș Ļļ ĀĒĪŌŪ ÄÖÜß éèêë ñ “” ‘’ – — … • € №"
pdf letters --paragraph "$all"
is "every letter, Turkish and neighbouring" has letters "$all"
for tool in "mutool draw -F txt" "gs -q -dNOPAUSE -dBATCH -sDEVICE=txtwrite -o -"; do
	command -v "${tool%% *}" >/dev/null || continue # a second reader's opinion, where one is installed
	$tool "$work/letters.pdf" 2>/dev/null | tr -s ' \n' ' ' | grep -qF "Pijamalı hasta yağız şoföre çabucak güvendi. ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ"
	report "the same by ${tool%% *}" $?
done
pdf composed --paragraph "$(printf 's\314\247ofo\314\210r yag\314\206\304\261z I\314\207zmir')"
is "decomposed letters are composed first" has composed "şoför yağız İzmir"

# ---- fonts and file
pdffonts "$work/record.pdf" | sed 1,2d >"$work/fonts"
[ -s "$work/fonts" ] && ! awk '$(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes"' "$work/fonts" | grep -q .
report "every font is embedded, cut to what is used, and maps back to letters" $?
is "they are Liberation Sans" sh -c "[ \$(grep -c LiberationSans '$work/fonts') = \$(wc -l <'$work/fonts') ]"
pdfinfo "$work/record.pdf" >"$work/info"
is "the file bears the record's title" grep -q '^Title: *Teslim tutanağı 2026/A-0042' "$work/info"
is "the institution" grep -q '^Author: *ÖRNEK İL SAĞLIK MÜDÜRLÜĞÜ' "$work/info"
is "and the record's time, not that of printing" sh -c "pdfinfo -isodates '$work/record.pdf' | grep -qE '^CreationDate: *2026-11-23T(14:05:00\+03|11:05:00(Z|\+00))'"
is "nothing that a long-lived file may not have" sh -c "grep -qE '^Encrypted: *no' '$work/info' && grep -qE '^JavaScript: *no' '$work/info' && grep -qE '^Form: *none' '$work/info'"
is "no transparency, no action, no outer file" not grep -aqE '/(SMask|JavaScript|OpenAction|Launch|URI|EmbeddedFile|Filespec)[ /<(]' "$work/record.pdf"
is "no warning from a reader" sh -c "[ -z \"\$(pdftotext '$work/record.pdf' - 2>&1 >/dev/null)\" ]"
run --font serif --pdf "$work/serif.pdf" <"$work/paper"
is "the other typeface" sh -c "pdffonts '$work/serif.pdf' | grep -q LiberationSerif && ! pdffonts '$work/serif.pdf' | grep -q LiberationSans"

# ---- same data, same bytes
cp "$work/record.pdf" "$work/first.pdf"
sleep 1.1
env -i PATH="$PATH" TZ=America/New_York LANG=tr_TR.UTF-8 HOME=/ "$print" --pdf "$work/second.pdf" <"$work/paper" >/dev/null
is "the same record gives the same bytes later, elsewhere, in another locale" cmp "$work/first.pdf" "$work/second.pdf"
pdf copy --reprint 1
is "a copy is marked" has copy "SURETTİR · 2. BASKI"
pdftotext -layout "$work/record.pdf" "$work/one"
pdftotext -layout "$work/copy.pdf" "$work/two"
is "and says nothing else than the original" sh -c "[ \"\$(diff '$work/one' '$work/two' | grep -c '^[<>] *[^ <>]')\" = 1 ]"
# Blank the box of the mark in both pictures: the rest is the same dot for dot.
pdftoppm -r 150 -gray "$work/record.pdf" "$work/original"
pdftoppm -r 150 -gray "$work/copy.pdf" "$work/reprint"
tail -c +$((1 + 15 + 1241 * 100)) "$work/original-1.pgm" >"$work/one"
tail -c +$((1 + 15 + 1241 * 100)) "$work/reprint-1.pgm" >"$work/two"
[ "$(wc -c <"$work/one")" -gt 1000000 ] && cmp "$work/one" "$work/two"
report "dot for dot below the mark" $?
is "which is seen" not cmp -s "$work/original-1.pgm" "$work/reprint-1.pgm"
"$print" --text "$work/one" <"$work/paper" >"$work/is"
"$print" --text "$work/two" <"$work/copy" >"$work/is"
is "on the text page, too, the mark's line alone differs" sh -c "[ \"\$(diff '$work/one' '$work/two' | grep -c '^[<>]')\" = 2 ] && diff '$work/one' '$work/two' | grep -q 'SURETTİR · 2. BASKI'"

# ---- codes
pdftoppm -r 150 -png "$work/record.pdf" "$work/record"
zbarimg -q "$work/record-1.png" 2>/dev/null | sort >"$work/codes"
is "the parcel scanner reads the record number" grep -qx 'CODE-128:2026/A-0042' "$work/codes"
payload=$(sed -n 's/^qr payload=\([^ ]*\).*/\1/p' "$work/paper" | sed 's/%20/ /g; s/%2B/+/g')
is "a telephone reads the seal" grep -qxF "QR-Code:$payload" "$work/codes"
pdftoppm -r 100 -gray -png "$work/record.pdf" "$work/coarse"
is "even from a coarse scan" sh -c "zbarimg -q '$work/coarse-1.png' 2>/dev/null | grep -qF 'QR-Code:TESLIM1 2026/A-0042'"

# ---- long texts
long="Prof. Dr. Abdurrahmangazi Muhammedşerafettin Kılıçarslanoğullarından GÜMÜŞDAĞ-ÖZŞİMŞEK KARAMEHMETOĞLU"
unit="Sağlık Bilimleri Üniversitesi Iğdır Şehit Yüzbaşı Çağrı Öztürk Eğitim ve Araştırma Hastanesi Göğüs Hastalıkları"
pdf long --name "$long" --officer "$long" --title "$unit" --institution "$unit $unit" --privacy "$unit $unit $unit"
done_well "long names and institutions"
is "two pages then" sh -c "pdfinfo '$work/long.pdf' | grep -qE '^Pages: +2\$'"
is "each with its number" has long "2026/A-0042 - Sayfa 2/2"
# Declaration, names and signatures stay together.
is "what is signed stands on the page where it is signed" sh -c "pdftotext -f 2 -layout '$work/long.pdf' - | tr -s ' \n' ' ' | grep -q 'E. BEYAN.*beyan ederim.*TESLİM EDEN'"
pdftotext -bbox "$work/long.pdf" "$work/boxes"
is "no word leaves the page or lies on another" awk -v page=0 '
	/<page / { page++; n = 0 }
	/<word / { split($0, p, "\"")
		l[n] = p[2]; t[n] = p[4]; r[n] = p[6]; b[n] = p[8]
		if (l[n] < 50 || r[n] > 545 || t[n] < 25 || b[n] > 815) { print "outside:", $0; bad = 1 }
		for (i = 0; i < n; i++) {
			w = (r[n] < r[i] ? r[n] : r[i]) - (l[n] > l[i] ? l[n] : l[i])
			h = (b[n] < b[i] ? b[n] : b[i]) - (t[n] > t[i] ? t[n] : t[i])
			if (w > 0.5 && h > 3.5) { print "overlap:", $0; bad = 1 }
		}
		n++ }
	END { exit bad || page != 2 }' "$work/boxes"
pdf usual --name "Abdurrahman Muhammed Şerafettin GÜMÜŞDAĞ ÖZŞİMŞEK" --title "Anesteziyoloji ve Reanimasyon Uzmanı, Başhekim Yardımcısı" \
	--unit "Göğüs Hastalıkları ve Göğüs Cerrahisi Eğitim ve Araştırma Hastanesi, Iğdır"
is "long names of the usual kind still fit on one sheet" sh -c "pdfinfo '$work/usual.pdf' | grep -qE '^Pages: +1\$'"
pdf narrow --list 2 --name x
done_well "a list"
pdf many --list 60
is "repeats the head of its table on each page" sh -c "[ \$(pdftotext -layout '$work/many.pdf' - | grep -c 'Tutanak no') = \$(pdfinfo '$work/many.pdf' | sed -n 's/^Pages: *//p') ]"
pdf book --paragraph "$(i=0; while [ $i -lt 400 ]; do printf 'Bu cümle sayfayı doldurmak içindir ve %d numaralıdır. ' $i; i=$((i + 1)); done)"
is "a text over pages loses nothing" sh -c "[ \$(pdftotext -layout '$work/book.pdf' - | tr -s ' \n' ' ' | grep -o '[0-9]* numaralıdır' | sort -u | wc -l) = 400 ]"

# ---- letters that are not there
pdf foreign --name "Ali 漢字 Yılmaz"
done_well "a paper comes out whatever the letters are"
is "with a box for the letter that no font has" has foreign "Ali □□ Yılmaz"
is "and a note that names it" has foreign "Yazı tipinde olmayan işaretler: U+6F22 yerine “□”; U+5B57 yerine “□”."
pdf hyphen --unit "Kadın$(printf '\342\200\221')Doğum ＡＢＣ"
is "a sign that a typesetter tells apart becomes the plain one" has hyphen "Kadın-Doğum ABC"
is "and the note says so" has hyphen "U+2011 yerine “-”"
pdf arabic --name "علي"
is "letters that would be joined wrongly are not drawn" has arabic "U+0639 yerine “□”"
pdf armenian --name "Ali Ա"
is "a letter of another font is drawn by it, and needs no note" has armenian "Ali Ա"
is "without a note" not has armenian "U+0531"
run --font-dir "$work" --pdf "$work/x.pdf" <"$work/paper"
fault "no font at all" font "fonts-liberation2"

# ---- files
mkdir "$work/papers"
run --to "file:$work/papers" <"$work/paper"
done_well "a directory takes the paper"
is "under the record's number" cmp "$work/papers/handover-record-2026-A-0042.pdf" "$work/record.pdf"
is "the event names the file" grep -q "file=$work/papers/handover-record-2026-A-0042.pdf" "$work/events"
run --to "file:$work/papers" <"$work/copy"
is "a copy has a name of its own" test -s "$work/papers/handover-record-2026-A-0042-2.pdf"
is "nothing else lies there" sh -c "[ \$(ls -A '$work/papers' | wc -l) = 2 ]"
is "nobody else may read them" sh -c "[ \$(stat -c %a '$work/papers/handover-record-2026-A-0042.pdf') = 600 ]"
strace -f -o "$work/trace" -e trace=fsync,fdatasync,rename,renameat,renameat2 "$print" --to "file:$work/papers" <"$work/paper" >"$work/is" 2>&1
grep -q . "$work/trace" && awk '/f(data)?sync\(/ && !renamed { before = 1 } /rename/ { renamed = 1 } /f(data)?sync\(/ && renamed { after = 1 } END { exit !(before && renamed && after) }' "$work/trace"
report "flushed, then renamed, then the directory flushed" $?
run --to "file:$work/none" <"$work/paper"
fault "a directory that is not there" not-found "none"
run --to "file:$work/paper" <"$work/paper"
fault "one that is none" not-found "paper"
run --pdf /dev/full <"$work/paper"
fault "no space" disk-full "/dev/full"
ln -s "$work/aim" "$work/link"
: >"$work/aim"
run --pdf "$work/link" <"$work/paper"
is "a link is written through, never replaced" sh -c "[ -L '$work/link' ] && cmp '$work/aim' '$work/record.pdf'"
run --pdf /proc/none.pdf <"$work/paper"
grep -qE '^fault code=(permission|not-found|io) ' "$work/events"
report "a place where nothing can be written" $?
# A file size limit fails the write in the middle, as a full disk does.
(trap '' XFSZ; ulimit -f 40; run --to "file:$work/papers" --format pdf <"$work/long"; echo "$status" >"$work/status")
status=$(cat "$work/status")
[ "$status" = 1 ] && grep -qE '^fault code=(io|disk-full) ' "$work/events" && [ "$(find "$work/papers" -type f | wc -l)" = 2 ]
report "writing that fails half-way leaves no half of a file" $?
# on_disk OPTIONS: prints into a folder that is a file system of its own, mounted with these. Whatever was left by an
# earlier run is taken away first: a disk that could not be mounted must not pass for one that is full.
on_disk() {
	rm -f "$work/events" "$work/errors" "$work/status" "$work/left"
	user=
	[ "$(id -u)" = 0 ] || user=--map-root-user
	# shellcheck disable=SC2016,SC2086
	unshare --mount $user sh -c 'mount -t tmpfs -o "$1" none "$2/papers" || exit 1
		timeout 60 "$3" --to "file:$2/papers" <"$2/paper" >"$2/events" 2>"$2/errors"
		echo $? >"$2/status"
		ls -A "$2/papers" >"$2/left"' sh "$1" "$work" "$print" >"$work/is" 2>&1
	status=$(cat "$work/status" 2>/dev/null || echo none)
	[ "$status" != none ]
	report "a disk is mounted ($1)" $?
}
on_disk size=16k,mode=755
fault "a disk that is full" disk-full "papers"
is "is left clean" sh -c "[ -e '$work/left' ] && [ ! -s '$work/left' ]"
on_disk ro
fault "a disk that is read-only" permission "papers"

# ---- what is no document
bad() { # bad NAME <DOCUMENT
	rm -f "$work/bad.pdf"
	run --pdf "$work/bad.pdf"
	fault "$1" document "${2:-}"
	[ ! -e "$work/bad.pdf" ] || report "$1: but there is a file" 1
}
bad "nothing at all" "yarıda" </dev/null
head -c 700 "$work/paper" | bad "a document that is cut off" "yarıda"
sed '$d' "$work/paper" | bad "one without its last line" "yarıda"
head -c -1 "$work/paper" | bad "one without its last line feed" "yarıda"
sed 1d "$work/paper" | bad "one without its head" "(1: document)"
sed 's/^heading /headline /' "$work/paper" | bad "an unknown block" "headline"
sed 's/width=7/width=13/' "$work/paper" | bad "a width beyond the line" "width"
sed 's/columns=5/columns=11/' "$work/paper" | bad "too many columns" "columns"
sed 's/^table .*//; /^$/d' "$work/paper" | bad "rows without a table" "row"
sed 's/time=[^ ]*/time=yesterday/' "$work/paper" | bad "no time" "time"
sed 's/%C4/%FF/' "$work/paper" | bad "text that is not UTF-8" "UTF-8"
sed 's/%C4%B0/%1B%40/' "$work/paper" | bad "commands for the printer in the text" "UTF-8"
sed 's/%20/%2/' "$work/paper" | bad "an escape that is none" "biçimi bozuk"
{ cat "$work/paper"; echo more; } | bad "more after the end" "end"
{ cat "$work/paper" "$work/paper"; } | bad "two documents" "end"
{ head -1 "$work/paper"; head -c 9000000 /dev/zero | tr '\0' 'a'; } | bad "a document without end" "çok büyük"
head -c 3000 /dev/urandom | bad "noise" ""
run --text "$work/x" --lang en <"$work/errors"
fault "and the same in English" document "was cut off"
sed 's/^barcode payload=.*/barcode payload=%C4%B0%C4%9Fd%C4%B1r/' "$work/paper" >"$work/letters"
run --pdf "$work/bad.pdf" <"$work/letters"
fault "a bar code of letters that it cannot hold" barcode "İğdır"

# ---- use
run --help
is "--help" grep -q '^Kullanım: teslim-print' "$work/events"
run --lang en --help
is "--help in English" grep -q '^Usage: teslim-print' "$work/events"
for wrong in --nonsense "--format jpeg" "--copies 0" "--copies x" "--lang de" "--font comic" "--wait -1" "--pdf" ""; do
	# shellcheck disable=SC2086
	run $wrong <"$work/paper"
	[ "$status" = 2 ] && grep -q '^fault code=usage' "$work/events"
	report "wrong use: \"$wrong\"" $?
done
is "inputs that fuzzing found" "$BUILD/tests/fuzz/replay_document" "$TOP/tests/fuzz/corpus/document"
trap - EXIT
finish
