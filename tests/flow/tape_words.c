/* tests/flow/tape_words: see tape_words.h. */
#include "tape_words.h"

#include "teslim/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const char *const steps[STEP_COUNT] = {"applicant", "identity", "card", "verdict", "items", "summary", "print", "signed", "refuse", "doubt", "done"};
static const char *const fields[FIELD_COUNT] = {"query", "number", "expiry", "card-serial", "reader-serial", "note", "digits"};
static const char *const actions[ACTION_COUNT] = {"next", "back", "cancel", "kind", "face", "reader", "again", "refuse",
	"arm", "commit", "print-again", "paper-out", "print-later", "signed", "signed-later"};
static const char *const effect_names[] = {"find", "find-number", "read-card", "history", "commit", "refuse", "print", "paper", "save", "drop", "beep", "close"};
static const char *const papers[] = {"none", "waiting", "sent", "confirmed", "signed"};
static const char *const levels[] = {"pass", "warn", "not-checked", "refuse"};
static const char *const presences[] = {"none", "reading", "read", "fault"};
static const char *const kinds[IDENTITY_KIND_COUNT] = {"none", "identity-card", "old-booklet", "passport", "licence", "foreigner", "temporary"};
static const char *const doubts[] = {"none", "open", "document", "officer"};
static const char *const message_names[] = {"none",
#define MESSAGE_ID(name, arguments) #name,
#include "teslim/message_ids.def"
#undef MESSAGE_ID
};
/* clang-format on */

const char *
words_effect(enum effect_kind kind)
{
	return effect_names[kind];
}

static bool
fault(struct tape *tape, const char *what, const char *detail, const char *got)
{
	snprintf(tape->fault, sizeof tape->fault, "%s%s%s%s", what, detail, got != NULL ? ", it is " : "", got != NULL ? got : "");
	return false;
}

static int
index_of(const char *const *names, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], word) == 0)
			return (int)i;
	return -1;
}

#define INDEX(names, word) index_of(names, ARRAY_LENGTH(names), word)

/* Cuts the first word off; the rest is what comes back. */
static char *
cut_word(char *text)
{
	char *rest = text + strcspn(text, " ");

	if (*rest != '\0')
		*rest++ = '\0';
	return rest + strspn(rest, " ");
}

/* ---- events with more to them than a word */

static enum code
send_certificate(struct tape *tape, struct effects *effects, const char *name)
{
	struct event event = {.kind = EVENT_CARD_CERT};

	event.facts = cast_card(name, &event.check);
	if (event.facts == NULL)
		(void)fault(tape, "no such card: ", name, NULL);
	return tape_send(tape, &event, effects);
}

static enum code
send_card(struct tape *tape, struct effects *effects, char *names)
{
	struct event event = {.kind = EVENT_CARD_IN, .text = "Okuyucu 00"};
	enum code code = tape_send(tape, &event, effects);

	event = (struct event){.kind = EVENT_CARD_READ};
	while (*names != '\0' && code == OK && tape->fault[0] == '\0') {
		char *rest = cut_word(names);
		if (strncmp(names, "unreadable=", strlen("unreadable=")) == 0) {
			event.unreadable = atoi(names + strlen("unreadable="));
		} else if (strcmp(names, "left-out") == 0) {
			event.left_out = true;
		} else if (strcmp(names, "empty") != 0) {
			code = send_certificate(tape, effects, names);
			event.number++;
		}
		names = rest;
	}
	return code == OK && tape->fault[0] == '\0' ? tape_send(tape, &event, effects) : code;
}

static enum code
send_found(struct tape *tape, struct effects *effects, char *names)
{
	struct applicant *found = mem_alloc((RESULTS_MAX + 1) * sizeof *found);
	struct event event = {.kind = EVENT_FOUND, .applicants = found, .text = "*******0146"};
	enum code code;

	while (*names != '\0' && strcmp(names, "none") != 0) {
		char *rest = cut_word(names);
		const struct applicant *person = cast_person(names);
		if (strcmp(names, "crowd") == 0) {
			for (event.number = 0; event.number <= RESULTS_MAX; event.number++)
				found[event.number] = *cast_person("mehmet");
		} else if (person == NULL) {
			(void)fault(tape, "nobody is called ", names, NULL);
		} else {
			found[event.number++] = *person;
		}
		names = rest;
	}
	code = tape_send(tape, &event, effects);
	mem_free(found);
	return code;
}

