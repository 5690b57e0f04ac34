/*
 * message_ids: what the messages of the catalogue are called, and nothing of what they say: the type of every message, for
 * headers that only pass one on. The catalogue's door is message.h.
 */
#ifndef TESLIM_MESSAGE_IDS_H
#define TESLIM_MESSAGE_IDS_H

/* Made from messages/ *.def: another word in a text rebuilds the catalogue, not the program. */
enum message {
	MSG_NONE,
#define MESSAGE_ID(name, arguments) MSG_##name,
#include "teslim/message_ids.def"
#undef MESSAGE_ID
	MSG_COUNT
};

#endif
