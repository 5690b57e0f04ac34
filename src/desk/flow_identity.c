/*
 * desk/flow_identity: step 2, the identity document: kind, number, expiry, and what the officer compared by eye.
 */
#include "flow.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

/* The ticks that only the machine-readable zone had set go with it. */
void
flow_forget_mrz(struct handover_flow *flow)
{
	if ((flow->identity.compared & COMPARED_BY_MRZ) == 0)
		return;
	flow->identity.compared &= ~(unsigned)(COMPARED_BY_MRZ | COMPARED_NATIONAL_ID | COMPARED_NAME);
	flow->identity.national_id[0] = '\0';
	flow->identity.name[0] = '\0';
}

void
flow_today(char out[DATE_TEXT], int64_t now)
{
	struct civil today = clock_civil(now);
	char text[48];

	snprintf(text, sizeof text, "%04d-%02d-%02d", today.year, today.month, today.day);
	copy_text(out, DATE_TEXT, text);
}

/* Document numbers are capitals and digits; Turkish small letters become what the document prints. */
static void
tidy_number(char *out, size_t size, const char *typed)
{
	struct str key = {0};
	size_t used = 0;

	text_fold(&key, typed);
	for (const char *c = str_text(&key); *c != '\0' && used + 1 < size; c++)
		if (*c != ' ')
			out[used++] = *c;
	out[used] = '\0';
	str_clear(&key);
}

static const char *
document_detail(const struct identity_document *document, enum ident_document answer, char shown[DATE_TEXT])
{
	ident_show_date(shown, document->expiry);
	switch (answer) {
	case IDENT_DOCUMENT_EXPIRED:
		return shown;
	case IDENT_DOCUMENT_REFUSED_KIND:
		return message_text(identity_kind_message(document->kind));
	case IDENT_DOCUMENT_BAD_NUMBER:
		return document->number;
	case IDENT_DOCUMENT_ACCEPTED:
	case IDENT_DOCUMENT_WARN_KIND:
	case IDENT_DOCUMENT_WARN_PATTERN:
	case IDENT_DOCUMENT_NO_NUMBER:
	case IDENT_DOCUMENT_NO_EXPIRY:
		break;
	}
	return "";
}

bool
flow_identity_holds(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now, enum message *warning,
	struct effects *effects)
{
	const struct identity_document *document = &flow->identity;
	const struct ident_rules *rules = policy->documents;
	struct ident_rules shipped;
	enum ident_document answer;
	char today[DATE_TEXT], shown[DATE_TEXT];

	*warning = MSG_NONE;
	if (rules == NULL) {
		ident_default_rules(&shipped);
		rules = &shipped;
	}
	flow_today(today, now);
	answer = ident_check_document(rules, document, today);
	if (!ident_document_usable(answer)) {
		flow_notice(flow, VERDICT_REFUSE, ident_document_message(answer), document_detail(document, answer, shown));
		flow_effect(effects, EFFECT_BEEP, "");
		return false;
	}
	if ((document->compared & COMPARED_ALL) != COMPARED_ALL) {
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_TICK_ALL, "");
		return false;
	}
	*warning = ident_document_message(answer);
	return true;
}

/* What was typed becomes the document; it must prove identity before the card is asked for. */
static enum code
go_on(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	struct identity_document *document = &flow->identity;
	const char *expiry = flow->fields[FIELD_IDENTITY_EXPIRY];
	enum message warning;

	tidy_number(document->number, sizeof document->number, flow->fields[FIELD_IDENTITY_NUMBER]);
	document->expiry[0] = '\0';
	document->compared &= ~(unsigned)COMPARED_EXPIRY;
	if (flow_is_answered(expiry) && !ident_parse_date(document->expiry, expiry)) {
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_BAD_EXPIRY, expiry);
		return OK;
	}
	if (!flow_identity_holds(flow, policy, event->now, &warning, effects))
		return OK;
	if (document->expiry[0] != '\0')
		document->compared |= COMPARED_EXPIRY;
	flow_go_card(flow, event->now, effects);
	if (warning != MSG_NONE && flow->notice == 0)
		flow_notice(flow, VERDICT_WARN, warning, document->number);
	return OK;
}

static void
next_kind(struct handover_flow *flow)
{
	int kind = (int)flow->identity.kind + 1;

	if (kind >= IDENTITY_KIND_COUNT)
		kind = IDENTITY_CARD;
	flow->identity.kind = (enum identity_kind)kind;
	flow_forget_mrz(flow);
}

static enum code
take_action(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	flow_quiet(flow);
	switch (event->action) {
	case ACTION_NEXT:
		return go_on(flow, policy, event, effects);
	case ACTION_TOGGLE_KIND:
		next_kind(flow);
		return OK;
	case ACTION_TOGGLE_PHOTO:
		flow->identity.compared ^= COMPARED_PHOTO;
		return OK;
	case ACTION_TOGGLE_NUMBER:
		flow->identity.compared ^= COMPARED_NATIONAL_ID;
		return OK;
	case ACTION_TOGGLE_NAME:
		flow->identity.compared ^= COMPARED_NAME;
		return OK;
	case ACTION_BACK:
	case ACTION_CANCEL:
	case ACTION_TOGGLE_READER:
	case ACTION_READ_AGAIN:
	case ACTION_REFUSE:
	case ACTION_ARM:
	case ACTION_COMMIT:
	case ACTION_PRINT_AGAIN:
	case ACTION_PAPER_OUT:
	case ACTION_PRINT_LATER:
	case ACTION_SIGNED:
	case ACTION_SIGNED_LATER:
	case ACTION_COUNT:
		break;
	}
	return ERR_REFUSED;
}

enum code
flow_identity_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	switch (event->kind) {
	case EVENT_TYPED:
		if (event->field != FIELD_IDENTITY_NUMBER && event->field != FIELD_IDENTITY_EXPIRY)
			return ERR_REFUSED;
		if (strcmp(flow->fields[event->field], event->text) == 0)
			return OK;
		copy_text(flow->fields[event->field], FIELD_TEXT, event->text);
		flow_forget_mrz(flow); /* what was typed over is no longer what was scanned */
		flow_quiet(flow);
		return OK;
	case EVENT_ACTION:
		return take_action(flow, policy, event, effects);
	case EVENT_FAILED:
		flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
		return OK;
	case EVENT_START:
	case EVENT_SCAN:
	case EVENT_CHOOSE:
	case EVENT_CARD_IN:
	case EVENT_CARD_READING:
	case EVENT_CARD_CERT:
	case EVENT_CARD_READ:
	case EVENT_CARD_OUT:
	case EVENT_CARD_FAULT:
	case EVENT_FOUND:
	case EVENT_HISTORY:
	case EVENT_COMMITTED:
	case EVENT_REFUSED:
	case EVENT_PRINT_STATE:
	case EVENT_RELOADED:
	case EVENT_TICK:
		break;
	}
	return ERR_REFUSED;
}
