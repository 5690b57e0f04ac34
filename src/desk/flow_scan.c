/*
 * desk/flow_scan: what a scanner brought, at any step. It goes where it belongs or is answered with a sentence. A
 * document finds its holder at step 1; everywhere else it is compared with the applicant, and a stranger's is refused.
 */
#include "flow.h"

#include "teslim/words.h"

#include <string.h>

/* Reads the lines; false when there is nothing to go on with, and the notice says why. */
static bool
read_document(struct handover_flow *flow, const struct event *event, struct mrz *mrz, struct effects *effects)
{
	char today[DATE_TEXT];
	struct err err = {0};

	flow_today(today, event->now);
	if (ident_parse_mrz(mrz, event->text, today, &err) == OK)
		return true;
	flow_alert(flow, VERDICT_WARN, err.message, err.detail, effects);
	return false;
}

/* Foreign passports bear no number of ours: they are known by their name. */
static bool
is_known_by_name(const struct mrz *mrz)
{
	return mrz->form == MRZ_TD3 && mrz->national_id[0] == '\0';
}

static bool
has_name_of(const struct mrz *mrz, const struct applicant *applicant)
{
	return ident_mrz_matches_name(mrz, applicant->given_names, applicant->surname);
}

/* Two people may have one name: it counts only where the document bears no number. */
static bool
belongs_to(const struct mrz *mrz, const struct applicant *applicant)
{
	return is_known_by_name(mrz) ? has_name_of(mrz, applicant) : strcmp(mrz->national_id, applicant->national_id) == 0;
}

/* Foreigners' cards have the form of identity cards; their numbers begin with 99. */
static enum identity_kind
kind_of(const struct mrz *mrz)
{
	if (mrz->form == MRZ_TD3)
		return IDENTITY_PASSPORT;
	return strncmp(mrz->national_id, "99", 2) == 0 ? IDENTITY_FOREIGNER : IDENTITY_CARD;
}

/* " (düzeltildi: ...)" for the end of a notice; empty when nothing was put right. */
static void
show_corrections(char *out, size_t size, const struct mrz *mrz)
{
	char list[160];

	out[0] = '\0';
	ident_show_corrections(list, sizeof list, mrz);
	if (list[0] != '\0')
		say(out, size, FLOW_MRZ_CORRECTED, list);
}

/* The zone fills in the document; what it says of number and name needs no eye. */
static void
take_document(struct handover_flow *flow, const struct mrz *mrz)
{
	struct identity_document *document = &flow->identity;
	bool by_name = is_known_by_name(mrz);
	char corrections[200], words[sizeof corrections + 88], shown[DATE_TEXT];

	*document = (struct identity_document){.kind = kind_of(mrz), .compared = COMPARED_BY_MRZ};
	copy_text(document->number, sizeof document->number, mrz->document_number);
	copy_text(document->expiry, sizeof document->expiry, mrz->expiry);
	copy_text(document->national_id, sizeof document->national_id, mrz->national_id);
	snprintf(document->name, sizeof document->name, "%s %s", mrz->given_names, mrz->surname);
	form_set(&flow->form, FIELD_IDENTITY_DIGITS, "");
	form_set(&flow->form, FIELD_IDENTITY_NUMBER, mrz->document_number);
	ident_show_date(shown, mrz->expiry);
	form_set(&flow->form, FIELD_IDENTITY_EXPIRY, shown);
	show_corrections(corrections, sizeof corrections, mrz);
	if (!by_name)
		document->compared |= COMPARED_NATIONAL_ID;
	if (has_name_of(mrz, &flow->applicant)) {
		document->compared |= COMPARED_NAME;
		steps_say(&flow->at, VERDICT_PASS, by_name ? MSG_FLOW_MRZ_PASSPORT : MSG_FLOW_MRZ_TAKEN, corrections);
	} else {
		snprintf(words, sizeof words, "%.80s%s", document->name, corrections);
		steps_say(&flow->at, VERDICT_WARN, MSG_FLOW_MRZ_NAME, words);
	}
}

/* After a doubt only a document of another kind proves anything. */
static bool
is_welcome(const struct handover_flow *flow, const struct mrz *mrz)
{
	return flow->doubt == DOUBT_NONE || flow->doubt == DOUBT_OFFICER ||
		(flow->doubt == DOUBT_DOCUMENT && kind_of(mrz) != flow->first_kind);
}

