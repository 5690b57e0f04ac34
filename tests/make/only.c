/*
 * make/only: linked into every test program. With TEST_ONLY=WORDS in the environment, cmocka runs only the tests that
 * have the words in their names. Knows no test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

static char pattern[256];

__attribute__((constructor)) static void
choose_tests(void)
{
	const char *words = getenv("TEST_ONLY");

	if (words == NULL || words[0] == '\0')
		return;
	snprintf(pattern, sizeof pattern, "*%s*", words);
	cmocka_set_test_filter(pattern);
}
