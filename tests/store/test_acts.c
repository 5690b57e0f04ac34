/*
 * store/test_acts: every act of an officer is one write. Wherever the process dies in it and whatever the disk answers, all of it
 * is in the file or nothing: the whole of the file is compared with what it was before and with what the act makes of it.
 * The handover itself is in test_killed.
 */
#include "desk_file.h"
#include "dump.h"
#include "faulty_disk.h"
#include "forger.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "teslim/text.h"

enum { ROUNDS_MAX = 400 };

/* A fork under sanitizers, or in an emulator, costs a hundred times as much. */
#if defined TESLIM_SANITIZED || defined TESLIM_EMULATED
enum { SPARSE = 5 };
#else
enum { SPARSE = 1 };
#endif

static char folder[64];

/* ---- the acts, each on a copy of a desk where it can be done */

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "tutanak %s %d", handover->record_number, reprint);
}

static const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};

static enum code
refuse_and_hold(struct store *store, struct err *err)
{
	const struct store_refusal refusal = {
		.applicant_id = 2, .reason = "wrong-data", .note = "soyadı yanlış", .hold = "soyadı yanlış"};

	return store_refuse_handover(store, &refusal, &desk_file_officer, err);
}

static enum code
confirm_paper(struct store *store, struct err *err)
{
	return store_set_paper(store, 1, PAPER_CONFIRMED, "", &desk_file_officer, err);
}

static enum code
queue_first(struct store *store, struct err *err)
{
	return store_queue_paper(store, 1, &wish, &desk_file_officer, err);
}

static enum code
take_next(struct store *store, struct err *err)
{
	struct store_print print;
	struct str document = {0};
	enum code code = store_next_print(store, &print, &document, err);

	str_clear(&document);
	return code;
}

static enum code
end_print(struct store *store, const char *fault, struct err *err)
{
	struct store_print print = {.id = 1, .handover_id = 1, .attempts = 1, .job = "printer-17"};

	copy_text(print.fault, sizeof print.fault, fault);
	return store_end_print(store, &print, &desk_file_officer, err);
}

static enum code
end_good(struct store *store, struct err *err)
{
	return end_print(store, "", err);
}

static enum code
end_bad(struct store *store, struct err *err)
{
	return end_print(store, "Yazıcıda kâğıt yok.", err);
}

/* A parcel with everything that can be wrong with one: read, scanned, missing, damaged, of another shipment, of nobody. */
static enum code
receive_parcel(struct store *store, struct err *err)
{
	struct delivery_item items[] = {
		{.kind = ITEM_CARD,
			.seen = SEEN_READ,
			.item_id = 7,
			.applicant_id = 7,
			.certificate = "aa",
			.certificate_serial = "01",
			.place = "A-01"},
		{.kind = ITEM_CARD,
			.seen = SEEN_TYPED,
			.item_id = 8,
			.applicant_id = 8,
			.condition = CONDITION_DAMAGED,
			.note = "köşesi kırık"},
		{.kind = ITEM_CARD, .seen = SEEN_NOT, .item_id = 9, .applicant_id = 9},
		{.kind = ITEM_CARD, .seen = SEEN_SCANNED, .origin = ORIGIN_UNEXPECTED, .serial = "YABANCI 1", .name = "Kim Bilir"},
		{.kind = ITEM_READER, .seen = SEEN_SCANNED, .origin = ORIGIN_UNEXPECTED, .serial = "OKY-9", .place = "B-01"},
	};
	struct delivery delivery = {.shipment_id = 2,
		.tracking_number = "KRG-2026-2",
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_NOT,
		.courier_name = "Kurye Kişi",
		.items = items,
		.item_count = (int)ARRAY_LENGTH(items)};

	return store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, err);
}

