/*
 * desk/flow_identity: step 2, the identity document: kind, number, expiry, and what the officer compared by eye.
 */
#include "flow.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

/* What only the machine-readable zone had brought goes with it. */
void
flow_forget_mrz(struct handover_flow *flow)
{
	unsigned *compared = &flow->identity.compared;

	if ((*compared & COMPARED_BY_MRZ) == 0)
		return;
	*compared &= ~(unsigned)COMPARED_BY_MRZ;
	if ((*compared & COMPARED_DIGITS) == 0 && flow->doubt != DOUBT_OFFICER)
		*compared &= ~(unsigned)COMPARED_NATIONAL_ID;
	if ((*compared & COMPARED_NAME_BY_EYE) == 0)
		*compared &= ~(unsigned)COMPARED_NAME;
	flow->identity.national_id[0] = '\0';
	flow->identity.name[0] = '\0';
}

/* Documents name days, not moments: one that ends today is good until midnight at this desk. */
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

/* The sentence needs what the officer can compare: the day, the kind or the number that is in the way. */
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

/* Asked at this step and again at the commit: a document may end, and a rule may come into force, in between. */
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
		flow_alert(flow, VERDICT_REFUSE, ident_document_message(answer), document_detail(document, answer, shown),
			effects);
		return false;
	}
	if ((document->compared & COMPARED_ALL) != COMPARED_ALL) {
		steps_say(&flow->at, VERDICT_WARN,
			(document->compared & COMPARED_NATIONAL_ID) == 0 ? MSG_FLOW_TYPE_DIGITS : MSG_FLOW_FACE_FIRST, "");
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
	const char *expiry = form_text(&flow->form, FIELD_IDENTITY_EXPIRY);
	enum message warning;

	if (flow->doubt == DOUBT_OPEN) {
		flow_go(flow, STEP_DOUBT, effects);
		return OK;
	}
	if (flow->doubt == DOUBT_DOCUMENT && document->kind == flow->first_kind) {
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_DOUBT_SAME_KIND, message_text(identity_kind_message(document->kind)));
		return OK;
	}
	tidy_number(document->number, sizeof document->number, form_text(&flow->form, FIELD_IDENTITY_NUMBER));
	document->expiry[0] = '\0';
	document->compared &= ~(unsigned)COMPARED_EXPIRY;
	if (flow_is_answered(expiry) && !ident_parse_date(document->expiry, expiry)) {
		form_find(&flow->form, FIELD_IDENTITY_EXPIRY, MSG_FORM_NO_DATE);
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_BAD_EXPIRY, expiry);
		return OK;
	}
	if (!flow_identity_holds(flow, policy, event->now, &warning, effects))
		return OK;
	if (document->expiry[0] != '\0')
		document->compared |= COMPARED_EXPIRY;
	flow_go_card(flow, event->now, effects);
	if (warning != MSG_NONE && flow->at.notice.message == 0)
		steps_say(&flow->at, VERDICT_WARN, warning, document->number);
	return OK;
}

/*
 * The digits that the screen hides, as the document has them. They are compared when the last one is there, and what was
 * typed is not kept: neither on the screen nor in the draft.
 */
static enum code
take_digits(struct handover_flow *flow, const char *text, struct effects *effects)
{
	size_t length = strlen(text);

	if (flow->doubt == DOUBT_OPEN || (flow->identity.compared & COMPARED_NATIONAL_ID) != 0 || length > IDENTITY_DIGITS ||
		strspn(text, "0123456789") != length)
		return ERR_REFUSED;
	steps_quiet(&flow->at);
	form_set(&flow->form, FIELD_IDENTITY_DIGITS, length < IDENTITY_DIGITS ? text : "");
	if (length < IDENTITY_DIGITS)
		return OK;
	if (strncmp(flow->applicant.national_id, text, IDENTITY_DIGITS) == 0) {
		flow->identity.compared |= COMPARED_NATIONAL_ID | COMPARED_DIGITS;
		return OK;
	}
	if (flow->wrong_digits < WRONG_DIGITS_MAX)
		flow->wrong_digits++;
	if (flow->wrong_digits == WRONG_DIGITS_MAX) {
		flow_open_doubt(flow, effects);
		return OK;
	}
	flow_alert(flow, VERDICT_WARN, MSG_FLOW_DIGITS_WRONG, "", effects);
	return OK;
}

/* One act for the face and, where no machine has read the name, for the name. It is never taken back by doing it again. */
static void
compare_face(struct handover_flow *flow)
{
	unsigned *compared = &flow->identity.compared;

	*compared |= COMPARED_PHOTO;
	if ((*compared & COMPARED_NAME) == 0)
		*compared |= COMPARED_NAME | COMPARED_NAME_BY_EYE;
}

/* Another kind is another document: what was compared of the one before proves nothing of it. */
static void
next_kind(struct handover_flow *flow)
{
	int kind = (int)flow->identity.kind + 1;

	if (kind >= IDENTITY_KIND_COUNT)
		kind = IDENTITY_CARD;
	flow_forget_mrz(flow);
	flow->identity.kind = (enum identity_kind)kind;
	flow->identity.compared = flow->doubt == DOUBT_OFFICER ? COMPARED_NATIONAL_ID : 0; /* of another document */
}

/* Whatever was said before is about what was there before this key. */
static enum code
take_action(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event, struct effects *effects)
{
	steps_quiet(&flow->at);
	if (event->action == ACTION_NEXT)
		return go_on(flow, policy, event, effects);
	if (event->action == ACTION_TOGGLE_KIND)
		next_kind(flow);
	else if (event->action == ACTION_FACE)
		compare_face(flow);
	else
		return ERR_REFUSED;
	return OK;
}

/* What was typed over is no longer what was scanned. */
static enum code
take_typed(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (event->field == FIELD_IDENTITY_DIGITS)
		return take_digits(flow, event->text, effects);
	if (event->field != FIELD_IDENTITY_NUMBER && event->field != FIELD_IDENTITY_EXPIRY)
		return ERR_REFUSED;
	if (strcmp(form_text(&flow->form, (int)event->field), event->text) == 0)
		return OK;
	form_set(&flow->form, (int)event->field, event->text);
	flow_forget_mrz(flow);
	steps_quiet(&flow->at);
	return OK;
}

/* A card that comes or goes here changes nothing: the person is looked at first. */
enum code
flow_identity_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	if (event->kind == EVENT_TYPED)
		return take_typed(flow, event, effects);
	if (event->kind == EVENT_ACTION)
		return take_action(flow, policy, event, effects);
	if (event->kind != EVENT_FAILED)
		return ERR_REFUSED;
	steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
	return OK;
}
