/*
 * card/service: what the agent knows of the card service, and says of it.
 */
#ifndef TESLIM_CARD_SERVICE_H
#define TESLIM_CARD_SERVICE_H

#include "slot.h"

/* " (PATH)" where the sentence of fault is about a socket: one that is named, or one that refuses. Empty otherwise. */
void service_detail(const struct agent *agent, char *out, size_t size, enum fault fault);
/* Keeps what became of the service, and tells it and its readers' ends when that is news. */
void service_set(struct agent *agent, enum fault fault, const char *detail);
/* Says again what is known of it; in the doctor's mode as a finding. */
void service_tell(struct agent *agent);
/* What is to be said if the sandbox stops this very process, in the language of now. */
void service_prepare_last_words(struct agent *agent);
/* No reader at all: is one plugged in that no driver serves? */
void service_tell_no_reader(struct agent *agent);
/* The same, once for each time that the last reader went, to whoever listens for long. */
void service_tell_if_no_reader(struct agent *agent);
/* The doctor's last words. */
void service_tell_doctor_done(struct agent *agent);

#endif
