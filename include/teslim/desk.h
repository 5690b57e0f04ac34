/*
 * desk: the rules and the flows at the desk. Pure: values in, values out; no I/O, no clock, no screen, no SQL.
 * A flow takes an event and answers with effects; `app` performs them and feeds the results back as events.
 */
#ifndef TESLIM_DESK_H
#define TESLIM_DESK_H

#include "teslim/desk/form.h"
#include "teslim/desk/steps.h"
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/model.h"

/* ------------------------------------------------------------------ matching */

struct verdict_policy {
	bool require_chain;         /* an unchecked or unknown chain refuses instead of being "not checked" */
	bool require_revocation;    /* an unchecked revocation refuses */
	int64_t sha1_until;         /* a certificate signed with SHA-1 that begins before it warns, a later one is refused */
	bool accept_test;           /* demo and training desks only: a test certificate is a warning */
	const char *const *issuers; /* accepted issuer CN prefixes (data file), NULL-terminated; NULL: any */
	const struct ident_rules *documents; /* accepted identity documents; NULL: the shipped ones */
};

/* What the store knows about earlier handovers of this card or application. */
struct handover_history {
	bool application_done;           /* this application was already handed over */
	bool certificate_done;           /* this certificate (by fingerprint) was already handed over */
	char record_number[RECORD_TEXT]; /* of the earlier one */
	char card_serial[SERIAL_TEXT];   /* what the shipment says came for this application; empty: not known */
	char reader_serial[SERIAL_TEXT];
	char tracking_number[SERIAL_TEXT];
	char document_record[RECORD_TEXT]; /* somebody else's, with the same identity document; empty: none */
	char recent_record[RECORD_TEXT];   /* of another card of this person not long ago; empty: none */
	int recent_days;                   /* how long ago that was */
	bool is_officer;                   /* whoever hands over is the person himself */
	bool outside_hours;                /* now is no working time of this desk */
};

/*
 * Judges a certificate against the applicant it is meant for (NULL: nobody yet, the two comparing rules are left
 * out) at time now. Fills *verdict with one finding per rule, in rule order (RULE_CARD_READING only when something on
 * the card was not read). National ID number equal and name
 * unequal: refuse with advice to hold; number unequal: refuse whatever the name (namesakes, domain 6.3).
 */
void desk_judge(struct verdict *verdict, const struct applicant *applicant, const struct certificate_facts *facts,
	const struct certificate_check *check, const struct handover_history *history, const struct verdict_policy *policy,
	int64_t now);
/*
 * Adds what has to be said of the person and the moment, whatever card it is: a document that was somebody else's, one that
 * expires today, another card not long ago, an hour at which nobody works here, an officer who would serve himself (which is
 * refused). history may be NULL: then only the document is looked at. (law 5070 art. 9; the centre's undertaking)
 */
void desk_judge_person(struct verdict *verdict, const struct identity_document *identity, const struct handover_history *history,
	int64_t now);
/* Refused is worse than a warning, a warning worse than what nobody looked at, and that worse than a pass: more is worse. */
int desk_weight(enum verdict_level level);
/* Whether a verdict of that level allows handing over. NOT_CHECKED does; it is written on the paper. */
bool desk_may_hand_over(const struct verdict *verdict);
/* Adds a finding that desk_judge does not come to by itself, and raises the verdict's level to it. */
void desk_note(struct verdict *verdict, enum verdict_rule rule, enum verdict_level level, enum message message,
	const char *detail);
/* "Given SURNAME" as the register has it. */
void desk_full_name(char out[FULL_NAME_TEXT], const struct applicant *applicant);
/*
 * Of several certificates on a card, the one to judge: first those that match the applicant's number and are
 * qualified and in force, then newest. Returns an index, -1 when count is 0. (domain 3.4: an expired twin.)
 */
int desk_choose_certificate(const struct certificate_facts *facts, int count, const struct applicant *applicant, int64_t now);

/* ------------------------------------------------------------------ the handover flow */

