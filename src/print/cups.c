/*
 * print/cups: print servers and IPP printers by direct requests only. cupsGetDests and cupsPrintFile are not used: for
 * a queue that is not there they search the network for a second and answer nothing an officer can use.
 */
#include "ipp.h"

#include <stdio.h>
#include <string.h>

/* ---- connection */

/* Never a prompt on a terminal: a server that wants a password gets none. */
static const char *
no_password(const char *prompt, http_t *http, const char *method, const char *resource, void *context)
{
	(void)prompt;
	(void)http;
	(void)method;
	(void)resource;
	(void)context;
	return NULL;
}

static int
give_up(http_t *http, void *silent)
{
	(void)http;
	*(bool *)silent = true;
	return 0;
}

static enum code
unreachable(struct err *err, const char *to)
{
	return err_tell(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, "httpConnect2", "%s", to);
}

/* "host:port", "[v6]:port", or the path of a socket. */
static void
split_server(char *host, size_t size, int *port, const char *server)
{
	const char *colon = strrchr(server, ':');
	char digits[8] = "";

	copy_text(host, size, server);
	if (server[0] == '/' || colon == NULL || (strchr(server, ':') != colon && server[0] != '['))
		return;
	copy_text(digits, sizeof digits, colon + 1);
	if ((size_t)(colon - server) < size)
		host[colon - server] = '\0';
	*port = 0;
	for (const char *c = digits; *c >= '0' && *c <= '9'; c++)
		*port = *port * 10 + (*c - '0');
}

static enum code
open_ipp(struct link *link, const struct target *target, struct err *err)
{
	char scheme[16], user[64], host[256];
	int port = 0;
	bool tls;

	if (httpSeparateURI(HTTP_URI_CODING_ALL, target->rest, scheme, sizeof scheme, user, sizeof user, host, sizeof host, &port,
		    link->resource, sizeof link->resource) < HTTP_URI_STATUS_OK || host[0] == '\0')
		return err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "httpSeparateURI", "%s", target->whole);
	tls = strcmp(scheme, "ipps") == 0;
	copy_text(link->uri, sizeof link->uri, target->rest);
	link->http = httpConnect2(host, port > 0 ? port : 631, NULL, AF_UNSPEC,
		tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1, PRINT_CONNECT_SECONDS * 1000, NULL);
	return link->http != NULL ? OK : unreachable(err, target->whole);
}

static enum code
open_server(struct link *link, const struct target *target, const char *server, struct err *err)
{
	char host[256];
	int port = ippPort();

	split_server(host, sizeof host, &port, server != NULL ? server : cupsServer());
	link->http = httpConnect2(host, port, NULL, AF_UNSPEC, cupsEncryption(), 1, PRINT_CONNECT_SECONDS * 1000, NULL);
	if (link->http == NULL)
		return unreachable(err, host);
	if (httpAssembleURIf(HTTP_URI_CODING_ALL, link->uri, sizeof link->uri, "ipp", NULL, "localhost", 0, "/printers/%s",
		    target->rest) < HTTP_URI_STATUS_OK)
		return err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "httpAssembleURIf", "%s", target->whole);
	copy_text(link->resource, sizeof link->resource, "/");
	return OK;
}

void
ipp_close(struct link *link)
{
	if (link->http != NULL)
		httpClose(link->http);
	link->http = NULL;
}

enum code
ipp_open(struct link *link, const struct target *target, const char *server, struct err *err)
{
	enum code code;

	*link = (struct link){0};
	cupsSetPasswordCB2(no_password, NULL);
	code = target->kind == TARGET_IPP ? open_ipp(link, target, err) : open_server(link, target, server, err);
	if (code != OK) {
		ipp_close(link);
		return code;
	}
	httpSetTimeout(link->http, ANSWER_SECONDS, give_up, &link->silent);
	return OK;
}

/* ---- requests */

ipp_t *
ipp_request(const struct link *link, ipp_op_t operation)
{
	ipp_t *request = ippNewRequest(operation);

	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, link->uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
	return request;
}

/* With what the other side says about it, if anything. */
static enum code
in_its_words(struct err *err, enum code code, int message, const char *to)
{
	const char *words = cupsLastErrorString();

	if (words == NULL || strcmp(words, strerror(0)) == 0)
		return err_tell(err, code, message, "ipp", "%s", to);
	return err_tell(err, code, message, "ipp", "%s (%s)", to, words);
}

/* One foreign status to one of our sentences. */
enum code
ipp_refusal(struct err *err, const struct link *link, ipp_status_t status, const char *to)
{
	if (status < IPP_STATUS_REDIRECTION_OTHER_SITE)
		return OK;
	switch ((int)status) {
	case IPP_STATUS_ERROR_NOT_FOUND:
	case IPP_STATUS_ERROR_GONE:
		return err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_QUEUE, "ipp", "%s", to);
	case IPP_STATUS_ERROR_BUSY:
	case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
		return in_its_words(err, ERR_BUSY, MSG_PRINT_BUSY, to);
	case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
	case IPP_STATUS_ERROR_INTERNAL:
	case IPP_STATUS_ERROR_TIMEOUT:
		if (link->silent || status == IPP_STATUS_ERROR_TIMEOUT)
			return err_tell(err, ERR_TIMEOUT, MSG_PRINT_TIMEOUT, "ipp", "%s", to);
		return in_its_words(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, to);
	case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
	case IPP_STATUS_ERROR_NOT_AUTHORIZED:
	case IPP_STATUS_ERROR_FORBIDDEN:
	case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
		return err_tell(err, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, "ipp", "%s", to);
	default:
		return in_its_words(err, ERR_REFUSED, MSG_PRINT_REFUSED, to);
	}
}

