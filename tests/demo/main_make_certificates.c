/*
 * make_certificates DIR [--at TIME] [--fixed-keys] < LIST: writes DIR/trust, DIR/crl and DIR/FILE.der for each line
 * "FILE KIND NUMBER NAME" of the list (NUMBER "-": none; NAME to the end of the line, "-": none; "#" begins a comment).
 */
#include "certificates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
complain_usage(void)
{
	fputs("usage: make_certificates DIR [--at TIME] [--fixed-keys] < LIST\n"
	      "       each line: FILE KIND NUMBER NAME\n       kinds:",
		stderr);
	for (int i = 0; i < WISH_COUNT; i++)
		fprintf(stderr, " %s", certificate_wish_name((enum certificate_wish_kind)i));
	fputc('\n', stderr);
	return 2;
}

static const char *
or_none(const char *text)
{
	return text == NULL || strcmp(text, "-") == 0 ? NULL : text;
}

/* 0 good, 2 not understood or not written. */
static int
make_line(struct certificate_maker *maker, const char *directory, char *line, int number)
{
	struct certificate_wish wish = {0};
	struct str der = {0}, path = {0};
	struct err err = {0};
	char *rest = NULL;
	const char *file = strtok_r(line, " \t\r\n", &rest);
	const char *kind = strtok_r(NULL, " \t\r\n", &rest);
	int status = 0;

	if (file == NULL || file[0] == '#')
		return 0;
	if (kind == NULL || !certificate_wish_by_name(&wish.kind, kind) || strchr(file, '/') != NULL) {
		fprintf(stderr, "make_certificates: line %d is not understood\n", number);
		return 2;
	}
	wish.national_id = or_none(strtok_r(NULL, " \t\r\n", &rest));
	wish.name = or_none(strtok_r(NULL, "\r\n", &rest));
	certificate_make(maker, &wish, &der);
	str_printf(&path, "%s/%s.der", directory, file);
	if (file_write(str_text(&path), str_text(&der), der.length, 0644, &err) != OK) {
		fprintf(stderr, "make_certificates: %s: %s\n", str_text(&path), err.detail);
		status = 2;
	}
	str_clear(&path);
	str_clear(&der);
	return status;
}

int
main(int argc, char **argv)
{
	const char *directory = NULL;
	int64_t at = 0;
	bool fixed = false;
	struct certificate_maker *maker;
	struct err err = {0};
	char line[1024];
	int status = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--fixed-keys") == 0)
			fixed = true;
		else if (strcmp(argv[i], "--at") == 0 && i + 1 < argc && clock_parse(&at, argv[i + 1]))
			i++;
		else if (directory == NULL && argv[i][0] != '-')
			directory = argv[i];
		else
			return complain_usage();
	}
	if (directory == NULL)
		return complain_usage();
	maker = certificate_maker_new(at, fixed);
	/* The folders first, and once more at the end: only then is it known who is revoked. */
	if (certificate_maker_write(maker, directory, &err) != OK)
		status = 2;
	for (int number = 1; status == 0 && fgets(line, sizeof line, stdin) != NULL; number++)
		status = make_line(maker, directory, line, number);
	if (status == 0 && certificate_maker_write(maker, directory, &err) != OK)
		status = 2;
	if (err.code != OK)
		fprintf(stderr, "make_certificates: %s: %s\n", directory, err.detail);
	certificate_maker_free(&maker);
	return status;
}
