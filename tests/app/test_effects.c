/*
 * app/test_effects: every effect of the handover's machine performed on a real database, and what is answered; then the keeping
 * of the machine: its draft, its time, its end.
 */
#include "heard.h"

#include "../../src/app/effects.h"
#include "../../src/app/session_flow.h"
#include "../store/desk_file.h"
#include "../store/forger.h"

#include "teslim/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64], sentence[UI_SENTENCE];
static struct app app;
static struct seal_key *key;
static struct login *login;
static struct agent *agent;
static struct spool *spool;
static struct heard heard;
static struct handover_flow flow;

/* What was answered last. Applicants and history are copies. */
static struct {
	int count;
	struct event event;
	struct applicant first;
	struct handover_history history;
	char text[UI_SENTENCE];
} answered;

static void
take_answer(void *context, const struct event *event)
{
	assert_ptr_equal(context, &answered);
	answered.count++;
	answered.event = *event;
	copy_text(answered.text, sizeof answered.text, event->text != NULL ? event->text : "");
	if (event->applicants != NULL && event->number > 0)
		answered.first = event->applicants[0];
	if (event->history != NULL)
		answered.history = *event->history;
}

static void
perform(enum effect_kind kind, const char *text, enum paper_state paper)
{
	struct effect effect = {.kind = kind, .paper = paper};
	const struct performer performer = {&app, login, agent, spool, heard_listener(&heard), take_answer, &answered};

	memset(&answered, 0, sizeof answered);
	copy_text(effect.text, sizeof effect.text, text);
	effects_perform(&performer, &flow, -1, &effect);
}

static const char *
event_name(enum event_kind kind)
{
	switch (kind) {
	case EVENT_FOUND:
		return "found";
	case EVENT_HISTORY:
		return "history";
	case EVENT_COMMITTED:
		return "committed";
	case EVENT_REFUSED:
		return "refused";
	case EVENT_PRINT_STATE:
		return "print-state";
	case EVENT_FAILED:
		return "failed";
	case EVENT_START:
	case EVENT_TYPED:
	case EVENT_SCAN:
	case EVENT_CHOOSE:
	case EVENT_ACTION:
	case EVENT_CARD_IN:
	case EVENT_CARD_READING:
	case EVENT_CARD_CERT:
	case EVENT_CARD_READ:
	case EVENT_CARD_OUT:
	case EVENT_CARD_FAULT:
	case EVENT_TAKEN_BACK:
	case EVENT_RELOADED:
	case EVENT_SECOND_OFFICER:
	case EVENT_TICK:
		break;
	}
	return "no answer to an effect";
}

/* There was this one answer. */
#define assert_answer(name) \
	do { \
		assert_int_equal(answered.count, 1); \
		assert_string_equal(event_name(answered.event.kind), name); \
	} while (0)

static int
begin(void **state)
{
	const struct listener listener = heard_listener(&heard);

	(void)state;
	heard = (struct heard){0};
	desk_file_copy(folder, "before", "now");
	app.store = desk_file_open(folder, "now", &key);
	copy_text(app.conf.print_to, sizeof app.conf.print_to, "file:/nonexistent");
	copy_text(app.conf.print_command, sizeof app.conf.print_command, "/nonexistent/teslim-print");
	login = login_new(&app, clock_monotonic_ms);
	login_take(login, &desk_file_officer);
	agent = agent_new(&app, &listener);
	spool = spool_new(&app, login, &listener);
	handover_init(&flow, &app.policy);
	flow.has_applicant = true;
	assert_code(store_find_applicant(app.store, 2, &flow.applicant, NULL), OK);
	desk_file_draft(&flow.handover, 2);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	agent_free(&agent);
	spool_free(&spool);
	login_free(&login);
	store_close(&app.store);
	seal_key_free(&key);
	return 0;
}

static int64_t
entries(void)
{
	int64_t seq = 0;

	assert_code(store_journal_head(app.store, &seq, NULL, NULL), OK);
	return seq;
}

