/*
 * report/checks: what was found out about the certificate, said in plain words in the language of the paper. Works
 * from the recorded facts, not from the sentences of the screen, so that a reprint in ten years says the same.
 */
#include "teslim/report.h"

#include <string.h>

#include "teslim/text.h"
#include "report.h"

/*
 * The levels are those of the paper, which is written after the decision: what was handed over in spite of a doubt says
 * so as a warning.
 */
struct answer {
	enum verdict_level level;
	char text[FULL_NAME_TEXT + 200];
};

static void
plain(struct answer *answer, const struct report_settings *settings, enum verdict_level level, enum message message)
{
	answer->level = level;
	copy_text(answer->text, sizeof answer->text, message_text_in(settings->language, message));
}

static void
check_number(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	if (strcmp(handover->national_id, handover->certificate.national_id) == 0)
		plain(answer, settings, VERDICT_PASS, MSG_REPORT_NUMBER_SAME);
	else
		plain(answer, settings, VERDICT_REFUSE, MSG_REPORT_NUMBER_DIFFERS);
}

/* Same letters after composing and Turkish upper case; certificates are usually all capitals. */
static bool
same_name(const char *left, const char *right)
{
	struct str a = {0}, b = {0}, composed = {0};
	bool same;

	text_compose(&composed, left);
	text_upper(&a, str_text(&composed));
	str_reset(&composed);
	text_compose(&composed, right);
	text_upper(&b, str_text(&composed));
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	str_clear(&a);
	str_clear(&b);
	str_clear(&composed);
	return same;
}

/* A name that differs on a paper is only ever a difference that the desk let pass; both spellings stand there. */
static void
check_name(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	const char *name = text_skip_titles(handover->name);

	if (same_name(name, handover->certificate.subject_cn)) {
		plain(answer, settings, VERDICT_PASS, MSG_REPORT_NAME_SAME);
		return;
	}
	answer->level = VERDICT_WARN;
	say_in(answer->text, sizeof answer->text, settings->language, REPORT_NAME_DIFFERS, handover->certificate.subject_cn);
}

static void
check_kind(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	const struct certificate_facts *facts = &handover->certificate;

	if (facts->kind == CERTIFICATE_TEST)
		plain(answer, settings, VERDICT_WARN, MSG_REPORT_KIND_TEST);
	else if (facts->kind != CERTIFICATE_QUALIFIED)
		plain(answer, settings, VERDICT_REFUSE, MSG_REPORT_KIND_OTHER);
	else if ((facts->lacks & LACK_USAGE_LIMIT) != 0)
		plain(answer, settings, VERDICT_WARN, MSG_REPORT_KIND_USAGE_LIMIT);
	else if (facts->money_limit > 0) {
		answer->level = VERDICT_WARN;
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_KIND_MONEY_LIMIT,
			(long long)facts->money_limit);
	} else
		plain(answer, settings, VERDICT_PASS, MSG_REPORT_KIND_QUALIFIED);
}

static void
check_validity(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	const struct certificate_facts *facts = &handover->certificate;
	char from[CLOCK_TEXT], until[CLOCK_TEXT];

	clock_date(from, facts->not_before);
	clock_date(until, facts->not_after);
	if (facts->not_before > handover->time) {
		answer->level = VERDICT_WARN;
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_VALID_LATER, from, until, from);
	} else if (facts->not_after < handover->time) {
		answer->level = VERDICT_REFUSE;
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_VALID_ENDED, from, until);
	} else {
		answer->level = VERDICT_PASS;
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_VALID, from, until);
	}
}

