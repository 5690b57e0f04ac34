/*
 * app/report_items: `teslim report` of a reader's record and of a dispatch note: as a paper, as a page, as JSON. The journal knows of
 * every printing before it exists.
 */
#include "report_items.h"
#include "drawn.h"
#include "json.h"
#include "papers.h"

#include "teslim/words.h"

static enum code
item_record_json(const struct item_record *record, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "record", record->record_number);
	json_text(&json, "act", record_act_name(record->act));
	json_time(&json, "time", record->time);
	json_text(&json, "name", record->name[0] != '\0' ? record->name : NULL);
	json_text(&json, "officer", record->officer_name);
	json_text(&json, "reason", record->reason != REASON_NONE ? move_reason_name(record->reason) : NULL);
	json_text(&json, "reference", record->reference[0] != '\0' ? record->reference : NULL);
	json_open(&json, "items", '[');
	for (int i = 0; i < record->row_count; i++) {
		const struct record_row *row = &record->rows[i];

		json_open(&json, NULL, '{');
		json_text(&json, "kind", item_kind_name(row->kind));
		json_text(&json, "serial", row->serial);
		json_text(&json, "way", record_way_name(row->way));
		json_text(&json, "seen", seen_way_name(row->seen));
		json_text(&json, "state", row->way == WAY_BACK ? back_state_name(row->state) : NULL);
		json_text(&json, "tracking", row->posted[0] != '\0' ? row->posted : NULL);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_text(&json, "paper", paper_state_name(record->paper));
	json_number(&json, "journal_seq", record->journal_seq);
	json_text(&json, "journal_hash", record->journal_hash);
	json_text(&json, "journal_signature", record->journal_signature);
	json_close(&json, '}');
	return json_print(&json, err);
}

static enum code
produce_item_record(struct app *app, const struct items_wish *wish, const struct item_record *record, struct err *err)
{
	struct store_entry_paper about = {.record = record};
	struct str document = {0};
	struct officer officer;
	enum code code = app_find_officer(app, wish->officer, &officer, err);

	if (code == OK)
		code = store_reprint_entry(app->store, record->journal_seq, &officer, &about.print, err);
	if (code != OK)
		return code;
	papers_entry(&document, &app->conf, &about);
	if (wish->pdf == NULL && !wish->print)
		code = drawn_text(&document, err);
	else
		code = drawn_paper(app, wish->pdf, &document, record->record_number, err);
	str_clear(&document);
	return code;
}

enum code
report_items(struct app *app, const struct items_wish *wish, const char *number, struct err *err)
{
	struct item_record record;
	enum code code = store_find_item_record(app->store, 0, number, &record, err);

	if (code == OK)
		code = wish->json ? item_record_json(&record, err) : produce_item_record(app, wish, &record, err);
	store_clear_item_record(&record);
	return code;
}