enum handover_step {
	STEP_APPLICANT, /* 1 find the applicant */
	STEP_IDENTITY,  /* 2 identity document */
	STEP_CARD,      /* 3 card into the reader */
	STEP_VERDICT,   /* 4 does the certificate match */
	STEP_ITEMS,     /* 5 card, reader, serials */
	STEP_SUMMARY,   /* 6 summary and commit */
	STEP_PRINT,     /* 7 the record on paper */
	STEP_SIGNED,    /* 8 signed copies */
	STEP_REFUSE,    /* side step: why it ends without handing over; Back returns */
	STEP_DOUBT,     /* side step: the number on the document did not agree twice; how it goes on */
	STEP_DONE,      /* the screen closes */
	STEP_COUNT
};

enum handover_field {
	FIELD_QUERY,           /* STEP_APPLICANT: what is searched for */
	FIELD_IDENTITY_NUMBER, /* STEP_IDENTITY */
	FIELD_IDENTITY_EXPIRY, /* typed as dd.mm.yyyy */
	FIELD_CARD_SERIAL,     /* STEP_ITEMS */
	FIELD_READER_SERIAL,
	FIELD_NOTE,            /* STEP_REFUSE: free words for the journal */
	FIELD_IDENTITY_DIGITS, /* STEP_IDENTITY: the first digits of the number, typed off the document; compared when complete */
	FIELD_COUNT
};

enum handover_action {
	ACTION_NEXT,          /* F9 / go on */
	ACTION_BACK,          /* F8 one step back, nothing typed is lost */
	ACTION_CANCEL,        /* Esc: asks for the reason (STEP_REFUSE) once an applicant was chosen; leaves before */
	ACTION_TOGGLE_KIND,   /* next kind of identity document */
	ACTION_FACE,          /* the face, and the name where no machine has read it, are the document's */
	ACTION_TOGGLE_READER, /* reader handed over or not */
	ACTION_READ_AGAIN,    /* read the card once more */
	ACTION_REFUSE,        /* open STEP_REFUSE */
	ACTION_ARM,           /* STEP_SUMMARY: first of the two keys of the commit */
	ACTION_COMMIT,        /* the second, another key; counts only when armed */
	ACTION_PRINT_AGAIN,
	ACTION_PAPER_OUT,   /* yes, the paper came out */
	ACTION_PRINT_LATER, /* keep it in the queue, go on */
	ACTION_SIGNED,      /* both signed copies are here */
	ACTION_SIGNED_LATER,
	ACTION_COUNT
};

enum event_kind {
	EVENT_START,
	EVENT_TYPED,        /* field, text: the whole new text of a field */
	EVENT_SCAN,         /* text: pasted or scanned (MRZ, barcode); field: the serial number that has the focus, if one has */
	EVENT_CHOOSE,       /* number: index into results, into the reasons of STEP_REFUSE or the ways of STEP_DOUBT */
	EVENT_ACTION,       /* action */
	EVENT_CARD_IN,      /* text: reader name */
	EVENT_CARD_READING, /* number: per cent */
	EVENT_CARD_CERT,    /* facts, check: one certificate, already verified by app */
	EVENT_CARD_READ,    /* number: how many certificates; all there was */
	EVENT_CARD_OUT,
	EVENT_CARD_FAULT,     /* text: the sentence; fault: stable ASCII code */
	EVENT_FOUND,          /* applicants, number */
	EVENT_HISTORY,        /* history; text: the fingerprint it is about (NULL: the one asked for last) */
	EVENT_COMMITTED,      /* handover: as stored, with its number */
	EVENT_REFUSED,        /* the refusal is in the journal */
	EVENT_TAKEN_BACK,     /* a correction has taken the committed handover back */
	EVENT_PRINT_STATE,    /* paper: new state; text: sentence when it failed */
	EVENT_FAILED,         /* text: the sentence; effect: what could not be done */
	EVENT_RELOADED,       /* applicants: the one that a restored flow is about, as the register has him now */
	EVENT_SECOND_OFFICER, /* text: name of another officer who has proven who he is and has seen the document */
	EVENT_TICK
};

