/*
 * app/command_records: `teslim report`, `teslim verify` and `teslim backup`: what has been recorded, shown, proven and
 * copied. A record is a handover's (2026/A-0042) or a courier's delivery's (2026/A-K0007).
 */
#include "app.h"
#include "drawn.h"
#include "json.h"
#include "papers.h"
#include "report_items.h"

#include "teslim/words.h"

#include <stdlib.h>
#include <string.h>

struct record_options {
	struct common_options common;
	const char *pdf, *officer, *mark, *key;
	bool text, print, all;
};

/* ---- report */

static enum code
produce(struct app *app, const struct record_options *options, struct handover *handover, struct err *err)
{
	struct str document = {0};
	struct officer officer;
	struct store_printing printing;
	enum code code = app_find_officer(app, options->officer, &officer, err);

	if (code == OK) /* the journal knows of every printing before it exists */
		code = store_reprint(app->store, handover->id, &officer, &printing, err);
	if (code != OK)
		return code;
	handover->prints = printing.print;
	papers_document(&document, &app->conf, handover, printing.copy);
	if (options->pdf == NULL && !options->print)
		code = drawn_text(&document, err);
	else
		code = drawn_paper(app, options->pdf, &document, handover->record_number, err);
	str_clear(&document);
	return code;
}

static enum code
produce_delivery(struct app *app, const struct record_options *options, const struct delivery *delivery, struct err *err)
{
	struct str document = {0};
	struct officer officer;
	int number = 0;
	enum code code = app_find_officer(app, options->officer, &officer, err);

	if (code == OK)
		code = store_reprint_delivery(app->store, delivery->id, &officer, &number, err);
	if (code != OK)
		return code;
	papers_delivery(&document, &app->conf, delivery, number);
	if (options->pdf == NULL && !options->print)
		code = drawn_text(&document, err);
	else
		code = drawn_paper(app, options->pdf, &document, delivery->record_number, err);
	str_clear(&document);
	return code;
}

static enum code
record_json(const struct handover *handover, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "record", handover->record_number);
	json_time(&json, "time", handover->time);
	json_text(&json, "name", handover->name);
	json_text(&json, "national_id", handover->national_id);
	json_text(&json, "officer", handover->officer_name);
	json_text(&json, "card_serial", handover->card_serial);
	json_text(&json, "reader_serial", handover->has_reader ? handover->reader_serial : NULL);
	json_text(&json, "certificate_serial", handover->certificate.serial);
	json_text(&json, "certificate_sha256", handover->certificate.sha256);
	json_number(&json, "journal_seq", handover->journal_seq);
	json_text(&json, "journal_hash", handover->journal_hash);
	json_text(&json, "journal_signature", handover->journal_signature);
	json_close(&json, '}');
	return json_print(&json, err);
}

static void
json_count(struct json *json, const char *kind, const struct delivery_count *count)
{
	const struct {
		const char *name;
		int number;
	} table[] = {{"said", count->said}, {"announced", count->announced}, {"read", count->read}, {"scanned", count->scanned},
		{"missing", count->missing}, {"unexpected", count->unexpected}, {"damaged", count->damaged},
		{"unfit", count->unfit}};

	json_open(json, kind, '{');
	for (size_t i = 0; i < ARRAY_LENGTH(table); i++)
		json_number(json, table[i].name, table[i].number);
	json_close(json, '}');
}

static enum code
delivery_json(const struct delivery *delivery, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "record", delivery->record_number);
	json_time(&json, "time", delivery->time);
	json_text(&json, "outcome", delivery_outcome_name(delivery->outcome));
	json_text(&json, "tracking", delivery->tracking_number);
	json_text(&json, "earlier", delivery->earlier_record[0] != '\0' ? delivery->earlier_record : NULL);
	json_text(&json, "officer", delivery->officer_name);
	json_text(&json, "packaging", packaging_name(delivery->packaging));
	json_count(&json, "cards", &delivery->counts[ITEM_CARD]);
	json_count(&json, "readers", &delivery->counts[ITEM_READER]);
	json_text(&json, "paper", paper_state_name(delivery->paper));
	json_number(&json, "journal_seq", delivery->journal_seq);
	json_text(&json, "journal_hash", delivery->journal_hash);
	json_text(&json, "journal_signature", delivery->journal_signature);
	json_close(&json, '}');
	return json_print(&json, err);
}

