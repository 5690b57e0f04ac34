# A print server of the test's own, to be sourced: real cupsd on loopback, its spool in a folder of ours, and a back end
# that lays each job into a file. Wants $work; sets $server. No service of the machine is touched.

cupsd_prepare() {
	port=$((20000 + $$ % 20000))
	server="127.0.0.1:$port"
	root="$work/cups"
	user=$(id -un)
	group=$(id -gn)
	admins=sys
	if [ "$(id -u)" = 0 ]; then # cupsd refuses to work as root
		user=lp
		group=lp
		admins="root lpadmin"
	fi
	mkdir -p "$root/bin/backend" "$root/spool/tmp" "$root/cache" "$root/state/certs" "$root/log" "$root/jobs"
	for part in filter cgi-bin daemon monitor notifier driver; do
		ln -sfn "/usr/lib/cups/$part" "$root/bin/$part"
	done
	for part in ipp socket; do
		ln -sfn "/usr/lib/cups/backend/$part" "$root/bin/backend/$part"
	done
	cat >"$root/bin/backend/dosya" <<'END'
#!/bin/sh
[ $# -gt 0 ] || { echo 'direct dosya "Unknown" "Folder"'; exit 0; }
folder="${DEVICE_URI#dosya:}"
[ ! -e "$folder/FAIL" ] || exit 1
echo "STATE: -media-empty-error" >&2
[ ! -e "$folder/MEDIA" ] || { echo "STATE: +media-empty-error" >&2; sleep 60; }
cat ${6:+"$6"} >"$folder/.job-$1.out" && mv "$folder/.job-$1.out" "$folder/job-$1.out"
END
	chmod 755 "$root/bin/backend/dosya"
	cat >"$root/cups-files.conf" <<END
User $user
Group $group
SystemGroup $admins
FileDevice Yes
ServerRoot $root
ServerBin $root/bin
RequestRoot $root/spool
TempDir $root/spool/tmp
CacheDir $root/cache
StateDir $root/state
AccessLog $root/log/access
ErrorLog $root/log/error
PageLog $root/log/page
END
	cat >"$root/cupsd.conf" <<END
Listen $server
Browsing Off
WebInterface No
DefaultAuthType None
DefaultEncryption Never
LogLevel warn
JobRetryInterval 1
<Location />
  Order deny,allow
  Allow 127.0.0.1
</Location>
<Location /admin>
  Order deny,allow
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
END
	if [ "$(id -u)" = 0 ]; then
		chmod 711 "$work" "$root"
		chown -R lp:lp "$root/spool" "$root/cache" "$root/state" "$root/log" "$root/jobs"
		chown root:lp "$root/state/certs"
		chmod 755 "$root/bin" "$root/bin/backend"
	fi
}

cupsd_start() {
	cupsd -f -c "$root/cupsd.conf" -s "$root/cups-files.conf" >"$root/log/out" 2>&1 &
	cupsd_pid=$!
	for _ in $(seq 100); do
		CUPS_SERVER=$server lpstat -r 2>/dev/null | grep -q 'is running' && return 0
		sleep 0.1
	done
	echo "# cupsd does not start:"
	sed 's/^/# /' "$root/log/out" "$root/log/error" 2>/dev/null | tail -20
	return 1
}

cupsd_stop() {
	[ -n "${cupsd_pid:-}" ] || return 0
	kill "$cupsd_pid" 2>/dev/null
	wait "$cupsd_pid" 2>/dev/null
	cupsd_pid=
}

# cupsd_queue NAME MODEL: a queue whose jobs land in $root/jobs/NAME
cupsd_queue() {
	mkdir -p "$root/jobs/$1"
	[ "$(id -u)" != 0 ] || chmod 777 "$root/jobs/$1"
	CUPS_SERVER=$server lpadmin -p "$1" -E -v "dosya:$root/jobs/$1" -m "$2" 2>/dev/null
}

# cupsd_wait_job NAME: prints the path of the newest job once one has come out
cupsd_wait_job() {
	for _ in $(seq 100); do
		job=$(ls -t "$root/jobs/$1"/job-*.out 2>/dev/null | head -1)
		[ -z "$job" ] || { echo "$job"; return 0; }
		sleep 0.1
	done
	return 1
}
