/*
 * desk/draft: a flow in progress as text, from its table. One reader for all flows, since it is the one place where text that
 * anybody could have put into the database becomes state of the program.
 */
#include "teslim/desk/draft.h"

#include <string.h>

/* ---- writing */

static int64_t
number_of(const struct draft_member *member, const char *at)
{
	int number;
	bool flag;
	int64_t large;

	switch (member->type) {
	case DRAFT_INT:
		memcpy(&number, at, sizeof number);
		return number;
	case DRAFT_BOOL:
		memcpy(&flag, at, sizeof flag);
		return flag;
	case DRAFT_INT64:
		memcpy(&large, at, sizeof large);
		return large;
	case DRAFT_TEXT:
		break;
	}
	return 0;
}

static void
write_members(const struct draft_table *table, const void *owner, struct str *out)
{
	for (int i = 0; i < table->count; i++) {
		const struct draft_member *member = &table->members[i];
		const char *at = (const char *)owner + member->offset;

		if (member->type == DRAFT_TEXT)
			draft_add_text(out, member->key, at);
		else
			str_printf(out, "%s=%lld\n", member->key, (long long)number_of(member, at));
	}
}

void
draft_write(const struct draft *draft, const void *flow, const void *claims, const struct form *form, struct str *out)
{
	str_printf(out, "%s=1\n", draft->name);
	write_members(&draft->claims, claims, out);
	write_members(&draft->flow, flow, out);
	form_save(form, out);
	if (draft->add != NULL)
		draft->add(flow, out);
}

/* ---- reading */

static bool
take_member(const struct draft_member *member, char *at, const char *value)
{
	int64_t large = 0;
	int number;
	bool flag;

	if (member->type == DRAFT_TEXT)
		return draft_take_text(at, member->size, value);
	if (!draft_take_number(&large, value, member->least, member->most))
		return false;
	number = (int)large;
	flag = large != 0;
	if (member->type == DRAFT_INT)
		memcpy(at, &number, sizeof number);
	else if (member->type == DRAFT_BOOL)
		memcpy(at, &flag, sizeof flag);
	else
		memcpy(at, &large, sizeof large);
	return true;
}

static const struct draft_member *
find_member(const struct draft_table *table, const char *key)
{
	for (int i = 0; i < table->count; i++)
		if (strcmp(table->members[i].key, key) == 0)
			return &table->members[i];
	return NULL;
}

struct reading {
	const struct draft *draft;
	void *flow, *claims;
	struct str rest; /* lines for the form */
	bool begun;
};

/*
 * The first line says whose draft it is and of which kind: one of a later version has another number and is not guessed at. What is no
 * member and no line of the flow's own belongs to the form, which refuses what is none of its fields.
 */
static bool
take_line(void *context, const char *key, const char *value)
{
	struct reading *reading = context;
	const struct draft *draft = reading->draft;
	const struct draft_member *member;

	if (!reading->begun) {
		reading->begun = strcmp(key, draft->name) == 0 && strcmp(value, "1") == 0;
		return reading->begun;
	}
	if ((member = find_member(&draft->claims, key)) != NULL)
		return take_member(member, (char *)reading->claims + member->offset, value);
	if ((member = find_member(&draft->flow, key)) != NULL)
		return take_member(member, (char *)reading->flow + member->offset, value);
	if (draft->take != NULL && draft->take(reading->flow, key, value))
		return true;
	str_printf(&reading->rest, "%s=%s\n", key, value);
	return true;
}

enum code
draft_read(const struct draft *draft, void *flow, void *claims, struct form *form, const char *text, struct err *err)
{
	struct reading reading = {.draft = draft, .flow = flow, .claims = claims};
	size_t length = strlen(text);
	bool good;

	if (length > draft->limit)
		return err_tell(err, ERR_LIMIT, draft->sentence, "draft_read", "%zu B", length);
	good = draft_take_lines(text, take_line, &reading) && reading.begun &&
		form_restore(form, str_text(&reading.rest), &(struct err){0}) == OK;
	str_clear(&reading.rest);
	return good ? OK : err_tell(err, ERR_SYNTAX, draft->sentence, "draft_read", "%zu B", length);
}
