/*
 * model: the nouns that flow through the corridor, as plain values. No functions, no room of its own.
 * All text is UTF-8 and NUL-terminated; all times are seconds since 1970 UTC, 0 meaning "not known";
 * dates without a time of day are text "YYYY-MM-DD", empty meaning "not known".
 */
#ifndef TESLIM_MODEL_H
#define TESLIM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

enum {
	NATIONAL_ID_TEXT = 12, /* 11 digits */
	NAME_TEXT = 128,       /* one name part */
	FULL_NAME_TEXT = 260,
	FIELD_TEXT = 160,      /* unit, title, e-mail, note */
	SERIAL_TEXT = 64,      /* printed serials: free text */
	DATE_TEXT = 11,        /* YYYY-MM-DD */
	RECORD_TEXT = 24,      /* 2026/A-0042 */
	DESK_TEXT = 9,         /* A, B2: at most 8 of A-Z 0-9 */
	FINDINGS_MAX = 24
};

/* Where an application stands (domain 1.4). DELIVERED ends it; only a correction entry follows. */
enum application_state {
	APPLICATION_EXPECTED,
	APPLICATION_IN_TRANSIT,
	APPLICATION_RECEIVED,
	APPLICATION_DELIVERED,
	APPLICATION_ON_HOLD,
	APPLICATION_RETURN_PENDING,
	APPLICATION_RETURNED,
	APPLICATION_LOST,
	APPLICATION_CANCELLED
};

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
	char note[FIELD_TEXT];    /* why on hold, returned, ... */
	int64_t shipment_id;      /* 0: not shipped yet */
};

/* A courier's delivery. */
struct shipment {
	int64_t id;
	char tracking_number[SERIAL_TEXT];
	char dispatched[DATE_TEXT]; /* start of the ten business days */
	int64_t received;           /* 0: still with the courier */
	int cards_expected;
	int readers_expected;
};

enum card_state { CARD_EXPECTED, CARD_IN_STOCK, CARD_HANDED_OVER, CARD_RETURNED, CARD_LOST };

/* A smart card as an item. card_serial is what is printed on the carrier: free text. */
struct card {
	int64_t id;
	int64_t shipment_id;
	int64_t applicant_id; /* 0: not known yet */
	char card_serial[SERIAL_TEXT];
	char certificate_serial[SERIAL_TEXT]; /* hex; empty until read */
	enum card_state state;
};

/* A card reader as an item (not the desk's own reader). */
struct reader_device {
	int64_t id;
	int64_t shipment_id;
	char serial[SERIAL_TEXT];
	char kind[8]; /* raw code as in applicant.reader_kind */
	enum card_state state;
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

/* What a certificate is, by what is in it (domain 3.2). */
enum certificate_kind {
	CERTIFICATE_QUALIFIED,      /* NES: signs for a person, law 5070 */
	CERTIFICATE_SEAL,           /* institution seal (5070.1.3, 2.1, 2.2) */
	CERTIFICATE_FISCAL_SEAL,    /* mali mühür */
	CERTIFICATE_TEST,           /* test policy or test notice */
	CERTIFICATE_AUTHENTICATION, /* no non-repudiation, says nothing of qualified */
	CERTIFICATE_AUTHORITY,      /* basicConstraints CA */
	CERTIFICATE_OTHER           /* anything else: not qualified, reasons say why */
};

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
	char national_id[32];  /* subject serialNumber as it stands */
	char subject[512];     /* every attribute, readable, in order */
	char issuer_cn[FULL_NAME_TEXT];
	char issuer[512];
	char serial[SERIAL_TEXT]; /* upper-case hex, no separators */
	int64_t not_before;
	int64_t not_after;
	char key[32];          /* "RSA 2048", "EC P-384" */
	char signature[48];    /* "sha256WithRSAEncryption" */
	bool weak_key;         /* RSA below 2048 bits, EC below 224 (BTK's and NIST SP 800-57's floor) */
	enum signature_hash signature_hash;
	unsigned key_usage;    /* enum key_usage */
	char policies[256];    /* dotted OIDs, blank between */
	char qc_statements[256];
	char extended_usages[256];
	char user_notice[1024];
	char sha256[65];       /* fingerprint over the DER */
	enum certificate_kind kind;
	unsigned lacks;        /* enum qualified_lack */
	int64_t money_limit;   /* from 0.4.0.1862.1.2; -1 when absent */
};

