/*
 * app/accounts: see accounts.h. Accounts are made by Debian's own programs, never by writing to /etc/passwd.
 */
#include "accounts.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINES "/run/teslim-desk"
#define KEYS TESLIM_SYSCONFDIR "/authorized_keys"

enum { KEYS_LIMIT = 1 << 16 };

/* The name becomes part of paths and of rules for sshd and sudo: nothing in it may mean anything there. */
bool
account_name_fits(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length < 32 && name[0] >= 'a' && name[0] <= 'z' &&
		strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

/* ---- Debian's programs */

/* Without a shell and without an environment: this runs as root. */
static enum code
run_tool(const char *const *words, struct err *err)
{
	char *no_environment[] = {NULL};
	pid_t pid;
	int status = 0;
	int failed = posix_spawn(&pid, words[0], NULL, NULL, (char *const *)(uintptr_t)words, no_environment);

	if (failed != 0)
		return err_errno(err, failed, "run_tool", words[0]);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, errno, "run_tool", words[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_tell(err, ERR_IO, MSG_SETUP_TOOL_FAILED, "run_tool", "%s (%d)", words[0],
			WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return OK;
}

/* Safe to run again: what is there is said to be there. */
static enum code
make_group(const char *name, account_sink *sink, void *context, struct err *err)
{
	const char *const words[] = {"/usr/sbin/groupadd", "--system", name, NULL};
	bool was_there = getgrnam(name) != NULL;
	enum code code = was_there ? OK : run_tool(words, err);

	if (code == OK)
		sink(context, MSG_SETUP_GROUP, name, was_there ? ACCOUNT_WAS_THERE : ACCOUNT_MADE);
	return code;
}

enum code
accounts_make(account_sink *sink, void *context, struct err *err)
{
	const char *const words[] = {"/usr/sbin/useradd", "--system", "--user-group", "--home-dir", "/var/lib/teslim",
		"--no-create-home", "--shell", "/usr/sbin/nologin", "--comment", "teslim", ACCOUNT_OWNER, NULL};
	bool was_there = getpwnam(ACCOUNT_OWNER) != NULL;
	enum code code = was_there ? OK : run_tool(words, err);

	if (code != OK)
		return code;
	sink(context, MSG_SETUP_OWNER, ACCOUNT_OWNER, was_there ? ACCOUNT_WAS_THERE : ACCOUNT_MADE);
	return make_group(ACCOUNT_MEMBERS, sink, context, err);
}

/* ---- an account that may open the desk */

/* By its own group or by the list: either way lets it open the desk. */
static bool
is_member(const char *name, const struct passwd *account)
{
	const struct group *group = getgrnam(ACCOUNT_MEMBERS);

	if (group == NULL)
		return false;
	if (account->pw_gid == group->gr_gid)
		return true;
	for (char **member = group->gr_mem; *member != NULL; member++)
		if (strcmp(*member, name) == 0)
			return true;
	return false;
}

/* Shells that are not listed are refused by some of the ways in. */
static enum code
list_shell(const char *shell, struct err *err)
{
	const char *const words[] = {"/usr/sbin/add-shell", shell, NULL};
	char *text = NULL, *line;
	size_t length;
	bool listed = false;

	if (file_read("/etc/shells", KEYS_LIMIT, &text, &length, err) == OK)
		for (line = text; !listed && line != NULL && *line != '\0'; line = strchr(line, '\n'), line += line != NULL)
			listed = strncmp(line, shell, strlen(shell)) == 0 && strchr("\n", line[strlen(shell)]) != NULL;
	mem_free(text);
	return listed ? OK : run_tool(words, err);
}

/* Without a password and without a home of its own: it comes in by its key, and leaves nothing lying about. */
static enum code
make_account(const char *name, account_sink *sink, void *context, struct err *err)
{
	const struct passwd *account = getpwnam(name);
	char shell[PATH_MAX], home[128];
	const char *const make[] = {"/usr/sbin/useradd", "--system", "--gid", ACCOUNT_MEMBERS, "--home-dir", home,
		"--no-create-home", "--shell", shell, "--comment", "teslim", name, NULL};
	const char *const join[] = {"/usr/sbin/usermod", "--append", "--groups", ACCOUNT_MEMBERS, name, NULL};
	enum account_done done = account == NULL ? ACCOUNT_MADE : is_member(name, account) ? ACCOUNT_WAS_THERE : ACCOUNT_MENDED;
	enum code code = OK;

	snprintf(home, sizeof home, LINES "/%s", name);
	if (done == ACCOUNT_MADE && !app_find_login(shell, sizeof shell))
		code = err_tell(err, ERR_NOT_FOUND, MSG_SETUP_NOT_INSTALLED, "make_account", "libexec/teslim/login");
	if (code == OK && done == ACCOUNT_MADE)
		code = list_shell(shell, err);
	if (code == OK && done != ACCOUNT_WAS_THERE)
		code = run_tool(done == ACCOUNT_MADE ? make : join, err);
	if (code == OK)
		sink(context, MSG_SETUP_ACCOUNT, name, done);
	return code;
}

/* A folder that everybody may look into, whatever the mask is; one that is there keeps its mode. */
static enum code
make_open_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0755) == 0)
		return chmod(path, 0755) == 0 ? OK : err_errno(err, errno, "make_open_folder", path);
	return errno == EEXIST ? OK : err_errno(err, errno, "make_open_folder", path);
}

