/*
 * app/drawn: a document of a subcommand on paper, in a file, or as lines on standard output.
 */
#ifndef TESLIM_APP_DRAWN_H
#define TESLIM_APP_DRAWN_H

#include "app.h"

/* As lines on standard output. */
enum code drawn_text(const struct str *document, struct err *err);
/* Into the file pdf, or to the configured printer (NULL); says where it went. name: of the record. */
enum code drawn_paper(const struct app *app, const char *pdf, const struct str *document, const char *name, struct err *err);

#endif
