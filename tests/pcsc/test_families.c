/*
 * pcsc/test_families: every family of cards on a real pcscd, with both protocols: the certificate arrives byte for
 * byte, within the budget of APDUs and bytes, and foreign programs that can read the card say the same.
 */
#include "cards.h"
#include "seats.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

/* ---- what each card must give, and for how much */

static const struct family_case {
	const char *name;
	world_build *build;
	long count;
	const char *family;
	int first_apdus; /* at most, when one certificate is wanted; 0: not budgeted */
	int all_apdus;   /* when all are read */
} cases[] = {
	/* 11 for the one, and the look at three further files that are not there */
	{"AKİS layout, one certificate", card_akis, 1, CARD_FAMILY_AKIS, 11, 11 + 2},
	{"AKİS layout, three certificates", card_akis, 3, CARD_FAMILY_AKIS, 11, 29},
	{"AKİS layout, PEM text in the file", card_akis_pem, 1, CARD_FAMILY_AKIS, 0, 0},
	{"AKİS layout, T=0", card_akis_t0, 1, CARD_FAMILY_AKIS, 0, 0},
	{"AKİS 1.0: 244 bytes per answer, MF first", card_akis_v1, 1, CARD_FAMILY_AKIS, 13, 16},
	{"PKCS#15 by its AID", card_pkcs15, 1, CARD_FAMILY_PKCS15, 14, 14},
	{"PKCS#15 by its AID, three certificates", card_pkcs15, 3, CARD_FAMILY_PKCS15, 14, 32},
	{"PKCS#15 by its AID, T=0", card_pkcs15_t0, 1, CARD_FAMILY_PKCS15, 0, 0},
	{"PKCS#15 by EF.DIR", card_pkcs15_dir, 1, CARD_FAMILY_PKCS15, 0, 0},
	{"PKCS#15 at 3F00/5015", card_pkcs15_plain, 1, CARD_FAMILY_PKCS15, 0, 0},
	{"IsoApplet's AID", card_isoapplet, 1, CARD_FAMILY_ISOAPPLET, 0, 0},
	{"PIV", card_piv, 1, CARD_FAMILY_PIV, 9, 9},
	{"PIV, gzip", card_piv_gzip, 1, CARD_FAMILY_PIV, 9, 9},
	{"PIV, T=0", card_piv_t0, 1, CARD_FAMILY_PIV, 0, 0},
	{"PIV, a byte behind the certificate", card_piv_trailing, 1, CARD_FAMILY_PIV, 9, 9},
	{"PKCS#15 in files of records", card_pkcs15_linear, 3, CARD_FAMILY_PKCS15, 0, 0},
	{"PKCS#15, directories in one more SEQUENCE", card_pkcs15_framed, 3, CARD_FAMILY_PKCS15, 0, 0},
	{"PKCS#15, zeros between the records", card_pkcs15_spaced, 3, CARD_FAMILY_PKCS15, 0, 0},
	{"PKCS#15, called private and readable", card_pkcs15_private, 3, CARD_FAMILY_PKCS15, 14, 32},
};

static void
check_whole(const struct family_case *test, const struct outcome *outcome, int wanted)
{
	size_t size = 0;
	bool same = true;

	for (int i = 0; i < wanted; i++) {
		struct card_model_cert cert = cards_certificate(i);
		same = same && outcome_has(outcome, i, cert.der, cert.length);
		size += cert.length;
	}
	tap_ok(strcmp(outcome->what, "done") == 0 && strcmp(outcome->family, test->family) == 0 &&
			outcome->cert_count == wanted && same,
		"%s: %d of family %s, byte for byte (%s %s, %d; %d APDUs, %d bytes)", test->name, wanted, test->family,
		outcome->what, outcome->family, outcome->cert_count, outcome->apdus, outcome->bytes);
	if (test->first_apdus > 0)
		tap_ok(outcome->bytes <= (int)(size * 105 / 100 + 250), "%s: %d bytes for %zu of certificates", test->name,
			outcome->bytes, size);
}

static void
read_case(struct client *client, int slot, const struct family_case *test)
{
	struct outcome outcome;

	if (!tap_ok(client_await(client, slot, CARD_EVENT_CARD, 900 + NOTICE_MS), "%s: inserted", test->name))
		return;
	client_outcome(client, slot, READING_MS, &outcome);
	check_whole(test, &outcome, (int)test->count);
	if (test->all_apdus > 0)
		tap_ok(outcome.apdus <= test->all_apdus, "%s: %d APDUs, at most %d", test->name, outcome.apdus, test->all_apdus);
	outcome_clear(&outcome);
	client_read(client, slot, "first=yes", READING_MS, &outcome);
	if (test->first_apdus > 0)
		tap_ok(strcmp(outcome.what, "done") == 0 && outcome.count == 1 && outcome.apdus <= test->first_apdus,
			"%s: the first only: %d APDUs, at most %d", test->name, outcome.apdus, test->first_apdus);
	outcome_clear(&outcome);
	client_read(client, slot, "want=" CARDS_PERSON, READING_MS, &outcome);
	tap_ok(strcmp(outcome.want, "yes") == 0 && outcome.count == 1 &&
			(test->first_apdus == 0 || outcome.apdus <= test->first_apdus),
		"%s: stops at the wanted person's: %d APDUs", test->name, outcome.apdus);
	outcome_clear(&outcome);
}

