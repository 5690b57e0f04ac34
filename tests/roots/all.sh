#!/bin/bash
# What should hold before a release: `make check` on this machine, the same and the demo in bare roots of both Debian
# releases as root and as an ordinary user, and the packages. Every part is run, also after one has failed; what could not
# be run counts as failed. Its last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
summary=

part() { # part NAME COMMAND...
	name=$1
	shift
	began=$SECONDS
	"$@" 2>&1 | tee "$log"
	status=${PIPESTATUS[0]}
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1)
	good=${line%% *}
	bad=${line#*, }
	bad=${bad%% *}
	# A part that came to no count of its own, or failed without a failure in it, has failed.
	if [ -z "$line" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then bad=$((${bad:-0} + 1)); fi
	passed=$((passed + ${good:-0}))
	failed=$((failed + bad))
	summary+="$(printf '%-44s %5d ok %3d failed %5d s' "$name" "${good:-0}" "$bad" $((SECONDS - began)))"$'\n'
}

need_roots() {
	command -v debootstrap >/dev/null || {
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends debootstrap
	} >"$log" 2>&1
	for release in bookworm trixie; do
		sh tests/roots/root.sh make $release || { echo "no bare root of $release can be had here" && return 1; }
	done
	echo "2 passed, 0 failed"
}

part "make check" make check
part "bare roots of both releases" need_roots
part "packages, both releases" make check-package
part "bare trixie, root and user" sh tests/roots/check.sh trixie
part "bare bookworm, root and user" sh tests/roots/check.sh bookworm
printf '\n%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
