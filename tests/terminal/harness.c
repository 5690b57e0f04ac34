/*
 * terminal/harness: see harness.h.
 */
#include "harness.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

enum { HANDS_MS = 200 };

/* ------------------------------------------------------------------ the emulation */

static int
on_bell(void *user)
{
	((struct terminal *)user)->bells++;
	return 1;
}

static int
on_cursor(VTermPos to, VTermPos from, int visible, void *user)
{
	struct terminal *terminal = user;

	(void)from;
	terminal->cursor_row = to.row;
	terminal->cursor_column = to.col;
	terminal->cursor_shown = visible != 0;
	return 1;
}

static int
on_property(VTermProp property, VTermValue *value, void *user)
{
	struct terminal *terminal = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		terminal->cursor_shown = value->boolean != 0;
	if (property == VTERM_PROP_ALTSCREEN)
		terminal->alternate = value->boolean != 0;
	return 1;
}

/* What the emulation answers to the program (device attributes and the like). */
static void
on_answer(const char *bytes, size_t length, void *user)
{
	terminal_send(user, bytes, length);
}

static void
start_emulation(struct terminal *terminal)
{
	static const VTermScreenCallbacks callbacks = {.bell = on_bell, .movecursor = on_cursor, .settermprop = on_property};

	terminal->vterm = vterm_new(terminal->rows, terminal->columns);
	if (terminal->vterm == NULL) {
		fputs("harness: no terminal emulation\n", stderr);
		exit(2);
	}
	vterm_set_utf8(terminal->vterm, terminal->is_utf8);
	vterm_output_set_callback(terminal->vterm, on_answer, terminal);
	terminal->screen = vterm_obtain_screen(terminal->vterm);
	vterm_screen_enable_altscreen(terminal->screen, 1);
	vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
	vterm_screen_reset(terminal->screen, 1);
}

/* ------------------------------------------------------------------ the program */

static void
become_program(const struct terminal_wish *wish, const struct terminal *terminal)
{
	setenv("TERM", terminal->term, 1);
	setenv("LC_ALL", wish->locale == NULL ? "C.UTF-8" : wish->locale, 1);
	unsetenv("COLORTERM");
	unsetenv("NO_COLOR");
	unsetenv("TMUX");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (int i = 0; wish->environment != NULL && wish->environment[i] != NULL; i++)
		putenv(mem_string(wish->environment[i]));
	for (int number = 1; number < 32; number++)
		signal(number, SIG_DFL);
	execvp(wish->argv[0], (char *const *)(uintptr_t)wish->argv);
	fprintf(stderr, "harness: %s: %s\n", wish->argv[0], strerror(errno));
	_exit(127);
}

void
terminal_open(struct terminal *terminal, const struct terminal_wish *wish)
{
	struct winsize size = {0};

	*terminal = (struct terminal){.rows = wish->rows > 0 ? wish->rows : 24, .columns = wish->columns > 0 ? wish->columns : 80};
	copy_text(terminal->term, sizeof terminal->term, wish->term == NULL ? "xterm-256color" : wish->term);
	terminal->is_utf8 = wish->locale == NULL || strstr(wish->locale, "UTF-8") != NULL;
	terminal->last_byte_ms = clock_monotonic_ms();
	if (!wish->is_sizeless) {
		size.ws_row = (unsigned short)terminal->rows;
		size.ws_col = (unsigned short)terminal->columns;
	}
	start_emulation(terminal);
	fflush(NULL);
	terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
	if (terminal->pid < 0) {
		perror("harness: forkpty");
		exit(2);
	}
	if (terminal->pid == 0)
		become_program(wish, terminal);
}

/* Has it ended? Notes its status. */
static bool
reap(struct terminal *terminal, int options)
{
	int state;

	if (terminal->pid == 0)
		return true;
	if (waitpid(terminal->pid, &state, options) != terminal->pid)
		return false;
	terminal->pid = 0;
	terminal->status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
	return true;
}