/* ---- what is on a card beside, and what of it could not be read */

static void
two_and_a_half(struct card_model *model, long unused)
{
	(void)unused;
	card_akis(model, 3);
	model->nodes[model->node_count - 1].length = 900;
}

static const struct beside_case {
	const char *name;
	world_build *build;
	long argument;
	int count, unreadable;
	const char *left, *family;
	int person; /* which certificate is the person's */
} besides[] = {
	{"an authority in PKCS#15, the person in the AKİS folder", card_akis_beside, 1, 2, 0, "", CARD_FAMILY_AKIS, 1},
	{"two certificates and a half", two_and_a_half, 0, 2, 1, "", CARD_FAMILY_AKIS, 0},
	{"seventeen certificates", card_akis_kinds, 17, 16, 0, "yes", CARD_FAMILY_AKIS, -1},
	{"sixteen certificates", card_akis_kinds, 16, 16, 0, "", CARD_FAMILY_AKIS, -1},
};

static void
check_beside(struct world *world, struct client *client, const struct beside_case *test)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct outcome outcome;

	world_load(world, 0, test->build, test->argument);
	client_read(client, 0, "", READING_MS, &outcome);
	tap_ok(strcmp(outcome.what, "done") == 0 && outcome.count == test->count && outcome.unreadable == test->unreadable &&
			strcmp(outcome.left, test->left) == 0 && strcmp(outcome.family, test->family) == 0 &&
			(test->person < 0 || outcome_has(&outcome, test->person, cert.der, cert.length)),
		"%s: %s, %d of family %s, %d unreadable, left out: %s", test->name, outcome.what, outcome.count, outcome.family,
		outcome.unreadable, outcome.left[0] != '\0' ? outcome.left : "no");
	outcome_clear(&outcome);
}

/* ---- foreign programs at the same card */

static void
write_settings(struct world *world)
{
	static const char opensc[] = "app default {\n\tdebug = 0;\n\tenable_default_driver = true;\n"
				     "\tframework pkcs15 {\n\t\tuse_file_caching = no;\n\t}\n}\n";
	static const char scdaemon[] = "disable-ccid\npcsc-driver libpcsclite.so.1\n";
	struct err err = {0};

	if (file_write(world_path(world, "opensc.conf"), opensc, sizeof opensc - 1, 0644, &err) != OK ||
		file_write(world_path(world, "scdaemon.conf"), scdaemon, sizeof scdaemon - 1, 0644, &err) != OK)
		tap_bail("%s", err.detail);
	setenv("OPENSC_CONF", world_path(world, "opensc.conf"), 1);
}

static bool
holds_certificate(const struct str *out, const struct card_model_cert *cert)
{
	return out->length >= cert->length && memmem(out->data, out->length, cert->der, cert->length) != NULL;
}

/* pkcs15-tool writes PEM: its letters without line ends. */
static bool
holds_pem(const struct str *out, const struct card_model_cert *cert)
{
	struct str base64 = {0}, letters = {0};
	bool found;

	base64_encode(&base64, cert->der, cert->length);
	for (size_t i = 0; i < out->length; i++)
		if (out->data[i] > ' ')
			str_add_char(&letters, out->data[i]);
	found = strstr(str_text(&letters), str_text(&base64)) != NULL;
	str_clear(&letters);
	str_clear(&base64);
	return found;
}

static bool
opensc_agrees(struct world *world, const char *id)
{
	const char *const argv[] = {"pkcs15-tool", "--read-certificate", id, NULL};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str out = {0};
	int status = world_run(world, argv, NULL, &out, 10000);
	bool good = status == 0 && holds_pem(&out, &cert);

	if (!good)
		tap_note("pkcs15-tool: status %d, %.120s", status, str_text(&out));
	str_clear(&out);
	return good;
}

