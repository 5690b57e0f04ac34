/*
 * card/akis: the file layout of AKİS signature cards: folder "PKCS-15" (3D00), certificates in consecutive files from
 * 2F10 on, readable without a PIN. Knows nothing of other layouts.
 */
#include "families.h"

enum {
	FIRST_FILE = 0x2F10,
	FILES_MAX = 17, /* 2F10 to 2F20, the range that the vendor reserves */
	MISSES_MAX = 3, /* absent files in a row that end the search */
	SW_MF_NOT_SELECTED = 0x6418,
	SW_WRONG_PARAMETERS = 0x6A86
};

static const uint8_t folder_name[] = {'P', 'K', 'C', 'S', '-', '1', '5'};

static enum answer
select_file(struct reading *reading, uint8_t p1, unsigned fid)
{
	const uint8_t body[] = {(uint8_t)(fid >> 8), (uint8_t)fid};

	return wire_select(&reading->wire, p1, body, sizeof body);
}

/* EF under DF; where the card does not know this form, any file by its identifier. */
static enum answer
select_certificate_file(struct reading *reading, unsigned fid)
{
	enum answer answer = select_file(reading, 0x02, fid);

	if (answer == ANSWER_REFUSED && reading->wire.sw == SW_WRONG_PARAMETERS)
		answer = select_file(reading, 0x00, fid);
	return answer;
}

static void
read_file(struct reading *reading, unsigned fid)
{
	const uint8_t id[] = {(uint8_t)(fid >> 8), (uint8_t)fid};
	struct span der = {0};
	enum content content = file_read_certificate(reading, 0, 0, &der);

	reading_note(reading, content, CARD_FAMILY_AKIS, "", (struct span){id, sizeof id}, der);
}

static void
read_folder(struct reading *reading)
{
	int misses = 0;

	reading->saw_akis = true;
	for (unsigned i = 0; i < FILES_MAX && misses < MISSES_MAX && !reading_is_over(reading); i++) {
		switch (select_certificate_file(reading, FIRST_FILE + i)) {
		case ANSWER_OK:
			misses = 0;
			read_file(reading, FIRST_FILE + i);
			break;
		case ANSWER_PROTECTED:
			misses = 0;
			reading_note(reading, CONTENT_PROTECTED, CARD_FAMILY_AKIS, "", (struct span){0}, (struct span){0});
			break;
		case ANSWER_END:
		case ANSWER_ABSENT:
		case ANSWER_REFUSED:
			misses++;
			break;
		case ANSWER_BROKEN:
			return;
		}
	}
}

static bool
enter_by_name(struct reading *reading)
{
	return wire_select(&reading->wire, 0x04, folder_name, sizeof folder_name) == ANSWER_OK;
}

bool
akis_quick(struct reading *reading)
{
	bool entered = enter_by_name(reading);

	if (!entered && reading->wire.sw == SW_MF_NOT_SELECTED && select_file(reading, 0x00, 0x3F00) == ANSWER_OK)
		entered = enter_by_name(reading);
	if (entered)
		read_folder(reading);
	return entered;
}

bool
akis_thorough(struct reading *reading)
{
	/* AKİS v3 may have no MF: its answer does not matter. */
	select_file(reading, 0x00, 0x3F00);
	if (!enter_by_name(reading) && select_file(reading, 0x01, 0x3D00) != ANSWER_OK)
		return false;
	read_folder(reading);
	return true;
}