void
terminal_close(struct terminal *terminal)
{
	pid_t pid = terminal->pid;

	if (terminal->fd >= 0)
		close(terminal->fd);
	terminal->fd = -1;
	for (int i = 0; i < 200 && !reap(terminal, WNOHANG); i++)
		usleep(10000);
	if (!reap(terminal, WNOHANG)) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		reap(terminal, 0);
	}
	vterm_free(terminal->vterm);
	terminal->vterm = NULL;
}

/* ------------------------------------------------------------------ watching */

/* Reads once, waiting at most ms. False when nothing came. */
static bool
read_some(struct terminal *terminal, int ms)
{
	struct pollfd fd = {terminal->fd, POLLIN, 0};
	char bytes[16384];
	ssize_t got;

	if (terminal->ended || poll(&fd, 1, ms) <= 0)
		return false;
	got = read(terminal->fd, bytes, sizeof bytes);
	if (got <= 0) {
		if (got == 0 || (errno != EINTR && errno != EAGAIN))
			terminal->ended = true;
		return false;
	}
	terminal->bytes += (size_t)got;
	terminal->last_byte_ms = clock_monotonic_ms();
	vterm_input_write(terminal->vterm, bytes, (size_t)got);
	vterm_screen_flush_damage(terminal->screen);
	return true;
}

void
terminal_settle(struct terminal *terminal, int quiet_ms, int ms)
{
	int64_t begun = clock_monotonic_ms(), end = begun + ms;
	int64_t quiet_since = begun;

	for (;;) {
		int64_t now = clock_monotonic_ms();
		if (now >= end || now - quiet_since >= quiet_ms || terminal->ended)
			return;
		if (read_some(terminal, quiet_ms))
			quiet_since = clock_monotonic_ms();
	}
}

static bool
wait_for(struct terminal *terminal, const char *text, bool shown, int ms)
{
	int64_t end = clock_monotonic_ms() + ms;

	for (;;) {
		while (read_some(terminal, 0))
			continue;
		if ((terminal_find(terminal, text, NULL) >= 0) == shown)
			return true;
		if (terminal->ended || clock_monotonic_ms() >= end)
			return false;
		read_some(terminal, 20);
	}
}

bool
terminal_expect(struct terminal *terminal, const char *text, int ms)
{
	return wait_for(terminal, text, true, ms);
}

bool
terminal_expect_gone(struct terminal *terminal, const char *text, int ms)
{
	return wait_for(terminal, text, false, ms);
}

bool
terminal_expect_end(struct terminal *terminal, int ms)
{
	int64_t end = clock_monotonic_ms() + ms;

	while (clock_monotonic_ms() < end) {
		read_some(terminal, 20);
		if (reap(terminal, WNOHANG)) {
			while (read_some(terminal, 0))
				continue;
			return true;
		}
		if (terminal->ended)
			usleep(5000);
	}
	return false;
}

/* ------------------------------------------------------------------ keys */

void
terminal_send(struct terminal *terminal, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t sent = write(terminal->fd, at, length);
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return; /* the program has gone; the next expectation says so */
		at += sent > 0 ? sent : 0;
		length -= sent > 0 ? (size_t)sent : 0;
	}
}

/* Hands do not press Enter together with other keys, and a program may tell them from a scanner by that. */
static void
rest(struct terminal *terminal)
{
	int64_t end = terminal->typed_ms + HANDS_MS;

	for (int64_t now = clock_monotonic_ms(); now < end; now = clock_monotonic_ms())
		read_some(terminal, (int)(end - now));
}

void
terminal_type(struct terminal *terminal, const char *text)
{
	while (*text != '\0') {
		size_t length = *text == '\r' ? 1 : strcspn(text, "\r");
		if (terminal->typed_ms != 0 && (*text == '\r' || terminal->typed_enter))
			rest(terminal);
		terminal_send(terminal, text, length);
		terminal->typed_ms = clock_monotonic_ms();
		terminal->typed_enter = *text == '\r';
		text += length;
	}
}

