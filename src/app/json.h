/*
 * app/json: writes one JSON object per line with keys in a fixed order. Text must be UTF-8. Reads nothing.
 */
#ifndef TESLIM_APP_JSON_H
#define TESLIM_APP_JSON_H

#include "teslim/base.h"

struct json {
	struct str out;
	bool comma; /* the next value wants one before it */
};

void json_open(struct json *json, const char *key, char bracket);      /* key NULL: none; bracket '{' or '[' */
void json_close(struct json *json, char bracket);                      /* '}' or ']' */
void json_text(struct json *json, const char *key, const char *value); /* NULL value: null */
void json_number(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_time(struct json *json, const char *key, int64_t time); /* ISO with offset; 0 is null */
/* Prints the object and a line feed on standard output and empties it. */
enum code json_print(struct json *json, struct err *err);

#endif
