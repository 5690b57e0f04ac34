/*
 * courier/test_walk: from every state that can be reached, everything that can happen is tried; and thousands of random walks. The
 * invariants of world.c are looked at after each event. Prints TAP.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined TESLIM_SANITIZED || defined TESLIM_EMULATED
enum { WALKS = 300 };
#else
enum { WALKS = 5000 };
#endif
enum { WALK_LENGTH = 60, STATES_MAX = 60000, TABLE = 1 << 18, PATH_MAX_LENGTH = 80 };

/* clang-format off */
static const struct {
	const char *line;
	bool essential; /* states behind it are looked at too */
} moves[] = {
	{"start", false}, {"tick", false}, {"@wait 31", false}, {"@crash", true}, {"@other-desk", true}, {"@disk-full", false}, {"@disk-well", false},
	{"@handed-over", true}, {"@taken-by ayse", false}, {"@officer ayse", false}, {"@logout", false}, {"@printer-away", false},
	{"choose 0", true}, {"choose 1", false}, {"choose 2", false}, {"choose 9", false}, {"choose -1", false},
	{"typed parcel KRG-1", false}, {"typed parcel KRG-77", false}, {"typed dispatched 20.11.2026", false}, {"typed dispatched x", false},
	{"typed firm Hızlı", true}, {"typed firm ", false}, {"typed courier Kişi", true}, {"typed letter-date 1", false}, {"typed document A12B34567", false},
	{"typed packaging-note ıslak", false}, {"typed said-cards 2", true}, {"typed said-cards x", false}, {"typed said-readers -", true},
	{"typed serial K-100 1", true}, {"typed serial abc", false}, {"typed serial ", false}, {"typed place D-1", false}, {"typed note not", false},
	{"scan KRG-1", false}, {"scan KRG-2", false}, {"scan K-100 2", true}, {"scan R-200 1", true}, {"scan K-300 1", false}, {"scan YAB 9 1", false},
	{"scan 10000000146", false}, {"card ayse", true}, {"card mehmet-expired", false}, {"card mehmet", false}, {"card can", false},
	{"card stranger", false}, {"card empty", false}, {"card ayse-other", false}, {"fault Kart susuyor.", false}, {"out", false},
	{"do next", true}, {"do back", true}, {"do leave", true}, {"do take-over", true}, {"do proof", true}, {"do document", false},
	{"do packaging", true}, {"do refuse", true}, {"do again", false}, {"do details", true}, {"do take-back", true}, {"do kind", false},
	{"do condition", false}, {"do arm", true}, {"do commit", true}, {"do print-again", false}, {"do paper-out", true}, {"do print-later", true},
	{"do signed", true}, {"do signed-later", true}, {"do next-parcel", false}
};
/* clang-format on */

static int number, failures;

static void
report(bool good, const char *name)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++number, name);
	failures += !good;
}

/* ---- what tells two states apart: the order in which things were found is not looked at */

static uint64_t
hash_text(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (hash ^ 0x100) * UINT64_C(1099511628211);
}

static uint64_t
state_of(const struct world *world)
{
	const struct courier_flow *flow = &world->flow;
	uint64_t hash = UINT64_C(14695981039346656037), rows = 0;
	char words[200];

	bool behind = flow->at.step == COURIER_DONE || flow->committed;

	snprintf(words, sizeof words, "%d %d %d %d %d %d %d %d %d %d %d %d", (int)flow->at.step, flow->has_parcel,
		flow->at.waiting, flow->at.armed, flow->committed,
		flow->at.step > COURIER_PACKAGING && flow->at.step < COURIER_REFUSAL ? 0 : (int)flow->packaging,
		flow->proof != SHOWN_UNKNOWN, flow->last >= 0 ? flow->last == flow->row_count - 1 : 2, flow->offered,
		world->received[0], world->can_left, (int)flow->delivery.paper);
	hash = hash_text(hash, words);
	hash = hash_text(hash, world->officer);
	hash = hash_text(hash, world->draft.length > 0 ? world->draft_officer : "");
	for (int i = 0; !behind && i < CF_COUNT; i++)
		hash = hash_text(hash, i == CF_NOTE || i == CF_PLACE || i == CF_PARCEL ? "" : form_text(&flow->form, i));
	for (int i = 0; !behind && i < flow->row_count; i++) {
		snprintf(words, sizeof words, "%d %d %d %.60s %.60s", (int)flow->rows[i].seen, (int)flow->rows[i].origin,
			(int)flow->rows[i].condition, flow->rows[i].serial, flow->rows[i].certificate);
		rows += hash_text(UINT64_C(88172645463325252), words);
	}
	return (hash ^ rows) | 1;
}

