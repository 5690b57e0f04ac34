#!/bin/sh
# Tells make what belongs together, from the sources alone.
#   links.sh                  ROOM=OTHER for every room that ROOM is linked with, directly or through others; tests/ROOM
#                             stands for the tests of a room
#   links.sh runs ROOM NAME.. those of the programs NAME.. that the tests of ROOM, or the scripts they use, mention
set -u

links() {
	grep '^#include "' src/*/*.[ch] include/teslim/*.h tests/*/*.[ch] | awk -F'[:"]' '
		function room_of(file, part) {
			split(file, part, "/")
			if (part[1] == "src") return part[2]
			if (part[1] == "tests") return "tests/" part[2]
			return door(part[3])
		}
		function door(header) { # which room is behind teslim/HEADER
			sub(/\.h$/, "", header)
			if (header == "message" || header == "words") return "text"
			return header == "model" || header == "message_ids" ? "" : header
		}
		function aim(path, part) {
			sub(/^(\.\.\/)+/, "", path)
			if (split(path, part, "/") < 2) return ""
			if (part[1] == "teslim") return door(part[2])
			return part[1] == "src" ? part[2] : "tests/" part[1]
		}
		{ from = room_of($1); to = aim($3); rooms[from] = 1
		  if (from != "" && to != "") { rooms[to] = 1; linked[from, to] = 1 } }
		END {
			for (via in rooms) for (from in rooms) if ((from, via) in linked)
				for (to in rooms) if ((via, to) in linked) linked[from, to] = 1
			for (pair in linked) { split(pair, name, SUBSEP); print name[1] "=" name[2] }
		}' | sort
}

mentions() { # mentions ROOM NAME
	case $2 in
	teslim) grep -rqE "/teslim([^-./_a-z]|\$)" "tests/$1" ;;
	*) grep -rqwF -- "$2" "tests/$1" ;;
	esac
}

# The room itself, and those whose scripts it uses.
rooms_used() {
	echo "$1"
	for script in tests/*/*.sh; do
		case $script in
		tests/"$1"/* | */test_*) ;;
		*) ! mentions "$1" "$(basename "$script")" || basename "$(dirname "$script")" ;;
		esac
	done
}

runs() {
	rooms=$(rooms_used "$1" | sort -u)
	shift
	for name in "$@"; do
		for room in $rooms; do
			! mentions "$room" "$(basename "$name")" || echo "$name"
		done
	done | sort -u
}

case ${1:-} in
runs)
	shift
	runs "$@"
	;;
*) links ;;
esac
