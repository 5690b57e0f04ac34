/*
 * The peer of the report's measurement: draws the lines of a text file on one A4 page with the same library and the same
 * two font files, and nothing else: no layout, no codes, no checks.
 *   plain_page REGULAR.ttf BOLD.ttf OUT.pdf < LINES
 */
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	cairo_font_face_t *fonts[2];
	cairo_surface_t *surface;
	cairo_t *cairo;
	FT_Library library;
	FT_Face faces[2];
	char line[1024];
	double y = 60;

	if (argc != 4 || FT_Init_FreeType(&library) != 0 || FT_New_Face(library, argv[1], 0, &faces[0]) != 0 ||
		FT_New_Face(library, argv[2], 0, &faces[1]) != 0)
		return 2;
	surface = cairo_pdf_surface_create(argv[3], 595.276, 841.89);
	cairo = cairo_create(surface);
	for (int i = 0; i < 2; i++)
		fonts[i] = cairo_ft_font_face_create_for_ft_face(faces[i], FT_LOAD_NO_HINTING);
	for (int i = 0; fgets(line, sizeof line, stdin) != NULL; i++) {
		line[strcspn(line, "\n\f")] = '\0';
		cairo_set_font_face(cairo, fonts[i % 8 == 0 ? 1 : 0]);
		cairo_set_font_size(cairo, 9);
		cairo_move_to(cairo, 57, y);
		cairo_show_text(cairo, line);
		y += 11;
	}
	cairo_show_page(cairo);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? 0 : 1;
}
