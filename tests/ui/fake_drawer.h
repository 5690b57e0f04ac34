/*
 * tests/ui/fake_drawer: a count of the drawer with its real machine, for fake_host.c, which includes this once: two cards and a
 * reader are here by the register.
 */
#ifndef TESTS_UI_FAKE_DRAWER_H
#define TESTS_UI_FAKE_DRAWER_H

#include "teslim/desk/drawer.h"

static struct {
	struct drawer_flow flow;
	bool counting;
	int64_t recorded;
	int records;
	enum paper_state paper;
	struct drawer_count count;
	struct drawer_item room[2 * DRAWER_ROWS_MAX];
} fake_drawer;

static enum code drawer_send(struct drawer_event event);

static const struct drawer_expected fake_stock[] = {
	{.kind = ITEM_CARD, .item_id = 1, .applicant_id = 1, .serial = "012345678902", .name = "Can ÖZ", .place = "A-01"},
	{.kind = ITEM_CARD, .item_id = 2, .applicant_id = 2, .serial = "012345678903", .name = "Elif YILMAZ", .place = "A-02"},
	{.kind = ITEM_READER, .item_id = 1, .serial = "OKY-88213"},
};

static void
drawer_keep(void)
{
	drawer_record(&fake_drawer.flow, &fake_drawer.count, fake_drawer.room);
	copy_text(fake_drawer.count.record_number, RECORD_TEXT, "2026/A-D0001");
	copy_text(fake_drawer.count.officer_name, FULL_NAME_TEXT, "Şükrü İğdelioğlu");
	fake_drawer.count.time = clock_now();
	fake_drawer.paper = PAPER_SENT;
	fake_drawer.recorded = 91;
	fake_drawer.records++;
	(void)drawer_send((struct drawer_event){.kind = DE_COMMITTED});
}

static enum code
drawer_send(struct drawer_event event)
{
	struct drawer_effects effects;
	enum code code;

	event.now = clock_now();
	code = drawer_advance(&fake_drawer.flow, &event, &effects);
	for (int i = 0; i < effects.count; i++) {
		if (effects.list[i] == DX_STOCK)
			(void)drawer_send((struct drawer_event){
				.kind = DE_STOCK, .expected = fake_stock, .number = (int)ARRAY_LENGTH(fake_stock)});
		else if (effects.list[i] == DX_COMMIT)
			drawer_keep();
		else if (effects.list[i] == DX_CLOSE)
			fake_drawer.counting = false;
	}
	return code;
}

static const struct drawer_flow *
drawer(void *context)
{
	(void)context;
	return fake_drawer.counting ? &fake_drawer.flow : NULL;
}

static void
drawer_begin(void *context)
{
	(void)context;
	if (fake_drawer.counting)
		return;
	drawer_init(&fake_drawer.flow);
	fake_drawer.counting = true;
	(void)drawer_send((struct drawer_event){.kind = DE_START, .text = "demo"});
}

static enum code
drawer_event(void *context, const struct drawer_event *event)
{
	(void)context;
	return fake_drawer.counting ? drawer_send(*event) : ERR_REFUSED;
}

static int64_t
drawer_recorded(void *context)
{
	int64_t seq = fake_drawer.recorded;

	(void)context;
	fake_drawer.recorded = 0;
	return seq;
}

static bool
drawer_record_of(void *context, int64_t seq, struct drawer_count *out, char *sentence)
{
	(void)context;
	(void)seq;
	(void)sentence;
	*out = fake_drawer.count;
	out->paper = fake_drawer.paper;
	out->items = mem_alloc(((size_t)out->item_count + 1) * sizeof *out->items);
	memcpy(out->items, fake_drawer.room, (size_t)out->item_count * sizeof *out->items);
	return true;
}

#endif
