/*
 * login/main: whoever logs in to an account with this shell gets the desk: one fixed command, run as the account that
 * owns the desk's files. The words after -c, which SSH hands over, are not looked at. Privileges come from sudo alone.
 */
#include "login.h"

#include "teslim/conf.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUDO "/usr/bin/sudo"
#define OWNER "teslim"
#define MEMBERS "teslim-desk"

enum { STATUS_TROUBLE = 2, VARIABLES_MAX = 8 };

/* ---- words */

static void
complain(const char *sentence)
{
	fprintf(stderr, "%s\n", sentence);
	fflush(stderr);
}

#define COMPLAIN(name, ...) \
	do { \
		char sentence_[600]; \
		say(sentence_, sizeof sentence_, name, ##__VA_ARGS__); \
		complain(sentence_); \
	} while (0)

/* The desk's language and hours. Without its settings: Turkish and Türkiye's time, as their defaults are. */
static void
take_settings(void)
{
	struct conf conf;
	struct err err = {0};

	(void)conf_load(&conf, TESLIM_SYSCONFDIR "/teslim.conf", &err);
	message_set_language(conf.language);
	clock_set_offset(conf.utc_offset_minutes);
}

/* Where the connection comes from, as sshd says it: "ADDRESS PORT ADDRESS PORT". */
static void
place_of(char *out, size_t size)
{
	const char *connection = getenv("SSH_CONNECTION");
	size_t length = connection != NULL ? strcspn(connection, " ") : 0;

	if (length == 0)
		copy_text(out, size, tell(LOGIN_HERE));
	else
		snprintf(out, size, "%.*s", (int)(length < 64 ? length : 64), connection);
}

/* ---- who may */

static bool
is_member(void)
{
	const struct group *group = getgrnam(MEMBERS);
	gid_t list[256];
	int count = getgroups((int)ARRAY_LENGTH(list), list);

	if (group == NULL)
		return false;
	if (getegid() == group->gr_gid)
		return true;
	for (int i = 0; i < count; i++)
		if (list[i] == group->gr_gid)
			return true;
	return false;
}

/* ---- the one command */

/* It lies beside this program, wherever that was installed. */
static bool
find_desk(char *out, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", out, size - 1);
	char *slash;

	if (length <= 0)
		return false;
	out[length] = '\0';
	slash = strrchr(out, '/');
	return slash != NULL && copy_text(slash + 1, size - (size_t)(slash + 1 - out), "desk");
}

/* What the rule lets through anyway. Nothing else of this session's reaches even sudo. */
static void
choose_environment(char *out[VARIABLES_MAX])
{
	static const char *const names[] = {"TERM", "LANG", "LC_ALL", "LC_CTYPE", "SSH_CONNECTION"};
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
		const char *value = getenv(names[i]);
		struct str variable = {0};
		if (value == NULL)
			continue;
		str_printf(&variable, "%s=%s", names[i], value);
		out[count++] = str_take(&variable);
	}
	out[count] = NULL;
}

static void
take_note(int signal_number)
{
	(void)signal_number;
}

/* The desk below gets these from the terminal itself and ends by them; we wait for it and clean up. */
static void
outlive_the_terminal(sigset_t *all)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGPIPE};
	struct sigaction action = {.sa_handler = take_note};

	sigemptyset(all);
	for (size_t i = 0; i < ARRAY_LENGTH(signals); i++) {
		sigaddset(all, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
}

/* Runs the desk to its end. Its exit status, or -1 when it could not be started. */
static int
run_desk(void)
{
	char desk[PATH_MAX], *environment[VARIABLES_MAX];
	const char *const words[] = {SUDO, "-n", "-u", OWNER, "--", desk, NULL};
	posix_spawnattr_t attributes;
	sigset_t signals;
	pid_t pid;
	int status, failed;

	if (!find_desk(desk, sizeof desk))
		return -1;
	choose_environment(environment);
	outlive_the_terminal(&signals);
	failed = posix_spawnattr_init(&attributes);
	if (failed != 0)
		return -1;
	failed = posix_spawnattr_setsigdefault(&attributes, &signals);
	if (failed == 0)
		failed = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	if (failed == 0)
		failed = posix_spawn(&pid, SUDO, NULL, &attributes, (char *const *)(uintptr_t)words, environment);
	posix_spawnattr_destroy(&attributes);
	for (char **variable = environment; *variable != NULL; variable++)
		mem_free(*variable);
	if (failed != 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_TROUBLE;
}

/* ---- the session */

/* False, with a sentence, when this session must not go on to the desk. */
static bool
take_line(struct line *line, const char *account)
{
	char from[80];
	struct err err = {0};

	place_of(from, sizeof from);
	if (line_take(line, account, from, &err) != OK) {
		if (err.code == ERR_BUSY)
			COMPLAIN(LOGIN_LINE_BUSY, account, line->holder);
		else
			COMPLAIN(LOGIN_LINE_BROKEN, account, err.detail);
		return false;
	}
	switch (line_look(line)) {
	case LINE_NONE:
	case LINE_OURS:
		return true;
	case LINE_DEAD:
		line_sweep(line);
		COMPLAIN(LOGIN_LINE_DEAD);
		return false;
	case LINE_FOREIGN:
		COMPLAIN(LOGIN_LINE_FOREIGN, account);
		return false;
	}
	return false;
}

static int
run_session(const char *account)
{
	struct line line;
	int status = STATUS_TROUBLE;

	if (take_line(&line, account)) {
		status = run_desk();
		if (status < 0)
			COMPLAIN(LOGIN_NO_SUDO, account);
		else if (status == 1) /* the desk itself ends with 0 or 2; this is sudo's no */
			COMPLAIN(LOGIN_REFUSED, account);
	}
	line_leave(&line);
	return status < 0 ? STATUS_TROUBLE : status;
}

int
main(void)
{
	const struct rlimit no_core = {0, 0};
	const struct passwd *account = getpwuid(getuid());

	umask(077);
	(void)setrlimit(RLIMIT_CORE, &no_core);
	take_settings();
	if (account == NULL) {
		COMPLAIN(LOGIN_NO_ACCOUNT);
		return STATUS_TROUBLE;
	}
	if (!is_member()) {
		COMPLAIN(LOGIN_NOT_MEMBER, account->pw_name);
		return STATUS_TROUBLE;
	}
	if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
		COMPLAIN(LOGIN_NO_TERMINAL);
		return STATUS_TROUBLE;
	}
	return run_session(account->pw_name);
}
