/*
 * app/session_drawer: the count of the drawer: gives the machine its events and performs its effects on store and spool. Its draft
 * stands among those of the parcels, under the number that no parcel has. Decides nothing.
 */
#include "session_drawer.h"

#include "teslim/ui.h"

#include <string.h>

#define DRAWER_DRAFT "" /* instead of a tracking number */

struct session_drawer {
	struct app *app;
	const struct login *login;
	struct agent *agent;
	struct spool *spool;
	struct listener listener;
	struct drawer_flow *machine; /* NULL: nothing is being counted */
	int depth;                   /* of events that are being taken */
	bool ended;                  /* while one was: the machine goes when it has been */
	int64_t recorded;
	char taken[READERS_MAX][65]; /* fingerprint of the card that is in each reader and was taken */
	int reader;                  /* where the last card was; -1 nowhere yet */
};

static enum code advance(struct session_drawer *drawer, const struct drawer_event *event);

struct session_drawer *
session_drawer_new(struct app *app, const struct login *login, struct agent *agent, struct spool *spool,
	const struct listener *listener)
{
	struct session_drawer *drawer = mem_alloc(sizeof *drawer);

	*drawer = (struct session_drawer){
		.app = app, .login = login, .agent = agent, .spool = spool, .listener = *listener, .reader = -1};
	return drawer;
}

void
session_drawer_free(struct session_drawer **drawer)
{
	if (*drawer == NULL)
		return;
	mem_free((*drawer)->machine);
	mem_free(*drawer);
	*drawer = NULL;
}

const struct drawer_flow *
session_drawer_state(const struct session_drawer *drawer)
{
	return drawer->ended ? NULL : drawer->machine;
}

int64_t
session_drawer_recorded(struct session_drawer *drawer)
{
	int64_t recorded = drawer->recorded;

	drawer->recorded = 0;
	return recorded;
}

static void
report(const struct session_drawer *drawer, enum news_kind kind)
{
	const struct news news = {.kind = kind};

	news_tell(&drawer->listener, &news);
}

static void
drop(struct session_drawer *drawer)
{
	mem_free(drawer->machine);
	drawer->machine = NULL;
	drawer->ended = false;
	drawer->reader = -1;
	memset(drawer->taken, 0, sizeof drawer->taken);
}

void
session_drawer_end(struct session_drawer *drawer)
{
	if (drawer->depth > 0 && drawer->machine != NULL)
		drawer->ended = true;
	else
		drop(drawer);
	report(drawer, NEWS_DELIVERY);
}

/* ---- effects */

static void
answer_text(struct session_drawer *drawer, enum drawer_event_kind kind, const char *text)
{
	const struct drawer_event event = {.kind = kind, .now = clock_now(), .text = text};

	(void)advance(drawer, &event);
}

static void
answer_failed(struct session_drawer *drawer, enum drawer_event_kind kind, const struct err *err)
{
	char sentence[UI_SENTENCE];

	log_err(LOG_WARNING, err);
	message_err(sentence, sizeof sentence, err);
	answer_text(drawer, kind, sentence);
}

static void
save_draft(struct session_drawer *drawer)
{
	struct str text = {0};
	struct err err = {0};
	enum code code;

	drawer_save(drawer->machine, &text);
	code = store_save_delivery_draft(drawer->app->store, login_acting(drawer->login)->id, DRAWER_DRAFT, str_text(&text), &err);
	str_clear(&text);
	if (code == ERR_BUSY && err.message == MSG_STORE_DELIVERY_TAKEN)
		answer_failed(drawer, DE_TAKEN, &err);
	else if (code != OK)
		log_err(LOG_ERROR, &err);
}

static void
drop_draft(struct session_drawer *drawer)
{
	struct err err = {0};

	if (store_drop_delivery_draft(drawer->app->store, login_acting(drawer->login)->id, DRAWER_DRAFT, &err) != OK)
		log_err(LOG_ERROR, &err);
}

/* The count as it was put aside; whose it is then, or a draft of no use, is said at the first step. */
static void
resume(struct session_drawer *drawer, bool take)
{
	struct str text = {0};
	struct err err = {0};
	enum code code =
		store_take_delivery_draft(drawer->app->store, login_acting(drawer->login)->id, DRAWER_DRAFT, take, &text, &err);

	if (code == OK && drawer_restore(drawer->machine, str_text(&text), &err) != OK)
		drop_draft(drawer);
	else if (code == ERR_BUSY && err.message == MSG_STORE_DELIVERY_TAKEN)
		answer_text(drawer, DE_OFFERED, err.detail);
	else if (code != OK && code != ERR_NOT_FOUND)
		answer_failed(drawer, DE_FAILED, &err);
	str_clear(&text);
}

static void
stock(struct session_drawer *drawer)
{
	struct drawer_expected *expected = mem_alloc(DRAWER_ROWS_MAX * sizeof *expected);
	struct drawer_event event = {.kind = DE_STOCK, .now = clock_now(), .expected = expected};
	size_t count = 0;
	struct err err = {0};

	if (store_list_drawer(drawer->app->store, expected, DRAWER_ROWS_MAX, &count, &err) == OK) {
		event.number = (int)count;
		(void)advance(drawer, &event);
	} else {
		answer_failed(drawer, DE_FAILED, &err);
	}
	mem_free(expected);
}

