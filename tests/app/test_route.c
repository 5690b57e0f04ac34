/*
 * app/test_route: who hears what: a whole session without a screen, its card agent and its printer played by programs that say
 * what the test tells them. The screen is what stands at the top of this file.
 */
#include "heard.h"

#include "../../src/app/session.h"
#include "../store/desk_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the screen, as far as the session speaks to it */

struct ui {
	int refreshed, beeps, handovers;
	bool locked, away_from_home;
	char notice[UI_SENTENCE];
	enum verdict_level level;
};

static struct ui screen;

void
ui_refresh(struct ui *ui)
{
	ui->refreshed++;
}

void
ui_beep(struct ui *ui)
{
	ui->beeps++;
}

void
ui_show_handover(struct ui *ui)
{
	ui->handovers++;
}

void
ui_notice(struct ui *ui, enum verdict_level level, const char *sentence)
{
	ui->level = level;
	copy_text(ui->notice, sizeof ui->notice, sentence);
}

bool
ui_is_locked(const struct ui *ui)
{
	return ui->locked;
}

bool
ui_is_home(const struct ui *ui)
{
	return !ui->away_from_home && !ui->locked;
}

/* ---- the session */

static char folder[64], sentence[UI_SENTENCE];
static struct session session;
static struct seal_key *key;
static struct program program;

static void
turn(void *context)
{
	(void)context;
	agent_turn(session.agent);
	spool_turn(session.spool);
}

static int
mark_place(void)
{
	for (int i = 0; i < READERS_MAX; i++)
		if (agent_reader(session.agent, i) != NULL && strcmp(agent_reader(session.agent, i)->name, "~") == 0)
			return i;
	return -1;
}

static bool
is_marked(void *context)
{
	(void)context;
	return mark_place() >= 0;
}

static bool
is_unmarked(void *context)
{
	(void)context;
	return mark_place() < 0;
}

/* The agent says lines, "|" between them; all of them have been taken afterwards. */
static void
says(const char *lines)
{
	char *copy = mem_string(lines), *rest = copy;

	for (char *line = strsep(&rest, "|"); line != NULL; line = strsep(&rest, "|"))
		program_say(&program, line);
	mem_free(copy);
	program_say(&program, "plastic reader=~ kind=x text=y"); /* of which nobody hears */
	program_wait(turn, is_marked, NULL, "what the agent says");
	program_say(&program, "reader-gone reader=~");
	program_wait(turn, is_unmarked, NULL, "what the agent says");
}

static void
number_of(char out[NATIONAL_ID_TEXT], int applicant)
{
	struct applicant found;

	assert_code(store_find_applicant(session.app.store, applicant, &found, NULL), OK);
	copy_text(out, NATIONAL_ID_TEXT, found.national_id);
}

/* A card of applicant n (2 ...) is put into a reader and read. */
static void
put_in(const char *reader, int n)
{
	char number[NATIONAL_ID_TEXT], name[FULL_NAME_TEXT], line[64];

	number_of(number, n);
	snprintf(name, sizeof name, "DENEME %c KİŞİSİ", 'A' + n - 1);
	snprintf(line, sizeof line, "card reader=%s atr=3B00", reader);
	says(line);
	says(heard_certificate(reader, number, name));
	snprintf(line, sizeof line, "done reader=%s count=1", reader);
	says(line);
}

static int
begin(void **state)
{
	(void)state;
	desk_file_copy(folder, "before", "now");
	session.app.store = desk_file_open(folder, "now", &key);
	app_set_policy(&session.app);
	session.app.policy.require_chain = true;
	copy_text(session.app.conf.print_to, sizeof session.app.conf.print_to, "file:/nonexistent");
	copy_text(session.app.conf.print_command, sizeof session.app.conf.print_command, "/nonexistent/teslim-print");
	program_make(&program, folder, "agent", session.app.conf.card_command, sizeof session.app.conf.card_command);
	screen = (struct ui){0};
	session_open(&session);
	session.ui = &screen;
	login_take(session.login, &desk_file_officer);
	agent_start(session.agent);
	says("ready version=1|daemon state=up");
	return 0;
}

static int
end(void **state)
{
	(void)state;
	session_close(&session);
	program_remove(&program);
	store_close(&session.app.store);
	seal_key_free(&key);
	return 0;
}

static const struct handover_flow *
going(void)
{
	return session_flow_state(session.flow);
}

