#!/bin/sh
# In a bare root: builds the packages from the tree in /mnt/source as root and as an ordinary user, looks at them with
# lintian, and leaves them in /mnt/new, and in /mnt/old packages of an older version that shipped other settings.
# build.sh VERSION
set -u
version=$1
# shellcheck disable=SC1091
. /mnt/source/tests/package/lib.sh
export DEBIAN_FRONTEND=noninteractive
cd /mnt || exit 1

echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fast
if ! command -v lintian >/dev/null; then
	quietly apt-get update -q && quietly apt-get install -y -q --no-install-recommends lintian make gcc libc6-dev
	result $? "lintian can be installed"
fi
id builder >/dev/null 2>&1 || useradd -m builder

# As root, with what the build needs installed by it.
cp -R source root
quietly make -C root deb
result $? "make deb as root"
mkdir new
cp root/build/deb/*.deb new/
[ "$(ls new | sed 's/_.*//' | sort | tr '\n' ' ')" = 'teslim teslim-card teslim-print ' ]
result $? "makes teslim, teslim-card and teslim-print"
for package in new/*.deb; do
	name=$(dpkg-deb -f "$package" Package)
	needed=$(dpkg-deb -f "$package" Depends)
	case $name in
	teslim) foreign='libpcsclite|libcairo|libcups|libzint' ;;
	teslim-card) foreign='libcairo|libcups|libzint|sqlite|libssl|ncurses|sysusers|sudo' ;;
	teslim-print) foreign='libpcsclite|sqlite|libssl|ncurses|sysusers|sudo' ;;
	esac
	echo "$needed" | grep -q 'libc6 (>= ' && ! echo "$needed" | grep -qE "$foreign"
	result $? "$name depends on what it is linked with, and on nothing of the others"
done

# As somebody else, elsewhere, with other habits: the same bytes.
rm -rf /home/builder/elsewhere
cp -R source /home/builder/elsewhere
chown -R builder: /home/builder/elsewhere
as_builder() { su builder -s /bin/sh -c "umask 077 && cd ~/elsewhere && TZ=Pacific/Kiritimati LC_ALL=C $*"; }
quietly as_builder make -j2 deb BUILD=out DESTDIR=/nowhere
result $? "make deb as an ordinary user, with another BUILD"
[ "$(cd new && sha256sum -- *.deb)" = "$(cd /home/builder/elsewhere/out/deb && sha256sum -- *.deb)" ]
result $? "whoever builds the same commit wherever gets the same packages"
as_builder make clean BUILD=out && [ ! -e /home/builder/elsewhere/out ]
result $? "make clean takes that folder away"
! as_builder make deb DEB_HOST=riscv64 >/tmp/said 2>&1 </dev/null && grep -q 'libzint-dev is installed here' /tmp/said
result $? "for another architecture it breaks nothing of what is installed for this one"

# Source and packages. Every finding of the two higher kinds counts.
cp root/build/deb/*_* /home/builder/elsewhere/
found=$(as_builder "lintian --fail-on error,warning ./*.changes" 2>&1)
status=$?
[ $status = 0 ] && ! echo "$found" | grep -q '^[EW]:'
result $? "lintian has neither error nor warning"
echo "$found" | sed '/^$/d; s/^/# /'
rm -rf /home/builder/elsewhere

# An older version, which shipped other settings.
mkdir old
for package in new/*.deb; do
	name=$(dpkg-deb -f "$package" Package)
	dpkg-deb -R "$package" tree
	sed -i "s/$version+[a-z0-9.]*/0.0.9/g" tree/DEBIAN/control
	for file in tree/etc/teslim/*.conf; do [ ! -e "$file" ] || echo "# of version 0.0.9" >>"$file"; done
	dpkg-deb --root-owner-group -b tree "old/${name}_0.0.9.deb" >/dev/null
	rm -rf tree
done
[ "$(ls old | wc -l)" = 3 ]
result $? "an older version to upgrade from"
