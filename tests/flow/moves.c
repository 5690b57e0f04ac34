/* tests/flow/moves: see moves.h. A move is a line of a tape. */
#include "moves.h"
#include "tape_words.h"

#include <string.h>

struct move {
	const char *line;
	bool essential;
};

/* clang-format off */
static const struct move moves[] = {
	{"start", false}, {"tick", false}, {"@31", true}, {"@-5", false}, {"@crash", true},
	{"typed query ayşe", false}, {"typed query ", false}, {"typed number A12B34567", false}, {"typed number ", false}, {"typed number U21 123456", false},
	{"typed expiry 06.08.2033", false}, {"typed expiry 11.01.2020", false}, {"typed expiry x", false},
	{"typed card-serial C-1", true}, {"typed card-serial ", false}, {"typed reader-serial R-1", true}, {"typed reader-serial ", false},
	{"typed note neden", false}, {"scan mrz ayse", true}, {"scan mrz mehmet", false}, {"scan 0123", false}, {"scan ", false},
	{"choose 0", true}, {"choose 1", true}, {"choose 5", false}, {"choose -1", false},
	{"do next", true}, {"do back", true}, {"do cancel", true}, {"do kind", false}, {"do face", true}, {"typed digits 10000", false},
	{"typed digits 99999", true}, {"typed digits 12", false}, {"officer Ali Veli", true}, {"choose 2", false}, {"do reader", true}, {"do again", true}, {"do refuse", true}, {"do arm", true}, {"do commit", true},
	{"do print-again", true}, {"do paper-out", true}, {"do print-later", true}, {"do signed", true}, {"do signed-later", true},
	{"in", true}, {"reading 50", false}, {"cert ayse", false}, {"cert mehmet", false}, {"cert ayse-old", false}, {"cert ayse-new", false}, {"read", false},
	{"out", true}, {"fault mute Kart susuyor.", true}, {"card ayse", true}, {"card mehmet", true}, {"card ayse-old ayse-new", false}, {"card empty", true},
	{"found none", true}, {"found ayse", true}, {"found ayse ayse2", false}, {"found mehmet elif", false}, {"found can", false},
	{"history card=7 reader=8", true}, {"history", false}, {"history done-card=2026/A-1", false}, {"history of=ayse", false}, {"history of=mehmet", false},
	{"committed 2026/A-0042", true}, {"refused", true}, {"taken-back", true},
	{"paper none", false}, {"paper waiting Kâğıt bitti.", true}, {"paper sent", true}, {"paper confirmed", true}, {"paper signed", true},
	{"failed find Meşgul.", false}, {"failed history Meşgul.", true}, {"failed commit Disk dolu.", true}, {"failed refuse Disk dolu.", true},
	{"failed print Yazıcı yok.", false}, {"failed paper Disk dolu.", true}
};
/* clang-format on */

int
moves_count(void)
{
	return (int)ARRAY_LENGTH(moves);
}

const char *
moves_name(int move)
{
	return moves[move].line;
}

bool
moves_is_essential(int move)
{
	return moves[move].essential;
}

enum code
moves_do(struct tape *tape, int move)
{
	struct effects effects = {0};
	char words[128];

	if (strcmp(moves[move].line, "@crash") == 0) {
		if (tape->flow.at.step == STEP_DONE || !tape->flow.has_applicant)
			return ERR_REFUSED;
		if (tape_crash(tape))
			(void)words_send(tape, &effects, strcpy(words, "tick"), OK); /* looks at the invariants */
		return OK;
	}
	if (moves[move].line[0] == '@') {
		tape->now += strcmp(moves[move].line, "@31") == 0 ? 31 : -5;
		return words_send(tape, &effects, strcpy(words, "tick"), OK) ? OK : ERR_REFUSED;
	}
	copy_text(words, sizeof words, moves[move].line);
	return words_code(tape, &effects, words);
}

static int
find(const char *line)
{
	for (int i = 0; i < moves_count(); i++)
		if (strcmp(moves[i].line, line) == 0)
			return i;
	return 0;
}

static const char *
onward_waiting(const struct handover_flow *flow)
{
	switch ((int)flow->at.step) {
	case STEP_CARD:
		return "history card=7 reader=8";
	case STEP_SUMMARY:
		return "committed 2026/A-0042";
	case STEP_REFUSE:
		return "refused";
	default:
		return "paper signed";
	}
}

static bool
flow_is_proven(const struct handover_flow *flow)
{
	return (flow->identity.compared & 7) == 7 && form_text(&flow->form, FIELD_IDENTITY_NUMBER)[0] != '\0';
}

static const char *
onward_identity(const struct handover_flow *flow)
{
	if (flow->doubt == DOUBT_OPEN || flow_is_proven(flow))
		return "do next";
	if ((flow->identity.compared & COMPARED_NATIONAL_ID) == 0)
		return flow->wrong_digits == 1 && flow->doubt == DOUBT_NONE ? "typed digits 99999"
			: flow->doubt == DOUBT_NONE                         ? "scan mrz ayse"
									    : "typed digits 10000";
	if (form_text(&flow->form, FIELD_IDENTITY_NUMBER)[0] == '\0')
		return "typed number A12B34567";
	return "do face";
}

static const char *
onward_line(const struct handover_flow *flow)
{
	if (flow->at.waiting)
		return onward_waiting(flow);
	switch (flow->at.step) {
	case STEP_APPLICANT:
		return flow->result_count == 0 ? "found ayse" : "choose 0";
	case STEP_IDENTITY:
		return onward_identity(flow);
	case STEP_CARD:
		return "card ayse";
	case STEP_VERDICT:
		return desk_may_hand_over(&flow->verdict) ? "do next" : "out";
	case STEP_ITEMS:
		return form_text(&flow->form, FIELD_CARD_SERIAL)[0] == '\0'                            ? "typed card-serial C-1"
			: flow->gives_reader && form_text(&flow->form, FIELD_READER_SERIAL)[0] == '\0' ? "typed reader-serial R-1"
												       : "do next";
	case STEP_SUMMARY:
		return !handover_card_is_here(flow) ? "card ayse" : flow->at.armed ? "do commit" : "do arm";
	case STEP_PRINT:
		return flow->handover.paper < PAPER_SENT ? "paper sent" : "do paper-out";
	case STEP_SIGNED:
		return "do signed";
	case STEP_REFUSE:
		return flow->refusal == REFUSAL_NONE ? "choose 0" : "do next";
	case STEP_DOUBT:
		return flow->asks_officer ? "officer Ali Veli" : "choose 1";
	case STEP_DONE:
	case STEP_COUNT:
		return "tick";
	}
	return "tick";
}

int
moves_onward(const struct tape *tape)
{
	return find(onward_line(&tape->flow));
}
