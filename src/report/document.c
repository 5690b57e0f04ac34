/*
 * report/document: reads a document back and refuses everything that is not one: it comes through a pipe and may be
 * cut off, and what is printed is signed. Draws nothing.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"
#include "report.h"

static const char *const kind_words[REPORT_KIND_COUNT] = {
	[REPORT_DOCUMENT] = "document",
	[REPORT_INSTITUTION] = "institution",
	[REPORT_TITLE] = "title",
	[REPORT_REFERENCE] = "reference",
	[REPORT_HEADING] = "heading",
	[REPORT_PAIR] = "pair",
	[REPORT_CHECK] = "check",
	[REPORT_TABLE] = "table",
	[REPORT_ROW] = "row",
	[REPORT_PARAGRAPH] = "paragraph",
	[REPORT_SIGNATURE] = "signature",
	[REPORT_QR] = "qr",
	[REPORT_BARCODE] = "barcode",
	[REPORT_FOOTER] = "footer",
};

static enum code
malformed(struct err *err, int line, const char *what)
{
	return err_tell(err, ERR_SYNTAX, MSG_REPORT_READ_LINE, "report_read", "%d: %s", line, what);
}

static enum code
find_kind(enum report_kind *kind, const char *word)
{
	for (int i = 0; i < REPORT_KIND_COUNT; i++)
		if (strcmp(kind_words[i], word) == 0) {
			*kind = (enum report_kind)i;
			return OK;
		}
	return ERR_SYNTAX;
}

/* Controls other than the line break within a value would reach a printer as commands. */
static bool
is_printable(const char *value)
{
	for (const char *c = value; *c != '\0'; c++) {
		unsigned char byte = (unsigned char)*c;
		bool c1 = byte == 0xC2 && (unsigned char)c[1] < 0xA0;
		if ((byte < 0x20 && byte != '\n') || byte == 0x7F || c1)
			return false;
	}
	return true;
}

/* Composes the values (NFC) into text of the document's own, since the line they come from is read in place. */
static enum code
keep_values(struct line *line, struct str *store, int number, struct err *err)
{
	for (int i = 0; i < line->count; i++) {
		const char *value = line->fields[i].value;
		struct str composed = {0};
		if (!text_is_valid(value, strlen(value)) || !is_printable(value))
			return err_tell(err, ERR_ENCODING, MSG_REPORT_READ_ENCODING, "report_read", "%d: %s", number,
				line->fields[i].key);
		text_compose(&composed, value);
		/* Offsets for now: the store may move while it grows. */
		line->fields[i].value = (const char *)store->length;
		str_add_n(store, str_text(&composed), composed.length + 1);
		str_clear(&composed);
	}
	return OK;
}

static bool
is_in_range(const struct line *line, const char *key, int64_t low, int64_t high)
{
	return line_number(line, key, low, high, low - 1) >= low;
}

/*
 * What a block needs so that drawing it cannot go wrong. Whoever draws does not ask again: a row without a table, a
 * width of nothing or columns without end would be a crash there.
 */
static enum code
check_block(const struct report_document *document, const struct report_block *block, int number, struct err *err)
{
	const struct report_block *before = document->count > 1 ? block - 1 : NULL;
	char key[16];

	if ((block->kind == REPORT_DOCUMENT) != (document->count == 1))
		return malformed(err, number, "document");
	if (block->kind == REPORT_PAIR && !is_in_range(&block->line, "width", 1, 12))
		return malformed(err, number, "width");
	if (block->kind == REPORT_ROW && before->kind != REPORT_TABLE && before->kind != REPORT_ROW)
		return malformed(err, number, "row");
	if (block->kind != REPORT_TABLE)
		return OK;
	if (!is_in_range(&block->line, "columns", 1, REPORT_COLUMNS_MAX))
		return malformed(err, number, "columns");
	for (int64_t i = 1; i <= line_number(&block->line, "columns", 1, REPORT_COLUMNS_MAX, 1); i++) {
		snprintf(key, sizeof key, "w%d", (int)i);
		if (!is_in_range(&block->line, key, 1, 10000))
			return malformed(err, number, key);
	}
	return OK;
}

