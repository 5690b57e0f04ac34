/*
 * conf/change: changes settings in their file and leaves everything else of it as it is, comments included. What comes
 * out is read again before it takes the file's place: it must say what was asked for and otherwise what it said before.
 */
#include "settings.h"

#include "teslim/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANGE_LIMIT = 1 << 20 };

/* ---- where a value stands */

static const char *
skip_line(const char *at)
{
	return at + strcspn(at, "\n");
}

/* Behind blanks and comments. */
static const char *
skip_blanks(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n\f");
		if (at[0] == '#' || (at[0] == '/' && at[1] == '/')) {
			at = skip_line(at);
		} else if (at[0] == '/' && at[1] == '*') {
			const char *end = strstr(at + 2, "*/");
			at = end != NULL ? end + 2 : at + strlen(at);
		} else {
			return at;
		}
	}
}

/* Behind one value or sign: a text in quotes, a word, or a single character. At the end it stays there. */
static const char *
skip_token(const char *at)
{
	size_t word = strcspn(at, " \t\r\n\f=:;,(){}[]\"#/");

	if (*at == '"') {
		for (at++; *at != '\0' && *at != '"'; at++)
			if (*at == '\\' && at[1] != '\0')
				at++;
		return *at == '"' ? at + 1 : at;
	}
	return at + (word > 0 ? word : *at != '\0');
}

/* Texts that follow each other are one value. */
static const char *
end_of_value(const char *at)
{
	const char *end = skip_token(at);

	while (*at == '"' && *(at = skip_blanks(end)) == '"')
		end = skip_token(at);
	return end;
}

struct span {
	size_t start, end; /* of the value; the same when there is none */
};

/* The value of a setting that stands in the text itself, not in a file that it includes. */
static bool
find_value(const char *text, const char *name, struct span *out)
{
	size_t length = strlen(name);
	const char *at = skip_blanks(text);

	while (*at != '\0') {
		const char *sign, *value;
		if (*at == '@') { /* an include */
			at = skip_blanks(skip_line(at));
			continue;
		}
		sign = skip_blanks(skip_token(at));
		if (*sign != '=' && *sign != ':') {
			at = sign;
			continue;
		}
		value = skip_blanks(sign + 1);
		if (strncmp(at, name, length) == 0 && skip_token(at) == at + length) {
			*out = (struct span){(size_t)(value - text), (size_t)(end_of_value(value) - text)};
			return true;
		}
		at = skip_blanks(end_of_value(value));
	}
	return false;
}

/* ---- what shall stand there */

static void
add_value(struct str *out, const struct setting *setting, const char *value)
{
	if (setting->type == TYPE_BOOL || setting->type == TYPE_NUMBER) {
		str_add(out, value);
		return;
	}
	str_add_char(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *value);
	}
	str_add_char(out, '"');
}

static void
put_wish(struct str *text, const struct setting *setting, const char *value)
{
	struct str changed = {0};
	struct span span = {0};
	const char *old = str_text(text);

	if (find_value(old, setting->name, &span)) {
		str_add_n(&changed, old, span.start);
		add_value(&changed, setting, value);
		str_add(&changed, old + span.end);
	} else {
		str_add(&changed, old);
		if (changed.length > 0 && changed.data[changed.length - 1] != '\n')
			str_add_char(&changed, '\n');
		str_printf(&changed, "%s = ", setting->name);
		add_value(&changed, setting, value);
		str_add(&changed, ";\n");
	}
	str_clear(text);
	*text = changed;
}

/* ---- the same apart from the wishes? */

static bool
is_number(const struct setting *setting)
{
	return setting->type == TYPE_INDEX || setting->type == TYPE_NUMBER;
}

static bool
is_same(const struct conf *left, const struct conf *right)
{
	const struct setting *setting;

	for (int i = 0; (setting = setting_at(i)) != NULL; i++) {
		const char *a = (const char *)left + setting->offset, *b = (const char *)right + setting->offset;
		bool same =
			is_number(setting) || setting->type == TYPE_BOOL ? memcmp(a, b, setting->size) == 0 : strcmp(a, b) == 0;
		if (!same)
			return false;
	}
	return true;
}

