/*
 * tests/flow/test_tapes: plays every tape; then once more with a crash after each event, to see that a restored flow stands
 * where it stood and loses nothing that was typed. Prints TAP.
 */
#include "tape.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAPES_MAX = 200 };

static int number, failures;

static void
report(bool good, const char *name, const char *what, const char *fault)
{
	printf("%sok %d - %s %s\n", good ? "" : "not ", ++number, name, what);
	if (!good)
		printf("# %s\n", fault);
	failures += !good;
}

static int
is_tape(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".tape") == 0;
}

/* The same card is put into the reader of the restored flow again, and the same history comes back. */
static void
read_again(struct tape *shadow, const struct handover_flow *was)
{
	struct effects effects = {0};
	struct event event = {.kind = EVENT_CARD_IN, .text = was->card_reader_name};

	(void)tape_send(shadow, &event, &effects);
	event = (struct event){.kind = EVENT_CARD_CERT, .facts = &was->handover.certificate, .check = &was->handover.check};
	(void)tape_send(shadow, &event, &effects);
	event = (struct event){.kind = EVENT_CARD_READ, .number = 1};
	(void)tape_send(shadow, &event, &effects);
	event = (struct event){.kind = EVENT_HISTORY, .history = &was->history};
	(void)tape_send(shadow, &event, &effects);
}

static const char *
compare(const struct handover_flow *was, const struct handover_flow *is)
{
	/* A card that turned out to be revoked since does not bring a flow back behind the verdict. */
	bool refused = is->at.step == STEP_VERDICT && !desk_may_hand_over(&is->verdict);
	bool behind = (was->at.step == STEP_ITEMS || was->at.step == STEP_SUMMARY) && !refused;
	int expected = was->committed || was->at.step <= STEP_IDENTITY || was->at.step == STEP_REFUSE ||
			was->at.step == STEP_DOUBT || behind
		? was->at.step
		: is->at.step == STEP_VERDICT ? STEP_VERDICT
					      : STEP_CARD;

	if (is->at.step != expected)
		return "another step";
	for (int i = 0; i < FIELD_COUNT; i++)
		if (strcmp(form_text(&was->form, i), form_text(&is->form, i)) != 0)
			return "something typed is lost";
	if (was->identity.kind != is->identity.kind || was->identity.compared != is->identity.compared ||
		strcmp(was->identity.number, is->identity.number) != 0 || strcmp(was->identity.expiry, is->identity.expiry) != 0 ||
		strcmp(was->identity.national_id, is->identity.national_id) != 0 ||
		strcmp(was->identity.name, is->identity.name) != 0 || was->wrong_digits != is->wrong_digits ||
		was->doubt != is->doubt || was->card_source != is->card_source || was->reader_source != is->reader_source ||
		was->first_kind != is->first_kind || strcmp(was->second_officer, is->second_officer) != 0 ||
		was->gives_reader != is->gives_reader)
		return "something ticked is lost";
	if (is->has_applicant != was->has_applicant || strcmp(is->applicant.national_id, was->applicant.national_id) != 0 ||
		is->applicant.id != was->applicant.id || is->started != was->started)
		return "another applicant";
	if (was->at.step == STEP_REFUSE && (is->refusal != was->refusal || is->came_from != was->came_from))
		return "another reason";
	if (behind && was->at.step == STEP_SUMMARY &&
		(strcmp(is->handover.card_serial, was->handover.card_serial) != 0 ||
			strcmp(is->handover.reader_serial, was->handover.reader_serial) != 0))
		return "another item";
	if (is->at.armed || is->at.waiting || is->committed != was->committed)
		return "more than was decided";
	if (behind && (strcmp(is->frozen, was->frozen) != 0 || is->handover.applicant_id != is->applicant.id))
		return "another draft";
	return NULL;
}

struct crash {
	int count;
};

static void
crash_here(struct tape *tape, void *context)
{
	static struct tape shadow;
	struct crash *crash = context;
	const char *lost;

	if (tape->flow.at.step == STEP_DONE || !tape->flow.has_applicant)
		return; /* nothing is kept before a person is chosen, nor after the end */
	cast_copy(&shadow.flow, &tape->flow);
	shadow.policy = tape->policy;
	shadow.now = tape->now;
	shadow.armed_at = 0;
	shadow.after = NULL;
	shadow.fault[0] = '\0';
	crash->count++;
	if (!tape_crash(&shadow)) {
		copy_text(tape->fault, sizeof tape->fault, shadow.fault);
		return;
	}
	if (!tape->flow.committed && (shadow.flow.at.step == STEP_CARD && tape->flow.frozen[0] != '\0'))
		read_again(&shadow, &tape->flow);
	lost = shadow.fault[0] != '\0' ? shadow.fault : compare(&tape->flow, &shadow.flow);
	if (lost != NULL)
		snprintf(tape->fault, sizeof tape->fault, "a crash after event %d: %.400s", tape->events, lost);
}

int
main(void)
{
	static struct tape tape;
	struct dirent **list;
	char folder[400];
	const char *top = getenv("TOP");
	struct crash crash = {0};
	int count;

	clock_set_offset(180);
	snprintf(folder, sizeof folder, "%s/tests/flow/tapes", top != NULL ? top : ".");
	count = scandir(folder, &list, is_tape, alphasort);
	for (int i = 0; i < count; i++) {
		tape.after = NULL;
		report(tape_play(&tape, folder, list[i]->d_name), list[i]->d_name, "", tape.fault);
		tape.after = crash_here;
		tape.context = &crash;
		report(tape_play(&tape, folder, list[i]->d_name), list[i]->d_name, "with a crash after each event", tape.fault);
		free(list[i]);
	}
	if (count > 0)
		free(list);
	printf("# %d tapes, %d crashes\n", count, crash.count);
	report(count >= 40 && count < TAPES_MAX && crash.count > 200, "there are", "enough tapes and crashes",
		"tapes are missing");
	printf("1..%d\n", number);
	return failures > 0;
}
