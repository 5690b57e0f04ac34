/*
 * ident/number: the national ID number and masking. Knows no document and no list.
 */
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/text.h"

#include <string.h>

/*
 * What spreadsheets, web pages and people put between the digits: blanks of several widths, dots, hyphens, and the mark
 * at the beginning of a file.
 */
static bool
is_separator(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '.' || c == '-' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0xFEFF;
}

/*
 * It finds every single wrong digit, but lets one in ten swaps of neighbours through: right is no proof, so the number
 * is always compared with the card's as well (domain 4.1).
 */
static bool
checksum_is_right(const char *digits)
{
	int odd = 0, even = 0, sum = 0, tenth;

	for (int i = 0; i < 9; i++)
		*(i % 2 == 0 ? &odd : &even) += digits[i] - '0';
	for (int i = 0; i < 10; i++)
		sum += digits[i] - '0';
	tenth = ((7 * odd - even) % 10 + 10) % 10; /* the inner value can be negative */
	return digits[9] - '0' == tenth && digits[10] - '0' == sum % 10;
}

enum ident_number
ident_check_number(char out[NATIONAL_ID_TEXT], const char *text)
{
	char digits[NATIONAL_ID_TEXT] = "";
	int count = 0;
	bool exponent = false, other = false;
	uint32_t c;
	size_t taken;

	out[0] = '\0';
	for (; (taken = text_decode(text, &c)) > 0; text += taken) {
		if (is_separator(c))
			continue;
		if ((c == 'e' || c == 'E') && count > 0)
			exponent = true;
		else if (c < '0' || c > '9')
			other = other || !(exponent || c == ',');
		else if (count < NATIONAL_ID_TEXT - 1)
			digits[count++] = (char)c;
		else
			count = NATIONAL_ID_TEXT; /* too long stays too long */
	}
	/*
	 * Before the length is asked: "1,0E+10" has few digits, but what to say is that a spreadsheet has lost the
	 * others.
	 */
	if (exponent && !other)
		return IDENT_NUMBER_EXPONENT;
	if (other || exponent)
		return IDENT_NUMBER_NOT_DIGITS;
	if (count == 0)
		return IDENT_NUMBER_EMPTY;
	if (count != NATIONAL_ID_TEXT - 1)
		return IDENT_NUMBER_LENGTH;
	copy_text(out, NATIONAL_ID_TEXT, digits);
	if (digits[0] == '0')
		return IDENT_NUMBER_LEADING_ZERO;
	if (checksum_is_right(digits))
		return IDENT_NUMBER_VALID;
	/*
	 * Whether numbers of foreigners follow the same rule is said both ways, so that one which does not only warns.
	 */
	return digits[0] == '9' && digits[1] == '9' ? IDENT_NUMBER_FOREIGN_CHECKSUM : IDENT_NUMBER_CHECKSUM;
}

bool
ident_number_usable(enum ident_number answer)
{
	return answer == IDENT_NUMBER_VALID || answer == IDENT_NUMBER_FOREIGN_CHECKSUM;
}

enum message
ident_number_message(enum ident_number answer)
{
	switch (answer) {
	case IDENT_NUMBER_VALID:
		return 0;
	case IDENT_NUMBER_EMPTY:
		return MSG_IDENT_NUMBER_EMPTY;
	case IDENT_NUMBER_LENGTH:
		return MSG_IDENT_NUMBER_LENGTH;
	case IDENT_NUMBER_NOT_DIGITS:
		return MSG_IDENT_NUMBER_NOT_DIGITS;
	case IDENT_NUMBER_EXPONENT:
		return MSG_IDENT_NUMBER_EXPONENT;
	case IDENT_NUMBER_LEADING_ZERO:
		return MSG_IDENT_NUMBER_LEADING_ZERO;
	case IDENT_NUMBER_CHECKSUM:
		return MSG_IDENT_NUMBER_CHECKSUM;
	case IDENT_NUMBER_FOREIGN_CHECKSUM:
		return MSG_IDENT_NUMBER_FOREIGN_CHECKSUM;
	}
	return MSG_ERR_INTERNAL;
}

/* The last four stay, as on letters of banks: enough to tell two people of one name apart, too little to use. */
void
ident_mask(char out[NATIONAL_ID_TEXT], const char *national_id)
{
	size_t length = strlen(national_id);

	if (length == 0) {
		out[0] = '\0';
		return;
	}
	memset(out, '*', NATIONAL_ID_TEXT - 1);
	out[NATIONAL_ID_TEXT - 1] = '\0';
	if (length == NATIONAL_ID_TEXT - 1)
		memcpy(out + 7, national_id + 7, 4);
}

/*
 * First, fourth and the last two letters stay: with them an officer finds the copy in a folder, and nobody can rebuild
 * the number.
 */
void
ident_mask_document(char *out, size_t size, const char *number)
{
	size_t length = strlen(number);

	copy_text(out, size, number);
	for (size_t i = 0; out[i] != '\0'; i++)
		if (length < 5 || (i != 0 && i != 3 && i + 2 < length))
			out[i] = '*';
}
