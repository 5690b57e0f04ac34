/*
 * app/certificate_text: one certificate checked, judged, and shown to people or programs. The national ID number is
 * masked for people and whole in JSON, which the caller asked for.
 */
#include "app.h"
#include "json.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

enum code
app_check_certificate(struct checked_certificate *out, const struct app *app, const uint8_t *der, size_t length, int64_t at,
	struct err *err)
{
	enum code code = cert_facts(der, length, app->issuers.count > 0 ? &app->issuers : NULL, &out->facts, err);

	if (code != OK)
		return code;
	cert_check(app->trust, der, length, at, &out->check);
	desk_judge(&out->verdict, NULL, &out->facts, &out->check, NULL, &app->policy, at);
	return OK;
}

static enum message
verdict_message(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return MSG_APP_VERDICT_ACCEPTED;
	case VERDICT_WARN:
		return MSG_APP_VERDICT_WARNING;
	case VERDICT_NOT_CHECKED:
		return MSG_APP_VERDICT_UNCHECKED;
	case VERDICT_REFUSE:
		break;
	}
	return MSG_APP_VERDICT_REFUSED;
}

/* "  label  value", the label padded by cells. */
static void
show(enum message label, const char *value)
{
	char padded[96];

	text_fit(padded, sizeof padded, message_text(label), 16, false);
	printf("  %s %s\n", padded, value);
}

void
app_show_certificate(const struct checked_certificate *certificate)
{
	const struct certificate_facts *facts = &certificate->facts;
	char from[CLOCK_TEXT], until[CLOCK_TEXT], masked[NATIONAL_ID_TEXT];
	char both[2 * CLOCK_TEXT + 8], key[96];

	ident_mask(masked, facts->national_id);
	clock_minute(from, facts->not_before);
	clock_minute(until, facts->not_after);
	snprintf(both, sizeof both, "%s - %s", from, until);
	snprintf(key, sizeof key, "%s, %s", facts->key, facts->signature);
	if (certificate->number > 0) {
		char title[512];
		say(title, sizeof title, APP_CERT_OF_SEVERAL, certificate->name, certificate->number);
		puts(title);
	} else {
		puts(certificate->name);
	}
	show(MSG_APP_CERT_SUBJECT, facts->subject_cn);
	show(MSG_APP_CERT_NUMBER, masked);
	show(MSG_APP_CERT_ISSUER, facts->issuer_cn);
	show(MSG_APP_CERT_VALID, both);
	show(MSG_APP_CERT_SERIAL, facts->serial);
	show(MSG_APP_CERT_KEY, key);
	show(MSG_APP_CERT_KIND, message_text(certificate_kind_message(facts->kind)));
	if (facts->user_notice[0] != '\0')
		show(MSG_APP_CERT_NOTICE, facts->user_notice);
	putchar('\n');
	for (int i = 0; i < certificate->verdict.count; i++) {
		const struct finding *finding = &certificate->verdict.findings[i];
		char label[96], level[64], sentence[400];
		text_fit(label, sizeof label, message_text(verdict_rule_message(finding->rule)), 16, false);
		text_fit(level, sizeof level, message_text(verdict_level_message(finding->level)), 10, false);
		message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
		printf("  %s %s %s\n", label, level, sentence);
	}
	printf("\n  %s\n\n", message_text(verdict_message(certificate->verdict.level)));
}

enum code
app_print_certificate_json(const struct checked_certificate *certificate, const char *name_key, struct err *err)
{
	const struct certificate_facts *facts = &certificate->facts;
	const struct certificate_check *check = &certificate->check;
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, name_key, certificate->name);
	if (certificate->number > 0)
		json_number(&json, "number", certificate->number);
	json_text(&json, "subject_cn", facts->subject_cn);
	json_text(&json, "national_id", facts->national_id);
	json_text(&json, "subject", facts->subject);
	json_text(&json, "issuer_cn", facts->issuer_cn);
	json_text(&json, "issuer", facts->issuer);
	json_time(&json, "not_before", facts->not_before);
	json_time(&json, "not_after", facts->not_after);
	json_text(&json, "serial", facts->serial);
	json_text(&json, "sha256", facts->sha256);
	json_text(&json, "key", facts->key);
	json_text(&json, "signature", facts->signature);
	json_text(&json, "policies", facts->policies);
	json_text(&json, "qc_statements", facts->qc_statements);
	json_text(&json, "user_notice", facts->user_notice);
	json_text(&json, "kind", certificate_kind_name(facts->kind));
	json_bool(&json, "qualified", facts->kind == CERTIFICATE_QUALIFIED);
	json_text(&json, "chain", chain_result_name(check->chain));
	json_text(&json, "revocation", revocation_result_name(check->revocation));
	if (check->list_file[0] != '\0')
		json_text(&json, "list", check->list_file);
	json_time(&json, "checked_at", check->checked_at);
	json_text(&json, "verdict", verdict_level_name(certificate->verdict.level));
	json_open(&json, "reasons", '[');
	for (int i = 0; i < certificate->verdict.count; i++) {
		const struct finding *finding = &certificate->verdict.findings[i];
		char sentence[400];
		message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
		json_open(&json, NULL, '{');
		json_text(&json, "rule", verdict_rule_name(finding->rule));
		json_text(&json, "level", verdict_level_name(finding->level));
		json_text(&json, "text", sentence);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	return json_print(&json, err);
}
