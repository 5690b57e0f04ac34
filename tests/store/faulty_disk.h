/*
 * store/faulty_disk: a disk that fails on command, put under SQLite as its default file system: the nth operation that
 * changes anything kills the process, tears a write in two, or answers with an error, once or from then on; or the nth
 * read, opening of a file or mapping of shared memory fails.
 */
#ifndef TESTS_STORE_FAULTY_DISK_H
#define TESTS_STORE_FAULTY_DISK_H

#include <stdbool.h>

enum disk_fault {
	DISK_GOOD,
	DISK_KILLED, /* the process ends before the operation */
	DISK_TORN,   /* half of a write is done, then the process ends */
	DISK_FULL,   /* SQLITE_FULL from the nth write on */
	DISK_FULL_ONCE,
	DISK_BROKEN, /* SQLITE_IOERR from the nth operation on */
	DISK_BROKEN_ONCE,
	DISK_SYNC_FAILS, /* the nth flush and all later ones fail */
	DISK_UNREADABLE, /* the nth read fails, once */
	DISK_NO_OPEN,    /* the nth opening of a file fails, once */
	DISK_NO_MAP,     /* the nth mapping of shared memory fails, once */
	DISK_FAULTS
};

/* Puts it in place; once per process. Until disk_fail all is well. */
void disk_install(void);
/* From now on operations are counted from 1; the nth has the fault. DISK_GOOD: all is well again. */
void disk_fail(enum disk_fault fault, int nth);
/* While paused nothing is counted and nothing fails. */
void disk_pause(bool pause);
/* How many counted operations there were since disk_fail. */
int disk_count(void);
/* Whether the fault has struck. */
bool disk_struck(void);
const char *disk_fault_name(enum disk_fault fault);

enum { DISK_EXIT = 77 }; /* status of a killed process */

#endif