static void
check_chain(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	switch (handover->check.chain) {
	case CHAIN_NOT_CHECKED:
		plain(answer, settings, VERDICT_NOT_CHECKED, MSG_REPORT_CHAIN_NOT_CHECKED);
		break;
	case CHAIN_TRUSTED:
		plain(answer, settings, VERDICT_PASS, MSG_REPORT_CHAIN_TRUSTED);
		break;
	case CHAIN_UNKNOWN_ISSUER:
		plain(answer, settings, VERDICT_WARN, MSG_REPORT_CHAIN_UNKNOWN);
		break;
	case CHAIN_NO_ROOT:
		plain(answer, settings, VERDICT_WARN, MSG_REPORT_CHAIN_NO_ROOT);
		break;
	case CHAIN_BAD_SIGNATURE:
		plain(answer, settings, VERDICT_REFUSE, MSG_REPORT_CHAIN_BAD);
		break;
	case CHAIN_EXPIRED:
		plain(answer, settings, VERDICT_WARN, MSG_REPORT_CHAIN_EXPIRED);
		break;
	case CHAIN_INVALID:
		plain(answer, settings, VERDICT_REFUSE, MSG_REPORT_CHAIN_INVALID);
		break;
	}
}

static void
check_revocation(struct answer *answer, const struct handover *handover, const struct report_settings *settings)
{
	char when[CLOCK_TEXT];

	switch (handover->check.revocation) {
	case REVOCATION_NOT_CHECKED:
		plain(answer, settings, VERDICT_NOT_CHECKED, MSG_REPORT_REVOCATION_NOT_CHECKED);
		break;
	case REVOCATION_GOOD:
		answer->level = VERDICT_PASS;
		clock_minute(when, handover->check.list_issued);
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_REVOCATION_GOOD, when);
		break;
	case REVOCATION_REVOKED:
		answer->level = VERDICT_REFUSE;
		clock_minute(when, handover->check.revoked_at);
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_REVOCATION_REVOKED, when);
		break;
	case REVOCATION_LIST_STALE:
		answer->level = VERDICT_NOT_CHECKED;
		clock_minute(when, handover->check.list_issued);
		say_in(answer->text, sizeof answer->text, settings->language, REPORT_REVOCATION_STALE, when);
		break;
	case REVOCATION_LIST_INVALID:
		plain(answer, settings, VERDICT_NOT_CHECKED, MSG_REPORT_REVOCATION_INVALID);
		break;
	}
}

/* The row is there only when it says something. */
static void
add_reading(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	for (int i = 0; i < handover->verdict.count; i++) {
		const struct finding *finding = &handover->verdict.findings[i];
		if (finding->rule != RULE_CARD_READING)
			continue;
		report_check(out, VERDICT_WARN, message_text_in(settings->language, MSG_REPORT_CHECK_READING),
			message_text_in(settings->language,
				finding->message == MSG_JUDGE_CARD_LEFT_OUT ? MSG_REPORT_READING_LEFT_OUT
									    : MSG_REPORT_READING_PART),
			settings);
	}
}

/* What stands in the record besides of the person, each in its own row. */
static void
add_notes(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	for (int i = 0; i < handover->verdict.count; i++) {
		const struct finding *finding = &handover->verdict.findings[i];
		char text[sizeof((struct answer *)0)->text];
		if (finding->rule != RULE_IDENTITY)
			continue;
		message_format_detail(text, sizeof text, settings->language, finding->message, finding->detail);
		report_check(out, VERDICT_WARN, message_text_in(settings->language, MSG_REPORT_CHECK_IDENTITY), text, settings);
	}
}

void
report_certificate_checks(struct str *out, const struct handover *handover, const struct report_settings *settings)
{
	static const struct {
		enum message label;
		void (*check)(struct answer *, const struct handover *, const struct report_settings *);
	} checks[] = {
		{MSG_REPORT_CHECK_NUMBER, check_number},
		{MSG_REPORT_CHECK_NAME, check_name},
		{MSG_REPORT_CHECK_KIND, check_kind},
		{MSG_REPORT_CHECK_VALIDITY, check_validity},
		{MSG_REPORT_CHECK_CHAIN, check_chain},
		{MSG_REPORT_CHECK_REVOCATION, check_revocation},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(checks); i++) {
		/* Whatever a check leaves out counts as not checked, never as passed. */
		struct answer answer = {VERDICT_NOT_CHECKED, ""};
		checks[i].check(&answer, handover, settings);
		report_check(out, answer.level, message_text_in(settings->language, checks[i].label), answer.text, settings);
	}
	add_reading(out, handover, settings);
	add_notes(out, handover, settings);
}
