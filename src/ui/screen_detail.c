/*
 * ui/screen_detail: one application with everything known about it. The national ID number is masked until the officer
 * asks for it, which the host writes to the journal. What may become of it besides a handover is asked in screen_move.
 */
#include "page_view.h"

#include "teslim/ident.h"
#include "teslim/words.h"

enum { DO_SHOW = UI_ACT_OWN, DO_REPRINT, DO_SIGNED, DO_SIGNED_SURE, DO_HANDOVER, DO_MOVE };
enum { LABEL_END = 18 };

struct detail {
	struct page_screen view;
	int64_t applicant_id;
	bool known;
	bool revealed;
	struct ui_applicant_detail data;
};

static bool
is_done(const struct detail *detail)
{
	return detail->known && detail->data.handover_id != 0;
}

/* The paper of an entry that is not signed yet: printing and signing are about it then. */
struct open_paper {
	int64_t seq; /* 0: there is none */
	const char *record_number;
	enum message sentence;
};

static struct open_paper
open_entry(const struct detail *detail)
{
	const struct correction *newest = &detail->data.corrections[0];

	if (detail->known && detail->data.correction_count > 0 && newest->paper != PAPER_SIGNED)
		return (struct open_paper){newest->seq, newest->record_number, MSG_DETAIL_SENTENCE_CORRECTION};
	for (int i = 0; detail->known && i < detail->data.record_count; i++)
		if (detail->data.records[i].paper != PAPER_SIGNED)
			return (struct open_paper){
				detail->data.records[i].seq, detail->data.records[i].record_number, MSG_READER_SENTENCE_OPEN};
	return (struct open_paper){0};
}

static bool
is_held(const struct detail *detail)
{
	return detail->known && detail->data.applicant.state == APPLICATION_ON_HOLD;
}

/* Raw codes of the list, with their meaning beside them where it is known. */
static void
show_code(char *out, size_t size, const char *code, const enum message *messages, size_t count)
{
	int index = code[0] - '1';

	if (code[0] != '\0' && code[1] == '\0' && index >= 0 && (size_t)index < count)
		copy_text(out, size, message_text(messages[index]));
	else
		copy_text(out, size, code);
}

static void
add_person(struct page *page, const struct detail *detail)
{
	static const enum message kinds[] = {MSG_KIND_FIRST, MSG_KIND_LOST, MSG_KIND_RENEWAL, MSG_KIND_OTHER};
	static const enum message readers[] = {MSG_READER_MINI, MSG_READER_DESKTOP, MSG_READER_NONE};
	const struct applicant *applicant = &detail->data.applicant;
	char name[FULL_NAME_TEXT], number[NATIONAL_ID_TEXT], words[64];

	desk_full_name(name, applicant);
	page_fact(page, MSG_LIST_NAME, PAGE_STRONG, name);
	if (detail->revealed)
		copy_text(number, sizeof number, applicant->national_id);
	else
		ident_mask(number, applicant->national_id);
	page_fact(page, MSG_LIST_NATIONAL_ID, PAGE_PLAIN, number);
	page_fact(page, MSG_LIST_UNIT, PAGE_PLAIN, applicant->unit);
	page_fact(page, MSG_DETAIL_TITLE_OF, PAGE_PLAIN, applicant->title);
	page_fact(page, MSG_DETAIL_EMAIL, PAGE_PLAIN, applicant->email);
	show_code(words, sizeof words, applicant->application_kind, kinds, ARRAY_LENGTH(kinds));
	page_fact(page, MSG_DETAIL_KIND, PAGE_PLAIN, words);
	show_code(words, sizeof words, applicant->reader_kind, readers, ARRAY_LENGTH(readers));
	page_fact(page, MSG_DETAIL_READER_KIND, PAGE_PLAIN, words);
}

static void
add_way(struct page *page, const struct ui_applicant_detail *data)
{
	char text[UI_SENTENCE + 64], date[CLOCK_TEXT];

	clock_date(date, data->applicant.state_since);
	snprintf(text, sizeof text, "%s%s%s", message_text(application_state_message(data->applicant.state)),
		data->applicant.state_since != 0 ? ", " : "", data->applicant.state_since != 0 ? date : "");
	page_section(page);
	page_fact(page, MSG_LIST_STATE, PAGE_PLAIN, text);
	page_fact(page, MSG_DETAIL_NOTE, PAGE_PLAIN, data->applicant.note);
	page_fact(page, MSG_DETAIL_SHIPMENT, PAGE_PLAIN, data->tracking_number);
	if (data->deadline != 0) {
		clock_date(date, data->deadline);
		snprintf(text, sizeof text, "%s%s%s", date, data->deadline_words[0] != '\0' ? "  " : "", data->deadline_words);
		page_fact(page, MSG_DETAIL_DEADLINE, PAGE_PLAIN, text);
	}
	page_fact(page, MSG_DETAIL_CARD, PAGE_PLAIN, data->card_serial);
	if (data->has_card) {
		snprintf(text, sizeof text, "%s%s%s", message_text(card_state_message(data->card_state)),
			data->place[0] != '\0' ? ", " : "", data->place);
		page_fact(page, MSG_MOVE_CARD,
			data->card_state == CARD_LOST || data->card_state == CARD_MISSING ? PAGE_WARNING : PAGE_PLAIN, text);
	}
}

