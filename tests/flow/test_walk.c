/*
 * tests/flow/test_walk: from every state that can be reached, everything that can happen is tried; and a hundred thousand
 * random walks. The invariants of cast.c are looked at after each event. Prints TAP.
 */
#include "moves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WALKS = 100000 }; /* fewer leave moves untried */
enum { WALK_LENGTH = 28, STATES_MAX = 300000, TABLE = 1 << 20, PATH_MAX_LENGTH = 64 };

static int number, failures;

static void
report(bool good, const char *name)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++number, name);
	failures += !good;
}

/* ---- what tells two states apart */

static uint64_t
mix(uint64_t hash, uint64_t value)
{
	hash ^= value + UINT64_C(0x9E3779B97F4A7C15) + (hash << 6) + (hash >> 2);
	hash *= UINT64_C(0xFF51AFD7ED558CCD);
	return hash ^ (hash >> 32);
}

static uint64_t
mix_text(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = mix(hash, (unsigned char)*text);
	return mix(hash, 0x100);
}

static uint64_t
state_of(const struct tape *tape)
{
	const struct handover_flow *flow = &tape->flow;
	const int values[] = {(int)flow->at.step, flow->at.step == STEP_REFUSE ? (int)flow->came_from : 0,
		flow->has_applicant ? (int)flow->applicant.id : 0, (int)flow->identity.compared, flow->wrong_digits,
		(int)flow->doubt, flow->doubt != DOUBT_NONE ? (int)flow->identity.kind : 0, flow->asks_officer,
		(int)flow->card_source, (int)flow->reader_source, (int)flow->presence,
		flow->presence == PRESENCE_READING && flow->certificate_count > 0, flow->at.armed, flow->at.waiting,
		flow->committed, flow->at.step == STEP_REFUSE && flow->refusal != REFUSAL_NONE, flow->gives_reader,
		(int)flow->handover.paper, (int)flow->resume_to, flow->frozen[0] != '\0' ? (int)flow->verdict.level : 0,
		flow->has_scan, flow->at.step == STEP_APPLICANT && flow->result_count > 0 ? (int)flow->results[0].id : 0,
		flow->at.step == STEP_APPLICANT ? flow->found_by : 0, flow->history.certificate_done};
	uint64_t hash = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(values); i++)
		hash = mix(hash, (uint64_t)values[i]);
	for (int i = 0; i < FIELD_COUNT; i++)
		hash = mix(hash,
			i == FIELD_QUERY || i == FIELD_NOTE
				? 0
				: (uint64_t)strlen(form_text(&flow->form, i)) * 256 + (uint64_t)form_text(&flow->form, i)[0]);
	hash = mix_text(hash, flow->frozen);
	hash = mix_text(hash, flow->chosen >= 0 ? flow->certificates[flow->chosen].sha256 : "");
	hash = mix_text(hash, flow->resume_to < STEP_COUNT ? flow->resume_frozen : "");
	return mix(hash, flow->at.armed && tape->now - tape->armed_at > 30);
}

static bool
is_new(uint64_t *table, uint64_t state)
{
	size_t at = (size_t)(state & (TABLE - 1));

	for (; table[at] != 0; at = (at + 1) & (TABLE - 1))
		if (table[at] == state)
			return false;
	table[at] = state;
	return true;
}

static void
copy(struct tape *to, const struct tape *from)
{
	cast_copy(&to->flow, &from->flow);
	to->policy = from->policy;
	to->now = from->now;
	to->armed_at = from->armed_at;
	copy_text(to->physical, sizeof to->physical, from->physical);
	to->events = from->events;
	to->fault[0] = '\0';
}

/* ---- everything, breadth first */

struct state {
	int parent;
	short move, depth;
};

static struct state states[STATES_MAX];
static int state_count;

static void
tell_path(int state, int last)
{
	int path[PATH_MAX_LENGTH], count = 0;

	for (; state > 0 && count < PATH_MAX_LENGTH; state = states[state].parent)
		path[count++] = states[state].move;
	while (count > 0)
		printf("#   > %s\n", moves_name(path[--count]));
	printf("#   > %s\n", moves_name(last));
}

static void
go_to(struct tape *tape, int state)
{
	int path[PATH_MAX_LENGTH], count = 0;

	tape_begin(tape);
	tape->trusted = true;
	for (; state > 0; state = states[state].parent)
		path[count++] = states[state].move;
	while (count > 0)
		(void)moves_do(tape, path[--count]);
	tape->trusted = false;
}

static bool
is_action(const char *line, enum handover_action *action)
{
	static const char *const names[ACTION_COUNT] = {"do next", "do back", "do cancel", "do kind", "do face", "do reader",
		"do again", "do refuse", "do arm", "do commit", "do print-again", "do paper-out", "do print-later", "do signed",
		"do signed-later"};

	for (int i = 0; i < ACTION_COUNT; i++)
		if (strcmp(names[i], line) == 0) {
			*action = (enum handover_action)i;
			return true;
		}
	return false;
}

