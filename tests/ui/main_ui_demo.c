/*
 * tests/ui/main_ui_demo: the screens before a host of synthetic people, to look at by hand and to be driven by tests.
 * Usage: ui_demo [--english] [--ascii] [--plain] [--demo] [--login] [--lock SECONDS] [--crash]
 */
#include "fake_host.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* The turn that a program does: read, tick, paint, wait. Returns how often it went round, to notice spinning. */
static long
run(struct ui *ui, bool crash)
{
	long turns = 0;

	for (;;) {
		struct pollfd fds[2] = {{.fd = ui_terminal_fd(ui), .events = POLLIN}, {.fd = ui_signal_fd(ui), .events = POLLIN}};

		ui_read(ui);
		ui_tick(ui);
		if (ui_ended(ui) != UI_RUNNING)
			return turns;
		ui_paint(ui);
		if (crash)
			abort();
		if (poll(fds, 2, ui_timeout(ui)) < 0 && errno != EINTR)
			return turns;
		turns++;
	}
}

int
main(int argc, char **argv)
{
	struct ui_options options = {.stderr_fd = -1};
	const struct ui_host *host;
	struct err err = {0};
	struct ui *ui;
	bool demo = false, english = false, crash = false;
	enum ui_end end;
	long turns;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--english") == 0)
			english = true;
		else if (strcmp(argv[i], "--ascii") == 0)
			options.ascii = true;
		else if (strcmp(argv[i], "--plain") == 0)
			options.no_colour = true;
		else if (strcmp(argv[i], "--demo") == 0)
			demo = true;
		else if (strcmp(argv[i], "--crash") == 0)
			crash = true;
		else if (strcmp(argv[i], "--lock") == 0 && i + 1 < argc)
			options.lock_after_s = atoi(argv[++i]);
	}
	message_set_language(english ? LANGUAGE_ENGLISH : LANGUAGE_TURKISH);
	host = fake_host(demo);
	if (ui_open(&ui, host, &options, &err) != OK) {
		char sentence[UI_SENTENCE];
		message_err(sentence, sizeof sentence, &err);
		fprintf(stderr, "%s\n", sentence);
		return 2;
	}
	fake_host_attach(ui);
	turns = run(ui, crash);
	end = ui_ended(ui);
	ui_close(&ui);
	if (end != UI_END_HANGUP)
		fake_host_report();
	else if (getenv("UI_DEMO_TRACE") != NULL) {
		FILE *trace = fopen(getenv("UI_DEMO_TRACE"), "w");
		if (trace != NULL) {
			fprintf(trace, "hangup turns=%ld\n", turns);
			fclose(trace);
		}
	}
	return end == UI_END_LEFT ? 0 : end == UI_END_SIGNAL ? 3 : 4;
}
