#!/bin/sh
# make install puts everything where Debian would, what is installed works from there, and uninstall takes it away; the
# manual pages are well-formed and name every option that the programs know.
set -u
work=$(mktemp -d /tmp/teslim-install-XXXXXX)
trap 'rm -rf "$work"' EXIT
number=0
failed=0
result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
	fi
}
cd "$TOP" || exit 1
ln -s "$BUILD" "$work/build" # make takes no folder with a blank in its name
# Only from what is built already: a test builds nothing over the heads of others.
install() { make --no-print-directory -o all BUILD="$work/build" DESTDIR="$work/a root" "$@" >"$work/out" 2>&1; }
install install
result $? "make install"
for file in usr/bin/teslim usr/bin/teslim-card usr/bin/teslim-print usr/share/man/man1/teslim.1 usr/share/man/man1/teslim-card.1 \
	usr/share/man/man1/teslim-print.1 usr/share/man/man5/teslim.conf.5 usr/share/man/man5/teslim-journal.5 etc/teslim/teslim.conf \
	etc/teslim/holidays.conf etc/teslim/issuers.conf etc/teslim/identity-documents.conf usr/share/doc/teslim/README.md \
	usr/share/doc/teslim/LICENSE usr/share/doc/teslim/examples/teslim.conf usr/share/doc/teslim/examples/holidays.conf \
	usr/share/doc/teslim/examples/issuers.conf usr/share/doc/teslim/examples/identity-documents.conf; do
	[ -f "$work/a root/$file" ]
	result $? "$file"
done
[ -d "$work/a root/etc/teslim/trust" ] && [ -d "$work/a root/etc/teslim/crl" ]
result $? "folders for authorities and revocation lists"
[ "$(stat -c %a "$work/a root/usr/bin/teslim")" = 755 ] && [ "$(stat -c %a "$work/a root/etc/teslim/teslim.conf")" = 644 ]
result $? "with the modes of programs and files"
"$work/a root/usr/bin/teslim" --version | grep -q '[0-9]' && "$work/a root/usr/bin/teslim-card" --help >/dev/null &&
	"$work/a root/usr/bin/teslim-print" --help >/dev/null
result $? "the installed programs run"
echo '// ours' >>"$work/a root/etc/teslim/teslim.conf"
install install && grep -q '^// ours' "$work/a root/etc/teslim/teslim.conf"
result $? "installing again leaves the desk's settings alone"
install uninstall
[ -z "$(find "$work/a root/usr" -type f)" ]
result $? "make uninstall leaves no program, page or document"
[ -f "$work/a root/etc/teslim/teslim.conf" ]
result $? "and the desk's settings in place"
install install PREFIX=/opt/teslim && [ -f "$work/a root/opt/teslim/bin/teslim" ]
result $? "PREFIX is honoured"

