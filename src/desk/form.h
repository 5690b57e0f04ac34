/*
 * desk/form: what the files of the form share: form.c (focus, input) asks form_value.c what is wrong with a field.
 */
#ifndef DESK_FORM_H
#define DESK_FORM_H

#include "teslim/desk/form.h"

bool form_is_empty(const struct form *form, int field);
/* What is wrong with a field as it stands; MSG_NONE: it holds. */
enum message form_judge(const struct form *form, int field);

#endif
