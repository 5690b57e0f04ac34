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
# Only from what is built already: a test builds nothing over the heads of others.
install() { make --no-print-directory -o all BUILD="$BUILD" DESTDIR="$work/root" "$@" >"$work/out" 2>&1; }
install install
result $? "make install"
for file in usr/bin/teslim usr/bin/teslim-card usr/bin/teslim-print usr/share/man/man1/teslim.1 usr/share/man/man1/teslim-card.1 \
	usr/share/man/man1/teslim-print.1 usr/share/man/man5/teslim.conf.5 usr/share/man/man5/teslim-journal.5 etc/teslim/teslim.conf \
	etc/teslim/holidays.conf etc/teslim/issuers.conf etc/teslim/identity-documents.conf usr/share/doc/teslim/README.md \
	usr/share/doc/teslim/LICENSE; do
	[ -f "$work/root/$file" ]
	result $? "$file"
done
[ -d "$work/root/etc/teslim/trust" ] && [ -d "$work/root/etc/teslim/crl" ]
result $? "folders for authorities and revocation lists"
[ "$(stat -c %a "$work/root/usr/bin/teslim")" = 755 ] && [ "$(stat -c %a "$work/root/etc/teslim/teslim.conf")" = 644 ]
result $? "with the modes of programs and files"
"$work/root/usr/bin/teslim" --version | grep -q '[0-9]' && "$work/root/usr/bin/teslim-card" --help >/dev/null &&
	"$work/root/usr/bin/teslim-print" --help >/dev/null
result $? "the installed programs run"
echo '// ours' >>"$work/root/etc/teslim/teslim.conf"
install install && grep -q '^// ours' "$work/root/etc/teslim/teslim.conf"
result $? "installing again leaves the desk's settings alone"
install uninstall
[ -z "$(find "$work/root/usr" -type f)" ]
result $? "make uninstall leaves no program, page or document"
[ -f "$work/root/etc/teslim/teslim.conf" ]
result $? "and the desk's settings in place"
install install PREFIX=/opt/teslim && [ -f "$work/root/opt/teslim/bin/teslim" ]
result $? "PREFIX is honoured"

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
missing=$(for command in init officer import shipment card cert report verify backup doctor; do
	"$BUILD/teslim" $command --help --lang en | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
		grep -qe "$option" "$work/page" || echo "$command $option"
	done
done)
[ -z "$missing" ]
result $? "teslim(1) names every option${missing:+ but $missing}"
echo "1..$number"
[ "$failed" -eq 0 ]
