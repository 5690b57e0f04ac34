#!/bin/sh
# readme.sh RELEASE DIR: README.md's installation, taken from the page itself and typed line by line in a bare root of that
# release, from apt-get to the first login, with and without a reader service; then the console and SSH. DIR holds what
# check_readme.sh has put there. TAP on standard output.
set -u
release=$1 dir=$2
root="sh $TOP/tests/roots/root.sh"
copy=readme$$
socket="teslim-readme-$release-$$"
number=0
failed=0
command=0
tm() { tmux -L "$socket" -f /dev/null "$@"; }
screen() { tm capture-pane -p -t "$window" -S "${1:-0}" 2>/dev/null; }
result() { # result STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $release: $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $release: $2"
		screen -20 | grep -v '^$' | tail -25 | sed 's/^/# /'
	fi
}
is_init() { # is_init PROCESS: the one process of a copy's that is number 1 inside
	[ "$(awk '/^NSpid:/ && NF > 2 { print $NF }' "/proc/$1/status" 2>/dev/null)" = 1 ] && [ "$(cat "/proc/$1/comm" 2>/dev/null)" = systemd ]
}
cleanup() {
	tm kill-server 2>/dev/null
	# With the init everything inside goes; never a process that has got its number since.
	[ -z "${init:-}" ] || ! is_init "$init" || kill -KILL "$init" 2>/dev/null
	[ -z "${booting:-}" ] || { kill "$booting"; wait "$booting"; } 2>/dev/null
	$root drop "$release" $copy
}
trap cleanup EXIT
trap 'exit 1' TERM INT HUP
await() { # await SECONDS COMMAND
	end=$(($(date +%s) + $1))
	until eval "$2"; do
		[ "$(date +%s)" -lt $end ] || return 1
		sleep 0.1
	done
}
finish() {
	echo "1..$number"
	exit "$([ $failed = 0 ] && echo 0 || echo 1)"
}

# ---- the machine
$root drop "$release" $copy
rm -f "$dir/booting" "$dir/boot.log"
TESLIM_BIND="$dir /readme" $root run "$release" $copy 'exec sh /readme/boot.sh' &
booting=$!
await 240 '[ -e "$dir/booting" ] || ! kill -0 $booting 2>/dev/null'
find_init() {
	for process in $(pgrep -P "$(pgrep -d, -P $booting)" 2>/dev/null) $(pgrep -P $booting); do
		! is_init "$process" || init=$process
	done
	[ -n "${init:-}" ]
}
inside() { nsenter -t "$init" -m -p -i -u -r -w env -i HOME=/root USER=root TERM="${TERM_INSIDE:-screen}" LANG=C.UTF-8 PATH="$path" "$@"; }
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
await 20 'find_init' && await 30 'case $(inside systemctl is-system-running 2>/dev/null) in running | degraded) ;; *) false ;; esac'
ready=$?
[ $ready = 0 ] || tail -5 "$dir/boot.log" | sed 's/^/# /'
result $ready "a bare machine boots"
[ $ready = 0 ] || finish

# ---- a person at its terminal
new_window() { # new_window NAME COMMAND...
	window=$1
	shift
	line="nsenter -t $init -m -p -i -u -r -w env -i HOME=/root USER=root TERM=screen LANG=C.UTF-8 PATH=$path $*"
	if tm has-session -t "$window" 2>/dev/null; then tm kill-session -t "$window"; fi
	tm new-session -d -s "$window" -x 100 -y 24 "$line"
}
keys() { tm send-keys -t "$window" "$@"; }
type() { tm send-keys -t "$window" -l -- "$1"; }
sees() { # sees TEXT [SECONDS]: on the screen as it is
	await "${2:-15}" "screen | grep -qF -- '$1'"
}
shell() { # a root shell in the folder of the sources, whose prompt says how many commands there were and how the last ended
	new_window root /bin/bash --norc
	command=1
	type 'cd /root/teslim; PS1='\''<\#:$?> '\'
	keys Enter
	sees '<2:0>'
}
prompted() { screen | grep -v '^$' | tail -1 | grep -q "^<$((command + 1)):[0-9]*> *$"; }
# Types a line of README's, answers what it asks, and waits for the prompt. What it shows is the screen and what went by.
do_line() { # do_line LINE [SECONDS]
	command=$((command + 1))
	tm clear-history -t "$window"
	type "$1"
	keys Enter
	case $1 in *\\) command=$((command - 1)) && return ;; esac
	end=$(($(date +%s) + ${2:-30}))
	until prompted; do
		case $(screen | grep -v '^$' | tail -1) in
		*'[Y/n]'*) keys y Enter && sleep 0.3 ;;
		esac
		[ "$(date +%s)" -lt $end ] || return 1
		sleep 0.1
	done
	return "$(screen | grep -v '^$' | tail -1 | sed 's/^<[0-9]*:\([0-9]*\)>.*/\1/')"
}
answers_setup() { # asked, as README says: institution, desk, printer, first officer
	for pair in 'Kurumun adı:|Örnek Kurum' 'Birim|Bilgi İşlem' 'değişmez [A]:|' 'papers]:|' 'Giriş adı:|ayse' 'Adı soyadı:|Ayşe Örnek' \
		'Unvanı|Bilgi İşlem Şefi' 'Parola:|deneme' 'Parola (yeniden):|deneme'; do
		sees "${pair%%|*}" 20 || return 1
		[ -z "${pair#*|}" ] || type "${pair#*|}"
		keys Enter
	done
}

