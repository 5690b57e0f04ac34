#!/bin/sh
# A bare root of a Debian release, and commands run in a throw-away copy of it, as root or as an ordinary user.
#   root.sh make RELEASE              make the root by debootstrap, or take the one that was made before
#   root.sh run RELEASE NAME COMMAND  run COMMAND (sh -c) as root in the copy NAME, made at the first use
#   root.sh run-as USER RELEASE NAME COMMAND
#   root.sh path RELEASE NAME         the copy's folder, as seen from outside
#   root.sh drop RELEASE NAME         take the copy away
#   root.sh other                     the release that this machine is not: bookworm or trixie
# Roots and fetched packages are kept under TESLIM_ROOTS. What a copy writes stays in the copy. Root only.
# Nothing of the caller's environment goes in but TERM and SOURCE_DATE_EPOCH.
# A copy is entered by pivot_root, not chroot, so that user namespaces work inside as they do on a machine.
set -eu
roots=${TESLIM_ROOTS:-/var/cache/teslim-roots}

fail() {
	echo "root.sh: $*" >&2
	exit 1
}

# The mirror that this machine itself uses, so that no address stands here.
mirror() { # mirror [-security]
	apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
		awk -v want="${1:-}" '$1 == "Debian" && (want == "" ? $2 !~ /-/ : $2 ~ want "$") { print $3; exit }'
}

this_release() {
	# shellcheck disable=SC1091
	(. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

make_root() {
	[ ! -e "$roots/$1/made" ] || return 0
	command -v debootstrap >/dev/null || fail "debootstrap is not installed"
	uri=$(mirror)
	[ -n "$uri" ] || fail "no Debian mirror is configured for apt"
	mkdir -p "$roots"
	echo "Making a bare root of $1 (about 90 MB to fetch, half a minute)" >&2
	rm -rf "$roots/$1.half"
	debootstrap --variant=minbase "$1" "$roots/$1.half/root" "$uri" >"$roots/$1.log" 2>&1 || {
		tail -5 "$roots/$1.log" >&2
		fail "debootstrap of $1 failed; see $roots/$1.log"
	}
	echo "deb $uri $1 main
deb $uri $1-updates main" >"$roots/$1.half/root/etc/apt/sources.list"
	security=$(mirror -security)
	[ -z "$security" ] || echo "deb $security $1-security main" >>"$roots/$1.half/root/etc/apt/sources.list"
	rm -f "$roots/$1.half/root/etc/apt/apt.conf.d/docker-clean"
	mkdir -p "$roots/$1.half/archives/partial"
	touch "$roots/$1.half/made"
	rm -rf "${roots:?}/$1"
	mv "$roots/$1.half" "$roots/$1"
}

# A copy is a folder over the root (overlayfs): made in no time, and the root stays bare.
make_copy() { # make_copy RELEASE NAME
	for part in upper work merged fetched fetched-work; do mkdir -p "$roots/copies/$1.$2/$part"; done
}

# Inside: mounts of its own, processes of its own, the copy as root folder. TESLIM_BIND="FROM TO" shows a folder inside.
enter() { # enter RELEASE NAME USER COMMAND
	copy="$roots/copies/$1.$2"
	archives="$roots/$1/archives"
	mkdir -p "$copy/fetched/partial"
	status=0
	TESLIM_COPY="$copy" TESLIM_LOWER="$roots/$1/root" TESLIM_ARCHIVES="$archives" TESLIM_USER="$3" TESLIM_COMMAND="$4" \
		unshare --mount --pid --ipc --uts --fork --kill-child --propagation private sh -eu -c '
		merged="$TESLIM_COPY/merged"
		mount -t overlay overlay -o "lowerdir=$TESLIM_LOWER,upperdir=$TESLIM_COPY/upper,workdir=$TESLIM_COPY/work" "$merged"
		mount -t proc proc "$merged/proc"
		mount -t sysfs sysfs "$merged/sys"
		mount -t tmpfs -o mode=755 dev "$merged/dev"
		for node in null zero full random urandom tty; do
			touch "$merged/dev/$node"
			mount --bind "/dev/$node" "$merged/dev/$node"
		done
		mknod -m 666 "$merged/dev/fuse" c 10 229 # as udev makes it, whoever looks
		mkdir "$merged/dev/pts" "$merged/dev/shm"
		mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$merged/dev/pts"
		mount -t tmpfs -o mode=1777 shm "$merged/dev/shm"
		ln -s pts/ptmx "$merged/dev/ptmx"
		ln -s /proc/self/fd "$merged/dev/fd"
		ln -s /proc/self/fd/0 "$merged/dev/stdin"
		ln -s /proc/self/fd/1 "$merged/dev/stdout"
		ln -s /proc/self/fd/2 "$merged/dev/stderr"
		mount -t tmpfs -o mode=755 run "$merged/run"
		mkdir -m 1777 "$merged/run/lock"
		mount -t tmpfs -o mode=1777 tmp "$merged/tmp"
		mount -t overlay overlay -o "lowerdir=$TESLIM_ARCHIVES,upperdir=$TESLIM_COPY/fetched,workdir=$TESLIM_COPY/fetched-work" \
			"$merged/var/cache/apt/archives"
		cp /etc/resolv.conf "$merged/etc/resolv.conf" 2>/dev/null || true
		if [ -n "${TESLIM_BIND:-}" ]; then
			from=${TESLIM_BIND% *} to=$merged${TESLIM_BIND#* }
			mkdir -p "$to"
			mount --bind "$from" "$to"
		fi
		cd "$merged"
		mkdir -p .outside
		pivot_root . .outside
		umount -l /.outside
		rmdir /.outside 2>/dev/null || true
		cd /
		hostname teslim-root
		export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
		if [ "$TESLIM_USER" = root ]; then
			exec env -i HOME=/root USER=root PATH="$PATH" TERM="${TERM:-dumb}" \
				${SOURCE_DATE_EPOCH:+"SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH"} sh -c "$TESLIM_COMMAND"
		fi
		exec su - "$TESLIM_USER" -s /bin/sh -c "$TESLIM_COMMAND"
	' || status=$?
	# What was fetched serves the next copy; two copies at once never share apt's lock.
	find "$copy/fetched" -maxdepth 1 -name '*.deb' -type f -exec mv -n -t "$archives" {} + 2>/dev/null || true
	return "$status"
}

[ "$(id -u)" = 0 ] || fail "a bare root is entered as root only"
case "${1:-} $#" in
"make 2") make_root "$2" ;;
"run 4")
	make_root "$2"
	make_copy "$2" "$3"
	enter "$2" "$3" root "$4"
	;;
"run-as 5")
	make_root "$3"
	make_copy "$3" "$4"
	enter "$3" "$4" "$2" "$5"
	;;
"path 3") echo "$roots/copies/$2.$3/upper" ;;
"drop 3") rm -rf "$roots/copies/$2.$3" ;;
"other 1") [ "$(this_release)" = trixie ] && echo bookworm || echo trixie ;;
*) fail "usage: make RELEASE | run RELEASE NAME COMMAND | run-as USER RELEASE NAME COMMAND | path RELEASE NAME | drop RELEASE NAME | other" ;;
esac
