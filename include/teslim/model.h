/*
 * model: the nouns that flow through the corridor, as plain values. No functions, no room of its own.
 * All text is UTF-8 and NUL-terminated; all times are seconds since 1970 UTC, 0 meaning "not known";
 * dates without a time of day are text "YYYY-MM-DD", empty meaning "not known".
 *
 * An enum with words is a list WORD(constant, word, message). The word stands in databases, journal, JSON and data files and
 * never changes; the message is what a person is shown (NONE: nobody is). words.h gives the name, parser and message of each.
 */
#ifndef TESLIM_MODEL_H
#define TESLIM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "teslim/message_ids.h"

#define WORD_CONSTANT(constant, word, message) constant,

enum {
	NATIONAL_ID_TEXT = 12, /* 11 digits */
	NAME_TEXT = 128,       /* one name part */
	FULL_NAME_TEXT = 260,
	FIELD_TEXT = 160, /* unit, title, e-mail, note */
	SERIAL_TEXT = 64, /* printed serials: free text */
	DATE_TEXT = 11,   /* YYYY-MM-DD */
	RECORD_TEXT = 24, /* 2026/A-0042 */
	DESK_TEXT = 9,    /* A, B2: at most 8 of A-Z 0-9 */
	PLACE_TEXT = 16,  /* in the drawer: A-07 */
	FINDINGS_MAX = 24
};

/* Where an application stands (domain 1.4). DELIVERED ends it; only a correction entry follows. */
#define APPLICATION_STATES(WORD) \
	WORD(APPLICATION_EXPECTED, "expected", STATE_EXPECTED) \
	WORD(APPLICATION_IN_TRANSIT, "in-transit", STATE_IN_TRANSIT) \
	WORD(APPLICATION_RECEIVED, "received", STATE_RECEIVED) \
	WORD(APPLICATION_DELIVERED, "delivered", STATE_DELIVERED) \
	WORD(APPLICATION_ON_HOLD, "on-hold", STATE_ON_HOLD) \
	WORD(APPLICATION_RETURN_PENDING, "return-pending", STATE_RETURN_PENDING) \
	WORD(APPLICATION_RETURNED, "returned", STATE_RETURNED) \
	WORD(APPLICATION_LOST, "lost", STATE_LOST) \
	WORD(APPLICATION_CANCELLED, "cancelled", STATE_CANCELLED)
enum application_state { APPLICATION_STATES(WORD_CONSTANT) };

/* One application of one person. A renewed or second card is a second application (domain 1.5). */
struct applicant {
	int64_t id;
	char national_id[NATIONAL_ID_TEXT];
	char given_names[NAME_TEXT];
	char surname[NAME_TEXT];
	char email[FIELD_TEXT];
	char unit[FIELD_TEXT];
	char title[FIELD_TEXT];
	char application_kind[8]; /* raw code of the list: 1 first, 2 lost/stolen, 3 renewal, 4 other */
	char reader_kind[8];      /* raw code: 1 mini, 2 desktop, 3 none wanted */
	enum application_state state;
	int64_t state_since;
	char note[FIELD_TEXT];           /* why on hold, returned, ... */
	int64_t shipment_id;             /* 0: not shipped yet */
	char record_number[RECORD_TEXT]; /* of the handover in force; empty: none */
};

/* What a later list may change of an application that is open; the national ID number says whose it is. */
#define APPLICANT_FIELDS(WORD) \
	WORD(APPLICANT_GIVEN_NAMES, "given-names", LIST_COLUMN_GIVEN_NAMES) \
	WORD(APPLICANT_SURNAME, "surname", LIST_COLUMN_SURNAME) \
	WORD(APPLICANT_EMAIL, "email", LIST_COLUMN_EMAIL) \
	WORD(APPLICANT_UNIT, "unit", LIST_COLUMN_UNIT) \
	WORD(APPLICANT_TITLE, "title", LIST_COLUMN_TITLE) \
	WORD(APPLICANT_KIND, "application-kind", LIST_COLUMN_APPLICATION_KIND) \
	WORD(APPLICANT_READER_KIND, "reader-kind", LIST_COLUMN_READER_KIND)
