/*
 * desk/flow_identity: step 2, the identity document: kind, number, expiry, and what the officer compared by eye.
 */
#include "flow.h"

#include "teslim/text.h"

#include <string.h>

enum { COMPARED_ALL = COMPARED_PHOTO | COMPARED_NATIONAL_ID | COMPARED_NAME };

bool
flow_identity_complete(const struct handover_flow *flow)
{
	return (flow->identity.compared & COMPARED_ALL) == COMPARED_ALL && flow_is_answered(flow->fields[FIELD_IDENTITY_NUMBER]);
}

/* The machine-readable zone fills in the document; what it says of number and name needs no eye. */
static void
take_mrz(struct handover_flow *flow, const struct mrz *mrz)
{
	struct identity_document *document = &flow->identity;

	*document = (struct identity_document){.kind = IDENTITY_CARD, .compared = COMPARED_BY_MRZ};
	copy_text(document->number, sizeof document->number, mrz->document_number);
	copy_text(document->expiry, sizeof document->expiry, mrz->expiry);
	copy_text(document->national_id, sizeof document->national_id, mrz->national_id);
	snprintf(document->name, sizeof document->name, "%s %s", mrz->given_names, mrz->surname);
	copy_text(flow->fields[FIELD_IDENTITY_NUMBER], FIELD_TEXT, mrz->document_number);
	ident_show_date(flow->fields[FIELD_IDENTITY_EXPIRY], mrz->expiry);
	document->compared |= COMPARED_NATIONAL_ID;
	if (ident_mrz_matches_name(mrz, flow->applicant.given_names, flow->applicant.surname)) {
		document->compared |= COMPARED_NAME;
		flow_notice(flow, VERDICT_PASS, MSG_FLOW_MRZ_TAKEN, "");
	} else {
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_MRZ_NAME, document->name);
	}
}

void
flow_use_scan(struct handover_flow *flow)
{
	if (flow->has_scan && strcmp(flow->scan.national_id, flow->applicant.national_id) == 0)
		take_mrz(flow, &flow->scan);
	flow->has_scan = false;
}

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

static void
today_of(char out[DATE_TEXT], int64_t now)
{
	struct civil today = clock_civil(now);
	char text[48];

	snprintf(text, sizeof text, "%04d-%02d-%02d", today.year, today.month, today.day);
	copy_text(out, DATE_TEXT, text);
}

bool
flow_read_mrz(struct handover_flow *flow, const struct event *event, struct mrz *mrz, struct effects *effects)
{
	char today[DATE_TEXT];
	struct err err = {0};

	today_of(today, event->now);
	if (ident_parse_mrz(mrz, event->text, today, &err) != OK)
		flow_notice(flow, VERDICT_WARN, (enum message)err.message, err.detail);
	else if (mrz->national_id[0] == '\0')
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_MRZ_NO_NUMBER, "");
	else
		return true;
	flow_effect(effects, EFFECT_BEEP, "");
	return false;
}

/* A scan of the applicant's own card fills in and ticks number and name; anybody else's is refused. */
static enum code
take_scan(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	char masked[NATIONAL_ID_TEXT];
	struct mrz mrz;

	if (event->text == NULL)
		return ERR_REFUSED;
	if (!flow_read_mrz(flow, event, &mrz, effects))
		return OK;
	if (strcmp(mrz.national_id, flow->applicant.national_id) != 0) {
		ident_mask(masked, mrz.national_id);
		flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_MRZ_OTHER, masked);
		flow_effect(effects, EFFECT_BEEP, "");
		return OK;
	}
	take_mrz(flow, &mrz);
	flow_effect(effects, EFFECT_SAVE_DRAFT, "");
	return OK;
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
	switch ((int)answer) {
	case IDENT_DOCUMENT_EXPIRED:
		return shown;
	case IDENT_DOCUMENT_REFUSED_KIND:
		return message_text(desk_identity_kind_message(document->kind));
	case IDENT_DOCUMENT_BAD_NUMBER:
		return document->number;
	default:
		return "";
	}
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
	today_of(today, now);
	answer = ident_check_document(rules, document, today);
	if (!ident_document_usable(answer)) {
		flow_notice(flow, VERDICT_REFUSE, (enum message)ident_document_message(answer), document_detail(document, answer, shown));
		flow_effect(effects, EFFECT_BEEP, "");
		return false;
	}
	if ((document->compared & COMPARED_ALL) != COMPARED_ALL) {
		flow_notice(flow, VERDICT_WARN, MSG_FLOW_TICK_ALL, "");
		return false;
	}
	*warning = (enum message)ident_document_message(answer);
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
	switch ((int)event->action) {
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
	default:
		return ERR_REFUSED;
	}
}

enum code
flow_identity_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	switch ((int)event->kind) {
	case EVENT_TYPED:
		if (event->field != FIELD_IDENTITY_NUMBER && event->field != FIELD_IDENTITY_EXPIRY)
			return ERR_REFUSED;
		if (strcmp(flow->fields[event->field], event->text) == 0)
			return OK;
		copy_text(flow->fields[event->field], FIELD_TEXT, event->text);
		flow_forget_mrz(flow); /* what was typed over is no longer what was scanned */
		flow_quiet(flow);
		return OK;
	case EVENT_SCAN:
		return take_scan(flow, event, effects);
	case EVENT_ACTION:
		return take_action(flow, policy, event, effects);
	case EVENT_FAILED:
		flow_notice(flow, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
		return OK;
	default:
		return ERR_REFUSED;
	}
}
