#!/bin/sh
# The database: import of 100,000 applicants against sqlite3's own .import of the same file, a handover's commit against a
# bare commit, a search keystroke against LIKE. Medians of runs that take turns. Prints a table in markdown.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/teslim-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 - "$work/applicants.csv" <<'END'
import random, sys
random.seed(5070)
given = "Ayşe Mehmet Işıl Gülşah Ömer Çağrı Şule İbrahim Ümit Zeynep Uğur Can Elif Iraz Şeyma Faruk Hale Ethem Nur Ahmet".split()
family = "Öztürk Yılmaz Işık Ağaoğlu Çığ Gümüşdağ Şahin Özşimşek İğneci Kâtip Düğünlü Şıpka Kızlık Öz Çınar Kılıç Yıldırım Uçar Gül Demir".split()
def number(i):
    d = [int(c) for c in "%09d" % (900000000 + i)]
    d.append((sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10)
    d.append(sum(d) % 10)
    return "".join(map(str, d))
with open(sys.argv[1], "w", encoding="utf-8-sig", newline="") as f:
    f.write("T.C. Kimlik No;Adı;Soyadı;E-posta;Birim;Unvan\r\n")
    for i in range(100000):
        f.write("%s;%s %s;%s %s;kisi%d@ornek.gov.tr;Dahiliye;Uzman Tabip\r\n" % (number(i), random.choice(given), random.choice(given), random.choice(family), random.choice(family), i))
END
cat >"$work/teslim.conf" <<END
institution = "Bench";
desk = "A";
database = "$work/teslim.db";
key = "$work/desk.key";
log = "$work/log";
END
milliseconds() { # milliseconds COMMAND...
	began=$(date +%s%N)
	"$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
	echo $((($(date +%s%N) - began) / 1000000))
}
ours_once() {
	rm -f "$work"/teslim.db* "$work/desk.key"
	echo bench-bench | "$BUILD/teslim" init --config "$work/teslim.conf" --login bench --name Bench --title Bench --password-stdin >/dev/null
	milliseconds "$BUILD/teslim" import --config "$work/teslim.conf" "$work/applicants.csv"
}
theirs_once() {
	rm -f "$work"/plain.db*
	milliseconds sqlite3 "$work/plain.db" "CREATE TABLE plain (number TEXT PRIMARY KEY, given, surname, email, unit, title)" \
		".mode csv" ".separator ;" ".import --skip 1 $work/applicants.csv plain"
}
for _ in 1 2 3; do
	ours_once >>"$work/ours"
	theirs_once >>"$work/theirs"
done
ours=$(sort -n "$work/ours" | sed -n 2p)
theirs=$(sort -n "$work/theirs" | sed -n 2p)
echo "| teslim | peer in the same run | teslim | peer | ratio |"
echo "|---|---|---:|---:|---:|"
awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "| import of 100,000 applicants (checked, folded, indexed, journalled) | `sqlite3 .import` of the same file | %.2f s | %.2f s | %.1f |\n", a / 1000, b / 1000, a / b }'
"$BUILD/tests/bench/store_bench" "$work/teslim.db" "$work/desk.key" "$work/plain.db"
