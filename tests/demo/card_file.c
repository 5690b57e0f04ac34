/*
 * demo/card_file: see card_file.h. One table names the families, another the faults.
 */
#include "card_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CERTS_MAX = 6, EXTRAS_MAX = 8, CERT_SIZE = 65536 };

static const char *const families[] = {
	"akis", "pkcs15", "isoapplet", "piv", "piv-gzip", "identity", "bank", "akis-empty", "empty"};

enum fault_kind { FAULT_INT, FAULT_SIZE, FAULT_FLAG };

static const struct {
	const char *name;
	enum fault_kind kind;
	size_t offset;
} faults[] = {
#define FAULT(name, kind, field) {name, kind, offsetof(struct card_model_faults, field)}
	FAULT("pulled-at", FAULT_INT, pull_at),
	FAULT("mute-at", FAULT_INT, mute_at),
	FAULT("reset-at", FAULT_INT, reset_at),
	FAULT("delay-ms", FAULT_INT, delay_ms),
	FAULT("pulled-after", FAULT_INT, pull_after),
	FAULT("stall-at", FAULT_INT, stall_at),
	FAULT("half-at", FAULT_INT, half_at),
	FAULT("fci", FAULT_INT, fci),
	FAULT("end", FAULT_INT, end),
	FAULT("short-at", FAULT_INT, short_at),
	FAULT("short-length", FAULT_SIZE, short_length),
	FAULT("trailing", FAULT_SIZE, trailing),
	FAULT("huge-at", FAULT_INT, huge_at),
	FAULT("huge-length", FAULT_SIZE, huge_length),
	FAULT("chunk-cap", FAULT_SIZE, chunk_cap),
	FAULT("t0", FAULT_FLAG, t0),
	FAULT("wrong-le-6c", FAULT_FLAG, wrong_le_6c),
	FAULT("endless-61", FAULT_FLAG, endless_61),
	FAULT("endless-6c", FAULT_FLAG, endless_6c),
	FAULT("endless-empty", FAULT_FLAG, endless_empty),
	FAULT("endless-zeros", FAULT_FLAG, endless_zeros),
	FAULT("refuse-p2-00", FAULT_FLAG, refuse_p2_00),
	FAULT("refuse-le", FAULT_FLAG, refuse_le),
	FAULT("no-mf", FAULT_FLAG, no_mf),
	FAULT("needs-mf", FAULT_FLAG, needs_mf),
	FAULT("no-select-by-name", FAULT_FLAG, no_select_by_name),
#undef FAULT
};

/* A file beside those of the family, or one of them changed. */
struct extra {
	unsigned fid, sw; /* sw: what reading it answers; 0: its bytes */
	char *bytes;      /* NULL: as it is */
	size_t length;
};

struct plan {
	char family[32];
	char atr[80];
	struct card_model_faults faults;
	char *der[CERTS_MAX];
	size_t length[CERTS_MAX];
	int count;
	struct extra extras[EXTRAS_MAX];
	int extra_count;
};

static bool
set_fault(struct plan *plan, const char *name, const char *value)
{
	for (size_t i = 0; i < ARRAY_LENGTH(faults); i++) {
		char *field = (char *)&plan->faults + faults[i].offset;
		int number = value == NULL ? 1 : atoi(value);
		if (strcmp(name, faults[i].name) != 0)
			continue;
		switch (faults[i].kind) {
		case FAULT_INT:
			memcpy(field, &number, sizeof number);
			break;
		case FAULT_SIZE:
			memcpy(field, &(size_t){(size_t)number}, sizeof(size_t));
			break;
		case FAULT_FLAG:
			memcpy(field, &(bool){true}, sizeof(bool));
			break;
		}
		return true;
	}
	if (strcmp(name, "sw-at") == 0 && value != NULL)
		return sscanf(value, "%d:%x", &plan->faults.sw_at, &plan->faults.sw) == 2;
	return false;
}

static bool
is_family(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(families); i++)
		if (strcmp(name, families[i]) == 0)
			return true;
	return false;
}

/* "file FID PATH" and "closed FID SW" */
static bool
take_extra(struct plan *plan, const char *word, const char *fid, const char *value, struct err *err)
{
	struct extra *extra = &plan->extras[plan->extra_count];

	if (value == NULL || plan->extra_count == EXTRAS_MAX || sscanf(fid, "%x", &extra->fid) != 1)
		return false;
	if (strcmp(word, "closed") == 0) {
		if (sscanf(value, "%x", &extra->sw) != 1)
			return false;
	} else if (file_read(value, CERT_SIZE, &extra->bytes, &extra->length, err) != OK) {
		return false;
	}
	plan->extra_count++;
	return true;
}

