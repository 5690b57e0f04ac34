/*
 * pcsc/test_plastic: what may be taken out of a pocket: 33 synthetic cards on a real pcscd, each with an exact verdict
 * from what is on it, and the same verdict under every ATR that any of them has.
 */
#include "cards.h"
#include "seats.h"
#include "tap.h"

#include "demo/certificates.h"
#include "teslim/cert.h"
#include "teslim/words.h"

#include <string.h>

/* ---- the cards; the arguments of each builder are indexes into kinds[] */

static const char *const kinds[] = {"qualified", "expired", "not-yet-valid", "test", "test-notice", "seal-institution",
	"seal-qualified", "fiscal-sign", "fiscal-encrypt", "authentication", "identity-card", "employee", "revoked", "forged",
	"unknown-issuer", "authority", "no-btk", "ec"};

enum {
	QUALIFIED,
	EXPIRED,
	NOT_YET,
	TEST,
	TEST_NOTICE,
	SEAL,
	SEAL_QUALIFIED,
	FISCAL_SIGN,
	FISCAL_ENCRYPT,
	AUTHENTICATION,
	IDENTITY,
	EMPLOYEE,
	REVOKED,
	FORGED,
	STRANGER,
	AUTHORITY,
	NO_BTK,
	EC,
	NO_CERTIFICATE = 99
};

static int
take_list(struct card_model_cert list[2], long argument)
{
	int count = 0;

	for (long rest = argument; rest >= 0 && count < 2; rest = rest / 100 - 1) {
		if (rest % 100 != NO_CERTIFICATE)
			list[count++] = cards_certificate(cards_of_kind(kinds[rest % 100]));
		if (rest < 100)
			break;
	}
	return count;
}

/* Two certificates in one number. */
#define PAIR(first, second) ((first) + 100 * ((second) + 1))

static void
on_akis(struct card_model *model, long argument)
{
	struct card_model_cert list[2];

	card_model_akis(model, list, take_list(list, argument));
}

static void
on_pkcs15(struct card_model *model, long argument)
{
	struct card_model_cert list[2];

	card_model_pkcs15(model, list, take_list(list, argument));
}

static void
on_isoapplet(struct card_model *model, long argument)
{
	struct card_model_cert list[2];

	card_model_isoapplet(model, list, take_list(list, argument));
}

static void
on_piv(struct card_model *model, long argument)
{
	struct card_model_cert list[2];

	card_model_piv(model, list, take_list(list, argument), true);
}

enum odd_card {
	ODD_IDENTITY,
	ODD_IDENTITY_CLOSED,
	ODD_IDENTITY_PEM,
	ODD_BANK,
	ODD_BLANK,
	ODD_CLOSED,
	ODD_PKCS15_CLOSED,
	ODD_VENDOR
};

static void
build_odd(struct card_model *model, long kind)
{
	static const uint8_t vendor[] = {0xA0, 0x00, 0x00, 0x01, 0x64, 'D', 'E', 'N', 'E', 'M', 'E'};
	struct card_model_cert one = cards_certificate(cards_of_kind("qualified"));

	switch ((enum odd_card)kind) {
	case ODD_IDENTITY:
	case ODD_IDENTITY_CLOSED:
	case ODD_IDENTITY_PEM:
		card_model_identity(model);
		if (kind == ODD_IDENTITY_CLOSED) {
			card_model_add_ef(model, card_model_find(model, CARD_MODEL_ROOT, 0x3D00), 0x2F10, one.der, one.length);
			model->nodes[model->node_count - 1].read_sw = 0x6982;
		}
		if (kind == ODD_IDENTITY_PEM)
			card_model_add_ef(model, CARD_MODEL_ROOT, 0x2F53, "-----BEGIN CERTIFICATE-----\n", 28);
		break;
	case ODD_BANK:
		card_model_bank(model);
		break;
	case ODD_BLANK:
		card_model_blank(model);
		break;
	case ODD_CLOSED:
		card_model_akis(model, &one, 1);
		model->nodes[model->node_count - 1].read_sw = 0x6982;
		break;
	case ODD_PKCS15_CLOSED:
		card_model_pkcs15(model, &one, 1);
		for (int i = 1; i < model->node_count; i++)
			if (model->nodes[i].fid == 0x3301)
				model->nodes[i].read_sw = 0x6982;
		break;
	case ODD_VENDOR: /* a medium whose files only its vendor knows */
		card_model_blank(model);
		card_model_add_df(model, CARD_MODEL_ROOT, 0x5555, vendor, sizeof vendor);
		break;
	}
}

