# A print server of the test's own: its own configuration, folders and port on the loopback interface, so that it meets
# neither the machine's print server nor another test. Works as root and without. Sourced, not run.
#
# cupsd_make DIR     folders, configuration, back end; cupsd_start; cupsd_stop; $server is HOST:PORT
# The back end "folder" writes every job to DIR/out; it waits while DIR/hold is there and fails while DIR/fail is.

cupsd_make() {
	cups=$1
	umask 022
	mkdir -p "$cups/etc/ppd" "$cups/spool" "$cups/temp" "$cups/cache" "$cups/state" "$cups/log" "$cups/bin/backend" "$cups/out"
	chmod 711 "$cups"
	for part in filter cgi-bin daemon monitor notifier driver; do
		ln -sfn /usr/lib/cups/$part "$cups/bin/$part"
	done
	cat >"$cups/bin/backend/folder" <<-END
		#!/bin/sh
		[ \$# -gt 0 ] || { echo 'direct folder "Unknown" "to a folder"'; exit 0; }
		while [ -e "$cups/hold" ]; do sleep 0.05; done
		if [ -e "$cups/fail" ]; then echo 'STATE: +media-jam-error' >&2; echo 'ERROR: paper jam' >&2; exit 1; fi
		cat \${6:+"\$6"} >"$cups/out/job-\$1.part" && mv "$cups/out/job-\$1.part" "$cups/out/job-\$1"
	END
	chmod 755 "$cups/bin/backend/folder"
	user=$(id -un)
	group=$(id -gn)
	if [ "$(id -u)" = 0 ]; then # cupsd refuses to run its filters as root
		user=lp
		group=lp
		chown -R lp:lp "$cups/spool" "$cups/temp" "$cups/cache" "$cups/state" "$cups/log" "$cups/out"
	fi
	cat >"$cups/etc/cups-files.conf" <<-END
		User $user
		Group $group
		SystemGroup root
		ServerRoot $cups/etc
		RequestRoot $cups/spool
		TempDir $cups/temp
		CacheDir $cups/cache
		StateDir $cups/state
		ServerBin $cups/bin
		DataDir /usr/share/cups
		AccessLog $cups/log/access
		ErrorLog $cups/log/error
		PageLog $cups/log/page
		FileDevice Yes
	END
}

# Tries ports until one is free.
cupsd_start() {
	try=0
	while [ $try -lt 20 ]; do
		port=${port:-$((20000 + ($$ * 7 + try * 131) % 12000))}
		server=127.0.0.1:$port
		cat >"$cups/etc/cupsd.conf" <<-END
			Listen $server
			Browsing Off
			WebInterface No
			DefaultAuthType Basic
			DefaultEncryption Never
			LogLevel warn
			JobRetryInterval 1
			PreserveJobHistory Yes
			MaxJobTime 0
			<Location />
			Order allow,deny
			Allow 127.0.0.1
			</Location>
			<Policy default>
			JobPrivateAccess all
			JobPrivateValues none
			SubscriptionPrivateAccess all
			SubscriptionPrivateValues none
			<Limit All>
			Order deny,allow
			</Limit>
			</Policy>
			<Policy closed>
			<Limit Print-Job Create-Job>
			AuthType Basic
			Require user somebody-else
			Order deny,allow
			</Limit>
			<Limit All>
			Order deny,allow
			</Limit>
			</Policy>
		END
		cupsd -f -c "$cups/etc/cupsd.conf" -s "$cups/etc/cups-files.conf" >>"$cups/log.out" 2>&1 &
		cupsd_pid=$!
		wait_turns=0
		while [ $wait_turns -lt 100 ] && kill -0 $cupsd_pid 2>/dev/null; do
			if CUPS_SERVER=$server lpstat -r 2>/dev/null | grep -q 'is running' && kill -0 $cupsd_pid 2>/dev/null; then
				return 0
			fi
			sleep 0.05
			wait_turns=$((wait_turns + 1))
		done
		cupsd_stop
		port=
		try=$((try + 1))
	done
	return 1
}

cupsd_stop() {
	[ -z "${cupsd_pid:-}" ] || { kill $cupsd_pid 2>/dev/null; wait $cupsd_pid 2>/dev/null; }
	cupsd_pid=
}

# queue NAME [lpadmin option ...]: without a driver the bytes go through as they are
queue() {
	name=$1
	shift
	CUPS_SERVER=$server lpadmin -p "$name" -E -v folder:"$cups/out" "$@" 2>/dev/null
}
