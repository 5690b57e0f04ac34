/*
 * An IPP printer on the loopback interface for the tests of teslim-print: one connection at a time, and a manner that
 * is chosen at start. Writes its port, then "job FORMAT COPIES MEDIA BYTES" per job, and the bytes to a file.
 *   ipp_printer FILE good|slow|busy|no-pdf|forbidden|mute|cut|hangs-up|empty|aborts|forgets|keeps|nonsense
 */
#include <cups/cups.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

struct printer {
	const char *file;
	const char *manner;
	int asked; /* how often the job's state was asked for */
	int port;
	bool canceled;
};

static bool
is_manner(const struct printer *printer, const char *manner)
{
	return strcmp(printer->manner, manner) == 0;
}

static const char *
text_of(ipp_t *request, const char *name)
{
	ipp_attribute_t *attribute = ippFindAttribute(request, name, IPP_TAG_ZERO);
	const char *text = attribute != NULL ? ippGetString(attribute, 0, NULL) : NULL;

	return text != NULL ? text : "-";
}

/* Takes the document that follows the request. */
static void
take_job(http_t *http, const struct printer *printer, ipp_t *request)
{
	ipp_attribute_t *copies = ippFindAttribute(request, "copies", IPP_TAG_INTEGER);
	FILE *file = fopen(printer->file, "wb");
	char buffer[8192];
	long total = 0;
	ssize_t got;

	if (file == NULL)
		exit(1);
	while ((got = httpRead2(http, buffer, sizeof buffer)) > 0) {
		fwrite(buffer, 1, (size_t)got, file);
		total += got;
	}
	if (fclose(file) != 0)
		exit(1);
	printf("job %s %d %s %ld\n", text_of(request, "document-format"), copies != NULL ? ippGetInteger(copies, 0) : 0,
		text_of(request, "media"), total);
	fflush(stdout);
}

/* What the job has come to when it is asked for the n-th time. */
static int
job_state(struct printer *printer)
{
	printer->asked++;
	if (printer->canceled)
		return IPP_JSTATE_CANCELED;
	if (is_manner(printer, "empty") || is_manner(printer, "keeps") || is_manner(printer, "slow") || printer->asked < 3)
		return IPP_JSTATE_PROCESSING;
	return is_manner(printer, "aborts") ? IPP_JSTATE_ABORTED : IPP_JSTATE_COMPLETED;
}

static void
answer_printer(const struct printer *printer, ipp_t *answer)
{
	bool empty = is_manner(printer, "empty") || is_manner(printer, "keeps");

	ippAddString(answer, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, "Deneme Yazıcısı");
	ippAddInteger(answer, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", empty ? IPP_PSTATE_STOPPED : IPP_PSTATE_IDLE);
	ippAddString(answer, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", NULL,
		empty                                ? "media-empty-error"
			: is_manner(printer, "slow") ? "toner-low-warning"
						     : "none");
	ippAddBoolean(answer, IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1);
}

static ipp_status_t
answer_request(http_t *http, struct printer *printer, ipp_t *request, ipp_t *answer)
{
	switch (ippGetOperation(request)) {
	case IPP_OP_PRINT_JOB:
		take_job(http, printer, request);
		if (is_manner(printer, "busy"))
			return IPP_STATUS_ERROR_BUSY;
		if (is_manner(printer, "no-pdf"))
			return IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED;
		if (is_manner(printer, "forbidden"))
			return IPP_STATUS_ERROR_FORBIDDEN;
		ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 7);
		ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", IPP_JSTATE_PENDING);
		return IPP_STATUS_OK;
	case IPP_OP_GET_JOB_ATTRIBUTES:
		if (is_manner(printer, "forgets") && ++printer->asked > 1)
			return IPP_STATUS_ERROR_NOT_FOUND;
		ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", job_state(printer));
		return IPP_STATUS_OK;
	case IPP_OP_CANCEL_JOB:
		if (is_manner(printer, "keeps"))
			return IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED;
		printer->canceled = true;
		return IPP_STATUS_OK;
	case IPP_OP_GET_PRINTER_ATTRIBUTES:
		answer_printer(printer, answer);
		return IPP_STATUS_OK;
	default:
		return IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED;
	}
}

static void
write_answer(http_t *http, const struct printer *printer, ipp_t *answer)
{
	static const char nonsense[] = "\001\001\377\377nonsense from a printer";

	httpClearFields(http);
	httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
	httpSetLength(http, is_manner(printer, "nonsense") ? sizeof nonsense : ippLength(answer));
	if (httpWriteResponse(http, HTTP_STATUS_OK) < 0)
		return;
	if (is_manner(printer, "nonsense"))
		httpWrite2(http, nonsense, sizeof nonsense);
	else {
		ippSetState(answer, IPP_STATE_IDLE);
		while (ippWrite(http, answer) != IPP_STATE_DATA && ippGetState(answer) != IPP_STATE_ERROR)
			;
	}
	httpFlushWrite(http);
}

/* One request; false: this connection is over. */
static bool
serve(http_t *http, struct printer *printer)
{
	char resource[1024];
	ipp_t *request, *answer;
	ipp_state_t state;
	http_state_t method;
	http_status_t status;

	while ((method = httpReadRequest(http, resource, sizeof resource)) == HTTP_STATE_WAITING)
		poll(NULL, 0, 1);
	if (method != HTTP_STATE_POST)
		return false;
	while ((status = httpUpdate(http)) == HTTP_STATUS_CONTINUE)
		;
	if (status != HTTP_STATUS_OK || is_manner(printer, "hangs-up"))
		return false;
	if (is_manner(printer, "mute"))
		pause();
	if (httpGetExpect(http) == HTTP_STATUS_CONTINUE && httpWriteResponse(http, HTTP_STATUS_CONTINUE) < 0)
		return false;
	request = ippNew();
	while ((state = ippRead(http, request)) != IPP_STATE_DATA && state != IPP_STATE_ERROR)
		;
	if (state == IPP_STATE_ERROR || (is_manner(printer, "cut") && ippGetOperation(request) == IPP_OP_PRINT_JOB)) {
		ippDelete(request);
		return false;
	}
	answer = ippNewResponse(request);
	ippSetStatusCode(answer, answer_request(http, printer, request, answer));
	write_answer(http, printer, answer);
	ippDelete(answer);
	ippDelete(request);
	return true;
}

int
main(int argc, char **argv)
{
	struct printer printer = {.port = 0};
	http_addrlist_t *list;
	http_addr_t address;
	socklen_t size = sizeof address;
	int fd;

	if (argc != 3)
		return 2;
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	printer.file = argv[1];
	printer.manner = argv[2];
	list = httpAddrGetList("127.0.0.1", AF_INET, "0");
	fd = list != NULL ? httpAddrListen(&list->addr, 0) : -1;
	httpAddrFreeList(list);
	if (fd < 0 || getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return 1;
	printf("%d\n", httpAddrPort(&address));
	fflush(stdout);
	for (;;) {
		http_t *http = httpAcceptConnection(fd, 1);
		if (http == NULL)
			continue;
		while (serve(http, &printer))
			;
		httpClose(http);
	}
}
