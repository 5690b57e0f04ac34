/*
 * print/cups: print servers and IPP printers by direct requests only. cupsGetDests and cupsPrintFile are not used: for
 * a queue that is not there they search the network for a second and answer nothing an officer can use.
 */
#include "deliver.h"

#include <cups/cups.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum {
	ANSWER_SECONDS = 10,
	RETURN_SECONDS = 5, /* a print server that is being restarted is back by then, with the job */
	REASONS_MAX = 8
};

struct link {
	http_t *http;
	char uri[1024];
	char resource[512];
};

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
give_up(http_t *http, void *context)
{
	(void)http;
	(void)context;
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

static void
close_link(struct link *link)
{
	if (link->http != NULL)
		httpClose(link->http);
	link->http = NULL;
}

static enum code
open_link(struct link *link, const struct target *target, const char *server, struct err *err)
{
	enum code code;

	*link = (struct link){0};
	cupsSetPasswordCB2(no_password, NULL);
	code = target->kind == TARGET_IPP ? open_ipp(link, target, err) : open_server(link, target, server, err);
	if (code != OK) {
		close_link(link);
		return code;
	}
	httpSetTimeout(link->http, ANSWER_SECONDS, give_up, NULL);
	return OK;
}

/* ---- requests */

static ipp_t *
new_request(const struct link *link, ipp_op_t operation)
{
	ipp_t *request = ippNewRequest(operation);

	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, link->uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
	return request;
}

/* One foreign status to one of our sentences. */
static enum code
answer_of(struct err *err, ipp_status_t status, const char *to)
{
	const char *words = cupsLastErrorString();

	if (status < IPP_STATUS_REDIRECTION_OTHER_SITE)
		return OK;
	switch ((int)status) {
	case IPP_STATUS_ERROR_NOT_FOUND:
	case IPP_STATUS_ERROR_GONE:
		return err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_QUEUE, "ipp", "%s", to);
	case IPP_STATUS_ERROR_BUSY:
	case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
		return err_tell(err, ERR_BUSY, MSG_PRINT_BUSY, "ipp", "%s (%s)", to, words);
	case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
	case IPP_STATUS_ERROR_INTERNAL:
		return err_tell(err, ERR_NETWORK, MSG_PRINT_UNREACHABLE, "ipp", "%s (%s)", to, words);
	case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
	case IPP_STATUS_ERROR_NOT_AUTHORIZED:
	case IPP_STATUS_ERROR_FORBIDDEN:
	case IPP_STATUS_ERROR_CUPS_AUTHENTICATION_CANCELED:
		return err_tell(err, ERR_PERMISSION, MSG_PRINT_FORBIDDEN, "ipp", "%s", to);
	case IPP_STATUS_ERROR_TIMEOUT:
		return err_tell(err, ERR_TIMEOUT, MSG_PRINT_TIMEOUT, "ipp", "%s", to);
	default:
		return err_tell(err, ERR_REFUSED, MSG_PRINT_REFUSED, "ipp", "%s (%s)", to, words);
	}
}

