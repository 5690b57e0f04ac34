/*
 * desk/flow: what the files of the handover flow share. Private to the room.
 */
#ifndef TESLIM_DESK_FLOW_H
#define TESLIM_DESK_FLOW_H

#include "teslim/desk.h"

enum { SERIAL_END = 4 }; /* characters that say which of a list's serials it is */
enum { COMPARED_ALL = COMPARED_PHOTO | COMPARED_NATIONAL_ID | COMPARED_NAME };

/*
 * In the order in which the files call each other: state, items, keys, begin, notes, card, doubt, identity, scan, find, end, flow. None calls
 * a later one.
 */

/* ---- flow_state.c */
void flow_effect(struct effects *effects, enum effect_kind kind, const char *text);
/* Says it in the line above the keys, and aloud: who looks at the applicant and not at the screen must know. */
void flow_alert(struct handover_flow *flow, enum verdict_level level, enum message message, const char *detail,
	struct effects *effects);
/* Changes the step, forgets the notice and the arming, asks for the draft to be kept. */
void flow_go(struct handover_flow *flow, enum handover_step step, struct effects *effects);
void flow_close(struct handover_flow *flow, struct effects *effects);
/* Looks for what was typed or scanned as if typed. */
void flow_search(struct handover_flow *flow, const char *text, struct effects *effects);
/* Whether a text says anything but blanks. */
bool flow_is_answered(const char *text);
/* What was typed without the blanks around it. */
void flow_copy_trimmed(char *out, size_t size, const char *text);
bool flow_identity_complete(const struct handover_flow *flow);
bool flow_items_answered(const struct handover_flow *flow);
/* Everything of the record but certificate and check, which stand there since the verdict. */
void flow_fill_draft(struct handover_flow *flow);

/* ---- flow_items.c: STEP_ITEMS */
/* Adds to the verdict how the serials of the draft came to it. */
void flow_note_items(struct handover_flow *flow);
enum code flow_scan_serial(struct handover_flow *flow, const struct event *event);

/* flow_notes.c: judges the certificate and puts down what the record has to say besides */
void flow_judge(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now);
/* flow_doubt.c: STEP_DOUBT */
enum code flow_doubt_event(struct handover_flow *flow, const struct event *event, struct effects *effects);
/* The number did not agree often enough: nothing goes on but by a way of STEP_DOUBT. */
void flow_open_doubt(struct handover_flow *flow, struct effects *effects);
/* Nothing that was said of a document counts any more. */
void flow_forget_document(struct handover_flow *flow, enum identity_kind kind);

/* flow_find.c: STEP_APPLICANT */
enum code flow_find_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
/* flow_find.c: the register's word on the applicant of a restored flow */
enum code flow_reload(struct handover_flow *flow, const struct event *event, struct effects *effects);
/* flow_identity.c: STEP_IDENTITY */
enum code flow_identity_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
/* Whether the document as typed proves identity at that time; if not, the notice says why. warning: as it is accepted. */
bool flow_identity_holds(struct handover_flow *flow, const struct verdict_policy *policy, int64_t now, enum message *warning,
	struct effects *effects);
/* What only a scan had proven of the document is open again. */
void flow_forget_mrz(struct handover_flow *flow);
/* The day in the form of documents. */
void flow_today(char out[DATE_TEXT], int64_t now);
/* flow_card.c: what the reader says at any step, and STEP_CARD, STEP_VERDICT */
enum code flow_card_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
/* Goes to an earlier step; one that rests on the card is reached only while that card is there, else STEP_CARD. */
void flow_return(struct handover_flow *flow, enum handover_step step, int64_t now, struct effects *effects);
/* Goes to STEP_CARD and, when a card lies there read, begins to judge it. */
void flow_go_card(struct handover_flow *flow, int64_t now, struct effects *effects);
/* Whether what is in the reader is no longer what the verdict is about: then the flow is at STEP_CARD again. */
bool flow_card_was_swapped(struct handover_flow *flow, int64_t now, struct effects *effects);
enum code flow_verdict_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
/* flow_end.c: STEP_SUMMARY to STEP_SIGNED and STEP_REFUSE */
enum code flow_items_event(struct handover_flow *flow, const struct event *event, struct effects *effects);
enum code flow_summary_event(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
enum code flow_paper_event(struct handover_flow *flow, const struct event *event, struct effects *effects);
enum code flow_refuse_event(struct handover_flow *flow, const struct event *event, struct effects *effects);

/* flow_scan.c: what a scanner brought, at any step */
enum code flow_scan_event(struct handover_flow *flow, const struct event *event, struct effects *effects);
/* The scan that found the applicant becomes his document, when it is his. */
void flow_use_scan(struct handover_flow *flow);

#endif
