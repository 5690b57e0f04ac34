/*
 * text/message: looks words up in the catalogue and formats them. The words themselves are in messages/ *.def.
 */
#include "teslim/message.h"

#include <stdarg.h>
#include <string.h>

/* clang-format off */
static const char *const catalogue[2][MSG_COUNT] = {
	[LANGUAGE_TURKISH] = {
		[MSG_NONE] = "",
#define MESSAGE(name, tr, en) [MSG_##name] = tr,
#include "teslim/messages/messages.def"
#undef MESSAGE
	},
	[LANGUAGE_ENGLISH] = {
		[MSG_NONE] = "",
#define MESSAGE(name, tr, en) [MSG_##name] = en,
#include "teslim/messages/messages.def"
#undef MESSAGE
	},
};
/* clang-format on */

static enum language current;

void
message_set_language(enum language language)
{
	current = language == LANGUAGE_ENGLISH ? LANGUAGE_ENGLISH : LANGUAGE_TURKISH;
}

enum language
message_language(void)
{
	return current;
}

const char *
message_text_in(enum language language, enum message message)
{
	if ((unsigned)message >= MSG_COUNT)
		return "";
	return catalogue[language == LANGUAGE_ENGLISH ? 1 : 0][message];
}

const char *
message_text(enum message message)
{
	return message_text_in(current, message);
}

/* A cut in the middle of a letter would be invalid UTF-8: step back to its first byte. */
static void
trim_partial(char *out, size_t size, int wanted)
{
	size_t end = size - 1;
	size_t start = end;

	if (wanted < 0 || (size_t)wanted < size)
		return;
	while (start > 0 && ((unsigned char)out[start - 1] & 0xC0) == 0x80)
		start--;
	if (start > 0 && (unsigned char)out[start - 1] >= 0xC0) {
		unsigned char lead = (unsigned char)out[start - 1];
		size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
		if (start - 1 + length > end)
			out[start - 1] = '\0';
	}
}

/*
 * The formats are literals of the catalogue whose arguments the build found equal in both languages and every use has
 * checked at compile time (say_in); only their selection happens at run time, which is what the compiler would warn of.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
int
message_format(char *out, size_t size, enum language language, enum message message, ...)
{
	va_list arguments;
	int wanted;

	if (size == 0)
		return 0;
	va_start(arguments, message);
	wanted = vsnprintf(out, size, message_text_in(language, message), arguments);
	va_end(arguments);
	if (wanted < 0)
		out[0] = '\0';
	else
		trim_partial(out, size, wanted);
	return wanted;
}
#pragma GCC diagnostic pop

/*
 * By hand and not by printf: the sentence may come from any row of the catalogue, and only its one %s is a hole. A
 * percent sign in the detail stays one.
 */
int
message_format_detail(char *out, size_t size, enum language language, enum message message, const char *detail)
{
	const char *format;
	const char *hole;
	int wanted;

	if (message == MSG_NONE || message >= MSG_COUNT || size == 0) {
		if (size > 0)
			out[0] = '\0';
		return 0;
	}
	format = message_text_in(language, message);
	hole = strstr(format, "%s");
	if (hole == NULL)
		wanted = snprintf(out, size, "%s", format);
	else
		wanted = snprintf(out, size, "%.*s%s%s", (int)(hole - format), format, detail != NULL ? detail : "", hole + 2);
	trim_partial(out, size, wanted);
	return wanted;
}

static enum message
general_sentence(enum code code)
{
	static const enum message sentences[] = {
		[OK] = MSG_ERR_OK,
		[ERR_MEMORY] = MSG_ERR_MEMORY,
		[ERR_IO] = MSG_ERR_IO,
		[ERR_FULL] = MSG_ERR_FULL,
		[ERR_PERMISSION] = MSG_ERR_PERMISSION,
		[ERR_NOT_FOUND] = MSG_ERR_NOT_FOUND,
		[ERR_EXISTS] = MSG_ERR_EXISTS,
		[ERR_SYNTAX] = MSG_ERR_SYNTAX,
		[ERR_RANGE] = MSG_ERR_RANGE,
		[ERR_LIMIT] = MSG_ERR_LIMIT,
		[ERR_ENCODING] = MSG_ERR_ENCODING,
		[ERR_VERSION] = MSG_ERR_VERSION,
		[ERR_BUSY] = MSG_ERR_BUSY,
		[ERR_CORRUPT] = MSG_ERR_CORRUPT,
		[ERR_REFUSED] = MSG_ERR_REFUSED,
		[ERR_TIMEOUT] = MSG_ERR_TIMEOUT,
		[ERR_GONE] = MSG_ERR_GONE,
		[ERR_UNSUPPORTED] = MSG_ERR_UNSUPPORTED,
		[ERR_USAGE] = MSG_ERR_USAGE,
		[ERR_CRYPTO] = MSG_ERR_CRYPTO,
		[ERR_NETWORK] = MSG_ERR_NETWORK,
		[ERR_INTERNAL] = MSG_ERR_INTERNAL,
	};

	if ((unsigned)code >= ARRAY_LENGTH(sentences))
		return MSG_ERR_INTERNAL;
	return sentences[code];
}

static enum message
message_of(const struct err *err)
{
	return err->message != MSG_NONE ? err->message : general_sentence(err->code);
}

int
message_err(char *out, size_t size, const struct err *err)
{
	return message_format_detail(out, size, current, message_of(err), err->detail);
}

/*
 * For places that have the detail beside the sentence, as in a table: what stands from the hole on is left out, with
 * the colon or bracket before it.
 */
void
message_plain(char *out, size_t size, enum language language, enum message message)
{
	const char *text = message_text_in(language, message);
	const char *hole = strchr(text, '%');
	size_t length = hole != NULL ? (size_t)(hole - text) : strlen(text);
	const char *open = memrchr(text, '(', length);

	if (open != NULL && memchr(open, ')', length - (size_t)(open - text)) == NULL)
		length = (size_t)(open - text); /* the hole stands in brackets, with some words of its own */
	while (length > 0 && strchr(" :;,.(", text[length - 1]) != NULL)
		length--;
	trim_partial(out, size, snprintf(out, size, "%.*s", (int)length, text));
}

void
message_plain_err(char *out, size_t size, const struct err *err)
{
	message_plain(out, size, current, message_of(err));
}
