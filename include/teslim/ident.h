/*
 * ident: the national ID number, the machine-readable zone of the Turkish identity card, and which identity documents
 * are accepted. Pure but for loading the data file.
 */
#ifndef TESLIM_IDENT_H
#define TESLIM_IDENT_H

#include "teslim/model.h"
#include "teslim/base.h"

/* ---- national ID number (T.C. kimlik no), and the foreigners' (YKN, begins with 99) */

enum ident_number {
	IDENT_NUMBER_VALID,
	IDENT_NUMBER_EMPTY,
	IDENT_NUMBER_LENGTH, /* not eleven digits */
	IDENT_NUMBER_NOT_DIGITS,
	IDENT_NUMBER_EXPONENT, /* a spreadsheet made 1,0E+10 of it: digits are lost */
	IDENT_NUMBER_LEADING_ZERO,
	IDENT_NUMBER_CHECKSUM,        /* wrong check digits */
	IDENT_NUMBER_FOREIGN_CHECKSUM /* YKN with another checksum: a warning only (domain 4.1) */
};

/*
 * Cleans typed or imported text (blanks, no-break blanks, dots, hyphens) into out and checks it:
 * d10 = (7*(d1+d3+d5+d7+d9) - (d2+d4+d6+d8)) mod 10, d11 = (d1+..+d10) mod 10, d1 not 0.
 * out is empty unless eleven digits were found.
 */
enum ident_number ident_check_number(char out[NATIONAL_ID_TEXT], const char *text);
/* Whether that answer may be worked with (valid, or the foreigners' warning). */
bool ident_number_usable(enum ident_number answer);
/* The sentence for it, which takes the number as its %s; MSG_NONE when valid. */
enum message ident_number_message(enum ident_number answer);
/* Masked for screens and logs: the last four digits stay, "*******0146". Other lengths are masked whole. */
void ident_mask(char out[NATIONAL_ID_TEXT], const char *national_id);
/* A document number masked for paper: "A**N***41". */
void ident_mask_document(char *out, size_t size, const char *number);

/* ---- machine-readable zones (ICAO 9303): TD1 (three lines of 30), TD2 (two of 36), TD3 (passports, two of 44) */

enum mrz_form { MRZ_TD1, MRZ_TD2, MRZ_TD3, MRZ_VISA_A, MRZ_VISA_B };

enum { MRZ_CORRECTIONS_MAX = 2 };

/* A letter that was read where only a digit can stand, and the digit that it was taken for. */
struct mrz_correction {
	int line, place; /* from 1 on */
	char read, meant;
};

struct mrz {
	enum mrz_form form;
	char document_number[24];
	char national_id[NATIONAL_ID_TEXT]; /* of documents that Türkiye has issued; empty when there is none */
	char birth[DATE_TEXT];
	char expiry[DATE_TEXT]; /* empty: none is given */
	char sex;               /* M, F or < */
	char state[4];          /* issuing state */
	char nationality[4];
	char surname[40]; /* as transliterated, blanks for fillers */
	char given_names[40];
	bool names_cut; /* filled to the last place: the end may be missing */
	int corrected;  /* letters put right in places where only digits stand; at most MRZ_CORRECTIONS_MAX */
	struct mrz_correction corrections[MRZ_CORRECTIONS_MAX];
};

/*
 * Parses the text of a scanner: the lines with or without line breaks, lower case allowed, under a US or a Turkish
 * keyboard layout. All check digits must agree. today (YYYY-MM-DD) decides the century of the birth year.
 * ERR_SYNTAX (not an MRZ), ERR_CORRUPT (a check digit; err.detail names which; or more than two letters that had to be
 * put right), ERR_UNSUPPORTED (a visa), with a message for a person.
 */
enum code ident_parse_mrz(struct mrz *mrz, const char *text, const char *today, struct err *err);
/* The corrections in words, each one; empty when there was none. */
void ident_show_corrections(char *out, size_t size, const struct mrz *mrz);
/*
 * Whether the MRZ's name can be that name: ICAO transliteration both ways (Ö as O or OE, Ü as U, UE or UXX), prefix
 * where the MRZ is cut.
 */
