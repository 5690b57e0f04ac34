/*
 * app/delivery_effects: performs what the courier's machine asks for and hands the answers over as events: drafts, the commit, the
 * paper. What the register knows stands in delivery_register.c. Decides nothing.
 */
#include "delivery_effects.h"

#include "teslim/ui.h"

/* ---- drafts */

static int64_t
officer_id(const struct delivery_performer *performer)
{
	return login_acting(performer->login)->id;
}

static void
drop_draft(const struct delivery_performer *performer, const char *tracking_number)
{
	struct err err = {0};

	if (store_drop_delivery_draft(performer->app->store, officer_id(performer), tracking_number, &err) != OK)
		log_err(LOG_ERROR, &err);
}

/* The draft as it was left, by this officer or by another one from whom it is taken over; then what has become of it since. */
static void
resume(const struct delivery_performer *performer, struct courier_flow *flow, const struct courier_effect *effect)
{
	struct str text = {0};
	struct err err = {0};
	enum code code = store_take_delivery_draft(performer->app->store, officer_id(performer), effect->text,
		effect->number != 0, &text, &err);
	bool taken = code == OK;

	if (code == OK)
		code = courier_restore(flow, str_text(&text), &err);
	str_clear(&text);
	/* A draft that is of no use is not offered again; one that could not be read may be the next time. */
	if (code != OK && (taken || code == ERR_CORRUPT))
		drop_draft(performer, effect->text);
	if (code == OK)
		delivery_load(performer, flow);
	else
		delivery_fail(performer, CX_RESUME, &err);
}

static void
save_draft(const struct delivery_performer *performer, const struct courier_flow *flow)
{
	char sentence[UI_SENTENCE];
	const struct courier_event taken = {.kind = CE_TAKEN, .now = clock_now(), .text = sentence};
	struct str text = {0};
	struct err err = {0};
	enum code code = OK;

	if (flow->has_parcel && !flow->committed && !flow->at.unloaded) {
		courier_save(flow, &text);
		code = store_save_delivery_draft(performer->app->store, officer_id(performer),
			flow->parcel.shipment.tracking_number, str_text(&text), &err);
	}
	str_clear(&text);
	if (code == OK)
		return;
	if (code == ERR_BUSY && err.message == MSG_STORE_DELIVERY_TAKEN) {
		message_err(sentence, sizeof sentence, &err);
		(void)performer->answer(performer->context, &taken);
		return;
	}
	log_err(LOG_ERROR, &err);
}

/* ---- commit and paper */

static void
commit(const struct delivery_performer *performer, const struct courier_flow *flow)
{
	struct delivery_item *room = mem_alloc(2 * COURIER_ROWS_MAX * sizeof *room);
	struct delivery delivery;
	const struct courier_event event = {.kind = CE_COMMITTED, .now = clock_now(), .delivery = &delivery};
	struct err err = {0};

	courier_delivery(flow, &delivery, room);
	if (store_receive_delivery(performer->app->store, &delivery, login_acting(performer->login), &delivery, &err) != OK)
		delivery_fail(performer, CX_COMMIT, &err);
	else
		(void)performer->answer(performer->context, &event);
	mem_free(room);
}

/* Unless the spool has told already what became of it. */
static void
print_record(const struct delivery_performer *performer, const struct courier_flow *flow)
{
	char sentence[UI_SENTENCE] = "";
	const struct courier_event event = {.kind = CE_PRINT_STATE, .now = clock_now(), .paper = PAPER_WAITING, .text = sentence};

	(void)spool_add_delivery(performer->spool, flow->delivery.id, sentence);
	if (flow->delivery.paper == PAPER_NONE)
		(void)performer->answer(performer->context, &event);
}

static void
set_paper(const struct delivery_performer *performer, const struct courier_flow *flow, enum paper_state paper)
{
	const struct courier_event event = {.kind = CE_PRINT_STATE, .now = clock_now(), .paper = paper};
	struct err err = {0};

	if (store_set_delivery_paper(performer->app->store, flow->delivery.id, paper, "", login_acting(performer->login), &err) !=
		OK)
		delivery_fail(performer, CX_PAPER_STATE, &err);
	else
		(void)performer->answer(performer->context, &event);
}

void
delivery_perform(const struct delivery_performer *performer, struct courier_flow *flow, const struct courier_effect *effect)
{
	const struct news beep = {.kind = NEWS_BEEP};

	switch (effect->kind) {
	case CX_LIST:
		delivery_list(performer, flow);
		return;
	case CX_LOAD:
		delivery_load(performer, flow);
		return;
	case CX_RESUME:
		resume(performer, flow, effect);
		return;
	case CX_OWNER_NUMBER:
	case CX_OWNER_SERIAL:
		delivery_owner(performer, flow, effect);
		return;
	case CX_COMMIT:
		commit(performer, flow);
		return;
	case CX_PRINT:
		print_record(performer, flow);
		return;
	case CX_PAPER_STATE:
		set_paper(performer, flow, effect->paper);
		return;
	case CX_SAVE_DRAFT:
		save_draft(performer, flow);
		return;
	case CX_DROP_DRAFT:
		drop_draft(performer, effect->text);
		return;
	case CX_BEEP:
		news_tell(&performer->listener, &beep);
		return;
	case CX_READ_CARD:
	case CX_CLOSE:
		return;
	}
}
