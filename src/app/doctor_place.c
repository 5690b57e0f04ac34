/*
 * app/doctor_place: what the desk stands on: room on its disks, the clock, trusted certificates and lists of revocation, the
 * calendar, the font, the two helper programs.
 */
#include "doctor.h"

#include "teslim/words.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- room */

enum { DISK_LOW_MB = 100, DISK_NONE_MB = 10, FILES_LOW = 100 };

struct disk_look {
	struct doctor_findings *findings;
	int count, amiss;
	dev_t seen[3];
	unsigned long long free_mb; /* of the first */
};

/* Where the system's own refuse lies on that disk it goes first; else the largest folders are shown. */
static void
cure_disk(struct str *cure, const char *folder, dev_t device)
{
	struct stat system;

	if (stat("/var/cache/apt", &system) == 0 && system.st_dev == device)
		str_add(cure, "sudo apt-get clean; sudo journalctl --vacuum-size=100M; ");
	str_add(cure, "sudo du -xm ");
	doctor_quote(cure, folder);
	str_add(cure, " | sort -n | tail");
}

/* Too little for one more record is a refusal, little is a warning: a queue can still be served. */
static void
tell_disk(struct disk_look *look, const char *folder, dev_t device, unsigned long long megabytes, unsigned long long files)
{
	struct str cure = {0}, detail = {0};
	bool is_low = megabytes < DISK_LOW_MB;

	cure_disk(&cure, folder, device);
	str_printf(&detail, "%s, %llu MB", folder, megabytes);
	if (!is_low)
		str_printf(&detail, ", %llu inode", files);
	doctor_add_bad(look->findings, "disk", megabytes < DISK_NONE_MB || files == 0 ? VERDICT_REFUSE : VERDICT_WARN,
		MSG_DOCTOR_DISK,
		!is_low                            ? MSG_DOCTOR_DISK_FILES
			: megabytes < DISK_NONE_MB ? MSG_DOCTOR_DISK_NONE
						   : MSG_DOCTOR_DISK_LOW,
		str_text(&detail), str_text(&cure));
	look->amiss++;
	str_clear(&cure);
	str_clear(&detail);
}

