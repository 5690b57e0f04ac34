#!/bin/sh
# Installs the Debian packages that building and testing need, and those named as arguments, when any is missing; says
# how much that is and how far it has come. While it installs, services that packages bring do not start by themselves
# on the machine of whoever only builds; however it ends, nothing of that stays behind. --list only lists the packages.
set -eu
packages="gcc make pkg-config libc6-dev
libncurses-dev libpcsclite-dev libsqlite3-dev libssl-dev libconfig-dev
libcairo2-dev libfreetype-dev libcups2-dev libzint-dev libzip-dev libexpat1-dev zlib1g-dev
fonts-liberation2 fonts-dejavu-core
pcscd vsmartcard-vpcd libcmocka-dev libvterm-dev libicu-dev libunistring-dev
sqlite3 openssl python3 opensc scdaemon gnupg yubico-piv-tool poppler-utils zbar-tools
cups cups-daemon cups-client cups-filters cups-ipp-utils
tmux strace mandoc iproute2 util-linux procps openssh-server openssh-client sudo uidmap systemd ncurses-term locales groff bsdextrautils clang-format-19
$*"
policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}
ours="Made by tests/deps.sh of teslim, process"
if [ "${1:-}" = --list ]; then
	echo "$packages" | tr ' ' '\n' | grep -v '^$' | grep -vx -- --list
	exit 0
fi
# shellcheck disable=SC2086
set -- $packages

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	echo "This is no Debian: dpkg and apt are not here. Building and testing needs what these packages bring:" >&2
	echo "$*" >&2
	exit 1
fi

# A library is there when this machine's own architecture has it; a program serves from any.
installed() {
	dpkg-query -W -f '${Package} ${Architecture} ${Multi-Arch} ${db:Status-Status}\n' "$@" 2>/dev/null |
		awk -v native="$(dpkg --print-architecture)" '
			$NF == "installed" && ($2 == native || $2 == "all" || $3 == "foreign" || $3 == "allowed") { print $1 }'
}

may_be_root() { # sets as_root, asking for a password only where somebody can type one
	as_root=
	[ "$(id -u)" != 0 ] || return 0
	command -v sudo >/dev/null || return 1
	as_root=sudo
	sudo -n true 2>/dev/null || { [ -t 0 ] && sudo true; }
}

# A run that was killed leaves its file, and no service of this machine starts any more when a package is installed.
left_behind() {
	[ -e "$policy" ] && grep -q "$ours" "$policy" || return 1
	process=$(sed -n "s|.*$ours \([0-9]*\).*|\1|p" "$policy")
	! grep -q deps.sh "/proc/$process/cmdline" 2>/dev/null
}

if left_behind; then
	if may_be_root && $as_root rm -f "$policy"; then
		echo "Took away $policy, which a run that was interrupted had left."
	else
		echo "$policy was left by a run that was interrupted and keeps services from starting: remove it as root." >&2
	fi
fi

there=" $(installed "$@" | tr '\n' ' ') "
missing=
count=0
for package in "$@"; do
	case $there in
	*" $package "*) ;;
	*)
		missing="$missing $package"
		count=$((count + 1))
		;;
	esac
done
[ "$count" -gt 0 ] || exit 0

echo "Missing from Debian, $count of the packages that building and testing needs:"
echo "$missing" | fold -s -w 110 | sed 's/^ */  /'
may_be_root || {
	echo "Nothing was installed, for that takes root: run this again as root or with sudo, or, as root," >&2
	echo "apt-get install --no-install-recommends$missing" >&2
	exit 1
}

log=$(mktemp "${TMPDIR:-/tmp}/teslim-deps.XXXXXX")
made_policy=
finish() {
	status=$?
	trap - EXIT
	[ -z "$made_policy" ] || $as_root rm -f "$policy"
	rm -f "$log" "$log.failed"
	exit "$status"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'echo "Interrupted: run this again to go on." >&2; exit 130' INT
trap 'exit 143' TERM

if [ ! -e "$policy" ]; then
	made_policy=1
	printf '#!/bin/sh\n# %s %s: until it ends, no service starts.\nexit 101\n' "$ours" $$ | $as_root tee "$policy" >/dev/null
	$as_root chmod 755 "$policy"
elif [ "$(cat "$policy")" = "$(printf '#!/bin/sh\nexit 101')" ]; then
	echo "Note: $policy keeps services from starting, and says not whose it is; if you did not make it, remove it."
fi

# apt's own report of how far it is, "dlstatus:NUMBER:PERCENT:WORDS" and "pmstatus:PACKAGE:PERCENT:WORDS", in steps. It goes
# on after Ctrl-C, as apt does with what it has begun to install.
progress() {
	trap '' INT
	fetch_next=0
	install_next=0
	while IFS=: read -r kind _ percent _; do
		percent=${percent%.*}
		case $kind:$percent in
		*[!0-9]) ;; # a line of another kind
		dlstatus:*)
			[ "$percent" -lt "$fetch_next" ] || { echo "  fetched $percent %" && fetch_next=$((percent / 20 * 20 + 20)); }
			;;
		pmstatus:*)
			[ "$percent" -lt "$install_next" ] || { echo "  installed $percent %" && install_next=$((percent / 20 * 20 + 20)); }
			;;
		esac
	done
}

# Standard output carries the report, standard error the words; sudo lets no other file through.
run_apt() { # run_apt COMMAND...
	{
		$as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive sh -c 'exec apt-get -q -o DPkg::Lock::Timeout=120 "$@" 3>&1 >&2' apt \
			"$@" 2>>"$log" || : >"$log.failed"
	} | progress
	[ ! -e "$log.failed" ] || { rm -f "$log.failed" && return 1; }
}

install_missing() {
	# shellcheck disable=SC2086
	run_apt -o APT::Status-Fd=3 install -y --no-install-recommends $missing && return 0
	# An installation that was interrupted has to be ended first; apt says so, and how.
	grep -q 'dpkg --configure -a' "$log" || return 1
	echo "Ending an installation that was interrupted"
	$as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive dpkg --configure -a >>"$log" 2>&1 || return 1
	# shellcheck disable=SC2086
	run_apt -o APT::Status-Fd=3 install -y --no-install-recommends $missing
}

give_up() {
	tail -40 "$log" >&2
	echo "$1" >&2
	exit 1
}

echo "Fetching the lists of packages"
run_apt update || give_up "The lists of packages could not be fetched."
# shellcheck disable=SC2086
LC_ALL=C apt-get -qq --print-uris --no-install-recommends -y install $missing 2>/dev/null | awk '
	{ bytes += $3 }
	END {
		if (NR == 0) print "Installing; all of it was fetched before"
		else printf "Fetching %d packages, with all that they need, %.0f MB, and installing them\n", NR, bytes / 1000000
	}'
install_missing || give_up "Not everything could be installed."
