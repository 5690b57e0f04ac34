#!/bin/sh
# Puts files of conf/ in their folder, and never over one that was changed there. `make install` calls it.
#   install.sh RECORD MODE FOLDER [FILE...]
# RECORD holds the checksum of what the last install shipped for each place. A file that still has it is unchanged and
# goes along with this version; any other is somebody's own: it stays, and what is new is put beside it as NAME.new.
# The paths in FILE are those of PREFIX=/usr and SYSCONFDIR=/etc; those in RECORD are without DESTDIR.
set -eu
record=$1 mode=$2 folder=$3
shift 3
shipped=$(mktemp)
trap 'rm -f "$shipped"' EXIT

checksum() { # checksum FILE; nothing for one that is not there
	if [ -L "$1" ]; then
		echo "a link"
	elif [ -e "$1" ]; then
		sha256sum <"$1" | cut -d' ' -f1
	fi
}

last_shipped() { # last_shipped PLACE
	[ ! -e "$record" ] || awk -v place="$1" 'substr($0, 67) == place { print substr($0, 1, 64) }' "$record"
}

remember() { # remember CHECKSUM PLACE
	{
		[ ! -e "$record" ] || awk -v place="$2" 'substr($0, 67) != place' "$record"
		echo "$1  $2"
	} >"$record.tmp"
	mv -f "$record.tmp" "$record"
}

# Whole or not at all: written beside its place, then renamed.
put_whole() { # put_whole TARGET
	install -m "$mode" "$shipped" "$1.tmp"
	mv -f "$1.tmp" "$1"
}

put() { # put FILE TARGET
	sed -e "s|/usr/bin/teslim|$PREFIX/bin/teslim|g" -e "s|/usr/libexec/teslim|$PREFIX/libexec/teslim|g" \
		-e "s|/etc/teslim|$SYSCONFDIR/teslim|g" "$1" >"$shipped"
	place=${2#"$DESTDIR"}
	new=$(checksum "$shipped")
	old=$(checksum "$2")
	last=$(last_shipped "$place")
	if [ "$old" = "$new" ]; then
		rm -f "$2.new"
	elif [ -z "$old" ] || [ "$old" = "$last" ]; then
		put_whole "$2"
		rm -f "$2.new"
	elif [ "$new" = "$last" ]; then
		echo "Kept $place: it was changed here."
	else
		put_whole "$2.new"
		echo "Kept $place: it was changed here. This version's is $place.new; compare them and take over what you need."
	fi
	remember "$new" "$place"
}

# A folder that is there keeps its mode: it may be shut to others for a reason.
[ $# = 0 ] || [ -d "$folder" ] || install -d "$folder"
for file in "$@"; do
	put "$file" "$folder/$(basename "$file")"
done