static enum code
refuse_parcel(struct store *store, struct err *err)
{
	struct delivery delivery = {.outcome = DELIVERY_REFUSED,
		.tracking_number = "KRG-2026-9",
		.dispatched = "2026-11-20",
		.packaging = PACKAGING_TORN,
		.courier_shown = SHOWN_BADGE,
		.packaging_note = "yarısı açık"};

	return store_receive_delivery(store, &delivery, &desk_file_officer, &delivery, err);
}

static enum code
save_count(struct store *store, struct err *err)
{
	return store_save_delivery_draft(store, 1, "KRG-2026-2", "courier=1\n", err);
}

static enum code
take_count(struct store *store, struct err *err)
{
	struct str words = {0};
	enum code code = store_take_delivery_draft(store, 1, "KRG-2026-2", false, &words, err);

	str_clear(&words);
	return code;
}

/* A list with a new person, a new name for one who is known, and a new unit for another. */
static enum code
take_list(struct store *store, struct err *err)
{
	struct applicant added = {.national_id = "90000000999", .given_names = "Yeni", .surname = "Kişi"};
	struct store_change changed[2] = {0};
	const struct store_intake intake = {
		.file = "düzeltme.csv", .added = &added, .added_count = 1, .changed = changed, .changed_count = 2};
	enum code code = store_find_applicant(store, 2, &changed[0].before, err);

	if (code == OK)
		code = store_find_applicant(store, 3, &changed[1].before, err);
	changed[0].after = changed[0].before;
	changed[1].after = changed[1].before;
	copy_text(changed[0].after.surname, NAME_TEXT, "Yenisoyad");
	copy_text(changed[1].after.unit, FIELD_TEXT, "Acil Servis");
	return code == OK ? store_take_list(store, &intake, &desk_file_officer, NULL, err) : code;
}

static enum code
hold(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_HOLD, .reason = REASON_NAME_WRONG, .note = "bekliyor"};

	return store_move(store, &move, (struct store_moved[]){{2, APPLICATION_RECEIVED}}, 1, &desk_file_officer, NULL, err);
}

/* Several at once: all of them, or none. */
static const struct store_moved some[] = {{2, APPLICATION_RECEIVED}, {3, APPLICATION_RECEIVED}, {4, APPLICATION_RECEIVED}};

static enum code
set_aside(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_RETURN, .reason = REASON_LEFT};

	return store_move(store, &move, some, ARRAY_LENGTH(some), &desk_file_officer, NULL, err);
}

static enum code
post(struct store *store, struct err *err)
{
	static const struct store_moved pending[] = {{2, APPLICATION_RETURN_PENDING}, {3, APPLICATION_RETURN_PENDING}};
	const struct store_move move = {.act = MOVE_POSTED, .reference = "PTT 17", .date = "2026-11-24"};

	return store_move(store, &move, pending, ARRAY_LENGTH(pending), &desk_file_officer, NULL, err);
}

static enum code
lose(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_LOST, .reference = "2026/12", .note = "çekmecede yok"};

	return store_move(store, &move, some, ARRAY_LENGTH(some), &desk_file_officer, NULL, err);
}

static enum code
find_again(struct store *store, struct err *err)
{
	static const struct store_moved lost[] = {{3, APPLICATION_LOST}, {4, APPLICATION_LOST}};
	const struct store_move move = {.act = MOVE_FOUND, .place = "A-9", .note = "dolabın arkasında"};

	return store_move(store, &move, lost, ARRAY_LENGTH(lost), &desk_file_officer, NULL, err);
}

static enum code
cancel(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_CANCEL, .reason = REASON_OTHER, .note = "vazgeçti"};

	return store_move(store, &move, some, ARRAY_LENGTH(some), &desk_file_officer, NULL, err);
}

/* Readers and cards of nobody have moves and a note of their own. */
static enum code
post_items(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_POSTED, .reference = "PTT 18", .date = "2026-11-24", .paper = &wish};
	const struct store_item items[] = {
		{.kind = ITEM_READER, .id = 1, .state = CARD_IN_STOCK}, {.kind = ITEM_CARD, .id = 10, .state = CARD_IN_STOCK}};

	return store_move_items(store, &move, items, ARRAY_LENGTH(items), &desk_file_officer, NULL, err);
}