/* clang-format off */
static const struct plastic_case {
	const char *name;
	world_build *build;
	long argument;
	const char *atr;
	const char *
		verdict; /* kind of card, what became of it, then each certificate's kind and what is wrong with it */
} cases[] = {
	{"signature card, AKİS 2.5", on_akis, QUALIFIED, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"akis done: qualified"},
	{"signature card, AKİS 1.2", on_akis, QUALIFIED, "3b9f968131fe45806755454b41451212318073b3a180e9",
		"akis done: qualified"},
	{"signature card, elliptic curves", on_akis, EC, "3b9f978131fe4580655443d2210831c073f6218081057f",
		"akis done: qualified"},
	{"signature card on PKCS#15", on_pkcs15, QUALIFIED, "3b8580018073c821130d", "pkcs15 done: qualified"},
	{"signature beside authentication", on_akis, PAIR(AUTHENTICATION, QUALIFIED),
		"3bba11008131fe4d55454b41452056312e30ae", "akis done: authentication, qualified"},
	{"expired twin beside the new one", on_akis, PAIR(EXPIRED, QUALIFIED),
		"3b9f968131fe458065544320122131c073f621808105b3", "akis done: qualified expired, qualified"},
	{"expired", on_akis, EXPIRED, "3b9f978131fe4580655443e4210831c073f62180810549",
		"akis done: qualified expired"},
	{"not yet valid", on_akis, NOT_YET, "3b9f968131fe4580655443d3210731c073f621808105aa",
		"akis done: qualified not-yet"},
	{"revoked", on_akis, REVOKED, "3b9f978131fe458065544353228231c073f62180810553",
		"akis done: qualified revoked"},
	{"forged", on_akis, FORGED, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"akis done: qualified bad-signature"},
	{"issued by nobody known", on_akis, STRANGER, "3b9f968131fe45806755454b41451352318073b3a180aa",
		"akis done: qualified unknown-issuer"},
	{"not qualified: no statement of the authority", on_akis, NO_BTK,
		"3b9f978131fe4580655443d2210831c073f6218081057f", "akis done: other"},
	{"institution seal", on_akis, SEAL, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"akis done: seal"},
	{"qualified seal", on_akis, SEAL_QUALIFIED, "3b9f968131fe45806755454b41459312318073b3a180aa",
		"akis done: seal"},
	{"fiscal seal, both certificates", on_akis, PAIR(FISCAL_SIGN, FISCAL_ENCRYPT),
		"3b9f978131fe4580655443e4210831c073f62180810549", "akis done: fiscal-seal, fiscal-seal"},
	{"test certificate by its policy", on_akis, TEST, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"akis done: test"},
	{"test certificate by its notice", on_akis, TEST_NOTICE,
		"3b9f968131fe458065544320122131c073f621808105b3", "akis done: test"},
	{"authentication only", on_pkcs15, AUTHENTICATION, "3b8580018073c821130d",
		"pkcs15 done: authentication"},
	{"an authority's own certificate", on_akis, AUTHORITY,
		"3b9f968131fe45806755454b41451212318073b3a180e9", "akis done: authority"},
	{"PIV employee card", on_piv, EMPLOYEE, "3bfd1300008131fe158073c021c057597562694b657940",
		"piv done: authentication unknown-issuer"},
	{"employee card on a Java card", on_isoapplet, EMPLOYEE, "3b8a800149736f4170706c65740062",
		"isoapplet done: authentication unknown-issuer"},
	{"certificate of an identity card", on_pkcs15, IDENTITY,
		"3b9f978131fe4580655443d3228231c073f621808105d3",
		"pkcs15 done: authentication unknown-issuer"},
	{"Turkish identity card", build_odd, ODD_IDENTITY, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"identity " CARD_FAULT_IDENTITY_CARD},
	{"Turkish identity card, closed file", build_odd, ODD_IDENTITY_CLOSED,
		"3b9f978131fe4580655443d2210831c073f6218081057f", "identity " CARD_FAULT_IDENTITY_CARD},
	{"Turkish identity card, PEM in its root", build_odd, ODD_IDENTITY_PEM,
		"3b9f968131fe458065544320122131c073f621808105b3", "identity " CARD_FAULT_IDENTITY_CARD},
	{"bank card", build_odd, ODD_BANK, "3b6800000073c84012009000", "bank " CARD_FAULT_BANK_CARD},
	{"blank card", build_odd, ODD_BLANK, "3b80800101", "unknown " CARD_FAULT_UNKNOWN_CARD},
	{"a vendor's own medium", build_odd, ODD_VENDOR, "3bd518008131fe7d8073c82110f4",
		"unknown " CARD_FAULT_UNKNOWN_CARD},
	{"empty AKİS card", on_akis, NO_CERTIFICATE, "3b9f978131fe4580655443d3228231c073f621808105d3",
		"akis " CARD_FAULT_NO_CERTIFICATE},
	{"empty PKCS#15 card", on_pkcs15, NO_CERTIFICATE, "3b8580018073c821130d",
		"pkcs15 " CARD_FAULT_NO_CERTIFICATE},
	{"empty PIV card", on_piv, NO_CERTIFICATE, "3bfd1300008131fe158073c021c057597562694b657940",
		"piv " CARD_FAULT_NO_CERTIFICATE},
	{"AKİS that hides its certificate", build_odd, ODD_CLOSED,
		"3b9f978131fe458065544353228231c073f62180810553", "akis " CARD_FAULT_AKIS_HIDDEN},
	{"PKCS#15 that hides its certificate", build_odd, ODD_PKCS15_CLOSED, "3b8580018073c821130d",
		"pkcs15 " CARD_FAULT_PROTECTED},
};
/* clang-format on */