enum effect_kind {
	EFFECT_FIND,        /* text: query as typed; answered by EVENT_FOUND */
	EFFECT_FIND_NUMBER, /* text: national ID number; answered by EVENT_FOUND */
	EFFECT_READ_CARD,   /* ask the agent to read the card that is in */
	EFFECT_HISTORY,     /* applicant and certificate of the flow; answered by EVENT_HISTORY */
	EFFECT_COMMIT,      /* flow->draft; answered by EVENT_COMMITTED or EVENT_FAILED */
	EFFECT_REFUSE,      /* flow->refusal, note; answered by EVENT_REFUSED or EVENT_FAILED */
	EFFECT_PRINT,       /* print flow->handover; answered by EVENT_PRINT_STATE */
	EFFECT_PAPER_STATE, /* paper: record that state; answered by EVENT_PRINT_STATE */
	EFFECT_SAVE_DRAFT,  /* keep handover_save() for a later login */
	EFFECT_DROP_DRAFT,
	EFFECT_BEEP, /* bad news must be heard */
	EFFECT_CLOSE /* the screen goes */
};

struct event {
	enum event_kind kind;
	int64_t now;
	enum handover_field field;
	enum handover_action action;
	enum effect_kind effect;
	enum paper_state paper;
	int number;
	int unreadable;   /* EVENT_CARD_READ: places on the card that could not be read */
	bool left_out;    /* and there are more certificates than are read */
	const char *text; /* borrowed for the call */
	const char *fault;
	const struct applicant *applicants;
	const struct certificate_facts *facts;
	const struct certificate_check *check;
	const struct handover_history *history;
	const struct handover *handover;
};

struct effect {
	enum effect_kind kind;
	enum paper_state paper;
	char text[FIELD_TEXT];
};

enum { EFFECTS_MAX = 8, RESULTS_MAX = 64, CARD_CERTIFICATES_MAX = 16 };

struct effects {
	int count;
	struct effect list[EFFECTS_MAX];
};

enum { IDENTITY_DIGITS = 5, WRONG_DIGITS_MAX = 2 }; /* of the national ID number; how often they may be wrong */

/* How a serial number came to a flow. */
enum serial_source { SERIAL_NONE, SERIAL_TYPED, SERIAL_SCANNED };

/* What became of a number on the document that did not agree. */
enum identity_doubt { DOUBT_NONE, DOUBT_OPEN, DOUBT_DOCUMENT, DOUBT_OFFICER };

/* Wrong numbers of somebody who is not chosen now. */
enum { DOUBTED_MAX = 4 };
struct doubted {
	int64_t applicant_id;
	int wrong_digits;
	enum identity_kind first_kind;
};

/* The ways on from STEP_DOUBT. */
enum doubt_way {
	WAY_DOCUMENT, /* a second document, of another kind */
	WAY_OFFICER,  /* a second officer looks as well */
	WAY_HOLD,     /* the application is put on hold, and nothing is said of why */
	WAY_REFUSE,
	WAY_COUNT
};

enum card_presence { PRESENCE_NONE, PRESENCE_READING, PRESENCE_READ, PRESENCE_FAULT };

