/*
 * pcsc/hostile: see hostile.h. Cards that answer wrongly, and the table of all wrong cards; what stands in their files
 * is in hostile_files.c.
 */
#include "hostile.h"

#include "cards.h"
#include "hostile_files.h"
#include "teslim/card.h"

/* ---- answers */

enum answer_kind {
	ANSWER_FCI,                  /* 6 of them */
	ANSWER_END = ANSWER_FCI + 6, /* 5 of them */
	ANSWER_ONE_BYTE = ANSWER_END + 5,
	ANSWER_NO_SW,
	ANSWER_HALF,
	ANSWER_TRAILING,
	ANSWER_302,
	ANSWER_65535,
	ANSWER_ENDLESS_61,
	ANSWER_ENDLESS_6C,
	ANSWER_ENDLESS_EMPTY,
	ANSWER_ENDLESS_ZEROS,
	ANSWER_NO_P2,
	ANSWER_NO_LE,
	ANSWER_NO_MF,
	ANSWER_NEEDS_MF,
	ANSWER_NO_NAME,
	ANSWER_6C,
	ANSWER_SMALL,
	ANSWER_POWER,
	ANSWER_6F00,
	ANSWER_NONSENSE,
	/* from here on a READ in the middle, or all from then on, are answered by the reader */
	ODD_6B00,
	ODD_6986,
	ODD_6F00,
	ODD_6982,
	ODD_TWICE,
	ODD_AND_LOST,
	ODD_EVERY_THIRD,
	ODD_FOR_EVER,
	ODD_LE_128,
	ODD_LE_8,
	ODD_PING_PONG,
	ODD_CRUMBS
};

enum { READ_IN_THE_MIDDLE = 4 };

static const struct card_model_faults odd_readers[] = {
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 1, .odd_sw = 0x6B00},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 1, .odd_sw = 0x6986},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 1, .odd_sw = 0x6F00},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 1, .odd_sw = 0x6982},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 2, .odd_sw = 0x6F00},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 1, .odd_sw = 0x6F00, .odd_loses = true},
	{.odd_every = 3, .odd_sw = 0x6B00, .odd_loses = true},
	{.odd_at = READ_IN_THE_MIDDLE, .odd_times = 10000, .odd_sw = 0x6F00},
	{.le_max = 128},
	{.le_max = 8},
	{.ping_pong_6c = true},
	{.crumbs = 3},
};

static void
set_answer(struct card_model_faults *faults, long kind)
{
	switch (kind) {
	case ANSWER_ONE_BYTE:
		faults->short_at = 5;
		faults->short_length = 1;
		break;
	case ANSWER_NO_SW:
		faults->short_at = 5;
		faults->short_length = 252;
		break;
	case ANSWER_HALF:
		faults->short_at = 5;
		faults->short_length = 10;
		break;
	case ANSWER_TRAILING:
		faults->trailing = 3;
		break;
	case ANSWER_302:
		faults->huge_at = 5;
		faults->huge_length = 302;
		break;
	case ANSWER_65535:
		faults->huge_at = 5;
		faults->huge_length = 65535;
		break;
	case ANSWER_ENDLESS_61:
		faults->endless_61 = true;
		break;
	case ANSWER_ENDLESS_6C:
		faults->endless_6c = true;
		break;
	case ANSWER_ENDLESS_EMPTY:
		faults->endless_empty = true;
		break;
	case ANSWER_ENDLESS_ZEROS:
		faults->endless_zeros = true;
		break;
	case ANSWER_NO_P2:
		faults->refuse_p2_00 = true;
		break;
	case ANSWER_NO_LE:
		faults->refuse_le = true;
		break;
	case ANSWER_NO_MF:
		faults->no_mf = true;
		break;
	case ANSWER_NEEDS_MF:
		faults->needs_mf = true;
		break;
	case ANSWER_NO_NAME:
		faults->no_select_by_name = true;
		break;
	case ANSWER_6C:
		faults->wrong_le_6c = true;
		break;
	case ANSWER_SMALL:
		faults->chunk_cap = 17;
		break;
	case ANSWER_POWER:
		faults->reset_at = 5;
		break;
	case ANSWER_6F00:
		faults->sw_at = 5;
		faults->sw = 0x6F00;
		break;
	case ANSWER_NONSENSE:
		faults->sw_at = 5;
		faults->sw = 0x1234;
		break;
	default:
		break;
	}
	if (kind >= ODD_6B00)
		*faults = odd_readers[kind - ODD_6B00];
}

