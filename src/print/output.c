/*
 * print/output: files. Whole or not at all, durable before it is said to be done; errors get the sentences of printing.
 */
#include "deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The sentence that fits a failure of writing. */
static enum message
sentence_of(enum code code)
{
	if (code == ERR_FULL)
		return MSG_PRINT_FULL;
	if (code == ERR_PERMISSION)
		return MSG_PRINT_PERMISSION;
	if (code == ERR_NOT_FOUND)
		return MSG_PRINT_NOT_FOUND;
	if (code == ERR_BUSY)
		return MSG_PRINT_BUSY;
	return MSG_PRINT_IO;
}

enum code
output_errno(struct err *err, int number, const char *where, const char *detail)
{
	enum code code;

	/* What a device or a pipe answers when the other side is not there. */
	if (number == EPIPE || number == ECONNRESET || number == ENOTCONN)
		return err_tell(err, ERR_GONE, MSG_PRINT_GONE, where, "%s", detail);
	if (number == ENXIO || number == ENODEV || number == ENOTDIR)
		return err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NOT_FOUND, where, "%s", detail);
	code = err_errno(err, number, where, detail);
	if (err != NULL)
		err->message = sentence_of(code);
	return code;
}

static enum code
write_directly(const char *path, const char *bytes, size_t length, struct err *err)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
	enum code code = OK;

	if (fd < 0)
		return output_errno(err, errno, "open", path);
	while (length > 0 && code == OK) {
		ssize_t wrote = write(fd, bytes, length);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			code = output_errno(err, errno, "write", path);
			break;
		}
		bytes += wrote;
		length -= (size_t)wrote;
	}
	if (close(fd) != 0 && code == OK)
		code = output_errno(err, errno, "close", path);
	return code;
}

enum code
output_write(const char *path, const char *bytes, size_t length, struct err *err)
{
	struct stat status;
	enum code code;

	/* Renaming over a device, or over a link to one (/dev/stdout), would take it away from everybody. */
	if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return write_directly(path, bytes, length, err);
	code = file_write(path, bytes, length, 0600, err);
	if (code != OK && err != NULL)
		err->message = sentence_of(code);
	return code;
}

/* "2026/A-0042" as "2026-A-0042": a record number is no path. */
static void
add_safe(struct str *out, const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
		str_add_char(out, plain ? *c : '-');
	}
}

enum code
output_write_in(const char *folder, const struct parcel *parcel, struct str *path, struct err *err)
{
	static const char *const endings[] = {
		[FORMAT_AUTO] = ".pdf", [FORMAT_PDF] = ".pdf", [FORMAT_TEXT] = ".txt", [FORMAT_MATRIX] = ".prn"};
	struct stat status;

	if (stat(folder, &status) != 0)
		return output_errno(err, errno, "stat", folder);
	if (!S_ISDIR(status.st_mode))
		return output_errno(err, ENOTDIR, "stat", folder);
	str_add(path, folder);
	if (path->length == 0 || path->data[path->length - 1] != '/')
		str_add_char(path, '/');
	add_safe(path, parcel->kind);
	str_add_char(path, '-');
	add_safe(path, parcel->number);
	if (parcel->mark[0] != '\0') {
		str_add_char(path, '-');
		for (const char *c = parcel->mark; *c != '\0'; c++) /* "SURETTİR · 2. BASKI": the number alone */
			if (*c >= '0' && *c <= '9')
				str_add_char(path, *c);
	}
	str_add(path, endings[parcel->format]);
	return output_write(path->data, parcel->bytes, parcel->length, err);
}