/* The state of one handover. Members may be read by the screen that draws it; only the machine writes them. */
struct handover_flow {
	struct stand at;              /* the step is an enum handover_step */
	enum handover_step came_from; /* where Back leads from STEP_REFUSE */
	struct form form;             /* what is typed, by enum handover_field; its values stand in no other place */
	struct applicant results[RESULTS_MAX];
	int result_count;
	bool result_more; /* there were more than RESULTS_MAX */
	bool has_applicant;
	struct applicant applicant;
	struct identity_document identity;
	int wrong_digits; /* how often the typed digits did not agree */
	enum identity_doubt doubt;
	enum identity_kind first_kind;       /* of the document that the doubt arose from */
	struct doubted doubted[DOUBTED_MAX]; /* of people who were chosen before and left: choosing another forgets no wrong number */
	int doubted_count;
	bool asks_officer; /* STEP_DOUBT waits for a second officer */
	char second_officer[FULL_NAME_TEXT];
	enum card_presence presence;
	int card_percent;
	char card_reader_name[FIELD_TEXT];
	char card_fault[256]; /* sentence */
	char card_fault_code[32];
	struct certificate_facts certificates[CARD_CERTIFICATES_MAX];
	struct certificate_check checks[CARD_CERTIFICATES_MAX];
	int certificate_count;
	int chosen; /* index, -1 none */
	bool has_history;
	struct handover_history history;
	struct verdict verdict;
	char frozen[65]; /* fingerprint of the certificate the verdict is about; empty: none. Its facts are in handover */
	bool gives_reader;
	enum serial_source card_source, reader_source; /* of the fields */
	enum refusal_reason refusal;
	struct handover handover; /* draft before EVENT_COMMITTED (certificate and check since the verdict), the stored one after */
	bool committed;
	int64_t started;
	int found_by;                 /* enum flow_search: what the search that is out was about */
	enum handover_step resume_to; /* after a restore: where to go once the same card has been read again */
	char resume_frozen[65];
	char serials_for[65]; /* the certificate whose card the typed serial number is of */
	bool has_scan;        /* an identity card was scanned before its person was chosen */
	struct mrz scan;
};

enum flow_search { SEARCH_TYPED, SEARCH_CARD, SEARCH_MRZ };

/* The table that screens and help are derived from: enum handover_step and enum handover_action. */
extern const struct steps handover_steps;
/* Whether a key of the table does something right now (ARM before COMMIT, NEXT only when complete). */
bool handover_is_live(const struct handover_flow *flow, enum handover_action action);
/* Whether the card that the verdict is about is in the reader now, read to its end. Without it nothing is committed. */
bool handover_card_is_here(const struct handover_flow *flow);

void handover_init(struct handover_flow *flow, const struct verdict_policy *policy);
/*
 * Takes an event, changes the flow, fills effects. Returns OK, or ERR_REFUSED when the event is not valid at this
 * step (nothing changed). policy is the desk's; it must be the same for the life of the flow. EFFECT_COMMIT comes only
 * while the judged card is in the reader, the verdict and the identity document still hold at event->now, the items are
 * answered, and ARM came at most 30 seconds before.
 */
enum code handover_advance(struct handover_flow *flow, const struct verdict_policy *policy, const struct event *event,
	struct effects *effects);
/* The reasons offered at STEP_REFUSE for where the flow came from; returns how many. */
int handover_reasons(const struct handover_flow *flow, enum refusal_reason out[REFUSAL_COUNT]);
/* The ways offered at STEP_DOUBT; returns how many. A second document is asked for once. */
int handover_ways(const struct handover_flow *flow, enum doubt_way out[WAY_COUNT]);
/*
 * The certificate that a refusal is about, for its journal entry: the one in the reader, or, when the reason is about a
 * card that was pulled since, the last one that was judged. NULL: about none.
 */
const struct certificate_facts *handover_refused_certificate(const struct handover_flow *flow);

/*
 * Draft: everything typed and decided so far as text lines (key=value, percent-encoded), to resume after a lost
 * connection or a crash. A restored flow stands at the same step; behind STEP_CARD it stands there until the same card
 * has been read and judged again, and goes on by itself. A committed one goes on with its paper. The text is not
 * trusted: ERR_SYNTAX or ERR_LIMIT with a sentence leaves the flow as handover_init does; a step that what was typed
 * does not support is lowered. Of the applicant it names the id only: until EVENT_RELOADED brings what the register says
 * of him, the flow takes no other event.
 */
void handover_save(const struct handover_flow *flow, struct str *out);
enum code handover_restore(struct handover_flow *flow, const struct verdict_policy *policy, const char *text, struct err *err);

#endif
