/*
 * card_bench: what reading one certificate costs with teslim-card and with others, on the same virtual card and the
 * same pcscd: APDUs, bytes, wall time, the time on a real card's line (computed from the bytes), and over a connection
 * with a long way to the reader. Prints markdown.
 */
#include "cards.h"
#include "client.h"
#include "proxy.h"
#include "tap.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 9, PROGRAMS = 5, ARGUMENTS = 10, LIMIT_MS = 60000 };

struct program {
	const char *name;
	const char *argv[ARGUMENTS];
	const char *input;
};

struct cost {
	int apdus;
	size_t bytes, line;
	double ms; /* of the best run */
	bool is_right;
};

static char teslim_card[512], homedir[WORLD_PATH];

/* clang-format off */
static const struct program teslim = {
	"teslim-card", {teslim_card, "--once", "--first-only", "--events", "--reader", "00 00"}, NULL};
static const struct program teslim_all = {
	"teslim-card, all", {teslim_card, "--once", "--events", "--reader", "00 00"}, NULL};
static const struct program opensc = {"pkcs15-tool", {"pkcs15-tool", "--read-certificate", "4501"}, NULL};
static const struct program opensc_told = {"pkcs15-tool, driver given",
	{"env", "OPENSC_DRIVER=default", "pkcs15-tool", "--read-certificate", "4501"}, NULL};
static const struct program opensc_piv = {"pkcs15-tool", {"pkcs15-tool", "--read-certificate", "02"}, NULL};
static const struct program opensc_list = {
	"pkcs15-tool (gives up)", {"pkcs15-tool", "--list-certificates"}, NULL};
static const struct program scdaemon = {"scdaemon",
	{"/usr/lib/gnupg/scdaemon", "--server", "--homedir", homedir},
	"SERIALNO p15\nLEARN --force\nREADCERT P15.4501\nBYE\n"};
static const struct program yubico = {
	"yubico-piv-tool", {"yubico-piv-tool", "-r", "Virtual", "-a", "read-certificate", "-s", "9c"}, NULL};
/* clang-format on */

static const struct card {
	const char *name;
	world_build *build;
	long count;
	const struct program *programs[PROGRAMS];
} cards[] = {
	{"AKİS, one certificate", card_akis, 1, {&teslim, &teslim_all, &opensc_list}},
	{"AKİS, three certificates", card_akis, 3, {&teslim_all, &opensc_list}},
	{"PKCS#15", card_pkcs15, 1, {&teslim, &opensc, &opensc_told, &scdaemon}},
	{"PIV", card_piv, 1, {&teslim, &opensc_piv, &yubico}},
};

static int
compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* Base64 or bytes of the certificate somewhere in what the program wrote. */
static bool
holds_certificate(const struct str *out)
{
	struct card_model_cert cert = cards_certificate(CERT_ONE);
	struct str base64 = {0}, letters = {0};
	bool found;

	base64_encode(&base64, cert.der, cert.length);
	for (size_t i = 0; i < out->length; i++)
		if (out->data[i] > ' ')
			str_add_char(&letters, out->data[i]);
	found = strstr(str_text(&letters), str_text(&base64)) != NULL || memmem(out->data, out->length, cert.der + 8, 12) != NULL;
	str_clear(&base64);
	str_clear(&letters);
	return found;
}

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static double
run_once(struct world *world, const struct program *program, bool *is_right)
{
	struct str out = {0};
	double began = now_ms();
	double ms;

	world_run(world, program->argv, program->input, &out, LIMIT_MS);
	ms = now_ms() - began;
	*is_right = holds_certificate(&out);
	str_clear(&out);
	return ms;
}

/* The programs take turns, so that whatever else the machine does hits all of them. */
static void
measure(struct world *world, const struct card *card, struct cost costs[PROGRAMS])
{
	struct card_model *model = world->cards[0].model;
	double times[PROGRAMS][RUNS];

	for (int run = -1; run < RUNS; run++) /* -1: libraries into memory */
		for (int i = 0; i < PROGRAMS && card->programs[i] != NULL; i++) {
			double ms;
			card_model_forget(model);
			ms = run_once(world, card->programs[i], &costs[i].is_right);
			if (run >= 0)
				times[i][run] = ms;
			costs[i].apdus = model->apdus;
			costs[i].bytes = model->bytes_in;
			costs[i].line = model->line_bytes;
		}
	for (int i = 0; i < PROGRAMS && card->programs[i] != NULL; i++) {
		qsort(times[i], RUNS, sizeof times[i][0], compare_numbers);
		costs[i].ms = times[i][0];
	}
}

static void
print_ratio(double value, double base, bool is_first)
{
	if (is_first || base <= 0)
		printf(" |");
	else
		printf(" %.1f× |", value / base);
}

