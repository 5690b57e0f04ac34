/*
 * app/session_delivery: the parcel that is being received. Gives the machine its events, has its effects performed, keeps its draft.
 * Decides nothing, and knows neither where its cards come from nor who shows it.
 */
#include "session_delivery.h"
#include "delivery_effects.h"

#include <string.h>

enum { DRAFT_REST_MS = 400 };

struct session_delivery {
	struct delivery_performer performer;
	struct agent *agent;
	struct courier_flow *machine; /* NULL: no parcel is being received */
	int64_t draft_since;          /* monotonic ms since when the machine holds what the draft does not; 0: nothing */
	int depth;                    /* of events that are being taken */
	bool ended;                   /* while one was: the machine goes when it has been */
	int reader;                   /* where the last card was; -1 nowhere yet */
	char taken[READERS_MAX][65];  /* fingerprint of the card that is in each reader and was taken */
};

static enum code advance(void *context, const struct courier_event *event);

struct session_delivery *
session_delivery_new(struct app *app, const struct login *login, struct agent *agent, struct spool *spool,
	const struct listener *listener)
{
	struct session_delivery *delivery = mem_alloc(sizeof *delivery);

	delivery->performer = (struct delivery_performer){app, login, spool, *listener, advance, delivery};
	delivery->agent = agent;
	delivery->reader = -1;
	return delivery;
}

void
session_delivery_free(struct session_delivery **delivery)
{
	if (*delivery == NULL)
		return;
	mem_free((*delivery)->machine);
	mem_free(*delivery);
	*delivery = NULL;
}

const struct courier_flow *
session_delivery_state(const struct session_delivery *delivery)
{
	return delivery->ended ? NULL : delivery->machine;
}

static void
report(const struct session_delivery *delivery, enum news_kind kind)
{
	const struct news news = {.kind = kind};

	news_tell(&delivery->performer.listener, &news);
}

/* ---- events */

static void
drop(struct session_delivery *delivery)
{
	mem_free(delivery->machine);
	delivery->machine = NULL;
	delivery->ended = false;
	delivery->draft_since = 0;
	delivery->reader = -1;
	memset(delivery->taken, 0, sizeof delivery->taken);
}

void
session_delivery_end(struct session_delivery *delivery)
{
	if (delivery->depth > 0 && delivery->machine != NULL)
		delivery->ended = true;
	else
		drop(delivery);
	report(delivery, NEWS_DELIVERY);
}

static void
end_event(struct session_delivery *delivery)
{
	if (--delivery->depth == 0 && delivery->ended)
		drop(delivery);
}

static void
read_again(struct session_delivery *delivery)
{
	int reader = delivery->reader >= 0 ? delivery->reader : agent_best_reader(delivery->agent, NULL);

	if (reader < 0)
		return;
	delivery->taken[reader][0] = '\0'; /* asked for, so it is to be told again */
	agent_read_card(delivery->agent, reader);
}

static void
perform(struct session_delivery *delivery, const struct courier_effect *effect)
{
	if (effect->kind == CX_SAVE_DRAFT || effect->kind == CX_DROP_DRAFT)
		delivery->draft_since = 0;
	if (effect->kind == CX_CLOSE)
		session_delivery_end(delivery);
	else if (effect->kind == CX_READ_CARD)
		read_again(delivery);
	else
		delivery_perform(&delivery->performer, delivery->machine, effect);
}

/*
 * One event and all that follows from it. Effects answered at once come back through here, so the depth is that of a chain of
 * effects, which the machine bounds: commit, print, list.
 */
static enum code
advance(void *context, const struct courier_event *event)
{
	struct session_delivery *delivery = context;
	struct courier_effects effects = {0};
	enum code code;

	if (session_delivery_state(delivery) == NULL)
		return ERR_REFUSED;
	delivery->depth++;
	code = courier_advance(delivery->machine, &delivery->performer.app->policy, event, &effects);
	for (int i = 0; i < effects.count && !delivery->ended; i++)
		perform(delivery, &effects.list[i]);
	end_event(delivery);
	return code;
}

