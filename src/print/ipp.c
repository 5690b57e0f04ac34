/*
 * print/ipp: a connection to a print server or an IPP printer, requests on it, and its refusals in our sentences. Jobs
 * and queues are known to the cups files only.
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

/*
 * libcups asks whether to wait on when nothing has come for the time set; that it was silence and no refusal has to be
 * noted here, since both end in the same status.
 */
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
	/* A socket's path has no port, and colons without brackets are an address of IPv6 alone. */
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
		    link->resource, sizeof link->resource) < HTTP_URI_STATUS_OK ||
		host[0] == '\0')
		return err_tell(err, ERR_USAGE, MSG_PRINT_BAD_TARGET, "httpSeparateURI", "%s", target->whole);
	tls = strcmp(scheme, "ipps") == 0;
	copy_text(link->uri, sizeof link->uri, target->rest);
	link->http = httpConnect2(host, port > 0 ? port : 631, NULL, AF_UNSPEC,
		tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1, PRINT_CONNECT_SECONDS * 1000, NULL);
	return link->http != NULL ? OK : unreachable(err, target->whole);
}

/* Encryption as the machine's own settings say: what lpstat and lp of this machine can reach, this can. */
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

void
ipp_wait_at_most(struct link *link, double seconds)
{
	httpSetTimeout(link->http, seconds, give_up, &link->silent);
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
	ipp_wait_at_most(link, ANSWER_SECONDS);
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

/*
 * With what the other side says about it, if anything. A printer's own words are in its language, but they are often
 * the only ones that say what is wrong with it; "Success" is not among them.
 */
static enum code
in_its_words(struct err *err, enum code code, enum message message, const char *to)
{
	const char *words = cupsLastErrorString();

	if (words == NULL || strcmp(words, strerror(0)) == 0)
		return err_tell(err, code, message, "ipp", "%s", to);
	return err_tell(err, code, message, "ipp", "%s (%s)", to, words);
}

/* One foreign status to one of our sentences. */
static const struct answer {
	ipp_status_t status;
	enum code code;
	enum message message;
	bool has_words; /* what the other side says about it is worth reading */
} answers[] = {
	{IPP_STATUS_ERROR_NOT_FOUND, ERR_NOT_FOUND, MSG_PRINT_NO_QUEUE, false},
	{IPP_STATUS_ERROR_GONE, ERR_NOT_FOUND, MSG_PRINT_NO_QUEUE, false},
	{IPP_STATUS_ERROR_BUSY, ERR_BUSY, MSG_PRINT_BUSY, true},
	{IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED, ERR_BUSY, MSG_PRINT_BUSY, true},
	{IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, ERR_NETWORK, MSG_PRINT_UNREACHABLE, true},
	{IPP_STATUS_ERROR_INTERNAL, ERR_NETWORK, MSG_PRINT_UNREACHABLE, true},
	{IPP_STATUS_ERROR_TIMEOUT, ERR_TIMEOUT, MSG_PRINT_TIMEOUT, false},
	{IPP_STATUS_ERROR_NOT_AUTHENTICATED, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, false},
	{IPP_STATUS_ERROR_NOT_AUTHORIZED, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, false},
	{IPP_STATUS_ERROR_FORBIDDEN, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, false},
	{IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, false},
};
static const struct answer silence = {IPP_STATUS_ERROR_TIMEOUT, ERR_TIMEOUT, MSG_PRINT_TIMEOUT, false};
static const struct answer any_other = {IPP_STATUS_ERROR_NOT_POSSIBLE, ERR_REFUSED, MSG_PRINT_REFUSED, true};

/*
 * After silence libcups says that the service is unavailable: what the officer is told then is that nothing answered in
 * time.
 */
static const struct answer *
find_answer(const struct link *link, ipp_status_t status)
{
	for (size_t i = 0; i < ARRAY_LENGTH(answers); i++)
		if (answers[i].status == status)
			return link->silent && answers[i].message == MSG_PRINT_UNREACHABLE ? &silence : &answers[i];
	return &any_other;
}

enum code
ipp_refusal(struct err *err, const struct link *link, ipp_status_t status, const char *to)
{
	const struct answer *answer = find_answer(link, status);

	if (status < IPP_STATUS_REDIRECTION_OTHER_SITE)
		return OK;
	if (answer->has_words)
		return in_its_words(err, answer->code, answer->message, to);
	return err_tell(err, answer->code, answer->message, "ipp", "%s", to);
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

ipp_status_t
ipp_withdraw(const struct link *link, int job)
{
	ipp_t *request = ipp_request(link, IPP_OP_CANCEL_JOB);

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
	ippDelete(cupsDoRequest(link->http, request, link->resource));
	return cupsLastError();
}
