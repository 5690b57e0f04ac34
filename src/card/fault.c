/*
 * card/fault: the table of faults: code, area, sentence, cure. The sentences are in the catalogue; cures are commands
 * and the same in every language.
 */
#include "fault.h"

#include <string.h>

struct entry {
	const char *code;
	enum fault_area area;
	enum message message;
	const char *cure;
};

#define CURE_AGAIN "teslim-card --once"
#define CURE_TRACE "teslim-card --once --trace 2> kart-izi.txt"

static const struct entry table[FAULT_COUNT] = {
	[FAULT_NONE] = {"", AREA_CARD, MSG_NONE, ""},
	[FAULT_NO_DAEMON] = {CARD_FAULT_NO_DAEMON, AREA_SERVICE, MSG_CARD_FAULT_NO_DAEMON, "sudo systemctl enable --now pcscd.socket"},
	[FAULT_SOCKET_REFUSED] = {CARD_FAULT_SOCKET_REFUSED, AREA_SERVICE, MSG_CARD_FAULT_SOCKET_REFUSED,
		"sudo systemctl restart pcscd.socket pcscd.service"},
	[FAULT_SOCKET_DENIED] = {CARD_FAULT_SOCKET_DENIED, AREA_SERVICE, MSG_CARD_FAULT_SOCKET_DENIED,
		"sudo chmod 666 /run/pcscd/pcscd.comm"},
	[FAULT_SOCKET_GONE] = {CARD_FAULT_SOCKET_GONE, AREA_SERVICE, MSG_CARD_FAULT_SOCKET_GONE,
		"ssh -R \"$PCSCLITE_CSOCK_NAME\":/run/pcscd/pcscd.comm \"$HOSTNAME\""},
	[FAULT_POLKIT] = {CARD_FAULT_POLKIT, AREA_SERVICE, MSG_CARD_FAULT_POLKIT,
		"printf 'polkit.addRule(function(a,s){if(/^org.debian.pcsc-lite/.test(a.id)&&s.isInGroup(\"plugdev\"))return "
		"\"yes\";});\\n' | sudo tee /etc/polkit-1/rules.d/50-teslim.rules"},
	[FAULT_VERSION] = {CARD_FAULT_VERSION, AREA_SERVICE, MSG_CARD_FAULT_VERSION,
		"sudo apt install --only-upgrade pcscd libpcsclite1 && sudo systemctl restart pcscd"},
	[FAULT_DAEMON_LOST] = {CARD_FAULT_DAEMON_LOST, AREA_SERVICE, MSG_CARD_FAULT_DAEMON_LOST,
		"sudo systemctl restart pcscd.service"},
	[FAULT_NO_READER] = {CARD_FAULT_NO_READER, AREA_READER, MSG_CARD_FAULT_NO_READER, "lsusb"},
	[FAULT_NO_DRIVER] = {CARD_FAULT_NO_DRIVER, AREA_READER, MSG_CARD_FAULT_NO_DRIVER,
		"sudo apt install libccid && sudo systemctl restart pcscd.service"},
	[FAULT_READER_GONE] = {CARD_FAULT_READER_GONE, AREA_READER, MSG_CARD_FAULT_READER_GONE, "teslim-card --doctor"},
	[FAULT_EMPTY] = {CARD_FAULT_EMPTY, AREA_READER, MSG_CARD_FAULT_EMPTY, "teslim-card --once --wait 60"},
	[FAULT_EXCLUSIVE] = {CARD_FAULT_EXCLUSIVE, AREA_READER, MSG_CARD_FAULT_EXCLUSIVE, "gpgconf --kill scdaemon; pkill -x pcsc_scan"},
	[FAULT_LOCKED] = {CARD_FAULT_LOCKED, AREA_READER, MSG_CARD_FAULT_LOCKED, "sudo systemctl restart pcscd.service"},
	[FAULT_RESET] = {CARD_FAULT_RESET, AREA_READER, MSG_CARD_FAULT_RESET, "gpgconf --kill scdaemon; teslim-card --once"},
	[FAULT_ODD_READER] = {CARD_FAULT_ODD_READER, AREA_READER, MSG_CARD_FAULT_ODD_READER, CURE_TRACE},
	[FAULT_MUTE] = {CARD_FAULT_MUTE, AREA_CARD, MSG_CARD_FAULT_MUTE, CURE_AGAIN},
	[FAULT_BAD_ATR] = {CARD_FAULT_BAD_ATR, AREA_CARD, MSG_CARD_FAULT_BAD_ATR, CURE_AGAIN},
	[FAULT_SILENT] = {CARD_FAULT_SILENT, AREA_CARD, MSG_CARD_FAULT_SILENT, CURE_TRACE},
	[FAULT_PULLED] = {CARD_FAULT_PULLED, AREA_CARD, MSG_CARD_FAULT_PULLED, CURE_AGAIN},
	[FAULT_GARBLED] = {CARD_FAULT_GARBLED, AREA_CARD, MSG_CARD_FAULT_GARBLED, CURE_TRACE},
	[FAULT_UNKNOWN_CARD] = {CARD_FAULT_UNKNOWN_CARD, AREA_CARD, MSG_CARD_FAULT_UNKNOWN_CARD, CURE_TRACE},
	[FAULT_NO_CERTIFICATE] = {CARD_FAULT_NO_CERTIFICATE, AREA_CARD, MSG_CARD_FAULT_NO_CERTIFICATE, CURE_TRACE},
	[FAULT_AKIS_HIDDEN] = {CARD_FAULT_AKIS_HIDDEN, AREA_CARD, MSG_CARD_FAULT_AKIS_HIDDEN,
		"teslim-card --once --module /usr/lib/libakisp11.so"},
	[FAULT_PROTECTED] = {CARD_FAULT_PROTECTED, AREA_CARD, MSG_CARD_FAULT_PROTECTED, CURE_TRACE},
	[FAULT_TRUNCATED] = {CARD_FAULT_TRUNCATED, AREA_CARD, MSG_CARD_FAULT_TRUNCATED, CURE_TRACE},
	[FAULT_NOT_A_CERTIFICATE] = {CARD_FAULT_NOT_A_CERTIFICATE, AREA_CARD, MSG_CARD_FAULT_NOT_A_CERTIFICATE, CURE_TRACE},
	[FAULT_LIMIT] = {CARD_FAULT_LIMIT, AREA_CARD, MSG_CARD_FAULT_LIMIT, CURE_TRACE},
	[FAULT_IDENTITY_CARD] = {CARD_FAULT_IDENTITY_CARD, AREA_CARD, MSG_CARD_FAULT_IDENTITY_CARD, CURE_AGAIN},
	[FAULT_BANK_CARD] = {CARD_FAULT_BANK_CARD, AREA_CARD, MSG_CARD_FAULT_BANK_CARD, CURE_AGAIN},
	[FAULT_COMMON_ACCESS_CARD] = {CARD_FAULT_COMMON_ACCESS_CARD, AREA_CARD, MSG_CARD_FAULT_COMMON_ACCESS_CARD, CURE_AGAIN},
	[FAULT_STOPPED] = {CARD_FAULT_STOPPED, AREA_CARD, MSG_CARD_FAULT_STOPPED, CURE_TRACE},
	[FAULT_CRASHED] = {CARD_FAULT_CRASHED, AREA_CARD, MSG_CARD_FAULT_CRASHED, CURE_TRACE},
	[FAULT_INTERNAL] = {CARD_FAULT_INTERNAL, AREA_CARD, MSG_CARD_FAULT_INTERNAL, CURE_TRACE},
	[FAULT_MODULE] = {CARD_FAULT_MODULE, AREA_CARD, MSG_CARD_FAULT_MODULE,
		"find /usr/lib /usr/local/lib -name '*p11*.so' -o -name '*pkcs11*.so'"},
};

const char *
fault_code(enum fault fault)
{
	return (unsigned)fault < FAULT_COUNT ? table[fault].code : CARD_FAULT_INTERNAL;
}

enum fault
fault_from_code(const char *code)
{
	for (int i = 1; i < FAULT_COUNT; i++)
		if (strcmp(table[i].code, code) == 0)
			return (enum fault)i;
	return FAULT_INTERNAL;
}

enum fault_area
fault_area(enum fault fault)
{
	return (unsigned)fault < FAULT_COUNT ? table[fault].area : AREA_CARD;
}

void
fault_text(char *out, size_t size, enum fault fault, const char *detail)
{
	message_format_detail(out, size, message_language(), (int)table[fault].message, detail);
}

const char *
fault_cure(enum fault fault)
{
	return table[fault].cure;
}