static enum code
send_history(struct tape *tape, struct effects *effects, char *words)
{
	struct handover_history history = {0};
	struct event event = {.kind = EVENT_HISTORY, .history = &history};
	const struct certificate_check *check;

	while (*words != '\0') {
		char *rest = cut_word(words);
		char *value = words + strcspn(words, "=");
		*value = '\0';
		value++;
		if (strcmp(words, "card") == 0)
			copy_text(history.card_serial, SERIAL_TEXT, value);
		else if (strcmp(words, "reader") == 0)
			copy_text(history.reader_serial, SERIAL_TEXT, value);
		else if (strcmp(words, "tracking") == 0)
			copy_text(history.tracking_number, SERIAL_TEXT, value);
		else if (strcmp(words, "of") == 0)
			event.text = cast_card(value, &check)->sha256;
		else if (strcmp(words, "done-card") == 0 || strcmp(words, "done-application") == 0)
			copy_text(history.record_number, RECORD_TEXT, value);
		history.certificate_done = history.certificate_done || strcmp(words, "done-card") == 0;
		history.application_done = history.application_done || strcmp(words, "done-application") == 0;
		words = rest;
	}
	return tape_send(tape, &event, effects);
}

static enum code
send_committed(struct tape *tape, struct effects *effects, const char *record)
{
	struct handover stored = tape->flow.handover;
	struct event event = {.kind = EVENT_COMMITTED, .handover = &stored};

	copy_text(stored.record_number, RECORD_TEXT, record);
	stored.id = 42;
	return tape_send(tape, &event, effects);
}

static enum code
send_scan(struct tape *tape, struct effects *effects, char *words)
{
	char mrz[96];
	struct event event = {.kind = EVENT_SCAN, .text = words};

	if (strncmp(words, "mrz ", 4) == 0) {
		char *person = words + 4;
		char *number = cut_word(person);
		char *expiry = cut_word(number);
		cast_mrz(mrz, cast_person(person), *number != '\0' ? number : "A12B34567",
			*expiry != '\0' ? expiry : "2033-08-06");
		event.text = mrz;
	}
	return tape_send(tape, &event, effects);
}

/* ---- events of a word and at most a number and a text */

struct plain {
	const char *word;
	enum event_kind kind;
	const char *const *names; /* of the second word; NULL: none */
	size_t count;
};

static const struct plain plains[] = {
	{"start", EVENT_START, NULL, 0},
	{"tick", EVENT_TICK, NULL, 0},
	{"read", EVENT_CARD_READ, NULL, 0},
	{"out", EVENT_CARD_OUT, NULL, 0},
	{"in", EVENT_CARD_IN, NULL, 0},
	{"refused", EVENT_REFUSED, NULL, 0},
	{"taken-back", EVENT_TAKEN_BACK, NULL, 0},
	{"officer", EVENT_SECOND_OFFICER, NULL, 0},
	{"choose", EVENT_CHOOSE, NULL, 0},
	{"reading", EVENT_CARD_READING, NULL, 0},
	{"typed", EVENT_TYPED, fields, ARRAY_LENGTH(fields)},
	{"do", EVENT_ACTION, actions, ARRAY_LENGTH(actions)},
	{"paper", EVENT_PRINT_STATE, papers, ARRAY_LENGTH(papers)},
	{"failed", EVENT_FAILED, effect_names, ARRAY_LENGTH(effect_names)},
};

