#!/bin/sh
# Prints to a real cupsd of the test's own: papers that come out, and everything that keeps them from coming out.
set -u
. "$TOP/tests/print/lib.sh"
. "$TOP/tests/print/cupsd.sh"
trap 'cupsd_stop; rm -rf "$work"' EXIT
chmod 711 "$work"
cupsd_make "$work/cups"
cupsd_start || { echo "not ok 1 - cupsd starts"; cat "$cups/log.out" "$cups/log/error"; exit 1; }
queue pdf -m lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd -o PageSize=A4 && queue raw && queue stopped && queue held &&
	queue shut && queue closed -o printer-op-policy=closed && queue leaving
report "a print server of our own runs on $server" $?
"$make" >"$work/paper"
export CUPS_SERVER="$server"

to() { # to QUEUE [OPTION ...]: at the server by option, since the environment is for lpadmin
	name=$1
	shift
	run --server "$server" --to "cups:$name" "$@" <"$work/paper"
}
job() { sed -n 's/^queued job=\([0-9]*\).*/\1/p' "$work/events"; }
came_out() { # came_out: waits for the job's file
	turns=0
	while [ ! -e "$cups/out/job-$(job)" ] && [ $turns -lt 100 ]; do
		sleep 0.05
		turns=$((turns + 1))
	done
	[ -e "$cups/out/job-$(job)" ]
}
waiting() { lpstat -o "$1" 2>/dev/null; }
wait_for() { # wait_for PATTERN: in the events of a run in the background
	turns=0
	until grep -q "$1" "$work/events" 2>/dev/null; do
		[ $turns -lt 200 ] || return 1
		sleep 0.05
		turns=$((turns + 1))
	done
}

# ---- what a healthy server does
to pdf
done_well "a queue with a PDF driver takes the paper"
is "the paper came out" came_out
"$print" --pdf "$work/here.pdf" <"$work/paper" >"$work/is"
pdftotext -layout "$work/here.pdf" "$work/expected"
pdftotext -l 1 -layout "$cups/out/job-$(job)" "$work/got"
is "with every letter of it" cmp "$work/expected" "$work/got"
is "on A4" sh -c "pdfinfo '$cups/out/job-$(job)' | grep -q 'Page size.*A4'"
is "in as many copies as the record says" sh -c "pdfinfo '$cups/out/job-$(job)' | grep -qE '^Pages: +2\$|^Copies'"
to pdf --copies 1
done_well "fewer copies when asked for"
came_out
is "one then comes out" sh -c "pdfinfo '$cups/out/job-$(job)' | grep -qE '^Pages: +1\$'"

to raw --format dot-matrix
done_well "a raw queue takes dot-matrix bytes"
came_out
"$print" --text "$work/here.prn" --format dot-matrix <"$work/paper" >"$work/is"
is "every byte as it was" cmp "$work/here.prn" "$cups/out/job-$(job)"
to pdf --format dot-matrix
came_out
is "a queue with a driver lets them through as well" cmp "$work/here.prn" "$cups/out/job-$(job)"
to raw --format text
fault "text is not given to filters that lose it" usage "cups:raw"

run --server "$server" --to "ipp://$server/printers/raw" <"$work/paper"
done_well "the same queue by its address as an IPP printer"
came_out
is "comes out as drawn" sh -c "pdftotext -l 1 -layout '$cups/out/job-$(job)' - | cmp - '$work/expected'"

run --server "$server" --status cups:
grep -q 'printer name=pdf state=idle accepting=yes' "$work/events" && [ "$(grep -c '^printer ' "$work/events")" = 7 ]
report "the state of every queue" $?
run --server "$server" --status cups:raw
[ "$(grep -c '^printer ' "$work/events")" = 1 ] && grep -q 'name=raw state=idle' "$work/events"
report "the state of one" $?

