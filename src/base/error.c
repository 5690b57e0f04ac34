/*
 * base/error: filling error values. Words for a person live in the message catalogue, not here.
 */
#include "teslim/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* For the log and for other programs (JSON): these names stay, whatever the sentences for a person become. */
static const char *const code_names[] = {
	[OK] = "OK",
	[ERR_MEMORY] = "ERR_MEMORY",
	[ERR_IO] = "ERR_IO",
	[ERR_FULL] = "ERR_FULL",
	[ERR_PERMISSION] = "ERR_PERMISSION",
	[ERR_NOT_FOUND] = "ERR_NOT_FOUND",
	[ERR_EXISTS] = "ERR_EXISTS",
	[ERR_SYNTAX] = "ERR_SYNTAX",
	[ERR_RANGE] = "ERR_RANGE",
	[ERR_LIMIT] = "ERR_LIMIT",
	[ERR_ENCODING] = "ERR_ENCODING",
	[ERR_VERSION] = "ERR_VERSION",
	[ERR_BUSY] = "ERR_BUSY",
	[ERR_CORRUPT] = "ERR_CORRUPT",
	[ERR_REFUSED] = "ERR_REFUSED",
	[ERR_TIMEOUT] = "ERR_TIMEOUT",
	[ERR_GONE] = "ERR_GONE",
	[ERR_UNSUPPORTED] = "ERR_UNSUPPORTED",
	[ERR_USAGE] = "ERR_USAGE",
	[ERR_CRYPTO] = "ERR_CRYPTO",
	[ERR_NETWORK] = "ERR_NETWORK",
	[ERR_INTERNAL] = "ERR_INTERNAL",
};

const char *
err_code_name(enum code code)
{
	if ((unsigned)code >= ARRAY_LENGTH(code_names))
		return "ERR_UNKNOWN";
	return code_names[code];
}

__attribute__((format(printf, 6, 0))) static enum code
fill(struct err *err, enum code code, long native, enum message message, const char *where, const char *format, va_list arguments)
{
	char detail[512];

	if (err == NULL)
		return code;
	if (vsnprintf(detail, sizeof detail, format, arguments) < 0)
		detail[0] = '\0';
	err->code = code;
	err->native = native;
	err->where = where;
	err->message = message;
	copy_text(err->detail, sizeof err->detail, detail);
	return code;
}

enum code
err_set(struct err *err, enum code code, long native, const char *where, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fill(err, code, native, MSG_NONE, where, format, arguments);
	va_end(arguments);
	return code;
}

enum code
err_tell(struct err *err, enum code code, enum message message, const char *where, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fill(err, code, 0, message, where, format, arguments);
	va_end(arguments);
	return code;
}

/*
 * Many causes, few codes: what a caller branches on is what the officer can do about it. A full quota is a full disk to
 * her, a name that leads through a file is not there, and a file system that is read-only is one that she may not write
 * on.
 */
static enum code
code_of_errno(int errno_value)
{
	switch (errno_value) {
	case ENOMEM:
		return ERR_MEMORY;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return ERR_FULL;
	case EACCES:
	case EPERM:
	case EROFS:
		return ERR_PERMISSION;
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
		return ERR_NOT_FOUND;
	case EEXIST:
		return ERR_EXISTS;
	case EBUSY:
	case ETXTBSY:
	case EAGAIN:
		return ERR_BUSY;
	case ETIMEDOUT:
		return ERR_TIMEOUT;
	case EPIPE:
	case ECONNRESET:
		return ERR_GONE;
	case ECONNREFUSED:
	case EHOSTUNREACH:
	case ENETUNREACH:
		return ERR_NETWORK;
	default:
		return ERR_IO;
	}
}

enum code
err_errno(struct err *err, int errno_value, const char *where, const char *detail)
{
	return err_set(err, code_of_errno(errno_value), errno_value, where, "%s: %s", detail, strerror(errno_value));
}
