/*
 * ui/screen_officers: who may work at the desk: a table, a form for a new one or a change, an act that ends or takes back.
 */
#include "register.h"

#include "teslim/words.h"

#include <string.h>

/* ---- the table: its columns, where its rows come from, what stands in a cell */

enum { COLUMN_NAME, COLUMN_LOGIN, COLUMN_ROLE, COLUMN_STATE };

static const struct table_column columns[] = {
	[COLUMN_NAME] = {MSG_LIST_NAME, .cells = 30, .most = 60, .share = 1},
	[COLUMN_LOGIN] = {MSG_OFFICERS_LOGIN, .cells = 16},
	[COLUMN_ROLE] = {MSG_OFFICERS_ROLE, .cells = 14},
	[COLUMN_STATE] = {MSG_LIST_STATE, .cells = 10, .priority = 1},
};

static int
officers_page(void *source, const struct table_query *query, void *rows, int max, int64_t *total)
{
	const struct ui_host *host = ((struct ui *)source)->host;

	return host->officers(host->context, query, rows, max, total);
}

static void
officers_cell(const void *row, int filter, int column, struct table_cell *out)
{
	const struct officer *officer = row;

	(void)filter;
	out->look = officer->active ? TABLE_PLAIN : TABLE_QUIET;
	copy_text(out->text, sizeof out->text,
		column == COLUMN_NAME            ? officer->name
			: column == COLUMN_LOGIN ? officer->login
			: column == COLUMN_ROLE  ? message_text(officer_role_message(officer->role))
			: officer->active        ? tell(OFFICERS_ACTIVE)
						 : tell(OFFICERS_ENDED));
}

static const struct table_kind officers_table = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct officer),
	.page = officers_page,
	.cell = officers_cell,
};

/* The form: whoever is changed keeps login and password, so these come last. */
enum { NAME, TITLE, ROLE, NUMBER, CHANGED, LOGIN = CHANGED, PASSWORD, AGAIN, NEW };

static enum message
is_same_password(const struct form *form, const char *value)
{
	return strcmp(form->entries[PASSWORD].edit.text, value) == 0 ? MSG_NONE : MSG_OFFICERS_OTHER_PASSWORD;
}

static const enum message roles[] = {
	[OFFICER_ROLE_OFFICER] = MSG_APP_ROLE_OFFICER, [OFFICER_ROLE_ADMINISTRATOR] = MSG_APP_ROLE_ADMINISTRATOR};

static const struct form_field fields[NEW] = {
	[NAME] = {"name", MSG_LIST_NAME, FORM_TEXT, .required = true, .cells = 32, .help = MSG_OFFICERS_NAME_HELP},
	[TITLE] = {"title", MSG_DETAIL_TITLE_OF, FORM_TEXT, .cells = 32},
	[ROLE] = {"role", MSG_OFFICERS_ROLE, FORM_CHOICE, .required = true, .cells = 14, .choices = roles,
		.choice_count = ARRAY_LENGTH(roles), .help = MSG_OFFICERS_ROLE_HELP},
	[NUMBER] = {"national-id", MSG_OFFICERS_NUMBER, FORM_NATIONAL_ID, .cells = 14, .help = MSG_OFFICERS_NUMBER_HELP},
	[LOGIN] = {"login", MSG_OFFICERS_LOGIN, FORM_TEXT, .required = true, .cells = 20, .help = MSG_OFFICERS_LOGIN_HELP},
	[PASSWORD] = {"password", MSG_LOGIN_PASSWORD, FORM_SECRET, .required = true, .cells = 28},
	[AGAIN] = {"again", MSG_OFFICERS_AGAIN, FORM_SECRET, .required = true, .cells = 28, .check = is_same_password},
};

static void
load(struct form *form, const void *row)
{
	const struct officer *officer = row;

	form_set(form, NAME, officer->name);
	form_set(form, TITLE, officer->title);
	form_set(form, ROLE, officer->role == OFFICER_ROLE_ADMINISTRATOR ? "1" : "0");
}

static bool
save(struct ui *ui, const struct form *form, const void *row, char *sentence)
{
	struct officer officer = row != NULL ? *(const struct officer *)row : (struct officer){.active = true};
	char text[FIELD_TEXT];

	form_value(form, NAME, officer.name);
	form_value(form, TITLE, officer.title);
	officer.role = (enum officer_role)form_chosen(form, ROLE);
	form_value(form, NUMBER, text);
	if (text[0] != '\0') /* it is not shown, so an empty one leaves what is known */
		copy_text(officer.national_id, sizeof officer.national_id, text);
	if (row != NULL)
		return ui->host->officer_save(ui->host->context, &officer, NULL, sentence);
	form_value(form, LOGIN, text);
	copy_text(officer.login, sizeof officer.login, text);
	return ui->host->officer_save(ui->host->context, &officer, form->entries[PASSWORD].edit.text, sentence);
}

static bool
end_or_take_back(struct ui *ui, const void *row, char *sentence)
{
	struct officer officer = *(const struct officer *)row;

	officer.active = !officer.active;
	return ui->host->officer_save(ui->host->context, &officer, NULL, sentence);
}

static const struct register_kind officers_kind = {
	.table = &officers_table,
	.fields = fields,
	.new_count = NEW,
	.change_count = CHANGED,
	.sentence = MSG_OFFICERS_SENTENCE,
	.empty = MSG_OFFICERS_SENTENCE,
	.word_new = MSG_OFFICERS_KEY_NEW,
	.word_act = MSG_OFFICERS_KEY_END,
	.word_save = MSG_OFFICERS_KEY_SAVE,
	.load = load,
	.save = save,
	.act = end_or_take_back,
};

static void
officers_open(struct screen *screen, const struct target *target)
{
	(void)target;
	register_init(screen, &officers_kind);
}

const struct screen_type screen_officers = {
	.size = sizeof(struct register_screen),
	.title = MSG_OFFICERS_TITLE,
	.open = officers_open,
	.refresh = table_screen_refresh,
	.draw = register_draw,
	.keys = register_keys,
	.act = register_act,
	.press = register_press,
	.typing = register_typing,
	.scan = register_scan,
	.speak = register_say,
	.close = register_close,
	.stay = register_stay,
};