static bool
is_new(uint64_t *table, uint64_t state)
{
	size_t at = (size_t)((state >> 20) & (TABLE - 1));

	for (; table[at] != 0; at = (at + 1) & (TABLE - 1))
		if (table[at] == state)
			return false;
	table[at] = state;
	return true;
}

/* ---- everything, breadth first */

static struct {
	int parent;
	short move, depth;
} states[STATES_MAX];
static int state_count;

static void
tell_path(int state, int last)
{
	int path[PATH_MAX_LENGTH], count = 0;

	for (; state > 0 && count < PATH_MAX_LENGTH; state = states[state].parent)
		path[count++] = states[state].move;
	while (count > 0)
		printf("#   > %s\n", moves[path[--count]].line);
	printf("#   > %s\n", moves[last].line);
}

static void
go_to(struct world *world, int state)
{
	int path[PATH_MAX_LENGTH], count = 0;

	world_begin(world);
	for (; state > 0 && count < PATH_MAX_LENGTH; state = states[state].parent)
		path[count++] = states[state].move;
	while (count > 0)
		(void)world_do(world, moves[path[--count]].line);
}

/* A live key does something, a dead one leads nowhere, and there is always a way out. */
static const char *
look_at_keys(const struct world *here, const struct world *there, const char *line, enum code code)
{
	static const char *const names[CA_COUNT] = {"next", "back", "leave", "take-over", "proof", "document", "packaging",
		"refuse", "again", "details", "take-back", "kind", "condition", "arm", "commit", "print-again", "paper-out",
		"print-later", "signed", "signed-later", "next-parcel"};
	static const enum courier_action ways[] = {CA_LEAVE, CA_PRINT_LATER, CA_SIGNED_LATER};
	bool out = here->flow.at.step == COURIER_DONE || here->flow.at.waiting;

	for (size_t i = 0; i < ARRAY_LENGTH(ways); i++)
		out = out || courier_is_live(&here->flow, ways[i]);
	if (!out)
		return "no way out";
	for (int i = 0; strncmp(line, "do ", 3) == 0 && here->flow.at.step != COURIER_DONE && i < CA_COUNT; i++) {
		if (strcmp(names[i], line + 3) != 0)
			continue;
		if (courier_is_live(&here->flow, (enum courier_action)i))
			return code == OK ? NULL : "a live key was refused";
		if (here->flow.at.step != there->flow.at.step && !(here->flow.at.step == COURIER_COUNT && i == CA_NEXT))
			return "a dead key moved on";
	}
	return NULL;
}

static void
search(void)
{
	static struct world here, there;
	uint64_t *table = mem_alloc(TABLE * sizeof *table);
	bool good = true, reached[COURIER_STEP_COUNT] = {false}, everywhere = true;
	long events = 0;

	state_count = 1;
	for (int state = 0; good && state < state_count; state++) {
		go_to(&here, state);
		for (size_t move = 0; good && move < ARRAY_LENGTH(moves); move++) {
			const char *wrong;
			enum code code;

			world_copy(&there, &here);
			code = world_do(&there, moves[move].line);
			events++;
			reached[there.flow.at.step] = true;
			wrong = there.fault[0] != '\0' ? there.fault : look_at_keys(&here, &there, moves[move].line, code);
			if (wrong != NULL || code == ERR_SYNTAX || state_count == STATES_MAX) {
				printf("# %s:\n",
					wrong != NULL                       ? wrong
						: state_count == STATES_MAX ? "more states than expected"
									    : "not a move");
				tell_path(state, (int)move);
				good = false;
			} else if (code == OK && moves[move].essential && states[state].depth + 1 < PATH_MAX_LENGTH &&
				is_new(table, state_of(&there))) {
				states[state_count].parent = state;
				states[state_count].move = (short)move;
				states[state_count++].depth = (short)(states[state].depth + 1);
			}
		}
	}
	for (int step = 0; step < COURIER_STEP_COUNT; step++)
		everywhere = everywhere && reached[step];
	printf("# %d states, %ld events\n", state_count, events);
	report(good, "every event at every reachable state keeps the invariants");
	report(everywhere && state_count > 500, "the search reaches every step");
	world_clear(&here);
	world_clear(&there);
	mem_free(table);
}