bool ident_mrz_matches_name(const struct mrz *mrz, const char *given_names, const char *surname);

/* ---- what a scanner has typed, told by its content */

enum scan_kind {
	SCAN_NOTHING, /* nothing of the below: typing, as far as the content goes */
	SCAN_MRZ,     /* a document's whole zone; what it says may still be wrong */
	SCAN_PART,    /* of a zone: begun, cut off, or spoilt; nothing of it may be used */
	SCAN_RECORD,  /* of a paper of ours, the QR code or the barcode */
	SCAN_CODE,    /* one word with the form of a barcode: a serial, a tracking number; told from typing only by its speed */
	SCAN_LONG     /* a line longer than hands type at once, and no words */
};

enum { SCAN_TEXT = 128, SCAN_LONG_LETTERS = 24 };

struct scan {
	enum scan_kind kind;
	bool unfinished;      /* the beginning of something that may still come */
	bool certain;         /* MRZ: the check digits agree; PART: it holds what no hand types */
	char text[SCAN_TEXT]; /* MRZ: its lines; RECORD: the record number; CODE: the word; each as a US keyboard has it */
};

/*
 * What a text is that arrived at once. Line ends are LF (or TAB) and mean nothing. Layouts are undone where the content
 * proves which it was.
 */
void ident_read_scan(struct scan *scan, const char *text);

/* ---- accepted identity documents, from a data file */

enum { IDENT_RULES_MAX = 32 };

struct ident_rule {
	enum identity_kind kind;
	char from[DATE_TEXT];  /* accepted from that day on; empty: always */
	char until[DATE_TEXT]; /* accepted up to that day; empty: still */
	bool warn_only;        /* after `until` (or before `from`) warn instead of refusing */
	bool needs_expiry;     /* the document bears an expiry date which must be entered */
	char pattern[24];      /* soft pattern: L letter, 9 digit, ? either; empty: free */
};

struct ident_rules {
	int count;
	struct ident_rule list[IDENT_RULES_MAX];
};

/* Loads the data file (lines "kind | from | until | refuse or warn | expiry or - | pattern"). */
enum code ident_load_rules(struct ident_rules *rules, const char *path, struct err *err);
/* What is shipped, for when no file is configured. */
void ident_default_rules(struct ident_rules *rules);
/* The rule of a kind that matters on that day, or NULL when the kind is not accepted at all. */
const struct ident_rule *ident_find_rule(const struct ident_rules *rules, enum identity_kind kind, const char *today);
enum ident_document {
	IDENT_DOCUMENT_ACCEPTED,
	IDENT_DOCUMENT_WARN_KIND,    /* no longer valid by the data file, accepted with a warning */
	IDENT_DOCUMENT_WARN_PATTERN, /* the number has an unusual form */
	IDENT_DOCUMENT_NO_NUMBER,
	IDENT_DOCUMENT_BAD_NUMBER, /* not 5 to 12 letters and digits */
	IDENT_DOCUMENT_NO_EXPIRY,
	IDENT_DOCUMENT_EXPIRED,
	IDENT_DOCUMENT_REFUSED_KIND
};
enum ident_document ident_check_document(const struct ident_rules *rules, const struct identity_document *document,
	const char *today);
/* Whether a handover may go on with that answer. */
bool ident_document_usable(enum ident_document answer);
/* The sentence for it, with one %s; MSG_NONE when accepted. */
enum message ident_document_message(enum ident_document answer);
/* "31.12.2030", "31122030", "31/12/30"... to YYYY-MM-DD; false when it is no date. */
bool ident_parse_date(char out[DATE_TEXT], const char *text);
/* YYYY-MM-DD to dd.mm.yyyy; empty stays empty. */
void ident_show_date(char out[DATE_TEXT], const char *date);

#endif
