/*
 * store/correction: what happened is not edited: a later entry points at the record, and may take the handover back. It has a
 * paper of its own (entry_paper.c).
 */
#include "inside.h"

#include <string.h>

enum { CORRECTION_FIELDS = 6 };

/* ---- what must hold */

/* Before the signatures it is the handing officer's own mistake to mend; somebody must be able to when he is away. */
static enum code
may_take_back(const struct paper_row *row, const struct officer *now, const struct officer *officer, struct err *err)
{
	if (row->is_void)
		return err_tell(err, ERR_REFUSED, MSG_STORE_TAKEN_BACK, "correction", "%s", row->record_number);
	if (officer == NULL || row->state == PAPER_SIGNED || officer->id == row->officer_id ||
		now->role == OFFICER_ROLE_ADMINISTRATOR)
		return OK;
	return err_tell(err, ERR_REFUSED, MSG_STORE_TAKE_BACK_OWN, "correction", "%s", row->record_number);
}

/* ---- taking back */

static enum code
take_back(struct store *store, const struct store_correction *wanted, const struct paper_row *row, struct err *err)
{
	enum code code = db_run(store, SQL_LIVE_DELETE, WITH(number(wanted->handover_id)), err);

	if (code == OK)
		code = set_application_state(store, row->applicant_id, wanted->state,
			wanted->reason != NULL ? wanted->reason : "", err);
	if (code == ERR_EXISTS)
		err_tell(err, code, MSG_STORE_OPEN_APPLICATION, "correction", "%lld", (long long)row->applicant_id);
	if (code == OK)
		code = set_card_state(store, row->applicant_id, CARD_HANDED_OVER, CARD_IN_STOCK, err);
	if (code == OK && row->has_reader)
		code = db_run(store, SQL_READER_TAKEN_BACK, WITH(text(row->reader_serial), number(row->applicant_id)), err);
	if (code == OK)
		code = queue_done(store, wanted->handover_id, err);
	return code;
}

/* ---- the entry */

static size_t
fill_fields(struct store_field fields[CORRECTION_FIELDS], const struct store_correction *wanted, const char *name,
	const struct officer *now)
{
	const struct store_field all[CORRECTION_FIELDS] = {{"name", name}, {"note", wanted->reason}, {"was", wanted->was},
		{"right", wanted->right}, {"officer-name", now->name}, {"officer-title", now->title}};
	size_t count = 0;

	for (size_t i = 0; i < CORRECTION_FIELDS; i++)
		if (all[i].value != NULL && all[i].value[0] != '\0')
			fields[count++] = all[i];
	return count;
}

static enum code
append(struct store *store, const struct store_correction *wanted, const struct handover *handover, const struct officer *now,
	const struct officer *officer, struct entry_mark *mark, struct err *err)
{
	struct store_field fields[CORRECTION_FIELDS];
	const struct store_personal personal = {handover->applicant_id, fields, fill_fields(fields, wanted, handover->name, now)};
	struct str body = {0};
	enum code code;

	body_add(&body, "record", handover->record_number);
	body_add_number(&body, "applicant", handover->applicant_id);
	body_add(&body, "takes-back", wanted->takes_back ? "yes" : "no");
	if (wanted->takes_back)
		body_add(&body, "state", application_state_name(wanted->state));
	code = journal_append(store, ACT_CORRECTION, officer, &body, &personal, mark, err);
	str_clear(&body);
	return code;
}

static enum code
correct_inside(struct store *store, const struct store_correction *wanted, const struct store_paper_wish *wish,
	const struct officer *officer, struct correction *stored, struct handover *handover, struct err *err)
{
	struct paper_row row = {0};
	struct entry_mark mark;
	struct officer now = {0};
	enum code code = officer_may_act(store, officer, &now, err);

	if (code == OK)
		code = paper_find(store, wanted->handover_id, &row, err);
	if (code == OK)
		code = store_find_handover(store, wanted->handover_id, handover, err);
	if (code == OK && wanted->takes_back)
		code = may_take_back(&row, &now, officer, err);
	if (code == OK)
		code = append(store, wanted, handover, &now, officer, &mark, err);
	if (code == OK)
		code = db_run(store, SQL_CORRECTION_INSERT,
			WITH(number(mark.seq), number(wanted->handover_id), number(wanted->takes_back)), err);
	if (code == OK && wanted->takes_back)
		code = take_back(store, wanted, &row, err);
	if (code == OK)
		code = store_find_correction(store, mark.seq, stored, err);
	if (code == OK && wish != NULL)
		code = entry_paper_queue(store, mark.seq, row.record_number, wish,
			&(struct store_entry_paper){.correction = stored, .handover = handover}, err);
	return code == OK ? store_find_correction(store, mark.seq, stored, err) : code;
}

enum code
store_correct_handover(struct store *store, const struct store_correction *wanted, const struct store_paper_wish *wish,
	const struct officer *officer, struct correction *stored, struct err *err)
{
	struct correction own = {0};
	struct handover *handover;
	enum code code;

	/* Where the application goes is the table's to say, here as everywhere. */
	if (wanted->takes_back && !move_exists(MOVE_TAKE_BACK, APPLICATION_DELIVERED, wanted->state))
		return err_tell(err, ERR_REFUSED, MSG_STORE_STATE_BY_HANDOVER, "correction", "%lld",
			(long long)wanted->handover_id);
	code = write_begin(store, WRITE_FACT, err);
	if (code != OK)
		return code;
	handover = mem_alloc(sizeof *handover);
	code = write_end(store, correct_inside(store, wanted, wish, officer, &own, handover, err), err);
	mem_free(handover);
	if (code == OK && stored != NULL)
		*stored = own;
	return code;
}
