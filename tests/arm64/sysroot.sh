#!/bin/sh
# What arm64 programs are built against and run with: the libraries of tests/deps.sh for arm64, of this machine's own
# Debian release, fetched by apt and unpacked into a folder. Nothing is installed and nothing of them ever runs on this
# machine by itself; no rights are needed. Prints the folder, which is made at the first call and kept under
# TESLIM_ROOTS (by default with the bare roots of tests/roots/root.sh, or below the home folder of whoever may not
# write there).
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)

fail() {
	echo "sysroot.sh: $*" >&2
	exit 1
}

cache() {
	[ -n "${TESLIM_ROOTS:-}" ] || for folder in /var/cache/teslim-roots "${XDG_CACHE_HOME:-$HOME/.cache}/teslim-roots"; do
		TESLIM_ROOTS=$folder
		! mkdir -p "$folder/arm64" 2>/dev/null || [ ! -w "$folder/arm64" ] || break
	done
	mkdir -p "$TESLIM_ROOTS/arm64"
	echo "$TESLIM_ROOTS/arm64"
}

# The lists that this machine itself uses, asked for arm64: no address stands here.
sources() {
	apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' | sort -u |
		awk '$1 == "Debian" { print "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " $3 " " $2 " main" }'
}

# An apt that knows of arm64 only and believes that nothing is installed, so that it fetches all that is needed.
foreign_apt() {
	apt-get -q -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State="$half/state" \
		-o Dir::State::status="$half/status" -o Dir::Cache="$half/cache" -o Dir::Cache::archives="$archives" \
		-o Dir::Etc::sourcelist="$half/sources.list" -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User= \
		-o APT::Install-Recommends=false -o Debug::NoLocking=true -o APT::Keep-Downloaded-Packages=true "$@" >>"$half/log" 2>&1
}

# Only what is compiled and linked against: an /etc or /tmp there would hide this machine's from the emulated programs.
unpack() {
	for package in "$archives"/*.deb; do
		dpkg-deb -x "$package" "$half/all" 2>>"$half/log" || { tail -5 "$half/log" >&2 && fail "$package could not be unpacked"; }
	done
	mkdir -p "$half/root/usr/share"
	mv "$half/all/usr/lib" "$half/all/usr/include" "$half/root/usr/"
	mv "$half/all/usr/share/pkgconfig" "$half/root/usr/share/"
	[ ! -d "$half/all/lib" ] || cp -a "$half/all/lib/." "$half/root/usr/lib/" # where they have not become one folder yet
	ln -s usr/lib "$half/root/lib"
	rm -rf "$half/all"
	find "$half/root" -type l -lname '/*' | while read -r link; do
		ln -snf "$(realpath -m --relative-to="$(dirname "$link")" "$half/root$(readlink "$link")")" "$link"
	done
}

# shellcheck disable=SC1091
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-unknown}")
libraries=$(sh "$top/tests/deps.sh" --list | grep -E -- '-dev$')
cache=$(cache)
root="$cache/$release"
if [ "$(cat "$root/made" 2>/dev/null)" = "$libraries" ]; then
	echo "$root/root"
	exit 0
fi

half="$root.half.$$"
archives="$cache/$release.archives"
trap 'rm -rf "$half"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$half/state/lists/partial" "$half/cache" "$archives/partial"
: >"$half/status"
sources >"$half/sources.list"
[ -s "$half/sources.list" ] || fail "no Debian mirror is configured for apt"
echo "Fetching the libraries for arm64 (once, a minute)" >&2
foreign_apt update || { tail -5 "$half/log" >&2 && fail "the lists of arm64 packages could not be fetched"; }
# shellcheck disable=SC2086
foreign_apt install -y --download-only $libraries || { tail -5 "$half/log" >&2 && fail "the arm64 packages could not be fetched"; }
unpack
echo "$libraries" >"$half/made"
rm -rf "$half/state" "$half/cache" "$archives"
rm -rf "${root:?}"
mv "$half" "$root"
echo "$root/root"
