/*
 * print/cups: print servers and IPP printers by direct requests only. cupsGetDests and cupsPrintFile are not used: for
 * a queue that is not there they search the network for a second and answer nothing an officer can use.
 */
#include "ipp.h"

#include <stdio.h>
#include <string.h>

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

/* ---- jobs */

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
		ipp_wait_at_most(&link, parcel->wait_seconds);
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
