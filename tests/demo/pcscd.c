/*
 * demo/pcscd: socket activation (bind, listen, hand over as descriptor 3), a private reader.conf, and namespaces for
 * network and mounts where the kernel grants them. See pcscd.h.
 */
#include "pcscd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define PCSCD_PROGRAM "/usr/sbin/pcscd"
#define VPCD_DRIVER "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
#define NO_POLKIT "--disable-polkit"

enum { READY_MS = 10000, PORTS_TRIED = 8, PORT_LOWEST = 20000, PORT_RANGE = 12000, PORT_ALONE = 35963 };

/* ---- files in the directory */

static enum code
write_file(const struct pcscd *pcscd, const char *name, const char *text, struct err *err)
{
	char path[PCSCD_PATH + 32];

	snprintf(path, sizeof path, "%s/%s", pcscd->directory, name);
	return file_write(path, text, strlen(text), 0644, err);
}

static enum code
make_directory(const char *path, struct err *err)
{
	if (mkdir(path, 0755) != 0 && errno != EEXIST)
		return err_errno(err, errno, "mkdir", path);
	return OK;
}

static enum code
write_extra(const struct pcscd *pcscd, const char *settings, struct err *err)
{
	char path[PCSCD_PATH + 32];

	snprintf(path, sizeof path, "%s/conf/extra", pcscd->directory);
	if (settings == NULL)
		return unlink(path) == 0 || errno == ENOENT ? OK : err_errno(err, errno, "unlink", path);
	return write_file(pcscd, "conf/extra", settings, err);
}

static enum code
write_settings(const struct pcscd *pcscd, struct err *err)
{
	char text[256], path[PCSCD_PATH + 32];
	enum code code;

	snprintf(path, sizeof path, "%s/conf", pcscd->directory);
	if ((code = make_directory(path, err)) != OK)
		return code;
	snprintf(text, sizeof text, "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n",
		(unsigned)pcscd->port, VPCD_DRIVER, (unsigned)pcscd->port);
	if (!pcscd->no_virtual_reader && (code = write_file(pcscd, "conf/vpcd", text, err)) != OK)
		return code;
	snprintf(text, sizeof text, "%d\n", pcscd->port);
	return write_file(pcscd, "port", text, err);
}

/* Tells card emulators where the network is: a line "NETNS USERNS" of paths, "-" for none. */
static enum code
write_network(const struct pcscd *pcscd, struct err *err)
{
	char text[160], net[64] = "-", user[64] = "-";

	if (pcscd->netns >= 0)
		snprintf(net, sizeof net, "/proc/%ld/fd/%d", (long)getpid(), pcscd->netns);
	if (pcscd->userns >= 0)
		snprintf(user, sizeof user, "/proc/%ld/fd/%d", (long)getpid(), pcscd->userns);
	snprintf(text, sizeof text, "%s %s\n", net, user);
	return write_file(pcscd, "netns", text, err);
}

/* ---- ports */

static bool
is_port_free(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int yes = 1;
	bool is_free;

	if (fd < 0)
		return false;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	is_free = bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 1) == 0;
	close(fd);
	return is_free;
}

/* Below the range from which the kernel takes ports for outgoing connections. */
static int
find_free_ports(void)
{
	for (int tries = 0; tries < 200; tries++) {
		uint32_t dice = 0;
		int port;
		random_bytes(&dice, sizeof dice);
		port = PORT_LOWEST + (int)(dice % PORT_RANGE);
		if (is_port_free(port) && is_port_free(port + 1))
			return port;
	}
	return 0;
}

/* Does anybody listen on port in the network of that process? */
static bool
is_listening(pid_t pid, int port)
{
	char path[64], line[256], want[16];
	FILE *file;
	bool found = false;

	snprintf(path, sizeof path, "/proc/%ld/net/tcp", (long)pid);
	snprintf(want, sizeof want, ":%04X ", (unsigned)port);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	while (!found && fgets(line, sizeof line, file) != NULL) {
		const char *local = strchr(line, ':');
		const char *at = local == NULL ? NULL : strchr(local + 1, ':');
		/* "sl: address:port address:port state": 0A is LISTEN */
		found = at != NULL && strncmp(at, want, strlen(want)) == 0 && strstr(at, ":0000 0A ") != NULL;
	}
	fclose(file);
	return found;
}

/* ---- what pcscd knows */

