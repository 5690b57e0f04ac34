/*
 * store/test_session: what a session makes of its acts, without a screen and without a reader: a refusal of somebody who is on
 * hold already, a handover gone on with after the register or the draft was changed, a shipment counted at two desks, papers
 * behind many others.
 */
#include "../../src/app/session.h"

#include "teslim/words.h"
#include "desk_file.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[64], sentence[UI_SENTENCE];
static struct seal_key *key;
static struct session session;

static void
sit_down(void)
{
	session = (struct session){.app = {.store = desk_file_open(folder, "now", &key)}};
	copy_text(session.app.conf.print_to, sizeof session.app.conf.print_to, "file:/nonexistent");
	copy_text(session.app.conf.print_command, sizeof session.app.conf.print_command, "/nonexistent/teslim-print");
	session_open(&session);
	login_take(session.login, &desk_file_officer);
	sentence[0] = '\0';
}

static void
open_now(void)
{
	desk_file_copy(folder, "before", "now");
	sit_down();
}

/* As when the line is cut: nothing is said any more. */
static void
cut_off(void)
{
	session_close(&session);
	store_close(&session.app.store);
	seal_key_free(&key);
}

/* The handover that is going on; NULL: none. */
static const struct handover_flow *
going(void)
{
	return session_flow_state(session.flow);
}

static enum code
does(enum event_kind kind, enum handover_action action, enum handover_field field, const char *text)
{
	const struct event event = {.kind = kind, .now = clock_now(), .action = action, .field = field, .text = text};

	return session_flow_event(session.flow, &event);
}

/* What his document says and the screen does not. */
static const char *
hidden_digits(void)
{
	static char digits[IDENTITY_DIGITS + 1];

	copy_text(digits, sizeof digits, going()->applicant.national_id);
	return digits;
}

/* Applicant 2 chosen, his document typed and compared: the card is next. */
static bool
come_to_card(void)
{
	return session_flow_begin(session.flow, 2, sentence) && does(EVENT_TYPED, 0, FIELD_IDENTITY_NUMBER, "A01B23456") == OK &&
		does(EVENT_TYPED, 0, FIELD_IDENTITY_EXPIRY, "01.01.2031") == OK &&
		does(EVENT_TYPED, 0, FIELD_IDENTITY_DIGITS, hidden_digits()) == OK &&
		does(EVENT_ACTION, ACTION_FACE, 0, NULL) == OK && does(EVENT_ACTION, ACTION_NEXT, 0, NULL) == OK &&
		going()->at.step == STEP_CARD;
}

/* A card is put in and read: made for applicant n, under that name. */
static void
put_in(int n, const char *name)
{
	struct handover made;
	struct certificate_check check = {.chain = CHAIN_TRUSTED, .revocation = REVOCATION_GOOD, .checked_at = clock_now()};
	struct event event = {.kind = EVENT_CARD_IN, .now = clock_now(), .text = "Okuyucu"};

	desk_file_draft(&made, n);
	copy_text(made.certificate.subject_cn, sizeof made.certificate.subject_cn, name);
	made.certificate.not_before = clock_now() - 86400;
	made.certificate.not_after = clock_now() + 86400 * 300;
	(void)session_flow_event(session.flow, &event);
	event = (struct event){.kind = EVENT_CARD_CERT, .now = clock_now(), .facts = &made.certificate, .check = &check};
	(void)session_flow_event(session.flow, &event);
	event = (struct event){.kind = EVENT_CARD_READ, .now = clock_now(), .number = 1};
	(void)session_flow_event(session.flow, &event);
}

static int64_t
entries(void)
{
	int64_t seq = 0;

	store_journal_head(session.app.store, &seq, NULL, NULL);
	return seq;
}

static enum application_state
state_of(int64_t applicant)
{
	struct applicant found = {0};

	store_find_applicant(session.app.store, applicant, &found, NULL);
	return found.state;
}

/* ---- refusing somebody who is on hold already */

