/*
 * cert/trust: what the files of this room share about trusted certificates and revocation lists. Private.
 */
#ifndef TESLIM_CERT_TRUST_H
#define TESLIM_CERT_TRUST_H

#include "facts.h"

enum { FOLDER_FILES_MAX = 4096, CRL_FILE_MAX = 64 << 20 };

struct cert_list {
	char file[LIST_FILE_TEXT];
	X509_CRL *list;            /* NULL: the file holds none */
	enum list_trouble trouble; /* whatever certificate and time */
	ASN1_INTEGER *number;      /* NULL: not numbered */
	ASN1_INTEGER *base;        /* of a list of changes: the least number that it may be applied to; NULL: complete */
	int64_t issued, next;      /* 0: not said */
};

struct lists {
	struct cert_list *items;
	int count, room;
};

struct cert_store {
	STACK_OF(X509) * all;
	X509_STORE *roots; /* those that are their own issuers */
	STACK_OF(X509) * others;
	struct lists lists;
	/* where it came from */
	char *trust_directory, *crl_directory;
	uint64_t trust_look, crl_look; /* of their files' names, sizes, times and numbers */
};

/* Seconds since 1970; 0 when it is no time. */
int64_t cert_seconds(const ASN1_TIME *time);
/* Too few bits to hold for as long as a certificate does? */
bool cert_has_weak_key(X509 *x509);

/* ---- lists.c */
/* All lists of a file's bytes, each under that name; what is none keeps its place with a reason. */
void lists_add(struct lists *lists, const char *file, const char *bytes, size_t length);
/* A file that could not be read at all. */
void lists_add_trouble(struct lists *lists, const char *file, enum list_trouble trouble);
void lists_clear(struct lists *lists);
/* Whether the issuer may sign lists and has signed this one. */
enum list_trouble list_check_issuer(const struct cert_list *list, X509 *issuer);
/* A trusted certificate that has signed the list; *trouble says why there is none. */
X509 *list_find_issuer(const struct cert_store *store, const struct cert_list *list, enum list_trouble *trouble);
/* Is it another issuer's, or signed by another key of the same one? */
bool list_is_foreign(const struct cert_list *list, X509 *issuer);

/* Does this list of changes belong to that complete one: not before its base, and newer than it? */
bool list_changes(const struct cert_list *delta, const struct cert_list *base);

/* ---- store.c */
bool list_has_same_issuer(const struct cert_list *list, const struct cert_list *other);
/* Is the complete list that a list of changes belongs to among them? */
bool list_has_base(const struct lists *lists, const struct cert_list *delta);
/* All but whether a list of changes has its base. */
void list_describe(const struct cert_store *store, const struct cert_list *list, int64_t at, struct cert_list_facts *facts);

/* ---- revocation.c */
/* Fills in what the lists say about a certificate and the authorities above it. chain: the certificate first. */
void revocation_check(const struct cert_store *store, const STACK_OF(X509) * chain, int64_t at, struct certificate_check *check);

#endif
