/*
 * demo/card_model: a smart card in memory. A tree of files and data objects that answers command APDUs as ISO 7816-4
 * says, plus switches for everything that cards do wrong. Used by the unit tests and fuzzers (as a scripted
 * `transmit`) and by the virtual card on a real pcscd. Knows nothing of the program under test.
 */
#ifndef TESLIM_DEMO_CARD_MODEL_H
#define TESLIM_DEMO_CARD_MODEL_H

#include "teslim/base.h"

enum {
	CARD_MODEL_NODES = 1200,
	CARD_MODEL_OBJECTS = 16,
	CARD_MODEL_LOG = 4096,
	CARD_MODEL_RECORDS = 32,
	CARD_MODEL_ROOT = 0 /* node 0 is the MF, 3F00 */
};

/* What reading past the end of a file answers. */
enum card_model_end { CARD_END_6282, CARD_END_SHORT_9000, CARD_END_6B00, CARD_END_6282_EMPTY, CARD_END_6C };

/* What SELECT with P2=00 answers in its data. */
enum card_model_fci { CARD_FCI_6F, CARD_FCI_62, CARD_FCI_NONE, CARD_FCI_EMPTY, CARD_FCI_LYING, CARD_FCI_TWO_80 };

struct card_model_node {
	int parent; /* -1 for the MF */
	bool is_df;
	unsigned fid;       /* 0: only by name */
	uint8_t name[16];   /* DF name or AID */
	size_t name_length; /* 0: none */
	uint8_t *data;      /* EF content, owned */
	size_t length;
	unsigned select_sw;                       /* 0: normal; otherwise SELECT answers this */
	unsigned read_sw;                         /* 0: normal; otherwise READ BINARY answers this (6982: PIN first) */
	uint16_t record_ends[CARD_MODEL_RECORDS]; /* a linear file: where each of its records ends in the data */
	int record_count;                         /* 0: transparent */
};

struct card_model_object {
	unsigned tag; /* 5FC10A */
	uint8_t *data;
	size_t length;
};

/* Switches; all zero is a well-behaved card. Counting of APDUs starts at 1. */
struct card_model_faults {
	int sw_at; /* the nth APDU is answered with sw only */
	unsigned sw;
	int mute_at;  /* the nth APDU and all later ones are never answered */
	int short_at; /* the nth answer is cut to short_length bytes, SW included */
	size_t short_length;
	size_t trailing; /* so many bytes of garbage more than Le in every READ answer */
	int huge_at;     /* the nth answer has huge_length bytes */
	size_t huge_length;
	size_t chunk_cap;   /* at most so many bytes per answer, the rest by 61xx (244: AKİS 1.0) */
	bool t0;            /* T=0 manner: SELECT and GET DATA answer 61xx only */
	bool wrong_le_6c;   /* Le larger than what is there: 6Cxx */
	bool endless_61;    /* every READ answers 61xx for ever */
	bool endless_6c;    /* every READ answers 6Cxx for ever */
	bool endless_empty; /* every READ answers 9000 without data */
	bool endless_zeros; /* every READ answers Le zeros, at any offset */
	int odd_at;         /* from the nth READ on ... */
	int odd_times;      /* ... so many READs are answered with odd_sw alone (0: with nothing at all) */
	int odd_every;      /* the same for every nth READ */
	unsigned odd_sw;
	bool odd_loses;         /* and the card has lost what was selected */
	size_t le_max;          /* a larger Le of READ and GET DATA is answered 6700 */
	bool ping_pong_6c;      /* Le above 100 is answered 6C80, and 80 itself 6CFC */
	size_t crumbs;          /* so many bytes per READ at most, whatever was asked for */
	bool refuse_p2_00;      /* SELECT with P2=00 answers 6A86; 0C is accepted */
	bool refuse_le;         /* SELECT with Le answers 6700 */
	bool no_mf;             /* SELECT 3F00 answers 6A82 */
	bool needs_mf;          /* SELECT by name answers 6418 until the MF was selected */
	bool no_select_by_name; /* P1=04 answers 6A86 */
	enum card_model_end end;
	enum card_model_fci fci;
	int delay_ms;   /* for the emulator: wait before each answer */
	int pull_at;    /* for the emulator: the card is pulled when the nth APDU comes in */
	int reset_at;   /* before the nth APDU the card loses its power for a moment: nothing is selected any more */
	int pull_after; /* for the emulator: the card is pulled when the nth answer is out */
	int stall_at;   /* for the emulator: the nth answer stops in the middle */
	int half_at;    /* for the emulator: the same, and the card is pulled */
};