/* By the letter behind the desk: 2026/A-K0007 a delivery, 2026/A-O0003 a reader's record, 2026/A-S0001 a dispatch note,
 * 2026/A-D0001 a count of the drawer. */
enum series { SERIES_HANDOVER, SERIES_DELIVERY, SERIES_ITEMS, SERIES_DRAWER };

static enum series
series_of(const char *number)
{
	const char *dash = strrchr(number, '-');
	char letter = dash != NULL ? (char)(dash[1] & ~0x20) : '\0';

	return letter == 'K'                     ? SERIES_DELIVERY
		: letter == 'D'                  ? SERIES_DRAWER
		: letter == 'O' || letter == 'S' ? SERIES_ITEMS
						 : SERIES_HANDOVER;
}

static enum code
report_handover(struct app *app, const struct record_options *options, const char *number, struct err *err)
{
	struct handover *handover = mem_alloc(sizeof *handover);
	enum code code = store_find_record(app->store, number, handover, err);

	if (code == OK)
		code = options->common.json ? record_json(handover, err) : produce(app, options, handover, err);
	mem_free(handover);
	return code;
}

static enum code
report_delivery(struct app *app, const struct record_options *options, const char *number, struct err *err)
{
	struct delivery delivery;
	enum code code = store_find_delivery(app->store, 0, number, &delivery, err);

	if (code == OK)
		code = options->common.json ? delivery_json(&delivery, err) : produce_delivery(app, options, &delivery, err);
	store_clear_delivery(&delivery);
	return code;
}

static enum code
drawer_json(const struct drawer_count *count, struct err *err)
{
	struct json json = {0};

	json_open(&json, NULL, '{');
	json_text(&json, "record", count->record_number);
	json_time(&json, "time", count->time);
	json_text(&json, "reason", drawer_reason_name(count->reason));
	json_text(&json, "officer", count->officer_name);
	for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
		const struct drawer_sum *sum = &count->sums[kind];

		json_open(&json, kind == ITEM_CARD ? "cards" : "readers", '{');
		json_number(&json, "here", sum->here);
		json_number(&json, "counted", sum->read + sum->scanned);
		json_number(&json, "missing", sum->missing);
		json_number(&json, "unexpected", sum->unexpected);
		json_number(&json, "misplaced", sum->misplaced);
		json_close(&json, '}');
	}
	json_text(&json, "paper", paper_state_name(count->paper));
	json_number(&json, "journal_seq", count->seq);
	json_text(&json, "journal_hash", count->journal_hash);
	json_close(&json, '}');
	return json_print(&json, err);
}

/* As it was printed last; at the screen it is printed anew, and counted. */
static enum code
report_drawer_count(struct app *app, const struct record_options *options, const char *number, struct err *err)
{
	struct drawer_count count;
	struct str document = {0};
	enum code code = store_find_drawer(app->store, 0, number, &count, err);

	if (code == OK && options->common.json) {
		code = drawer_json(&count, err);
	} else if (code == OK) {
		papers_entry(&document, &app->conf,
			&(struct store_entry_paper){.drawer = &count, .print = count.prints > 0 ? count.prints : 1});
		code = options->pdf == NULL && !options->print
			? drawn_text(&document, err)
			: drawn_paper(app, options->pdf, &document, count.record_number, err);
	}
	str_clear(&document);
	store_clear_drawer(&count);
	return code;
}

static enum code
report_any(struct app *app, const struct record_options *options, const char *number, struct err *err)
{
	switch (series_of(number)) {
	case SERIES_DELIVERY:
		return report_delivery(app, options, number, err);
	case SERIES_DRAWER:
		return report_drawer_count(app, options, number, err);
	case SERIES_ITEMS:
		return report_items(app,
			&(struct items_wish){options->common.json, options->print, options->pdf, options->officer}, number, err);
	case SERIES_HANDOVER:
		break;
	}
	return report_handover(app, options, number, err);
}

int
command_report(int argc, char **argv)
{
	struct record_options options = {0};
	const struct option_rule rules[] = {{"--pdf", NULL, &options.pdf}, {"--text", &options.text, NULL},
		{"--print", &options.print, NULL}, {"--officer", NULL, &options.officer}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_REPORT);
	if (operands.count != 1) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_report", "%s", tell(APP_WORD_NUMBER));
		return complain_err(&err);
	}
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, false, &err);
	if (code == OK)
		code = report_any(&app, &options, operands.list[0], &err);
	app_close(&app);
	if (code == ERR_NOT_FOUND) {
		complain_err(&err);
		return EXIT_NO;
	}
	return code == OK ? EXIT_YES : complain_err(&err);
}

