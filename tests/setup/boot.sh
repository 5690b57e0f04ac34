#!/bin/sh
# Inside a bare root: what a machine has before README begins: an init that runs, the sources, what the provider and the
# courier sent. Becomes the init. What is here is the test's, nothing of it is among README's steps.
set -eu
exec >/readme/boot.log 2>&1
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/readme # a copy that is thrown away
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends systemd systemd-sysv dbus adduser procps login
hostname masa
echo '127.0.0.1 localhost masa sunucu' >/etc/hosts
mkdir -p /root/teslim /media/stick
tar -xf /readme/sources.tar -C /root/teslim
cp /readme/desk/* /root/teslim/
cp /readme/lists/*.crl /media/stick/
adduser --disabled-password --gecos 'Ayse Ornek' ayse
# Consoles that no bare root has.
systemctl mask console-getty.service systemd-logind.service >/dev/null
mount -t cgroup2 cgroup2 /sys/fs/cgroup
rm -f /dev/console
export container=other
touch /readme/booting
exec /lib/systemd/systemd --log-target=console --log-level=warning
