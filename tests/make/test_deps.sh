#!/bin/sh
# tests/deps.sh with an apt, a dpkg and a sudo that only pretend: what it calls missing, what it says, what it leaves
# behind when it is interrupted or killed. Touches nothing of this machine.
set -u
work=$(mktemp -d "${TMPDIR:-/tmp}/teslim-deps-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
number=0
report() { # report NAME STATUS
	number=$((number + 1))
	if [ "$2" = 0 ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		sed 's/^/# /' "$work/said" "$work/calls" 2>/dev/null
	fi
}
cd "$TOP" || exit 1

# ---- the machine that is pretended
mkdir "$work/bin"
fake() { # fake NAME <SCRIPT
	{ echo '#!/bin/sh' && cat; } >"$work/bin/$1"
	chmod 755 "$work/bin/$1"
}
fake id <<'E1'
echo "${FAKE_UID:-0}"
E1
fake dpkg <<'E1'
[ "$1" = --print-architecture ] && echo amd64
[ "$1" = --configure ] && echo configured >>"$FAKE/calls" && rm -f "$FAKE/half"
exit 0
E1
# Every package is installed but those in the file "missing"; "odd" has lines of its own instead.
fake dpkg-query <<'E1'
shift 3
for package in "$@"; do
	grep -qx "$package" "$FAKE/missing" && continue
	grep "^$package " "$FAKE/odd" && continue
	echo "$package amd64 no installed"
done
E1
fake apt-get <<'E1'
echo "apt-get $*" >>"$FAKE/calls"
case " $* " in
*" --print-uris "*) printf "'http://x/a' a_1_amd64.deb 30000000 SHA256:1\n'http://x/b' b_1_amd64.deb 12000000 SHA256:2\n" ;;
*" install "*)
	[ -e "$POLICY_RC_D" ] && cp "$POLICY_RC_D" "$FAKE/policy-seen"
	[ ! -e "$FAKE/half" ] || { echo "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem." && exit 100; }
	[ ! -e "$FAKE/broken" ] || { echo "E: The disk is full of pebbles" && exit 100; }
	printf 'dlstatus:1:12.5:Retrieving file 1 of 2\ndlstatus:2:61.0:Retrieving file 2 of 2\npmstatus:a:50.0:Unpacking a\n' >&3
	[ ! -e "$FAKE/slow" ] || { echo $$ >"$FAKE/started.new" && mv "$FAKE/started.new" "$FAKE/started" && exec sleep 60; }
	;;
esac
exit 0
E1
fake sudo <<'E1'
[ ! -e "$FAKE/nosudo" ] || { echo "sudo: a password is required" >&2; exit 1; }
[ "$1" != -n ] || shift
exec "$@"
E1
export FAKE="$work" POLICY_RC_D="$work/policy-rc.d"
PATH="$work/bin:$PATH"
fresh() { rm -f "$work/missing" "$work/odd" "$work/slow" "$work/started" "$work/half" "$work/broken" "$work/calls" "$work/policy"*; : >"$work/missing"; : >"$work/odd"; : >"$work/calls"; }
deps() { sh tests/deps.sh "$@" >"$work/said" 2>&1 </dev/null; }
said() { grep -qF -- "$*" "$work/said"; }
lacks_apt() { ! grep -q apt-get "$work/calls"; }
await() { # await COMMAND...: until it is true, for a minute at most
	for _ in $(seq 600); do
		"$@" && return 0
		sleep 0.1
	done
	return 1
}

# ---- what is missing
fresh
deps && [ ! -s "$work/said" ] && lacks_apt
report "with everything there it says and does nothing" $?

fresh
echo libzip-dev >"$work/missing"
deps extra-package && said libzip-dev && ! said extra-package && said "2 packages, with all that they need, 42 MB" && said "fetched 61 %" && said "installed 50 %"
report "what is missing is named, how much that is, and how far it has come" $?
grep -q 'apt-get .*install -y --no-install-recommends libzip-dev$' "$work/calls"
report "and nothing else is installed" $?
grep -q '^exit 101$' "$work/policy-seen" && [ ! -e "$POLICY_RC_D" ]
report "no service starts meanwhile, and nothing of that stays" $?

