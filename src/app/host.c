/*
 * app/host: puts together, of the views' functions, what the screens may ask of the program.
 */
#include "view.h"

void
host_fill(struct ui_host *host, struct session *session)
{
	static void (*const views[])(struct ui_host *host) = {view_status, view_officer, view_home, view_person, view_items,
		view_journal, view_handover, view_queue, view_correction, view_reader, view_delivery, view_drawer, view_officers,
		view_doctor};

	*host = (struct ui_host){.context = session, .demo_insert = demo_insert};
	for (size_t i = 0; i < ARRAY_LENGTH(views); i++)
		views[i](host);
	if (session->app.conf.demo_socket[0] != '\0')
		host->demo_cards = demo_cards;
}
