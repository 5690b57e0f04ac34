/*
 * app/owner: whose rights the program works with. Files of a desk belong to one account; root becomes it, and the
 * members of teslim-desk are handed to the login shell, which has the desk opened as it.
 */
#include "app.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
app_find_owner(const struct conf *conf, struct stat *status)
{
	char *folder = mem_string(conf->database);
	char *slash = strrchr(folder, '/');
	bool found = stat(folder, status) == 0;

	if (!found && slash != NULL && slash != folder) {
		*slash = '\0';
		found = stat(folder, status) == 0;
	}
	mem_free(folder);
	return found;
}

enum code
app_become_owner(const struct app *app, struct err *err)
{
	struct stat status;
	const struct passwd *owner;

	if (geteuid() != 0 || !app_find_owner(&app->conf, &status) || status.st_uid == 0)
		return OK;
	owner = getpwuid(status.st_uid);
	if (owner == NULL)
		return err_tell(err, ERR_NOT_FOUND, MSG_APP_OWNER_UNKNOWN, "app_become_owner", "%s", app->conf.database);
	if (initgroups(owner->pw_name, owner->pw_gid) != 0 || setresgid(owner->pw_gid, owner->pw_gid, owner->pw_gid) != 0 ||
		setresuid(owner->pw_uid, owner->pw_uid, owner->pw_uid) != 0)
		return err_errno(err, errno, "app_become_owner", owner->pw_name);
	/* Helpers look for keys and caches there: ssh, cups. */
	if (setenv("HOME", owner->pw_dir, 1) != 0 || setenv("USER", owner->pw_name, 1) != 0 ||
		setenv("LOGNAME", owner->pw_name, 1) != 0)
		return err_errno(err, errno, "app_become_owner", owner->pw_name);
	return OK;
}

bool
app_find_login(char *out, size_t size)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	char *place;

	if (length <= 0)
		return false;
	path[length] = '\0';
	place = strrchr(path, '/');
	if (place == NULL || place - path < 4 || strncmp(place - 4, "/bin", 4) != 0)
		return false;
	place[-4] = '\0';
	return snprintf(out, size, "%s/libexec/teslim/login", path) < (int)size && access(out, X_OK) == 0;
}

void
app_hand_over(const struct app *app)
{
	char path[PATH_MAX];
	char *const words[] = {path, NULL};

	if (geteuid() != 0 && access(app->conf.key, R_OK) != 0 && errno == EACCES && app_find_login(path, sizeof path))
		execv(path, words); /* if even that fails, what cannot be opened is said as ever */
}
