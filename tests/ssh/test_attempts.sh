#!/bin/sh
# What an account of conf/sshd-teslim.conf must not be able to do, tried one by one with a real ssh against a real sshd on a
# machine of its own (machine.sh, world.sh): forwardings of every kind, commands, files, variables, sudo. For each kind there
# is what is allowed beside it, so that a refusal is the rule's and not the set-up's. TAP.
set -u
machine=ssh
. "$TOP/tests/ssh/inside.sh"
show_out() { tr -cd '[:print:]\n' <$out | cut -c1-300 | tail -5; }
try() { timeout 20 ssh -F /w/masa2 "$@" >$out 2>&1 </dev/null; }

sh "$TOP/tests/ssh/world.sh" >/tmp/world.log 2>&1 &
world=$!
trap 'kill $world 2>/dev/null; wait 2>/dev/null' EXIT
await 'test -e /w/ready'
ready=$?
cp /tmp/world.log $out
result $ready "a server as shipped, with two accounts"
[ $ready = 0 ] || { echo "1..$number"; exit 1; }

# ---- Unix sockets: a file of the desk's, of the administrator's, of another desk's is neither removed nor taken over.
# masa1's line is up meanwhile.
ssh -F /w/masa1 -N -R /run/teslim-desk/masa1/pcscd.comm:/w/pcscd/socket server >/tmp/first 2>&1 </dev/null &
first=$!
await 'test -S /run/teslim-desk/masa1/pcscd.comm'
result $? "masa1 lends its reader"
echo other >/run/teslim-desk/masa1/file
chown masa1:teslim /run/teslim-desk/masa1/file
cp -p /var/lib/teslim/desk.key /var/lib/teslim/papers/paper.pdf
targets="/var/lib/teslim/teslim.db /var/lib/teslim/desk.key /var/lib/teslim/papers/paper.pdf /var/log/teslim/teslim.log
	/etc/teslim/teslim.conf /etc/teslim/authorized_keys/masa2 /etc/teslim/authorized_keys/masa1 /etc/sudoers.d/teslim /usr/bin/teslim
	/run/teslim-desk/masa1/pcscd.comm /run/teslim-desk/masa1/file /w/pcscd/socket"
su teslim -s /bin/sh -c 'touch /var/log/teslim/teslim.log'
state() { stat -c '%n %i %s %Y %U %a' $targets; cat $targets 2>/dev/null | sha256sum; }
for target in $targets; do
	state >/tmp/before
	for unlink in no yes; do
		try -N -o ExitOnForwardFailure=yes -o StreamLocalBindUnlink=$unlink -R "$target:/w/pcscd/socket" server
		status=$?
		state >/tmp/after
		[ $status != 0 ] && [ $status != 124 ] && cmp -s /tmp/before /tmp/after
		result $? "-R onto $target$([ $unlink = no ] || echo ', unlink wished'): refused, the file is as it was"
	done
done
for folder in /var/lib/teslim /var/log/teslim /etc/teslim /etc/teslim/authorized_keys /run/teslim-desk /run/teslim-desk/masa1 /etc; do
	try -N -o ExitOnForwardFailure=yes -R "$folder/new:/w/pcscd/socket" server
	status=$?
	[ $status != 0 ] && [ $status != 124 ] && [ ! -e "$folder/new" ]
	result $? "-R of a new socket in $folder: refused"
