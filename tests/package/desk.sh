#!/bin/sh
# In another bare root: a card machine, a print machine, and a desk that is installed, upgraded, removed and purged with
# the packages of /mnt/new and /mnt/old.
set -u
# shellcheck disable=SC1091
. /mnt/source/tests/package/lib.sh
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
cd /mnt || exit 1

# As an administrator who is not asked: what was changed stays, as unattended upgrades have it.
apt() { quietly apt-get -y -q --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"; }
installed() { # installed PACKAGE...: these of ours and no other, not even settings
	[ "$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 'teslim*' 2>/dev/null | sed '/^un/d; s/^ii *//' | sort | tr '\n' ' ')" = "${*:+$* }" ]
}
owned() { # owned MODE FOLDER
	[ "$(stat -c '%a %U %G' "$2")" = "$1 teslim teslim" ]
}

echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/fast
quietly apt-get update -q
result $? "the release's packages are listed"

# ---- a machine with a card reader, and one with a printer
apt install ./new/teslim-card_*.deb && installed teslim-card
result $? "a card machine needs teslim-card alone"
teslim-card --once --events </dev/null >/tmp/said 2>&1
[ $? = 3 ] && grep -q '^daemon state=down code=' /tmp/said
result $? "which says that there is no card service"
! id teslim >/dev/null 2>&1 && [ ! -e /var/lib/teslim ] && [ ! -e /etc/teslim ]
result $? "and has neither account nor settings of a desk"
apt purge teslim-card && installed
result $? "it is purged"
apt install ./new/teslim-print_*.deb && installed teslim-print
result $? "a print machine needs teslim-print alone"
teslim-print --pdf /tmp/paper.pdf <source/tests/fuzz/corpus/document/record >/tmp/said 2>&1 && [ "$(head -c 5 /tmp/paper.pdf)" = '%PDF-' ]
result $? "which draws a record with the fonts that came along"
apt purge teslim-print && installed
result $? "it is purged"

# ---- a desk with the older version
apt install ./old/*.deb && installed teslim teslim-card teslim-print
result $? "a desk is installed"
[ "$(id -u teslim)" -gt 0 ] && [ "$(id -u teslim)" -lt 1000 ] && [ "$(id -gn teslim)" = teslim ] &&
	getent passwd teslim | grep -q ':/var/lib/teslim:/usr/sbin/nologin$'
result $? "it has a system user and a group that nobody logs in to"
owned 700 /var/lib/teslim && { owned 750 /var/log/teslim || owned 700 /var/log/teslim; }
result $? "who owns /var/lib/teslim and /var/log/teslim, closed to others"
as_desk() { su teslim -s /bin/sh -c "$*"; }
printf 'deneme-1234\n' | as_desk teslim init --login ayse --name "'Ayşe Örnek'" --password-stdin >/tmp/said 2>&1
result $? "the account can make database and key there"
[ -s /var/lib/teslim/teslim.db ] && [ -s /var/lib/teslim/desk.key ]
result $? "which are where the settings say"
for file in source/conf/systemd/* source/conf/sudoers.d/* source/conf/libexec/*; do
	[ -e "$file" ] || continue
	case $file in
	*/systemd/*) place=/usr/lib/systemd/system ;;
	*/sudoers.d/*) place=/etc/sudoers.d ;;
	*/libexec/*) place=/usr/libexec/teslim ;;
	esac
	cmp -s "$file" "$place/${file##*/}"
	result $? "$place/${file##*/} is there"
done

