/*
 * app/heard: see heard.h.
 */
#include "heard.h"

#include "../demo/certificates.h"
#include "../store/desk_file.h"

#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the listener */

static void
hear(void *context, const struct news *news)
{
	struct heard *heard = context;
	const char *text = news->finding != NULL ? news->finding->sentence : news->text;

	assert_true(heard->count < HEARD_MAX);
	heard->list[heard->count].kind = news->kind;
	heard->list[heard->count].reader = news->reader;
	heard->list[heard->count].lost = news->lost;
	heard->list[heard->count].handover_id = news->handover_id;
	heard->list[heard->count].paper = news->paper;
	copy_text(heard->list[heard->count].text, sizeof heard->list[0].text, text != NULL ? text : "");
	copy_text(heard->list[heard->count].code, sizeof heard->list[0].code, news->finding != NULL ? news->finding->code : "");
	heard->count++;
}

struct listener
heard_listener(struct heard *heard)
{
	return (struct listener){hear, heard};
}

const char *
heard_name(enum news_kind kind)
{
	switch (kind) {
	case NEWS_CARD_IN:
		return "card-in";
	case NEWS_CARD_READING:
		return "card-reading";
	case NEWS_CARD_CERTIFICATE:
		return "card-certificate";
	case NEWS_CARD_READ:
		return "card-read";
	case NEWS_CARD_FAULT:
		return "card-fault";
	case NEWS_CARD_OUT:
		return "card-out";
	case NEWS_READER:
		return "reader";
	case NEWS_AGENT_FLOOD:
		return "agent-flood";
	case NEWS_ANSWER:
		return "answer";
	case NEWS_AGENT:
		return "agent";
	case NEWS_PAPER:
		return "paper";
	case NEWS_FLOW:
		return "flow";
	case NEWS_FLOW_WANTS_CARD:
		return "flow-wants-card";
	case NEWS_DELIVERY:
		return "delivery";
	case NEWS_BEEP:
		return "beep";
	case NEWS_FINDINGS:
		return "findings";
	}
	return "?";
}

/* Whether a piece of news is about one reader. */
static bool
has_reader(enum news_kind kind)
{
	return kind <= NEWS_CARD_OUT;
}

const char *
heard_words(const struct heard *heard)
{
	static char words[2048];
	size_t used = 0;

	words[0] = '\0';
	for (int i = 0; i < heard->count; i++) {
		if (heard->list[i].kind == NEWS_AGENT)
			continue;
		used += (size_t)snprintf(words + used, sizeof words - used, "%s%s", used > 0 ? ", " : "",
			heard_name(heard->list[i].kind));
		if (has_reader(heard->list[i].kind))
			used += (size_t)snprintf(words + used, sizeof words - used, " %d%s", heard->list[i].reader,
				heard->list[i].lost ? " lost" : "");
		if (heard->list[i].code[0] != '\0')
			used += (size_t)snprintf(words + used, sizeof words - used, " %s", heard->list[i].code);
	}
	return words;
}

/* ---- certificates */

static struct certificate_maker *maker;

void
heard_open(struct app *app, char folder[64])
{
	char trust[96], crl[96];
	struct err err = {0};

	copy_text(folder, 64, "/tmp/teslim-heard-XXXXXX");
	assert_non_null(mkdtemp(folder));
	maker = certificate_maker_new(clock_now(), true);
	assert_code(certificate_maker_write(maker, folder, &err), OK);
	snprintf(trust, sizeof trust, "%s/trust", folder);
	snprintf(crl, sizeof crl, "%s/crl", folder);
	assert_code(cert_store_open(&app->trust, trust, crl, &err), OK);
	assert_code(cert_load_issuers(&app->issuers, "conf/issuers.conf", &err), OK);
}

void
heard_open_desk(struct app *app, char folder[64])
{
	char path[80];

	clock_fix(INT64_C(1795500000));
	message_set_language(LANGUAGE_TURKISH);
	heard_open(app, folder);
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	desk_file_make(folder, "before");
}

static int
remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

void
heard_close(struct app *app, const char *folder)
{
	cert_store_close(&app->trust);
	cert_clear_issuers(&app->issuers);
	certificate_maker_free(&maker);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *
heard_certificate(const char *reader, const char *national_id, const char *name)
{
	static char line[8192];
	const struct certificate_wish wish = {.kind = WISH_QUALIFIED, .national_id = national_id, .name = name};
	struct str der = {0}, text = {0}, encoded = {0};

	certificate_make(maker, &wish, &der);
	base64_encode(&text, der.data, der.length);
	line_begin(&encoded, "cert");
	line_add(&encoded, "reader", reader);
	line_add(&encoded, "der", str_text(&text));
	assert_true(copy_text(line, sizeof line, str_text(&encoded)));
	str_clear(&der);
	str_clear(&text);
	str_clear(&encoded);
	return line;
}

/* ---- programs */

/* What it is told is kept for the test; what it says comes through a pipe that the test holds open. */
static const char script[] = "exec 3<&0\n"
			     "cat <&3 >>\"$0.told\" &\n"
			     "exec 3<&-\n"
			     "exec cat \"$0.lines\" </dev/null\n";

void
program_make(struct program *program, const char *folder, const char *name, char *command, size_t size)
{
	char path[100];
	struct err err = {0};

	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(program->lines, sizeof program->lines, "%s.lines", path);
	snprintf(program->told, sizeof program->told, "%s.told", path);
	snprintf(command, size, "/bin/sh %s", path);
	assert_code(file_write(path, script, strlen(script), 0700, &err), OK);
	assert_code(file_write(program->told, "", 0, 0600, &err), OK);
	assert_int_equal(mkfifo(program->lines, 0600), 0);
	program->fd = open(program->lines, O_RDWR | O_CLOEXEC);
	assert_true(program->fd >= 0);
}

void
program_remove(struct program *program)
{
	close(program->fd);
	unlink(program->lines);
	unlink(program->told);
}

void
program_say(const struct program *program, const char *line)
{
	char text[8200];
	int length = snprintf(text, sizeof text, "%s\n", line);

	assert_int_equal(write(program->fd, text, (size_t)length), length);
}

const char *
program_told(const struct program *program)
{
	static char *text;
	size_t length = 0;
	struct err err = {0};

	mem_free(text);
	text = NULL;
	assert_code(file_read(program->told, 1 << 20, &text, &length, &err), OK);
	return text;
}

void
program_wait(void (*turn)(void *context), bool (*done)(void *context), void *context, const char *what)
{
	int64_t end = clock_monotonic_ms() + 5000;

	turn(context);
	while (!done(context)) {
		if (clock_monotonic_ms() > end)
			fail_msg("not within five seconds: %s", what);
		poll(NULL, 0, 2);
		turn(context);
	}
}
