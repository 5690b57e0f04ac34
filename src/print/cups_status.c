/*
 * print/cups_status: the state of one printer or of every queue of a print server, asked for in one request.
 */
#include "ipp.h"

#include <stdio.h>
#include <string.h>

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
		copy_text(one->text, sizeof one->text, ipp_reason(one->reasons));
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
	enum code code = ipp_open(&link, target, server, err);

	if (code != OK)
		return code;
	request = all ? ippNewRequest(IPP_OP_CUPS_GET_PRINTERS) : ipp_request(&link, IPP_OP_GET_PRINTER_ATTRIBUTES);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", ARRAY_LENGTH(wanted), NULL, wanted);
	answer = cupsDoRequest(link.http, request, link.resource);
	status = cupsLastError();
	/* A server without any queue answers not-found: it is there, and has none. */
	code = all && status == IPP_STATUS_ERROR_NOT_FOUND ? OK : ipp_refusal(err, &link, status, target->whole);
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
	ipp_close(&link);
	return code;
}
