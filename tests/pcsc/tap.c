/*
 * pcsc/tap: see tap.h.
 */
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static int claims, failures;

__attribute__((format(printf, 2, 0))) static void
print_line(const char *head, const char *format, va_list list)
{
	fputs(head, stdout);
	vprintf(format, list);
	putchar('\n');
	fflush(stdout);
}

bool
tap_ok(bool good, const char *format, ...)
{
	char head[40];
	va_list list;

	claims++;
	failures += !good;
	snprintf(head, sizeof head, "%s %d - ", good ? "ok" : "not ok", claims);
	va_start(list, format);
	print_line(head, format, list);
	va_end(list);
	return good;
}

void
tap_note(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	print_line("# ", format, list);
	va_end(list);
}

_Noreturn void
tap_bail(const char *format, ...)
{
	char head[40];
	va_list list;

	snprintf(head, sizeof head, "not ok %d - ", claims + 1);
	va_start(list, format);
	print_line(head, format, list);
	va_end(list);
	exit(1);
}

int
tap_end(void)
{
	printf("1..%d\n", claims);
	fflush(stdout);
	return failures == 0 && claims > 0 ? 0 : 1;
}

int
tap_patient(int ms)
{
#ifdef TESLIM_SANITIZED
	return ms * 4;
#else
	return ms;
#endif
}
