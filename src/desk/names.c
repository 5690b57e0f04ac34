/*
 * desk/names: which catalogue entry names a state, reason, rule or act; and the stable ASCII names that journal
 * bodies use. Decides nothing.
 */
#include "teslim/desk.h"

enum message
desk_application_state_message(enum application_state state)
{
	switch (state) {
	case APPLICATION_EXPECTED:
		return MSG_STATE_EXPECTED;
	case APPLICATION_IN_TRANSIT:
		return MSG_STATE_IN_TRANSIT;
	case APPLICATION_RECEIVED:
		return MSG_STATE_RECEIVED;
	case APPLICATION_DELIVERED:
		return MSG_STATE_DELIVERED;
	case APPLICATION_ON_HOLD:
		return MSG_STATE_ON_HOLD;
	case APPLICATION_RETURN_PENDING:
		return MSG_STATE_RETURN_PENDING;
	case APPLICATION_RETURNED:
		return MSG_STATE_RETURNED;
	case APPLICATION_LOST:
		return MSG_STATE_LOST;
	case APPLICATION_CANCELLED:
		return MSG_STATE_CANCELLED;
	}
	return MSG_NONE;
}

struct named_refusal {
	enum message message;
	const char *name;
};

static const struct named_refusal refusals[REFUSAL_COUNT] = {
	[REFUSAL_NONE] = {MSG_REFUSAL_NONE, "none"},
	[REFUSAL_WRONG_CARD] = {MSG_REFUSAL_WRONG_CARD, "wrong-card"},
	[REFUSAL_UNREADABLE_CARD] = {MSG_REFUSAL_UNREADABLE_CARD, "unreadable-card"},
	[REFUSAL_NO_CARD] = {MSG_REFUSAL_NO_CARD, "no-card"},
	[REFUSAL_IDENTITY_NOT_PROVEN] = {MSG_REFUSAL_IDENTITY_NOT_PROVEN, "identity-not-proven"},
	[REFUSAL_APPLICANT_LEFT] = {MSG_REFUSAL_APPLICANT_LEFT, "applicant-left"},
	[REFUSAL_WRONG_DATA] = {MSG_REFUSAL_WRONG_DATA, "wrong-data"},
	[REFUSAL_NOT_QUALIFIED] = {MSG_REFUSAL_NOT_QUALIFIED, "not-qualified"},
	[REFUSAL_EXPIRED] = {MSG_REFUSAL_EXPIRED, "expired"},
	[REFUSAL_REVOKED] = {MSG_REFUSAL_REVOKED, "revoked"},
	[REFUSAL_OFFICER_CANCELLED] = {MSG_REFUSAL_OFFICER_CANCELLED, "officer-cancelled"},
};

enum message
desk_refusal_message(enum refusal_reason reason)
{
	return (unsigned)reason < REFUSAL_COUNT ? refusals[reason].message : MSG_NONE;
}

const char *
desk_refusal_name(enum refusal_reason reason)
{
	return (unsigned)reason < REFUSAL_COUNT ? refusals[reason].name : "none";
}

enum message
desk_identity_kind_message(enum identity_kind kind)
{
	static const enum message messages[IDENTITY_KIND_COUNT] = {
		[IDENTITY_NONE] = MSG_IDENTITY_NONE,
		[IDENTITY_CARD] = MSG_IDENTITY_CARD,
		[IDENTITY_OLD_BOOKLET] = MSG_IDENTITY_OLD_BOOKLET,
		[IDENTITY_PASSPORT] = MSG_IDENTITY_PASSPORT,
		[IDENTITY_LICENCE] = MSG_IDENTITY_LICENCE,
		[IDENTITY_FOREIGNER] = MSG_IDENTITY_FOREIGNER,
		[IDENTITY_TEMPORARY] = MSG_IDENTITY_TEMPORARY,
	};

	return (unsigned)kind < IDENTITY_KIND_COUNT ? messages[kind] : MSG_NONE;
}

enum message
desk_rule_message(enum verdict_rule rule)
{
	static const enum message messages[RULE_COUNT] = {
		[RULE_NATIONAL_ID] = MSG_RULE_NATIONAL_ID,
		[RULE_NAME] = MSG_RULE_NAME,
		[RULE_QUALIFIED] = MSG_RULE_QUALIFIED,
		[RULE_ISSUER] = MSG_RULE_ISSUER,
		[RULE_VALIDITY] = MSG_RULE_VALIDITY,
		[RULE_CHAIN] = MSG_RULE_CHAIN,
		[RULE_REVOCATION] = MSG_RULE_REVOCATION,
		[RULE_CARD_STATE] = MSG_RULE_CARD_STATE,
		[RULE_KEY] = MSG_RULE_KEY,
		[RULE_CARD_READING] = MSG_RULE_CARD_READING,
	};

	return (unsigned)rule < RULE_COUNT ? messages[rule] : MSG_NONE;
}

enum message
desk_act_message(enum journal_act act)
{
	static const enum message messages[ACT_COUNT] = {
		[ACT_JOURNAL_OPENED] = MSG_ACT_JOURNAL_OPENED,
		[ACT_OFFICER_ADDED] = MSG_ACT_OFFICER_ADDED,
		[ACT_OFFICER_CHANGED] = MSG_ACT_OFFICER_CHANGED,
		[ACT_LOGIN] = MSG_ACT_LOGIN,
		[ACT_LOGIN_FAILED] = MSG_ACT_LOGIN_FAILED,
		[ACT_LOGOUT] = MSG_ACT_LOGOUT,
		[ACT_LOCK] = MSG_ACT_LOCK,
		[ACT_UNLOCK] = MSG_ACT_UNLOCK,
		[ACT_LIST_IMPORTED] = MSG_ACT_LIST_IMPORTED,
		[ACT_SHIPMENT_ADDED] = MSG_ACT_SHIPMENT_ADDED,
		[ACT_SHIPMENT_RECEIVED] = MSG_ACT_SHIPMENT_RECEIVED,
		[ACT_APPLICATION_CHANGED] = MSG_ACT_APPLICATION_CHANGED,
		[ACT_HANDOVER] = MSG_ACT_HANDOVER,
		[ACT_HANDOVER_REFUSED] = MSG_ACT_HANDOVER_REFUSED,
		[ACT_PRINT_SENT] = MSG_ACT_PRINT_SENT,
		[ACT_PRINT_FAILED] = MSG_ACT_PRINT_FAILED,
		[ACT_PRINT_CONFIRMED] = MSG_ACT_PRINT_CONFIRMED,
		[ACT_REPRINT] = MSG_ACT_REPRINT,
		[ACT_SIGNED_COPY] = MSG_ACT_SIGNED_COPY,
		[ACT_NATIONAL_ID_SHOWN] = MSG_ACT_NATIONAL_ID_SHOWN,
		[ACT_CORRECTION] = MSG_ACT_CORRECTION,
		[ACT_BACKUP] = MSG_ACT_BACKUP,
		[ACT_PERSON_FORGOTTEN] = MSG_ACT_PERSON_FORGOTTEN,
	};

	return (unsigned)act < ACT_COUNT ? messages[act] : MSG_NONE;
}
