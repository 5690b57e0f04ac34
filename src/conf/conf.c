/*
 * conf: one table of settings drives defaults, reading, checking and the words of errors. Owns libconfig.
 */
#include "teslim/conf.h"

#include "teslim/text.h"

#include <libconfig.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum setting_type { TYPE_TEXT, TYPE_PATH, TYPE_BOOL, TYPE_NUMBER, TYPE_CHOICE, TYPE_LANGUAGE, TYPE_DESK, TYPE_OFFSET, TYPE_WORD };

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset, size;
	const char *standard; /* default, as it would stand in the file */
	long low, high;       /* TYPE_NUMBER */
	const char *allowed;  /* for the error; TYPE_WORD: the words, blank between */
};

#define SETTING(name, type, member, standard, low, high, allowed) \
	{name, type, offsetof(struct conf, member), sizeof(((struct conf *)0)->member), standard, low, high, allowed}

static const struct setting settings[] = {
	SETTING("institution", TYPE_TEXT, institution, "Kurum adı", 0, 0, "text"),
	SETTING("institution_unit", TYPE_TEXT, institution_unit, "", 0, 0, "text"),
	SETTING("desk", TYPE_DESK, desk, "A", 0, 0, "1-8 of A-Z 0-9"),
	SETTING("language", TYPE_LANGUAGE, language, "tr", 0, 0, "tr, en"),
	SETTING("report_language", TYPE_LANGUAGE, report_language, "tr", 0, 0, "tr, en"),
	SETTING("utc_offset", TYPE_OFFSET, utc_offset, "+03:00", 0, 0, "+hh:mm, -hh:mm"),
	SETTING("database", TYPE_PATH, database, "/var/lib/teslim/teslim.db", 0, 0, "path"),
	SETTING("key", TYPE_PATH, key, "/var/lib/teslim/desk.key", 0, 0, "path"),
	SETTING("log", TYPE_PATH, log, "/var/log/teslim/teslim.log", 0, 0, "path"),
	SETTING("trust", TYPE_PATH, trust, "trust", 0, 0, "path"),
	SETTING("crl", TYPE_PATH, crl, "crl", 0, 0, "path"),
	SETTING("issuers", TYPE_PATH, issuers, "issuers.conf", 0, 0, "path"),
	SETTING("identity_documents", TYPE_PATH, identity_documents, "identity-documents.conf", 0, 0, "path"),
	SETTING("holidays", TYPE_PATH, holidays, "holidays.conf", 0, 0, "path"),
	SETTING("extra_holidays", TYPE_PATH, extra_holidays, "", 0, 0, "path"),
	SETTING("require_chain", TYPE_BOOL, require_chain, "true", 0, 0, "true, false"),
	SETTING("require_revocation", TYPE_BOOL, require_revocation, "false", 0, 0, "true, false"),
	SETTING("accept_test", TYPE_BOOL, accept_test, "false", 0, 0, "true, false"),
	SETTING("delivery_days", TYPE_NUMBER, delivery_days, "10", 1, 250, "1-250"),
	SETTING("half_days_count", TYPE_BOOL, half_days_count, "true", 0, 0, "true, false"),
	SETTING("uncollected_days", TYPE_NUMBER, uncollected_days, "15", 1, 365, "1-365"),
	SETTING("card_command", TYPE_TEXT, card_command, "teslim-card", 0, 0, "command"),
	SETTING("print_command", TYPE_TEXT, print_command, "teslim-print", 0, 0, "command"),
	SETTING("print_to", TYPE_TEXT, print_to, "file:/var/lib/teslim/papers", 0, 0,
		"file:DIR, cups:QUEUE, ipp://HOST/PATH, device:FILE, socket:HOST:PORT, command:..."),
	SETTING("print_format", TYPE_WORD, print_format, "pdf", 0, 0, "pdf text dot-matrix"),
	SETTING("print_font", TYPE_WORD, print_font, "sans", 0, 0, "sans serif"),
	SETTING("print_copies", TYPE_NUMBER, print_copies, "2", 1, 5, "1-5"),
	SETTING("full_national_id", TYPE_BOOL, full_national_id, "false", 0, 0, "true, false"),
	SETTING("privacy_notice", TYPE_TEXT, privacy_notice, "kurumun ilan panosu", 0, 0, "text"),
	SETTING("lock_minutes", TYPE_NUMBER, lock_minutes, "5", 0, 240, "0-240"),
	SETTING("escape_delay", TYPE_NUMBER, escape_delay, "150", 25, 2000, "25-2000"),
	SETTING("utf8", TYPE_CHOICE, utf8, "auto", 0, 0, "auto, yes, no"),
	SETTING("colours", TYPE_CHOICE, colours, "auto", 0, 0, "auto, yes, no"),
	SETTING("demo_socket", TYPE_PATH, demo_socket, "", 0, 0, "path"),
};