enum applicant_field { APPLICANT_FIELDS(WORD_CONSTANT) APPLICANT_FIELD_COUNT };

/* A courier's delivery. */
struct shipment {
	int64_t id;
	char tracking_number[SERIAL_TEXT];
	char dispatched[DATE_TEXT]; /* start of the ten business days */
	int64_t received;           /* 0: still with the courier */
	int cards_expected;
	int readers_expected;
};

#define CARD_STATES(WORD) \
	WORD(CARD_EXPECTED, "expected", CARD_STATE_EXPECTED) \
	WORD(CARD_IN_STOCK, "in-stock", CARD_STATE_IN_STOCK) \
	WORD(CARD_HANDED_OVER, "handed-over", CARD_STATE_HANDED_OVER) \
	WORD(CARD_RETURNED, "returned", CARD_STATE_RETURNED) \
	WORD(CARD_LOST, "lost", CARD_STATE_LOST) \
	WORD(CARD_MISSING, "missing", CARD_STATE_MISSING) /* announced, and not in the parcel when that was counted */
enum card_state { CARD_STATES(WORD_CONSTANT) };

/* A smart card as an item. card_serial is what is printed on the carrier: free text. */
struct card {
	int64_t id;
	int64_t shipment_id;
	int64_t applicant_id; /* 0: not known yet */
	char card_serial[SERIAL_TEXT];
	char certificate_serial[SERIAL_TEXT]; /* hex; empty until read */
	char place[PLACE_TEXT];               /* in the drawer; empty: nobody said */
	enum card_state state;
};

/* A card reader as an item (not the desk's own reader). */
struct reader_device {
	int64_t id;
	int64_t shipment_id;
	int64_t announced_for; /* the application whose row of the shipment's list named it; 0 nobody's */
	int64_t holder_id;     /* the application that it was handed over with, while it is out; 0 nobody's that is known */
	char serial[SERIAL_TEXT];
	char kind[8]; /* raw code as in applicant.reader_kind */
	char place[PLACE_TEXT];
	enum card_state state;
	bool damaged; /* seen so in its parcel, or when it came back: given to nobody */
};

/* RFC 5280 4.2.1.3 key usage bits. */
enum key_usage {
	KEY_USAGE_DIGITAL_SIGNATURE = 1 << 0,
	KEY_USAGE_NON_REPUDIATION = 1 << 1,
	KEY_USAGE_KEY_ENCIPHERMENT = 1 << 2,
	KEY_USAGE_DATA_ENCIPHERMENT = 1 << 3,
	KEY_USAGE_KEY_AGREEMENT = 1 << 4,
	KEY_USAGE_CERT_SIGN = 1 << 5,
	KEY_USAGE_CRL_SIGN = 1 << 6,
	KEY_USAGE_ENCIPHER_ONLY = 1 << 7,
	KEY_USAGE_DECIPHER_ONLY = 1 << 8
};

/* clang-format off */
/* What a certificate is, by what is in it (domain 3.2). */
#define CERTIFICATE_KINDS(WORD) \
	WORD(CERTIFICATE_QUALIFIED, "qualified", APP_KIND_QUALIFIED) /* NES: signs for a person, law 5070 */ \
	WORD(CERTIFICATE_SEAL, "seal", APP_KIND_SEAL) /* institution seal (5070.1.3, 2.1, 2.2) */ \
	WORD(CERTIFICATE_FISCAL_SEAL, "fiscal-seal", APP_KIND_FISCAL) /* mali mühür */ \
	WORD(CERTIFICATE_TEST, "test", APP_KIND_TEST) /* test policy or test notice */ \
	WORD(CERTIFICATE_AUTHENTICATION, "authentication", APP_KIND_AUTHENTICATION) /* no non-repudiation, says nothing of qualified */ \
	WORD(CERTIFICATE_AUTHORITY, "authority", APP_KIND_AUTHORITY) /* basicConstraints CA */ \
	WORD(CERTIFICATE_OTHER, "other", APP_KIND_OTHER) /* anything else: not qualified, reasons say why */
