/*
 * app/journal_words: see journal_words.h. One table from act to sentence; an act without one does not compile. No word of the
 * machine's and no internal number comes to the screen.
 */
#include "journal_words.h"

#include "teslim/words.h"

#include <stdlib.h>
#include <string.h>

enum { SAID = 256 };

/* ---- what the body says */

/* The value of that key, "" when there is none. */
static bool
said(const char *body, const char *key, char out[SAID])
{
	size_t length = strlen(key);
	struct str value = {0};

	out[0] = '\0';
	for (; body != NULL && *body != '\0'; body = strchr(body, ' '), body = body != NULL ? body + 1 : NULL) {
		if (strncmp(body, key, length) != 0 || body[length] != '=')
			continue;
		if (percent_decode(&value, body + length + 1, strcspn(body + length + 1, " ")))
			copy_text(out, SAID, str_text(&value));
		str_clear(&value);
		return out[0] != '\0';
	}
	return false;
}

static bool
is_said(const char *body, const char *key, const char *expected)
{
	char value[SAID];

	return said(body, key, value) && strcmp(value, expected) == 0;
}

static void
add(char *out, const char *words)
{
	size_t used = strlen(out);

	if (words[0] == '\0')
		return;
	if (used > 0)
		copy_text(out + used, SAID - used, ", ");
	used = strlen(out);
	copy_text(out + used, SAID - used, words);
}

/* ---- what stands behind the sentence, in brackets */

static void
more_rows(const char *body, char *out)
{
	char rows[SAID], words[SAID];

	if (said(body, "rows", rows)) {
		say(words, sizeof words, APP_RECENT_ROWS, strtoll(rows, NULL, 10));
		add(out, words);
	}
}

static void
more_items(const char *body, char *out)
{
	char cards[SAID], readers[SAID], words[SAID];

	if (said(body, "cards", cards) && said(body, "readers", readers)) {
		say(words, sizeof words, JOURNAL_ITEMS, strtoll(cards, NULL, 10), strtoll(readers, NULL, 10));
		add(out, words);
	}
}

static void
more_refusal(const char *body, char *out)
{
	char word[SAID];
	enum refusal_reason reason;

	if (said(body, "reason", word) && refusal_reason_parse(&reason, word))
		add(out, message_text(refusal_reason_message(reason)));
}

static void
more_move(const char *body, char *out)
{
	char word[SAID];
	enum move_act act;
	enum move_reason reason;
	enum application_state state;

	if (said(body, "move", word) && move_act_parse(&act, word))
		add(out, message_text(move_act_message(act)));
	else if ((said(body, "to", word) || said(body, "state", word)) && application_state_parse(&state, word))
		add(out, message_text(application_state_message(state)));
	if (said(body, "reason", word) && move_reason_parse(&reason, word))
		add(out, message_text(move_reason_message(reason)));
	if (said(body, "reference", word))
		add(out, word);
}

static void
more_officer(const char *body, char *out)
{
	char word[SAID];
	enum officer_role role;

	if (is_said(body, "changed", "password")) {
		add(out, tell(JOURNAL_PASSWORD));
		return;
	}
	if (said(body, "role", word) && officer_role_parse(&role, word))
		add(out, role == OFFICER_ROLE_ADMINISTRATOR ? tell(APP_ROLE_ADMINISTRATOR) : tell(APP_ROLE_OFFICER));
	if (is_said(body, "active", "no"))
		add(out, tell(OFFICERS_ENDED));
}

static void
more_leaving(const char *body, char *out)
{
	if (is_said(body, "reason", "hang-up"))
		add(out, tell(JOURNAL_LINE_LOST));
	else if (is_said(body, "reason", "signal"))
		add(out, tell(JOURNAL_ENDED));
	else if (is_said(body, "reason", "idle"))
		add(out, tell(JOURNAL_IDLE));
}

static void
more_correction(const char *body, char *out)
{
	if (is_said(body, "takes-back", "yes"))
		add(out, tell(JOURNAL_TAKEN_BACK));
}

static void
more_forgotten(const char *body, char *out)
{
	char count[SAID], words[SAID];

	if (said(body, "deliveries", count)) {
		say(words, sizeof words, JOURNAL_COURIERS, strtoll(count, NULL, 10));
		add(out, words);
	}
}

