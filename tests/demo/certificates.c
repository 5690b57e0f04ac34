/*
 * demo/certificates: the authorities, the end-entity certificates of each kind, and revocation lists. One table says
 * what is in which kind; how it is encoded stands in certificate_parts.c.
 */
#include "certificates.h"
#include "certificate_parts.h"

#include "teslim/model.h"

#include <errno.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { REVOKED_MAX = 256, DAY = 86400, SERIAL = 6 };

struct revoked {
	enum certificate_authority by;
	uint8_t serial[SERIAL];
};

struct certificate_maker {
	int64_t at;
	EVP_PKEY *keys[KEY_COUNT];
	X509 *roots[AUTHORITY_COUNT];
	X509 *subs[AUTHORITY_COUNT];
	int revoked_count;
	struct revoked revoked[REVOKED_MAX];
};

/* ---- the authorities */

/* clang-format off */
static const struct authority {
	const char *file, *root_cn, *cn;
	enum certificate_key root_key, key;
	int digest; /* NID */
	bool trusted;
	int ends; /* days after `at` */
} authorities[AUTHORITY_COUNT] = {
	[AUTHORITY_NES] = {"nes-9", "Kamu SM Kök Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)",
		"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, true, 2500},
	[AUTHORITY_NES_EC] = {"nes-10", "Kamu SM Kök Sertifika Hizmet Sağlayıcısı - Sürüm 10 (DENEME)",
		"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 10 (DENEME)", KEY_ROOT_EC, KEY_SUB_EC, NID_sha384, true, 2500},
	[AUTHORITY_NES_SHA1] = {"nes-sha1", "TÜBİTAK UEKAE Kök Sertifika Hizmet Sağlayıcısı (DENEME)",
		"TÜBİTAK UEKAE Kamu Elektronik Sertifika Hizmet Sağlayıcısı (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha1, true, 2500},
	[AUTHORITY_NES_ENDED] = {"nes-ended", "Kamu SM Kök Sertifika Hizmet Sağlayıcısı - Sürüm 8 (DENEME)",
		"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 8 (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, true, -1},
	[AUTHORITY_FISCAL] = {"fiscal", "Mali Mühür Kök Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)",
		"Mali Mühür Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, true,
		2500},
	[AUTHORITY_STRANGER] = {"stranger", "Yabancı Kök Sertifika Makamı (DENEME)",
		"Yabancı Elektronik Sertifika Hizmet Sağlayıcısı (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, false, 2500},
	[AUTHORITY_IDENTITY] = {"identity", "Kimlik Kartı Kök Sertifika Makamı (DENEME)",
		"Kimlik Kartı Sertifika Makamı (DENEME)", KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, false, 2500},
	[AUTHORITY_EMPLOYER] = {"employer", "DENEME Hastanesi Kök Sertifika Makamı", "DENEME Hastanesi Personel Sertifikaları",
		KEY_ROOT_RSA, KEY_SUB_RSA, NID_sha256, false, 2500}
};
/* clang-format on */

/* ---- what is in which kind */

enum statement { STATE_ETSI = 1, STATE_PERSON = 2, STATE_INSTITUTION = 4, STATE_SEAL = 8, STATE_LIMIT = 16, STATE_MONEY = 32 };

static const char notice_qualified[] =
	"Bu sertifika, 5070 sayılı Elektronik İmza Kanununa göre nitelikli elektronik sertifikadır. (DENEME verisidir)";
static const char notice_seal[] = "Bu sertifika kurumsal mühür sertifikasıdır, güvenli elektronik imza oluşturamaz.";
static const char notice_fiscal[] = "Bu sertifika mali mühür sertifikasıdır.";
static const char notice_test[] = "Bu sertifika TEST amaçlıdır, nitelikli elektronik sertifika olarak kullanılamaz.";

static const char policy_nes[] = "2.16.792.1.2.1.1.5.7.1.1";
static const char policy_test[] = "2.16.792.1.2.1.1.5.7.1.4.1";
static const char policy_seal[] = "2.16.792.1.2.1.1.5.7.1.10";
static const char policy_fiscal[] = "2.16.792.1.2.1.1.5.7.4.1";
static const char usage_fiscal[] = "2.16.792.1.2.1.1.5.7.50.1";

enum {
	USE_SIGN = KEY_USAGE_DIGITAL_SIGNATURE,
	USE_NES = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION,
	USE_ENCRYPT = KEY_USAGE_KEY_ENCIPHERMENT | KEY_USAGE_DATA_ENCIPHERMENT,
	QUALIFIED = STATE_ETSI | STATE_PERSON
};

static const struct recipe {
	const char *name;
	enum certificate_authority by;
	unsigned key_usage;
	unsigned statements;
	const char *policy, *notice, *extended_usage;
} recipes[WISH_COUNT] = {
	[WISH_QUALIFIED] = {"qualified", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_QUALIFIED_UTF8] = {"qualified-utf8", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_REORDERED] = {"reordered", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_EC] = {"ec", AUTHORITY_NES_EC, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_OLD_SHA1] = {"old-sha1", AUTHORITY_NES_SHA1, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_NO_NON_REPUDIATION] = {"no-non-repudiation", AUTHORITY_NES, USE_SIGN, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_NO_NOTICE] = {"no-notice", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, NULL, NULL},
	[WISH_NO_ETSI] = {"no-etsi", AUTHORITY_NES, USE_NES, STATE_PERSON, policy_nes, notice_qualified, NULL},
	[WISH_NO_BTK] = {"no-btk", AUTHORITY_NES, USE_NES, STATE_ETSI, policy_nes, notice_qualified, NULL},
	[WISH_MONEY_LIMIT] = {"money-limit", AUTHORITY_NES, USE_NES, QUALIFIED | STATE_MONEY, policy_nes, notice_qualified, NULL},
	[WISH_USAGE_LIMIT] = {"usage-limit", AUTHORITY_NES, USE_NES, QUALIFIED | STATE_LIMIT, policy_nes, notice_qualified, NULL},
	[WISH_SEAL_INSTITUTION] = {"seal-institution", AUTHORITY_NES, USE_NES, QUALIFIED | STATE_INSTITUTION, policy_seal,
		notice_seal, NULL},
	[WISH_SEAL_QUALIFIED] = {"seal-qualified", AUTHORITY_NES, USE_NES, STATE_ETSI | STATE_SEAL, policy_seal, notice_seal, NULL},
	[WISH_FISCAL_SIGN] = {"fiscal-sign", AUTHORITY_FISCAL, USE_SIGN, 0, policy_fiscal, notice_fiscal, usage_fiscal},
	[WISH_FISCAL_ENCRYPT] = {"fiscal-encrypt", AUTHORITY_FISCAL, USE_ENCRYPT, 0, policy_fiscal, notice_fiscal, usage_fiscal},
	[WISH_TEST_POLICY] = {"test", AUTHORITY_NES, USE_NES, QUALIFIED, policy_test, notice_test, NULL},
	[WISH_TEST_NOTICE] = {"test-notice", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_test, NULL},
	[WISH_AUTHENTICATION] = {"authentication", AUTHORITY_NES, USE_SIGN, 0, policy_nes, NULL, "clientAuth"},
	[WISH_IDENTITY_CARD] = {"identity-card", AUTHORITY_IDENTITY, USE_SIGN, 0, "2.999.1", NULL, "clientAuth"},
	[WISH_EMPLOYEE] = {"employee", AUTHORITY_EMPLOYER, USE_SIGN | USE_ENCRYPT, 0, "2.999.2", NULL,
		"clientAuth,emailProtection"},
	[WISH_EXPIRED] = {"expired", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_NOT_YET_VALID] = {"not-yet-valid", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_REVOKED] = {"revoked", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_FORGED] = {"forged", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_UNKNOWN_ISSUER] = {"unknown-issuer", AUTHORITY_STRANGER, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_EXPIRED_AUTHORITY] = {"expired-authority", AUTHORITY_NES_ENDED, USE_NES, QUALIFIED, policy_nes, notice_qualified,
		NULL},
	[WISH_CRITICAL_UNKNOWN] = {"critical-unknown", AUTHORITY_NES, USE_NES, QUALIFIED, policy_nes, notice_qualified, NULL},
	[WISH_AUTHORITY_CERTIFICATE] = {"authority", AUTHORITY_NES, 0, 0, NULL, NULL, NULL},
};

const char *
certificate_wish_name(enum certificate_wish_kind kind)
{
	return (unsigned)kind < WISH_COUNT ? recipes[kind].name : NULL;
}

bool
certificate_wish_by_name(enum certificate_wish_kind *kind, const char *name)
{
	for (int i = 0; i < WISH_COUNT; i++)
		if (strcmp(recipes[i].name, name) == 0) {
			*kind = (enum certificate_wish_kind)i;
			return true;
		}
	return false;
}

/* ---- making */

static EVP_PKEY *
read_key(enum certificate_key which)
{
	uint8_t der[2048];
	size_t length;
	const unsigned char *at = der;
	const char *text = certificate_keys[which];

	certificate_must(base64_decode(der, sizeof der, &length, text, strlen(text)), "a key's base64");
	return d2i_AutoPrivateKey(NULL, &at, (long)length);
}

static EVP_PKEY *
make_key(enum certificate_key which)
{
	return which >= KEY_ROOT_EC ? EVP_EC_gen("P-384") : EVP_RSA_gen(2048);
}

static void
set_times(X509 *x509, int64_t from, int64_t until)
{
	certificate_must(ASN1_TIME_adj(X509_getm_notBefore(x509), (time_t)from, 0, 0) != NULL &&
			ASN1_TIME_adj(X509_getm_notAfter(x509), (time_t)until, 0, 0) != NULL,
		"a time");
}

static void
set_serial(X509 *x509, const uint8_t serial[SERIAL])
{
	BIGNUM *number = BN_bin2bn(serial, SERIAL, NULL);

	certificate_must(number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != NULL, "a serial number");
	BN_free(number);
}

/* The same words give the same serial number, positive and six bytes long as in the real ones. */
static void
serial_of(uint8_t out[SERIAL], const char *words)
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	certificate_must(EVP_Digest(words, strlen(words), digest, NULL, EVP_sha256(), NULL) == 1, "a digest");
	memcpy(out, digest, SERIAL);
	out[0] = (uint8_t)((out[0] & 0x3F) | 0x40);
}

static void
sign(X509 *x509, EVP_PKEY *key, int digest)
{
	certificate_must(X509_sign(x509, key, EVP_get_digestbynid(digest)) > 0, "a signature");
}

static X509 *
make_authority(struct certificate_maker *maker, enum certificate_authority which, bool root)
{
	const struct authority *authority = &authorities[which];
	X509 *x509 = X509_new();
	X509 *issuer = root ? x509 : maker->roots[which];
	const char *cn = root ? authority->root_cn : authority->cn;
	uint8_t serial[SERIAL];

	certificate_must(x509 != NULL && X509_set_version(x509, X509_VERSION_3) == 1, "an authority");
	serial_of(serial, cn);
	set_serial(x509, serial);
	certificate_authority_name(X509_get_subject_name(x509), cn);
	certificate_must(X509_set_issuer_name(x509, X509_get_subject_name(issuer)) == 1, "an issuer");
	set_times(x509, maker->at - (root ? 3000 : 2900) * (int64_t)DAY,
		maker->at + (root ? 3000 : authority->ends) * (int64_t)DAY);
	certificate_must(X509_set_pubkey(x509, maker->keys[root ? authority->root_key : authority->key]) == 1, "a key");
	certificate_add_text(x509, issuer, NID_basic_constraints, root ? "critical,CA:TRUE" : "critical,CA:TRUE,pathlen:0");
	certificate_add_key_usage(x509, KEY_USAGE_CERT_SIGN | KEY_USAGE_CRL_SIGN);
	certificate_add_text(x509, issuer, NID_subject_key_identifier, "hash");
	certificate_add_text(x509, issuer, NID_authority_key_identifier, "keyid:always");
	if (!root)
		certificate_add_policy(x509, policy_nes, "http://depo.deneme.invalid/ilke/ksm_nes_sue", NULL, false);
	sign(x509, maker->keys[authority->root_key], authority->digest);
	return x509;
}

struct certificate_maker *
certificate_maker_new(int64_t at, bool fixed_keys)
{
	struct certificate_maker *maker = mem_alloc(sizeof *maker);

	maker->at = at != 0 ? at : clock_now();
	for (int i = 0; i < KEY_COUNT; i++) {
		enum certificate_key which = (enum certificate_key)i;
		maker->keys[i] = fixed_keys ? read_key(which) : make_key(which);
		certificate_must(maker->keys[i] != NULL, "a key");
	}
	for (int i = 0; i < AUTHORITY_COUNT; i++) {
		maker->roots[i] = make_authority(maker, (enum certificate_authority)i, true);
		maker->subs[i] = make_authority(maker, (enum certificate_authority)i, false);
	}
	return maker;
}

void
certificate_maker_free(struct certificate_maker **maker)
{
	if (*maker == NULL)
		return;
	for (int i = 0; i < KEY_COUNT; i++)
		EVP_PKEY_free((*maker)->keys[i]);
	for (int i = 0; i < AUTHORITY_COUNT; i++) {
		X509_free((*maker)->roots[i]);
		X509_free((*maker)->subs[i]);
	}
	mem_free(*maker);
	*maker = NULL;
}

static void
set_subject(X509 *x509, const struct certificate_wish *wish)
{
	X509_NAME *name = X509_get_subject_name(x509);
	const char *number = wish->national_id;
	bool reordered = wish->kind == WISH_REORDERED;
	bool fiscal = wish->kind == WISH_FISCAL_SIGN || wish->kind == WISH_FISCAL_ENCRYPT;
	char fiscal_cn[64];
	const char *cn = wish->name;

	if (fiscal && cn == NULL) {
		snprintf(fiscal_cn, sizeof fiscal_cn, "%s%s", number != NULL ? number : "",
			wish->kind == WISH_FISCAL_SIGN ? "SIGN0" : "ENCR0");
		cn = fiscal_cn;
	}
	if (reordered && cn != NULL)
		certificate_add_name(name, NID_commonName, V_ASN1_UTF8STRING, cn);
	if (reordered || wish->kind == WISH_EMPLOYEE)
		certificate_add_name(name, NID_organizationName, V_ASN1_UTF8STRING, "DENEME Hastanesi");
	certificate_add_name(name, NID_countryName, V_ASN1_PRINTABLESTRING, "TR");
	if (number != NULL && wish->kind != WISH_EMPLOYEE)
		certificate_add_name(name, NID_serialNumber, V_ASN1_PRINTABLESTRING, number);
	if (!reordered && cn != NULL)
		certificate_add_name(name, NID_commonName, V_ASN1_UTF8STRING, cn);
}

static void
set_validity(const struct certificate_maker *maker, X509 *x509, const struct certificate_wish *wish)
{
	int64_t day = maker->at - maker->at % DAY;
	int64_t from = wish->not_before;
	struct civil civil;

	if (from == 0 && wish->kind == WISH_EXPIRED)
		from = day - (3 * 365 + 40) * (int64_t)DAY;
	else if (from == 0)
		from = day + (wish->kind == WISH_NOT_YET_VALID ? 10 : -20) * (int64_t)DAY;
	civil = clock_civil(from);
	civil.year += 3;
	if (civil.month == 2 && civil.day == 29)
		civil.day = 28;
	set_times(x509, from, wish->not_after != 0 ? wish->not_after : clock_from_civil(&civil) - 1);
}

static void
add_statements(X509 *x509, const struct recipe *recipe)
{
	struct str list = {0};

	if ((recipe->statements & STATE_ETSI) != 0)
		certificate_add_statement(&list, "0.4.0.1862.1.1", NULL);
	if ((recipe->statements & STATE_MONEY) != 0)
		certificate_add_money(&list, "TRY", 5, 4);
	if ((recipe->statements & STATE_PERSON) != 0)
		certificate_add_statement(&list, "2.16.792.1.61.0.1.5070.1.1", notice_qualified);
	if ((recipe->statements & STATE_INSTITUTION) != 0)
		certificate_add_statement(&list, "2.16.792.1.61.0.1.5070.1.3", notice_seal);
	if ((recipe->statements & STATE_SEAL) != 0) {
		certificate_add_statement(&list, "2.16.792.1.61.0.1.5070.2.1", notice_seal);
		certificate_add_statement(&list, "2.16.792.1.61.0.1.5070.2.2", notice_seal);
	}
	if ((recipe->statements & STATE_LIMIT) != 0)
		certificate_add_statement(&list, "2.16.792.1.2.1.1.5.7.2.9999", "Yalnızca deneme işlemlerinde kullanılır.");
	if (list.length > 0)
		certificate_put_statements(x509, &list, true);
	str_clear(&list);
}

/* Everything but the signature and the filling. */
static X509 *
compose(struct certificate_maker *maker, const struct certificate_wish *wish, const uint8_t serial[SERIAL])
{
	const struct recipe *recipe = &recipes[wish->kind];
	X509 *issuer = maker->subs[recipe->by];
	X509 *x509 = X509_new();

	certificate_must(x509 != NULL && X509_set_version(x509, X509_VERSION_3) == 1, "a certificate");
	set_serial(x509, serial);
	set_subject(x509, wish);
	certificate_must(X509_set_issuer_name(x509, X509_get_subject_name(issuer)) == 1, "an issuer");
	set_validity(maker, x509, wish);
	certificate_must(X509_set_pubkey(x509, maker->keys[wish->kind == WISH_EC ? KEY_LEAF_EC : KEY_LEAF_RSA]) == 1, "a key");
	certificate_add_text(x509, issuer, NID_authority_key_identifier, "keyid:always");
	certificate_add_text(x509, issuer, NID_subject_key_identifier, "hash");
	certificate_add_key_usage(x509, recipe->key_usage);
	certificate_add_policy(x509, recipe->policy, "http://depo.deneme.invalid/ilke/ksm_nes_sue", recipe->notice,
		wish->kind != WISH_QUALIFIED_UTF8);
	certificate_add_text(x509, issuer, NID_crl_distribution_points, "URI:http://depo.deneme.invalid/nes/neshs.v9.crl");
	certificate_add_text(x509, issuer, NID_info_access,
		"caIssuers;URI:http://depo.deneme.invalid/nes/neshs.v9.crt,OCSP;URI:http://ocsp.deneme.invalid/");
	if (recipe->extended_usage != NULL)
		certificate_add_text(x509, issuer, NID_ext_key_usage, recipe->extended_usage);
	add_statements(x509, recipe);
	if (wish->kind == WISH_CRITICAL_UNKNOWN) {
		struct str content = {0};
		str_add_n(&content, "\x05", 2);
		certificate_add_raw(x509, "2.999.3", true, &content);
		str_clear(&content);
	}
	return x509;
}

static void
fill_up(X509 *x509, size_t more)
{
	struct str content = {0};

	for (size_t i = 0; i < more; i++)
		str_add_char(&content, (char)(i * 31 % 251));
	certificate_add_raw(x509, "2.999.4", false, &content);
	str_clear(&content);
}

static void
put_der(struct str *out, X509 *x509)
{
	unsigned char *der = NULL;
	int length = i2d_X509(x509, &der);

	certificate_must(length > 0, "encoding");
	str_reset(out);
	str_add_n(out, der, (size_t)length);
	OPENSSL_free(der);
}

static void
revoke(struct certificate_maker *maker, enum certificate_authority by, const uint8_t serial[SERIAL])
{
	for (int i = 0; i < maker->revoked_count; i++)
		if (maker->revoked[i].by == by && memcmp(maker->revoked[i].serial, serial, SERIAL) == 0)
			return;
	certificate_must(maker->revoked_count < REVOKED_MAX, "room for one more revoked certificate");
	maker->revoked[maker->revoked_count].by = by;
	memcpy(maker->revoked[maker->revoked_count++].serial, serial, SERIAL);
}

void
certificate_make(struct certificate_maker *maker, const struct certificate_wish *wish, struct str *der)
{
	const struct recipe *recipe = &recipes[wish->kind];
	const struct authority *authority = &authorities[recipe->by];
	EVP_PKEY *key = maker->keys[wish->kind == WISH_FORGED ? KEY_LEAF_RSA : authority->key];
	struct str words = {0};
	uint8_t serial[SERIAL];
	X509 *x509;

	if (wish->kind == WISH_AUTHORITY_CERTIFICATE) {
		put_der(der, maker->subs[recipe->by]);
		return;
	}
	str_printf(&words, "%s|%s|%s|%lld", recipe->name, wish->national_id != NULL ? wish->national_id : "",
		wish->name != NULL ? wish->name : "", (long long)wish->not_before);
	serial_of(serial, str_text(&words));
	str_clear(&words);
	x509 = compose(maker, wish, serial);
	sign(x509, key, authority->digest);
	put_der(der, x509);
	if (wish->size > der->length + 32) {
		fill_up(x509, wish->size - der->length - 20);
		sign(x509, key, authority->digest);
		put_der(der, x509);
	}
	X509_free(x509);
	if (wish->kind == WISH_REVOKED)
		revoke(maker, recipe->by, serial);
}

void
certificate_maker_authority(struct certificate_maker *maker, enum certificate_authority which, bool root, struct str *der)
{
	put_der(der, root ? maker->roots[which] : maker->subs[which]);
}

/* ---- revocation lists */

static void
add_revoked(X509_CRL *list, const uint8_t serial[SERIAL], int64_t when)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	BIGNUM *number = BN_bin2bn(serial, SERIAL, NULL);
	ASN1_INTEGER *integer = number != NULL ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
	ASN1_TIME *time = ASN1_TIME_adj(NULL, (time_t)when, 0, 0);

	certificate_must(entry != NULL && integer != NULL && time != NULL && X509_REVOKED_set_serialNumber(entry, integer) == 1 &&
			X509_REVOKED_set_revocationDate(entry, time) == 1 && X509_CRL_add0_revoked(list, entry) == 1,
		"a revocation");
	ASN1_TIME_free(time);
	ASN1_INTEGER_free(integer);
	BN_free(number);
}

static void
add_scope(X509_CRL *list, X509 *issuer, const char *scope)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&context, issuer, NULL, NULL, list, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, NID_issuing_distribution_point, scope);
	certificate_must(extension != NULL && X509_CRL_add_ext(list, extension, -1) == 1, scope);
	X509_EXTENSION_free(extension);
}