/* From the verdict on another name: the way out, with that reason. How many entries it made. */
static int64_t
refuse_with(enum refusal_reason reason)
{
	enum refusal_reason reasons[REFUSAL_COUNT];
	struct event choose = {.kind = EVENT_CHOOSE, .now = clock_now(), .number = -1};
	int64_t before;
	int count;

	(void)does(EVENT_ACTION, ACTION_REFUSE, 0, NULL);
	count = handover_reasons(going(), reasons);
	for (int i = 0; i < count; i++)
		if (reasons[i] == reason)
			choose.number = i;
	(void)session_flow_event(session.flow, &choose);
	before = entries();
	(void)does(EVENT_ACTION, ACTION_NEXT, 0, NULL);
	return entries() - before;
}

static void
refusing(void)
{
	static const struct {
		enum refusal_reason reason;
		int64_t entries;
		enum application_state state;
	} cases[] = {{REFUSAL_WRONG_DATA, 2, APPLICATION_ON_HOLD}, {REFUSAL_APPLICANT_LEFT, 1, APPLICATION_RECEIVED},
		{REFUSAL_WRONG_CARD, 1, APPLICATION_RECEIVED}};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t made;
		bool good;

		open_now();
		good = come_to_card();
		put_in(2, "BAŞKA BİR AD");
		made = refuse_with(cases[i].reason);
		forger_tell(good && going() == NULL && made == cases[i].entries && state_of(2) == cases[i].state,
			"refused, %s: the application is %s", refusal_reason_name(cases[i].reason),
			application_state_name(state_of(2)));
		cut_off();
	}
}

static void
refuse_on_hold(void)
{
	int64_t made;
	bool good;

	open_now();
	good = come_to_card();
	put_in(2, "BAŞKA BİR AD");
	forger_tell(good && going()->at.step == STEP_VERDICT, "the right number under another name comes to a verdict");
	forger_sql(folder, "now", "UPDATE applicant SET state = 'on-hold' WHERE id = 2");
	made = refuse_with(REFUSAL_WRONG_DATA);
	forger_tell(going() == NULL && made == 1 && state_of(2) == APPLICATION_ON_HOLD,
		"somebody put him on hold meanwhile: the refusal is in the journal once, and the screen is left");
	cut_off();
}

/* ---- going on */

static bool
resume(void)
{
	sit_down();
	return session_flow_resume(session.flow, sentence);
}

static void
draft_again(const char *sql)
{
	open_now();
	if (!come_to_card())
		forger_tell(false, "a handover to be cut off");
	cut_off();
	if (sql != NULL)
		forger_sql(folder, "now", sql);
}

static void
going_on(void)
{
	struct store_history history;
	bool good;

	draft_again(NULL);
	good = resume();
	forger_tell(good && going()->at.step == STEP_CARD && strcmp(going()->applicant.surname, "Kişisi") == 0,
		"a handover is gone on with");
	put_in(2, "DENEME B KİŞİSİ");
	forger_tell(going()->at.step == STEP_VERDICT && desk_may_hand_over(&going()->verdict), "his own card is right");
	cut_off();

	/* What was once done: another person's number and name written into the draft. */
	draft_again("UPDATE draft SET text = text || 'national-id=90000010314' || char(10) || 'given-names=Deneme C' || char(10)");
	good = resume();
	forger_tell(!good && going() == NULL && strlen(sentence) > 20, "a draft with another name and number in it is not: %s",
		sentence);
	cut_off();
	draft_again("UPDATE draft SET text = replace(text, 'applicant=2', 'applicant=3')");
	good = resume();
	forger_tell(!good && going() == NULL, "nor one with another application in it");
	good = session_flow_begin(session.flow, 0, sentence);
	forger_tell(good && going() != NULL, "and the next handover begins as ever");
	cut_off();

	/* The register changed while it lay there: what it says now counts. */
	draft_again("UPDATE applicant SET national_id = '90000010999', given_names = 'Yeni', surname = 'Soyad' WHERE id = 2");
	good = resume();
	forger_tell(good && strcmp(going()->applicant.national_id, "90000010999") == 0 &&
			strcmp(going()->applicant.surname, "Soyad") == 0,
		"the person is whom the register names now");
	put_in(2, "DENEME B KİŞİSİ");
	forger_tell(going()->at.step == STEP_VERDICT && !desk_may_hand_over(&going()->verdict),
		"and the card of before is refused");
	cut_off();
	draft_again("UPDATE applicant SET state = 'on-hold' WHERE id = 2");
	good = resume();
	forger_tell(good && going()->at.step == STEP_APPLICANT && !going()->has_applicant &&
			going()->at.notice.message == MSG_FLOW_NOT_OPEN,
		"who was put on hold meanwhile is not handed a card");
	cut_off();
	sit_down();
	forger_tell(store_load_draft(session.app.store, 1, &(struct str){0}, NULL, NULL) == ERR_NOT_FOUND,
		"and is not offered again");
	cut_off();
	draft_again("DELETE FROM draft");
	good = resume();
	forger_tell(!good && going() == NULL, "a draft that is gone is said to be: %s", sentence);
	forger_tell(store_find_history(session.app.store, 2, "", &history, NULL) == OK && !history.application_done,
		"and nothing was handed over by all that");
	cut_off();
}