/* ---- its line: a folder for the socket that SSH makes, now and after each start of the machine */

/*
 * Owned by the account that connects, readable by the desk's: SSH makes the socket, the desk reads from it, nobody else
 * looks in.
 */
static enum code
make_line_folder(const char *path, uid_t uid, gid_t gid, struct err *err)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_errno(err, errno, "make_line", path);
	/* The owner first: changing it takes the set-group bit away. */
	if (lchown(path, uid, gid) != 0 || chmod(path, 02750) != 0)
		return err_errno(err, errno, "make_line", path);
	return OK;
}

static enum code
make_line(const char *name, account_sink *sink, void *context, struct err *err)
{
	const struct passwd *account = getpwnam(name);
	const struct group *group = getgrnam(ACCOUNT_OWNER);
	char path[128], rule[128], line[256];
	bool was_there;
	enum code code = OK;

	if (account == NULL || group == NULL)
		return err_set(err, ERR_NOT_FOUND, 0, "make_line", "%s", name);
	snprintf(path, sizeof path, LINES "/%s", name);
	snprintf(rule, sizeof rule, "/etc/tmpfiles.d/teslim-%s.conf", name);
	snprintf(line, sizeof line, "d %s 2750 %s %s -\n", path, name, ACCOUNT_OWNER);
	was_there = access(rule, F_OK) == 0 && access(path, F_OK) == 0;
	code = make_open_folder(LINES, err);
	if (code == OK)
		code = make_line_folder(path, account->pw_uid, group->gr_gid, err);
	if (code == OK)
		code = make_open_folder("/etc/tmpfiles.d", err);
	if (code == OK)
		code = file_write(rule, line, strlen(line), 0644, err);
	if (code == OK)
		sink(context, MSG_SETUP_LINE, path, was_there ? ACCOUNT_WAS_THERE : ACCOUNT_MADE);
	return code;
}

/* ---- its keys */

/* A private key given by mistake must not be copied to a file that everybody may read. */
static bool
is_public_key(const char *line)
{
	static const char *const kinds[] = {"ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"};

	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (strncmp(line, kinds[i], strlen(kinds[i])) == 0)
			return strchr(line, ' ') != NULL;
	return false;
}

/* A whole line: a key that begins like another is another. */
static bool
has_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (const char *at = text; (at = strstr(at, line)) != NULL; at += length)
		if ((at == text || at[-1] == '\n') && (at[length] == '\n' || at[length] == '\0'))
			return true;
	return false;
}

/* Adds the lines of `more` that are not in `keys` yet. */
static enum code
add_keys(struct str *keys, char *more, const char *path, struct err *err)
{
	char *rest = NULL;

	for (char *line = strtok_r(more, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
		if (line[0] == '#')
			continue;
		if (!is_public_key(line))
			return err_tell(err, ERR_SYNTAX, MSG_SETUP_NO_KEY, "add_keys", "%s", path);
		if (!has_line(str_text(keys), line))
			str_printf(keys, "%s\n", line);
	}
	return keys->length > 0 ? OK : err_tell(err, ERR_SYNTAX, MSG_SETUP_NO_KEY, "add_keys", "%s", path);
}

/* Asked before anything is made: a wrong file must not leave half an account behind. */
enum code
account_check_keys(const char *public_key, struct err *err)
{
	struct str keys = {0};
	char *more = NULL;
	size_t length;
	enum code code = file_read(public_key, KEYS_LIMIT, &more, &length, err);

	if (code == OK)
		code = add_keys(&keys, more, public_key, err);
	str_clear(&keys);
	mem_free(more);
	return code;
}

/* Keys are added, never replaced: a second run for another machine must not lock out the first. */
static enum code
take_keys(const char *name, const char *public_key, account_sink *sink, void *context, struct err *err)
{
	struct str keys = {0};
	struct err missing = {0};
	char path[PATH_MAX], *old = NULL, *more = NULL;
	size_t old_length = 0, length;
	enum code code = file_read(public_key, KEYS_LIMIT, &more, &length, err);

	snprintf(path, sizeof path, KEYS "/%s", name);
	if (code == OK)
		code = make_open_folder(KEYS, err);
	if (code == OK && file_read(path, KEYS_LIMIT, &old, &old_length, &missing) == OK)
		str_add_n(&keys, old, old_length);
	if (code == OK)
		code = add_keys(&keys, more, public_key, err);
	if (code == OK && keys.length != old_length)
		code = file_write(path, str_text(&keys), keys.length, 0644, err);
	if (code == OK)
		sink(context, MSG_SETUP_KEYS, path,
			keys.length == old_length ? ACCOUNT_WAS_THERE
				: old == NULL     ? ACCOUNT_MADE
						  : ACCOUNT_MENDED);
	str_clear(&keys);
	mem_free(old);
	mem_free(more);
	return code;
}

enum code
account_for_desk(const char *name, const char *public_key, account_sink *sink, void *context, struct err *err)
{
	enum code code = make_account(name, sink, context, err);

	if (code == OK && public_key != NULL)
		code = make_line(name, sink, context, err);
	if (code == OK && public_key != NULL)
		code = take_keys(name, public_key, sink, context, err);
	return code;
}