enum certificate_kind { CERTIFICATE_KINDS(WORD_CONSTANT) };
/* clang-format on */

/* Which parts of the qualified test (domain 3.2) failed; 0 = all passed. */
enum qualified_lack {
	LACK_NON_REPUDIATION = 1 << 0,
	LACK_ETSI_STATEMENT = 1 << 1,
	LACK_BTK_STATEMENT = 1 << 2,
	LACK_USER_NOTICE = 1 << 3,
	LACK_USAGE_LIMIT = 1 << 4,   /* a usage limit statement is present */
	LACK_UNKNOWN_ISSUER = 1 << 5 /* issuer name not in the issuers file (a warning) */
};

/* With what the certificate itself was signed. */
enum signature_hash {
	HASH_SOUND, /* SHA-2 and what came after it */
	HASH_SHA1,  /* sound when the certificate is old enough */
	HASH_BROKEN /* MD5 and before: anybody can make another certificate with the same signature */
};

struct certificate_facts {
	char subject_cn[FULL_NAME_TEXT];
	char national_id[32]; /* subject serialNumber as it stands */
	char subject[512];    /* every attribute, readable, in order */
	char issuer_cn[FULL_NAME_TEXT];
	char issuer[512];
	char serial[SERIAL_TEXT]; /* upper-case hex, no separators */
	int64_t not_before;
	int64_t not_after;
	char key[32];       /* "RSA 2048", "EC P-384" */
	char signature[48]; /* "sha256WithRSAEncryption" */
	bool weak_key;      /* RSA below 2048 bits, EC below 224 (BTK's and NIST SP 800-57's floor) */
	enum signature_hash signature_hash;
	unsigned key_usage; /* enum key_usage */
	char policies[256]; /* dotted OIDs, blank between */
	char qc_statements[256];
	char extended_usages[256];
	char user_notice[1024];
	char sha256[65]; /* fingerprint over the DER */
	enum certificate_kind kind;
	unsigned lacks;      /* enum qualified_lack */
	int64_t money_limit; /* from 0.4.0.1862.1.2; -1 when absent */
};

#define CHAIN_RESULTS(WORD) \
	WORD(CHAIN_NOT_CHECKED, "not-checked", NONE) /* no trust directory */ \
	WORD(CHAIN_TRUSTED, "trusted", NONE) \
	WORD(CHAIN_UNKNOWN_ISSUER, "unknown-issuer", NONE) \
	WORD(CHAIN_BAD_SIGNATURE, "bad-signature", NONE) \
	WORD(CHAIN_EXPIRED, "expired", NONE) /* an authority above has expired at that time */ \
	WORD(CHAIN_INVALID, "invalid", NONE) /* anything else; detail in the log */ \
	WORD(CHAIN_NO_ROOT, "no-root", \
		NONE) /* the issuer is among the trusted, its signature is right, but its own root is not there */
enum chain_result { CHAIN_RESULTS(WORD_CONSTANT) };

#define REVOCATION_RESULTS(WORD) \
	WORD(REVOCATION_NOT_CHECKED, "not-checked", NONE) /* no list for this issuer */ \
	WORD(REVOCATION_GOOD, "good", NONE) \
	WORD(REVOCATION_REVOKED, "revoked", NONE) \
	WORD(REVOCATION_LIST_STALE, "list-stale", NONE)     /* list there but past its next update: counts as not checked */ \
	WORD(REVOCATION_LIST_INVALID, "list-invalid", NONE) /* there is a list, and it cannot be used: list_trouble says why */
enum revocation_result { REVOCATION_RESULTS(WORD_CONSTANT) };

