/*
 * store/dump: see dump.h.
 */
#include "dump.h"
#include "desk_file.h"

#include <sqlite3.h>
#include <string.h>

static bool
is_random(const char *table, const char *column)
{
	static const char *const columns[][2] = {{"journal", "personal_digest"}, {"journal", "prev"}, {"journal", "hash"},
		{"journal", "sig"}, {"personal", "salt"}, {"checkpoint", "root"}, {"checkpoint", "sig"}, {"checkpoint", "nodes"}};

	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		if (strcmp(columns[i][0], table) == 0 && strcmp(columns[i][1], column) == 0)
			return true;
	return false;
}

static bool
dump_table(struct str *out, sqlite3 *db, const char *table)
{
	sqlite3_stmt *rows = NULL;
	struct str sql = {0};
	int step = SQLITE_ERROR;

	str_printf(&sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", table);
	if (sqlite3_prepare_v2(db, str_text(&sql), -1, &rows, NULL) == SQLITE_OK)
		while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
			str_add(out, table);
			for (int i = 0; i < sqlite3_column_count(rows); i++) {
				const char *name = sqlite3_column_name(rows, i);
				const unsigned char *bytes = sqlite3_column_text(rows, i);

				if (!is_random(table, name))
					str_printf(out, " %s=%s", name, bytes != NULL ? (const char *)bytes : "NULL");
			}
			str_add_char(out, '\n');
		}
	sqlite3_finalize(rows);
	str_clear(&sql);
	return step == SQLITE_DONE;
}

bool
dump_database(struct str *out, const char *folder, const char *name)
{
	char path[256];
	sqlite3 *db = NULL;
	sqlite3_stmt *tables = NULL;
	bool good;

	desk_file_path(path, folder, name);
	good = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &tables, NULL) ==
			SQLITE_OK;
	while (good && sqlite3_step(tables) == SQLITE_ROW)
		good = dump_table(out, db, (const char *)sqlite3_column_text(tables, 0));
	sqlite3_finalize(tables);
	sqlite3_close(db);
	return good;
}
