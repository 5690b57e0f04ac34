#!/bin/sh
# The manual page of the settings is clean under mandoc's lint, and its examples are a configuration that is understood.
set -u
page=$TOP/man/teslim.conf.5
number=0
failed=0
report() { # report NAME FINDINGS
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "$2" | sed 's/^/# /'
		failed=1
	fi
}

# Pages of our own are not installed where the tests run.
report "mandoc finds nothing amiss" "$(mandoc -T lint "$page" 2>&1 | grep -v 'referenced manual not found: Xr teslim')"
report "the page has text" "$(mandoc -T utf8 "$page" | grep -q KVKK || echo 'no text')"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page" | grep -v '^\.' >"$scratch/teslim.conf"
report "there is an example" "$(grep -q '^desk = ' "$scratch/teslim.conf" || echo 'no example')"
report "the example is understood" "$("$BUILD/teslim" doctor --config "$scratch/teslim.conf" 2>&1 | grep 'teslim.conf:')"
report "the shipped file is understood" "$(cp "$TOP"/conf/*.conf "$scratch" && "$BUILD/teslim" doctor --config "$scratch/teslim.conf" 2>&1 | grep 'teslim.conf:')"
echo 'desk = "x";' >"$scratch/teslim.conf"
report "a mistake is told by the program itself" "$("$BUILD/teslim" doctor --config "$scratch/teslim.conf" --lang en 2>&1 | grep -q 'teslim.conf:1: desk = "x", allowed: 1 to 8' || echo 'not told')"
echo "1..$number"
exit $failed
