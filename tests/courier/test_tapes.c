/*
 * courier/test_tapes: each file of tapes/ is one way through the receipt of a parcel; README there. Played twice: as it stands, and
 * with a crash after every event. Prints TAP.
 */
#include "world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int number, failures;

static void
report(bool good, const char *name, const char *how, const char *fault)
{
	printf("%sok %d - %s%s\n", good ? "" : "not ", ++number, name, how);
	if (!good)
		printf("# %s\n", fault);
	failures += !good;
}

static bool
is_state(const struct world *world, const char *words)
{
	const struct courier_flow *flow = &world->flow;
	struct courier_sum cards = courier_sum(flow, ITEM_CARD), readers = courier_sum(flow, ITEM_READER);
	const struct delivery_item *row = flow->last >= 0 ? &flow->rows[flow->last] : NULL;
	const struct {
		const char *key;
		long long value;
	} numbers[] = {{"rows", flow->row_count}, {"found-cards", cards.found}, {"missing-cards", cards.missing},
		{"found-readers", readers.found}, {"missing-readers", readers.missing},
		{"unexpected", cards.unexpected + readers.unexpected}, {"armed", flow->at.armed}, {"commits", world->commits},
		{"closed", world->closed}, {"beeps", world->beeps}, {"outcome", (long long)world->delivery.outcome},
		{"said-cards", cards.said}};
	const struct {
		const char *key, *value;
	} texts[] = {{"step", world_step_name((enum courier_step)flow->at.step)}, {"word", world_word_name(flow->word)},
		{"name", row != NULL ? row->name : "-"}, {"place", row != NULL ? row->place : "-"},
		{"serial", row != NULL ? row->serial : "-"}, {"parcel", flow->parcel.shipment.tracking_number},
		{"firm", form_text(&flow->form, CF_FIRM)}, {"notice", flow->at.notice.detail},
		{"begun-by", world->delivery.begun_by}};
	size_t length = strcspn(words, " ");
	const char *value = words[length] == ' ' ? words + length + 1 : "";

	for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++)
		if (strlen(numbers[i].key) == length && strncmp(numbers[i].key, words, length) == 0)
			return numbers[i].value == strtoll(value, NULL, 10);
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
		if (strlen(texts[i].key) == length && strncmp(texts[i].key, words, length) == 0)
			return strcmp(texts[i].value, value) == 0;
	return false;
}

/* Nothing is kept before a parcel is chosen nor after the commit; armed is never kept. */
static void
crash_here(struct world *world)
{
	if (world->flow.has_parcel && !world->flow.committed && !world->flow.at.waiting && !world->flow.at.armed &&
		world->flow.at.step != COURIER_DONE && strcmp(world->draft_officer, world->officer) == 0 && world->last[0] == 0 &&
		!world->can_left && world->flow.parcel.shipment.id != 0) {
		int step = world->flow.at.step;
		enum courier_word word = world->flow.word;
		char notice[sizeof world->flow.at.notice.detail];

		copy_text(notice, sizeof notice, world->flow.at.notice.detail);
		(void)world_do(world, "@crash");
		if (world->flow.at.step != step)
			snprintf(world->fault, sizeof world->fault, "a crash at %s leads to %s",
				world_step_name((enum courier_step)step), world_step_name((enum courier_step)world->flow.at.step));
		world->flow.word = word; /* what was said of the last card is not kept */
		copy_text(world->flow.at.notice.detail, sizeof notice, notice);
	}
}

static bool play(struct world *world, const char *folder, const char *name, bool crashes);

static bool
play_line(struct world *world, const char *folder, const char *line, bool crashes)
{
	const char *words = line[0] != '\0' ? line + 2 : "";
	enum code code;

	if (line[0] == '\0' || line[0] == '#')
		return true;
	if (strncmp(line, "@ play ", 7) == 0)
		return play(world, folder, line + 7, crashes);
	if (line[0] == '=') {
		/* Beeps are counted once, what a restored flow says of its last card not at all. */
		return is_state(world, words);
	}
	if (line[0] == '@') {
		char command[128];

		snprintf(command, sizeof command, "@%s", words);
		return world_do(world, command) != ERR_SYNTAX;
	}
	code = world_do(world, words);
	if (crashes && code == OK && world->fault[0] == '\0')
		crash_here(world);
	return code == (line[0] == '!' ? ERR_REFUSED : OK);
}

static bool
play(struct world *world, const char *folder, const char *name, bool crashes)
{
	char path[512];
	struct err err = {0};
	char *bytes, *rest, *line;
	size_t length;
	bool good = true;
	int at = 0;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (file_read(path, 65536, &bytes, &length, &err) != OK) {
		snprintf(world->fault, sizeof world->fault, "%.300s cannot be read", path);
		return false;
	}
	rest = bytes;
	while (good && (line = strsep(&rest, "\n")) != NULL) {
		at++;
		good = play_line(world, folder, line, crashes) && world->fault[0] == '\0';
		if (!good && strstr(world->fault, ":") == NULL) {
			char fault[300];

			copy_text(fault, sizeof fault, world->fault);
			snprintf(world->fault, sizeof world->fault, "%.60s:%d: %.100s: %.200s (at %s, word %s, %d rows)", name,
				at, line, fault, world_step_name((enum courier_step)world->flow.at.step),
				world_word_name(world->flow.word), world->flow.row_count);
		}
	}
	mem_free(bytes);
	return good;
}

static int
is_tape(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".tape") == 0;
}

int
main(void)
{
	static struct world world;
	struct dirent **list;
	char folder[400];
	const char *top = getenv("TOP");
	int count;

	clock_set_offset(180);
	snprintf(folder, sizeof folder, "%s/tests/courier/tapes", top != NULL ? top : ".");
	count = scandir(folder, &list, is_tape, alphasort);
	for (int i = 0; i < count; i++) {
		world_begin(&world);
		report(play(&world, folder, list[i]->d_name, false), list[i]->d_name, "", world.fault);
		world_begin(&world);
		report(play(&world, folder, list[i]->d_name, true), list[i]->d_name, ", with a crash after each event",
			world.fault);
		free(list[i]);
	}
	if (count > 0)
		free(list);
	report(count >= 20, "there are", " enough tapes", "tapes are missing");
	world_clear(&world);
	printf("1..%d\n", number);
	return failures > 0;
}