static void
more_record(const char *body, char *out)
{
	char word[SAID];
	enum record_act act;
	enum move_reason reason;

	if (said(body, "act", word) && record_act_parse(&act, word))
		add(out, message_text(record_act_message(act)));
	if (said(body, "reason", word) && move_reason_parse(&reason, word))
		add(out, message_text(move_reason_message(reason)));
	if (said(body, "reader", word))
		add(out, word);
	if (said(body, "back", word))
		add(out, word);
}

static void
no_more(const char *body, char *out)
{
	(void)body;
	(void)out;
}

/* ---- the table */

enum about { ABOUT_NOTHING, ABOUT_PERSON, ABOUT_RECORD, ABOUT_PARCEL, ABOUT_OFFICER, ABOUT_DOER, ABOUT_FILE, ABOUT_ITEM };

struct act_words {
	enum message says; /* takes what it is about */
	enum about about;
	void (*more)(const char *body, char *out);
};

/* Of every act: tests look that none is missing. */
static const struct act_words words_of_acts[ACT_COUNT] = {
	[ACT_JOURNAL_OPENED] = {MSG_JOURNAL_SAYS_OPENED, ABOUT_NOTHING, no_more},
	[ACT_OFFICER_ADDED] = {MSG_JOURNAL_SAYS_OFFICER_ADDED, ABOUT_OFFICER, more_officer},
	[ACT_OFFICER_CHANGED] = {MSG_JOURNAL_SAYS_OFFICER_CHANGED, ABOUT_OFFICER, more_officer},
	[ACT_LOGIN] = {MSG_JOURNAL_SAYS_LOGIN, ABOUT_DOER, no_more},
	[ACT_LOGIN_FAILED] = {MSG_JOURNAL_SAYS_LOGIN_FAILED, ABOUT_OFFICER, no_more},
	[ACT_LOGOUT] = {MSG_JOURNAL_SAYS_LOGOUT, ABOUT_DOER, more_leaving},
	[ACT_LOCK] = {MSG_JOURNAL_SAYS_LOCK, ABOUT_NOTHING, more_leaving},
	[ACT_UNLOCK] = {MSG_JOURNAL_SAYS_UNLOCK, ABOUT_NOTHING, no_more},
	[ACT_LIST_IMPORTED] = {MSG_JOURNAL_SAYS_LIST, ABOUT_FILE, more_rows},
	[ACT_SHIPMENT_ADDED] = {MSG_JOURNAL_SAYS_SHIPMENT_ADDED, ABOUT_PARCEL, more_items},
	[ACT_SHIPMENT_RECEIVED] = {MSG_JOURNAL_SAYS_SHIPMENT_RECEIVED, ABOUT_PARCEL, more_items},
	[ACT_APPLICATION_CHANGED] = {MSG_JOURNAL_SAYS_MOVED, ABOUT_PERSON, more_move},
	[ACT_HANDOVER] = {MSG_JOURNAL_SAYS_HANDOVER, ABOUT_RECORD, no_more},
	[ACT_HANDOVER_REFUSED] = {MSG_JOURNAL_SAYS_REFUSED, ABOUT_RECORD, more_refusal},
	[ACT_PRINT_SENT] = {MSG_JOURNAL_SAYS_PRINT_SENT, ABOUT_RECORD, no_more},
	[ACT_PRINT_FAILED] = {MSG_JOURNAL_SAYS_PRINT_FAILED, ABOUT_RECORD, no_more},
	[ACT_PRINT_CONFIRMED] = {MSG_JOURNAL_SAYS_PRINT_CONFIRMED, ABOUT_RECORD, no_more},
	[ACT_REPRINT] = {MSG_JOURNAL_SAYS_REPRINT, ABOUT_RECORD, no_more},
	[ACT_SIGNED_COPY] = {MSG_JOURNAL_SAYS_SIGNED, ABOUT_RECORD, no_more},
	[ACT_NATIONAL_ID_SHOWN] = {MSG_JOURNAL_SAYS_SHOWN, ABOUT_PERSON, no_more},
	[ACT_CORRECTION] = {MSG_JOURNAL_SAYS_CORRECTION, ABOUT_RECORD, more_correction},
	[ACT_BACKUP] = {MSG_JOURNAL_SAYS_BACKUP, ABOUT_FILE, no_more},
	[ACT_PERSON_FORGOTTEN] = {MSG_JOURNAL_SAYS_FORGOTTEN, ABOUT_NOTHING, more_forgotten},
	[ACT_PERSON_CHANGED] = {MSG_JOURNAL_SAYS_PERSON_CHANGED, ABOUT_PERSON, no_more},
	[ACT_DELIVERY] = {MSG_JOURNAL_SAYS_DELIVERY, ABOUT_RECORD, no_more},
	[ACT_DELIVERY_REFUSED] = {MSG_JOURNAL_SAYS_DELIVERY_REFUSED, ABOUT_RECORD, no_more},
	[ACT_DRAWER] = {MSG_JOURNAL_SAYS_DRAWER, ABOUT_RECORD, no_more},
	[ACT_ITEM_CHANGED] = {MSG_JOURNAL_SAYS_ITEM, ABOUT_ITEM, more_move},
	[ACT_READER] = {MSG_JOURNAL_SAYS_READER, ABOUT_RECORD, more_record},
	[ACT_DISPATCH] = {MSG_JOURNAL_SAYS_DISPATCH, ABOUT_RECORD, more_record},
};

