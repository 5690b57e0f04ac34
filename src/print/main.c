/*
 * print/main: teslim-print. Reads one document on standard input, draws it, hands it over, and says what happens one
 * event per line. Every failure ends in one `fault` line with a sentence and exit status 1; wrong use in 2.
 */
#include "canvas.h"
#include "deliver.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

struct options {
	const char *pdf, *text, *to, *status, *server, *font_folder;
	enum format format;
	enum typeface typeface;
	int cancel, watch, wait, copies, lines;
	bool ascii, help, version;
};

/* ---- options */

static enum code
wrong(struct err *err, const char *what)
{
	return err_tell(err, ERR_USAGE, MSG_PRINT_USAGE, "options", "%s", what);
}

static enum code
take_number(int *out, const char *value, int low, int high, struct err *err)
{
	int64_t number;

	if (!number_parse(&number, value, low, high))
		return wrong(err, value);
	*out = (int)number;
	return OK;
}

/* One of the words, or wrong. */
static enum code
take_word(int *out, const char *value, const char *const *words, struct err *err)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(value, words[i]) == 0) {
			*out = i;
			return OK;
		}
	return wrong(err, value);
}

static enum code
take_format(enum format *out, const char *value, struct err *err)
{
	static const char *const words[] = {"auto", "pdf", "text", "dot-matrix", NULL};
	int index = 0;
	enum code code = take_word(&index, value, words, err);

	*out = (enum format)index;
	return code;
}

static enum code
take_typeface(enum typeface *out, const char *value, struct err *err)
{
	static const char *const words[] = {"sans", "serif", NULL};
	int index = 0;
	enum code code = take_word(&index, value, words, err);

	*out = (enum typeface)index;
	return code;
}

static enum code
take_language(const char *value, struct err *err)
{
	static const char *const words[] = {"tr", "en", NULL};
	int index = 0;
	enum code code = take_word(&index, value, words, err);

	if (code == OK)
		message_set_language((enum language)index);
	return code;
}

static enum code
take_option(struct options *options, const char *name, const char *value, struct err *err)
{
	const struct {
		const char *name;
		const char **value;
	} texts[] = {
		{"--pdf", &options->pdf},
		{"--text", &options->text},
		{"--to", &options->to},
		{"--status", &options->status},
		{"--server", &options->server},
		{"--font-dir", &options->font_folder},
	};

	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (strcmp(name, texts[i].name) == 0) {
			*texts[i].value = value;
			return OK;
		}
	if (strcmp(name, "--format") == 0)
		return take_format(&options->format, value, err);
	if (strcmp(name, "--font") == 0)
		return take_typeface(&options->typeface, value, err);
	if (strcmp(name, "--lang") == 0)
		return take_language(value, err);
	if (strcmp(name, "--cancel") == 0)
		return take_number(&options->cancel, value, 1, 1000000000, err);
	if (strcmp(name, "--watch") == 0)
		return take_number(&options->watch, value, 1, 1000000000, err);
	if (strcmp(name, "--wait") == 0)
		return take_number(&options->wait, value, 1, 3600, err);
	if (strcmp(name, "--copies") == 0)
		return take_number(&options->copies, value, 1, 99, err);
	if (strcmp(name, "--lines") == 0)
		return take_number(&options->lines, value, 20, 200, err);
	return wrong(err, name);
}

static enum code
read_options(struct options *options, int argc, char **argv, struct err *err)
{
	enum code code = OK;

	for (int i = 1; i < argc && code == OK; i++) {
		char name[32];
		const char *equals = strchr(argv[i], '=');
		size_t length = equals != NULL ? (size_t)(equals - argv[i]) : strlen(argv[i]);
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			options->help = true;
		else if (strcmp(argv[i], "--version") == 0)
			options->version = true;
		else if (strcmp(argv[i], "--ascii") == 0)
			options->ascii = true;
		else if (strcmp(argv[i], "--once") == 0)
			continue;
		else if (strncmp(argv[i], "--", 2) != 0 || length >= sizeof name || (equals == NULL && i + 1 == argc))
			code = wrong(err, argv[i]);
		else {
			memcpy(name, argv[i], length);
			name[length] = '\0';
			code = take_option(options, name, equals != NULL ? equals + 1 : argv[++i], err);
		}
	}
	return code;
}

/* ---- the document */

static enum code
read_input(struct str *text, struct err *err)
{
	char buffer[65536];

	for (;;) {
		ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return output_errno(err, errno, "read", "stdin");
		if (got == 0)
			return OK;
		str_add_n(text, buffer, (size_t)got);
		if (text->length > REPORT_BYTES_MAX)
			return err_tell(err, ERR_LIMIT, MSG_REPORT_READ_LIMIT, "read_input", "> %d B", REPORT_BYTES_MAX);
	}
}

static enum code
draw_pdf(struct str *out, int *pages, struct report_document *document, const struct options *options, struct err *err)
{
	struct canvas canvas;
	struct repertoire page;
	struct pdf *pdf;
	enum code code = pdf_open(&pdf, options->typeface, options->font_folder, document, err);

	if (code != OK)
		return code;
	pdf_canvas(pdf, &canvas);
	page = pdf_repertoire(pdf);
	if (!letters_all_there(document, &page)) {
		code = pdf_add_fonts(pdf, err);
		if (code == OK)
			code = letters_prepare(document, &page, err);
	}
	if (code == OK)
		code = layout_draw(&canvas, document, pages, err);
	if (code == OK)
		code = pdf_finish(pdf, out, err);
	pdf_free(&pdf);
	return code;
}

