/*
 * pcsc/stand_in: sockets where no card service is: one that listens and one whose process ends every connection.
 */
#ifndef TESLIM_PCSC_STAND_IN_H
#define TESLIM_PCSC_STAND_IN_H

#include <sys/types.h>

/* A socket of that mode that listens and that nobody serves. Ends the program when it cannot. */
int stand_in_listen(const char *path, unsigned mode);
/* A process of that name that takes every connection and ends it: so does a service whose polkit refuses. */
pid_t stand_in_hang_up(int listener, const char *name);

#endif