/* The flow goes on from before the change: the commit asks the register itself. */
static void
changed_before_commit(void)
{
	static const char *const changes[] = {"UPDATE applicant SET national_id = '90000010999' WHERE id = 2",
		"UPDATE applicant SET surname = 'Başkası' WHERE id = 2", "UPDATE applicant SET state = 'on-hold' WHERE id = 2",
		"UPDATE officer SET active = 0", "UPDATE officer SET role = 'administrator'"};
	static const char all_well[] = "UPDATE officer SET failures = 0";

	for (size_t i = 0; i <= ARRAY_LENGTH(changes); i++) {
		const char *sql = i < ARRAY_LENGTH(changes) ? changes[i] : all_well;
		bool good;

		open_now();
		good = come_to_card();
		put_in(2, "DENEME B KİŞİSİ");
		good = good && does(EVENT_ACTION, ACTION_NEXT, 0, NULL) == OK && going()->at.step == STEP_ITEMS;
		(void)does(EVENT_TYPED, 0, FIELD_CARD_SERIAL, "0123 0002");
		(void)does(EVENT_TYPED, 0, FIELD_READER_SERIAL, "OKY-1");
		good = good && does(EVENT_ACTION, ACTION_NEXT, 0, NULL) == OK && does(EVENT_ACTION, ACTION_ARM, 0, NULL) == OK &&
			going()->at.armed;
		forger_sql(folder, "now", sql);
		(void)does(EVENT_ACTION, ACTION_COMMIT, 0, NULL);
		if (sql == all_well)
			forger_tell(good && going()->committed && state_of(2) == APPLICATION_DELIVERED,
				"with nothing changed it is recorded");
		else
			forger_tell(good && !going()->committed && going()->at.step == STEP_SUMMARY &&
					going()->at.notice.message == MSG_FLOW_FAILED && state_of(2) != APPLICATION_DELIVERED,
				"not after %s: %s", sql, going()->at.notice.detail);
		cut_off();
	}
}

/* ---- shipments */

static void
courier(struct session_delivery *delivery, enum courier_event_kind kind, enum courier_action action, enum courier_field field,
	const char *text)
{
	const struct courier_event event = {.kind = kind, .now = clock_now(), .action = action, .field = field, .text = text};

	(void)session_delivery_event(delivery, &event);
}

/* Up to the difference, nothing having been seen in the parcel. */
static void
count_nothing(struct session_delivery *delivery)
{
	session_delivery_begin(delivery);
	courier(delivery, CE_SCAN, 0, 0, "KRG-2");
	courier(delivery, CE_TYPED, 0, CF_FIRM, "Kargo");
	courier(delivery, CE_TYPED, 0, CF_COURIER, "Kurye Kişi");
	courier(delivery, CE_ACTION, CA_PROOF, 0, NULL);
	courier(delivery, CE_ACTION, CA_NEXT, 0, NULL);
	courier(delivery, CE_ACTION, CA_PACKAGING, 0, NULL);
	courier(delivery, CE_ACTION, CA_NEXT, 0, NULL);
	courier(delivery, CE_TYPED, 0, CF_SAID_CARDS, "1");
	courier(delivery, CE_TYPED, 0, CF_SAID_READERS, "-");
	courier(delivery, CE_ACTION, CA_NEXT, 0, NULL);
	courier(delivery, CE_ACTION, CA_NEXT, 0, NULL);
}

