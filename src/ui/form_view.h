/*
 * ui/form_view: the picture of a form (desk/form), and what presses and scans mean to it. Where it stands and what becomes of
 * its values is the screen's.
 */
#ifndef UI_FORM_VIEW_H
#define UI_FORM_VIEW_H

#include "screen.h"

#include "teslim/desk/form.h"

/*
 * Draws fields from row on, every `step` rows; labels end before column, values begin there. What is wrong with a field stands
 * behind it; the one with the focus has a sign before it and the cursor in it. Returns the row behind the last field.
 */
int form_draw(const struct form *form, int row, int column, int step);
/* One of its fields. */
void form_draw_field(const struct form *form, int index, int row, int column);
/* The sign of the focus, before what begins at column. */
void form_draw_sign(int row, int column);
/* The field's help, or what the form as a whole asks for: for the line above the keys. */
const char *form_sentence(const struct form *form, enum message otherwise);
/* True when the form has taken it. Enter does not come here: it is a key of the screen's, see form_enter. */
bool form_press(struct form *form, const struct press *press);
/* Enter: to the next field; from the last one form_check. One that came faster than hands goes on but completes nothing. */
enum form_answer form_enter(struct ui *ui, struct form *form);
/* A barcode goes where the focus is, when it can be what that field asks for; a document gives its number. */
enum scan_answer form_scan(struct ui *ui, struct form *form, const struct scan *scan);

#endif
