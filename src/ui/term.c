/*
 * ui/term: takes the terminal over and gives it back on every way out. Presses are read in term_keys.c, the picture is drawn
 * in term_picture.c; these three alone know curses.
 */
#include "term_parts.h"

#include "teslim/message.h"
#include "teslim/text.h" /* before curses, whose headers define macros like "columns" */

#include <curses.h>
#include <term.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static SCREEN *curses_screen;

static void
write_all(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes, length);
		if (written <= 0) {
			if (written < 0 && errno == EINTR)
				continue;
			return;
		}
		bytes += written;
		length -= (size_t)written;
	}
}

static void
add_capability(char *bytes, size_t *length, const char *name)
{
	const char *value = tigetstr(name);
	size_t size;

	if (value == NULL || value == (const char *)-1)
		return;
	size = strlen(value);
	if (*length + size < TERM_RESTORE_BYTES) {
		memcpy(bytes + *length, value, size);
		*length += size;
	}
}

static void
prepare_restore(void)
{
	static const char paste_off[] = "\033[?2004l";
	size_t length = sizeof paste_off - 1;
	char bytes[TERM_RESTORE_BYTES];

	memcpy(bytes, paste_off, length);
	add_capability(bytes, &length, "sgr0");
	add_capability(bytes, &length, "cnorm");
	add_capability(bytes, &length, "rmkx");
	add_capability(bytes, &length, "rmcup");
	term_set_restore(bytes, length);
}

/* Real terminals of these types show no Turkish letters; emulators of the others do. */
static bool
is_seven_bit(const char *term)
{
	static const char *const types[] = {"vt52", "vt100", "vt102", "vt220", "vt320", "ansi", "cons25", "wyse60"};

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++)
		if (strcmp(term, types[i]) == 0)
			return true;
	return false;
}

/*
 * A locale that names another character set means a terminal that speaks it. No locale at all (C, POSIX, unset) says
 * nothing: a fresh server has none, and today's terminals speak UTF-8.
 */
static bool
locale_denies_utf8(void)
{
	const char *value = getenv("LC_ALL");
	const char *set;

	if (value == NULL || value[0] == '\0')
		value = getenv("LC_CTYPE");
	if (value == NULL || value[0] == '\0')
		value = getenv("LANG");
	if (value == NULL)
		return false;
	set = strchr(value, '.');
	return set != NULL && !text_equal_keyword(set + 1, "utf-8") && !text_equal_keyword(set + 1, "utf8");
}

/* A known terminal that cannot write at a place of its choice: a screen on it would be a heap of lines. */
static bool
is_dumb(const char *term)
{
	const char *move;
	int known;

	if (term == NULL || term[0] == '\0' || setupterm(term, STDOUT_FILENO, &known) != OK)
		return false;
	move = tigetstr("cup");
	del_curterm(cur_term);
	return move == NULL || move == (const char *)-1;
}

static SCREEN *
open_screen(const char *wanted, const char **taken)
{
	const char *const types[] = {wanted, "xterm-256color", "vt220"};

	for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
		SCREEN *screen;
		if (types[i] == NULL || types[i][0] == '\0')
			continue;
		screen = newterm(types[i], stdout, stdin);
		if (screen != NULL) {
			*taken = types[i];
			return screen;
		}
	}
	return NULL;
}

static void
redirect_stderr(int fd)
{
	int target = fd;

	fflush(stderr);
	terminal.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (target < 0)
		target = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (target < 0)
		return;
	dup2(target, STDERR_FILENO);
	if (target != fd)
		close(target);
}

static void
restore_stderr(void)
{
	if (terminal.saved_stderr < 0)
		return;
	fflush(stderr);
	dup2(terminal.saved_stderr, STDERR_FILENO);
	close(terminal.saved_stderr);
	terminal.saved_stderr = -1;
}

/* A serial line, or ssh -tt from a script, has none: then the terminal's description tells it, 24 by 80. */
static bool
knows_its_size(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
}

enum code
term_open(const struct term_options *options, const char **fallback, struct err *err)
{
	const char *wanted = options->term != NULL ? options->term : getenv("TERM");
	const char *taken = NULL;
	enum code code;

	*fallback = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_tell(err, ERR_UNSUPPORTED, MSG_UI_NO_TERMINAL, "isatty", "%s", "");
	if (tcgetattr(STDIN_FILENO, &terminal.saved_modes) != 0)
		return err_errno(err, errno, "tcgetattr", "terminal");
	if (is_dumb(wanted))
		return err_tell(err, ERR_UNSUPPORTED, MSG_UI_DUMB, "setupterm", "%s", wanted);
	if ((code = term_install_handlers(err)) != OK)
		return code;
	setlocale(LC_CTYPE, "C.UTF-8");
	use_env(FALSE);
	use_tioctl(knows_its_size()); /* from ncurses 6.5 on newterm fails where nothing is known */
	set_escdelay(options->escape_delay_ms > 0 ? options->escape_delay_ms : 150);
	curses_screen = open_screen(wanted, &taken);
	if (curses_screen == NULL) {
		term_remove_handlers();
		return err_tell(err, ERR_NOT_FOUND, MSG_UI_NO_DESCRIPTION, "newterm", "%s", wanted != NULL ? wanted : "");
	}
	if (wanted == NULL || strcmp(taken, wanted) != 0)
		*fallback = taken;
	terminal.open = true;
	terminal.abandoned = false;
	terminal.ascii = options->ascii || (!options->utf8 && (is_seven_bit(taken) || locale_denies_utf8()));
	prepare_restore();
	redirect_stderr(options->stderr_fd);
	atexit(term_close);
	mem_set_last_words(term_close);
	raw();
	noecho();
	nonl();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	term_define_keys();
	term_choose_styles(options->no_colour);
	write_all("\033[?2004h", 8);
	term_resize();
	return OK;
}

void
term_close(void)
{
	if (terminal.open) {
		terminal.open = false;
		term_set_restore(NULL, 0);
		if (!terminal.abandoned) {
			write_all("\033[?2004l", 8);
			endwin();
			tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.saved_modes);
			delscreen(curses_screen);
		}
		curses_screen = NULL;
		restore_stderr();
		term_forget_keys();
	}
	mem_set_last_words(NULL);
	term_remove_handlers();
}

void
term_abandon(void)
{
	terminal.abandoned = true;
	term_set_restore(NULL, 0);
}

int
term_input_fd(void)
{
	return STDIN_FILENO;
}

void
term_resize(void)
{
	struct winsize size;

	if (!knows_its_size() || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return;
	if (size.ws_row != LINES || size.ws_col != COLS)
		resizeterm(size.ws_row, size.ws_col);
	terminal.spoilt = true;
}
