/*
 * base/file: whole files, bounded when read and durable when written.
 */
#include "teslim/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The size that stat tells is not asked for: a pipe has none, a file in /proc says 0, and one that grows while it is
 * read would slip past the limit.
 */
static enum code
read_all(int fd, const char *path, size_t limit, struct str *out, struct err *err)
{
	char buffer[16384];

	for (;;) {
		ssize_t got = read(fd, buffer, sizeof buffer);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, errno, "file_read", path);
		if (got == 0)
			return OK;
		if (out->length + (size_t)got > limit)
			return err_set(err, ERR_LIMIT, 0, "file_read", "%s (> %zu B)", path, limit);
		str_add_n(out, buffer, (size_t)got);
	}
}

enum code
file_read(const char *path, size_t limit, char **out, size_t *length, struct err *err)
{
	struct str text = {0};
	enum code code;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = NULL;
	*length = 0;
	if (fd < 0)
		return err_errno(err, errno, "file_read", path);
	code = read_all(fd, path, limit, &text, err);
	close(fd);
	if (code != OK) {
		str_clear(&text);
		return code;
	}
	*length = text.length;
	*out = str_take(&text);
	return OK;
}

static enum code
write_all(int fd, const char *path, const char *bytes, size_t length, struct err *err)
{
	while (length > 0) {
		ssize_t wrote = write(fd, bytes, length);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return err_errno(err, errno, "file_write", path);
		bytes += wrote;
		length -= (size_t)wrote;
	}
	/* A pipe or a device cannot be flushed and says EINVAL; that is no reason to call the write failed. */
	if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS)
		return err_errno(err, errno, "file_write fsync", path);
	return OK;
}

/*
 * A rename lives in the folder: without this flush a power cut can bring back the old file, or none, though the new one
 * was whole on the disk.
 */
static enum code
flush_folder(const char *path, struct err *err)
{
	char *folder = mem_string(path);
	char *slash = strrchr(folder, '/');
	enum code code = OK;
	int fd;

	if (slash == folder)
		slash[1] = '\0';
	else if (slash != NULL)
		*slash = '\0';
	fd = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
		code = err_errno(err, errno, "file_write fsync folder", path);
	if (fd >= 0)
		close(fd);
	mem_free(folder);
	return code;
}

/*
 * Beside the path and not in /tmp, for rename works within one file system only. The mode is set before the name is
 * given, so that a key is never readable to others, not for a moment; close is asked too, since NFS tells there of a
 * full disk.
 */
enum code
file_write(const char *path, const void *bytes, size_t length, unsigned mode, struct err *err)
{
	struct str temporary = {0};
	enum code code;
	int fd;

	str_printf(&temporary, "%s.XXXXXX", path);
	fd = mkostemp(temporary.data, O_CLOEXEC);
	if (fd < 0) {
		code = err_errno(err, errno, "file_write", path);
		str_clear(&temporary);
		return code;
	}
	code = write_all(fd, path, bytes, length, err);
	if (code == OK && fchmod(fd, (mode_t)mode) != 0)
		code = err_errno(err, errno, "file_write chmod", path);
	if (close(fd) != 0 && code == OK)
		code = err_errno(err, errno, "file_write close", path);
	if (code == OK && rename(temporary.data, path) != 0)
		code = err_errno(err, errno, "file_write rename", path);
	if (code != OK)
		unlink(temporary.data);
	else
		code = flush_folder(path, err);
	str_clear(&temporary);
	return code;
}
