/*
 * app/view_journal: the journal's entries, and the check of its chain.
 */
#include "view.h"

#include "journal_words.h"

static int
journal(void *context, const struct table_query *query, struct ui_journal_row *rows, int max, int64_t *total)
{
	struct session *session = context;
	struct journal_entry *entries = mem_alloc((size_t)max * sizeof *entries);
	const struct store_journal_filter filter = {.text = query->text, .offset = (size_t)query->offset};
	size_t count = 0;
	struct err err = {0};

	if (store_list_journal(session->app.store, &filter, entries, (size_t)max, &count, &err) != OK)
		log_err(LOG_ERROR, &err);
	for (size_t i = 0; i < count; i++) {
		rows[i].entry = entries[i];
		journal_words(session->app.store, &rows[i]);
	}
	*total = query->text == NULL || query->text[0] == '\0' ? counts_now(session->counts)->journal
							       : query->offset + (int64_t)count + (count == (size_t)max ? 1 : 0);
	mem_free(entries);
	return (int)count;
}

static bool
journal_verify(void *context, char *sentence)
{
	struct session *session = context;
	const struct store_check *check;
	struct err err = {0};
	char why[UI_SENTENCE];

	if (session_doctor_verify(session->doctor, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	check = session_doctor_journal(session->doctor);
	if (check->whole) {
		say(sentence, UI_SENTENCE, APP_JOURNAL_IS_WHOLE, (long long)check->entries, (long long)check->signatures);
	} else {
		message_format_detail(why, sizeof why, message_language(), check->message, check->detail);
		say(sentence, UI_SENTENCE, APP_JOURNAL_IS_BROKEN, (long long)check->bad_seq, why);
	}
	return check->whole;
}

void
view_journal(struct ui_host *host)
{
	host->journal = journal;
	host->journal_verify = journal_verify;
}
