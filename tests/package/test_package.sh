#!/bin/sh
# The Debian packages, in bare roots of both releases: built, looked at by lintian, installed, upgraded, removed and
# purged as on a machine. Prints TAP; its last line is "N passed, N failed". `make check-package` runs it, as root.
# DEB_HOST=arm64 builds for another architecture instead, which wants a bare root of its own and installs nothing.
# RELEASES="bookworm" tries one release alone. The root in which is built is kept for the next time, since filling it takes
# longer than all the rest; the one that plays the desk is made anew.
set -u
root="$TOP/tests/roots/root.sh"
releases=${RELEASES:-bookworm trixie}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# Another run on this machine would build in the same roots.
exec 9>"${TMPDIR:-/tmp}/teslim-check-package.lock"
flock 9

try_release() { # try_release RELEASE
	here="$work/$1"
	mkdir "$here"
	cp -R "$work/source" "$here/source"
	export TESLIM_BIND="$here /mnt" SOURCE_DATE_EPOCH
	began=$(date +%s)
	sh "$root" run "$1" package "sh /mnt/source/tests/package/build.sh $VERSION" || echo "not ok - the packages are built"
	built=$(date +%s)
	if [ -e "$here/old/teslim_0.0.9.deb" ]; then
		sh "$root" drop "$1" package-desk
		sh "$root" run "$1" package-desk 'sh /mnt/source/tests/package/desk.sh' || echo "not ok - the packages are tried"
	else
		echo "not ok - there are packages to try"
	fi
	sh "$root" drop "$1" package-desk
	echo "# $1: built in $((built - began)) s, tried in $(($(date +%s) - built)) s"
}

build_for_another() { # build_for_another RELEASE
	here="$work/$1"
	mkdir "$here"
	cp -R "$work/source" "$here/source"
	export TESLIM_BIND="$here /mnt" SOURCE_DATE_EPOCH
	sh "$root" run "$1" "package-$DEB_HOST" "sh /mnt/source/tests/package/cross.sh $DEB_HOST" || echo "not ok - the packages are built"
}

mkdir "$work/source"
tar -cf - -C "$TOP" LICENSE Makefile README.md conf include man src tests | tar -xf - -C "$work/source"
SOURCE_DATE_EPOCH=$(git -C "$TOP" log -1 --format=%ct 2>/dev/null || stat -c %Y "$TOP/Makefile")
for release in $releases; do
	if [ -z "${DEB_HOST:-}" ]; then
		try_release "$release"
	else
		build_for_another "$release"
	fi >"$work/$release.log" 2>&1 &
done
wait
for release in $releases; do sed "s/^\(not ok\|ok\) - /&$release: /" "$work/$release.log"; done >"$work/log"
awk '/^(not )?ok - / { sub(/ok -/, "ok " ++number " -") } { print } END { print "1.." number + 0 }' "$work/log"
passed=$(grep -c '^ok - ' "$work/log")
failed=$(grep -c '^not ok - ' "$work/log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
