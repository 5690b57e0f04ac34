/*
 * print (private): where a drawn document goes, the events that tell of it, and the bytes of a dot-matrix printer.
 */
#ifndef TESLIM_PRINT_DELIVER_H
#define TESLIM_PRINT_DELIVER_H

#include "teslim/base.h"
#include "teslim/message.h"
#include "letters.h"
#include "teslim/print.h"

/* ---- event.c: one line each on standard output, flushed. */
void event_rendered(int pages, size_t bytes, const char *file); /* file may be NULL */
void event_queued(int job, const char *to);
void event_state(const char *value, int job); /* job 0: none */
void event_reason(const char *value, const char *text);
struct printer_state {
	const char *name, *state, *reasons, *text, *to;
	bool accepting;
};
void event_printer(const struct printer_state *printer);
void event_done(int job);
/* The fault line of an error; its code word is derived from the error's message and code. */
void event_fault(const struct err *err, int job);

/* ---- target.c */
enum target_kind { TARGET_NONE, TARGET_CUPS, TARGET_IPP, TARGET_FILE, TARGET_DEVICE, TARGET_SOCKET, TARGET_COMMAND };
enum format { FORMAT_AUTO, FORMAT_PDF, FORMAT_TEXT, FORMAT_MATRIX };

struct target {
	enum target_kind kind;
	const char *whole; /* as given, for messages */
	const char *rest;  /* behind the colon: queue, path, command; the whole of an ipp address */
	char host[256];    /* TARGET_SOCKET */
	char port[8];
};

/* Splits a destination; ERR_USAGE with a sentence. Borrows text. */
enum code target_read(struct target *target, const char *text, struct err *err);

/* What goes over. */
struct parcel {
	const char *bytes;
	size_t length;
	enum format format;
	int copies;         /* made by the print server for PDF and text; matrix bytes hold them already */
	const char *title;  /* job name, UTF-8 */
	const char *number; /* for file names */
	const char *kind;
	const char *mark; /* empty: an original */
	int wait_seconds;
	const char *server; /* CUPS server; NULL: the library's own choice */
	int pages;
};

/* Hands the parcel over and tells events on the way; *job is the print server's number where there is one. */
enum code target_send(const struct target *target, const struct parcel *parcel, int *job, struct err *err);
/* One printer event (several for "cups:"). */
enum code target_status(const struct target *target, const char *server, struct err *err);

/* ---- output.c */
/*
 * Writes a file whole or not at all (temporary file, flush, rename); into what is no regular file (a device, a pipe, a
 * link) it writes directly. Errors bear the sentences of printing.
 */
enum code output_write(const char *path, const char *bytes, size_t length, struct err *err);
/* The same with a name made of kind and number in the directory; path gets it. */
enum code output_write_in(const char *folder, const struct parcel *parcel, struct str *path, struct err *err);
/* Gives an errno the sentence that fits printing. */
enum code output_errno(struct err *err, int number, const char *where, const char *detail);

/* ---- stream.c: in a child with a deadline, since open, connect and write may block without limit. */
enum code stream_device(const char *path, const struct parcel *parcel, struct err *err);
enum code stream_socket(const struct target *target, const struct parcel *parcel, struct err *err);
enum code stream_command(const char *command, const struct parcel *parcel, struct err *err);
/* Splits at blanks, quotes group; the words point into text, which is modified. Returns how many, 0 when malformed. */
int stream_split(char *text, char **words, int max);
/* Connects within PRINT_CONNECT_SECONDS; -1 and *err. */
int stream_connect(const struct target *target, struct err *err);

/* ---- cups.c */
enum code cups_send(const struct target *target, const struct parcel *parcel, int *job, struct err *err);
enum code cups_status(const struct target *target, const char *server, struct err *err);
enum code cups_cancel(const struct target *target, const char *server, int job, struct err *err);
/* Follows a job until it ends or wait_seconds have passed. */
enum code cups_watch(const struct target *target, const char *server, int job, int wait_seconds, struct err *err);

/* ---- matrix.c */
struct repertoire matrix_repertoire(void); /* what such a printer can show */
/*
 * Turns a UTF-8 text page into the bytes of a dot-matrix printer: ESC/P set-up, code page 857, CR LF, form feeds,
 * `copies` times. Signs beyond the code page are replaced where that loses nothing (quotes, dashes); others were replaced
 * before (letters.h): ERR_RANGE naming the letter.
 */
enum code matrix_bytes(struct str *out, const char *text, int copies, struct err *err);

#endif
