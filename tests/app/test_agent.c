/*
 * app/test_agent: the card agent's program as the desk sees it, played by one that says what the test tells it: started, asked,
 * listened to, gone, flooding.
 */
#include "heard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static struct app app;
static struct heard heard;
static struct program program;
static struct agent *agent;

static const char *
state_name(enum agent_state state)
{
	switch (state) {
	case AGENT_OFF:
		return "off";
	case AGENT_NO_SERVICE:
		return "no service";
	case AGENT_NO_READER:
		return "no reader";
	case AGENT_NO_CARD:
		return "no card";
	case AGENT_READING:
		return "reading";
	case AGENT_FAULT:
		return "fault";
	case AGENT_CARD:
		return "card";
	}
	return "?";
}

#define assert_state(state) assert_string_equal(state_name(agent_state(agent)), state_name(state))

static void
turn(void *context)
{
	(void)context;
	agent_turn(agent);
}

/* Whether the last line but NEWS_AGENT was the answer that marks the end of what was said. */
static bool
is_marked(void *context)
{
	(void)context;
	return heard.count >= 2 && heard.list[heard.count - 2].kind == NEWS_ANSWER &&
		strcmp(heard.list[heard.count - 2].code, "mark") == 0;
}

/* The program says lines, "|" between them; all of them have been heard afterwards. */
static void
says(const char *lines)
{
	char *copy = mem_string(lines), *rest = copy;

	for (char *line = strsep(&rest, "|"); line != NULL; line = strsep(&rest, "|"))
		program_say(&program, line);
	mem_free(copy);
	program_say(&program, "finding code=mark level=ok text=x");
	program_wait(turn, is_marked, NULL, "what the agent says");
	heard.count -= 2;
}

static const char *waited_for;

static bool
was_told(void *context)
{
	(void)context;
	return strstr(program_told(&program), waited_for) != NULL;
}

static void
expect_told(const char *line)
{
	waited_for = line;
	program_wait(turn, was_told, NULL, line);
}

static int
begin(void **state)
{
	const struct listener listener = heard_listener(&heard);

	(void)state;
	heard = (struct heard){0};
	message_set_language(LANGUAGE_TURKISH);
	program_make(&program, folder, "agent", app.conf.card_command, sizeof app.conf.card_command);
	agent = agent_new(&app, &listener);
	agent_start(agent);
	says("ready version=1|daemon state=up");
	assert_heard(&heard, "reader, reader");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	agent_free(&agent);
	assert_null(agent);
	agent_free(&agent);
	program_remove(&program);
	return 0;
}

static void
test_states(void **state)
{
	(void)state;
	assert_state(AGENT_NO_READER);
	assert_int_equal(agent_reader_count(agent), 0);
	says("reader reader=R card=no");
	assert_heard(&heard, "reader");
	assert_state(AGENT_NO_CARD);
	assert_int_equal(agent_reader_count(agent), 1);
	says("card reader=R atr=3B00");
	assert_state(AGENT_READING);
	says("done reader=R");
	assert_state(AGENT_CARD);
	says("fault reader=R code=mute text=Sustu.");
	assert_state(AGENT_FAULT);
	assert_heard(&heard, "card-in 0, card-read 0, card-fault 0");
	says("daemon state=down code=no-daemon text=Hizmet%20yok. cure=x call=y by=administrator");
	assert_heard(&heard, "reader no-daemon, card-out 0 lost");
	assert_state(AGENT_NO_SERVICE);
	assert_int_equal(agent_reader_count(agent), 0);
	assert_null(agent_reader(agent, 0));
	says("daemon state=up");
	assert_state(AGENT_NO_READER);
	says("fault reader= code=no-reader text=Okuyucu%20yok. cure=x call=y by=officer");
	assert_heard(&heard, "reader, reader no-reader");
	assert_state(AGENT_NO_READER);
}

/* Every line may change what the status line says. */
static void
test_every_line_is_told(void **state)
{
	(void)state;
	says("progress reader=R read=1 total=2|plastic reader=R kind=x text=y|nonsense a=b");
	assert_int_equal(heard.count, 4);
	for (int i = 1; i < 4; i++)
		assert_string_equal(heard_name(heard.list[i].kind), heard_name(NEWS_AGENT));
}

/* A line that is no certificate is complained of in the log, by a good one nothing is said. */
static void
test_complains(void **state)
{
	char path[80], *text = NULL;
	size_t length = 0;

	(void)state;
	says("card reader=R atr=3B00");
	says(heard_certificate("R", "10000000146", "AYŞE ÖRNEK"));
	snprintf(path, sizeof path, "%s/log", folder);
	assert_code(file_read(path, 1 << 20, &text, &length, NULL), OK);
	assert_null(strstr(text, "a certificate line was not one"));
	mem_free(text);
	says("cert reader=R der=QUJD");
	assert_code(file_read(path, 1 << 20, &text, &length, NULL), OK);
	assert_non_null(strstr(text, "a certificate line was not one"));
	mem_free(text);
}

