/* courier/world: see world.h. */
#include "world.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct verdict_policy policy = {.require_chain = true};
static const int64_t morning = INT64_C(1795417200);

static const struct thing {
	const char *name;
	int shipment;
	enum item_kind kind;
	int64_t item_id, applicant_id;
	const char *serial, *national_id, *given, *surname;
} things[] = {
	{"ayse", 0, ITEM_CARD, 1, 1, "K-100 1", "10000000146", "Ayşe Şule", "Öztürk"},
	{"mehmet", 0, ITEM_CARD, 2, 2, "K-100 2", "98765432150", "Mehmet", "Işık"},
	{"reader", 0, ITEM_READER, 1, 0, "R-200 1", "", "", ""},
	{"can", 1, ITEM_CARD, 3, 3, "K-300 1", "11111111110", "Can", "Öz"},
	{"zeynep", 2, ITEM_CARD, 4, 4, "K-400 1", "99000000042", "Zeynep", "Ak"},
};
static const char *const trackings[WORLD_SHIPMENTS] = {"KRG-1", "KRG-2", "KRG-3"};

/* Cards as they are read; expired ones are unfit. */
static const struct {
	const char *name, *national_id, *cn;
	bool expired;
} cards[] = {{"ayse", "10000000146", "AYŞE ŞULE ÖZTÜRK", false}, {"ayse-other", "10000000146", "AYŞE ŞULE ÖZTÜRK", false},
	{"mehmet", "98765432150", "MEHMET IŞIK", false}, {"mehmet-expired", "98765432150", "MEHMET IŞIK", true},
	{"can", "11111111110", "CAN ÖZ", false}, {"zeynep", "99000000042", "ZEYNEP AK", false},
	{"stranger", "12345678950", "TEST YABANCI", false}, {"empty", NULL, NULL, false}};

/* clang-format off */
static const char *const step_names[COURIER_STEP_COUNT] = {"parcel", "identities", "packaging", "said", "count", "difference", "print",
	"signed", "refusal", "row", "done"};
static const char *const field_names[CF_COUNT] = {"parcel", "dispatched", "firm", "courier", "document", "letter", "letter-date", "witness",
	"packaging-note", "said-cards", "said-readers", "serial", "place", "note"};
static const char *const action_names[CA_COUNT] = {"next", "back", "leave", "take-over", "proof", "document", "packaging", "refuse", "again",
	"details", "take-back", "kind", "condition", "arm", "commit", "print-again", "paper-out", "print-later", "signed", "signed-later",
	"next-parcel"};
static const char *const word_names[] = {"none", "good", "counted", "twice", "unexpected", "other", "unfit", "unreadable", "not-a-number"};
/* clang-format on */

const char *
world_step_name(enum courier_step step)
{
	return step_names[step];
}

const char *
world_word_name(enum courier_word word)
{
	return word_names[word];
}

static void
blame(struct world *world, const char *what)
{
	if (world->fault[0] == '\0')
		copy_text(world->fault, sizeof world->fault, what);
}

static int
name_at(const char *const *names, int count, const char *name, size_t length)
{
	for (int i = 0; i < count; i++)
		if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0)
			return i;
	return -1;
}

/* ---- the register */

static void
describe(const struct world *world, int shipment, struct courier_parcel *out)
{
	*out = (struct courier_parcel){.last_id = world->last[shipment]};
	out->shipment = (struct shipment){
		.id = shipment + 1, .received = world->received[shipment] ? morning : 0, .dispatched = "2026-11-20"};
	copy_text(out->shipment.tracking_number, SERIAL_TEXT, trackings[shipment]);
	out->missing = world->received[shipment] && shipment == 2 && world->last[shipment] == 9;
	if (world->last[shipment] != 0)
		snprintf(out->last_record, sizeof out->last_record, "2026/A-K%04d", (int)world->last[shipment]);
	if (world->draft.length > 0 && strcmp(world->draft_tracking, trackings[shipment]) == 0) {
		copy_text(out->draft_officer, sizeof out->draft_officer, world->draft_officer);
		out->draft_mine = strcmp(world->draft_officer, world->officer) == 0;
	}
}

