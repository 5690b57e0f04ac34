/*
 * conf: one table of settings drives defaults, checking, the words of errors, and the tests of manual page and shipped
 * file. Knows no file; that is file.c.
 */
#include "settings.h"

#include "teslim/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define MEMBER(member) offsetof(struct conf, member), sizeof(((struct conf *)0)->member)
#define TEXT(member, standard) {#member, TYPE_TEXT, MEMBER(member), standard, NULL, 0, 0, false}
#define PATH(member, standard) {#member, TYPE_PATH, MEMBER(member), standard, NULL, 0, 0, false}
#define FILLED(type, member, standard) {#member, type, MEMBER(member), standard, NULL, 0, 0, true}
#define WORDS(type, member, standard, words) {#member, type, MEMBER(member), standard, words, 0, 0, true}
#define NUMBER(member, standard, low, high) {#member, TYPE_NUMBER, MEMBER(member), standard, NULL, low, high, true}
#define BOOLEAN(member, standard) {#member, TYPE_BOOL, MEMBER(member), standard, NULL, 0, 0, true}

static const struct setting settings[] = {
	FILLED(TYPE_TEXT, institution, "Kurum adı"),
	TEXT(institution_unit, ""),
	FILLED(TYPE_DESK, desk, "A"),
	WORDS(TYPE_INDEX, language, "tr", "tr en"),
	WORDS(TYPE_INDEX, report_language, "tr", "tr en"),
	FILLED(TYPE_OFFSET, utc_offset, "+03:00"),
	FILLED(TYPE_PATH, database, "/var/lib/teslim/teslim.db"),
	FILLED(TYPE_PATH, key, "/var/lib/teslim/desk.key"),
	PATH(log, "/var/log/teslim/teslim.log"),
	PATH(trust, "trust"),
	PATH(crl, "crl"),
	FILLED(TYPE_PATH, issuers, "issuers.conf"),
	FILLED(TYPE_PATH, identity_documents, "identity-documents.conf"),
	FILLED(TYPE_PATH, holidays, "holidays.conf"),
	PATH(extra_holidays, ""),
	BOOLEAN(require_chain, "true"),
	BOOLEAN(require_revocation, "false"),
	NUMBER(sha1_until, "2016", 1990, 2100),
	NUMBER(list_age_days, "7", 1, 365),
	BOOLEAN(accept_test, "false"),
	NUMBER(delivery_days, "10", 1, 250),
	BOOLEAN(half_days_count, "true"),
	NUMBER(uncollected_days, "15", 1, 365),
	NUMBER(courier_data_days, "730", 1, 36500),
	NUMBER(working_from, "0", 0, 24),
	NUMBER(working_until, "0", 0, 24),
	FILLED(TYPE_COMMAND, card_command, "teslim-card"),
	PATH(card_module, ""),
	FILLED(TYPE_COMMAND, print_command, "teslim-print"),
	FILLED(TYPE_TARGET, print_to, "file:/var/lib/teslim/papers"),
	WORDS(TYPE_WORD, print_format, "pdf", "pdf text dot-matrix"),
	WORDS(TYPE_WORD, print_font, "sans", "sans serif"),
	NUMBER(print_copies, "2", 1, 5),
	BOOLEAN(full_national_id, "false"),
	TEXT(privacy_notice, "kurumun ilan panosu"),
	NUMBER(lock_minutes, "5", 0, 240),
	NUMBER(escape_delay, "150", 25, 2000),
	WORDS(TYPE_INDEX, utf8, "auto", "auto yes no"),
	WORDS(TYPE_INDEX, colours, "auto", "auto yes no"),
	PATH(demo_socket, ""),
};

const struct setting *
setting_at(int index)
{
	return index >= 0 && (size_t)index < ARRAY_LENGTH(settings) ? &settings[index] : NULL;
}

const struct setting *
setting_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(settings); i++)
		if (strcmp(settings[i].name, name) == 0)
			return &settings[i];
	return NULL;
}

bool
conf_describe(int index, struct conf_setting *out)
{
	const struct setting *setting = setting_at(index);

	if (setting == NULL)
		return false;
	out->name = setting->name;
	out->standard = setting->standard;
	out->is_text = setting->type != TYPE_BOOL && setting->type != TYPE_NUMBER;
	setting_allowed(out->allowed, sizeof out->allowed, setting);
	return true;
}

void
setting_allowed(char *out, size_t size, const struct setting *setting)
{
	struct str words = {0};
	int bytes = (int)setting->size - 1;

	switch (setting->type) {
	case TYPE_TEXT:
		if (setting->filled)
			say(out, size, CONF_ALLOW_FILLED, bytes);
		else
			say(out, size, CONF_ALLOW_TEXT, bytes);
		return;
	case TYPE_PATH:
		if (setting->filled)
			say(out, size, CONF_ALLOW_PATH, bytes);
		else
			say(out, size, CONF_ALLOW_PATH_OR_NONE, bytes);
		return;
	case TYPE_COMMAND:
		say(out, size, CONF_ALLOW_COMMAND, bytes);
		return;
	case TYPE_TARGET:
		copy_text(out, size, tell(CONF_ALLOW_TARGET));
		return;
	case TYPE_DESK:
		copy_text(out, size, tell(CONF_ALLOW_DESK));
		return;
	case TYPE_OFFSET:
		copy_text(out, size, tell(CONF_ALLOW_OFFSET));
		return;
	case TYPE_NUMBER:
		say(out, size, CONF_ALLOW_NUMBER, setting->low, setting->high);
		return;
	case TYPE_BOOL:
		copy_text(out, size, "true, false");
		return;
	case TYPE_WORD:
	case TYPE_INDEX:
		break;
	}
	for (const char *at = setting->words; *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		str_printf(&words, "%s\"%.*s\"", words.length > 0 ? ", " : "", (int)length, at);
		at += length;
	}
	copy_text(out, size, str_text(&words));
	str_clear(&words);
}

