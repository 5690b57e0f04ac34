/*
 * The fuzz targets without a fuzzer: runs LLVMFuzzerTestOneInput over the files and folders given, so that
 * `make check` replays what fuzzing has found. Knows nothing of what the bytes mean.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "teslim/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay_file(const char *path)
{
	char *bytes = NULL;
	size_t length = 0;
	struct err err = {0};

	if (file_read(path, 16 << 20, &bytes, &length, &err) != OK) {
		fprintf(stderr, "%s: %s\n", path, err.detail);
		return -1;
	}
	LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
	mem_free(bytes);
	return 1;
}

static int
replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	if (folder == NULL) {
		perror(path);
		return -1;
	}
	while ((entry = readdir(folder)) != NULL) {
		struct str file = {0};
		int done;
		if (entry->d_name[0] == '.')
			continue;
		str_printf(&file, "%s/%s", path, entry->d_name);
		done = replay_file(str_text(&file));
		str_clear(&file);
		if (done < 0) {
			closedir(folder);
			return -1;
		}
		count += done;
	}
	closedir(folder);
	return count;
}

int
main(int argc, char **argv)
{
	int total = 0;

	for (int i = 1; i < argc; i++) {
		struct stat status;
		int done;
		if (stat(argv[i], &status) != 0) {
			perror(argv[i]);
			return 1;
		}
		done = S_ISDIR(status.st_mode) ? replay_folder(argv[i]) : replay_file(argv[i]);
		if (done < 0)
			return 1;
		total += done;
	}
	printf("%d inputs replayed\n", total);
	return total > 0 ? 0 : 1;
}
