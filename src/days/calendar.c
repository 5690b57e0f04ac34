/*
 * days/calendar: the holiday table, read from data files, and what a single day is. Counting is in deadline.c.
 *
 * Grammar, a record a line, read by text_read_lines:
 *   years | FIRST | LAST                                   what the table covers
 *   every | MM-DD | full or half | SINCE or empty | name | English name
 *   dates | YYYY-MM-DD | YYYY-MM-DD | full or half | name | English name
 */
#include "teslim/days.h"
#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

/* Far more than the law has in a century: a file that is larger was not meant for this. */
enum { RULES_MAX = 2000, FILE_MAX = 1 << 20, COLUMNS = 7 };

struct rule {
	bool yearly;
	bool half;
	int since;        /* yearly: first year */
	int month, day;   /* yearly */
	long first, last; /* else: day numbers */
	char *name;
	char *name_english;
};

struct days_calendar {
	int first_year, last_year;
	struct rule *rules;
	size_t count;
};

static bool
number_of(int *value, const char *text, int least, int most)
{
	char *end;
	long parsed;

	if (text[0] < '0' || text[0] > '9')
		return false;
	parsed = strtol(text, &end, 10);
	if (*end != '\0' || parsed < least || parsed > most)
		return false;
	*value = (int)parsed;
	return true;
}

static bool
kind_of(bool *half, const char *text)
{
	*half = strcmp(text, "half") == 0;
	return *half || strcmp(text, "full") == 0;
}

static const char *
add_rule(struct days_calendar *calendar, struct rule rule, const char *name, const char *name_english)
{
	if (name[0] == '\0')
		return "name";
	if (calendar->count >= RULES_MAX)
		return "too many lines";
	rule.name = mem_string(name);
	/* A bridge day that an institution adds by hand has mostly a Turkish name only; better that one than none. */
	rule.name_english = mem_string(name_english[0] != '\0' ? name_english : name);
	/* A few hundred lines, once at the start: growing one by one costs nothing that one could measure. */
	calendar->rules = mem_resize(calendar->rules, calendar->count + 1, sizeof *calendar->rules);
	calendar->rules[calendar->count++] = rule;
	return NULL;
}

/*
 * Several files may each cover some years; what lies between them counts as covered, for the tables are made without
 * gaps.
 */
static const char *
read_years(struct days_calendar *calendar, char **columns, size_t count)
{
	int first, last;

	if (count != 3 || !number_of(&first, columns[1], 1900, 9998) || !number_of(&last, columns[2], first, 9998))
		return "years | FIRST | LAST";
	if (calendar->first_year == 0 || first < calendar->first_year)
		calendar->first_year = first;
	if (last > calendar->last_year)
		calendar->last_year = last;
	return NULL;
}

static const char *
read_every(struct days_calendar *calendar, char **columns, size_t count)
{
	struct rule rule = {.yearly = true};
	struct date date;
	char whole[16];

	if (count != 6 || strlen(columns[1]) != 5)
		return "every | MM-DD | full | SINCE | NAME | ENGLISH NAME";
	memcpy(whole, "2024-", 5); /* a leap year, for 29 February */
	memcpy(whole + 5, columns[1], 6);
	if (!days_parse(&date, whole))
		return columns[1];
	if (!kind_of(&rule.half, columns[2]))
		return columns[2];
	if (columns[3][0] != '\0' && !number_of(&rule.since, columns[3], 1900, 9998))
		return columns[3];
	rule.month = date.month;
	rule.day = date.day;
	return add_rule(calendar, rule, columns[4], columns[5]);
}

static const char *
read_dates(struct days_calendar *calendar, char **columns, size_t count)
{
	struct rule rule = {0};
	struct date first, last;

	if (count != 6)
		return "dates | FIRST | LAST | full | NAME | ENGLISH NAME";
	if (!days_parse(&first, columns[1]))
		return columns[1];
	last = first;
	if (columns[2][0] != '\0' && !days_parse(&last, columns[2]))
		return columns[2];
	rule.first = days_number(first);
	rule.last = days_number(last);
	/* The longest holiday with its bridge days is some two weeks; sixty days are a mistyped month or year. */
	if (rule.last < rule.first || rule.last - rule.first > 60)
		return columns[2];
	if (!kind_of(&rule.half, columns[3]))
		return columns[3];
	return add_rule(calendar, rule, columns[4], columns[5]);
}

