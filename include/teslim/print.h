/*
 * print: the words that teslim-print speaks. The program is one of its own; other rooms meet it only as lines in the
 * grammar of helper.h, so this door holds nothing but names.
 *
 * It reads one document (report.h) on standard input and writes events, one per line, on standard output:
 *   rendered  pages= bytes= [file=]          drawn; file: where, when it stays in one
 *   queued    job= to=                       the print server has taken it
 *   state     value= [job=]                  pending held processing stopped canceled aborted completed; writing
 *   reason    value= text=                   why it waits or failed, as the printer says it (media-empty, ...)
 *   printer   name= state= accepting=yes|no reasons= text= to=    only with --status
 *   done      [job=]                         handed over; whether paper came out only a person can say
 *   fault     code= text= [job=]             the last line of a failure: a sentence with what to do
 * After one document comes exactly one `done` or one `fault`.
 */
#ifndef TESLIM_PRINT_H
#define TESLIM_PRINT_H

#define PRINT_EVENT_RENDERED "rendered"
#define PRINT_EVENT_QUEUED "queued"
#define PRINT_EVENT_STATE "state"
#define PRINT_EVENT_REASON "reason"
#define PRINT_EVENT_PRINTER "printer"
#define PRINT_EVENT_DONE "done"
#define PRINT_EVENT_FAULT "fault"

/* Fault codes: stable ASCII, for branching, journals and tests. The sentence comes with the line. */
#define PRINT_FAULT_USAGE "usage"       /* wrong option or destination */
#define PRINT_FAULT_DOCUMENT "document" /* not a document, cut off, not UTF-8 */
#define PRINT_FAULT_LETTER "letter"     /* a letter that the code page lacks, in a text page given as such; the text names it */
#define PRINT_FAULT_FONT "font"         /* no usable font file */
#define PRINT_FAULT_BARCODE "barcode"   /* cannot be encoded */
#define PRINT_FAULT_DRAW "draw"         /* the drawing library failed */
#define PRINT_FAULT_FULL "disk-full"
#define PRINT_FAULT_PERMISSION "permission"
#define PRINT_FAULT_NOT_FOUND "not-found" /* directory, device or command is not there */
#define PRINT_FAULT_IO "io"
#define PRINT_FAULT_TIMEOUT "timeout" /* did not take the bytes or did not answer in time */
#define PRINT_FAULT_BUSY "busy"
#define PRINT_FAULT_UNREACHABLE "unreachable" /* host, port, print server */
#define PRINT_FAULT_NO_QUEUE "no-queue"       /* the print server knows no such queue */
#define PRINT_FAULT_REFUSED "refused"         /* the printer refused the job */
#define PRINT_FAULT_FORBIDDEN "forbidden"     /* the server or printer does not permit this user */
#define PRINT_FAULT_STOPPED "stopped"         /* it does not print; the job was taken back, or its text says that it waits */
#define PRINT_FAULT_ABORTED "aborted"         /* the job was given up or cancelled at the server */
#define PRINT_FAULT_GONE "gone"               /* the other side vanished while the bytes were going over, or after */
#define PRINT_FAULT_COMMAND "command"         /* the configured command failed */

enum {
	PRINT_CONNECT_SECONDS = 3, /* to reach a print server or socket */
	PRINT_WAIT_SECONDS = 30    /* default of --wait: until the job is done or the device took every byte */
};

#endif
