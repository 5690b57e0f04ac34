# What the tests share that run on a machine of their own (machine.sh): sourced by each as its first act, with $machine as
# the name of its folder; outside it enters that machine and ends, inside it leaves the counting behind. What a failure shows is show_out's,
# which a test may say anew.
if [ -z "${TESLIM_MACHINE:-}" ]; then
	outer=$(mktemp -d "/tmp/teslim-$machine-XXXXXX")
	sh "$TOP/tests/ssh/machine.sh" "$outer" sh "$(cd "$(dirname "$0")" && pwd)/${0##*/}"
	status=$?
	rm -rf --one-file-system "$outer"
	exit $status
fi
number=0
failed=0
out=/tmp/out
show_out() { tail -20 $out; }
result() { # result STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=$((failed + 1))
		echo "not ok $number - $2"
		show_out | sed 's/^/# /'
	fi
}
await() { # await COMMAND: until it succeeds, 15 s at most
	for _ in $(seq 300); do
		eval "$1" && return 0
		sleep 0.05
	done
	return 1
}
