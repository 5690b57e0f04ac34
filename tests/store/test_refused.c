/*
 * store/test_refused: what the store refuses whatever a session believes: acts of an officer who has been ended meanwhile, a
 * handover that the register contradicts, a shipment counted twice, a draft that this desk did not write. Nothing of it is in
 * the file afterwards.
 */
#include "desk_file.h"
#include "dump.h"
#include "forger.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "teslim/text.h"
#include "teslim/words.h"

static char folder[64];
static struct seal_key *key;
static struct store *store;

static void
open_now(void)
{
	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
}

static void
close_now(void)
{
	store_close(&store);
	seal_key_free(&key);
}

/* A second shipment, still with the courier: three people, 7 to 9. */
static void
add_shipment(void)
{
	struct applicant people[3] = {0};
	struct card cards[3] = {0};
	struct shipment shipment = {.tracking_number = "KRG-2026-2", .dispatched = "2026-11-20", .cards_expected = 3};
	struct err err = {0};

	for (int i = 0; i < 3; i++) {
		snprintf(people[i].national_id, sizeof people[i].national_id, "9000000%04d", i);
		copy_text(people[i].given_names, sizeof people[i].given_names, "İkinci");
		copy_text(people[i].surname, sizeof people[i].surname, "Gönderi");
	}
	if (store_add_applicants(store, people, 3, "liste2.csv", &desk_file_officer, NULL, &err) != OK)
		return;
	for (int i = 0; i < 3; i++)
		cards[i].applicant_id = people[i].id;
	store_add_shipment(store, &shipment, cards, 3, NULL, 0, &desk_file_officer, &err);
}

/* ---- an officer who was ended while he sits here */

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	(void)handover;
	(void)reprint;
	str_add(document, "tutanak");
}

/* The parcel of add_shipment: all its cards but the one of that place, from 0; -1: all of them. */
static enum code
receive(struct store *at, int missing, const struct officer *by, struct err *err)
{
	struct delivery_item items[3] = {
		{.item_id = 7, .applicant_id = 7}, {.item_id = 8, .applicant_id = 8}, {.item_id = 9, .applicant_id = 9}};
	struct delivery delivery = {.shipment_id = 2,
		.tracking_number = "KRG-2026-2",
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.items = items,
		.item_count = (int)ARRAY_LENGTH(items)};

	for (int i = 0; i < 3; i++)
		items[i].seen = i == missing ? SEEN_NOT : SEEN_TYPED;
	return store_receive_delivery(at, &delivery, by, &delivery, err);
}

enum act {
	HAND_OVER,
	REFUSE,
	CONFIRM,
	QUEUE,
	REPRINT,
	TAKE_BACK,
	RECEIVE,
	HOLD,
	IMPORT,
	SHIP,
	SHOW_NUMBER,
	UNLOCK,
	LOGIN,
	FORGET,
	ADD_OFFICER,
	CHANGE_OFFICER,
	PASSWORD,
	ACTS
};

static const char *const act_names[] = {"hands over", "refuses", "confirms paper", "queues paper", "reprints", "takes back",
	"receives a shipment", "puts on hold", "imports", "adds a shipment", "looks at a number", "unlocks", "logs in", "forgets",
	"adds an officer", "changes an officer", "sets a password"};