/* ---- verify */

/* What the signatures must fit: never a key that the checked file itself names. */
struct verify_key {
	const char *file;
	uint8_t public_key[SEAL_PUBLIC_KEY];
	char hex[2 * SEAL_PUBLIC_KEY + 1];
};

static enum code
load_key(struct verify_key *out, const struct app *app, const struct record_options *options, struct err *err)
{
	enum code code;

	out->file = options->key != NULL ? options->key : app->conf.key;
	code = seal_public_load(out->public_key, out->file, err);
	if (code == OK)
		hex_encode(out->hex, out->public_key, sizeof out->public_key);
	return code;
}

static enum code
verify_json(const struct store_check *check, const struct verify_key *key, struct err *err)
{
	struct json json = {0};
	char sentence[320] = "";

	if (!check->whole)
		message_format_detail(sentence, sizeof sentence, message_language(), check->message, check->detail);
	json_open(&json, NULL, '{');
	json_bool(&json, "whole", check->whole);
	json_number(&json, "entries", check->entries);
	json_number(&json, "signatures", check->signatures);
	json_number(&json, "checkpoints", check->checkpoints);
	json_number(&json, "forgotten", check->forgotten);
	json_number(&json, "bad_seq", check->bad_seq);
	json_text(&json, "reason", check->whole ? NULL : sentence);
	json_text(&json, "key", key->hex);
	json_text(&json, "key_file", key->file);
	json_close(&json, '}');
	return json_print(&json, err);
}

static void
verify_words(const struct store_check *check, const struct verify_key *key)
{
	char sentence[320], words[1000];

	if (check->whole) {
		say(words, sizeof words, APP_VERIFY_WHOLE, (long long)check->entries, (long long)check->signatures,
			(long long)check->checkpoints);
	} else {
		message_format_detail(sentence, sizeof sentence, message_language(), check->message, check->detail);
		say(words, sizeof words, APP_VERIFY_BROKEN, (long long)check->bad_seq, sentence);
	}
	fputs(words, stdout);
	say(words, sizeof words, APP_VERIFY_KEY, key->hex, key->file);
	fputs(words, stdout);
}

static void
say_place(const char *record_number, int64_t journal_seq, const char *journal_hash)
{
	char words[400];

	say(words, sizeof words, APP_VERIFY_RECORD, record_number, (long long)journal_seq, journal_hash);
	fputs(words, stdout);
}

static enum code
show_place(struct app *app, const char *number, struct err *err)
{
	struct handover *handover;
	struct delivery delivery;
	struct item_record record;
	enum code code;

	if (series_of(number) == SERIES_DRAWER) {
		struct drawer_count count;

		code = store_find_drawer(app->store, 0, number, &count, err);
		if (code == OK)
			say_place(count.record_number, count.seq, count.journal_hash);
		store_clear_drawer(&count);
		return code;
	}
	if (series_of(number) == SERIES_ITEMS) {
		code = store_find_item_record(app->store, 0, number, &record, err);
		if (code == OK)
			say_place(record.record_number, record.journal_seq, record.journal_hash);
		store_clear_item_record(&record);
		return code;
	}
	if (series_of(number) == SERIES_DELIVERY) {
		code = store_find_delivery(app->store, 0, number, &delivery, err);
		if (code == OK)
			say_place(delivery.record_number, delivery.journal_seq, delivery.journal_hash);
		store_clear_delivery(&delivery);
		return code;
	}
	handover = mem_alloc(sizeof *handover);
	code = store_find_record(app->store, number, handover, err);
	if (code == OK)
		say_place(handover->record_number, handover->journal_seq, handover->journal_hash);
	mem_free(handover);
	return code;
}

/*
 * A paper's mark as it is printed: the entry's number and the beginning of its hash in hex, with any blanks between.
 * At least eight digits, so that a mark says something.
 */