void
certificate_maker_list(struct certificate_maker *maker, enum certificate_authority which,
	const struct certificate_list_wish *wish, struct str *der)
{
	const struct authority *authority = &authorities[which];
	X509_CRL *list = X509_CRL_new();
	int64_t issued = wish->issued != 0 ? wish->issued : maker->at - DAY;
	int64_t next = wish->next_update != 0 ? wish->next_update : issued + 7 * (int64_t)DAY;
	ASN1_TIME *time = ASN1_TIME_adj(NULL, (time_t)issued, 0, 0);
	unsigned char *bytes = NULL;
	int length;

	certificate_must(list != NULL && time != NULL && X509_CRL_set_version(list, X509_CRL_VERSION_2) == 1 &&
			X509_CRL_set_issuer_name(list, X509_get_subject_name(maker->subs[which])) == 1 &&
			X509_CRL_set1_lastUpdate(list, time) == 1,
		"a list");
	if (next > 0)
		certificate_must(ASN1_TIME_adj(time, (time_t)next, 0, 0) != NULL && X509_CRL_set1_nextUpdate(list, time) == 1,
			"a list");
	if (wish->scope != NULL)
		add_scope(list, maker->subs[which], wish->scope);
	for (int i = 0; i < maker->revoked_count; i++)
		if (maker->revoked[i].by == which)
			add_revoked(list, maker->revoked[i].serial, maker->at - 3 * (int64_t)DAY);
	certificate_must(X509_CRL_sort(list) == 1 &&
			X509_CRL_sign(list, maker->keys[wish->wrong_signature ? KEY_LEAF_RSA : authority->key],
				EVP_get_digestbynid(authority->digest)) > 0,
		"a list's signature");
	length = i2d_X509_CRL(list, &bytes);
	certificate_must(length > 0, "encoding");
	str_reset(der);
	str_add_n(der, bytes, (size_t)length);
	OPENSSL_free(bytes);
	ASN1_TIME_free(time);
	X509_CRL_free(list);
}

