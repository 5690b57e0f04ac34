/* tests/desk/common: see common.h. */
#include "common.h"

#include <string.h>

const char *const common_issuers[] = {
	"Kamu Elektronik Sertifika Hizmet Sağlayıcısı", "TÜBİTAK UEKAE Kamu Elektronik Sertifika Hizmet Sağlayıcısı", NULL};

struct applicant
common_applicant(void)
{
	return (struct applicant){.id = 1,
		.national_id = "10000000146",
		.given_names = "Ayşe Şule",
		.surname = "Öztürk",
		.state = APPLICATION_RECEIVED};
}

struct certificate_facts
common_facts(void)
{
	struct certificate_facts facts = {.national_id = "10000000146",
		.subject_cn = "AYŞE ŞULE ÖZTÜRK",
		.issuer_cn = "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 5",
		.kind = CERTIFICATE_QUALIFIED,
		.money_limit = -1,
		.not_before = NOW - 30 * DAY,
		.not_after = NOW + 1065 * DAY};

	memset(facts.sha256, 'a', 64);
	return facts;
}

struct certificate_check
common_check(void)
{
	return (struct certificate_check){
		.chain = CHAIN_TRUSTED, .revocation = REVOCATION_GOOD, .checked_at = NOW, .list_issued = NOW - DAY};
}

struct verdict_policy
common_policy(void)
{
	return (struct verdict_policy){.require_chain = true, .issuers = common_issuers};
}

const struct finding *
common_finding(const struct verdict *verdict, enum verdict_rule rule)
{
	for (int i = 0; i < verdict->count; i++)
		if (verdict->findings[i].rule == rule)
			return &verdict->findings[i];
	return NULL;
}