/* clang-format off */
/* Why a revocation list cannot be used. */
#define LIST_TROUBLES(WORD) \
	WORD(LIST_USABLE, "usable", NONE) \
	WORD(LIST_STALE, "stale", CERT_LIST_STALE) /* past its next update */ \
	WORD(LIST_NOT_YET, "not-yet", CERT_LIST_NOT_YET) /* issued in the future: list or clock is wrong */ \
	WORD(LIST_JUNK, "junk", CERT_LIST_JUNK) /* the file holds no list */ \
	WORD(LIST_UNREADABLE, "unreadable", CERT_LIST_UNREADABLE) /* the file cannot be read */ \
	WORD(LIST_TOO_LARGE, "too-large", CERT_LIST_TOO_LARGE) \
	WORD(LIST_INDIRECT, "indirect", CERT_LIST_INDIRECT) /* speaks for other issuers too */ \
	WORD(LIST_PARTIAL, "partial", CERT_LIST_PARTIAL) /* for some reasons, or for other certificates only */ \
	WORD(LIST_EXTENSION, "extension", CERT_LIST_EXTENSION) /* bears a critical extension that is not known */ \
	WORD(LIST_NO_ISSUER, "no-issuer", CERT_LIST_NO_ISSUER) /* its issuer is not among the trusted */ \
	WORD(LIST_NO_RIGHT, "no-right", CERT_LIST_NO_RIGHT) /* its issuer's certificate does not allow it to sign lists (cRLSign) */ \
	WORD(LIST_FORGED, "forged", CERT_LIST_FORGED) /* wrong signature */ \
	WORD(LIST_DELTA_ALONE, "delta-alone", CERT_LIST_DELTA_ALONE) /* a list of changes, and the list that it changes is not there */
enum list_trouble {
	LIST_TROUBLES(WORD_CONSTANT)
	LIST_TROUBLE_COUNT
};
/* clang-format on */

enum { LIST_FILE_TEXT = 64 };

/* What was found out about one certificate at one time. */
struct certificate_check {
	enum chain_result chain;
	enum revocation_result revocation;
	int64_t checked_at;
	int64_t list_issued;            /* thisUpdate of the list used; 0 none */
	int64_t revoked_at;             /* when REVOKED */
	bool authority_revoked;         /* when REVOKED: not this certificate but one above it */
	enum list_trouble list_trouble; /* when LIST_INVALID */
	char list_file[LIST_FILE_TEXT]; /* name of the file in the folder of lists */
	char detail[160];               /* for log and the detail view; of CHAIN_NO_ROOT: the root's name */
	int unreadable;                 /* places on the same card that hold something which could not be read */
	bool left_out;                  /* the card holds more certificates than are read of any */
};

#define VERDICT_LEVELS(WORD) \
	WORD(VERDICT_PASS, "pass", APP_LEVEL_PASS) \
	WORD(VERDICT_WARN, "warn", APP_LEVEL_WARN) \
	WORD(VERDICT_NOT_CHECKED, "not-checked", APP_LEVEL_UNCHECKED) \
	WORD(VERDICT_REFUSE, "refuse", APP_LEVEL_REFUSE)
enum verdict_level { VERDICT_LEVELS(WORD_CONSTANT) };

/* The rules of the verdict, in the order in which they are shown. */
#define VERDICT_RULES(WORD) \
	WORD(RULE_NATIONAL_ID, "national-id", RULE_NATIONAL_ID) /* register against certificate */ \
	WORD(RULE_NAME, "name", RULE_NAME) \
	WORD(RULE_QUALIFIED, "qualified", RULE_QUALIFIED) \
	WORD(RULE_ISSUER, "issuer", RULE_ISSUER) \
	WORD(RULE_VALIDITY, "validity", RULE_VALIDITY) \
	WORD(RULE_CHAIN, "chain", RULE_CHAIN) \
	WORD(RULE_REVOCATION, "revocation", RULE_REVOCATION) \
	WORD(RULE_CARD_STATE, "card-state", RULE_CARD_STATE) /* this card or application was handed over before */ \
	WORD(RULE_KEY, "key", RULE_KEY)                      /* key or signature too weak; no finding when they are sound */ \
	WORD(RULE_CARD_READING, "card-reading", RULE_CARD_READING) /* something on it was not read; no finding when all was */ \
	WORD(RULE_IDENTITY, "identity", RULE_IDENTITY) /* what the record says besides of how identity was established */ \
	WORD(RULE_ITEMS, "items", RULE_ITEMS) /* how the serials came to the record, and in which shipment the reader came */