/* ---- values from text */

/* One line of text: UTF-8 without control characters. */
static bool
is_line(const char *value)
{
	for (const char *c = value; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return false;
	return text_is_valid(value, strlen(value));
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
set_offset(struct conf *conf, const char *value)
{
	int hours, minutes;

	if (strlen(value) != strlen("+hh:mm") || (value[0] != '+' && value[0] != '-') || value[3] != ':' || !is_digit(value[1]) ||
		!is_digit(value[2]) || !is_digit(value[4]) || !is_digit(value[5]))
		return false;
	hours = (value[1] - '0') * 10 + value[2] - '0';
	minutes = (value[4] - '0') * 10 + value[5] - '0';
	if (minutes > 59 || hours * 60 + minutes > 14 * 60)
		return false;
	conf->utc_offset_minutes = (value[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
	return copy_text(conf->utc_offset, sizeof conf->utc_offset, value);
}

static bool
set_path(char *out, size_t size, const char *value, const char *folder)
{
	struct str path = {0};
	bool fits;

	if (value[0] != '\0' && value[0] != '/')
		str_printf(&path, "%s/", folder);
	str_add(&path, value);
	fits = copy_text(out, size, str_text(&path));
	str_clear(&path);
	return fits;
}

/* The words of a command as the helpers' client splits them: quotes group, and must be closed. */
static bool
is_command(const char *value)
{
	char quote = '\0';
	bool any = false;

	for (; *value != '\0'; value++) {
		any = any || (*value != ' ' && *value != '\'' && *value != '"');
		if (quote == '\0' && (*value == '"' || *value == '\''))
			quote = *value;
		else if (*value == quote)
			quote = '\0';
	}
	return any && quote == '\0';
}

/* Whether it begins as a destination does and goes on; the rest is for teslim-print to try. */
static bool
is_target(const char *value)
{
	static const char *const beginnings[] = {"file:", "cups:", "ipp://", "ipps://", "device:", "socket:", "command:"};

	for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++) {
		size_t length = strlen(beginnings[i]);
		if (strncmp(value, beginnings[i], length) == 0)
			return value[length] != '\0' || strcmp(beginnings[i], "cups:") == 0; /* the server's own default queue */
	}
	return false;
}

/* Its place among the words, -1 for none. */
static int
word_index(const char *words, const char *value)
{
	size_t length = strlen(value);
	int index = 0;

	for (const char *at = words; *at != '\0'; at += strspn(at, " "), index++) {
		size_t word = strcspn(at, " ");
		if (word == length && strncmp(at, value, length) == 0)
			return index;
		at += word;
	}
	return -1;
}

static bool
set_number(char *member, const struct setting *setting, const char *value)
{
	int64_t number;
	int kept;

	if (!number_parse(&number, value, setting->low, setting->high))
		return false;
	kept = (int)number;
	memcpy(member, &kept, sizeof kept);
	return true;
}

bool
setting_set(struct conf *conf, const struct setting *setting, const char *value, const char *folder)
{
	char *member = (char *)conf + setting->offset;
	bool yes = strcmp(value, "true") == 0;
	int index;

	if (!is_line(value) || (setting->filled && value[strspn(value, " ")] == '\0'))
		return false;
	switch (setting->type) {
	case TYPE_TEXT:
		return copy_text(member, setting->size, value);
	case TYPE_PATH:
		return set_path(member, setting->size, value, folder);
	case TYPE_COMMAND:
		return is_command(value) && copy_text(member, setting->size, value);
	case TYPE_TARGET:
		return is_target(value) && copy_text(member, setting->size, value);
	case TYPE_DESK:
		return strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(value) &&
			copy_text(member, setting->size, value);
	case TYPE_OFFSET:
		return set_offset(conf, value);
	case TYPE_WORD:
		return word_index(setting->words, value) >= 0 && copy_text(member, setting->size, value);
	case TYPE_INDEX:
		index = word_index(setting->words, value);
		if (index >= 0)
			memcpy(member, &index, sizeof index);
		return index >= 0;
	case TYPE_BOOL:
		memcpy(member, &yes, sizeof yes);
		return yes || strcmp(value, "false") == 0;
	case TYPE_NUMBER:
		return set_number(member, setting, value);
	}
	return false;
}

void
conf_default(struct conf *conf, const char *folder)
{
	*conf = (struct conf){0};
	for (size_t i = 0; i < ARRAY_LENGTH(settings); i++)
		if (!setting_set(conf, &settings[i], settings[i].standard, folder))
			log_line(LOG_ERROR, "conf: the default of %s does not fit", settings[i].name);
}
