/*
 * days/date: dates of the Gregorian calendar as values: parsing, writing, day numbers. Knows no holiday.
 */
#include "teslim/days.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 9999 };

static int
month_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool
days_is_valid(struct date date)
{
	return date.year >= YEAR_MIN && date.year <= YEAR_MAX && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
		date.day <= month_length(date.year, date.month);
}

/* Reads between least and most digits; -1 when there are fewer or more. */
static int
digits(const char **at, int least, int most)
{
	int value = 0, count = 0;

	for (; **at >= '0' && **at <= '9' && count < most; (*at)++, count++)
		value = value * 10 + (**at - '0');
	if (count < least || (**at >= '0' && **at <= '9'))
		return -1;
	return value;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * ISO as files have it, or day first as people and spreadsheets in Turkey write it. Month first is not read, since
 * nobody can tell 03.04. from 04.03.; nor are two-digit years, for which the century would be a guess.
 */
bool
days_parse(struct date *date, const char *text)
{
	struct date parsed = {0};
	const char *at = text;
	char separator;

	while (is_blank(*at))
		at++;
	if (strspn(at, "0123456789") == 4) {
		parsed.year = digits(&at, 4, 4);
		separator = '-';
		if (*at++ != separator)
			return false;
		parsed.month = digits(&at, 2, 2);
		if (parsed.month < 0 || *at++ != separator)
			return false;
		parsed.day = digits(&at, 2, 2);
	} else {
		/* A spreadsheet drops leading zeros: 1.2.2030 is as good as 01.02.2030. */
		parsed.day = digits(&at, 1, 2);
		separator = *at;
		if (parsed.day < 0 || (separator != '.' && separator != '/') || *at++ != separator)
			return false;
		parsed.month = digits(&at, 1, 2);
		if (parsed.month < 0 || *at++ != separator)
			return false;
		parsed.year = digits(&at, 4, 4);
	}
	while (is_blank(*at))
		at++;
	if (*at != '\0' || !days_is_valid(parsed))
		return false;
	*date = parsed;
	return true;
}

/* Two digits each, so that the compiler sees that it fits. */
static unsigned
bounded(int value, unsigned limit)
{
	return value < 0 ? 0 : (unsigned)value % limit;
}

void
days_iso(char out[DATE_TEXT], struct date date)
{
	snprintf(out, DATE_TEXT, "%04u-%02u-%02u", bounded(date.year, 10000), bounded(date.month, 100), bounded(date.day, 100));
}

void
days_dotted(char out[DATE_TEXT], struct date date)
{
	snprintf(out, DATE_TEXT, "%02u.%02u.%04u", bounded(date.day, 100), bounded(date.month, 100), bounded(date.year, 10000));
}

/* Years are counted from March, so that the leap day is the last of its year. */
long
days_number(struct date date)
{
	long year = date.month > 2 ? date.year : date.year - 1;
	long month = date.month > 2 ? date.month - 3 : date.month + 9;

	return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1 - 719468;
}

/*
 * The way back of days_number, by eras of 400 years (146,097 days), after which the calendar repeats itself to the
 * weekday.
 */
struct date
days_from_number(long number)
{
	long left = number + 719468;
	long era = (left >= 0 ? left : left - 146096) / 146097;
	long of_era = left - era * 146097;
	long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long month = (5 * of_year + 2) / 153;
	struct date date;

	date.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	date.month = (int)(month < 10 ? month + 3 : month - 9);
	date.year = (int)(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
	return date;
}

int
days_weekday(struct date date)
{
	return (int)(((days_number(date) + 3) % 7 + 7) % 7);
}

int
days_compare(struct date left, struct date right)
{
	long difference = days_number(left) - days_number(right);

	return difference < 0 ? -1 : difference > 0;
}

struct date
days_add_calendar(struct date start, int count)
{
	return days_from_number(days_number(start) + count);
}