/* Is that option in its help? */
static bool
knows_option(const char *option)
{
	char text[8192];
	size_t length = 0;
	ssize_t got;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		execl(PCSCD_PROGRAM, PCSCD_PROGRAM, "--help", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while (pid > 0 && length < sizeof text - 1 && (got = read(ends[0], text + length, sizeof text - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	close(ends[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return strstr(text, option) != NULL;
}

/* ---- the child: namespaces, descriptor 3, exec */

static bool
write_once(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good;

	if (fd < 0)
		return false;
	good = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return good;
}

static bool
become_root_inside(uid_t uid, gid_t gid)
{
	char map[64];

	write_once("/proc/self/setgroups", "deny");
	snprintf(map, sizeof map, "0 %ld 1", (long)uid);
	if (!write_once("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof map, "0 %ld 1", (long)gid);
	return write_once("/proc/self/gid_map", map);
}

static bool
raise_loopback(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good;

	if (fd < 0)
		return false;
	good = ioctl(fd, SIOCGIFFLAGS, &request) == 0;
	request.ifr_flags |= IFF_UP;
	good = good && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
	close(fd);
	return good;
}

/* Where no service has ever run there is no folder of its either, and only root could make one beside the others. */
static void
hide_service_folder(void)
{
	if (mount("tmpfs", "/run/pcscd", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") == 0 || errno != ENOENT)
		return;
	if (mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") == 0)
		(void)mkdir("/run/pcscd", 0755);
}

/* A network of its own, and a /run/pcscd of its own: the service writes its process number there. 0 or errno. */
static int
leave_network(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) {
		if (errno != EPERM)
			return errno;
		if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0)
			return errno;
		if (!become_root_inside(uid, gid))
			return EPERM;
	}
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		hide_service_folder();
	return raise_loopback() ? 0 : EIO;
}

static int
enter_network(const struct pcscd *pcscd)
{
	if (pcscd->netns < 0)
		return 0;
	if (pcscd->userns >= 0 && setns(pcscd->userns, CLONE_NEWUSER) != 0)
		return errno;
	if (setns(pcscd->netns, CLONE_NEWNET) != 0)
		return errno;
	if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		hide_service_folder();
	return 0;
}

static _Noreturn void
run_child(const struct pcscd *pcscd, bool isolate, int listener, int report, pid_t parent)
{
	char conf[PCSCD_PATH + 8], log[PCSCD_PATH + 8], number[24];
	int problem = pcscd->network_decided ? enter_network(pcscd) : isolate ? leave_network() : 0;
	sigset_t none;
	int fd;

	snprintf(conf, sizeof conf, "%s/conf", pcscd->directory);
	snprintf(log, sizeof log, "%s/log", pcscd->directory);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || write(report, &problem, sizeof problem) != sizeof problem || problem != 0)
		_exit(1);
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if ((fd = open("/dev/null", O_RDONLY)) >= 0)
		dup2(fd, 0);
	if ((fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644)) >= 0) {
		dup2(fd, 1);
		dup2(fd, 2);
	}
	/* Listened to by the service itself: that is who a client is told stands behind the socket. */
	if (dup2(listener, 3) != 3 || fcntl(3, F_SETFD, 0) != 0 || listen(3, 16) != 0)
		_exit(1);
	(void)close_range(4, ~0U, 0);
	snprintf(number, sizeof number, "%ld", (long)getpid());
	setenv("LISTEN_FDS", "1", 1);
	setenv("LISTEN_PID", number, 1);
	if (pcscd->asks_polkit)
		setenv("DBUS_SYSTEM_BUS_ADDRESS", pcscd->polkit_bus, 1);
	execl(PCSCD_PROGRAM, PCSCD_PROGRAM, "-f", "-c", conf, pcscd->knows_polkit && !pcscd->asks_polkit ? NO_POLKIT : NULL,
		(char *)NULL);
	_exit(127);
}

/* ---- starting */

static enum code
listen_on(const char *path, int *fd, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	unlink(path);
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (*fd < 0)
		return err_errno(err, errno, "socket", path);
	/* Never 3: dup2 onto itself would leave close-on-exec set. */
	if (*fd <= 3) {
		int higher = fcntl(*fd, F_DUPFD_CLOEXEC, 10);
		close(*fd);
		*fd = higher;
	}
	if (bind(*fd, (const struct sockaddr *)&address, sizeof address) != 0 || chmod(path, 0600) != 0 || listen(*fd, 16) != 0) {
		enum code code = err_errno(err, errno, "bind", path);
		close(*fd);
		return code;
	}
	return OK;
}

static int
open_namespace(pid_t pid, const char *name)
{
	char path[64], own[128] = "", theirs[128] = "";
	ssize_t length;

	snprintf(path, sizeof path, "/proc/self/ns/%s", name);
	length = readlink(path, own, sizeof own - 1);
	snprintf(path, sizeof path, "/proc/%ld/ns/%s", (long)pid, name);
	if (length < 0 || readlink(path, theirs, sizeof theirs - 1) < 0 || strcmp(own, theirs) == 0)
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* A new connection is taken: nothing waits in the listening socket's queue any more. */
static bool
takes_clients(const struct pcscd *pcscd)
{
	/* protocol version 4.4, which every pcscd from 1.8.24 on takes: length, command 17, and back the same three numbers */
	const uint32_t hello[] = {12, 17, 4, 4, 0};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct pollfd wait = {socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), POLLIN, 0};
	uint32_t answer[3];
	bool good;

	snprintf(address.sun_path, sizeof address.sun_path, "%s", pcscd->socket);
	good = wait.fd >= 0 && connect(wait.fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
		send(wait.fd, hello, sizeof hello, MSG_NOSIGNAL) == sizeof hello && poll(&wait, 1, 1000) == 1 &&
		recv(wait.fd, answer, sizeof answer, MSG_DONTWAIT) == sizeof answer;
	if (wait.fd >= 0)
		close(wait.fd);
	return good;
}

static enum code
await_ready(struct pcscd *pcscd, struct err *err)
{
	int64_t until = clock_monotonic_ms() + READY_MS;

	while (clock_monotonic_ms() < until) {
		if (pcscd->no_virtual_reader ? takes_clients(pcscd)
					     : is_listening(pcscd->pid, pcscd->port) && is_listening(pcscd->pid, pcscd->port + 1))
			return OK;
		if (pcscd_has_ended(pcscd))
			return err_set(err, ERR_GONE, 0, "pcscd", "pcscd ended at once; see %s/log", pcscd->directory);
		poll(NULL, 0, 10);
	}
	pcscd_kill(pcscd, SIGKILL);
	return err_set(err, ERR_TIMEOUT, 0, "pcscd", "pcscd is not ready after %d s; see %s/log", READY_MS / 1000,
		pcscd->directory);
}

/* One attempt. *problem: errno of the namespaces. */
static enum code
launch(struct pcscd *pcscd, bool isolate, int *problem, struct err *err)
{
	int listener, pipes[2];
	pid_t parent = getpid();
	enum code code;

	*problem = 0;
	if ((code = listen_on(pcscd->socket, &listener, err)) != OK)
		return code;
	if (pipe2(pipes, O_CLOEXEC) != 0) {
		close(listener);
		return err_errno(err, errno, "pipe", "pcscd");
	}
	pcscd->pid = fork();
	if (pcscd->pid == 0)
		run_child(pcscd, isolate, listener, pipes[1], parent);
	close(listener); /* so that the socket is refused when the service is dead */
	close(pipes[1]);
	if (pcscd->pid < 0)
		code = err_errno(err, errno, "fork", "pcscd");
	else if (read(pipes[0], problem, sizeof *problem) != sizeof *problem)
		code = err_set(err, ERR_GONE, 0, "pcscd", "the service could not be started");
	else if (*problem != 0)
		code = err_errno(err, *problem, "unshare", "network namespace");
	close(pipes[0]);
	if (code != OK) {
		pcscd_kill(pcscd, SIGKILL);
		return code;
	}
	if (isolate && !pcscd->network_decided) {
		pcscd->userns = open_namespace(pcscd->pid, "user");
		pcscd->netns = open_namespace(pcscd->pid, "net");
	}
	return await_ready(pcscd, err);
}

static enum code
start_somewhere(struct pcscd *pcscd, const struct pcscd_wish *wish, bool isolate, struct err *err)
{
	enum code code = OK;

	for (int tries = 0; tries < PORTS_TRIED; tries++) {
		pcscd->port = wish->port != 0 ? wish->port : isolate ? PORT_ALONE : find_free_ports();
		if (pcscd->port == 0)
			return err_set(err, ERR_BUSY, 0, "pcscd", "no two free ports beside each other");
		if ((code = write_settings(pcscd, err)) != OK)
			return code;
		code = launch(pcscd, isolate, &pcscd->why_open, err);
		if (code == OK || isolate || wish->port != 0)
			return code;
	}
	return code;
}

enum code
pcscd_start(struct pcscd *pcscd, const struct pcscd_wish *wish, struct err *err)
{
	char path[PCSCD_PATH + 8];
	enum code code;

	*pcscd = (struct pcscd){.netns = -1, .userns = -1};
	if (!copy_text(pcscd->directory, sizeof pcscd->directory, wish->directory))
		return err_set(err, ERR_LIMIT, 0, "pcscd", "the path %s is too long for a socket", wish->directory);
	if (access(PCSCD_PROGRAM, X_OK) != 0 || access(VPCD_DRIVER, R_OK) != 0)
		return err_set(err, ERR_NOT_FOUND, 0, "pcscd", "pcscd or vsmartcard-vpcd is not installed");
	if ((code = make_directory(pcscd->directory, err)) != OK)
		return code;
	pcscd->no_virtual_reader = wish->no_virtual_reader;
	pcscd->knows_polkit = knows_option(NO_POLKIT);
	pcscd->asks_polkit = pcscd->knows_polkit && wish->polkit_bus != NULL &&
		copy_text(pcscd->polkit_bus, sizeof pcscd->polkit_bus, wish->polkit_bus);
	snprintf(pcscd->socket, sizeof pcscd->socket, "%s/socket", pcscd->directory);
	snprintf(path, sizeof path, "%s/conf", pcscd->directory);
	if ((code = make_directory(path, err)) != OK || (code = write_extra(pcscd, wish->extra_settings, err)) != OK)
		return code;
	code = ERR_UNSUPPORTED;
	if (wish->network != PCSCD_OPEN) {
		code = start_somewhere(pcscd, wish, true, err);
		pcscd->is_isolated = code == OK;
	}
	if (wish->network == PCSCD_OPEN || (wish->network == PCSCD_ISOLATED_IF_POSSIBLE && code != OK && pcscd->why_open != 0)) {
		int why = pcscd->why_open;
		code = start_somewhere(pcscd, wish, false, err);
		pcscd->why_open = why;
	}
	pcscd->network_decided = true;
	if (code == OK)
		code = write_network(pcscd, err);
	return code;
}

enum code
pcscd_again(struct pcscd *pcscd, struct err *err)
{
	int problem;

	if (pcscd->pid > 0)
		return OK;
	return launch(pcscd, pcscd->is_isolated, &problem, err);
}

enum code
pcscd_set_extra(struct pcscd *pcscd, const char *settings, struct err *err)
{
	enum code code = write_extra(pcscd, settings, err);

	if (code == OK && pcscd->pid > 0)
		kill(pcscd->pid, SIGUSR1);
	return code;
}

bool
pcscd_has_ended(struct pcscd *pcscd)
{
	int status;

	if (pcscd->pid > 0 && waitpid(pcscd->pid, &status, WNOHANG) == pcscd->pid)
		pcscd->pid = 0;
	return pcscd->pid <= 0;
}

void
pcscd_kill(struct pcscd *pcscd, int signal)
{
	int status;

	if (pcscd->pid <= 0)
		return;
	kill(pcscd->pid, signal);
	while (waitpid(pcscd->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	pcscd->pid = 0;
}

void
pcscd_stop(struct pcscd *pcscd)
{
	pcscd_kill(pcscd, SIGKILL);
	if (pcscd->socket[0] != '\0')
		unlink(pcscd->socket);
	if (pcscd->netns >= 0)
		close(pcscd->netns);
	if (pcscd->userns >= 0)
		close(pcscd->userns);
	pcscd->netns = pcscd->userns = -1;
}

/* ---- for those who bring the cards */

/* *fd is -1 when there is none to join. */
static enum code
open_place(const char *path, int *fd, struct err *err)
{
	*fd = -1;
	if (strcmp(path, "-") == 0)
		return OK;
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	return *fd >= 0 ? OK : err_errno(err, errno, "open", path);
}

/* Both are opened first: from within the user namespace the other process's files are out of reach. */
static enum code
join_namespaces(const char *user, const char *net, struct err *err)
{
	int user_fd = -1, net_fd = -1;
	enum code code = open_place(user, &user_fd, err);

	if (code == OK)
		code = open_place(net, &net_fd, err);
	if (code == OK && user_fd >= 0 && setns(user_fd, CLONE_NEWUSER) != 0)
		code = err_errno(err, errno, "setns", user);
	if (code == OK && net_fd >= 0 && setns(net_fd, CLONE_NEWNET) != 0)
		code = err_errno(err, errno, "setns", net);
	if (user_fd >= 0)
		close(user_fd);
	if (net_fd >= 0)
		close(net_fd);
	return code;
}

enum code
pcscd_join(const char *directory, int *port, struct err *err)
{
	char path[PCSCD_PATH + 16], net[64] = "-", user[64] = "-";
	char *text = NULL;
	size_t length;
	enum code code;

	snprintf(path, sizeof path, "%s/port", directory);
	if ((code = file_read(path, 32, &text, &length, err)) != OK)
		return code;
	*port = atoi(text);
	mem_free(text);
	snprintf(path, sizeof path, "%s/netns", directory);
	if ((code = file_read(path, 256, &text, &length, err)) != OK)
		return code;
	if (sscanf(text, "%63s %63s", net, user) != 2 || *port <= 0 || *port > 65534)
		code = err_set(err, ERR_SYNTAX, 0, "pcscd", "%s is not understood", path);
	mem_free(text);
	if (code == OK)
		code = join_namespaces(user, net, err);
	return code;
}
