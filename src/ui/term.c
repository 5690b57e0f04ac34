/*
 * ui/term: the only file that knows curses. Takes the terminal over, gives it back on every way out, turns bytes into
 * presses and styles into attributes. Its state is file-static because a process has one terminal and because a crash
 * handler must be able to restore it without asking anybody.
 */
#include "term.h"

#include "teslim/message.h"
#include "teslim/text.h" /* before curses, whose headers define macros like "columns" */

#include <curses.h>
#include <term.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
	PASTE_MAX = 8192,
	PASTE_PATIENCE_MS = 1500,
	CODE_PASTE_BEGIN = KEY_MAX + 1,
	CODE_PASTE_END,
	RESTORE_BYTES = 256,
	LINE_BYTES = 2048
};

static struct {
	bool open;
	bool abandoned;
	bool ascii;
	bool colour;
	SCREEN *screen;
	int signal_pipe[2];
	int saved_stderr;
	struct termios saved_modes;
	attr_t attributes[STYLE_COUNT];
	short pairs[STYLE_COUNT];
	int cursor_row;
	int cursor_column;
	bool spoilt;
	unsigned char letter[4]; /* the bytes of a letter whose rest has not come yet */
	int letter_length;
	struct str paste;
	bool in_paste;
	int64_t paste_touched;
	wint_t held;      /* one code read too many after Esc */
	int held_status;
	bool has_held;
} terminal = {.signal_pipe = {-1, -1}, .saved_stderr = -1};

/* What a crash handler writes: prepared beforehand, because nothing may be computed then. */
static char restore_bytes[RESTORE_BYTES];
static volatile sig_atomic_t restore_length;

static const int watched_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH, SIGHUP, SIGQUIT};
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static struct sigaction former_watched[ARRAY_LENGTH(watched_signals)];
static struct sigaction former_crash[ARRAY_LENGTH(crash_signals)];
static bool handlers_installed;

/* ------------------------------------------------------------------ signals */

static void
on_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t written = write(terminal.signal_pipe[1], &byte, 1);

	(void)written; /* a full pipe already says that something happened */
	errno = saved;
}

static void
on_crash(int number)
{
	size_t length = (size_t)restore_length;

	restore_length = 0;
	if (length > 0) {
		ssize_t written = write(STDOUT_FILENO, restore_bytes, length);
		(void)written;
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal.saved_modes);
		if (terminal.saved_stderr >= 0)
			dup2(terminal.saved_stderr, STDERR_FILENO);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
		sigaction(crash_signals[i], &former_crash[i], NULL);
	raise(number);
}