static void
test_find(void **state)
{
	struct applicant first;

	(void)state;
	perform(EFFECT_FIND, "kişisi", 0);
	assert_answer("found");
	assert_int_equal(answered.event.number, DESK_PEOPLE);
	perform(EFFECT_FIND, "deneme b", 0);
	assert_int_equal(answered.event.number, 1);
	assert_string_equal(answered.first.given_names, "Deneme B");
	assert_string_equal(answered.first.record_number, "");
	perform(EFFECT_FIND, "deneme a", 0); /* whose card went out: the record's number comes with it */
	assert_non_null(strstr(answered.first.record_number, "A-0001"));
	assert_string_equal(answered.first.note, ""); /* the note is what somebody wrote, and nothing else */
	perform(EFFECT_FIND, "", 0);
	assert_answer("found");
	assert_int_equal(answered.event.number, 0);
	assert_code(store_find_applicant(app.store, 3, &first, NULL), OK);
	perform(EFFECT_FIND_NUMBER, first.national_id, 0);
	assert_answer("found");
	assert_int_equal(answered.event.number, 1);
	assert_int_equal(answered.first.id, 3);
	assert_true(strlen(answered.text) == 11 && strcmp(answered.text, first.national_id) != 0); /* masked: it is shown */
}

static void
test_history(void **state)
{
	struct handover made;

	(void)state;
	perform(EFFECT_HISTORY, "", 0);
	assert_answer("history");
	assert_false(answered.history.application_done);
	assert_string_equal(answered.history.card_serial, "0123 0002");
	assert_string_equal(answered.history.tracking_number, "KRG-2026-1");
	desk_file_draft(&made, 1);
	perform(EFFECT_HISTORY, made.certificate.sha256, 0); /* of a card that went out to another one */
	assert_true(answered.history.certificate_done && !answered.history.application_done);
	assert_non_null(strstr(answered.history.record_number, "A-0001"));
	assert_string_equal(answered.text, made.certificate.sha256);
	flow.applicant.id = 1;
	perform(EFFECT_HISTORY, "", 0);
	assert_true(answered.history.application_done && !answered.history.certificate_done);
}

static void
test_commit(void **state)
{
	struct store_paper paper;

	(void)state;
	perform(EFFECT_COMMIT, "", 0);
	assert_answer("committed");
	assert_code(store_find_paper(app.store, 2, &paper, NULL), OK);
	assert_non_null(strstr(paper.record_number, "A-0002"));
	perform(EFFECT_COMMIT, "", 0); /* once only */
	assert_answer("failed");
	assert_true(answered.event.effect == EFFECT_COMMIT); /* what could not be done */
	assert_true(answered.text[0] != '\0');
}

static void
test_refuse(void **state)
{
	struct applicant found;

	(void)state;
	flow.refusal = REFUSAL_APPLICANT_LEFT;
	perform(EFFECT_REFUSE, "gitti", 0);
	assert_answer("refused");
	assert_code(store_find_applicant(app.store, 2, &found, NULL), OK);
	assert_string_equal(application_state_name(found.state), "received");
	flow.refusal = REFUSAL_WRONG_DATA;
	perform(EFFECT_REFUSE, "", 0);
	assert_answer("refused");
	assert_code(store_find_applicant(app.store, 2, &found, NULL), OK);
	assert_string_equal(application_state_name(found.state), "on-hold"); /* until the provider has mended it */
	flow.has_applicant = false;
	perform(EFFECT_REFUSE, "", 0); /* about nobody that was chosen: nobody to put on hold */
	assert_int_equal(answered.count, 1);
	flow.refusal = REFUSAL_APPLICANT_LEFT;
	perform(EFFECT_REFUSE, "", 0);
	assert_answer("refused");
}

static void
test_paper(void **state)
{
	(void)state;
	flow.handover.id = 1;
	perform(EFFECT_PAPER_STATE, "", PAPER_CONFIRMED); /* of what no printer has */
	assert_answer("failed");
	perform(EFFECT_PAPER_STATE, "", PAPER_SENT);
	perform(EFFECT_PAPER_STATE, "", PAPER_CONFIRMED);
	assert_answer("print-state");
	assert_paper(answered.event.paper, PAPER_CONFIRMED);
	perform(EFFECT_PAPER_STATE, "", PAPER_SENT); /* no way back */
	assert_answer("failed");
	assert_true(answered.event.effect == EFFECT_PAPER_STATE); /* what could not be done */
}

static void
test_print(void **state)
{
	(void)state;
	flow.handover.id = 1;
	perform(EFFECT_PRINT, "", 0);
	assert_answer("print-state");
	assert_paper(answered.event.paper, PAPER_WAITING);
	assert_heard(&heard, "paper");       /* the spool has tried */
	flow.handover.paper = PAPER_WAITING; /* that has been told: not once more */
	perform(EFFECT_PRINT, "", 0);
	assert_int_equal(answered.count, 0);
	flow.handover.id = 77;
	flow.handover.paper = PAPER_NONE;
	perform(EFFECT_PRINT, "", 0);
	assert_answer("print-state");
	assert_true(answered.text[0] != '\0'); /* why it is not even in the queue */
}