static const char *
step_name(void)
{
	static const char *const names[] = {[STEP_APPLICANT] = "applicant",
		[STEP_IDENTITY] = "identity",
		[STEP_CARD] = "card",
		[STEP_VERDICT] = "verdict",
		[STEP_ITEMS] = "items",
		[STEP_SUMMARY] = "summary",
		[STEP_PRINT] = "print",
		[STEP_SIGNED] = "signed",
		[STEP_REFUSE] = "refuse",
		[STEP_DONE] = "done"};

	return going() == NULL ? "none" : names[going()->at.step];
}

static const char *
presence_name(void)
{
	static const char *const names[] = {
		[PRESENCE_NONE] = "none", [PRESENCE_READING] = "reading", [PRESENCE_READ] = "read", [PRESENCE_FAULT] = "fault"};

	return names[going()->presence];
}

#define assert_step(name) assert_string_equal(step_name(), name)
#define assert_presence(name) assert_string_equal(presence_name(), name)

static void
does(enum event_kind kind, enum handover_action action, enum handover_field field, const char *text)
{
	const struct event event = {.kind = kind, .now = clock_now(), .action = action, .field = field, .text = text};

	assert_code(session_flow_event(session.flow, &event), OK);
}

/* Applicant n is chosen, his document typed and compared: the card is next. */
static void
come_to_card(int n)
{
	char digits[IDENTITY_DIGITS + 1]; /* that the screen hides */

	assert_true(session_flow_begin(session.flow, n, sentence));
	assert_step("identity");
	does(EVENT_TYPED, 0, FIELD_IDENTITY_NUMBER, "A01B23456");
	does(EVENT_TYPED, 0, FIELD_IDENTITY_EXPIRY, "01.01.2031");
	copy_text(digits, sizeof digits, session_flow_state(session.flow)->applicant.national_id);
	does(EVENT_TYPED, 0, FIELD_IDENTITY_DIGITS, digits);
	does(EVENT_ACTION, ACTION_FACE, 0, NULL);
	does(EVENT_ACTION, ACTION_NEXT, 0, NULL);
}

/* ---- a card while nothing goes on */

static void
test_card_begins(void **state)
{
	(void)state;
	put_in("R", 2);
	assert_int_equal(screen.handovers, 1);
	assert_step("identity"); /* whose it is was found by the number in it */
	assert_int_equal(going()->applicant.id, 2);
	assert_int_equal(session_flow_reader(session.flow), 0);
	put_in("B", 3); /* a second card changes nothing */
	assert_int_equal(screen.handovers, 1);
	assert_int_equal(going()->applicant.id, 2);
}

static void
test_card_begins_nothing(void **state)
{
	(void)state;
	screen.away_from_home = true;
	put_in("R", 2);
	assert_step("none");
	if (strstr(screen.notice, "F3") == NULL || screen.level != VERDICT_PASS)
		fail_msg("a card that is put in elsewhere is not answered: \"%s\"", screen.notice);
	says("card reader=R atr=3B00|done reader=R count=0");
	assert_int_equal(screen.level, VERDICT_WARN); /* one without a certificate as well */
	screen = (struct ui){.locked = true};
	put_in("R", 2);
	assert_step("none");
	assert_string_equal(screen.notice, ""); /* nobody is there to read it */
	screen.locked = false;
	login_leave(session.login, NULL);
	put_in("R", 2);
	assert_step("none");
	login_take(session.login, &desk_file_officer);
	says("card reader=R atr=3B00|done reader=R count=0"); /* no certificate on it */
	assert_step("none");
	assert_code(store_save_draft(session.app.store, 1, "x", NULL), OK); /* a handover that was cut off goes first */
	put_in("R", 2);
	assert_step("none");
	assert_int_equal(screen.handovers, 0);
}

static void
test_fault_is_said(void **state)
{
	(void)state;
	says("fault reader=R code=mute text=Sustu.");
	assert_string_equal(screen.notice, "Sustu.");
	assert_level(screen.level, VERDICT_WARN);
	screen.notice[0] = '\0';
	come_to_card(2);
	says("fault reader=R code=mute text=Sustu.");
	assert_string_equal(screen.notice, ""); /* the handover's screen says it */
	assert_string_equal(going()->card_fault, "Sustu.");
}

/* ---- a card and the handover */

static void
test_card_of_before(void **state)
{
	(void)state;
	screen.away_from_home = true;
	put_in("R", 2);
	come_to_card(2);
	assert_step("verdict"); /* what was read is not read again */
	assert_true(desk_may_hand_over(&going()->verdict));
	says("card-gone reader=R");
	assert_step("card");
	assert_int_equal(session_flow_reader(session.flow), -1);
}