done
PCSCLITE_CSOCK_NAME=/run/teslim-desk/masa1/pcscd.comm timeout 20 teslim-card --doctor --events >$out 2>&1
grep -q 'level=ok' $out
result $? "masa1's line still leads to its reader"
ssh -F /w/masa2 -N -o ExitOnForwardFailure=yes -R /run/teslim-desk/masa2/pcscd.comm:/w/pcscd/socket server >$out 2>&1 </dev/null &
own=$!
await 'test -S /run/teslim-desk/masa2/pcscd.comm'
result $? "masa2's own line is there for it"
try -N -o ExitOnForwardFailure=yes -o StreamLocalBindUnlink=yes -R /run/teslim-desk/masa2/pcscd.comm:/w/pcscd/socket server
[ $? = 255 ] && kill -0 $own && PCSCLITE_CSOCK_NAME=/run/teslim-desk/masa2/pcscd.comm teslim-card --doctor --events | grep -q 'level=ok'
result $? "a second connection of the same account does not take its line over"
su masa1 -s /bin/sh -c 'PCSCLITE_CSOCK_NAME=/run/teslim-desk/masa2/pcscd.comm teslim-card --doctor --events' >$out 2>&1
! grep -q 'level=ok' $out && su teslim -s /bin/sh -c 'PCSCLITE_CSOCK_NAME=/run/teslim-desk/masa2/pcscd.comm teslim-card --doctor --events' | grep -q 'level=ok'
result $? "a line is used by the desk, by no other account"
kill $own
wait $own 2>/dev/null
rm -f /run/teslim-desk/masa2/pcscd.comm # what a killed line leaves: test_ssh

# ---- the way in to the server's other sockets and ports
ssh -F /w/masa2 -N -L /tmp/back:/run/teslim-desk/masa1/pcscd.comm server >/tmp/forward 2>&1 </dev/null &
forward=$!
await 'test -S /tmp/back'
PCSCLITE_CSOCK_NAME=/tmp/back timeout 20 teslim-card --doctor --events >$out 2>&1
cat /tmp/forward >>$out
! grep -q 'level=ok' $out && grep -q 'level=bad' $out && kill -0 $forward
result $? "-L to a socket of the server: refused"
kill $forward
wait $forward 2>/dev/null
kill $first
wait $first 2>/dev/null
# Whether an SSH server greets on a port, after these bytes have been sent to it.
greets() { python3 -c 'import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
s.sendall(bytes.fromhex(sys.argv[2]))
heard = b""
while b"SSH-2" not in heard:
    more = s.recv(64)
    if not more:
        sys.exit(1)
    heard += more' "$1" "$2"; }
listening() { python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])))' "$1" 2>/dev/null; }
greets 22 ''
result $? "the server's sshd answers on its port"
ssh -F /w/masa2 -N -L 2201:127.0.0.1:22 server >$out 2>&1 </dev/null &
forward=$!
await 'listening 2201' && ! greets 2201 '' 2>/dev/null && kill -0 $forward
result $? "-L to a port: refused"
kill $forward
wait $forward 2>/dev/null
ssh -F /w/masa2 -N -D 2202 server >$out 2>&1 </dev/null &
forward=$!
await 'listening 2202' && ! greets 2202 04010016 2>/dev/null && ! greets 2202 040100167f00000100 2>/dev/null && kill -0 $forward
result $? "-D: refused"
kill $forward
wait $forward 2>/dev/null
try -W 127.0.0.1:22 server
[ $? != 0 ] && ! grep -q SSH-2 $out && grep -q 'forwarding failed' $out
result $? "-W: refused"
for wish in 127.0.0.1:2203:127.0.0.1:22 2203:127.0.0.1:22 0:127.0.0.1:22 2203; do
	try -N -o ExitOnForwardFailure=yes -R "$wish" server
	[ $? = 255 ] && ! listening 2203 && grep -q 'failed' $out
	result $? "-R $wish: refused"
done

