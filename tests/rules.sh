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

# Which doors (include/teslim/*.h) a room may open. base.h, model.h, message.h and words.h are open to all.
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
	login) echo "base text conf login" ;;
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
		for door in $(sed -n 's/^#include "teslim\/\([a-z_]*\)\(\/[a-z_]*\)\{0,1\}\.h".*/\1/p' "$file"); do
			case " model message words $(doors "$room") " in
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
has=$(mktemp) # and what it has for others
trap 'rm -f "$used" "$has"' EXIT
for object in "$build"/obj/*/*.o; do
	source="src/${object#"$build"/obj/}"
	source="${source%.o}.c"
	[ ! -e "$source" ] || ${NM:-nm} "$object" | awk -v source="$source" -v has="$has" '
		NF == 2 && $1 ~ /^[Uwv]$/ { print source, $2 }
		NF == 3 && $2 ~ /^[TDBRC]$/ { print source, $3 >>has }'
done >"$used"
report "there are objects to look at" "$([ -s "$used" ] || echo "none in $build/obj")"

# One file or room owns each foreign library: headers in the source, symbols in the objects.
owner() { # owner NAME INCLUDE-PATTERN SYMBOL-PATTERN ALLOWED-FILES-PATTERN
	wrong=$(grep -lE "^#include <($2)" src/*/*.[ch] include/teslim/*.h 2>/dev/null | grep -vE "$4")
	report "$1 is included only where it belongs" "$wrong"
	wrong=$(awk -v allowed="$4" -v symbol="$3" '$1 !~ allowed && $2 ~ symbol { print $1 " uses " $2 }' "$used")
	report "$1 is called only where it belongs" "$wrong"
}
owner "curses" 'n?curses|term\.h' '^(initscr|newterm|wrefresh|waddn?w?str|wgetch|mvw|wattr|endwin|doupdate)' '^src/ui/term(_keys|_picture)?\.c$'
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

# One act of the officer, one function of the store, one transaction: no function of app calls two writing functions of
# the store, nor one over and over. Which ones write is found in the store itself: what leads to the beginning of a write.
acts() { # acts STORE-SOURCES -- APP-SOURCES
	awk -v quote="'" '
	function calls(line,   name) { # the names called in a line, into called[]
		count = 0
		gsub(/"([^"\\]|\\.)*"/, "", line)
		while (match(line, /[a-z_][a-z_0-9]*\(/)) {
			called[++count] = substr(line, RSTART, RLENGTH - 1)
			line = substr(line, RSTART + RLENGTH)
		}
	}
	function indent(line) { match(line, /^\t*/); return RLENGTH }
	FNR == 1 { inside = "" }
	/^[a-z_][a-z_0-9]*\(/ && !/;[ \t]*$/ { inside = $0; sub(/\(.*/, "", inside); depth = loops = writes = 0; first = ""; next }
	/^}/ { inside = ""; next }
	inside == "" || /^[ \t]*(\/?\*|$)/ { next }
	FILENAME ~ /\/store\// {
		calls($0)
		for (i = 1; i <= count; i++)
			edges[inside, ++edge[inside]] = called[i]
		names[inside] = 1
		next
	}
	!closed {
		closed = writing["write_begin"] = writing["act_begin"] = 1
		for (again = 1; again; ) {
			again = 0
			for (name in names)
				for (i = 1; !(name in writing) && i <= edge[name]; i++)
					if (edges[name, i] in writing)
						again = writing[name] = 1
		}
	}
	{
		here = indent($0)
		while (loops > 0 && here <= loop[loops])
			loops--
		if ($0 ~ /^\t*(for|while) \(|^\t*do \{/)
			loop[++loops] = here
		calls($0)
		for (i = 1; i <= count; i++) {
			if (called[i] !~ /^store_/ || !(called[i] in writing))
				continue
			found++
			if (++writes > 1)
				print FILENAME ":" FNR ": " inside " calls " called[i] " after " first
			if (loops > 0)
				print FILENAME ":" FNR ": " inside " calls " called[i] " in a loop"
			first = called[i]
		}
	}
	END { if (found < 10) print "only " found + 0 " writing calls were seen: the rule does not read the sources right" }' "$@"
}
report "no function of app makes two writes of one act" "$(acts src/store/*.c src/app/*.c)"
# The rule itself, against the ways in which an act was once made of two writes.
sample=$(mktemp -d)
trap 'rm -rf "$used" "$has" "$sample"' EXIT
mkdir "$sample/app"
printf 'static void\ntwice(void)\n{\n\tstore_reprint(a);\n\tif (b)\n\t\tstore_set_paper(c);\n}\n\nstatic void\nagain(void)\n{\n\tfor (;;) {\n\t\tx();\n\t\tstore_log(d);\n\t}\n\tstore_find_paper(e);\n}\n' >"$sample/app/sample.c"
found=$(acts src/store/*.c "$sample/app/sample.c" | grep -c 'twice calls store_set_paper after\|again calls store_log in a loop')
report "and that rule finds what it is for" "$([ "$found" -eq 2 ] || echo "$found of 2 found")"

# What is exported is called from another file of the program. Only the tests call: the clock that they stop, a card read from
# a script, an answer looked at by itself, what an engine offers that no screen takes yet, and acts and papers without a screen.
only_tests='clock_fix login_place list_column_message reading_clear read_card watch_compare wire_is_allowed conf_describe days_parse_table days_count_business
	ident_find_rule list_read_bytes list_begin_csv list_add_csv report_handover_seal report_signature_list seal_sha256
	store_create store_load_print store_correct_handover store_forget_person store_change_officer text_compare text_lower term_line login_take form_restore form_save form_number desk_moves page_chosen page_event
	page_fact_link move_way_words'
uncalled() { # uncalled ALLOWED
	awk -v allowed="main $1" '
		BEGIN { count = split(allowed, list, " "); for (i = 1; i <= count; i++) asked[list[i]] = 1 }
		FILENAME == ARGV[1] { asked[$2] = 1; next }
		!($2 in asked) { print $1 " exports " $2 ", which no other file uses" }' "$used" "$has"
}
report "what is exported is used by another file" "$(uncalled "$only_tests")"
found=$(uncalled "" | grep -c 'exports clock_fix,')
report "and that rule finds what it is for" "$([ "$found" -eq 1 ] || echo "clock_fix not found")"

# Never the locale's casing, never a shell, never unbounded copies.
report "no locale casing, shell or unbounded copy" "$(grep -nE '[^_a-z](strcasecmp|strncasecmp|system|popen|gets|strcpy|strcat|sprintf|alloca|setlocale\(LC_ALL) *\(' src/*/*.[ch] include/teslim/*.h | grep -v 'snprintf\|vsnprintf' || true)"
# A cast in a switch silences the compiler where a case is missing.
report "every switch over an enum names all of its cases" "$(grep -nE 'switch \(\((int|unsigned)\)' src/*/*.[ch] || true)"
report "no REPLACE in SQL" "$(grep -rniE 'insert +or +replace|replace +into' src/store | grep -viE 'never|^[^:]*:[0-9]*: *(\*|/\*|--)' || true)"
report "every source says what lives in it" "$(for f in src/*/*.[ch] include/teslim/*.h include/teslim/*/*.h; do head -1 "$f" | grep -q '^/\*' || echo "$f"; done)"

# Layout is the machine's: `make format` mends what this finds.
laid_out() { clang-format-19 --dry-run "$@" 2>&1 | grep -E 'warning|error|not found' | sed 's/: warning.*/ is laid out otherwise/'; }
report "sources are laid out by .clang-format" "$(laid_out src/*/*.[ch] include/teslim/*.h tests/*/*.[ch])"
crooked="$build/crooked.c"
printf 'int  crooked( void );\n' >"$crooked"
report "and that rule finds what it is for" "$([ -n "$(laid_out --style=file:.clang-format "$crooked")" ] || echo "$crooked not found")"
rm -f "$crooked"

# README shows a whole screen as the example: it is the one that is built.
wrong=
for file in src/ui/screen_officers.c src/app/view_officers.c; do
	awk 'FNR == 1 { nth++ } nth == 1 { code = code $0 "\n" } nth == 2 { text = text $0 "\n" }
		END { exit index(text, "```c\n" code "```\n") == 0 }' "$file" README.md || wrong="$wrong$file is not in README.md as it is
"
	[ "$(wc -l <"$file")" -lt 150 ] || wrong="$wrong$file has 150 lines or more
"
done
report "README's example of a screen is the one that is built" "$wrong"
echo "1..$number"
