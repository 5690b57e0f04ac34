/*
 * words: the words for the values of enums (model.h), the same in database, journal, JSON and data files, and the messages for
 * a person. Part of the room `text`; a header of its own because every room that stores or shows something includes it.
 */
#ifndef TESLIM_WORDS_H
#define TESLIM_WORDS_H

#include "teslim/message.h"
#include "teslim/model.h"

struct word {
	const char *name;
	enum message message; /* MSG_NONE: no person is shown it */
};
/* A word that was written once: it is still understood, and never written again. */
struct old_word {
	const char *name;
	int value;
};
struct vocabulary {
	const struct word *words; /* by value */
	int count;
	const struct old_word *old_words; /* ends with NULL; may be NULL */
};

/* The stable word of a value, ASCII; "?" when there is none. Never NULL. */
const char *words_name(const struct vocabulary *vocabulary, int value);
/* The value of a word, old ones too; -1 when it is none. */
int words_value(const struct vocabulary *vocabulary, const char *name);
enum message words_message(const struct vocabulary *vocabulary, int value);

/* For the table of a vocabulary: {LIST(WORD_ENTRY)}. */
#define WORD_ENTRY(constant, word, message) [constant] = {word, MSG_##message},

/* clang-format off */
/*
 * Of each enum: card_state_name, card_state_message as above, and card_state_parse, which leaves *out alone and returns false
 * when the word is none.
 */
#define WORDS_OF(noun) \
	extern const struct vocabulary noun##_words; \
	static inline const char *noun##_name(enum noun value) { return words_name(&noun##_words, (int)value); } \
	static inline enum message noun##_message(enum noun value) { return words_message(&noun##_words, (int)value); } \
	static inline bool noun##_parse(enum noun *out, const char *name) \
	{ \
		int value = words_value(&noun##_words, name); \
\
		if (value >= 0) \
			*out = (enum noun)value; \
		return value >= 0; \
	}
/* clang-format on */

WORDS_OF(application_state)
WORDS_OF(applicant_field)
WORDS_OF(card_state)
WORDS_OF(drawer_reason)
WORDS_OF(drawer_finding)
WORDS_OF(certificate_kind)
WORDS_OF(chain_result)
WORDS_OF(revocation_result)
WORDS_OF(list_trouble)
WORDS_OF(verdict_level)
WORDS_OF(verdict_rule)
WORDS_OF(identity_kind)
WORDS_OF(officer_role)
WORDS_OF(paper_state)
WORDS_OF(journal_act)
WORDS_OF(refusal_reason)
WORDS_OF(item_kind)
WORDS_OF(seen_way)
WORDS_OF(item_origin)
WORDS_OF(item_condition)
WORDS_OF(packaging)
WORDS_OF(shown_proof)
WORDS_OF(delivery_outcome)
WORDS_OF(move_act)
WORDS_OF(move_way)
WORDS_OF(move_reason)
WORDS_OF(record_act)
WORDS_OF(record_way)
WORDS_OF(back_state)

/* Where an application keeps that field, and how much fits there with the NUL (size may be NULL). Never NULL. */
char *applicant_field_place(struct applicant *applicant, enum applicant_field field, size_t *size);
const char *applicant_field_text(const struct applicant *applicant, enum applicant_field field);

#endif
