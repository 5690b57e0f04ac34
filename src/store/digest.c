/*
 * store/digest: what is hashed of an entry, of personal fields and of a checkpoint. The byte layout is described in
 * teslim-journal(5): change neither without the other.
 */
#include "inside.h"

#include <string.h>

void
entry_sequence(uint8_t out[8], int64_t seq)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)seq >> (56 - 8 * i));
}

enum code
entry_hash(const struct entry_row *row, uint8_t out[SEAL_HASH], struct err *err)
{
	uint8_t seq[8];
	const struct seal_field fields[] = {
		{seq, sizeof seq},
		{row->desk, strlen(row->desk)},
		{row->time, strlen(row->time)},
		{row->officer, strlen(row->officer)},
		{row->act, strlen(row->act)},
		{row->body, strlen(row->body)},
		{row->personal, row->personal_length},
		{row->prev, SEAL_HASH},
	};

	entry_sequence(seq, row->seq);
	return seal_hash(out, "teslim journal 1", fields, (int)ARRAY_LENGTH(fields), err);
}

enum code
personal_digest(const uint8_t salt[SEAL_SALT], const struct store_field *fields, size_t count, uint8_t out[SEAL_HASH],
	struct err *err)
{
	struct seal_field *list = mem_alloc((1 + 2 * count) * sizeof *list);
	enum code code;

	list[0] = (struct seal_field){salt, SEAL_SALT};
	for (size_t i = 0; i < count; i++) {
		list[1 + 2 * i] = (struct seal_field){fields[i].key, strlen(fields[i].key)};
		list[2 + 2 * i] = (struct seal_field){fields[i].value, strlen(fields[i].value)};
	}
	code = seal_hash(out, "teslim personal 1", list, (int)(1 + 2 * count), err);
	mem_free(list);
	return code;
}

enum code
checkpoint_hash(const char *desk, int64_t seq, const uint8_t root[SEAL_HASH], const char *time, uint8_t out[SEAL_HASH],
	struct err *err)
{
	uint8_t sequence[8];
	const struct seal_field fields[] = {
		{desk, strlen(desk)},
		{sequence, sizeof sequence},
		{root, SEAL_HASH},
		{time, strlen(time)},
	};

	entry_sequence(sequence, seq);
	return seal_hash(out, "teslim checkpoint 1", fields, (int)ARRAY_LENGTH(fields), err);
}
