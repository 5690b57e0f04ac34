/*
 * private_pcscd DIR [--port N] [--open | --isolate] [--polkit BUS] [-- COMMAND...]: runs COMMAND beside a PC/SC service of its own that has
 * the virtual reader, and ends everything when COMMAND ends. Without COMMAND it stays in the foreground.
 * SIGUSR1 kills the service (KILL), SIGUSR2 starts it again; the socket's path is DIR/socket.
 */
#include "pcscd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int
complain_usage(void)
{
	fputs("usage: private_pcscd DIR [--port N] [--open | --isolate] [--polkit BUS] [-- COMMAND...]\n"
	      "  DIR/socket is for PCSCLITE_CSOCK_NAME, DIR/port the port of the first slot, DIR/log what pcscd says\n"
	      "  --isolate  fail where the kernel grants no network of its own (otherwise: say so and go on)\n"
	      "  --open     never try\n"
	      "  --polkit   ask polkit on that bus about every client, where this pcscd can\n"
	      "  SIGUSR1 kills pcscd, SIGUSR2 starts it again\n",
		stderr);
	return 2;
}

static pid_t
run_command(char **command, const sigset_t *before, const struct pcscd *pcscd)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	setenv("PCSCLITE_CSOCK_NAME", pcscd->socket, 1);
	setenv("TESLIM_PCSCD", pcscd->directory, 1);
	sigprocmask(SIG_SETMASK, before, NULL);
	execvp(command[0], command);
	fprintf(stderr, "private_pcscd: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

/* Has the command ended? Then *status is what we end with. */
static bool
has_command_ended(pid_t pid, int *status)
{
	int state;

	if (pid <= 0 || waitpid(pid, &state, WNOHANG) != pid)
		return false;
	*status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
	return true;
}

static void
say_problem(const struct err *err)
{
	fprintf(stderr, "private_pcscd: %s: %s\n", err->where == NULL ? "pcscd" : err->where, err->detail);
}

/* Until the command ends or somebody ends us. */
static int
serve(struct pcscd *pcscd, pid_t command, const sigset_t *signals)
{
	int status = 0;

	for (;;) {
		struct err err = {0};
		int number = sigwaitinfo(signals, NULL);
		if (number == SIGUSR1) {
			pcscd_kill(pcscd, SIGKILL);
		} else if (number == SIGUSR2) {
			if (pcscd_again(pcscd, &err) != OK)
				say_problem(&err);
		} else if (number == SIGCHLD) {
			if (pcscd->pid > 0 && pcscd_has_ended(pcscd))
				fprintf(stderr, "private_pcscd: pcscd has ended by itself; see %s/log\n", pcscd->directory);
			if (has_command_ended(command, &status))
				return status;
		} else if (number > 0) {
			if (command > 0 && kill(command, SIGTERM) == 0)
				waitpid(command, NULL, 0);
			return 128 + number;
		}
	}
}

static bool
parse_arguments(int argc, char **argv, struct pcscd_wish *wish, char ***command)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0 && i + 1 < argc) {
			*command = argv + i + 1;
			break;
		}
		if (strcmp(argv[i], "--port") == 0 && i + 1 < argc)
			wish->port = atoi(argv[++i]);
		else if (strcmp(argv[i], "--polkit") == 0 && i + 1 < argc)
			wish->polkit_bus = argv[++i];
		else if (strcmp(argv[i], "--open") == 0)
			wish->network = PCSCD_OPEN;
		else if (strcmp(argv[i], "--isolate") == 0)
			wish->network = PCSCD_ISOLATED;
		else if (argv[i][0] != '-' && wish->directory == NULL)
			wish->directory = argv[i];
		else
			return false;
	}
	return wish->directory != NULL && wish->port >= 0 && wish->port < 65535;
}

int
main(int argc, char **argv)
{
	struct pcscd_wish wish = {0};
	struct pcscd pcscd;
	struct err err = {0};
	char **command = NULL;
	char path[4096];
	sigset_t signals, before;
	pid_t pid = 0;
	int status = 2;

	if (!parse_arguments(argc, argv, &wish, &command))
		return complain_usage();
	/* The path is handed to others, who may stand elsewhere. */
	if (wish.directory[0] != '/' && getcwd(path, sizeof path - 300) != NULL) {
		size_t length = strlen(path);
		snprintf(path + length, sizeof path - length, "/%s", wish.directory);
		wish.directory = path;
	}
	sigemptyset(&signals);
	for (size_t i = 0; i < 6; i++)
		sigaddset(&signals, (const int[]){SIGUSR1, SIGUSR2, SIGCHLD, SIGTERM, SIGINT, SIGHUP}[i]);
	sigprocmask(SIG_BLOCK, &signals, &before);
	if (pcscd_start(&pcscd, &wish, &err) == OK) {
		if (!pcscd.is_isolated && wish.network != PCSCD_OPEN)
			fprintf(stderr, "private_pcscd: no network of its own (%s): port %d can be reached from outside\n",
				strerror(pcscd.why_open), pcscd.port);
		if (command != NULL)
			pid = run_command(command, &before, &pcscd);
		else
			printf("ready port=%d socket=%s isolated=%s\n", pcscd.port, pcscd.socket,
				pcscd.is_isolated ? "yes" : "no");
		fflush(stdout);
		status = pid < 0 ? 2 : serve(&pcscd, pid, &signals);
	} else {
		say_problem(&err);
	}
	pcscd_stop(&pcscd);
	return status;
}