static enum code
try_act(enum act act, const struct officer *by, struct err *err)
{
	static struct handover draft, stored;
	struct applicant somebody = {.national_id = "10000000146", .given_names = "Yeni", .surname = "Kişi"};
	struct shipment shipment = {.tracking_number = "KRG-3", .dispatched = "2026-11-20"};
	struct officer other = {.login = "yeni", .name = "Yeni", .active = true}, same = desk_file_officer;
	const struct store_refusal refusal = {.applicant_id = 2, .reason = "wrong-data", .hold = "yanlış"};
	const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};
	struct store_printing which;

	switch (act) {
	case HAND_OVER:
		desk_file_draft(&draft, 2);
		return store_commit_handover(store, &draft, by, &stored, err);
	case REFUSE:
		return store_refuse_handover(store, &refusal, by, err);
	case CONFIRM:
		return store_set_paper(store, 1, PAPER_SIGNED, "", by, err);
	case QUEUE:
		return store_queue_paper(store, 1, &wish, by, err);
	case REPRINT:
		return store_reprint(store, 1, by, &which, err);
	case TAKE_BACK:
		return desk_file_take_back(store, 1, by, err);
	case RECEIVE:
		return receive(store, -1, by, err);
	case HOLD:
		return store_move(store, &(struct store_move){.act = MOVE_HOLD, .reason = REASON_NAME_WRONG},
			(struct store_moved[]){{2, APPLICATION_RECEIVED}}, 1, by, NULL, err);
	case IMPORT:
		return store_add_applicants(store, &somebody, 1, "liste.csv", by, NULL, err);
	case SHIP:
		return store_add_shipment(store, &shipment, NULL, 0, NULL, 0, by, err);
	case SHOW_NUMBER:
		return store_log(store, ACT_NATIONAL_ID_SHOWN, by, NULL, 0, NULL, err);
	case UNLOCK:
		return store_login(store, ACT_UNLOCK, by, "pts", err);
	case LOGIN:
		return store_login(store, ACT_LOGIN, by, "pts", err);
	case FORGET:
		return store_forget_person(store, 1, "süresi doldu", by, err);
	case ADD_OFFICER:
		return store_add_officer(store, &other, "x", by, err);
	case CHANGE_OFFICER:
		return store_change_officer(store, &same, by, err);
	case PASSWORD:
		return store_set_password(store, 1, "y", by, err);
	case ACTS:
		break;
	}
	return ERR_INTERNAL;
}

/* One way in which an officer is no longer who logged in. */
static void
ended(const char *words, const char *sql)
{
	struct str before = {0}, after = {0};
	struct err err = {0};
	char sentence[400];
	int refused = 0;
	bool leaves, same;

	open_now();
	forger_sql(folder, "now", sql);
	dump_database(&before, folder, "now");
	for (int act = 0; act < ACTS; act++) {
		enum code code = try_act((enum act)act, &desk_file_officer, &err);
		message_err(sentence, sizeof sentence, &err);
		if (code == ERR_REFUSED && err.message == MSG_STORE_OFFICER_ENDED)
			refused++;
		else
			printf("# %s: %s %s\n", act_names[act], err_code_name(code), sentence);
	}
	dump_database(&after, folder, "now");
	same = strcmp(str_text(&before), str_text(&after)) == 0;
	forger_tell(refused == ACTS && same, "%s: none of %d acts goes through, nothing is written: %s", words, ACTS, sentence);
	leaves = store_log(store, ACT_LOCK, &desk_file_officer, NULL, 0, NULL, &err) == OK &&
		store_log(store, ACT_LOGOUT, &desk_file_officer, NULL, 0, NULL, &err) == OK;
	forger_tell(leaves, "%s: but he can lock and log out", words);
	str_clear(&before);
	str_clear(&after);
	close_now();
}

static void
officers(void)
{
	struct officer stranger = desk_file_officer;
	struct handover draft, stored = {0};
	struct err err = {0};

	int done = 0;

	for (int act = 0; act < ACTS; act++) {
		open_now();
		add_shipment();
		if (try_act((enum act)act, &desk_file_officer, &err) == OK)
			done++;
		else
			printf("# %s: %s %s\n", act_names[act], err_code_name(err.code), err.detail);
		close_now();
	}
	forger_tell(done == ACTS, "an active officer may do all %d", ACTS);
	ended("made inactive", "UPDATE officer SET active = 0");
	ended("another role", "UPDATE officer SET role = 'administrator'");
	ended("another login under his number", "UPDATE officer SET login = 'baska'");
	open_now();
	stranger.id = 99;
	forger_tell(try_act(HAND_OVER, &stranger, &err) == ERR_REFUSED && err.message == MSG_STORE_OFFICER_ENDED,
		"nobody's number hands nothing over");
	forger_sql(folder, "now", "UPDATE officer SET name = 'Yeni Adı', title = 'Müdür'");
	desk_file_draft(&draft, 2);
	forger_tell(store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) == OK &&
			strcmp(stored.officer_name, "Yeni Adı") == 0 && strcmp(stored.officer_title, "Müdür") == 0,
		"the record names the officer as the register has him, not as he logged in");
	close_now();
}