# ---- commands and files
mkfifo /tmp/keys # held open, so that the terminal does not end
exec 3<>/tmp/keys
terminal() { # terminal COMMAND: on a terminal of its own, until the program's login screen is there; then AT_THE_SCREEN
	rm -f $out
	timeout 30 script -qfec "$1" $out >/dev/null 2>&1 <&3 &
	await "grep -qs Parola $out" || echo "no login screen" >>$out
	eval "${AT_THE_SCREEN:-}"
	grep -qs Parola $out
	shown=$?
	pkill -x -u teslim teslim
	wait $!
	return $shown
}
lands() { # lands NAME WORDS: all that comes of it is the program's login screen
	rm -f /tmp/broken
	TERM=xterm terminal "ssh -F /w/masa2 -tt $2" && [ ! -e /tmp/broken ]
	result $? "$1: the program and nothing else"
}
lands "a login" server
lands "a shell by name" "server sh"
lands "a command" 'server touch /tmp/broken'
lands "a command that hides" "server '\$(touch /tmp/broken); \`touch /tmp/broken\`; exec sh -c \"touch /tmp/broken\"'"
for command in id sh 'cat /etc/teslim/teslim.conf' '' 'sudo -n -u teslim /bin/sh'; do
	try server $command
	[ $? = 2 ] && [ "$(wc -l <$out)" = 1 ] && grep -q '^HATA: masa yalnız bir terminalde' $out
	result $? "without a terminal: \"$command\" is not run"
done
echo hello >/tmp/file
for how in '' -O; do
	timeout 20 scp $how -F /w/masa2 /tmp/file server:copied >$out 2>&1 </dev/null
	[ $? != 0 ] && [ -z "$(find / -xdev -name copied 2>/dev/null)" ]
	result $? "scp $how: no file comes in"
	timeout 20 scp $how -F /w/masa2 server:/etc/passwd /tmp/fetched >$out 2>&1 </dev/null
	[ $? != 0 ] && [ ! -s /tmp/fetched ]
	result $? "scp $how: no file goes out"
done
echo 'get /etc/passwd /tmp/fetched' | timeout 20 sftp -F /w/masa2 -b - server >$out 2>&1
[ $? != 0 ] && [ ! -s /tmp/fetched ]
result $? "sftp: nothing"
echo 'get /etc/passwd /tmp/fetched' | timeout 20 sftp -F /w/pc -b - server >$out 2>&1 && [ -s /tmp/fetched ]
result $? "(sftp works for an account that may)"

