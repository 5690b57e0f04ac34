/*
 * screen/test_golden: every screen as it has been looked at and found good, cell by cell, in both languages, three sizes
 * and on terminals with and without function keys, colours and UTF-8. TESLIM_GOLDEN=write writes the pictures anew;
 * look at the difference before committing it.
 */
#include "../terminal/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 8000, REST = 250 };

struct stop {
	const char *keys; /* "F3", "Enter"; "=text" types; separated by blanks, "_" types a blank */
	const char *name; /* NULL: no picture here */
};

/* One session through the whole program. */
static const struct stop walk[] = {
	{"", "login"},
	{"=demo Tab =yanlis Enter", "login-refused"},
	{"=demo Enter", "home"},
	{"F1", "help"},
	{"Esc Enter", "list"},
	{"Space Down Space", "list-marked"},
	{"F6", "move-several"},
	{"Esc =ışıl", "list-search"},
	{"Enter", "detail"},
	{"F6", "move-menu"},
	{"Enter", "move-questions"},
	{"F9", "move-lacking"},
	{"Esc Down Down Down Enter =2026/11 Enter =çekmecede_yok F9", "move-armed"},
	{"Esc Esc Esc", NULL},
	{"Esc Esc Down Down Down Down Down Enter", "items-missing"},
	{"F6 Enter", "move-item"},
	{"Esc Esc F5", "items-here"},
	{"New", "drawer-begin"},
	{"F9", "drawer-no-reason"},
	{"Space Enter =Gülay", NULL},
	{"F9", "drawer-count"},
	{"=A-02 Enter", "drawer-place"},
	{"=012345678902", "drawer-counted"},
	{"=012399990001", NULL},
	{"F9", "drawer-difference"},
	{"F9", "drawer-armed"},
	{"Slowly Commit", "drawer-record"},
	{"F9", NULL},
	{"F9", "drawer-signed"},
	{"Commit", NULL},
	{"Esc", NULL},
	{"Esc Up Enter", "unsigned"},
	{"Esc Down Down Down Down Down Down Down Down Down Down Down Down Enter", "journal"},
	{"F5", "journal-whole"},
	{"Esc F7", "doctor"},
	{"Esc Up Enter", "queue"},
	{"Esc Up Enter", "delivery-parcels"},
	{"Down Down Enter", "delivery-record"},
	{"Esc Up Up Enter", "delivery-people"},
	{"=Hızlı Enter =Veli Enter Space Enter Enter =A12B34567", NULL},
	{"F9", "delivery-packaging"},
	{"Space Space F6", "delivery-refusal"},
	{"F9", "delivery-refusal-why"},
	{"F8 F9", "delivery-said"},
	{"=12 Enter =9 F9", "delivery-count"},
	{"F12 1", "delivery-good"},
	{"F12 2", "delivery-unexpected"},
	{"F4", "delivery-row"},
	{"F9 F12 7", "delivery-unreadable"},
	{"=012345678901", "delivery-counted"},
	{"F4 Space F9 F9", "delivery-difference"},
	{"F9", "delivery-armed"},
	{"Slowly Commit", "delivery-print"},
	{"F9", "delivery-signed"},
	{"F9", NULL},
	{"F12", "demo-cards"},
	{"0", NULL},
	{"F3", "handover-applicant"},
	{"=ışıl Enter", "handover-identity"},
	{"F9", "handover-identity-missing"},
	{"=A12B34567 Enter =01.05.2031 Enter =99999", "handover-digits-wrong"},
	{"=10000", "handover-digits"},
	{"Face", "handover-face"},
	{"Enter", "handover-card"},
	{"F12 2", "handover-other"},
	{"F6", "handover-refuse"},
	{"F8 F12 3", "handover-expired"},
	{"F12 5", "handover-test"},
	{"F12 7", "handover-unreadable"},
	{"F12 1", "handover-verdict"},
	{"F4", "certificate"},
	{"Esc F9", "handover-items"},
	{"=89AC F9", "handover-end-differs"},
	{"Backspace =B Tab Tab =OKY-88213 F9", "handover-summary"},
	{"F9", "handover-armed"},
};
/* The pause before the second key of the commit is real time; the rest comes after it. */
static const struct stop walk_on[] = {
	{"Commit", "handover-print"},
	{"F9", "handover-signed"},
	{"F6", "correction"},
	{"F9", "correction-reason-missing"},
	{"=zarflar F9", "correction-armed"},
	{"Esc", NULL},
	{"F9", "home-after"},
	{"Esc", "home-leaving"},
	{"F10", "locked"},
	{"=x Enter", "locked-refused"},
};

