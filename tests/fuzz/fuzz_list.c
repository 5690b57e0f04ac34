/*
 * fuzz/fuzz_list: applicant and shipment lists in any encoding and shape, CSV and XLSX.
 */
#include "teslim/list.h"
#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct list_options options = {.max_rows = 2000};
	struct list list = {0};
	struct err err = {0};

	if (size < 1)
		return 0;
	options.shipment = data[0] & 1;
	options.repair = data[0] & 2;
	if (list_read_bytes(&list, data[0] & 4 ? "liste.xlsx" : "liste.csv", (const char *)data + 1, size - 1, &options, &err) ==
		OK) {
		for (size_t i = 0; i < list.row_count; i++) {
			struct applicant applicant;
			list_applicant(&applicant, &list, i);
			if (!text_is_valid(applicant.surname, strlen(applicant.surname)))
				abort();
		}
		for (size_t i = 0; i < list.finding_count; i++) {
			char line[400];
			list_finding_text(line, sizeof line, &list.findings[i]);
		}
	} else if (err.code == OK) {
		abort();
	}
	list_clear(&list);
	return 0;
}
