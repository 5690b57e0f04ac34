#!/bin/sh
# world.sh DIR: two machines on one: a server with sshd on loopback, the kiosk account of conf/sshd-teslim.conf and a
# desk database; and an officer's desk with a card service and a card. Stays until it is ended; DIR/ready says that all
# is there. DIR/kiosk and DIR/desk are ssh configurations for the two accounts, both of them ours.
set -eu
work=$1
user=$(id -un)
port=$((25000 + $$ % 20000))
tools="$BUILD/tests/demo"
PATH="$PATH:/usr/sbin:/sbin"
cleanup() {
	trap - EXIT TERM INT HUP
	for pid in ${sshd_pid:-} ${card_pid:-} ${pcscd_pid:-}; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
}
trap cleanup EXIT
trap 'exit 0' TERM INT HUP

TESLIM_DEMO="$work/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh"
sed -i '/^demo_socket/d; /^card_command/d' "$work/demo/teslim.conf"
cp "$work/demo/teslim.conf" "$work/demo/kiosk.conf"
echo "card_command = \"'$BUILD/teslim-card'\";" >>"$work/demo/kiosk.conf"
# The second way: the agent is a command on the officer's machine.
echo "card_command = \"ssh -F '$work/desk' desk env PCSCLITE_CSOCK_NAME=$work/pcscd/socket '$BUILD/teslim-card'\";" >>"$work/demo/teslim.conf"

mkdir -p "$work/ssh"
for key in host kiosk desk; do
	ssh-keygen -q -t ed25519 -N '' -C "$key" -f "$work/ssh/$key"
done
cp "$work/ssh/kiosk.pub" "$work/ssh/authorized-kiosk"
cp "$work/ssh/desk.pub" "$work/ssh/authorized-desk"
# The shipped example, with this account, this program and these paths in the place of its own.
sed "s#^Match User desk#Match User $user LocalPort $port#; s#/run/teslim-desk#$work/far#g; s#/usr/bin/teslim#$BUILD/teslim --config $work/demo/kiosk.conf#" \
	"$TOP/conf/sshd-teslim.conf" >"$work/ssh/kiosk.conf"
printf '\tAuthorizedKeysFile %s\n' "$work/ssh/authorized-kiosk" >>"$work/ssh/kiosk.conf"
grep -q "ForceCommand .*$BUILD/teslim" "$work/ssh/kiosk.conf"
mkdir -m 700 "$work/far"
cat >"$work/ssh/sshd_config" <<END
ListenAddress 127.0.0.1:$port
ListenAddress 127.0.0.1:$((port + 1))
HostKey $work/ssh/host
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AuthorizedKeysFile $work/ssh/authorized-desk
Subsystem sftp internal-sftp
Include $work/ssh/kiosk.conf
END
for account in kiosk desk; do
	at=$port
	[ "$account" = kiosk ] || at=$((port + 1))
	cat >"$work/$account" <<END
Host *
	HostName 127.0.0.1
	Port $at
	User $user
	IdentityFile $work/ssh/$account
	IdentitiesOnly yes
	IdentityAgent none
	BatchMode yes
	LogLevel ERROR
	UserKnownHostsFile $work/ssh/known
	StrictHostKeyChecking accept-new
	ServerAliveInterval 5
END
done
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
sshd=$(command -v sshd)
"$sshd" -t -f "$work/ssh/sshd_config"
"$sshd" -D -e -f "$work/ssh/sshd_config" 2>"$work/ssh/log" &
sshd_pid=$!

"$tools/private_pcscd" "$work/pcscd" >"$work/pcscd.log" 2>&1 &
pcscd_pid=$!
for _ in $(seq 100); do
	grep -qs ready "$work/pcscd.log" && break
	sleep 0.1
done
"$tools/virtual_card" --pcscd "$work/pcscd" --cards "$work/demo/cards" --socket "$work/card.sock" --insert 90000000278-right \
	>"$work/card.log" 2>&1 &
card_pid=$!
for _ in $(seq 100); do
	ssh -F "$work/desk" desk true && break
	sleep 0.1
done
touch "$work/ready"
wait