static void
test_asked(void **state)
{
	(void)state;
	assert_false(agent_is_asked(agent));
	agent_ask(agent);
	assert_true(agent_is_asked(agent));
	expect_told("doctor\n");
	says("finding code=sandbox level=warn text=Zay%C4%B1f. cure=x call=y by=administrator");
	assert_heard(&heard, "answer sandbox");
	assert_true(agent_is_asked(agent));
	says("doctor-done count=1 bad=1");
	assert_false(agent_is_asked(agent));
}

static void
test_language(void **state)
{
	(void)state;
	expect_told("language to=tr\n");
	message_set_language(LANGUAGE_ENGLISH);
	agent_language(agent);
	expect_told("language to=en\n");
}

static void
test_read_again(void **state)
{
	(void)state;
	agent_read_card(agent, 0); /* of no reader */
	says("card reader=A%20B atr=3B00|done reader=A%20B");
	heard.count = 0;
	agent_read_card(agent, 0);
	assert_heard(&heard, "card-in 0");
	expect_told("read reader=A%20B\n");
	assert_state(AGENT_READING);
}

static void
test_best_reader(void **state)
{
	(void)state;
	assert_int_equal(agent_best_reader(agent, NULL), -1);
	says("reader reader=A card=no|reader reader=B card=no|reader reader=C card=no");
	assert_int_equal(agent_best_reader(agent, NULL), -1);
	says("card reader=B atr=3B00|card reader=A atr=3B00");
	assert_int_equal(agent_best_reader(agent, NULL), 0); /* the newest card */
	assert_int_equal(agent_best_reader(agent, "10000000146"), 0);
	says(heard_certificate("B", "10000000146", "AYŞE ÖRNEK"));
	assert_true(agent_bears(agent, 1, "10000000146"));
	assert_false(agent_bears(agent, 1, "10000000147"));
	assert_false(agent_bears(agent, 1, NULL));
	assert_false(agent_bears(agent, 9, "10000000146"));
	assert_int_equal(agent_best_reader(agent, "10000000146"), 1); /* hers, though it is the older one */
	assert_int_equal(agent_best_reader(agent, NULL), 0);
	says(heard_certificate("A", "10000000146", "AYŞE ÖRNEK"));
	assert_int_equal(agent_best_reader(agent, "10000000146"), 0); /* both hers: the newest again */
	says("card-gone reader=A");
	assert_int_equal(agent_best_reader(agent, NULL), 1);
}

static bool
is_off(void *context)
{
	(void)context;
	return agent_state(agent) == AGENT_OFF;
}

static bool
is_on(void *context)
{
	(void)context;
	return agent_state(agent) != AGENT_OFF;
}

static void
test_gone_and_back(void **state)
{
	(void)state;
	says("card reader=R atr=3B00");
	agent_ask(agent);
	heard.count = 0;
	close(program.fd);
	program_wait(turn, is_off, NULL, "the end of the agent");
	program.fd = -1;
	assert_heard(&heard, "card-out 0 lost, reader card-program");
	assert_false(agent_is_asked(agent));
	assert_int_equal(agent_reader_count(agent), 0);
	end(NULL);
	program_make(&program, folder, "agent", app.conf.card_command, sizeof app.conf.card_command);
	agent = agent_new(&app, &(struct listener){0}); /* nobody listens: nothing happens */
	agent_start(agent);
	program_say(&program, "ready version=1");
	program_wait(turn, is_on, NULL, "the agent's first word");
}

static void
test_flood(void **state)
{
	(void)state;
	for (int i = 0; i < 1001; i++)
		program_say(&program, "!!");
	program_wait(turn, is_off, NULL, "the end of the agent that floods");
	assert_string_equal(heard_words(&heard), "agent-flood card-program, reader card-program");
	assert_non_null(strstr(heard.list[0].text, "5")); /* it says when it is started again */
	assert_string_equal(heard.list[0].text, heard.list[1].text);
}

static void
test_not_there(void **state)
{
	const struct listener listener = heard_listener(&heard);

	(void)state;
	agent_free(&agent);
	copy_text(app.conf.card_command, sizeof app.conf.card_command, "/nonexistent/teslim-card");
	agent = agent_new(&app, &listener);
	agent_start(agent);
	assert_heard(&heard, "reader card-program");
	assert_state(AGENT_OFF);
	agent_turn(agent);
	agent_ask(agent);
	assert_false(agent_is_asked(agent));
	agent_language(agent);
	assert_heard(&heard, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_states, begin, end),
		cmocka_unit_test_setup_teardown(test_complains, begin, end),
		cmocka_unit_test_setup_teardown(test_every_line_is_told, begin, end),
		cmocka_unit_test_setup_teardown(test_asked, begin, end),
		cmocka_unit_test_setup_teardown(test_language, begin, end),
		cmocka_unit_test_setup_teardown(test_read_again, begin, end),
		cmocka_unit_test_setup_teardown(test_best_reader, begin, end),
		cmocka_unit_test_setup_teardown(test_gone_and_back, begin, end),
		cmocka_unit_test_setup_teardown(test_flood, begin, end),
		cmocka_unit_test_setup_teardown(test_not_there, begin, end),
	};
	char path[80];
	int failed;

	heard_open(&app, folder);
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&app, folder);
	return failed;
}
