/*
 * report/build: writes the blocks that papers are made of, one line each, in the grammar of helper.h. Knows no
 * particular paper and no way of drawing it.
 */
#include "teslim/report.h"

#include <stdio.h>
#include <string.h>

#include "report.h"

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

int
report_copies(const struct report_settings *settings)
{
	return settings->copies > 0 ? settings->copies : 2;
}

void
report_begin(struct str *out, const char *kind, const char *number, int64_t time, const char *title,
	const struct report_settings *settings)
{
	char iso[CLOCK_TEXT], mark[64];

	clock_iso(iso, time);
	line_begin(out, "document");
	line_add(out, "kind", kind);
	line_add(out, "number", number);
	line_add(out, "time", iso);
	line_add(out, "language", settings->language == LANGUAGE_ENGLISH ? "en" : "tr");
	line_add(out, "title", title);
	line_add(out, "author", or_empty(settings->institution));
	/* A copy is one sheet; the originals are drawn up together. */
	line_add_number(out, "copies", settings->reprint > 0 ? 1 : report_copies(settings));
	if (settings->reprint > 0) {
		say_in(mark, sizeof mark, settings->language, REPORT_MARK, settings->reprint + 1);
		line_add(out, "mark", mark);
	}
	line_end(out);
}

void
report_letterhead(struct str *out, const struct report_settings *settings)
{
	const char *const lines[] = {or_empty(settings->state), or_empty(settings->institution), or_empty(settings->unit)};
	struct str text = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		if (i > 0)
			str_add_char(&text, '\n');
		str_add(&text, lines[i]);
	}
	line_begin(out, "institution");
	line_add(out, "text", str_text(&text));
	line_end(out);
	str_clear(&text);
}

void
report_title(struct str *out, const char *text)
{
	line_begin(out, "title");
	line_add(out, "text", text);
	line_end(out);
}

void
report_reference(struct str *out, const char *left, const char *right)
{
	line_begin(out, "reference");
	line_add(out, "left", left);
	line_add(out, "right", right);
	line_end(out);
}

void
report_heading(struct str *out, const char *text)
{
	line_begin(out, "heading");
	line_add(out, "text", text);
	line_end(out);
}

/* What is empty gets a dash, so that nothing can be written into the gap after the signatures. */
void
report_pair(struct str *out, int width, const char *label, const char *value)
{
	line_begin(out, "pair");
	line_add(out, "label", label);
	line_add(out, "value", or_empty(value)[0] != '\0' ? value : "—");
	line_add_number(out, "width", width);
	line_end(out);
}

void
report_check(struct str *out, enum verdict_level level, const char *label, const char *text,
	const struct report_settings *settings)
{
	static const struct {
		const char *word;
		enum message result;
	} levels[] = {
		[VERDICT_PASS] = {"pass", MSG_REPORT_PASS},
		[VERDICT_WARN] = {"warn", MSG_REPORT_WARN},
		[VERDICT_NOT_CHECKED] = {"none", MSG_REPORT_NONE},
		[VERDICT_REFUSE] = {"warn", MSG_REPORT_BAD},
	};

	line_begin(out, "check");
	line_add(out, "label", label);
	line_add(out, "result", message_text_in(settings->language, levels[level].result));
	line_add(out, "text", text);
	line_add(out, "level", levels[level].word);
	line_end(out);
}

void
report_table(struct str *out, int columns, const int *widths, const char *const *heads, int height)
{
	char key[16];

	line_begin(out, "table");
	line_add_number(out, "columns", columns);
	if (height > 0)
		line_add_number(out, "height", height);
	for (int i = 0; i < columns; i++) {
		snprintf(key, sizeof key, "w%d", i + 1);
		line_add_number(out, key, widths[i]);
		key[0] = 'h';
		line_add(out, key, heads[i]);
	}
	line_end(out);
}

void
report_row(struct str *out, int columns, const char *const *cells)
{
	char key[16];

	line_begin(out, "row");
	for (int i = 0; i < columns; i++) {
		snprintf(key, sizeof key, "c%d", i + 1);
		line_add(out, key, or_empty(cells[i]));
	}
	line_end(out);
}

void
report_paragraph(struct str *out, const char *text, enum report_size size)
{
	line_begin(out, "paragraph");
	line_add(out, "text", text);
	if (size == REPORT_SMALL)
		line_add(out, "style", "small");
	line_end(out);
}

void
report_signature(struct str *out, const char *title, const char *name, const char *role, const char *note)
{
	line_begin(out, "signature");
	line_add(out, "title", title);
	line_add(out, "name", or_empty(name));
	line_add(out, "role", or_empty(role));
	line_add(out, "note", or_empty(note));
	line_end(out);
}

/*
 * The notice of law 6698 stands on every paper with data of a person. The last line tells the reader that nothing was
 * cut off.
 */
void
report_end(struct str *out, const struct report_settings *settings)
{
	const char *place = or_empty(settings->privacy_notice);
	char *text;
	size_t size;

	if (place[0] == '\0')
		place = message_text_in(settings->language, MSG_REPORT_PRIVACY_BOARD);
	size = strlen(place) + 200;
	text = mem_alloc(size);
	say_in(text, size, settings->language, REPORT_PRIVACY, place);
	line_begin(out, "footer");
	line_add(out, "text", text);
	line_add(out, "page", message_text_in(settings->language, MSG_REPORT_PAGE));
	line_end(out);
	mem_free(text);
	line_begin(out, "end");
	line_end(out);
}
