#!/bin/sh
# `teslim setup` on a machine of its own (tests/ssh/machine.sh): everything is made with the right owner and mode, running it
# again changes nothing and says so, what is amiss is mended, what is not ours is left, questions are asked until the answer
# will do, and root's other commands leave nothing of root's among the desk's files. TAP.
set -u
machine=setup
. "$TOP/tests/ssh/inside.sh"
show_out() { tr -d '\r' <$out | cut -c1-300 | tail -12; }
setup() { timeout 60 teslim setup "$@" >$out 2>&1 </dev/null; }
says() { grep -qF -- "$1" $out; }
# Everything that setup may touch, with owner, mode and content.
state() {
	find /etc /run /var /usr/bin /usr/libexec -xdev \( -path '/etc/*-' -o -name '.pwd.lock' \) -prune -o -printf '%p %y %U %G %m %l\n' 2>/dev/null | sort
	cat /etc/passwd /etc/group /etc/shells /etc/teslim/teslim.conf
}
owner() { stat -c '%U:%G %a' "$1"; }

# ---- refused before anything is touched
ssh-keygen -q -t ed25519 -N '' -f /tmp/key
ssh-keygen -q -t ed25519 -N '' -f /tmp/other
state >/tmp/bare
while read -r sentence options; do
	echo deneme | timeout 60 teslim setup --password-stdin $options >$out 2>&1
	status=$?
	state >/tmp/after
	[ $status = 2 ] && says "$(echo "$sentence" | tr _ ' ')" && cmp -s /tmp/bare /tmp/after
	result $? "setup $options: refused, nothing touched"
done <<'END'
--institution_KURUM
--login_AD --institution Kurum
--name --institution Kurum --login ayse
Giriş_adı --institution Kurum --login Ayşe --name Ayşe
--account --institution Kurum --login ayse --name Ayşe --public-key /tmp/key.pub
Hesap_adı --institution Kurum --login ayse --name Ayşe --account Masa
Bulunamadı --institution Kurum --login ayse --name Ayşe --account masa --public-key /tmp/none
geçerli_değil --colour red
END
echo kısa | timeout 60 teslim setup --institution Kurum --login ayse --name Ayşe --password-stdin >$out 2>&1
[ $? = 2 ] && says 'en az 6' && state | cmp -s /tmp/bare -
result $? "a password that is too short: refused, nothing touched"
su nobody -s /bin/sh -c 'teslim setup --institution Kurum' >$out 2>&1 </dev/null
[ $? = 2 ] && says 'root kurar' && state | cmp -s /tmp/bare -
result $? "somebody else than root: refused, nothing touched"

# ---- the first time
echo deneme | timeout 60 teslim setup --institution "Örnek İl Sağlık Müdürlüğü" --desk B --login ayse --name "Ayşe Örnek" --title "Şef" \
	--password-stdin --account masa --public-key /tmp/key.pub >$out 2>&1
result $? "setup from options alone"
[ "$(grep -c ': oluşturuldu$' $out)" = 11 ] && says 'teslim.conf: düzeltildi'
result $? "it says what it made"
says 'Sistem denetimi:' && says 'Veri tabanı         /var/lib/teslim/teslim.db' && says 'sağlam, 2 kayıt'
result $? "and ends with the doctor"
for place in '/var/lib/teslim teslim:teslim 700' '/var/log/teslim teslim:teslim 700' '/var/lib/teslim/papers teslim:teslim 700' \
	'/var/lib/teslim/teslim.db teslim:teslim 600' '/var/lib/teslim/desk.key teslim:teslim 600' '/var/log/teslim/teslim.log teslim:teslim 600' \
	'/etc/teslim/teslim.conf root:root 644' '/run/teslim-desk root:root 755' '/run/teslim-desk/masa masa:teslim 2750' \
	'/etc/teslim/authorized_keys root:root 755' '/etc/teslim/authorized_keys/masa root:root 644' '/etc/tmpfiles.d root:root 755' \
	'/etc/tmpfiles.d/teslim-masa.conf root:root 644'; do
	echo "$place, is $(owner "${place%% *}")" >$out
	[ "$(owner "${place%% *}")" = "${place#* }" ]
	result $? "$place"
done
id masa >$out
[ "$(id -Gn masa)" = teslim-desk ] && [ "$(id -Gn teslim)" = teslim ] && grep -q '^teslim:.*:/usr/sbin/nologin$' /etc/passwd &&
	grep -q '^masa:.*:/usr/libexec/teslim/login$' /etc/passwd && grep -qx /usr/libexec/teslim/login /etc/shells