# ---- queues that do not print
began=$(date +%s%N)
to missing
fault "a queue that is not there" no-queue "cups:missing"
is "is told at once" test $((($(date +%s%N) - began) / 1000000)) -lt 2500
run --server "$server" --status cups:missing </dev/null
fault "nor has it a state" no-queue "cups:missing"

cupsdisable stopped
to stopped
fault "a stopped printer" stopped "durdurulmuş"
is "the job was taken back" test -z "$(waiting stopped)"
run --server "$server" --status cups:stopped </dev/null
is "its state says so" grep -q 'state=stopped' "$work/events"

lpadmin -p held -o job-hold-until-default=indefinite
to held --wait 1
fault "a job that the server holds" stopped "iş bekletiliyor"
is "is taken back, too" test -z "$(waiting held)"

cupsreject shut
to shut
fault "a queue that takes no jobs" refused "cups:shut"
to closed
fault "a queue that does not permit us" forbidden "cups:closed"

touch "$cups/fail"
to pdf --wait 2
fault "a paper jam" stopped "kâğıt sıkıştı"
is "was told when it was seen" grep -q '^reason value=media-jam-error' "$work/events"
is "and leaves no job behind" test -z "$(waiting pdf)"
rm "$cups/fail"
cupsenable pdf
to pdf
done_well "after the jam the next one is printed"

# ---- what happens meanwhile
touch "$cups/hold"
to raw --wait 1
done_well "a slow printer is left to its work; the desk asks whether paper came"
to raw --wait 1
done_well "so is one that has others to print first"
rm "$cups/hold"
is "both came" came_out

touch "$cups/hold"
: >"$work/events"
to raw &
running=$!
wait_for '^state value=processing'
cancel "$(job)"
wait $running
[ "$(tail -1 "$work/events" | cut -d' ' -f1-2)" = "fault code=aborted" ] && event fault | grep -qF 'cups:raw'
report "a job that somebody cancels" $?
rm "$cups/hold"

touch "$cups/hold"
: >"$work/events"
to leaving &
running=$!
wait_for '^state value=processing'
lpadmin -x leaving
wait $running
grep -qE '^(fault code=(aborted|no-queue|stopped)|done)' "$work/events" && [ "$(grep -cE '^(fault|done)( |$)' "$work/events")" = 1 ]
report "a queue that is removed under the job ends in one sentence" $?
rm "$cups/hold"

touch "$cups/hold"
: >"$work/events"
to raw --wait 20 &
running=$!
wait_for '^state value=processing'
id=$(job)
cupsd_stop
cupsd_start
rm "$cups/hold"
wait $running
is "a server that is restarted meanwhile loses nothing" grep -qE '^done job=' "$work/events"
turns=0
while [ ! -e "$cups/out/job-$id" ] && [ $turns -lt 100 ]; do sleep 0.05; turns=$((turns + 1)); done
is "and prints the job" test -e "$cups/out/job-$id"

run --server "$server" --to cups:raw --watch "$id" </dev/null
done_well "a job can be looked after later"
run --server "$server" --to cups:raw --watch 9999 </dev/null
fault "one that is not there cannot" not-found "9999"
run --server "$server" --to cups:raw --cancel 9999 </dev/null
fault "nor be cancelled" not-found "9999"

touch "$cups/hold"
: >"$work/events"
to raw --wait 20 &
running=$!
wait_for '^state value=processing'
cupsd_stop
wait $running
[ "$(tail -1 "$work/events" | cut -d' ' -f1-2)" = "fault code=gone" ] && event fault | grep -qF 'haber alınamadı'
report "a server that stays away is told of, and that paper may have come" $?
rm "$cups/hold"

to raw
fault "no server at all" unreachable "127.0.0.1"
run --server "$server" --status cups: </dev/null
fault "it has no state either" unreachable "127.0.0.1"
run --lang en --server "$server" --to cups:raw <"$work/paper"
fault "and the same in English" unreachable "cannot be reached"
finish
