#!/bin/sh
# Installs the Debian packages that building and testing need, and those named as arguments, when any is missing.
set -eu
packages="gcc make pkg-config libc6-dev
libncurses-dev libpcsclite-dev libsqlite3-dev libssl-dev libconfig-dev
libcairo2-dev libfreetype-dev libcups2-dev libzint-dev libzip-dev libexpat1-dev zlib1g-dev
fonts-liberation2 fonts-dejavu-core
pcscd vsmartcard-vpcd libcmocka-dev libvterm-dev libicu-dev libunistring-dev
sqlite3 openssl python3 opensc scdaemon gnupg yubico-piv-tool poppler-utils zbar-tools
cups cups-daemon cups-client cups-filters cups-ipp-utils
tmux strace mandoc iproute2 util-linux procps openssh-server openssh-client ncurses-term locales groff
$*"
missing=
for package in $packages; do
	state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
	[ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "Installing from Debian:$missing"
as_root=
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "These Debian packages are missing:$missing" >&2
		echo "Install them as root (apt-get install$missing) and run this again." >&2
		exit 1
	fi
	as_root=sudo
fi
# Services that packages bring must not start by themselves on the machine of whoever only builds.
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
	$as_root chmod 755 $policy
	made_policy=1
fi
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -q && apt-get install -y -q --no-install-recommends $missing" >/tmp/teslim-deps.$$ 2>&1 || {
	cat /tmp/teslim-deps.$$ >&2
	[ -z "$made_policy" ] || $as_root rm -f $policy
	exit 1
}
rm -f /tmp/teslim-deps.$$
[ -z "$made_policy" ] || $as_root rm -f $policy
