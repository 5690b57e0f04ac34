/*
 * print/target: reads a destination and sends a parcel there by its kind.
 */
#include "deliver.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum code
bad_target(struct err *err, const char *text)
{
	return err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "target_read", "%s", text);
}

/* HOST, HOST:PORT, [ADDRESS]:PORT */
static enum code
read_socket(struct target *target, struct err *err)
{
	const char *at = target->rest, *port;
	size_t length;

	while (*at == '/')
		at++;
	length = *at == '[' ? strcspn(at, "]") : strcspn(at, ":");
	if (*at == '[' && at[length] != ']')
		return bad_target(err, target->whole);
	port = at + length + (*at == '[' && at[length] == ']' ? 1 : 0);
	if (*at == '[') {
		at++;
		length--;
	}
	if (length == 0 || length >= sizeof target->host || (*port != ':' && *port != '\0'))
		return bad_target(err, target->whole);
	memcpy(target->host, at, length);
	target->host[length] = '\0';
	snprintf(target->port, sizeof target->port, "%s", *port == ':' ? port + 1 : "9100");
	if (target->port[0] == '\0' || strspn(target->port, "0123456789") != strlen(target->port) ||
		(*port == ':' && strlen(port + 1) > 5))
		return bad_target(err, target->whole);
	return OK;
}

enum code
target_read(struct target *target, const char *text, struct err *err)
{
	static const struct {
		const char *prefix;
		enum target_kind kind;
	} kinds[] = {
		{"cups:", TARGET_CUPS},
		{"ipp:", TARGET_IPP},
		{"ipps:", TARGET_IPP},
		{"file:", TARGET_FILE},
		{"device:", TARGET_DEVICE},
		{"socket:", TARGET_SOCKET},
		{"command:", TARGET_COMMAND},
	};

	*target = (struct target){.whole = text};
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (strncmp(text, kinds[i].prefix, strlen(kinds[i].prefix)) == 0) {
			target->kind = kinds[i].kind;
			target->rest = text + strlen(kinds[i].prefix);
		}
	if (target->kind == TARGET_NONE)
		return bad_target(err, text);
	if (target->kind == TARGET_IPP)
		target->rest = text;
	if (target->rest[0] == '\0' && target->kind != TARGET_CUPS)
		return bad_target(err, text);
	return target->kind == TARGET_SOCKET ? read_socket(target, err) : OK;
}

static enum code
send_to_folder(const struct target *target, const struct parcel *parcel, struct err *err)
{
	struct str path = {0};
	enum code code = output_write_in(target->rest, parcel, &path, err);

	if (code == OK)
		event_rendered(parcel->pages, parcel->length, str_text(&path));
	str_clear(&path);
	return code;
}

enum code
target_send(const struct target *target, const struct parcel *parcel, int *job, struct err *err)
{
	*job = 0;
	if (target->kind != TARGET_FILE)
		event_rendered(parcel->pages, parcel->length, NULL);
	switch (target->kind) {
	case TARGET_CUPS:
	case TARGET_IPP:
		return cups_send(target, parcel, job, err);
	case TARGET_FILE:
		return send_to_folder(target, parcel, err);
	case TARGET_DEVICE:
		return stream_device(target->rest, parcel, err);
	case TARGET_SOCKET:
		return stream_socket(target, parcel, err);
	case TARGET_COMMAND:
		return stream_command(target->rest, parcel, err);
	case TARGET_NONE:
		break;
	}
	return bad_target(err, target->whole);
}

/* A folder, device or program that is there and may be written to or run. */
static enum code
local_status(const struct target *target, struct err *err)
{
	struct stat status;
	char *text = mem_string(target->rest);
	char *words[64];
	const char *path = target->rest;
	enum code code = OK;

	if (target->kind == TARGET_COMMAND)
		path = stream_split(text, words, ARRAY_LENGTH(words)) > 0 ? words[0] : "";
	if (target->kind == TARGET_COMMAND && strchr(path, '/') == NULL && path[0] != '\0')
		code = OK; /* looked for in PATH when it is run */
	else if (stat(path, &status) != 0)
		code = err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NOT_FOUND, "stat", "%s", path);
	else if (target->kind == TARGET_FILE && !S_ISDIR(status.st_mode))
		code = err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NOT_FOUND, "stat", "%s", path);
	else if (access(path, target->kind == TARGET_COMMAND ? X_OK : W_OK) != 0)
		code = err_tell(err, ERR_PERMISSION, MSG_PRINT_PERMISSION, "access", "%s", path);
	mem_free(text);
	return code;
}

static enum code
socket_status(const struct target *target, struct err *err)
{
	int fd = stream_connect(target, err);

	if (fd < 0)
		return err->code;
	close(fd);
	return OK;
}

enum code
target_status(const struct target *target, const char *server, struct err *err)
{
	struct printer_state printer = {
		.name = target->whole, .state = "ready", .reasons = "none", .text = "", .to = target->whole, .accepting = true};
	char sentence[600];
	struct err found = {0};
	enum code code;

	if (target->kind == TARGET_CUPS || target->kind == TARGET_IPP)
		return cups_status(target, server, err);
	code = target->kind == TARGET_SOCKET ? socket_status(target, &found) : local_status(target, &found);
	if (code != OK) {
		message_err(sentence, sizeof sentence, &found);
		printer.state = "missing";
		printer.reasons = "offline";
		printer.text = sentence;
		printer.accepting = false;
	}
	event_printer(&printer);
	(void)err;
	return OK;
}