static void
test_draft(void **state)
{
	struct str text = {0};

	(void)state;
	perform(EFFECT_SAVE_DRAFT, "", 0);
	assert_int_equal(answered.count, 0);
	assert_code(store_load_draft(app.store, 1, &text, NULL, NULL), OK);
	assert_non_null(strstr(str_text(&text), "="));
	perform(EFFECT_DROP_DRAFT, "", 0);
	assert_code(store_load_draft(app.store, 1, &text, NULL, NULL), ERR_NOT_FOUND);
	flow.has_applicant = false; /* nothing worth keeping */
	perform(EFFECT_SAVE_DRAFT, "", 0);
	assert_code(store_load_draft(app.store, 1, &text, NULL, NULL), ERR_NOT_FOUND);
	str_clear(&text);
}

static void
test_others(void **state)
{
	int64_t before = entries();

	(void)state;
	perform(EFFECT_BEEP, "", 0);
	assert_heard(&heard, "beep");
	perform(EFFECT_CLOSE, "", 0);
	perform(EFFECT_READ_CARD, "", 0); /* of no reader */
	assert_heard(&heard, "");
	assert_int_equal(answered.count, 0);
	assert_int_equal(entries(), before);
}

/* Nobody is logged in: nothing is written, and in nobody's name. */
static void
test_nobody(void **state)
{
	static const enum effect_kind writing[] = {EFFECT_COMMIT, EFFECT_REFUSE, EFFECT_PAPER_STATE};
	int64_t before = entries();

	(void)state;
	login_free(&login);
	login = login_new(&app, clock_monotonic_ms);
	flow.refusal = REFUSAL_APPLICANT_LEFT;
	for (size_t i = 0; i < ARRAY_LENGTH(writing); i++) {
		flow.handover.id = 1;
		perform(writing[i], "", PAPER_CONFIRMED);
		assert_answer("failed");
		assert_true(answered.event.effect == writing[i]); /* what could not be done */
	}
	assert_int_equal(entries(), before);
}

/* ---- keeping the machine */

static struct session_flow *kept;

static int
keep(void **state)
{
	const struct listener listener = heard_listener(&heard);

	begin(state);
	kept = session_flow_new(&app, login, agent, spool, &listener);
	return 0;
}

static int
leave(void **state)
{
	session_flow_free(&kept);
	return end(state);
}

static enum code
hands(enum event_kind kind, enum handover_action action, const char *text)
{
	const struct event event = {
		.kind = kind, .now = clock_now(), .action = action, .field = FIELD_IDENTITY_NUMBER, .text = text};

	return session_flow_event(kept, &event);
}

static void
test_begin_and_end(void **state)
{
	(void)state;
	assert_null(session_flow_state(kept));
	assert_code(hands(EVENT_ACTION, ACTION_NEXT, NULL), ERR_REFUSED);
	heard.count = 0;
	assert_true(session_flow_begin(kept, 2, sentence));
	assert_int_equal(session_flow_state(kept)->applicant.id, 2);
	assert_heard(&heard, "flow, flow, flow, flow-wants-card");
	assert_true(session_flow_begin(kept, 3, sentence)); /* the one that is going on goes first */
	assert_int_equal(session_flow_state(kept)->applicant.id, 2);
	assert_heard(&heard, "");
	session_flow_look_into(kept, 3);
	assert_int_equal(session_flow_reader(kept), 3);
	session_flow_end(kept);
	assert_null(session_flow_state(kept));
	assert_int_equal(session_flow_reader(kept), -1);
	assert_heard(&heard, "flow");
	assert_false(session_flow_begin(kept, 77, sentence)); /* nobody has that number */
	assert_true(sentence[0] != '\0');
	assert_null(session_flow_state(kept));
	assert_true(session_flow_begin(kept, 3, sentence));
	assert_int_equal(session_flow_state(kept)->applicant.id, 3);
}

/* Cancelled before anybody was chosen: the machine closes itself while it takes the event. */
static void
test_closes_itself(void **state)
{
	(void)state;
	assert_true(session_flow_begin(kept, 0, sentence));
	assert_code(hands(EVENT_ACTION, ACTION_CANCEL, NULL), OK);
	assert_null(session_flow_state(kept));
	assert_code(hands(EVENT_ACTION, ACTION_NEXT, NULL), ERR_REFUSED);
	assert_true(session_flow_begin(kept, 2, sentence));
	assert_non_null(session_flow_state(kept));
}