/* The disk of a folder, or of the one that a file is in; each disk once. */
static void
look_disk(struct disk_look *look, const char *path)
{
	char folder[512];
	char *slash;
	struct statvfs room;
	struct stat file;
	unsigned long long megabytes;

	copy_text(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if ((stat(folder, &file) != 0 || !S_ISDIR(file.st_mode)) && slash != NULL)
		slash[slash == folder ? 1 : 0] = '\0';
	if (path[0] == '\0' || stat(folder, &file) != 0 || statvfs(folder, &room) != 0 ||
		look->count == (int)ARRAY_LENGTH(look->seen))
		return;
	for (int i = 0; i < look->count; i++)
		if (look->seen[i] == file.st_dev)
			return;
	megabytes = (unsigned long long)room.f_bavail * room.f_frsize >> 20;
	if (look->count == 0)
		look->free_mb = megabytes;
	look->seen[look->count++] = file.st_dev;
	if (megabytes < DISK_LOW_MB || (room.f_files > 0 && room.f_favail < FILES_LOW))
		tell_disk(look, folder, file.st_dev, megabytes, room.f_favail);
}

/* The first one is the database's, whose room is what the good row names. */
static void
look_disks(struct doctor_findings *findings, const struct app *app)
{
	struct disk_look look = {.findings = findings};
	char words[64];

	look_disk(&look, app->conf.database);
	look_disk(&look, app->conf.log);
	if (strncmp(app->conf.print_to, "file:", 5) == 0)
		look_disk(&look, app->conf.print_to + 5);
	if (look.amiss > 0 || look.count == 0)
		return;
	say(words, sizeof words, DOCTOR_DISK_FREE, look.free_mb);
	doctor_add_good(findings, "disk", MSG_DOCTOR_DISK, words);
}

/* ---- the clock */

/* A machine that lost its clock wakes up long ago: before this program was made, or before what the journal says last. */
static void
look_clock(struct doctor_findings *findings, const struct app *app)
{
	enum { MADE = 1764547200 /* 2025-12-01 */, SLACK_S = 300 };
	static const char cure[] = "sudo timedatectl set-ntp true # or: sudo timedatectl set-time 'YYYY-MM-DD HH:MM'";
	const struct store_journal_filter newest = {0};
	struct journal_entry last;
	size_t count = 0;
	int64_t now = clock_now();
	char words[96], entry[CLOCK_TEXT];

	clock_minute(words, now);
	if (app->store != NULL && store_list_journal(app->store, &newest, &last, 1, &count, NULL) == OK && count == 1 &&
		last.time > now + SLACK_S) {
		clock_minute(entry, last.time);
		snprintf(words + strlen(words), sizeof words - strlen(words), " < %s", entry);
		doctor_add_bad(findings, "clock", VERDICT_REFUSE, MSG_DOCTOR_CLOCK, MSG_DOCTOR_CLOCK_BEHIND, words, cure);
	} else if (now < MADE) {
		doctor_add_bad(findings, "clock", VERDICT_REFUSE, MSG_DOCTOR_CLOCK, MSG_DOCTOR_CLOCK_UNSET, words, cure);
	} else {
		doctor_add_good(findings, "clock", MSG_DOCTOR_CLOCK, words);
	}
}

/* ---- what is trusted, and for how long */

/* False: nothing is trusted, and so no list can be judged. */
static bool
look_trust(struct doctor_findings *findings, const struct app *app)
{
	int certificates, lists;
	struct str cure = {0};
	char words[64];

	cert_store_count(app->trust, &certificates, &lists);
	if (certificates == 0) {
		str_add(&cure, "sudo install -m 644 kok.crt ");
		doctor_quote(&cure, app->conf.trust);
		doctor_add_bad(findings, "trust", app->conf.require_chain ? VERDICT_REFUSE : VERDICT_WARN, MSG_DOCTOR_TRUST,
			MSG_DOCTOR_TRUST_NONE, app->conf.trust, str_text(&cure));
	} else {
		say(words, sizeof words, DOCTOR_TRUST_COUNT, certificates);
		doctor_add_good(findings, "trust", MSG_DOCTOR_TRUST, words);
	}
	str_clear(&cure);
	return certificates > 0;
}

/* A desk without lists works, but nothing may look as if revocation had been checked. */
static void
add_not_checked(struct doctor_findings *findings, const char *sentence)
{
	doctor_add_good(findings, "revocation-lists", MSG_DOCTOR_LISTS, sentence);
	findings->list[findings->count - 1].level = VERDICT_NOT_CHECKED;
}

/* What is known of all lists: how many count, until when the first of them does, and one that cannot be used. */
struct lists_look {
	int count;
	int64_t ends;
	const struct cert_list_facts *stale, *unusable;
};

/* Whether a newer list of the same issuer is there: then an old one is no fault. */
static bool
is_outdated(const struct cert_list_facts *lists, int count, int index)
{
	for (int i = 0; i < count; i++)
		if (i != index && lists[i].is_delta == lists[index].is_delta && lists[i].issued > lists[index].issued &&
			strcmp(lists[i].issuer_cn, lists[index].issuer_cn) == 0)
			return true;
	return false;
}

/* The earliest end counts: from that day on one issuer's cards are not checked any more. */
static void
take_list(struct lists_look *look, const struct cert_list_facts *list)
{
	if (list->trouble == LIST_STALE)
		look->stale = list;
	else if (list->trouble != LIST_USABLE)
		look->unusable = list;
	if (list->trouble != LIST_USABLE && list->trouble != LIST_STALE)
		return;
	look->count++;
	if (look->ends == 0 || list->next < look->ends)
		look->ends = list->next;
}

/* One row for all lists: the worst of them, with the file that it is about. */
static void
tell_lists(struct doctor_findings *findings, const struct app *app, const struct lists_look *look)
{
	struct str cure = {0}, detail = {0};
	char words[96], day[CLOCK_TEXT];
	enum message sentence = look->count == 0 && look->unusable == NULL ? MSG_DOCTOR_LISTS_REQUIRED
		: look->stale != NULL                                      ? MSG_DOCTOR_LISTS_OLD
									   : MSG_DOCTOR_LISTS_UNUSABLE;
	const struct cert_list_facts *list = sentence == MSG_DOCTOR_LISTS_OLD ? look->stale : look->unusable;

	clock_date(day, look->ends);
	str_add(&detail, app->conf.crl);
	if (list != NULL)
		str_printf(&detail, "/%s, %s", list->file,
			list == look->stale ? day : message_text(list_trouble_message(list->trouble)));
	str_add(&cure, "sudo install -m 644 LISTE.crl ");
	doctor_quote(&cure, app->conf.crl);
	if (list == NULL && look->count > 0) {
		say(words, sizeof words, DOCTOR_LISTS_COUNT, look->count, day);
		doctor_add_good(findings, "revocation-lists", MSG_DOCTOR_LISTS, words);
	} else {
		doctor_add_bad(findings, "revocation-lists", app->conf.require_revocation ? VERDICT_REFUSE : VERDICT_WARN,
			MSG_DOCTOR_LISTS, sentence, str_text(&detail), str_text(&cure));
	}
	str_clear(&cure);
	str_clear(&detail);
}

static void
look_lists(struct doctor_findings *findings, const struct app *app)
{
	enum { LISTS_MAX = 256 };
	struct cert_list_facts *lists = mem_alloc(LISTS_MAX * sizeof *lists);
	struct lists_look look = {0};
	int count = cert_store_lists(app->trust, clock_now(), lists, LISTS_MAX);

	for (int i = 0; i < count && i < LISTS_MAX; i++)
		if (!is_outdated(lists, count < LISTS_MAX ? count : LISTS_MAX, i))
			take_list(&look, &lists[i]);
	if (count == 0 && !app->conf.require_revocation)
		add_not_checked(findings, app->conf.crl[0] == '\0' ? tell(DOCTOR_LISTS_OFF) : tell(DOCTOR_LISTS_NONE));
	else
		tell_lists(findings, app, &look);
	mem_free(lists);
}

/* ---- calendar and font */

/* The last year of the table is too late to notice: a deadline that begins in it may end behind it. */
static void
look_calendar(struct doctor_findings *findings, const struct app *app)
{
	struct civil today = clock_civil(clock_now());
	struct str cure = {0};
	int first = 0, last = 0;
	char words[64];

	days_years(app->calendar, &first, &last);
	if (today.year >= first && today.year < last) {
		say(words, sizeof words, DOCTOR_CALENDAR_YEARS, first, last);
		doctor_add_good(findings, "calendar", MSG_DOCTOR_CALENDAR, words);
		return;
	}
	str_add(&cure, "sudo editor ");
	doctor_quote(&cure, app->conf.holidays);
	snprintf(words, sizeof words, "%d - %d", first, last);
	doctor_add_bad(findings, "calendar", VERDICT_WARN, MSG_DOCTOR_CALENDAR, MSG_DOCTOR_CALENDAR_ENDS, words, str_text(&cure));
	str_clear(&cure);
}

/* The fonts that papers are drawn with, in the order in which they are tried. */
static void
look_fonts(struct doctor_findings *findings)
{
	static const char *const fonts[] = {"/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
		"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"};
	struct str cure = {0};

	for (size_t i = 0; i < ARRAY_LENGTH(fonts); i++) {
		if (access(fonts[i], R_OK) == 0) {
			doctor_add_good(findings, "font", MSG_DOCTOR_FONT, fonts[i]);
			return;
		}
	}
	doctor_install_cure(&cure, "fonts-liberation2");
	doctor_add_bad(findings, "font", VERDICT_REFUSE, MSG_DOCTOR_FONT, MSG_DOCTOR_FONT_NONE, "Liberation Sans",
		str_text(&cure));
	str_clear(&cure);
}

/* ---- the helper programs */

/* Looked for, not started: the desk itself has it running, and a second one would take its reader. */
static void
look_program(struct doctor_findings *findings, const struct app *app, enum doctor_source source)
{
	const char *configured = source == DOCTOR_PRINTER ? app->conf.print_command : app->conf.card_command;
	struct doctor_finding finding;
	struct str command = {0};

	app_helper_command(&command, configured);
	if (doctor_program_is_there(str_text(&command))) {
		doctor_add_good(findings, source == DOCTOR_PRINTER ? "print-program" : "card-program",
			source == DOCTOR_PRINTER ? MSG_DOCTOR_PRINT_PROGRAM : MSG_DOCTOR_CARD_PROGRAM, configured);
	} else {
		doctor_take_end(source, app, NULL, NULL, &finding);
		finding.source = DOCTOR_DESK;
		doctor_keep(findings, &finding);
	}
	str_clear(&command);
}

void
doctor_look_place(struct doctor_findings *findings, struct app *app)
{
	look_disks(findings, app);
	look_clock(findings, app);
	if (app->trust != NULL && look_trust(findings, app))
		look_lists(findings, app);
	if (app->calendar != NULL)
		look_calendar(findings, app);
	look_fonts(findings);
	look_program(findings, app, DOCTOR_READER);
	look_program(findings, app, DOCTOR_PRINTER);
}