static bool
parse_mark(const char *mark, int64_t *seq, char hash[65])
{
	char *rest;
	size_t used = 0;

	*seq = strtoll(mark, &rest, 10);
	if (rest == mark || (*rest != ' ' && *rest != ':'))
		return false; /* where the number ends must be seen: the hash may begin with a digit */
	for (; *rest != '\0'; rest++) {
		if (*rest == ' ' || *rest == ':')
			continue;
		if (used == 64 || strchr("0123456789abcdefABCDEF", *rest) == NULL)
			return false;
		hash[used++] = (char)(*rest >= 'A' && *rest <= 'F' ? *rest - 'A' + 'a' : *rest);
	}
	hash[used] = '\0';
	return *seq > 0 && used >= 8;
}

/* Whether the journal still holds what was printed; an end that was cut off shows nowhere else. */
static enum code
check_mark(struct app *app, const char *mark, bool *held, struct err *err)
{
	struct journal_entry entry;
	char hash[65], words[400];
	int64_t seq;
	enum code code;

	if (!parse_mark(mark, &seq, hash))
		return err_tell(err, ERR_USAGE, MSG_APP_MARK_SYNTAX, "check_mark", "%s", mark);
	code = store_find_entry(app->store, seq, &entry, NULL, err);
	if (code != OK && code != ERR_NOT_FOUND)
		return code;
	*held = code == OK && strncmp(entry.hash, hash, strlen(hash)) == 0;
	if (*held)
		say(words, sizeof words, APP_MARK_HELD, (long long)seq);
	else
		say(words, sizeof words, APP_MARK_BROKEN, (long long)seq);
	fputs(words, stdout);
	return OK;
}

int
command_verify(int argc, char **argv)
{
	struct record_options options = {0};
	const struct option_rule rules[] = {{"--all", &options.all, NULL}, {"--mark", NULL, &options.mark},
		{"--key", NULL, &options.key}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct store_check check = {0};
	struct verify_key key = {0};
	bool held = true, looked;
	struct err err = {0};
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_VERIFY);
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, true, &err);
	if (code == OK)
		code = load_key(&key, &app, &options, &err);
	if (code == OK)
		code = store_verify(app.store, options.all, key.public_key, &check, NULL, NULL, &err);
	looked = code == OK;
	if (code == OK && options.common.json)
		code = verify_json(&check, &key, &err);
	else if (code == OK)
		verify_words(&check, &key);
	if (code == OK && operands.count > 0)
		code = show_place(&app, operands.list[0], &err);
	if (code == OK && options.mark != NULL)
		code = check_mark(&app, options.mark, &held, &err);
	app_close(&app);
	if (code == ERR_CORRUPT || (code == ERR_NOT_FOUND && looked)) {
		complain_err(&err);
		return EXIT_NO;
	}
	if (code != OK)
		return complain_err(&err);
	return check.whole && held ? EXIT_YES : EXIT_NO;
}

/* ---- backup */

int
command_backup(int argc, char **argv)
{
	struct record_options options = {0};
	const struct option_rule rules[] = {{"--officer", NULL, &options.officer}, {NULL, NULL, NULL}};
	struct operands operands = {0};
	struct app app = {0};
	struct err err = {0};
	int64_t entries = 0;
	char words[500];
	enum code code;

	if (options_read(argc, argv, rules, &options.common, &operands) != OK)
		return EXIT_TROUBLE;
	if (options.common.help)
		return app_show_help(MSG_APP_HELP_BACKUP);
	if (operands.count != 1) {
		err_tell(&err, ERR_USAGE, MSG_APP_ARGUMENT_MISSING, "command_backup", "%s", tell(APP_WORD_FILE));
		return complain_err(&err);
	}
	code = app_read_conf(&app, &options.common, &err);
	if (code == OK)
		code = app_open_store(&app, false, &err);
	if (code == OK)
		code = store_backup(app.store, operands.list[0], NULL, &entries, &err);
	if (code == OK && options.common.json) {
		struct json json = {0};
		json_open(&json, NULL, '{');
		json_text(&json, "file", operands.list[0]);
		json_number(&json, "entries", entries);
		json_close(&json, '}');
		code = json_print(&json, &err);
	} else if (code == OK) {
		say(words, sizeof words, APP_BACKUP_DONE, operands.list[0], (long long)entries);
		fputs(words, stdout);
	}
	app_close(&app);
	if (code == ERR_CORRUPT) {
		complain_err(&err);
		return EXIT_NO;
	}
	return code == OK ? EXIT_YES : complain_err(&err);
}
