/*
 * print/cups_watch: follows a job at a print server or printer until something can be said about it. Sends no document.
 */
#include "ipp.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

/* ---- reasons */

/* Keywords of RFC 8011 5.4.12 (without -error, -warning, -report) in words. */
const char *
ipp_reason(const char *reason)
{
	static const struct {
		const char *keyword;
		enum message message;
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
			return message_text(words[i].message);
	}
	return reason;
}

/* Warnings and reports (toner is low, waiting for the job) keep no paper from coming out. */
static bool
is_trouble(const char *reason)
{
	const char *dash = strrchr(reason, '-');

	if (strncmp(reason, "cups-", 5) == 0)
		return strstr(reason, "-filter") != NULL;
	return dash == NULL || (strcmp(dash, "-report") != 0 && strcmp(dash, "-warning") != 0);
}

/*
 * Only when something has changed: the state is asked for twice a second, and a line for each would bury what is new.
 */
static void
tell_reasons(struct watch *watch, ipp_t *answer)
{
	ipp_attribute_t *reasons = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
	const char *message = ipp_string(answer, "printer-state-message");
	char all[512] = "";
	int count = reasons != NULL ? ippGetCount(reasons) : 0;

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
		if (watch->why[0] == '\0' && ipp_reason(reason) != reason)
			copy_text(watch->why, sizeof watch->why, ipp_reason(reason));
		event_reason(reason, ipp_reason(reason));
		watch->trouble = watch->trouble || is_trouble(reason);
	}
	if (message[0] != '\0') {
		if (watch->why[0] == '\0') /* a known reason is said in the desk's language, this is not */
			copy_text(watch->why, sizeof watch->why, message);
		event_reason("message", message);
	}
}

/* ---- a job's life */

/* RFC 8011 5.3.7, where the states begin with 3. */
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
	ipp_t *request = ipp_request(link, IPP_OP_GET_PRINTER_ATTRIBUTES);
	ipp_t *answer;

	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link->http, request, link->resource);
	if (answer == NULL)
		return;
	int state = ipp_integer(answer, "printer-state", IPP_TAG_ENUM, IPP_PSTATE_IDLE);
	watch->printer_stopped = state == IPP_PSTATE_STOPPED;
	watch->printer_busy = state == IPP_PSTATE_PROCESSING;
	tell_reasons(watch, answer);
	ippDelete(answer);
}

/* Asks once for the job's state; 0 when there is no answer. */
static int
look_at_job(const struct link *link, struct watch *watch, ipp_status_t *status)
{
	static const char *const wanted[] = {"job-state", "job-printer-state-message"};
	ipp_t *request = ipp_request(link, IPP_OP_GET_JOB_ATTRIBUTES);
	ipp_t *answer;
	int state = 0;

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", watch->job);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link->http, request, link->resource);
	*status = cupsLastError();
	if (answer == NULL)
		return 0;
	state = ipp_integer(answer, "job-state", IPP_TAG_ENUM, 0);
	copy_text(watch->job_why, sizeof watch->job_why,
		state == IPP_JSTATE_HELD ? tell(PRINT_REASON_HELD) : ipp_string(answer, "job-printer-state-message"));
	ippDelete(answer);
	return state;
}

static enum code
about_job(struct err *err, enum code code, enum message message, const struct watch *watch)
{
	const char *why = watch->why[0] != '\0' ? watch->why : watch->job_why;

	return err_tell(err, code, message, "job", "%s, %d%s%s", watch->target->whole, watch->job, why[0] != '\0' ? ": " : "",
		why);
}

static enum code
job_over(struct watch *watch, struct err *err)
{
	if (watch->state == IPP_JSTATE_COMPLETED)
		return OK;
	return about_job(err, ERR_REFUSED, MSG_PRINT_ABORTED, watch);
}

/*
 * The time is up or the printer has stopped. A printer that is busy without complaint, with this job or with others
 * before it, is left to it: the desk asks whether paper came out. Otherwise the job is taken back, so that it waits in
 * one place only, the desk's queue, and is not printed a second time some morning.
 */
static enum code
end_waiting(const struct link *link, struct watch *watch, struct err *err)
{
	bool moves = watch->state == IPP_JSTATE_PROCESSING || (watch->state == IPP_JSTATE_PENDING && watch->printer_busy);

	if (moves && !watch->printer_stopped && !watch->trouble)
		return OK;
	if (watch->ours && ipp_withdraw(link, watch->job) < IPP_STATUS_REDIRECTION_OTHER_SITE) {
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
	if (status == IPP_STATUS_ERROR_SERVICE_UNAVAILABLE || status == IPP_STATUS_ERROR_INTERNAL ||
		status == IPP_STATUS_ERROR_BUSY || status == IPP_STATUS_ERROR_TIMEOUT) {
		if (clock_monotonic_ms() - lost_since >= RETURN_SECONDS * 1000)
			return about_job(err, ERR_GONE, MSG_PRINT_LOST, watch);
		*over = false;
		(void)httpReconnect2(link->http, PRINT_CONNECT_SECONDS * 1000, NULL);
		return OK;
	}
	return ipp_refusal(err, link, status, watch->target->whole);
}

/* Looks again and again, at growing intervals, until the job is over, the printer has stopped, or the time is up. */
enum code
ipp_follow(const struct link *link, struct watch *watch, int wait_seconds, struct err *err)
{
	int64_t end = clock_monotonic_ms() + (int64_t)wait_seconds * 1000, heard = clock_monotonic_ms();
	int pause = 50, stopped = 0;

	/* Believed when it is said four times in a row: a stop that lasts for one look is none. */
	for (; stopped <= 3 && clock_monotonic_ms() < end; poll(NULL, 0, pause)) {
		ipp_status_t status;
		int state = look_at_job(link, watch, &status);
		/*
		 * Short papers are printed in a moment, so it is looked at often in the beginning and twice a second
		 * later on.
		 */
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
	struct watch watch = {.target = target, .job = job};
	struct link link;
	enum code code = ipp_open(&link, target, server, err);

	if (code != OK)
		return code;
	code = ipp_follow(&link, &watch, wait_seconds, err);
	ipp_close(&link);
	return code;
}