static enum code
install_handlers(struct err *err)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	struct sigaction crash = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};

	if (pipe2(terminal.signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_errno(err, errno, "pipe2", "signals");
	sigemptyset(&action.sa_mask);
	sigemptyset(&crash.sa_mask);
	for (size_t i = 0; i < ARRAY_LENGTH(watched_signals); i++)
		sigaction(watched_signals[i], &action, &former_watched[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
		sigaction(crash_signals[i], &crash, &former_crash[i]);
	handlers_installed = true;
	return OK;
}

static void
remove_handlers(void)
{
	if (handlers_installed) {
		for (size_t i = 0; i < ARRAY_LENGTH(watched_signals); i++)
			sigaction(watched_signals[i], &former_watched[i], NULL);
		for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
			sigaction(crash_signals[i], &former_crash[i], NULL);
		handlers_installed = false;
	}
	for (int i = 0; i < 2; i++) {
		if (terminal.signal_pipe[i] >= 0)
			close(terminal.signal_pipe[i]);
		terminal.signal_pipe[i] = -1;
	}
}

unsigned
term_signals(void)
{
	unsigned bits = TERM_SIGNAL_NONE;
	unsigned char bytes[64];
	ssize_t count;

	if (terminal.signal_pipe[0] < 0)
		return bits;
	while ((count = read(terminal.signal_pipe[0], bytes, sizeof bytes)) > 0) {
		for (ssize_t i = 0; i < count; i++) {
			if (bytes[i] == SIGWINCH)
				bits |= TERM_SIGNAL_RESIZE;
			else if (bytes[i] == SIGHUP)
				bits |= TERM_SIGNAL_HANGUP;
			else if (bytes[i] == SIGTSTP || bytes[i] == SIGCONT)
				bits |= TERM_SIGNAL_REPAINT;
			else
				bits |= TERM_SIGNAL_STOP;
		}
	}
	return bits;
}

/* ------------------------------------------------------------------ taking over and giving back */

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
add_capability(size_t *length, const char *name)
{
	const char *value = tigetstr(name);
	size_t size;

	if (value == NULL || value == (const char *)-1)
		return;
	size = strlen(value);
	if (*length + size < sizeof restore_bytes) {
		memcpy(restore_bytes + *length, value, size);
		*length += size;
	}
}

static void
prepare_restore(void)
{
	static const char paste_off[] = "\033[?2004l";
	size_t length = sizeof paste_off - 1;

	memcpy(restore_bytes, paste_off, length);
	add_capability(&length, "sgr0");
	add_capability(&length, "cnorm");
	add_capability(&length, "rmkx");
	add_capability(&length, "rmcup");
	restore_length = (sig_atomic_t)length;
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
define_keys(void)
{
	/* What terminals send that call themselves by another name than they should (PuTTY, the Linux console). */
	static const struct {
		const char *bytes;
		int code;
	} keys[] = {
		{"\033OP", KEY_F(1)}, {"\033OQ", KEY_F(2)}, {"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)},
		{"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)},
		{"\033[[A", KEY_F(1)}, {"\033[[B", KEY_F(2)}, {"\033[[C", KEY_F(3)}, {"\033[[D", KEY_F(4)},
		{"\033[[E", KEY_F(5)}, {"\033[15~", KEY_F(5)}, {"\033[17~", KEY_F(6)}, {"\033[18~", KEY_F(7)},
		{"\033[19~", KEY_F(8)}, {"\033[20~", KEY_F(9)}, {"\033[21~", KEY_F(10)}, {"\033[23~", KEY_F(11)},
		{"\033[24~", KEY_F(12)},
		{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
		{"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
		{"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
		{"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
		{"\033[3~", KEY_DC}, {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[Z", KEY_BTAB},
		{"\033[200~", CODE_PASTE_BEGIN}, {"\033[201~", CODE_PASTE_END},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
		define_key(keys[i].bytes, keys[i].code);
}

static void
set_style(enum style style, attr_t attributes, int foreground)
{
	terminal.attributes[style] = attributes;
	terminal.pairs[style] = 0;
	if (terminal.colour && foreground >= 0) {
		short pair = (short)(style + 1);
		if (init_pair(pair, (short)foreground, -1) == OK)
			terminal.pairs[style] = pair;
	}
}

static void
choose_styles(bool no_colour)
{
	bool many;
	int accent;

	terminal.colour = !no_colour && has_colors() && start_color() == OK && use_default_colors() == OK && COLORS >= 8;
	many = terminal.colour && COLORS >= 256;
	accent = many ? 37 : COLOR_CYAN;
	set_style(STYLE_TEXT, A_NORMAL, -1);
	set_style(STYLE_TITLE, A_BOLD, accent);
	set_style(STYLE_LABEL, A_NORMAL, many ? 246 : -1);
	set_style(STYLE_FIELD, A_NORMAL, -1);
	set_style(STYLE_INPUT, A_UNDERLINE, -1);
	set_style(STYLE_OK, A_BOLD, many ? 71 : COLOR_GREEN);
	set_style(STYLE_WARNING, A_BOLD, many ? 178 : COLOR_YELLOW);
	set_style(STYLE_BAD, A_BOLD | (terminal.colour ? A_NORMAL : A_REVERSE), many ? 167 : COLOR_RED);
	set_style(STYLE_KEY, A_BOLD, accent);
	set_style(STYLE_DIM, A_NORMAL, many ? 244 : -1);
	set_style(STYLE_ACCENT, A_NORMAL, accent);
	set_style(STYLE_SELECTED, A_REVERSE, accent);
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
	if ((code = install_handlers(err)) != OK)
		return code;
	setlocale(LC_CTYPE, "C.UTF-8");
	use_env(FALSE);
	use_tioctl(knows_its_size()); /* from ncurses 6.5 on newterm fails where nothing is known */
	set_escdelay(options->escape_delay_ms > 0 ? options->escape_delay_ms : 150);
	terminal.screen = open_screen(wanted, &taken);
	if (terminal.screen == NULL) {
		remove_handlers();
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
	define_keys();
	choose_styles(options->no_colour);
	write_all("\033[?2004h", 8);
	term_resize();
	return OK;
}

void
term_close(void)
{
	if (terminal.open) {
		terminal.open = false;
		restore_length = 0;
		if (!terminal.abandoned) {
			write_all("\033[?2004l", 8);
			endwin();
			tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.saved_modes);
			delscreen(terminal.screen);
		}
		terminal.screen = NULL;
		restore_stderr();
		str_clear(&terminal.paste);
	}
	mem_set_last_words(NULL);
	remove_handlers();
}

void
term_abandon(void)
{
	terminal.abandoned = true;
	restore_length = 0;
}

int
term_input_fd(void)
{
	return STDIN_FILENO;
}

int
term_signal_fd(void)
{
	return terminal.signal_pipe[0];
}

/* ------------------------------------------------------------------ keys */

/* A terminal that has hung up is readable for ever and gives nothing: that is how a program comes to spin. */
static bool
is_gone(void)
{
	struct pollfd look = {.fd = STDIN_FILENO, .events = POLLIN};
	int waiting = 0;

	if (poll(&look, 1, 0) <= 0)
		return false;
	if (look.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return (look.revents & POLLIN) && ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0;
}

static int
letter_bytes(unsigned char lead)
{
	return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
}

/*
 * Puts a byte to those of its letter; true when the letter is whole. A byte that cannot go on begins anew. curses does
 * this too (get_wch), but loses a letter whose bytes come in two reads.
 */
static bool
letter_byte(unsigned char byte, wint_t *code)
{
	char text[5] = {0};
	uint32_t code_point;

	if ((byte & 0xC0) != 0x80)
		terminal.letter_length = 0;
	terminal.letter[terminal.letter_length++] = byte;
	if (terminal.letter_length < letter_bytes(terminal.letter[0]))
		return false;
	memcpy(text, terminal.letter, (size_t)terminal.letter_length);
	if (text_decode(text, &code_point) != (size_t)terminal.letter_length)
		code_point = 0xFFFD;
	terminal.letter_length = 0;
	*code = (wint_t)code_point;
	return code_point != 0xFFFD;
}

static int
next_code(wint_t *code)
{
	if (terminal.has_held) {
		terminal.has_held = false;
		*code = terminal.held;
		return terminal.held_status;
	}
	for (;;) {
		int key = getch();
		if (key == ERR)
			return ERR;
		if (key > 0xFF) {
			*code = (wint_t)key;
			return KEY_CODE_YES;
		}
		if (letter_byte((unsigned char)key, code))
			return OK;
	}
}

static void
hold_code(int status, wint_t code)
{
	terminal.has_held = true;
	terminal.held = code;
	terminal.held_status = status;
}

static bool
function_press(struct press *press, wint_t code)
{
	static const struct {
		wint_t code;
		enum press_kind kind;
	} kinds[] = {
		{KEY_UP, PRESS_UP}, {KEY_DOWN, PRESS_DOWN}, {KEY_LEFT, PRESS_LEFT}, {KEY_RIGHT, PRESS_RIGHT},
		{KEY_HOME, PRESS_HOME}, {KEY_END, PRESS_END}, {KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
		{KEY_ENTER, PRESS_ENTER}, {KEY_BACKSPACE, PRESS_BACKSPACE}, {KEY_DC, PRESS_DELETE}, {KEY_BTAB, PRESS_BACK_TAB},
	};

	if (code >= KEY_F(1) && code <= KEY_F(12)) {
		*press = (struct press){.kind = PRESS_FUNCTION, .code = code - KEY_F(0)};
		return true;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		if (kinds[i].code == code) {
			*press = (struct press){.kind = kinds[i].kind};
			return true;
		}
	}
	return false;
}

/* Swallows the rest of a control sequence that nobody knows, so that its letters are not taken for typing. */
static void
skip_sequence(void)
{
	wint_t code;

	for (int i = 0; i < 32; i++) {
		int status = next_code(&code);
		if (status == ERR)
			return;
		if (status == KEY_CODE_YES || code < 0x20 || code > 0x7E) {
			hold_code(status, code);
			return;
		}
		if (code >= 0x40 && code != '[')
			return;
	}
}

/* Esc alone, or Alt with a letter (sent as Esc and the letter at once). */
static bool
escape_press(struct press *press)
{
	wint_t code;
	int status = next_code(&code);

	*press = (struct press){.kind = PRESS_ESCAPE};
	if (status == ERR)
		return true;
	if (status == OK && (code == '[' || code == 'O')) {
		skip_sequence();
		return false;
	}
	if (status == OK && code > 0x20 && code != 0x7F) {
		*press = (struct press){.kind = PRESS_ALT, .code = (uint32_t)code};
		return true;
	}
	hold_code(status, code);
	return true;
}

static bool
plain_press(struct press *press, wint_t code)
{
	if (code == 27)
		return escape_press(press);
	if (code == '\r' || code == '\n')
		*press = (struct press){.kind = PRESS_ENTER};
	else if (code == '\t')
		*press = (struct press){.kind = PRESS_TAB};
	else if (code == 8 || code == 127)
		*press = (struct press){.kind = PRESS_BACKSPACE};
	else if (code >= 1 && code <= 26)
		*press = (struct press){.kind = PRESS_CONTROL, .code = (uint32_t)('a' + code - 1)};
	else if (code >= 0x20 && (code < 0x7F || code > 0x9F))
		*press = (struct press){.kind = PRESS_CHAR, .code = (uint32_t)code};
	else
		return false;
	return true;
}

static void
paste_code(wint_t code)
{
	char letter[5];

	terminal.paste_touched = clock_monotonic_ms();
	if (terminal.paste.length >= PASTE_MAX)
		return;
	if (code == '\r' || code == '\n')
		str_add_char(&terminal.paste, '\n');
	else if (code == '\t')
		str_add_char(&terminal.paste, ' ');
	else if (code >= 0x20 && (code < 0x7F || code > 0x9F) && text_encode(letter, (uint32_t)code) > 0)
		str_add(&terminal.paste, letter);
}

static bool
paste_press(struct press *press)
{
	terminal.in_paste = false;
	*press = (struct press){.kind = PRESS_PASTE, .text = str_text(&terminal.paste)};
	return true;
}

int64_t
term_now(void)
{
	return clock_monotonic_ms();
}

int
term_paste_timeout(void)
{
	int64_t left;

	if (!terminal.in_paste)
		return -1;
	left = terminal.paste_touched + PASTE_PATIENCE_MS - clock_monotonic_ms();
	return left > 0 ? (int)left : 0;
}

bool
term_press(struct press *press, bool *gone)
{
	wint_t code;
	int status;

	if (!terminal.open || terminal.abandoned)
		return false;
	for (;;) {
		if (!terminal.has_held && is_gone()) {
			*gone = true;
			return false;
		}
		status = next_code(&code);
		if (status == ERR)
			return term_paste_timeout() == 0 ? paste_press(press) : false;
		if (status == KEY_CODE_YES && code == CODE_PASTE_BEGIN) {
			str_reset(&terminal.paste);
			terminal.in_paste = true;
			terminal.paste_touched = clock_monotonic_ms();
		} else if (status == KEY_CODE_YES && code == CODE_PASTE_END) {
			if (terminal.in_paste)
				return paste_press(press);
		} else if (terminal.in_paste) {
			if (status == OK)
				paste_code(code);
		} else if (status == KEY_CODE_YES ? function_press(press, code) : plain_press(press, code)) {
			return true;
		}
	}
}

/* ------------------------------------------------------------------ the picture */

int
term_rows(void)
{
	return LINES;
}

int
term_columns(void)
{
	return COLS;
}

bool
term_is_ascii(void)
{
	return terminal.ascii;
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

void
term_clear(void)
{
	erase();
	terminal.cursor_row = 0;
	terminal.cursor_column = 0;
}

static void
use_style(enum style style)
{
	attr_set(terminal.attributes[style], terminal.pairs[style], NULL);
}

int
term_put(int row, int column, int cells, enum style style, const char *text)
{
	char line[LINE_BYTES];
	struct str plain = {0};
	const char *shown = text;
	int wide;

	if (row < 0 || row >= LINES || column < 0 || column >= COLS)
		return 0;
	if (cells > COLS - column)
		cells = COLS - column;
	if (cells > LINE_BYTES / 4 - 2)
		cells = LINE_BYTES / 4 - 2;
	if (cells <= 0)
		return 0;
	if (terminal.ascii) {
		text_ascii(&plain, text);
		shown = str_text(&plain);
	}
	wide = text_width(shown);
	if (wide > cells)
		wide = cells;
	text_fit(line, sizeof line, shown, wide, terminal.ascii);
	use_style(style);
	mvaddstr(row, column, line);
	use_style(STYLE_TEXT);
	str_clear(&plain);
	return wide;
}

void
term_blank(int row, int column, int cells, enum style style)
{
	if (row < 0 || row >= LINES || column < 0 || column >= COLS)
		return;
	use_style(style);
	for (int i = 0; i < cells && column + i < COLS; i++)
		mvaddch(row, column + i, ' ');
	use_style(STYLE_TEXT);
}

void
term_line(int row, int column, int cells, enum style style)
{
	for (int i = 0; i < cells; i++)
		term_put(row, column + i, 1, style, terminal.ascii ? "-" : "─");
}

void
term_frame(int row, int column, int height, int width, enum style style)
{
	static const char *const drawn[] = {"┌", "┐", "└", "┘", "│"};
	static const char *const plain[] = {"+", "+", "+", "+", "|"};
	const char *const *set = terminal.ascii ? plain : drawn;

	term_line(row, column + 1, width - 2, style);
	term_line(row + height - 1, column + 1, width - 2, style);
	term_put(row, column, 1, style, set[0]);
	term_put(row, column + width - 1, 1, style, set[1]);
	term_put(row + height - 1, column, 1, style, set[2]);
	term_put(row + height - 1, column + width - 1, 1, style, set[3]);
	for (int i = 1; i < height - 1; i++) {
		term_put(row + i, column, 1, style, set[4]);
		term_put(row + i, column + width - 1, 1, style, set[4]);
	}
}

void
term_cursor(int row, int column)
{
	terminal.cursor_row = row;
	terminal.cursor_column = column;
}

void
term_show(void)
{
	if (!terminal.open || terminal.abandoned)
		return;
	if (terminal.spoilt)
		clearok(stdscr, TRUE);
	terminal.spoilt = false;
	move(terminal.cursor_row < LINES ? terminal.cursor_row : LINES - 1,
		terminal.cursor_column < COLS ? terminal.cursor_column : COLS - 1);
	refresh();
}

void
term_spoilt(void)
{
	terminal.spoilt = true;
}

void
term_beep(void)
{
	if (terminal.open && !terminal.abandoned)
		beep();
}
