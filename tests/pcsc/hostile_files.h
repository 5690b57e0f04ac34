/*
 * pcsc/hostile_files: builders (world_build) of cards with wrong contents. What the argument means is said in the table
 * of hostile.c by each case's name.
 */
#ifndef TESLIM_PCSC_HOSTILE_FILES_H
#define TESLIM_PCSC_HOSTILE_FILES_H

#include "demo/card_model.h"

enum piv_kind {
	PIV_LONG_INNER,
	PIV_LONG_OUTER,
	PIV_NO_70,
	PIV_BOMB,
	PIV_CUT_GZIP,
	PIV_FLAG_ON_DER,
	PIV_EMPTY,
	PIV_EMPTY_70,
	PIV_RANDOM
};

void hostile_akis_header(struct card_model *model, long argument);
void hostile_akis_cut(struct card_model *model, long argument);
void hostile_akis_padded(struct card_model *model, long argument);
void hostile_akis_filled(struct card_model *model, long argument);
void hostile_akis_random(struct card_model *model, long argument);
void hostile_akis_pkcs7(struct card_model *model, long argument);
void hostile_akis_gzip(struct card_model *model, long argument);
void hostile_akis_pem(struct card_model *model, long argument);
void hostile_akis_many(struct card_model *model, long argument);
void hostile_akis_twice(struct card_model *model, long argument);
void hostile_akis_mixed(struct card_model *model, long argument);
void hostile_akis_closed(struct card_model *model, long argument);
void hostile_akis_closed_to_select(struct card_model *model, long argument);
void hostile_pkcs15_path(struct card_model *model, long argument);
void hostile_pkcs15_odd_path(struct card_model *model, long argument);
void hostile_pkcs15_records(struct card_model *model, long argument);
void hostile_pkcs15_index(struct card_model *model, long argument);
void hostile_pkcs15_direct(struct card_model *model, long argument);
void hostile_pkcs15_filled(struct card_model *model, long argument);
void hostile_pkcs15_odf(struct card_model *model, long argument);
void hostile_piv(struct card_model *model, long kind);

#endif
