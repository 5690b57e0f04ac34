/*
 * list/xlsx_part: one part of a workbook's package through expat, with its limits first: the file comes from outside.
 */
#include "xlsx.h"

#include <string.h>

void
xlsx_stop(struct book *book, enum code code, enum message message, const char *detail)
{
	if (book->code == OK)
		book->code = err_tell(book->reader->err, code, message, "xlsx", "%s", detail);
	XML_StopParser(book->parser, XML_FALSE);
}

static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

bool
xlsx_is(const char *name, const char *wanted)
{
	return strcmp(local(name), wanted) == 0;
}

const char *
xlsx_attribute(const char **attributes, const char *wanted)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (xlsx_is(attributes[0], wanted))
			return attributes[1];
	return "";
}

/* ---- one part of the package through expat */

/*
 * No workbook has a document type; one that does wants entities, and with them files of this machine or a text that
 * grows without end.
 */
static void XMLCALL
refuse_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
	struct book *book = user;

	(void)name, (void)system, (void)public, (void)internal;
	xlsx_stop(book, ERR_REFUSED, MSG_LIST_BAD_XLSX, book->reader->name);
}

bool
xlsx_deeper(struct book *book)
{
	if (++book->depth > DEPTH_MAX)
		xlsx_stop(book, ERR_LIMIT, MSG_LIST_BAD_XLSX, book->reader->name);
	return book->depth <= DEPTH_MAX;
}

enum code
xlsx_damaged(struct book *book)
{
	if (book->code != OK)
		return book->code;
	return err_tell(book->reader->err, ERR_CORRUPT, MSG_LIST_BAD_XLSX, "xlsx", "%s", book->reader->name);
}

/*
 * Counted as it is unpacked and not as the package says: a few kilobytes can unpack to gigabytes, whatever their header
 * claims.
 */
static enum code
pump(struct book *book, zip_file_t *file)
{
	for (;;) {
		void *block = XML_GetBuffer(book->parser, BLOCK);
		zip_int64_t got = block != NULL ? zip_fread(file, block, BLOCK) : -1;
		if (got < 0)
			return xlsx_damaged(book);
		book->unpacked += (size_t)got;
		if (book->unpacked > XLSX_UNPACKED_MAX)
			return err_tell(book->reader->err, ERR_LIMIT, MSG_LIST_TOO_LARGE, "xlsx", "%s", book->reader->name);
		if (XML_ParseBuffer(book->parser, (int)got, got == 0) != XML_STATUS_OK)
			return xlsx_damaged(book);
		if (got == 0)
			return OK;
	}
}

enum code
xlsx_read_part(struct book *book, const char *path, struct handlers handlers)
{
	zip_int64_t index = zip_name_locate(book->zip, path, 0);
	zip_stat_t status;
	zip_file_t *file;
	enum code code;

	if (index < 0)
		return ERR_NOT_FOUND;
	if (zip_stat_index(book->zip, (zip_uint64_t)index, 0, &status) == 0 && (status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
		status.encryption_method != ZIP_EM_NONE)
		return err_tell(book->reader->err, ERR_UNSUPPORTED, MSG_LIST_ENCRYPTED, "xlsx", "%s", book->reader->name);
	file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
	if (file == NULL)
		return xlsx_damaged(book);
	book->parser = XML_ParserCreate(NULL);
	if (book->parser == NULL) {
		zip_fclose(file);
		return err_set(book->reader->err, ERR_MEMORY, 0, "xlsx", "%s", path);
	}
	book->depth = 0;
	book->wanted = false;
	book->phonetic = 0;
	XML_SetUserData(book->parser, book);
	XML_SetElementHandler(book->parser, handlers.start, handlers.end);
	XML_SetCharacterDataHandler(book->parser, handlers.text);
	XML_SetStartDoctypeDeclHandler(book->parser, refuse_doctype);
	code = pump(book, file);
	XML_ParserFree(book->parser);
	book->parser = NULL;
	zip_fclose(file);
	return code;
}

void XMLCALL
xlsx_leave(void *user, const char *name)
{
	struct book *book = user;

	(void)name;
	book->depth--;
}