static void
add_record(struct page *page, const struct ui_applicant_detail *data)
{
	char when[CLOCK_TEXT], text[RECORD_TEXT + CLOCK_TEXT + 8];

	clock_minute(when, data->handover_time);
	snprintf(text, sizeof text, "%s   %s", data->record_number, when);
	page_section(page);
	page_fact(page, MSG_DETAIL_RECORD, PAGE_PLAIN, text);
	page_fact(page, MSG_DETAIL_OFFICER, PAGE_PLAIN, data->officer);
	page_fact(page, MSG_DETAIL_PAPER, data->paper == PAPER_SIGNED ? PAGE_GOOD : PAGE_WARNING,
		message_text(paper_state_message(data->paper)));
}

static void
add_corrections(struct page *page, const struct ui_applicant_detail *data)
{
	char when[CLOCK_TEXT], text[PAGE_TEXT];

	for (int i = 0; i < data->correction_count; i++) {
		const struct correction *one = &data->corrections[i];
		clock_minute(when, one->time);
		snprintf(text, sizeof text, "%s %s, %s: %s%s%s%s%s", one->record_number, when,
			one->takes_back ? tell(CORRECTION_BACK) : tell(CORRECTION_CORRECTED), one->was,
			one->was[0] != '\0' ? " → " : "", one->right, one->was[0] != '\0' ? "; " : "", one->reason);
		page_section(page);
		page_fact(page, MSG_DETAIL_CORRECTION, PAGE_PLAIN, text);
		page_fact(page, MSG_DETAIL_CORRECTION_PAPER, one->paper == PAPER_SIGNED ? PAGE_GOOD : PAGE_WARNING,
			message_text(paper_state_message(one->paper)));
	}
}

static void
add_readers(struct page *page, const struct ui_applicant_detail *data)
{
	char when[CLOCK_TEXT], text[PAGE_TEXT];

	for (int i = 0; i < data->held_count; i++)
		page_fact(page, MSG_READER_HELD, PAGE_PLAIN, data->held[i]);
	for (int i = 0; i < data->record_count; i++) {
		const struct ui_item_record *one = &data->records[i];

		clock_minute(when, one->time);
		snprintf(text, sizeof text, "%s %s, %s; %s", one->record_number, when, message_text(record_act_message(one->act)),
			message_text(paper_state_message(one->paper)));
		page_fact(page, one->act == RECORD_DISPATCH ? MSG_READER_DISPATCH : MSG_READER_RECORD,
			one->paper == PAPER_SIGNED ? PAGE_PLAIN : PAGE_WARNING, text);
	}
}

static void
fill(struct detail *detail)
{
	struct page *page = &detail->view.page;

	page_begin(page);
	if (!detail->known)
		return;
	add_person(page, detail);
	add_way(page, &detail->data);
	add_readers(page, &detail->data);
	if (is_done(detail))
		add_record(page, &detail->data);
	add_corrections(page, &detail->data);
}

static void
detail_refresh(struct screen *screen)
{
	struct detail *detail = (struct detail *)screen;
	const struct ui_host *host = screen->ui->host;
	char sentence[UI_SENTENCE] = "";

	detail->known = host->applicant(host->context, detail->applicant_id, &detail->data, sentence);
	if (!detail->known)
		ui_notice(screen->ui, VERDICT_REFUSE, sentence);
	fill(detail);
	page_screen_fit(&detail->view);
}

/* ------------------------------------------------------------------ moves and keys */

/* Whoever is not forgotten can be given a reader, whatever became of the application. */
static bool
may_move(const struct detail *detail)
{
	return detail->known && detail->data.applicant.national_id[0] != '\0';
}

