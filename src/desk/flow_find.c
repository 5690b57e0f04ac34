/*
 * desk/flow_find: step 1, finding the applicant by typing, by a scanned identity card, or by the inserted card.
 */
#include "flow.h"

#include "teslim/desk/move.h"
#include "teslim/words.h"

#include <string.h>

/* Choosing somebody else in between is no way to a third try: the oldest is forgotten when there are too many. */
static void
keep_doubt(struct handover_flow *flow)
{
	struct doubted now = {flow->applicant.id, flow->wrong_digits, flow->first_kind};
	int at = 0;

	if (!flow->has_applicant || flow->wrong_digits == 0)
		return;
	while (at < flow->doubted_count && flow->doubted[at].applicant_id != now.applicant_id)
		at++;
	if (at == DOUBTED_MAX) {
		memmove(&flow->doubted[0], &flow->doubted[1], (DOUBTED_MAX - 1) * sizeof flow->doubted[0]);
		at = DOUBTED_MAX - 1;
	} else if (at == flow->doubted_count) {
		flow->doubted_count++;
	}
	flow->doubted[at] = now;
}

/* Two wrong tries are two, however often somebody else was chosen in between. */
static void
recall_doubt(struct handover_flow *flow)
{
	for (int i = 0; i < flow->doubted_count; i++) {
		if (flow->doubted[i].applicant_id != flow->applicant.id)
			continue;
		flow->wrong_digits = flow->doubted[i].wrong_digits;
		flow->first_kind = flow->doubted[i].first_kind;
		flow->doubt = flow->wrong_digits == WRONG_DIGITS_MAX ? DOUBT_OPEN : DOUBT_NONE;
	}
}

/*
 * Everything that was said or typed about one person must be gone before the next one is chosen; what is not named here would
 * be taken for his.
 */
static void
forget_applicant(struct handover_flow *flow)
{
	keep_doubt(flow);
	flow->has_applicant = false;
	flow->frozen[0] = '\0';
	flow->verdict = (struct verdict){0};
	flow->has_history = false;
	form_set(&flow->form, FIELD_CARD_SERIAL, "");
	form_set(&flow->form, FIELD_READER_SERIAL, "");
	flow->card_source = flow->reader_source = SERIAL_NONE;
	form_set(&flow->form, FIELD_NOTE, "");
	flow->serials_for[0] = '\0';
	flow->handover = (struct handover){0};
	flow->resume_to = STEP_COUNT;
	flow->resume_frozen[0] = '\0';
	flow_forget_document(flow, IDENTITY_CARD);
	flow->wrong_digits = 0;
	flow->doubt = DOUBT_NONE;
	flow->first_kind = IDENTITY_NONE;
	flow->second_officer[0] = '\0';
}

/* Whether an application may be handed over at all; says why not. */
static bool
is_open(struct handover_flow *flow, const struct applicant *applicant, struct effects *effects)
{
	char words[256];
	enum message state = application_state_message(applicant->state);

	if (desk_is_handed_over_from(applicant->state))
		return true;
	if (applicant->state == APPLICATION_DELIVERED) {
		steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_ALREADY_DONE, applicant->record_number);
	} else {
		snprintf(words, sizeof words, "%s%s%s", message_text(state), applicant->note[0] != '\0' ? ", " : "",
			applicant->note);
		steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_NOT_OPEN, words);
	}
	flow_effect(effects, EFFECT_BEEP, "");
	return false;
}

/* What the notice said of the scan stays behind it: letters that were put right are shown whatever else is. */
static void
warn_not_received(struct handover_flow *flow, enum application_state state)
{
	char words[sizeof flow->at.notice.detail];

	if (flow->at.notice.message == MSG_FLOW_FOUND_BY_CARD) {
		copy_text(words, sizeof words, flow->at.notice.detail);
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_FOUND_BY_CARD_EARLY, words);
		return;
	}
	snprintf(words, sizeof words, "%s%s%.160s", message_text(application_state_message(state)),
		flow->at.notice.detail[0] != '\0' ? "; " : "", flow->at.notice.detail);
	steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_NOT_RECEIVED, words);
}

/* A card chooses nobody without a word: it may have lain in the reader since the one before. */
static void
say_found_by_card(struct handover_flow *flow)
{
	char name[FULL_NAME_TEXT];

	desk_full_name(name, &flow->applicant);
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_FOUND_BY_CARD, name);
}

