/*
 * tests/ui/fake_host: a program behind the screens made of synthetic people, with the real handover machine and no
 * database, card or printer. Deterministic: the clock is the one that TESLIM_NOW fixes.
 */
#ifndef TESTS_UI_FAKE_HOST_H
#define TESTS_UI_FAKE_HOST_H

#include "teslim/ui.h"

/* demo: offer the virtual cards. The host is static and lives as long as the process. */
const struct ui_host *fake_host(bool demo);
/* The screens to be told when something happens; call once after ui_open. */
void fake_host_attach(struct ui *ui);
/* How many times lock, logout, beep-worthy and journalled things were asked for: "lock=1 logout=0 ..." on stderr. */
void fake_host_report(void);

#endif
