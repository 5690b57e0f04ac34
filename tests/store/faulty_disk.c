/*
 * store/faulty_disk: see faulty_disk.h. Wraps SQLite's own file system: each file object of ours is followed in memory by
 * the real one.
 */
#include "faulty_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum disk_fault fault;
static int nth, count;
static bool has_struck, is_paused;
static sqlite3_vfs *real;

struct file {
	sqlite3_file base;
	sqlite3_file *inner; /* behind this structure */
};

static sqlite3_file *
inner_of(sqlite3_file *file)
{
	return ((struct file *)file)->inner;
}

/* Counts an operation of the one kind that changes nothing; true when it is to fail. */
static bool
fails_quietly(enum disk_fault kind)
{
	if (fault != kind || is_paused)
		return false;
	has_struck = has_struck || count + 1 == nth;
	return ++count == nth;
}

/* Counts one operation. SQLITE_OK: do it; else the answer. *torn: do half of it and end. */
static int
strike(bool is_write, bool is_sync, bool *torn)
{
	bool hit;

	*torn = false;
	if (fault == DISK_GOOD || is_paused || fault >= DISK_UNREADABLE || (fault == DISK_SYNC_FAILS && !is_sync) ||
		((fault == DISK_FULL || fault == DISK_FULL_ONCE) && !is_write))
		return SQLITE_OK;
	count++;
	hit = fault == DISK_FULL_ONCE || fault == DISK_BROKEN_ONCE ? count == nth : count >= nth;
	if (!hit)
		return SQLITE_OK;
	has_struck = true;
	switch (fault) {
	case DISK_KILLED:
		_exit(DISK_EXIT);
	case DISK_TORN:
		*torn = is_write;
		if (!is_write)
			_exit(DISK_EXIT);
		return SQLITE_OK;
	case DISK_FULL:
	case DISK_FULL_ONCE:
		return SQLITE_FULL;
	case DISK_BROKEN:
	case DISK_BROKEN_ONCE:
		return SQLITE_IOERR_WRITE;
	case DISK_SYNC_FAILS:
		return SQLITE_IOERR_FSYNC;
	case DISK_GOOD:
	case DISK_UNREADABLE:
	case DISK_NO_OPEN:
	case DISK_NO_MAP:
	case DISK_FAULTS:
		break;
	}
	return SQLITE_OK;
}

static int
file_close(sqlite3_file *file)
{
	return inner_of(file)->pMethods->xClose(inner_of(file));
}

static int
file_read_at(sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
	if (fails_quietly(DISK_UNREADABLE))
		return SQLITE_IOERR_READ;
	return inner_of(file)->pMethods->xRead(inner_of(file), out, size, at);
}

static int
file_write_at(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
	bool torn;
	int code = strike(true, false, &torn);

	if (code != SQLITE_OK)
		return code;
	if (torn) {
		inner_of(file)->pMethods->xWrite(inner_of(file), bytes, size / 2, at);
		_exit(DISK_EXIT);
	}
	return inner_of(file)->pMethods->xWrite(inner_of(file), bytes, size, at);
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	bool torn;
	int code = strike(false, false, &torn);

	return code != SQLITE_OK ? code : inner_of(file)->pMethods->xTruncate(inner_of(file), size);
}

static int
file_sync(sqlite3_file *file, int flags)
{
	bool torn;
	int code = strike(false, true, &torn);

	return code != SQLITE_OK ? code : inner_of(file)->pMethods->xSync(inner_of(file), flags);
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return inner_of(file)->pMethods->xFileSize(inner_of(file), size);
}

static int
file_lock(sqlite3_file *file, int level)
{
	return inner_of(file)->pMethods->xLock(inner_of(file), level);
}

static int
file_unlock(sqlite3_file *file, int level)
{
	return inner_of(file)->pMethods->xUnlock(inner_of(file), level);
}

static int
file_check_lock(sqlite3_file *file, int *out)
{
	return inner_of(file)->pMethods->xCheckReservedLock(inner_of(file), out);
}

static int
file_control(sqlite3_file *file, int op, void *argument)
{
	return inner_of(file)->pMethods->xFileControl(inner_of(file), op, argument);
}

static int
file_sector(sqlite3_file *file)
{
	return inner_of(file)->pMethods->xSectorSize(inner_of(file));
}

static int
file_traits(sqlite3_file *file)
{
	return inner_of(file)->pMethods->xDeviceCharacteristics(inner_of(file));
}

static int
file_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	if (fails_quietly(DISK_NO_MAP))
		return SQLITE_IOERR_SHMMAP;
	return inner_of(file)->pMethods->xShmMap(inner_of(file), page, size, extend, out);
}

static int
file_map_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return inner_of(file)->pMethods->xShmLock(inner_of(file), offset, n, flags);
}

static void
file_barrier(sqlite3_file *file)
{
	inner_of(file)->pMethods->xShmBarrier(inner_of(file));
}

static int
file_unmap(sqlite3_file *file, int remove)
{
	return inner_of(file)->pMethods->xShmUnmap(inner_of(file), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2, /* no memory-mapped reading: writes would go past us */
	.xClose = file_close,
	.xRead = file_read_at,
	.xWrite = file_write_at,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_check_lock,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_traits,
	.xShmMap = file_map,
	.xShmLock = file_map_lock,
	.xShmBarrier = file_barrier,
	.xShmUnmap = file_unmap,
};

static int
disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct file *ours = (struct file *)file;
	int code;

	(void)vfs;
	ours->base.pMethods = NULL;
	ours->inner = (sqlite3_file *)(ours + 1);
	if (fails_quietly(DISK_NO_OPEN))
		return SQLITE_CANTOPEN;
	code = real->xOpen(real, name, ours->inner, flags, out_flags);
	if (ours->inner->pMethods != NULL)
		ours->base.pMethods = &methods;
	return code;
}

static int
disk_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	bool torn;
	int code = strike(false, false, &torn);

	(void)vfs;
	return code != SQLITE_OK ? code : real->xDelete(real, name, sync);
}

void
disk_install(void)
{
	static sqlite3_vfs ours;

	real = sqlite3_vfs_find(NULL);
	if (real == NULL) {
		fputs("faulty_disk: SQLite has no file system\n", stderr);
		exit(2);
	}
	ours = *real;
	ours.zName = "faulty";
	ours.pNext = NULL;
	ours.szOsFile = real->szOsFile + (int)sizeof(struct file);
	ours.xOpen = disk_open;
	ours.xDelete = disk_delete;
	if (sqlite3_vfs_register(&ours, 1) != SQLITE_OK) {
		fputs("faulty_disk: cannot register\n", stderr);
		exit(2);
	}
}

void
disk_fail(enum disk_fault wanted, int at)
{
	fault = wanted;
	nth = at;
	count = 0;
	has_struck = false;
}

void
disk_pause(bool pause)
{
	is_paused = pause;
}

int
disk_count(void)
{
	return count;
}

bool
disk_struck(void)
{
	return has_struck;
}

const char *
disk_fault_name(enum disk_fault wanted)
{
	static const char *const names[] = {"good", "killed", "torn", "full", "full once", "broken", "broken once", "flush fails",
		"unreadable once", "not opened once", "not mapped once"};

	return wanted < DISK_FAULTS ? names[wanted] : "?";
}