/* Choosing the same person again keeps what was typed: Back to step 1 and forth is no new beginning. */
static enum code
choose(struct handover_flow *flow, int index, struct effects *effects)
{
	const struct applicant *applicant;
	bool same;

	if (index < 0 || index >= flow->result_count)
		return ERR_REFUSED;
	applicant = &flow->results[index];
	if (!is_open(flow, applicant, effects))
		return OK;
	same = flow->has_applicant && flow->applicant.id == applicant->id;
	if (!same)
		forget_applicant(flow);
	flow->applicant = *applicant;
	flow->has_applicant = true;
	if (!same)
		recall_doubt(flow);
	if (!same)
		flow->gives_reader = strcmp(applicant->reader_kind, "3") != 0;
	flow_go(flow, STEP_IDENTITY, effects);
	flow_use_scan(flow);
	if (flow->found_by == SEARCH_CARD)
		say_found_by_card(flow);
	if (applicant->state != APPLICATION_RECEIVED && flow->at.notice.level == VERDICT_PASS)
		warn_not_received(flow, applicant->state);
	return OK;
}

/* One open application among several of the same person is the one that is meant. */
static int
only_open(const struct handover_flow *flow)
{
	int found = -1;

	for (int i = 0; i < flow->result_count; i++) {
		enum application_state state = flow->results[i].state;
		if (state != APPLICATION_EXPECTED && state != APPLICATION_IN_TRANSIT && state != APPLICATION_RECEIVED)
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

/* A card or a document names one person, so that one is chosen without a key; what hands typed is a search, and hands choose. */
static enum code
take_found(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	static const enum message nobody[] = {
		[SEARCH_TYPED] = MSG_FLOW_NOBODY, [SEARCH_CARD] = MSG_FLOW_CARD_NOBODY, [SEARCH_MRZ] = MSG_FLOW_MRZ_NOBODY};
	int count = event->number < RESULTS_MAX ? event->number : RESULTS_MAX;
	int only;

	steps_quiet(&flow->at);
	flow->result_more = event->number > RESULTS_MAX;
	flow->result_count = count > 0 && event->applicants != NULL ? count : 0;
	if (flow->result_count > 0)
		memcpy(flow->results, event->applicants, sizeof *event->applicants * (size_t)flow->result_count);
	if (flow->result_count == 0) {
		if (flow->found_by != SEARCH_TYPED || form_text(&flow->form, FIELD_QUERY)[0] != '\0')
			steps_say(&flow->at, VERDICT_WARN, nobody[flow->found_by],
				flow->found_by == SEARCH_TYPED ? "" : event->text);
		if (flow->found_by != SEARCH_TYPED)
			flow_effect(effects, EFFECT_BEEP, "");
		return OK;
	}
	if (flow->found_by == SEARCH_TYPED)
		return OK;
	only = only_open(flow);
	if (only < 0 && flow->result_count == 1)
		only = 0; /* not open: choosing says why */
	return only >= 0 ? choose(flow, only, effects) : OK;
}

/* Whoever was chosen can be chosen again. */
static void
offer_applicant(struct handover_flow *flow)
{
	flow->results[0] = flow->applicant;
	flow->result_count = 1;
}

/* A document that a scan said is the applicant's must bear the number that the register has for him now. */
static void
check_document(struct handover_flow *flow, struct effects *effects)
{
	const struct identity_document *document = &flow->identity;

	if ((document->compared & COMPARED_BY_MRZ) == 0 || strcmp(document->national_id, flow->applicant.national_id) == 0 ||
		(document->kind == IDENTITY_PASSPORT &&
			document->national_id[0] == '\0')) /* a foreign one: the number is left to the eye */
		return;
	flow_forget_mrz(flow);
	flow->resume_to = STEP_COUNT;
	if (flow->at.step > STEP_IDENTITY)
		flow_go(flow, STEP_IDENTITY, effects);
}

/* Between the saving of a draft and now the person may have been served at another desk: the register's word is the only one. */
enum code
flow_reload(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	if (!flow->at.unloaded || event->applicants == NULL || event->number != 1 || event->applicants->id != flow->applicant.id)
		return ERR_REFUSED;
	flow->at.unloaded = false;
	flow->applicant = *event->applicants;
	if (flow->committed)
		return OK;
	if (flow->at.step == STEP_APPLICANT)
		offer_applicant(flow);
	check_document(flow, effects);
	if (is_open(flow, &flow->applicant, effects))
		return OK;
	/* Meanwhile it was handed over, put on hold, ended: choosing it again says the same. */
	offer_applicant(flow);
	forget_applicant(flow);
	flow->at.step = STEP_APPLICANT; /* what was said of it stays */
	flow->refusal = REFUSAL_NONE;
	flow_effect(effects, EFFECT_DROP_DRAFT, "");
	return OK;
}

/* Letters search as they are typed; nothing here is written. */
enum code
flow_find_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects)
{
	(void)policy;
	if (event->kind == EVENT_TYPED && event->field == FIELD_QUERY) {
		flow_search(flow, event->text, effects);
		return OK;
	}
	if (event->kind == EVENT_FOUND)
		return take_found(flow, event, effects);
	if (event->kind == EVENT_CHOOSE)
		return choose(flow, event->number, effects);
	if (event->kind != EVENT_FAILED)
		return ERR_REFUSED;
	steps_say(&flow->at, VERDICT_REFUSE, MSG_FLOW_FAILED, event->text);
	return OK;
}
