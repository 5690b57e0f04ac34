/*
 * tests/conf/test_conf: every setting: default, right values, wrong kinds and values, and the sentence for each; the
 * shipped file; files that are none.
 */
#include "teslim/conf.h"
#include "teslim/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef TESLIM_SANITIZED
/* The library keeps the beginning of a text that never ends; a program reads its settings once. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}
#endif

static char folder[64], path[96];
static struct conf conf;
static struct err err;
static char sentence[512];

static void
write_file(const char *name, const void *bytes, size_t length)
{
	char file[160];
	FILE *out;

	snprintf(file, sizeof file, "%s/%s", folder, name);
	out = fopen(file, "w");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, length, out), length);
	assert_int_equal(fclose(out), 0);
}

static enum code
load_bytes(const void *bytes, size_t length)
{
	enum code code;

	write_file("teslim.conf", bytes, length);
	memset(&conf, 0x55, sizeof conf);
	err = (struct err){0};
	code = conf_load(&conf, path, &err);
	sentence[0] = '\0';
	if (code != OK) {
		assert_int_equal(err.code, code);
		message_err(sentence, sizeof sentence, &err);
		assert_non_null(strstr(sentence, ".conf")); /* it names the file, whatever is wrong */
		assert_true(text_is_valid(sentence, strlen(sentence)));
	}
	return code;
}

static enum code
load(const char *text)
{
	return load_bytes(text, strlen(text));
}

static bool
says(const char *what)
{
	return strstr(sentence, what) != NULL;
}

/* As the shipped file stands, but with its folder. */
static void
expect_defaults(void)
{
	struct conf defaults;

	conf_default(&defaults, folder);
	assert_memory_equal(&conf, &defaults, sizeof conf);
}

/* ---- defaults */

static void
defaults_are_what_the_header_says(void **state)
{
	struct conf defaults;

	(void)state;
	conf_default(&defaults, "/etc/teslim");
	assert_string_equal(defaults.institution, "Kurum adı");
	assert_string_equal(defaults.institution_unit, "");
	assert_string_equal(defaults.desk, "A");
	assert_int_equal(defaults.language, LANGUAGE_TURKISH);
	assert_int_equal(defaults.report_language, LANGUAGE_TURKISH);
	assert_int_equal(defaults.utc_offset_minutes, 180);
	assert_string_equal(defaults.database, "/var/lib/teslim/teslim.db");
	assert_string_equal(defaults.key, "/var/lib/teslim/desk.key");
	assert_string_equal(defaults.log, "/var/log/teslim/teslim.log");
	assert_string_equal(defaults.trust, "/etc/teslim/trust");
	assert_string_equal(defaults.crl, "/etc/teslim/crl");
	assert_string_equal(defaults.issuers, "/etc/teslim/issuers.conf");
	assert_string_equal(defaults.identity_documents, "/etc/teslim/identity-documents.conf");
	assert_string_equal(defaults.holidays, "/etc/teslim/holidays.conf");
	assert_string_equal(defaults.extra_holidays, "");
	assert_true(defaults.require_chain && !defaults.require_revocation && !defaults.accept_test && defaults.half_days_count);
	assert_int_equal(defaults.sha1_until, 2016);
	assert_int_equal(defaults.list_age_days, 7);
	assert_int_equal(defaults.delivery_days, 10);
	assert_int_equal(defaults.uncollected_days, 15);
	assert_int_equal(defaults.courier_data_days, 730);
	assert_int_equal(defaults.working_from, defaults.working_until);
	assert_string_equal(defaults.card_command, "teslim-card");
	assert_string_equal(defaults.print_command, "teslim-print");
	assert_string_equal(defaults.print_to, "file:/var/lib/teslim/papers");
	assert_string_equal(defaults.print_format, "pdf");
	assert_string_equal(defaults.print_font, "sans");
	assert_int_equal(defaults.print_copies, 2);
	assert_false(defaults.full_national_id);
	assert_string_equal(defaults.privacy_notice, "kurumun ilan panosu");
	assert_int_equal(defaults.lock_minutes, 5);
	assert_int_equal(defaults.escape_delay, 150);
	assert_int_equal(defaults.utf8, CONF_AUTO);
	assert_int_equal(defaults.colours, CONF_AUTO);
	assert_string_equal(defaults.demo_socket, "");
}

