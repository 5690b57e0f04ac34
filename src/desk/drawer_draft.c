/*
 * desk/drawer_draft: a count of the drawer in progress as text: what was typed and every row as it was seen. What should be here is
 * not in it.
 */
#include "drawer_inside.h"

#include "teslim/text.h"
#include "teslim/words.h"

#include <stdlib.h>
#include <string.h>

enum { DRAFT_MAX = 1024 * 1024, ROW_WORDS = 6 };

static const char *const field_keys[DF_COUNT] = {[DF_OTHER] = "other", [DF_PLACE] = "place", [DF_SERIAL] = "serial"};

static void
add_text(struct str *out, const char *key, const char *value)
{
	str_printf(out, "%s=", key);
	percent_encode(out, value, PERCENT_LINE);
	str_add_char(out, '\n');
}

static void
add_row(struct str *out, const struct drawer_item *row)
{
	const char *const texts[] = {row->seen == SEEN_READ ? "" : row->serial, row->certificate, row->national_id, row->place,
		row->seen == SEEN_READ ? row->name : ""};

	str_printf(out, "row=%s", seen_way_name(row->seen));
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		str_add_char(out, ' ');
		percent_encode(out, texts[i], PERCENT_WORD);
	}
	str_add_char(out, '\n');
}

void
drawer_save(const struct drawer_flow *flow, struct str *out)
{
	str_printf(out, "drawer=1\nreason=%s\nlooks=%d\n", drawer_reason_name(flow->reason), flow->looks);
	add_text(out, "begun-by", flow->begun_by);
	for (int i = 0; i < DF_COUNT; i++)
		add_text(out, field_keys[i], flow->fields[i]);
	for (int i = 0; i < flow->row_count; i++)
		add_row(out, &flow->rows[i]);
}

/* ---- restoring */

static bool
decode(char *out, size_t size, const char *value)
{
	struct str plain = {0};
	bool good = percent_decode(&plain, value, strlen(value)) && text_is_valid(str_text(&plain), plain.length) &&
		strlen(str_text(&plain)) == plain.length && copy_text(out, size, str_text(&plain));

	str_clear(&plain);
	return good;
}

static bool
take_row(struct drawer_flow *flow, char *value)
{
	char *words[ROW_WORDS], *rest = value;
	struct drawer_item *row;

	if (flow->row_count == DRAWER_ROWS_MAX)
		return false;
	for (int i = 0; i < ROW_WORDS; i++) {
		words[i] = strsep(&rest, " ");
		if (words[i] == NULL)
			return false;
	}
	row = &flow->rows[flow->row_count++];
	*row = (struct drawer_item){0};
	return rest == NULL && seen_way_parse(&row->seen, words[0]) && decode(row->serial, sizeof row->serial, words[1]) &&
		decode(row->certificate, sizeof row->certificate, words[2]) &&
		decode(row->national_id, sizeof row->national_id, words[3]) && decode(row->place, sizeof row->place, words[4]) &&
		decode(row->name, sizeof row->name, words[5]) && row->seen != SEEN_NOT &&
		(row->seen == SEEN_READ) == (row->certificate[0] != '\0') && (row->seen == SEEN_READ) == (row->serial[0] == '\0');
}

static bool
take_line(struct drawer_flow *flow, bool *ours, char *line)
{
	char *value = strchr(line, '=');

	if (value == NULL)
		return false;
	*value++ = '\0';
	for (int i = 0; i < DF_COUNT; i++)
		if (strcmp(field_keys[i], line) == 0)
			return decode(flow->fields[i],
				i == DF_PLACE           ? PLACE_TEXT
					: i == DF_OTHER ? FULL_NAME_TEXT
							: SERIAL_TEXT,
				value);
	if (strcmp(line, "row") == 0)
		return take_row(flow, value);
	if (strcmp(line, "begun-by") == 0)
		return decode(flow->begun_by, sizeof flow->begun_by, value);
	if (strcmp(line, "reason") == 0)
		return drawer_reason_parse(&flow->reason, value);
	if (strcmp(line, "looks") == 0) {
		flow->looks =
			strlen(value) <= 6 && strspn(value, "0123456789") == strlen(value) ? (int)strtol(value, NULL, 10) : -1;
		return flow->looks >= 0;
	}
	*ours = strcmp(line, "drawer") == 0 && strcmp(value, "1") == 0;
	return *ours;
}

enum code
drawer_restore(struct drawer_flow *flow, const char *text, struct err *err)
{
	size_t length = strlen(text);
	char login[sizeof flow->login];
	bool good = length <= DRAFT_MAX, ours = false;
	char *copy;

	copy_text(login, sizeof login, flow->login);
	drawer_init(flow);
	copy_text(flow->login, sizeof flow->login, login);
	copy = mem_string(good ? text : "");
	for (char *line = copy; good && *line != '\0';) {
		char *end = strchr(line, '\n');

		good = end != NULL;
		if (good) {
			*end = '\0';
			good = take_line(flow, &ours, line);
			line = end + 1;
		}
	}
	mem_free(copy);
	if (!good || !ours || flow->reason == DRAWER_WHY_UNKNOWN) {
		drawer_init(flow);
		copy_text(flow->login, sizeof flow->login, login);
		return err_tell(err, length > DRAFT_MAX ? ERR_LIMIT : ERR_SYNTAX, MSG_FLOW_DRAFT, "drawer_restore", "%zu B",
			length);
	}
	steps_go(&flow->at, DRAWER_COUNT);
	steps_say(&flow->at, VERDICT_PASS, MSG_FLOW_RESUMED, "");
	return OK;
}
