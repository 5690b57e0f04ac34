/*
 * card/plastic: names a card that gave no certificate by what is on it, never by its ATR: empty signature card,
 * identity card, bank card, unknown. Asks the card at most a handful of SELECTs more.
 */
#include "families.h"

#include <string.h>

static bool
has_application(struct reading *reading, const char *name)
{
	return wire_select(&reading->wire, 0x04, name, strlen(name)) == ANSWER_OK;
}

static bool
has_file(struct reading *reading, uint8_t p1, uint8_t high, uint8_t low)
{
	const uint8_t fid[] = {high, low};
	enum answer answer = wire_select(&reading->wire, p1, fid, sizeof fid);

	return answer == ANSWER_OK || answer == ANSWER_PROTECTED;
}

/* The identity card has the same operating system; holder data in 2F04 beside, or the folders 3D10 and 3D20. */
static bool
is_identity_card(struct reading *reading)
{
	static const uint8_t folder[] = {'P', 'K', 'C', 'S', '-', '1', '5'};

	if (wire_select(&reading->wire, 0x04, folder, sizeof folder) == ANSWER_OK && has_file(reading, 0x02, 0x2F, 0x04))
		return true;
	if (!has_file(reading, 0x00, 0x3F, 0x00))
		return false;
	if (!has_file(reading, 0x01, 0x3D, 0x10))
		return false;
	has_file(reading, 0x00, 0x3F, 0x00);
	return has_file(reading, 0x01, 0x3D, 0x20);
}

/* Every file was there, and none of them gave a byte: that is not how empty cards are. */
static bool
reads_gave_nothing(const struct wire *wire)
{
	return wire->reads > 0 && wire->read_bytes == 0;
}

/* US Department of Defense: its own applets, which want another command than those that are sent here. */
static bool
is_common_access_card(struct reading *reading)
{
	static const uint8_t pki[] = {0xA0, 0x00, 0x00, 0x00, 0x79, 0x01, 0x00};
	static const uint8_t container[] = {0xA0, 0x00, 0x00, 0x01, 0x16, 0xDB, 0x00};

	return wire_select(&reading->wire, 0x04, pki, sizeof pki) == ANSWER_OK ||
		wire_select(&reading->wire, 0x04, container, sizeof container) == ANSWER_OK;
}

/*
 * What explains the rest comes first: a reader that garbles explains a truncated file, a truncated file explains that
 * nothing is a certificate.
 */
static enum fault
what_stood_there(const struct reading *reading)
{
	if (reading->saw_odd || reads_gave_nothing(&reading->wire))
		return FAULT_ODD_READER;
	if (reading->saw_truncated)
		return FAULT_TRUNCATED;
	if (reading->saw_limit)
		return FAULT_LIMIT;
	if (reading->saw_other)
		return FAULT_NOT_A_CERTIFICATE;
	if (reading->saw_protected)
		return reading->saw_akis ? FAULT_AKIS_HIDDEN : FAULT_PROTECTED;
	return FAULT_NO_CERTIFICATE;
}

static const char *
layout_name(const struct reading *reading)
{
	if (reading->saw_akis || reading->wire.akis_word)
		return CARD_FAMILY_AKIS;
	if (reading->saw_isoapplet)
		return CARD_FAMILY_ISOAPPLET;
	if (reading->saw_piv)
		return CARD_FAMILY_PIV;
	return reading->saw_pkcs15 ? CARD_FAMILY_PKCS15 : "unknown";
}

/*
 * Never by the ATR: the same chip is sold as signature card, as identity card and as bank card. The SELECTs that it
 * costs are sent only when there is no certificate anyway.
 */
struct plastic
plastic_name(struct reading *reading)
{
	struct plastic plastic = {what_stood_there(reading), layout_name(reading)};
	bool known = reading->saw_akis || reading->saw_pkcs15 || reading->saw_isoapplet || reading->saw_piv;

	if (reading->wire.broken != FAULT_NONE)
		return (struct plastic){reading->wire.broken, "unknown"};
	if ((plastic.fault == FAULT_NO_CERTIFICATE || plastic.fault == FAULT_AKIS_HIDDEN) && reading->saw_akis &&
		is_identity_card(reading))
		plastic = (struct plastic){FAULT_IDENTITY_CARD, "identity"};
	else if (!known && plastic.fault == FAULT_NO_CERTIFICATE) {
		if (has_application(reading, "2PAY.SYS.DDF01") || has_application(reading, "1PAY.SYS.DDF01"))
			plastic = (struct plastic){FAULT_BANK_CARD, "bank"};
		else if (is_common_access_card(reading))
			plastic = (struct plastic){FAULT_COMMON_ACCESS_CARD, "cac"};
		else
			plastic.fault = reading->wire.akis_word ? FAULT_AKIS_HIDDEN : FAULT_UNKNOWN_CARD;
	}
	if (reading->wire.broken != FAULT_NONE)
		return (struct plastic){reading->wire.broken, "unknown"};
	return plastic;
}
