/*
 * app/json: see json.h.
 */
#include "json.h"

#include <errno.h>
#include <stdio.h>

static void
begin(struct json *json, const char *key)
{
	if (json->comma)
		str_add_char(&json->out, ',');
	json->comma = true;
	if (key != NULL) {
		str_add_json(&json->out, key);
		str_add_char(&json->out, ':');
	}
}

void
json_open(struct json *json, const char *key, char bracket)
{
	begin(json, key);
	str_add_char(&json->out, bracket);
	json->comma = false;
}

void
json_close(struct json *json, char bracket)
{
	str_add_char(&json->out, bracket);
	json->comma = true;
}

void
json_text(struct json *json, const char *key, const char *value)
{
	begin(json, key);
	str_add_json(&json->out, value);
}

void
json_number(struct json *json, const char *key, int64_t value)
{
	begin(json, key);
	str_printf(&json->out, "%lld", (long long)value);
}

void
json_bool(struct json *json, const char *key, bool value)
{
	begin(json, key);
	str_add(&json->out, value ? "true" : "false");
}

void
json_time(struct json *json, const char *key, int64_t time)
{
	char text[CLOCK_TEXT];

	if (time == 0) {
		json_text(json, key, NULL);
		return;
	}
	clock_iso(text, time);
	json_text(json, key, text);
}

enum code
json_print(struct json *json, struct err *err)
{
	bool bad;

	str_add_char(&json->out, '\n');
	bad = fwrite(json->out.data, 1, json->out.length, stdout) != json->out.length || fflush(stdout) != 0;
	str_clear(&json->out);
	json->comma = false;
	if (bad)
		return err_errno(err, errno, "json_print", "stdout");
	return OK;
}