# ---- the upgrade, on a machine that runs systemd (what it is told is written down) and shows the desk on a console
quietly systemctl enable teslim@tty1.service && [ -L /etc/systemd/system/getty.target.wants/teslim@tty1.service ]
result $? "a console can be given to the desk"
mkdir -p /run/systemd/system
printf '#!/bin/sh\necho "$*" >>/tmp/told\n' >/usr/bin/systemctl
echo '# ours' >>/etc/teslim/issuers.conf
echo 'language = "en";' >/etc/teslim/teslim.conf
echo 'years | 2026 | 2026' >/etc/teslim/own-days.conf
echo 'an authority' >/etc/teslim/trust/root.crt
chmod 700 /etc/teslim/trust
uid=$(id -u teslim)
data() { find /var/lib/teslim -type f -exec sha256sum {} + | sort; }
before=$(data)
apt install ./new/*.deb && installed teslim teslim-card teslim-print
result $? "the desk is upgraded"
dpkg-query -W -f '${Version}\n' teslim teslim-card teslim-print | grep -q '^0\.0\.9$'
[ $? = 1 ]
result $? "all three of it"
grep -q '^# ours' /etc/teslim/issuers.conf && [ "$(cat /etc/teslim/teslim.conf)" = 'language = "en";' ]
result $? "settings that were changed stay"
cmp -s /etc/teslim/issuers.conf.dpkg-dist source/conf/issuers.conf && cmp -s /etc/teslim/teslim.conf.dpkg-dist source/conf/teslim.conf
result $? "with the new ones beside them"
cmp -s /etc/teslim/holidays.conf source/conf/holidays.conf && cmp -s /etc/teslim/identity-documents.conf source/conf/identity-documents.conf
result $? "settings that nobody changed go along"
[ -e /etc/teslim/own-days.conf ] && [ -e /etc/teslim/trust/root.crt ] && [ "$(stat -c %a /etc/teslim/trust)" = 700 ]
result $? "files of the institution's own stay"
[ "$before" = "$(data)" ] && owned 700 /var/lib/teslim && [ "$(id -u teslim)" = "$uid" ]
result $? "data, account and folder are as they were"
as_desk teslim verify --all >/tmp/said 2>&1
result $? "the journal is whole"
grep -q 'daemon-reload' /tmp/told && ! grep -qE '(stop|start|kill).*teslim' /tmp/told
result $? "systemd reads the units again and leaves the open desk alone"

# ---- what "teslim setup --account" leaves on a machine: a way in over SSH
mkdir -p /etc/teslim/authorized_keys /etc/tmpfiles.d /run/teslim-desk/memur
echo 'd /run/teslim-desk/memur 2750 root teslim -' >/etc/tmpfiles.d/teslim-memur.conf
echo 'ssh-ed25519 AAAA memur' >/etc/teslim/authorized_keys/memur

# ---- away, and back
data_now=$(data)
apt remove teslim && [ ! -e /usr/bin/teslim ] && grep -q '^# ours' /etc/teslim/issuers.conf && [ "$data_now" = "$(data)" ]
result $? "removed, it leaves settings and data"
grep -qF 'stop teslim@*.service' /tmp/told
result $? "and the consoles are told to stop"
apt install ./new/*.deb && grep -q '^# ours' /etc/teslim/issuers.conf && as_desk teslim verify --all >/tmp/said 2>&1
result $? "and comes back to them"
touch /var/log/teslim/teslim.log
data_now=$(data)
apt purge teslim teslim-card teslim-print && installed
result $? "the desk is purged"
cp /tmp/said /tmp/purge
[ "$data_now" = "$(data)" ] && owned 700 /var/lib/teslim && [ "$(id -u teslim)" = "$uid" ]
result $? "journal, key and their account stay"
grep -q 'Delete /var/lib/teslim once' /tmp/purge
result $? "which is said"
left=$(find /etc/teslim ! -type d | sort | tr '\n' ' ')
[ "$left" = '/etc/teslim/own-days.conf /etc/teslim/trust/root.crt ' ] && grep -q '^/etc/teslim/trust/root.crt$' /tmp/purge
result $? "of the settings only the institution's own files stay, which is said as well"
left=$(find /usr /etc/sudoers.d /etc/systemd /etc/tmpfiles.d /run /var/log /var/lib/systemd -iname '*teslim*' 2>/dev/null)
[ -z "$left" ]
result $? "log, rules, units, programs and ways in are gone"
echo "$left" | sed '/^$/d; s/^/# /'

# ---- one that never had an officer
rm -rf /var/lib/teslim /etc/teslim
mkdir /etc/teslim
echo 'desk = "B";' >/etc/teslim/teslim.conf
apt install ./new/teslim_*.deb && [ "$(cat /etc/teslim/teslim.conf)" = 'desk = "B";' ] && owned 700 /var/lib/teslim
result $? "settings that were there before the package stay as well"
apt purge teslim && [ ! -e /var/lib/teslim ] && [ ! -e /etc/teslim ] && [ ! -e /var/log/teslim ]
result $? "purged before it was ever used, it leaves nothing"