static void
empty_file_is_the_defaults(void **state)
{
	(void)state;
	assert_int_equal(load(""), OK);
	expect_defaults();
	assert_int_equal(load("// nothing\n# nothing\n/* nothing */\n"), OK);
	expect_defaults();
}

/* ---- every setting in its turn */

static void
default_as_written_is_taken(void **state)
{
	struct conf_setting setting;
	char line[400];

	(void)state;
	for (int i = 0; conf_describe(i, &setting); i++) {
		const char *quote = setting.is_text ? "\"" : "";
		snprintf(line, sizeof line, "%s = %s%s%s;", setting.name, quote, setting.standard, quote);
		assert_int_equal(load(line), OK);
		expect_defaults();
	}
	assert_false(conf_describe(-1, &setting));
}

/* The sentence names file, line, setting, and what is allowed. */
static void
expect_refused(const struct conf_setting *setting, const char *value)
{
	char line[1200], place[128];

	snprintf(line, sizeof line, "// one\n// two\n%s = %s;\n", setting->name, value);
	assert_int_equal(load(line), ERR_RANGE);
	assert_int_equal(err.message, MSG_CONF_VALUE);
	snprintf(place, sizeof place, "teslim.conf:3: %s = ", setting->name);
	assert_true(says(place));
	assert_true(says(setting->allowed));
	expect_defaults(); /* after an error nothing half read is left */
}

static void
wrong_kind_of_value_is_refused(void **state)
{
	static const char *const kinds[] = {"\"yes\"", "12", "true", "1.5", "12345678901L", "( 1, 2 )", "[ 1, 2 ]", "{ a = 1; }",
		"\"\"", "\"\\n\"", "\"\\x01\"", "\"\\xff\\xfe\"", "\"  \""};
	static const struct {
		bool text, number, truth;
	} fits[] = {{true, false, false}, {false, true, false}, {false, false, true}, {false, false, false},
		{false, false, false}, {false, false, false}, {false, false, false}, {false, false, false}};
	struct conf_setting setting;

	(void)state;
	for (int i = 0; conf_describe(i, &setting); i++) {
		bool truth = strcmp(setting.standard, "true") == 0 || strcmp(setting.standard, "false") == 0;
		for (size_t j = 0; j < ARRAY_LENGTH(fits); j++) {
			bool fit = setting.is_text ? fits[j].text : truth ? fits[j].truth : fits[j].number;
			if (!fit)
				expect_refused(&setting, kinds[j]);
		}
		for (size_t j = ARRAY_LENGTH(fits); j < ARRAY_LENGTH(kinds); j++) {
			bool may_be_empty = setting.is_text && (strstr(setting.allowed, "boş olamaz") == NULL) &&
				(setting.standard[0] == '\0' || strstr(setting.allowed, "en çok") != NULL) &&
				strncmp(setting.allowed, "tırnak içinde komut", strlen("tırnak içinde komut")) != 0;
			if (may_be_empty && (strcmp(kinds[j], "\"\"") == 0 || strcmp(kinds[j], "\"  \"") == 0) &&
				strcmp(setting.name, "utc_offset") != 0)
				continue;
			expect_refused(&setting, kinds[j]);
		}
	}
}

static void
too_long_text_is_refused(void **state)
{
	struct conf_setting setting;
	char value[1100];

	(void)state;
	for (int i = 0; conf_describe(i, &setting); i++) {
		if (!setting.is_text)
			continue;
		memset(value, 'A', sizeof value);
		value[0] = value[1001] = '"';
		value[1002] = '\0';
		expect_refused(&setting, value);
		assert_true(says("AAAAAAAAAAAAAAAAAAA…\"")); /* shown as far as it helps */
	}
}

struct vector {
	const char *name, *value;
	bool good;
};

