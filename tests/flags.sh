#!/bin/sh
# Asks the compiler which flags it takes, by compiling a line with each, and prints those that it takes without a word.
#   flags.sh BUILD COMPILER COMMON FLAG...
# COMMON are flags that every trial has. The answers are kept in BUILD/flags for as long as compiler and questions are
# the same. Makes BUILD where it is not, with a mark by which tests/clean.sh knows that it may be removed.
set -u
build=$1
compiler=$2
common=$3
shift 3
# shellcheck disable=SC2086
question="$($compiler --version 2>&1 | head -1) $($compiler -dumpmachine 2>&1) $common: $*"

if [ -e "$build/flags" ]; then
	{ read -r asked && read -r answer; } <"$build/flags"
	if [ "$asked" = "$question" ]; then
		echo "$answer"
		exit 0
	fi
fi

if [ -z "$(ls -A "$build" 2>/dev/null)" ]; then
	mkdir -p "$build" && echo "make made this folder, and make clean removes it" >"$build/.made-by-teslim"
fi

takes() { # takes FLAG
	# shellcheck disable=SC2086
	printf '#include <string.h>\nint main(void) { return 0; }\n' |
		$compiler $common -Werror "$1" -x c -c -o /dev/null - >/dev/null 2>&1
}

answer=
for flag in "$@"; do
	! takes "$flag" || answer="$answer $flag"
done
answer=${answer# }
echo "$answer"
# A compiler that takes nothing is none: its own words will say why, and nothing is kept.
[ -z "$answer" ] || printf '%s\n%s\n' "$question" "$answer" >"$build/flags.$$" && mv -f "$build/flags.$$" "$build/flags"
