/*
 * ui/step_view: what the screens of all flows (desk/steps) show alike: the step line, the key bar, the notice. What stands between
 * them is each flow's own.
 */
#ifndef UI_STEP_VIEW_H
#define UI_STEP_VIEW_H

#include "screen.h"

#include "teslim/desk/steps.h"

/* "Teslim 2/8 · Kimlik"; beside stands behind the title, "": nothing does. */
void step_head(const struct stand *at, const char *beside, char *out, size_t size);
/* What the flow has to say; "" nothing. Returns its level. */
enum verdict_level step_notice(const struct stand *at, char *out, size_t size);

/*
 * Adds the step's keys; each acts as `first` and its action. What is not possible now is not offered; going on and arming are, since
 * the flow then says what is missing, but not on the bar.
 */
void step_keys(const struct stand *at, int first, struct key_set *set);

#endif
