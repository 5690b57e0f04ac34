/*
 * app/main: finds the subcommand and runs it. Nothing else.
 */
#include "app.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{"init", command_init},
	{"setup", command_setup},
	{"officer", command_officer},
	{"import", command_import},
	{"shipment", command_shipment},
	{"card", command_card},
	{"cert", command_cert},
	{"crl", command_crl},
	{"report", command_report},
	{"correct", command_correct},
	{"stock", command_stock},
	{"forget", command_forget},
	{"verify", command_verify},
	{"backup", command_backup},
	{"doctor", command_doctor},
};

int
main(int argc, char **argv)
{
	char sentence[256];

	umask(077); /* everything that this program makes is the desk's alone */
	signal(SIGPIPE, SIG_IGN);
	if (argc > 1 && argv[1][0] != '-') {
		for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
			if (strcmp(argv[1], commands[i].name) == 0)
				return commands[i].run(argc - 2, argv + 2);
		say(sentence, sizeof sentence, APP_UNKNOWN_COMMAND, argv[1]);
		complain(sentence);
		return EXIT_TROUBLE;
	}
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		puts("teslim " TESLIM_VERSION);
		return EXIT_YES;
	}
	return command_desk(argc - 1, argv + 1);
}
