/*
 * card/families: the file layouts that the agent can read, one file each, and the table that names them. Adding one
 * means writing its file and one line in families.c.
 */
#ifndef TESLIM_CARD_FAMILIES_H
#define TESLIM_CARD_FAMILIES_H

#include "reading.h"

/*
 * quick: one SELECT tells whether the card has this layout; if so, everything is read. thorough: roundabout ways in,
 * tried only after every quick one was in vain, and only where that one's own was, too; NULL: there are none. Each returns
 * whether the layout was there.
 */
struct family {
	const char *name; /* CARD_FAMILY_* */
	bool (*quick)(struct reading *reading);
	bool (*thorough)(struct reading *reading);
};

bool akis_quick(struct reading *reading);
bool akis_thorough(struct reading *reading);
bool pkcs15_quick(struct reading *reading);
bool pkcs15_thorough(struct reading *reading);
bool isoapplet_quick(struct reading *reading);
bool piv_quick(struct reading *reading);

/* What pkcs15.c offers to layouts that are PKCS#15 behind another door. */
struct pkcs15_app {
	const char *family;
	const uint8_t *aid; /* to come back to its folder; NULL: only by path */
	size_t aid_length;
	uint8_t path[16]; /* of its folder from the MF, without 3F00 */
	size_t path_length;
};
/* Whether the application's folder is the current one on the card, or has to be entered first. */
enum pkcs15_folder { FOLDER_TO_ENTER, FOLDER_CURRENT };
/* Reads ODF, CDFs and certificates. False: no ODF. */
bool pkcs15_read_app(struct reading *reading, const struct pkcs15_app *app, enum pkcs15_folder folder);

/* Reads what there is on the card; the ATR only orders the attempts. */
void families_read(struct reading *reading, struct span atr);

/* What the card is when it gave no certificate, told by its content. */
struct plastic {
	enum fault fault;
	const char *kind; /* akis, pkcs15, isoapplet, piv, identity, bank, cac, unknown */
};
struct plastic plastic_name(struct reading *reading);

/* What an ATR hints at. */
struct hints {
	const char *first; /* family to try first; NULL: no hint */
	size_t chunk;
};
struct hints hints_read(struct span atr, bool t0);

#endif
