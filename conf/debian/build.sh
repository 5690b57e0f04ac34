#!/bin/sh
# Builds the Debian packages of this release of Debian: lays the source tree out under $BUILD/deb with debian/ at its
# top, writes the changelog, installs what the build needs and is missing, and runs dpkg-buildpackage. `make deb` calls it.
#   VERSION   of the program        BUILD, TOP   absolute folders
#   DEB_HOST  another architecture to build for, like arm64
# The same commit gives the same packages: all dates in them are that of the commit, or SOURCE_DATE_EPOCH.
set -eu
tree="$BUILD/deb/teslim-$VERSION"

fail() {
	echo "make deb: $*" >&2
	exit 1
}

install_packages() { # install_packages APT-GET-WORD...
	as_root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || fail "packages for building are missing; as root: apt-get $*"
		as_root=sudo
	fi
	echo "Installing from Debian what the build needs"
	$as_root env DEBIAN_FRONTEND=noninteractive DEB_BUILD_PROFILES="${DEB_BUILD_PROFILES:-}" sh -c 'apt-get update -q && apt-get "$@"' sh "$@" >"$BUILD/deb/apt.log" 2>&1 || {
		tail -20 "$BUILD/deb/apt.log" >&2
		fail "apt-get $* failed; see $BUILD/deb/apt.log"
	}
}

source_date() {
	git -C "$TOP" log -1 --format=%ct 2>/dev/null || stat -c %Y "$TOP/Makefile"
}

# One source, other libraries in each release of Debian: +deb12 is older than +deb13, so that an upgrade of the machine
# upgrades these packages as well.
system() (
	# shellcheck disable=SC1091
	. /etc/os-release
	[ "$ID" != debian ] || ID=deb
	echo "$ID${VERSION_ID:-}"
)

codename() (
	# shellcheck disable=SC1091
	. /etc/os-release
	echo "${VERSION_CODENAME:-unstable}"
)

write_changelog() {
	cat >"$tree/debian/changelog" <<-END
		teslim ($VERSION+$(system)) $(codename); urgency=medium

		  * Version $VERSION. What changed is told by the history of the source.

		 -- $(sed -n 's/^Maintainer: //p' "$tree/debian/control")  $(LC_ALL=C.UTF-8 date -u -R -d "@$SOURCE_DATE_EPOCH")
	END
}

[ -e /etc/debian_version ] || fail "packages are built on Debian"
: "${SOURCE_DATE_EPOCH:=$(source_date)}"
export SOURCE_DATE_EPOCH
[ -n "$(ls -A "$BUILD" 2>/dev/null)" ] || {
	mkdir -p "$BUILD"
	echo "make made this folder, and make clean removes it" >"$BUILD/.made-by-teslim"
}
rm -rf "$BUILD/deb"
mkdir -p "$tree"
tar -cf - -C "$TOP" LICENSE Makefile README.md conf include man src tests | tar -xf - -C "$tree" --no-same-owner
cp -R "$tree/conf/debian" "$tree/debian"
rm "$tree/debian/build.sh"
write_changelog

# For another architecture its compiler and libraries are needed beside this machine's. libzint-dev cannot be there twice
# (files of its own differ), and dpkg would find that out half-way.
prepare_cross() {
	[ -z "$(dpkg-query -W -f '${db:Status-Status}' libzint-dev:"$(dpkg --print-architecture)" 2>/dev/null | grep -x installed)" ] ||
		fail "libzint-dev is installed here and cannot be there for $DEB_HOST as well. Build in a bare root: tests/roots/root.sh"
	dpkg --print-foreign-architectures | grep -qx "$DEB_HOST" || fail "as root: dpkg --add-architecture $DEB_HOST"
	install_packages install -y -q --no-install-recommends "crossbuild-essential-$DEB_HOST"
}

command -v dpkg-buildpackage >/dev/null || install_packages install -y -q --no-install-recommends dpkg-dev
cd "$tree"
cross=${DEB_HOST:+-a "$DEB_HOST"}
[ -z "$cross" ] || export DEB_BUILD_PROFILES="cross nocheck"
# shellcheck disable=SC2086
dpkg-checkbuilddeps $cross 2>/dev/null || {
	[ -z "$cross" ] || prepare_cross
	install_packages build-dep -y -q --no-install-recommends $cross "$tree"
}
# shellcheck disable=SC2086
# What make passed to this run is not meant for the one that the package's rules start.
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES -u BUILD -u TOP -u VERSION -u DESTDIR -u PREFIX -u SYSCONFDIR -u CC -u WERROR \
	DEB_BUILD_OPTIONS="parallel=$(nproc) noautodbgsym ${DEB_BUILD_OPTIONS:-}" \
	dpkg-buildpackage -us -uc $cross >"$BUILD/deb/build.log" 2>&1 || {
	tail -30 "$BUILD/deb/build.log" >&2
	fail "dpkg-buildpackage failed; see $BUILD/deb/build.log"
}
ls "$BUILD"/deb/*.deb
