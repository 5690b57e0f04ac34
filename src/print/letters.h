/*
 * print (private): letters that a page cannot show: what is drawn for them, and the footnote that says so.
 */
#ifndef TESLIM_PRINT_LETTERS_H
#define TESLIM_PRINT_LETTERS_H

#include "teslim/report.h"

/* What a page can show. */
struct repertoire {
	const void *context;
	bool (*has)(const void *context, uint32_t code_point);
	bool (*borrows)(const void *context, uint32_t code_point); /* in another font than its own; NULL: it has none */
};

/* Whether the page can show every word of the document. */
bool letters_all_there(const struct report_document *document, const struct repertoire *page);
/*
 * A paper always comes out: each letter of the document that the page lacks becomes a plain sign for it, or else a visible
 * substitute, and a paragraph at the end names every one of them by its code point. For a document that lacks some;
 * payloads of bar codes are left alone. ERR_LIMIT, ERR_SYNTAX as report_read.
 */
enum code letters_prepare(struct report_document *document, const struct repertoire *page, struct err *err);

#endif
