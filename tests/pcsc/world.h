/*
 * pcsc/world: a private pcscd with the virtual reader, a card emulator per slot in a process of its own, and the
 * watch over the wire: when it ends, every APDU of the test must have been one that only reads.
 */
#ifndef TESLIM_PCSC_WORLD_H
#define TESLIM_PCSC_WORLD_H

#include "demo/card_model.h"
#include "demo/pcscd.h"

enum { WORLD_SLOTS = 2, WORLD_PATH = 64 };

/* Makes the card: starts with one of card_model's whole cards. Runs in the emulator's process. */
typedef void world_build(struct card_model *model, long argument);

struct world_card {
	pid_t pid;
	int fd;
	struct card_model *model; /* shared with the emulator: faults may be set, counters read. Not the nodes. */
};

struct world {
	char directory[WORLD_PATH];
	struct pcscd pcscd;
	struct world_card cards[WORLD_SLOTS];
	int allowed_forbidden; /* a test of the guard itself */
};

/* Starts everything or ends the program. What the builds use must have been made before. extra: see struct pcscd_wish. */
void world_start(struct world *world, const char *name, const char *extra_settings);
/* A world without the virtual reader. */
void world_start_bare(struct world *world, const char *name, const char *settings);
/* Puts a new card in, as soon as the reader can notice that it is another. Returns at once. */
void world_insert(struct world *world, int slot, world_build *build, long argument);
/* The same at once: when `card-gone` has been seen, or the reader shall not notice. */
void world_insert_at_once(struct world *world, int slot, world_build *build, long argument);
/* The card that is in has other contents from now on. */
void world_load(struct world *world, int slot, world_build *build, long argument);
void world_remove(struct world *world, int slot);
/* Foreign programs at that card: they may send what they like, and it is not logged. */
void world_foreign(struct world *world, int slot, bool is_foreign);
/* Ends everything, checks the wire (claims), removes the directory unless TESLIM_KEEP is in the environment. */
void world_end(struct world *world);
/* The same without claims, for programs that are no tests. */
void world_quit(struct world *world);

/* "Virtual PCD 00 0N" */
const char *world_reader(int slot);
/* DIR/name, in one of four static buffers. */
const char *world_path(const struct world *world, const char *name);
/* Runs a program to its end, at most limit_ms; its two outputs in *out (may be NULL). Exit status, or -1. */
int world_run(const struct world *world, const char *const *argv, const char *input, struct str *out, int limit_ms);
/* In a process that was forked and stays: closes everything but the standard files and `keep`, so that no pipe to another hangs open. */
void world_close_others(int keep);
/* Build directory of the programs under test. */
const char *world_build_dir(void);

#endif
