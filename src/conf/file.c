/*
 * conf/file: reads teslim.conf over the defaults. Owns libconfig. Every error names file, line, setting, and what is
 * allowed there.
 */
#include "settings.h"

#include "teslim/text.h"

#include <libconfig.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 20, VALUE_SHOWN = 20 };

/* ---- the nearest known name, for a mistyped one */

/* Edit distance; names are short, the table small. */
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

/* NULL when nothing is near: a third of the letters may differ. */
static const char *
nearest(const char *name)
{
	const struct setting *setting;
	const char *best = NULL;
	unsigned least = (unsigned)(strlen(name) < 64 ? strlen(name) / 3 + 1 : 0);

	for (int i = 0; (setting = setting_at(i)) != NULL; i++) {
		unsigned away = distance(name, setting->name);
		if (away < least || (away == least && best == NULL && least > 0)) {
			least = away;
			best = setting->name;
		}
	}
	return best;
}

/* ---- errors */

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* The name of the file that the line is in, which may be an included one. */
static const char *
file_of(const config_setting_t *found, const char *path)
{
	const char *file = config_setting_source_file(found);

	return base_name(file != NULL ? file : path);
}

static enum code
unknown(const char *path, const config_setting_t *found, struct err *err)
{
	char name[64], place[sizeof err->detail];
	const char *near;
	int line = (int)config_setting_source_line(found);

	copy_text(name, sizeof name, config_setting_name(found) != NULL ? config_setting_name(found) : "?");
	near = nearest(name);
	if (near != NULL)
		say(place, sizeof place, CONF_NEAREST, file_of(found, path), line, name, near);
	else
		say(place, sizeof place, CONF_AT_UNKNOWN, file_of(found, path), line, name);
	return err_tell(err, ERR_SYNTAX, MSG_CONF_UNKNOWN, "conf_load", "%s", place);
}

/* The value in its text form, or NULL for a kind that no setting has. */
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

static enum code
not_allowed(const char *path, const config_setting_t *found, const struct setting *setting, const char *value, struct err *err)
{
	char shown[VALUE_SHOWN + 8], allowed[CONF_ALLOWED], place[sizeof err->detail];
	bool quoted = config_setting_type(found) == CONFIG_TYPE_STRING;
	char cut[VALUE_SHOWN];
	bool whole = copy_text(cut, sizeof cut, value != NULL ? value : "(...)");
	bool is_text = text_is_valid(cut, strlen(cut));

	for (char *c = cut; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F || (!is_text && (unsigned char)*c >= 0x80))
			*c = '?';
	snprintf(shown, sizeof shown, "%s%s%s%s", quoted ? "\"" : "", cut, whole ? "" : "…", quoted ? "\"" : "");
	setting_allowed(allowed, sizeof allowed, setting);
	say(place, sizeof place, CONF_AT_VALUE, file_of(found, path), (int)config_setting_source_line(found), setting->name,
		shown, allowed);
	return err_tell(err, ERR_RANGE, MSG_CONF_VALUE, "conf_load", "%s", place);
}

/* libconfig's own words are few; the two that come up get sentences. */
static enum code
not_understood(const config_t *config, const char *path, struct err *err)
{
	const char *file = config_error_file(config);
	const char *words = config_error_text(config);
	bool twice = words != NULL && strstr(words, "duplicate") != NULL;

	return err_tell(err, ERR_SYNTAX, twice ? MSG_CONF_TWICE : MSG_CONF_SYNTAX, "conf_load", "%s:%d",
		base_name(file != NULL ? file : path), config_error_line(config));
}

/* ---- reading */

static bool
type_fits(const struct setting *setting, const config_setting_t *found)
{
	int type = config_setting_type(found);

	if (setting->type == TYPE_BOOL)
		return type == CONFIG_TYPE_BOOL;
	if (setting->type == TYPE_NUMBER)
		return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
	return type == CONFIG_TYPE_STRING;
}

static enum code
take_setting(struct conf *conf, const config_setting_t *found, const char *path, const char *folder, struct err *err)
{
	const char *name = config_setting_name(found);
	const struct setting *setting = name != NULL ? setting_find(name) : NULL;
	char number[32];
	const char *value;

	if (setting == NULL)
		return unknown(path, found, err);
	value = value_text(found, number);
	if (value == NULL || !type_fits(setting, found) || !setting_set(conf, setting, value, folder))
		return not_allowed(path, found, setting, value, err);
	return OK;
}

char *
conf_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_string(".");
	return slash == path ? mem_string("/") : mem_string_n(path, (size_t)(slash - path));
}

static enum code
take_text(struct conf *conf, const char *text, const char *path, const char *folder, struct err *err)
{
	static const char mark[] = "\xEF\xBB\xBF"; /* some editors begin UTF-8 with it */
	const config_setting_t *root;
	config_t config;
	enum code code = OK;

	config_init(&config);
	config_set_include_dir(&config, folder);
	if (config_read_string(&config, text + (strncmp(text, mark, 3) == 0 ? 3 : 0)) != CONFIG_TRUE)
		code = not_understood(&config, path, err);
	root = config_root_setting(&config);
	for (unsigned i = 0; code == OK && i < (unsigned)config_setting_length(root); i++)
		code = take_setting(conf, config_setting_get_elem(root, i), path, folder, err);
	config_destroy(&config);
	return code;
}

enum code
conf_load(struct conf *conf, const char *path, struct err *err)
{
	char *folder = conf_folder(path);
	enum code code;
	char *text;
	size_t length;

	conf_default(conf, folder);
	code = file_read(path, FILE_LIMIT, &text, &length, err);
	if (code == OK) {
		if (strlen(text) != length)
			code = err_tell(err, ERR_SYNTAX, MSG_CONF_BINARY, "conf_load", "%s", path);
		else
			code = take_text(conf, text, path, folder, err);
		mem_free(text);
		if (code != OK)
			conf_default(conf, folder);
	} else if (code == ERR_NOT_FOUND) {
		(void)err_tell(err, code, MSG_CONF_MISSING, "conf_load", "%s", path);
	}
	mem_free(folder);
	return code;
}
