#!/bin/sh
# The shipped polkit rule: it speaks of what the card service asks, and of nothing else. As root, where pcscd can ask (Debian
# 13), on a bus and a polkitd of the test's own: the desk's account and the members of the group read a card, others are
# refused, and told so. The accounts are invented in a mount namespace; nothing of the machine's is changed.
set -u
work=$(mktemp -d /tmp/teslim-polkit-XXXXXX)
rule="$TOP/conf/polkit/50-teslim-card.rules"
number=0
failed=0
pids=
end_all() {
	for pid in $pids; do kill "$pid" 2>/dev/null; done
	wait 2>/dev/null
}
cleanup() {
	[ "$failed" -gt 0 ] || rm -rf "$work"
}
result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		tail -5 "$work"/*.log 2>/dev/null | sed 's/^/# /'
	fi
}
conclude() {
	echo "1..$number"
	[ "$failed" -eq 0 ]
	exit
}

# The second half, inside the namespaces.
if [ "${1:-}" = --inside ]; then
	work=$2
	shift 2
	trap end_all EXIT
	for name in passwd group; do mount --bind "$work/$name" "/etc/$name" || exit 1; done
	mount --bind "$work/rules" /usr/share/polkit-1/rules.d || exit 1
	bus="unix:path=$work/bus"
	dbus-daemon --config-file="$work/bus.conf" --nofork --nopidfile --address="$bus" 2>"$work/bus.log" &
	pids="$pids $!"
	until [ -S "$work/bus" ]; do kill -0 $! || exit 1; sleep 0.05; done
	DBUS_SYSTEM_BUS_ADDRESS=$bus /usr/lib/polkit-1/polkitd --no-debug >"$work/polkitd.log" 2>&1 &
	pids="$pids $!"
	until DBUS_SYSTEM_BUS_ADDRESS=$bus pkaction >"$work/actions.log" 2>&1; do kill -0 $! || exit 1; sleep 0.05; done
	"$BUILD/tests/demo/private_pcscd" "$work/pcscd" --polkit "$bus" >"$work/pcscd.log" 2>&1 &
	pids="$pids $!"
	until grep -qs '^ready' "$work/pcscd.log"; do kill -0 $! || exit 1; sleep 0.05; done
	chmod 755 "$work/pcscd" && chmod 666 "$work/pcscd/socket"
	"$BUILD/tests/demo/virtual_card" --pcscd "$work/pcscd" --cards "$work/demo/cards" --socket "$work/card.sock" \
		--insert 90000000278-right >"$work/card.log" 2>&1 &
	pids="$pids $!"
	for who in "$@"; do
		PCSCLITE_CSOCK_NAME="$work/pcscd/socket" setpriv --reuid "$who" --regid "$who" --init-groups \
			"$work/teslim-card" --once --events --wait 15 --lang en >"$work/said.$who" 2>&1
	done
	exit 0
fi

trap cleanup EXIT
policy=/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy
[ "$(grep -o 'org\.debian\.pcsc-lite\.[a-z_]*' "$rule" | sort -u | tr '\n' ' ')" = \
	"org.debian.pcsc-lite.access_card org.debian.pcsc-lite.access_pcsc " ]
result $? "the rule names two actions"
if [ -e $policy ]; then
	[ "$(grep -o 'org\.debian\.pcsc-lite\.[a-z_]*' "$rule" | sort -u)" = "$(sed -n 's/.*action id="\(.*\)".*/\1/p' $policy | sort -u)" ]
	result $? "which are all that this machine's card service asks about"
fi
# What follows needs a service that can ask, and root.
/usr/sbin/pcscd --help 2>&1 | grep -q disable-polkit || conclude
[ "$(id -u)" = 0 ] || conclude

chmod 755 "$work"
cp "$BUILD/teslim-card" "$work"
mkdir "$work/rules"
cp "$rule" "$work/rules"
chmod -R a+rX "$work/rules"
others='^\(teslim\|member\|stranger\|teslim-card\):'
grep -v "$others" /etc/passwd >"$work/passwd"
grep -v "$others" /etc/group >"$work/group"
for account in teslim:64001 member:64002 stranger:64003; do
	echo "${account%:*}:x:${account#*:}:${account#*:}::/:/bin/sh" >>"$work/passwd"
	echo "${account%:*}:x:${account#*:}:" >>"$work/group"
done
echo 'teslim-card:x:64004:member' >>"$work/group"
chmod 644 "$work/passwd" "$work/group"
cat >"$work/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><auth>EXTERNAL</auth><listen>unix:path=$work/bus</listen>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
CONF
TESLIM_DEMO="$work/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh" >"$work/demo.log" 2>&1
result $? "cards"
unshare --mount --propagation private sh "$0" --inside "$work" 64001 64002 64003 >"$work/inside.log" 2>&1
result $? "a bus, polkit with the shipped rule and a card service that asks it"
grep -q '^done ' "$work/said.64001"
result $? "the account teslim reads the card"
grep -q '^done ' "$work/said.64002"
result $? "a member of the group reads the card"
grep -q 'code=polkit ' "$work/said.64003" && ! grep -q '^cert ' "$work/said.64003"
result $? "a stranger does not, and is told why"
conclude