bool
conf_describe(int index, const char **name, const char **allowed)
{
	if (index < 0 || (size_t)index >= ARRAY_LENGTH(settings))
		return false;
	*name = settings[index].name;
	*allowed = settings[index].allowed;
	return true;
}

/* ---- values from text */

static bool
parse_offset(struct conf *conf, const char *value)
{
	int hours, minutes;

	if (strlen(value) != 6 || (value[0] != '+' && value[0] != '-') || value[3] != ':' || strspn(value + 1, "0123456789:") != 5)
		return false;
	hours = (value[1] - '0') * 10 + value[2] - '0';
	minutes = (value[4] - '0') * 10 + value[5] - '0';
	if (hours > 14 || minutes > 59)
		return false;
	conf->utc_offset_minutes = (value[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
	return copy_text(conf->utc_offset, sizeof conf->utc_offset, value);
}

static bool
take_path(char *out, size_t size, const char *value, const char *folder)
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

static bool
take_word(char *out, size_t size, const char *value, const char *words)
{
	size_t length = strlen(value);

	for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");
		if (word == length && strncmp(at, value, length) == 0)
			return copy_text(out, size, value);
		at += word;
	}
	return false;
}

/* Sets a member from its text form; false when the value is not allowed. */
static bool
set_value(struct conf *conf, const struct setting *setting, const char *value, const char *folder)
{
	char *member = (char *)conf + setting->offset;
	char *end;
	long number;

	switch (setting->type) {
	case TYPE_TEXT:
		return text_is_valid(value, strlen(value)) && copy_text(member, setting->size, value);
	case TYPE_PATH:
		return take_path(member, setting->size, value, folder);
	case TYPE_WORD:
		return take_word(member, setting->size, value, setting->allowed);
	case TYPE_DESK:
		return value[0] != '\0' && strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(value) &&
			copy_text(member, setting->size, value);
	case TYPE_OFFSET:
		return parse_offset(conf, value);
	case TYPE_BOOL:
		*(bool *)(void *)member = strcmp(value, "true") == 0;
		return strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
	case TYPE_NUMBER:
		number = strtol(value, &end, 10);
		if (*value == '\0' || *end != '\0' || number < setting->low || number > setting->high)
			return false;
		*(int *)(void *)member = (int)number;
		return true;
	case TYPE_CHOICE:
		*(enum conf_choice *)(void *)member = strcmp(value, "yes") == 0 ? CONF_YES : strcmp(value, "no") == 0 ? CONF_NO : CONF_AUTO;
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0 || strcmp(value, "auto") == 0;
	case TYPE_LANGUAGE:
		*(enum language *)(void *)member = strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_TURKISH;
		return strcmp(value, "en") == 0 || strcmp(value, "tr") == 0;
	}
	return false;
}

void
conf_default(struct conf *conf, const char *folder)
{
	*conf = (struct conf){0};
	for (size_t i = 0; i < ARRAY_LENGTH(settings); i++)
		if (!set_value(conf, &settings[i], settings[i].standard, folder))
			log_line(LOG_ERROR, "conf: default of %s is not allowed", settings[i].name);
}

/* ---- the file */

/* Edit distance, for the nearest known name; names are short, the table small. */
static unsigned
distance(const char *left, const char *right)
{
	unsigned row[64];
	size_t length = strlen(right);

	if (length >= ARRAY_LENGTH(row))
		return 99;
	for (size_t j = 0; j <= length; j++)
		row[j] = (unsigned)j;
	for (size_t i = 0; left[i] != '\0'; i++) {
		unsigned corner = row[0];
		row[0] = (unsigned)i + 1;
		for (size_t j = 0; j < length; j++) {
			unsigned change = corner + (left[i] != right[j] ? 1 : 0);
			corner = row[j + 1];
			row[j + 1] = change < row[j] + 1 ? change : row[j] + 1;
			if (corner + 1 < row[j + 1])
				row[j + 1] = corner + 1;
		}
	}
	return row[length];
}

static const char *
nearest(const char *name)
{
	const char *best = NULL;
	unsigned least = 4;

	for (size_t i = 0; i < ARRAY_LENGTH(settings); i++) {
		unsigned away = distance(name, settings[i].name);
		if (away < least) {
			least = away;
			best = settings[i].name;
		}
	}
	return best;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static enum code
unknown(const char *path, const config_setting_t *found, struct err *err)
{
	const char *name = config_setting_name(found);
	const char *near = nearest(name != NULL ? name : "");
	char place[160];
	int line = (int)config_setting_source_line(found);

	if (near != NULL)
		say(place, sizeof place, CONF_NEAREST, base_name(path), line, name, near);
	else
		say(place, sizeof place, CONF_AT_UNKNOWN, base_name(path), line, name != NULL ? name : "?");
	return err_tell(err, ERR_SYNTAX, MSG_CONF_UNKNOWN, "conf_load", "%s", place);
}

/* The value in its text form, or NULL for a type that no setting has. */
static const char *
value_text(const config_setting_t *found, char number[32])
{
	switch (config_setting_type(found)) {
	case CONFIG_TYPE_STRING:
		return config_setting_get_string(found);
	case CONFIG_TYPE_BOOL:
		return config_setting_get_bool(found) ? "true" : "false";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		snprintf(number, 32, "%lld", config_setting_get_int64(found));
		return number;
	default:
		return NULL;
	}
}

static bool
type_fits(const struct setting *setting, const config_setting_t *found)
{
	int type = config_setting_type(found);

	switch (setting->type) {
	case TYPE_BOOL:
		return type == CONFIG_TYPE_BOOL;
	case TYPE_NUMBER:
		return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
	case TYPE_TEXT:
	case TYPE_PATH:
	case TYPE_CHOICE:
	case TYPE_LANGUAGE:
	case TYPE_DESK:
	case TYPE_OFFSET:
	case TYPE_WORD:
		return type == CONFIG_TYPE_STRING;
	}
	return false;
}

static enum code
take_setting(struct conf *conf, const config_setting_t *found, const char *path, const char *folder, struct err *err)
{
	const char *name = config_setting_name(found);
	char number[32], place[160];

	for (size_t i = 0; i < ARRAY_LENGTH(settings); i++) {
		const char *value;
		if (name == NULL || strcmp(settings[i].name, name) != 0)
			continue;
		value = value_text(found, number);
		if (value != NULL && type_fits(&settings[i], found) && set_value(conf, &settings[i], value, folder))
			return OK;
		say(place, sizeof place, CONF_AT_VALUE, base_name(path), (int)config_setting_source_line(found), name,
			settings[i].allowed);
		return err_tell(err, ERR_RANGE, MSG_CONF_VALUE, "conf_load", "%s", place);
	}
	return unknown(path, found, err);
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_string(".");
	return slash == path ? mem_string("/") : mem_string_n(path, (size_t)(slash - path));
}

enum code
conf_load(struct conf *conf, const char *path, struct err *err)
{
	char *folder = folder_of(path);
	config_t config;
	enum code code = OK;
	char *text;
	size_t length;

	conf_default(conf, folder);
	code = file_read(path, 1 << 20, &text, &length, err);
	if (code != OK) {
		mem_free(folder);
		return code == ERR_NOT_FOUND ? err_tell(err, code, MSG_CONF_MISSING, "conf_load", "%s", path) : code;
	}
	config_init(&config);
	if (config_read_string(&config, text) != CONFIG_TRUE) {
		code = err_tell(err, ERR_SYNTAX, MSG_CONF_SYNTAX, "conf_load", "%s:%d", base_name(path), config_error_line(&config));
	} else {
		const config_setting_t *root = config_root_setting(&config);
		for (unsigned i = 0; code == OK && i < (unsigned)config_setting_length(root); i++)
			code = take_setting(conf, config_setting_get_elem(root, i), path, folder, err);
	}
	config_destroy(&config);
	mem_free(text);
	mem_free(folder);
	return code;
}
