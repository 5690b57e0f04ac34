/*
 * pcsc/place: see place.h.
 */
#include "place.h"

#include "client.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534 };

const char *const place_languages[LANGUAGES] = {"tr", "en"};

void
place_lay_empty_run(void)
{
	if (mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
		_exit(125);
}

void
place_lay_dead_socket(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/run/pcscd/pcscd.comm"};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	place_lay_empty_run();
	if (mkdir("/run/pcscd", 0755) != 0 || fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0)
		_exit(125);
	close(fd);
}

static void
write_line(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		_exit(125);
}

void
place_lay_usb_reader(void)
{
	static const char *const folders[] = {
		"/sys/bus/usb", "/sys/bus/usb/devices", "/sys/bus/usb/devices/1-2", "/sys/bus/usb/devices/1-2:1.0"};

	if (mount("tmpfs", "/sys/bus", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
		_exit(125);
	for (size_t i = 0; i < ARRAY_LENGTH(folders); i++)
		if (mkdir(folders[i], 0755) != 0)
			_exit(125);
	write_line("/sys/bus/usb/devices/1-2/product", "DENEME Reader 3000\n");
	write_line("/sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "0b\n");
}

static void
write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(125);
	close(fd);
}

static void
enter_namespace(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();
	char map[40];

	if (unshare(CLONE_NEWNS) != 0) {
		if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
			_exit(125);
		write_map("/proc/self/setgroups", "deny");
		snprintf(map, sizeof map, "0 %ld 1", (long)uid);
		write_map("/proc/self/uid_map", map);
		snprintf(map, sizeof map, "0 %ld 1", (long)gid);
		write_map("/proc/self/gid_map", map);
	}
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		_exit(125);
}

static _Noreturn void
become_doctor(const struct place *place, const char *program, const char *language, int out)
{
	if (place->furnish != NULL) {
		enter_namespace();
		place->furnish();
	}
	if (dup2(out, 1) < 0)
		_exit(125);
	if (place->as_nobody && getuid() == 0 && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		_exit(125);
	if (place->socket != NULL)
		setenv("PCSCLITE_CSOCK_NAME", place->socket, 1);
	else
		unsetenv("PCSCLITE_CSOCK_NAME");
	if (place->over_ssh)
		setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22", 1);
	else
		unsetenv("SSH_CONNECTION");
	execl(program, program, "--doctor", "--events", "--timeout", "1", "--lang", language, (char *)NULL);
	_exit(127);
}

static void
take_finding(struct findings *findings, char *text)
{
	struct line line;
	struct err err = {0};
	const char *code;

	if (line_parse(&line, text, &err) != OK)
		return;
	if (strcmp(line.word, CARD_EVENT_DOCTOR_DONE) == 0)
		findings->done = true;
	if (strcmp(line.word, CARD_EVENT_FINDING) != 0)
		return;
	findings->count++;
	code = line_value(&line, "code");
	if (code == NULL || strcmp(code, "ok") == 0 || (strcmp(code, CARD_FAULT_EMPTY) == 0 && findings->amiss > 0))
		return;
	/* An empty reader beside is worth a word only when nothing else is amiss. */
	if (findings->amiss++ > 0 && strcmp(findings->code, CARD_FAULT_EMPTY) != 0)
		return;
	copy_text(findings->code, sizeof findings->code, code);
	copy_text(findings->text, sizeof findings->text, line_value(&line, "text") != NULL ? line_value(&line, "text") : "");
	copy_text(findings->cure, sizeof findings->cure, line_value(&line, "cure") != NULL ? line_value(&line, "cure") : "");
	copy_text(findings->call, sizeof findings->call, line_value(&line, "call") != NULL ? line_value(&line, "call") : "");
	copy_text(findings->by, sizeof findings->by, line_value(&line, "by") != NULL ? line_value(&line, "by") : "");
}

static void
hear_doctor(int fd, pid_t pid, struct findings *findings)
{
	struct str all = {0};
	char bytes[4096];
	int64_t until = clock_monotonic_ms() + tap_patient(DOCTOR_MS);
	ssize_t got;
	int state = 0;

	*findings = (struct findings){0};
	for (;;) {
		struct pollfd wait = {fd, POLLIN, 0};
		int64_t left = until - clock_monotonic_ms();
		if (left <= 0 || poll(&wait, 1, (int)left) <= 0 || (got = read(fd, bytes, sizeof bytes)) <= 0)
			break;
		str_add_n(&all, bytes, (size_t)got);
	}
	if (clock_monotonic_ms() >= until)
		kill(pid, SIGKILL);
	waitpid(pid, &state, 0);
	findings->status = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
	for (char *rest = NULL, *line = all.length > 0 ? strtok_r(all.data, "\n", &rest) : NULL; line != NULL;
		line = strtok_r(NULL, "\n", &rest))
		take_finding(findings, line);
	str_clear(&all);
}

void
place_ask_doctor(const struct place *place, const char *program, struct findings findings[LANGUAGES])
{
	pid_t pids[LANGUAGES];
	int fds[LANGUAGES];

	fflush(stdout);
	for (int i = 0; i < LANGUAGES; i++) {
		int ends[2];
		if (pipe2(ends, O_CLOEXEC) != 0)
			tap_bail("pipe: %s", strerror(errno));
		pids[i] = fork();
		if (pids[i] == 0)
			become_doctor(place, program, place_languages[i], ends[1]);
		close(ends[1]);
		fds[i] = ends[0];
	}
	for (int i = 0; i < LANGUAGES; i++) {
		hear_doctor(fds[i], pids[i], &findings[i]);
		close(fds[i]);
	}
}
