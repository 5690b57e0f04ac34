#!/bin/sh
# Prints to printers without a print server: IPP, raw TCP port, device file, command; well-behaved ones and others.
set -u
. "$TOP/tests/print/lib.sh"
peer=
stop_peer() {
	[ -z "$peer" ] || { kill "$peer" 2>/dev/null; wait "$peer" 2>/dev/null; }
	peer=
}
trap 'stop_peer; rm -rf "$work"' EXIT
"$make" >"$work/paper"
"$make" --list 400 >"$work/list"

# start TOOL MANNER: $port is where it listens
start() {
	stop_peer
	rm -f "$work/taken"
	: >"$work/peer"
	"$BUILD/tests/print/$1" "$work/taken" "$2" >"$work/peer" 2>/dev/null &
	peer=$!
	turns=0
	until [ -s "$work/peer" ] || [ $turns -ge 100 ]; do
		sleep 0.02
		turns=$((turns + 1))
	done
	port=$(head -1 "$work/peer")
}
ipp() { # ipp MANNER [OPTION ...]
	start ipp_printer "$1"
	shift
	run --to "ipp://127.0.0.1:$port/ipp/print" "$@" <"$work/paper"
}
socket() { # socket MANNER [OPTION ...]
	start byte_printer "$1"
	shift
	run --to "socket:127.0.0.1:$port" "$@" <"$work/paper"
}
"$print" --pdf "$work/paper.pdf" <"$work/paper" >"$work/is"
"$print" --text "$work/paper.prn" --format dot-matrix <"$work/paper" >"$work/is"
"$print" --text "$work/list.prn" --format dot-matrix <"$work/list" >"$work/is"

# ---- IPP
ipp good
done_well "an IPP printer takes the paper"
is "byte for byte" cmp "$work/paper.pdf" "$work/taken"
is "told that it is a PDF, two copies, A4" grep -qF "job application/pdf 2 iso_a4_210x297mm $(wc -c <"$work/paper.pdf")" "$work/peer"
is "and followed to its end" grep -q '^state value=completed job=7' "$work/events"
run --status "ipp://127.0.0.1:$port/ipp/print" </dev/null
is "its state" sh -c "grep -q 'state=idle accepting=yes reasons=none' '$work/events'"
ipp good --format dot-matrix
is "dot-matrix bytes go as they are" sh -c "cmp '$work/paper.prn' '$work/taken' && grep -q '^job application/octet-stream 0 - ' '$work/peer'"
ipp slow --wait 1
done_well "a printer at work is left to it; the desk asks for the paper"
is "its warning is told" grep -q '^reason value=toner-low-warning' "$work/events"
ipp forgets
done_well "a printer that forgets finished jobs"
ipp busy
fault "a busy printer" busy "127.0.0.1"
ipp no-pdf
fault "a printer that knows no PDF" refused "document-format-not-supported"
ipp forbidden
fault "a printer that does not permit us" forbidden "127.0.0.1"
ipp empty --wait 20
fault "no paper: told without waiting for the whole time" stopped "kâğıt bitti"
is "and the job is taken back" grep -q '^state value=canceled' "$work/events"
run --status "ipp://127.0.0.1:$port/ipp/print" </dev/null
is "the state names the reason" sh -c "grep 'state=stopped' '$work/events' | grep -q 'reasons=media-empty-error'"
ipp keeps --wait 20
fault "where it cannot be taken back the sentence says that it waits" stopped "yeniden göndermeyin"
ipp aborts
fault "a job that the printer gives up" aborted "7"
ipp cut
fault "a printer that hangs up on the document" gone "haber alınamadı"
ipp hangs-up
fault "one that hangs up at once" unreachable "127.0.0.1"
ipp nonsense
fault "one that answers nonsense" gone "127.0.0.1"
began=$(date +%s%N)
ipp mute --wait 1
fault "one that never answers" gone "haber alınamadı"
is "is not waited for beyond the time allowed" test $((($(date +%s%N) - began) / 1000000)) -lt 6000
stop_peer
run --to "ipp://127.0.0.1:$port/ipp/print" <"$work/paper"
fault "one that is switched off" unreachable "127.0.0.1"
run --status "ipp://127.0.0.1:$port/ipp/print" </dev/null
fault "has no state" unreachable "127.0.0.1"

