/*
 * app/doctor: looks at everything that the desk needs and names one cure for each thing amiss. What only a helper can
 * see comes as lines of the helper.
 */
#include "app.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct look {
	doctor_sink *sink;
	void *context;
};

static void
add(const struct look *look, enum verdict_level level, enum message what, const char *sentence, const char *cure)
{
	struct doctor_finding finding = {.level = level};

	copy_text(finding.what, sizeof finding.what, message_text(what));
	copy_text(finding.sentence, sizeof finding.sentence, sentence);
	copy_text(finding.cure, sizeof finding.cure, cure);
	look->sink(look->context, &finding);
}

static void
add_error(const struct look *look, enum message what, const struct err *err, const char *cure)
{
	char sentence[320];

	message_err(sentence, sizeof sentence, err);
	add(look, VERDICT_REFUSE, what, sentence, cure);
}

static void
look_conf(const struct look *look, const struct app *app, const struct err *conf_error)
{
	char cure[320];

	if (conf_error == NULL || conf_error->code == OK) {
		add(look, VERDICT_PASS, MSG_DOCTOR_CONF, app->conf_path, "");
		return;
	}
	snprintf(cure, sizeof cure, conf_error->code == ERR_NOT_FOUND ? "cp /usr/share/doc/teslim/teslim.conf %.200s" : "editor %.200s",
		app->conf_path);
	add_error(look, MSG_DOCTOR_CONF, conf_error, cure);
}

static void
look_store(const struct look *look, const struct app *app, const struct err *store_error)
{
	struct store_check check = {0};
	struct err err = {0};
	char words[320], why[256];

	if (app->store == NULL) {
		if (store_error != NULL && store_error->code != OK)
			add_error(look, MSG_DOCTOR_STORE, store_error,
				store_error->code == ERR_NOT_FOUND ? "teslim init --login AD --name \"ADI SOYADI\"" : "");
		return;
	}
	add(look, VERDICT_PASS, MSG_DOCTOR_STORE, app->conf.database, "");
	if (store_verify(app->store, false, NULL, &check, NULL, NULL, &err) != OK) {
		add_error(look, MSG_DOCTOR_JOURNAL, &err, "teslim verify --all");
	} else if (check.whole) {
		say(words, sizeof words, DOCTOR_JOURNAL_WHOLE, (long long)check.entries);
		add(look, VERDICT_PASS, MSG_DOCTOR_JOURNAL, words, "");
	} else {
		message_format_detail(why, sizeof why, message_language(), check.message, check.detail);
		add(look, VERDICT_REFUSE, MSG_DOCTOR_JOURNAL, why, "teslim verify --all");
	}
}

static void
look_disk(const struct look *look, const struct app *app)
{
	char *folder = mem_string(app->conf.database);
	char *slash = strrchr(folder, '/');
	struct statvfs status;
	char words[160], cure[320];

	if (slash != NULL)
		*slash = '\0';
	if (statvfs(folder[0] != '\0' ? folder : "/", &status) == 0) {
		unsigned long long megabytes = (unsigned long long)status.f_bavail * status.f_frsize >> 20;
		say(words, sizeof words, DOCTOR_DISK_FREE, megabytes);
		snprintf(cure, sizeof cure, "df -h %.200s", folder);
		add(look, megabytes < 100 ? VERDICT_WARN : VERDICT_PASS, MSG_DOCTOR_DISK, words, megabytes < 100 ? cure : "");
	}
	mem_free(folder);
}

static void
look_trust(const struct look *look, const struct app *app)
{
	int certificates, lists;
	char words[160], cure[320];

	cert_store_count(app->trust, &certificates, &lists);
	say(words, sizeof words, DOCTOR_TRUST_COUNT, certificates, lists);
	snprintf(cure, sizeof cure, "install -m 644 kok.crt %.200s/", app->conf.trust);
	add(look, certificates > 0 ? VERDICT_PASS : VERDICT_WARN, MSG_DOCTOR_TRUST, words, certificates > 0 ? "" : cure);
}

static void
look_calendar(const struct look *look, const struct app *app)
{
	struct civil today = clock_civil(clock_now());
	int first = 0, last = 0;
	char words[160], cure[320];

	if (app->calendar != NULL)
		days_years(app->calendar, &first, &last);
	say(words, sizeof words, DOCTOR_CALENDAR_YEARS, first, last);
	snprintf(cure, sizeof cure, "editor %.200s", app->conf.holidays);
	add(look, today.year >= first && today.year < last ? VERDICT_PASS : VERDICT_WARN, MSG_DOCTOR_CALENDAR, words,
		today.year >= first && today.year < last ? "" : cure);
}

static void
look_fonts(const struct look *look)
{
	static const char *const fonts[] = {"/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};

	for (size_t i = 0; i < ARRAY_LENGTH(fonts); i++) {
		if (access(fonts[i], R_OK) == 0) {
			add(look, VERDICT_PASS, MSG_DOCTOR_FONT, fonts[i], "");
			return;
		}
	}
	add(look, VERDICT_REFUSE, MSG_DOCTOR_FONT, tell(DOCTOR_FONT_NONE), "apt-get install fonts-liberation2");
}

/* A folder destination can be looked at here; printers answer through teslim-print --status. */
static void
look_papers(const struct look *look, const struct app *app)
{
	const char *folder = app->conf.print_to + 5;
	char cure[320];

	if (strncmp(app->conf.print_to, "file:", 5) != 0)
		return;
	snprintf(cure, sizeof cure, "install -d -m 700 %.200s", folder);
	if (access(folder, W_OK | X_OK) == 0)
		add(look, VERDICT_PASS, MSG_DOCTOR_PRINTER, folder, "");
	else
		add(look, VERDICT_REFUSE, MSG_DOCTOR_PRINTER, tell(DOCTOR_PAPERS_NONE), cure);
}

void
doctor_look(struct app *app, const struct err *conf_error, const struct err *store_error, doctor_sink *sink, void *context)
{
	const struct look look = {sink, context};
	struct err rules = {0};

	look_conf(&look, app, conf_error);
	if (conf_error != NULL && conf_error->code != OK)
		return;
	if (app->calendar == NULL && app_open_rules(app, &rules) != OK)
		add_error(&look, MSG_DOCTOR_RULES, &rules, "");
	look_store(&look, app, store_error);
	look_disk(&look, app);
	look_trust(&look, app);
	look_calendar(&look, app);
	look_fonts(&look);
	look_papers(&look, app);
}

bool
doctor_take_line(const struct line *line, struct doctor_finding *out)
{
	const char *level = line_value(line, "level");
	const char *text = line_value(line, "text");
	const char *cure = line_value(line, "cure");
	const char *state = line_value(line, "state");
	bool printer = strcmp(line->word, "printer") == 0;

	if (!printer && strcmp(line->word, "finding") != 0)
		return false;
	*out = (struct doctor_finding){.level = VERDICT_WARN};
	if (level != NULL)
		out->level = strcmp(level, "ok") == 0 ? VERDICT_PASS : strcmp(level, "bad") == 0 ? VERDICT_REFUSE : VERDICT_WARN;
	if (printer)
		out->level = state != NULL && strcmp(state, "stopped") != 0 ? VERDICT_PASS : VERDICT_WARN;
	copy_text(out->what, sizeof out->what, printer ? tell(DOCTOR_PRINTER) : tell(DOCTOR_READER));
	copy_text(out->sentence, sizeof out->sentence, text != NULL ? text : state != NULL ? state : "");
	copy_text(out->cure, sizeof out->cure, cure != NULL ? cure : "");
	return true;
}
