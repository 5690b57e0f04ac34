/*
 * print/event: the lines that teslim-print says, in the grammar of helper.h. Decides nothing.
 */
#include "deliver.h"

#include <stdio.h>

#include "teslim/helper.h"

/* Whoever listens may be gone; the paper matters more than the line, so a failed write is not an error. */
static void
say_line(struct str *line)
{
	line_end(line);
	(void)fwrite(line->data, 1, line->length, stdout);
	(void)fflush(stdout);
	str_clear(line);
}

void
event_rendered(int pages, size_t bytes, const char *file)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_RENDERED);
	line_add_number(&line, "pages", pages);
	line_add_number(&line, "bytes", (int64_t)bytes);
	if (file != NULL)
		line_add(&line, "file", file);
	say_line(&line);
}

void
event_queued(int job, const char *to)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_QUEUED);
	line_add_number(&line, "job", job);
	line_add(&line, "to", to);
	say_line(&line);
}

static void
add_job(struct str *line, int job)
{
	if (job > 0)
		line_add_number(line, "job", job);
}

void
event_state(const char *value, int job)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_STATE);
	line_add(&line, "value", value);
	add_job(&line, job);
	say_line(&line);
}

void
event_reason(const char *value, const char *text)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_REASON);
	line_add(&line, "value", value);
	line_add(&line, "text", text);
	say_line(&line);
}

void
event_printer(const struct printer_state *printer)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_PRINTER);
	line_add(&line, "name", printer->name);
	line_add(&line, "state", printer->state);
	line_add(&line, "accepting", printer->accepting ? "yes" : "no");
	line_add(&line, "reasons", printer->reasons);
	line_add(&line, "text", printer->text);
	line_add(&line, "to", printer->to);
	say_line(&line);
}

void
event_done(int job)
{
	struct str line = {0};

	line_begin(&line, PRINT_EVENT_DONE);
	add_job(&line, job);
	say_line(&line);
}

/*
 * The word is for programs and stays, whatever the sentences become. What has none of its own is a failure of writing.
 */
static const char *
fault_word(const struct err *err)
{
	static const struct {
		enum message message;
		const char *word;
	} words[] = {
		{MSG_PRINT_USAGE, PRINT_FAULT_USAGE},
		{MSG_PRINT_BAD_TARGET, PRINT_FAULT_USAGE},
		{MSG_PRINT_NOTHING_TO_DO, PRINT_FAULT_USAGE},
		{MSG_REPORT_READ_LINE, PRINT_FAULT_DOCUMENT},
		{MSG_REPORT_READ_CUT, PRINT_FAULT_DOCUMENT},
		{MSG_REPORT_READ_ENCODING, PRINT_FAULT_DOCUMENT},
		{MSG_REPORT_READ_LIMIT, PRINT_FAULT_DOCUMENT},
		{MSG_PRINT_NO_LETTER_MATRIX, PRINT_FAULT_LETTER},
		{MSG_PRINT_NO_FONT, PRINT_FAULT_FONT},
		{MSG_PRINT_BARCODE, PRINT_FAULT_BARCODE},
		{MSG_PRINT_DRAW, PRINT_FAULT_DRAW},
		{MSG_PRINT_FULL, PRINT_FAULT_FULL},
		{MSG_PRINT_PERMISSION, PRINT_FAULT_PERMISSION},
		{MSG_PRINT_NOT_FOUND, PRINT_FAULT_NOT_FOUND},
		{MSG_PRINT_NO_JOB, PRINT_FAULT_NOT_FOUND},
		{MSG_PRINT_TIMEOUT, PRINT_FAULT_TIMEOUT},
		{MSG_PRINT_BUSY, PRINT_FAULT_BUSY},
		{MSG_PRINT_UNREACHABLE, PRINT_FAULT_UNREACHABLE},
		{MSG_PRINT_NO_QUEUE, PRINT_FAULT_NO_QUEUE},
		{MSG_PRINT_REFUSED, PRINT_FAULT_REFUSED},
		{MSG_PRINT_FORBIDDEN, PRINT_FAULT_FORBIDDEN},
		{MSG_PRINT_NO_TEXT, PRINT_FAULT_USAGE},
		{MSG_PRINT_WITHDRAWN, PRINT_FAULT_STOPPED},
		{MSG_PRINT_LOST, PRINT_FAULT_GONE},
		{MSG_PRINT_STOPPED, PRINT_FAULT_STOPPED},
		{MSG_PRINT_ABORTED, PRINT_FAULT_ABORTED},
		{MSG_PRINT_GONE, PRINT_FAULT_GONE},
		{MSG_PRINT_COMMAND, PRINT_FAULT_COMMAND},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (words[i].message == err->message)
			return words[i].word;
	return PRINT_FAULT_IO;
}

void
event_fault(const struct err *err, int job)
{
	struct str line = {0};
	char sentence[600];

	message_err(sentence, sizeof sentence, err);
	line_begin(&line, PRINT_EVENT_FAULT);
	line_add(&line, "code", fault_word(err));
	line_add(&line, "text", sentence);
	add_job(&line, job);
	say_line(&line);
}
