#!/bin/sh
# A card that teslim-card cannot read, with a vendor's PKCS#11 library to ask: off by default, asked by the setting, for
# public certificates only, never with a login.
set -u
work=$(mktemp -d /tmp/teslim-module-XXXXXX)
number=0
failed=0
pids=
cleanup() {
	for pid in $pids; do kill "$pid" 2>/dev/null; done
	wait 2>/dev/null
	[ "$failed" -gt 0 ] || rm -rf "$work"
}
trap cleanup EXIT
result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		tail -5 "$work/out" | sed 's/^/# /'
	fi
}
${CC:-cc} -shared -fPIC -w -o "$work/vendor.so" "$TOP/tests/card/vendor/library.c" >"$work/out" 2>&1
result $? "a vendor's library"
TESLIM_DEMO="$work/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh"
"$BUILD/tests/demo/private_pcscd" "$work/pcscd" >"$work/pcscd.log" 2>&1 &
pids="$pids $!"
for _ in $(seq 100); do grep -qs ready "$work/pcscd.log" && break; sleep 0.1; done
"$BUILD/tests/demo/virtual_card" --pcscd "$work/pcscd" --cards "$work/demo/cards" --socket "$work/card.sock" --insert unreadable \
	>"$work/card.log" 2>&1 &
pids="$pids $!"
export PCSCLITE_CSOCK_NAME="$work/pcscd/socket" VENDOR_CERTIFICATE="$work/demo/90000000278-right.der" VENDOR_MARK="$work/mark"
card() { "$BUILD/teslim-card" --once --events --wait 10 --lang en "$@" >"$work/out" 2>&1; }

card
grep -q 'code=unknown-card' "$work/out"
result $? "the card is not known"
card --module "$work/vendor.so"
grep -q '^cert .*family=module' "$work/out" && grep -q '^done .*count=1' "$work/out"
result $? "the library tells its certificate"
[ "$(sed -n 's/^cert .*der=\([^ ]*\).*/\1/p' "$work/out" | base64 -d | sha256sum)" = "$(sha256sum <"$VENDOR_CERTIFICATE")" ]
result $? "byte for byte"
[ ! -e "$work/mark" ]
result $? "without login, for certificates only, from the reader's own slot"
"$BUILD/teslim" card --config "$work/demo/teslim.conf" --lang tr >"$work/out" 2>&1
[ $? = 2 ]
result $? "the program does not ask a library by itself"
echo "card_module = \"$work/vendor.so\";" >>"$work/demo/teslim.conf"
"$BUILD/teslim" card --config "$work/demo/teslim.conf" --lang tr >"$work/out" 2>&1
[ $? = 0 ] && grep -q 'AYŞE ŞULE ÖZTÜRK' "$work/out" && grep -q 'UYGUN' "$work/out"
result $? "the setting card_module does"
card --module "$work/missing.so"
grep -q '^fault .*code=module .*missing.so' "$work/out"
result $? "a library that is not there is named"
printf 'not a library' >"$work/text.so"
card --module "$work/text.so"
grep -q '^fault .*code=module .*text.so' "$work/out"
result $? "and so is one that is none"
echo "1..$number"
[ "$failed" -eq 0 ]
