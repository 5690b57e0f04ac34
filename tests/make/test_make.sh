#!/bin/sh
# What the build itself promises: it asks the compiler for its flags, `make clean` removes what make made and nothing else,
# and a folder with a blank in its name holds the sources and the demo.
set -u
cd "$TOP" || exit 1
work=$(mktemp -d /tmp/teslim-make-XXXXXX)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
result() { # result STATUS TEXT
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
	fi
}

# ---- flags
compiler=${CC:-gcc}
said=$(sh tests/flags.sh "$work/flags" "$compiler" -O1 -fstack-protector-strong -fno-such-flag -DTAKEN)
[ "$said" = "-fstack-protector-strong -DTAKEN" ]
result $? "what the compiler does not know is left out: $said"
printf '#!/bin/sh\necho "$@" >>"%s/asked"\nexec %s "$@"\n' "$work" "$compiler" >"$work/compiler"
chmod 755 "$work/compiler"
sh tests/flags.sh "$work/kept" "$work/compiler" -O1 -DTAKEN >/dev/null
first=$(grep -c . "$work/asked")
sh tests/flags.sh "$work/kept" "$work/compiler" -O1 -DTAKEN >/dev/null
second=$(($(grep -c . "$work/asked") - first))
sh tests/flags.sh "$work/kept" "$work/compiler" -O2 -DTAKEN >/dev/null
third=$(($(grep -c . "$work/asked") - first - second))
[ "$second" -lt "$first" ] && [ "$third" -eq "$first" ]
result $? "an answer is kept, until the question is another: $first, $second, $third"
said=$(sh tests/flags.sh "$work/none" /nonexistent/compiler -O1 -DTAKEN 2>/dev/null)
[ -z "$said" ] && [ ! -e "$work/none/flags" ]
result $? "of a compiler that is not there nothing is kept"

# ---- clean
clean() { (cd "$work/tree" && sh tests/clean.sh "$1") >"$work/said" 2>&1; }
mkdir -p "$work/tree/tests" "$work/tree/src" "$work/tree/build/obj"
cp tests/clean.sh "$work/tree/tests/"
clean build && [ ! -e "$work/tree/build" ]
result $? "build is removed"
mkdir -p "$work/made" && touch "$work/made/.made-by-teslim" && clean "$work/made" && [ ! -e "$work/made" ]
result $? "a folder elsewhere that make made is removed"
mkdir -p "$work/letters" && echo dear >"$work/letters/one" && ! clean "$work/letters" && [ -e "$work/letters/one" ] &&
	grep -q 'nothing was removed' "$work/said"
result $? "one that was there before stays, with a sentence"
for folder in src . .. "$work/tree/src" /; do
	! clean "$folder" && [ -e "$work/tree/src" ] && [ -e "$work/tree/tests/clean.sh" ]
	result $? "never the sources, by whatever name: $folder"
done
ln -s src "$work/tree/link"
! clean link && [ -e "$work/tree/src" ]
result $? "nor through a link"
clean nowhere
result $? "what is not there is clean"

# ---- a blank in the path
mkdir "$work/a tree"
for name in Makefile README.md LICENSE include man src tests conf; do ln -s "$TOP/$name" "$work/a tree/$name"; done
make --no-print-directory -C "$work/a tree" -n all >"$work/said" 2>&1
result $? "make works in a folder with a blank in its name"
! make --no-print-directory -n BUILD="$work/a build" all >"$work/said" 2>&1 && grep -q 'blank' "$work/said"
result $? "a build folder with one is refused in words"
TESLIM_DEMO="$work/a demo" TESLIM_DEMO_PREPARE=1 sh tests/demo/demo.sh >"$work/said" 2>&1 &&
	"$BUILD/teslim" verify --config "$work/a demo/teslim.conf" >"$work/said" 2>&1
result $? "the demo is made in a folder with a blank in its name"

echo "1..$number"
[ "$failed" = 0 ]
