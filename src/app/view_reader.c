/*
 * app/view_reader: a person's reader without a card: what has to be said before it goes out, and the one write that gives, exchanges
 * or takes it back.
 */
#include "view.h"

#include "teslim/text.h"

/* "I*** Ö***": who may not read the name all the same knows that it is another. */
static void
mask_name(char out[FULL_NAME_TEXT], const char *name)
{
	struct str masked = {0};
	bool first = true;
	uint32_t code;
	size_t taken;

	for (const char *at = name; (taken = text_decode(at, &code)) > 0; at += taken) {
		if (first)
			str_add_n(&masked, at, taken);
		if (first)
			str_add(&masked, "***");
		if (code == ' ')
			str_add_char(&masked, ' ');
		first = code == ' ';
	}
	copy_text(out, FULL_NAME_TEXT, str_text(&masked));
	str_clear(&masked);
}

static void
name_of(struct session *session, int64_t applicant_id, char out[FULL_NAME_TEXT])
{
	struct applicant person;
	char name[FULL_NAME_TEXT] = "";

	if (store_find_applicant(session->app.store, applicant_id, &person, NULL) == OK)
		desk_full_name(name, &person);
	mask_name(out, name);
}

static bool
refuse(char *sentence, enum message message, const char *serial)
{
	message_format_detail(sentence, UI_SENTENCE, message_language(), message, serial);
	return false;
}

static bool
reader_about(void *context, int64_t applicant_id, const char *serial, char *sentence)
{
	struct session *session = context;
	struct reader_device reader;
	char other[FULL_NAME_TEXT], mine[FULL_NAME_TEXT];

	sentence[0] = '\0';
	if (store_find_reader(session->app.store, serial, 0, &reader, NULL) != OK)
		return true; /* no list named it */
	if (reader.state == CARD_EXPECTED || reader.state == CARD_MISSING)
		return refuse(sentence, MSG_STORE_READER_NOT_COUNTED, serial);
	if (reader.state != CARD_IN_STOCK)
		return refuse(sentence, MSG_STORE_READER_GONE, serial);
	if (reader.damaged)
		return refuse(sentence, MSG_STORE_READER_DAMAGED, serial);
	if (reader.announced_for != 0 && reader.announced_for != applicant_id) {
		name_of(session, reader.announced_for, other);
		name_of(session, applicant_id, mine);
		say(sentence, UI_SENTENCE, READER_FOR_OTHER, serial, other, mine);
	}
	return true;
}

static bool
reader(void *context, const struct item_record *wanted, char *sentence)
{
	struct session *session = context;
	struct store_paper_wish wish;
	struct item_record stored;
	struct err err = {0};

	spool_wish(session->spool, &wish);
	if (store_record_reader(session->app.store, wanted, &wish, login_acting(session->login), &stored, &err) != OK) {
		message_err(sentence, UI_SENTENCE, &err);
		return false;
	}
	spool_next(session->spool);
	say(sentence, UI_SENTENCE, READER_DONE, stored.record_number);
	return true;
}

void
view_reader(struct ui_host *host)
{
	host->reader_about = reader_about;
	host->reader = reader;
}
