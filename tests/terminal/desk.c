/*
 * terminal/desk: see desk.h.
 */
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

enum { DOOR_MS = 10000 };

struct terminal terminal;
char folder[64], configuration[128], program[512];
bool good = true;

static int number;

void
tell_result(bool held, const char *name)
{
	printf("%s %d - %s\n", held ? "ok" : "not ok", ++number, name);
	if (!held) {
		good = false;
		terminal_dump(&terminal, name);
	}
	fflush(stdout);
}

void
start_on(const char *term, int rows, int columns)
{
	const char *const argv[] = {program, "--config", configuration, NULL};
	const char *const environment[] = {"PCSCLITE_CSOCK_NAME=/nonexistent/pcscd", NULL};

	terminal_open(&terminal,
		&(struct terminal_wish){.argv = argv, .term = term, .rows = rows, .columns = columns, .environment = environment});
	terminal_expect(&terminal, "Parola", DOOR_MS);
}

void
start(void)
{
	start_on(NULL, 24, 80);
}

void
log_in(void)
{
	terminal_type(&terminal, "demo\tdeneme\r");
	terminal_expect(&terminal, "Bugün", DOOR_MS);
}

static int
in_shell(const char *line)
{
	struct str command = {0};
	int status;

	str_printf(&command, "folder='%s'; %s", folder, line);
	status = system(str_text(&command));
	str_clear(&command);
	return status;
}

int
run_at_desk(const char *name, void (*const *parts)(void), size_t count)
{
	const char *top = getenv("TOP"), *build = getenv("BUILD");

	snprintf(folder, sizeof folder, "/tmp/teslim-%.20s-XXXXXX", name);
	if (top == NULL || build == NULL || mkdtemp(folder) == NULL ||
		in_shell("TESLIM_DEMO=$folder TESLIM_DEMO_PREPARE=1 sh \"$TOP/tests/demo/demo.sh\"") != 0) {
		puts("not ok 1 - a desk can be prepared");
		return 1;
	}
	snprintf(configuration, sizeof configuration, "%s/teslim.conf", folder);
	snprintf(program, sizeof program, "%s/teslim", build);
	for (size_t i = 0; i < count; i++)
		parts[i]();
	if (good && in_shell("rm -rf \"$folder\"") != 0)
		good = false;
	printf("1..%d\n", number);
	return good ? 0 : 1;
}
