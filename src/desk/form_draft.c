/*
 * desk/form_draft: a form in progress as text, to resume after a lost connection or a crash. Secrets are not in it, and neither is
 * what was wrong with a field: that is looked at anew.
 */
#include "teslim/desk/draft.h"
#include "teslim/desk/form.h"

#include <string.h>

enum { FORM_DRAFT_MAX = 16 * 1024 };

/* As it was typed, right or wrong: who comes back finds his own words. */
void
form_save(const struct form *form, struct str *out)
{
	for (int i = 0; i < form->count; i++) {
		const struct form_entry *entry = &form->entries[i];
		char number[16] = "";

		if (form->fields[i].kind == FORM_SECRET)
			continue;
		if (entry->chosen >= 0)
			snprintf(number, sizeof number, "%d", entry->chosen);
		draft_add_text(out, form->fields[i].name, form->fields[i].kind == FORM_CHOICE ? number : entry->edit.text);
	}
}

/* A line for a secret is refused as any other unknown one: none was ever written. */
static int
find_field(const struct form *form, const char *name)
{
	for (int i = 0; i < form->count; i++)
		if (form->fields[i].kind != FORM_SECRET && strcmp(form->fields[i].name, name) == 0)
			return i;
	return -1;
}

/* A choice that does not exist any more is no choice: the program that wrote it was another one. */
static bool
take_line(void *context, const char *key, const char *value)
{
	struct form *form = context;
	int field = find_field(form, key);
	char text[FIELD_TEXT];

	if (field < 0 || !draft_take_text(text, sizeof text, value))
		return false;
	form_set(form, field, text);
	return form->fields[field].kind != FORM_CHOICE || text[0] == '\0' || form->entries[field].chosen >= 0;
}

/* Half a form would look like a whole one: it is taken whole or not at all. */
enum code
form_restore(struct form *form, const char *text, struct err *err)
{
	if (strlen(text) <= FORM_DRAFT_MAX && draft_take_lines(text, take_line, form))
		return OK;
	form_init(form, form->fields, form->count);
	return err_tell(err, ERR_SYNTAX, MSG_FORM_DRAFT, "form draft", "%s", "");
}
