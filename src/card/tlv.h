/*
 * card/tlv: reads tag-length-value structures out of bytes that a card sent. A length is never believed: every value
 * lies inside the bytes that are really there. Nothing recurses.
 */
#ifndef TESLIM_CARD_TLV_H
#define TESLIM_CARD_TLV_H

#include "teslim/base.h"

/* Bytes with their length; every pointer into card data travels with one. */
struct span {
	const uint8_t *data;
	size_t length;
};

enum tlv_result {
	TLV_OK,
	TLV_END, /* nothing more: no bytes, or padding 00 or FF */
	TLV_CUT, /* well-formed so far, but longer than the bytes that are there */
	TLV_BAD  /* indefinite or absurd length, over-long tag */
};

struct tlv {
	unsigned tag; /* as it stands: 30, A1, 5F2D */
	struct span value;
	size_t total; /* bytes of head and value */
};

/* Takes the next structure off the front of *in. On TLV_CUT, total is how many bytes would be needed. */
enum tlv_result tlv_next(struct span *in, struct tlv *out);
/* Goes over padding (00, FF) in front of the next structure and returns how much there was. */
size_t tlv_skip_padding(struct span *in);
/* The first structure with that tag directly in `in`. */
bool tlv_find(struct span in, unsigned tag, struct tlv *out);
/*
 * Bytes that a DER SEQUENCE takes, told from its first bytes (at least 5 suffice). 0: these bytes start no SEQUENCE
 * in DER (another tag, indefinite or non-minimal length, more than three length bytes).
 */
size_t der_sequence_length(struct span head);
/* Is this, to the last byte, a SEQUENCE of a SEQUENCE, a SEQUENCE and a BIT STRING, as a certificate is? */
bool der_is_certificate(struct span bytes);
/* The same at the front: cuts off whatever stands behind it. False: there is none, bytes are as they were. */
bool der_trim_certificate(struct span *bytes);
bool span_equal(struct span span, const void *bytes, size_t length);
/* The part from offset on; empty when offset lies beyond. */
struct span span_from(struct span span, size_t offset);

#endif