static ipp_t *
new_print_job(const struct link *link, const struct target *target, const struct parcel *parcel)
{
	const char *type = "application/pdf";
	ipp_t *request = new_request(link, IPP_OP_PRINT_JOB);

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

/* Sends request and bytes, and takes the answer. The request is freed. */
static ipp_t *
send_bytes(const struct link *link, ipp_t *request, const struct parcel *parcel, ipp_status_t *result)
{
	size_t length = ippLength(request) + parcel->length;
	http_status_t status = cupsSendRequest(link->http, request, link->resource, length);
	ipp_t *answer = NULL;

	if (status == HTTP_STATUS_CONTINUE && parcel->length > 0)
		status = cupsWriteRequestData(link->http, parcel->bytes, parcel->length);
	if (status == HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK)
		answer = cupsGetResponse(link->http, link->resource);
	*result = cupsLastError();
	if (answer == NULL && *result < IPP_STATUS_REDIRECTION_OTHER_SITE)
		*result = IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
	ippDelete(request);
	return answer;
}

static int
integer_of(ipp_t *answer, const char *name, ipp_tag_t tag, int fallback)
{
	ipp_attribute_t *attribute = ippFindAttribute(answer, name, tag);

	return attribute != NULL ? ippGetInteger(attribute, 0) : fallback;
}

static const char *
string_of(ipp_t *answer, const char *name)
{
	ipp_attribute_t *attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
	const char *text = attribute != NULL ? ippGetString(attribute, 0, NULL) : NULL;

	return text != NULL ? text : "";
}

/* ---- reasons */

/* Keywords of RFC 8011 5.4.12 (without -error, -warning, -report) in words. */
static const char *
reason_words(const char *reason)
{
	static const struct {
		const char *keyword;
		int message;
	} words[] = {
		{"media-empty", MSG_PRINT_REASON_MEDIA_EMPTY},
		{"media-needed", MSG_PRINT_REASON_MEDIA_NEEDED},
		{"media-jam", MSG_PRINT_REASON_MEDIA_JAM},
		{"media-low", MSG_PRINT_REASON_MEDIA_LOW},
		{"toner-empty", MSG_PRINT_REASON_TONER_EMPTY},
		{"toner-low", MSG_PRINT_REASON_TONER_LOW},
		{"marker-supply-empty", MSG_PRINT_REASON_SUPPLY_EMPTY},
		{"marker-supply-low", MSG_PRINT_REASON_SUPPLY_LOW},
		{"cover-open", MSG_PRINT_REASON_COVER_OPEN},
		{"door-open", MSG_PRINT_REASON_COVER_OPEN},
		{"interlock-open", MSG_PRINT_REASON_COVER_OPEN},
		{"output-area-full", MSG_PRINT_REASON_OUTPUT_FULL},
		{"output-area-almost-full", MSG_PRINT_REASON_OUTPUT_FULL},
		{"offline", MSG_PRINT_REASON_OFFLINE},
		{"shutdown", MSG_PRINT_REASON_OFFLINE},
		{"paused", MSG_PRINT_REASON_PAUSED},
		{"moving-to-paused", MSG_PRINT_REASON_PAUSED},
		{"printer-stopped", MSG_PRINT_REASON_PAUSED},
		{"connecting-to-device", MSG_PRINT_REASON_CONNECTING},
		{"timed-out", MSG_PRINT_REASON_TIMED_OUT},
		{"cups-missing-filter", MSG_PRINT_REASON_FILTER},
		{"cups-insecure-filter", MSG_PRINT_REASON_FILTER},
		{"job-hold-until-specified", MSG_PRINT_REASON_HELD},
	};
	size_t length;

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		length = strlen(words[i].keyword);
		if (strncmp(reason, words[i].keyword, length) == 0 && (reason[length] == '\0' || reason[length] == '-'))
			return message_text((enum message)words[i].message);
	}
	return reason;
}

/* What is known of why a job does not move; told again only when it changes. */
struct watch {
	const struct target *target;
	const char *server;
	int job;
	int state;              /* last told */
	char told[512];
	char why[120];          /* for the fault: the printer's words or the first reason */
	char job_why[120];      /* the same of the job */
	bool printer_stopped;
	bool trouble;           /* a reason that is more than a report */
	bool ours;              /* sent by this process, which takes it back when it is not printed */
};

/* Warnings and reports (toner is low, waiting for the job) keep no paper from coming out. */
static bool
is_trouble(const char *reason)
{
	const char *dash = strrchr(reason, '-');

	if (strncmp(reason, "cups-", 5) == 0)
		return strstr(reason, "-filter") != NULL;
	return dash == NULL || (strcmp(dash, "-report") != 0 && strcmp(dash, "-warning") != 0);
}

