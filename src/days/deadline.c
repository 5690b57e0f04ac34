/*
 * days/deadline: counting business days and telling why the count came out so (domain 5.3). The start is not counted;
 * the deadline ends with its last day.
 */
#include "teslim/days.h"

/*
 * No source says whether the half day before a feast is a business day; the offices work until 13:00, so it counts
 * unless the setting says otherwise (domain 5.3).
 */
static bool
counts(const struct day *day, bool half_counts)
{
	switch (day->kind) {
	case DAY_WORKING:
		return true;
	case DAY_HALF:
		return half_counts;
	case DAY_WEEKEND:
	case DAY_HOLIDAY:
		return false;
	}
	return false;
}

enum code
days_add_business(struct days_deadline *deadline, const struct days_calendar *calendar, struct date start, int count,
	bool half_counts, struct err *err)
{
	struct day day;
	int left = count;
	enum code code;

	*deadline = (struct days_deadline){.start = start, .end = start, .count = count, .half_counts = half_counts};
	/* The letter says ten; a year is what a mistyped setting may cost before it is named. */
	if (count < 0 || count > 366)
		return err_tell(err, ERR_RANGE, MSG_DAYS_BAD_COUNT, "days", "%d", count);
	/*
	 * The start is not counted (TBK 92), yet it must lie in the table, or the days after it would be counted from
	 * nowhere.
	 */
	code = days_look(&day, calendar, start, err);
	while (code == OK && left > 0) {
		deadline->end = days_add_calendar(deadline->end, 1);
		code = days_look(&day, calendar, deadline->end, err);
		if (code != OK)
			break;
		if (counts(&day, half_counts)) {
			left--;
			continue;
		}
		/* Counted beyond what is kept, so that the explanation can say how many it leaves out. */
		if (deadline->skipped_count < DAYS_SKIPPED_MAX)
			deadline->skipped[deadline->skipped_count] = (struct days_skipped){deadline->end, day};
		deadline->skipped_count++;
	}
	return code;
}

enum code
days_count_business(int *count, const struct days_calendar *calendar, struct date from, struct date to, bool half_counts,
	struct err *err)
{
	bool backwards = days_compare(to, from) < 0;
	long first = days_number(backwards ? to : from), last = days_number(backwards ? from : to);
	struct day day;
	enum code code = days_look(&day, calendar, from, err);
	int found = 0;

	*count = 0;
	if (code == OK)
		code = days_look(&day, calendar, to, err);
	for (long number = first + 1; code == OK && number <= last; number++) {
		code = days_look(&day, calendar, days_from_number(number), err);
		if (code == OK && counts(&day, half_counts))
			found++;
	}
	if (code == OK)
		*count = backwards ? -found : found;
	return code;
}

static void
explain_day(struct str *out, const struct days_skipped *skipped, enum language language)
{
	static const enum message weekdays[] = {MSG_DAYS_MONDAY, MSG_DAYS_TUESDAY, MSG_DAYS_WEDNESDAY, MSG_DAYS_THURSDAY,
		MSG_DAYS_FRIDAY, MSG_DAYS_SATURDAY, MSG_DAYS_SUNDAY};
	char date[DATE_TEXT];

	days_dotted(date, skipped->date);
	str_printf(out, "%s %s %s", date, message_text_in(language, weekdays[days_weekday(skipped->date)]),
		language == LANGUAGE_ENGLISH ? skipped->day.name_english : skipped->day.name);
	if (skipped->day.kind == DAY_HALF)
		str_add(out, message_text_in(language, MSG_DAYS_HALF_MARK));
}

void
days_explain(struct str *out, const struct days_deadline *deadline, enum language language)
{
	char start[DATE_TEXT], end[DATE_TEXT], line[128];
	int kept = deadline->skipped_count < DAYS_SKIPPED_MAX ? deadline->skipped_count : DAYS_SKIPPED_MAX;
	int weekend = 0;
	const char *glue = "";

	days_dotted(start, deadline->start);
	days_dotted(end, deadline->end);
	say_in(line, sizeof line, language, DAYS_EXPLAIN, start, deadline->count, end);
	str_add(out, line);
	str_add(out, message_text_in(language, kept > 0 ? MSG_DAYS_EXPLAIN_SKIPPED : MSG_DAYS_EXPLAIN_NONE));
	for (int i = 0; i < kept; i++) {
		/*
		 * Ten business days always hold two weekends or more: named one by one they would bury the holidays,
		 * which are the surprise.
		 */
		if (deadline->skipped[i].day.kind == DAY_WEEKEND) {
			weekend++;
			continue;
		}
		str_add(out, glue);
		explain_day(out, &deadline->skipped[i], language);
		glue = ", ";
	}
	if (weekend > 0) {
		say_in(line, sizeof line, language, DAYS_EXPLAIN_WEEKEND, weekend);
		str_add(out, glue);
		str_add(out, line);
	}
	if (deadline->skipped_count > kept)
		str_printf(out, ", … (%d)", deadline->skipped_count);
}