static void
print_card(const struct card *card, const struct cost *costs)
{
	static const double bauds[] = {9600, 115200, 250000, 500000};

	for (int i = 0; i < PROGRAMS && card->programs[i] != NULL; i++) {
		printf("| %s | %s | %d |", i == 0 ? card->name : "", card->programs[i]->name, costs[i].apdus);
		print_ratio(costs[i].apdus, costs[0].apdus, i == 0);
		printf(" %zu |", costs[i].bytes);
		print_ratio((double)costs[i].bytes, (double)costs[0].bytes, i == 0);
		printf(" %.0f ms |", costs[i].ms);
		print_ratio(costs[i].ms, costs[0].ms, i == 0);
		/* 12 elementary time units per byte: start bit, eight, parity, two of guard time */
		for (size_t b = 0; b < ARRAY_LENGTH(bauds); b++)
			printf(" %.0f |", (double)costs[i].line * 12 * 1000 / bauds[b]);
		printf(" %s |\n", costs[i].is_right ? "yes" : "no");
	}
}

static void
compare_cards(struct world *world)
{
	printf("A certificate of %zu bytes; wall time is the whole program's, the best of %d runs in turns. "
	       "The last "
	       "columns are computed: the\n"
	       "time in ms that the same bytes with their T=1 frames need on a real card's line at 9,600 to "
	       "500,000 Bd.\n\n",
		cards_certificate(CERT_ONE).length, RUNS);
	printf("| card | program | APDUs | ratio | bytes read | ratio | wall time | ratio | 9,600 Bd | "
	       "115,200 | 250,000 | 500,000 | same "
	       "certificate |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
	for (size_t c = 0; c < ARRAY_LENGTH(cards); c++) {
		struct cost costs[PROGRAMS] = {{0}};
		world_insert(world, 0, cards[c].build, cards[c].count);
		poll(NULL, 0, 900 + 500);
		measure(world, &cards[c], costs);
		print_card(&cards[c], costs);
	}
}

/* ---- a long way between the program and the reader */

static double
run_far(struct world *world, struct proxy *proxy, const struct program *program, int delay_ms, int *messages)
{
	struct world far = *world;
	bool is_right = false;
	double ms;

	copy_text(far.pcscd.socket, sizeof far.pcscd.socket, proxy->socket);
	proxy->plan->delay_ms = delay_ms;
	proxy->plan->messages = 0;
	ms = run_once(&far, program, &is_right);
	*messages = proxy->plan->messages;
	return is_right ? ms : -1;
}

static void
compare_distances(struct world *world)
{
	static const int delays[] = {0, 20, 100};
	static const struct program *const programs[] = {&teslim, &opensc, &scdaemon};
	struct proxy proxy;

	world_insert(world, 0, card_pkcs15, 1);
	poll(NULL, 0, 900 + 500);
	proxy_start(&proxy, world);
	printf("\nThe PC/SC socket forwarded over a connection with that round trip, PKCS#15 card:\n\n"
	       "| round trip | program | messages | wall time | ratio |\n|--:|---|--:|--:|--:|\n");
	for (size_t d = 0; d < ARRAY_LENGTH(delays); d++) {
		double base = 0;
		for (size_t i = 0; i < ARRAY_LENGTH(programs); i++) {
			int messages;
			double ms = run_far(world, &proxy, programs[i], delays[d], &messages);
			if (i == 0)
				base = ms;
			printf("| %d ms | %s | %d | %.0f ms |", delays[d], programs[i]->name, messages, ms);
			print_ratio(ms, base, i == 0);
			printf("\n");
		}
	}
	printf("\n`ssh desk teslim-card` has the reader beside it: only its lines of events travel, and "
	       "nothing waits for an answer.\n");
	proxy_end(&proxy);
}

static void
write_settings(struct world *world)
{
	static const char settings[] = "app default {\n\tenable_default_driver = true;\n\tframework pkcs15 "
				       "{\n\t\tuse_file_caching = no;\n"
				       "\t}\n}\n";
	static const char daemon[] = "disable-ccid\npcsc-driver libpcsclite.so.1\n";
	struct err err = {0};

	if (file_write(world_path(world, "opensc.conf"), settings, sizeof settings - 1, 0644, &err) != OK ||
		file_write(world_path(world, "scdaemon.conf"), daemon, sizeof daemon - 1, 0644, &err) != OK)
		tap_bail("%s", err.detail);
	setenv("OPENSC_CONF", world_path(world, "opensc.conf"), 1);
	copy_text(homedir, sizeof homedir, world->directory);
	snprintf(teslim_card, sizeof teslim_card, "%s/teslim-card", world_build_dir());
}

int
main(void)
{
	struct world world;

	cards_make();
	world_start(&world, "bench", NULL);
	write_settings(&world);
	world_foreign(&world, 0, true);
	compare_cards(&world);
	compare_distances(&world);
	world_quit(&world);
	cards_free();
	return 0;
}