fresh
printf 'libssl-dev amd64 same installed\nlibssl-dev arm64 same installed\nfonts-dejavu-core all foreign installed\ntmux arm64 foreign installed\n' >"$work/odd"
deps && lacks_apt
report "a library of two architectures is there, and so is a program of another" $?
fresh
printf 'libssl-dev arm64 same installed\n' >"$work/odd"
deps && said libssl-dev && grep -q 'install.* libssl-dev$' "$work/calls"
report "a library of another architecture only is missing" $?
fresh
printf 'libssl-dev amd64 same config-files\n' >"$work/odd"
deps && grep -q 'install.* libssl-dev$' "$work/calls"
report "a package that was removed is missing" $?

# ---- without rights
fresh
echo libzip-dev >"$work/missing"
rm -rf "$work/plain" && cp -r "$work/bin" "$work/plain" && rm "$work/plain/sudo"
for tool in sh awk grep sed tr fold cat mktemp rm dirname seq sleep; do
	ln -s "$(command -v $tool)" "$work/plain/$tool"
done
FAKE_UID=1000 PATH="$work/plain" sh tests/deps.sh >"$work/said" 2>&1 </dev/null
[ $? = 1 ] && lacks_apt && said "Nothing was installed" && said "apt-get install --no-install-recommends libzip-dev" && ! grep -qi '^installing\|^fetching' "$work/said"
report "without root and sudo it says what root has to do, and does not say that it installs" $?
fresh
echo libzip-dev >"$work/missing"
touch "$work/nosudo"
FAKE_UID=1000 deps
[ $? = 1 ] && lacks_apt && said "Nothing was installed" && ! grep -qi '^installing\|^fetching' "$work/said"
report "so it does where sudo refuses" $?
rm -f "$work/nosudo"
FAKE_UID=1000 deps && [ ! -e "$POLICY_RC_D" ] && grep -q 'install.* libzip-dev$' "$work/calls"
report "with sudo it goes on" $?

# ---- interrupted, killed, failed
start_slow() {
	fresh
	echo libzip-dev >"$work/missing"
	touch "$work/slow"
	setsid env --default-signal=INT sh tests/deps.sh >"$work/said" 2>&1 </dev/null &
	process=$!
	await test -e "$work/started"
}
start_slow && [ -e "$POLICY_RC_D" ] && env kill -INT -- "-$process"
report "an installation is going on" $?
wait "$process"
[ $? = 130 ] && [ ! -e "$POLICY_RC_D" ] && said Interrupted
report "Ctrl-C leaves nothing behind" $?
start_slow && env kill -TERM -- "-$process"
wait "$process"
[ $? = 143 ] && [ ! -e "$POLICY_RC_D" ]
report "nor does an end from outside" $?

start_slow
rm -f "$work/slow"
cp "$POLICY_RC_D" "$work/policy-copy"
: >"$work/missing"
deps && cmp -s "$POLICY_RC_D" "$work/policy-copy"
report "another run that is going on keeps its file" $?
env kill -KILL -- "-$process"
wait "$process" 2>/dev/null
[ -e "$POLICY_RC_D" ]
report "what is killed leaves its file" $?
deps && [ ! -e "$POLICY_RC_D" ] && said "Took away"
report "and the next run takes it away" $?

fresh
echo libzip-dev >"$work/missing"
printf '#!/bin/sh\n# of the house\nexit 101\n' >"$POLICY_RC_D"
cp "$POLICY_RC_D" "$work/policy-copy"
deps && cmp -s "$POLICY_RC_D" "$work/policy-copy"
report "a file that somebody else made stays as it is" $?

fresh
echo libzip-dev >"$work/missing"
touch "$work/broken"
deps
[ $? = 1 ] && said "full of pebbles" && said "Not everything could be installed" && [ ! -e "$POLICY_RC_D" ]
report "where apt fails, its words are shown" $?

fresh
echo libzip-dev >"$work/missing"
touch "$work/half"
deps && grep -q configured "$work/calls" && [ "$(grep -c ' install .*libzip-dev$' "$work/calls")" = 3 ]
report "an installation that was interrupted is ended first" $?
echo "1..$number"