/* Whoever put his card under the scanner first has shown it: he is not asked to do it again at the next step. */
void
flow_use_scan(struct handover_flow *flow)
{
	if (flow->has_scan && belongs_to(&flow->scan, &flow->applicant) && is_welcome(flow, &flow->scan))
		take_document(flow, &flow->scan);
	flow->has_scan = false;
}

/*
 * Whoever's document this is, it is not the applicant's: until the handover is committed nothing goes on from here, and
 * the identity check begins anew.
 */
static void
refuse_stranger(struct handover_flow *flow, const struct mrz *mrz, struct effects *effects)
{
	bool stops = flow->at.step >= STEP_IDENTITY && flow->at.step <= STEP_SUMMARY;
	char whose[100];

	if (is_known_by_name(mrz))
		snprintf(whose, sizeof whose, "%s %s", mrz->given_names, mrz->surname);
	else
		ident_mask(whose, mrz->national_id);
	flow->at.armed = false;
	if (stops) {
		flow_forget_document(flow, IDENTITY_CARD);
		flow->resume_to = STEP_COUNT;
		flow_go(flow, STEP_IDENTITY, effects);
	}
	flow_alert(flow, VERDICT_REFUSE, stops ? MSG_FLOW_MRZ_STOPPED : MSG_FLOW_MRZ_OTHER, whose, effects);
}

/* ---- the steps */

/* Step 1: the document looks for its holder. */
static void
find_holder(struct handover_flow *flow, const struct mrz *mrz, struct effects *effects)
{
	char name[FIELD_TEXT];

	flow->scan = *mrz;
	flow->has_scan = true;
	if (!is_known_by_name(mrz)) {
		flow->found_by = SEARCH_MRZ;
		flow_effect(effects, EFFECT_FIND_NUMBER, mrz->national_id);
		return;
	}
	snprintf(name, sizeof name, "%s%s%s", mrz->names_cut ? "" : mrz->given_names,
		mrz->names_cut || mrz->given_names[0] == '\0' ? "" : " ", mrz->surname);
	flow_search(flow, name, effects); /* of people of one name the officer chooses */
}

/*
 * Behind the identity check a scan of the applicant's own document is welcome and changes nothing; a stranger's stops
 * everything.
 */
static enum code
scan_document(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	struct mrz mrz;

	if (!read_document(flow, event, &mrz, effects))
		return OK;
	if (mrz.national_id[0] == '\0' && !is_known_by_name(&mrz)) {
		flow_alert(flow, VERDICT_WARN, MSG_FLOW_MRZ_NO_NUMBER, "", effects);
	} else if (flow->at.step == STEP_APPLICANT) {
		find_holder(flow, &mrz, effects);
	} else if (!belongs_to(&mrz, &flow->applicant)) {
		refuse_stranger(flow, &mrz, effects);
	} else if (flow->at.step == STEP_IDENTITY && !is_welcome(flow, &mrz)) {
		flow_alert(flow, VERDICT_WARN, MSG_FLOW_DOUBT_SAME_KIND, message_text(identity_kind_message(flow->first_kind)),
			effects);
	} else if (flow->at.step == STEP_IDENTITY) {
		take_document(flow, &mrz);
		flow_effect(effects, EFFECT_SAVE_DRAFT, "");
	} else {
		steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_SCAN_OWN, "");
	}
	return OK;
}

/* What it is decides where it goes, not where the cursor stands: a scanner is aimed at paper, not at fields. */
enum code
flow_scan_event(struct handover_flow *flow, const struct event *event, struct effects *effects)
{
	struct scan scan;

	if (event->text == NULL || flow->at.waiting || flow->at.step == STEP_DONE || flow->at.step == STEP_COUNT)
		return ERR_REFUSED;
	ident_read_scan(&scan, event->text);
	if (scan.kind == SCAN_MRZ || scan.kind == SCAN_PART || flow->at.step == STEP_IDENTITY)
		return scan_document(flow, event, effects);
	if (flow->at.step == STEP_APPLICANT) {
		flow_search(flow, event->text, effects);
		return OK;
	}
	return flow->at.step == STEP_ITEMS ? flow_scan_serial(flow, event) : ERR_REFUSED;
}
