/*
 * tests/store/test_correction: a recorded handover is taken back, or its record corrected: who may, what it leaves, and what
 * becomes of its paper. After each the journal is whole.
 */
#include "desk_file.h"
#include "forger.h"

#include "teslim/text.h"

#include <stdio.h>
#include <string.h>

static char folder[64];
static struct store *store;
static struct seal_key *key;
static struct officer other = {
	.login = "ikinci", .name = "İkinci Görevli", .title = "Memur", .role = OFFICER_ROLE_OFFICER, .active = true};

static void
write_paper(void *context, const struct handover *handover, int reprint, struct str *document)
{
	(void)context;
	str_printf(document, "tutanak %s %d", handover->record_number, reprint);
}

static const struct store_paper_wish wish = {.destination = "pdf", .write = write_paper, .write_entry = desk_file_write_entry};

static void
begin(void)
{
	struct err err = {0};

	desk_file_copy(folder, "before", "now");
	store = desk_file_open(folder, "now", &key);
	if (store_add_officer(store, &other, "x", &desk_file_officer, &err) != OK)
		printf("# %s\n", err.detail);
}

static bool
is_whole(void)
{
	struct store_check check = {0};

	return store_verify(store, true, NULL, &check, NULL, NULL, NULL) == OK && check.whole;
}

static void
end(const char *what)
{
	forger_tell(is_whole(), "%s: the journal is whole", what);
	store_close(&store);
	seal_key_free(&key);
}

static enum code
take_back(const struct officer *officer, struct correction *stored, struct err *err)
{
	const struct store_correction wanted = {1, true, APPLICATION_RECEIVED, "kart başkasına verildi", NULL, NULL};

	return store_correct_handover(store, &wanted, &wish, officer, stored, err);
}

/* The one print that waits. */
static bool
waits(const char *document, struct store_print *print)
{
	struct str text = {0};
	bool good = store_next_print(store, print, &text, NULL) == OK && strcmp(str_text(&text), document) == 0;

	if (!good)
		printf("# waits: %s\n", str_text(&text));
	str_clear(&text);
	return good;
}

static void
the_officer_takes_it_back(void)
{
	struct applicant applicant = {0};
	struct card card = {0};
	struct correction stored = {0};
	struct store_print print;
	struct store_paper paper;
	struct handover record;
	struct err err = {0};

	begin();
	forger_tell(store_queue_paper(store, 1, &wish, &desk_file_officer, &err) == OK &&
			take_back(&desk_file_officer, &stored, &err) == OK,
		"before the signatures who handed over takes it back, while its paper waits for the printer");
	forger_tell(store_find_applicant(store, 1, &applicant, &err) == OK && applicant.state == APPLICATION_RECEIVED &&
			store_find_card(store, 1, &card, &err) == OK && card.state == CARD_IN_STOCK,
		"application and card are back");
	forger_tell(store_find_record(store, "2026/A-0001", &record, &err) == OK &&
			store_find_paper(store, 1, &paper, NULL) == ERR_NOT_FOUND,
		"the record keeps its number, and nothing is in force");
	forger_tell(strcmp(stored.record_number, "2026/A-0001") == 0 && strcmp(stored.reason, "kart başkasına verildi") == 0 &&
			stored.takes_back && stored.paper == PAPER_WAITING && stored.officer_name[0] != '\0' &&
			strlen(stored.journal_signature) == 128,
		"the correction says what, why and who, and has a signed entry");
	forger_tell(waits("düzeltme 2026/A-0001 1", &print) && print.entry_seq == stored.seq && print.handover_id == 0,
		"its strip is what waits for the printer, and the record's paper no longer does");
	forger_tell(store_end_print(store, &print, &desk_file_officer, &err) == OK &&
			store_find_correction(store, stored.seq, &stored, &err) == OK && stored.paper == PAPER_SENT,
		"the printer has it");
	forger_tell(store_set_paper(store, 1, PAPER_SIGNED, "", &desk_file_officer, &err) == ERR_REFUSED &&
			err.message == MSG_STORE_PAPER_VOID,
		"the void paper is not taken in as signed");
	forger_tell(take_back(&desk_file_officer, NULL, &err) == ERR_REFUSED && err.message == MSG_STORE_TAKEN_BACK, "once only");
	end("taken back");
}

