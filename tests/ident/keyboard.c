/*
 * tests/ident/keyboard: what a scanner that sends a US keyboard's keys becomes under other layouts: the rows as they stand
 * on the keys, plain and shifted.
 */
#include "teslim/text.h"
#include "vectors.h"

#include <string.h>

/* clang-format off */
static const char *const plain_rows[KEYBOARD_COUNT] = {
	"`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
	"\"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.",
	"+1234567890/-fgğıodrnhpqwxuieaütkmlyşjövcçzsb.,"};
static const char *const shifted_rows[KEYBOARD_COUNT] = {
	"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
	"é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:",
	"*!\"^$%&'()=?_FGĞIODRNHPQWXUİEAÜTKMLYŞJÖVCÇZSB:;"};
/* clang-format on */

static int
place_of(const char *row, char letter)
{
	const char *at = letter != '\0' ? strchr(row, letter) : NULL;

	return at != NULL ? (int)(at - row) : -1;
}

static uint32_t
letter_at(const char *row, int place)
{
	uint32_t code = 0;

	for (int i = 0; i <= place; i++)
		row += text_decode(row, &code);
	return code;
}

static bool
is_letter_key(uint32_t code)
{
	return text_upper_code_point(code) != code || text_lower_code_point(code) != code;
}

void
keyboard_type(struct str *out, const char *text, enum keyboard keyboard, bool caps)
{
	for (; *text != '\0'; text++) {
		int plain = place_of(plain_rows[KEYBOARD_US], *text), shifted = place_of(shifted_rows[KEYBOARD_US], *text);
		bool shift = plain < 0 && shifted >= 0;
		int place = shift ? shifted : plain;
		char letter[5];
		if (place < 0) {
			str_add_char(out, *text);
			continue;
		}
		if (caps && is_letter_key(letter_at(plain_rows[keyboard], place)))
			shift = !shift;
		letter[text_encode(letter, letter_at(shift ? shifted_rows[keyboard] : plain_rows[keyboard], place))] = '\0';
		str_add(out, letter);
	}
}