/* clang-format off */
static const struct vector vectors[] = {
	{"delivery_days", "1", true}, {"delivery_days", "250", true}, {"delivery_days", "0", false}, {"delivery_days", "251", false},
	{"delivery_days", "-1", false}, {"delivery_days", "0x0A", true}, {"delivery_days", "2147483648L", false}, {"delivery_days", "4294967297L", false},
	{"sha1_until", "1990", true}, {"sha1_until", "1989", false}, {"sha1_until", "2101", false},
	{"list_age_days", "1", true}, {"list_age_days", "0", false}, {"list_age_days", "366", false},
	{"uncollected_days", "1", true}, {"uncollected_days", "365", true}, {"courier_data_days", "1", true}, {"courier_data_days", "36500", true}, {"courier_data_days", "0", false}, {"courier_data_days", "36501", false},
	{"uncollected_days", "0", false}, {"uncollected_days", "366", false},
	{"working_from", "24", true}, {"working_until", "25", false},
	{"print_copies", "1", true}, {"print_copies", "5", true}, {"print_copies", "0", false}, {"print_copies", "6", false},
	{"lock_minutes", "0", true}, {"lock_minutes", "240", true}, {"lock_minutes", "-1", false}, {"lock_minutes", "241", false},
	{"escape_delay", "25", true}, {"escape_delay", "2000", true}, {"escape_delay", "24", false}, {"escape_delay", "2001", false},
	{"desk", "\"B2\"", true}, {"desk", "\"ABCDEFGH\"", true}, {"desk", "\"ABCDEFGHI\"", false}, {"desk", "\"a\"", false}, {"desk", "\"Ş\"", false},
	{"desk", "\"A-1\"", false}, {"desk", "\"A 1\"", false},
	{"language", "\"en\"", true}, {"language", "\"EN\"", false}, {"language", "\"de\"", false}, {"language", "\"tr en\"", false}, {"language", "\"t\"", false},
	{"report_language", "\"en\"", true}, {"report_language", "\"fr\"", false},
	{"utc_offset", "\"-03:30\"", true}, {"utc_offset", "\"+14:00\"", true}, {"utc_offset", "\"+14:01\"", false}, {"utc_offset", "\"+15:00\"", false},
	{"utc_offset", "\"+03:60\"", false}, {"utc_offset", "\"03:00\"", false}, {"utc_offset", "\"+3:00\"", false}, {"utc_offset", "\"+0300\"", false},
	{"utc_offset", "\"+::::0\"", false}, {"utc_offset", "\"+03:0:\"", false}, {"utc_offset", "\"+03:00 \"", false},
	{"print_format", "\"text\"", true}, {"print_format", "\"dot-matrix\"", true}, {"print_format", "\"ps\"", false}, {"print_format", "\"PDF\"", false},
	{"print_font", "\"serif\"", true}, {"print_font", "\"mono\"", false},
	{"utf8", "\"yes\"", true}, {"utf8", "\"no\"", true}, {"utf8", "\"maybe\"", false}, {"colours", "\"no\"", true}, {"colours", "\"256\"", false},
	{"print_to", "\"file:/tmp\"", true}, {"print_to", "\"cups:\"", true}, {"print_to", "\"cups:ofis\"", true}, {"print_to", "\"ipp://yazici/ipp/print\"", true},
	{"print_to", "\"ipps://yazici/ipp/print\"", true}, {"print_to", "\"device:/dev/usb/lp0\"", true}, {"print_to", "\"socket:yazici:9100\"", true},
	{"print_to", "\"command:lp -d x\"", true}, {"print_to", "\"file:\"", false}, {"print_to", "\"lpt1\"", false}, {"print_to", "\"http://yazici\"", false},
	{"print_to", "\"ipp:yazici\"", false}, {"print_to", "\"/tmp\"", false},
	{"card_command", "\"ssh desk2 teslim-card\"", true}, {"card_command", "\"'/a b/teslim-card' --x\"", true}, {"card_command", "\"'teslim-card\"", false},
	{"card_command", "\"teslim-card \\\"x\"", false}, {"card_command", "\"''\"", false}, {"print_command", "\"\\\"'\\\" x\"", true},
	{"institution", "\"Örnek İl Sağlık Müdürlüğü\"", true}, {"institution", "\"iki\\nsatır\"", false}, {"institution", "\"sekme\\t\"", false},
	{"institution_unit", "\"\"", true}, {"privacy_notice", "\"\"", true}, {"log", "\"\"", true}, {"trust", "\"\"", true}, {"crl", "\"\"", true},
	{"extra_holidays", "\"\"", true}, {"database", "\"\"", false}, {"key", "\"\"", false}, {"issuers", "\"\"", false}, {"holidays", "\"\"", false},
	{"identity_documents", "\"\"", false}, {"card_module", "\"\"", true}, {"card_module", "\"/usr/lib/vendor.so\"", true}, {"card_module", "5", false},
	{"require_chain", "false", true}, {"require_chain", "\"true\"", false}, {"require_chain", "1", false}, {"accept_test", "yes", false},
	{"require_revocation", "true", true}, {"half_days_count", "false", true}, {"full_national_id", "true", true}, {"accept_test", "true", true}
};
/* clang-format on */

