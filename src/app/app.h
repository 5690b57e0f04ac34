/*
 * app: joins the rooms. What the subcommands and the full screen share: the configuration, the opened files, and the
 * entry of each subcommand. Rules live in `desk`, words in the catalogue, SQL in `store`.
 */
#ifndef TESLIM_APP_APP_H
#define TESLIM_APP_APP_H

#include "options.h"

#include "teslim/cert.h"
#include "teslim/conf.h"
#include "teslim/days.h"
#include "teslim/desk.h"
#include "teslim/helper.h"
#include "teslim/ident.h"
#include "teslim/message.h"
#include "teslim/seal.h"
#include "teslim/store.h"

#include <sys/stat.h>

enum exit_status { EXIT_YES = 0, EXIT_NO = 1, EXIT_TROUBLE = 2 };

struct app {
	struct conf conf;
	char conf_path[CONF_PATH];
	struct seal_key *key;
	struct store *store;
	struct cert_store *trust;
	struct cert_issuers issuers;
	struct ident_rules documents;
	struct days_calendar *calendar;
	struct verdict_policy policy;
};

/* Reads the configuration that the options name, or the default one. Sets clock offset and language. */
enum code app_read_conf(struct app *app, const struct common_options *common, struct err *err);
/* Issuers, identity documents, calendar, trust and revocation lists of the configuration. */
enum code app_open_rules(struct app *app, struct err *err);
/* The rules of verdicts that the settings give. The issuers must have been loaded. */
void app_set_policy(struct app *app);
/* Key and database; looking_only opens without the key. */
enum code app_open_store(struct app *app, bool looking_only, struct err *err);
void app_close(struct app *app);

/* owner.c: whose rights the program works with */
/* Whose the database is, or the folder that it is to lie in; false when neither can be seen. */
bool app_find_owner(const struct conf *conf, struct stat *status);
/* Root becomes the account that owns the desk's files, for good; anybody else stays who he is. */
enum code app_become_owner(const struct app *app, struct err *err);
/* The login shell of the desk's accounts, as installed beside this program; false when it is not there. */
bool app_find_login(char *out, size_t size);
/*
 * An account that may not read the desk's key is handed to the login shell, which has the desk opened for members of its
 * group. Returns when this is not such an account.
 */
void app_hand_over(const struct app *app);

/* Says a whole usage text on standard output. */
int app_show_help(enum message message);
/* The officer of a login, or with NULL the only administrator there is; says what is wrong. */
enum code app_find_officer(struct app *app, const char *login, struct officer *officer, struct err *err);
/* Reads a password from the terminal without echo (asked twice when twice), or a line of standard input. */
enum code app_read_password(char *out, size_t size, bool from_input, bool twice, struct err *err);

/*
 * Turns the loop of one helper until done returns true, it ends, or limit_ms is over (ERR_TIMEOUT). For subcommands.
 */
enum code app_wait_helper(struct helper *helper, void (*on_line)(void *context, const struct line *line), void *context,
	const bool *done, int limit_ms, struct err *err);
/* The command of a helper of ours: as configured; a bare program name is looked for beside this program first. */
void app_helper_command(struct str *out, const char *configured);
/* The card agent's command with the options that the settings add. */
void app_card_command(struct str *out, const struct conf *conf);

/* certificate_text.c: one certificate, checked and judged, for people or programs */
struct checked_certificate {
	const char *name; /* of the file, or the label on the card */
	int number;       /* of the certificate in a file that holds several; 0: it holds no other */
	struct certificate_facts facts;
	struct certificate_check check;
	struct verdict verdict;
};
enum code app_check_certificate(struct checked_certificate *out, const struct app *app, const uint8_t *der, size_t length,
	int64_t at, struct err *err);
void app_show_certificate(const struct checked_certificate *certificate);
enum code app_print_certificate_json(const struct checked_certificate *certificate, const char *name_key, struct err *err);

/* Subcommands: argv begins behind the command's name; each returns the exit status. */
int command_init(int argc, char **argv);
int command_setup(int argc, char **argv);
int command_officer(int argc, char **argv);
int command_import(int argc, char **argv);
int command_shipment(int argc, char **argv);
int command_card(int argc, char **argv);
int command_cert(int argc, char **argv);
int command_crl(int argc, char **argv);
int command_report(int argc, char **argv);
int command_correct(int argc, char **argv);
int command_stock(int argc, char **argv);
int command_forget(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_desk(int argc, char **argv);

#endif
