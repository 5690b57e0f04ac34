/*
 * app/options: the command line of every subcommand, read by one table-driven parser. Knows no command.
 */
#ifndef TESLIM_APP_OPTIONS_H
#define TESLIM_APP_OPTIONS_H

#include "teslim/message.h"

/* One option that a command understands. value NULL: a flag. */
struct option_rule {
	const char *name; /* "--json" */
	bool *flag;
	const char **value;
};

enum { OPERANDS_MAX = 256 };

struct operands {
	int count;
	const char *list[OPERANDS_MAX];
};

/* What every command takes. */
struct common_options {
	const char *config; /* NULL: the default place */
	bool help;
	bool json;
	bool language_given;
};

/*
 * Reads argv (after the command's name) by the rules (ended by name NULL) and the common ones: --help, --config,
 * --lang, --json. "--name=value" and "--name value" both do; "--" ends options. A wrong word is said on standard
 * error and ERR_USAGE returned. The language is set at once.
 */
enum code options_read(int argc, char **argv, const struct option_rule *rules, struct common_options *common,
	struct operands *operands);
/* Says a sentence on standard error with the program's name before it. */
void complain(const char *sentence);
/* Says an error on standard error and logs it; returns the exit status 2. */
int complain_err(const struct err *err);

#endif
