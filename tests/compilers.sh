#!/bin/bash
# Builds everything, tests included, with every compiler of a range that this release of Debian has, at each level of
# optimization, with warnings as errors: gcc at -O0 to -O3, since its warnings follow from what it optimizes; clang at
# both ends. `compilers.sh [COMPILER...]`; a compiler that the release does not have is said, and the other release is the
# place to try it. Ends with "N passed, N failed".
set -u
cd "$TOP" || exit 1
mkdir -p "$BUILD" || exit 1
passed=0
failed=0
[ $# -gt 0 ] || set -- gcc-12 gcc-13 gcc-14 clang-14 clang-15 clang-16 clang-17 clang-18 clang-19

for compiler in "$@"; do
	if ! command -v "$compiler" >/dev/null && [ -z "$(apt-cache search --names-only "^$compiler\$")" ]; then
		echo "# $compiler: not in this release"
		continue
	fi
	sh tests/deps.sh "$compiler" || { failed=$((failed + 1)) && echo "not ok - $compiler cannot be installed" && continue; }
	levels="0 1 2 3"
	[[ $compiler != clang* ]] || levels="0 3"
	for level in $levels; do
		build="$BUILD/compilers/$compiler-O$level"
		began=$SECONDS
		if make --no-print-directory -k -j"$(nproc)" BUILD="${build#"$PWD"/}" CC="$compiler" OPTIMIZE="-O$level" tests >"$BUILD/compilers.log" 2>&1; then
			passed=$((passed + 1))
			echo "ok - $compiler -O$level ($((SECONDS - began)) s)"
		else
			failed=$((failed + 1))
			echo "not ok - $compiler -O$level"
			grep -E 'error:|warning:|\*\*\*' "$BUILD/compilers.log" | sort -u | head -30 | sed 's/^/# /'
		fi
		rm -rf "$build"
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
