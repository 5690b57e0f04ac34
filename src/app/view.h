/*
 * app/view: what the screens ask of the program, a file for each noun. A file puts its functions into struct ui_host and
 * exports nothing else; their context is the session. Each answers at once, in words of the catalogue.
 */
#ifndef TESLIM_APP_VIEW_H
#define TESLIM_APP_VIEW_H

#include "session.h"

void view_status(struct ui_host *host);
void view_officer(struct ui_host *host);
void view_home(struct ui_host *host);
void view_items(struct ui_host *host);
void view_person(struct ui_host *host);
void view_journal(struct ui_host *host);
void view_handover(struct ui_host *host);
void view_queue(struct ui_host *host);
void view_correction(struct ui_host *host);
void view_reader(struct ui_host *host);
/* After what was done: the number of the dispatch note that it made, when it made one; and its paper is sent. */
void view_say_dispatch(struct session *session, const char *record, char *sentence);
void view_drawer(struct ui_host *host);
void view_delivery(struct ui_host *host);
void view_officers(struct ui_host *host);
void view_doctor(struct ui_host *host);

#endif
