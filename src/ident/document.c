/*
 * ident/document: which identity documents are accepted on which day, by a data file. The rules of law change; this
 * code does not.
 */
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/text.h"
#include "teslim/words.h"

#include <stdio.h>
#include <string.h>

enum { RULES_FILE_MAX = 64 * 1024 };

void
ident_default_rules(struct ident_rules *rules)
{
	/*
	 * The forms of numbers only warn: those of the identity card and the passport are known, of the others sources
	 * contradict each other. The old booklet lost its validity with the end of 2023, yet people still carry it: the
	 * officer is told, not stopped.
	 */
	static const struct ident_rule shipped[] = {
		{IDENTITY_CARD, "", "", false, true, "L99L99999"},
		{IDENTITY_PASSPORT, "", "", false, true, "L99999999"},
		{IDENTITY_LICENCE, "", "", false, true, ""},
		{IDENTITY_FOREIGNER, "", "", false, true, ""},
		{IDENTITY_TEMPORARY, "", "", false, true, ""},
		{IDENTITY_OLD_BOOKLET, "", "2023-12-31", true, false, "L99999999"},
	};

	*rules = (struct ident_rules){.count = (int)ARRAY_LENGTH(shipped)};
	memcpy(rules->list, shipped, sizeof shipped);
}

static bool
parse_rule(struct ident_rule *rule, char *line)
{
	enum { KIND, FROM, UNTIL, HARDNESS, EXPIRY, PATTERN, COLUMNS };
	char *columns[COLUMNS + 1];
	const char *kind, *from, *until, *hardness, *expiry, *pattern;

	*rule = (struct ident_rule){0};
	if (text_columns(line, columns, COLUMNS + 1) != COLUMNS)
		return false;
	kind = columns[KIND];
	from = columns[FROM];
	until = columns[UNTIL];
	hardness = columns[HARDNESS];
	expiry = columns[EXPIRY];
	pattern = columns[PATTERN];
	identity_kind_parse(&rule->kind, kind);
	rule->warn_only = strcmp(hardness, "warn") == 0;
	rule->needs_expiry = strcmp(expiry, "expiry") == 0;
	if (rule->kind == IDENTITY_NONE || (!rule->warn_only && strcmp(hardness, "refuse") != 0) ||
		(!rule->needs_expiry && strcmp(expiry, "-") != 0) || strspn(pattern, "L9?-") != strlen(pattern))
		return false;
	if (strcmp(from, "-") != 0 && !ident_parse_date(rule->from, from))
		return false;
	if (strcmp(until, "-") != 0 && !ident_parse_date(rule->until, until))
		return false;
	if (strcmp(pattern, "-") == 0)
		return true;
	return copy_text(rule->pattern, sizeof rule->pattern, pattern);
}

static const char *
take_rule(void *context, char *line)
{
	struct ident_rules *rules = context;

	if (rules->count == IDENT_RULES_MAX || !parse_rule(&rules->list[rules->count], line))
		return "";
	rules->count++;
	return NULL;
}

enum code
ident_load_rules(struct ident_rules *rules, const char *path, struct err *err)
{
	*rules = (struct ident_rules){0};
	return text_read_file(path, RULES_FILE_MAX, MSG_IDENT_RULES_LINE, take_rule, rules, err);
}

static bool
in_force(const struct ident_rule *rule, const char *today)
{
	return (rule->from[0] == '\0' || strcmp(today, rule->from) >= 0) &&
		(rule->until[0] == '\0' || strcmp(today, rule->until) <= 0);
}

/*
 * Several rules of a kind may follow each other in time. When none is in force, one that only warns is preferred,
 * whatever the order in the file: a refusal that a line further down takes back would be an officer's riddle.
 */
const struct ident_rule *
ident_find_rule(const struct ident_rules *rules, enum identity_kind kind, const char *today)
{
	const struct ident_rule *found = NULL;

	for (int i = 0; i < rules->count; i++) {
		const struct ident_rule *rule = &rules->list[i];
		if (rule->kind != kind)
			continue;
		if (in_force(rule, today))
			return rule;
		if (found == NULL || rule->warn_only)
			found = rule;
	}
	return found;
}

static bool
fits_pattern(const char *number, const char *pattern)
{
	if (strlen(number) != strlen(pattern))
		return false;
	for (; *pattern != '\0'; number++, pattern++) {
		bool digit = *number >= '0' && *number <= '9';
		if ((*pattern == '9' && !digit) || (*pattern == 'L' && digit))
			return false;
	}
	return true;
}

static bool
number_is_sound(const char *number)
{
	size_t length = strlen(number);

	if (length < 5 || length > 12)
		return false;
	for (; *number != '\0'; number++)
		if (!((*number >= 'A' && *number <= 'Z') || (*number >= '0' && *number <= '9')))
			return false;
	return true;
}

/*
 * In the order in which an officer would ask: is this kind accepted, what is its number, is it still valid. What merely
 * warns comes last, since a document that is refused needs no further remark.
 */
