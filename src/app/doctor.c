/*
 * app/doctor: the list of findings, and making one. What helpers say as findings is in doctor_helpers.c, what the desk itself
 * looks at in doctor_files.c and doctor_place.c.
 */
#include "doctor.h"
#include "teslim/desk.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the list */

void
doctor_keep(struct doctor_findings *findings, const struct doctor_finding *finding)
{
	if (findings->count < DOCTOR_FINDINGS_MAX)
		findings->list[findings->count++] = *finding;
}

void
doctor_forget(struct doctor_findings *findings, enum doctor_source source)
{
	int kept = 0;

	for (int i = 0; i < findings->count; i++)
		if (findings->list[i].source != source)
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

bool
doctor_is_amiss(const struct doctor_finding *finding)
{
	return desk_weight(finding->level) >= desk_weight(VERDICT_WARN);
}

const struct doctor_finding *
doctor_worst(const struct doctor_findings *findings, const enum doctor_source *source)
{
	const struct doctor_finding *worst = NULL;

	for (int i = 0; i < findings->count; i++) {
		const struct doctor_finding *finding = &findings->list[i];
		if (!doctor_is_amiss(finding) || (source != NULL && finding->source != *source))
			continue;
		if (worst == NULL || desk_weight(finding->level) > desk_weight(worst->level))
			worst = finding;
	}
	return worst;
}

void
doctor_sort(struct doctor_findings *findings)
{
	for (int i = 1; i < findings->count; i++) {
		struct doctor_finding finding = findings->list[i];
		int at = i;
		for (; at > 0 && desk_weight(findings->list[at - 1].level) < desk_weight(finding.level); at--)
			findings->list[at] = findings->list[at - 1];
		findings->list[at] = finding;
	}
}

/* What only an administrator can mend is said in the words that the officer passes on; they hold the fact. */
const char *
doctor_line(const struct doctor_finding *finding)
{
	return finding->by_officer || finding->call[0] == '\0' ? finding->sentence : finding->call;
}

/* ---- making one */

void
doctor_add_good(struct doctor_findings *findings, const char *code, enum message what, const char *sentence)
{
	struct doctor_finding finding = {.source = DOCTOR_DESK, .level = VERDICT_PASS};

	copy_text(finding.code, sizeof finding.code, code);
	copy_text(finding.what, sizeof finding.what, message_text(what));
	copy_text(finding.sentence, sizeof finding.sentence, sentence);
	doctor_keep(findings, &finding);
}

static void
fill_bad(struct doctor_finding *finding, const char *code, enum verdict_level level, enum message what, const char *plain,
	const char *cure)
{
	*finding = (struct doctor_finding){.source = DOCTOR_DESK, .level = level};
	copy_text(finding->code, sizeof finding->code, code);
	copy_text(finding->what, sizeof finding->what, message_text(what));
	copy_text(finding->cure, sizeof finding->cure, cure);
	say(finding->call, sizeof finding->call, CALL_ADMINISTRATOR, plain);
}

void
doctor_add_bad(struct doctor_findings *findings, const char *code, enum verdict_level level, enum message what,
	enum message sentence, const char *detail, const char *cure)
{
	struct doctor_finding finding;
	char plain[200];

	message_plain(plain, sizeof plain, message_language(), sentence);
	fill_bad(&finding, code, level, what, plain, cure);
	message_format_detail(finding.sentence, sizeof finding.sentence, message_language(), sentence, detail);
	doctor_keep(findings, &finding);
}

void
doctor_add_error(struct doctor_findings *findings, const char *code, enum message what, const struct err *err, const char *cure)
{
	struct doctor_finding finding;
	char plain[120];

	message_plain_err(plain, sizeof plain, err);
	fill_bad(&finding, code, VERDICT_REFUSE, what, plain, cure);
	snprintf(finding.sentence, sizeof finding.sentence, "%s%s%s.", plain, err->detail[0] != '\0' ? ": " : "", err->detail);
	doctor_keep(findings, &finding);
}

void
doctor_quote(struct str *out, const char *word)
{
	str_add_char(out, '\'');
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			str_add(out, "'\\'");
		str_add_char(out, *word);
	}
	str_add_char(out, '\'');
}

const char *
doctor_account(const struct app *app, char out[64])
{
	const struct passwd *account = getpwnam("teslim");
	struct stat file;

	if (account != NULL && strncmp(app->conf.database, account->pw_dir, strlen(account->pw_dir)) != 0)
		account = NULL; /* this desk lies elsewhere: a demo, one user's own */
	if (account == NULL && stat(app->conf.database, &file) == 0)
		account = getpwuid(file.st_uid);
	if (account == NULL)
		account = getpwuid(geteuid());
	snprintf(out, 64, "%u", (unsigned)geteuid());
	if (account != NULL)
		copy_text(out, 64, account->pw_name);
	return out;
}

void
doctor_install_cure(struct str *out, const char *package)
{
	bool is_packaged = access(TESLIM_DOCDIR "/copyright", F_OK) == 0 || strncmp(package, "teslim", 6) != 0;

	if (is_packaged)
		str_printf(out, "sudo apt-get install %s", package);
	else
		str_add(out, "sudo make install"); /* in the source that the rest came from */
}
