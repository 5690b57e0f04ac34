/*
 * card/surroundings: who is at the service's socket, by the kernel's table of local sockets (sock_diag(7), unix_diag):
 * the service's end of each connection bears the socket's file and names its peer by inode; a process that holds a
 * socket of that inode is the program (see surroundings.h).
 */
#include "surroundings.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATH_SIZE = 512, PROCESSES_MAX = 20000, FILES_MAX = 4096, PEERS_MAX = 256, ANSWER_SIZE = 32768 };

/* ---- where we run */

void
surroundings_open(struct surroundings *out, const char *socket_path, bool is_named, const char *proc, const char *sys)
{
	const struct passwd *account = getpwuid(getuid());
	const char *line = secure_getenv("SSH_CONNECTION");
	const char *before_sudo = secure_getenv("SUDO_USER");
	struct timeval patience = {.tv_usec = 500000};

	*out = (struct surroundings){.is_named = is_named, .proc = proc, .sys = sys};
	copy_text(out->socket, sizeof out->socket, socket_path);
	out->is_remote = line != NULL && line[0] != '\0';
	snprintf(out->account, sizeof out->account, "%u", (unsigned)getuid());
	if (account != NULL)
		copy_text(out->account, sizeof out->account, account->pw_name);
	copy_text(out->login, sizeof out->login, before_sudo != NULL ? before_sudo : out->account);
	if (gethostname(out->host, sizeof out->host - 1) != 0)
		copy_text(out->host, sizeof out->host, "localhost");
	out->netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (out->netlink >= 0)
		(void)setsockopt(out->netlink, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void
surroundings_close(struct surroundings *surroundings)
{
	if (surroundings->netlink >= 0)
		close(surroundings->netlink);
	surroundings->netlink = -1;
}

void
surroundings_refusing(const struct surroundings *surroundings, char *out, size_t size)
{
	copy_text(out, size, surroundings->socket);
	for (size_t at = 1; out[at] != '\0'; at++) {
		if (out[at] != '/')
			continue;
		out[at] = '\0';
		if (access(out, X_OK) != 0 && errno == EACCES)
			return;
		out[at] = '/';
	}
}

/* The first line of a small file, without its end. */
static bool
first_line(char *out, int size, const char *path)
{
	FILE *file = fopen(path, "re");
	bool is_there = file != NULL && fgets(out, size, file) != NULL;

	if (file != NULL)
		fclose(file);
	if (is_there)
		out[strcspn(out, "\n")] = '\0';
	return is_there;
}

/* ---- the kernel's table: inodes of the clients' ends */

struct peers {
	int count;
	bool is_whole;
	unsigned inodes[PEERS_MAX];
};

static bool
ask_kernel(int netlink)
{
	const struct {
		struct nlmsghdr head;
		struct unix_diag_req request;
	} question = {
		.head = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
		.request = {.sdiag_family = AF_UNIX, .udiag_states = ~0U, .udiag_show = UDIAG_SHOW_VFS | UDIAG_SHOW_PEER},
	};

	return send(netlink, &question, sizeof question, MSG_NOSIGNAL) == (ssize_t)sizeof question;
}

/* A socket of the table: is it the service's end of a connection? Then its peer is a client. */
static void
take_socket(struct peers *peers, struct nlmsghdr *head, const struct stat *file)
{
	struct unix_diag_msg *found = NLMSG_DATA(head);
	struct rtattr *attribute = (struct rtattr *)(found + 1);
	size_t left = head->nlmsg_len - NLMSG_LENGTH(sizeof *found);
	struct unix_diag_vfs vfs = {0};
	uint32_t peer = 0;

	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
		if (attribute->rta_type == UNIX_DIAG_PEER && RTA_PAYLOAD(attribute) >= sizeof peer)
			memcpy(&peer, RTA_DATA(attribute), sizeof peer);
		if (attribute->rta_type == UNIX_DIAG_VFS && RTA_PAYLOAD(attribute) >= sizeof vfs)
			memcpy(&vfs, RTA_DATA(attribute), sizeof vfs);
	}
	/* The kernel's own form of a device number. */
	if (peer == 0 || vfs.udiag_vfs_ino != (uint32_t)file->st_ino ||
		vfs.udiag_vfs_dev != (major(file->st_dev) << 20 | minor(file->st_dev)))
		return;
	if (peers->count < PEERS_MAX)
		peers->inodes[peers->count++] = peer;
}

/* False: more is to come. */
static bool
take_answer(struct peers *peers, void *bytes, size_t length, const struct stat *file)
{
	struct nlmsghdr *head = bytes;

	for (; NLMSG_OK(head, length); head = NLMSG_NEXT(head, length)) {
		peers->is_whole = head->nlmsg_type == NLMSG_DONE;
		if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR)
			return true;
		if (head->nlmsg_len >= NLMSG_LENGTH(sizeof(struct unix_diag_msg)))
			take_socket(peers, head, file);
	}
	return false;
}

/* The name is of the process that has told the socket to listen. */
bool
surroundings_is_service(const struct surroundings *surroundings)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct ucred listener = {0};
	socklen_t length = sizeof listener;
	char path[PATH_SIZE], name[32] = "";
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	copy_text(address.sun_path, sizeof address.sun_path, surroundings->socket);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &listener, &length) == 0) {
		snprintf(path, sizeof path, "%s/%ld/comm", surroundings->proc, (long)listener.pid);
		(void)first_line(name, sizeof name, path);
	}
	if (fd >= 0)
		close(fd);
	return strcmp(name, "pcscd") == 0 || strcmp(name, "systemd") == 0;
}

