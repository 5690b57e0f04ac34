/*
 * card: the words that the card agent (the program teslim-card) speaks. The agent is a program of its own; other
 * rooms meet it only as lines in the grammar of helper.h, so this door holds nothing but names.
 *
 * Events, one per line on standard output:
 *   ready        version= pid=
 *   daemon       state=up|down [code= text= cure= call= by=]   the PC/SC service
 *   reader       reader= card=yes|no                      a reader is there (sent again when asked by `list`)
 *   reader-gone  reader=
 *   card         reader= atr=HEX serial=N                 a card came in; N counts insertions of this reader
 *   progress     reader= read= total=                     bytes of the certificate at hand
 *   cert         reader= label= id=HEX family= der=BASE64
 *   plastic      reader= kind= text=                      what the card is, when it is no readable certificate card
 *   done         reader= count= family= apdus= bytes= ms= [unreadable= left=yes want=yes|no]
 *   card-gone    reader=
 *   fault        reader= code= text= cure= call= by=      reader empty: there is none (no-reader, no-driver)
 *   finding      code= level=ok|warn|bad text= cure= call= by=   only with --doctor or the command `doctor`
 *   doctor-done  count= bad=                              after the findings
 * text: one sentence, with what to do when by=officer; cure: one command for an administrator in a shell; call: what an
 * officer at the screen does when the sentence does not help: whom to call and what to say; by=officer|administrator: who
 * can mend it. After a `card` comes exactly one `done` or one `fault` with that reader (unless the card is pulled: `card-gone`,
 * which may follow a fault). Commands, one per line on standard input:
 *   read         reader= [want=NATIONAL-ID] [first=yes]   read (again) the card that is in
 *   list         -                                        repeat the state: daemon, readers, cards
 *   doctor       -
 *   quit         -
 */
#ifndef TESLIM_CARD_H
#define TESLIM_CARD_H

#define CARD_EVENT_READY "ready"
#define CARD_EVENT_DAEMON "daemon"
#define CARD_EVENT_READER "reader"
#define CARD_EVENT_READER_GONE "reader-gone"
#define CARD_EVENT_CARD "card"
#define CARD_EVENT_PROGRESS "progress"
#define CARD_EVENT_CERT "cert"
#define CARD_EVENT_PLASTIC "plastic"
#define CARD_EVENT_DONE "done"
#define CARD_EVENT_CARD_GONE "card-gone"
#define CARD_EVENT_FAULT "fault"
#define CARD_EVENT_FINDING "finding"
#define CARD_EVENT_DOCTOR_DONE "doctor-done"

#define CARD_COMMAND_READ "read"
#define CARD_COMMAND_LIST "list"
#define CARD_COMMAND_DOCTOR "doctor"
#define CARD_COMMAND_LANGUAGE "language" /* to=tr|en: of the sentences from now on */
#define CARD_COMMAND_QUIT "quit"

/* Fault codes: stable ASCII, for branching, journals and tests. The sentence comes with the line. */
/* the service */
#define CARD_FAULT_NO_DAEMON "no-daemon"           /* pcscd is not running */
#define CARD_FAULT_SOCKET_REFUSED "socket-refused" /* its socket is there, nobody listens */
#define CARD_FAULT_SOCKET_DENIED "socket-denied"   /* file permissions of the socket */
#define CARD_FAULT_SOCKET_GONE "socket-gone"       /* PCSCLITE_CSOCK_NAME names a socket that is not there */
#define CARD_FAULT_TUNNEL_GONE "tunnel-gone"       /* the same in a session that came over SSH: the tunnel was cut */
#define CARD_FAULT_NO_ANSWER "no-answer"           /* the socket takes connections, the service behind it says nothing */
#define CARD_FAULT_POLKIT "polkit"                 /* access refused to this account's session, here or remote */
#define CARD_FAULT_VERSION "version"               /* client and daemon speak different protocol versions */
#define CARD_FAULT_DAEMON_LOST "daemon-lost"       /* it was there and went away */
#define CARD_FAULT_READERS "reader-list"           /* it answers, but not with the list of its readers */
/* the reader */
#define CARD_FAULT_NO_READER "no-reader"
#define CARD_FAULT_NO_DRIVER "no-driver" /* a USB reader is plugged in that no driver serves */
#define CARD_FAULT_READER_GONE "reader-unplugged"
#define CARD_FAULT_EMPTY "empty-reader"
#define CARD_FAULT_EXCLUSIVE "exclusive"     /* another program holds the reader exclusively */
#define CARD_FAULT_LOCKED "locked"           /* it hangs, and another program is connected that may hold a transaction */
#define CARD_FAULT_STUCK "reader-stuck"      /* the reader hangs, and no other program is seen at it */
#define CARD_FAULT_RESET "reset"             /* reset again and again, perhaps by another program */
#define CARD_FAULT_RESET_ALONE "reset-alone" /* the same, and no other program is seen that would */
#define CARD_FAULT_ODD_READER "odd-reader"   /* answers that no card gives, again and again */
/* the card */
#define CARD_FAULT_MUTE "mute"       /* no answer to reset: upside down, dirty, dead */
#define CARD_FAULT_BAD_ATR "bad-atr" /* answers, but not properly */
#define CARD_FAULT_SILENT "silent"   /* stopped answering in the middle: pull it */
#define CARD_FAULT_PULLED "pulled"
#define CARD_FAULT_GARBLED "garbled"               /* broken answers: contact, hostile or damaged card */
#define CARD_FAULT_UNKNOWN_CARD "unknown-card"     /* none of the known layouts */
#define CARD_FAULT_NO_CERTIFICATE "no-certificate" /* a known layout that holds none */
#define CARD_FAULT_AKIS_HIDDEN "akis-hidden"       /* AKİS that shows nothing without its vendor's software */
#define CARD_FAULT_PROTECTED "protected"           /* certificates only after PIN or over secure messaging */
#define CARD_FAULT_TRUNCATED "truncated"           /* certificate ends too early */
#define CARD_FAULT_NOT_A_CERTIFICATE "not-a-certificate"
#define CARD_FAULT_LIMIT "limit"                 /* claims more than any certificate card has */
#define CARD_FAULT_IDENTITY_CARD "identity-card" /* Turkish identity card */
#define CARD_FAULT_BANK_CARD "bank-card"
#define CARD_FAULT_COMMON_ACCESS_CARD "cac" /* US Department of Defense's */
/* the program itself */
#define CARD_FAULT_STOPPED "stopped" /* its sandbox ended a process of it at a call that is not allowed */
#define CARD_FAULT_CRASHED "crashed" /* a signal did */
#define CARD_FAULT_INTERNAL "internal"
#define CARD_FAULT_MODULE "module"       /* the PKCS#11 library that is set cannot be used */
#define CARD_FAULT_UNGUARDED "unguarded" /* a finding: the kernel refused the sandbox, cards are read without it */

/* Families, in `cert` and `done`. */
#define CARD_FAMILY_AKIS "akis"
#define CARD_FAMILY_PKCS15 "pkcs15"
#define CARD_FAMILY_ISOAPPLET "isoapplet"
#define CARD_FAMILY_PIV "piv"
#define CARD_FAMILY_MODULE "module"

/* Exit statuses of teslim-card --once. */
enum card_exit {
	CARD_EXIT_READ = 0,
	CARD_EXIT_NONE = 1,  /* no certificate, or the card was refused */
	CARD_EXIT_USAGE = 2, /* wrong use, or could not be decided */
	CARD_EXIT_NO_DAEMON = 3,
	CARD_EXIT_NO_READER = 4,
	CARD_EXIT_NO_CARD = 5
};

#endif