/* ---- a handover that the register contradicts */

static void
contradicted(const char *words, enum message message, void (*change)(struct handover *draft))
{
	struct str before = {0}, after = {0};
	struct handover draft, stored = {0};
	struct err err = {0};
	char sentence[400];
	enum code code;

	open_now();
	desk_file_draft(&draft, 2);
	change(&draft);
	dump_database(&before, folder, "now");
	code = store_commit_handover(store, &draft, &desk_file_officer, &stored, &err);
	dump_database(&after, folder, "now");
	message_err(sentence, sizeof sentence, &err);
	forger_tell(code == ERR_REFUSED && err.message == message && strcmp(str_text(&before), str_text(&after)) == 0, "%s: %s",
		words, sentence);
	str_clear(&before);
	str_clear(&after);
	close_now();
}

/* The flow believed in another person altogether: his number, his name, his card, the first one's application. */
static void
other_person(struct handover *draft)
{
	struct handover other;

	desk_file_draft(&other, 3);
	copy_text(draft->national_id, sizeof draft->national_id, other.national_id);
	copy_text(draft->name, sizeof draft->name, other.name);
	draft->certificate = other.certificate;
}

static void
other_card(struct handover *draft)
{
	struct handover other;

	desk_file_draft(&other, 3);
	draft->certificate = other.certificate;
}

static void
no_number(struct handover *draft)
{
	draft->certificate.national_id[0] = '\0';
}

static void
longer_number(struct handover *draft)
{
	copy_text(draft->certificate.national_id + 11, 2, "0");
}

static void
other_name(struct handover *draft)
{
	copy_text(draft->name, sizeof draft->name, "Deneme B Başkası");
}

static void
other_number(struct handover *draft)
{
	copy_text(draft->national_id, sizeof draft->national_id, "10000000146");
}

static void
other_document(struct handover *draft)
{
	copy_text(draft->identity.national_id, sizeof draft->identity.national_id, "10000000146");
}

static void
register_decides(void)
{
	contradicted("another person's name, number and card", MSG_STORE_CERTIFICATE_OF_OTHER, other_person);
	contradicted("another person's card", MSG_STORE_CERTIFICATE_OF_OTHER, other_card);
	contradicted("a certificate without a number", MSG_STORE_CERTIFICATE_OF_OTHER, no_number);
	contradicted("a certificate whose number begins with the right one", MSG_STORE_CERTIFICATE_OF_OTHER, longer_number);
	contradicted("a verdict given on another name", MSG_STORE_APPLICANT_CHANGED, other_name);
	contradicted("a verdict given on another number", MSG_STORE_APPLICANT_CHANGED, other_number);
	contradicted("another person's identity card", MSG_STORE_DOCUMENT_OF_OTHER, other_document);
}

/* ---- refusals */