enum verdict_rule { VERDICT_RULES(WORD_CONSTANT) RULE_COUNT };

/* One rule's answer: a level and a sentence from the catalogue with one text argument. */
struct finding {
	enum verdict_rule rule;
	enum verdict_level level;
	enum message message; /* takes detail as its one %s */
	char detail[96];
};

struct verdict {
	enum verdict_level level; /* the worst of all; NOT_CHECKED counts between WARN and PASS for handing over */
	int count;
	struct finding findings[FINDINGS_MAX];
};

/* clang-format off */
#define IDENTITY_KINDS(WORD) \
	WORD(IDENTITY_NONE, "none", IDENTITY_NONE) \
	WORD(IDENTITY_CARD, "identity-card", IDENTITY_CARD) /* T.C. kimlik kartı */ \
	WORD(IDENTITY_OLD_BOOKLET, "old-booklet", IDENTITY_OLD_BOOKLET) /* nüfus cüzdanı */ \
	WORD(IDENTITY_PASSPORT, "passport", IDENTITY_PASSPORT) \
	WORD(IDENTITY_LICENCE, "driving-licence", IDENTITY_LICENCE) /* sürücü belgesi */ \
	WORD(IDENTITY_FOREIGNER, "foreigner-card", IDENTITY_FOREIGNER) /* yabancı kimlik belgesi */ \
	WORD(IDENTITY_TEMPORARY, "temporary-card", IDENTITY_TEMPORARY) /* geçici kimlik belgesi */
enum identity_kind {
	IDENTITY_KINDS(WORD_CONSTANT)
	IDENTITY_KIND_COUNT
};
/* clang-format on */

/* How identity was established; bits of identity_document.compared. */
enum identity_compared {
	COMPARED_PHOTO = 1 << 0,
	COMPARED_NATIONAL_ID = 1 << 1,
	COMPARED_NAME = 1 << 2,
	COMPARED_EXPIRY = 1 << 3,
	COMPARED_BY_MRZ = 1 << 4,
	COMPARED_DIGITS = 1 << 5,     /* the number: the digits that the screen hides were typed off the document */
	COMPARED_NAME_BY_EYE = 1 << 6 /* the name: by the officer, in one act with the face */
};

struct identity_document {
	enum identity_kind kind;
	char number[24];
	char expiry[DATE_TEXT];
	char national_id[NATIONAL_ID_TEXT]; /* as on the document; empty when not read */
	char name[FULL_NAME_TEXT];          /* from the MRZ, empty otherwise */
	unsigned compared;                  /* enum identity_compared */
};

#define OFFICER_ROLES(WORD) \
	WORD(OFFICER_ROLE_OFFICER, "officer", APP_ROLE_OFFICER) \
	WORD(OFFICER_ROLE_ADMINISTRATOR, "administrator", APP_ROLE_ADMINISTRATOR)
enum officer_role { OFFICER_ROLES(WORD_CONSTANT) };

struct officer {
	int64_t id;
	char login[32];
	char name[FULL_NAME_TEXT];
	char title[FIELD_TEXT];
	enum officer_role role;
	bool active;
	char national_id[NATIONAL_ID_TEXT]; /* so that nobody hands a card over to himself; empty: not told */
};

#define PAPER_STATES(WORD) \
	WORD(PAPER_NONE, "none", PAPER_NONE)                /* not asked for yet */ \
	WORD(PAPER_WAITING, "waiting", PAPER_WAITING)       /* in our queue: not sent, or failed and to be tried again */ \
	WORD(PAPER_SENT, "sent", PAPER_SENT)                /* handed to the printer; nobody has said that paper came out */ \
	WORD(PAPER_CONFIRMED, "confirmed", PAPER_CONFIRMED) /* the officer says that it came out */ \
	WORD(PAPER_SIGNED, "signed", PAPER_SIGNED)          /* both signed copies are there */