/* ---- a directory of them */

static enum code
write_pem(X509 *x509, const char *path, struct err *err)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	long length;
	enum code code;

	certificate_must(bio != NULL && PEM_write_bio_X509(bio, x509) == 1, "PEM");
	length = BIO_get_mem_data(bio, &text);
	code = file_write(path, text, (size_t)length, 0644, err);
	BIO_free(bio);
	return code;
}

static enum code
write_authority(struct certificate_maker *maker, enum certificate_authority which, const char *directory, struct err *err)
{
	static const struct certificate_list_wish good = {0};
	struct str path = {0}, der = {0};
	enum code code;

	str_printf(&path, "%s/trust/%s-root.pem", directory, authorities[which].file);
	code = write_pem(maker->roots[which], str_text(&path), err);
	str_reset(&path);
	str_printf(&path, "%s/trust/%s.pem", directory, authorities[which].file);
	if (code == OK)
		code = write_pem(maker->subs[which], str_text(&path), err);
	str_reset(&path);
	str_printf(&path, "%s/crl/%s.crl", directory, authorities[which].file);
	certificate_maker_list(maker, which, &good, &der);
	if (code == OK)
		code = file_write(str_text(&path), str_text(&der), der.length, 0644, err);
	str_clear(&path);
	str_clear(&der);
	return code;
}

enum code
certificate_maker_write(struct certificate_maker *maker, const char *directory, struct err *err)
{
	static const char *const folders[] = {"", "/trust", "/crl"};
	enum code code = OK;

	for (size_t i = 0; i < ARRAY_LENGTH(folders) && code == OK; i++) {
		struct str path = {0};
		str_printf(&path, "%s%s", directory, folders[i]);
		if (mkdir(str_text(&path), 0755) != 0 && errno != EEXIST)
			code = err_errno(err, errno, "certificate_maker_write", str_text(&path));
		str_clear(&path);
	}
	for (int i = 0; i < AUTHORITY_COUNT && code == OK; i++)
		if (authorities[i].trusted)
			code = write_authority(maker, (enum certificate_authority)i, directory, err);
	return code;
}
