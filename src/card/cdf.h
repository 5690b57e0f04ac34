/*
 * card/cdf: what stands in the directories of an ISO 7816-15 (PKCS#15) application: paths, and records that describe
 * certificates.
 */
#ifndef TESLIM_CARD_CDF_H
#define TESLIM_CARD_CDF_H

#include "reading.h"

enum { PATH_MAX_BYTES = 16, TAG_SEQUENCE = 0x30 };

struct path {
	uint8_t bytes[PATH_MAX_BYTES];
	size_t length; /* 0: none */
	size_t index;
	size_t size; /* 0: not said */
};

struct record {
	char label[READING_LABEL_MAX];
	struct span id;
	bool is_private;
	struct path path;
	struct span direct; /* the certificate itself; empty: by path */
};

/* Path ::= SEQUENCE { OCTET STRING, INTEGER index OPTIONAL, [0] length OPTIONAL }; its body. False: no usable one. */
bool cdf_take_path(struct span sequence, struct path *path);
/* The body of one record. Its bytes stay where they are, but for a certificate that has to be put together. */
bool cdf_take_record(struct arena *arena, struct span in, struct record *record);
/* Is this the body of a record, which has its type under [1]? */
bool cdf_is_record(struct span body);
/* Is it a list of records, as where a card puts all of them into one more SEQUENCE? */
bool cdf_is_list(struct span body);

#endif
