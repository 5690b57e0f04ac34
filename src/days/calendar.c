/*
 * days/calendar: the holiday table, read from data files, and what a single day is. Counting is in deadline.c.
 *
 * Grammar, a record a line, "#" begins a comment line:
 *   years | FIRST | LAST                                   what the table covers
 *   every | MM-DD | full or half | SINCE or empty | name | English name
 *   dates | YYYY-MM-DD | YYYY-MM-DD | full or half | name | English name
 */
#include "teslim/days.h"
#include "teslim/text.h"

#include <stdlib.h>
#include <string.h>

enum { RULES_MAX = 2000, FILE_MAX = 1 << 20, COLUMNS = 7 };

struct rule {
	bool yearly;
	bool half;
	int since;         /* yearly: first year */
	int month, day;    /* yearly */
	long first, last;  /* else: day numbers */
	char *name;
	char *name_english;
};

struct days_calendar {
	int first_year, last_year;
	struct rule *rules;
	size_t count;
};

struct reader {
	struct days_calendar *calendar;
	const char *name;
	int line;
	struct err *err;
};

static enum code
refuse(const struct reader *reader, const char *what)
{
	return err_tell(reader->err, ERR_SYNTAX, MSG_DAYS_BAD_LINE, "days", "%s:%d: %s", reader->name, reader->line, what);
}

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

static enum code
add_rule(const struct reader *reader, struct rule rule, const char *name, const char *name_english)
{
	struct days_calendar *calendar = reader->calendar;

	if (name[0] == '\0')
		return refuse(reader, "name");
	if (!text_is_valid(name, strlen(name)) || !text_is_valid(name_english, strlen(name_english)))
		return refuse(reader, "UTF-8");
	if (calendar->count >= RULES_MAX)
		return refuse(reader, "too many lines");
	rule.name = mem_string(name);
	rule.name_english = mem_string(name_english[0] != '\0' ? name_english : name);
	calendar->rules = mem_resize(calendar->rules, calendar->count + 1, sizeof *calendar->rules);
	calendar->rules[calendar->count++] = rule;
	return OK;
}

static enum code
read_years(const struct reader *reader, char **columns, size_t count)
{
	int first, last;

	if (count != 3 || !number_of(&first, columns[1], 1900, 9998) || !number_of(&last, columns[2], first, 9998))
		return refuse(reader, "years | FIRST | LAST");
	if (reader->calendar->first_year == 0 || first < reader->calendar->first_year)
		reader->calendar->first_year = first;
	if (last > reader->calendar->last_year)
		reader->calendar->last_year = last;
	return OK;
}

static enum code
read_every(const struct reader *reader, char **columns, size_t count)
{
	struct rule rule = {.yearly = true};
	struct date date;
	char whole[16];

	if (count != 6 || strlen(columns[1]) != 5)
		return refuse(reader, "every | MM-DD | full | SINCE | NAME | ENGLISH NAME");
	memcpy(whole, "2024-", 5); /* a leap year, for 29 February */
	memcpy(whole + 5, columns[1], 6);
	if (!days_parse(&date, whole))
		return refuse(reader, columns[1]);
	if (!kind_of(&rule.half, columns[2]))
		return refuse(reader, columns[2]);
	if (columns[3][0] != '\0' && !number_of(&rule.since, columns[3], 1900, 9998))
		return refuse(reader, columns[3]);
	rule.month = date.month;
	rule.day = date.day;
	return add_rule(reader, rule, columns[4], columns[5]);
}

static enum code
read_dates(const struct reader *reader, char **columns, size_t count)
{
	struct rule rule = {0};
	struct date first, last;

	if (count != 6)
		return refuse(reader, "dates | FIRST | LAST | full | NAME | ENGLISH NAME");
	if (!days_parse(&first, columns[1]))
		return refuse(reader, columns[1]);
	last = first;
	if (columns[2][0] != '\0' && !days_parse(&last, columns[2]))
		return refuse(reader, columns[2]);
	rule.first = days_number(first);
	rule.last = days_number(last);
	if (rule.last < rule.first || rule.last - rule.first > 60)
		return refuse(reader, columns[2]);
	if (!kind_of(&rule.half, columns[3]))
		return refuse(reader, columns[3]);
	return add_rule(reader, rule, columns[4], columns[5]);
}

static enum code
read_line(const struct reader *reader, char *line)
{
	static const struct {
		const char *word;
		enum code (*read)(const struct reader *, char **, size_t);
	} kinds[] = {{"years", read_years}, {"every", read_every}, {"dates", read_dates}};
	char *columns[COLUMNS];
	size_t count = text_columns(line, columns, COLUMNS);

	if (columns[0][0] == '#' || (count == 1 && columns[0][0] == '\0'))
		return OK;
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (strcmp(columns[0], kinds[i].word) == 0)
			return kinds[i].read(reader, columns, count);
	return refuse(reader, columns[0]);
}

static enum code
read_table(struct days_calendar *calendar, const char *name, const char *bytes, size_t length, struct err *err)
{
	struct reader reader = {calendar, name, 0, err};
	const char *at = bytes, *end = bytes + length;
	enum code code = OK;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		at += 3;
	while (at < end && code == OK) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((stop != NULL ? stop : end) - at);
		char *line = mem_string_n(at, size);
		reader.line++;
		code = strlen(line) == size ? read_line(&reader, line) : refuse(&reader, "NUL");
		mem_free(line);
		at += size + 1;
	}
	return code;
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
	enum code code = read_table(work, name, bytes, length, err);

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
