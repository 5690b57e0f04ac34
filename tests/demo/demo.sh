#!/bin/sh
# The demo desk: a database with invented applicants, an authority made on the spot, a private pcscd with a virtual
# reader and card, and the full-screen program. Everything that is started here ends here.
# TESLIM_DEMO: the demo's folder (default build/demo); TESLIM_DEMO_PREPARE=1: make everything, start nothing.
set -eu
here="$TOP/tests/demo"
tools="$BUILD/tests/demo"
demo=${TESLIM_DEMO:-$BUILD/demo}
language=${TESLIM_DEMO_LANG:-tr}

rm -rf "$demo"
mkdir -p "$demo/cards" "$demo/papers" "$demo/log"
chmod 700 "$demo"
for file in issuers.conf identity-documents.conf holidays.conf; do
	cp "$TOP/conf/$file" "$demo/$file"
done
# The synthetic authority calls itself by the real one's name and DENEME, so the shipped issuers file accepts it.
cat >"$demo/teslim.conf" <<EOF
institution = "Örnek İl Sağlık Müdürlüğü";
institution_unit = "Bilgi İşlem ve Elektronik İmza Birimi";
desk = "A";
language = "$language";
database = "teslim.db";
key = "desk.key";
log = "log/teslim.log";
card_command = "'$BUILD/teslim-card'";
print_command = "'$BUILD/teslim-print'";
print_to = "file:$demo/papers";
demo_socket = "card.sock";
EOF
echo deneme | "$BUILD/teslim" init --config "$demo/teslim.conf" --login demo --name "Şükrü İğdelioğlu" \
	--title "Bilgi İşlem Şefi" --password-stdin >/dev/null
"$BUILD/teslim" import --config "$demo/teslim.conf" "$here/applicants.csv" >/dev/null
dispatched=$(date -d '4 days ago' +%F)
"$BUILD/teslim" shipment --config "$demo/teslim.conf" --tracking KRG-2026-118 --dispatched "$dispatched" --received \
	"$here/shipment.csv" >/dev/null
# Two that are still with the courier. Of the first one's twelve cards the last is missing and the one before it is broken; one
# that nobody announced and one of the second parcel lie in it.
"$BUILD/teslim" shipment --config "$demo/teslim.conf" --tracking KRG-2026-131 --dispatched "$(date -d '3 days ago' +%F)" \
	"$here/parcel.csv" >/dev/null
"$BUILD/teslim" shipment --config "$demo/teslim.conf" --tracking KRG-2026-140 --dispatched "$(date -d '1 day ago' +%F)" \
	"$here/parcel-next.csv" >/dev/null

# ---- cards: five kinds for each of the people whose cards have come or are with the courier, and one that cannot be read
akis_atr=3B9F978131FE4580655443D3228231C073F621808105D3
: >"$demo/certificates.list"
for list in shipment parcel parcel-next; do
	sed 's/^\xef\xbb\xbf//; s/\r$//' "$here/$list.csv" | tail -n +2
done | cut -d';' -f1 | { cat; echo 90000002944; } | while read -r id; do
	name=$(sed 's/\r$//' "$here/applicants.csv" | awk -F';' -v id="$id" '$2 == id { print $3 " " $4 }' |
		sed 's/i/İ/g; s/ı/I/g; s/ğ/Ğ/g; s/ü/Ü/g; s/ş/Ş/g; s/ö/Ö/g; s/ç/Ç/g; s/â/Â/g' | tr '[:lower:]' '[:upper:]')
	for kind in qualified expired not-yet-valid test seal-institution; do
		case $kind in
		qualified) card=right ;;
		not-yet-valid) card=not-yet ;;
		seal-institution) card=seal ;;
		*) card=$kind ;;
		esac
		echo "$id-$card $kind $id $name" >>"$demo/certificates.list"
		printf 'atr %s\nfamily akis\ncert %s\n' "$akis_atr" "$demo/$id-$card.der" >"$demo/cards/$id-$card.card"
	done
	printf 'atr %s\nfamily akis\ncert %s\nfault pulled-at 6\n' "$akis_atr" "$demo/$id-right.der" >"$demo/cards/$id-pulled.card"
done
printf 'atr 3B00\nfamily empty\n' >"$demo/cards/unreadable.card"
cp "$demo/cards/90000002944-right.card" "$demo/cards/parcel-unexpected.card"
cp "$demo/cards/90000002562-right.card" "$demo/cards/parcel-other.card"
"$tools/make_certificates" "$demo" <"$demo/certificates.list"

[ -z "${TESLIM_DEMO_PREPARE:-}" ] || exit 0
if [ ! -t 0 ] || [ ! -t 1 ]; then
	echo "make demo opens the full-screen program and so needs a terminal." >&2
	exit 2
fi

# ---- the virtual reader, the virtual card, the program
export TOP BUILD
status=0
"$tools/private_pcscd" "$demo/pcscd" -- sh -c '
	"$1/virtual_card" --pcscd "$2/pcscd" --cards "$2/cards" --socket "$2/card.sock" >"$2/log/card.log" 2>&1 &
	card=$!
	trap "kill $card 2>/dev/null" EXIT
	"$BUILD/teslim" --config "$2/teslim.conf"
' sh "$tools" "$demo" || status=$?
echo
echo "Tutanaklar / papers: $demo/papers"
ls "$demo/papers"
exit "$status"