static void
test_reading(void **state)
{
	(void)state;
	come_to_card(2);
	says("card reader=R atr=3B00");
	assert_presence("reading");
	assert_string_equal(going()->card_reader_name, "R");
	says("progress reader=R read=30 total=100");
	assert_int_equal(going()->card_percent, 30);
	says("card-gone reader=R");
	assert_presence("none");
	says("card reader=R atr=3B00|done reader=R count=0 unreadable=2");
	assert_presence("read");
}

/* Of two readers the handover hears of the one that it looks into, until the other one holds the applicant's card. */
static void
test_two_readers(void **state)
{
	(void)state;
	come_to_card(2);
	says("card reader=A atr=3B00|done reader=A count=0");
	says("card reader=B atr=3B00|progress reader=B read=30 total=100");
	assert_string_equal(going()->card_reader_name, "A");
	assert_presence("read");
	says("card-gone reader=B");
	assert_presence("read");
	put_in("B", 3); /* nor is somebody else's card meant */
	assert_string_equal(going()->card_reader_name, "A");
	put_in("B", 2);
	assert_string_equal(going()->card_reader_name, "B");
	assert_step("verdict");
	assert_int_equal(session_flow_reader(session.flow), 1);
}

/* The card that is pulled leaves the one in the other reader, which is the applicant's or the newest. */
static void
test_other_card_is_left(void **state)
{
	(void)state;
	screen.away_from_home = true;
	put_in("A", 2);
	put_in("B", 3);
	come_to_card(2);
	assert_step("verdict");
	assert_string_equal(going()->card_reader_name, "A");
	says("card-gone reader=A");
	assert_string_equal(going()->card_reader_name, "B");
	assert_int_equal(session_flow_reader(session.flow), 1);
	assert_false(desk_may_hand_over(&going()->verdict));
	says("reader-gone reader=B");
	assert_step("card");
	assert_int_equal(session_flow_reader(session.flow), -1);
}

/* The card was pulled at an earlier step; at the step of the card the one in the other reader is looked at. */
static void
test_card_is_wanted(void **state)
{
	char digits[IDENTITY_DIGITS + 1]; /* that the screen hides */

	(void)state;
	screen.away_from_home = true;
	put_in("B", 3);
	put_in("A", 2);
	assert_true(session_flow_begin(session.flow, 2, sentence));
	assert_int_equal(session_flow_reader(session.flow), 1);
	says("card-gone reader=A");
	assert_step("identity");
	assert_int_equal(session_flow_reader(session.flow), -1);
	does(EVENT_TYPED, 0, FIELD_IDENTITY_NUMBER, "A01B23456");
	does(EVENT_TYPED, 0, FIELD_IDENTITY_EXPIRY, "01.01.2031");
	copy_text(digits, sizeof digits, session_flow_state(session.flow)->applicant.national_id);
	does(EVENT_TYPED, 0, FIELD_IDENTITY_DIGITS, digits);
	does(EVENT_ACTION, ACTION_FACE, 0, NULL);
	does(EVENT_ACTION, ACTION_NEXT, 0, NULL);
	assert_int_equal(session_flow_reader(session.flow), 0);
	assert_string_equal(going()->card_reader_name, "B");
}

static const char *waited_for;

static bool
was_told(void *context)
{
	(void)context;
	return strstr(program_told(&program), waited_for) != NULL;
}

static void
test_read_again(void **state)
{
	(void)state;
	come_to_card(2);
	put_in("R", 3);
	assert_step("verdict");
	does(EVENT_ACTION, ACTION_READ_AGAIN, 0, NULL);
	assert_presence("reading");
	waited_for = "read reader=R\n";
	program_wait(turn, was_told, NULL, "the command to read again");
	says("done reader=R count=0");
	assert_presence("read");
}

/* ---- the count */

static void
courier(enum courier_event_kind kind, enum courier_action action, enum courier_field field, const char *text)
{
	const struct courier_event event = {.kind = kind, .now = clock_now(), .action = action, .field = field, .text = text};

	assert_code(session_delivery_event(session.delivery, &event), OK);
}

static void
begin_count(const char *tracking_number)
{
	session_delivery_begin(session.delivery);
	courier(CE_SCAN, 0, 0, tracking_number);
	courier(CE_TYPED, 0, CF_FIRM, "Kargo");
	courier(CE_TYPED, 0, CF_COURIER, "Kurye Kişi");
	courier(CE_ACTION, CA_PROOF, 0, NULL);
	courier(CE_ACTION, CA_NEXT, 0, NULL);
	courier(CE_ACTION, CA_PACKAGING, 0, NULL);
	courier(CE_ACTION, CA_NEXT, 0, NULL);
	courier(CE_TYPED, 0, CF_SAID_CARDS, "1");
	courier(CE_TYPED, 0, CF_SAID_READERS, "-");
	courier(CE_ACTION, CA_NEXT, 0, NULL);
	assert_true(session_delivery_counts(session.delivery));
}

