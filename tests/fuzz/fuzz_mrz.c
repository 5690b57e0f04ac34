/*
 * fuzz/fuzz_mrz: what a scanner types: machine-readable lines, and dates and document numbers typed by hand.
 */
#include "teslim/ident.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_string_n((const char *)data, strnlen((const char *)data, size));
	char masked[NATIONAL_ID_TEXT], date[DATE_TEXT], shown[64];
	struct scan scan;
	struct mrz mrz;
	struct err err = {0};

	ident_read_scan(&scan, text);
	if (ident_parse_mrz(&mrz, text, "2026-11-23", &err) == OK) {
		if (scan.kind != SCAN_MRZ || mrz.corrected > MRZ_CORRECTIONS_MAX)
			abort();
		if (mrz.national_id[0] != '\0' && strlen(mrz.national_id) != 11)
			abort();
		ident_mask(masked, mrz.national_id);
		if (mrz.national_id[0] != '\0' && strncmp(masked, "*******", 7) != 0)
			abort();
		(void)ident_mrz_matches_name(&mrz, text, text);
	} else if (err.message == 0) {
		abort();
	}
	if (ident_parse_date(date, text) && strlen(date) != 10)
		abort();
	ident_mask_document(shown, sizeof shown, text);
	mem_free(text);
	return 0;
}