static const char *
read_line(void *calendar, char *line)
{
	static const struct {
		const char *word;
		const char *(*read)(struct days_calendar *, char **, size_t);
	} kinds[] = {{"years", read_years}, {"every", read_every}, {"dates", read_dates}};
	char *columns[COLUMNS];
	size_t count = text_columns(line, columns, COLUMNS);

	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (strcmp(columns[0], kinds[i].word) == 0)
			return kinds[i].read(calendar, columns, count);
	return columns[0][0] != '\0' ? columns[0] : "|";
}

static void
drop_rules(struct days_calendar *calendar, size_t from)
{
	while (calendar->count > from) {
		struct rule *rule = &calendar->rules[--calendar->count];
		mem_free(rule->name);
		mem_free(rule->name_english);
	}
}

enum code
days_parse_table(struct days_calendar **calendar, const char *name, const char *bytes, size_t length, struct err *err)
{
	bool fresh = *calendar == NULL;
	struct days_calendar *work = fresh ? mem_alloc(sizeof *work) : *calendar;
	struct days_calendar before = *work;
	enum code code = text_read_lines(name, bytes, length, MSG_DAYS_BAD_LINE, read_line, work, err);

	if (code == OK && work->first_year == 0)
		code = err_tell(err, ERR_SYNTAX, MSG_DAYS_BAD_LINE, "days", "%s: years | FIRST | LAST", name);
	if (code != OK) {
		/* A file that is wrong anywhere adds nothing. */
		drop_rules(work, before.count);
		work->first_year = before.first_year;
		work->last_year = before.last_year;
		if (fresh)
			days_free(&work);
		return code;
	}
	*calendar = work;
	return OK;
}

static enum code
load(struct days_calendar **calendar, const char *path, struct err *err)
{
	char *bytes = NULL;
	size_t length = 0;
	enum code code = file_read(path, FILE_MAX, &bytes, &length, err);

	if (code != OK)
		return code;
	code = days_parse_table(calendar, path, bytes, length, err);
	mem_free(bytes);
	return code;
}

enum code
days_load(struct days_calendar **calendar, const char *path, struct err *err)
{
	*calendar = NULL;
	return load(calendar, path, err);
}

enum code
days_load_extra(struct days_calendar *calendar, const char *path, struct err *err)
{
	return load(&calendar, path, err);
}

void
days_free(struct days_calendar **calendar)
{
	if (*calendar == NULL)
		return;
	drop_rules(*calendar, 0);
	mem_free((*calendar)->rules);
	mem_free(*calendar);
	*calendar = NULL;
}

void
days_years(const struct days_calendar *calendar, int *first, int *last)
{
	*first = calendar->first_year;
	*last = calendar->last_year;
}

static bool
applies(const struct rule *rule, struct date date, long number)
{
	if (rule->yearly)
		return rule->month == date.month && rule->day == date.day && date.year >= rule->since;
	return number >= rule->first && number <= rule->last;
}

/*
 * Full beats half where two holidays meet (29 October within a feast, domain 5.2), and a weekend beats both: it is told
 * as a weekend, though its name stays. A year outside the table is an error and never a guess, for the feasts move by
 * eleven days a year and are announced, not computed.
 */
enum code
days_look(struct day *day, const struct days_calendar *calendar, struct date date, struct err *err)
{
	long number = days_number(date);

	*day = (struct day){DAY_WORKING, "", ""};
	if (!days_is_valid(date) || date.year < calendar->first_year || date.year > calendar->last_year)
		return err_tell(err, ERR_RANGE, MSG_DAYS_NO_CALENDAR, "days", "%d", date.year);
	for (size_t i = 0; i < calendar->count; i++) {
		const struct rule *rule = &calendar->rules[i];
		enum day_kind kind = rule->half ? DAY_HALF : DAY_HOLIDAY;
		if (kind > day->kind && applies(rule, date, number))
			*day = (struct day){kind, rule->name, rule->name_english};
	}
	if (days_weekday(date) >= 5)
		day->kind = DAY_WEEKEND;
	return OK;
}
