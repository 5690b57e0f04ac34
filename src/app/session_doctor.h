/*
 * app/session_doctor: the findings of a session, kept up to date while it goes on.
 */
#ifndef TESLIM_APP_SESSION_DOCTOR_H
#define TESLIM_APP_SESSION_DOCTOR_H

#include "news.h"

#include "teslim/ui.h"

struct session_doctor;

/* Nothing has been looked at. Tells the listener NEWS_FINDINGS. app is borrowed. */
struct session_doctor *session_doctor_new(struct app *app, const struct listener *listener);
void session_doctor_free(struct session_doctor **doctor);
/* Everything is looked at again, the printer is asked; what the agent answered is forgotten, since it is asked as well. */
void session_doctor_start(struct session_doctor *doctor);
/* At every turn: reads the printer's answer; asks it and looks at the desk again when a minute is over. */
void session_doctor_turn(struct session_doctor *doctor);
/* The program that asks the printer, to be waited for; NULL: none. */
const struct helper *session_doctor_helper(const struct session_doctor *doctor);
bool session_doctor_is_asking(const struct session_doctor *doctor);
/* Checks the journal, as store_verify with the newest signatures does, and keeps what it gave. */
enum code session_doctor_verify(struct session_doctor *doctor, struct err *err);
/* What the last check of this session gave; NULL: it could not be made, or was not. */
const struct store_check *session_doctor_journal(const struct session_doctor *doctor);
/* The words again, in the language of now. */
void session_doctor_language(struct session_doctor *doctor);
/* What keeps every card from being read from now on; NULL: nothing. */
void session_doctor_reader(struct session_doctor *doctor, const struct doctor_finding *finding);
/* A finding that the agent was asked for. */
void session_doctor_answer(struct session_doctor *doctor, const struct doctor_finding *finding);
/* The findings for F7, the worst first. */
int session_doctor_rows(const struct session_doctor *doctor, struct ui_finding *rows, int max);
/* What the printer answered when it was asked last: PASS, worse, or VERDICT_NOT_CHECKED when it has not answered yet. */
enum verdict_level session_doctor_printer(const struct session_doctor *doctor);
/* The worst of all, and what keeps cards from being read. */
void session_doctor_status(const struct session_doctor *doctor, struct ui_status *out);

#endif