static int
copies_of(const struct report_document *document, const struct options *options)
{
	return options->copies > 0 ? options->copies : document->copies;
}

/* Draws the document in the format asked for. */
static enum code
draw(struct str *out, int *pages, enum format format, struct report_document *document, const struct options *options,
	struct err *err)
{
	const struct report_text_options text_options = {.ascii = options->ascii, .lines = options->lines};
	const struct repertoire matrix = matrix_repertoire();
	struct str text = {0};
	enum code code = OK;

	if (format == FORMAT_PDF)
		return draw_pdf(out, pages, document, options, err);
	if (format == FORMAT_MATRIX && !letters_all_there(document, &matrix))
		code = letters_prepare(document, &matrix, err);
	if (code != OK)
		return code;
	*pages = report_text_page(&text, document, &text_options);
	if (format == FORMAT_MATRIX)
		code = matrix_bytes(out, str_text(&text), copies_of(document, options), err);
	else
		str_add_n(out, str_text(&text), text.length);
	str_clear(&text);
	return code;
}

/* A printer that is wired up or spoken to directly is a dot-matrix one unless told otherwise. */
static enum format
format_for(const struct target *target, const struct options *options)
{
	if (options->format != FORMAT_AUTO)
		return options->format;
	return target->kind == TARGET_DEVICE || target->kind == TARGET_SOCKET ? FORMAT_MATRIX : FORMAT_PDF;
}

static enum code
save(const char *path, enum format format, struct report_document *document, const struct options *options, struct err *err)
{
	struct str bytes = {0};
	int pages = 0;
	enum code code = draw(&bytes, &pages, format, document, options, err);

	if (code == OK)
		code = output_write(path, str_text(&bytes), bytes.length, err);
	if (code == OK)
		event_rendered(pages, bytes.length, path);
	str_clear(&bytes);
	return code;
}

static enum code
send(const struct target *target, struct report_document *document, const struct options *options, int *job, struct err *err)
{
	const struct report_block *head = &document->blocks[0];
	struct str bytes = {0};
	struct parcel parcel = {
		.format = format_for(target, options),
		.copies = copies_of(document, options),
		.title = report_field(head, "title"),
		.number = report_field(head, "number"),
		.kind = report_field(head, "kind"),
		.mark = report_field(head, "mark"),
		.wait_seconds = options->wait,
		.server = options->server,
	};
	enum code code = draw(&bytes, &parcel.pages, parcel.format, document, options, err);

	parcel.bytes = str_text(&bytes);
	parcel.length = bytes.length;
	if (code == OK)
		code = target_send(target, &parcel, job, err);
	str_clear(&bytes);
	return code;
}

static enum code
print_document(const struct options *options, int *job, struct err *err)
{
	struct report_document document = {0};
	struct target target = {0};
	struct str text = {0};
	enum code code;

	if (options->pdf == NULL && options->text == NULL && options->to == NULL)
		return err_tell(err, ERR_USAGE, MSG_PRINT_NOTHING_TO_DO, "options", "--to");
	code = options->to != NULL ? target_read(&target, options->to, err) : OK;
	if (code == OK)
		code = read_input(&text, err);
	if (code == OK)
		code = report_read(&document, str_text(&text), text.length, err);
	if (code == OK && options->pdf != NULL)
		code = save(options->pdf, FORMAT_PDF, &document, options, err);
	if (code == OK && options->text != NULL)
		code = save(options->text, options->format == FORMAT_MATRIX ? FORMAT_MATRIX : FORMAT_TEXT, &document, options,
			err);
	if (code == OK && options->to != NULL)
		code = send(&target, &document, options, job, err);
	report_clear(&document);
	str_clear(&text);
	return code;
}

/* ---- what is asked without a document */

static enum code
ask_printer(const struct options *options, int *job, struct err *err)
{
	struct target target;
	enum code code = target_read(&target,
		options->status != NULL       ? options->status
			: options->to != NULL ? options->to
					      : "",
		err);

	if (code != OK)
		return code;
	if (options->status != NULL)
		return target_status(&target, options->server, err);
	if (target.kind != TARGET_CUPS && target.kind != TARGET_IPP)
		return err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "ask_printer", "%s", target.whole);
	*job = options->cancel > 0 ? options->cancel : options->watch;
	if (options->cancel > 0)
		return cups_cancel(&target, options->server, options->cancel, err);
	return cups_watch(&target, options->server, options->watch, options->wait, err);
}

int
main(int argc, char **argv)
{
	struct options options = {.wait = PRINT_WAIT_SECONDS};
	struct err err = {0};
	enum code code;
	int job = 0;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	code = read_options(&options, argc, argv, &err);
	if (code == OK && (options.help || options.version)) {
		fputs(options.help ? tell(PRINT_HELP) : "teslim-print " TESLIM_VERSION "\n", stdout);
		return fflush(stdout) == 0 ? 0 : 1;
	}
	if (code == OK)
		code = options.status != NULL || options.cancel > 0 || options.watch > 0 ? ask_printer(&options, &job, &err)
											 : print_document(&options, &job, &err);
	if (code != OK) {
		event_fault(&err, job);
		log_err(LOG_WARNING, &err);
		return code == ERR_USAGE ? 2 : 1;
	}
	if (options.status == NULL)
		event_done(job);
	return 0;
}
