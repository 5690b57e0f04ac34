/*
 * app/papers: from a stored handover or delivery to the document that teslim-print draws. Prints nothing itself.
 */
#ifndef TESLIM_APP_PAPERS_H
#define TESLIM_APP_PAPERS_H

#include "teslim/conf.h"
#include "teslim/model.h"
#include "teslim/store.h"

/* The record's document; reprint 0 is the original. */
void papers_document(struct str *out, const struct conf *conf, const struct handover *handover, int reprint);
/* The same of a delivery. */
void papers_delivery(struct str *out, const struct conf *conf, const struct delivery *delivery, int reprint);
/* Of a correction, with the record that it points at and which printing it is. */
void papers_entry(struct str *out, const struct conf *conf, const struct store_entry_paper *about);
/* The document as 80-column text. */
enum code papers_text(struct str *out, const struct str *document, struct err *err);
/* The command line of teslim-print for the configured destination, or for a PDF file. */
void papers_command(struct str *out, const struct conf *conf, const char *pdf);
/* The one that asks how that destination is. */
void papers_status_command(struct str *out, const struct conf *conf);

#endif
