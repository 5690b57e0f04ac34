/*
 * print/pdf: the cairo and FreeType back end. Font files are opened by path, without fontconfig or Pango, so that the
 * same document gives the same bytes on every machine with the same fonts. Knows no block of a document.
 */
#include "canvas.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include <stdio.h>
#include <string.h>

#include "teslim/text.h"

enum { ADVANCES = 0x250 /* Latin, Latin-1 and Latin Extended */ };

/* Lives as long as the process: cairo's caches may hold faces longer than any PDF. */
static FT_Library library;

struct pdf {
	FT_Face faces[FACE_COUNT];
	cairo_font_face_t *fonts[FACE_COUNT];
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct str bytes;
	const char *family;
	float advances[FACE_COUNT][ADVANCES]; /* of the first code points, in font units; below 0: not asked yet */
};

/* Where Debian 12 and 13 keep the fonts, the wanted ones first. */
struct font_files {
	enum typeface typeface;
	const char *folder;
	const char *family;
	const char *files[FACE_COUNT];
};

static const struct font_files known_fonts[] = {
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/liberation2", "Liberation Sans", {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/liberation", "Liberation Sans", {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/dejavu", "DejaVu Sans", {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/liberation2", "Liberation Serif", {"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/liberation", "Liberation Serif", {"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/dejavu", "DejaVu Serif", {"DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"}},
};

/* ---- fonts */

static void
close_faces(struct pdf *pdf)
{
	for (int i = 0; i < FACE_COUNT; i++)
		if (pdf->faces[i] != NULL) {
			FT_Done_Face(pdf->faces[i]);
			pdf->faces[i] = NULL;
		}
}

static bool
open_faces(struct pdf *pdf, const struct font_files *font, const char *folder)
{
	char path[600];

	for (int i = 0; i < FACE_COUNT; i++) {
		int length = snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : font->folder, font->files[i]);
		if (length >= (int)sizeof path || FT_New_Face(library, path, 0, &pdf->faces[i]) != 0) {
			pdf->faces[i] = NULL;
			close_faces(pdf);
			return false;
		}
	}
	pdf->family = font->family;
	return true;
}

static enum code
find_fonts(struct pdf *pdf, enum typeface typeface, const char *folder, struct err *err)
{
	if (library == NULL && FT_Init_FreeType(&library) != 0)
		return err_tell(err, ERR_INTERNAL, MSG_PRINT_DRAW, "FT_Init_FreeType", "FreeType");
	for (size_t i = 0; i < ARRAY_LENGTH(known_fonts); i++)
		if (known_fonts[i].typeface == typeface && open_faces(pdf, &known_fonts[i], folder))
			return OK;
	return err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_FONT, "FT_New_Face", "%s",
		folder != NULL ? folder : "/usr/share/fonts/truetype/liberation2");
}

static const cairo_user_data_key_t face_key;

static void
let_go(void *face)
{
	FT_Done_Face(face);
}

static enum code
make_fonts(struct pdf *pdf, struct err *err)
{
	for (int i = 0; i < FACE_COUNT; i++) {
		pdf->fonts[i] = cairo_ft_font_face_create_for_ft_face(pdf->faces[i], FT_LOAD_NO_HINTING);
		/* cairo caches fonts beyond our reference: the file stays open as long as it needs it. */
		if (cairo_font_face_set_user_data(pdf->fonts[i], &face_key, pdf->faces[i], let_go) != CAIRO_STATUS_SUCCESS)
			return err_tell(err, ERR_INTERNAL, MSG_PRINT_DRAW, "cairo_ft_font_face", "%s", pdf->family);
	}
	return OK;
}

/* ---- the file */

static cairo_status_t
take_bytes(void *context, const unsigned char *bytes, unsigned length)
{
	str_add_n(&((struct pdf *)context)->bytes, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata(struct pdf *pdf, const struct report_block *head)
{
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_TITLE, report_field(head, "title"));
	if (report_field(head, "author")[0] != '\0')
		cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_AUTHOR, report_field(head, "author"));
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATOR, "teslim-print");
	/* The record's own time: the same record gives the same bytes whenever it is drawn. */
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, report_field(head, "time"));
	cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_MOD_DATE, report_field(head, "time"));
}

enum code
pdf_open(struct pdf **out, enum typeface typeface, const char *folder, const struct report_document *document,
	struct err *err)
{
	struct pdf *pdf = mem_alloc(sizeof *pdf);
	cairo_font_options_t *options;
	enum code code;

