/*
 * helper/limit: how much of a helper's noise is borne. A helper is a program of somebody else's at the end of a line of
 * somebody else's: it may fill neither the disk nor the time of the desk.
 */
#include "limit.h"

enum ration
ration_take(struct log_ration *ration, size_t bytes, int64_t now_ms)
{
	int64_t earned;

	if (ration->exhausted)
		return RATION_HOLD;
	if (ration->used == 0)
		ration->begun_ms = now_ms;
	earned = (now_ms - ration->begun_ms) / RATION_LINE_MS;
	if (earned > 0) {
		ration->used = ration->used > earned ? ration->used - earned : 0;
		ration->begun_ms += earned * RATION_LINE_MS;
	}
	if (ration->used >= RATION_LINES) {
		ration->held_back++;
		return RATION_HOLD;
	}
	ration->used++;
	ration->bytes += (int64_t)bytes;
	ration->exhausted = ration->bytes > RATION_BYTES;
	return ration->exhausted ? RATION_LAST : RATION_LOG;
}

void
flood_begin(struct flood_watch *watch, const struct flood_counts *now, int64_t now_ms)
{
	watch->begun_ms = now_ms;
	watch->at = *now;
}

bool
flood_is_on(struct flood_watch *watch, const struct flood_counts *now, int64_t now_ms)
{
	const struct flood_counts *at = &watch->at;

	if (now->bad_lines - at->bad_lines > FLOOD_BAD_LINES || now->bad_bytes - at->bad_bytes > FLOOD_BAD_BYTES ||
		now->error_bytes - at->error_bytes > FLOOD_ERROR_BYTES || now->lines - at->lines > FLOOD_LINES)
		return true;
	if (now_ms - watch->begun_ms >= FLOOD_WINDOW_MS)
		flood_begin(watch, now, now_ms);
	return false;
}