static void
the_strip_is_signed(void)
{
	struct correction stored = {0};
	struct store_print print;
	struct err err = {0};

	begin();
	(void)take_back(&desk_file_officer, &stored, &err);
	forger_tell(store_set_entry_paper(store, stored.seq, PAPER_CONFIRMED, &desk_file_officer, &err) == ERR_REFUSED,
		"a strip that was not sent did not come out");
	(void)(waits("düzeltme 2026/A-0001 1", &print) && store_end_print(store, &print, &desk_file_officer, &err) == OK);
	forger_tell(store_queue_entry(store, stored.seq, &wish, &desk_file_officer, &err) == OK &&
			waits("düzeltme 2026/A-0001 2", &print),
		"printed again it is the same paper, with its count");
	(void)store_end_print(store, &print, &desk_file_officer, &err);
	forger_tell(store_set_entry_paper(store, stored.seq, PAPER_SIGNED, &desk_file_officer, &err) == OK &&
			store_find_correction(store, stored.seq, &stored, &err) == OK && stored.paper == PAPER_SIGNED &&
			stored.prints == 2,
		"and signed");
	forger_tell(store_set_entry_paper(store, stored.seq, PAPER_SIGNED, &desk_file_officer, &err) == ERR_REFUSED, "once only");
	end("its strip signed");
	forger_tell(forger_sql_unguarded(folder, "now", "UPDATE entry_paper SET state = 'sent'"),
		"a signed strip that is made unsigned");
	store = desk_file_open(folder, "now", &key);
	forger_tell(!is_whole(), "is found out");
	store_close(&store);
	seal_key_free(&key);
}

static void
who_may(void)
{
	struct officer administrator = {.login = "yonetici", .name = "Y", .role = OFFICER_ROLE_ADMINISTRATOR, .active = true};
	struct err err = {0};

	begin();
	forger_tell(store_correct_handover(store, &(struct store_correction){1, true, APPLICATION_RETURNED, "yanlış", NULL, NULL},
			    NULL, &desk_file_officer, NULL, &err) == ERR_REFUSED,
		"nobody takes it back to where the table of moves does not lead");
	forger_tell(take_back(&other, NULL, &err) == ERR_REFUSED && err.message == MSG_STORE_TAKE_BACK_OWN,
		"another officer does not take it back");
	forger_tell(store_add_officer(store, &administrator, "x", &desk_file_officer, &err) == OK &&
			take_back(&administrator, NULL, &err) == OK,
		"an administrator does, when the one who handed over is away");
	end("taken back by an administrator");
}

static void
signed_is_corrected(void)
{
	const struct store_correction words = {1, false, APPLICATION_RECEIVED, "yanlış yazılmış", "OKY-1", "OKY-2"};
	struct correction stored = {0}, list[3];
	struct store_paper paper;
	struct err err = {0};
	size_t count = 0;

	begin();
	(void)store_set_paper(store, 1, PAPER_SIGNED, "", &desk_file_officer, &err);
	forger_tell(store_correct_handover(store, &words, &wish, &other, &stored, &err) == OK && !stored.takes_back &&
			strcmp(stored.was, "OKY-1") == 0 && strcmp(stored.right, "OKY-2") == 0,
		"a signed record is corrected by whoever works here");
	forger_tell(store_find_paper(store, 1, &paper, &err) == OK && paper.paper == PAPER_SIGNED, "it stays in force and signed");
	forger_tell(take_back(&other, &stored, &err) == OK && store_list_corrections(store, 1, list, 3, &count, &err) == OK &&
			count == 2 && list[0].seq == stored.seq && !list[1].takes_back,
		"and when the card came back it is taken back; the newest is listed first");
	end("corrected after the signatures");
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
	desk_file_make(folder, "before");
	the_officer_takes_it_back();
	the_strip_is_signed();
	who_may();
	signed_is_corrected();
	return forger_end(folder);
}