static void
find_peers(const struct surroundings *surroundings, struct peers *peers)
{
	struct stat file;
	char *bytes;
	ssize_t got;

	*peers = (struct peers){0};
	if (surroundings->netlink < 0 || stat(surroundings->socket, &file) != 0 || !ask_kernel(surroundings->netlink))
		return;
	bytes = mem_alloc(ANSWER_SIZE);
	do
		got = recv(surroundings->netlink, bytes, ANSWER_SIZE, 0);
	while ((got < 0 && errno == EINTR) || (got > 0 && !take_answer(peers, bytes, (size_t)got, &file)));
	mem_free(bytes);
}

/* ---- whose they are */

/* The kernel tells the parent in the fourth field, after the name in parentheses. */
static long
parent_of(const char *proc, long pid)
{
	char path[PATH_SIZE], text[512];
	const char *after;

	snprintf(path, sizeof path, "%s/%ld/stat", proc, pid);
	if (!first_line(text, sizeof text, path))
		return 0;
	after = strrchr(text, ')');
	return after != NULL && strlen(after) > 4 ? strtol(after + 4, NULL, 10) : 0;
}

/* Strikes the inodes that the process holds off the list; how many there were. */
static int
strike_sockets(struct peers *peers, const char *proc, long pid)
{
	char path[PATH_SIZE], target[48];
	struct dirent *entry;
	int struck = 0;
	DIR *folder;

	snprintf(path, sizeof path, "%s/%ld/fd", proc, pid);
	folder = opendir(path);
	for (int seen = 0; folder != NULL && seen < FILES_MAX && (entry = readdir(folder)) != NULL; seen++) {
		ssize_t length;
		unsigned long inode;
		snprintf(path, sizeof path, "%s/%ld/fd/%.16s", proc, pid, entry->d_name);
		length = readlink(path, target, sizeof target - 1);
		if (length < 9 || strncmp(target, "socket:[", 8) != 0)
			continue;
		target[length] = '\0';
		inode = strtoul(target + 8, NULL, 10);
		for (int i = 0; i < peers->count; i++)
			if (peers->inodes[i] == inode) {
				peers->inodes[i--] = peers->inodes[--peers->count];
				struck++;
			}
	}
	if (folder != NULL)
		closedir(folder);
	return struck;
}

static void
add_other(struct others *others, const char *proc, long pid)
{
	struct other other = {.pid = pid, .name = "?"};
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "%s/%ld/comm", proc, pid);
	(void)first_line(other.name, sizeof other.name, path);
	if (strcmp(other.name, "teslim-card") == 0)
		others->agents++;
	else if (others->named == OTHERS_MAX)
		others->hidden++;
	else
		others->list[others->named++] = other;
}

/* Those whose process was not found and who are still there: the others have left while we looked. */
static int
count_left(const struct surroundings *surroundings, const struct peers *missing)
{
	struct peers *now;
	int left = 0;

	if (missing->count == 0)
		return 0;
	now = mem_alloc(sizeof *now);
	find_peers(surroundings, now);
	for (int i = 0; i < missing->count; i++)
		for (int j = 0; j < now->count; j++)
			left += missing->inodes[i] == now->inodes[j];
	mem_free(now);
	return left;
}

void
surroundings_others(const struct surroundings *surroundings, struct others *out)
{
	DIR *folder = opendir(surroundings->proc);
	struct peers *peers = mem_alloc(sizeof *peers);
	struct dirent *entry;

	*out = (struct others){0};
	find_peers(surroundings, peers);
	for (int seen = 0; folder != NULL && peers->count > 0 && seen < PROCESSES_MAX && (entry = readdir(folder)) != NULL;
		seen++) {
		long pid = isdigit((unsigned char)entry->d_name[0]) ? strtol(entry->d_name, NULL, 10) : 0;
		bool is_ours = pid == getpid() || parent_of(surroundings->proc, pid) == getpid();
		if (pid > 0 && strike_sockets(peers, surroundings->proc, pid) > 0 && !is_ours)
			add_other(out, surroundings->proc, pid);
	}
	out->is_known = peers->is_whole && surroundings_is_service(surroundings);
	out->hidden += count_left(surroundings, peers);
	if (folder != NULL)
		closedir(folder);
	mem_free(peers);
}

/* ---- USB */

static bool
is_reader_interface(const char *sys, const char *name)
{
	char path[PATH_SIZE], class[8];

	snprintf(path, sizeof path, "%s/%s/bInterfaceClass", sys, name);
	return first_line(class, sizeof class, path) && strcmp(class, "0b") == 0;
}

bool
surroundings_usb_reader(const struct surroundings *surroundings, char *out, size_t size)
{
	DIR *folder = opendir(surroundings->sys);
	struct dirent *entry;
	bool found = false;

	out[0] = '\0';
	if (folder == NULL)
		return false;
	while (!found && (entry = readdir(folder)) != NULL) {
		char path[PATH_SIZE], product[128];
		int device = (int)strcspn(entry->d_name, ":"); /* "1-2:1.0" is an interface of the device "1-2" */
		if (entry->d_name[device] != ':' || !is_reader_interface(surroundings->sys, entry->d_name))
			continue;
		snprintf(path, sizeof path, "%s/%.*s/product", surroundings->sys, device, entry->d_name);
		copy_text(out, size, first_line(product, sizeof product, path) ? product : entry->d_name);
		found = true;
	}
	closedir(folder);
	return found;
}