static bool
take_line(struct plan *plan, char *line, struct err *err)
{
	char *rest = NULL;
	const char *word = strtok_r(line, " \t", &rest);
	const char *value = strtok_r(NULL, " \t", &rest);

	if (word == NULL || word[0] == '#')
		return true;
	if (value == NULL)
		return false;
	if (strcmp(word, "atr") == 0)
		return copy_text(plan->atr, sizeof plan->atr, value);
	if (strcmp(word, "family") == 0)
		return is_family(value) && copy_text(plan->family, sizeof plan->family, value);
	if (strcmp(word, "cert") == 0 && plan->count < CERTS_MAX) {
		int i = plan->count;
		if (file_read(value, CERT_SIZE, &plan->der[i], &plan->length[i], err) != OK)
			return false;
		plan->count++;
		return true;
	}
	if (strcmp(word, "file") == 0 || strcmp(word, "closed") == 0)
		return take_extra(plan, word, value, strtok_r(NULL, " \t", &rest), err);
	return strcmp(word, "fault") == 0 && set_fault(plan, value, strtok_r(NULL, " \t", &rest));
}

/* Into the folder where the family has its certificates. */
static void
add_extra(struct card_model *model, const struct extra *extra)
{
	int folder = card_model_find(model, CARD_MODEL_ROOT, 0x3D00), at;

	if (folder < 0)
		folder = card_model_find(model, CARD_MODEL_ROOT, 0x5015);
	if (folder < 0)
		folder = CARD_MODEL_ROOT;
	at = card_model_find(model, folder, extra->fid);
	if (at >= 0 && extra->bytes != NULL)
		model->nodes[at].fid = 0xFFFF; /* out of the way of its successor */
	if (at < 0 || extra->bytes != NULL)
		at = card_model_add_ef(model, folder, extra->fid, extra->bytes, extra->length);
	if (at >= 0)
		model->nodes[at].read_sw = extra->sw;
}

static void
build_card(struct card_model *model, const struct plan *plan)
{
	struct card_model_cert certs[CERTS_MAX];

	for (int i = 0; i < plan->count; i++)
		certs[i] = (struct card_model_cert){(const uint8_t *)plan->der[i], plan->length[i]};
	if (strcmp(plan->family, "akis") == 0)
		card_model_akis(model, certs, plan->count);
	else if (strcmp(plan->family, "pkcs15") == 0)
		card_model_pkcs15(model, certs, plan->count);
	else if (strcmp(plan->family, "isoapplet") == 0)
		card_model_isoapplet(model, certs, plan->count);
	else if (strncmp(plan->family, "piv", 3) == 0)
		card_model_piv(model, certs, plan->count, plan->family[3] != '\0');
	else if (strcmp(plan->family, "identity") == 0)
		card_model_identity(model);
	else if (strcmp(plan->family, "bank") == 0)
		card_model_bank(model);
	else if (strcmp(plan->family, "akis-empty") == 0)
		card_model_akis_empty(model);
	else
		card_model_blank(model);
	if (plan->atr[0] != '\0')
		card_model_set_atr(model, plan->atr);
	for (int i = 0; i < plan->extra_count; i++)
		add_extra(model, &plan->extras[i]);
	model->faults = plan->faults;
}

enum code
card_file_load(struct card_model *model, const char *path, struct err *err)
{
	struct plan plan = {.family = "empty"};
	char *text = NULL, *rest = NULL;
	size_t length;
	enum code code = file_read(path, CERT_SIZE, &text, &length, err);
	int number = 0;

	for (char *line = text == NULL ? NULL : strtok_r(text, "\r\n", &rest); code == OK && line != NULL;
		line = strtok_r(NULL, "\r\n", &rest)) {
		number++;
		if (!take_line(&plan, line, err))
			code = err_set(err, ERR_SYNTAX, 0, "card file", "%s: line %d", path, number);
	}
	if (code != OK)
		plan.family[0] = '\0';
	build_card(model, &plan);
	for (int i = 0; i < plan.count; i++)
		mem_free(plan.der[i]);
	for (int i = 0; i < plan.extra_count; i++)
		mem_free(plan.extras[i].bytes);
	mem_free(text);
	return code;
}