static int
rows_counted(void)
{
	return session_delivery_state(session.delivery)->row_count;
}

static void
test_count(void **state)
{
	struct card cards[1] = {{.applicant_id = 2, .card_serial = "K-2"}};
	struct shipment shipment = {.tracking_number = "KRG-2", .dispatched = "2026-11-20", .cards_expected = 1};
	struct err err = {0};

	(void)state;
	assert_code(store_add_shipment(session.app.store, &shipment, cards, 1, NULL, 0, &desk_file_officer, &err), OK);
	begin_count("KRG-2");
	put_in("R", 3);
	assert_step("none"); /* no handover begins */
	assert_int_equal(screen.beeps, 1);
	assert_int_equal(rows_counted(), 1);
	says("fault reader=R code=mute text=Sustu.");
	assert_string_equal(screen.notice, "");
	assert_non_null(strstr(session_delivery_state(session.delivery)->at.notice.detail, "Sustu."));
	assert_int_equal(screen.beeps, 2);
	says("card-gone reader=R");
	put_in("R", 2);
	assert_int_equal(screen.beeps, 2); /* that one is good: no bell */
	assert_int_equal(rows_counted(), 2);
	says("reader-gone reader=R");
	put_in("R", 2); /* unplugged for a moment: the card that lies there was counted */
	assert_int_equal(screen.beeps, 2);
	says("card-gone reader=R");
	put_in("R", 2); /* taken out and put in again */
	assert_int_equal(screen.beeps, 3);
	assert_int_equal(rows_counted(), 2);
}

/* A card that lies in the reader since before the count is none of the parcel's; behind the count no card is taken any more. */
static void
test_count_begins(void **state)
{
	struct card cards[1] = {{.applicant_id = 2, .card_serial = "K-2"}};
	struct shipment shipment = {.tracking_number = "KRG-2", .dispatched = "2026-11-20", .cards_expected = 1};
	struct err err = {0};

	(void)state;
	assert_code(store_add_shipment(session.app.store, &shipment, cards, 1, NULL, 0, &desk_file_officer, &err), OK);
	session_delivery_begin(session.delivery);
	put_in("R", 2);
	assert_step("none");
	begin_count("KRG-2");
	assert_int_equal(rows_counted(), 0);
	says("card-gone reader=R");
	put_in("R", 2);
	assert_int_equal(rows_counted(), 1);
	courier(CE_ACTION, CA_NEXT, 0, NULL);
	says("card-gone reader=R");
	put_in("R", 3);
	assert_int_equal(rows_counted(), 1);
	assert_step("none");
}

/* ---- papers */

static bool
is_idle(void *context)
{
	(void)context;
	return spool_helper(session.spool) == NULL;
}

/* Prints the paper of a handover on a printer that says this. */
static void
print(int64_t handover, const char *says_so)
{
	char script[200], path[100];

	snprintf(path, sizeof path, "%s/print", folder);
	snprintf(script, sizeof script, "cat >/dev/null; echo '%s'\n", says_so);
	assert_code(file_write(path, script, strlen(script), 0700, NULL), OK);
	snprintf(session.app.conf.print_command, sizeof session.app.conf.print_command, "/bin/sh %s", path);
	assert_true(spool_add(session.spool, handover, sentence));
	program_wait(turn, is_idle, NULL, "the end of the printing");
}

static void
test_paper(void **state)
{
	int before;

	(void)state;
	come_to_card(2);
	put_in("R", 2);
	does(EVENT_ACTION, ACTION_NEXT, 0, NULL);
	assert_step("items");
	does(EVENT_ACTION, ACTION_TOGGLE_READER, 0, NULL);
	does(EVENT_TYPED, 0, FIELD_CARD_SERIAL, "0123 0002");
	put_in("B", 3);
	says("card-gone reader=B"); /* nobody looks into that one */
	assert_presence("read");
	does(EVENT_ACTION, ACTION_NEXT, 0, NULL);
	does(EVENT_ACTION, ACTION_ARM, 0, NULL);
	print(1, "fault code=io text=Ba%C5%9Fka."); /* of an earlier handover */
	assert_step("summary");
	copy_text(session.app.conf.print_command, sizeof session.app.conf.print_command, "/nonexistent/teslim-print");
	does(EVENT_ACTION, ACTION_COMMIT, 0, NULL);
	assert_step("print");
	assert_true(going()->committed);
	assert_paper(going()->handover.paper, PAPER_WAITING); /* it could not even be begun */
	print(1, "done");
	assert_paper(going()->handover.paper, PAPER_WAITING); /* that was another one's paper */
	before = screen.refreshed;
	print(going()->handover.id, "done");
	assert_paper(going()->handover.paper, PAPER_SENT);
	assert_true(screen.refreshed > before);
	put_in("B", 3);
	says("card-gone reader=R"); /* the card is handed over: no other one is looked at */
	assert_int_equal(session_flow_reader(session.flow), -1);
	assert_step("print");
}