static ipp_t *
new_print_job(const struct link *link, const struct target *target, const struct parcel *parcel)
{
	const char *type = "application/pdf";
	ipp_t *request = ipp_request(link, IPP_OP_PRINT_JOB);

	/* Past every filter of a print server; what a printer itself calls bytes as they are has another name. */
	if (parcel->format == FORMAT_MATRIX)
		type = target->kind == TARGET_CUPS ? "application/vnd.cups-raw" : "application/octet-stream";
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, parcel->title);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, type);
	if (parcel->format == FORMAT_MATRIX)
		return request;
	/* Printers default to Letter, and to scaling. */
	ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, "iso_a4_210x297mm");
	ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "print-scaling", NULL, "none");
	ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", parcel->copies);
	return request;
}

/* Sends request and bytes, and takes the answer. The request is freed. *sent: every byte went, so it may be printed. */
static ipp_t *
send_bytes(const struct link *link, ipp_t *request, const struct parcel *parcel, ipp_status_t *result, bool *sent)
{
	size_t length = ippLength(request) + parcel->length;
	http_status_t status = cupsSendRequest(link->http, request, link->resource, length);
	ipp_t *answer = NULL;

	if (status == HTTP_STATUS_CONTINUE)
		status = cupsWriteRequestData(link->http, parcel->bytes, parcel->length);
	*sent = status == HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK;
	if (*sent)
		answer = cupsGetResponse(link->http, link->resource);
	*result = cupsLastError();
	if (answer == NULL && *result < IPP_STATUS_REDIRECTION_OTHER_SITE)
		*result = IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
	ippDelete(request);
	return answer;
}

int
ipp_integer(ipp_t *answer, const char *name, ipp_tag_t tag, int fallback)
{
	ipp_attribute_t *attribute = ippFindAttribute(answer, name, tag);

	return attribute != NULL ? ippGetInteger(attribute, 0) : fallback;
}

const char *
ipp_string(ipp_t *answer, const char *name)
{
	ipp_attribute_t *attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
	const char *text = attribute != NULL ? ippGetString(attribute, 0, NULL) : NULL;

	return text != NULL ? text : "";
}

/* ---- jobs */

ipp_status_t
ipp_withdraw(const struct link *link, int job)
{
	ipp_t *request = ipp_request(link, IPP_OP_CANCEL_JOB);

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
	ippDelete(cupsDoRequest(link->http, request, link->resource));
	return cupsLastError();
}

/* Hands the job over; fills *job. */
static enum code
hand_over(const struct link *link, const struct target *target, const struct parcel *parcel, int *job, struct err *err)
{
	ipp_status_t status;
	bool sent;
	ipp_t *answer = send_bytes(link, new_print_job(link, target, parcel), parcel, &status, &sent);
	enum code code = ipp_refusal(err, link, status, target->whole);

	if (code == OK)
		*job = ipp_integer(answer, "job-id", IPP_TAG_INTEGER, 0);
	if (code != OK && sent && answer == NULL && (code == ERR_TIMEOUT || code == ERR_NETWORK))
		code = err_tell(err, ERR_GONE, MSG_PRINT_LOST, "ipp", "%s", target->whole);
	if (code == OK && *job < 1)
		code = err_tell(err, ERR_REFUSED, MSG_PRINT_REFUSED, "ipp", "%s", target->whole);
	ippDelete(answer);
	return code;
}

enum code
cups_send(const struct target *target, const struct parcel *parcel, int *job, struct err *err)
{
	struct watch watch = {.target = target, .ours = true};
	struct link link;
	enum code code;

	/* Print servers' text filters lose pages and report success. */
	if (parcel->format == FORMAT_TEXT)
		return err_tell(err, ERR_UNSUPPORTED, MSG_PRINT_NO_TEXT, "cups_send", "%s", target->whole);
	code = ipp_open(&link, target, parcel->server, err);
	if (code != OK)
		return code;
	if (parcel->wait_seconds < ANSWER_SECONDS)
		httpSetTimeout(link.http, parcel->wait_seconds, give_up, &link.silent);
	code = hand_over(&link, target, parcel, job, err);
	if (code == OK) {
		watch.job = *job;
		event_queued(*job, target->whole);
		code = ipp_follow(&link, &watch, parcel->wait_seconds, err);
	}
	ipp_close(&link);
	return code;
}

enum code
cups_cancel(const struct target *target, const char *server, int job, struct err *err)
{
	struct link link;
	enum code code = ipp_open(&link, target, server, err);
	ipp_status_t status;

	if (code != OK)
		return code;
	status = ipp_withdraw(&link, job);
	if (status == IPP_STATUS_ERROR_NOT_FOUND)
		code = err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_JOB, "job", "%s, %d", target->whole, job);
	else
		code = ipp_refusal(err, &link, status, target->whole);
	ipp_close(&link);
	if (code == OK)
		event_state("canceled", job);
	return code;
}
