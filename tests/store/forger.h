/*
 * store/forger: what somebody who owns the file can do to it by hand: SQL with all guards dropped, and a journal whose hashes
 * and signatures are made anew. And the check's answer to it.
 */
#ifndef TESTS_STORE_FORGER_H
#define TESTS_STORE_FORGER_H

#include "teslim/seal.h"
#include "teslim/store.h"

/* Runs SQL on folder/name.db as it lies. */
bool forger_sql(const char *folder, const char *name, const char *sql);
/* Drops all triggers and runs it without foreign keys; false when that fails or changes nothing. */
bool forger_sql_unguarded(const char *folder, const char *name, const char *sql);
/*
 * Makes prev, hash and signature of every entry from seq on anew, with key (NULL: leaves signatures as they are). The guards
 * must be gone.
 */
bool forger_chain(const char *folder, const char *name, int64_t from, const struct seal_key *key);
/* 1 whole, 0 not whole (with the Turkish sentence), -1 could not be looked at. public_key NULL: the desk's. */
int forger_verify(const char *folder, const char *name, bool all, const uint8_t *public_key, char sentence[400],
	struct store_check *check);
/* Prints a TAP line. Counts. */
void forger_tell(bool held, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Prints the plan, removes the folder when all went well; the exit status. */
int forger_end(const char *folder);

#endif
