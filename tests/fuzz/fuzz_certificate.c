/*
 * fuzz/fuzz_certificate: the facts of a certificate and the judgement on them. Checks that every text handed out is UTF-8
 * without controls, that a masked number hides, and that nothing which is not a qualified certificate passes.
 */
#include "teslim/cert.h"
#include "teslim/desk.h"
#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool held)
{
	if (!held)
		abort();
}

static void
check_text(const char *text, size_t room)
{
	size_t length = strnlen(text, room);

	require(length < room && text_is_valid(text, length));
	for (size_t i = 0; i < length; i++)
		require((unsigned char)text[i] >= 0x20 && text[i] != 0x7F);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct certificate_facts facts;
	static struct verdict verdict;
	static struct verdict_policy policy;
	struct certificate_check check = {0};
	struct handover_history history = {0};
	struct applicant applicant = {.state = APPLICATION_RECEIVED};
	struct err err = {0};

	if (cert_facts(data, size, NULL, &facts, &err) != OK) {
		require(err.code != OK);
		return 0;
	}
	check_text(facts.subject_cn, sizeof facts.subject_cn);
	check_text(facts.subject, sizeof facts.subject);
	check_text(facts.issuer_cn, sizeof facts.issuer_cn);
	check_text(facts.issuer, sizeof facts.issuer);
	check_text(facts.national_id, sizeof facts.national_id);
	check_text(facts.user_notice, sizeof facts.user_notice);
	check_text(facts.serial, sizeof facts.serial);
	check_text(facts.policies, sizeof facts.policies);
	copy_text(applicant.national_id, sizeof applicant.national_id, facts.national_id);
	copy_text(applicant.surname, sizeof applicant.surname, facts.subject_cn);
	desk_judge(&verdict, &applicant, &facts, &check, &history, &policy, INT64_C(1795500000));
	if (facts.kind != CERTIFICATE_QUALIFIED || facts.not_after < INT64_C(1795500000))
		require(!desk_may_hand_over(&verdict));
	return 0;
}