static void
tell_reasons(struct watch *watch, ipp_t *answer)
{
	ipp_attribute_t *reasons = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
	const char *message = string_of(answer, "printer-state-message");
	char all[512] = "";
	int count = reasons != NULL ? ippGetCount(reasons) : 0;
	bool any = false;

	for (int i = 0; i < count && i < REASONS_MAX; i++) {
		const char *reason = ippGetString(reasons, i, NULL);
		if (reason != NULL && strcmp(reason, "none") != 0)
			snprintf(all + strlen(all), sizeof all - strlen(all), "%s,", reason);
	}
	snprintf(all + strlen(all), sizeof all - strlen(all), ":%s", message);
	if (strcmp(all, watch->told) == 0)
		return;
	copy_text(watch->told, sizeof watch->told, all);
	watch->why[0] = '\0';
	watch->trouble = false;
	for (int i = 0; i < count && i < REASONS_MAX; i++) {
		const char *reason = ippGetString(reasons, i, NULL);
		if (reason == NULL || strcmp(reason, "none") == 0)
			continue;
		if (!any)
			copy_text(watch->why, sizeof watch->why, reason_words(reason));
		event_reason(reason, reason_words(reason));
		watch->trouble = watch->trouble || is_trouble(reason);
		any = true;
	}
	if (message[0] != '\0') {
		copy_text(watch->why, sizeof watch->why, message);
		event_reason("message", message);
	}
}

/* ---- a job's life */

static const char *
job_state_word(int state)
{
	static const char *const words[] = {"pending", "held", "processing", "stopped", "canceled", "aborted", "completed"};

	return state >= 3 && state <= 9 ? words[state - 3] : "unknown";
}

/* Asks once for the printer's state, for its reasons. */
static void
look_at_printer(const struct link *link, struct watch *watch)
{
	static const char *const wanted[] = {"printer-state", "printer-state-reasons", "printer-state-message"};
	ipp_t *request = new_request(link, IPP_OP_GET_PRINTER_ATTRIBUTES);
	ipp_t *answer;

	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link->http, request, link->resource);
	if (answer == NULL)
		return;
	watch->printer_stopped = integer_of(answer, "printer-state", IPP_TAG_ENUM, IPP_PSTATE_IDLE) == IPP_PSTATE_STOPPED;
	tell_reasons(watch, answer);
	ippDelete(answer);
}

/* Asks once for the job's state; 0 when there is no answer. */
static int
look_at_job(const struct link *link, struct watch *watch, ipp_status_t *status)
{
	static const char *const wanted[] = {"job-state", "job-printer-state-message"};
	ipp_t *request = new_request(link, IPP_OP_GET_JOB_ATTRIBUTES);
	ipp_t *answer;
	int state = 0;

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", watch->job);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link->http, request, link->resource);
	*status = cupsLastError();
	if (answer == NULL)
		return 0;
	state = integer_of(answer, "job-state", IPP_TAG_ENUM, 0);
	copy_text(watch->job_why, sizeof watch->job_why, state == IPP_JSTATE_HELD ? tell(PRINT_REASON_HELD) :
		string_of(answer, "job-printer-state-message"));
	ippDelete(answer);
	return state;
}

static enum code
about_job(struct err *err, enum code code, int message, const struct watch *watch)
{
	const char *why = watch->why[0] != '\0' ? watch->why : watch->job_why;

	return err_tell(err, code, message, "job", "%s, %d%s%s", watch->target->whole, watch->job, why[0] != '\0' ? ": " : "", why);
}

static enum code
job_over(struct watch *watch, struct err *err)
{
	if (watch->state == IPP_JSTATE_COMPLETED)
		return OK;
	return about_job(err, ERR_REFUSED, MSG_PRINT_ABORTED, watch);
}

static ipp_status_t
withdraw(const struct link *link, int job)
{
	ipp_t *request = new_request(link, IPP_OP_CANCEL_JOB);

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
	ippDelete(cupsDoRequest(link->http, request, link->resource));
	return cupsLastError();
}

/*
 * The time is up or the printer has stopped. A printer that is busy with the job without complaint is left to it: the
 * desk asks whether paper came out. Otherwise the job is taken back, so that it waits in one place only, the desk's queue,
 * and is not printed a second time some morning.
 */
static enum code
end_waiting(const struct link *link, struct watch *watch, struct err *err)
{
	if (watch->state == IPP_JSTATE_PROCESSING && !watch->printer_stopped && !watch->trouble)
		return OK;
	if (watch->ours && withdraw(link, watch->job) < IPP_STATUS_REDIRECTION_OTHER_SITE) {
		event_state(job_state_word(IPP_JSTATE_CANCELED), watch->job);
		return about_job(err, ERR_BUSY, MSG_PRINT_WITHDRAWN, watch);
	}
	return about_job(err, ERR_BUSY, MSG_PRINT_STOPPED, watch);
}