static enum code
lose_items(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_LOST, .reference = "2026/13"};
	const struct store_item items[] = {
		{.kind = ITEM_CARD, .id = 10, .state = CARD_IN_STOCK}, {.kind = ITEM_READER, .id = 1, .state = CARD_IN_STOCK}};

	return store_move_items(store, &move, items, ARRAY_LENGTH(items), &desk_file_officer, NULL, err);
}

static enum code
set_aside_on_paper(struct store *store, struct err *err)
{
	const struct store_move move = {.act = MOVE_RETURN, .reason = REASON_OTHER, .note = "kurumdan ayrıldı", .paper = &wish};

	return store_move(store, &move, some, ARRAY_LENGTH(some), &desk_file_officer, NULL, err);
}

/* ---- a person's reader */

static enum code
reader_act(struct store *store, enum record_act act, const char *out, const char *back, struct err *err)
{
	struct record_row rows[2] = {0};
	struct item_record draft = {.act = act, .applicant_id = 3, .shown = IDENTITY_CARD, .note = "kablosu kopuk", .rows = rows};

	if (out != NULL) {
		rows[0] = (struct record_row){.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_SCANNED};
		copy_text(rows[draft.row_count++].serial, SERIAL_TEXT, out);
	}
	if (back != NULL) {
		struct record_row *row = &rows[draft.row_count++];

		*row = (struct record_row){.kind = ITEM_READER, .way = WAY_BACK, .seen = SEEN_TYPED, .state = BACK_DAMAGED};
		copy_text(row->serial, SERIAL_TEXT, back);
	}
	return store_record_reader(store, &draft, &wish, &desk_file_officer, NULL, err);
}

static enum code
give_reader(struct store *store, struct err *err)
{
	return reader_act(store, RECORD_GIVE, "OKY-9", NULL, err);
}

static enum code
exchange_reader(struct store *store, struct err *err)
{
	return reader_act(store, RECORD_EXCHANGE, "OKY-YENİ", "OKY-9", err);
}

static enum code
take_reader(struct store *store, struct err *err)
{
	return reader_act(store, RECORD_TAKE_BACK, NULL, "OKY-9", err);
}

static enum code
newest_record(struct store *store, int64_t *seq, struct err *err)
{
	size_t count = 0;

	return store_list_item_records(store, 3, seq, 1, &count, err);
}

static enum code
sign_record(struct store *store, struct err *err)
{
	int64_t seq = 0;
	enum code code = newest_record(store, &seq, err);

	return code == OK ? store_set_entry_paper(store, seq, PAPER_SIGNED, &desk_file_officer, err) : code;
}

static enum code
print_record(struct store *store, struct err *err)
{
	int64_t seq = 0;
	int again;
	enum code code = newest_record(store, &seq, err);

	return code == OK ? store_reprint_entry(store, seq, &desk_file_officer, &again, err) : code;
}

static enum code
take_back(struct store *store, struct err *err)
{
	return desk_file_take_back(store, 1, &desk_file_officer, err);
}

static enum code
take_back_on_paper(struct store *store, struct err *err)
{
	const struct store_correction correction = {1, true, APPLICATION_RECEIVED, "yanlış kişi", NULL, NULL};

	return store_correct_handover(store, &correction, &wish, &desk_file_officer, NULL, err);
}

static enum code
correct_words(struct store *store, struct err *err)
{
	const struct store_correction correction = {1, false, APPLICATION_RECEIVED, "yanlış yazılmış", "OKY-1", "OKY-2"};

	return store_correct_handover(store, &correction, &wish, &desk_file_officer, NULL, err);
}

static enum code
newest_correction(struct store *store, int64_t *seq, struct err *err)
{
	struct correction one = {0};
	size_t count = 0;
	enum code code = store_list_corrections(store, 1, &one, 1, &count, err);

	*seq = one.seq;
	return code;
}

