/*
 * store/dispatch: the dispatch note of what goes back to the centre. It is written in the same write as the moves that set cards
 * aside or post readers, and moves nothing itself: its rows point at the moves' entries, which have the words for each.
 */
#include "inside.h"

bool
dispatch_is_due(enum move_act act, bool items)
{
	return items ? act == MOVE_POSTED : act == MOVE_RETURN || act == MOVE_DAMAGED;
}

void
dispatch_add(struct item_record *note, const struct record_row *row)
{
	if (note->row_count >= RECORD_ROWS_MAX)
		return;
	if (note->rows == NULL)
		note->rows = mem_alloc(RECORD_ROWS_MAX * sizeof *note->rows);
	note->rows[note->row_count] = *row;
	note->rows[note->row_count++].way = WAY_SENT;
}

enum code
dispatch_write(struct store *store, struct item_record *note, const struct store_move *move, const struct officer *officer,
	struct err *err)
{
	struct officer now = {0};
	struct item_record found = {0};
	enum code code;

	if (note->row_count == 0)
		return OK;
	code = officer_may_act(store, officer, &now, err);
	note->act = RECORD_DISPATCH;
	note->reason = move->reason;
	copy_text(note->reference, sizeof note->reference, move->reference != NULL ? move->reference : "");
	if (code == OK)
		code = item_record_write(store, note, officer, &now, NULL, err);
	/* The paper has names and words that are the register's and the moves': read back as a later printing will read them. */
	if (code == OK && move->paper != NULL)
		code = store_find_item_record(store, note->journal_seq, "", &found, err);
	if (code == OK && move->paper != NULL)
		code = entry_paper_queue(store, note->journal_seq, note->record_number, move->paper,
			&(struct store_entry_paper){.record = &found}, err);
	store_clear_item_record(&found);
	if (code == OK && move->record != NULL)
		copy_text(move->record, RECORD_TEXT, note->record_number);
	return code;
}
