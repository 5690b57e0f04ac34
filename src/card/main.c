/*
 * card/main: the command line of teslim-card. Knows options and where the output goes, nothing of cards.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "say.h"

enum { TIMEOUT_MS = 8000 };

struct command_line {
	struct agent_options agent;
	bool text, events, help, version;
};

static int
complain(enum message message, const char *what)
{
	char sentence[400];

	message_format_detail(sentence, sizeof sentence, message_language(), message, what);
	fprintf(stderr, "teslim-card: %s\n", sentence);
	return CARD_EXIT_USAGE;
}

static bool
take_seconds(int *ms, const char *text, long low, long high)
{
	int64_t seconds;

	if (!number_parse(&seconds, text, low, high))
		return false;
	*ms = (int)seconds * 1000;
	return true;
}

static bool
take_language(const char *text)
{
	if (strcmp(text, "tr") != 0 && strcmp(text, "en") != 0)
		return false;
	message_set_language(text[0] == 't' ? LANGUAGE_TURKISH : LANGUAGE_ENGLISH);
	return true;
}

static bool
take_flag(struct command_line *line, const char *name)
{
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{"--text", &line->text},
		{"--events", &line->events},
		{"--help", &line->help},
		{"-h", &line->help},
		{"--version", &line->version},
		{"--no-auto", &line->agent.no_auto},
		{"--first-only", &line->agent.first_only},
		{"--trace", &line->agent.trace},
	};

	if (strcmp(name, "--once") == 0)
		line->agent.mode = MODE_ONCE;
	else if (strcmp(name, "--doctor") == 0)
		line->agent.mode = MODE_DOCTOR;
	else {
		for (size_t i = 0; i < ARRAY_LENGTH(flags); i++)
			if (strcmp(flags[i].name, name) == 0)
				return *flags[i].flag = true;
		return false;
	}
	return true;
}

static bool
has_value(const char *name)
{
	static const char *const names[] = {"--want", "--reader", "--module", "--timeout", "--wait", "--lang"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool
take_value(struct command_line *line, const char *name, const char *value)
{
	if (strcmp(name, "--want") == 0)
		line->agent.want = value;
	else if (strcmp(name, "--reader") == 0)
		line->agent.reader = value;
	else if (strcmp(name, "--module") == 0)
		line->agent.module = value;
	else if (strcmp(name, "--timeout") == 0)
		return take_seconds(&line->agent.timeout_ms, value, 1, 60);
	else if (strcmp(name, "--wait") == 0)
		return take_seconds(&line->agent.wait_ms, value, 0, 3600);
	else
		return take_language(value);
	return value[0] != '\0' && strlen(value) < READING_WANT_MAX * 8;
}

static int
read_options(struct command_line *line, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char name[32];
		size_t length = strcspn(argv[i], "=");
		const char *value = argv[i][length] == '=' ? argv[i] + length + 1 : NULL;
		copy_text(name, sizeof name, argv[i]);
		if (length < sizeof name)
			name[length] = '\0';
		if (value == NULL && take_flag(line, name))
			continue;
		if (!has_value(name))
			return complain(MSG_CARD_OPTION_UNKNOWN, argv[i]);
		if (value == NULL && i + 1 < argc)
			value = argv[++i];
		if (value == NULL || !take_value(line, name, value))
			return complain(MSG_CARD_OPTION_VALUE, name);
	}
	return 0;
}

/* ---- where events go */

static void
write_line(void *context, const char *text, size_t length)
{
	(void)context;
	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, text, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			_exit(CARD_EXIT_USAGE); /* nobody listens any more */
		text += written;
		length -= (size_t)written;
	}
}

static void
write_words(void *context, const char *text, size_t length)
{
	say_event(context, text, length);
}

#ifdef TESLIM_SANITIZED
/* The leak checker traces its own process when it ends, which the sandbox forbids. */
int __lsan_is_turned_off(void);

int
__lsan_is_turned_off(void)
{
	return 1;
}
#endif

/* A program started without its three standard files must not open a socket in their place. */
static void
keep_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int
main(int argc, char **argv)
{
	struct command_line line = {
		.agent = {.mode = MODE_SERVE, .timeout_ms = TIMEOUT_MS, .proc = "/proc", .sys = "/sys/bus/usb/devices"},
	};
	struct sayer sayer = {.stream = stdout};
	struct agent_out out = {&sayer, write_words, true};
	int status;

	keep_standard_files();
	setlocale(LC_CTYPE, "C.UTF-8");
	status = read_options(&line, argc, argv);
	if (status != 0)
		return status;
	if (line.help || line.version) {
		fputs(line.help ? tell(CARD_HELP) : "teslim-card " TESLIM_VERSION "\n", stdout);
		return fflush(stdout) == 0 ? 0 : CARD_EXIT_USAGE;
	}
	if (line.agent.mode == MODE_SERVE || line.events || (!line.text && !isatty(STDOUT_FILENO)))
		out = (struct agent_out){NULL, write_line, false};
	return agent_run(&line.agent, &out);
}
