/*
 * screen_picture HOME.svg VERDICT.svg: runs the demo in a terminal, takes the pictures of README.md from its real screens,
 * and leaves. Wants TOP and BUILD.
 */
#include "terminal/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CELL_WIDTH = 9, CELL_HEIGHT = 19, MARGIN = 12, SOON = 20000 };

static struct terminal terminal;

static void
must(bool held, const char *what)
{
	if (held)
		return;
	terminal_dump(&terminal, what);
	exit(1);
}

/* Colours of a calm dark terminal for the palette's first sixteen. */
static const char *
colour_name(int index, bool background)
{
	static const char *const palette[] = {"#1d2126", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2",
		"#c8ccd4", "#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff"};

	if (index >= 0 && index < 16)
		return palette[index];
	return background ? "#1d2126" : "#c8ccd4";
}

static void
add_text(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			str_add(out, "&lt;");
		else if (*text == '&')
			str_add(out, "&amp;");
		else
			str_add_char(out, *text);
	}
}

static bool
looks_same(const struct terminal_cell *a, const struct terminal_cell *b)
{
	return a->bold == b->bold && a->reverse == b->reverse && a->underline == b->underline && a->foreground == b->foreground &&
		a->background == b->background;
}

/* One run of cells that look the same. */
static void
add_run(struct str *out, int row, int column, int width, const struct terminal_cell *look, const char *text)
{
	const char *ink = colour_name(look->reverse ? look->background : look->foreground, look->reverse);
	const char *paper = colour_name(look->reverse ? look->foreground : look->background, !look->reverse);
	int x = MARGIN + column * CELL_WIDTH, y = MARGIN + row * CELL_HEIGHT;

	if (look->reverse || look->background >= 0)
		str_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", x, y, width * CELL_WIDTH,
			CELL_HEIGHT, paper);
	if (text[strspn(text, " ")] == '\0')
		return;
	str_printf(out, "<text x=\"%d\" y=\"%d\" fill=\"%s\"%s textLength=\"%d\" xml:space=\"preserve\">", x, y + 14, ink,
		look->bold ? " font-weight=\"bold\"" : "", width * CELL_WIDTH);
	add_text(out, text);
	str_add(out, "</text>\n");
}

static void
add_row(struct str *out, int row)
{
	struct str text = {0};
	struct terminal_cell look = {0}, cell;
	int begin = 0;

	for (int column = 0; column <= terminal.columns; column++) {
		terminal_cell(&terminal, row, column < terminal.columns ? column : 0, &cell);
		if (column == terminal.columns || (column > begin && !looks_same(&cell, &look))) {
			add_run(out, row, begin, column - begin, &look, str_text(&text));
			str_reset(&text);
			begin = column;
		}
		if (column == begin)
			look = cell;
		str_add(&text, cell.text);
	}
	str_clear(&text);
}

static void
take_picture(const char *path)
{
	struct str out = {0};
	struct err err = {0};
	int width = 2 * MARGIN + terminal.columns * CELL_WIDTH, height = 2 * MARGIN + terminal.rows * CELL_HEIGHT;

	terminal_settle(&terminal, 300, SOON);
	str_printf(&out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
		"font-family=\"DejaVu Sans Mono, Liberation Mono, monospace\" font-size=\"15\">\n"
		"<rect width=\"100%%\" height=\"100%%\" rx=\"6\" fill=\"#1d2126\"/>\n",
		width, height, width, height);
	for (int row = 0; row < terminal.rows; row++)
		add_row(&out, row);
	str_add(&out, "</svg>\n");
	must(file_write(path, out.data, out.length, 0644, &err) == OK, err.detail);
	str_clear(&out);
}

int
main(int argc, char **argv)
{
	const char *top = getenv("TOP");
	char folder[] = "/tmp/teslim-picture-XXXXXX", name[64], script[512];
	const char *const arguments[] = {"sh", script, NULL};
	const char *const environment[] = {name, NULL};

	if (argc != 3 || top == NULL || mkdtemp(folder) == NULL) {
		fputs("usage: TOP=. BUILD=build screen_picture HOME.svg VERDICT.svg\n", stderr);
		return 2;
	}
	snprintf(name, sizeof name, "TESLIM_DEMO=%s", folder);
	snprintf(script, sizeof script, "%s/tests/demo/demo.sh", top);
	terminal_open(&terminal, &(struct terminal_wish){.argv = arguments, .environment = environment, .term = "xterm-16color"});
	must(terminal_expect(&terminal, "Parola", SOON), "login");
	terminal_type(&terminal, "demo\tdeneme\r");
	must(terminal_expect(&terminal, "hazır, kart yok", SOON), "home");
	take_picture(argv[1]);
	terminal_key(&terminal, "F12");
	terminal_settle(&terminal, 100, SOON);
	terminal_type(&terminal, "1");
	must(terminal_expect(&terminal, "Teslim 2/8", SOON), "identity");
	terminal_type(&terminal, "A12B34567\r01.05.2031\r");
	terminal_settle(&terminal, 200, SOON);
	terminal_type(&terminal, "90000");
	must(terminal_expect(&terminal, "belgeden yazıldı", SOON), "number");
	terminal_settle(&terminal, 1100, 1200); /* the name is read before the face is compared */
	terminal_type(&terminal, "\031\r");
	must(terminal_expect(&terminal, "U Y G U N", SOON), "verdict");
	take_picture(argv[2]);
	terminal_close(&terminal);
	snprintf(script, sizeof script, "rm -rf %s", folder);
	return system(script) == 0 ? 0 : 1;
}
