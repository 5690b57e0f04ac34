/*
 * card/isoapplet: PKCS#15 on a Java card under IsoApplet's own name; it refuses the name that the standard gives.
 */
#include "families.h"

static const uint8_t applet[] = {0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01};

bool
isoapplet_quick(struct reading *reading)
{
	const struct pkcs15_app app = {.family = CARD_FAMILY_ISOAPPLET, .path = {0x50, 0x15}, .path_length = 2};

	if (wire_select(&reading->wire, 0x04, applet, sizeof applet) != ANSWER_OK)
		return false;
	reading->saw_isoapplet = true;
	pkcs15_read_app(reading, &app, FOLDER_TO_ENTER);
	return true;
}
