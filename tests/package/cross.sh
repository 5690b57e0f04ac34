#!/bin/sh
# In a bare root of its own: builds the packages for another architecture. cross.sh ARCHITECTURE
set -u
host=$1
# shellcheck disable=SC1091
. /mnt/source/tests/package/lib.sh
export DEBIAN_FRONTEND=noninteractive
cd /mnt || exit 1

echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fast
command -v make >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends make dpkg-dev; } >/dev/null 2>&1
id builder >/dev/null 2>&1 || useradd -m builder
cp -R source own && chown -R builder: own
! su builder -s /bin/sh -c "make -C own deb DEB_HOST=s390x" >/tmp/said 2>&1 </dev/null && grep -q 'as root: dpkg --add-architecture s390x' /tmp/said
result $? "without rights and with something missing it says what to do as root"
dpkg --add-architecture "$host"
cp -R source root
quietly make -C root deb DEB_HOST="$host"
result $? "make deb DEB_HOST=$host"
machine() { # machine FILE: the number that stands for it in the file's head
	od -An -t u2 -j 18 -N 2 "$1"
}
compiler=$(dpkg-architecture -a "$host" -q DEB_HOST_GNU_TYPE 2>/dev/null)-gcc
echo 'int one;' | $compiler -x c -c -o sample.o -
[ "$(machine sample.o)" != "$(machine /bin/sh)" ]
result $? "$host is another machine than this one"
for package in root/build/deb/*.deb; do
	name=$(dpkg-deb -f "$package" Package)
	rm -rf tree
	dpkg-deb -x "$package" tree && [ "$(dpkg-deb -f "$package" Architecture)" = "$host" ] && dpkg-deb -f "$package" Depends | grep -q 'libc6 (>= ' &&
		[ "$(machine "tree/usr/bin/$name")" = "$(machine sample.o)" ]
	result $? "$name holds a program for $host and depends on its libraries"
done
