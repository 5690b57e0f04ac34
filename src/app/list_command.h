/*
 * app/list_command: what the commands that take a list have in common: opening it and the register, telling of each row, the last
 * words and the exit status. What is done with the rows is the command's own.
 */
#ifndef TESLIM_APP_LIST_COMMAND_H
#define TESLIM_APP_LIST_COMMAND_H

#include "app.h"
#include "intake.h"

#include "teslim/list.h"

struct list_command {
	struct common_options common;
	const char *officer, *tracking, *dispatched;
	bool dry_run, repair, received;
	bool has_register;             /* the store is open: rows are compared with it */
	enum intake_decision decision; /* import: what becomes of known people */
	enum intake_outcome outcome;
	struct intake intake; /* the rows against the register, where that was looked at */
	char tracking_found[SERIAL_TEXT], dispatched_found[DATE_TEXT];
	struct app app;
	struct list list;
	struct officer by;
};

/* Reads configuration and list, opens the register and tells the findings. A dry run goes on without a register. */
enum code list_command_open(struct list_command *command, const char *path, bool shipment, struct err *err);
/* Tells one more finding, which only the register or the command could know; an error refuses its row (by its index). */
enum code list_command_tell(struct list_command *command, size_t index, const struct list_finding *finding, struct err *err);
enum code list_command_refuse(struct list_command *command, size_t index, enum message message, const char *detail,
	struct err *err);
/* The same about a person: the number masked as the detail. */
enum code list_command_refuse_person(struct list_command *command, size_t index, enum message message, struct err *err);
/* Summary and outcome, or the error; closes everything. Returns the exit status. */
int list_command_finish(struct list_command *command, enum code code, size_t taken, struct err *err);

#endif