static void
values_at_their_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(vectors); i++) {
		char line[200];
		enum code code;
		snprintf(line, sizeof line, "%s = %s;", vectors[i].name, vectors[i].value);
		code = load(line);
		if (strcmp(vectors[i].value, "yes") == 0)
			assert_int_equal(code, ERR_SYNTAX); /* no word of the form at all */
		else
			assert_int_equal(code, vectors[i].good ? OK : ERR_RANGE);
	}
}

/* Each setting has a value at a limit, so that none is forgotten here. */
static void
every_setting_with_limits_is_tried(void **state)
{
	struct conf_setting setting;

	(void)state;
	for (int i = 0; conf_describe(i, &setting); i++) {
		bool tried = strcmp(setting.name, "demo_socket") == 0;
		for (size_t j = 0; j < ARRAY_LENGTH(vectors); j++)
			tried = tried || strcmp(vectors[j].name, setting.name) == 0;
		assert_true(tried);
	}
}

static void
values_arrive_in_their_places(void **state)
{
	char expected[160];

	(void)state;
	assert_int_equal(
		load("institution = \"Örnek \\\"İl\\\" Müdürlüğü\"; institution_unit = \"Bilgi İşlem\"; desk = \"B2\"; language = \"en\";\n"
		     "report_language = \"en\"; utc_offset = \"-03:30\"; database = \"d.db\"; key = \"/k\"; log = \"\"; trust = \"t\"; crl = \"c\";\n"
		     "issuers = \"i\"; identity_documents = \"b\"; holidays = \"h\"; extra_holidays = \"e\"; require_chain = false;\n"
		     "require_revocation = true; sha1_until = 2011; list_age_days = 30; accept_test = true; delivery_days = 7; half_days_count = false; uncollected_days = 30; courier_data_days = 90; working_from = 8; working_until = 17;\n"
		     "card_command = \"kart\"; print_command = \"yaz\"; print_to = \"cups:x\"; print_format = \"text\"; print_font = \"serif\";\n"
		     "print_copies = 3; full_national_id = true; privacy_notice = \"pano\"; lock_minutes = 0; escape_delay = 300;\n"
		     "utf8 = \"no\"; colours = \"yes\"; demo_socket = \"s\";\n"),
		OK);
	assert_string_equal(conf.institution, "Örnek \"İl\" Müdürlüğü");
	assert_string_equal(conf.institution_unit, "Bilgi İşlem");
	assert_string_equal(conf.desk, "B2");
	assert_int_equal(conf.language, LANGUAGE_ENGLISH);
	assert_int_equal(conf.report_language, LANGUAGE_ENGLISH);
	assert_int_equal(conf.utc_offset_minutes, -210);
	snprintf(expected, sizeof expected, "%s/d.db", folder);
	assert_string_equal(conf.database, expected);
	assert_string_equal(conf.key, "/k");
	assert_string_equal(conf.log, "");
	snprintf(expected, sizeof expected, "%s/t", folder);
	assert_string_equal(conf.trust, expected);
	snprintf(expected, sizeof expected, "%s/c", folder);
	assert_string_equal(conf.crl, expected);
	snprintf(expected, sizeof expected, "%s/i", folder);
	assert_string_equal(conf.issuers, expected);
	snprintf(expected, sizeof expected, "%s/b", folder);
	assert_string_equal(conf.identity_documents, expected);
	snprintf(expected, sizeof expected, "%s/h", folder);
	assert_string_equal(conf.holidays, expected);
	snprintf(expected, sizeof expected, "%s/e", folder);
	assert_string_equal(conf.extra_holidays, expected);
	assert_true(!conf.require_chain && conf.require_revocation && conf.accept_test && !conf.half_days_count &&
		conf.full_national_id);
	assert_int_equal(conf.sha1_until, 2011);
	assert_int_equal(conf.list_age_days, 30);
	assert_int_equal(conf.delivery_days, 7);
	assert_int_equal(conf.uncollected_days, 30);
	assert_int_equal(conf.courier_data_days, 90);
	assert_int_equal(conf.working_from, 8);
	assert_int_equal(conf.working_until, 17);
	assert_string_equal(conf.card_command, "kart");
	assert_string_equal(conf.print_command, "yaz");
	assert_string_equal(conf.print_to, "cups:x");
	assert_string_equal(conf.print_format, "text");
	assert_string_equal(conf.print_font, "serif");
	assert_int_equal(conf.print_copies, 3);
	assert_string_equal(conf.privacy_notice, "pano");
	assert_int_equal(conf.lock_minutes, 0);
	assert_int_equal(conf.escape_delay, 300);
	assert_int_equal(conf.utf8, CONF_NO);
	assert_int_equal(conf.colours, CONF_YES);
	snprintf(expected, sizeof expected, "%s/s", folder);
	assert_string_equal(conf.demo_socket, expected);
}

