/*
 * ui/term_keys: bytes from the terminal become presses: letters of several bytes, sequences, Esc and Alt, pastes. One of the
 * three files that know curses.
 */
#include "term_parts.h"

#include "teslim/text.h" /* before curses, whose headers define macros like "columns" */

#include <curses.h>

#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PASTE_MAX = 8192, PASTE_PATIENCE_MS = 1500, CODE_PASTE_BEGIN = KEY_MAX + 1, CODE_PASTE_END };

static struct {
	unsigned char letter[4]; /* the bytes of a letter whose rest has not come yet */
	int letter_length;
	struct str paste;
	bool in_paste;
	int64_t paste_touched;
	wint_t held; /* one code read too many after Esc */
	int held_status;
	bool has_held;
} keys;

void
term_define_keys(void)
{
	/* What terminals send that call themselves by another name than they should (PuTTY, the Linux console). */
	static const struct {
		const char *bytes;
		int code;
	} known[] = {{"\033OP", KEY_F(1)}, {"\033OQ", KEY_F(2)}, {"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)},
		{"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)},
		{"\033[[A", KEY_F(1)}, {"\033[[B", KEY_F(2)}, {"\033[[C", KEY_F(3)}, {"\033[[D", KEY_F(4)}, {"\033[[E", KEY_F(5)},
		{"\033[15~", KEY_F(5)}, {"\033[17~", KEY_F(6)}, {"\033[18~", KEY_F(7)}, {"\033[19~", KEY_F(8)},
		{"\033[20~", KEY_F(9)}, {"\033[21~", KEY_F(10)}, {"\033[23~", KEY_F(11)}, {"\033[24~", KEY_F(12)},
		{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT}, {"\033OA", KEY_UP},
		{"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT}, {"\033[H", KEY_HOME}, {"\033[F", KEY_END},
		{"\033OH", KEY_HOME}, {"\033OF", KEY_END}, {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME},
		{"\033[8~", KEY_END}, {"\033[3~", KEY_DC}, {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[Z", KEY_BTAB},
		{"\033[200~", CODE_PASTE_BEGIN}, {"\033[201~", CODE_PASTE_END}};

	for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
		define_key(known[i].bytes, known[i].code);
}

void
term_forget_keys(void)
{
	str_clear(&keys.paste);
}

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
		keys.letter_length = 0;
	keys.letter[keys.letter_length++] = byte;
	if (keys.letter_length < letter_bytes(keys.letter[0]))
		return false;
	memcpy(text, keys.letter, (size_t)keys.letter_length);
	if (text_decode(text, &code_point) != (size_t)keys.letter_length)
		code_point = 0xFFFD;
	keys.letter_length = 0;
	*code = (wint_t)code_point;
	return code_point != 0xFFFD;
}

static int
next_code(wint_t *code)
{
	if (keys.has_held) {
		keys.has_held = false;
		*code = keys.held;
		return keys.held_status;
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
	keys.has_held = true;
	keys.held = code;
	keys.held_status = status;
}

static bool
function_press(struct press *press, wint_t code)
{
	static const struct {
		wint_t code;
		enum press_kind kind;
	} kinds[] = {{KEY_UP, PRESS_UP}, {KEY_DOWN, PRESS_DOWN}, {KEY_LEFT, PRESS_LEFT}, {KEY_RIGHT, PRESS_RIGHT},
		{KEY_HOME, PRESS_HOME}, {KEY_END, PRESS_END}, {KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
		{KEY_ENTER, PRESS_ENTER}, {KEY_BACKSPACE, PRESS_BACKSPACE}, {KEY_DC, PRESS_DELETE}, {KEY_BTAB, PRESS_BACK_TAB}};

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

	keys.paste_touched = clock_monotonic_ms();
	if (keys.paste.length >= PASTE_MAX)
		return;
	if (code == '\r' || code == '\n')
		str_add_char(&keys.paste, '\n');
	else if (code == '\t')
		str_add_char(&keys.paste, ' ');
	else if (code >= 0x20 && (code < 0x7F || code > 0x9F) && text_encode(letter, (uint32_t)code) > 0)
		str_add(&keys.paste, letter);
}

static bool
paste_press(struct press *press)
{
	keys.in_paste = false;
	*press = (struct press){.kind = PRESS_PASTE, .text = str_text(&keys.paste)};
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

	if (!keys.in_paste)
		return -1;
	left = keys.paste_touched + PASTE_PATIENCE_MS - clock_monotonic_ms();
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
		if (!keys.has_held && is_gone()) {
			*gone = true;
			return false;
		}
		status = next_code(&code);
		if (status == ERR)
			return term_paste_timeout() == 0 ? paste_press(press) : false;
		if (status == KEY_CODE_YES && code == CODE_PASTE_BEGIN) {
			str_reset(&keys.paste);
			keys.in_paste = true;
			keys.paste_touched = clock_monotonic_ms();
		} else if (status == KEY_CODE_YES && code == CODE_PASTE_END) {
			if (keys.in_paste)
				return paste_press(press);
		} else if (keys.in_paste) {
			if (status == OK)
				paste_code(code);
		} else if (status == KEY_CODE_YES ? function_press(press, code) : plain_press(press, code)) {
			return true;
		}
	}
}
