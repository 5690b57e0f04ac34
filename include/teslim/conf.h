/*
 * conf: the configuration file as one checked struct. Owns libconfig. Opens none of the files that it names.
 */
#ifndef TESLIM_CONF_H
#define TESLIM_CONF_H

#include "teslim/message.h"
#include "teslim/model.h"

enum { CONF_PATH = 256, CONF_WORDS = 240, CONF_ALLOWED = 128 };

enum conf_choice { CONF_AUTO, CONF_YES, CONF_NO };

/* Every setting, with the default in brackets. Paths that are not absolute are relative to the file's folder. */
struct conf {
	/* institution */
	char institution[FIELD_TEXT]; /* printed at the top of records [Kurum adı] */
	char institution_unit[FIELD_TEXT];
	char desk[DESK_TEXT];          /* in every record number and journal entry [A] */
	enum language language;        /* of screens [tr] */
	enum language report_language; /* of papers [tr] */
	char utc_offset[8];            /* "+03:00" */
	int utc_offset_minutes;        /* derived */

	/* files */
	char database[CONF_PATH];           /* [/var/lib/teslim/teslim.db] */
	char key[CONF_PATH];                /* [/var/lib/teslim/desk.key] */
	char log[CONF_PATH];                /* [/var/log/teslim/teslim.log] empty: standard error */
	char trust[CONF_PATH];              /* folder [trust] */
	char crl[CONF_PATH];                /* folder [crl] */
	char issuers[CONF_PATH];            /* [issuers.conf] */
	char identity_documents[CONF_PATH]; /* [identity-documents.conf] */
	char holidays[CONF_PATH];           /* [holidays.conf] */
	char extra_holidays[CONF_PATH];     /* empty: none */

	/* rules */
	bool require_chain;              /* [true] */
	bool require_revocation;         /* [false] */
	int sha1_until;                  /* year [2016] */
	int list_age_days;               /* [7] */
	bool accept_test;                /* [false] */
	int delivery_days;               /* courier: business days [10] */
	bool half_days_count;            /* [true] */
	int working_from, working_until; /* hours of the day; the same: no hours are set [0] [0] */
	int uncollected_days;            /* calendar days [15] */
	int courier_data_days;           /* for which the people of a delivery are kept [730] */

	/* helpers */
	char card_command[CONF_WORDS];  /* [teslim-card] */
	char card_module[CONF_PATH];    /* [] the vendor's PKCS#11 library for cards that are not known; empty: none */
	char print_command[CONF_WORDS]; /* [teslim-print] */
	char print_to[CONF_WORDS];      /* destination [file:/var/lib/teslim/papers] */
	char print_format[16];          /* pdf, text, dot-matrix [pdf] */
	char print_font[8];             /* sans, serif [sans] */
	int print_copies;               /* [2] */

	/* papers */
	bool full_national_id;           /* print it whole [false] */
	char privacy_notice[FIELD_TEXT]; /* KVKK pointer at the foot */

	/* screen */
	int lock_minutes;         /* 0 never [5] */
	int escape_delay;         /* ms [150] */
	enum conf_choice utf8;    /* [auto] */
	enum conf_choice colours; /* [auto] */

	/* the demo's virtual cards; empty outside it */
	char demo_socket[CONF_PATH];
};

/* The built-in defaults, as they stand in the shipped teslim.conf; relative paths under folder. */
void conf_default(struct conf *conf, const char *folder);
/*
 * Reads the file (libconfig: name = value;, "@include" of files beside it) over the defaults. An unknown setting, a wrong
 * type or value is an error whose sentence names file, line, setting and what is allowed (nearest known name for an unknown
 * one). ERR_NOT_FOUND, ERR_PERMISSION, ERR_LIMIT (over 1 MiB), ERR_SYNTAX, ERR_RANGE. After an error *conf holds the defaults.
 */
enum code conf_load(struct conf *conf, const char *path, struct err *err);
/* One setting as its file shall say it, without quotes. */
struct conf_wish {
	const char *name;
	const char *value;
};
/*
 * Changes settings in the file at path: the value where it stands, or a line at the end; everything else stays byte for
 * byte, and so do owner and mode. A value that holds already is not written. A missing file is made, with a first line that
 * says what it is. The file is replaced as a whole and only if what is read from it afterwards is what was read before
 * and the wishes: ERR_REFUSED otherwise (a setting that stands in an included file). ERR_RANGE for a value that is not
 * allowed, the errors of conf_load for a file that is wrong already. *changed says whether it was written.
 */
enum code conf_change(const char *path, const struct conf_wish *wishes, size_t count, bool *changed, struct err *err);
/* Whether a value is allowed for a setting; what is, in the language of the screen, in allowed. */
bool conf_accepts(const char *name, const char *value, char allowed[CONF_ALLOWED]);
/* What there is to say about setting number index, for manual pages and tests. */
struct conf_setting {
	const char *name;
	const char *standard;       /* the default as it would stand in the file, without quotes */
	bool is_text;               /* written in quotes */
	char allowed[CONF_ALLOWED]; /* in the language of the screen */
};
/* False past the end. */
bool conf_describe(int index, struct conf_setting *out);

#endif
