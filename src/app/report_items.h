/*
 * app/report_items: `teslim report` of records of items that moved without a handover.
 */
#ifndef TESLIM_APP_REPORT_ITEMS_H
#define TESLIM_APP_REPORT_ITEMS_H

#include "app.h"

/* What was asked for; without any of it the page is shown. Borrowed. */
struct items_wish {
	bool json, print;
	const char *pdf, *officer; /* NULL: none */
};
/* By its number. ERR_NOT_FOUND. */
enum code report_items(struct app *app, const struct items_wish *wish, const char *number, struct err *err);

#endif