static enum code
refuse(const struct conf_wish *wish, const struct setting *setting, struct err *err)
{
	char place[sizeof err->detail], allowed[CONF_ALLOWED];

	setting_allowed(allowed, sizeof allowed, setting);
	say(place, sizeof place, CONF_WISHED, wish->name, wish->value, allowed);
	return err_tell(err, ERR_RANGE, MSG_CONF_VALUE, "conf_change", "%s", place);
}

/*
 * Puts the wishes into the text and into *after, what the file is to say from now on. What it says already, be it only
 * because that is the default, is not written.
 */
static enum code
put_wishes(struct str *text, struct conf *after, const struct conf_wish *wishes, size_t count, const char *folder, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const struct setting *setting = setting_find(wishes[i].name);
		struct conf before = *after;
		if (setting == NULL)
			return err_set(err, ERR_INTERNAL, 0, "conf_change", "%s", wishes[i].name);
		if (!setting_set(after, setting, wishes[i].value, folder))
			return refuse(&wishes[i], setting, err);
		if (!is_same(&before, after))
			put_wish(text, setting, wishes[i].value);
	}
	return OK;
}

/* Written beside the file, read as it will be read, and then given its name. Owner and mode stay. */
static enum code
replace(const char *path, const struct str *text, const struct conf *after, struct err *err)
{
	struct str beside = {0};
	struct stat old;
	struct conf again;
	struct err ignored = {0};
	bool is_new = stat(path, &old) != 0;
	unsigned mode = is_new ? 0644 : old.st_mode & 0777;
	enum code code;

	str_printf(&beside, "%s.%ld", path, (long)getpid());
	code = file_write(str_text(&beside), str_text(text), text->length, mode, err);
	if (code == OK && (conf_load(&again, str_text(&beside), &ignored) != OK || !is_same(&again, after)))
		code = err_tell(err, ERR_REFUSED, MSG_CONF_BY_HAND, "conf_change", "%s", path);
	if (code == OK && !is_new && geteuid() == 0 && chown(str_text(&beside), old.st_uid, old.st_gid) != 0)
		code = err_errno(err, errno, "conf_change", str_text(&beside));
	if (code == OK && rename(str_text(&beside), path) != 0)
		code = err_errno(err, errno, "conf_change", path);
	if (code != OK)
		(void)unlink(str_text(&beside));
	str_clear(&beside);
	return code;
}

enum code
conf_change(const char *path, const struct conf_wish *wishes, size_t count, bool *changed, struct err *err)
{
	struct conf after;
	struct str text = {0};
	char *real = realpath(path, NULL); /* a link to the file stays one */
	char *folder = conf_folder(path), *old = NULL;
	size_t length = 0;
	enum code code = conf_load(&after, path, err);

	*changed = false;
	if (code == OK) {
		code = file_read(path, CHANGE_LIMIT, &old, &length, err);
		if (code == OK)
			str_add_n(&text, old, length);
	} else if (code == ERR_NOT_FOUND) {
		conf_default(&after, folder);
		str_printf(&text, "// %s\n", tell(CONF_FIRST_LINE));
		code = OK;
	}
	if (code == OK)
		code = put_wishes(&text, &after, wishes, count, folder, err);
	if (code == OK && (old == NULL || text.length != length || memcmp(str_text(&text), old, length) != 0)) {
		code = replace(real != NULL ? real : path, &text, &after, err);
		*changed = code == OK;
	}
	free(real);
	mem_free(old);
	mem_free(folder);
	str_clear(&text);
	return code;
}

bool
conf_accepts(const char *name, const char *value, char allowed[CONF_ALLOWED])
{
	const struct setting *setting = setting_find(name);
	struct conf conf;

	if (setting == NULL)
		return false;
	conf_default(&conf, "");
	setting_allowed(allowed, CONF_ALLOWED, setting);
	return setting_set(&conf, setting, value, "");
}