result $? "the desk's account cannot log in, masa's shell is the desk"
diff "$TOP/conf/teslim.conf" /etc/teslim/teslim.conf >$out
[ "$(grep -c '^>' $out)" = 2 ] && says '> institution = "Örnek İl Sağlık Müdürlüğü";' && says '> desk = "B";'
result $? "of the settings the lines asked for, and no other"
if command -v systemd-tmpfiles >/dev/null; then
	rm -rf /run/teslim-desk
	for folder in /usr/lib/tmpfiles.d /etc/tmpfiles.d; do systemd-tmpfiles --create $folder/teslim*.conf; done >$out 2>&1
	[ "$(owner /run/teslim-desk/masa)" = 'masa:teslim 2750' ] && [ "$(owner /run/teslim-desk)" = 'root:root 755' ]
	result $? "the next start of the machine makes the same folders"
else
	echo "systemd-tmpfiles is not here" >$out
	result 1 "the next start of the machine makes the same folders"
fi

# ---- again
state >/tmp/before
setup
status=$?
state >/tmp/after
diff /tmp/before /tmp/after >>$out
[ $status = 0 ] && cmp -s /tmp/before /tmp/after && [ "$(grep -c ': vardı$' $out)" = 9 ]
result $? "again: nothing changes, and it says what was there"
setup --account masa --public-key /tmp/key.pub && state | cmp -s /tmp/before - && says 'authorized_keys/masa: vardı'
result $? "the same key again: nothing changes"
setup --account masa --public-key /tmp/other.pub && [ "$(wc -l </etc/teslim/authorized_keys/masa)" = 2 ] &&
	grep -qxF "$(cat /tmp/key.pub)" /etc/teslim/authorized_keys/masa
result $? "another key is added to it"
state >/tmp/before
setup --account other --public-key /tmp/key
[ $? = 2 ] && says 'açık anahtarı değil' && state | cmp -s /tmp/before -
result $? "a private key is refused, nothing touched"
setup --desk C
[ $? = 2 ] && says 'değişmez: B' && grep -q '^desk = "B";' /etc/teslim/teslim.conf
result $? "the desk's name never changes"
setup --login veli
[ $? = 2 ] && says 'teslim officer add'
result $? "another officer is not made by the way"
setup --print-to cups:ofis --unit "Bilgi İşlem" && grep -q '^print_to = "cups:ofis";' /etc/teslim/teslim.conf
result $? "settings can be changed later"
setup --print-to file:/var/lib/teslim/papers

# ---- a desk that root had set up with its own rights: mended, and nothing that is not the desk's
echo secret >/root/secret
chown -R root:root /var/lib/teslim /var/log/teslim
chmod 755 /var/lib/teslim
chmod 644 /var/lib/teslim/teslim.db
echo paper >/var/lib/teslim/papers/B-0001.pdf
ln -s /root/secret /var/lib/teslim/papers/link.pdf
echo shared >/root/hard
ln /root/hard /var/lib/teslim/papers/hard.pdf 2>/dev/null || cp /root/hard /var/lib/teslim/papers/not-hard.pdf
setup && [ "$(grep -c 'düzeltildi$' $out)" = 3 ] && [ "$(owner /var/lib/teslim)" = 'teslim:teslim 700' ] &&
	[ "$(owner /var/lib/teslim/teslim.db)" = 'teslim:teslim 600' ] && [ "$(owner /var/lib/teslim/papers/B-0001.pdf)" = 'teslim:teslim 600' ] &&
	[ "$(owner /var/log/teslim/teslim.log)" = 'teslim:teslim 600' ]
