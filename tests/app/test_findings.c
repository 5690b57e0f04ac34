/*
 * app/test_findings: the list of the doctor's findings, and lines of helpers as findings: of this version, of an older one
 * that says less, of one that says nonsense.
 */
#include "../../src/app/doctor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "teslim/text.h"

static struct doctor_finding
finding(enum doctor_source source, enum verdict_level level, const char *code)
{
	struct doctor_finding made = {.source = source, .level = level};

	copy_text(made.code, sizeof made.code, code);
	return made;
}

static void
keep(struct doctor_findings *findings, enum doctor_source source, enum verdict_level level, const char *code)
{
	struct doctor_finding made = finding(source, level, code);

	doctor_keep(findings, &made);
}

static void
test_list(void **state)
{
	static const enum doctor_source reader = DOCTOR_READER;
	struct doctor_findings findings = {0};

	(void)state;
	assert_null(doctor_worst(&findings, NULL));
	keep(&findings, DOCTOR_DESK, VERDICT_PASS, "a");
	keep(&findings, DOCTOR_DESK, VERDICT_NOT_CHECKED, "b");
	assert_null(doctor_worst(&findings, NULL)); /* what was only not looked at is not amiss */
	keep(&findings, DOCTOR_DESK, VERDICT_WARN, "c");
	keep(&findings, DOCTOR_READER, VERDICT_WARN, "d");
	assert_string_equal(doctor_worst(&findings, NULL)->code, "c"); /* of equals the first */
	assert_string_equal(doctor_worst(&findings, &reader)->code, "d");
	keep(&findings, DOCTOR_PRINTER, VERDICT_REFUSE, "e");
	assert_string_equal(doctor_worst(&findings, NULL)->code, "e");
	doctor_sort(&findings);
	for (int i = 0; i < 5; i++)
		assert_int_equal(findings.list[i].code[0], "ecdba"[i]);
	doctor_forget(&findings, DOCTOR_DESK);
	assert_int_equal(findings.count, 2);
	doctor_forget(&findings, DOCTOR_READER);
	assert_null(doctor_worst(&findings, &reader));
	for (int i = 0; i < DOCTOR_FINDINGS_MAX + 5; i++)
		keep(&findings, DOCTOR_ANSWER, VERDICT_PASS, "f");
	assert_int_equal(findings.count, DOCTOR_FINDINGS_MAX); /* and no more */
}

static bool
take(const char *text, enum doctor_source source, const char *print_to, struct doctor_finding *out)
{
	static struct conf conf;
	char *copy = mem_string(text);
	struct line line;
	struct err err = {0};
	bool taken;

	copy_text(conf.print_to, sizeof conf.print_to, print_to);
	assert_int_equal(line_parse(&line, copy, &err), OK);
	taken = doctor_take_line(&line, source, &conf, out);
	mem_free(copy);
	return taken;
}

static void
test_card_lines(void **state)
{
	struct doctor_finding out;

	(void)state;
	assert_false(take("daemon state=up", DOCTOR_READER, "", &out));
	assert_false(take("reader reader=R card=no", DOCTOR_READER, "", &out));
	assert_false(take("printer name=x state=missing", DOCTOR_READER, "", &out)); /* not its word */
	assert_true(take("daemon state=down code=no-daemon text=Durdu. cure=x call=Bildirin by=administrator", DOCTOR_READER, "",
		&out));
	assert_int_equal(out.level, VERDICT_REFUSE);
	assert_string_equal(out.code, "no-daemon");
	assert_string_equal(out.cure, "x");
	assert_string_equal(doctor_line(&out), "Bildirin"); /* only an administrator can mend it */
	assert_true(take("fault reader= code=no-reader text=Tak%C4%B1n. cure=x call=Bildirin by=officer", DOCTOR_READER, "", &out));
	assert_string_equal(doctor_line(&out), "Takın."); /* the sentence says what the officer does */
	/* An older agent says neither whom to call nor who can mend it. */
	assert_true(take("daemon state=down code=x text=Hizmet%20yok:%20/run. cure=x", DOCTOR_READER, "", &out));
	assert_string_equal(out.call, "Yöneticinize haber verin: “Hizmet yok.”");
	assert_string_equal(doctor_line(&out), out.call);
	assert_true(take("fault reader=R code=mute text=Sustu:%20R.%20Tak%C4%B1n. cure=x", DOCTOR_READER, "", &out));
	assert_string_equal(out.call, "Olmazsa yöneticinize haber verin: “Sustu.”");
	assert_string_equal(doctor_line(&out), "Sustu: R. Takın.");
	/* A finding that is fine needs no cure, whatever is said. */
	assert_true(take("finding code=ok level=ok text=iyi cure=rm", DOCTOR_ANSWER, "", &out));
	assert_true(out.level == VERDICT_PASS && out.cure[0] == '\0' && out.call[0] == '\0');
	assert_true(take("finding code=x level=nonsense text=y", DOCTOR_ANSWER, "", &out));
	assert_int_equal(out.level, VERDICT_WARN);
	assert_true(take("daemon state=down", DOCTOR_READER, "", &out)); /* nothing but that it is down */
	assert_true(doctor_line(&out)[0] != '\0');
}

