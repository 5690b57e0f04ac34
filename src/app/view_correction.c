/*
 * app/view_correction: a recorded handover is taken back or corrected, and its paper goes to the printer. A handover that is
 * still at its paper on this screen ends with it.
 */
#include "view.h"

static bool
correction_about(void *context, int64_t handover_id, struct ui_correction_about *out, char *sentence)
{
	struct session *session = context;
	struct handover *handover = mem_alloc(sizeof *handover);
	struct err err = {0};
	bool found = store_find_handover(session->app.store, handover_id, handover, &err) == OK;

	*out = (struct ui_correction_about){.time = handover->time, .paper = handover->paper};
	copy_text(out->record_number, sizeof out->record_number, handover->record_number);
	copy_text(out->name, sizeof out->name, handover->name);
	copy_text(out->officer, sizeof out->officer, handover->officer_name);
	copy_text(out->card_serial, sizeof out->card_serial, handover->card_serial);
	copy_text(out->reader_serial, sizeof out->reader_serial, handover->has_reader ? handover->reader_serial : "");
	if (!found)
		message_err(sentence, UI_SENTENCE, &err);
	mem_free(handover);
	return found;
}

static void
tell_flow(struct session *session, const struct correction *stored)
{
	const struct handover_flow *state = session_flow_state(session->flow);
	const struct event event = {.kind = EVENT_TAKEN_BACK, .now = clock_now()};

	if (stored->takes_back && state != NULL && state->committed && state->handover.id == stored->handover_id)
		(void)session_flow_event(session->flow, &event);
}

static bool
correct(void *context, const struct correction *wanted, char *sentence)
{
	struct session *session = context;
	const struct store_correction act = {.handover_id = wanted->handover_id,
		.takes_back = wanted->takes_back,
		.state = APPLICATION_RECEIVED,
		.reason = wanted->reason,
		.was = wanted->was,
		.right = wanted->right};
	struct store_paper_wish wish;
	struct correction stored;
	struct err err = {0};

	spool_wish(session->spool, &wish);
	if (store_correct_handover(session->app.store, &act, &wish, login_acting(session->login), &stored, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	spool_next(session->spool);
	tell_flow(session, &stored);
	if (stored.takes_back)
		say(sentence, UI_SENTENCE, CORRECTION_DONE_BACK, stored.record_number);
	else
		say(sentence, UI_SENTENCE, CORRECTION_DONE, stored.record_number);
	return true;
}

static bool
set_paper(struct session *session, int64_t seq, enum paper_state paper, char *sentence)
{
	struct err err = {0};

	if (store_set_entry_paper(session->app.store, seq, paper, login_acting(session->login), &err) == OK)
		return true;
	message_err(sentence, UI_SENTENCE, &err);
	return false;
}

static bool
entry_paper(void *context, int64_t seq, enum ui_paper_act act, char *sentence)
{
	struct session *session = context;

	switch (act) {
	case UI_PAPER_PRINT:
		return spool_add_entry(session->spool, seq, sentence);
	case UI_PAPER_CONFIRM:
		return set_paper(session, seq, PAPER_CONFIRMED, sentence);
	case UI_PAPER_SIGNED:
		return set_paper(session, seq, PAPER_SIGNED, sentence);
	}
	return false;
}

void
view_correction(struct ui_host *host)
{
	host->correction_about = correction_about;
	host->correct = correct;
	host->entry_paper = entry_paper;
}
