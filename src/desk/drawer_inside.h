/*
 * desk/drawer_inside: what the files of the drawer's count share. Private to the room.
 */
#ifndef TESLIM_DESK_DRAWER_INSIDE_H
#define TESLIM_DESK_DRAWER_INSIDE_H

#include "teslim/desk/drawer.h"

/* ---- drawer.c */
void df_effect(struct drawer_effects *effects, enum drawer_effect_kind kind);

/* ---- drawer_count.c */
enum code df_count_event(struct drawer_flow *flow, const struct drawer_event *event, struct drawer_effects *effects);

/* ---- drawer_compare.c: finds each row in what should be here; what nobody saw is missing */
void df_compare(struct drawer_flow *flow, const struct drawer_expected *expected, int count);
/* Forgets it again: the rows are as they were seen. */
void df_blind(struct drawer_flow *flow);

#endif
