# What the package tests share: a line of TAP per check, numbered by test_package.sh.
result() { # result STATUS TEXT
	if [ "$1" = 0 ]; then
		echo "ok - $2"
	else
		echo "not ok - $2"
	fi
}

# Of a command that failed, the end of what it said.
quietly() { # quietly COMMAND...
	"$@" >/tmp/said 2>&1 </dev/null && return 0
	tail -25 /tmp/said | sed 's/^/# /'
	return 1
}