static void
akis_answers(struct card_model *model, long kind)
{
	card_akis(model, 1);
	if (kind < ANSWER_END)
		model->faults.fci = (enum card_model_fci)(kind - ANSWER_FCI);
	else if (kind < ANSWER_ONE_BYTE)
		model->faults.end = (enum card_model_end)(kind - ANSWER_END);
	else
		set_answer(&model->faults, kind);
	card_model_forget(model);
}

static void
piv_answers(struct card_model *model, long kind)
{
	card_piv(model, 1);
	set_answer(&model->faults, kind);
	if (model->faults.odd_at > 0)
		model->faults.odd_at = 1;
	card_model_forget(model);
}

static void
pkcs15_answers(struct card_model *model, long kind)
{
	card_pkcs15(model, 1);
	if (kind < ANSWER_END)
		model->faults.fci = (enum card_model_fci)(kind - ANSWER_FCI);
	else if (kind < ANSWER_ONE_BYTE)
		model->faults.end = (enum card_model_end)(kind - ANSWER_END);
	else
		set_answer(&model->faults, kind);
	card_model_forget(model);
}

/* ---- the table */

#define NONE CARD_FAULT_NO_CERTIFICATE
#define OTHER CARD_FAULT_NOT_A_CERTIFICATE
#define CUT CARD_FAULT_TRUNCATED
#define LIMIT CARD_FAULT_LIMIT
#define GARBLED CARD_FAULT_GARBLED
#define HIDDEN CARD_FAULT_AKIS_HIDDEN
#define READER CARD_FAULT_ODD_READER

