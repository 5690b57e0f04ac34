/*
 * base/clock: the one place that asks for the time, and civil dates by a fixed offset. Türkiye keeps UTC+03:00 all
 * year since 2016, so the desk needs no time zone database and no locale: the login environment changes nothing.
 */
#include "teslim/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* All three are asked for at every paint and every line of the log, so they are kept and not read anew each time. */
static int64_t fixed_now;
static int offset_minutes = 180;
static bool environment_read;

/*
 * TESLIM_NOW is for the demo and the tests of the whole program, whose papers must bear the same day tomorrow; one that
 * is no time is passed over, since a desk must not stand still for a variable that somebody else uses.
 */
int64_t
clock_now(void)
{
	struct timespec now;

	if (!environment_read) {
		const char *text = getenv("TESLIM_NOW");
		environment_read = true;
		if (text != NULL && fixed_now == 0 && !clock_parse(&fixed_now, text))
			fixed_now = 0;
	}
	if (fixed_now != 0)
		return fixed_now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec;
}

int64_t
clock_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
clock_fix(int64_t now)
{
	environment_read = true;
	fixed_now = now;
}

void
clock_set_offset(int minutes)
{
	offset_minutes = minutes;
}

int
clock_offset(void)
{
	return offset_minutes;
}

/* Days since 1970-01-01 of a civil date, and back (proleptic Gregorian, era of 400 years). */
static int64_t
days_from_civil(int year, int month, int day)
{
	/*
	 * A year begins in March here, so that the leap day is the last of its year and February's length is nobody's
	 * concern. Negative years round towards the era before them, which C's division does not do.
	 */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static void
civil_from_days(struct civil *civil, int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted_month = (5 * day_of_year + 2) / 153;

	civil->day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
	civil->month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
	civil->year = (int)(year_of_era + era * 400 + (civil->month <= 2 ? 1 : 0));
	/* 1970-01-01 was a Thursday; days before it have negative numbers. */
	civil->weekday = (int)(((days + 3) % 7 + 7) % 7);
}

/* The years 1 to 9999: what stands outside them is no time of ours, and cannot be computed with. */
static int64_t
within_reason(int64_t time)
{
	const int64_t first = INT64_C(-62135596800) + 86400, last = INT64_C(253402300799) - 86400;

	return time < first ? first : time > last ? last : time;
}

struct civil
clock_civil(int64_t time)
{
	struct civil civil = {0};
	int64_t local = within_reason(time) + (int64_t)offset_minutes * 60;
	int64_t days = local / 86400;
	int64_t rest = local % 86400;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	civil_from_days(&civil, days);
	civil.hour = (int)(rest / 3600);
	civil.minute = (int)(rest / 60 % 60);
	civil.second = (int)(rest % 60);
	return civil;
}

/* No range is asked for: whoever has parsed a time has looked at it, and what comes out of clock_civil is sound. */
int64_t
clock_from_civil(const struct civil *civil)
{
	int64_t days = days_from_civil(civil->year, civil->month, civil->day);

	return days * 86400 + civil->hour * 3600 + civil->minute * 60 + civil->second - (int64_t)offset_minutes * 60;
}

void
clock_iso(char out[CLOCK_TEXT], int64_t time)
{
	struct civil c = clock_civil(time);
	int minutes = abs(offset_minutes);

	snprintf(out, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year % 10000, c.month, c.day, c.hour, c.minute,
		c.second, offset_minutes < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
}

static bool
digits(const char **at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*value = *value * 10 + (**at - '0');
	}
	return true;
}

static bool
expect(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/*
 * ISO 8601 as we write it. A time without a zone is one of the desk: that is how people type it and how lists have it.
 */
static bool
parse_zone(const char **at, int *minutes)
{
	int hour, minute;
	char sign = **at;

	*minutes = offset_minutes;
	if (sign == '\0')
		return true;
	(*at)++;
	if (sign == 'Z') {
		*minutes = 0;
		return true;
	}
	if ((sign != '+' && sign != '-') || !digits(at, 2, &hour) || !expect(at, ':') || !digits(at, 2, &minute))
		return false;
	*minutes = (sign == '-' ? -1 : 1) * (hour * 60 + minute);
	/* No place on earth is further from UTC than fourteen hours (Kiribati). */
	return hour <= 14 && minute < 60;
}

bool
clock_parse(int64_t *time, const char *text)
{
	struct civil c = {0};
	const char *at = text;
	int minutes = offset_minutes;

	if (!digits(&at, 4, &c.year) || !expect(&at, '-') || !digits(&at, 2, &c.month) || !expect(&at, '-') ||
		!digits(&at, 2, &c.day))
		return false;
	if (*at != '\0') {
		if ((*at != 'T' && *at != ' ') || (at++, !digits(&at, 2, &c.hour)) || !expect(&at, ':') ||
			!digits(&at, 2, &c.minute))
			return false;
		if (*at == ':' && (at++, !digits(&at, 2, &c.second)))
			return false;
		if (!parse_zone(&at, &minutes) || *at != '\0')
			return false;
	}
	/*
	 * A leap second is taken, for other machines write it; the day of the month only as far as the sum stays
	 * sensible: 31 February becomes 3 March, and whoever needs a real day asks the room `days`.
	 */
	if (c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31 || c.hour > 23 || c.minute > 59 || c.second > 60)
		return false;
	*time = days_from_civil(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second - (int64_t)minutes * 60;
	return true;
}

void
clock_date(char out[CLOCK_TEXT], int64_t time)
{
	struct civil c = clock_civil(time);

	snprintf(out, CLOCK_TEXT, "%02d.%02d.%04d", c.day, c.month, c.year % 10000);
}

void
clock_minute(char out[CLOCK_TEXT], int64_t time)
{
	struct civil c = clock_civil(time);

	snprintf(out, CLOCK_TEXT, "%02d.%02d.%04d %02d:%02d", c.day, c.month, c.year % 10000, c.hour, c.minute);
}

void
clock_hour(char out[CLOCK_TEXT], int64_t time)
{
	struct civil c = clock_civil(time);

	snprintf(out, CLOCK_TEXT, "%02d:%02d", c.hour, c.minute);
}
