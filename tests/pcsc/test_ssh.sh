#!/bin/sh
# Reading over SSH, on loopback with a real sshd: the desk lends its reader (a forwarded PC/SC socket), the agent runs at
# the desk, the tunnel dies and comes back. The accounts and rules of a real server are tests/ssh's. TAP.
set -u
tools="$BUILD/tests/demo"
agent="$BUILD/teslim-card"
number=0
dir=$(mktemp -d /tmp/teslim-ssh-XXXXXX)
chmod 755 "$dir"
pids=
made_run=
finish() {
	exec 9>&-
	for pid in $pids; do
		{ kill "$pid" && wait "$pid"; } 2>/dev/null
	done
	[ -z "$made_run" ] || rmdir /run/sshd 2>/dev/null
	[ -n "${TESLIM_KEEP:-}" ] || rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

ok() { # ok STATUS NAME [FILE-TO-SHOW]
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		[ -z "${3:-}" ] || tail -n 15 "$3" | cut -c1-200 | sed 's/^/# /'
	fi
}
await() { # await FILE PATTERN [TIMES [SECONDS]]: until so many lines of the file have the pattern
	tries=$((${4:-8} * 20))
	while found=$(grep -c "$2" "$1" 2>/dev/null) || true && [ "${found:-0}" -lt "${3:-1}" ]; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}
free_port() {
	port=$((20000 + ($$ * 7 + $1) % 10000))
	while ss -ltn | grep -q ":$port "; do port=$((port + 1)); done
	echo "$port"
}

# ---- a desk with a reader and a card
printf 'card qualified 10000000146 AYŞE ÖRNEK\n' | "$tools/make_certificates" "$dir" --fixed-keys
mkdir "$dir/cards"
printf 'family akis\ncert %s\n' "$dir/card.der" >"$dir/cards/card.card"
"$tools/private_pcscd" "$dir/pcscd" >"$dir/pcscd.out" 2>&1 &
pids="$!"
await "$dir/pcscd.out" ready || { ok 1 "a private pcscd" "$dir/pcscd.out"; exit 1; }
"$tools/virtual_card" --pcscd "$dir/pcscd" --cards "$dir/cards" --socket "$dir/card.sock" --insert card >"$dir/card.out" 2>&1 &
card=$!
pids="$pids $card"
desk_socket="$dir/pcscd/socket"
far_socket="$dir/far.comm"
whole="der=$(base64 -w0 "$dir/card.der")\$"

# ---- a host: one sshd
ssh-keygen -q -t ed25519 -N '' -f "$dir/host"
ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
port=$(free_port 0)
cat >"$dir/sshd_config" <<EOF
ListenAddress 127.0.0.1:$port
HostKey $dir/host
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
AuthorizedKeysFile $dir/key.pub
AllowStreamLocalForwarding yes
StreamLocalBindUnlink yes
EOF
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
	mkdir -m 755 /run/sshd && made_run=1
fi
/usr/sbin/sshd -t -f "$dir/sshd_config" >"$dir/sshd.test" 2>&1
ok $? "sshd takes its settings" "$dir/sshd.test"
/usr/sbin/sshd -D -e -f "$dir/sshd_config" >"$dir/sshd.log" 2>&1 &
pids="$pids $!"
await "$dir/sshd.log" "Server listening on" || ok 1 "sshd listens" "$dir/sshd.log"

options="-F none -i $dir/key -l $(id -un) -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no
	-o UserKnownHostsFile=$dir/known -o LogLevel=ERROR -o ExitOnForwardFailure=yes"
connect() { # connect PORT ARGUMENT...
	target=$1
	shift
	# shellcheck disable=SC2086
	timeout 15 ssh $options -p "$target" "$@"
}

# ---- the reader is lent
connect "$port" -R "$far_socket:$desk_socket" 127.0.0.1 \
	"stat -c 'mode %a' '$far_socket'; env PCSCLITE_CSOCK_NAME='$far_socket' '$agent' --once --first-only --events" \
	>"$dir/lent" 2>&1 </dev/null
ok $? "a lent reader: the card is read on the host" "$dir/lent"
grep -q "$whole" "$dir/lent"
ok $? "a lent reader: the certificate is the desk's, byte for byte" "$dir/lent"
grep -q '^mode 600$' "$dir/lent"
ok $? "a lent reader: nobody else on the host can use it" "$dir/lent"
env PCSCLITE_CSOCK_NAME="$desk_socket" "$agent" --once --first-only --events >"$dir/local" 2>&1
far=$(sed -n 's/^done .*apdus=\([0-9]*\).*/\1/p' "$dir/lent")
near=$(sed -n 's/^done .*apdus=\([0-9]*\).*/\1/p' "$dir/local")
[ -n "$near" ] && [ "$near" = "$far" ]
ok $? "a lent reader: as many APDUs as at the desk ($far, $near)"

# ---- the agent at the desk
mkfifo "$dir/orders"
connect "$port" 127.0.0.1 "PCSCLITE_CSOCK_NAME='$desk_socket' exec '$agent'" <"$dir/orders" >"$dir/agent" 2>&1 &
session=$!
exec 9>"$dir/orders"
await "$dir/agent" '^done ' && grep -q "$whole" "$dir/agent"
ok $? "the agent at the desk tells the card over the line" "$dir/agent"
echo 'read first=yes' >&9
await "$dir/agent" '^done ' 2
ok $? "the agent at the desk obeys over the line" "$dir/agent"
remote=$(sed -n 's/^ready .*pid=\([0-9]*\).*/\1/p' "$dir/agent")
exec 9>&-
wait "$session"
status=$?
tries=40
while kill -0 "$remote" 2>/dev/null && [ $tries -gt 0 ]; do
	tries=$((tries - 1))
	sleep 0.05
done
[ "$status" -eq 0 ] && [ -n "$remote" ] && ! kill -0 "$remote" 2>/dev/null
ok $? "the agent at the desk leaves with the line"

# ---- the tunnel dies
tunnel() {
	# shellcheck disable=SC2086
	ssh $options -p "$port" -N -R "$far_socket:$desk_socket" 127.0.0.1 </dev/null >>"$dir/tunnel" 2>&1 &
	tunnel=$!
	tries=100
	while ! { [ -S "$far_socket" ] && grep -q "$(printf '%s' "$far_socket")" /proc/net/unix; } && [ $tries -gt 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
}
rm -f "$far_socket"
tunnel
SSH_CONNECTION="127.0.0.1 1 127.0.0.1 2" PCSCLITE_CSOCK_NAME="$far_socket" "$agent" --lang tr <"$dir/orders" >"$dir/far" 2>&1 &
host_agent=$!
exec 9>"$dir/orders"
await "$dir/far" '^done '
ok $? "an agent on the host reads through the tunnel" "$dir/far"
kill "$tunnel"
wait "$tunnel" 2>/dev/null
await "$dir/far" '^daemon state=down code=tunnel-gone'
ok $? "the tunnel dies: the agent says which socket is gone" "$dir/far"
grep -q '^daemon state=down code=tunnel-gone text=SSH%20.*Masadan%20yeniden%20ba' "$dir/far"
ok $? "the tunnel dies: in a sentence, with what to do" "$dir/far"
tunnel
await "$dir/far" '^daemon state=up' 2 && await "$dir/far" '^done ' 2
ok $? "the tunnel is back: so is the agent, and it reads the card by itself" "$dir/far"
exec 9>&-
wait "$host_agent"
ok $? "the agent leaves"
kill "$tunnel"
wait "$tunnel" 2>/dev/null

kill "$card"
wait "$card"
ok $? "the card was sent nothing but what reads" "$dir/card.out"
echo "1..$number"