enum ident_document
ident_check_document(const struct ident_rules *rules, const struct identity_document *document, const char *today)
{
	const struct ident_rule *rule = ident_find_rule(rules, document->kind, today);
	bool outdated = rule != NULL && !in_force(rule, today);

	if (rule == NULL || (outdated && !rule->warn_only))
		return IDENT_DOCUMENT_REFUSED_KIND;
	if (document->number[0] == '\0')
		return IDENT_DOCUMENT_NO_NUMBER;
	if (!number_is_sound(document->number))
		return IDENT_DOCUMENT_BAD_NUMBER;
	if (rule->needs_expiry && document->expiry[0] == '\0')
		return IDENT_DOCUMENT_NO_EXPIRY;
	/* Dates are YYYY-MM-DD, so their order is that of their letters. A document is valid on its last day. */
	if (document->expiry[0] != '\0' && strcmp(document->expiry, today) < 0)
		return IDENT_DOCUMENT_EXPIRED;
	if (outdated)
		return IDENT_DOCUMENT_WARN_KIND;
	if (rule->pattern[0] != '\0' && !fits_pattern(document->number, rule->pattern))
		return IDENT_DOCUMENT_WARN_PATTERN;
	return IDENT_DOCUMENT_ACCEPTED;
}

bool
ident_document_usable(enum ident_document answer)
{
	return answer == IDENT_DOCUMENT_ACCEPTED || answer == IDENT_DOCUMENT_WARN_KIND || answer == IDENT_DOCUMENT_WARN_PATTERN;
}

enum message
ident_document_message(enum ident_document answer)
{
	switch (answer) {
	case IDENT_DOCUMENT_ACCEPTED:
		return 0;
	case IDENT_DOCUMENT_WARN_KIND:
		return MSG_IDENT_DOCUMENT_WARN_KIND;
	case IDENT_DOCUMENT_WARN_PATTERN:
		return MSG_IDENT_DOCUMENT_WARN_PATTERN;
	case IDENT_DOCUMENT_NO_NUMBER:
		return MSG_IDENT_DOCUMENT_NO_NUMBER;
	case IDENT_DOCUMENT_BAD_NUMBER:
		return MSG_IDENT_DOCUMENT_BAD_NUMBER;
	case IDENT_DOCUMENT_NO_EXPIRY:
		return MSG_IDENT_DOCUMENT_NO_EXPIRY;
	case IDENT_DOCUMENT_EXPIRED:
		return MSG_IDENT_DOCUMENT_EXPIRED;
	case IDENT_DOCUMENT_REFUSED_KIND:
		return MSG_IDENT_DOCUMENT_REFUSED_KIND;
	}
	return MSG_ERR_INTERNAL;
}

static bool
is_date(int year, int month, int day)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	/* What lies outside is a mistyped year: nobody older stands at the desk, and no document lasts longer. */
	return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 &&
		day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Up to three groups of digits; a run of eight is ddmmyyyy. False on anything else. */
static bool
split_date(int part[3], int digits[3], const char *text)
{
	size_t run;
	int group = 0;

	text += strspn(text, " ");
	run = strspn(text, "0123456789");
	for (;; group++) {
		size_t length = strspn(text, "0123456789");
		if (run == 8)
			length = group < 2 ? 2 : 4;
		if (length == 0 || length > 4 || group == 3)
			return false;
		part[group] = 0;
		digits[group] = (int)length;
		for (; length > 0; length--)
			part[group] = part[group] * 10 + (*text++ - '0');
		if (run == 8 && group < 2)
			continue;
		if (*text == '\0' || strchr("./-", *text) == NULL)
			break;
		text++;
	}
	return group == 2 && text[strspn(text, " ")] == '\0';
}

bool
ident_parse_date(char out[DATE_TEXT], const char *text)
{
	int part[3] = {0}, digits[3] = {0};

	out[0] = '\0';
	if (!split_date(part, digits, text))
		return false;
	if (digits[0] == 4) { /* year first */
		int year = part[0];
		part[0] = part[2];
		part[2] = year;
		digits[2] = 4;
	}
	if (digits[2] == 2)
		/*
		 * The expiry of a document is the only date that is typed with two digits, and it lies in this century.
		 */
		part[2] += 2000;
	if (!is_date(part[2], part[1], part[0]))
		return false;
	snprintf(out, DATE_TEXT, "%04u-%02u-%02u", (unsigned)part[2] % 10000, (unsigned)part[1] % 100, (unsigned)part[0] % 100);
	return true;
}

/* Whatever is no date in our form is shown as none: half a date on a record would be read as a whole one. */
void
ident_show_date(char out[DATE_TEXT], const char *date)
{
	if (strlen(date) != DATE_TEXT - 1)
		out[0] = '\0';
	else
		snprintf(out, DATE_TEXT, "%.2s.%.2s.%.4s", date + 8, date + 5, date);
}