static const struct {
	const char *name, *xterm, *linux_console, *vt100;
} keys[] = {
	{"F1", "\033OP", "\033[[A", "\033OP"},
	{"F2", "\033OQ", "\033[[B", "\033OQ"},
	{"F3", "\033OR", "\033[[C", "\033OR"},
	{"F4", "\033OS", "\033[[D", "\033OS"},
	{"F5", "\033[15~", "\033[[E", "\0335"},
	{"F6", "\033[17~", "\033[17~", "\0336"},
	{"F7", "\033[18~", "\033[18~", "\0337"},
	{"F8", "\033[19~", "\033[19~", "\0338"},
	{"F9", "\033[20~", "\033[20~", "\0339"},
	{"F10", "\033[21~", "\033[21~", "\0330"},
	{"F11", "\033[23~", "\033[23~", "\033-"},
	{"F12", "\033[24~", "\033[24~", "\033="},
	{"Enter", "\r", "\r", "\r"},
	{"Esc", "\033", "\033", "\033"},
	{"Tab", "\t", "\t", "\t"},
	{"BackTab", "\033[Z", "\033[Z", NULL},
	{"Up", "\033OA", "\033[A", "\033OA"},
	{"Down", "\033OB", "\033[B", "\033OB"},
	{"Right", "\033OC", "\033[C", "\033OC"},
	{"Left", "\033OD", "\033[D", "\033OD"},
	{"Home", "\033OH", "\033[1~", NULL},
	{"End", "\033OF", "\033[4~", NULL},
	{"PageUp", "\033[5~", "\033[5~", NULL},
	{"PageDown", "\033[6~", "\033[6~", NULL},
	{"Delete", "\033[3~", "\033[3~", NULL},
	{"Backspace", "\177", "\177", "\010"},
};

void
terminal_key(struct terminal *terminal, const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
		const char *bytes = keys[i].xterm;
		if (strcmp(keys[i].name, name) != 0)
			continue;
		if (strcmp(terminal->term, "linux") == 0)
			bytes = keys[i].linux_console;
		else if (strncmp(terminal->term, "vt", 2) == 0)
			bytes = keys[i].vt100;
		else if ((strncmp(terminal->term, "screen", 6) == 0 || strncmp(terminal->term, "tmux", 4) == 0) &&
			(strcmp(name, "Home") == 0 || strcmp(name, "End") == 0))
			bytes = keys[i].linux_console;
		if (bytes == NULL) {
			fprintf(stderr, "harness: a %s has no key %s\n", terminal->term, name);
			exit(2);
		}
		terminal_type(terminal, bytes);
		return;
	}
	fprintf(stderr, "harness: no key is called %s\n", name);
	exit(2);
}

void
terminal_resize(struct terminal *terminal, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	terminal->rows = rows;
	terminal->columns = columns;
	vterm_set_size(terminal->vterm, rows, columns);
	vterm_screen_flush_damage(terminal->screen);
	if (ioctl(terminal->fd, TIOCSWINSZ, &size) != 0)
		perror("harness: TIOCSWINSZ");
}

/* ------------------------------------------------------------------ the screen */

static void
add_code_point(char *out, size_t *used, size_t size, uint32_t code)
{
	static const unsigned lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = length - 1; i > 0; i--, code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3F));
	bytes[0] = (char)(lead[length] | code);
	if (*used + length >= size)
		return;
	memcpy(out + *used, bytes, length);
	*used += length;
	out[*used] = '\0';
}

static int
colour_of(const VTermColor *colour, bool background)
{
	if (background ? VTERM_COLOR_IS_DEFAULT_BG(colour) : VTERM_COLOR_IS_DEFAULT_FG(colour))
		return -1;
	return VTERM_COLOR_IS_INDEXED(colour) ? colour->indexed.idx : -2;
}