# ---- another version: the same tree with other settings, and a file of every kind that there may be
other="$work/other"
mkdir "$other"
for name in Makefile README.md LICENSE include man src tests; do ln -s "$TOP/$name" "$other/$name"; done
cp -R conf "$other/conf"
for file in "$other"/conf/*.conf; do echo '# of the other version' >>"$file"; done
for file in systemd/sample@.service sudoers.d/sample polkit/50-sample.rules sysusers/sample.conf tmpfiles/sample.conf libexec/sample; do
	mkdir -p "$other/conf/${file%/*}"
	echo '# /usr/bin/teslim /usr/libexec/teslim/sample /etc/teslim/teslim.conf' >"$other/conf/$file"
done
install_other() { make --no-print-directory -C "$other" -o all BUILD="$work/build" DESTDIR="$work/a root" install "$@" >"$work/out" 2>&1; }
has() { # has MODE FILE
	[ "$(stat -c %a "$work/a root/$2" 2>/dev/null)" = "$1" ]
}
same() { # same CONF-FILE FILE
	cmp -s "$1" "$work/a root/$2"
}
etc="$work/a root/etc/teslim"

rm -rf "$work/a root"
install_other
result $? "another version is installed"
has 644 usr/lib/systemd/system/sample@.service && has 440 etc/sudoers.d/sample && has 644 usr/share/polkit-1/rules.d/50-sample.rules &&
	has 644 usr/lib/sysusers.d/sample.conf && has 644 usr/lib/tmpfiles.d/sample.conf && has 755 usr/libexec/teslim/sample
result $? "units, rules, account, folders and scripts go where systemd, sudo and polkit look, with their modes"
echo '# ours' >>"$etc/issuers.conf"
rm "$etc/holidays.conf"
ln -s /srv/holidays.conf "$etc/holidays.conf"
chmod 750 "$etc" "$work/a root/etc/sudoers.d"
install install
result $? "this version is installed over it"
same conf/identity-documents.conf etc/teslim/identity-documents.conf && same conf/sshd-teslim.conf etc/teslim/sshd-teslim.conf
result $? "a file that nobody changed goes along"
grep -q '^# ours' "$etc/issuers.conf" && [ -L "$etc/holidays.conf" ]
result $? "a file that somebody changed stays, also one that was made a link"
same conf/issuers.conf etc/teslim/issuers.conf.new && same conf/holidays.conf etc/teslim/holidays.conf.new
result $? "with this version's beside it"
grep -q 'Kept /etc/teslim/issuers.conf.*/etc/teslim/issuers.conf.new' "$work/out" && [ "$(grep -c '^Kept' "$work/out")" = 2 ]
result $? "which is said, and of no other file"
has 750 etc/teslim && has 750 etc/sudoers.d
result $? "folders keep the mode that they have"
rm "$etc/issuers.conf.new"
install install && grep -q '^Kept /etc/teslim/issuers.conf: ' "$work/out" && [ ! -e "$etc/issuers.conf.new" ]
result $? "the same version once more says so again and has nothing new to lay beside it"
cp conf/issuers.conf "$etc/issuers.conf"
install uninstall && install_other && same "$other/conf/issuers.conf" etc/teslim/issuers.conf
result $? "what was taken over goes along again, also after make uninstall"
rm "$etc/.installed"
install install && same "$other/conf/issuers.conf" etc/teslim/issuers.conf && same conf/issuers.conf etc/teslim/issuers.conf.new
result $? "where nothing tells who changed a file, it stays"
for file in $(cd "$work/a root" && find etc usr -type f -exec grep -lI 'of the other version\|teslim/sample' {} +); do chmod u+w "$work/a root/$file" && echo '# ours' >>"$work/a root/$file"; done
changed() { (cd "$work/a root" && grep -rl '^# ours' etc usr | grep -v '\.new$\|share/doc' | sort | xargs sha256sum); }
sums=$(changed)
install_other
[ "$(echo "$sums" | wc -l)" -ge 10 ] && [ "$sums" = "$(changed)" ]
result $? "no changed file of any kind is written over"
make --no-print-directory -C "$other" BUILD="$BUILD" DESTDIR="$work/a root" uninstall >"$work/out" 2>&1 &&
	[ -z "$(find "$work/a root/usr" -type f; find "$work/a root/etc" -name 'sample*')" ]
result $? "uninstall takes away units, rules and scripts"
rm -rf "$work/a root"
install_other PREFIX=/opt/desk SYSCONFDIR=/opt/etc &&
	[ "$(cat "$work/a root/opt/etc/systemd/system/sample@.service")" = '# /opt/desk/bin/teslim /opt/desk/libexec/teslim/sample /opt/etc/teslim/teslim.conf' ] &&
	[ -f "$work/a root/opt/etc/polkit-1/rules.d/50-sample.rules" ] && [ ! -e "$work/a root/usr" ]
result $? "with another PREFIX and SYSCONFDIR the files name those, and lie where they are looked for"

# The manual: no complaint but for pages of other packages that are not here.
for page in man/*.[0-9]; do
	mandoc -T lint "$page" 2>&1 | grep -v 'referenced manual not found\|outdated mandoc.db' >"$work/lint"
	[ ! -s "$work/lint" ]
	result $? "mandoc has nothing against $page"
	sed 's/^/# /' "$work/lint" | head -5
done
for program in teslim-card teslim-print; do
	mandoc -T ascii "man/$program.1" | col -b >"$work/page"
	missing=$("$BUILD/$program" --help --lang en | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
		grep -qe "$option" "$work/page" || echo "$option"
	done)
	[ -z "$missing" ]
	result $? "$program(1) names every option${missing:+ but $missing}"
done
mandoc -T ascii man/teslim.1 | col -b >"$work/page"
missing=$(for command in init setup officer import shipment card cert report verify backup doctor; do
	"$BUILD/teslim" $command --help --lang en | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
		grep -qe "$option" "$work/page" || echo "$command $option"
	done
done)
[ -z "$missing" ]
result $? "teslim(1) names every option${missing:+ but $missing}"
echo "1..$number"
[ "$failed" -eq 0 ]