static bool
is_outstanding(const struct world *world, const struct thing *thing)
{
	if (thing->shipment == 2)
		return world->last[2] == 9;
	return !world->received[thing->shipment] && !(world->can_left && thing->applicant_id == 2);
}

static int
load(const struct world *world, const char *tracking, struct courier_expected *out)
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(things); i++) {
		struct courier_expected *expected = &out[count];

		if (strcmp(trackings[things[i].shipment], tracking) != 0 || !is_outstanding(world, &things[i]))
			continue;
		*expected = (struct courier_expected){
			.kind = things[i].kind, .item_id = things[i].item_id, .applicant_id = things[i].applicant_id, .row = -1};
		copy_text(expected->serial, SERIAL_TEXT, things[i].serial);
		copy_text(expected->national_id, NATIONAL_ID_TEXT, things[i].national_id);
		copy_text(expected->applicant.national_id, NATIONAL_ID_TEXT, things[i].national_id);
		copy_text(expected->applicant.given_names, NAME_TEXT, things[i].given);
		copy_text(expected->applicant.surname, NAME_TEXT, things[i].surname);
		expected->applicant.id = things[i].applicant_id;
		expected->applicant.state = APPLICATION_IN_TRANSIT;
		if (things[i].kind == ITEM_CARD)
			desk_full_name(expected->name, &expected->applicant);
		count++;
	}
	return count;
}

static bool
was_shown(const struct world *world, char how, const char *what)
{
	for (int i = 0; i < world->shown_count; i++)
		if (world->shown[i][0] == how && strcmp(world->shown[i] + 1, what) == 0)
			return true;
	return false;
}

static void
show(struct world *world, char how, const char *what)
{
	if (!was_shown(world, how, what) && world->shown_count < WORLD_SHOWN)
		snprintf(world->shown[world->shown_count++], sizeof world->shown[0], "%c%.60s", how, what);
}

/* ---- what must hold */

static void
check_rows(struct world *world)
{
	const struct courier_flow *flow = &world->flow;

	for (int i = 0; i < flow->row_count; i++) {
		const struct delivery_item *row = &flow->rows[i];
		char how = row->seen == SEEN_READ ? 'r' : row->seen == SEEN_SCANNED ? 's' : 't';

		if (row->seen == SEEN_NOT || !was_shown(world, how, how == 'r' ? row->certificate : row->serial))
			blame(world, "a row that nobody has seen");
		if ((row->origin == ORIGIN_UNEXPECTED) != (row->item_id == 0))
			blame(world, "a row neither of a list nor of none");
		for (int j = 0; j < i; j++) {
			const struct delivery_item *other = &flow->rows[j];

			if ((row->item_id != 0 && row->kind == other->kind && row->item_id == other->item_id) ||
				(row->certificate[0] != '\0' && strcmp(row->certificate, other->certificate) == 0) ||
				(row->serial[0] != '\0' && row->kind == other->kind && strcmp(row->serial, other->serial) == 0))
				blame(world, "one thing in two rows");
		}
	}
	for (int i = 0; i < flow->expected_count; i++) {
		const struct courier_expected *expected = &flow->expected[i];

		if (expected->row >= flow->row_count ||
			(expected->row >= 0 &&
				(flow->rows[expected->row].item_id != expected->item_id ||
					flow->rows[expected->row].kind != expected->kind ||
					flow->rows[expected->row].origin != ORIGIN_ANNOUNCED)))
			blame(world, "something announced is tied to another row");
	}
	if (flow->last >= flow->row_count)
		blame(world, "the last row is none");
}

