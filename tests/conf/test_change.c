/*
 * tests/conf/test_change: a setting is changed where it stands, and nothing else of the file is; what cannot be changed
 * safely is refused and the file left as it is.
 */
#include "teslim/conf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], path[96];
static struct err err;
static bool changed;

static void
write_text(const char *name, const char *text)
{
	char file[160];

	snprintf(file, sizeof file, "%s/%s", folder, name);
	assert_int_equal(file_write(file, text, strlen(text), 0640, &err), OK);
}

static char *
read_text(void)
{
	char *text;
	size_t length;

	assert_int_equal(file_read(path, 1 << 20, &text, &length, &err), OK);
	return text;
}

static enum code
change(const char *name, const char *value)
{
	const struct conf_wish wish = {name, value};

	err = (struct err){0};
	return conf_change(path, &wish, 1, &changed, &err);
}

/* The change is made and gives exactly this. */
static void
gives(const char *before, const char *name, const char *value, const char *after)
{
	char *text;

	write_text("teslim.conf", before);
	assert_int_equal(change(name, value), OK);
	text = read_text();
	assert_string_equal(text, after);
	assert_int_equal(changed, strcmp(before, after) != 0);
	mem_free(text);
}

/* The change is refused and the file is as it was. */
static void
refuses(const char *before, const char *name, const char *value, enum code code)
{
	char *text;

	write_text("teslim.conf", before);
	assert_int_equal(change(name, value), code);
	text = read_text();
	assert_string_equal(text, before);
	assert_false(changed);
	mem_free(text);
}

/* ------------------------------------------------------------------ */

static void
value_is_changed_where_it_stands(void **state)
{
	(void)state;
	gives("desk = \"A\"; // ours\nlanguage = \"en\";\n", "desk", "B7", "desk = \"B7\"; // ours\nlanguage = \"en\";\n");
	gives("\tdesk\t:\"B\" ,language=\"en\"", "desk", "C", "\tdesk\t:\"C\" ,language=\"en\"");
	gives("lock_minutes = 7\nrequire_chain = true", "lock_minutes", "9", "lock_minutes = 9\nrequire_chain = true");
	gives("require_chain = TRUE;", "require_chain", "false", "require_chain = false;");
	gives("institution = \"Bir\" /* ve */ \" \"\n// sonra\n\"İki\";\n", "institution", "Üç", "institution = \"Üç\";\n");
	gives("desk /* = \"X\" */ = # y\n \"B\";", "desk", "C", "desk /* = \"X\" */ = # y\n \"C\";");
}

static void
comments_and_texts_are_no_settings(void **state)
{
	(void)state;
	gives("// desk = \"B\";\n# desk = \"B\";\n/* desk = \"B\";\n */\ninstitution = \"desk = \\\"B\\\";\";\n", "desk", "C",
		"// desk = \"B\";\n# desk = \"B\";\n/* desk = \"B\";\n */\ninstitution = \"desk = \\\"B\\\";\";\ndesk = \"C\";\n");
}

static void
missing_setting_is_added_at_the_end(void **state)
{
	(void)state;
	gives("", "desk", "B", "desk = \"B\";\n");
	gives("language = \"en\";", "desk", "B", "language = \"en\";\ndesk = \"B\";\n");
	gives("language = \"en\"; /* yes */", "lock_minutes", "0", "language = \"en\"; /* yes */\nlock_minutes = 0;\n");
}

static void
what_holds_already_is_not_written(void **state)
{
	struct stat before, after;

	(void)state;
	gives("language = \"en\";\n", "desk", "A", "language = \"en\";\n");
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(change("language", "en"), OK);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void
any_text_comes_back(void **state)
{
	static const char *const texts[] = {
		"\"", "\\", "\\\\\"", "a;b", "// x", "/* x", "# ç", "Şırnak İl Sağlık Müdürlüğü", "@include \"x\""};
	struct conf conf;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		write_text("teslim.conf", "language = \"en\";\n");
		assert_int_equal(change("institution", texts[i]), OK);
		assert_int_equal(conf_load(&conf, path, &err), OK);
		assert_string_equal(conf.institution, texts[i]);
		assert_int_equal(change("institution", "Kısa"), OK);
		assert_int_equal(conf_load(&conf, path, &err), OK);
		assert_string_equal(conf.institution, "Kısa");
		assert_int_equal(conf.language, LANGUAGE_ENGLISH);
	}
}

static void
what_is_not_allowed_is_refused(void **state)
{
	char sentence[400];

	(void)state;
	refuses("desk = \"B\";\n", "desk", "küçük", ERR_RANGE);
	message_err(sentence, sizeof sentence, &err);
	assert_non_null(strstr(sentence, "desk"));
	refuses("desk = \"B\";\n", "lock_minutes", "241", ERR_RANGE);
	refuses("desk = \"B\";\n", "institution", "iki\nsatır", ERR_RANGE);
	refuses("desk = \"B\"\nlanguage = ;\n", "desk", "C", ERR_SYNTAX);
	refuses("desk = \"B\";\nkapı = 1;\n", "desk", "C", ERR_SYNTAX);
}