/* ---- findings, and what the agent costs */

static void
test_findings(void **state)
{
	struct ui_status status = {0};
	struct ui_finding rows[8];

	(void)state;
	session_doctor_status(session.doctor, &status);
	assert_level(status.no_card.level, VERDICT_PASS);
	says("daemon state=down code=no-daemon text=Hizmet%20yok. cure=x call=y by=administrator");
	session_doctor_status(session.doctor, &status);
	assert_string_equal(status.no_card.sentence, "Hizmet yok.");
	says("finding code=x level=warn text=Zay%C4%B1f. cure=x call=y by=administrator");
	assert_int_equal(session_doctor_rows(session.doctor, rows, 8), 1); /* what was answered says more */
	assert_string_equal(rows[0].sentence, "Zayıf.");
	says("daemon state=up");
	session_doctor_status(session.doctor, &status);
	assert_level(status.no_card.level, VERDICT_PASS);
	assert_int_equal(session_doctor_rows(session.doctor, rows, 8), 0);
}

static void
test_refresh(void **state)
{
	int before = screen.refreshed;

	(void)state;
	program_say(&program, "nonsense a=b");
	says("nonsense c=d");
	assert_int_equal(screen.refreshed, before + 4); /* with the two lines that mark the end */
}

static bool
is_off(void *context)
{
	(void)context;
	return agent_state(session.agent) == AGENT_OFF;
}

static void
flood(void)
{
	for (int i = 0; i < 1001; i++)
		program_say(&program, "!!");
	program_wait(turn, is_off, NULL, "the end of the agent that floods");
}

static void
test_flood(void **state)
{
	struct ui_status status = {0};

	(void)state;
	flood();
	assert_true(screen.notice[0] != '\0');
	assert_level(screen.level, VERDICT_REFUSE);
	session_doctor_status(session.doctor, &status);
	assert_string_equal(status.no_card.sentence, screen.notice);
}

/* A lock screen says nothing of what goes on behind it. */
static void
test_flood_locked(void **state)
{
	(void)state;
	screen.locked = true;
	flood();
	assert_string_equal(screen.notice, "");
}

/* Before there is a screen, and after: nothing is lost but the sounds. */
static void
test_no_screen(void **state)
{
	(void)state;
	session.ui = NULL;
	says("fault reader=R code=mute text=Sustu.");
	put_in("R", 2);
	assert_step("none");
	come_to_card(2);
	assert_step("verdict");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_card_begins, begin, end),
		cmocka_unit_test_setup_teardown(test_card_begins_nothing, begin, end),
		cmocka_unit_test_setup_teardown(test_fault_is_said, begin, end),
		cmocka_unit_test_setup_teardown(test_card_of_before, begin, end),
		cmocka_unit_test_setup_teardown(test_reading, begin, end),
		cmocka_unit_test_setup_teardown(test_two_readers, begin, end),
		cmocka_unit_test_setup_teardown(test_other_card_is_left, begin, end),
		cmocka_unit_test_setup_teardown(test_card_is_wanted, begin, end),
		cmocka_unit_test_setup_teardown(test_read_again, begin, end),
		cmocka_unit_test_setup_teardown(test_count, begin, end),
		cmocka_unit_test_setup_teardown(test_count_begins, begin, end),
		cmocka_unit_test_setup_teardown(test_paper, begin, end),
		cmocka_unit_test_setup_teardown(test_findings, begin, end),
		cmocka_unit_test_setup_teardown(test_refresh, begin, end),
		cmocka_unit_test_setup_teardown(test_flood, begin, end),
		cmocka_unit_test_setup_teardown(test_flood_locked, begin, end),
		cmocka_unit_test_setup_teardown(test_no_screen, begin, end),
	};
	int failed;

	heard_open_desk(&session.app, folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&session.app, folder);
	return failed;
}
