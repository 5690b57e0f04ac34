/*
 * app/accounts: accounts and folders of the machine that only root can make, for `teslim setup`. Each function makes what
 * is missing, leaves what is there, and tells which; none of them writes a file of the desk's.
 */
#ifndef TESLIM_APP_ACCOUNTS_H
#define TESLIM_APP_ACCOUNTS_H

#include "app.h"

#define ACCOUNT_OWNER "teslim"        /* owns database, key, log and papers */
#define ACCOUNT_MEMBERS "teslim-desk" /* group of the accounts that may open the desk */

/* Was it there, made, mended, or left alone since it is not ours? For the line that says so. */
enum account_done { ACCOUNT_WAS_THERE, ACCOUNT_MADE, ACCOUNT_MENDED, ACCOUNT_LEFT };
typedef void account_sink(void *context, enum message what, const char *name, enum account_done done);

/* 1 to 31 small letters, digits, - and _, a letter first. */
bool account_name_fits(const char *name);
/* A file of public keys as SSH has them, one a line; ERR_SYNTAX for anything else. */
enum code account_check_keys(const char *public_key, struct err *err);
/* The account that owns the desk and the group of those who may open it. */
enum code accounts_make(account_sink *sink, void *context, struct err *err);
/*
 * The folders of database, key, log and papers, owned by the desk's account and closed to others, and what lies in them of
 * the desk's. A folder that others use as well (/var/log) is left as it is; the doctor says whether that serves.
 */
enum code account_folders(const struct conf *conf, account_sink *sink, void *context, struct err *err);
/*
 * An account that may open the desk: made with the desk for its login shell, or an account of the machine that is added to
 * the group. With public_key, a file of one key a line, it may come over SSH and lend its reader.
 */
enum code account_for_desk(const char *name, const char *public_key, account_sink *sink, void *context, struct err *err);

#endif
