/*
 * app/command_stock: `teslim stock`: where the cards and the readers are, counted from the entries of the journal and compared
 * with the tables; and what lies in the drawer, place by place.
 */
#include "app.h"
#include "json.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

struct stock_options {
	struct common_options common;
	bool places;
};

/* The lines of the balance, in the order in which things happen. */
static const struct line_of {
	const char *key;
	enum message label;
	size_t at;
} lines[] = {
	{"expected", MSG_STOCK_EXPECTED, offsetof(struct stock_count, expected)},
	{"missing", MSG_STOCK_MISSING, offsetof(struct stock_count, missing)},
	{"came", MSG_STOCK_CAME, offsetof(struct stock_count, came)},
	{"handed-over", MSG_STOCK_HANDED_OVER, offsetof(struct stock_count, handed_over)},
	{"returned", MSG_STOCK_RETURNED, offsetof(struct stock_count, returned)},
	{"lost", MSG_STOCK_LOST, offsetof(struct stock_count, lost)},
	{"here", MSG_STOCK_HERE, offsetof(struct stock_count, here)},
};

static int64_t
value_of(const struct stock_count *count, const struct line_of *line)
{
	int64_t value;

	memcpy(&value, (const char *)count + line->at, sizeof value);
	return value;
}

static void
pad_to(struct str *out, const char *text, int cells)
{
	str_add(out, text);
	for (int i = text_width(text); i < cells; i++)
		str_add_char(out, ' ');
}

static void
show_balance(const struct stock *stock)
{
	struct str out = {0};
	char sentence[400];

	pad_to(&out, "", 26);
	pad_to(&out, tell(STOCK_CARDS), 10);
	str_printf(&out, "%s\n", tell(STOCK_READERS));
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
		char number[32];

		pad_to(&out, message_text(lines[i].label), 26);
		snprintf(number, sizeof number, "%lld", (long long)value_of(&stock->entries[ITEM_CARD], &lines[i]));
		pad_to(&out, number, 10);
		str_printf(&out, "%lld\n", (long long)value_of(&stock->entries[ITEM_READER], &lines[i]));
	}
	if (stock->wrong[0] == '\0')
		copy_text(sentence, sizeof sentence, tell(STOCK_AGREES));
	else
		say(sentence, sizeof sentence, STOCK_DIFFERS, stock->wrong);
	str_printf(&out, "\n%s\n", sentence);
	fputs(str_text(&out), stdout);
	str_clear(&out);
}

static void
add_counts(struct json *json, const char *key, const struct stock_count *count)
{
	json_open(json, key, '{');
	for (size_t i = 0; i < ARRAY_LENGTH(lines); i++)
		json_number(json, lines[i].key, value_of(count, &lines[i]));
	json_close(json, '}');
}

static enum code
print_balance_json(const struct stock *stock, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	add_counts(&json, "cards", &stock->entries[ITEM_CARD]);
	add_counts(&json, "readers", &stock->entries[ITEM_READER]);
	json_bool(&json, "agree", stock->wrong[0] == '\0');
	json_text(&json, "differs", stock->wrong[0] != '\0' ? stock->wrong : NULL);
	json_close(&json, '}');
	return json_print(&json, err);
}

/* ---- the drawer */

static enum code
show_place(const struct store_item *item, bool as_json, struct err *err)
{
	struct json json = {0};
	struct str out = {0};

	if (as_json) {
		json_open(&json, NULL, '{');
		json_text(&json, "place", item->place);
		json_text(&json, "kind", item_kind_name(item->kind));
		json_text(&json, "serial", item->serial);
		json_text(&json, "name", item->name[0] != '\0' ? item->name : NULL);
		json_text(&json, "tracking", item->tracking_number);
		json_close(&json, '}');
		return json_print(&json, err);
	}
	pad_to(&out, item->place[0] != '\0' ? item->place : "-", 12);
	pad_to(&out, message_text(item_kind_message(item->kind)), 12);
	pad_to(&out, item->serial[0] != '\0' ? item->serial : "-", 24);
	str_printf(&out, "%s\n", item->name);
	fputs(str_text(&out), stdout);
	str_clear(&out);
	return OK;
}

/* Page by page: what is shown is what there is. */
static enum code
show_places(struct app *app, bool as_json, struct err *err)
{
	enum { PAGE = 256 };
	struct store_item *items = mem_alloc(PAGE * sizeof *items);
	size_t count = PAGE;
	enum code code = OK;

	for (size_t offset = 0; code == OK && count == PAGE; offset += PAGE) {
		code = store_list_items(app->store, CARD_IN_STOCK, offset, items, PAGE, &count, err);
		for (size_t i = 0; code == OK && i < count; i++)
			code = show_place(&items[i], as_json, err);
	}
	mem_free(items);
	return code;
}

int
command_stock(int argc, char **argv)
{
	struct stock_options options = {0};
	const struct option_rule rules[] = {{"--places", &options.places, NULL}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct stock stock = {0};
	struct err err = {0};
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_STOCK);
	if (operands.count != 0) {
		complain(tell(APP_STOCK_OPERAND));
		return EXIT_TROUBLE;
	}
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, true, &err);
	if (code == OK && options.places)
		code = show_places(&app, options.common.json, &err);
	else if (code == OK)
		code = store_stock(app.store, &stock, &err);
	if (code == OK && !options.places && options.common.json)
		code = print_balance_json(&stock, &err);
	else if (code == OK && !options.places)
		show_balance(&stock);
	app_close(&app);
	return code != OK ? complain_err(&err) : stock.wrong[0] == '\0' ? EXIT_YES : EXIT_NO;
}