# ---- raw TCP port
socket takes
done_well "a printer on a TCP port takes dot-matrix bytes unless told otherwise"
wait "$peer"
peer=
is "byte for byte" cmp "$work/paper.prn" "$work/taken"
start byte_printer slow
run --to "socket:127.0.0.1:$port" --wait 1 <"$work/paper"
done_well "a slow one is waited for as long as it takes bytes"
start byte_printer deaf
run --to "socket:127.0.0.1:$port" --wait 1 <"$work/list"
fault "one that takes none is given up" timeout "socket:127.0.0.1:$port"
start byte_printer resets
run --to "socket:127.0.0.1:$port" <"$work/list"
fault "one that hangs up" gone "socket:127.0.0.1:$port"
stop_peer
socket takes
stop_peer
run --to "socket:127.0.0.1:$port" <"$work/paper"
fault "one that is switched off" unreachable "socket:127.0.0.1:$port"
run --status "socket:127.0.0.1:$port" </dev/null
is "its state says so" grep -q 'state=missing accepting=no' "$work/events"
run --to "socket:no-such-host.invalid" <"$work/paper"
fault "a host that nobody knows" unreachable "no-such-host.invalid"

# ---- device
mkfifo "$work/lp0"
cat "$work/lp0" >"$work/taken" &
peer=$!
run --to "device:$work/lp0" <"$work/paper"
done_well "a device file takes dot-matrix bytes"
wait "$peer"
peer=
is "byte for byte" cmp "$work/paper.prn" "$work/taken"
began=$(date +%s%N)
run --to "device:$work/lp0" --wait 1 <"$work/paper"
fault "a device that is off line and blocks" timeout "lp0"
is "does not block us" test $((($(date +%s%N) - began) / 1000000)) -lt 3000
run --to "device:/dev/full" <"$work/paper"
fault "a device that is full" disk-full "/dev/full"
run --to "device:$work/usb/lp7" <"$work/paper"
fault "a device that is not there" not-found "lp7"
run --status "device:$work/usb/lp7" </dev/null
is "its state says so" grep -q 'state=missing accepting=no' "$work/events"
"$make" --name "Ali 漢字" >"$work/foreign"
cat "$work/lp0" >"$work/taken" &
peer=$!
run --to "device:$work/lp0" <"$work/foreign"
done_well "a letter beyond the code page keeps no paper back"
wait "$peer"
peer=
is "the note names it" grep -q 'U+6F22' "$work/taken"

# ---- command
run --to "command:sh -c 'cat >$work/taken'" <"$work/paper"
done_well "a command takes a PDF"
is "byte for byte" cmp "$work/paper.pdf" "$work/taken"
run --to "command:sh -c 'cat >/dev/null; exit 3'" <"$work/paper"
fault "a command that fails" command "(3)"
run --to "command:sh -c 'exec 0<&-; sleep 0.2; exit 5'" <"$work/list"
fault "one that does not read" command "(5)"
run --to "command:$work/none" <"$work/paper"
fault "one that is not there" command "(127)"
run --to "command:sleep 20" --wait 1 <"$work/list"
fault "one that hangs" timeout "sleep 20"
run --to "command:lp 'unfinished" <"$work/paper"
is "a quote that is not closed" sh -c "[ $status = 2 ] && grep -q '^fault code=usage' '$work/events'"
for wrong in "" "lpt1" "file:" "socket:" "socket:host:port" "socket:[::1" "socket:h:123456" "device:" "http://h/"; do
	run --to "$wrong" <"$work/paper"
	[ "$status" = 2 ] && grep -q '^fault code=usage' "$work/events"
	report "no destination: \"$wrong\"" $?
done
finish