enum chain_result {
	CHAIN_NOT_CHECKED, /* no trust directory */
	CHAIN_TRUSTED,
	CHAIN_UNKNOWN_ISSUER,
	CHAIN_BAD_SIGNATURE,
	CHAIN_EXPIRED,     /* an authority above has expired at that time */
	CHAIN_INVALID,     /* anything else; detail in the log */
	CHAIN_NO_ROOT      /* the issuer is among the trusted, its signature is right, but its own root is not there */
};

enum revocation_result {
	REVOCATION_NOT_CHECKED, /* no list for this issuer */
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
	REVOCATION_LIST_STALE,  /* list there but past its next update: counts as not checked */
	REVOCATION_LIST_INVALID /* there is a list, and it cannot be used: list_trouble says why */
};

/* Why a revocation list cannot be used. */
enum list_trouble {
	LIST_USABLE,
	LIST_STALE,        /* past its next update */
	LIST_NOT_YET,      /* issued in the future: list or clock is wrong */
	LIST_JUNK,         /* the file holds no list */
	LIST_UNREADABLE,   /* the file cannot be read */
	LIST_TOO_LARGE,
	LIST_INDIRECT,     /* speaks for other issuers too */
	LIST_PARTIAL,      /* for some reasons, or for other certificates only */
	LIST_EXTENSION,    /* bears a critical extension that is not known */
	LIST_NO_ISSUER,    /* its issuer is not among the trusted */
	LIST_NO_RIGHT,     /* its issuer's certificate does not allow it to sign lists (cRLSign) */
	LIST_FORGED,       /* wrong signature */
	LIST_DELTA_ALONE,  /* a list of changes, and the list that it changes is not there */
	LIST_TROUBLE_COUNT
};

enum { LIST_FILE_TEXT = 64 };

/* What was found out about one certificate at one time. */
struct certificate_check {
	enum chain_result chain;
	enum revocation_result revocation;
	int64_t checked_at;
	int64_t list_issued; /* thisUpdate of the list used; 0 none */
	int64_t revoked_at;  /* when REVOKED */
	bool authority_revoked; /* when REVOKED: not this certificate but one above it */
	enum list_trouble list_trouble;  /* when LIST_INVALID */
	char list_file[LIST_FILE_TEXT];  /* name of the file in the folder of lists */
	char detail[160];    /* for log and the detail view; of CHAIN_NO_ROOT: the root's name */
	int unreadable;      /* places on the same card that hold something which could not be read */
	bool left_out;       /* the card holds more certificates than are read of any */
};

enum verdict_level { VERDICT_PASS, VERDICT_WARN, VERDICT_NOT_CHECKED, VERDICT_REFUSE };

/* The rules of the verdict, in the order in which they are shown. */
enum verdict_rule {
	RULE_NATIONAL_ID,  /* register against certificate */
	RULE_NAME,
	RULE_QUALIFIED,
	RULE_ISSUER,
	RULE_VALIDITY,
	RULE_CHAIN,
	RULE_REVOCATION,
	RULE_CARD_STATE,   /* this card or application was handed over before */
	RULE_KEY,          /* key or signature too weak; no finding when they are sound */
	RULE_CARD_READING, /* something on it was not read; no finding when all was */
	RULE_COUNT
};

/* One rule's answer: a level and a sentence from the catalogue with one text argument. */
struct finding {
	enum verdict_rule rule;
	enum verdict_level level;
	int message;       /* enum message; takes detail as its one %s */
	char detail[96];
};

struct verdict {
	enum verdict_level level; /* the worst of all; NOT_CHECKED counts between WARN and PASS for handing over */
	int count;
	struct finding findings[FINDINGS_MAX];
};

enum identity_kind {
	IDENTITY_NONE,
	IDENTITY_CARD,         /* T.C. kimlik kartı */
	IDENTITY_OLD_BOOKLET,  /* nüfus cüzdanı */
	IDENTITY_PASSPORT,
	IDENTITY_LICENCE,      /* sürücü belgesi */
	IDENTITY_FOREIGNER,    /* yabancı kimlik belgesi */
	IDENTITY_TEMPORARY,    /* geçici kimlik belgesi */
	IDENTITY_KIND_COUNT
};

