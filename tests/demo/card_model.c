/*
 * demo/card_model: the mechanics of the card in memory: SELECT, READ BINARY, GET DATA, GET RESPONSE, and what may go
 * wrong with each. The whole cards are in card_layouts.c.
 */
#include "card_model.h"

#include <string.h>

enum { MODEL_ANSWER_MAX = 65536, MODEL_IFSC = 254 };

void
card_model_set_atr(struct card_model *model, const char *hex)
{
	size_t length = strlen(hex) / 2;

	if (length > sizeof model->atr || !hex_decode(model->atr, length, hex))
		length = 0;
	model->atr_length = length;
}

void
card_model_reset(struct card_model *model)
{
	model->current_df = CARD_MODEL_ROOT;
	model->current_ef = -1;
	model->mf_selected = false;
	model->piv_selected = false;
	model->pending_length = model->pending_at = 0;
}

void
card_model_forget(struct card_model *model)
{
	model->apdus = model->reads = 0;
	model->bytes_in = model->bytes_out = model->line_bytes = 0;
	model->forbidden = 0;
	memset(model->log, 0, sizeof model->log);
}

void
card_model_init(struct card_model *model)
{
	memset(model, 0, sizeof *model);
	model->nodes[0] = (struct card_model_node){.parent = -1, .is_df = true, .fid = 0x3F00};
	model->node_count = 1;
	model->pending = mem_alloc(MODEL_ANSWER_MAX);
	card_model_set_atr(model, "3b9f978131fe4580655443d3228231c073f621808105d3");
	card_model_reset(model);
}

void
card_model_clear(struct card_model *model)
{
	for (int i = 0; i < model->node_count; i++)
		mem_free(model->nodes[i].data);
	for (int i = 0; i < model->object_count; i++)
		mem_free(model->objects[i].data);
	mem_free(model->pending);
	memset(model, 0, sizeof *model);
}

