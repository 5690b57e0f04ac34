#!/bin/sh
# Removes the folder that was built in, and never anything else: clean.sh BUILD. A folder that make did not make
# itself, or that has the sources in it or is one of theirs, is left as it is, with a sentence.
set -u
build=$1
top=$(pwd -P)
refuse() {
	echo "make clean: $build $1; nothing was removed." >&2
	exit 1
}

[ -e "$build" ] || [ -L "$build" ] || exit 0
[ -d "$build" ] || refuse "is not a folder"
real=$(cd "$build" && pwd -P) || refuse "cannot be entered"
case "$top/" in
"${real%/}"/*) refuse "is, or holds, the folder of the sources" ;;
esac
case "$real/" in
"$top"/build/*) ;;
"$top"/*/)
	[ -e "$real/.made-by-teslim" ] || refuse "belongs to the sources"
	;;
*) [ -e "$real/.made-by-teslim" ] || refuse "was there before make built in it" ;;
esac
rm -rf -- "$real"
[ ! -L "$build" ] || rm -f -- "$build"
