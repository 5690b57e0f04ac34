/*
 * text/test_commands: what an officer reads names no shell command and no option: for officers the cure is whom to tell and
 * what. Walks the whole catalogue in both languages. Sentences that only somebody at a shell ever reads are listed here,
 * each group with its reason; one that names no command any more must go from the list.
 */
#include "teslim/message.h"

#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const names[MSG_COUNT] = {
	[MSG_NONE] = "",
#define MESSAGE(name, tr, en) [MSG_##name] = #name,
#include "teslim/messages/messages.def"
#undef MESSAGE
};

/* Programs with their arguments, options, variables, prompts. Words that are also Turkish or English stand with an argument. */
static const char command[] =
	"(^|[^[:alnum:]_/.-])(teslim (setup|init|officer|import|shipment|card|cert|crl|report|correct|stock|verify|backup|doctor|forget)"
	"([^[:alnum:]]|$)|teslim-(card|print) -|sudo (-|apt|systemctl|tee|install|editor|chmod|chown|cp|mv|rm|teslim|user|add|ls)|systemctl |service [a-z]+ (re)?start|apt(-get)? install|dpkg |"
	"(chmod|chown) |install -|mkdir |rm -|(cp|mv|ls|df|cat|tail) [-/]|editor /|nano /|vi /|ssh (-|[a-z]+@)|man [a-z]+|"
	"[A-Z_]{3,}=[^%]|\\$ |--[a-z])";

/* Read at a shell only. */
static const struct {
	const char *beginning;
	const char *reason;
} at_a_shell[] = {
	{"APP_USAGE", "teslim --help"},
	{"APP_HELP_", "teslim COMMAND --help"},
	{"APP_WORD_", "what an option or operand of a subcommand is called"},
	{"APP_UNKNOWN_", "a word on the command line"},
	{"APP_OPTION_", "a word on the command line"},
	{"APP_ARGUMENT_", "a word on the command line"},
	{"APP_NO_OFFICER", "teslim import, shipment, report"},
	{"APP_CARD_NOTHING", "teslim card"},
	{"APP_IMPORT_", "teslim import"},
	{"APP_CORRECT_", "teslim correct"},
	{"APP_FORGET_", "teslim forget"},
	{"APP_STOCK_", "teslim stock"},
	{"CARD_HELP", "teslim-card --help"},
	{"CARD_OPTION_", "a word on teslim-card's command line"},
	{"PRINT_HELP", "teslim-print --help"},
	{"PRINT_USAGE", "a word on teslim-print's command line"},
	{"PRINT_NOTHING_TO_DO", "a word on teslim-print's command line"},
	{"ERR_USAGE", "a word on the command line"},
	{"SEAL_PUBLIC_MISSING", "teslim verify"},
	{"SETUP_", "teslim setup"},
	{"CONF_FIRST_LINE", "stands in teslim.conf"},
	{"REPORT_SEAL_CHECK", "stands on the paper, for whoever checks it later"},
};

static bool used[ARRAY_LENGTH(at_a_shell)];

static bool
is_at_a_shell(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(at_a_shell); i++) {
		if (strncmp(name, at_a_shell[i].beginning, strlen(at_a_shell[i].beginning)) == 0) {
			used[i] = true;
			return true;
		}
	}
	return false;
}

static void
pattern_finds_commands(void **state)
{
	static const char *const commands[] = {"Önce “teslim init” çalıştırın.", "BOZUK: teslim verify --all",
		"Düzeltin: chmod 600", "sudo systemctl enable --now pcscd.socket", "apt-get install fonts-liberation2",
		"TERM=xterm deneyin", "man teslim.conf", "Yardım için --help yazın.", "install -m 644 kok.crt",
		"ssh -R x:y masa@sunucu", "teslim-print --status cups:", "df -h /var", "$ ls"};
	static const char *const words[] = {"Bu kart teslim edildi.", "3 kart teslim alındı", "teslim programını güncelleyin",
		"sudo programı yok ya da çalışmıyor", "sudo kuralı (/etc/sudoers.d/teslim)", "2026/A-0042 - 2027",
		"Esc ile çıkın", "cards of a man", "TERM=%s", "The service goes on", "Tell your administrator"};
	regex_t pattern;

	(void)state;
	assert_int_equal(regcomp(&pattern, command, REG_EXTENDED | REG_NOSUB), 0);
	for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
		if (regexec(&pattern, commands[i], 0, NULL, 0) != 0)
			fail_msg("not seen as a command: %s", commands[i]);
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++)
		if (regexec(&pattern, words[i], 0, NULL, 0) == 0)
			fail_msg("no command: %s", words[i]);
	regfree(&pattern);
}

static void
officers_read_no_command(void **state)
{
	regex_t pattern;
	int found = 0;

	(void)state;
	assert_int_equal(regcomp(&pattern, command, REG_EXTENDED | REG_NOSUB), 0);
	for (int message = MSG_NONE + 1; message < MSG_COUNT; message++) {
		const char *turkish = message_text_in(LANGUAGE_TURKISH, (enum message)message);
		const char *english = message_text_in(LANGUAGE_ENGLISH, (enum message)message);
		bool in_turkish = regexec(&pattern, turkish, 0, NULL, 0) == 0;
		if (!in_turkish && regexec(&pattern, english, 0, NULL, 0) != 0)
			continue;
		if (is_at_a_shell(names[message]))
			continue;
		print_error("%s: %s\n", names[message], in_turkish ? turkish : english);
		found++;
	}
	regfree(&pattern);
	assert_int_equal(found, 0);
	for (size_t i = 0; i < ARRAY_LENGTH(at_a_shell); i++)
		if (!used[i])
			fail_msg("%s (%s) names no command any more", at_a_shell[i].beginning, at_a_shell[i].reason);
}

/* What an administrator must do is said as that: every sentence that names him says what to tell him. */
static void
the_administrator_is_told_something(void **state)
{
	(void)state;
	for (int message = MSG_NONE + 1; message < MSG_COUNT; message++) {
		const char *turkish = message_text_in(LANGUAGE_TURKISH, (enum message)message);
		bool told = strstr(turkish, "öneticinize") != NULL;
		const char *english = message_text_in(LANGUAGE_ENGLISH, (enum message)message);
		if (told != (strstr(english, "your administrator") != NULL || strstr(english, "Your administrator") != NULL) &&
			strstr(turkish, "öneticiniz ") == NULL && strstr(turkish, "öneticiniz içeri") == NULL)
			fail_msg("%s: only one language tells the administrator", names[message]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pattern_finds_commands),
		cmocka_unit_test(officers_read_no_command),
		cmocka_unit_test(the_administrator_is_told_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