static void
test_printer_lines(void **state)
{
	static const struct {
		const char *line, *print_to;
		enum verdict_level level;
		const char *sentence, *cure;
	} cases[] = {
		{"printer name=Masa state=idle text=", "cups:Masa", VERDICT_PASS, "hazır: Masa", ""},
		{"printer name=Masa state=ready text=bekliyor", "cups:Masa", VERDICT_PASS, "hazır: bekliyor", ""},
		{"printer name=Masa state=stopped text=", "cups:Masa", VERDICT_WARN, "Yazıcı durdurulmuş, basmıyor: Masa.",
			"sudo cupsenable 'Masa'"},
		{"printer name=d state=missing text=Yok:%20/d.%20Bak%C4%B1n.", "file:/d", VERDICT_REFUSE, "Yok: /d. Bakın.",
			"sudo install -d -m 700 -o "},
		{"fault code=unreachable text=Uzak:%20x.", "ipp://[::1]:631/ipp", VERDICT_REFUSE, "Uzak: x.", "ping -c 3 '::1'"},
		{"fault code=unreachable text=Uzak:%20x.", "socket:yazici:9100", VERDICT_REFUSE, "Uzak: x.", "ping -c 3 'yazici'"},
		{"fault code=no-queue text=Yok:%20q.", "cups:q", VERDICT_REFUSE, "Yok: q.", "lpstat -e # cups:q"},
		{"fault code=timeout text=Sustu:%20q.", "cups:o'q", VERDICT_REFUSE, "Sustu: q.",
			"cups.service; lpstat -p 'o'\\''q'"},
		{"fault code=permission text=Olmaz:%20d.", "device:/dev/lp0", VERDICT_REFUSE, "Olmaz: d.", "sudo usermod -aG lp "},
	};
	struct doctor_finding out;

	(void)state;
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		assert_true(take(cases[i].line, DOCTOR_PRINTER, cases[i].print_to, &out));
		assert_int_equal(out.level, cases[i].level);
		assert_string_equal(out.sentence, cases[i].sentence);
		if (cases[i].cure[0] == '\0')
			assert_string_equal(out.cure, "");
		else
			assert_non_null(strstr(out.cure, cases[i].cure));
		assert_int_equal(out.call[0] != '\0', doctor_is_amiss(&out));
	}
	assert_false(take("state value=held", DOCTOR_PRINTER, "cups:q", &out));
	assert_false(take("daemon state=down", DOCTOR_PRINTER, "cups:q", &out));
}

static void
test_program(void **state)
{
	(void)state;
	assert_true(doctor_program_is_there("sh -c true"));
	assert_true(doctor_program_is_there("'/bin/sh' -c true"));
	assert_true(doctor_program_is_there("\"/bin/sh\""));
	assert_false(doctor_program_is_there("/bin/sh-yok -c true"));
	assert_false(doctor_program_is_there("teslim-yok"));
	assert_false(doctor_program_is_there("'/bin/bir sh' x"));
	assert_false(doctor_program_is_there("/etc/passwd")); /* no program */
	assert_false(doctor_program_is_there("/bin"));
	assert_false(doctor_program_is_there(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_card_lines),
		cmocka_unit_test(test_printer_lines),
		cmocka_unit_test(test_program),
	};

	message_set_language(LANGUAGE_TURKISH);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
