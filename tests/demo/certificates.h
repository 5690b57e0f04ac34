/*
 * demo/certificates: a certificate authority made on the spot, with the shape of the real ones (domain 3), and
 * end-entity certificates of every kind that may lie on a card. Everything is synthetic and says DENEME in its names.
 * Used by the tests, the demo desk and `make_certificates`. Not part of the programs.
 */
#ifndef TESLIM_DEMO_CERTIFICATES_H
#define TESLIM_DEMO_CERTIFICATES_H

#include "teslim/base.h"

enum certificate_wish_kind {
	WISH_QUALIFIED,      /* NES: BMPString notice, critical qcStatements; passes everything */
	WISH_QUALIFIED_UTF8, /* notice as UTF8String */
	WISH_REORDERED,      /* subject as CN, O, C, serialNumber; qualified */
	WISH_EC,             /* EC P-384 under an EC authority, ECDSA with SHA-384; qualified. Not byte-equal twice */
	WISH_OLD_SHA1,       /* SHA-1 all the way up, issuer of 2005 by name; qualified */
	WISH_NO_NON_REPUDIATION,
	WISH_NO_NOTICE,
	WISH_NO_ETSI,
	WISH_NO_BTK,
	WISH_MONEY_LIMIT, /* 50 000 TRY */
	WISH_USAGE_LIMIT,
	WISH_SEAL_INSTITUTION,      /* 5070.1.1 and 1.3 */
	WISH_SEAL_QUALIFIED,        /* 5070.2.1 and 2.2 */
	WISH_FISCAL_SIGN,           /* national_id is a VKN; CN {VKN}SIGN0 when name is NULL */
	WISH_FISCAL_ENCRYPT,        /* {VKN}ENCR0 */
	WISH_TEST_POLICY,           /* test policy and notice */
	WISH_TEST_NOTICE,           /* ordinary policy, only the notice says test */
	WISH_AUTHENTICATION,        /* digitalSignature, client authentication, nothing qualified */
	WISH_IDENTITY_CARD,         /* as on an identity card: other issuer, not in the trust directory */
	WISH_EMPLOYEE,              /* an institution's own card: other issuer, no serialNumber */
	WISH_EXPIRED,               /* otherwise qualified; ended 40 days ago */
	WISH_NOT_YET_VALID,         /* begins in 10 days */
	WISH_REVOKED,               /* on the list since 3 days ago (see certificate_maker_list) */
	WISH_FORGED,                /* right issuer name and key identifier, signed by another key */
	WISH_UNKNOWN_ISSUER,        /* qualified by its contents; its authority is in no directory */
	WISH_EXPIRED_AUTHORITY,     /* issued by an authority whose own certificate ended yesterday */
	WISH_CRITICAL_UNKNOWN,      /* a critical extension that nobody knows */
	WISH_AUTHORITY_CERTIFICATE, /* the sub authority's own certificate; the other wishes are ignored */
	WISH_COUNT
};

struct certificate_wish {
	enum certificate_wish_kind kind;
	const char *national_id; /* subject serialNumber; NULL: none */
	const char *name;        /* subject CN, as it shall stand */
	int64_t not_before;      /* 0: what the kind says */
	int64_t not_after;       /* 0: three years after not_before, less a second */
	size_t size;             /* filled up with a private extension to about this many bytes; 0: as it is (about 1.7 kB) */
};

/* The authorities; each has a root and, but for the last two, a sub authority that issues. */
enum certificate_authority {
	AUTHORITY_NES, /* "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)" */
	AUTHORITY_NES_EC,
	AUTHORITY_NES_SHA1,
	AUTHORITY_NES_ENDED,
	AUTHORITY_FISCAL,   /* "Mali Mühür Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 9 (DENEME)" */
	AUTHORITY_STRANGER, /* not trusted */
	AUTHORITY_IDENTITY, /* not trusted */
	AUTHORITY_EMPLOYER, /* not trusted */
	AUTHORITY_COUNT
};

struct certificate_maker;
/*
 * at: the time around which everything is made (0: now). fixed_keys: the keys in certificate_keys.c instead of fresh
 * ones: no waiting, and the same wish at the same time gives the same bytes. Exits with a sentence when OpenSSL fails.
 */
struct certificate_maker *certificate_maker_new(int64_t at, bool fixed_keys);
void certificate_maker_free(struct certificate_maker **maker);
/* Puts the DER of the wish into der (emptied first). The same wish at the same time has the same serial number. */
void certificate_make(struct certificate_maker *maker, const struct certificate_wish *wish, struct str *der);
/* DER of an authority: root or the issuing one below it. */
void certificate_maker_authority(struct certificate_maker *maker, enum certificate_authority which, bool root, struct str *der);

/* What a revocation list shall be like; all zero is a good one. */
struct certificate_list_wish {
	int64_t issued;      /* 0: a day before `at` */
	int64_t next_update; /* 0: seven days after issued; -1: the field is left out */
	bool wrong_signature;
	const char *scope; /* issuingDistributionPoint in OpenSSL's words; NULL: none */
};
/* DER of the list of an authority: every WISH_REVOKED made so far is on it. */
void certificate_maker_list(struct certificate_maker *maker, enum certificate_authority which,
	const struct certificate_list_wish *wish, struct str *der);
/* Writes DIR/trust/NAME.pem of all trusted authorities and DIR/crl/NAME.crl; makes the folders. */
enum code certificate_maker_write(struct certificate_maker *maker, const char *directory, struct err *err);

/* "qualified", "no-notice"...: the words of `make_certificates`. NULL when there is none such. */
const char *certificate_wish_name(enum certificate_wish_kind kind);
bool certificate_wish_by_name(enum certificate_wish_kind *kind, const char *name);

#endif
