/*
 * ui/drawer_rows: the columns of what a count of the drawer found; a row is a struct drawer_item.
 */
#ifndef UI_DRAWER_ROWS_H
#define UI_DRAWER_ROWS_H

#include "table_view.h"

enum { DRAWER_COLUMNS = 5 };
extern const struct table_column drawer_columns[DRAWER_COLUMNS];
void drawer_cell(const void *source, int filter, int column, struct table_cell *out);

#endif
