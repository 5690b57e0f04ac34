/*
 * ident/layout: what a scanner that types as a US keyboard becomes under Turkish layouts, undone. From the layouts
 * "tr" and "tr(f)" of xkeyboard-config; letters and signs that are the same on both are not listed.
 */
#include "zone.h"

struct key_pair {
	uint16_t turkish;
	char us;
};

/* clang-format off */
static const struct key_pair keys_q[] = {
	{'\'', '@'}, {'^', '#'}, {'+', '$'}, {'&', '^'}, {'/', '&'}, {'(', '*'}, {')', '('}, {'=', ')'}, {'*', '-'}, {'?', '_'},
	{'-', '='}, {'_', '+'}, {'"', '`'}, {0xE9, '~'}, {0x131, 'i'}, {0x11F, '['}, {0x11E, '{'}, {0xFC, ']'}, {0xDC, '}'},
	{0x15F, ';'}, {0x15E, ':'}, {'i', '\''}, {0x130, '"'}, {',', '\\'}, {';', '|'}, {0xF6, ','}, {0xD6, '<'}, {0xE7, '.'},
	{0xC7, '>'}, {'.', '/'}, {':', '?'}};

static const struct key_pair keys_f[] = {
	{'"', '@'}, {'^', '#'}, {'&', '^'}, {'\'', '&'}, {'(', '*'}, {')', '('}, {'=', ')'}, {'/', '-'}, {'?', '_'}, {'-', '='},
	{'_', '+'}, {'+', '`'}, {'*', '~'},
	{'f', 'q'}, {'F', 'Q'}, {'g', 'w'}, {'G', 'W'}, {0x11F, 'e'}, {0x11E, 'E'}, {0x131, 'r'}, {'I', 'R'}, {'o', 't'}, {'O', 'T'},
	{'d', 'y'}, {'D', 'Y'}, {'r', 'u'}, {'R', 'U'}, {'n', 'i'}, {'N', 'I'}, {'h', 'o'}, {'H', 'O'}, {'q', '['}, {'Q', '{'},
	{'w', ']'}, {'W', '}'}, {'u', 'a'}, {'U', 'A'}, {'i', 's'}, {0x130, 'S'}, {'e', 'd'}, {'E', 'D'}, {'a', 'f'}, {'A', 'F'},
	{0xFC, 'g'}, {0xDC, 'G'}, {'t', 'h'}, {'T', 'H'}, {'k', 'j'}, {'K', 'J'}, {'m', 'k'}, {'M', 'K'}, {'y', ';'}, {'Y', ':'},
	{0x15F, '\''}, {0x15E, '"'}, {'x', '\\'}, {'X', '|'}, {'j', 'z'}, {'J', 'Z'}, {0xF6, 'x'}, {0xD6, 'X'}, {'v', 'c'},
	{'V', 'C'}, {'c', 'v'}, {'C', 'V'}, {0xE7, 'b'}, {0xC7, 'B'}, {'z', 'n'}, {'Z', 'N'}, {'s', 'm'}, {'S', 'M'}, {'b', ','},
	{'B', '<'}, {':', '>'}, {',', '/'}, {';', '?'}};
/* clang-format on */

uint32_t
layout_undo(enum layout layout, uint32_t code_point)
{
	const struct key_pair *keys = layout == LAYOUT_TURKISH_Q ? keys_q : keys_f;
	size_t count = layout == LAYOUT_TURKISH_Q ? ARRAY_LENGTH(keys_q) : layout == LAYOUT_TURKISH_F ? ARRAY_LENGTH(keys_f) : 0;

	for (size_t i = 0; i < count; i++)
		if (keys[i].turkish == code_point)
			return (unsigned char)keys[i].us;
	return code_point;
}