struct card_model {
	uint8_t atr[40]; /* longer than any may be, for cards that do not care */
	size_t atr_length;
	struct card_model_node nodes[CARD_MODEL_NODES];
	int node_count;
	struct card_model_object objects[CARD_MODEL_OBJECTS];
	int object_count;
	struct card_model_faults faults;
	bool is_yubikey; /* a PIV card that also answers GET VERSION, without which yubico-piv-tool 2.7 reads nothing */
	/* state */
	int current_df, current_ef; /* -1: none */
	bool mf_selected, piv_selected;
	int reads;        /* READ BINARY, READ RECORD and GET DATA since init or card_model_forget */
	uint8_t *pending; /* rest of an answer, fetched by GET RESPONSE */
	size_t pending_length, pending_at;
	/* what came over the wire since init or card_model_forget */
	int apdus;
	size_t bytes_in;   /* sent by the card, SW included */
	size_t bytes_out;  /* sent to the card */
	size_t line_bytes; /* both ways and with T=1's frames (ISO 7816-3: 4 bytes per block of 254, and per acknowledgement) */
	int forbidden;     /* instructions other than A4 B0 B2 C0 CA CB, and classes other than 00, that were seen */
	struct {
		uint8_t head[5];
		unsigned sw;
	} log[CARD_MODEL_LOG];
};

struct card_model_cert {
	const uint8_t *der;
	size_t length;
};

/* A card with an MF and nothing else. The structure is large: allocate it. Free what it owns with card_model_clear. */
void card_model_init(struct card_model *model);
void card_model_clear(struct card_model *model);
/* Power on or reset: nothing is selected. */
void card_model_reset(struct card_model *model);
/* Counters and log to zero. */
void card_model_forget(struct card_model *model);
void card_model_set_atr(struct card_model *model, const char *hex);
/* Each returns the index of the new node. The content is copied. name NULL: none. */
int card_model_add_df(struct card_model *model, int parent, unsigned fid, const void *name, size_t name_length);
int card_model_add_ef(struct card_model *model, int parent, unsigned fid, const void *bytes, size_t length);
void card_model_add_object(struct card_model *model, unsigned tag, const void *bytes, size_t length);
/* Makes the file one of linear records, each of `size` bytes (the last may have less). */
void card_model_make_linear(struct card_model *model, int node, size_t size);
/* The node with that FID under parent, -1 when there is none. */
int card_model_find(const struct card_model *model, int parent, unsigned fid);

/*
 * Answers a command APDU: writes at most size bytes (data and SW) and returns how many the card sent, which may be
 * more than size (then only size were written); -1: the card is mute and never answers.
 */
long card_model_transmit(struct card_model *model, const uint8_t *command, size_t length, uint8_t *response, size_t size);

/* ---- whole cards; each starts with card_model_init and sets a fitting ATR */
/* MF, DF "PKCS-15" (3D00), EFs 2F10... with the bare bytes given. */
void card_model_akis(struct card_model *model, const struct card_model_cert *certs, int count);
/* ISO 7816-15: DF A000000063504B43532D3135 at 3F00/5015, ODF 5031, CDF 4404, certificates 3301... */
void card_model_pkcs15(struct card_model *model, const struct card_model_cert *certs, int count);
/* The same under IsoApplet's AID, refusing the PKCS-15 AID. */
void card_model_isoapplet(struct card_model *model, const struct card_model_cert *certs, int count);
/* PIV: objects 5FC10A, 5FC105, 5FC10B, 5FC101 in this order; gzip: compressed with CertInfo bit 0. */
void card_model_piv(struct card_model *model, const struct card_model_cert *certs, int count, bool gzip);
/* Turkish identity card: the AKİS file system with 2F04 in 3D00, the rest of its folders, no certificate. */
void card_model_identity(struct card_model *model);
/* EMV bank card: PPSE and PSE, nothing else. */
void card_model_bank(struct card_model *model);
/* AKİS file system without any certificate file. */
void card_model_akis_empty(struct card_model *model);
/* Only an MF, ATR of no known family. */
void card_model_blank(struct card_model *model);

/* ---- the same layouts as some makers have them (card_variants.c) */
/* ODF and CDF with one structure per record, certificates in records of that size. */
void card_model_pkcs15_linear(struct card_model *model, const struct card_model_cert *certs, int count, size_t record);
/* ODF and CDF in one more SEQUENCE. */
void card_model_pkcs15_framed(struct card_model *model, const struct card_model_cert *certs, int count);
/* So many padding bytes in front of every structure of ODF and CDF. */
void card_model_pkcs15_spaced(struct card_model *model, const struct card_model_cert *certs, int count, size_t gap, int byte);
/* Every record of the CDF says that its certificate is private; all can be read. */
void card_model_pkcs15_private(struct card_model *model, const struct card_model_cert *certs, int count);
/* A PKCS#15 application with the first, and the AKİS folder with the second. */
void card_model_akis_beside(struct card_model *model, const struct card_model_cert *pkcs15, int pkcs15_count,
	const struct card_model_cert *akis, int akis_count);
/* PIV with bytes behind the certificate in its object. */
void card_model_piv_trailing(struct card_model *model, const struct card_model_cert *cert, size_t trailing, bool is_gzip);
/* The applets of a CAC, which answer to no command but SELECT. */
void card_model_common_access(struct card_model *model);

/* A PKCS#15 CDF record for a certificate at path (index and length are left out when negative). Returns bytes written. */
size_t card_model_cdf_record(uint8_t *out, size_t size, const char *label, const void *id, size_t id_length, const void *path,
	size_t path_length, long index, long length);

#endif