/* One line: a block more, or the end. */
static enum code
read_line(struct report_document *document, struct str *store, char *text, int number, bool *ended, struct err *err)
{
	struct report_block *block;
	struct line line;
	struct err inner = {0};
	enum code code;

	if (line_parse(&line, text, &inner) != OK)
		return malformed(err, number, inner.detail);
	if (strcmp(line.word, "end") == 0) {
		*ended = true;
		return OK;
	}
	if (document->count == REPORT_BLOCKS_MAX)
		return err_tell(err, ERR_LIMIT, MSG_REPORT_READ_LIMIT, "report_read", "> %d", REPORT_BLOCKS_MAX);
	if ((document->count & (document->count - 1)) == 0) /* grows at powers of two */
		document->blocks = mem_resize(document->blocks, document->count > 0 ? 2 * (size_t)document->count : 1,
			sizeof *document->blocks);
	block = &document->blocks[document->count];
	if (find_kind(&block->kind, line.word) != OK)
		return malformed(err, number, line.word);
	document->count++;
	block->line = line;
	code = check_block(document, block, number, err);
	return code == OK ? keep_values(&block->line, store, number, err) : code;
}

/* Turns the offsets of keep_values into pointers. */
static void
settle(struct report_document *document, struct str *store)
{
	str_add_char(store, '\0');
	document->text = str_take(store);
	for (int i = 0; i < document->count; i++)
		for (int j = 0; j < document->blocks[i].line.count; j++) {
			struct line_field *field = &document->blocks[i].line.fields[j];
			field->value = document->text + (size_t)field->value;
		}
}

static enum code
read_head(struct report_document *document, struct err *err)
{
	const struct report_block *head = &document->blocks[0];

	if (!clock_parse(&document->time, report_field(head, "time")))
		return malformed(err, 1, "time");
	document->copies = (int)line_number(&head->line, "copies", 1, 99, 1);
	document->language = strcmp(report_field(head, "language"), "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_TURKISH;
	return OK;
}

/* A document is whole or it is none: whatever follows the end, or lacks it, means that the pipe has lost something. */
enum code
report_read(struct report_document *out, const char *text, size_t length, struct err *err)
{
	struct str store = {0};
	char *copy, *at;
	bool ended = false;
	enum code code = OK;

	*out = (struct report_document){0};
	if (length > REPORT_BYTES_MAX)
		return err_tell(err, ERR_LIMIT, MSG_REPORT_READ_LIMIT, "report_read", "> %d B", REPORT_BYTES_MAX);
	copy = mem_string_n(text, length);
	at = copy;
	for (int number = 1; code == OK && !ended && *at != '\0'; number++) {
		size_t taken = strcspn(at, "\n");
		bool last = at[taken] == '\0';
		if (last) /* no line feed: whatever it says, it may be cut off */
			break;
		at[taken] = '\0';
		code = read_line(out, &store, at, number, &ended, err);
		at += taken + 1;
	}
	if (code == OK && (!ended || out->count == 0))
		code = err_tell(err, ERR_SYNTAX, MSG_REPORT_READ_CUT, "report_read", "%zu B", length);
	if (code == OK && at != copy + length) /* a NUL, or more after the end */
		code = malformed(err, out->count + 2, "end");
	mem_free(copy);
	if (code == OK) {
		settle(out, &store);
		code = read_head(out, err);
	}
	str_clear(&store);
	if (code != OK)
		report_clear(out);
	return code;
}

void
report_clear(struct report_document *document)
{
	mem_free(document->blocks);
	mem_free(document->text);
	*document = (struct report_document){0};
}

const char *
report_field(const struct report_block *block, const char *key)
{
	const char *value = line_value(&block->line, key);

	return value != NULL ? value : "";
}

const char *
report_cell(const struct report_block *block, char letter, int number)
{
	char key[16];

	snprintf(key, sizeof key, "%c%d", letter, number);
	return report_field(block, key);
}

void
report_page_words(char *out, size_t size, const struct report_document *document, const struct report_block *footer, int page,
	int pages)
{
	char number[64], word[48], words[160];

	copy_text(number, sizeof number, report_field(&document->blocks[0], "number"));
	copy_text(word, sizeof word, report_field(footer, "page"));
	/* Of several sheets each says what it belongs to. */
	snprintf(words, sizeof words, "%s%s%s %d/%d", pages > 1 ? number : "", pages > 1 && number[0] != '\0' ? " - " : "", word,
		page, pages);
	copy_text(out, size, words);
}