static const struct hostile_case list[] = {
	{"no certificate file", card_akis, 0, NONE, 0},
	{"ten certificates", hostile_akis_many, 10, "done", 10},
	{"more certificates than are read", hostile_akis_many, 20, "done", 16},
	{"the same certificate twice", hostile_akis_twice, 0, "done", 1},
	{"random bytes", hostile_akis_random, 1, OTHER, 0},
	{"zeros", hostile_akis_filled, 0x00, NONE, 0},
	{"FF padding", hostile_akis_filled, 0xFF, NONE, 0},
	{"30 for ever", hostile_akis_filled, 0x30, OTHER "|" CUT, 0},
	{"PEM without its end", hostile_akis_pem, 0, CUT, 0},
	{"PEM with wrong letters", hostile_akis_pem, 1, CUT "|" OTHER, 0},
	{"gzip in a file", hostile_akis_gzip, 0, OTHER, 0},
	{"PKCS#7", hostile_akis_pkcs7, 0, OTHER, 0},
	{"a good one behind bad ones", hostile_akis_mixed, 0, "done", 1},
	{"DER length 0", hostile_akis_header, 0, OTHER, 0},
	{"DER length 1", hostile_akis_header, 1, OTHER, 0},
	{"DER length 127", hostile_akis_header, 2, OTHER, 0},
	{"DER length 128", hostile_akis_header, 3, OTHER, 0},
	{"DER length 255", hostile_akis_header, 4, OTHER, 0},
	{"DER length 65,535", hostile_akis_header, 5, LIMIT, 0},
	{"DER length 16 MB", hostile_akis_header, 6, LIMIT, 0},
	{"DER length indefinite", hostile_akis_header, 7, OTHER, 0},
	{"DER length FFFFFFFF", hostile_akis_header, 8, OTHER "|" LIMIT, 0},
	{"DER length not minimal, three bytes", hostile_akis_header, 9, OTHER, 0},
	{"DER length not minimal, one byte", hostile_akis_header, 10, OTHER, 0},
	{"a SET", hostile_akis_header, 11, OTHER, 0},
	{"DER length of six bytes", hostile_akis_header, 12, OTHER, 0},
	{"file of 1 byte", hostile_akis_cut, 1, OTHER "|" CUT, 0},
	{"file of 3 bytes", hostile_akis_cut, 3, OTHER "|" CUT, 0},
	{"file of 4 bytes", hostile_akis_cut, 4, CUT, 0},
	{"file of 251 bytes", hostile_akis_cut, 251, CUT, 0},
	{"file of 252 bytes", hostile_akis_cut, 252, CUT, 0},
	{"file of 253 bytes", hostile_akis_cut, 253, CUT, 0},
	{"file a byte too short", hostile_akis_cut, 1794, CUT, 0},
	{"file padded with FF", hostile_akis_padded, 0xFF, "done", 1},
	{"file padded with 00", hostile_akis_padded, 0x00, "done", 1},
	{"file closed by a PIN", hostile_akis_closed, 0x6982, HIDDEN, 0},
	{"file closed, in AKİS' own words", hostile_akis_closed, 0x6406, HIDDEN, 0},
	{"file over secure messaging only", hostile_akis_closed, 0x6988, HIDDEN, 0},
	{"file closed to SELECT", hostile_akis_closed_to_select, 0x6982, HIDDEN, 0},
	{"FCI 6F", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_6F, "done", 1},
	{"FCI 62", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_62, "done", 1},
	{"FCI missing", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_NONE, "done", 1},
	{"FCI empty", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_EMPTY, "done", 1},
	{"FCI with a lying size", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_LYING, "done", 1},
	{"FCI with two sizes", akis_answers, (int)ANSWER_FCI + (int)CARD_FCI_TWO_80, "done", 1},
	{"end of file by 6282 with data", akis_answers, (int)ANSWER_END + (int)CARD_END_6282, "done", 1},
	{"end of file by a short 9000", akis_answers, (int)ANSWER_END + (int)CARD_END_SHORT_9000, "done", 1},
	{"end of file by 6B00", akis_answers, (int)ANSWER_END + (int)CARD_END_6B00, "done", 1},
	{"end of file by 6282 alone", akis_answers, (int)ANSWER_END + (int)CARD_END_6282_EMPTY, "done", 1},
	{"end of file by 6Cxx", akis_answers, (int)ANSWER_END + (int)CARD_END_6C, "done", 1},
	{"an answer of one byte", akis_answers, ANSWER_ONE_BYTE, GARBLED, 0},
	{"an answer without its SW", akis_answers, ANSWER_NO_SW, GARBLED "|" CUT "|" OTHER, 0},
	{"an answer of ten bytes", akis_answers, ANSWER_HALF, GARBLED "|" CUT "|" OTHER, 0},
	{"three bytes more than Le", akis_answers, ANSWER_TRAILING, GARBLED, 0},
	{"302 bytes for 252", akis_answers, ANSWER_302, GARBLED, 0},
	{"65,535 bytes for 252", akis_answers, ANSWER_65535, GARBLED, 0},
	{"61xx for ever", akis_answers, ANSWER_ENDLESS_61, LIMIT "|" GARBLED, 0},
	{"6Cxx for ever", akis_answers, ANSWER_ENDLESS_6C, READER, 0},
	{"9000 without data for ever", akis_answers, ANSWER_ENDLESS_EMPTY, READER, 0},
	{"zeros for ever", akis_answers, ANSWER_ENDLESS_ZEROS, NONE, 0},
	{"SELECT without P2=00", akis_answers, ANSWER_NO_P2, "done", 1},
	{"SELECT without Le", akis_answers, ANSWER_NO_LE, "done", 1},
	{"no MF", akis_answers, ANSWER_NO_MF, "done", 1},
	{"MF first", akis_answers, ANSWER_NEEDS_MF, "done", 1},
	{"no SELECT by name", akis_answers, ANSWER_NO_NAME, "done", 1},
	{"6Cxx for a large Le", akis_answers, ANSWER_6C, "done", 1},
	{"17 bytes at a time, the rest by 61xx", akis_answers, ANSWER_SMALL, "done", 1},
	{"the card loses its power for a moment", akis_answers, ANSWER_POWER, "done", 1},
	{"6F00 in the middle", akis_answers, ANSWER_6F00, "done", 1},
	{"an SW that is none", akis_answers, ANSWER_NONSENSE, GARBLED, 0},
	{"PKCS#15: end of file by 6282 alone", pkcs15_answers, (int)ANSWER_END + (int)CARD_END_6282_EMPTY, "done", 1},
	{"PKCS#15: end of file by 6B00", pkcs15_answers, (int)ANSWER_END + (int)CARD_END_6B00, "done", 1},
	{"PKCS#15: FCI missing", pkcs15_answers, (int)ANSWER_FCI + (int)CARD_FCI_NONE, "done", 1},
	{"PKCS#15: zeros for ever", pkcs15_answers, ANSWER_ENDLESS_ZEROS, NONE, 0},
	{"PKCS#15: 61xx for ever", pkcs15_answers, ANSWER_ENDLESS_61, LIMIT "|" GARBLED, 0},
	{"PKCS#15: 9000 without data for ever", pkcs15_answers, ANSWER_ENDLESS_EMPTY, READER, 0},
	{"PKCS#15: the card loses its power for a moment", pkcs15_answers, ANSWER_POWER, "done", 1},
	{"6B00 once in the middle", akis_answers, ODD_6B00, "done", 1},
	{"6986 once in the middle", akis_answers, ODD_6986, "done", 1},
	{"6F00 once in the middle", akis_answers, ODD_6F00, "done", 1},
	{"6982 once in the middle", akis_answers, ODD_6982, "done", 1},
	{"6F00 twice in the middle", akis_answers, ODD_TWICE, "done", 1},
	{"6F00, and nothing is selected any more", akis_answers, ODD_AND_LOST, "done", 1},
	{"6B00 at every third READ, and nothing is selected any more", akis_answers, ODD_EVERY_THIRD, "done", 1},
	{"6F00 from the middle on", akis_answers, ODD_FOR_EVER, READER, 0},
	{"Le above 128 answered 6700", akis_answers, ODD_LE_128, "done", 1},
	{"Le above 8 answered 6700", akis_answers, ODD_LE_8, READER, 0},
	{"6C80 and 6CFC in turns", akis_answers, ODD_PING_PONG, "done", 1},
	{"three bytes per READ", akis_answers, ODD_CRUMBS, "done", 1},
	{"PKCS#15: 6B00 once in the middle", pkcs15_answers, ODD_6B00, "done", 1},
	{"PKCS#15: 6986 once in the middle", pkcs15_answers, ODD_6986, "done", 1},
	{"PKCS#15: 6F00, and nothing is selected any more", pkcs15_answers, ODD_AND_LOST, "done", 1},
	{"PKCS#15: 6B00 at every third READ", pkcs15_answers, ODD_EVERY_THIRD, "done", 1},
	{"PKCS#15: Le above 128 answered 6700", pkcs15_answers, ODD_LE_128, "done", 1},
	{"PKCS#15: 6C80 and 6CFC in turns", pkcs15_answers, ODD_PING_PONG, "done", 1},
	{"PKCS#15: 6F00 from the middle on", pkcs15_answers, ODD_FOR_EVER, READER, 0},
	{"PIV: 6F00 once", piv_answers, ODD_6F00, "done", 1},
	{"PIV: 6B00 once", piv_answers, ODD_6B00, "done", 1},
	{"PIV: 6F00 for ever", piv_answers, ODD_FOR_EVER, READER, 0},
	{"PIV: Le above 128 answered 6700", piv_answers, ODD_LE_128, "done", 1},
	{"PIV: 6C80 and 6CFC in turns", piv_answers, ODD_PING_PONG, "done", 1},
	{"PKCS#15: SELECT without P2=00", pkcs15_answers, ANSWER_NO_P2, "done", 1},
	{"PKCS#15: no SELECT by name", pkcs15_answers, ANSWER_NO_NAME, "done", 1},
	{"CDF path of 0 bytes", hostile_pkcs15_path, 0, OTHER, 0},
	{"CDF path of 1 byte", hostile_pkcs15_path, 1, OTHER, 0},
	{"CDF path of 7 bytes", hostile_pkcs15_path, 7, OTHER, 0},
	{"CDF path of 200 bytes", hostile_pkcs15_path, 200, OTHER, 0},
	{"CDF that points to itself", hostile_pkcs15_odd_path, 0, OTHER "|" CUT, 0},
	{"CDF that points to the ODF", hostile_pkcs15_odd_path, 1, OTHER, 0},
	{"CDF that points to 3F003F003F00", hostile_pkcs15_odd_path, 2, OTHER, 0},
	{"CDF that points nowhere", hostile_pkcs15_odd_path, 3, OTHER, 0},
	{"CDF that points to FFFF", hostile_pkcs15_odd_path, 4, OTHER, 0},
	{"CDF that points to 3F00", hostile_pkcs15_odd_path, 5, OTHER, 0},
	{"CDF of 60 records, the last one good", hostile_pkcs15_records, 60, "done", 1},
	{"CDF of 1,000 records", hostile_pkcs15_records, 1000, OTHER "|" LIMIT, 0},
	{"CDF of FF", hostile_pkcs15_filled, 0xFF, NONE, 0},
	{"CDF of zeros", hostile_pkcs15_filled, 0x00, NONE, 0},
	{"CDF of 30", hostile_pkcs15_filled, 0x30, OTHER "|" CUT, 0},
	{"index beyond the file", hostile_pkcs15_index, 0, NONE "|" OTHER "|" CUT, 0},
	{"index 0 and the length", hostile_pkcs15_index, 1, "done", 1},
	{"a length that is too small", hostile_pkcs15_index, 2, CUT, 0},
	{"index 100", hostile_pkcs15_index, 3, "done", 1},
	{"index and length at the end of all offsets", hostile_pkcs15_index, 4, NONE "|" OTHER "|" CUT, 0},
	{"certificate in the record itself", hostile_pkcs15_direct, 0, "done", 1},
	{"ODF with unknown tags and padding", hostile_pkcs15_odf, 0, "done", 1},
	{"ODF that points to itself", hostile_pkcs15_odf, 1, OTHER "|" NONE, 0},
	{"ODF whose entry is longer than it", hostile_pkcs15_odf, 2, NONE "|" CUT "|" OTHER, 0},
	{"ODF of one byte", hostile_pkcs15_odf, 3, NONE, 0},
	{"ODF that is empty", hostile_pkcs15_odf, 4, NONE, 0},
	{"PIV: 70 longer than 53", hostile_piv, PIV_LONG_INNER, CUT "|" OTHER, 0},
	{"PIV: 53 longer than the object", hostile_piv, PIV_LONG_OUTER, CUT "|" OTHER, 0},
	{"PIV: no 70", hostile_piv, PIV_NO_70, OTHER, 0},
	{"PIV: gzip bomb", hostile_piv, PIV_BOMB, LIMIT, 0},
	{"PIV: gzip cut", hostile_piv, PIV_CUT_GZIP, CUT "|" OTHER, 0},
	{"PIV: gzip flag on DER", hostile_piv, PIV_FLAG_ON_DER, "done", 1},
	{"PIV: empty object", hostile_piv, PIV_EMPTY, NONE, 0},
	{"PIV: empty 70", hostile_piv, PIV_EMPTY_70, NONE, 0},
	{"PIV: something else", hostile_piv, PIV_RANDOM, OTHER, 0},
	{"a CAC", card_common_access, 0, CARD_FAULT_COMMON_ACCESS_CARD, 0},
};

const struct hostile_case *
hostile_cases(int *count)
{
	*count = (int)ARRAY_LENGTH(list);
	return list;
}