# ---- agent, X11, tunnel, variables: nothing of them arrives
eval "$(ssh-agent -s)" >/dev/null
ssh-add -q /w/key-pc
AT_THE_SCREEN='for who in "masa2 login" "teslim teslim"; do
	tr "\0" "\n" <"/proc/$(pgrep -u "${who% *}" -x "${who#* }")/environ" >"/tmp/environ-${who#* }"
done'
TERM=xterm LC_ALL=C.UTF-8 LC_PAPER=evil DISPLAY=:7 TESLIM_NOW=2020-01-01 TESLIM_CONSOLE=1 PCSCLITE_CSOCK_NAME=/tmp/evil SUDO_USER=masa1 \
	BASH_ENV=/tmp/evil ENV=/tmp/evil TERMINFO=/tmp/evil terminal "ssh -F /w/masa2 -A -X -tt -o IdentityAgent=$SSH_AUTH_SOCK -o SendEnv=LC_* \
	-o SendEnv=DISPLAY -o SendEnv=TESLIM_* -o SendEnv=PCSCLITE_* -o SendEnv=SUDO_USER -o SendEnv=*ENV -o SendEnv=TERMINFO \
	-o SetEnv=LD_LIBRARY_PATH=/tmp/evil server"
shown=$?
kill "$SSH_AGENT_PID"
cp /tmp/environ-teslim $out
[ $shown = 0 ] && grep -q '^TESLIM_NOW=' /tmp/environ-login && grep -q '^LD_LIBRARY_PATH=' /tmp/environ-login
result $? "(an sshd that takes any variable hands them to the login shell)"
grep -q '^TERM=xterm' $out && grep -q '^SUDO_USER=masa2$' $out && grep -q '^SSH_CONNECTION=127' $out && grep -q '^LC_ALL=C.UTF-8' $out &&
	grep -q '^HOME=/var/lib/teslim$' $out
result $? "the program gets terminal, language, home and where the connection comes from"
! grep -qi 'evil\|TESLIM_\|PCSCLITE\|LD_\|ENV=\|TERMINFO\|DISPLAY\|XAUTH\|SSH_AUTH_SOCK\|PAPER' $out
result $? "and nothing else that the client sends"
! grep -q 'SSH_AUTH_SOCK' /tmp/environ-login && [ -z "$(find /tmp -name 'agent.*' -user masa2)" ]
result $? "no agent is forwarded"
! grep -q '^DISPLAY=localhost' /tmp/environ-login && ! listening 6010
result $? "no X11 is forwarded"
sshd -T -C user=masa2,host=machine,addr=127.0.0.1 >$out 2>&1
grep -qx 'permittunnel no' $out && grep -qx 'permituserrc no' $out && grep -qx 'permituserenvironment no' $out && grep -qx 'streamlocalbindunlink no' $out &&
	grep -qx 'authorizedkeysfile /etc/teslim/authorized_keys/%u' $out && grep -qx 'authenticationmethods publickey' $out
result $? "sshd's rules for the account: no tunnel, no files of its own, keys only from the administrator's file"

# ---- the account on the server, had it a shell: the rule is for one command
as() { # as ACCOUNT COMMAND
	timeout 20 su "$1" -s /bin/sh -c "$2" >$out 2>&1 </dev/null
}
as masa2 'sudo -n -l'
tr -s '\n ' ' ' <$out | grep -q '(teslim) [A-Z_: ]*NOPASSWD: [A-Z_: ]*/usr/libexec/teslim/desk ""' && [ "$(grep -c NOPASSWD $out)" = 1 ]
result $? "sudo knows one command for the account"
for command in '-u teslim /bin/sh -c id' '-u root /usr/libexec/teslim/desk' '/usr/libexec/teslim/desk' '-u teslim /usr/libexec/teslim/desk --help' \
	'-u teslim TESLIM_NOW=2020-01-01 /usr/libexec/teslim/desk' '-E -u teslim /usr/libexec/teslim/desk' '-u teslim -D /tmp /usr/libexec/teslim/desk' \
	'-u teslim -R / /usr/libexec/teslim/desk' '-u teslim -s' '-u teslim -i' '-u teslim -e /etc/teslim/teslim.conf' '-u teslim /usr/bin/teslim' \
	'-u masa1 /usr/libexec/teslim/desk' '-u teslim /usr/libexec/teslim/../teslim/desk x' '-g root /usr/libexec/teslim/desk'; do
	as masa2 "sudo -n $command"
	[ $? = 1 ] && grep -q 'sudo: \|usage' $out
	result $? "sudo $command: refused"
done
as masa2 'cat /var/lib/teslim/teslim.db || cat /var/lib/teslim/desk.key || ls /var/lib/teslim || ls /var/log/teslim || touch /var/lib/teslim/x || touch /etc/teslim/x ||
	touch /etc/teslim/authorized_keys/x || ls /run/teslim-desk/masa1 || touch /run/teslim-desk/x'
[ $? != 0 ]
result $? "the account reads and writes nothing of the desk's"
useradd --system --no-create-home --home-dir / --shell /usr/libexec/teslim/login outsider
timeout 20 su - outsider >$out 2>&1 </dev/null
[ $? = 2 ] && grep -q 'outsider) masayı açma yetkisi yok. Yöneticinize haber verin' $out
result $? "an account that is no member is told whom to ask"
mv /etc/sudoers.d/teslim /tmp/rule
rm -f /run/teslim-desk/masa1/pcscd.comm
TERM=xterm timeout 20 script -qfec 'su - masa1' $out >/dev/null 2>&1 <&3
grep -q 'masa1 hesabı masayı açamadı. Yöneticinize haber verin: sudo kuralı' $out
result $? "without the rule the sentence says so"
mv /tmp/rule /etc/sudoers.d/teslim
echo "1..$number"
[ $failed = 0 ]
