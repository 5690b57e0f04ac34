/*
 * desk/form_draft: a form in progress as text, to resume after a lost connection or a crash. Secrets are not in it.
 */
#include "teslim/desk/form.h"

#include <string.h>

enum { FORM_DRAFT_MAX = 16 * 1024 };

void
form_save(const struct form *form, struct str *out)
{
	for (int i = 0; i < form->count; i++) {
		const struct form_entry *entry = &form->entries[i];
		if (form->fields[i].kind == FORM_SECRET)
			continue;
		str_printf(out, "%s=", form->fields[i].name);
		if (form->fields[i].kind != FORM_CHOICE)
			percent_encode(out, entry->edit.text, PERCENT_LINE);
		else if (entry->chosen >= 0)
			str_printf(out, "%d", entry->chosen);
		str_add_char(out, '\n');
	}
}

static int
find_field(const struct form *form, const char *name, size_t length)
{
	for (int i = 0; i < form->count; i++)
		if (form->fields[i].kind != FORM_SECRET && strlen(form->fields[i].name) == length &&
			memcmp(form->fields[i].name, name, length) == 0)
			return i;
	return -1;
}

static bool
take_value(struct form *form, int field, const char *value, size_t length)
{
	struct str plain = {0};
	bool good = percent_decode(&plain, value, length) && plain.length < FIELD_TEXT;

	if (good)
		form_set(form, field, str_text(&plain));
	if (good && form->fields[field].kind == FORM_CHOICE && length > 0)
		good = form->entries[field].chosen >= 0;
	str_clear(&plain);
	return good;
}

static bool
take_line(struct form *form, const char *line, size_t length)
{
	const char *equals = memchr(line, '=', length);
	int field = equals != NULL ? find_field(form, line, (size_t)(equals - line)) : -1;

	return field >= 0 && take_value(form, field, equals + 1, length - (size_t)(equals + 1 - line));
}

enum code
form_restore(struct form *form, const char *text, struct err *err)
{
	bool good = strlen(text) <= FORM_DRAFT_MAX;

	while (good && *text != '\0') {
		size_t length = strcspn(text, "\n");
		good = text[length] == '\n' && take_line(form, text, length);
		text += good ? length + 1 : 0;
	}
	if (good)
		return OK;
	form_init(form, form->fields, form->count);
	return err_tell(err, ERR_SYNTAX, MSG_FORM_DRAFT, "form draft", "%s", "");
}
