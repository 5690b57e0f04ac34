/*
 * days: dates, public holidays, business days, and deadlines that can explain themselves. The calendar is data
 * (conf/holidays.conf); a year outside it is "no calendar", never a guess. Knows no clock.
 */
#ifndef TESLIM_DAYS_H
#define TESLIM_DAYS_H

#include "teslim/base.h"
#include "teslim/message.h"
#include "teslim/model.h"

/* ---- dates of the Gregorian calendar, years 1900 to 9999 */

struct date {
	int year, month, day;
};
/* "2026-11-23", "23.11.2026", also "3.1.2026" and "3/1/2026"; nothing else around it but blanks. */
bool days_parse(struct date *date, const char *text);
bool days_is_valid(struct date date);
void days_iso(char out[DATE_TEXT], struct date date);    /* 2026-11-23 */
void days_dotted(char out[DATE_TEXT], struct date date); /* 23.11.2026 */
long days_number(struct date date);                      /* days since 1970-01-01 */
struct date days_from_number(long number);
int days_weekday(struct date date); /* 0 = Monday */
int days_compare(struct date left, struct date right);
/* Calendar days, weekends included, no roll-over (the officer-change clock, domain 0 item 2). */
struct date days_add_calendar(struct date start, int count);

/* ---- the calendar */

struct days_calendar;
/* Reads the holiday table; an error names file and line. */
enum code days_load(struct days_calendar **calendar, const char *path, struct err *err);
/* Adds an institution's own file (bridge days and the like, domain 5.1) in the same grammar. */
enum code days_load_extra(struct days_calendar *calendar, const char *path, struct err *err);
/* The same from memory; *calendar NULL begins a new one. */
enum code days_parse_table(struct days_calendar **calendar, const char *name, const char *bytes, size_t length, struct err *err);
void days_free(struct days_calendar **calendar);
void days_years(const struct days_calendar *calendar, int *first, int *last);

enum day_kind { DAY_WORKING, DAY_WEEKEND, DAY_HALF, DAY_HOLIDAY };
struct day {
	enum day_kind kind;
	const char *name; /* Turkish name of the holiday, "" without; lives as long as the calendar */
	const char *name_english;
};
/* What that day is. A full holiday beats a half one, a weekend beats both (name still tells). ERR_RANGE: no calendar for that year. */
enum code days_look(struct day *day, const struct days_calendar *calendar, struct date date, struct err *err);

enum { DAYS_SKIPPED_MAX = 64 };
struct days_skipped {
	struct date date;
	struct day day;
};
struct days_deadline {
	struct date start; /* not counted */
	struct date end;   /* the last day; it ends with that day */
	int count;
	bool half_counts;
	int skipped_count;                             /* weekend days among them */
	struct days_skipped skipped[DAYS_SKIPPED_MAX]; /* what fell out and why, oldest first; more than fit are only counted */
};
/*
 * start + count business days (count 0 to 366). half_counts: a half day is a business day (domain 5.3, the default). ERR_RANGE
 * with a sentence where the calendar ends.
 */
enum code days_add_business(struct days_deadline *deadline, const struct days_calendar *calendar, struct date start, int count,
	bool half_counts, struct err *err);
/* Business days after `from` up to and including `to`; negative when `to` lies before. */
enum code days_count_business(int *count, const struct days_calendar *calendar, struct date from, struct date to,
	bool half_counts, struct err *err);
/* A readable reason: "19.10.2026 + 10 iş günü = 03.11.2026; sayılmayan: 29.10.2026 Per Cumhuriyet Bayramı; 4 hafta sonu günü". */
void days_explain(struct str *out, const struct days_deadline *deadline, enum language language);

#endif