static enum code
send_plain(struct tape *tape, struct effects *effects, const struct plain *plain, char *rest)
{
	struct event event = {.kind = plain->kind, .text = rest, .number = atoi(rest)};

	if (plain->names != NULL) {
		char *text = cut_word(rest);
		int index = index_of(plain->names, plain->count, rest);
		if (index < 0) {
			(void)fault(tape, "unknown word: ", rest, NULL);
			return OK;
		}
		event.text = text;
		event.field = (enum handover_field)index;
		event.action = (enum handover_action)index;
		event.paper = (enum paper_state)index;
		event.effect = (enum effect_kind)index;
	}
	return tape_send(tape, &event, effects);
}

static enum code
send_fault(struct tape *tape, struct effects *effects, char *rest)
{
	struct event event = {.kind = EVENT_CARD_FAULT, .text = cut_word(rest), .fault = rest};

	return tape_send(tape, &event, effects);
}

enum code
words_code(struct tape *tape, struct effects *effects, char *words)
{
	static const struct {
		const char *word;
		enum code (*send)(struct tape *tape, struct effects *effects, char *rest);
	} special[] = {{"card", send_card}, {"found", send_found}, {"history", send_history}, {"scan", send_scan},
		{"fault", send_fault}};
	char *rest = cut_word(words);

	for (size_t i = 0; i < ARRAY_LENGTH(special); i++)
		if (strcmp(words, special[i].word) == 0)
			return special[i].send(tape, effects, rest);
	if (strcmp(words, "cert") == 0)
		return send_certificate(tape, effects, rest);
	if (strcmp(words, "committed") == 0)
		return send_committed(tape, effects, rest);
	for (size_t i = 0; i < ARRAY_LENGTH(plains); i++)
		if (strcmp(words, plains[i].word) == 0)
			return send_plain(tape, effects, &plains[i], rest);
	(void)fault(tape, "unknown event: ", words, NULL);
	return ERR_SYNTAX;
}

bool
words_send(struct tape *tape, struct effects *effects, char *words, enum code expected)
{
	char whole[256];
	enum code code;

	copy_text(whole, sizeof whole, words);
	code = words_code(tape, effects, words);
	if (tape->fault[0] != '\0')
		return false;
	return code == expected || fault(tape, expected == OK ? "refused: " : "not refused: ", whole, NULL);
}

/* ---- what is expected */

bool
words_expect_effects(struct tape *tape, const struct effects *effects, const char *words)
{
	struct str got = {0};
	bool same = true;

	for (int i = 0; i < effects->count; i++) {
		const struct effect *effect = &effects->list[i];
		size_t part = strcspn(words, "|");
		size_t length = part;
		char want[256], have[256];
		snprintf(have, sizeof have, "%s%s%s", effect_names[effect->kind],
			effect->text[0] != '\0' || effect->kind == EFFECT_PAPER_STATE ? " " : "",
			effect->kind == EFFECT_PAPER_STATE ? papers[effect->paper] : effect->text);
		while (length > 0 && words[length - 1] == ' ')
			length--;
		snprintf(want, sizeof want, "%.*s", (int)length, words);
		/* The argument need not be said. */
		if (strcmp(want, have) != 0 && strcmp(want, effect_names[effect->kind]) != 0)
			same = false;
		str_printf(&got, "%s%s", i > 0 ? " | " : "", have);
		words += part;
		words += strspn(words, "| ");
	}
	if (*words != '\0')
		same = false;
	if (!same)
		(void)fault(tape, "other effects: ", str_text(&got), NULL);
	str_clear(&got);
	return same;
}

static const char *
compared_words(unsigned compared)
{
	static const char *const names[] = {"photo", "number", "name", "expiry", "mrz", "digits", "by-eye"};
	static char words[64];

	words[0] = '\0';
	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if ((compared & (1U << i)) != 0)
			snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", words[0] != '\0' ? " " : "",
				names[i]);
	return words[0] != '\0' ? words : "none";
}

static const char *
number_words(long number)
{
	static char words[32];

	snprintf(words, sizeof words, "%ld", number);
	return words;
}

