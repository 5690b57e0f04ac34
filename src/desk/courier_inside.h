/*
 * desk/courier_inside: what the files of the courier's flow share. Private to the room.
 */
#ifndef TESLIM_DESK_COURIER_INSIDE_H
#define TESLIM_DESK_COURIER_INSIDE_H

#include "teslim/desk/courier.h"
#include "teslim/words.h"

enum { COURIER_SERIAL_MIN = 4, COURIER_SAID_MAX = 9999 };

/* ---- courier_state.c */
struct courier_effect *cf_effect(struct courier_effects *effects, enum courier_effect_kind kind, const char *text);
/* Says it in the line above the keys, and aloud: eyes are on the parcel. */
void cf_alert(struct courier_flow *flow, enum verdict_level level, enum message message, const char *detail,
	struct courier_effects *effects);
/* What an action does at a step. */
struct cf_deed {
	enum courier_action action;
	enum code (*act)(struct courier_flow *flow, struct courier_effects *effects);
};
/* Does what the step's table has for the action, when that is offered now; ERR_REFUSED else. */
enum code cf_act(const struct cf_deed *deeds, size_t count, struct courier_flow *flow, enum courier_action action,
	struct courier_effects *effects);
/* Goes there, and has the draft saved. */
void cf_go(struct courier_flow *flow, enum courier_step step, struct courier_effects *effects);
bool cf_same_serial(const char *left, const char *right);
/* Whether it may be the serial number of a card or a reader: long enough, and no identity card's number. */
bool cf_is_serial(const char *text);
bool cf_identities_complete(const struct courier_flow *flow);
/* What a waybill says: a number, -1 for "-"; false when it is neither. */
bool cf_said(const struct courier_flow *flow, enum courier_field field, int *out);
/* The row that may be changed or taken back; NULL: none. */
struct delivery_item *cf_last_row(struct courier_flow *flow);

/* ---- courier_begin.c */
/* Forgets the parcel and shows the list anew. same_visit: the same two people stand there. */
void cf_restart(struct courier_flow *flow, bool same_visit, struct courier_effects *effects);

/* ---- the steps */
enum code cf_parcel_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_identities_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_packaging_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_said_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_count_event(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects);
enum code cf_row_event(struct courier_flow *flow, const struct verdict_policy *policy, const struct courier_event *event,
	struct courier_effects *effects);
/* courier_count.c, for the row in its particulars: it is the expected one; whose it is; it goes. */
void cf_tie(struct courier_flow *flow, int row, int expected);
enum code cf_take_owner(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_take_back(struct courier_flow *flow, struct courier_effects *effects);
enum code cf_commit_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
enum code cf_paper_event(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);
/* The register's answer: at step 1 the way into the count, later a new look at what is outstanding. */
enum code cf_loaded(struct courier_flow *flow, const struct courier_event *event, struct courier_effects *effects);

#endif