static void
included_setting_is_for_a_hand(void **state)
{
	(void)state;
	write_text("more.conf", "desk = \"B\";\n");
	refuses("@include \"more.conf\"\nlanguage = \"en\";\n", "desk", "C", ERR_REFUSED);
	gives("@include \"more.conf\"\nlanguage = \"en\";\n", "lock_minutes", "3",
		"@include \"more.conf\"\nlanguage = \"en\";\nlock_minutes = 3;\n");
}

static void
mode_and_link_stay(void **state)
{
	struct stat status;
	char other[128];

	(void)state;
	write_text("teslim.conf", "desk = \"B\";\n");
	snprintf(other, sizeof other, "%s/real.conf", folder);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink("real.conf", path), 0);
	assert_int_equal(change("desk", "C"), OK);
	assert_int_equal(lstat(path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_int_equal(unlink(path), 0);
}

static void
missing_file_is_made(void **state)
{
	struct conf conf;
	char *text;

	(void)state;
	unlink(path);
	assert_int_equal(change("desk", "C"), OK);
	assert_true(changed);
	text = read_text();
	assert_non_null(strstr(text, "teslim.conf\ndesk = \"C\";\n"));
	mem_free(text);
	assert_int_equal(conf_load(&conf, path, &err), OK);
	assert_string_equal(conf.desk, "C");
}

/* Every setting of the shipped file, each with another value: one line differs. */
static void
every_setting_of_the_shipped_file(void **state)
{
	static const char *const values[] = {
		"false", "true", "3", "30", "en", "yes", "serif", "text", "+02:00", "file:/x", "B", "x"};
	const char *top = getenv("TOP");
	struct conf_setting setting;
	char shipped[300], allowed[CONF_ALLOWED];
	char *before;
	size_t length;
	int tried = 0;

	(void)state;
	snprintf(shipped, sizeof shipped, "%s/conf/teslim.conf", top != NULL ? top : ".");
	assert_int_equal(file_read(shipped, 1 << 20, &before, &length, &err), OK);
	for (int i = 0; conf_describe(i, &setting); i++) {
		for (size_t j = 0; j < ARRAY_LENGTH(values); j++) {
			size_t common = 0, same = 0;
			char *after;
			if (!conf_accepts(setting.name, values[j], allowed) || strcmp(values[j], setting.standard) == 0)
				continue;
			write_text("teslim.conf", before);
			assert_int_equal(change(setting.name, values[j]), OK);
			assert_true(changed);
			after = read_text();
			while (before[common] == after[common])
				common++;
			while (before[length - 1 - same] == after[strlen(after) - 1 - same])
				same++;
			assert_null(memchr(after + common, '\n', strlen(after) - same - common)); /* within one line */
			assert_in_range(strlen(after), length - strlen(setting.standard), length + strlen(values[j]));
			mem_free(after);
			tried++;
		}
	}
	assert_in_range(tried, 60, 400);
	mem_free(before);
}

/* Nothing that stands in a file may make it worse: either it is refused or it says what was asked. */
static void
random_files(void **state)
{
	static const char *const parts[] = {"desk", "=", ":", ";", ",", "\"B\"", "\"", "\\", "//", "#", "/*", "*/", "\n", " ",
		"language", "\"en\"", "lock_minutes", "5", "@include", "{", "}", "/", "-"};
	struct conf conf;
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct str text = {0};
		for (unsigned j = 0, count = (seed >> 8) % 14; j <= count; j++) {
			seed = seed * 1103515245 + 12345;
			str_add(&text, parts[(seed >> 16) % ARRAY_LENGTH(parts)]);
		}
		write_text("teslim.conf", str_text(&text));
		if (change("desk", "C9") == OK) {
			assert_int_equal(conf_load(&conf, path, &err), OK);
			assert_string_equal(conf.desk, "C9");
		} else {
			char *after = read_text();
			assert_string_equal(after, str_text(&text));
			mem_free(after);
		}
		str_clear(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(value_is_changed_where_it_stands),
		cmocka_unit_test(comments_and_texts_are_no_settings),
		cmocka_unit_test(missing_setting_is_added_at_the_end),
		cmocka_unit_test(what_holds_already_is_not_written),
		cmocka_unit_test(any_text_comes_back),
		cmocka_unit_test(what_is_not_allowed_is_refused),
		cmocka_unit_test(included_setting_is_for_a_hand),
		cmocka_unit_test(mode_and_link_stay),
		cmocka_unit_test(missing_file_is_made),
		cmocka_unit_test(every_setting_of_the_shipped_file),
		cmocka_unit_test(random_files),
	};
	int failed;
	char command[100];

	snprintf(folder, sizeof folder, "/tmp/teslim-change-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/teslim.conf", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) == 0 ? failed : 1;
}