static enum code
print_correction(struct store *store, struct err *err)
{
	int64_t seq = 0;
	enum code code = newest_correction(store, &seq, err);

	return code == OK ? store_queue_entry(store, seq, &wish, &desk_file_officer, err) : code;
}

static enum code
sign_correction(struct store *store, struct err *err)
{
	int64_t seq = 0;
	enum code code = newest_correction(store, &seq, err);

	return code == OK ? store_set_entry_paper(store, seq, PAPER_SIGNED, &desk_file_officer, err) : code;
}

static enum code
reprint(struct store *store, struct err *err)
{
	struct store_printing which;

	return store_reprint(store, 1, &desk_file_officer, &which, err);
}

static enum code
sign_paper(struct store *store, struct err *err)
{
	return store_set_paper(store, 1, PAPER_SIGNED, "", &desk_file_officer, err);
}

static enum code
fail_known(struct store *store, struct err *err)
{
	return store_login_failed(store, "demo", "/dev/tty1", err);
}

static enum code
fail_unknown(struct store *store, struct err *err)
{
	return store_login_failed(store, "yok", "/dev/tty1", err);
}

static enum code
log_in(struct store *store, struct err *err)
{
	return store_login(store, ACT_LOGIN, &desk_file_officer, "/dev/tty1", err);
}

static enum code
end_officer(struct store *store, struct err *err)
{
	struct officer officer = desk_file_officer;

	officer.active = false;
	return store_change_officer(store, &officer, NULL, err);
}

static enum code
new_password(struct store *store, struct err *err)
{
	return store_set_password(store, 1, "y", &desk_file_officer, err);
}

static enum code
save_draft(struct store *store, struct err *err)
{
	return store_save_draft(store, 1, "draft=1\n", err);
}

static enum code
drop_draft(struct store *store, struct err *err)
{
	return store_drop_draft(store, 1, err);
}

/* What has happened at the desk before. */
static enum code
queue_and_take(struct store *store, struct err *err)
{
	enum code code = queue_first(store, err);

	return code == OK ? take_next(store, err) : code;
}

static enum code
queue_take_end(struct store *store, struct err *err)
{
	enum code code = queue_and_take(store, err);

	return code == OK ? end_good(store, err) : code;
}

static enum code
fail_six_times(struct store *store, struct err *err)
{
	enum code code = OK;

	for (int i = 0; code == OK && i < 7; i++)
		code = i % 2 == 0 ? fail_unknown(store, err) : fail_known(store, err);
	return code;
}

static enum code
second_shipment(struct store *store, struct err *err)
{
	struct applicant people[3] = {0};
	struct card cards[3] = {0};
	struct shipment shipment = {.tracking_number = "KRG-2026-2", .dispatched = "2026-11-20", .cards_expected = 3};
	enum code code;

	for (int i = 0; i < 3; i++) {
		snprintf(people[i].national_id, sizeof people[i].national_id, "9000000%04d", i);
		copy_text(people[i].given_names, sizeof people[i].given_names, "İkinci");
		copy_text(people[i].surname, sizeof people[i].surname, "Gönderi");
	}
	code = store_add_applicants(store, people, 3, "liste2.csv", &desk_file_officer, NULL, err);
	for (int i = 0; i < 3; i++)
		cards[i].applicant_id = people[i].id;
	return code == OK ? store_add_shipment(store, &shipment, cards, 3, NULL, 0, &desk_file_officer, err) : code;
}

static enum code
parcel_received(struct store *store, struct err *err)
{
	enum code code = second_shipment(store, err);

	return code == OK ? receive_parcel(store, err) : code;
}

static enum code
reader_given(struct store *store, struct err *err)
{
	enum code code = parcel_received(store, err);

	return code == OK ? give_reader(store, err) : code;
}