enum code
session_delivery_event(struct session_delivery *delivery, const struct courier_event *event)
{
	const struct courier_flow *state = session_delivery_state(delivery);
	enum code code;

	if (state != NULL && state->has_parcel && !state->committed && (event->kind == CE_TYPED || event->kind == CE_ACTION))
		delivery->draft_since = clock_monotonic_ms();
	code = advance(delivery, event);
	report(delivery, NEWS_DELIVERY);
	return code;
}

void
session_delivery_begin(struct session_delivery *delivery)
{
	const struct courier_event start = {
		.kind = CE_START, .now = clock_now(), .text = login_acting(delivery->performer.login)->login};

	if (delivery->machine != NULL)
		return;
	delivery->machine = mem_alloc(sizeof *delivery->machine);
	courier_init(delivery->machine);
	(void)session_delivery_event(delivery, &start);
}

void
session_delivery_tick(struct session_delivery *delivery)
{
	const struct courier_event tick = {.kind = CE_TICK, .now = clock_now()};

	if (delivery->machine != NULL && delivery->machine->at.armed)
		(void)session_delivery_event(delivery, &tick);
}

void
session_delivery_save(struct session_delivery *delivery)
{
	const struct courier_effect save = {.kind = CX_SAVE_DRAFT};

	if (delivery->machine == NULL || delivery->draft_since == 0)
		return;
	delivery->depth++; /* it may have been taken over, which is an event */
	perform(delivery, &save);
	end_event(delivery);
}

/* Typing is saved too, but not with a disk write for each key. */
int
session_delivery_rest(struct session_delivery *delivery)
{
	int64_t rested = clock_monotonic_ms() - delivery->draft_since;

	if (delivery->machine == NULL || delivery->draft_since == 0)
		return -1;
	if (rested < DRAFT_REST_MS)
		return (int)(DRAFT_REST_MS - rested);
	session_delivery_save(delivery);
	return -1;
}

/* ---- cards */

bool
session_delivery_counts(const struct session_delivery *delivery)
{
	const struct courier_flow *state = session_delivery_state(delivery);

	return state != NULL && (state->at.step == COURIER_COUNT || state->at.step == COURIER_ROW);
}

/* Has the very card that was taken not left the reader since? A restarted agent reads it anew. */
static bool
is_still_in(struct session_delivery *delivery, int place, const struct agent_reader *reader)
{
	const char *fingerprint = reader->count > 0 ? reader->facts[0].sha256 : "";
	bool same = fingerprint[0] != '\0' && strcmp(delivery->taken[place], fingerprint) == 0;

	copy_text(delivery->taken[place], sizeof delivery->taken[place], fingerprint);
	return same;
}

void
session_delivery_card(struct session_delivery *delivery, const struct news *news, const struct agent_reader *reader)
{
	struct courier_event event = {.kind = CE_CARD_OUT, .now = clock_now()};

	delivery->reader = news->reader;
	if (news->kind == NEWS_CARD_READ) {
		if (is_still_in(delivery, news->reader, reader))
			return;
		event = (struct courier_event){.kind = CE_CARD_READ,
			.now = clock_now(),
			.facts = reader->facts,
			.checks = reader->checks,
			.number = reader->count};
	} else if (news->kind == NEWS_CARD_FAULT) {
		event = (struct courier_event){.kind = CE_CARD_FAULT, .now = clock_now(), .text = reader->fault};
	} else {
		/* What went away with its reader may come back with it; only a card that was seen to leave has left. */
		if (news->kind == NEWS_CARD_OUT && !news->lost)
			delivery->taken[news->reader][0] = '\0';
		report(delivery, NEWS_DELIVERY);
		return;
	}
	(void)session_delivery_event(delivery, &event);
}

bool
session_delivery_reads(const struct session_delivery *delivery, int *percent)
{
	const struct agent_reader *reader = delivery->reader >= 0 ? agent_reader(delivery->agent, delivery->reader) : NULL;

	*percent = reader != NULL ? reader->percent : 0;
	return reader != NULL && reader->reading && session_delivery_counts(delivery);
}
