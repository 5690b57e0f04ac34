/*
 * desk/judge_person: what has to be said of the person and the moment of a handover, whatever card it is. Most of it warns:
 * each has an honest reason as well, and then the record tells that it was seen. Knows no certificate.
 */
#include "teslim/desk.h"

#include <string.h>

/* Valid to the end of that day, and so accepted; tomorrow the same document would be refused. */
static void
judge_document(struct verdict *verdict, const struct identity_document *identity, int64_t now)
{
	char today[CLOCK_TEXT], day[CLOCK_TEXT];

	clock_iso(today, now);
	today[DATE_TEXT - 1] = '\0';
	if (strcmp(identity->expiry, today) != 0)
		return;
	clock_date(day, now);
	desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_DOCUMENT_LAST_DAY, day);
}

static void
judge_moment(struct verdict *verdict, const struct handover_history *history, int64_t now)
{
	char when[CLOCK_TEXT];

	if (!history->outside_hours)
		return;
	clock_minute(when, now);
	desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_OUTSIDE_HOURS, when);
}

void
desk_judge_person(struct verdict *verdict, const struct identity_document *identity, const struct handover_history *history,
	int64_t now)
{
	char detail[96];

	judge_document(verdict, identity, now);
	if (history == NULL)
		return;
	if (history->is_officer)
		desk_note(verdict, RULE_IDENTITY, VERDICT_REFUSE, MSG_NOTE_OWN_CARD, "");
	if (history->document_record[0] != '\0')
		desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_DOCUMENT_OTHERS, history->document_record);
	if (history->recent_record[0] != '\0') {
		say(detail, sizeof detail, NOTE_DAYS_AGO, history->recent_record, history->recent_days);
		desk_note(verdict, RULE_IDENTITY, VERDICT_WARN, MSG_NOTE_SECOND_CARD, detail);
	}
	judge_moment(verdict, history, now);
}
