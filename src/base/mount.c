/*
 * base/mount: whether a path lies on a file system that several machines share: by the kernel's number of its kind, and
 * of those that a program serves (FUSE) by the name in the table of mounts.
 */
#include "teslim/base.h"

#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

/* clang-format off */
/*
 * SQLite's locks and its journal of writes rest on the kernel of one machine: on a shared file system two desks would
 * each believe that they are alone. Numbers that <linux/magic.h> does not name are from the sources of those file
 * systems.
 */
static const struct kind {
	unsigned magic;
	const char *name;
} kinds[] = {
	{NFS_SUPER_MAGIC, "nfs"}, {SMB_SUPER_MAGIC, "smb"}, {0xFF534D42, "cifs"}, {0xFE534D42, "smb2"}, {CODA_SUPER_MAGIC, "coda"},
	{NCP_SUPER_MAGIC, "ncp"}, {0x5346414F, "afs"}, {0x6B414653, "afs"}, {0x00C36400, "ceph"}, {0x01161970, "gfs2"},
	{0x7461636F, "ocfs2"}, {0x0BD00BD0, "lustre"}, {0x19830326, "beegfs"}, {0x47504653, "gpfs"}, {V9FS_MAGIC, "9p"}
};
/* clang-format on */

/*
 * The path, or the folder that it would be made in. The database may not be there yet: then it is its folder that
 * matters.
 */
static bool
look_at(const char *path, struct statfs *info, struct stat *file)
{
	char folder[512];
	char *slash;

	if (statfs(path, info) == 0 && stat(path, file) == 0)
		return true;
	if (!copy_text(folder, sizeof folder, path))
		return false;
	slash = strrchr(folder, '/');
	if (slash == NULL)
		copy_text(folder, sizeof folder, ".");
	else
		slash[slash == folder ? 1 : 0] = '\0';
	return statfs(folder, info) == 0 && stat(folder, file) == 0;
}

/* A line of mountinfo: "36 35 0:41 / /mnt rw ... - fuse.sshfs host:/dir rw"; kind and source stand behind the dash. */
static bool
read_mount(char *line, dev_t device, char **kind, char **source)
{
	unsigned numbers[2];
	char *rest, *dash = strstr(line, " - ");

	if (dash == NULL || sscanf(line, "%*u %*u %u:%u ", &numbers[0], &numbers[1]) != 2 ||
		makedev(numbers[0], numbers[1]) != device)
		return false;
	*kind = strtok_r(dash + 3, " ", &rest);
	*source = strtok_r(NULL, " \n", &rest);
	return *kind != NULL && *source != NULL;
}

/*
 * Of those that a program serves: the ones that fetch from another machine, by their names or by a source
 * "host:folder".
 */
static bool
is_served_over_network(const char *kind, const char *source)
{
	static const char *const names[] = {"sshfs", "glusterfs", "rclone", "s3fs", "davfs", "curlftpfs", "gcsfuse", "ceph",
		"moosefs", "juicefs", "smbnetfs"};

	for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
		if (strncmp(kind, "fuse.", 5) == 0 && strstr(kind + 5, names[i]) != NULL)
			return true;
	return strncmp(kind, "fuse", 4) == 0 && strchr(source, ':') != NULL;
}

static bool
is_network_fuse(dev_t device, char *kind_out, size_t size)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char *line = NULL, *kind, *source;
	size_t room = 0;
	bool found = false;

	while (file != NULL && !found && getline(&line, &room, file) > 0)
		if (read_mount(line, device, &kind, &source) && is_served_over_network(kind, source)) {
			copy_text(kind_out, size, kind);
			found = true;
		}
	free(line);
	if (file != NULL)
		fclose(file);
	return found;
}

bool
file_on_network(const char *path, char *kind, size_t size)
{
	struct statfs info;
	struct stat file;

	kind[0] = '\0';
	if (!look_at(path, &info, &file))
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if ((unsigned)info.f_type == kinds[i].magic) {
			copy_text(kind, size, kinds[i].name);
			return true;
		}
	return (unsigned)info.f_type == FUSE_SUPER_MAGIC && is_network_fuse(file.st_dev, kind, size);
}
