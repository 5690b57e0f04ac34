/*
 * store/desk_file: a small desk database for the store's tests, made anew or copied, and the one handover that they
 * commit. Knows the store's door only.
 */
#ifndef TESTS_STORE_DESK_FILE_H
#define TESTS_STORE_DESK_FILE_H

#include "teslim/seal.h"
#include "teslim/store.h"

enum { DESK_PEOPLE = 6 };

/* A new folder, in memory where that can be: what counts here is the order of operations, not how long a flush takes. */
bool desk_file_folder(char out[64]);
/* Makes folder/name.db with key folder/desk.key: an officer, six applicants, their cards received, the first handed over. */
void desk_file_make(const char *folder, const char *name);
/* Copies a closed database (one file). */
void desk_file_copy(const char *folder, const char *from, const char *to);
/* Removes it with its side files. */
void desk_file_remove(const char *folder, const char *name);
void desk_file_path(char out[256], const char *folder, const char *name);
struct seal_key *desk_file_key(const char *folder);
/* Opens for writing with the key; ends the test with a message when that fails. */
struct store *desk_file_open(const char *folder, const char *name, struct seal_key **key);
/* The handover of the nth applicant (1 ...), as the desk would hand it to the store. */
void desk_file_draft(struct handover *draft, int applicant);
extern const struct officer desk_file_officer;

/* Takes a handover back: the application is RECEIVED again. */
enum code desk_file_take_back(struct store *store, int64_t handover_id, const struct officer *officer, struct err *err);

/* The write_entry of a store_paper_wish: "düzeltme RECORD PRINT", of a reader's record or a dispatch note "kayıt RECORD PRINT". */
void desk_file_write_entry(void *context, const struct store_entry_paper *about, struct str *document);

#endif
