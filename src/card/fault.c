/*
 * card/fault: the table of faults: code, area, who mends it, sentence, cure. The sentences are in the catalogue; cures
 * are commands and the same in every language.
 */
#include "fault.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
	const char *code;
	enum fault_area area;
	enum fault_mender mender;
	enum message message;
	const char *cure; /* NULL: made by a function below */
};

#define CURE_AGAIN "teslim-card --once"
#define CURE_TRACE "teslim-card --once --trace 2> kart-izi.txt"
#define CURE_SERVICE "sudo systemctl restart pcscd.service; sudo journalctl -n 20 -u pcscd"
#define SYSTEM_SOCKET "/run/pcscd/pcscd.comm"

static const struct entry table[FAULT_COUNT] = {
	[FAULT_NONE] = {"", AREA_CARD, BY_OFFICER, MSG_NONE, ""},
	[FAULT_NO_DAEMON] = {CARD_FAULT_NO_DAEMON, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_NO_DAEMON,
		"sudo systemctl enable --now pcscd.socket"},
	[FAULT_SOCKET_REFUSED] = {CARD_FAULT_SOCKET_REFUSED, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_SOCKET_REFUSED, NULL},
	[FAULT_SOCKET_DENIED] = {CARD_FAULT_SOCKET_DENIED, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_SOCKET_DENIED, NULL},
	[FAULT_SOCKET_GONE] = {CARD_FAULT_SOCKET_GONE, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_SOCKET_GONE, NULL},
	[FAULT_TUNNEL_GONE] = {CARD_FAULT_TUNNEL_GONE, AREA_SERVICE, BY_OFFICER, MSG_CARD_FAULT_TUNNEL_GONE, NULL},
	[FAULT_NO_ANSWER] = {CARD_FAULT_NO_ANSWER, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_NO_ANSWER, CURE_SERVICE},
	[FAULT_POLKIT] = {CARD_FAULT_POLKIT, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_POLKIT, NULL},
	[FAULT_VERSION] = {CARD_FAULT_VERSION, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_VERSION, NULL},
	[FAULT_DAEMON_LOST] = {CARD_FAULT_DAEMON_LOST, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_DAEMON_LOST,
		"sudo systemctl restart pcscd.service"},
	[FAULT_READERS] = {CARD_FAULT_READERS, AREA_SERVICE, BY_ADMINISTRATOR, MSG_CARD_FAULT_READERS, CURE_SERVICE},
	[FAULT_NO_READER] = {CARD_FAULT_NO_READER, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_NO_READER, "lsusb"},
	[FAULT_NO_DRIVER] = {CARD_FAULT_NO_DRIVER, AREA_READER, BY_ADMINISTRATOR, MSG_CARD_FAULT_NO_DRIVER,
		"sudo apt install libccid && sudo systemctl restart pcscd.service"},
	[FAULT_READER_GONE] = {CARD_FAULT_READER_GONE, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_READER_GONE, "teslim-card --doctor"},
	[FAULT_EMPTY] = {CARD_FAULT_EMPTY, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_EMPTY, "teslim-card --once --wait 60"},
	[FAULT_EXCLUSIVE] = {CARD_FAULT_EXCLUSIVE, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_EXCLUSIVE, NULL},
	[FAULT_LOCKED] = {CARD_FAULT_LOCKED, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_LOCKED, NULL},
	[FAULT_STUCK] = {CARD_FAULT_STUCK, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_STUCK, CURE_SERVICE},
	[FAULT_RESET] = {CARD_FAULT_RESET, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_RESET, NULL},
	[FAULT_RESET_ALONE] = {CARD_FAULT_RESET_ALONE, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_RESET_ALONE,
		"sudo dmesg | grep -i usb | tail -n 20"},
	[FAULT_ODD_READER] = {CARD_FAULT_ODD_READER, AREA_READER, BY_OFFICER, MSG_CARD_FAULT_ODD_READER, CURE_TRACE},
	[FAULT_MUTE] = {CARD_FAULT_MUTE, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_MUTE, CURE_AGAIN},
	[FAULT_BAD_ATR] = {CARD_FAULT_BAD_ATR, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_BAD_ATR, CURE_AGAIN},
	[FAULT_SILENT] = {CARD_FAULT_SILENT, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_SILENT, CURE_TRACE},
	[FAULT_PULLED] = {CARD_FAULT_PULLED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_PULLED, CURE_AGAIN},
	[FAULT_GARBLED] = {CARD_FAULT_GARBLED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_GARBLED, CURE_TRACE},
	[FAULT_UNKNOWN_CARD] = {CARD_FAULT_UNKNOWN_CARD, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_UNKNOWN_CARD, CURE_TRACE},
	[FAULT_NO_CERTIFICATE] = {CARD_FAULT_NO_CERTIFICATE, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_NO_CERTIFICATE, CURE_TRACE},
	[FAULT_AKIS_HIDDEN] = {CARD_FAULT_AKIS_HIDDEN, AREA_CARD, BY_ADMINISTRATOR, MSG_CARD_FAULT_AKIS_HIDDEN,
		"teslim-card --once --module /usr/lib/libakisp11.so"},
	[FAULT_PROTECTED] = {CARD_FAULT_PROTECTED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_PROTECTED, CURE_TRACE},
	[FAULT_TRUNCATED] = {CARD_FAULT_TRUNCATED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_TRUNCATED, CURE_TRACE},
	[FAULT_NOT_A_CERTIFICATE] = {CARD_FAULT_NOT_A_CERTIFICATE, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_NOT_A_CERTIFICATE,
		CURE_TRACE},
	[FAULT_LIMIT] = {CARD_FAULT_LIMIT, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_LIMIT, CURE_TRACE},
	[FAULT_IDENTITY_CARD] = {CARD_FAULT_IDENTITY_CARD, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_IDENTITY_CARD, CURE_AGAIN},
	[FAULT_BANK_CARD] = {CARD_FAULT_BANK_CARD, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_BANK_CARD, CURE_AGAIN},
	[FAULT_COMMON_ACCESS_CARD] = {CARD_FAULT_COMMON_ACCESS_CARD, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_COMMON_ACCESS_CARD,
		CURE_AGAIN},
	[FAULT_STOPPED] = {CARD_FAULT_STOPPED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_STOPPED, CURE_TRACE},
	[FAULT_CRASHED] = {CARD_FAULT_CRASHED, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_CRASHED, CURE_TRACE},
	[FAULT_INTERNAL] = {CARD_FAULT_INTERNAL, AREA_CARD, BY_OFFICER, MSG_CARD_FAULT_INTERNAL, CURE_TRACE},
	[FAULT_MODULE] = {CARD_FAULT_MODULE, AREA_CARD, BY_ADMINISTRATOR, MSG_CARD_FAULT_MODULE,
		"find /usr/lib /usr/local/lib -name '*p11*.so' -o -name '*pkcs11*.so'"},
	[FAULT_UNGUARDED] = {CARD_FAULT_UNGUARDED, AREA_CARD, BY_ADMINISTRATOR, MSG_CARD_FAULT_UNGUARDED,
		"uname -mr; grep -E 'CONFIG_SECCOMP(_FILTER)?=' \"/boot/config-$(uname -r)\""},
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

enum fault_mender
fault_mender(enum fault fault)
{
	return table[fault].mender;
}

bool
fault_blames(enum fault fault)
{
	return fault == FAULT_EXCLUSIVE || fault == FAULT_LOCKED || fault == FAULT_RESET;
}

enum fault
fault_judge(enum fault fault, struct others *others)
{
	bool is_seen;

	if (fault != FAULT_LOCKED) /* another agent of this program shares every card and resets none */
		others->agents = 0;
	is_seen = others->is_known && others->named + others->hidden + others->agents > 0;
	if (!is_seen && fault == FAULT_RESET)
		return FAULT_RESET_ALONE;
	return !is_seen && fault == FAULT_LOCKED ? FAULT_STUCK : fault; /* of an exclusive user the service itself tells */
}

void
fault_text(char *out, size_t size, enum fault fault, const char *detail)
{
	message_format_detail(out, size, message_language(), table[fault].message, detail);
}

void
fault_call(char *out, size_t size, enum fault fault)
{
	char plain[200];

	out[0] = '\0';
	if (fault == FAULT_NONE || fault == FAULT_EMPTY)
		return;
	message_plain(plain, sizeof plain, message_language(), table[fault].message);
	if (table[fault].mender == BY_ADMINISTRATOR)
		say(out, size, CALL_ADMINISTRATOR, plain);
	else
		say(out, size, CALL_IF_IT_GOES_ON, plain);
}

/* ---- other programs */

void
fault_name_others(char *out, size_t size, const struct others *others)
{
	struct str names = {0};

	for (int i = 0; others->is_known && i < others->named; i++)
		str_printf(&names, "%s%s %ld", i > 0 ? ", " : "", others->list[i].name, others->list[i].pid);
	if (others->is_known && others->hidden > 0)
		str_printf(&names, "%s%s", names.length > 0 ? ", " : "", tell(CARD_OTHER_HIDDEN));
	if (others->is_known && others->agents > 0)
		str_printf(&names, "%steslim-card", names.length > 0 ? ", " : "");
	if (names.length == 0)
		copy_text(out, size, tell(CARD_OTHER_UNKNOWN));
	else if (others->named + others->hidden + others->agents > 1)
		say(out, size, CARD_OTHER_ONE_OF, str_text(&names));
	else
		copy_text(out, size, str_text(&names));
	str_clear(&names);
}

/* One that is named is ended the way it wants to be; of several the table of processes tells who they are. */
static void
cure_of_others(char *out, size_t size, const struct others *others)
{
	struct str cure = {0};

	if (others == NULL || !others->is_known || others->hidden > 0 || others->named == 0) {
		/* Root sees whose they are. */
		copy_text(out, size, "sudo teslim-card --doctor");
		return;
	}
	if (others->named > 1) {
		for (int i = 0; i < others->named; i++)
			str_printf(&cure, "%s%ld", i == 0 ? "ps -o pid,user,args -p " : ",", others->list[i].pid);
	} else if (strcmp(others->list[0].name, "scdaemon") == 0) {
		str_add(&cure, "gpgconf --kill scdaemon");
	} else {
		str_printf(&cure, "kill %ld", others->list[0].pid);
	}
	copy_text(out, size, str_text(&cure));
	str_clear(&cure);
}

/* ---- the socket */

/* In single quotes, as a shell takes any path. */
static void
add_quoted(struct str *out, const char *path)
{
	str_add_char(out, '\'');
	for (; *path != '\0'; path++) {
		if (*path == '\'')
			str_add(out, "'\\'");
		str_add_char(out, *path);
	}
	str_add_char(out, '\'');
}

/*
 * Whoever may not enter or open it gets exactly that: through the group that has it, else as its owner; a folder on the
 * way may be passed through. Nothing becomes writable for all.
 */
static void
cure_of_denied(struct str *cure, const struct surroundings *surroundings)
{
	char refusing[128];
	struct stat file = {0};
	bool is_socket;

	surroundings_refusing(surroundings, refusing, sizeof refusing);
	is_socket = strcmp(refusing, surroundings->socket) == 0;
	if (stat(refusing, &file) == 0 && (file.st_mode & (is_socket ? S_IWGRP : S_IXGRP)) != 0) {
		str_add(cure, "sudo usermod -aG \"$(stat -c %G ");
		add_quoted(cure, refusing);
		str_printf(cure, ")\" '%s'", surroundings->account);
		return;
	}
	if (is_socket)
		str_printf(cure, "sudo chown '%s' ", surroundings->account);
	else
		str_add(cure, "sudo chmod o+x ");
	add_quoted(cure, refusing);
}

static void
cure_of_socket(struct str *cure, enum fault fault, const struct surroundings *surroundings)
{
	if (fault == FAULT_SOCKET_DENIED) {
		cure_of_denied(cure, surroundings);
	} else if (fault == FAULT_TUNNEL_GONE) { /* typed at the desk */
		str_add(cure, "ssh -R ");
		add_quoted(cure, surroundings->socket);
		str_printf(cure, ":" SYSTEM_SOCKET " '%s@%s'", surroundings->login, surroundings->host);
	} else {
		str_add(cure, "ls -l ");
		add_quoted(cure, surroundings->socket);
		str_add(cure,
			surroundings->is_named ? "; env -u PCSCLITE_CSOCK_NAME teslim-card --doctor"
					       : "; sudo systemctl restart pcscd.socket pcscd.service");
	}
}

static void
cure_of_version(struct str *cure, const struct surroundings *surroundings)
{
	if (surroundings->is_named) /* whoever lends the socket has another release: the agent belongs there */
		str_add(cure, "sudo editor " TESLIM_SYSCONFDIR "/teslim.conf # card_command = \"ssh MASA teslim-card\";");
	else
		str_add(cure, "sudo apt install --only-upgrade pcscd libpcsclite1 && sudo systemctl restart pcscd");
}

/* The shipped rule (conf/polkit) lets the group in; it counts at once, without a new login. */
static void
cure_of_polkit(struct str *cure, const struct surroundings *surroundings)
{
	str_printf(cure, "sudo groupadd -f --system teslim-card && sudo usermod -aG teslim-card '%s'", surroundings->account);
}

void
fault_cure(char *out, size_t size, enum fault fault, const struct surroundings *surroundings, const struct others *others)
{
	struct str cure = {0};

	if (table[fault].cure != NULL) {
		copy_text(out, size, table[fault].cure);
		return;
	}
	if (fault_blames(fault)) {
		cure_of_others(out, size, others);
		return;
	}
	if (fault == FAULT_VERSION)
		cure_of_version(&cure, surroundings);
	else if (fault == FAULT_POLKIT)
		cure_of_polkit(&cure, surroundings);
	else
		cure_of_socket(&cure, fault, surroundings);
	copy_text(out, size, str_text(&cure));
	str_clear(&cure);
}