/* What would be committed: every row seen, every announced thing once. */
static void
check_delivery(struct world *world)
{
	static struct delivery_item room[COURIER_ROWS_MAX * 2];
	struct delivery delivery;
	int announced = 0;

	courier_delivery(&world->flow, &delivery, room);
	if (delivery.outcome == DELIVERY_REFUSED && delivery.item_count > 0)
		blame(world, "a refused parcel with rows");
	for (int i = 0; i < delivery.item_count; i++) {
		announced += room[i].origin == ORIGIN_ANNOUNCED;
		if (room[i].seen != SEEN_NOT && i >= world->flow.row_count)
			blame(world, "something not seen is written as received");
	}
	if (delivery.outcome == DELIVERY_RECEIVED && announced != world->flow.expected_count)
		blame(world, "not every announced thing is answered for");
	if (delivery.packaging == PACKAGING_UNKNOWN || delivery.courier_shown == SHOWN_UNKNOWN ||
		delivery.courier_name[0] == '\0' || delivery.tracking_number[0] == '\0')
		blame(world, "a commit with a step left out");
}

static void
print_state(struct str *out, const struct courier_flow *flow)
{
	str_printf(out, "%d %d %d %d %d %d %d %d\n", (int)flow->at.step, flow->at.armed, flow->at.waiting, flow->committed,
		flow->row_count, flow->last, (int)flow->word, flow->offered);
	courier_save(flow, out);
	for (int i = 0; i < CF_COUNT; i++)
		str_printf(out, "%s\n", form_text(&flow->form, i));
}

/* ---- sending, and answering what is asked */

static enum code send(struct world *world, struct courier_event *event);

static void
fail(struct world *world, enum courier_effect_kind effect, const char *text)
{
	struct courier_event event = {.kind = CE_FAILED, .effect = effect, .text = text};

	(void)send(world, &event);
}

static int
shipment_of(const char *tracking)
{
	return name_at(trackings, WORLD_SHIPMENTS, tracking, strlen(tracking));
}

static void
answer_load(struct world *world)
{
	static struct courier_expected expected[ARRAY_LENGTH(things)];
	struct courier_parcel parcel = world->flow.parcel;
	struct courier_event event = {.kind = CE_LOADED, .parcels = &parcel, .expected = expected, .place = 1};
	int shipment = shipment_of(parcel.shipment.tracking_number);

	if (shipment >= 0)
		describe(world, shipment, &parcel);
	event.number = load(world, parcel.shipment.tracking_number, expected);
	(void)send(world, &event);
}

static void
answer_resume(struct world *world, const struct courier_effect *effect)
{
	struct err err = {0};

	if (world->draft.length == 0 || (strcmp(world->draft_officer, world->officer) != 0 && effect->number == 0)) {
		fail(world, CX_RESUME, "Başkasının.");
		return;
	}
	copy_text(world->draft_officer, sizeof world->draft_officer, world->officer);
	if (courier_restore(&world->flow, str_text(&world->draft), &err) != OK)
		blame(world, "a draft of its own was refused");
	answer_load(world);
}

static void
answer_owner(struct world *world, const struct courier_effect *effect)
{
	struct courier_owner owner = {0};
	struct courier_event event = {.kind = CE_OWNER, .owner = &owner, .text = effect->about};

	for (size_t i = 0; i < ARRAY_LENGTH(things); i++) {
		const struct thing *thing = &things[i];
		const char *key = effect->kind == CX_OWNER_NUMBER ? thing->national_id : thing->serial;

		if (strcmp(key, effect->text) != 0)
			continue;
		owner = (struct courier_owner){.known = true, .kind = thing->kind, .applicant_id = thing->applicant_id};
		if (is_outstanding(world, thing) &&
			strcmp(trackings[thing->shipment], world->flow.parcel.shipment.tracking_number) != 0) {
			owner.item_id = thing->item_id;
			copy_text(owner.serial, SERIAL_TEXT, thing->serial);
			copy_text(owner.tracking_number, SERIAL_TEXT, trackings[thing->shipment]);
		}
	}
	(void)send(world, &event);
}

