/*
 * store/body: what an entry of the journal says: key=value, blank between; blanks, controls and % in values as %XX. Knows no
 * key.
 */
#include "inside.h"

#include <string.h>

void
body_add(struct str *body, const char *key, const char *value)
{
	if (body->length > 0)
		str_add_char(body, ' ');
	str_printf(body, "%s=", key);
	percent_encode(body, value != NULL ? value : "", PERCENT_WORD);
}

void
body_add_number(struct str *body, const char *key, int64_t value)
{
	if (body->length > 0)
		str_add_char(body, ' ');
	str_printf(body, "%s=%lld", key, (long long)value);
}

bool
body_value(const char *body, const char *key, char *out, size_t size)
{
	size_t key_length = strlen(key);
	struct str value = {0};

	out[0] = '\0';
	while (strncmp(body, key, key_length) != 0 || body[key_length] != '=') {
		body = strchr(body, ' ');
		if (body == NULL)
			return false;
		body++;
	}
	body += key_length + 1;
	if (!percent_decode(&value, body, strcspn(body, " ")))
		str_add_n(&value, body, strcspn(body, " ")); /* not ours: shown as it stands */
	copy_text(out, size, str_text(&value));
	str_clear(&value);
	return true;
}