/* ---- names that are none, and files that are none */

static void
unknown_setting_names_the_nearest(void **state)
{
	static const struct {
		const char *typed, *meant;
	} typos[] = {{"languge", "language"}, {"institutoin", "institution"}, {"Desk", "desk"}, {"print_too", "print_to"},
		{"lockminutes", "lock_minutes"}, {"colors", "colours"}, {"require_chains", "require_chain"}, {"kez", "key"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(typos); i++) {
		char line[96], words[96];
		snprintf(line, sizeof line, "\n\n%s = 1;", typos[i].typed);
		assert_int_equal(load(line), ERR_SYNTAX);
		assert_int_equal(err.message, MSG_CONF_UNKNOWN);
		snprintf(words, sizeof words, "teslim.conf:3: %s (%s mi demek istediniz?)", typos[i].typed, typos[i].meant);
		assert_true(says(words));
	}
	assert_int_equal(load("xyzzy = 1;"), ERR_SYNTAX);
	assert_true(says("teslim.conf:1: xyzzy"));
	assert_false(says("demek istediniz"));
}

static void
mistakes_name_their_line(void **state)
{
	static const struct {
		const char *text;
		enum message message;
		const char *place;
	} mistakes[] = {
		{"desk = \"A\"\nlanguage = = \"tr\";", MSG_CONF_SYNTAX, "teslim.conf:2"},
		{"desk = ;", MSG_CONF_SYNTAX, "teslim.conf:1"},
		{"desk \"A\";", MSG_CONF_SYNTAX, "teslim.conf:1"},
		{"\n\ndesk = A;", MSG_CONF_SYNTAX, "teslim.conf:3"},
		{"desk = \"A;\n\n", MSG_CONF_SYNTAX, "teslim.conf:"},
		{"}{", MSG_CONF_SYNTAX, "teslim.conf:1"},
		{"<html>", MSG_CONF_SYNTAX, "teslim.conf:1"},
		{"desk = \"A\";\ndesk = \"B\";\n", MSG_CONF_TWICE, "teslim.conf:2"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(mistakes); i++) {
		assert_int_equal(load(mistakes[i].text), ERR_SYNTAX);
		assert_int_equal(err.message, mistakes[i].message);
		assert_true(says(mistakes[i].place));
		expect_defaults();
	}
}

static void
not_a_text_file(void **state)
{
	static char large[(1 << 20) + 10];

	(void)state;
	assert_int_equal(load_bytes("desk = \"A\";\0", 12), ERR_SYNTAX);
	assert_int_equal(err.message, MSG_CONF_BINARY);
	assert_int_equal(load("\xFF\xFE\x64\x01"), ERR_SYNTAX);
	assert_int_equal(load("institution = \"\xDEi\xFEli\";"), ERR_RANGE); /* saved in Windows-1254 */
	assert_true(says("teslim.conf:1: institution = "));
	memset(large, ' ', sizeof large);
	assert_int_equal(load_bytes(large, sizeof large), ERR_LIMIT);
	assert_int_equal(load("\xEF\xBB\xBF"
			      "desk = \"C\";"),
		OK); /* a byte order mark does no harm */
	assert_string_equal(conf.desk, "C");
	assert_int_equal(load("desk = \"C\";\r\nlanguage = \"en\";\r\n"), OK); /* nor do a carriage return's line ends */
	assert_int_equal(conf.language, LANGUAGE_ENGLISH);
}

static void
file_is_missing_or_no_file(void **state)
{
	char other[128];

	(void)state;
	snprintf(other, sizeof other, "%s/none.conf", folder);
	assert_int_equal(conf_load(&conf, other, &err), ERR_NOT_FOUND);
	assert_int_equal(err.message, MSG_CONF_MISSING);
	message_err(sentence, sizeof sentence, &err);
	assert_true(says(other));
	expect_defaults();
	assert_int_not_equal(conf_load(&conf, folder, &err), OK);
	message_err(sentence, sizeof sentence, &err);
	assert_true(strlen(sentence) > 10);
}

static void
included_file_is_named(void **state)
{
	(void)state;
	write_file("more.conf", "\ndesk = \"Z\";\n", 13);
	assert_int_equal(load("@include \"more.conf\"\nlanguage = \"en\";\n"), OK);
	assert_string_equal(conf.desk, "Z");
	assert_int_equal(conf.language, LANGUAGE_ENGLISH);
	write_file("more.conf", "\n\ndesk = \"z\";\n", 14);
	assert_int_equal(load("@include \"more.conf\"\n"), ERR_RANGE);
	assert_true(says("more.conf:3: desk = \"z\""));
	write_file("more.conf", "\ndesk = ;\n", 10);
	assert_int_equal(load("@include \"more.conf\"\n"), ERR_SYNTAX);
	assert_true(says("more.conf:2"));
	assert_int_equal(load("@include \"nowhere.conf\"\n"), ERR_SYNTAX);
	assert_int_equal(load("@include \"teslim.conf\"\n"), ERR_SYNTAX); /* itself, again and again */
}

static void
english_says_it_in_english(void **state)
{
	(void)state;
	message_set_language(LANGUAGE_ENGLISH);
	assert_int_equal(load("delivery_days = 0;"), ERR_RANGE);
	assert_true(says("teslim.conf:1: delivery_days = 0, allowed: a whole number from 1 to 250"));
	message_set_language(LANGUAGE_TURKISH);
	assert_int_equal(load("delivery_days = 0;"), ERR_RANGE);
	assert_true(says("teslim.conf:1: delivery_days = 0, izin verilen: 1 ile 250 arasında tam sayı"));
}

/* What is allowed must not be cut, with a long file name too. */
static void
nothing_of_the_sentence_is_cut(void **state)
{
	struct conf_setting setting;
	char name[160], line[128];

	(void)state;
	for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++) {
		message_set_language((enum language)language);
		for (int i = 0; conf_describe(i, &setting); i++) {
			const char *value = setting.is_text ? "12345" : "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
			snprintf(line, sizeof line, "%s = %s;", setting.name, value);
			write_file("teslim-masa-2.conf", line, strlen(line));
			snprintf(name, sizeof name, "%s/teslim-masa-2.conf", folder);
			err = (struct err){0};
			assert_int_equal(conf_load(&conf, name, &err), ERR_RANGE);
			message_err(sentence, sizeof sentence, &err);
			assert_true(says(setting.allowed));
			assert_true(strlen(setting.allowed) < sizeof setting.allowed - 1);
		}
	}
	message_set_language(LANGUAGE_TURKISH);
}

/* Random damage to a good file: always a sentence or a value that is allowed. */
static void
random_damage_gets_a_sentence(void **state)
{
	const char *good =
		"institution = \"Kurum\";\ndesk = \"A\";\ndelivery_days = 10;\nrequire_chain = true;\nprint_to = \"cups:\";\n";
	uint64_t seed = 5;
	int refused = 0;

	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[200];
		size_t length = strlen(good);
		memcpy(text, good, length + 1);
		for (int hit = 0; hit <= round % 4; hit++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			text[(seed >> 33) % length] = (char)((seed >> 20) % 256);
		}
		if (load_bytes(text, length) == OK)
			continue;
		refused++;
		expect_defaults();
	}
	assert_true(refused > 150);
}