static struct act_words
words_of(enum journal_act act)
{
	static const struct act_words newer = {MSG_JOURNAL_SAYS_OTHER, ABOUT_NOTHING, no_more}; /* an act of a newer version */

	return (unsigned)act < ACT_COUNT && words_of_acts[act].more != NULL ? words_of_acts[act] : newer;
}

/* ---- whom or what it is about */

static void
officer_name(struct store *store, const char *login, char *out, size_t size)
{
	struct officer officer;

	copy_text(out, size, login);
	if (strcmp(login, "-") == 0)
		copy_text(out, size, tell(JOURNAL_PROGRAM));
	else if (store_find_officer(store, login, &officer, NULL, NULL) == OK)
		copy_text(out, size, officer.name);
}

/* By the number of the application, or by that of the record; 0: nobody. */
static int64_t
person_of(struct store *store, const char *body)
{
	char word[SAID];
	struct handover *handover;
	int64_t id = 0;

	if (said(body, "applicant", word))
		return strtoll(word, NULL, 10);
	if (!said(body, "record", word))
		return 0;
	handover = mem_alloc(sizeof *handover);
	if (store_find_record(store, word, handover, NULL) == OK)
		id = handover->applicant_id;
	mem_free(handover);
	return id;
}

static void
add_person(struct store *store, const struct ui_journal_row *row, char *out)
{
	struct applicant person;
	char name[FULL_NAME_TEXT] = "";

	if (row->applicant_id == 0)
		return;
	if (store_find_applicant(store, row->applicant_id, &person, NULL) == OK)
		desk_full_name(name, &person);
	add(out, name[0] != '\0' ? name : tell(JOURNAL_SOMEBODY));
}

static void
subject_of(struct store *store, const struct ui_journal_row *row, enum about about, char out[SAID])
{
	static const char *const keys[] = {
		[ABOUT_RECORD] = "record", [ABOUT_PARCEL] = "tracking", [ABOUT_FILE] = "file", [ABOUT_OFFICER] = "login"};
	const char *body = row->entry.body;
	char word[SAID] = "";

	out[0] = '\0';
	if (about == ABOUT_DOER)
		add(out, row->officer);
	if (about == ABOUT_RECORD || about == ABOUT_PARCEL || about == ABOUT_FILE || about == ABOUT_OFFICER)
		(void)said(body, keys[about], word);
	if (about == ABOUT_ITEM && !said(body, "reader", word))
		(void)said(body, "card", word);
	if (about == ABOUT_OFFICER) {
		char name[SAID];
		officer_name(store, word, name, sizeof name);
		add(out, name);
	} else {
		add(out, word);
	}
	if (about == ABOUT_RECORD && said(body, "tracking", word))
		add(out, word);
	if (about == ABOUT_RECORD || about == ABOUT_PERSON)
		add_person(store, row, out);
	if (out[0] == '\0')
		add(out, tell(JOURNAL_SOMEBODY));
}

void
journal_words(struct store *store, struct ui_journal_row *row)
{
	const struct act_words words = words_of(row->entry.act);
	char subject[SAID], more[SAID] = "";
	size_t used;

	row->applicant_id = person_of(store, row->entry.body);
	officer_name(store, row->entry.officer, row->officer, sizeof row->officer);
	subject_of(store, row, words.about, subject);
	message_format_detail(row->words, sizeof row->words, message_language(), words.says,
		words.about == ABOUT_NOTHING ? "" : subject);
	words.more(row->entry.body, more);
	used = strlen(row->words);
	if (more[0] != '\0')
		snprintf(row->words + used, sizeof row->words - used, " (%s)", more);
}
