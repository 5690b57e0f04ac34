/*
 * make_journal DIR: a desk with a journal of some length: DIR/desk.db, DIR/desk.key; three days, four handovers, one with
 * findings, one taken back, one signed for; a person forgotten, checkpoints.
 */
#include "desk_file.h"

#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	struct seal_key *key;
	struct store *store;
	struct handover draft, stored;
	struct err err = {0};
	int64_t day = INT64_C(1795500000);

	if (argc != 2)
		return 2;
	clock_fix(day);
	desk_file_make(argv[1], "desk");
	store = desk_file_open(argv[1], "desk", &key);
	for (int i = 0; i < 230; i++) {
		const struct store_field body = {"reason", "deneme %20 boşluk var"};
		clock_fix(day + i * 800);
		if (store_log(store, ACT_LOCK, &desk_file_officer, &body, 1, NULL, &err) != OK)
			return 1;
	}
	desk_file_draft(&draft, 2);
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		store_forget_person(store, 2, "süresi doldu", &desk_file_officer, &err) != OK) {
		fprintf(stderr, "make_journal: %s %s\n", err_code_name(err.code), err.detail);
		return 1;
	}
	desk_file_draft(&draft, 3);
	draft.verdict.level = VERDICT_WARN;
	draft.verdict.count = 2;
	draft.verdict.findings[0] = (struct finding){.rule = RULE_NAME, .level = VERDICT_WARN, .detail = "AYŞE = Ayse"};
	draft.verdict.findings[1] = (struct finding){.rule = RULE_VALIDITY, .level = VERDICT_PASS};
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		store_set_paper(store, stored.id, PAPER_CONFIRMED, "", &desk_file_officer, &err) != OK ||
		store_set_paper(store, stored.id, PAPER_SIGNED, "", &desk_file_officer, &err) != OK)
		return 1;
	desk_file_draft(&draft, 4);
	if (store_commit_handover(store, &draft, &desk_file_officer, &stored, &err) != OK ||
		store_correct_handover(store, stored.id, true, APPLICATION_RECEIVED, "yanlış kişi", &desk_file_officer, &err) != OK)
		return 1;
	store_close(&store);
	seal_key_free(&key);
	return 0;
}