static const char *
state_words(const struct handover_flow *flow, const char *key)
{
	const struct certificate_facts *refused = handover_refused_certificate(flow);
	const struct {
		const char *key;
		const char *value;
	} texts[] = {
		{"refused-card", cast_card_name(refused != NULL ? refused->sha256 : "")},
		{"step", steps[flow->at.step]},
		{"from", steps[flow->came_from]},
		{"notice", message_names[flow->at.notice.message]},
		{"notice-detail", flow->at.notice.detail},
		{"level", levels[flow->at.notice.level]},
		{"applicant", flow->has_applicant ? cast_person_name(&flow->applicant) : "none"},
		{"presence", presences[flow->presence]},
		{"reader", flow->card_reader_name},
		{"fault-code", flow->card_fault_code},
		{"frozen", cast_card_name(flow->frozen)},
		{"verdict", levels[flow->verdict.level]},
		{"kind", kinds[flow->identity.kind]},
		{"doubt", doubts[flow->doubt]},
		{"second-officer", flow->second_officer},
		{"document", flow->identity.number},
		{"document-expiry", flow->identity.expiry},
		{"refusal", refusal_reason_name(flow->refusal)},
		{"paper", papers[flow->handover.paper]},
		{"record", flow->handover.record_number},
		{"item-card", flow->handover.card_serial},
		{"item-reader",
			flow->handover.has_reader                         ? flow->handover.reader_serial
				: flow->handover.reader_serial[0] != '\0' ? "none, with a serial number"
									  : "none"},
		{"item-tracking", flow->handover.tracking_number},
		{"item-certificate", cast_card_name(flow->handover.certificate.sha256)},
	};
	const struct {
		const char *key;
		long value;
	} numbers[] = {{"armed", flow->at.armed}, {"waiting", flow->at.waiting}, {"committed", flow->committed},
		{"results", flow->result_count}, {"wrong-digits", flow->wrong_digits}, {"asks-officer", flow->asks_officer},
		{"more", flow->result_more}, {"percent", flow->card_percent}, {"certificates", flow->certificate_count},
		{"gives-reader", flow->gives_reader}, {"card-here", handover_card_is_here(flow)}};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (strcmp(texts[i].key, key) == 0)
			return texts[i].value;
	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		if (strcmp(numbers[i].key, key) == 0)
			return number_words(numbers[i].value);
	return strcmp(key, "compared") == 0 ? compared_words(flow->identity.compared) : NULL;
}

/* "rule VALIDITY EXPIRED refuse": the finding of a rule by its message and level. */
static bool
expect_finding(struct tape *tape, char *message)
{
	char *level = cut_word(message);
	char name[64];

	snprintf(name, sizeof name, "JUDGE_%s", message);
	for (int i = 0; i < tape->flow.verdict.count; i++) {
		const struct finding *finding = &tape->flow.verdict.findings[i];
		if (strcmp(message_names[finding->message], name) == 0 || strcmp(message_names[finding->message], message) == 0)
			return strcmp(levels[finding->level], level) == 0 ||
				fault(tape, "other level than ", level, levels[finding->level]);
	}
	return fault(tape, "no finding ", name, NULL);
}

bool
words_expect_state(struct tape *tape, char *words)
{
	char *value = cut_word(words);
	const char *got;
	int index;

	if (strcmp(words, "live") == 0 || strcmp(words, "dead") == 0) {
		index = INDEX(actions, value);
		if (index < 0)
			return fault(tape, "unknown action: ", value, NULL);
		return handover_is_live(&tape->flow, (enum handover_action)index) == (words[0] == 'l') ||
			fault(tape, "not so: ", words, value);
	}
	if (strcmp(words, "finding") == 0)
		return expect_finding(tape, value);
	if (strcmp(words, "field") == 0) {
		char *text = cut_word(value);
		index = INDEX(fields, value);
		if (index < 0)
			return fault(tape, "unknown field: ", value, NULL);
		return strcmp(form_text(&tape->flow.form, index), text) == 0 ||
			fault(tape, "field ", value, form_text(&tape->flow.form, index));
	}
	got = state_words(&tape->flow, words);
	if (got == NULL)
		return fault(tape, "unknown key: ", words, NULL);
	return strcmp(got, value) == 0 || fault(tape, "another ", words, got);
}