static void
commit_count(struct session_delivery *delivery)
{
	courier(delivery, CE_ACTION, CA_ARM, 0, NULL);
	courier(delivery, CE_ACTION, CA_COMMIT, 0, NULL);
}

static void
count_twice(void)
{
	static const struct listener nobody;
	struct officer other = {.login = "ikinci", .name = "İkinci Yetkili", .role = OFFICER_ROLE_OFFICER, .active = true};
	struct session_delivery *second;
	struct login *login;

	open_now();
	forger_sql(folder, "now",
		"INSERT INTO shipment VALUES (2, 'KRG-2', '2026-11-20', 0, 1, 0);"
		"INSERT INTO card (id, shipment_id, applicant_id, card_serial, certificate_serial, place, state) "
		"VALUES (70, 2, 3, 'K-3', '', '', 'expected');"
		"UPDATE applicant SET state = 'in-transit', shipment_id = 2 WHERE id = 3");
	session_delivery_begin(session.delivery);
	courier(session.delivery, CE_SCAN, 0, 0, "KRG-2026-1");
	forger_tell(session_delivery_state(session.delivery)->at.step == COURIER_PARCEL,
		"a received shipment is not opened for counting");
	count_nothing(session.delivery);
	forger_tell(session_delivery_state(session.delivery)->at.step == COURIER_DIFFERENCE, "one desk counts it");
	(void)store_add_officer(session.app.store, &other, "x", &desk_file_officer, NULL);
	login = login_new(&session.app, clock_monotonic_ms);
	login_take(login, &other);
	second = session_delivery_new(&session.app, login, session.agent, session.spool, &nobody);
	session_delivery_begin(second);
	courier(second, CE_SCAN, 0, 0, "KRG-2");
	forger_tell(session_delivery_state(second)->offered >= 0, "another is told who does");
	courier(second, CE_ACTION, CA_TAKE_OVER, 0, NULL);
	forger_tell(session_delivery_state(second)->at.step == COURIER_DIFFERENCE, "and takes it over where it stood");
	commit_count(second);
	forger_tell(session_delivery_state(second)->committed && state_of(3) == APPLICATION_IN_TRANSIT,
		"ends it: the card is missing, its application waits");
	commit_count(session.delivery);
	forger_tell(!session_delivery_state(session.delivery)->committed &&
			session_delivery_state(session.delivery)->at.step == COURIER_PARCEL,
		"the first one is told: %s", session_delivery_state(session.delivery)->at.notice.detail);
	session_delivery_free(&second);
	login_free(&login);
	cut_off();
}

/* ---- papers behind papers */

static void
paper_behind_many(void)
{
	struct store_print rows[32] = {{0}};
	size_t count = 0;
	char sql[300];

	open_now();
	for (int i = 0; i < 20; i++) {
		snprintf(sql, sizeof sql,
			"INSERT INTO print (id, handover_id, title, destination, state, attempts, created, changed, job, fault, document) "
			"VALUES (%d, NULL, 'x', 'x', '%s', 0, 5, 5, '', '', 'x')",
			i + 1, i % 2 == 0 ? "failed" : "sent");
		forger_sql(folder, "now", sql);
	}
	forger_tell(spool_add(session.spool, 1, sentence), "a paper behind twenty that failed or wait for a word");
	store_list_prints(session.app.store, false, 0, rows, ARRAY_LENGTH(rows), &count, NULL);
#ifndef TESLIM_EMULATED /* there posix_spawn cannot know that no program was started */
	forger_tell(count == 21 && rows[20].attempts == 1 && rows[20].state == STORE_PRINT_FAILED && rows[20].fault[0] != '\0',
		"is sent, and when that cannot even be begun, says so: %s", rows[20].fault);
#else
	forger_tell(count == 21 && rows[20].attempts == 1, "is sent: %s", rows[20].fault);
#endif
	cut_off();
}

int
main(void)
{
	char path[256];

	if (!desk_file_folder(folder)) {
		puts("not ok 1 - a folder");
		return 1;
	}
	snprintf(path, sizeof path, "%s/log", folder);
	log_open(path);
	clock_fix(INT64_C(1795500000));
	desk_file_make(folder, "before");
	refusing();
	refuse_on_hold();
	going_on();
	changed_before_commit();
	count_twice();
	paper_behind_many();
	return forger_end(folder);
}