static uint8_t *
copy_bytes(const void *bytes, size_t length)
{
	uint8_t *copy = mem_alloc(length);

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

int
card_model_add_df(struct card_model *model, int parent, unsigned fid, const void *name, size_t name_length)
{
	struct card_model_node *node;

	if (model->node_count == CARD_MODEL_NODES || name_length > sizeof node->name)
		return -1;
	node = &model->nodes[model->node_count];
	*node = (struct card_model_node){.parent = parent, .is_df = true, .fid = fid, .name_length = name_length};
	if (name_length > 0)
		memcpy(node->name, name, name_length);
	return model->node_count++;
}

int
card_model_add_ef(struct card_model *model, int parent, unsigned fid, const void *bytes, size_t length)
{
	if (model->node_count == CARD_MODEL_NODES)
		return -1;
	model->nodes[model->node_count] =
		(struct card_model_node){.parent = parent, .fid = fid, .data = copy_bytes(bytes, length), .length = length};
	return model->node_count++;
}

void
card_model_make_linear(struct card_model *model, int node, size_t size)
{
	struct card_model_node *file = &model->nodes[node];

	file->record_count = 0;
	for (size_t end = 0; end < file->length && file->record_count < CARD_MODEL_RECORDS;) {
		end = end + size < file->length ? end + size : file->length;
		file->record_ends[file->record_count++] = (uint16_t)end;
	}
}

void
card_model_add_object(struct card_model *model, unsigned tag, const void *bytes, size_t length)
{
	if (model->object_count == CARD_MODEL_OBJECTS)
		return;
	model->objects[model->object_count++] =
		(struct card_model_object){.tag = tag, .data = copy_bytes(bytes, length), .length = length};
}

int
card_model_find(const struct card_model *model, int parent, unsigned fid)
{
	for (int i = 1; i < model->node_count; i++)
		if (model->nodes[i].parent == parent && model->nodes[i].fid == fid)
			return i;
	return -1;
}

/* ---- one exchange: an answer is data and SW, cut or continued as the switches say */

struct answer {
	const uint8_t *data;
	size_t length;
	size_t le;   /* asked for; 0: no Le in the command */
	unsigned sw; /* 0: not even a status word */
};

static unsigned
more_available(const struct card_model *model)
{
	size_t left = model->pending_length - model->pending_at;

	return 0x6100 | (left >= 256 ? 0 : (unsigned)left);
}

/* Puts the rest aside for GET RESPONSE when it does not fit one answer. */
static void
chain_answer(struct card_model *model, struct answer *answer, bool t0_manner)
{
	size_t limit = answer->le;

	if (answer->sw != 0x9000 && (answer->sw >> 8) != 0x62)
		return;
	if (model->faults.chunk_cap > 0 && limit > model->faults.chunk_cap)
		limit = model->faults.chunk_cap;
	if (t0_manner)
		limit = 0;
	if (answer->length <= limit || answer->length > MODEL_ANSWER_MAX)
		return;
	memmove(model->pending, answer->data + limit, answer->length - limit);
	model->pending_length = answer->length - limit;
	model->pending_at = 0;
	answer->length = limit;
	answer->sw = more_available(model);
}

static bool
selects_by_fid(const struct card_model_node *node, unsigned p1, unsigned fid)
{
	if (node->fid != fid)
		return false;
	return p1 == 0x00 || (p1 == 0x01 && node->is_df) || (p1 == 0x02 && !node->is_df);
}

static int
find_by_fid(const struct card_model *model, unsigned p1, unsigned fid)
{
	if (fid == 0x3F00 && p1 == 0x00)
		return CARD_MODEL_ROOT;
	for (int i = 1; i < model->node_count; i++)
		if (model->nodes[i].parent == model->current_df && selects_by_fid(&model->nodes[i], p1, fid))
			return i;
	return -1;
}

static int
find_by_path(const struct card_model *model, int from, const uint8_t *path, size_t length)
{
	int at = from;

	if (length == 0 || length % 2 != 0)
		return -1;
	for (size_t i = 0; i + 1 < length && at >= 0; i += 2)
		at = card_model_find(model, at, (unsigned)(path[i] << 8 | path[i + 1]));
	return at;
}

static int
find_by_name(const struct card_model *model, const uint8_t *name, size_t length)
{
	for (int i = 1; i < model->node_count; i++)
		if (model->nodes[i].name_length == length && length > 0 && memcmp(model->nodes[i].name, name, length) == 0)
			return i;
	return -1;
}

static size_t
build_fci(const struct card_model *model, const struct card_model_node *node, uint8_t out[32])
{
	size_t size = model->faults.fci == CARD_FCI_LYING ? 0xFFFF : node->length;
	uint8_t body[28];
	size_t at = 0;

	if (model->faults.fci == CARD_FCI_NONE)
		return 0;
	if (model->faults.fci != CARD_FCI_EMPTY) {
		if (!node->is_df) {
			memcpy(body + at, (uint8_t[]){0x80, 2, (uint8_t)(size >> 8), (uint8_t)size}, 4);
			at += 4;
			if (model->faults.fci == CARD_FCI_TWO_80) {
				memcpy(body + at, (uint8_t[]){0x80, 2, 0x7F, 0xFF}, 4);
				at += 4;
			}
		}
		memcpy(body + at, (uint8_t[]){0x82, 1, node->is_df ? 0x38 : 0x01}, 3);
		at += 3;
		memcpy(body + at, (uint8_t[]){0x83, 2, (uint8_t)(node->fid >> 8), (uint8_t)node->fid}, 4);
		at += 4;
		memcpy(body + at, (uint8_t[]){0x8A, 1, 0x05}, 3);
		at += 3;
	}
	out[0] = model->faults.fci == CARD_FCI_62 ? 0x62 : 0x6F;
	out[1] = (uint8_t)at;
	memcpy(out + 2, body, at);
	return at + 2;
}

static const uint8_t piv_aid[] = {0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00};

static bool
is_piv(const struct card_model *model, const uint8_t *name, size_t length)
{
	return model->object_count > 0 && length >= 5 && length <= sizeof piv_aid + 2 &&
		memcmp(name, piv_aid, length < sizeof piv_aid ? length : sizeof piv_aid) == 0;
}

static unsigned
resolve_select(struct card_model *model, unsigned p1, const uint8_t *body, size_t length, int *found)
{
	unsigned fid = length == 2 ? (unsigned)(body[0] << 8 | body[1]) : 0;

	*found = -1;
	if (model->faults.no_select_by_name && p1 == 0x04)
		return 0x6A86;
	if (model->faults.needs_mf && p1 == 0x04 && !model->mf_selected)
		return 0x6418;
	if (model->faults.no_mf && p1 == 0x00 && fid == 0x3F00)
		return 0x6A82;
	switch (p1) {
	case 0x00:
	case 0x01:
	case 0x02:
		*found = length == 2 ? find_by_fid(model, p1, fid) : length == 0 && p1 == 0 ? CARD_MODEL_ROOT : -1;
		break;
	case 0x03:
		*found = model->current_df > 0 ? model->nodes[model->current_df].parent : -1;
		break;
	case 0x04:
		*found = find_by_name(model, body, length);
		break;
	case 0x08:
		*found = find_by_path(model, CARD_MODEL_ROOT, body, length);
		break;
	case 0x09:
		*found = find_by_path(model, model->current_df, body, length);
		break;
	}
	return *found < 0 ? 0x6A82 : 0x9000;
}

static void
do_select(struct card_model *model, const uint8_t *command, size_t length, struct answer *answer, uint8_t scratch[64])
{
	size_t lc = length > 5 ? command[4] : 0;
	bool has_le = length > 5 + lc || (length == 5 && lc == 0);
	const struct card_model_node *node;
	int found;

	answer->sw = 0x6700;
	if (length > 5 && length != 5 + lc && length != 6 + lc)
		return;
	if (model->faults.refuse_le && has_le)
		return;
	answer->sw = 0x6A86;
	if (command[3] != 0x00 && command[3] != 0x0C)
		return;
	if (model->faults.refuse_p2_00 && command[3] == 0x00)
		return;
	if (command[2] == 0x04 && is_piv(model, command + 5, lc)) {
		static const uint8_t template[] = {0x61, 0x08, 0x4F, 0x06, 0x00, 0x00, 0x10, 0x00, 0x01, 0x00};
		model->piv_selected = true;
		*answer = (struct answer){template, command[3] == 0 ? sizeof template : 0, answer->le, 0x9000};
		return;
	}
	answer->sw = resolve_select(model, command[2], command + 5, lc, &found);
	if (answer->sw != 0x9000)
		return;
	node = &model->nodes[found];
	if (node->select_sw != 0) {
		answer->sw = node->select_sw;
		return;
	}
	model->piv_selected = false;
	if (found == CARD_MODEL_ROOT)
		model->mf_selected = true;
	model->current_df = node->is_df ? found : node->parent;
	model->current_ef = node->is_df ? -1 : found;
	answer->data = scratch;
	answer->length = command[3] == 0x0C ? 0 : build_fci(model, node, scratch);
}

static void
do_endless_read(const struct card_model *model, struct answer *answer, uint8_t *room)
{
	if (model->faults.endless_61)
		answer->sw = 0x6120;
	else if (model->faults.endless_6c)
		answer->sw = 0x6C10;
	else if (model->faults.endless_empty)
		answer->sw = 0x9000;
	else if (model->faults.endless_zeros) {
		memset(room, 0, answer->le);
		*answer = (struct answer){room, answer->le, answer->le, 0x9000};
	}
}

static void
read_end(const struct card_model *model, struct answer *answer, size_t left)
{
	switch (model->faults.end) {
	case CARD_END_6282:
		answer->sw = left > 0 ? 0x6282 : 0x6B00;
		break;
	case CARD_END_SHORT_9000:
		answer->sw = 0x9000;
		break;
	case CARD_END_6B00:
		answer->sw = left > 0 ? 0x9000 : 0x6B00;
		break;
	case CARD_END_6282_EMPTY:
		answer->sw = left > 0 ? 0x9000 : 0x6282;
		break;
	case CARD_END_6C:
		answer->sw = left > 0 ? 0x6C00 | (unsigned)(left & 0xFF) : 0x6B00;
		answer->length = 0;
		break;
	}
}

/* Is this READ one that is answered by the reader, not by the card? */
static bool
is_odd_read(struct card_model *model, struct answer *answer)
{
	const struct card_model_faults *faults = &model->faults;
	bool is_odd = faults->odd_times > 0 && model->reads >= faults->odd_at && model->reads < faults->odd_at + faults->odd_times;

	if (!is_odd && (faults->odd_every == 0 || model->reads % faults->odd_every != 0))
		return false;
	if (faults->odd_loses)
		card_model_reset(model);
	answer->sw = faults->odd_sw;
	return true;
}

static bool
refuses_le(const struct card_model *model, struct answer *answer)
{
	const struct card_model_faults *faults = &model->faults;

	if (faults->le_max > 0 && answer->le > faults->le_max)
		answer->sw = 0x6700;
	else if (faults->ping_pong_6c && answer->le > 100)
		answer->sw = answer->le == 0x80 ? 0x6CFC : 0x6C80;
	else
		return false;
	return true;
}

static void
do_read_record(struct card_model *model, const uint8_t *command, struct answer *answer)
{
	const struct card_model_node *node = model->current_ef >= 0 ? &model->nodes[model->current_ef] : NULL;
	int number = command[2];
	size_t begin;

	answer->sw = 0x6986;
	if (node == NULL)
		return;
	answer->sw = node->record_count == 0 ? 0x6981 : node->read_sw;
	if (answer->sw != 0)
		return;
	answer->sw = (command[3] & 7) == 4 ? 0x6A83 : 0x6A86;
	if (number < 1 || number > node->record_count || answer->sw != 0x6A83)
		return;
	begin = number == 1 ? 0 : node->record_ends[number - 2];
	answer->data = node->data + begin;
	answer->length = node->record_ends[number - 1] - begin;
	answer->sw = 0x9000;
	if (answer->length > answer->le)
		answer->length = answer->le;
}

static void
do_read(struct card_model *model, const uint8_t *command, struct answer *answer, uint8_t *room)
{
	const struct card_model_faults *faults = &model->faults;
	const struct card_model_node *node;
	size_t offset = (size_t)(command[2] << 8 | command[3]);
	size_t left;

	if (faults->endless_61 || faults->endless_6c || faults->endless_empty || faults->endless_zeros) {
		do_endless_read(model, answer, room);
		return;
	}
	answer->sw = 0x6986;
	if (model->current_ef < 0 || command[2] >= 0x80)
		return;
	node = &model->nodes[model->current_ef];
	answer->sw = node->read_sw;
	if (node->read_sw != 0)
		return;
	if (node->record_count > 0) {
		answer->sw = 0x6981;
		return;
	}
	left = offset < node->length ? node->length - offset : 0;
	answer->data = node->data + (left > 0 ? offset : 0);
	answer->length = left < answer->le ? left : answer->le;
	answer->sw = 0x9000;
	if (faults->crumbs > 0 && answer->length > faults->crumbs) {
		answer->length = faults->crumbs;
		return;
	}
	if (left < answer->le && faults->wrong_le_6c && left > 0) {
		answer->sw = 0x6C00 | (unsigned)(left & 0xFF);
		answer->length = 0;
	} else if (left < answer->le) {
		read_end(model, answer, left);
	}
	if (faults->trailing > 0 && answer->length > 0 && answer->length + faults->trailing <= MODEL_ANSWER_MAX) {
		memmove(room, answer->data, answer->length);
		memset(room + answer->length, 0xA5, faults->trailing);
		answer->data = room;
		answer->length += faults->trailing;
		answer->le = answer->length;
	}
}

static void
do_get_data(struct card_model *model, const uint8_t *command, size_t length, struct answer *answer)
{
	unsigned tag;

	answer->sw = 0x6D00;
	if (!model->piv_selected)
		return;
	answer->sw = 0x6A80;
	if (length < 10 || command[4] != 5 || command[5] != 0x5C || command[6] != 3)
		return;
	tag = (unsigned)(command[7] << 16 | command[8] << 8 | command[9]);
	answer->sw = 0x6A82;
	for (int i = 0; i < model->object_count; i++)
		if (model->objects[i].tag == tag) {
			answer->data = model->objects[i].data;
			answer->length = model->objects[i].length;
			answer->sw = 0x9000;
		}
}

static void
do_get_response(struct card_model *model, struct answer *answer, uint8_t *room)
{
	size_t left = model->pending_length - model->pending_at;
	size_t limit = answer->le;

	if (model->faults.endless_61) {
		memset(room, 0, 1);
		*answer = (struct answer){room, 1, answer->le, 0x6120};
		return;
	}
	answer->sw = 0x6F00;
	if (left == 0)
		return;
	if (model->faults.chunk_cap > 0 && limit > model->faults.chunk_cap)
		limit = model->faults.chunk_cap;
	answer->data = model->pending + model->pending_at;
	answer->length = left < limit ? left : limit;
	model->pending_at += answer->length;
	answer->sw = model->pending_at < model->pending_length ? more_available(model) : 0x9000;
}

static void
dispatch(struct card_model *model, const uint8_t *command, size_t length, struct answer *answer, uint8_t *room)
{
	uint8_t ins = command[1];

	answer->sw = 0x6E00;
	if (command[0] != 0x00)
		return;
	if (ins != 0xC0)
		model->pending_length = model->pending_at = 0;
	if (ins == 0xC0 && refuses_le(model, answer))
		return;
	if (ins == 0xB0 || ins == 0xB2 || ins == 0xCB) {
		model->reads++;
		if (is_odd_read(model, answer) || refuses_le(model, answer))
			return;
	}
	switch (ins) {
	case 0xA4:
		do_select(model, command, length, answer, room);
		chain_answer(model, answer, model->faults.t0);
		return;
	case 0xB0:
		if (length != 5)
			answer->sw = 0x6700;
		else
			do_read(model, command, answer, room);
		chain_answer(model, answer, false);
		return;
	case 0xB2:
		if (length != 5)
			answer->sw = 0x6700;
		else
			do_read_record(model, command, answer);
		chain_answer(model, answer, false);
		return;
	case 0xCB:
		do_get_data(model, command, length, answer);
		chain_answer(model, answer, model->faults.t0);
		return;
	case 0xC0:
		do_get_response(model, answer, room);
		return;
	case 0xFD:
		if (!model->is_yubikey || !model->piv_selected)
			break;
		memcpy(room, "\5\4\3", 3);
		*answer = (struct answer){room, 3, answer->le, 0x9000};
		return;
	}
	answer->sw = 0x6D00;
}

static size_t
asked_length(const uint8_t *command, size_t length)
{
	size_t lc = length > 5 ? command[4] : 0;

	if (length == 5)
		return command[4] == 0 ? 256 : command[4];
	if (length == 6 + lc)
		return command[5 + lc] == 0 ? 256 : command[5 + lc];
	return command[1] == 0xCB || command[1] == 0xA4 ? 256 : 0;
}

static bool
is_reading(uint8_t ins)
{
	return ins == 0xA4 || ins == 0xB0 || ins == 0xB2 || ins == 0xC0 || ins == 0xCA || ins == 0xCB;
}

/* The answer as it goes over the wire, with the faults that hit whole answers. */
static size_t
finish_answer(const struct card_model *model, const struct answer *answer, uint8_t *wire)
{
	const struct card_model_faults *faults = &model->faults;
	size_t length = answer->length;

	if (answer->sw == 0)
		return 0;
	if (length > 0)
		memmove(wire, answer->data, length);
	wire[length++] = (uint8_t)(answer->sw >> 8);
	wire[length++] = (uint8_t)answer->sw;
	if (faults->short_at == model->apdus && faults->short_length < length)
		length = faults->short_length;
	if (faults->huge_at == model->apdus && faults->huge_length > length) {
		memset(wire + length, 0x5A, faults->huge_length - length);
		length = faults->huge_length;
		wire[length - 2] = 0x90;
		wire[length - 1] = 0x00;
	}
	return length;
}

/* What one direction of an APDU costs on a T=1 line: every block but the last is acknowledged by one of its own. */
static size_t
line_bytes(size_t length)
{
	size_t blocks = length <= MODEL_IFSC ? 1 : (length + MODEL_IFSC - 1) / MODEL_IFSC;

	return length + 4 * (2 * blocks - 1);
}

long
card_model_transmit(struct card_model *model, const uint8_t *command, size_t length, uint8_t *response, size_t size)
{
	static uint8_t wire[MODEL_ANSWER_MAX + 512];
	static uint8_t room[MODEL_ANSWER_MAX + 512];
	struct answer answer = {0};
	size_t sent;
	int entry = model->apdus < CARD_MODEL_LOG ? model->apdus : CARD_MODEL_LOG - 1;

	model->apdus++;
	model->bytes_out += length;
	memcpy(model->log[entry].head, command, length < 5 ? length : 5);
	if (length < 2 || command[0] != 0x00 || !is_reading(command[1]))
		model->forbidden++;
	if (model->faults.mute_at > 0 && model->apdus >= model->faults.mute_at)
		return -1;
	if (length < 4) {
		answer.sw = 0x6700;
	} else if (model->faults.sw_at == model->apdus) {
		answer.sw = model->faults.sw;
	} else {
		answer.le = asked_length(command, length);
		dispatch(model, command, length, &answer, room);
	}
	model->log[entry].sw = answer.sw;
	sent = finish_answer(model, &answer, wire);
	model->bytes_in += sent;
	model->line_bytes += line_bytes(length) + line_bytes(sent);
	memcpy(response, wire, sent < size ? sent : size);
	return (long)sent;
}