/* scdaemon's own protocol: lines "D " with %-escapes. */
static void
unescape(const struct str *in, struct str *out)
{
	bool data = false;

	for (size_t i = 0; i < in->length; i++) {
		bool at_start = i == 0 || in->data[i - 1] == '\n';
		uint8_t byte;
		if (at_start) {
			data = i + 2 < in->length && memcmp(in->data + i, "D ", 2) == 0;
			if (data) {
				i++;
				continue;
			}
		}
		if (!data || in->data[i] == '\n')
			continue;
		if (in->data[i] == '%' && i + 2 < in->length &&
			hex_decode(&byte, 1, (const char[]){in->data[i + 1], in->data[i + 2], 0})) {
			str_add_n(out, &byte, 1);
			i += 2;
		} else {
			str_add_char(out, in->data[i]);
		}
	}
}

static bool
scdaemon_agrees(struct world *world, const char *application, const char *id)
{
	const char *const argv[] = {"/usr/lib/gnupg/scdaemon", "--server", "--homedir", world->directory, NULL};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str input = {0}, out = {0}, bytes = {0};
	bool good;
	int status;

	str_printf(&input, "SERIALNO %s\nLEARN --force\nREADCERT %s\nBYE\n", application, id);
	status = world_run(world, argv, str_text(&input), &out, 10000);
	unescape(&out, &bytes);
	good = holds_certificate(&bytes, &cert);
	if (!good)
		tap_note("scdaemon: status %d, %.1500s", status, str_text(&out));
	str_clear(&input);
	str_clear(&bytes);
	str_clear(&out);
	return good;
}

static bool
yubico_agrees(struct world *world)
{
	const char *const argv[] = {"yubico-piv-tool", "-r", "Virtual", "-a", "read-certificate", "-s", "9c", NULL};
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str out = {0};
	int status = world_run(world, argv, NULL, &out, 10000);
	bool good = status == 0 && holds_pem(&out, &cert);

	if (!good)
		tap_note("yubico-piv-tool: status %d, %.300s", status, str_text(&out));
	str_clear(&out);
	return good;
}

/* Which of them can read which card was found by trying; none of them can read the AKİS layout. */
static const struct other_case {
	const char *name;
	world_build *build;
	const char *opensc;   /* id for pkcs15-tool; NULL: it cannot */
	const char *scdaemon; /* reference for READCERT */
	bool yubico;
} others[] = {
	{"PKCS#15 by its AID", card_pkcs15, "4501", "P15.4501", false},
	{"PKCS#15 by EF.DIR", card_pkcs15_dir, "4501", NULL, false},
	{"PKCS#15 at 3F00/5015", card_pkcs15_plain, "4501", "P15.4501", false},
	{"IsoApplet's AID", card_isoapplet, "4501", "P15.4501", false},
	{"PIV", card_piv, "02", NULL, true},
	{"PIV, gzip", card_piv_gzip, "02", NULL, false},
};

static void
ask_others(struct world *world, struct client *client, const struct other_case *other)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct outcome outcome;

	world_insert(world, 0, other->build, 1);
	client_await(client, 0, CARD_EVENT_CARD, 900 + NOTICE_MS);
	client_outcome(client, 0, READING_MS, &outcome);
	tap_ok(outcome_has(&outcome, 0, cert.der, cert.length), "%s: read before others come", other->name);
	outcome_clear(&outcome);
	if (other->opensc != NULL)
		tap_ok(opensc_agrees(world, other->opensc), "%s: OpenSC's pkcs15-tool reads the same certificate", other->name);
	if (other->scdaemon != NULL)
		tap_ok(scdaemon_agrees(world, "p15", other->scdaemon), "%s: scdaemon reads the same certificate", other->name);
	if (other->yubico)
		tap_ok(yubico_agrees(world), "%s: yubico-piv-tool reads the same certificate", other->name);
	client_read(client, 0, "", READING_MS, &outcome);
	tap_ok(outcome_has(&outcome, 0, cert.der, cert.length), "%s: read again after them", other->name);
	outcome_clear(&outcome);
}

int
main(void)
{
	static struct seats seats;

	cards_make();
	seats_start(&seats, "families");
	write_settings(&seats.worlds[0]);
	for (size_t first = 0; first < ARRAY_LENGTH(cases); first += SEATS) {
		size_t count = ARRAY_LENGTH(cases) - first < SEATS ? ARRAY_LENGTH(cases) - first : SEATS;
		for (size_t i = 0; i < count; i++)
			world_insert(seats.seat[i].world, seats.seat[i].slot, cases[first + i].build, cases[first + i].count);
		for (size_t i = 0; i < count; i++)
			read_case(&seats.seat[i].client, seats.seat[i].slot, &cases[first + i]);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(besides); i++)
		check_beside(&seats.worlds[0], &seats.seat[0].client, &besides[i]);
	world_remove(&seats.worlds[0], 1);
	world_foreign(&seats.worlds[0], 0, true);
	for (size_t i = 0; i < ARRAY_LENGTH(others); i++)
		ask_others(&seats.worlds[0], &seats.seat[0].client, &others[i]);
	seats_end(&seats);
	cards_free();
	return tap_end();
}
