/*
 * card/surroundings: looks for other users of the card service and for USB readers (see surroundings.h).
 */
#include "surroundings.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 512, CLIENTS_MAX = 4, PROCESSES_MAX = 20000, FILES_MAX = 4096 };

/* The first line of a small file, without its end. */
static bool
first_line(char *out, int size, const char *path)
{
	FILE *file = fopen(path, "re");
	bool is_there = file != NULL && fgets(out, size, file) != NULL;

	if (file != NULL)
		fclose(file);
	if (is_there)
		out[strcspn(out, "\n")] = '\0';
	return is_there;
}

/* The kernel tells the parent in the fourth field, after the name in parentheses. */
static long
parent_of(const char *proc, long pid)
{
	char path[PATH_SIZE], text[512];
	const char *after;

	snprintf(path, sizeof path, "%s/%ld/stat", proc, pid);
	if (!first_line(text, sizeof text, path))
		return 0;
	after = strrchr(text, ')');
	return after != NULL && strlen(after) > 4 ? strtol(after + 4, NULL, 10) : 0;
}

static bool
maps_client_library(const char *proc, long pid)
{
	char path[PATH_SIZE], text[1024];
	bool found = false;
	FILE *file;

	snprintf(path, sizeof path, "%s/%ld/maps", proc, pid);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	while (!found && fgets(text, sizeof text, file) != NULL)
		found = strstr(text, "/libpcsclite") != NULL;
	fclose(file);
	return found;
}

/* Who speaks to the service has a socket open; a program that only was linked with the library has none. */
static bool
holds_socket(const char *proc, long pid)
{
	char path[PATH_SIZE], target[32];
	struct dirent *entry;
	bool found = false;
	DIR *folder;

	snprintf(path, sizeof path, "%s/%ld/fd", proc, pid);
	folder = opendir(path);
	for (int seen = 0; folder != NULL && !found && seen < FILES_MAX && (entry = readdir(folder)) != NULL; seen++) {
		snprintf(path, sizeof path, "%s/%ld/fd/%.16s", proc, pid, entry->d_name);
		found = readlink(path, target, sizeof target) > 8 && strncmp(target, "socket:[", 8) == 0;
	}
	if (folder != NULL)
		closedir(folder);
	return found;
}

static bool
add_client(char *out, size_t size, const char *proc, long pid)
{
	char path[PATH_SIZE], name[64], entry[96];
	size_t used = strlen(out);

	snprintf(path, sizeof path, "%s/%ld/comm", proc, pid);
	if (!first_line(name, sizeof name, path))
		return false;
	snprintf(entry, sizeof entry, "%s%s (%ld)", used > 0 ? ", " : "", name, pid);
	return copy_text(out + used, size - used, entry);
}

bool
surroundings_clients(char *out, size_t size, const char *proc)
{
	DIR *folder = opendir(proc);
	struct dirent *entry;
	int found = 0, seen = 0;

	out[0] = '\0';
	if (folder == NULL)
		return false;
	while (found < CLIENTS_MAX && seen < PROCESSES_MAX && (entry = readdir(folder)) != NULL) {
		long pid = isdigit((unsigned char)entry->d_name[0]) ? strtol(entry->d_name, NULL, 10) : 0;
		seen++;
		if (pid <= 0 || pid == getpid() || parent_of(proc, pid) == getpid() || !maps_client_library(proc, pid) ||
			!holds_socket(proc, pid))
			continue;
		if (add_client(out, size, proc, pid))
			found++;
	}
	closedir(folder);
	return found > 0;
}

static bool
is_reader_interface(const char *sys, const char *name)
{
	char path[PATH_SIZE], class[8];

	snprintf(path, sizeof path, "%s/%s/bInterfaceClass", sys, name);
	return first_line(class, sizeof class, path) && strcmp(class, "0b") == 0;
}

bool
surroundings_usb_reader(char *out, size_t size, const char *sys)
{
	DIR *folder = opendir(sys);
	struct dirent *entry;
	bool found = false;

	out[0] = '\0';
	if (folder == NULL)
		return false;
	while (!found && (entry = readdir(folder)) != NULL) {
		char path[PATH_SIZE], product[128];
		int device = (int)strcspn(entry->d_name, ":"); /* "1-2:1.0" is an interface of the device "1-2" */
		if (entry->d_name[device] != ':' || !is_reader_interface(sys, entry->d_name))
			continue;
		snprintf(path, sizeof path, "%s/%.*s/product", sys, device, entry->d_name);
		copy_text(out, size, first_line(product, sizeof product, path) ? product : entry->d_name);
		found = true;
	}
	closedir(folder);
	return found;
}