static void
answer_commit(struct world *world)
{
	static struct delivery_item room[COURIER_ROWS_MAX * 2];
	struct delivery delivery;
	struct courier_event event = {.kind = CE_COMMITTED, .delivery = &delivery};
	int shipment = shipment_of(world->flow.parcel.shipment.tracking_number);

	if (world->armed_at == 0 || world->now < world->armed_at || world->now - world->armed_at > 30)
		blame(world, "a commit that was not armed just before");
	check_delivery(world);
	courier_delivery(&world->flow, &delivery, room);
	if (world->disk_full || (shipment >= 0 && world->last[shipment] != delivery.earlier_id)) {
		fail(world, CX_COMMIT, world->disk_full ? "Disk dolu." : "Teslim alınmış.");
		return;
	}
	world->commits++;
	snprintf(delivery.record_number, sizeof delivery.record_number, "2026/A-K%04d", 20 + world->commits);
	if (shipment >= 0 && delivery.outcome == DELIVERY_RECEIVED) {
		world->received[shipment] = true;
		world->last[shipment] = 20 + world->commits;
	}
	world->delivery = delivery;
	(void)send(world, &event);
}

static void
answer_paper(struct world *world, enum paper_state paper)
{
	struct courier_event event = {.kind = CE_PRINT_STATE, .paper = paper, .text = paper == PAPER_WAITING ? "Kâğıt yok." : ""};

	(void)send(world, &event);
}

static void
answer_save(struct world *world)
{
	const char *tracking = world->flow.parcel.shipment.tracking_number;

	if (world->draft.length > 0 && strcmp(world->draft_tracking, tracking) == 0 &&
		strcmp(world->draft_officer, world->officer) != 0) {
		struct courier_event event = {.kind = CE_TAKEN, .text = world->draft_officer};

		(void)send(world, &event);
		return;
	}
	if (!world->flow.has_parcel || world->flow.committed)
		return;
	str_reset(&world->draft);
	courier_save(&world->flow, &world->draft);
	copy_text(world->draft_officer, sizeof world->draft_officer, world->officer);
	copy_text(world->draft_tracking, sizeof world->draft_tracking, tracking);
}

static void
perform(struct world *world, const struct courier_effect *effect)
{
	static struct courier_parcel list[WORLD_SHIPMENTS];
	struct courier_event event = {.kind = CE_PARCELS, .parcels = list, .number = WORLD_SHIPMENTS};

	switch (effect->kind) {
	case CX_LIST:
		for (int i = 0; i < WORLD_SHIPMENTS; i++)
			describe(world, i, &list[i]);
		(void)send(world, &event);
		return;
	case CX_LOAD:
		answer_load(world);
		return;
	case CX_RESUME:
		answer_resume(world, effect);
		return;
	case CX_OWNER_NUMBER:
	case CX_OWNER_SERIAL:
		answer_owner(world, effect);
		return;
	case CX_COMMIT:
		answer_commit(world);
		return;
	case CX_PRINT:
		answer_paper(world, world->printer_away ? PAPER_WAITING : PAPER_SENT);
		return;
	case CX_PAPER_STATE:
		if (world->disk_full)
			fail(world, CX_PAPER_STATE, "Disk dolu.");
		else
			answer_paper(world, effect->paper);
		return;
	case CX_SAVE_DRAFT:
		answer_save(world);
		return;
	case CX_DROP_DRAFT:
		if (strcmp(world->draft_officer, world->officer) == 0)
			str_reset(&world->draft);
		return;
	case CX_BEEP:
		world->beeps++;
		return;
	case CX_CLOSE:
		world->closed = true;
		return;
	case CX_READ_CARD:
		return;
	}
}

static enum code
send(struct world *world, struct courier_event *event)
{
	struct courier_effects effects = {0};
	struct str before = {0}, after = {0};
	enum code code;

	event->now = world->now;
	world->events++;
	print_state(&before, &world->flow);
	code = courier_advance(&world->flow, &policy, event, &effects);
	print_state(&after, &world->flow);
	if (code != OK && (effects.count > 0 || strcmp(str_text(&before), str_text(&after)) != 0))
		blame(world, "a refused event changed something");
	str_clear(&before);
	str_clear(&after);
	if (code == OK && event->kind == CE_ACTION && event->action == CA_ARM && world->flow.at.armed)
		world->armed_at = world->now;
	check_rows(world);
	for (int i = 0; i < effects.count; i++)
		perform(world, &effects.list[i]);
	if (!world->flow.at.armed)
		world->armed_at = 0;
	return code;
}

