/*
 * cert/classify: what a certificate is, from its facts alone (domain 3.2), and the data file of accepted issuers. A
 * seal bears Turkish qualified OIDs as well, so the order of the questions matters.
 */
#include "facts.h"

#include "teslim/message.h"
#include "teslim/text.h"

#include <string.h>

enum { ISSUERS_FILE_MAX = 64 * 1024 };

/*
 * ETSI EN 319 412-5 4.2.1 and the arcs of BTK, of TÜBİTAK and of the revenue administration, as the certificates of
 * their issuers bear them (domain 3.2). They are compared whole: 5070.1.1 must not be found in 5070.1.11.
 */
static const char etsi_qualified[] = "0.4.0.1862.1.1";
static const char btk_person[] = "2.16.792.1.61.0.1.5070.1.1";
static const char btk_institution_seal[] = "2.16.792.1.61.0.1.5070.1.3";
static const char btk_seal[] = "2.16.792.1.61.0.1.5070.2.1";
static const char btk_qualified_seal[] = "2.16.792.1.61.0.1.5070.2.2";
static const char fiscal_policy[] = "2.16.792.1.2.1.1.5.7.4.1";
static const char fiscal_usage[] = "2.16.792.1.2.1.1.5.7.50.1";
static const char seal_policy[] = "2.16.792.1.2.1.1.5.7.1.10";
static const char usage_limit[] = "2.16.792.1.2.1.1.5.7.2.9999";