static void
commit(struct session_drawer *drawer)
{
	struct drawer_item *room = mem_alloc(2 * DRAWER_ROWS_MAX * sizeof *room);
	struct drawer_count count;
	struct store_paper_wish wish;
	struct err err = {0};

	drawer_record(drawer->machine, &count, room);
	spool_wish(drawer->spool, &wish);
	if (store_record_drawer(drawer->app->store, &count, &wish, login_acting(drawer->login), &count, &err) == OK) {
		drawer->recorded = count.seq;
		spool_next(drawer->spool);
		answer_text(drawer, DE_COMMITTED, count.record_number);
	} else {
		answer_failed(drawer, DE_FAILED, &err);
	}
	mem_free(room);
}

static void
read_again(struct session_drawer *drawer)
{
	int reader = drawer->reader >= 0 ? drawer->reader : agent_best_reader(drawer->agent, NULL);

	if (reader < 0)
		return;
	drawer->taken[reader][0] = '\0'; /* asked for, so it is to be told again */
	agent_read_card(drawer->agent, reader);
}

static void
perform(struct session_drawer *drawer, enum drawer_effect_kind effect)
{
	switch (effect) {
	case DX_RESUME:
		resume(drawer, true);
		return;
	case DX_READ_CARD:
		read_again(drawer);
		return;
	case DX_STOCK:
		stock(drawer);
		return;
	case DX_COMMIT:
		commit(drawer);
		return;
	case DX_SAVE_DRAFT:
		save_draft(drawer);
		return;
	case DX_DROP_DRAFT:
		drop_draft(drawer);
		return;
	case DX_BEEP:
		report(drawer, NEWS_BEEP);
		return;
	case DX_CLOSE:
		session_drawer_end(drawer);
		return;
	}
}

static enum code
advance(struct session_drawer *drawer, const struct drawer_event *event)
{
	struct drawer_effects effects = {0};
	enum code code;

	if (session_drawer_state(drawer) == NULL)
		return ERR_REFUSED;
	drawer->depth++;
	code = drawer_advance(drawer->machine, event, &effects);
	for (int i = 0; i < effects.count && !drawer->ended; i++)
		perform(drawer, effects.list[i]);
	if (--drawer->depth == 0 && drawer->ended)
		drop(drawer);
	return code;
}

/* ---- the door */

enum code
session_drawer_event(struct session_drawer *drawer, const struct drawer_event *event)
{
	enum code code = advance(drawer, event);

	report(drawer, NEWS_DELIVERY);
	return code;
}

void
session_drawer_begin(struct session_drawer *drawer)
{
	const struct drawer_event start = {.kind = DE_START, .now = clock_now(), .text = login_acting(drawer->login)->login};

	if (drawer->machine != NULL)
		return;
	drawer->machine = mem_alloc(sizeof *drawer->machine);
	drawer_init(drawer->machine);
	drawer->recorded = 0;
	(void)advance(drawer, &start);
	resume(drawer, false);
	report(drawer, NEWS_DELIVERY);
}

void
session_drawer_tick(struct session_drawer *drawer)
{
	const struct drawer_event tick = {.kind = DE_TICK, .now = clock_now()};

	if (drawer->machine != NULL && drawer->machine->at.armed)
		(void)session_drawer_event(drawer, &tick);
}

void
session_drawer_save(struct session_drawer *drawer)
{
	const struct drawer_flow *state = session_drawer_state(drawer);

	if (state != NULL && (state->at.step == DRAWER_COUNT || state->at.step == DRAWER_DIFFERENCE))
		save_draft(drawer);
}

/* ---- cards */

bool
session_drawer_counts(const struct session_drawer *drawer)
{
	const struct drawer_flow *state = session_drawer_state(drawer);

	return state != NULL && state->at.step == DRAWER_COUNT;
}

void
session_drawer_card(struct session_drawer *drawer, const struct news *news, const struct agent_reader *reader)
{
	struct drawer_event event = {.now = clock_now()};
	char *taken = drawer->taken[news->reader];

	drawer->reader = news->reader;
	if (news->kind == NEWS_CARD_READ) {
		const char *fingerprint = reader->count > 0 ? reader->facts[0].sha256 : "";
		bool still_in = fingerprint[0] != '\0' && strcmp(taken, fingerprint) == 0;

		copy_text(taken, sizeof drawer->taken[0], fingerprint);
		if (still_in) /* a restarted agent reads it anew */
			return;
		event.kind = DE_CARD_READ;
		event.facts = reader->facts;
		event.number = reader->count;
	} else if (news->kind == NEWS_CARD_FAULT) {
		event.kind = DE_CARD_FAULT;
		event.text = reader->fault;
	} else {
		if (news->kind == NEWS_CARD_OUT && !news->lost)
			taken[0] = '\0';
		report(drawer, NEWS_DELIVERY);
		return;
	}
	(void)session_drawer_event(drawer, &event);
}
