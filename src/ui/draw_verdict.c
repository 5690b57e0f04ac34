/*
 * ui/draw_verdict: the picture of the handover's verdict: both sides of the evidence, a reason per rule, the decision in one
 * word. No keys here.
 */
#include "handover.h"

#include "teslim/ident.h"
#include "teslim/words.h"

/* Columns: labels end and values begin; narrower than at the other steps, because names need the room. */
enum { RULE_END = 14, EVIDENCE = RULE_END + 3 };

static const struct finding *
find_rule(const struct verdict *verdict, enum verdict_rule rule)
{
	for (int i = 0; i < verdict->count; i++)
		if (verdict->findings[i].rule == rule)
			return &verdict->findings[i];
	return NULL;
}

static void
draw_mark(int row, const struct verdict *verdict, enum verdict_rule rule)
{
	const struct finding *finding = find_rule(verdict, rule);
	const char *word;

	if (finding == NULL)
		return;
	switch (finding->level) {
	case VERDICT_PASS:
		word = tell(HANDOVER_SAME);
		break;
	case VERDICT_WARN:
	case VERDICT_NOT_CHECKED:
		word = tell(HANDOVER_SAME_FOLDED);
		break;
	case VERDICT_REFUSE:
		word = tell(HANDOVER_DIFFERENT);
		break;
	default:
		return;
	}
	draw_text_right(row, term_columns() - 3, level_style(finding->level), word);
}

/* Both spellings side by side, whole: the officer compares, the program only says what it saw. */
static int
draw_evidence(const struct handover_flow *flow, int row)
{
	const struct certificate_facts *facts = &flow->certificates[flow->chosen];
	int half = (term_columns() - EVIDENCE - 12) / 2;
	int right = EVIDENCE + half + 1;
	char name[FULL_NAME_TEXT], masked[NATIONAL_ID_TEXT];
	int left_lines, right_lines;

	draw_text(row, EVIDENCE, half, STYLE_LABEL, tell(HANDOVER_IN_REGISTER));
	draw_text(row++, right, half, STYLE_LABEL, tell(HANDOVER_ON_CARD));
	desk_full_name(name, &flow->applicant);
	draw_text_right(row, RULE_END, STYLE_LABEL, tell(LIST_NAME));
	left_lines = draw_wrapped(row, EVIDENCE, half, 2, STYLE_FIELD, name);
	right_lines = draw_wrapped(row, right, half, 2, STYLE_FIELD, facts->subject_cn);
	draw_mark(row, &flow->verdict, RULE_NAME);
	row += left_lines > right_lines ? left_lines : right_lines > 0 ? right_lines : 1;
	ident_mask(masked, flow->applicant.national_id);
	draw_pair(row, RULE_END, half, MSG_LIST_NATIONAL_ID, STYLE_FIELD, masked);
	ident_mask(masked, facts->national_id);
	draw_text(row, right, half, STYLE_FIELD, masked);
	draw_mark(row++, &flow->verdict, RULE_NATIONAL_ID);
	draw_pair(row, RULE_END, -1, MSG_LIST_UNIT, STYLE_FIELD, flow->applicant.unit);
	return row + 1;
}

static const char *
rule_word(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return tell(HANDOVER_RULE_GOOD);
	case VERDICT_WARN:
		return tell(HANDOVER_RULE_WARN);
	case VERDICT_NOT_CHECKED:
		return tell(HANDOVER_RULE_UNCHECKED);
	case VERDICT_REFUSE:
		return tell(HANDOVER_RULE_BAD);
	}
	return "";
}

static bool
is_shown(const struct finding *finding)
{
	/* Number and name stand above; their rule has a line only when there is something to say. */
	return finding->level != VERDICT_PASS ||
		(finding->rule != RULE_NATIONAL_ID && finding->rule != RULE_NAME && finding->rule != RULE_ITEMS);
}

static int
finding_lines(const struct finding *finding, int cells, bool roomy)
{
	char sentence[UI_SENTENCE];

	message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
	return wrapped_height(cells, finding->level == VERDICT_PASS || !roomy ? 1 : 3, sentence);
}

static int
draw_finding(const struct finding *finding, int row, int column, int lines)
{
	char sentence[UI_SENTENCE];

	message_format_detail(sentence, sizeof sentence, message_language(), finding->message, finding->detail);
	draw_pair(row, RULE_END, column - EVIDENCE - 1, verdict_rule_message(finding->rule), level_style(finding->level),
		rule_word(finding->level));
	return draw_wrapped(row, column, term_columns() - column - 2, lines,
		finding->level == VERDICT_PASS ? STYLE_DIM : STYLE_FIELD, sentence);
}

/* The worst findings get their sentences whole as long as there are rows; what passes has one row each. */
static int
draw_findings(const struct verdict *verdict, int row, int rows)
{
	int column = EVIDENCE + 11;
	int cells = term_columns() - column - 2;
	int needed = 0;

	for (int i = 0; i < verdict->count; i++)
		if (is_shown(&verdict->findings[i]))
			needed += finding_lines(&verdict->findings[i], cells, true);
	for (int i = 0; i < verdict->count; i++) {
		const struct finding *finding = &verdict->findings[i];
		int lines;
		if (!is_shown(finding))
			continue;
		lines = finding_lines(finding, cells, true);
		if (needed > rows && lines > 1 && finding->level != VERDICT_REFUSE) {
			needed -= lines - 1;
			lines = 1;
		}
		row += draw_finding(finding, row, column, lines);
	}
	return row;
}

const char *
handover_verdict_word(enum verdict_level level)
{
	switch (level) {
	case VERDICT_PASS:
		return tell(HANDOVER_WORD_GOOD);
	case VERDICT_NOT_CHECKED:
		return tell(HANDOVER_WORD_UNCHECKED);
	case VERDICT_WARN:
		return tell(HANDOVER_WORD_WARN);
	case VERDICT_REFUSE:
		return tell(HANDOVER_WORD_BAD);
	}
	return "";
}

void
handover_draw_verdict(struct handover_screen *handover)
{
	const struct handover_flow *flow = handover->flow;
	int row = BODY_TOP;
	int end;

	if (flow->chosen >= 0)
		row = draw_evidence(flow, row) + 1;
	if (handover->screen.ui->status.readers > 1 && flow->card_reader_name[0] != '\0') /* whose card is it about? */
		draw_pair(row++, RULE_END, -1, MSG_HOME_READER, STYLE_FIELD, flow->card_reader_name);
	end = draw_findings(&flow->verdict, row, body_bottom() - row - 3);
	row = end + 1;
	if (row + 2 > body_bottom())
		row = body_bottom() - 2;
	if (row < end)
		row = end;
	draw_verdict_word(row, level_style(flow->verdict.level), handover_verdict_word(flow->verdict.level));
	term_cursor(row + 1, term_columns() / 2);
}
