#!/bin/sh
# `make check-readme`: README.md's installation in a bare root of both releases at once. TAP, then "N passed, N failed". Root.
set -u
dir=$(mktemp -d /tmp/teslim-readme-XXXXXX)
pids=
trap 'rm -rf "$dir"' EXIT
trap 'kill $pids 2>/dev/null; wait; exit 1' TERM INT HUP
if [ "$(id -u)" != 0 ] || ! command -v tmux >/dev/null; then
	echo "not ok 1 - bare roots are entered as root, and watched with tmux"
	echo "0 passed, 1 failed"
	exit 1
fi
# What comes from elsewhere: authorities and revocation lists of the provider, an applicant list, a shipment's.
TESLIM_DEMO="$dir/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh" || exit 1
releases=${RELEASES:-"bookworm trixie"}
for release in $releases; do
	sh "$TOP/tests/roots/root.sh" make "$release" || { # one after the other, before any test begins
		echo "not ok 1 - a bare root of $release"
		echo "0 passed, 1 failed"
		exit 1
	}
	mkdir -p "$dir/$release/desk" "$dir/$release/lists"
	cp "$dir/demo/trust/nes-9-root.pem" "$dir/$release/desk/kok.crt"
	cp "$dir/demo/trust/nes-9.pem" "$dir/$release/desk/altkok.crt"
	cp "$dir/demo/crl/nes-9.crl" "$dir/$release/lists/"
	cp "$TOP/tests/demo/applicants.csv" "$dir/$release/desk/liste.csv"
	cp "$TOP/tests/demo/shipment.csv" "$dir/$release/desk/gonderi.csv"
	cp "$TOP/tests/setup/boot.sh" "$TOP/tests/setup/console.pl" "$dir/$release/"
	# The sources as they are, without what was built from them.
	(cd "$TOP" && tar -cf "$dir/$release/sources.tar" --exclude=./build --exclude=./.git .)
	sh "$TOP/tests/setup/readme.sh" "$release" "$dir/$release" >"$dir/$release.tap" 2>"$dir/$release.err" &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid"; done
for release in $releases; do
	cat "$dir/$release.tap"
	grep -q '^1\.\.[1-9]' "$dir/$release.tap" || {
		echo "not ok - $release: went through to its end"
		sed 's/^/# /' "$dir/$release.err" | tail -20
	} | tee -a "$dir/$release.tap"
done
passed=$(cat "$dir"/*.tap | grep -c '^ok ')
failed=$(cat "$dir"/*.tap | grep -c '^not ok')
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