enum { CASES = ARRAY_LENGTH(cases) };

/* The argument: case + 100 * case whose ATR it has. */
static void
build_case(struct card_model *model, long argument)
{
	cases[argument % 100].build(model, cases[argument % 100].argument);
	card_model_set_atr(model, cases[argument / 100].atr);
}

/* ---- the verdict */

static void
add_certificate(struct str *verdict, const struct cert_store *store, const struct str *der)
{
	struct certificate_facts facts;
	struct certificate_check check = {0};
	struct err err = {0};
	int64_t now = clock_now();

	if (cert_facts((const uint8_t *)der->data, der->length, NULL, &facts, &err) != OK) {
		str_add(verdict, "unreadable");
		return;
	}
	cert_check(store, (const uint8_t *)der->data, der->length, now, &check);
	str_add(verdict, certificate_kind_name(facts.kind));
	if (now > facts.not_after)
		str_add(verdict, " expired");
	if (now < facts.not_before)
		str_add(verdict, " not-yet");
	if (check.revocation == REVOCATION_REVOKED)
		str_add(verdict, " revoked");
	if (check.chain != CHAIN_TRUSTED && facts.kind != CERTIFICATE_AUTHORITY)
		str_printf(verdict, " %s", chain_result_name(check.chain));
}

static void
make_verdict(struct str *verdict, const struct cert_store *store, const struct outcome *outcome)
{
	str_printf(verdict, "%s %s", outcome->plastic[0] != '\0' ? outcome->plastic : outcome->family, outcome->what);
	for (int i = 0; i < outcome->cert_count; i++) {
		str_add(verdict, i == 0 ? ": " : ", ");
		add_certificate(verdict, store, &outcome->certs[i]);
	}
}