struct variant {
	const char *name, *golden, *term, *locale;
	int rows, columns;
	const char *option; /* of the demo */
};

static const struct variant variants[] = {
	{"Turkish 80x24", "tr-80x24", "xterm-256color", "C.UTF-8", 24, 80, NULL},
	{"English 80x24", "en-80x24", "xterm-256color", "C.UTF-8", 24, 80, "--english"},
	{"Turkish 100x30", "tr-100x30", "xterm-256color", "C.UTF-8", 30, 100, NULL},
	{"Turkish 132x43", "tr-132x43", "xterm-256color", "C.UTF-8", 43, 132, NULL},
	{"English 132x43", "en-132x43", "xterm-256color", "C.UTF-8", 43, 132, "--english"},
	{"the Linux console shows the same", "tr-80x24", "linux", "C.UTF-8", 24, 80, NULL},
	{"screen shows the same", "tr-80x24", "screen-256color", "C.UTF-8", 24, 80, NULL},
	{"tmux shows the same", "tr-80x24", "tmux-256color", "C.UTF-8", 24, 80, NULL},
	{"without colours the same", "tr-80x24", "xterm-mono", "C.UTF-8", 24, 80, NULL},
	{"Turkish without UTF-8", "tr-ascii", "xterm-256color", "tr_TR.ISO-8859-9", 24, 80, NULL},
	{"a vt100 without UTF-8", "tr-ascii", "vt100", "tr_TR.ISO-8859-9", 24, 80, NULL},
};

static struct terminal terminal;
static const struct variant *variant;
static struct str pictures; /* written */
static char *golden;        /* compared with */
static int number, failures;
static bool writing;

/* The name must have been on the screen for a moment first. */
static void
look_at_face(void)
{
	terminal_settle(&terminal, 1100, 1200);
	terminal_type(&terminal, "\031");
}

static void
press_keys(const char *keys)
{
	char copy[256], *rest = NULL;

	copy_text(copy, sizeof copy, keys);
	for (char *key = strtok_r(copy, " ", &rest); key != NULL; key = strtok_r(NULL, " ", &rest)) {
		if (key[1] == '\0')
			terminal_type(&terminal, key);
		else if (key[0] == '=')
			terminal_type(&terminal, key + 1);
		else if (strcmp(key, "Space") == 0)
			terminal_type(&terminal, " ");
		else if (strcmp(key, "Slowly") == 0)
			terminal_settle(&terminal, 400, 400); /* the pause before the second key of a commit is real time */
		else if (strcmp(key, "New") == 0)
			terminal_type(&terminal, "\016");
		else if (strcmp(key, "Commit") == 0)
			terminal_type(&terminal, "\024");
		else if (strcmp(key, "Face") == 0)
			look_at_face();
		else
			terminal_key(&terminal, key);
		/* A person's keys come one at a time; a lone Esc needs its pause to be one. */
		terminal_settle(&terminal, strcmp(key, "Esc") == 0 ? 250 : 30, 1000);
	}
}

/* The golden picture of that name, without its heading; NULL when there is none. *length gets its size. */
static const char *
find_picture(const char *name, size_t *length)
{
	char heading[96];
	const char *begin, *end;

	snprintf(heading, sizeof heading, "== %s\n", name);
	begin = golden == NULL ? NULL : strstr(golden, heading);
	if (begin == NULL)
		return NULL;
	begin += strlen(heading);
	end = strstr(begin, "\n== ");
	*length = end == NULL ? strlen(begin) : (size_t)(end + 1 - begin);
	return begin;
}

static bool
looks_like(const char *picture, size_t length)
{
	struct str now = {0};
	bool same;

	terminal_text(&terminal, &now);
	same = now.length == length && memcmp(now.data, picture, length) == 0;
	str_clear(&now);
	return same;
}

static void
say_expected(const char *picture, size_t length)
{
	printf("# expected:\n");
	for (size_t at = 0; at < length;) {
		size_t line = strcspn(picture + at, "\n");
		printf("# |%.*s\n", (int)line, picture + at);
		at += line + 1;
	}
}

static void
stop_at(const struct stop *stop)
{
	const char *picture;
	size_t length = 0;
	int64_t end;
	bool same;

	press_keys(stop->keys);
	if (stop->name == NULL)
		return;
	if (writing) {
		terminal_settle(&terminal, REST, PATIENCE);
		str_printf(&pictures, "== %s\n", stop->name);
		terminal_text(&terminal, &pictures);
		return;
	}
	picture = find_picture(stop->name, &length);
	end = clock_monotonic_ms() + (failures > 3 ? 300 : PATIENCE);
	same = picture != NULL && looks_like(picture, length);
	while (picture != NULL && !same && clock_monotonic_ms() < end) {
		terminal_settle(&terminal, 20, 50);
		same = looks_like(picture, length);
	}
	printf("%s %d - %s: %s\n", same ? "ok" : "not ok", ++number, variant->name, stop->name);
	if (same)
		return;
	failures++;
	terminal_dump(&terminal, stop->name);
	if (picture != NULL)
		say_expected(picture, length);
}

