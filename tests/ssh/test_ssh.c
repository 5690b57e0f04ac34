/*
 * ssh/test_ssh: working over SSH as README.md describes it, with the shipped files, several accounts and a real sshd on a
 * machine of its own (machine.sh): the desk lends its card service over its connection, or the agent runs at the desk;
 * what happens when a line dies, and whose line it is. What an account must not be able to do: test_attempts.sh.
 */
#include "terminal/harness.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON = 15000 };

#define LINE "/run/teslim-desk/masa1/pcscd.comm"

static int number, failures;

static void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	fflush(stdout);
	failures += !held;
}

static void
shows(struct terminal *terminal, const char *text, const char *name)
{
	bool held = terminal_expect(terminal, text, failures == 0 ? SOON : 1000);

	tell_result(held, name);
	if (!held)
		terminal_dump(terminal, name);
}

/* Runs a shell command; its output in *out. Returns its exit status. */
static int
run(const char *command, struct str *out)
{
	char line[1024];
	struct str whole = {0};
	FILE *pipe;
	int status;

	str_printf(&whole, "exec 2>&1; %s", command);
	fflush(NULL);
	pipe = popen(str_text(&whole), "re");
	str_clear(&whole);
	str_reset(out);
	if (pipe == NULL)
		return -1;
	while (fgets(line, sizeof line, pipe) != NULL)
		str_add(out, line);
	status = pclose(pipe);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Whether a shell command succeeds; its words are shown when it does not. */
static void
holds(const char *command, const char *name)
{
	struct str out = {0};
	int status = run(command, &out);

	tell_result(status == 0, name);
	if (status != 0)
		printf("# %d: %.300s\n", status, str_text(&out));
	str_clear(&out);
}

static pid_t
start(const char *const *argv)
{
	pid_t parent = getpid();
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static void
end(pid_t pid, int how)
{
	kill(pid, how);
	waitpid(pid, NULL, 0);
}

/* Waits until a shell command succeeds. */
static bool
wait_for(const char *command)
{
	struct str out = {0};
	int64_t limit = clock_monotonic_ms() + 30000;
	bool held;

	while (!(held = run(command, &out) == 0) && clock_monotonic_ms() < limit)
		usleep(50000);
	str_clear(&out);
	return held;
}

/*
 * An officer connects: ssh ACCOUNT, lending the reader of the own machine when `line` is not NULL. As README says, the
 * client keeps its own words off the screen.
 */
static void
connect_account(struct terminal *terminal, const char *account, const char *line)
{
	static char configuration[64], sockets[200];
	const char *const plain[] = {"ssh", "-F", configuration, "-o", "LogLevel=FATAL", "-tt", "server", NULL};
	const char *const lending[] = {"ssh", "-F", configuration, "-o", "LogLevel=FATAL", "-tt", "-R", sockets, "server", NULL};

	snprintf(configuration, sizeof configuration, "/w/%s", account);
	snprintf(sockets, sizeof sockets, "%s:/w/pcscd/socket", line != NULL ? line : "");
	terminal_open(terminal, &(struct terminal_wish){.argv = line != NULL ? lending : plain});
}

static void
log_in(struct terminal *terminal, const char *name)
{
	shows(terminal, "Parola", name);
	terminal_type(terminal, "demo\tdeneme\r");
}

static void
move_card(const char *command)
{
	struct str whole = {0};

	str_printf(&whole,
		"python3 -c \"import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect('/w/card.sock'); "
		"s.send(sys.argv[1].encode()); s.recv(99)\" '%s\n'",
		command);
	holds(str_text(&whole), command);
	str_clear(&whole);
}

/* ------------------------------------------------------------------ */

static void
lent_reader(struct terminal *first)
{
	connect_account(first, "masa1", LINE);
	log_in(first, "the account's connection lands in the program");
	shows(first, "hazır, kart yok", "which sees the reader of the officer's machine");
	holds("test \"$(stat -c '%A %U %G' " LINE ")\" = 'srw-rw---- masa1 teslim'",
		"the line is for its account and the desk, for nobody else");
	holds("p=$(pgrep -u teslim -x teslim) && tr '\\0' '\\n' </proc/$p/environ | grep -qx PCSCLITE_CSOCK_NAME=" LINE,
		"the program runs as the account that owns its files, with this line");
	holds("p=$(pgrep -u teslim -x teslim) && grep -q 'Max core file size *0 *0 ' /proc/$p/limits", "and leaves no core");
	move_card("insert 90000000278-right");
	shows(first, "Teslim 2/8", "a card put in at the desk begins its handover on the server");
	terminal_type(first, "z11y22333\r");
	terminal_settle(first, 800, 3000);
}

/* While the first session goes on. */
static void
second_sessions(struct terminal *first)
{
	struct terminal second;

	connect_account(&second, "masa1", LINE);
	shows(&second, "masa1 hesabının hattı kullanımda (127.0.0.1, ",
		"a second session of the same account is told whose line is in use");
	tell_result(terminal_expect_end(&second, SOON) && second.status != 0, "and ends");
	terminal_close(&second);
	connect_account(&second, "masa1", NULL);
	shows(&second, "hattı kullanımda", "also without a reader of its own: it would read the first one's cards");
	terminal_close(&second);
	connect_account(&second, "masa2", "/run/teslim-desk/masa2/pcscd.comm");
	log_in(&second, "another desk's account comes in meanwhile");
	shows(&second, "kart takılı", "and works");
	terminal_key(&second, "F10");
	terminal_close(&second);
	tell_result(!first->ended && terminal_find(first, "Teslim", NULL) >= 0, "the first session has noticed nothing");
	holds("su teslim -s /bin/sh -c 'PCSCLITE_CSOCK_NAME=" LINE " teslim-card --once --events' | grep -q '^cert '",
		"and its line still reads the card");
}

/* The connection is there, but nothing comes any more: a cable pulled, a laptop closed. */
static void
line_lost(struct terminal *first)
{
	struct terminal next;
	struct str out = {0};
	bool back;

	kill(first->pid, SIGSTOP);
	tell_result(wait_for("! test -e " LINE), "a lost line is noticed, its socket goes with it");
	connect_account(&next, "masa1", LINE);
	back = terminal_expect(&next, "Parola", SOON);
	tell_result(back, "the account can come in again");
	terminal_type(&next, "demo\tdeneme\r");
	shows(&next, "Yarım kalan teslim var", "the handover is offered again");
	terminal_key(&next, "F3");
	shows(&next, "z11y22333", "with what was typed");
	terminal_key(&next, "Esc");
	kill(first->pid, SIGKILL);
	terminal_close(first);
	*first = next;
	str_clear(&out);
}

static void
service_at_the_desk_goes(struct terminal *first)
{
	struct terminal next;

	terminal_close(first);
	tell_result(wait_for("! test -e " LINE), "leaving takes the line's socket away");
	move_card("remove");
	connect_account(&next, "masa1", LINE);
	log_in(&next, "a new connection makes its own");
	shows(&next, "hazır, kart yok", "and sees the reader");
	holds("pkill -USR1 -x private_pcscd", "the card service at the desk dies");
	shows(&next, "kart hizmeti yok", "the home screen says so, and goes on");
	terminal_key(&next, "Enter");
	shows(&next, "Elif Yılmaz", "everything else still works");
	terminal_key(&next, "Esc");
	holds("pkill -USR2 -x private_pcscd", "the service is back");
	shows(&next, "hazır, kart yok", "so is the reader, by itself");
	*first = next;
}

/* What a session that was killed has left, and lines that no session of ours has made. */
static void
dead_and_foreign_lines(struct terminal *first)
{
	const char *const tunnel[] = {"ssh", "-F", "/w/masa1", "-N", "-R", LINE ":/w/pcscd/socket", "server", NULL};
	struct terminal next;
	pid_t lending;

	holds("pkill -KILL -u masa1 -x login", "a session is killed");
	tell_result(terminal_expect_end(first, SOON), "its connection ends");
	terminal_close(first);
	holds("test -S " LINE, "its socket stays behind, dead");
	connect_account(&next, "masa1", LINE);
	shows(&next, "Bir kez daha bağlanın", "the next one is told to connect once more");
	tell_result(terminal_expect_end(&next, SOON), "and ends");
	terminal_close(&next);
	holds("! test -e " LINE, "the dead socket is gone");
	connect_account(&next, "masa1", LINE);
	log_in(&next, "once more");
	shows(&next, "hazır, kart yok", "the reader is there again");
	terminal_close(&next);
	wait_for("! test -e " LINE);
	lending = start(tunnel);
	tell_result(wait_for("test -S " LINE), "a connection without a session lends a reader");
	connect_account(&next, "masa1", NULL);
	shows(&next, "okuyucu hattı başka bir bağlantının elinde", "a session is not given another connection's reader");
	terminal_close(&next);
	connect_account(&next, "masa1", LINE);
	shows(&next, "okuyucu hattı başka bir bağlantının elinde", "nor can it take the line over");
	terminal_close(&next);
	holds("test -S " LINE, "the other connection keeps it");
	end(lending, SIGTERM);
	connect_account(&next, "masa1", NULL);
	shows(&next, "Bir kez daha bağlanın", "when that has gone, what it left is cleared away");
	terminal_close(&next);
}

static void
no_way_out(void)
{
	struct terminal terminal;

	connect_account(&terminal, "masa1", NULL);
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "\032\003\034"); /* Ctrl-Z, Ctrl-C, Ctrl-backslash */
	terminal_settle(&terminal, 300, 2000);
	tell_result(!terminal.ended && terminal_find(&terminal, "Parola", NULL) >= 0, "Ctrl-Z, Ctrl-C and Ctrl-\\ lead nowhere");
	terminal_key(&terminal, "Esc");
	terminal_expect(&terminal, "F9", SOON);
	terminal_key(&terminal, "F9");
	tell_result(terminal_expect_end(&terminal, SOON) && terminal.status == 0, "leaving ends the connection");
	terminal_close(&terminal);
}

static void
agent_at_the_desk(void)
{
	struct str out = {0};
	int status;

	move_card("insert 90000000278-right");
	status = run("{ grep -v '^card_command\\|^demo_socket' /w/demo/teslim.conf; echo 'card_command = \"ssh -F /w/pc officer "
		     "env PCSCLITE_CSOCK_NAME=/w/pcscd/socket /usr/bin/teslim-card\";'; } >/w/demo/far.conf; "
		     "teslim card --config /w/demo/far.conf --lang tr",
		&out);
	tell_result(status == 0 && strstr(str_text(&out), "AYŞE ŞULE ÖZTÜRK") != NULL,
		"the agent run at the desk tells the card to the server");
	if (status != 0)
		printf("# status %d: %s\n", status, str_text(&out));
	str_clear(&out);
}

/* ------------------------------------------------------------------ */

/* Runs this program again on a machine of its own, as its root. */
static int
enter_machine(const char *self)
{
	const char *top = getenv("TOP");
	char outer[64] = "/tmp/teslim-ssh-XXXXXX", script[512];
	const char *const argv[] = {"sh", script, outer, self, NULL};
	struct str out = {0}, command = {0};
	int status;

	if (top == NULL || getenv("BUILD") == NULL || mkdtemp(outer) == NULL) {
		puts("not ok 1 - TOP and BUILD are set");
		return 1;
	}
	snprintf(script, sizeof script, "%s/tests/ssh/machine.sh", top);
	waitpid(start(argv), &status, 0);
	str_printf(&command, "rm -rf --one-file-system %s", outer);
	run(str_text(&command), &out);
	str_clear(&out);
	str_clear(&command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int
main(int argc, char **argv)
{
	const char *const world_argv[] = {"sh", "-c", "exec sh \"$TOP/tests/ssh/world.sh\" >/tmp/world.log 2>&1", NULL};
	struct terminal first;
	struct str out = {0};
	char self[PATH_MAX];
	bool ready;
	pid_t world;

	(void)argc;
	if (getenv("TESLIM_MACHINE") == NULL)
		return enter_machine(realpath(argv[0], self) != NULL ? self : argv[0]);
	world = start(world_argv);
	ready = wait_for("test -e /w/ready");
	tell_result(ready, "a server as shipped, its accounts, a card service and a card");
	if (ready) {
		lent_reader(&first);
		second_sessions(&first);
		line_lost(&first);
		service_at_the_desk_goes(&first);
		dead_and_foreign_lines(&first);
		no_way_out();
		agent_at_the_desk();
	}
	if (failures > 0) {
		run("tail -n 20 /tmp/world.log /w/sshd.log /var/log/teslim/teslim.log | sed 's/^/# /'", &out);
		fputs(str_text(&out), stdout);
	}
	end(world, SIGTERM);
	str_clear(&out);
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
