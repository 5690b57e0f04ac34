#!/bin/sh
# world.sh: two machines in the one that machine.sh makes: a server, installed as README.md says, with the desk, sshd and the
# accounts masa1 and masa2; and the officers' own machines with a card service and a card, whose user is root. Stays until it is
# ended; /w/ready says that all is there. ssh configurations: /w/masa1, /w/masa2 (officers), /w/pc (the server reaches the
# officer's machine). The server's settings are the shipped ones; only a dead line is noticed in seconds instead of a minute.
set -eu
work=/w
tools="$BUILD/tests/demo"
cleanup() {
	trap - EXIT TERM INT HUP
	for pid in ${sshd_pid:-} ${card_pid:-} ${pcscd_pid:-}; do
		kill "$pid" 2>/dev/null || true
	done
	wait 2>/dev/null || true
}
trap cleanup EXIT
trap 'exit 0' TERM INT HUP
mkdir "$work"
for key in host masa1 masa2 pc; do
	ssh-keygen -q -t ed25519 -N '' -C "$key" -f "$work/key-$key"
done

# ---- the server: a desk
TESLIM_DEMO="$work/demo" TESLIM_DEMO_PREPARE=1 sh "$TOP/tests/demo/demo.sh"
echo deneme | teslim setup --institution "Örnek Kurum" --login demo --name "Şükrü İğdelioğlu" --password-stdin --account masa1 \
	--public-key "$work/key-masa1.pub"
teslim setup --account masa2 --public-key "$work/key-masa2.pub" </dev/null
install -m 644 "$work"/demo/trust/* /etc/teslim/trust/
teslim import "$TOP/tests/demo/applicants.csv" >/dev/null
teslim shipment --tracking KRG-2026-118 --received "$TOP/tests/demo/shipment.csv" >/dev/null

# ---- the server: sshd as Debian sets it up, with the shipped example; it would even take any variable
sed 's/ClientAliveInterval 15/ClientAliveInterval 1/' /etc/teslim/sshd-teslim.conf >/etc/ssh/sshd_config.d/teslim.conf
cat >/etc/ssh/sshd_config <<END
Include /etc/ssh/sshd_config.d/*.conf
ListenAddress 127.0.0.1:22
HostKey $work/key-host
UsePAM yes
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
X11Forwarding yes
PrintMotd no
AcceptEnv *
Subsystem sftp internal-sftp
END
# The officer's machine lets the server's desk start the agent there, and nothing else matters about it.
install -d -m 700 /root/.ssh
cp "$work/key-pc.pub" /root/.ssh/authorized_keys
for account in masa1 masa2 pc; do
	user=$account
	[ $account != pc ] || user=root
	cat >"$work/$account" <<END
Host *
	HostName 127.0.0.1
	User $user
	IdentityFile $work/key-$account
	IdentitiesOnly yes
	IdentityAgent none
	BatchMode yes
	LogLevel ERROR
	UserKnownHostsFile $work/known-$account
	StrictHostKeyChecking accept-new
END
done
$(command -v sshd) -t
$(command -v sshd) -D -e 2>"$work/sshd.log" &
sshd_pid=$!

# ---- the officers' machine: a card service and a card
"$tools/private_pcscd" "$work/pcscd" >"$work/pcscd.log" 2>&1 &
pcscd_pid=$!
for _ in $(seq 100); do
	grep -qs ready "$work/pcscd.log" && break
	sleep 0.1
done
"$tools/virtual_card" --pcscd "$work/pcscd" --cards "$work/demo/cards" --socket "$work/card.sock" \
	>"$work/card.log" 2>&1 &
card_pid=$!
for _ in $(seq 100); do
	ssh -F "$work/pc" officer true && break
	sleep 0.1
done
touch "$work/ready"
wait
