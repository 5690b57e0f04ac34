#!/bin/sh
# Printing to a real print server on loopback: what comes out, and every way in which it does not.
set -u
. "$TOP/tests/print/cupsd.sh"
PATH="$PATH:/usr/sbin:/usr/lib/cups/daemon"
work=$(mktemp -d /tmp/teslim-cups-XXXXXX)
print="$BUILD/teslim-print"
document="$work/document"
number=0
failed=0
cupsd_pid=
cleanup() {
	cupsd_stop
	[ "$failed" -gt 0 ] || rm -rf "$work"
}
trap cleanup EXIT

result() { # result STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		sed 's/^/# /' "$work/events" 2>/dev/null
	fi
}
send() { # send ARGUMENT...: events in $work/events
	"$print" --server "$server" --lang tr "$@" <"$document" >"$work/events" 2>"$work/errors"
}
# fault CODE WORDS NAME: the last line is that fault, with a sentence that says these words
fault() {
	tail -1 "$work/events" | grep -q "^fault .*code=$1" && tail -1 "$work/events" | sed 's/%20/ /g' | grep -q -- "$2"
	result $? "$3"
}

"$BUILD/tests/report/make_document" >"$document"
cupsd_prepare

send --to cups:pdfq
fault unreachable "sunucu" "no print server: said so"

cupsd_start || { result 1 "cupsd starts"; exit 1; }
result 0 "cupsd starts"
cupsd_queue pdfq lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd
result $? "a queue with a driver"
cupsd_queue rawq raw
result $? "a raw queue"

send --to cups:pdfq --wait 20
result $? "a record goes to a queue"
grep -q '^queued .*job=' "$work/events" && grep -q '^done' "$work/events"
result $? "the events say queued and done"
job=$(cupsd_wait_job pdfq)
result $? "the job comes out"
pdftotext -layout "$job" "$work/out.txt" 2>/dev/null
"$print" --pdf "$work/direct.pdf" <"$document" >/dev/null && pdftotext -layout "$work/direct.pdf" "$work/direct.txt"
tr -s ' \n' '\n\n' <"$work/out.txt" >"$work/out.words"
tr -s ' \n' '\n\n' <"$work/direct.txt" >"$work/direct.words"
cat "$work/direct.words" "$work/direct.words" | cmp -s - "$work/out.words"
result $? "both copies, word by word what was sent, through all the filters"
pdfinfo "$job" 2>/dev/null | grep -q 'A4'
result $? "on A4"

send --to cups:rawq --format dot-matrix --wait 20
result $? "dot-matrix bytes go through a raw queue"
job=$(cupsd_wait_job rawq)
"$print" --format dot-matrix --text "$work/direct.prn" <"$document" >/dev/null
cmp -s "$job" "$work/direct.prn"
result $? "byte for byte"
iconv -f CP857 -t UTF-8 "$work/direct.prn" 2>/dev/null | grep -q 'İĞDELİOĞLU\|İğdelioğlu'
result $? "in code page 857 with its Turkish letters"

send --status cups:pdfq
grep -q '^printer .*name=pdfq .*accepting=yes' "$work/events"
result $? "the queue's state is told"
send --status cups:
[ "$(grep -c '^printer' "$work/events")" = 2 ]
result $? "and that of all queues"

began=$(date +%s%N)
send --to cups:yokq
took=$((($(date +%s%N) - began) / 1000000))
fault no-queue "yokq" "a queue that is not there is named"
[ "$took" -lt 900 ]
result $? "at once, without a search of the network"

CUPS_SERVER=$server cupsreject pdfq
send --to cups:pdfq
fault refused "kabul" "a queue that takes no jobs"
CUPS_SERVER=$server cupsaccept pdfq

CUPS_SERVER=$server cupsdisable pdfq
send --to cups:pdfq --wait 2
fault stopped "bekliyor" "a printer that is stopped: the job waits at the server"
CUPS_SERVER=$server cancel -a
CUPS_SERVER=$server cupsenable pdfq

touch "$root/jobs/pdfq/MEDIA"
send --to cups:pdfq --wait 3
grep -q '^reason .*media-empty' "$work/events"
result $? "a printer without paper gives its reason"
rm -f "$root/jobs/pdfq/MEDIA"
CUPS_SERVER=$server cancel -a
sleep 0.5

CUPS_SERVER=$server lpadmin -p pdfq -o printer-error-policy=abort-job
CUPS_SERVER=$server cupsenable pdfq
touch "$root/jobs/pdfq/FAIL"
send --to cups:pdfq --wait 10
fault aborted "Yeniden" "a job that the server gives up"
rm -f "$root/jobs/pdfq/FAIL"

send --to "ipp://$server/printers/pdfq" --wait 20
result $? "the same queue as an IPP printer"
send --to "ipp://127.0.0.1:1/ipp/print"
fault unreachable "127.0.0.1" "an IPP printer that is off"

CUPS_SERVER=$server cupsdisable rawq
send --to cups:rawq --wait 6 &
sender=$!
sleep 1
cupsd_stop
wait "$sender"
tail -1 "$work/events" | grep -q '^fault '
result $? "a server that goes away while we wait ends in a sentence"

echo "1..$number"
[ "$failed" -eq 0 ]