/* Taking one's own changes only when it was touched, which the fixed clock of this test does not show. */
static bool
takes_own_count(void)
{
	struct seal_key *key;
	struct store *store;
	struct err err = {0};
	bool good;

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	good = save_count(store, &err) == OK && take_count(store, &err) == OK;
	store_close(&store);
	seal_key_free(&key);
	return good;
}

static const struct act {
	const char *name;
	enum code (*before)(struct store *store, struct err *err);
	enum code (*run)(struct store *store, struct err *err);
} acts[] = {
	{"a refusal that puts on hold", NULL, refuse_and_hold},
	{"a record's paper into the queue", NULL, queue_first},
	{"a copy into the queue", queue_take_end, queue_first},
	{"the next print", queue_first, take_next},
	{"the printer has it", queue_and_take, end_good},
	{"the printer has it not", queue_and_take, end_bad},
	{"paper came out, and ends its rows in the queue", queue_take_end, confirm_paper},
	{"a parcel received, with all that can be wrong with one", second_shipment, receive_parcel},
	{"a parcel refused that nobody announced", NULL, refuse_parcel},
	{"a count saved", NULL, save_count},
	{"a list with known people in it", NULL, take_list},
	{"on hold", NULL, hold},
	{"three cards set aside to be returned", NULL, set_aside},
	{"two returns posted", set_aside, post},
	{"three cards lost", NULL, lose},
	{"two cards found again", lose, find_again},
	{"three applications cancelled", NULL, cancel},
	{"three cards set aside, with their dispatch note on paper", NULL, set_aside_on_paper},
	{"a reader and a card of nobody posted, with their note", parcel_received, post_items},
	{"a reader and a card of nobody lost", parcel_received, lose_items},
	{"a reader given, with its paper", parcel_received, give_reader},
	{"a reader exchanged, with its paper", reader_given, exchange_reader},
	{"a reader taken back, with its paper", reader_given, take_reader},
	{"a reader's paper signed", reader_given, sign_record},
	{"a reader's paper printed by the shell", reader_given, print_record},
	{"a handover taken back", NULL, take_back},
	{"a handover taken back, with its paper", queue_take_end, take_back_on_paper},
	{"a record corrected, with its paper", NULL, correct_words},
	{"the paper of a correction asked for", take_back, print_correction},
	{"the paper of a correction signed", take_back_on_paper, sign_correction},
	{"the original printed once more", NULL, reprint},
	{"a copy", sign_paper, reprint},
	{"the original asked for again", queue_take_end, queue_first},
	{"a failed login", NULL, fail_known},
	{"a failed login of nobody", NULL, fail_unknown},
	{"a login after failures", fail_six_times, log_in},
	{"an officer ended", NULL, end_officer},
	{"a new password", NULL, new_password},
	{"a draft", NULL, save_draft},
	{"a draft dropped", save_draft, drop_draft},
};

/* ---- trying them */

static enum code
run_on(const struct act *act, const char *name, struct err *err)
{
	struct seal_key *key;
	struct store *store;
	enum code code;

	disk_pause(true);
	store = desk_file_open(folder, name, &key);
	disk_pause(false);
	code = act->run(store, err);
	store_close(&store);
	seal_key_free(&key);
	return code;
}

static bool
prepare(const struct act *act)
{
	struct seal_key *key;
	struct store *store;
	struct err err = {0};
	bool good = true;

	desk_file_copy(folder, "before", "ready");
	store = desk_file_open(folder, "ready", &key);
	if (act->before != NULL)
		good = act->before(store, &err) == OK;
	store_close(&store);
	seal_key_free(&key);
	if (!good)
		printf("# before %s: %s %s\n", act->name, err_code_name(err.code), err.detail);
	return good;
}

