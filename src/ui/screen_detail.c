/*
 * ui/screen_detail: one application with everything known about it. The national ID number is masked until the officer
 * asks for it, which the host writes to the journal.
 */
#include "screen.h"

#include "teslim/ident.h"
#include "teslim/words.h"

#include <string.h>

enum { DO_HANDOVER = UI_ACT_OWN, DO_SHOW, DO_REPRINT, DO_SIGNED, DO_HOLD };
enum { LABEL_END = 18 };

struct detail {
	struct screen screen;
	int64_t applicant_id;
	bool known;
	bool revealed;
	struct ui_applicant_detail data;
};

static void
detail_refresh(struct screen *screen)
{
	struct detail *detail = (struct detail *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	detail->known = host->applicant(host->context, detail->applicant_id, &detail->data, sentence);
	if (!detail->known)
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
}

static bool
is_done(const struct detail *detail)
{
	return detail->known && detail->data.handover_id != 0;
}

static bool
is_held(const struct detail *detail)
{
	return detail->known && detail->data.applicant.state == APPLICATION_ON_HOLD;
}

/* Raw codes of the list, with their meaning beside them where it is known. */
static void
show_code(char *out, size_t size, const char *code, const int *messages, size_t count)
{
	int index = code[0] - '1';

	if (code[0] != '\0' && code[1] == '\0' && index >= 0 && (size_t)index < count)
		copy_text(out, size, message_text((enum message)messages[index]));
	else
		copy_text(out, size, code);
}

static int
draw_line(int row, int label, const char *value)
{
	if (value[0] == '\0')
		return row;
	draw_pair(row, LABEL_END, -1, label, STYLE_FIELD, value);
	return row + 1;
}

static int
draw_person(const struct detail *detail, int row)
{
	static const int kinds[] = {MSG_KIND_FIRST, MSG_KIND_LOST, MSG_KIND_RENEWAL, MSG_KIND_OTHER};
	static const int readers[] = {MSG_READER_MINI, MSG_READER_DESKTOP, MSG_READER_NONE};
	const struct applicant *applicant = &detail->data.applicant;
	char name[FULL_NAME_TEXT], number[NATIONAL_ID_TEXT], words[64];

	desk_full_name(name, applicant);
	draw_pair(row++, LABEL_END, -1, MSG_LIST_NAME, STYLE_TITLE, name);
	if (detail->revealed)
		copy_text(number, sizeof number, applicant->national_id);
	else
		ident_mask(number, applicant->national_id);
	row = draw_line(row, MSG_LIST_NATIONAL_ID, number);
	row = draw_line(row, MSG_LIST_UNIT, applicant->unit);
	row = draw_line(row, MSG_DETAIL_TITLE_OF, applicant->title);
	row = draw_line(row, MSG_DETAIL_EMAIL, applicant->email);
	show_code(words, sizeof words, applicant->application_kind, kinds, ARRAY_LENGTH(kinds));
	row = draw_line(row, MSG_DETAIL_KIND, words);
	show_code(words, sizeof words, applicant->reader_kind, readers, ARRAY_LENGTH(readers));
	return draw_line(row, MSG_DETAIL_READER_KIND, words);
}

static int
draw_way(const struct detail *detail, int row)
{
	const struct ui_applicant_detail *data = &detail->data;
	char text[UI_SENTENCE + 64], date[CLOCK_TEXT];

	clock_date(date, data->applicant.state_since);
	snprintf(text, sizeof text, "%s%s%s", message_text(application_state_message(data->applicant.state)),
		data->applicant.state_since != 0 ? ", " : "", data->applicant.state_since != 0 ? date : "");
	row = draw_line(row, MSG_LIST_STATE, text);
	row = draw_line(row, MSG_DETAIL_NOTE, data->applicant.note);
	row = draw_line(row, MSG_DETAIL_SHIPMENT, data->tracking_number);
	if (data->deadline != 0) {
		clock_date(date, data->deadline);
		snprintf(text, sizeof text, "%s%s%s", date, data->deadline_words[0] != '\0' ? "  " : "", data->deadline_words);
		row = draw_line(row, MSG_DETAIL_DEADLINE, text);
	}
	return draw_line(row, MSG_DETAIL_CARD, data->card_serial);
}

static void
detail_draw(struct screen *screen)
{
	struct detail *detail = (struct detail *)screen;
	const struct ui_applicant_detail *data = &detail->data;
	char when[CLOCK_TEXT], text[UI_SENTENCE];
	int row;

	if (!detail->known)
		return;
	row = draw_person(detail, BODY_TOP);
	row = draw_way(detail, row + 1);
	if (!is_done(detail))
		return;
	clock_minute(when, data->handover_time);
	snprintf(text, sizeof text, "%s   %s", data->record_number, when);
	row = draw_line(row + 1, MSG_DETAIL_RECORD, text);
	row = draw_line(row, MSG_DETAIL_OFFICER, data->officer);
	draw_pair(row, LABEL_END, -1, MSG_DETAIL_PAPER, data->paper == PAPER_SIGNED ? STYLE_OK : STYLE_WARNING,
		message_text(paper_state_message(data->paper)));
}

static void
detail_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry handover = {3, 'v', 'h', DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false};
	static const struct key_entry show = {4, 'n', 'n', DO_SHOW, MSG_DETAIL_KEY_SHOW, false};
	static const struct key_entry reprint = {5, 'y', 'p', DO_REPRINT, MSG_DETAIL_KEY_REPRINT, false};
	static const struct key_entry sign = {9, 'i', 's', DO_SIGNED, MSG_DETAIL_KEY_SIGNED, false};
	static const struct key_entry hold = {6, 'b', 'o', DO_HOLD, MSG_DETAIL_KEY_HOLD, false};
	static const struct key_entry release = {6, 'b', 'r', DO_HOLD, MSG_DETAIL_KEY_RELEASE, false};
	static const struct key_entry back = {KEY_ESCAPE, 'g', 'b', UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};
	const struct detail *detail = (const struct detail *)screen;

	if (!is_done(detail) && !is_held(detail))
		keys_add(set, &handover, 1);
	if (!detail->revealed)
		keys_add(set, &show, 1);
	if (is_held(detail))
		keys_add(set, &release, 1);
	else if (detail->known && detail->data.applicant.state == APPLICATION_RECEIVED)
		keys_add(set, &hold, 1);
	if (is_done(detail)) {
		keys_add(set, &reprint, 1);
		if (detail->data.paper != PAPER_SIGNED)
			keys_add(set, &sign, 1);
	}
	keys_add(set, &back, 1);
}

