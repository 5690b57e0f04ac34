/*
 * base/memory: checked allocation and the growing string. Out of memory is the one error that ends the
 * program: the hook restores the terminal first.
 */
#include "teslim/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*last_words)(void);

void
mem_set_last_words(void (*hook)(void))
{
	last_words = hook;
}

static _Noreturn void
out_of_memory(void)
{
	static const char words[] = "Bellek yetmedi. / Out of memory.\n";

	if (last_words != NULL)
		last_words();
	/*
	 * Nothing that allocates may be called any more, and no catalogue: both languages are said, for the setting may
	 * not be read yet.
	 */
	if (write(STDERR_FILENO, words, sizeof words - 1) < 0)
		_exit(2);
	_exit(2);
}

/* Zeroed, so that a field that somebody forgets is empty and not a neighbour's secret. */
void *
mem_alloc(size_t size)
{
	void *pointer = calloc(1, size > 0 ? size : 1);

	if (pointer == NULL)
		out_of_memory();
	return pointer;
}

/*
 * count times size is computed here and nowhere else: a product that wraps round is how a hostile length becomes a
 * small buffer.
 */
void *
mem_resize(void *pointer, size_t count, size_t size)
{
	size_t total;
	void *grown;

	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory();
	grown = realloc(pointer, total > 0 ? total : 1);
	if (grown == NULL)
		out_of_memory();
	return grown;
}

char *
mem_string_n(const char *text, size_t length)
{
	char *copy = mem_alloc(length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *
mem_string(const char *text)
{
	return mem_string_n(text, strlen(text));
}

void
mem_free(void *pointer)
{
	free(pointer);
}

/* A memset before a free is dead code to the compiler, which may leave it out; this one it may not. */
void
mem_wipe(void *pointer, size_t size)
{
	explicit_bzero(pointer, size);
}

/* ---- the growing string */

/* Half as much again each time: a string that grows letter by letter is copied only a few times. */
static void
reserve(struct str *str, size_t more)
{
	size_t wanted;

	if (__builtin_add_overflow(str->length, more, &wanted) || __builtin_add_overflow(wanted, 1, &wanted))
		out_of_memory();
	if (wanted <= str->room)
		return;
	if (wanted < str->room + str->room / 2)
		wanted = str->room + str->room / 2;
	if (wanted < 64)
		wanted = 64;
	str->data = mem_resize(str->data, wanted, 1);
	str->room = wanted;
}

void
str_clear(struct str *str)
{
	free(str->data);
	*str = (struct str){0};
}

void
str_reset(struct str *str)
{
	str->length = 0;
	if (str->data != NULL)
		str->data[0] = '\0';
}

void
str_add_n(struct str *str, const void *bytes, size_t length)
{
	reserve(str, length);
	if (length > 0)
		memcpy(str->data + str->length, bytes, length);
	str->length += length;
	str->data[str->length] = '\0';
}

void
str_add(struct str *str, const char *text)
{
	str_add_n(str, text, strlen(text));
}

void
str_add_char(struct str *str, char byte)
{
	str_add_n(str, &byte, 1);
}

void
str_vprintf(struct str *str, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return;
	reserve(str, (size_t)length);
	if (vsnprintf(str->data + str->length, (size_t)length + 1, format, arguments) == length)
		str->length += (size_t)length;
	str->data[str->length] = '\0';
}

void
str_printf(struct str *str, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	str_vprintf(str, format, arguments);
	va_end(arguments);
}

const char *
str_text(const struct str *str)
{
	return str->data != NULL ? str->data : "";
}

char *
str_take(struct str *str)
{
	char *data = str->data != NULL ? str->data : mem_alloc(1);

	*str = (struct str){0};
	return data;
}

/*
 * RFC 8259 7. Letters beyond ASCII stay as they are, for JSON is UTF-8; DEL is escaped as well, since people look at
 * these lines in a terminal.
 */
void
str_add_json(struct str *str, const char *text)
{
	if (text == NULL) {
		str_add(str, "null");
		return;
	}
	str_add_char(str, '"');
	for (const char *c = text; *c != '\0'; c++) {
		unsigned char byte = (unsigned char)*c;
		if (byte == '"' || byte == '\\')
			str_printf(str, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7F)
			str_printf(str, "\\u%04x", byte);
		else
			str_add_char(str, *c);
	}
	str_add_char(str, '"');
}

bool
copy_text(char *out, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (size == 0)
		return false;
	if (length < size) {
		memmove(out, text, length + 1);
		return true;
	}
	length = size - 1;
	/*
	 * Bytes that go on a letter: back to where it begins, so that no half of one is left for a paper or a screen to
	 * choke on.
	 */
	while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	memmove(out, text, length);
	out[length] = '\0';
	return false;
}
