/*
 * ssh/test_ssh: the two ways of working over SSH that README.md describes, with a real sshd on loopback: the desk lends its
 * card service over the line, or the agent runs at the desk. What happens when the line dies, and what the kiosk account
 * of conf/sshd-teslim.conf cannot do.
 */
#include "terminal/harness.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOON = 15000 };

static char work[64];
static struct terminal terminal;
static int number, failures;

static void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	fflush(stdout);
	failures += !held;
}

static void
shows(const char *text, const char *name)
{
	bool held = terminal_expect(&terminal, text, failures == 0 ? SOON : 1000);

	tell_result(held, name);
	if (!held)
		terminal_dump(&terminal, name);
}

/* Runs a shell command ("$W" is the work folder); its output in *out. Returns its exit status. */
static int
run(const char *command, struct str *out)
{
	char line[1024];
	struct str whole = {0};
	FILE *pipe;
	int status;

	str_printf(&whole, "W=%s; exec 2>&1; %s", work, command);
	pipe = popen(str_text(&whole), "r");
	str_clear(&whole);
	str_reset(out);
	if (pipe == NULL)
		return -1;
	while (fgets(line, sizeof line, pipe) != NULL)
		str_add(out, line);
	status = pclose(pipe);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
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

static bool
wait_for_file(const char *name)
{
	char path[160];

	snprintf(path, sizeof path, "%s/%s", work, name);
	for (int i = 0; i < 600; i++) {
		if (access(path, F_OK) == 0)
			return true;
		usleep(50000);
	}
	return false;
}

/* The desk lends its card service: ssh -N -R FAR:NEAR. */
static pid_t
lend_reader(void)
{
	static char sockets[300], configuration[100];
	const char *const argv[] = {"ssh", "-F", configuration, "-N", "-R", sockets, "kiosk", NULL};

	snprintf(configuration, sizeof configuration, "%s/kiosk", work);
	snprintf(sockets, sizeof sockets, "%s/far/pcscd.comm:%s/pcscd/socket", work, work);
	return start(argv);
}

/* ------------------------------------------------------------------ */

static void
lent_reader(void)
{
	struct str out = {0};
	pid_t tunnel = lend_reader();

	tell_result(wait_for_file("far/pcscd.comm"), "the desk's card service appears on the server");
	tell_result(run("ls -l $W/far/pcscd.comm", &out) == 0 && strstr(str_text(&out), "srw-------") != NULL, "for nobody but its account");
	tell_result(run("PCSCLITE_CSOCK_NAME=$W/far/pcscd.comm \"$BUILD/teslim-card\" --once --events", &out) == 0 &&
			strstr(str_text(&out), "\ncert ") != NULL && strstr(str_text(&out), "\ndone ") != NULL,
		"the agent there reads the card here");
	end(tunnel, SIGTERM);
	run("PCSCLITE_CSOCK_NAME=$W/far/pcscd.comm \"$BUILD/teslim-card\" --once --events --lang tr", &out);
	tell_result(strstr(str_text(&out), "code=socket-") != NULL, "a tunnel that has gone is named as such");
	str_clear(&out);
}

static void
agent_at_the_desk(void)
{
	struct str out = {0};
	int status = run("\"$BUILD/teslim\" card --config $W/demo/teslim.conf --lang tr", &out);

	tell_result(status == 0 && strstr(str_text(&out), "AYŞE ŞULE ÖZTÜRK") != NULL, "the agent run at the desk tells the card to the server");
	if (failures > 0)
		printf("# status %d: %s\n", status, str_text(&out));
	str_clear(&out);
}

static void
open_kiosk(void)
{
	static char configuration[100];
	const char *const argv[] = {"ssh", "-F", configuration, "-tt", "kiosk", NULL};

	snprintf(configuration, sizeof configuration, "%s/kiosk", work);
	terminal_open(&terminal, &(struct terminal_wish){.argv = argv});
}

static void
move_card(const char *command)
{
	struct str whole = {0}, out = {0};

	str_printf(&whole, "python3 -c \"import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); "
		"s.send(sys.argv[2].encode()); s.recv(99)\" $W/card.sock '%s\n'", command);
	tell_result(run(str_text(&whole), &out) == 0, command);
	str_clear(&whole);
	str_clear(&out);
}

static void
tunnel_dies(void)
{
	pid_t tunnel = lend_reader();

	move_card("remove");
	wait_for_file("far/pcscd.comm");
	open_kiosk();
	shows("Parola", "the kiosk account lands in the program");
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("hazır, kart yok", "which sees the reader at the desk");
	end(tunnel, SIGKILL);
	shows("kart hizmeti yok", "the tunnel dies: the home screen says so, and goes on");
	terminal_key(&terminal, "F5");
	shows("Elif Yılmaz", "everything else still works");
	terminal_key(&terminal, "Esc");
	terminal_settle(&terminal, 300, 2000);
	tunnel = lend_reader();
	shows("hazır, kart yok", "the tunnel is back: so is the reader, by itself");
	move_card("insert 90000000278-right");
	shows("Teslim 2/8", "a card put in at the desk begins its handover on the server");
	terminal_type(&terminal, "z11y22333\r");
	terminal_settle(&terminal, 800, 3000);
	end(terminal.pid, SIGKILL); /* the line to the session dies */
	terminal.pid = 0;
	terminal_close(&terminal);
	usleep(500000);
	open_kiosk();
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "demo\tdeneme\r");
	shows("Yarım kalan teslim var", "after a lost session the handover is offered again");
	terminal_key(&terminal, "F3");
	shows("z11y22333", "with what was typed");
	terminal_close(&terminal);
	end(tunnel, SIGTERM);
}

