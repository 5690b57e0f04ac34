/*
 * store/walk: how a check of the journal ends early: at the first fault, or where it could not look.
 */
#include "walk.h"

bool
walk_bad(struct walk *walk, int64_t seq, enum message message, const char *detail)
{
	walk->check->whole = false;
	walk->check->bad_seq = seq;
	walk->check->message = message;
	copy_text(walk->check->detail, sizeof walk->check->detail, detail);
	return false;
}

bool
walk_stop(struct walk *walk, enum code code)
{
	walk->code = code;
	return false;
}