# The lines of a section's blocks: "BLOCK LINE", by how far they are indented.
block() { # block SECTION INDENT NUMBER
	awk -v section="## $1" -v indent="$2" -v want="$3" '
		/^## / { inside = $0 == section }
		inside {
			pad = sprintf("%" indent "s", "")
			is = substr($0, 1, indent) == pad && substr($0, indent + 1) !~ /^$/
			deeper = substr($0, indent + 1, 1) == " " && before !~ /\\$/ && !was
			if (is && !deeper) { if (!was) count++; if (count == want) print substr($0, indent + 1) }
			was = is && !deeper
			before = $0
		}' "$TOP/README.md"
}
plain() { printf '%s' "$1" | sed 's/ *#.*//'; } # without its comment

# ---- README's steps, one by one
shell
result $? "a shell in the folder of the sources"
block "Install it on a desk" 4 1 >"$dir/steps"
grep -q '^apt-get install' "$dir/steps" && grep -q '^teslim setup  ' "$dir/steps" && grep -q '^make && make install' "$dir/steps" && [ "$(wc -l <"$dir/steps")" -ge 12 ]
result $? "README has the steps"
while IFS= read -r step <&4; do
	what=$(plain "$step")
	case $what in
	*\\)
		do_line "$step"
		continue
		;;
	make*) do_line "$step" 400 ;;
	*' pcscd '*) do_line "$step" 300 ;;
	'teslim setup')
		command=$((command + 1))
		tm clear-history -t "$window"
		type "$step"
		keys Enter
		answers_setup
		result $? "teslim setup asks for what it must know"
		await 30 prompted && screen -100 | grep -q 'Sistem denetimi' && screen | grep -v '^$' | tail -1 | grep -q ':0> *$'
		;;
	'teslim doctor')
		do_line "$step"
		status=$?
		screen -100 >"$dir/doctor"
		[ $status -le 1 ] && ! grep -qE '^!! +(Yapılandırma|Veri tabanı|Anahtar|Günlük|İşlem kaydı|Yazıcı|Yazı tipi|Kural)' "$dir/doctor" &&
			grep -q 'Veri tabanı  *\(var, \)\{0,1\}/var/lib/teslim' "$dir/doctor"
		;;
	*) do_line "$step" 60 ;;
	esac
	status=$?
	result $status "$what"
	[ $status = 0 ] || finish # what follows builds on it
done 4<"$dir/steps"
inside sh -c 'stat -c "%U %a" /var/lib/teslim /var/lib/teslim/desk.key /var/log/teslim; find /var/lib/teslim /var/log/teslim ! -user teslim' >"$dir/owners" 2>&1
[ "$(cat "$dir/owners")" = "$(printf 'teslim 700\nteslim 600\nteslim 700')" ]
result $? "everything of the desk's belongs to its account"
inside runuser -u teslim -- sh -c 'cat /etc/teslim/trust/* /etc/teslim/crl/*' >/dev/null 2>"$dir/readable"
result $? "which can read authorities and lists"

# ---- the account that README names, from its own login, typing what README says
hands() { sleep 0.4; } # between words and keys, as hands do: what follows at once is taken for a scanner's
log_in() { # log_in: types name and password, waits for the home screen
	sees Parola && type ayse && hands && keys Tab && hands && type deneme && hands && keys Enter && sees Bugün
}
leave() { # Esc and F9 log out, Esc and F9 once more close
	keys Escape && sees 'Oturum kapansın' && hands && keys F9 && sees 'Yetkili adınızı' && hands && keys Escape && sees 'Program kapansın' && hands && keys F9
}
first_login() { # first_login NAME WORDS: the program opens, and its home screen has the reader's state in these words
	new_window ayse su - ayse
	sees '$' && type "$(block "Install it on a desk" 4 2)" && keys Enter && log_in
	result $? "$1: ayse logs in"
	sees "$2" 20
	result $? "$1: the home screen says \"$2\""
	[ "$(inside ps -o user= -C teslim | sort -u)" = teslim ]
	result $? "$1: the program is the desk's account's"
	leave && sees '$'
	result $? "$1: she leaves it"
}
inside systemctl is-active pcscd.socket >/dev/null
result $? "the reader service is there"
first_login "with a reader service" "takılı kart okuyucu yok"
inside systemctl mask --now pcscd.socket pcscd.service >/dev/null 2>&1
inside rm -f /run/pcscd/pcscd.comm
first_login "without one" "kart hizmeti yok"
inside systemctl unmask pcscd.socket pcscd.service >/dev/null 2>&1
inside systemctl start pcscd.socket >/dev/null 2>&1
result $? "the reader service comes back"

