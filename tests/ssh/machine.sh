#!/bin/sh
# machine.sh DIR COMMAND...: runs COMMAND as root on a machine of its own, thrown away afterwards: own root folder with own
# accounts, /etc, /run, /var and home, own processes, own network with nothing but loopback. Programs are this machine's, and
# what `make install` puts there. DIR is an empty folder outside. Needs no rights: without them it is a user namespace with
# the subordinate ids of /etc/subuid.
set -eu
umask 022
outer=$1
if [ -z "${TESLIM_MACHINE:-}" ]; then
	ids=
	[ "$(id -u)" = 0 ] || ids="--user --map-root-user --map-auto"
	# shellcheck disable=SC2086
	exec env TESLIM_MACHINE=1 unshare $ids --mount --pid --ipc --uts --net --fork --kill-child --propagation private \
		sh "$TOP/tests/ssh/machine.sh" "$@"
fi
shift
root="$outer/root"
mkdir "$root"
mount -t tmpfs -o mode=755 machine "$root"
cd "$root"

# ---- programs: this machine's, each by its name, so that others can be put beside them
mkdir -p .usr usr usr/bin usr/sbin usr/lib usr/libexec usr/share etc run/lock proc sys dev var/lib var/log var/cache home root
mkdir -m 1777 tmp var/tmp
mount --rbind /usr .usr
mount -o remount,bind,ro .usr 2>/dev/null || true
for folder in .usr/*; do
	name=${folder#.usr/}
	[ -d "usr/$name" ] || ln -s "/$folder" "usr/$name"
done
for folder in bin sbin lib libexec share; do
	for entry in ".usr/$folder"/*; do ln -s "/$entry" "usr/$folder/"; done
done
for name in bin sbin lib lib32 lib64; do
	[ ! -e "/$name" ] || ln -s "usr/$name" "$name"
done
# Folders that `make install` writes to, and sudo, whose files must be root's.
for folder in lib/systemd lib/sysusers.d lib/tmpfiles.d share/man share/doc share/polkit-1; do
	rm -f "usr/$folder"
	mkdir "usr/$folder"
done
[ ! -e .usr/lib/systemd/systemd-sysusers ] || ln -s /.usr/lib/systemd/* usr/lib/systemd/
rm -rf usr/lib/systemd/system usr/bin/teslim* usr/libexec/teslim usr/bin/sudo usr/libexec/sudo usr/lib/sudo
for folder in lib libexec; do
	[ ! -d ".usr/$folder/sudo" ] || cp -R ".usr/$folder/sudo" "usr/$folder/sudo"
done
cp .usr/bin/sudo usr/bin/sudo
chmod 4755 usr/bin/sudo

# ---- settings: what programs need, and nobody's accounts
for name in alternatives debian_version fonts ld.so.cache ld.so.conf ld.so.conf.d login.defs os-release pam.d polkit-1 reader.conf.d security \
	services ssl ssh terminfo timezone; do
	[ ! -e "/etc/$name" ] || cp -R "/etc/$name" etc/ 2>/dev/null || true
done
rm -f etc/ssh/ssh_host_* etc/ssh/sshd_config.d/*
mkdir -p etc/ssh etc/sudoers.d
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >etc/nsswitch.conf
echo '127.0.0.1 localhost machine' >etc/hosts
printf 'Defaults env_reset\n@includedir /etc/sudoers.d\n' >etc/sudoers
chmod 440 etc/sudoers
printf '%s\n' /bin/sh /bin/bash >etc/shells
cat >etc/passwd <<END
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
END
printf 'root:x:0:\ndaemon:x:1:\ntty:x:5:\nshadow:x:42:\nnogroup:x:65534:\n' >etc/group
sed 's/^\([^:]*\):.*/\1:*:19000:0:99999:7:::/' etc/passwd >etc/shadow
chmod 640 etc/shadow
: >etc/gshadow

# ---- devices, processes, network
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 dev dev
for node in null zero full random urandom tty; do
	: >"dev/$node"
	mount --bind "/dev/$node" "dev/$node"
done
mkdir dev/pts dev/shm run/sshd
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
ip link set lo up
hostname machine

# ---- what is under test, where Debian would put it
make --no-print-directory -C "$TOP" -o all BUILD="${BUILD#"$TOP"/}" DESTDIR="$root" install >"$outer/install.log" 2>&1 || {
	tail -5 "$outer/install.log" >&2
	exit 1
}
for folder in "$TOP" "$BUILD" "$outer"; do
	mkdir -p ".$folder"
	[ "$folder" = "$outer" ] || mount --rbind "$folder" ".$folder"
done
mkdir -p .outside
pivot_root . .outside
mkdir -p "$outer"
mount --bind "/.outside$outer" "$outer" 2>/dev/null || true
umount -l /.outside
rmdir /.outside
cd /
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
unset XDG_RUNTIME_DIR SUDO_USER
exec "$@"
