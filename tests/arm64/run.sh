#!/bin/sh
# Builds everything for arm64 and runs, in an emulator of user programs, the tests that need no service of the machine:
# the desk's rooms and the agent's own. `make check-arm64`; on an arm64 machine `make check` is all this and more.
# Every program of BUILD/arm64 gets a script of its name in BUILD/arm64/run, so that tests and programs start each
# other as they always do.
set -eu
cd "$TOP"
if [ "$(uname -m)" = aarch64 ]; then
	echo "This machine is arm64 itself: make check tests it."
	exit 1
fi

# Of what can be run here, the emulator cannot do these.
cannot="
card/test_sandbox   the emulator does not hand the list of calls to the kernel; card/test_filter asks the list itself
card/test_stopped   neither does it here
card/test_options   nor to the agent, which does not look for cards without it
"

arm="$BUILD/arm64"
root=$(sh tests/arm64/sysroot.sh)
export CC="aarch64-linux-gnu-gcc --sysroot=$root" # also of tests that compile a library
PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_LIBDIR="$root/usr/lib/aarch64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig" \
	make --no-print-directory "BUILD=${arm#"$TOP"/}" AR=aarch64-linux-gnu-ar CPPFLAGS="${CPPFLAGS:-} -DTESLIM_EMULATED" tests

# Signed return addresses are checked, by a signature that costs the emulator less than the one of real processors.
rm -rf "$arm/run"
emulate() { # emulate PROGRAM
	mkdir -p "$(dirname "$arm/run/$1")"
	printf '#!/bin/sh\nexec qemu-aarch64 -cpu max,pauth-impdef=on -L "%s" "%s" "$@"\n' "$root" "$arm/$1" >"$arm/run/$1"
	chmod 755 "$arm/run/$1"
}
for program in "$arm"/teslim "$arm"/teslim-* "$arm"/tests/*/*; do
	[ ! -f "$program" ] || [ ! -x "$program" ] || emulate "${program#"$arm/"}"
done
ln -s ../obj "$arm/run/obj" # for the rules of the house

BUILD="$arm/run"
set --
for room in base text ident days cert conf list seal store desk flow report helper print card fuzz; do
	for test in "$BUILD/tests/$room"/test_* "tests/$room"/test_*.sh; do
		[ -e "$test" ] || continue
		case $room/$(basename "$test") in
		print/*.sh | card/test_module.sh | helper/test_flood) ;; # with services or a terminal
		*) echo "$cannot" | grep -q "^$room/$(basename "$test" .sh) " || set -- "$@" "$test" ;;
		esac
	done
done
echo "$cannot" | grep . | sed 's/^/not run: /'
BUILD="$BUILD" NM=aarch64-linux-gnu-nm TEST_LIMIT=3600 sh tests/run.sh "$@"