/* ---- lines */

static enum code
start(struct world *world)
{
	struct courier_event event = {.kind = CE_START, .text = world->officer};

	courier_init(&world->flow);
	world->closed = false;
	return send(world, &event);
}

/* The session dies. What had been saved is what goes on, and it is all there was but what was being typed. */
static enum code
crash(struct world *world)
{
	struct str was = {0}, is = {0};
	bool counted = world->flow.has_parcel && !world->flow.committed && !world->flow.at.waiting &&
		world->flow.at.step != COURIER_DONE;
	enum code code;

	if (counted)
		answer_save(world);
	counted = counted && world->flow.has_parcel;
	courier_save(&world->flow, &was);
	code = start(world);
	if (counted) {
		struct courier_event event = {.kind = CE_CHOOSE, .number = shipment_of(world->draft_tracking)};

		if (event.number >= 0) {
			code = send(world, &event);
			courier_save(&world->flow, &is);
			if (world->flow.has_parcel && strcmp(str_text(&was), str_text(&is)) != 0 && !world->can_left)
				blame(world, "the draft does not come back the same");
		}
	}
	str_clear(&was);
	str_clear(&is);
	return code;
}

static enum code
put_in(struct world *world, const char *name)
{
	static struct certificate_facts facts;
	static struct certificate_check check;
	struct courier_event event = {.kind = CE_CARD_READ, .facts = &facts, .checks = &check, .number = 1};

	for (size_t i = 0; i < ARRAY_LENGTH(cards); i++) {
		if (strcmp(cards[i].name, name) != 0)
			continue;
		facts = (struct certificate_facts){.kind = CERTIFICATE_QUALIFIED,
			.money_limit = -1,
			.not_before = morning - 86400,
			.not_after = cards[i].expired ? morning - 3600 : morning + INT64_C(90000000),
			.signature_hash = HASH_SOUND};
		check = (struct certificate_check){.chain = CHAIN_TRUSTED, .revocation = REVOCATION_GOOD};
		event.number = cards[i].cn != NULL;
		if (cards[i].cn != NULL) {
			copy_text(facts.national_id, sizeof facts.national_id, cards[i].national_id);
			copy_text(facts.subject_cn, sizeof facts.subject_cn, cards[i].cn);
			copy_text(facts.issuer_cn, sizeof facts.issuer_cn, "Kamu");
			snprintf(facts.sha256, sizeof facts.sha256, "sha-%s", name);
			snprintf(facts.serial, sizeof facts.serial, "0%zu", i);
			show(world, 'r', facts.sha256);
		}
		return send(world, &event);
	}
	return ERR_SYNTAX;
}

static enum code
typed(struct world *world, const char *words)
{
	size_t length = strcspn(words, " ");
	int field = name_at(field_names, CF_COUNT, words, length);
	struct courier_event event = {.kind = CE_TYPED, .text = words[length] == ' ' ? words + length + 1 : ""};

	if (field < 0)
		return ERR_SYNTAX;
	event.field = (enum courier_field)field;
	return send(world, &event);
}

static enum code
around(struct world *world, const char *line)
{
	if (strcmp(line, "crash") == 0)
		return crash(world);
	if (strncmp(line, "officer ", 8) == 0) {
		copy_text(world->officer, sizeof world->officer, line + 8);
		return start(world);
	}
	if (strcmp(line, "logout") == 0)
		return start(world);
	if (strcmp(line, "other-desk") == 0) {
		if (world->received[0])
			return ERR_REFUSED;
		world->received[0] = true;
		world->last[0] = 50;
	} else if (strcmp(line, "disk-full") == 0 || strcmp(line, "disk-well") == 0) {
		world->disk_full = line[5] == 'f';
	} else if (strcmp(line, "printer-away") == 0 || strcmp(line, "printer-back") == 0) {
		world->printer_away = line[8] == 'a';
	} else if (strcmp(line, "handed-over") == 0) {
		world->can_left = true;
	} else if (strncmp(line, "taken-by ", 9) == 0) {
		if (world->draft.length == 0)
			return ERR_REFUSED;
		copy_text(world->draft_officer, sizeof world->draft_officer, line + 9);
	} else if (strncmp(line, "wait ", 5) == 0) {
		world->now += strtoll(line + 5, NULL, 10);
	} else {
		return ERR_SYNTAX;
	}
	return OK;
}

