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

enum { ADVANCES = 0x250 /* Latin, Latin-1 and Latin Extended */, FAMILIES_MAX = 4 };

/* Lives as long as the process: cairo's caches may hold faces longer than any PDF. */
static FT_Library library;

/* The files of one family. */
struct family {
	FT_Face faces[FACE_COUNT];
	cairo_font_face_t *fonts[FACE_COUNT];
};

struct pdf {
	struct family families[FAMILIES_MAX]; /* the chosen one; the others have letters that it lacks */
	int family_count;
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct str bytes;
	double advances[FACE_COUNT][ADVANCES]; /* of the first code points, at size 1; below 0: not asked yet */
};

/* Where Debian 12 and 13 keep the fonts, the wanted ones first. */
struct font_files {
	enum typeface typeface;
	const char *folder;
	const char *files[FACE_COUNT];
};

static const struct font_files known_fonts[] = {
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/liberation2", {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/liberation", {"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/dejavu", {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/liberation2", {"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/liberation", {"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"}},
	{TYPEFACE_SERIF, "/usr/share/fonts/truetype/dejavu", {"DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"}},
};
/* For letters that the chosen one lacks, where they are installed. */
static const struct font_files more_fonts[] = {
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/dejavu", {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/truetype/noto", {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"}},
	{TYPEFACE_SANS, "/usr/share/fonts/opentype/noto", {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"}},
};

/* ---- fonts */

static void
close_faces(struct family *family)
{
	for (int i = 0; i < FACE_COUNT; i++)
		if (family->faces[i] != NULL) {
			FT_Done_Face(family->faces[i]);
			family->faces[i] = NULL;
		}
}

static bool
open_faces(struct family *family, const struct font_files *font, const char *folder)
{
	char path[600];

	for (int i = 0; i < FACE_COUNT; i++) {
		int length = snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : font->folder, font->files[i]);
		if (length >= (int)sizeof path || FT_New_Face(library, path, 0, &family->faces[i]) != 0) {
			family->faces[i] = NULL;
			close_faces(family);
			return false;
		}
	}
	return true;
}

static const cairo_user_data_key_t face_key;

static void
let_go(void *face)
{
	FT_Done_Face(face);
}

static enum code
make_fonts(struct family *family, struct err *err)
{
	for (int i = 0; i < FACE_COUNT; i++) {
		family->fonts[i] = cairo_ft_font_face_create_for_ft_face(family->faces[i], FT_LOAD_NO_HINTING);
		/* cairo caches fonts beyond our reference: the file stays open as long as it needs it. */
		if (cairo_font_face_set_user_data(family->fonts[i], &face_key, family->faces[i], let_go) != CAIRO_STATUS_SUCCESS)
			return err_tell(err, ERR_INTERNAL, MSG_PRINT_DRAW, "cairo_ft_font_face", "%s",
				family->faces[i]->family_name);
	}
	return OK;
}

static enum code
find_fonts(struct pdf *pdf, enum typeface typeface, const char *folder, struct err *err)
{
	if (library == NULL && FT_Init_FreeType(&library) != 0)
		return err_tell(err, ERR_INTERNAL, MSG_PRINT_DRAW, "FT_Init_FreeType", "FreeType");
	for (size_t i = 0; i < ARRAY_LENGTH(known_fonts); i++)
		if (known_fonts[i].typeface == typeface && open_faces(&pdf->families[0], &known_fonts[i], folder)) {
			pdf->family_count = 1;
			return make_fonts(&pdf->families[0], err);
		}
	return err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_FONT, "FT_New_Face", "%s",
		folder != NULL ? folder : "/usr/share/fonts/truetype/liberation2");
}

static bool
has_letter(const struct family *family, uint32_t code_point)
{
	for (int i = 0; i < FACE_COUNT; i++)
		if (FT_Get_Char_Index(family->faces[i], code_point) == 0)
			return false;
	return true;
}

/* Opened for a document that needs them alone: most papers are in Turkish, and each file costs milliseconds. */
enum code
pdf_add_fonts(struct pdf *pdf, struct err *err)
{
	enum code code = OK;

	for (size_t i = 0; code == OK && i < ARRAY_LENGTH(more_fonts) && pdf->family_count < FAMILIES_MAX; i++)
		if (open_faces(&pdf->families[pdf->family_count], &more_fonts[i], NULL))
			code = make_fonts(&pdf->families[pdf->family_count++], err);
	return code;
}

/* The family that draws a letter; the chosen one when none has it. */
static struct family *
family_of(struct pdf *pdf, uint32_t code_point)
{
	for (int i = 0; i < pdf->family_count; i++)
		if (has_letter(&pdf->families[i], code_point))
			return &pdf->families[i];
	return &pdf->families[0];
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
pdf_open(struct pdf **out, enum typeface typeface, const char *folder, const struct report_document *document, struct err *err)
{
	struct pdf *pdf = mem_alloc(sizeof *pdf);
	cairo_font_options_t *options;
	enum code code;

	*out = pdf;
	for (int i = 0; i < FACE_COUNT * ADVANCES; i++)
		pdf->advances[i / ADVANCES][i % ADVANCES] = -1;
	code = find_fonts(pdf, typeface, folder, err);
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
	for (int i = 0; i < FAMILIES_MAX * FACE_COUNT; i++)
		if ((*pdf)->families[i / FACE_COUNT].fonts[i % FACE_COUNT] != NULL)
			cairo_font_face_destroy((*pdf)->families[i / FACE_COUNT].fonts[i % FACE_COUNT]);
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

/* Scripts whose letters are joined or ordered anew would come out as letters, and wrong; marks would stand beside theirs. */
static bool
needs_shaping(uint32_t code_point)
{
	return (code_point >= 0x0300 && code_point <= 0x036F) || (code_point >= 0x0590 && code_point <= 0x109F) ||
		(code_point >= 0x1780 && code_point <= 0x18AF) || (code_point >= 0x200C && code_point <= 0x200F) ||
		(code_point >= 0xFB1D && code_point <= 0xFDFF) || (code_point >= 0xFE70 && code_point <= 0xFEFF);
}

static bool
pdf_has(const void *context, uint32_t code_point)
{
	const struct pdf *pdf = context;

	return !needs_shaping(code_point) && has_letter(&pdf->families[0], code_point);
}

static bool
pdf_borrows(const void *context, uint32_t code_point)
{
	const struct pdf *pdf = context;

	for (int i = 1; i < pdf->family_count; i++)
		if (has_letter(&pdf->families[i], code_point))
			return !needs_shaping(code_point);
	return false;
}

struct repertoire
pdf_repertoire(const struct pdf *pdf)
{
	return (struct repertoire){pdf, pdf_has, pdf_borrows};
}

/* ---- the five operations */

/* What the font file states, at size 1: without hinting it is what cairo sets. */
static double
read_advance(struct pdf *pdf, enum face face, uint32_t code_point)
{
	FT_Face file = family_of(pdf, code_point)->faces[face];
	FT_Fixed advance = 0;

	if (FT_Get_Advance(file, FT_Get_Char_Index(file, code_point), FT_LOAD_NO_SCALE, &advance) != 0)
		return 0;
	return (double)advance / file->units_per_EM;
}

/* Measured from the file rather than asked of cairo, since every line is measured many times. */
static double
canvas_width(void *context, enum face face, double size, const char *text)
{
	struct pdf *pdf = context;
	double width = 0;

	while (*text != '\0') {
		uint32_t code_point;
		text += text_decode(text, &code_point);
		if (code_point >= ADVANCES)
			width += read_advance(pdf, face, code_point);
		else {
			double *known = &pdf->advances[face][code_point];
			if (*known < 0)
				*known = read_advance(pdf, face, code_point);
			width += *known;
		}
	}
	return width * size;
}

/* The bytes of text that one family draws; *family is that. */
static size_t
take_run(struct pdf *pdf, const char *text, struct family **family)
{
	size_t length = 0;

	*family = NULL;
	while (text[length] != '\0') {
		uint32_t code_point;
		size_t taken = text_decode(text + length, &code_point);
		struct family *of = family_of(pdf, code_point);
		if (*family != NULL && of != *family)
			break;
		*family = of;
		length += taken;
	}
	return length;
}

/* The text goes in as text and not as outlines, so that it can be searched, copied and read aloud. */
static void
canvas_text(void *context, double x, double y, enum face face, double size, const char *text)
{
	struct pdf *pdf = context;
	struct family *family;

	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	cairo_set_font_size(pdf->cairo, size);
	while (*text != '\0') {
		size_t length = take_run(pdf, text, &family);
		char *run = mem_string_n(text, length);
		cairo_set_font_face(pdf->cairo, family->fonts[face]);
		cairo_move_to(pdf->cairo, x, y);
		cairo_show_text(pdf->cairo, run);
		x += canvas_width(pdf, face, size, run);
		mem_free(run);
		text += length;
	}
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