void
terminal_cell(const struct terminal *terminal, int row, int column, struct terminal_cell *out)
{
	VTermScreenCell cell;
	size_t used = 0;

	*out = (struct terminal_cell){.foreground = -1, .background = -1};
	if (vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell) == 0)
		return;
	out->width = cell.width;
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0 && cell.chars[i] != (uint32_t)-1; i++)
		add_code_point(out->text, &used, sizeof out->text, cell.chars[i]);
	if (cell.chars[0] == 0)
		copy_text(out->text, sizeof out->text, " ");
	out->bold = cell.attrs.bold;
	out->underline = cell.attrs.underline != 0;
	out->reverse = cell.attrs.reverse;
	out->blink = cell.attrs.blink;
	out->italic = cell.attrs.italic;
	out->foreground = colour_of(&cell.fg, false);
	out->background = colour_of(&cell.bg, true);
}

void
terminal_row(const struct terminal *terminal, int row, struct str *out)
{
	size_t begin = out->length, solid = out->length;

	for (int column = 0; column < terminal->columns; column++) {
		struct terminal_cell cell;
		terminal_cell(terminal, row, column, &cell);
		str_add(out, cell.text);
		if (strcmp(cell.text, " ") != 0)
			solid = out->length;
	}
	if (out->data != NULL && solid >= begin) {
		out->length = solid;
		out->data[solid] = '\0';
	}
}

void
terminal_text(const struct terminal *terminal, struct str *out)
{
	for (int row = 0; row < terminal->rows; row++) {
		terminal_row(terminal, row, out);
		str_add_char(out, '\n');
	}
}

int
terminal_find(const struct terminal *terminal, const char *text, int *column)
{
	struct str line = {0};
	int found = -1;

	for (int row = 0; row < terminal->rows && found < 0; row++) {
		const char *at;
		str_reset(&line);
		terminal_row(terminal, row, &line);
		at = strstr(str_text(&line), text);
		if (at == NULL)
			continue;
		found = row;
		if (column == NULL)
			break;
		*column = 0;
		for (size_t used = 0; used < (size_t)(at - str_text(&line)) && *column < terminal->columns; (*column)++) {
			struct terminal_cell cell;
			terminal_cell(terminal, row, *column, &cell);
			used += strlen(cell.text);
		}
	}
	str_clear(&line);
	return found;
}

void
terminal_dump(const struct terminal *terminal, const char *why)
{
	struct str text = {0};

	printf("# %s%s\n", why, terminal->ended ? " (the program has ended)" : "");
	terminal_text(terminal, &text);
	for (char *line = text.data, *end; line != NULL && *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL)
			break;
		printf("# |%.*s\n", (int)(end - line), line);
	}
	fflush(stdout);
	str_clear(&text);
}

/* Whether the left half of the cursor's row has that text. */
static bool
is_at(const struct terminal *terminal, const char *name)
{
	struct str line = {0};
	const char *found;
	bool at;

	terminal_row(terminal, terminal->cursor_row, &line);
	found = strstr(str_text(&line), name);
	at = found != NULL && found - str_text(&line) < 40;
	str_clear(&line);
	return at;
}

bool
terminal_open_row(struct terminal *terminal, const char *name)
{
	for (int i = 0; i < 30 && !is_at(terminal, name); i++) {
		terminal_key(terminal, i < 15 ? "Up" : "Down");
		terminal_settle(terminal, 30, 1000);
	}
	if (!is_at(terminal, name))
		return false;
	terminal_key(terminal, "Enter");
	return true;
}

void
terminal_leave(struct terminal *terminal)
{
	for (int i = 0; i < 2; i++) {
		terminal_key(terminal, "Esc");
		terminal_settle(terminal, 300, 2000);
		terminal_key(terminal, "F9");
		terminal_settle(terminal, 300, 2000);
	}
}