/* No answer about the job: *over when nothing more can be learned, with the code. */
static enum code
no_answer(const struct link *link, const struct watch *watch, ipp_status_t status, int64_t lost_since, bool *over, struct err *err)
{
	*over = true;
	if (status == IPP_STATUS_ERROR_NOT_FOUND) /* servers that keep no history forget a job once it is printed */
		return watch->ours ? OK : about_job(err, ERR_NOT_FOUND, MSG_PRINT_NO_JOB, watch);
	if (status == IPP_STATUS_ERROR_SERVICE_UNAVAILABLE || status == IPP_STATUS_ERROR_INTERNAL || status == IPP_STATUS_ERROR_BUSY ||
		status == IPP_STATUS_ERROR_TIMEOUT) {
		if (clock_monotonic_ms() - lost_since >= RETURN_SECONDS * 1000)
			return about_job(err, ERR_GONE, MSG_PRINT_LOST, watch);
		*over = false;
		(void)httpReconnect2(link->http, PRINT_CONNECT_SECONDS * 1000, NULL);
		return OK;
	}
	return answer_of(err, status, watch->target->whole);
}

/* Looks again and again, at growing intervals, until the job is over, the printer has stopped, or the time is up. */
static enum code
follow(const struct link *link, struct watch *watch, int wait_seconds, struct err *err)
{
	int64_t end = clock_monotonic_ms() + (int64_t)wait_seconds * 1000, heard = clock_monotonic_ms();
	int pause = 50, stopped = 0;

	for (; stopped <= 5 && clock_monotonic_ms() < end; poll(NULL, 0, pause)) {
		ipp_status_t status;
		int state = look_at_job(link, watch, &status);
		if (pause < 500)
			pause *= 2;
		if (state == 0) {
			bool over;
			enum code code = no_answer(link, watch, status, heard, &over, err);
			if (over)
				return code;
			continue;
		}
		heard = clock_monotonic_ms();
		if (state != watch->state) {
			watch->state = state;
			event_state(job_state_word(state), watch->job);
		}
		if (state >= IPP_JSTATE_CANCELED)
			return job_over(watch, err);
		look_at_printer(link, watch);
		stopped = watch->printer_stopped || state == IPP_JSTATE_STOPPED ? stopped + 1 : 0;
	}
	return end_waiting(link, watch, err);
}

enum code
cups_watch(const struct target *target, const char *server, int job, int wait_seconds, struct err *err)
{
	struct watch watch = {.target = target, .server = server, .job = job};
	struct link link;
	enum code code = open_link(&link, target, server, err);

	if (code != OK)
		return code;
	code = follow(&link, &watch, wait_seconds, err);
	close_link(&link);
	return code;
}

enum code
cups_send(const struct target *target, const struct parcel *parcel, int *job, struct err *err)
{
	struct link link;
	ipp_status_t status;
	ipp_t *answer;
	enum code code;

	/* Print servers' text filters lose pages and report success. */
	if (parcel->format == FORMAT_TEXT)
		return err_tell(err, ERR_UNSUPPORTED, MSG_PRINT_NO_TEXT, "cups_send", "%s", target->whole);
	code = open_link(&link, target, parcel->server, err);
	if (code != OK)
		return code;
	answer = send_bytes(&link, new_print_job(&link, target, parcel), parcel, &status);
	code = answer_of(err, status, target->whole);
	if (code == OK)
		*job = integer_of(answer, "job-id", IPP_TAG_INTEGER, 0);
	if (answer != NULL)
		ippDelete(answer);
	if (code == OK) {
		struct watch watch = {.target = target, .server = parcel->server, .job = *job, .ours = true};
		event_queued(*job, target->whole);
		code = follow(&link, &watch, parcel->wait_seconds, err);
	}
	close_link(&link);
	return code;
}

