/*
 * store/walk: what the two halves of a check of the journal share: verify.c walks the entries, facts.c compares the tables
 * with what entries say. Private to the room.
 */
#ifndef TESLIM_STORE_WALK_H
#define TESLIM_STORE_WALK_H

#include "inside.h"

struct walk {
	struct store *store;
	struct store_check *check;
	struct err *err;
	enum code code; /* could not look */
	bool all;
	bool has_key;
	uint8_t public_key[SEAL_PUBLIC_KEY];
	int64_t total;
	int64_t handovers;
	int64_t corrections;
	int64_t deliveries;
	int64_t drawers;
	int64_t item_records;
	int64_t papers_signed;
	int64_t entries_signed; /* of papers of entries that are no handover */
	uint8_t *papers; /* a bit for each handover id, from 1, and behind them each delivery, whose signed copy was journalled */
	int64_t papers_max; /* rows of both; ids have no gaps */
	uint8_t prev[SEAL_HASH];
	char prev_time[CLOCK_TEXT];
	struct seal_tree tree;
	struct replay replay; /* where the entries so far leave every card and reader */
	int64_t pointed;      /* entry of the last checkpoint that was right */
	struct {              /* the next one at or after the entry at hand; seq 0: no more */
		int64_t seq;
		char time[CLOCK_TEXT];
		uint8_t root[SEAL_HASH];
		uint8_t signature[SEAL_SIGNATURE];
		bool malformed;
	} next;
};

/* Notes the first fault; returns false so that callers can `return walk_bad(...)`. */
bool walk_bad(struct walk *walk, int64_t seq, enum message message, const char *detail);
/* The check itself failed. */
bool walk_stop(struct walk *walk, enum code code);

/* The personal fields of an entry against its digest, or the entry that says that they were forgotten. */
bool facts_check_personal(struct walk *walk, const struct entry_row *row);
/* The row of a handover, correction or signed copy against its entry. */
bool facts_check_row(struct walk *walk, const struct entry_row *row);
/* After the last entry: rows that no entry tells of, record numbers, handovers in force. */
bool facts_check_tables(struct walk *walk);

#endif