enum paper_state { PAPER_STATES(WORD_CONSTANT) };

/* A handover as recorded. Everything but its paper is frozen when committed. */
struct handover {
	int64_t id;
	char record_number[RECORD_TEXT]; /* given by the store at commit */
	int64_t applicant_id;
	int64_t officer_id;
	int64_t time;
	char national_id[NATIONAL_ID_TEXT];
	char name[FULL_NAME_TEXT]; /* as in the register at that time */
	char unit[FIELD_TEXT];
	char title[FIELD_TEXT];
	char officer_name[FULL_NAME_TEXT];
	char officer_title[FIELD_TEXT];
	struct identity_document identity;
	char card_serial[SERIAL_TEXT];
	char reader_serial[SERIAL_TEXT]; /* empty: no reader handed over */
	bool has_reader;
	char tracking_number[SERIAL_TEXT];
	struct certificate_facts certificate;
	struct certificate_check check;
	struct verdict verdict;
	enum paper_state paper;
	int prints;                  /* how often the original went to a printer */
	int64_t journal_seq;         /* its entry */
	char journal_hash[65];       /* hex */
	char journal_signature[129]; /* hex, Ed25519 */
};

/* A correction of a record: its text stays, a later entry points at it. A paper of its own. */
struct correction {
	int64_t seq; /* its entry */
	int64_t time;
	int64_t handover_id;
	int64_t applicant_id;
	char record_number[RECORD_TEXT]; /* of the record */
	bool takes_back;                 /* the handover is no longer in force */
	char officer_name[FULL_NAME_TEXT];
	char officer_title[FIELD_TEXT];
	char reason[FIELD_TEXT];
	char was[FIELD_TEXT]; /* what the record says that is wrong; may be empty */
	char right[FIELD_TEXT];
	enum paper_state paper;
	int prints;
	char journal_hash[65];
	char journal_signature[129];
};

/* What the journal knows to say; stored by name, so the order here is free. */
#define JOURNAL_ACTS(WORD) \
	WORD(ACT_JOURNAL_OPENED, "journal-opened", ACT_JOURNAL_OPENED) /* first entry: desk and public key */ \
	WORD(ACT_OFFICER_ADDED, "officer-added", ACT_OFFICER_ADDED) \
	WORD(ACT_OFFICER_CHANGED, "officer-changed", ACT_OFFICER_CHANGED) \
	WORD(ACT_LOGIN, "login", ACT_LOGIN) \
	WORD(ACT_LOGIN_FAILED, "login-failed", ACT_LOGIN_FAILED) \
	WORD(ACT_LOGOUT, "logout", ACT_LOGOUT) \
	WORD(ACT_LOCK, "lock", ACT_LOCK) \
	WORD(ACT_UNLOCK, "unlock", ACT_UNLOCK) \
	WORD(ACT_LIST_IMPORTED, "list-imported", ACT_LIST_IMPORTED) \
	WORD(ACT_SHIPMENT_ADDED, "shipment-added", ACT_SHIPMENT_ADDED) \
	WORD(ACT_SHIPMENT_RECEIVED, "shipment-received", \
		ACT_SHIPMENT_RECEIVED) /* by the number announced, without a count of its own */ \
	WORD(ACT_APPLICATION_CHANGED, "application-changed", ACT_APPLICATION_CHANGED) \
	WORD(ACT_HANDOVER, "handover", ACT_HANDOVER) \
	WORD(ACT_HANDOVER_REFUSED, "handover-refused", ACT_HANDOVER_REFUSED) /* ended without handing over; body says why */ \
	WORD(ACT_PRINT_SENT, "print-sent", ACT_PRINT_SENT) \
	WORD(ACT_PRINT_FAILED, "print-failed", ACT_PRINT_FAILED) \
	WORD(ACT_PRINT_CONFIRMED, "print-confirmed", ACT_PRINT_CONFIRMED) \
	WORD(ACT_REPRINT, "reprint", ACT_REPRINT) \
	WORD(ACT_SIGNED_COPY, "signed-copy", ACT_SIGNED_COPY) \
	WORD(ACT_NATIONAL_ID_SHOWN, "national-id-shown", ACT_NATIONAL_ID_SHOWN) \
	WORD(ACT_CORRECTION, "correction", ACT_CORRECTION) \
	WORD(ACT_BACKUP, "backup", ACT_BACKUP) \
	WORD(ACT_PERSON_FORGOTTEN, "person-forgotten", ACT_PERSON_FORGOTTEN) \
	WORD(ACT_DELIVERY, "delivery", ACT_DELIVERY) /* a parcel counted and received; body: said, announced, found */ \
	WORD(ACT_DELIVERY_REFUSED, "delivery-refused", ACT_DELIVERY_REFUSED) /* it stays with the courier */ \
	WORD(ACT_PERSON_CHANGED, "person-changed", ACT_PERSON_CHANGED) /* by a list; body: which fields, the rest is personal */ \
	WORD(ACT_ITEM_CHANGED, "item-changed", ACT_ITEM_CHANGED) /* a reader, or a card of no application, moved by a person */ \
	WORD(ACT_READER, "reader", ACT_READER)                   /* given, exchanged or taken back without a card */ \
	WORD(ACT_DISPATCH, "dispatch", ACT_DISPATCH)             /* a dispatch note of what goes back to the centre */ \
	WORD(ACT_DRAWER, "drawer-counted", ACT_DRAWER)           /* what lies in the drawer was counted; it changes nothing */
