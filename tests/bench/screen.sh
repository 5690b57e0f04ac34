#!/bin/sh
# The terminal: start to first screen, and bytes per keystroke. Prints a table in markdown.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/teslim-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
TESLIM_DEMO="$work/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh"
echo "| teslim | peer in the same run | teslim | peer | ratio |"
echo "|---|---|---:|---:|---:|"
PCSCLITE_CSOCK_NAME=/nonexistent "$BUILD/tests/bench/screen_bench" "$BUILD/teslim" "$work/demo/teslim.conf"