static void
detail_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry hand_over = {3, DO_HANDOVER, MSG_HOME_KEY_HANDOVER, false};
	static const struct key_entry move = {6, DO_MOVE, MSG_MOVE_KEY, false};
	static const struct key_entry correct = {6, DO_MOVE, MSG_CORRECTION_KEY_CORRECT, false};
	static const struct key_entry show = {4, DO_SHOW, MSG_DETAIL_KEY_SHOW, false};
	static const struct key_entry reprint = {5, DO_REPRINT, MSG_DETAIL_KEY_REPRINT, false};
	static const struct key_entry print = {5, DO_REPRINT, MSG_KEY_PRINT_AGAIN, false};
	static const struct key_entry sign = {9, DO_SIGNED, MSG_DETAIL_KEY_SIGNED, false};
	static const struct key_entry record = {STEP_KEY_CONTROL + 't', DO_SIGNED_SURE, MSG_UI_KEY_RECORD, false};
	static const struct key_entry back = {KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false};
	const struct detail *detail = (const struct detail *)screen;
	const struct open_paper open = open_entry(detail);

	if (detail->known && desk_is_handed_over_from(detail->data.applicant.state))
		keys_add(set, &hand_over, 1);
	if (may_move(detail))
		keys_add(set, is_done(detail) ? &correct : &move, 1);
	if (!detail->revealed)
		keys_add(set, &show, 1);
	if (is_done(detail) || open.seq != 0)
		keys_add(set, open.seq != 0 || detail->data.paper != PAPER_SIGNED ? &print : &reprint, 1);
	if ((is_done(detail) && detail->data.paper != PAPER_SIGNED) || open.seq != 0)
		keys_add(set, ui_asks(screen, DO_SIGNED) ? &record : &sign, 1);
	keys_add(set, &back, 1);
}

static void
paper_act(struct detail *detail, enum ui_paper_act act)
{
	const struct ui_host *host = detail->view.screen.ui->host;
	const struct open_paper open = open_entry(detail);
	char sentence[UI_SENTENCE] = "";

	if (open.seq != 0 ? !host->entry_paper(host->context, open.seq, act, sentence)
			  : !host->paper(host->context, detail->data.handover_id, act, sentence)) {
		ui_notice(detail->view.screen.ui, VERDICT_REFUSE, sentence);
		return;
	}
	if (act == UI_PAPER_SIGNED)
		say(sentence, sizeof sentence, QUEUE_SIGNED, open.seq != 0 ? open.record_number : detail->data.record_number);
	else
		say(sentence, sizeof sentence, QUEUE_DONE, open.seq != 0 ? open.record_number : detail->data.record_number);
	ui_notice(detail->view.screen.ui, VERDICT_PASS, sentence);
	ui_refresh(detail->view.screen.ui);
}

static void
ask_signed(struct detail *detail)
{
	char sentence[UI_SENTENCE];

	const struct open_paper open = open_entry(detail);

	say(sentence, sizeof sentence, DETAIL_SIGNED_SURE, open.seq != 0 ? open.record_number : detail->data.record_number);
	ui_ask(&detail->view.screen, DO_SIGNED, VERDICT_WARN, sentence);
}

static void
show_number_whole(struct detail *detail)
{
	struct ui *ui = detail->view.screen.ui;
	char sentence[UI_SENTENCE] = "";

	detail->revealed = ui->host->reveal_national_id(ui->host->context, detail->applicant_id, sentence);
	if (!detail->revealed)
		ui_notice(ui, VERDICT_REFUSE, sentence);
	fill(detail);
}

static void
detail_act(struct screen *screen, int action)
{
	struct detail *detail = (struct detail *)screen;

	if (action == DO_SHOW)
		show_number_whole(detail);
	else if (action == DO_REPRINT)
		paper_act(detail, UI_PAPER_PRINT);
	else if (action == DO_SIGNED)
		ask_signed(detail);
	else if (action == DO_SIGNED_SURE && !is_too_quick(screen->ui))
		paper_act(detail, UI_PAPER_SIGNED);
	else if (action == DO_HANDOVER)
		begin_handover(screen->ui, detail->applicant_id, false);
	else if (action == DO_MOVE)
		screen_show(screen->ui, &(struct target){.screen = SCREEN_MOVE, .id = detail->applicant_id});
}

static enum verdict_level
detail_say(struct screen *screen, char *out, size_t size)
{
	const struct detail *detail = (const struct detail *)screen;

	const struct open_paper open = open_entry(detail);

	if (open.seq != 0)
		copy_text(out, size, message_text(open.sentence));
	else
		copy_text(out, size,
			is_done(detail)           ? tell(DETAIL_SENTENCE_DONE)
				: is_held(detail) ? tell(DETAIL_SENTENCE_HELD)
						  : tell(DETAIL_SENTENCE));
	return VERDICT_PASS;
}

static void
detail_open(struct screen *screen, const struct target *target)
{
	struct detail *detail = (struct detail *)screen;

	detail->applicant_id = target->id;
	detail->view.label_end = LABEL_END;
}

const struct screen_type screen_detail = {
	.size = sizeof(struct detail),
	.open = detail_open,
	.title = MSG_DETAIL_TITLE,
	.draw = page_screen_draw,
	.keys = detail_keys,
	.act = detail_act,
	.press = page_screen_press,
	.refresh = detail_refresh,
	.speak = detail_say,
};
