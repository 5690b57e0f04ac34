/*
 * app/test_officers: officers as an administrator changes them at the screen: added, changed, ended; and what is refused.
 */
#include "heard.h"

#include "../../src/app/view.h"
#include "../store/desk_file.h"
#include "../store/forger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64], sentence[UI_SENTENCE];
static struct seal_key *key;
static struct session session;
static struct ui_host host;

/* The officer of the test desk, as administrator. */
static int
begin(void **state)
{
	struct officer officer = desk_file_officer;

	(void)state;
	desk_file_copy(folder, "before", "now");
	session.app.store = desk_file_open(folder, "now", &key);
	assert_true(forger_sql(folder, "now", "UPDATE officer SET role = 'administrator'"));
	session.login = login_new(&session.app, clock_monotonic_ms);
	officer.role = OFFICER_ROLE_ADMINISTRATOR;
	login_take(session.login, &officer);
	view_officers(&host);
	sentence[0] = '\0';
	return 0;
}

static int
end(void **state)
{
	(void)state;
	login_free(&session.login);
	store_close(&session.app.store);
	seal_key_free(&key);
	return 0;
}

static bool
is_there(const char *login, struct officer *out)
{
	struct officer rows[16];
	int64_t total;
	int count = host.officers(&session, &(struct table_query){.text = ""}, rows, 16, &total);

	assert_int_equal(count, total);
	for (int i = 0; i < count; i++)
		if (strcmp(rows[i].login, login) == 0) {
			*out = rows[i];
			return true;
		}
	return false;
}

static void
added_changed_and_ended(void **state)
{
	struct officer officer = {.login = "veli", .name = "Veli Can", .role = OFFICER_ROLE_OFFICER, .active = true};

	(void)state;
	if (!host.officer_save(&session, &officer, "gizli parola", sentence))
		fail_msg("%s", sentence);
	assert_non_null(strstr(sentence, "Veli Can"));
	assert_true(is_there("veli", &officer));
	copy_text(officer.title, sizeof officer.title, "Şef");
	officer.active = false;
	assert_true(host.officer_save(&session, &officer, NULL, sentence));
	assert_true(is_there("veli", &officer));
	assert_string_equal(officer.title, "Şef");
	assert_false(officer.active);
}

static void
a_login_belongs_to_one(void **state)
{
	struct officer officer = {.login = "veli", .name = "Veli Can", .active = true};

	(void)state;
	assert_true(host.officer_save(&session, &officer, "gizli parola", sentence));
	assert_false(host.officer_save(&session, &officer, "gizli parola", sentence));
	assert_non_null(strstr(sentence, "veli"));
	copy_text(officer.login, sizeof officer.login, "Şule");
	assert_false(host.officer_save(&session, &officer, "gizli parola", sentence));
}

static void
nobody_ends_himself(void **state)
{
	struct officer officer = *login_acting(session.login);

	(void)state;
	officer.active = false;
	assert_false(host.officer_save(&session, &officer, NULL, sentence));
	officer.active = true;
	officer.role = OFFICER_ROLE_OFFICER;
	assert_false(host.officer_save(&session, &officer, NULL, sentence));
	assert_non_null(strstr(sentence, officer.login));
}

static void
only_an_administrator_may(void **state)
{
	struct officer officer = {.login = "veli", .name = "Veli Can", .active = true}, found;
	struct officer acting = desk_file_officer;

	(void)state;
	acting.role = OFFICER_ROLE_OFFICER;
	login_take(session.login, &acting);
	assert_false(host.officer_save(&session, &officer, "gizli parola", sentence));
	assert_non_null(strstr(sentence, message_language() == LANGUAGE_ENGLISH ? "administrator" : "yönetici"));
	assert_false(is_there("veli", &found));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(added_changed_and_ended),
		TEST(a_login_belongs_to_one),
		TEST(nobody_ends_himself),
		TEST(only_an_administrator_may),
	};
	int failed;

	clock_fix(INT64_C(1795500000));
	message_set_language(LANGUAGE_TURKISH);
	heard_open(&session.app, folder);
	desk_file_make(folder, "before");
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	heard_close(&session.app, folder);
	return failed;
}
