/*
 * store/desk_file: see desk_file.h.
 */
#include "desk_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct officer desk_file_officer = {
	.id = 1, .login = "demo", .name = "Şükrü İğdelioğlu", .title = "Şef", .role = 0, .active = true};

static void
must(enum code code, const struct err *err, const char *what)
{
	if (code == OK)
		return;
	printf("Bail out! %s: %s %s %s\n", what, err_code_name(code), err->where == NULL ? "" : err->where, err->detail);
	fflush(stdout);
	_exit(1);
}

bool
desk_file_folder(char out[64])
{
	copy_text(out, 64, access("/dev/shm", W_OK) == 0 ? "/dev/shm/teslim-store-XXXXXX" : "/tmp/teslim-store-XXXXXX");
	return mkdtemp(out) != NULL;
}

void
desk_file_path(char out[256], const char *folder, const char *name)
{
	snprintf(out, 256, "%s/%s.db", folder, name);
}

struct seal_key *
desk_file_key(const char *folder)
{
	struct seal_key *key = NULL;
	struct err err = {0};
	char path[256];

	snprintf(path, sizeof path, "%s/desk.key", folder);
	must(access(path, F_OK) == 0 ? seal_key_load(&key, path, &err) : seal_key_create(&key, path, &err), &err, "key");
	return key;
}

struct store *
desk_file_open(const char *folder, const char *name, struct seal_key **key)
{
	struct store *store = NULL;
	struct err err = {0};
	char path[256];

	*key = desk_file_key(folder);
	desk_file_path(path, folder, name);
	must(store_open(&store, path, *key, &err), &err, "store_open");
	return store;
}

/* Eleven digits with the two check digits of a national ID number, in the range of invented ones. */
static void
make_number(char out[NATIONAL_ID_TEXT], int index)
{
	int digit[11] = {9, 0, 0, 0, 0, 0, 1, 0, index, 0, 0};
	int odd = digit[0] + digit[2] + digit[4] + digit[6] + digit[8], even = digit[1] + digit[3] + digit[5] + digit[7];
	int sum = 0;

	digit[9] = ((odd * 7 - even) % 10 + 10) % 10;
	for (int i = 0; i < 10; i++)
		sum += digit[i];
	digit[10] = sum % 10;
	for (int i = 0; i < 11; i++)
		out[i] = (char)('0' + digit[i]);
	out[11] = '\0';
}

void
desk_file_draft(struct handover *draft, int applicant)
{
	*draft = (struct handover){.applicant_id = applicant, .has_reader = false};
	draft->identity = (struct identity_document){.kind = IDENTITY_CARD, .compared = 7};
	copy_text(draft->identity.number, sizeof draft->identity.number, "A01B23456");
	copy_text(draft->identity.expiry, sizeof draft->identity.expiry, "2031-01-01");
	snprintf(draft->card_serial, sizeof draft->card_serial, "0123 %04d", applicant);
	copy_text(draft->tracking_number, sizeof draft->tracking_number, "KRG-2026-1");
	make_number(draft->certificate.national_id, applicant);
	make_number(draft->national_id, applicant);
	snprintf(draft->name, sizeof draft->name, "Deneme %c Kişisi", 'A' + applicant - 1);
	copy_text(draft->certificate.subject_cn, sizeof draft->certificate.subject_cn, "DENEME KİŞİSİ");
	snprintf(draft->certificate.sha256, sizeof draft->certificate.sha256, "%064d", applicant);
	snprintf(draft->certificate.serial, sizeof draft->certificate.serial, "%012d", applicant);
}

void
desk_file_make(const char *folder, const char *name)
{
	struct applicant people[DESK_PEOPLE] = {0};
	struct card cards[DESK_PEOPLE] = {0};
	struct shipment shipment = {.received = clock_now(), .cards_expected = DESK_PEOPLE};
	struct officer officer = desk_file_officer;
	struct seal_key *key = desk_file_key(folder);
	struct store *store = NULL;
	struct handover draft, stored;
	struct err err = {0};
	size_t bad = 0;
	char path[256];

	desk_file_path(path, folder, name);
	must(store_create(&store, path, "A", key, &err), &err, "store_create");
	must(store_add_officer(store, &officer, "x", NULL, &err), &err, "store_add_officer");
	for (int i = 0; i < DESK_PEOPLE; i++) {
		make_number(people[i].national_id, i + 1);
		snprintf(people[i].given_names, sizeof people[i].given_names, "Deneme %c", 'A' + i);
		copy_text(people[i].surname, sizeof people[i].surname, "Kişisi");
	}
	must(store_add_applicants(store, people, DESK_PEOPLE, "liste.csv", &officer, &bad, &err), &err, "store_add_applicants");
	copy_text(shipment.tracking_number, sizeof shipment.tracking_number, "KRG-2026-1");
	copy_text(shipment.dispatched, sizeof shipment.dispatched, "2026-11-16");
	for (int i = 0; i < DESK_PEOPLE; i++) {
		cards[i].applicant_id = people[i].id;
		snprintf(cards[i].card_serial, sizeof cards[i].card_serial, "0123 %04d", i + 1);
	}
	must(store_add_shipment(store, &shipment, cards, DESK_PEOPLE, NULL, 0, &officer, &err), &err, "store_add_shipment");
	desk_file_draft(&draft, 1);
	must(store_commit_handover(store, &draft, &officer, &stored, &err), &err, "store_commit_handover");
	store_close(&store);
	seal_key_free(&key);
}

void
desk_file_remove(const char *folder, const char *name)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char path[256], file[300];

	desk_file_path(path, folder, name);
	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++) {
		snprintf(file, sizeof file, "%s%s", path, ends[i]);
		unlink(file);
	}
}

void
desk_file_copy(const char *folder, const char *from, const char *to)
{
	char source[256], target[256];
	struct err err = {0};
	char *bytes = NULL;
	size_t length = 0;

	desk_file_remove(folder, to);
	desk_file_path(source, folder, from);
	desk_file_path(target, folder, to);
	must(file_read(source, 1 << 26, &bytes, &length, &err), &err, "file_read");
	must(file_write(target, bytes, length, 0600, &err), &err, "file_write");
	mem_free(bytes);
}

enum code
desk_file_take_back(struct store *store, int64_t handover_id, const struct officer *officer, struct err *err)
{
	const struct store_correction correction = {handover_id, true, APPLICATION_RECEIVED, "yanlış kişi", NULL, NULL};

	return store_correct_handover(store, &correction, NULL, officer, NULL, err);
}

void
desk_file_write_entry(void *context, const struct store_entry_paper *about, struct str *document)
{
	(void)context;
	if (about->record != NULL)
		str_printf(document, "kayıt %s %d", about->record->record_number, about->print);
	else
		str_printf(document, "düzeltme %s %d", about->correction->record_number, about->print);
}