/* ---- at random */

static uint64_t seed = UINT64_C(20261128);

static unsigned
chance(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

/* What leads on from here, so that walks get to the end. */
static const char *
onward(const struct courier_flow *flow)
{
	static const char *const things[] = {"card ayse", "card mehmet", "scan R-200 1", "card can", "card stranger",
		"scan YAB 9 1", "do next", "do next", "do details"};

	switch (flow->at.step) {
	case COURIER_PARCEL:
		return flow->offered >= 0 ? "do take-over" : "choose 0";
	case COURIER_IDENTITIES:
		return form_text(&flow->form, CF_FIRM)[0] == '\0'       ? "typed firm Hızlı"
			: form_text(&flow->form, CF_COURIER)[0] == '\0' ? "typed courier Kişi"
			: flow->proof == SHOWN_UNKNOWN                  ? "do proof"
									: "do next";
	case COURIER_PACKAGING:
		return flow->packaging == PACKAGING_UNKNOWN || chance(3) == 0 ? "do packaging"
			: flow->packaging > PACKAGING_WHOLE && chance(3) == 0 ? "do refuse"
									      : "do next";
	case COURIER_SAID:
		return form_text(&flow->form, CF_SAID_CARDS)[0] == '\0'      ? "typed said-cards 2"
			: form_text(&flow->form, CF_SAID_READERS)[0] == '\0' ? "typed said-readers -"
									     : "do next";
	case COURIER_COUNT:
		return things[chance(ARRAY_LENGTH(things))];
	case COURIER_DIFFERENCE:
	case COURIER_REFUSAL:
		return flow->at.armed ? "do commit" : "do arm";
	case COURIER_PRINT:
		return flow->delivery.paper < PAPER_SENT ? "do print-again" : "do paper-out";
	case COURIER_SIGNED:
		return "do signed";
	case COURIER_ROW:
		return "do next";
	case COURIER_DONE:
	case COURIER_STEP_COUNT:
		break;
	}
	return "start";
}

static void
wander(void)
{
	static struct world world;
	static bool tried[COURIER_STEP_COUNT][ARRAY_LENGTH(moves)];
	long commits = 0, events = 0;
	bool good = true;
	int walks = 0, missing = 0;

	for (; good && walks < WALKS; walks++) {
		const char *path[WALK_LENGTH];

		world_begin(&world);
		for (int i = 0; good && i < WALK_LENGTH; i++) {
			unsigned move = chance(ARRAY_LENGTH(moves));

			path[i] = chance(100) < 65 ? onward(&world.flow) : moves[move].line;
			if (path[i] == moves[move].line)
				tried[world.flow.at.step][move] = true;
			(void)world_do(&world, path[i]);
			good = world.fault[0] == '\0';
			for (int j = 0; !good && j <= i; j++)
				printf("%s# > %s\n", j == 0 ? "# a walk:\n" : "", path[j]);
			if (!good)
				printf("# %s\n", world.fault);
		}
		commits += world.commits > 0;
		events += world.events;
	}
	for (int step = 0; step < COURIER_DONE; step++)
		for (size_t move = 0; move < ARRAY_LENGTH(moves); move++)
			missing += !tried[step][move];
	printf("# %d walks, %ld events, %ld of them received or refused a parcel\n", walks, events, commits);
	report(good, "random walks keep the invariants");
	report(commits > WALKS / 20, "many of them commit");
	report(missing == 0 || WALKS < 1000, "every move was tried at every step");
	world_clear(&world);
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