/* One card under one ATR. Its own: a claim; another's: counted. */
static bool
check_case(struct seat *seat, const struct cert_store *store, int number, int atr)
{
	bool is_own = strcmp(cases[number].atr, cases[atr].atr) == 0;
	struct outcome outcome;
	struct str verdict = {0};
	bool good;

	world_load(seat->world, seat->slot, build_case, number + 100 * atr);
	client_read(&seat->client, seat->slot, "", READING_MS, &outcome);
	make_verdict(&verdict, store, &outcome);
	good = strcmp(str_text(&verdict), cases[number].verdict) == 0;
	if (is_own)
		tap_ok(good, "%s: %s", cases[number].name, str_text(&verdict));
	if (!good)
		tap_note("%s: is %s, should be %s; ATR %s", cases[number].name, str_text(&verdict), cases[number].verdict,
			cases[atr].atr);
	str_clear(&verdict);
	outcome_clear(&outcome);
	return good;
}

static bool
is_first_of_its_atr(int number)
{
	for (int i = 0; i < number; i++)
		if (strcmp(cases[i].atr, cases[number].atr) == 0)
			return false;
	return true;
}

/* A card with that ATR is put in; then it is every card in turn. */
static void
check_atr(struct seat *seat, const struct cert_store *store, int atr)
{
	struct outcome outcome;
	int good = 0;

	client_await(&seat->client, seat->slot, CARD_EVENT_CARD, NOTICE_MS + 900);
	client_outcome(&seat->client, seat->slot, READING_MS, &outcome);
	outcome_clear(&outcome);
	for (int i = 0; i < CASES; i++)
		good += check_case(seat, store, i, atr);
	tap_ok(good == CASES, "under ATR %s: %d of %d verdicts", cases[atr].atr, good, CASES);
}

/* Who is sought after: an expired twin is not taken for the new one. */
static void
check_twin(struct seat *seat, const struct cert_store *store)
{
	struct outcome outcome;
	struct str verdict = {0};

	world_load(seat->world, seat->slot, on_akis, PAIR(EXPIRED, QUALIFIED));
	client_read(&seat->client, seat->slot, "want=" CARDS_PERSON, READING_MS, &outcome);
	make_verdict(&verdict, store, &outcome);
	tap_ok(strcmp(outcome.want, "yes") == 0 && outcome.cert_count == 2,
		"the wanted person's expired twin does not end the search: %s", str_text(&verdict));
	str_reset(&verdict);
	outcome_clear(&outcome);
	world_load(seat->world, seat->slot, on_akis, PAIR(FISCAL_ENCRYPT, EXPIRED));
	client_read(&seat->client, seat->slot, "want=" CARDS_PERSON, READING_MS, &outcome);
	tap_ok(strcmp(outcome.want, "no") == 0, "nor do an expired and an encryption certificate alone satisfy it: want=%s",
		outcome.want);
	str_clear(&verdict);
	outcome_clear(&outcome);
}

static struct cert_store *
open_authorities(const char *directory)
{
	struct certificate_maker *maker = certificate_maker_new(0, true);
	struct certificate_wish revoked = {.kind = WISH_REVOKED, .national_id = CARDS_PERSON, .name = "AYŞE ÖRNEK"};
	struct cert_store *store = NULL;
	struct str path = {0}, lists = {0};
	struct err err = {0};

	certificate_make(maker, &revoked, &path);
	str_reset(&path);
	str_printf(&path, "%s/trust", directory);
	str_printf(&lists, "%s/crl", directory);
	if (certificate_maker_write(maker, directory, &err) != OK ||
		cert_store_open(&store, str_text(&path), str_text(&lists), &err) != OK)
		tap_bail("authorities: %s", err.detail);
	certificate_maker_free(&maker);
	str_clear(&path);
	str_clear(&lists);
	return store;
}

int
main(void)
{
	static struct seats seats;
	struct cert_store *store;

	cards_make();
	seats_start(&seats, "plastic");
	store = open_authorities(seats.worlds[0].directory);
	for (int first = 0; first < CASES;) {
		int atrs[SEATS], count = 0;
		for (; first < CASES && count < SEATS; first++)
			if (is_first_of_its_atr(first))
				atrs[count++] = first;
		for (int i = 0; i < count; i++)
			world_insert(seats.seat[i].world, seats.seat[i].slot, build_case, 101 * atrs[i]);
		for (int i = 0; i < count; i++)
			check_atr(&seats.seat[i], store, atrs[i]);
	}
	check_twin(&seats.seat[0], store);
	cert_store_close(&store);
	seats_end(&seats);
	cards_free();
	return tap_end();
}