# ---- the console
new_window console perl /readme/console.pl /dev/tty1
console=$window
await 10 'inside test -c /dev/tty1 && inside mountpoint -q /dev/tty1'
result $? "a machine with a console"
window=root
block "Install it on a desk" 4 3 >"$dir/console-steps"
[ "$(wc -l <"$dir/console-steps")" = 2 ]
result $? "README has the steps for a console"
while IFS= read -r step <&4; do
	do_line "$step"
	result $? "$step"
done 4<"$dir/console-steps"
window=$console
log_in
result $? "the console: an officer logs in"
main() { inside systemctl show -P MainPID teslim@tty1; }
# Another service process than $before, and the program is up; the screen alone may be what the one before it left.
is_back() { [ "$(main)" != "$before" ] && [ "$(main)" != 0 ] && inside pgrep -u teslim -x teslim >/dev/null; }
before=$(main)
inside sh -c "p=\$(pgrep -u teslim -x teslim) && grep -qx 'NoNewPrivs:	1' /proc/\$p/status && grep -qx 'CapBnd:	0000000000000000' /proc/\$p/status && grep -q 'core file size *0 *0 ' /proc/\$p/limits && grep -q 'VmLck:.* [1-9][0-9]* kB' /proc/\$p/status"
result $? "the console: no privilege, no core, the key out of the swap"
inside sh -c 'for place in /etc /usr /var /home /root /var/lib; do ! nsenter -t $(pgrep -u teslim -x teslim) -m touch $place/x 2>/dev/null || exit 1; done; nsenter -t $(pgrep -u teslim -x teslim) -m touch /var/lib/teslim/x && rm /var/lib/teslim/x'
result $? "the console: nothing can be written but its own folders"
sees 'takılı kart okuyucu yok' 20
result $? "the console: it reaches the reader service"
leave && await 15 is_back && sees Parola
result $? "the console: left, it comes back"
before=$(main)
inside pkill -KILL -x -u teslim teslim && await 30 is_back && sees Parola 30
status=$?
[ $status = 0 ] || inside systemctl status --no-pager -n 20 teslim@tty1 2>&1 | sed "s/^/# before $before: /"
result $status "the console: killed, it comes back"
inside mv /var/lib/teslim/desk.key /var/lib/teslim/desk.away
hands && keys Escape && sees 'Program kapansın' && hands && keys F9 # nobody is logged in: Esc closes, when F9 says so
sees 'Yöneticinize haber verin' 20 && ! screen | grep -qE 'teslim (init|setup|doctor)|sudo|chmod|systemctl|\$ '
result $? "the console: without its key the sentence is for the officer, and no command"
inside mv /var/lib/teslim/desk.away /var/lib/teslim/desk.key
sees Parola 40
result $? "the console: with it the desk is there again"
inside systemctl disable --now teslim@tty1 >/dev/null 2>&1

# ---- over SSH: this machine is the officer's as well
block "Over SSH" 6 1 >"$dir/ssh-steps"
block "Over SSH" 6 2 >"$dir/ssh-config"
[ "$(wc -l <"$dir/ssh-steps")" = 4 ] && grep -q '^Host masa' "$dir/ssh-config"
result $? "README has the steps for SSH"
port=$((22000 + $$ % 9000))
inside sh -c "mkdir -p /etc/ssh/sshd_config.d /root/.ssh && printf 'Port $port\nListenAddress 127.0.0.1\n' >/etc/ssh/sshd_config.d/00-test.conf"
window=root
while IFS= read -r step <&4; do
	what=$(plain "$step")
	case $what in
	'teslim setup'*) inside sh -c "ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519 && cp /root/.ssh/id_ed25519.pub /root/teslim/masa1.pub" ;;
	esac
	do_line "$step" 120
	result $? "$what"
done 4<"$dir/ssh-steps"
inside sh -c "{ printf 'Match originalhost masa\n    Port $port\n    StrictHostKeyChecking accept-new\n'; cat /readme/ssh-config; } >/root/.ssh/config"
new_window officer ssh masa
log_in
result $? "ssh masa: an officer logs in"
sees 'takılı kart okuyucu yok' 20
result $? "ssh masa: with the card service of the officer's machine"
leave && await 15 '! tm has-session -t officer 2>/dev/null'
result $? "ssh masa: leaving ends the connection"
finish