	*out = pdf;
	for (int i = 0; i < FACE_COUNT * ADVANCES; i++)
		pdf->advances[i / ADVANCES][i % ADVANCES] = -1;
	code = find_fonts(pdf, typeface, folder, err);
	if (code == OK)
		code = make_fonts(pdf, err);
	if (code != OK) {
		pdf_free(out);
		return code;
	}
	pdf->surface = cairo_pdf_surface_create_for_stream(take_bytes, pdf, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_restrict_to_version(pdf->surface, CAIRO_PDF_VERSION_1_5);
	set_metadata(pdf, &document->blocks[0]);
	pdf->cairo = cairo_create(pdf->surface);
	options = cairo_font_options_create();
	/*
	 * Hinting fits letters to a screen's dots: on paper it would move them, and differently with every version of
	 * FreeType.
	 */
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(pdf->cairo, options);
	cairo_font_options_destroy(options);
	return OK;
}

void
pdf_free(struct pdf **pdf)
{
	if (*pdf == NULL)
		return;
	if ((*pdf)->cairo != NULL)
		cairo_destroy((*pdf)->cairo);
	if ((*pdf)->surface != NULL)
		cairo_surface_destroy((*pdf)->surface);
	for (int i = 0; i < FACE_COUNT; i++)
		if ((*pdf)->fonts[i] != NULL)
			cairo_font_face_destroy((*pdf)->fonts[i]);
	str_clear(&(*pdf)->bytes);
	mem_free(*pdf);
	*pdf = NULL;
}

/* Ends with the status that drawing left: after a bad text nothing is drawn and no call says so. */
enum code
pdf_finish(struct pdf *pdf, struct str *out, struct err *err)
{
	cairo_status_t status = cairo_status(pdf->cairo);

	cairo_surface_finish(pdf->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(pdf->surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_tell(err, ERR_INTERNAL, MSG_PRINT_DRAW, "cairo", "%s", cairo_status_to_string(status));
	str_add_n(out, str_text(&pdf->bytes), pdf->bytes.length);
	return OK;
}

/* ---- letters */

/* A combining mark that found no letter to join would be drawn beside it, not on it. */
static bool
is_loose_mark(uint32_t code_point)
{
	return code_point >= 0x0300 && code_point <= 0x036F;
}

static enum code
check_text(const struct pdf *pdf, const char *text, struct err *err)
{
	while (*text != '\0') {
		uint32_t code_point;
		size_t taken = text_decode(text, &code_point);
		bool missing = is_loose_mark(code_point);
		for (int i = 0; i < FACE_COUNT && code_point != '\n'; i++)
			missing = missing || FT_Get_Char_Index(pdf->faces[i], code_point) == 0;
		if (missing)
			return err_tell(err, ERR_RANGE, MSG_PRINT_NO_LETTER, "FT_Get_Char_Index", "“%.*s” (U+%04X), %s",
				(int)taken, text, (unsigned)code_point, pdf->family);
		text += taken;
	}
	return OK;
}

/*
 * Before anything is drawn: cairo sets an empty box for a letter that the font has not, and a record with a box in a
 * name is worth nothing. Every face is asked, for the same text may stand in bold.
 */
enum code
pdf_check_letters(const struct pdf *pdf, const struct report_document *document, struct err *err)
{
	enum code code = OK;

	for (int i = 0; i < document->count && code == OK; i++) {
		const struct line *line = &document->blocks[i].line;
		for (int j = 0; j < line->count && code == OK; j++)
			code = check_text(pdf, line->fields[j].value, err);
	}
	return code;
}

/* ---- the five operations */

static void
set_face(struct pdf *pdf, enum face face, double size)
{
	cairo_set_font_face(pdf->cairo, pdf->fonts[face]);
	cairo_set_font_size(pdf->cairo, size);
}

/* What the font file states, in font units: without hinting it is what cairo sets. */
static double
read_advance(const struct pdf *pdf, enum face face, uint32_t code_point)
{
	FT_Fixed advance = 0;

	if (FT_Get_Advance(pdf->faces[face], FT_Get_Char_Index(pdf->faces[face], code_point), FT_LOAD_NO_SCALE, &advance) != 0)
		return 0;
	return (double)advance;
}

/* Measured from the file rather than asked of cairo, since every line is measured many times. */
static double
canvas_width(void *context, enum face face, double size, const char *text)
{
	struct pdf *pdf = context;
	double units = 0;

	while (*text != '\0') {
		uint32_t code_point;
		text += text_decode(text, &code_point);
		if (code_point >= ADVANCES)
			units += read_advance(pdf, face, code_point);
		else {
			float *known = &pdf->advances[face][code_point];
			if (*known < 0)
				*known = (float)read_advance(pdf, face, code_point);
			units += (double)*known;
		}
	}
	return units * size / pdf->faces[face]->units_per_EM;
}

/* The text goes in as text and not as outlines, so that it can be searched, copied and read aloud. */
static void
canvas_text(void *context, double x, double y, enum face face, double size, const char *text)
{
	struct pdf *pdf = context;

	set_face(pdf, face, size);
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	cairo_move_to(pdf->cairo, x, y);
	cairo_show_text(pdf->cairo, text);
}

static void
canvas_line(void *context, double x1, double y1, double x2, double y2, double thickness)
{
	struct pdf *pdf = context;

	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	cairo_set_line_width(pdf->cairo, thickness);
	cairo_set_line_cap(pdf->cairo, CAIRO_LINE_CAP_SQUARE); /* closes the corners of boxes */
	cairo_move_to(pdf->cairo, x1, y1);
	cairo_line_to(pdf->cairo, x2, y2);
	cairo_stroke(pdf->cairo);
}

static void
canvas_fill(void *context, const struct rectangle *rectangles, int count, double grey)
{
	struct pdf *pdf = context;

	cairo_set_source_rgb(pdf->cairo, grey, grey, grey);
	for (int i = 0; i < count; i++)
		cairo_rectangle(pdf->cairo, rectangles[i].x, rectangles[i].y, rectangles[i].width, rectangles[i].height);
	cairo_fill(pdf->cairo);
}

static void
canvas_page(void *context)
{
	cairo_show_page(((struct pdf *)context)->cairo);
}

void
pdf_canvas(struct pdf *pdf, struct canvas *canvas)
{
	*canvas = (struct canvas){pdf, canvas_width, canvas_text, canvas_line, canvas_fill, canvas_page};
}