/* The answer of the child: 0 done, 1 refused with a sentence, 2 without, 3 done before the fault came, DISK_EXIT killed. */
static int
run_child(const struct act *act, enum disk_fault fault, int round)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		char sentence[400] = "";
		struct err err = {0};
		enum code code;

		disk_install();
		disk_fail(fault, round);
		code = run_on(act, "now", &err);
		if (code != OK)
			message_err(sentence, sizeof sentence, &err);
		_exit(code == OK ? (disk_struck() ? 0 : 3) : strlen(sentence) > 30 ? 1 : 2);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

enum sight { SIGHT_BEFORE, SIGHT_AFTER, SIGHT_HALF };

/* The first line that is not in the other. */
static const char *
difference(char *now, const char *other)
{
	for (char *line = now, *end; *line != '\0'; line = end + 1) {
		end = line + strcspn(line, "\n");
		*end = '\0';
		if (strstr(other, line) == NULL)
			return line;
	}
	return "nothing more";
}

static enum sight
look(const struct str *before, const struct str *after)
{
	struct str now = {0};
	char sentence[400];
	enum sight sight = SIGHT_HALF;

	if (forger_verify(folder, "now", true, NULL, sentence, NULL) == 1 && dump_database(&now, folder, "now"))
		sight = strcmp(str_text(&now), str_text(before)) == 0  ? SIGHT_BEFORE
			: strcmp(str_text(&now), str_text(after)) == 0 ? SIGHT_AFTER
								       : SIGHT_HALF;
	if (sight == SIGHT_HALF)
		printf("# %s: %s\n", sentence, difference(now.data, str_text(after)));
	str_clear(&now);
	return sight;
}

/* How many operations there were; 0 when something did not hold. */
static int
try_everywhere(const struct act *act, enum disk_fault fault, const struct str *before, const struct str *after)
{
	int stride = (fault == DISK_KILLED || fault == DISK_SYNC_FAILS ? 1 : 2) * SPARSE;
	int rounds = 0;

	for (int round = 1; round < ROUNDS_MAX; round += stride) {
		enum sight sight;
		int answer;

		desk_file_copy(folder, "ready", "now");
		answer = run_child(act, fault, round);
		sight = look(before, after);
		if (sight == SIGHT_HALF || (answer != DISK_EXIT && (answer < 0 || answer == 2)) ||
			((answer == 0 || answer == 3) && sight != SIGHT_AFTER) || (answer == 1 && sight != SIGHT_BEFORE)) {
			printf("# %s, %s at operation %d: answered %d, %s\n", act->name, disk_fault_name(fault), round, answer,
				sight == SIGHT_BEFORE          ? "as before"
					: sight == SIGHT_AFTER ? "all done"
							       : "half done");
			return 0;
		}
		if (answer == 3)
			return rounds;
		rounds++;
	}
	return 0;
}

static void
try_act(const struct act *act)
{
	struct str before = {0}, after = {0};
	struct err err = {0};
	bool good = prepare(act) && dump_database(&before, folder, "ready");

	desk_file_copy(folder, "ready", "now");
	good = good && run_on(act, "now", &err) == OK && dump_database(&after, folder, "now") &&
		strcmp(str_text(&before), str_text(&after)) != 0;
	forger_tell(good, "%s is done %s", act->name, err.detail);
	for (int fault = DISK_KILLED; good && fault <= DISK_UNREADABLE; fault++) {
		int rounds;

		if (fault == DISK_FULL_ONCE || fault == DISK_BROKEN) /* a disk that is full stays so, a hiccup passes */
			continue;
		rounds = try_everywhere(act, (enum disk_fault)fault, &before, &after);
		forger_tell(rounds >= 1, "%s, %s at each of %d operations: all of it or nothing", act->name,
			disk_fault_name((enum disk_fault)fault), rounds);
	}
	str_clear(&before);
	str_clear(&after);
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
	for (size_t i = 0; i < ARRAY_LENGTH(acts); i++)
		try_act(&acts[i]);
	forger_tell(takes_own_count(), "a count goes on with the draft that was saved");
	return forger_end(folder);
}