/* How identity was established; bits of identity_document.compared. */
enum identity_compared {
	COMPARED_PHOTO = 1 << 0,
	COMPARED_NATIONAL_ID = 1 << 1,
	COMPARED_NAME = 1 << 2,
	COMPARED_EXPIRY = 1 << 3,
	COMPARED_BY_MRZ = 1 << 4
};

struct identity_document {
	enum identity_kind kind;
	char number[24];
	char expiry[DATE_TEXT];
	char national_id[NATIONAL_ID_TEXT]; /* as on the document; empty when not read */
	char name[FULL_NAME_TEXT];          /* from the MRZ, empty otherwise */
	unsigned compared;                  /* enum identity_compared */
};

enum officer_role { OFFICER_ROLE_OFFICER, OFFICER_ROLE_ADMINISTRATOR };

struct officer {
	int64_t id;
	char login[32];
	char name[FULL_NAME_TEXT];
	char title[FIELD_TEXT];
	enum officer_role role;
	bool active;
};

enum paper_state {
	PAPER_NONE,      /* not asked for yet */
	PAPER_WAITING,   /* in our queue: not sent, or failed and to be tried again */
	PAPER_SENT,      /* handed to the printer; nobody has said that paper came out */
	PAPER_CONFIRMED, /* the officer says that it came out */
	PAPER_SIGNED     /* both signed copies are there */
};

/* A handover as recorded. Everything but the paper state is frozen when committed. */
struct handover {
	int64_t id;
	char record_number[RECORD_TEXT]; /* given by the store at commit */
	int64_t applicant_id;
	int64_t officer_id;
	int64_t time;
	char national_id[NATIONAL_ID_TEXT];
	char name[FULL_NAME_TEXT];       /* as in the register at that time */
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
	int64_t journal_seq;             /* its entry */
	char journal_hash[65];           /* hex */
	char journal_signature[129];     /* hex, Ed25519 */
};

/* What the journal knows to say; stored by name, so the order here is free. */
enum journal_act {
	ACT_JOURNAL_OPENED,   /* first entry: desk and public key */
	ACT_OFFICER_ADDED,
	ACT_OFFICER_CHANGED,
	ACT_LOGIN,
	ACT_LOGIN_FAILED,
	ACT_LOGOUT,
	ACT_LOCK,
	ACT_UNLOCK,
	ACT_LIST_IMPORTED,
	ACT_SHIPMENT_ADDED,
	ACT_SHIPMENT_RECEIVED,
	ACT_APPLICATION_CHANGED,
	ACT_HANDOVER,
	ACT_HANDOVER_REFUSED, /* ended without handing over; body says why */
	ACT_PRINT_SENT,
	ACT_PRINT_FAILED,
	ACT_PRINT_CONFIRMED,
	ACT_REPRINT,
	ACT_SIGNED_COPY,
	ACT_NATIONAL_ID_SHOWN,
	ACT_CORRECTION,
	ACT_BACKUP,
	ACT_PERSON_FORGOTTEN,
	ACT_COUNT
};

struct journal_entry {
	int64_t seq;
	char desk[DESK_TEXT];
	int64_t time;
	char officer[32];      /* login; "-" for the program itself */
	enum journal_act act;
	char body[1024];       /* no personal data: keys and values, "record=2026/A-0042 applicant=17" */
	char hash[65];
};

/* Why a handover ended without a card changing hands. */
enum refusal_reason {
	REFUSAL_NONE,
	REFUSAL_WRONG_CARD,
	REFUSAL_UNREADABLE_CARD,
	REFUSAL_NO_CARD,
	REFUSAL_IDENTITY_NOT_PROVEN,
	REFUSAL_APPLICANT_LEFT,
	REFUSAL_WRONG_DATA,      /* certificate is right, data on it wrong: hold */
	REFUSAL_NOT_QUALIFIED,
	REFUSAL_EXPIRED,
	REFUSAL_REVOKED,
	REFUSAL_OFFICER_CANCELLED,
	REFUSAL_COUNT
};

#endif
