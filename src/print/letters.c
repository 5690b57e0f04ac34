/*
 * print/letters: see letters.h. The document is written anew with its words changed, and read as any other; knows no font.
 */
#include "letters.h"

#include <stdio.h>
#include <string.h>

#include "teslim/text.h"

enum { KNOWN_MAX = 24 }; /* named in the footnote; a document with more is no text */

struct letters {
	const struct repertoire *page;
	struct {
		uint32_t code_point;
		char drawn[8];
	} known[KNOWN_MAX];
	int count;
};

static bool
shows(const struct repertoire *page, const char *text)
{
	while (*text != '\0') {
		uint32_t code_point;
		text += text_decode(text, &code_point);
		if (code_point != '\n' && !page->has(page->context, code_point))
			return false;
	}
	return true;
}

static bool
borrows(const struct repertoire *page, uint32_t code_point)
{
	return page->borrows != NULL && page->borrows(page->context, code_point);
}

/* A box where the page has one: nobody takes it for a letter. */
static const char *
substitute(const struct repertoire *page)
{
	return page->has(page->context, 0x25A1) || borrows(page, 0x25A1) ? "\u25A1"
		: page->has(page->context, 0x25A0)                       ? "\u25A0"
									 : "#";
}

static void
remember(struct letters *letters, uint32_t code_point, const char *drawn)
{
	for (int i = 0; i < letters->count; i++)
		if (letters->known[i].code_point == code_point)
			return;
	if (letters->count == KNOWN_MAX)
		return;
	letters->known[letters->count].code_point = code_point;
	copy_text(letters->known[letters->count++].drawn, sizeof letters->known[0].drawn, drawn);
}

/* In this order: the plain sign in the page's own font, the letter in another, the letter without its accent, a box. */
static void
add_letter(struct str *out, struct letters *letters, const char *text, size_t length, uint32_t code_point)
{
	const struct repertoire *page = letters->page;
	struct str plain = {0};
	bool there = code_point == '\n' || page->has(page->context, code_point);

	if (!there && !(text_plain_sign(&plain, code_point) && shows(page, str_text(&plain)))) {
		str_reset(&plain);
		there = borrows(page, code_point);
		if (!there && !(text_bare_letter(&plain, code_point) && shows(page, str_text(&plain)))) {
			str_reset(&plain);
			str_add(&plain, substitute(page));
		}
	}
	if (there) {
		str_add_n(out, text, length);
	} else {
		str_add(out, str_text(&plain));
		remember(letters, code_point, str_text(&plain));
	}
	str_clear(&plain);
}

static void
add_words(struct str *out, struct letters *letters, const char *key, const char *text)
{
	struct str words = {0};

	while (*text != '\0') {
		uint32_t code_point;
		size_t length = text_decode(text, &code_point);
		add_letter(&words, letters, text, length, code_point);
		text += length;
	}
	line_add(out, key, str_text(&words));
	str_clear(&words);
}

static void
add_block(struct str *out, struct letters *letters, const struct report_block *block)
{
	const struct line *line = &block->line;

	line_begin(out, line->word);
	for (int i = 0; i < line->count; i++)
		if (strcmp(line->fields[i].key, "payload") == 0)
			line_add(out, "payload", line->fields[i].value);
		else
			add_words(out, letters, line->fields[i].key, line->fields[i].value);
	line_end(out);
}

/* By code points: the letters themselves cannot be shown. */
static void
add_footnote(struct str *out, const struct letters *letters, enum language language)
{
	struct str list = {0};
	char words[64];
	char note[1400];

	if (letters->count == 0) /* another font had them all */
		return;
	for (int i = 0; i < letters->count; i++) {
		if (letters->known[i].drawn[0] != '\0')
			say_in(words, sizeof words, language, PRINT_LETTER_AS, (unsigned)letters->known[i].code_point,
				letters->known[i].drawn);
		else
			say_in(words, sizeof words, language, PRINT_LETTER_LEFT_OUT, (unsigned)letters->known[i].code_point);
		str_printf(&list, "%s%s", i > 0 ? "; " : "", words);
	}
	say_in(note, sizeof note, language, PRINT_LETTERS, str_text(&list));
	report_paragraph(out, note, REPORT_SMALL);
	str_clear(&list);
}

bool
letters_all_there(const struct report_document *document, const struct repertoire *page)
{
	for (int i = 0; i < document->count; i++) {
		const struct line *line = &document->blocks[i].line;
		for (int j = 0; j < line->count; j++)
			if (strcmp(line->fields[j].key, "payload") != 0 && !shows(page, line->fields[j].value))
				return false;
	}
	return true;
}

enum code
letters_prepare(struct report_document *document, const struct repertoire *page, struct err *err)
{
	struct letters letters = {.page = page};
	struct report_document changed = {0};
	struct str text = {0};
	bool noted = false;
	enum code code;

	for (int i = 0; i < document->count; i++) {
		const struct report_block *block = &document->blocks[i];
		if (block->kind == REPORT_FOOTER && !noted) { /* its own words are the institution's, and small */
			struct str footer = {0};
			add_block(&footer, &letters, block);
			add_footnote(&text, &letters, document->language);
			noted = true;
			str_add(&text, str_text(&footer));
			str_clear(&footer);
			continue;
		}
		add_block(&text, &letters, block);
	}
	if (!noted)
		add_footnote(&text, &letters, document->language);
	line_begin(&text, "end");
	line_end(&text);
	code = report_read(&changed, str_text(&text), text.length, err);
	if (code == OK) {
		report_clear(document);
		*document = changed;
	}
	str_clear(&text);
	return code;
}
