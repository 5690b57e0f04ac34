#!/bin/sh
# Runs every fuzz target (or those named) for SECONDS_PER_TARGET, as many side by side as there are processors, from its
# committed corpus on, and tells how many executions that was. A finding ends with its input's path and status 1.
set -u
seconds=${SECONDS_PER_TARGET:-60}
work="$BUILD/run"
mkdir -p "$work"
run_one() { # run_one TARGET
	name=$(basename "$1")
	corpus="$TOP/tests/fuzz/corpus/${name#fuzz_}"
	mkdir -p "$work/$name"
	[ -d "$corpus" ] || corpus=
	"$1" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -max_len=65536 -print_final_stats=1 \
		-artifact_prefix="$work/$name-" "$work/$name" ${corpus:+"$corpus"} >"$work/$name.log" 2>&1
	echo $? >"$work/$name.status"
}
rm -f "$work"/*.log "$work"/*.status
running=0
for target in "$BUILD"/fuzz_*; do
	[ -x "$target" ] || continue
	case " ${TARGETS:-$(basename "$target")} " in
	*" $(basename "$target") "*) ;;
	*) continue ;;
	esac
	run_one "$target" &
	running=$((running + 1))
	if [ "$running" -ge "${JOBS:-$(nproc)}" ]; then
		wait
		running=0
	fi
done
wait
bad=0
for log in "$work"/fuzz_*.log; do
	name=$(basename "$log" .log)
	printf '%-24s %12s executions, %5s s, status %s\n' "$name" \
		"$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$seconds" "$(cat "$work/$name.status")"
	[ "$(cat "$work/$name.status")" = 0 ] || { bad=1; grep -E 'ERROR|SUMMARY|Test unit written' "$log" | head -5; }
done
exit "$bad"