static void
refusals(void)
{
	static const struct {
		const char *words;
		enum application_state state;
		bool held;
	} cases[] = {{"received", APPLICATION_RECEIVED, true}, {"with the courier", APPLICATION_IN_TRANSIT, true},
		{"on hold", APPLICATION_ON_HOLD, false}, {"returned", APPLICATION_RETURNED, false}};
	const struct store_refusal refusal = {.applicant_id = 2, .reason = "wrong-data", .note = "soyadı", .hold = "soyadı"};
	char sql[128];

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		struct applicant person = {0};
		struct err err = {0};
		int64_t before = 0, after = 0;
		enum code code;

		open_now();
		snprintf(sql, sizeof sql, "UPDATE applicant SET state = '%s' WHERE id = 2",
			application_state_name(cases[i].state));
		forger_sql(folder, "now", sql);
		store_journal_head(store, &before, NULL, &err);
		code = store_refuse_handover(store, &refusal, &desk_file_officer, &err);
		store_journal_head(store, &after, NULL, &err);
		store_find_applicant(store, 2, &person, &err);
		forger_tell(code == OK && after == before + (cases[i].held ? 2 : 1) &&
				person.state == (cases[i].held ? APPLICATION_ON_HOLD : cases[i].state),
			"wrong data of somebody %s: refused once, %s", cases[i].words,
			cases[i].held ? "put on hold" : "left as it is");
		close_now();
	}
}

/* ---- states in sentences */

/* A person reads what the state is called in his language, never the word that the database has for it. */
static void
states_in_words(void)
{
	for (int language = LANGUAGE_TURKISH; language <= LANGUAGE_ENGLISH; language++) {
		const struct store_moved received = {2, APPLICATION_RECEIVED};
		struct err changed = {0}, not_ready = {0}, open = {0};
		struct handover draft, stored;
		char sentences[3][400];
		const char *expected;

		message_set_language((enum language)language);
		expected = tell(STATE_ON_HOLD);
		open_now();
		desk_file_draft(&draft, 2);
		store_move(store, &(struct store_move){.act = MOVE_HOLD, .reason = REASON_LEFT}, &received, 1, &desk_file_officer,
			NULL, NULL);
		store_move(store, &(struct store_move){.act = MOVE_LOST, .reference = "1"}, &received, 1, &desk_file_officer,
			NULL, &changed);
		store_commit_handover(store, &draft, &desk_file_officer, &stored, &not_ready);
		store_forget_person(store, 2, "", &desk_file_officer, &open);
		message_err(sentences[0], sizeof sentences[0], &changed);
		message_err(sentences[1], sizeof sentences[1], &not_ready);
		message_err(sentences[2], sizeof sentences[2], &open);
		forger_tell(changed.message == MSG_STORE_STATE_CHANGED && not_ready.message == MSG_STORE_NOT_READY &&
				open.message == MSG_STORE_STATE_OPEN,
			"an application on hold is neither moved on, handed over nor forgotten");
		for (size_t i = 0; i < ARRAY_LENGTH(sentences); i++)
			forger_tell(strstr(sentences[i], expected) != NULL && strstr(sentences[i], "on-hold") == NULL, "%s",
				sentences[i]);
		close_now();
	}
	message_set_language(LANGUAGE_TURKISH);
}

/* ---- a shipment counted twice */

/* Two desks finish the same count; each has seen all cards but its own last one. */
static int
count_at_desk(int desk, int go)
{
	struct seal_key *own_key;
	struct store *own = desk_file_open(folder, "now", &own_key);
	struct err err = {0};
	char byte;
	enum code code;

	if (read(go, &byte, 1) < 0)
		return 9;
	code = receive(own, 2 - desk, &desk_file_officer, &err);
	store_close(&own);
	seal_key_free(&own_key);
	return code == OK ? 0 : code == ERR_REFUSED && err.message == MSG_STORE_SHIPMENT_RECEIVED ? 1 : 2;
}

