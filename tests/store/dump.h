/*
 * store/dump: everything that stands in a database, as text, but for what is different at each writing of the same thing: salts
 * and what is made of them. Two databases in which the same has happened have the same dump.
 */
#ifndef TESTS_STORE_DUMP_H
#define TESTS_STORE_DUMP_H

#include "teslim/base.h"

/* Appends the dump of folder/name.db; false when it cannot be read. */
bool dump_database(struct str *out, const char *folder, const char *name);

#endif