enum code
world_do(struct world *world, const char *line)
{
	struct courier_event event = {.kind = CE_TICK};

	if (line[0] == '@')
		return around(world, line + 1);
	if (strcmp(line, "start") == 0)
		return start(world);
	if (strcmp(line, "tick") == 0)
		return send(world, &event);
	if (strcmp(line, "out") == 0) {
		event.kind = CE_CARD_OUT;
		return send(world, &event);
	}
	if (strncmp(line, "card ", 5) == 0)
		return put_in(world, line + 5);
	if (strncmp(line, "typed ", 6) == 0)
		return typed(world, line + 6);
	event.text = strchr(line, ' ');
	if (event.text == NULL)
		return ERR_SYNTAX;
	event.text++;
	if (strncmp(line, "choose ", 7) == 0) {
		event.kind = CE_CHOOSE;
		event.number = (int)strtol(line + 7, NULL, 10);
	} else if (strncmp(line, "scan ", 5) == 0) {
		event.kind = CE_SCAN;
		show(world, 's', line + 5);
	} else if (strncmp(line, "fault ", 6) == 0) {
		event.kind = CE_CARD_FAULT;
	} else if (strncmp(line, "do ", 3) == 0) {
		int action = name_at(action_names, CA_COUNT, line + 3, strlen(line + 3));

		if (action < 0)
			return ERR_SYNTAX;
		event.kind = CE_ACTION;
		event.action = (enum courier_action)action;
		if (action == CA_NEXT && world->flow.at.step == COURIER_COUNT && form_text(&world->flow.form, CF_SERIAL)[0] != '\0')
			show(world, 't', form_text(&world->flow.form, CF_SERIAL));
	} else {
		return ERR_SYNTAX;
	}
	return send(world, &event);
}

void
world_begin(struct world *world)
{
	str_clear(&world->draft);
	memset(&world->now, 0, sizeof *world - offsetof(struct world, now));
	courier_init(&world->flow);
	world->now = morning;
	world->received[2] = true;
	world->last[2] = 9;
	copy_text(world->officer, sizeof world->officer, "demo");
	(void)start(world);
}

void
world_clear(struct world *world)
{
	str_clear(&world->draft);
}

#define COPY(from_member, to_member) \
	memcpy((char *)to + offsetof(struct courier_flow, from_member), \
		(const char *)from + offsetof(struct courier_flow, from_member), \
		offsetof(struct courier_flow, to_member) - offsetof(struct courier_flow, from_member))

/* Only what is used of the long lists. */
static void
copy_flow(struct courier_flow *to, const struct courier_flow *from)
{
	COPY(at, parcels);
	memcpy(to->parcels, from->parcels, (size_t)from->parcel_count * sizeof to->parcels[0]);
	COPY(parcel_count, expected);
	memcpy(to->expected, from->expected, (size_t)from->expected_count * sizeof to->expected[0]);
	to->expected_count = from->expected_count;
	memcpy(to->rows, from->rows, (size_t)from->row_count * sizeof to->rows[0]);
	memcpy(to->owners, from->owners, (size_t)from->row_count * sizeof to->owners[0]);
	memcpy(&to->row_count, &from->row_count, sizeof *to - offsetof(struct courier_flow, row_count));
}

void
world_copy(struct world *to, const struct world *from)
{
	struct str draft = to->draft;

	copy_flow(&to->flow, &from->flow);
	memcpy(&to->now, &from->now, sizeof *to - offsetof(struct world, now));
	to->draft = draft;
	str_reset(&to->draft);
	str_add(&to->draft, str_text(&from->draft));
}