static void
shipments(void)
{
	struct delivery again = {
		.shipment_id = 1, .tracking_number = "KRG-2026-1", .packaging = PACKAGING_WHOLE, .courier_shown = SHOWN_NOT};
	struct str before = {0}, after = {0};
	struct err err = {0};
	char sentence[400];
	int ends[2], status[2] = {0};
	int64_t missing = 0;
	pid_t pids[2];
	enum code code;

	open_now();
	dump_database(&before, folder, "now");
	code = store_receive_delivery(store, &again, &desk_file_officer, &again, &err);
	dump_database(&after, folder, "now");
	message_err(sentence, sizeof sentence, &err);
	forger_tell(code == ERR_REFUSED && strcmp(str_text(&before), str_text(&after)) == 0,
		"a received shipment is not counted again: %s", sentence);
	add_shipment();
	close_now();
	fflush(stdout);
	if (pipe(ends) != 0)
		return;
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(count_at_desk(i, ends[0]));
	}
	if (write(ends[1], "go", 2) != 2)
		return;
	for (int i = 0; i < 2; i++)
		waitpid(pids[i], &status[i], 0);
	forger_tell(WEXITSTATUS(status[0]) + WEXITSTATUS(status[1]) == 1,
		"two desks finish the same count: one does, the other is told (%d, %d)", WEXITSTATUS(status[0]),
		WEXITSTATUS(status[1]));
	store = desk_file_open(folder, "now", &key);
	code = store_count_missing(store, &missing, &err);
	forger_tell(code == OK && missing == 1, "and one card is missing, not two");
	close_now();
	str_clear(&before);
	str_clear(&after);
}

/* ---- drafts */

static void
forged_draft(const char *words, const char *sql)
{
	struct str draft = {0};
	struct err err = {0};
	char sentence[400] = "";
	enum code code;

	open_now();
	store_save_draft(store, 1, "draft=1\napplicant=2\n", &err);
	forger_sql(folder, "now", "INSERT INTO officer VALUES (2, 'baska', 'B', '', 'officer', 1, 'x', 0, 0, '')");
	forger_sql(folder, "now", sql);
	code = store_load_draft(store, strstr(sql, "officer_id") != NULL ? 2 : 1, &draft, NULL, &err);
	message_err(sentence, sizeof sentence, &err);
	forger_tell(code == ERR_CORRUPT && draft.length == 0, "%s: %s", words, sentence);
	forger_tell(store_drop_draft(store, 1, &err) == OK && store_save_draft(store, 1, "draft=1\n", &err) == OK &&
			store_load_draft(store, 1, &draft, NULL, &err) == OK && strcmp(str_text(&draft), "draft=1\n") == 0,
		"and the next one is sound");
	str_clear(&draft);
	close_now();
}

static void
drafts(void)
{
	forged_draft("a draft with another application in it",
		"UPDATE draft SET text = replace(text, 'applicant=2', 'applicant=3')");
	forged_draft("a draft without its signature", "UPDATE draft SET sig = x''");
	forged_draft("a draft of another time", "UPDATE draft SET saved = saved + 1");
	forged_draft("another officer's draft", "UPDATE draft SET officer_id = 2");
	forged_draft("a draft with more behind a NUL", "UPDATE draft SET text = text || char(0) || 'applicant=3'");
}

/* ---- files that everybody may touch */

static void
open_to_all(void)
{
	static const mode_t modes[] = {0666, 0604, 0602};
	char path[256], sentence[400];

	desk_file_copy(folder, "before", "now");
	desk_file_path(path, folder, "now");
	key = desk_file_key(folder);
	for (size_t i = 0; i < ARRAY_LENGTH(modes); i++) {
		struct err err = {0};
		enum code code;

		chmod(path, modes[i]);
		code = store_open(&store, path, key, &err);
		message_err(sentence, sizeof sentence, &err);
		forger_tell(code == ERR_PERMISSION && err.message == MSG_STORE_OPEN_TO_ALL, "a database of mode %o: %s",
			(unsigned)modes[i], sentence);
		store_close(&store);
	}
	chmod(path, 0660);
	forger_tell(store_open(&store, path, key, NULL) == OK, "its group may be let in");
	close_now();
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
	officers();
	register_decides();
	refusals();
	states_in_words();
	shipments();
	drafts();
	open_to_all();
	return forger_end(folder);
}