result $? "owners and modes are mended"
[ "$(owner /root/secret)" = 'root:root 644' ] && { [ ! -e /var/lib/teslim/papers/hard.pdf ] || [ "$(owner /root/hard)" = 'root:root 644' ]; }
result $? "links are not followed out of the folders"
rm -f /var/lib/teslim/papers/*
mkdir /srv /srv/shared
echo theirs >/srv/shared/list.txt
echo theirs >/srv/shared/list.doc
setup --print-to file:/srv/shared && says '/srv/shared: başkalarınca da kullanılıyor' && [ "$(owner /srv/shared)" = 'root:root 755' ] &&
	[ "$(owner /srv/shared/list.txt)" = 'root:root 644' ] && { says 'yazılamıyor: /srv/shared' || says 'Yazma izni yok: /srv/shared'; }
result $? "a folder that others use is left, and the doctor says that it does not serve"
setup --print-to file:/var/lib/teslim/papers

# ---- root's other commands work as the desk's account, and read what root may read
cp "$TOP/tests/demo/applicants.csv" /root/liste.csv
chmod 600 /root/liste.csv
chmod 700 /root
rm /var/log/teslim/teslim.log
teslim import /root/liste.csv >$out 2>&1 && teslim verify >>$out 2>&1 && teslim officer list >>$out 2>&1 && teslim backup /var/lib/teslim/backup.db >>$out 2>&1
result $? "root takes a list in that only root may read"
find /var/lib/teslim /var/log/teslim ! -user teslim >$out
[ ! -s $out ] && [ -e /var/log/teslim/teslim.log ]
result $? "and leaves nothing of root's among the desk's files"
rm /var/lib/teslim/backup.db

# ---- an account of the machine
useradd --create-home --shell /bin/sh veli
setup --account veli && [ "$(id -Gn veli)" = 'veli teslim-desk' ] && grep -q '^veli:.*:/bin/sh$' /etc/passwd && says 'veli: düzeltildi'
result $? "an account that is there joins the group and keeps its shell"
mkfifo /tmp/keys # held open, so that a terminal does not end
exec 3<>/tmp/keys
rm -f $out
TERM=xterm timeout 30 script -qfec "su - veli -c 'exec teslim'" $out >/dev/null 2>&1 <&3 &
await "grep -qs Parola $out" && [ "$(ps -o user= -C teslim | sort -u)" = teslim ]
result $? "who types teslim there gets the desk, as the desk's account"
pkill -x -u teslim teslim
wait $!
su - veli -c 'cat /var/lib/teslim/desk.key' >$out 2>&1
[ $? != 0 ]
result $? "but not its files"

# ---- a desk of one's own
su - veli -c 'echo deneme | teslim setup --config masa/teslim.conf --institution Deneme --login veli --name "Veli Örnek" --password-stdin' >$out 2>&1 &&
	[ "$(owner /home/veli/masa)" = 'veli:veli 700' ] && [ "$(owner /home/veli/masa/desk.key)" = 'veli:veli 600' ] && [ -d /home/veli/masa/papers ] &&
	says 'sağlam, 2 kayıt'
result $? "anybody sets up a desk of one's own beside its settings"
su - veli -c 'teslim setup --config masa/teslim.conf </dev/null' >$out 2>&1 && [ "$(grep -c ': vardı$' $out)" = 4 ]
result $? "and again"
su - veli -c 'teslim setup --config masa/teslim.conf --account masa </dev/null' >$out 2>&1
[ $? = 2 ] && says 'root yetkisi'
result $? "without accounts"

# ---- with questions, on a terminal
rm -rf /var/lib/teslim /var/log/teslim
cp "$TOP/conf/teslim.conf" /etc/teslim/teslim.conf
seen=0
answer() { # answer QUESTION ANSWER: when it is asked anew
	await "tail -c +\$((seen + 1)) $out 2>/dev/null | grep -qF -- '$1'" || return 1
	seen=$(wc -c <$out)
	printf '%s\n' "$2" >&3
}
rm -f $out
TERM=xterm timeout 60 script -qfec 'stty -echo; teslim setup --lang tr' $out >/dev/null 2>&1 <&3 &
terminal=$!
answer 'Kurumun adı: ' '' && answer 'Kurumun adı: ' 'Örnek Kurum' && answer 'Birim (boş kalabilir): ' '' &&
	answer 'sonradan değişmez [A]: ' 'küçük' && answer 'sonradan değişmez [A]: ' 'C3' && answer '[file:/var/lib/teslim/papers]: ' '' &&
	answer 'Giriş adı: ' 'A' && answer 'Giriş adı: ' 'ayse' && answer 'Adı soyadı: ' 'Ayşe Örnek' && answer 'Unvanı (boş kalabilir): ' '' &&
	answer 'Parola: ' 'kısa' && answer 'Parola: ' 'deneme1' && answer 'Parola (yeniden): ' 'başka' && answer 'Parola: ' 'deneme1' &&
	answer 'Parola (yeniden): ' 'deneme1'
result $? "every question is asked until the answer will do"
wait $terminal
says 'izin verilen: tırnak içinde metin, boş olamaz' && says "A-Z ve 0-9'dan 1-8 karakter" && says 'Giriş adı 2-31' && says 'en az 6' && says 'aynı değil'
result $? "and it says why not"
grep -q '^institution = "Örnek Kurum";' /etc/teslim/teslim.conf && grep -q '^desk = "C3";' /etc/teslim/teslim.conf && says 'Sistem denetimi:' &&
	teslim officer list | grep -q 'ayse *Ayşe Örnek'
result $? "the answers are what the desk has"
! grep -q 'deneme1' $out
result $? "the password is not shown"
echo "1..$number"
[ $failed = 0 ]