enum code
cups_cancel(const struct target *target, const char *server, int job, struct err *err)
{
	struct link link;
	enum code code = open_link(&link, target, server, err);
	ipp_status_t status;

	if (code != OK)
		return code;
	status = withdraw(&link, job);
	if (status == IPP_STATUS_ERROR_NOT_FOUND)
		code = err_tell(err, ERR_NOT_FOUND, MSG_PRINT_NO_JOB, "job", "%s, %d", target->whole, job);
	else
		code = answer_of(err, status, target->whole);
	close_link(&link);
	if (code == OK)
		event_state("canceled", job);
	return code;
}

/* ---- status */

/* Fields of one printer, gathered until the next one begins. */
struct gathered {
	char name[128], reasons[400], text[400], to[200];
	const char *state;
	bool accepting;
};

static void
gather(struct gathered *one, ipp_attribute_t *attribute)
{
	const char *name = ippGetName(attribute);
	const char *text;

	if (strcmp(name, "printer-state") == 0) {
		int state = ippGetInteger(attribute, 0);
		one->state = state == IPP_PSTATE_IDLE ? "idle" : state == IPP_PSTATE_PROCESSING ? "processing" : "stopped";
	} else if (strcmp(name, "printer-is-accepting-jobs") == 0)
		one->accepting = ippGetBoolean(attribute, 0) != 0;
	else if (strcmp(name, "printer-name") == 0 && (text = ippGetString(attribute, 0, NULL)) != NULL)
		copy_text(one->name, sizeof one->name, text);
	else if (strcmp(name, "printer-state-message") == 0 && (text = ippGetString(attribute, 0, NULL)) != NULL)
		copy_text(one->text, sizeof one->text, text);
	else if (strcmp(name, "printer-state-reasons") == 0)
		for (int i = 0; i < ippGetCount(attribute) && i < REASONS_MAX; i++) {
			text = ippGetString(attribute, i, NULL);
			snprintf(one->reasons + strlen(one->reasons), sizeof one->reasons - strlen(one->reasons), "%s%s",
				one->reasons[0] != '\0' ? "," : "", text != NULL ? text : "");
		}
}

static void
tell_gathered(struct gathered *one, const struct target *target)
{
	struct printer_state printer = {.state = one->state, .accepting = one->accepting};

	if (one->state == NULL)
		return;
	if (one->text[0] == '\0' && one->reasons[0] != '\0' && strcmp(one->reasons, "none") != 0)
		copy_text(one->text, sizeof one->text, reason_words(one->reasons));
	if (target->kind == TARGET_CUPS)
		snprintf(one->to, sizeof one->to, "cups:%s", one->name);
	else
		copy_text(one->to, sizeof one->to, target->whole);
	printer.name = one->name[0] != '\0' ? one->name : target->whole;
	printer.reasons = one->reasons[0] != '\0' ? one->reasons : "none";
	printer.text = one->text;
	printer.to = one->to;
	event_printer(&printer);
}

enum code
cups_status(const struct target *target, const char *server, struct err *err)
{
	static const char *const wanted[] = {
		"printer-name", "printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs"};
	bool all = target->kind == TARGET_CUPS && target->rest[0] == '\0';
	struct gathered one = {0};
	struct link link;
	ipp_t *request, *answer;
	ipp_status_t status;
	enum code code = open_link(&link, target, server, err);

	if (code != OK)
		return code;
	request = all ? ippNewRequest(IPP_OP_CUPS_GET_PRINTERS) : new_request(&link, IPP_OP_GET_PRINTER_ATTRIBUTES);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link.http, request, link.resource);
	status = cupsLastError();
	/* A server without any queue answers not-found: it is there, and has none. */
	code = all && status == IPP_STATUS_ERROR_NOT_FOUND ? OK : answer_of(err, status, target->whole);
	if (code == OK && answer != NULL)
		for (ipp_attribute_t *at = ippFirstAttribute(answer); at != NULL; at = ippNextAttribute(answer)) {
			if (ippGetName(at) == NULL) { /* a separator: the next printer begins */
				tell_gathered(&one, target);
				one = (struct gathered){0};
			} else if (ippGetGroupTag(at) == IPP_TAG_PRINTER)
				gather(&one, at);
		}
	tell_gathered(&one, target);
	ippDelete(answer);
	close_link(&link);
	return code;
}