static void
paper_act(struct detail *detail, enum ui_paper_act act)
{
	const struct ui_host *host = detail->screen.ui->host;
	char sentence[UI_SENTENCE] = "";

	if (!host->paper(host->context, detail->data.handover_id, act, sentence)) {
		ui_notice(detail->screen.ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_SIGNED)
		say(sentence, sizeof sentence, QUEUE_SIGNED, detail->data.record_number);
	else
		say(sentence, sizeof sentence, QUEUE_DONE, detail->data.record_number);
	ui_notice(detail->screen.ui, VERDICT_PASS, sentence);
	ui_refresh(detail->screen.ui);
}

static void
hold_or_release(struct detail *detail)
{
	const struct ui_host *host = detail->screen.ui->host;
	char sentence[UI_SENTENCE] = "";
	bool hold = !is_held(detail);

	if (!host->hold(host->context, detail->applicant_id, hold, sentence))
		ui_notice(detail->screen.ui, VERDICT_REFUSE, sentence);
	else
		ui_notice(detail->screen.ui, VERDICT_PASS, hold ? tell(DETAIL_HELD) : tell(DETAIL_RELEASED));
	ui_refresh(detail->screen.ui);
}

static void
detail_act(struct screen *screen, int action)
{
	struct detail *detail = (struct detail *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	switch (action) {
	case DO_HANDOVER:
		begin_handover(screen->ui, detail->applicant_id, false);
		return;
	case DO_SHOW:
		detail->revealed = host->reveal_national_id(host->context, detail->applicant_id, sentence);
		if (!detail->revealed)
			ui_notice(screen->ui, VERDICT_REFUSE, sentence);
		return;
	case DO_REPRINT:
		paper_act(detail, UI_PAPER_PRINT);
		return;
	case DO_SIGNED:
		paper_act(detail, UI_PAPER_SIGNED);
		return;
	case DO_HOLD:
		hold_or_release(detail);
		return;
	}
}

static enum verdict_level
detail_say(struct screen *screen, char *out, size_t size)
{
	const struct detail *detail = (const struct detail *)screen;

	copy_text(out, size, is_done(detail) ? tell(DETAIL_SENTENCE_DONE) : is_held(detail) ? tell(DETAIL_SENTENCE_HELD) : tell(DETAIL_SENTENCE));
	return VERDICT_PASS;
}

static void
detail_open(struct screen *screen, const struct target *target)
{
	((struct detail *)screen)->applicant_id = target->id;
}

const struct screen_type screen_detail = {
	.size = sizeof(struct detail),
	.open = detail_open,
	.title = MSG_DETAIL_TITLE,
	.draw = detail_draw,
	.keys = detail_keys,
	.act = detail_act,
	.careful = true,
	.refresh = detail_refresh,
	.speak = detail_say,
};