/* ---- what is shipped */

/* Not as a result: at -O3 gcc 12 takes what is found in it for a pointer to a variable of this function. */
static void
read_top(const char *name, char **out)
{
	const char *top = getenv("TOP");
	char file[300];
	size_t length;

	snprintf(file, sizeof file, "%s/%s", top != NULL ? top : ".", name);
	assert_int_equal(file_read(file, 1 << 20, out, &length, &err), OK);
}

static void
shipped_file_is_the_defaults(void **state)
{
	char *text;

	(void)state;
	read_top("conf/teslim.conf", &text);
	assert_int_equal(load(text), OK);
	expect_defaults();
	mem_free(text);
}

/* Every setting stands in the shipped file, in the table's order, as its default, with a comment of its own above it. */
static void
shipped_file_comments_every_setting(void **state)
{
	char *text;
	const char *after;
	struct conf_setting setting;

	(void)state;
	read_top("conf/teslim.conf", &text);
	after = text;
	for (int i = 0; conf_describe(i, &setting); i++) {
		char line[300];
		const char *quote = setting.is_text ? "\"" : "";
		const char *at, *before;
		snprintf(line, sizeof line, "\n%s = %s%s%s;\n", setting.name, quote, setting.standard, quote);
		at = strstr(after, line);
		assert_non_null(at);
		for (before = at; before > text && before[-1] != '\n'; before--)
			;
		assert_memory_equal(before, "// ", 3);
		assert_null(strstr(at + 1, line)); /* once */
		after = at;
	}
	mem_free(text);
}

