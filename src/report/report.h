/*
 * report (private): what the files of the room share among themselves.
 */
#ifndef TESLIM_REPORT_PRIVATE_H
#define TESLIM_REPORT_PRIVATE_H

#include "teslim/report.h"

/* How many originals are drawn up. */
int report_copies(const struct report_settings *settings);
/* The section on the certificate: what was compared and checked, in plain words. */
void report_certificate_checks(struct str *out, const struct handover *handover, const struct report_settings *settings);
/*
 * The seal with its code, and the barcode of the record number: of handover only number, time and journal entry are used.
 * checked_by: what is typed behind `teslim verify` to check it.
 */
void report_add_seal(struct str *out, const struct handover *handover, const char *checked_by,
	const struct report_settings *settings);

#endif
