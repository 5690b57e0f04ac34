/*
 * desk/steps: the table of steps of any flow, and where it stands. Knows no flow, so that none can have rules of its own for Back,
 * arming or live keys: what officers learn by hand in one flow holds in the next one.
 */
#include "teslim/desk/steps.h"

#include <string.h>

const struct step_info *
steps_info(const struct steps *steps, int step)
{
	return &steps->list[step >= 0 && step < steps->count ? step : steps->count - 1];
}

const struct step_info *
steps_here(const struct stand *at)
{
	return steps_info(at->steps, at->step);
}

static int
numbered(const struct steps *steps)
{
	int count = 0;

	for (int i = 0; i < steps->count; i++)
		count += steps->list[i].number > 0;
	return count;
}

struct step_line
steps_line(const struct stand *at)
{
	const struct step_info *here = steps_here(at);

	return (struct step_line){here->number, numbered(at->steps), at->furthest, here->title};
}

/* A side step is no progress: the furthest is the last one that has a number. */
static void
stand_at(struct stand *at, int step)
{
	int number = steps_info(at->steps, step)->number;

	at->step = step;
	if (number > at->furthest)
		at->furthest = number;
}

void
steps_begin(struct stand *at, const struct steps *steps, int step)
{
	*at = (struct stand){.steps = steps};
	stand_at(at, step);
}

void
steps_go(struct stand *at, int step)
{
	stand_at(at, step);
	at->armed = false;
	steps_quiet(at);
}

bool
steps_is_over(const struct stand *at)
{
	return at->step == at->steps->count - 1;
}

/* ---- keys */

const struct step_key *
steps_key(const struct steps *steps, int step, int action)
{
	const struct step_info *info = steps_info(steps, step);

	for (int i = 0; i < STEP_KEYS_MAX && info->keys[i].function_key != 0; i++)
		if (info->keys[i].action == action)
			return &info->keys[i];
	return NULL;
}

/* One rule for all flows: an armed step is armed once, and nothing is written by a key that was not armed before. */
bool
steps_is_live(const struct stand *at, int action)
{
	const struct step_key *key = steps_key(at->steps, at->step, action);

	if (key == NULL || at->waiting || (at->unloaded && action != at->steps->leave))
		return false;
	if ((action == at->steps->arm && at->armed) || (action == at->steps->commit && !at->armed))
		return false;
	return key->live == NULL || key->live(at);
}

bool
steps_is_offered(const struct stand *at, int action)
{
	return steps_is_live(at, action) || action == at->steps->next || (action == at->steps->arm && !at->armed);
}

/* ---- to and fro */

enum code
steps_back(struct stand *at, int *to)
{
	*to = at->step;
	if (at->armed) {
		at->armed = false;
		steps_quiet(at);
		return OK;
	}
	*to = steps_here(at)->back;
	return *to == at->step ? ERR_REFUSED : OK;
}

/*
 * What a draft claims is not believed: it stands where a person at the keyboard could have come to by answering. Numbered steps are
 * in their order in the table.
 */
int
steps_supported(const struct stand *at, int wanted)
{
	const struct step_info *info = steps_info(at->steps, wanted);
	int until = info->number > 0 ? wanted : info->back;

	for (int i = 0; i < until; i++)
		if (at->steps->list[i].number > 0 && at->steps->list[i].answered != NULL && !at->steps->list[i].answered(at))
			return i;
	return info->number > 0 || info->answered == NULL || info->answered(at) ? wanted : until;
}

/* ---- the two keys of what is written for good */

void
steps_arm(struct stand *at, int64_t now, enum message sentence)
{
	at->armed = true;
	at->armed_at = now;
	steps_say(at, VERDICT_WARN, sentence, "");
}

/* A clock that was set back would keep it armed for as long as it was set back: that lapses too. */
bool
steps_has_lapsed(struct stand *at, int64_t now)
{
	if (!at->armed || (now >= at->armed_at && now - at->armed_at <= STEP_ARMED_SECONDS))
		return false;
	at->armed = false;
	steps_say(at, VERDICT_WARN, MSG_FLOW_ARM_LAPSED, "");
	return true;
}

void
steps_tick(struct stand *at, int64_t now)
{
	if (!at->waiting)
		(void)steps_has_lapsed(at, now);
}

/* ---- paper */

/* What the printer says late does not take back what the officer has said. */
bool
steps_take_paper(struct stand *at, enum paper_state *paper, enum paper_state said, const char *text, int printing)
{
	if ((unsigned)said > PAPER_SIGNED)
		return false;
	if (said >= PAPER_CONFIRMED || *paper < PAPER_CONFIRMED)
		*paper = said;
	if (said == PAPER_WAITING && text != NULL && text[0] != '\0')
		steps_say(at, VERDICT_WARN, MSG_FLOW_PRINT_FAILED, text);
	else if (said == PAPER_SENT && at->step == printing)
		steps_say(at, VERDICT_PASS, MSG_FLOW_PRINT_SENT, "");
	return true;
}

/* ---- the line above the keys */

void
steps_say(struct stand *at, enum verdict_level level, enum message message, const char *detail)
{
	at->notice.message = message;
	at->notice.level = level;
	copy_text(at->notice.detail, sizeof at->notice.detail, detail != NULL ? detail : "");
}

void
steps_quiet(struct stand *at)
{
	steps_say(at, VERDICT_PASS, MSG_NONE, "");
}