static bool
lists(const char *list, const char *oid)
{
	size_t length = strlen(oid);

	for (const char *at = strstr(list, oid); at != NULL; at = strstr(at + 1, oid))
		if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

/* A list that was cut may hide the mark of a seal behind its end. */
static bool
is_cut(const char *list)
{
	size_t length = strlen(list), cut = strlen(CERT_LIST_CUT);

	return length >= cut && strcmp(list + length - cut, CERT_LIST_CUT) == 0;
}

static bool
is_letter(unsigned char byte)
{
	return byte >= 0x80 || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/*
 * "TEST" is a word of the notice, but also a part of names: letters beside it, Turkish ones too, make it another word.
 */
static bool
has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		if ((at == text || !is_letter((unsigned char)at[-1])) && !is_letter((unsigned char)at[length]))
			return true;
	return false;
}

static bool
is_test(const struct certificate_facts *facts, const struct cert_issuers *issuers)
{
	for (int i = 0; i < issuers->test_count; i++)
		if (lists(facts->policies, issuers->test_policies[i]))
			return true;
	/* The test centre says in its notice that the certificate cannot be used as a qualified one. */
	return has_word(facts->user_notice, "TEST") || has_word(facts->issuer_cn, "TEST") ||
		text_contains(facts->user_notice, "test amaçlı") ||
		text_contains(facts->user_notice, "nitelikli elektronik sertifika olarak kullanılamaz");
}

/*
 * By the beginning of the name, for the providers number their authorities ("- Sürüm 6") and a new one must not stop a
 * desk.
 */
static bool
is_known_issuer(const struct certificate_facts *facts, const struct cert_issuers *issuers)
{
	for (int i = 0; i < issuers->count; i++)
		if (strncmp(facts->issuer_cn, issuers->prefixes[i], strlen(issuers->prefixes[i])) == 0)
			return true;
	return issuers->count == 0;
}

/*
 * Seals before tests and persons: a seal bears the marks of a qualified certificate as well, and a card with a seal
 * must never go to a person. A test one before a qualified one, for it bears all that those bear and says in words only
 * that it is none.
 */
static enum certificate_kind
kind_of(const struct certificate_facts *facts, const struct cert_issuers *issuers, bool is_authority)
{
	const unsigned needed = LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT | LACK_USER_NOTICE;
	const unsigned unsaid = LACK_NON_REPUDIATION | LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT;

	if (is_authority)
		return CERTIFICATE_AUTHORITY;
	if (lists(facts->policies, fiscal_policy) || lists(facts->extended_usages, fiscal_usage))
		return CERTIFICATE_FISCAL_SEAL;
	if (lists(facts->qc_statements, btk_institution_seal) || lists(facts->qc_statements, btk_seal) ||
		lists(facts->qc_statements, btk_qualified_seal) || lists(facts->policies, seal_policy))
		return CERTIFICATE_SEAL;
	if (is_test(facts, issuers))
		return CERTIFICATE_TEST;
	if ((facts->lacks & needed) == 0)
		return CERTIFICATE_QUALIFIED;
	if ((facts->lacks & unsaid) == unsaid && (facts->key_usage & KEY_USAGE_DIGITAL_SIGNATURE) != 0)
		return CERTIFICATE_AUTHENTICATION;
	return CERTIFICATE_OTHER;
}

void
cert_classify(struct certificate_facts *facts, const struct cert_issuers *issuers, bool is_authority)
{
	struct cert_issuers shipped = {0};

	if (issuers == NULL) {
		cert_default_issuers(&shipped);
		issuers = &shipped;
	}
	facts->lacks = 0;
	if ((facts->key_usage & KEY_USAGE_NON_REPUDIATION) == 0)
		facts->lacks |= LACK_NON_REPUDIATION;
	/* A certificate that bears more OIDs than any issuer writes is not trusted in what it does show. */
	if (is_cut(facts->policies) || is_cut(facts->qc_statements) || is_cut(facts->extended_usages))
		facts->lacks |= LACK_ETSI_STATEMENT | LACK_BTK_STATEMENT;
	if (!lists(facts->qc_statements, etsi_qualified))
		facts->lacks |= LACK_ETSI_STATEMENT;
	if (!lists(facts->qc_statements, btk_person))
		facts->lacks |= LACK_BTK_STATEMENT;
	if (facts->user_notice[0] == '\0')
		facts->lacks |= LACK_USER_NOTICE;
	if (lists(facts->qc_statements, usage_limit) || lists(facts->policies, usage_limit))
		facts->lacks |= LACK_USAGE_LIMIT;
	if (!is_known_issuer(facts, issuers))
		facts->lacks |= LACK_UNKNOWN_ISSUER;
	facts->kind = kind_of(facts, issuers, is_authority);
	cert_clear_issuers(&shipped);
}

/* ---- the data file */

void
cert_clear_issuers(struct cert_issuers *issuers)
{
	for (int i = 0; i < issuers->count; i++)
		mem_free((void *)(uintptr_t)issuers->prefixes[i]);
	for (int i = 0; i < issuers->test_count; i++)
		mem_free((void *)(uintptr_t)issuers->test_policies[i]);
	*issuers = (struct cert_issuers){0};
}

/* What conf/issuers.conf ships; a test holds the two equal, so that a desk that has lost the file judges as before. */
void
cert_default_issuers(struct cert_issuers *issuers)
{
	static const char *const prefixes[] = {"Kamu Elektronik Sertifika Hizmet Sağlayıcısı",
		"TÜBİTAK UEKAE Kamu Elektronik Sertifika Hizmet Sağlayıcısı", "KamuSM Mobil ESHS",
		"EGM Nitelikli Elektronik Sertifika Hizmetleri"};

	*issuers = (struct cert_issuers){.count = (int)ARRAY_LENGTH(prefixes), .test_count = 1};
	for (size_t i = 0; i < ARRAY_LENGTH(prefixes); i++)
		issuers->prefixes[i] = mem_string(prefixes[i]);
	issuers->test_policies[0] = mem_string("2.16.792.1.2.1.1.5.7.1.4.1");
}

static const char *
take_line(void *context, char *line)
{
	struct cert_issuers *issuers = context;
	char *value = line + strcspn(line, " \t");

	if (*value != '\0')
		*value++ = '\0';
	value += strspn(value, " \t");
	if (value[0] == '\0')
		return "";
	if (strcmp(line, "issuer") == 0 && issuers->count < CERT_ISSUERS_MAX)
		issuers->prefixes[issuers->count++] = mem_string(value);
	else if (strcmp(line, "test-policy") == 0 && issuers->test_count < CERT_ISSUERS_MAX &&
		value[strspn(value, "0123456789.")] == '\0')
		issuers->test_policies[issuers->test_count++] = mem_string(value);
	else
		return "";
	return NULL;
}

enum code
cert_load_issuers(struct cert_issuers *issuers, const char *path, struct err *err)
{
	enum code code;

	*issuers = (struct cert_issuers){0};
	code = text_read_file(path, ISSUERS_FILE_MAX, MSG_CERT_ISSUERS_LINE, take_line, issuers, err);
	if (code != OK)
		cert_clear_issuers(issuers);
	return code;
}

/* ---- names */
