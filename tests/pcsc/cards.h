/*
 * pcsc/cards: the certificates and the cards that the tests put into the reader. Everything is made by cards_make,
 * before the emulators' processes are started; all of it is synthetic.
 */
#ifndef TESLIM_PCSC_CARDS_H
#define TESLIM_PCSC_CARDS_H

#include "demo/card_model.h"

enum cards_certificate {
	CERT_ONE, /* 1,795 bytes, as the anchors of the measurements */
	CERT_TWO, /* 1,755 and 1,716: with the first 5,266 bytes */
	CERT_THREE,
	CERT_FIRST_OF_KIND, /* one of every kind of demo/certificates.h from here on */
	CERT_COUNT = CERT_FIRST_OF_KIND + 40
};

#define CARDS_PERSON "10000000146"

void cards_make(void);
void cards_free(void);
struct card_model_cert cards_certificate(int which);
int cards_of_kind(const char *kind); /* "seal-institution": index of that kind's certificate; ends the program */

/* ---- builders for world_insert. The argument is how many certificates (CERT_ONE first), or what the name says. */
void card_akis(struct card_model *model, long count);
void card_akis_pem(struct card_model *model, long count);
void card_akis_t0(struct card_model *model, long count);
void card_akis_v1(struct card_model *model, long count); /* ATR with UEKAE, 244 bytes per answer */
void card_pkcs15(struct card_model *model, long count);
void card_pkcs15_t0(struct card_model *model, long count);
void card_pkcs15_dir(struct card_model *model, long count);   /* found by EF.DIR only, not at 5015 */
void card_pkcs15_plain(struct card_model *model, long count); /* no AID, no EF.DIR: 3F00/5015 */
void card_isoapplet(struct card_model *model, long count);
void card_piv(struct card_model *model, long count);
void card_piv_gzip(struct card_model *model, long count);
void card_piv_t0(struct card_model *model, long count);
void card_pkcs15_linear(struct card_model *model, long count);  /* files of records */
void card_pkcs15_framed(struct card_model *model, long count);  /* directories in one more SEQUENCE */
void card_pkcs15_spaced(struct card_model *model, long count);  /* ten zeros before each structure */
void card_pkcs15_private(struct card_model *model, long count); /* called private, and readable */
void card_piv_trailing(struct card_model *model, long bytes);   /* so many behind the certificate */
void card_akis_beside(struct card_model *model, long count); /* an authority in a PKCS#15 application, the others in the folder */
void card_akis_kinds(struct card_model *model, long count);  /* so many different ones */
void card_common_access(struct card_model *model, long unused);
void card_akis_with(struct card_model *model, long which); /* the one certificate of that index */

#endif
