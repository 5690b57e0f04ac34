/*
 * app/options: see options.h.
 */
#include "options.h"

#include <stdio.h>
#include <string.h>

void
complain(const char *sentence)
{
	fprintf(stderr, "teslim: %s\n", sentence);
}

int
complain_err(const struct err *err)
{
	char sentence[512];

	message_err(sentence, sizeof sentence, err);
	complain(sentence);
	return 2;
}

#define COMPLAIN(name, argument) \
	do { \
		char sentence_[400]; \
		say(sentence_, sizeof sentence_, name, argument); \
		complain(sentence_); \
	} while (0)

static enum code
set_language(const char *value)
{
	if (strcmp(value, "tr") == 0)
		message_set_language(LANGUAGE_TURKISH);
	else if (strcmp(value, "en") == 0)
		message_set_language(LANGUAGE_ENGLISH);
	else {
		COMPLAIN(APP_OPTION_LANGUAGE, value);
		return ERR_USAGE;
	}
	return OK;
}

/* Finds the rule for an argument "--name" or "--name=value"; *inline_value points behind the sign or is NULL. */
static const struct option_rule *
find_rule(const struct option_rule *rules, const char *argument, const char **inline_value)
{
	size_t length = strcspn(argument, "=");

	*inline_value = argument[length] == '=' ? argument + length + 1 : NULL;
	for (const struct option_rule *rule = rules; rule->name != NULL; rule++)
		if (strlen(rule->name) == length && strncmp(rule->name, argument, length) == 0)
			return rule;
	return NULL;
}

enum code
options_read(int argc, char **argv, const struct option_rule *rules, struct common_options *common, struct operands *operands)
{
	const char *language = NULL;
	const struct option_rule common_rules[] = {
		{"--help", &common->help, NULL},
		{"-h", &common->help, NULL},
		{"--json", &common->json, NULL},
		{"--config", NULL, &common->config},
		{"--lang", NULL, &language},
		{NULL, NULL, NULL},
	};
	bool only_operands = false;

	for (int i = 0; i < argc; i++) {
		const char *value;
		const struct option_rule *rule;
		if (only_operands || argv[i][0] != '-' || argv[i][1] == '\0') {
			if (operands->count == OPERANDS_MAX) {
				COMPLAIN(APP_ARGUMENT_EXTRA, argv[i]);
				return ERR_USAGE;
			}
			operands->list[operands->count++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			only_operands = true;
			continue;
		}
		rule = find_rule(rules, argv[i], &value);
		if (rule == NULL)
			rule = find_rule(common_rules, argv[i], &value);
		if (rule == NULL || (rule->value == NULL && value != NULL)) {
			COMPLAIN(APP_UNKNOWN_OPTION, argv[i]);
			return ERR_USAGE;
		}
		if (rule->value == NULL) {
			*rule->flag = true;
			continue;
		}
		if (value == NULL && i + 1 == argc) {
			COMPLAIN(APP_OPTION_VALUE, rule->name);
			return ERR_USAGE;
		}
		*rule->value = value != NULL ? value : argv[++i];
		if (rule->value == &language) {
			if (set_language(language) != OK)
				return ERR_USAGE;
			common->language_given = true;
		}
	}
	return OK;
}
