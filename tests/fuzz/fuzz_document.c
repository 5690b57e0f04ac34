/*
 * fuzz/fuzz_document: what comes down a pipe: the document that teslim-print reads, drawn as a text page, and the lines
 * that helpers speak.
 */
#include "teslim/helper.h"
#include "teslim/report.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct report_text_options options = {.lines = 66};
	struct report_document document = {0};
	struct str page = {0};
	struct line line;
	struct err err = {0};
	char *text = mem_string_n((const char *)data, size);

	if (report_read(&document, text, size, &err) == OK)
		(void)report_text_page(&page, &document, &options);
	report_clear(&document);
	str_clear(&page);
	(void)line_parse(&line, text, &err);
	mem_free(text);
	return 0;
}