static void
check_item(const char *manual, const struct conf_setting *setting)
{
	char item[96], standard[300];
	const char *at, *end, *found;

	snprintf(item, sizeof item, "\n.It Ic %s\n", setting->name);
	at = strstr(manual, item);
	assert_non_null(at);
	end = strstr(at + 1, "\n.It Ic ");
	if (end == NULL)
		end = strstr(at, "\n.Sh ");
	assert_non_null(end);
	found = strstr(at, setting->standard[0] == '\0' ? "Empty by default." : "Default:");
	assert_true(found != NULL && found < end);
	snprintf(standard, sizeof standard, "%s .", setting->standard);
	if (setting->standard[0] >= '0' && setting->standard[0] <= '9')
		snprintf(standard, sizeof standard, "Default: %s.", setting->standard);
	if (setting->standard[0] != '\0') {
		found = strstr(at, standard);
		assert_true(found != NULL && found < end);
	}
}

/* The manual page has an item for every setting and none for anything else, with the default as it is. */
static void
manual_page_documents_every_setting(void **state)
{
	char *text;
	struct conf_setting setting;
	int items = 0, count = 0;

	(void)state;
	read_top("man/teslim.conf.5", &text);
	for (const char *at = text; (at = strstr(at, "\n.It Ic ")) != NULL; at++)
		items++;
	for (; conf_describe(count, &setting); count++)
		check_item(text, &setting);
	assert_int_equal(items, count);
	mem_free(text);
}

static int
begin(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/teslim-conf-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/teslim.conf", folder);
	message_set_language(LANGUAGE_TURKISH);
	return 0;
}

static int
end(void **state)
{
	static const char *const files[] = {"teslim.conf", "more.conf", "teslim-masa-2.conf"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
		char file[160];
		snprintf(file, sizeof file, "%s/%s", folder, files[i]);
		(void)unlink(file);
	}
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_what_the_header_says),
		cmocka_unit_test(empty_file_is_the_defaults),
		cmocka_unit_test(default_as_written_is_taken),
		cmocka_unit_test(wrong_kind_of_value_is_refused),
		cmocka_unit_test(too_long_text_is_refused),
		cmocka_unit_test(values_at_their_limits),
		cmocka_unit_test(every_setting_with_limits_is_tried),
		cmocka_unit_test(values_arrive_in_their_places),
		cmocka_unit_test(unknown_setting_names_the_nearest),
		cmocka_unit_test(mistakes_name_their_line),
		cmocka_unit_test(not_a_text_file),
		cmocka_unit_test(file_is_missing_or_no_file),
		cmocka_unit_test(included_file_is_named),
		cmocka_unit_test(english_says_it_in_english),
		cmocka_unit_test(nothing_of_the_sentence_is_cut),
		cmocka_unit_test(random_damage_gets_a_sentence),
		cmocka_unit_test(shipped_file_is_the_defaults),
		cmocka_unit_test(shipped_file_comments_every_setting),
		cmocka_unit_test(manual_page_documents_every_setting),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
