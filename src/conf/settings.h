/*
 * conf/settings: the table of settings, shared by the files of the room. Private.
 */
#ifndef TESLIM_CONF_SETTINGS_H
#define TESLIM_CONF_SETTINGS_H

#include "teslim/conf.h"

enum setting_type {
	TYPE_TEXT,    /* one line of UTF-8 */
	TYPE_PATH,    /* relative to the file's folder */
	TYPE_COMMAND, /* words without a shell, quotes balanced */
	TYPE_TARGET,  /* where papers go */
	TYPE_DESK,
	TYPE_OFFSET,
	TYPE_WORD,  /* one of the words, kept as text */
	TYPE_INDEX, /* one of the words, kept as an enum that counts them */
	TYPE_BOOL,
	TYPE_NUMBER
};

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset, size;
	const char *standard; /* default, as it would stand in the file, without quotes */
	const char *words;    /* TYPE_WORD, TYPE_INDEX: blank between */
	int low, high;        /* TYPE_NUMBER */
	bool filled;          /* text that must not be empty */
};

/* NULL past the end. */
const struct setting *setting_at(int index);
const struct setting *setting_find(const char *name);
/* Sets a member from its text form; false when the value is not allowed. */
bool setting_set(struct conf *conf, const struct setting *setting, const char *value, const char *folder);
/* What is allowed, in the language of the screen. */
void setting_allowed(char *out, size_t size, const struct setting *setting);

/* The folder of a settings file, which its relative paths are relative to; the caller frees it. */
char *conf_folder(const char *path);

#endif
