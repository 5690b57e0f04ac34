/*
 * card/surroundings: what the system lets us know about who else uses the card service, and about readers that no
 * driver serves. Looks into /proc and /sys only.
 */
#ifndef TESLIM_CARD_SURROUNDINGS_H
#define TESLIM_CARD_SURROUNDINGS_H

#include "teslim/base.h"

/*
 * Names of other programs that speak to the card service, "scdaemon (1234), firefox (2210)": those whose memory map
 * shows the client library and that have a socket open, as far as this user may look. proc is "/proc". False: none was
 * seen.
 */
bool surroundings_clients(char *out, size_t size, const char *proc);
/* Name of the first USB device of the card reader class; sys is "/sys/bus/usb/devices". False: there is none. */
bool surroundings_usb_reader(char *out, size_t size, const char *sys);

#endif
