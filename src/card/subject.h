/*
 * card/subject: the little of a certificate that the agent looks at: whose it is, for stopping early and for a
 * person at a shell. What a certificate is worth is judged elsewhere, by others.
 */
#ifndef TESLIM_CARD_SUBJECT_H
#define TESLIM_CARD_SUBJECT_H

#include "tlv.h"

struct subject {
	char name[256];      /* commonName, readable */
	char number[64];     /* serialNumber */
	char issuer[256];    /* commonName of the issuer */
	char not_before[16]; /* as written: 241123090000Z or 20241123090000Z */
	char not_after[16];
	unsigned key_usage; /* first byte of the bit string; 0: none */
	bool is_authority;
};

/* Takes a certificate apart by OID. False when it is not shaped like one; fields that are not there stay empty. */
bool subject_read(struct subject *subject, struct span der);
/* Is it the wanted person's, meant for signing, and not past its end at `now`? */
bool subject_is_wanted(struct span der, const char *number, int64_t now);
/* Copies text for a terminal, cut to fit: controls, marks that turn the direction, and broken letters become '?'. */
void subject_clean(char *out, size_t size, const char *text);
/* A time of a certificate as seconds since 1970; 0 when malformed. */
int64_t subject_time(const char *text);

#endif
