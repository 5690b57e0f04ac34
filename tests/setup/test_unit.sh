#!/bin/sh
# The unit for a console, as `make install` puts it there, before systemd's own judges: it is understood without a complaint,
# and how far what it starts is confined does not get worse unnoticed. That it runs is `make check-readme`'s. TAP.
set -u
machine=unit
. "$TOP/tests/ssh/inside.sh"
# Debian's own units stand beside ours.
export SYSTEMD_UNIT_PATH=/usr/lib/systemd/system:/.usr/lib/systemd/system
unit=/usr/lib/systemd/system/teslim@.service
for tty in tty1 tty6 ttyS0; do
	systemd-analyze verify --man=no "teslim@$tty.service" >$out 2>&1 && [ ! -s $out ]
	result $? "systemd-analyze verify has nothing against teslim@$tty.service"
done
sed 's/^ProtectSystem=.*/ProtectSistem=strict/' $unit >/usr/lib/systemd/system/broken@.service
systemd-analyze verify --man=no broken@tty1.service >$out 2>&1
[ -s $out ]
result $? "(it has something against one that is mistyped)"
rm /usr/lib/systemd/system/broken@.service
systemd-analyze security --offline=yes --threshold=25 teslim@tty1.service >$out 2>&1
result $? "exposure is at most 2.5 of 10"
for line in 'User=teslim' 'Restart=always' 'LimitCORE=0' 'MemorySwapMax=0' 'ProtectSystem=strict' 'ProtectHome=yes' 'PrivateTmp=yes' 'NoNewPrivileges=yes' \
	'CapabilityBoundingSet=' 'StandardInput=tty-force' 'TTYPath=/dev/%I' 'Conflicts=getty@%i.service rescue.service' 'ExecStart=/usr/libexec/teslim/desk'; do
	grep -qxF "$line" $unit
	result $? "$line"
done
if grep -qE '^(ExecStart|ExecStartPre)=.*(/bin/(ba|da)?sh|login|agetty)' $unit; then false; else true; fi
result $? "neither login program nor shell in it"
for file in /usr/lib/sysusers.d/teslim.conf /usr/lib/tmpfiles.d/teslim.conf; do
	kind=${file#/usr/lib/}
	systemd-"${kind%%.d/*}" --dry-run "$file" >$out 2>&1 || systemd-"${kind%%.d/*}" --create --prefix=/nowhere "$file" >$out 2>&1
	result $? "systemd-${kind%%.d/*} understands $file"
done
systemd-sysusers /usr/lib/sysusers.d/teslim.conf >$out 2>&1 && grep -q '^teslim:.*:/var/lib/teslim:/usr/sbin/nologin$' /etc/passwd && grep -q '^teslim-desk:' /etc/group
result $? "the account and the group are as setup makes them"
systemd-tmpfiles --create /usr/lib/tmpfiles.d/teslim.conf >$out 2>&1 && [ "$(stat -c '%U %a' /var/lib/teslim)" = 'teslim 700' ] &&
	[ "$(stat -c '%U %a' /var/log/teslim)" = 'teslim 700' ] && [ "$(stat -c '%U %a' /run/teslim-desk)" = 'root 755' ]
result $? "so are the folders"
visudo -cf /etc/sudoers.d/teslim >$out 2>&1 && [ "$(stat -c '%U %a' /etc/sudoers.d/teslim)" = 'root 440' ]
result $? "visudo has nothing against the rule"
echo "1..$number"
[ $failed = 0 ]
