#!/bin/bash
# What should hold before a release: `make check` on this machine; the same and the demo in bare roots of both Debian
# releases as root and as an ordinary user; README's installation, typed line by line in both; and, named "packages", the
# packages. all.sh [PART...], every part without one. Every part is run, also after one has failed; what could not be run
# counts as failed. The last lines say how each part went, the very last one "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0
work=$(mktemp -d)
waiting=
trap 'kill $waiting 2>/dev/null; wait; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
summary=
[ $# -gt 0 ] || set -- own roots readme packages
parts=" $* "

# A part that came to no count of its own, or failed without a failure in it, has failed.
count() { # count NAME LOG STATUS SECONDS
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$2" | tail -1)
	good=${line%% *}
	bad=${line#*, }
	bad=${bad%% *}
	if [ -z "$line" ] || { [ "$3" -ne 0 ] && [ "$bad" -eq 0 ]; }; then bad=$((${bad:-0} + 1)); fi
	passed=$((passed + ${good:-0}))
	failed=$((failed + bad))
	summary+="$(printf '%-52s %5d ok %3d failed %5d s' "$1" "${good:-0}" "$bad" "$4")"$'\n'
}

part() { # part NAME COMMAND...
	name=$1
	shift
	began=$SECONDS
	"$@" 2>&1 | tee "$work/log"
	count "$name" "$work/log" "${PIPESTATUS[0]}" $((SECONDS - began))
}

need_roots() {
	command -v debootstrap >/dev/null || {
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends debootstrap
	} >"$work/debootstrap.log" 2>&1
	for release in bookworm trixie; do
		sh tests/roots/root.sh make $release || { echo "no bare root of $release can be had here" && return 1; }
	done
	echo "2 passed, 0 failed"
}

# Beside what else is tested the roots fetch, install and compile; their own tests wait for their turn.
begin_root() { # begin_root RELEASE
	GATE="$work/$1.go" nice sh tests/roots/check.sh "$1" >"$work/$1.log" 2>&1 &
	eval "root_$1=$!"
	waiting="$waiting $!"
}

end_root() { # end_root RELEASE
	began=$SECONDS
	touch "$work/$1.go"
	eval "wait \$root_$1"
	status=$?
	cat "$work/$1.log"
	count "bare $1: make check and make demo, root and user" "$work/$1.log" $status $((SECONDS - began))
}

case $parts in *' roots '* | *' readme '* | *' packages '*) part "bare roots of both releases" need_roots ;; esac
case $parts in *' roots '*) begin_root trixie && begin_root bookworm ;; esac
case $parts in *' own '*) part "make check" make check ;; esac
case $parts in *' roots '*) end_root trixie && end_root bookworm ;; esac
case $parts in *' readme '*) part "README's installation, both releases" make check-readme ;; esac
case $parts in *' packages '*) part "packages, both releases" make check-package ;; esac
printf '\n%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
