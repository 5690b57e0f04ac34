/*
 * app/account_folders: the folders of the desk and the files in them belong to its account and are closed to others. Part
 * of accounts.h; touches nothing that others use as well.
 */
#include "accounts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_MAX = 4 };

/* One folder: where, and what of the desk's may lie in it. Files are the desk's whose names begin with one of these. */
struct folder {
	char path[CONF_PATH];
	char names[FOLDERS_MAX][CONF_PATH];
	int name_count;
	bool papers; /* files of papers are, too */
};

struct work {
	struct folder folders[FOLDERS_MAX];
	int count;
	const struct passwd *owner;
	account_sink *sink;
	void *context;
};

/* Several of the desk's files may lie in one folder, which is then mended once. */
static struct folder *
add_folder(struct work *work, const char *path)
{
	for (int i = 0; i < work->count; i++)
		if (strcmp(work->folders[i].path, path) == 0)
			return &work->folders[i];
	copy_text(work->folders[work->count].path, CONF_PATH, path);
	return &work->folders[work->count++];
}

static void
add_file(struct work *work, const char *path)
{
	char folder[CONF_PATH];
	char *slash;
	struct folder *found;

	copy_text(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if (slash == NULL || slash == folder)
		return;
	*slash = '\0';
	found = add_folder(work, folder);
	copy_text(found->names[found->name_count++], CONF_PATH, slash + 1);
}

/* Papers that the desk drew lie in a folder that may hold other things as well: only those are taken. */
static bool
is_paper(const char *name)
{
	static const char *const endings[] = {".pdf", ".txt", ".prn"};
	size_t length = strlen(name);

	for (size_t i = 0; i < ARRAY_LENGTH(endings); i++)
		if (length > 4 && strcmp(name + length - 4, endings[i]) == 0)
			return true;
	return false;
}

/* By the beginning of the name: SQLite's side files and a rotated log have endings. */
static bool
is_ours(const struct folder *folder, const char *name)
{
	for (int i = 0; i < folder->name_count; i++)
		if (strncmp(name, folder->names[i], strlen(folder->names[i])) == 0)
			return true;
	return folder->papers && is_paper(name);
}

/* A folder of the desk's within this one. */
static bool
is_inner(const struct work *work, const struct folder *folder, const char *name)
{
	size_t length = strlen(folder->path);

	for (int i = 0; i < work->count; i++)
		if (strncmp(work->folders[i].path, folder->path, length) == 0 && work->folders[i].path[length] == '/' &&
			strcmp(work->folders[i].path + length + 1, name) == 0)
			return true;
	return false;
}

/* A folder that others use as well is not taken away from them: its owner is said, and left. */
static bool
is_only_ours(const struct work *work, const struct folder *folder, DIR *entries)
{
	const struct dirent *entry;

	rewinddir(entries);
	while ((entry = readdir(entries)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !is_ours(folder, entry->d_name) &&
			!is_inner(work, folder, entry->d_name))
			return false;
	return true;
}

/* Links are left alone: neither followed, nor is a file given away that has another name elsewhere. */
static bool
mend_file(const struct work *work, int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	bool mended = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 &&
		(status.st_uid != work->owner->pw_uid || (status.st_mode & 077) != 0))
		mended = fchown(fd, work->owner->pw_uid, work->owner->pw_gid) == 0 && fchmod(fd, 0600) == 0;
	close(fd);
	return mended;
}

static bool
mend_files(const struct work *work, const struct folder *folder, DIR *entries)
{
	const struct dirent *entry;
	bool mended = false;

	rewinddir(entries);
	while ((entry = readdir(entries)) != NULL)
		if (is_ours(folder, entry->d_name))
			mended |= mend_file(work, dirfd(entries), entry->d_name);
	return mended;
}

static enum code
mend_folder(const struct work *work, const struct folder *folder, DIR *entries, struct err *err)
{
	struct stat status;
	bool mended = false;

	if (fstat(dirfd(entries), &status) != 0)
		return err_errno(err, errno, "account_folders", folder->path);
	if (status.st_uid != work->owner->pw_uid) {
		if (status.st_uid != 0 || !is_only_ours(work, folder, entries)) {
			work->sink(work->context, MSG_SETUP_FOLDER, folder->path, ACCOUNT_LEFT);
			return OK;
		}
		if (fchown(dirfd(entries), work->owner->pw_uid, work->owner->pw_gid) != 0)
			return err_errno(err, errno, "account_folders", folder->path);
		mended = true;
	}
	if ((status.st_mode & 077) != 0) {
		if (fchmod(dirfd(entries), 0700) != 0)
			return err_errno(err, errno, "account_folders", folder->path);
		mended = true;
	}
	mended |= mend_files(work, folder, entries);
	work->sink(work->context, MSG_SETUP_FOLDER, folder->path, mended ? ACCOUNT_MENDED : ACCOUNT_WAS_THERE);
	return OK;
}

/* With the folders above it, which stay root's and open. */
static enum code
make_folder(const struct work *work, const struct folder *folder, struct err *err)
{
	char path[CONF_PATH];

	copy_text(path, sizeof path, folder->path);
	for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(path, 0755) == 0) {
			if (chmod(path, 0755) != 0) /* whatever the mask is */
				return err_errno(err, errno, "account_folders", path);
		} else if (errno != EEXIST) {
			return err_errno(err, errno, "account_folders", path);
		}
		*at = '/';
	}
	if (mkdir(path, 0700) != 0 || lchown(path, work->owner->pw_uid, work->owner->pw_gid) != 0)
		return err_errno(err, errno, "account_folders", path);
	work->sink(work->context, MSG_SETUP_FOLDER, path, ACCOUNT_MADE);
	return OK;
}

static enum code
take_folder(const struct work *work, const struct folder *folder, struct err *err)
{
	DIR *entries = opendir(folder->path);
	enum code code;

	if (entries == NULL)
		return errno == ENOENT ? make_folder(work, folder, err) : err_errno(err, errno, "account_folders", folder->path);
	code = mend_folder(work, folder, entries, err);
	closedir(entries);
	return code;
}

enum code
account_folders(const struct conf *conf, account_sink *sink, void *context, struct err *err)
{
	struct work work = {.sink = sink, .context = context, .owner = getpwnam(ACCOUNT_OWNER)};
	enum code code = OK;

	if (work.owner == NULL)
		return err_set(err, ERR_NOT_FOUND, 0, "account_folders", "%s", ACCOUNT_OWNER);
	add_file(&work, conf->database);
	add_file(&work, conf->key);
	if (conf->log[0] != '\0')
		add_file(&work, conf->log);
	if (strncmp(conf->print_to, "file:", 5) == 0)
		add_folder(&work, conf->print_to + 5)->papers = true;
	for (int i = 0; code == OK && i < work.count; i++)
		code = take_folder(&work, &work.folders[i], err);
	return code;
}
