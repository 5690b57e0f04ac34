#!/bin/sh
# The rules of the house, checked by the machine: who may include whom, who owns which foreign library, and
# nothing in the desk that waits, prints or asks for the time. Prints TAP.
set -u
top=${TOP:-.}
build=${BUILD:-build}
cd "$top" || exit 1
number=0
report() { # report NAME FINDINGS
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

# Which doors (include/teslim/*.h) a room may open. base.h, model.h and message.h are open to all.
doors() {
	case $1 in
	base) echo "base" ;;
	text) echo "base text" ;;
	ident | days | cert | conf | seal | helper) echo "base text $1" ;;
	list) echo "base text ident days list" ;; # a row's number and date are judged where they are known
	card) echo "base text helper card" ;;
	print) echo "base text helper report print" ;; # draws what report writes
	store) echo "base text ident days cert conf list seal store" ;;
	desk) echo "base text ident days cert conf list seal desk" ;;
	report) echo "base text ident days cert conf list seal report helper" ;;
	ui) echo "base text ident days cert conf list seal desk ui" ;;
	app) echo "base text ident days cert conf list seal store helper card print desk report ui app" ;;
	*) echo "?" ;;
	esac
}
for room in src/*/; do
	room=$(basename "$room")
	[ "$(doors "$room")" != "?" ] || report "room $room is known" "src/$room has no row in the table of rooms"
	wrong=
	for file in src/"$room"/*.[ch]; do
		[ -e "$file" ] || continue
		for door in $(sed -n 's/^#include "teslim\/\([a-z_]*\)\.h".*/\1/p' "$file"); do
			case " model message $(doors "$room") " in
			*" $door "*) ;;
			*) wrong="$wrong$file opens $door.h
" ;;
			esac
		done
		for private in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file" | grep -v '^teslim/'); do
			case $private in
			*/*) wrong="$wrong$file reaches into $private
" ;;
			esac
		done
	done
	report "$room opens only the doors that it may" "$wrong"
done

# What every object of the program asks others for: "source symbol", once for all rules.
used=$(mktemp)
trap 'rm -f "$used"' EXIT
for object in "$build"/obj/*/*.o; do
	source="src/${object#"$build"/obj/}"
	source="${source%.o}.c"
	[ ! -e "$source" ] || nm -u "$object" | awk -v source="$source" '{ print source, $NF }'
done >"$used"
report "there are objects to look at" "$([ -s "$used" ] || echo "none in $build/obj")"

# One file or room owns each foreign library: headers in the source, symbols in the objects.
owner() { # owner NAME INCLUDE-PATTERN SYMBOL-PATTERN ALLOWED-FILES-PATTERN
	wrong=$(grep -lE "^#include <($2)" src/*/*.[ch] include/teslim/*.h 2>/dev/null | grep -vE "$4")
	report "$1 is included only where it belongs" "$wrong"
	wrong=$(awk -v allowed="$4" -v symbol="$3" '$1 !~ allowed && $2 ~ symbol { print $1 " uses " $2 }' "$used")
	report "$1 is called only where it belongs" "$wrong"
}
owner "curses" 'n?curses|term\.h' '^(initscr|newterm|wrefresh|waddn?w?str|wgetch|mvw|wattr|endwin|doupdate)' '^src/ui/term\.c$'
owner "PC/SC" 'winscard|PCSC|pcsclite|reader\.h' '^(SCard|g_rgSCard|pcsc_stringify)' '^src/card/pcsc\.c$'
owner "libconfig" 'libconfig' '^config_' '^src/conf/'
owner "SQLite" 'sqlite3' '^sqlite3_' '^src/store/'
owner "OpenSSL" 'openssl/' '^(EVP_|X509|ASN1_|OPENSSL_|d2i_|i2d_|OBJ_|BIO_|PEM_|SHA256|RAND_)' '^src/(cert|seal)/'
owner "cairo and FreeType" 'cairo|ft2build' '^(cairo_|FT_)' '^src/print/'
owner "libcups" 'cups/' '^(cups|ipp|http)[A-Z]' '^src/print/'
owner "libzint" 'zint' '^ZBarcode' '^src/print/'
owner "libzip and expat" 'zip\.h|expat' '^(zip_|XML_)' '^src/list/'
owner "the clock" 'nothing-to-include' '^(time|gettimeofday|clock_gettime|localtime|localtime_r|gmtime|gmtime_r|mktime)$' '^src/base/clock\.c$'

# The desk and the reports are pure: no waiting, no files, no processes, no clock, no words to a terminal.
wrong=$(awk '$1 ~ /^src\/(desk|report)\// &&
	$2 ~ /^(open|read|write|close|fopen|fread|fwrite|printf|puts|fork|poll|select|system|clock_now|clock_monotonic_ms|file_read|file_write|getenv|log_line)$/ {
	print $1 " uses " $2 }' "$used")
report "desk and report are pure" "$wrong"

# Never the locale's casing, never a shell, never unbounded copies.
report "no locale casing, shell or unbounded copy" "$(grep -nE '[^_a-z](strcasecmp|strncasecmp|system|popen|gets|strcpy|strcat|sprintf|alloca|setlocale\(LC_ALL) *\(' src/*/*.[ch] include/teslim/*.h | grep -v 'snprintf\|vsnprintf' || true)"
report "no REPLACE in SQL" "$(grep -rniE 'insert +or +replace|replace +into' src/store | grep -viE 'never|^[^:]*:[0-9]*: *(\*|/\*|--)' || true)"
report "every source says what lives in it" "$(for f in src/*/*.[ch] include/teslim/*.h; do head -1 "$f" | grep -q '^/\*' || echo "$f"; done)"
echo "1..$number"