/* Nothing on any screen may be cut by the terminal: the last column of an 80-column terminal is never needed by a word. */
static void
run_walk(void)
{
	for (size_t i = 0; i < ARRAY_LENGTH(walk); i++)
		stop_at(&walk[i]);
	terminal_settle(&terminal, 400, 400);
	for (size_t i = 0; i < ARRAY_LENGTH(walk_on); i++)
		stop_at(&walk_on[i]);
}

static void
run_variant(const char *top, const char *build)
{
	char program[512], path[512];
	const char *const argv[] = {program, "--demo", variant->option, NULL};
	const char *const environment[] = {"TESLIM_NOW=2026-11-23T14:05:00+03:00", NULL};
	struct terminal_wish wish = {.argv = argv,
		.term = variant->term,
		.locale = variant->locale,
		.rows = variant->rows,
		.columns = variant->columns,
		.environment = environment};
	struct err err = {0};
	size_t length;

	snprintf(program, sizeof program, "%s/tests/ui/ui_demo", build);
	snprintf(path, sizeof path, "%s/tests/screen/golden/%s.txt", top, variant->golden);
	golden = NULL;
	str_reset(&pictures);
	if (!writing && file_read(path, 1 << 20, &golden, &length, &err) != OK) {
		printf("not ok %d - %s can be read\n", ++number, path);
		failures++;
		return;
	}
	terminal_open(&terminal, &wish);
	terminal_settle(&terminal, 150, PATIENCE);
	run_walk();
	terminal_close(&terminal);
	if (writing && file_write(path, pictures.data, pictures.length, 0644, &err) != OK) {
		printf("not ok %d - %s can be written: %s\n", ++number, path, err.detail);
		failures++;
	}
	mem_free(golden);
}

/* Each variant waits most of the time, so they go side by side, each in a process and with its lines in a file. */
static FILE *lines[ARRAY_LENGTH(variants)];
static pid_t workers[ARRAY_LENGTH(variants)];

static void
begin_variant(int index, const char *top, const char *build)
{
	lines[index] = tmpfile();
	fflush(NULL);
	workers[index] = fork();
	if (lines[index] == NULL || workers[index] < 0) {
		perror("test_golden");
		exit(2);
	}
	if (workers[index] > 0)
		return;
	variant = &variants[index];
	dup2(fileno(lines[index]), STDOUT_FILENO);
	run_variant(top, build);
	fflush(NULL);
	_exit(failures > 0 ? 1 : 0);
}

static void
end_variant(int index)
{
	char line[1024];
	int status;

	if (workers[index] == 0)
		return;
	if (waitpid(workers[index], &status, 0) != workers[index] || status != 0)
		failures++;
	rewind(lines[index]);
	while (fgets(line, sizeof line, lines[index]) != NULL) {
		const char *name = strstr(line, " - ");
		bool good = strncmp(line, "ok ", 3) == 0, bad = strncmp(line, "not ok ", 7) == 0;
		if ((good || bad) && name != NULL)
			printf("%s %d%s", good ? "ok" : "not ok", ++number, name);
		else
			fputs(line, stdout);
	}
	fclose(lines[index]);
}

int
main(void)
{
	const char *top = getenv("TOP"), *build = getenv("BUILD"), *mode = getenv("TESLIM_GOLDEN");

	writing = mode != NULL && strcmp(mode, "write") == 0;
	if (top == NULL || build == NULL) {
		puts("not ok 1 - TOP and BUILD are set");
		return 1;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(variants); i++) {
		bool is_first = i == 0 || strcmp(variants[i].golden, variants[i - 1].golden) != 0;
		if (writing && (!is_first || (i > 4 && strcmp(variants[i].golden, "tr-80x24") == 0)))
			continue; /* the first of those that must look the same writes */
		begin_variant((int)i, top, build);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(variants); i++)
		end_variant((int)i);
	str_clear(&pictures);
	if (writing) {
		puts("not ok 1 - pictures were written, not compared");
		return 1;
	}
	if (number == 0)
		failures++;
	printf("1..%d\n", number);
	return failures > 0 ? 1 : 0;
}
