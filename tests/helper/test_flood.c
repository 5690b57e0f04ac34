/*
 * helper/test_flood: the whole program with a card agent that floods: the officer reads a sentence, the desk goes on
 * working, and the log stays small.
 */
#include "../terminal/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SOON = 15000, LOG_MAX = 128 * 1024 };

static struct terminal terminal;
static char folder[64], configuration[128], program[512];
static int number;
static bool good = true;

static void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	if (!held) {
		good = false;
		terminal_dump(&terminal, name);
	}
	fflush(stdout);
}

static bool
run(const char *command)
{
	struct str line = {0};
	int status;

	str_printf(&line, "cd %s && %s", folder, command);
	status = system(str_text(&line));
	str_clear(&line);
	return status == 0;
}

/* Another card program, one line of shell, and an empty log. */
static bool
set_agent(const char *script)
{
	struct str line = {0};
	bool done;

	str_printf(&line,
		"echo '%s' >agent.sh && : >log/teslim.log && sed -i -e '1i card_command = \"sh %s/agent.sh\";' "
		"-e '/^card_command/d' teslim.conf",
		script, folder);
	done = run(str_text(&line));
	str_clear(&line);
	return done;
}

static long
log_size(void)
{
	char path[128];
	struct stat now;

	snprintf(path, sizeof path, "%s/log/teslim.log", folder);
	return stat(path, &now) == 0 ? (long)now.st_size : -1;
}

static void
flood(const char *agent, const char *what)
{
	const char *const argv[] = {program, "--config", configuration, NULL};
	char name[128];

	snprintf(name, sizeof name, "a desk whose card program writes %s can be set up", what);
	tell_result(set_agent(agent), name);
	terminal_open(&terminal, &(struct terminal_wish){.argv = argv});
	terminal_expect(&terminal, "Parola", SOON);
	terminal_type(&terminal, "demo\tdeneme\r");
	snprintf(name, sizeof name, "%s: the desk opens all the same", what);
	tell_result(terminal_expect(&terminal, "Bugün", SOON), name);
	snprintf(name, sizeof name, "%s: a sentence says that it was stopped and when it is started again", what);
	tell_result(terminal_expect(&terminal, "yağdırdığı için durduruldu; 15", SOON), name);
	terminal_key(&terminal, "F5");
	snprintf(name, sizeof name, "%s: keys are answered", what);
	tell_result(terminal_expect(&terminal, "Ara", SOON), name);
	terminal_key(&terminal, "Esc");
	snprintf(name, sizeof name, "%s: the log stays small", what);
	tell_result(log_size() > 0 && log_size() < LOG_MAX, name);
	printf("# the log has %ld bytes\n", log_size());
	terminal_close(&terminal);
}

int
main(void)
{
	const char *top = getenv("TOP"), *build = getenv("BUILD");

	copy_text(folder, sizeof folder, "/tmp/teslim-flood-XXXXXX");
	if (top == NULL || build == NULL || mkdtemp(folder) == NULL) {
		puts("not ok 1 - a folder can be made");
		return 1;
	}
	snprintf(configuration, sizeof configuration, "%s/teslim.conf", folder);
	snprintf(program, sizeof program, "%s/teslim", build);
	setenv("TESLIM_DEMO", folder, 1);
	setenv("TESLIM_DEMO_PREPARE", "1", 1);
	tell_result(run("sh \"$TOP\"/tests/demo/demo.sh"), "a desk can be prepared");
	flood("yes MALFORMED", "malformed lines");
	flood("yes much ado >&2", "on standard error");
	if (good)
		good = run("rm -rf \"$TESLIM_DEMO\"");
	printf("1..%d\n", number);
	return good ? 0 : 1;
}