static void
nothing_but_teslim(void)
{
	struct str out = {0};
	int status;

	status = run("timeout 20 ssh -F $W/kiosk kiosk cat $W/ssh/authorized-kiosk </dev/null", &out);
	tell_result(status != 0 && strstr(str_text(&out), "ssh-ed25519") == NULL, "a command is not run");
	run("timeout 4 ssh -F $W/kiosk -tt kiosk \"touch $W/broken\" </dev/null", &out);
	tell_result(run("test -e $W/broken", &out) != 0, "not on a terminal either");
	status = run("echo hallo >$W/file; timeout 20 scp -F $W/kiosk $W/file kiosk:$W/copied </dev/null", &out);
	tell_result(status != 0 && run("test -e $W/copied", &out) != 0, "no file can be copied");
	status = run("echo \"get $W/ssh/authorized-kiosk $W/fetched\" | timeout 20 sftp -F $W/kiosk -b - kiosk", &out);
	tell_result(status != 0 && run("test -e $W/fetched", &out) != 0, "nor fetched by sftp");
	run("P=$(sed -n 's/.*Port //p' $W/desk); timeout 6 ssh -F $W/kiosk -N -L 127.0.0.1:$((P + 7)):127.0.0.1:$P kiosk & "
	    "sleep 2; timeout 3 sh -c \"exec 3<>/dev/null; ssh-keyscan -T 2 -p $((P + 7)) 127.0.0.1\"; wait",
		&out);
	tell_result(strstr(str_text(&out), "ssh-ed25519") == NULL, "no TCP connection is forwarded");
	run("timeout 5 ssh -F $W/kiosk -o ExitOnForwardFailure=yes -N -R 127.0.0.1:1:127.0.0.1:1 kiosk", &out);
	tell_result(strstr(str_text(&out), "failed") != NULL, "none backwards either");
	open_kiosk();
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "\032\003\034"); /* Ctrl-Z, Ctrl-C, Ctrl-backslash */
	terminal_settle(&terminal, 300, 2000);
	tell_result(!terminal.ended && terminal_find(&terminal, "Parola", NULL) >= 0, "Ctrl-Z, Ctrl-C and Ctrl-\\ lead nowhere");
	terminal_key(&terminal, "F10");
	tell_result(terminal_expect_end(&terminal, SOON), "leaving ends the connection");
	terminal_close(&terminal);
	run("TESLIM_NOW=2020-01-01 timeout 5 ssh -F $W/kiosk -o SendEnv=TESLIM_NOW -o SetEnv=LD_PRELOAD=x -tt kiosk </dev/null & sleep 2; "
	    "for p in $(pgrep -f \"^$BUILD/teslim --config $W\"); do tr '\\0' '\\n' </proc/$p/environ; done; wait",
		&out);
	tell_result(strstr(str_text(&out), "TESLIM_NOW") == NULL && strstr(str_text(&out), "LD_PRELOAD=x") == NULL &&
			strstr(str_text(&out), "PCSCLITE_CSOCK_NAME=") != NULL,
		"no variable of the client's gets through");
	str_clear(&out);
}

int
main(void)
{
	const char *top = getenv("TOP");
	char script[512];
	const char *const argv[] = {"sh", script, work, NULL};
	struct str out = {0};
	pid_t world;

	copy_text(work, sizeof work, "/tmp/teslim-ssh-XXXXXX");
	if (top == NULL || mkdtemp(work) == NULL) {
		puts("not ok 1 - TOP and BUILD are set");
		return 1;
	}
	snprintf(script, sizeof script, "%s/tests/ssh/world.sh", top);
	world = start(argv);
	tell_result(wait_for_file("ready"), "sshd takes the shipped example, a card service and a card are there");
	if (failures == 0) {
		lent_reader();
		agent_at_the_desk();
		tunnel_dies();
		nothing_but_teslim();
	}
	end(world, SIGTERM);
	if (failures == 0)
		run("rm -rf $W", &out);
	str_clear(&out);
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