/* A live key does something; a dead one never moves on; and there is always a way out. */
static const char *
look_at_keys(const struct handover_flow *here, const struct handover_flow *there, const char *line, enum code code)
{
	enum handover_action action;

	if (!is_action(line, &action))
		return NULL;
	if (handover_is_live(here, action))
		return code == OK ? NULL : "a live key was refused";
	return here->at.step == there->at.step ? NULL : "a dead key moved on";
}

static bool
has_way_out(const struct handover_flow *flow)
{
	static const enum handover_action ways[] = {ACTION_BACK, ACTION_CANCEL, ACTION_PRINT_LATER, ACTION_SIGNED_LATER};

	if (flow->at.waiting || flow->at.step == STEP_DONE)
		return true; /* the answer comes, and then there is one */
	for (size_t i = 0; i < ARRAY_LENGTH(ways); i++)
		if (handover_is_live(flow, ways[i]))
			return true;
	return false;
}

struct tally {
	long events, taken, commits;
	bool steps[STEP_COUNT];
	bool pairs[STEP_COUNT][256];
};

static bool
expand(int state, uint64_t *table, struct tally *tally)
{
	static struct tape here, there;

	go_to(&here, state);
	if (!has_way_out(&here.flow)) {
		printf("# no way out:\n");
		tell_path(state, 0);
		return false;
	}
	for (int move = 0; move < moves_count(); move++) {
		const char *wrong;
		enum code code;
		copy(&there, &here);
		code = moves_do(&there, move);
		tally->events++;
		tally->taken += code == OK;
		tally->steps[there.flow.at.step] = true;
		wrong = there.fault[0] != '\0' ? there.fault : look_at_keys(&here.flow, &there.flow, moves_name(move), code);
		if (wrong != NULL) {
			printf("# %s:\n", wrong);
			tell_path(state, move);
			return false;
		}
		if (code != OK || !moves_is_essential(move) || states[state].depth + 1 >= PATH_MAX_LENGTH ||
			!is_new(table, state_of(&there)))
			continue;
		if (state_count == STATES_MAX) {
			printf("# more states than expected\n");
			return false;
		}
		states[state_count++] = (struct state){state, (short)move, (short)(states[state].depth + 1)};
	}
	return true;
}

static void
search(void)
{
	uint64_t *table = mem_alloc(TABLE * sizeof *table);
	struct tally tally = {0};
	bool good = true, everywhere = true;

	state_count = 1;
	for (int state = 0; good && state < state_count; state++)
		good = expand(state, table, &tally);
	for (int step = 0; step < STEP_COUNT; step++)
		everywhere = everywhere && tally.steps[step];
	printf("# %d states, %ld events, %ld of them taken\n", state_count, tally.events, tally.taken);
	report(good, "every event at every reachable state keeps the invariants");
	report(everywhere && state_count > 1000, "the search reaches every step");
	mem_free(table);
}

/* ---- at random */

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static bool
walk(struct tape *tape, uint64_t *seed, struct tally *tally)
{
	short path[WALK_LENGTH];
	bool committed = false;

	tape_begin(tape);
	for (int i = 0; i < WALK_LENGTH && tape->flow.at.step != STEP_DONE; i++) {
		uint64_t chance = next_random(seed);
		path[i] = (short)(chance % 100 < 62 ? moves_onward(tape) : (int)((chance >> 8) % (unsigned)moves_count()));
		tally->pairs[tape->flow.at.step][path[i]] = true;
		(void)moves_do(tape, path[i]);
		tally->events++;
		if (tape->fault[0] != '\0') {
			printf("# %s:\n", tape->fault);
			for (int j = 0; j <= i; j++)
				printf("#   > %s\n", moves_name(path[j]));
			return false;
		}
		committed = committed || tape->flow.committed;
	}
	tally->commits += committed;
	return true;
}

static void
wander(void)
{
	static struct tape tape;
	struct tally tally = {0};
	uint64_t seed = UINT64_C(20261123);
	bool good = true;
	int walks = 0, missing = 0;

	while (good && walks < WALKS) {
		good = walk(&tape, &seed, &tally);
		walks++;
	}
	for (int step = 0; step < STEP_DONE; step++)
		for (int move = 0; move < moves_count(); move++)
			missing += !tally.pairs[step][move];
	printf("# %d walks, %ld events, %ld handovers committed\n", walks, tally.events, tally.commits);
	report(good, "random walks keep the invariants");
	report(tally.commits > WALKS / 50, "many of them commit a handover");
	report(missing == 0, "every move was tried at every step");
}

int
main(void)
{
	clock_set_offset(180);
	search();
	wander();
	printf("1..%d\n", number);
	return failures > 0;
}