static bool
draft_has(const char *words)
{
	struct str text = {0};
	bool has = store_load_draft(app.store, 1, &text, NULL, NULL) == OK && strstr(str_text(&text), words) != NULL;

	str_clear(&text);
	return has;
}

static bool
is_saved(void *context)
{
	(void)context;
	return draft_has("B02C");
}

static void
turn(void *context)
{
	(void)context;
	(void)session_flow_rest(kept);
}

static void
test_save(void **state)
{
	int left;

	(void)state;
	session_flow_save(kept);
	assert_int_equal(session_flow_rest(kept), -1);
	assert_false(session_flow_has_draft(kept));
	assert_true(session_flow_begin(kept, 2, sentence));
	assert_true(session_flow_has_draft(kept)); /* who was chosen is saved at once */
	assert_int_equal(session_flow_rest(kept), -1);
	assert_code(hands(EVENT_TYPED, 0, "A01B"), OK);
	left = session_flow_rest(kept);
	assert_in_range(left, 1, 400);
	assert_false(draft_has("A01B")); /* not with a disk write for each key */
	session_flow_save(kept);
	assert_true(draft_has("A01B"));
	assert_int_equal(session_flow_rest(kept), -1); /* nothing new */
	assert_code(hands(EVENT_TYPED, 0, "B02C"), OK);
	program_wait(turn, is_saved, NULL, "the draft, once the keys rest");
	session_flow_end(kept);
	assert_true(session_flow_has_draft(kept));
	assert_true(session_flow_resume(kept, sentence));
	assert_string_equal(form_text(&session_flow_state(kept)->form, FIELD_IDENTITY_NUMBER), "B02C");
}

/* A draft that is of no use is not offered again, one of a record is gone on with by the officer whose record it is. */
static void
test_resume(void **state)
{
	struct str draft = {0};
	struct handover made, stored;
	struct err err = {0};

	(void)state;
	assert_false(session_flow_resume(kept, sentence)); /* there is none */
	assert_true(sentence[0] != '\0');
	assert_code(store_save_draft(app.store, 1, "no draft at all", &err), OK);
	assert_false(session_flow_resume(kept, sentence));
	assert_null(session_flow_state(kept));
	assert_false(session_flow_has_draft(kept));
	desk_file_draft(&made, 2);
	assert_code(store_commit_handover(app.store, &made, &desk_file_officer, &stored, &err), OK);
	flow.committed = true;
	flow.at.step = STEP_PRINT;
	flow.handover = stored;
	handover_save(&flow, &draft);
	assert_code(store_save_draft(app.store, 1, str_text(&draft), &err), OK);
	heard.count = 0;
	assert_true(session_flow_resume(kept, sentence));
	assert_true(session_flow_state(kept)->committed);
	assert_string_equal(session_flow_state(kept)->handover.record_number, stored.record_number);
	assert_null(strstr(heard_words(&heard), "flow-wants-card")); /* the card is handed over */
	session_flow_end(kept);
	assert_true(forger_sql_unguarded(folder, "now",
		"INSERT INTO officer SELECT 2, 'baska', name, title, role, active, password, failures, last_failure, '' FROM officer;"
		"UPDATE handover SET officer_id = 2"));
	assert_code(store_save_draft(app.store, 1, str_text(&draft), &err), OK);
	assert_false(session_flow_resume(kept, sentence));
	assert_non_null(strstr(sentence, stored.record_number));
	str_clear(&draft);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_find, begin, end),
		cmocka_unit_test_setup_teardown(test_history, begin, end),
		cmocka_unit_test_setup_teardown(test_commit, begin, end),
		cmocka_unit_test_setup_teardown(test_refuse, begin, end),
		cmocka_unit_test_setup_teardown(test_paper, begin, end),
		cmocka_unit_test_setup_teardown(test_print, begin, end),
		cmocka_unit_test_setup_teardown(test_draft, begin, end),
		cmocka_unit_test_setup_teardown(test_others, begin, end),
		cmocka_unit_test_setup_teardown(test_nobody, begin, end),
		cmocka_unit_test_setup_teardown(test_begin_and_end, keep, leave),
		cmocka_unit_test_setup_teardown(test_closes_itself, keep, leave),
		cmocka_unit_test_setup_teardown(test_save, keep, leave),
		cmocka_unit_test_setup_teardown(test_resume, keep, leave),
	};
	int failed;

	heard_open_desk(&app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