enum journal_act { JOURNAL_ACTS(WORD_CONSTANT) ACT_COUNT };

struct journal_entry {
	int64_t seq;
	char desk[DESK_TEXT];
	int64_t time;
	char officer[32]; /* login; "-" for the program itself */
	enum journal_act act;
	char body[1024]; /* no personal data: keys and values, "record=2026/A-0042 applicant=17" */
	char hash[65];
};

/* Why a handover ended without a card changing hands. */
#define REFUSAL_REASONS(WORD) \
	WORD(REFUSAL_NONE, "none", REFUSAL_NONE) \
	WORD(REFUSAL_WRONG_CARD, "wrong-card", REFUSAL_WRONG_CARD) \
	WORD(REFUSAL_UNREADABLE_CARD, "unreadable-card", REFUSAL_UNREADABLE_CARD) \
	WORD(REFUSAL_NO_CARD, "no-card", REFUSAL_NO_CARD) \
	WORD(REFUSAL_IDENTITY_NOT_PROVEN, "identity-not-proven", REFUSAL_IDENTITY_NOT_PROVEN) \
	WORD(REFUSAL_APPLICANT_LEFT, "applicant-left", REFUSAL_APPLICANT_LEFT) \
	WORD(REFUSAL_WRONG_DATA, "wrong-data", REFUSAL_WRONG_DATA) /* certificate is right, data on it wrong: hold */ \
	WORD(REFUSAL_NOT_QUALIFIED, "not-qualified", REFUSAL_NOT_QUALIFIED) \
	WORD(REFUSAL_EXPIRED, "expired", REFUSAL_EXPIRED) \
	WORD(REFUSAL_REVOKED, "revoked", REFUSAL_REVOKED) \
	WORD(REFUSAL_OFFICER_CANCELLED, "officer-cancelled", REFUSAL_OFFICER_CANCELLED) \
	WORD(REFUSAL_IDENTITY_DOUBT, "identity-doubt", \
		REFUSAL_IDENTITY_DOUBT)             /* the number did not agree: hold, and say no more */ \
	WORD(REFUSAL_PROXY, "proxy", REFUSAL_PROXY) /* somebody came in his name: the undertaking demands the holder in person */
enum refusal_reason { REFUSAL_REASONS(WORD_CONSTANT) REFUSAL_COUNT };

#include "teslim/model_delivery.h"
#include "teslim/model_move.h"
#include "teslim/model_record.h"
#include "teslim/model_drawer.h"

#endif
