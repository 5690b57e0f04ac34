/*
 * print/barcode: QR and Code 128 as rectangles, by libzint. Knows no page.
 */
#include "canvas.h"

#include <string.h>
#include <zint.h>

static enum code
refuse(struct err *err, long native, const char *text)
{
	return err_tell(err, ERR_RANGE, MSG_PRINT_BARCODE, "barcode_make", "%s", native != 0 ? text : "?");
}

/* Code 128 takes printable ASCII; zint would swallow Turkish letters and make a code that reads as something else. */
static bool
is_ascii(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || (unsigned char)*c > 0x7E)
			return false;
	return true;
}

/* Runs of dark modules, row by row. */
static void
take_modules(struct barcode *out, const struct zint_symbol *symbol, int rows)
{
	int room = 0;

	for (int row = 0; row < rows; row++)
		for (int column = 0; column < symbol->width; column++) {
			int begin = column;
			while (column < symbol->width && ((symbol->encoded_data[row][column >> 3] >> (column & 7)) & 1) != 0)
				column++;
			if (column == begin)
				continue;
			if (out->count == room) {
				room = room > 0 ? 2 * room : 64;
				out->rectangles = mem_resize(out->rectangles, (size_t)room, sizeof *out->rectangles);
			}
			out->rectangles[out->count++] = (struct rectangle){begin, row, column - begin, 1};
		}
	out->width = symbol->width;
	out->height = rows;
}

enum code
barcode_make(struct barcode *out, enum barcode_kind kind, const char *payload, struct err *err)
{
	struct zint_symbol *symbol;
	size_t length = strlen(payload);
	enum code code = OK;
	int answer;

	*out = (struct barcode){0};
	/*
	 * A QR code of error correction M holds 2,331 bytes at most, and long before it no desk scanner reads the
	 * modules.
	 */
	if (length == 0 || length > 2000)
		return refuse(err, 1, "0 / > 2000 B");
	if (kind == BARCODE_128 && !is_ascii(payload))
		return refuse(err, 1, payload);
	symbol = ZBarcode_Create();
	if (symbol == NULL)
		return err_set(err, ERR_MEMORY, 0, "ZBarcode_Create", "libzint");
	symbol->symbology = kind == BARCODE_QR ? BARCODE_QRCODE : BARCODE_CODE128;
	symbol->input_mode = kind == BARCODE_QR ? UNICODE_MODE : DATA_MODE;
	/*
	 * M stands 15 % of damage: a fold or a stamp upon the code. More would make the modules of 30 mm too small to
	 * print.
	 */
	symbol->option_1 = kind == BARCODE_QR ? 2 : -1; /* error correction M */
	answer = ZBarcode_Encode(symbol, (const unsigned char *)payload, (int)length);
	if (answer >= ZINT_ERROR || symbol->rows < 1)
		code = refuse(err, answer, symbol->errtxt);
	else
		take_modules(out, symbol, kind == BARCODE_QR ? symbol->rows : 1);
	ZBarcode_Delete(symbol);
	return code;
}

void
barcode_clear(struct barcode *barcode)
{
	mem_free(barcode->rectangles);
	*barcode = (struct barcode){0};
}
