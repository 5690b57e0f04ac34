/*
 * store/sql: the names of the statements. Their text stands in sql.c and nowhere else. Private to the room.
 */
#ifndef TESLIM_STORE_SQL_H
#define TESLIM_STORE_SQL_H

enum sql {
	SQL_BEGIN,
	SQL_BEGIN_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,

	SQL_JOURNAL_HEAD,
	SQL_JOURNAL_INSERT,
	SQL_JOURNAL_LIST,
	SQL_JOURNAL_ENTRY,
	SQL_JOURNAL_WALK,
	SQL_JOURNAL_HASHES,
	SQL_JOURNAL_RECENT,
	SQL_PERSONAL_INSERT,
	SQL_PERSONAL_FIELD_INSERT,
	SQL_PERSONAL_SALT,
	SQL_PERSONAL_FIELDS,
	SQL_FORGOTTEN,
	SQL_FORGET_MARK,
	SQL_FORGET_FIELDS,
	SQL_FORGET_SALTS,
	SQL_FORGET_APPLICANT,
	SQL_FORGET_WORD,
	SQL_APPLICANT_LOOSE,
	SQL_FORGET_CARDS,
	SQL_FORGET_DOCUMENTS,
	SQL_CHECKPOINT_LAST,
	SQL_CHECKPOINT_INSERT,
	SQL_CHECKPOINT_WALK,
	SQL_DESK_INSERT,

	SQL_OFFICER_INSERT,
	SQL_OFFICER_FIND,
	SQL_OFFICER_ADMINISTRATOR,
	SQL_OFFICER_LIST,
	SQL_OFFICER_UPDATE,
	SQL_OFFICER_PASSWORD,
	SQL_OFFICER_FAILED,
	SQL_OFFICER_LOGGED_IN,
	SQL_PLACE_FIND,
	SQL_PLACE_FAILED,
	SQL_PLACE_PRUNE,
	SQL_PLACE_CLEAR,
	SQL_UNKNOWN_FIND,
	SQL_UNKNOWN_SAVE,
	SQL_UNKNOWN_DROP,

	SQL_APPLICANT_INSERT,
	SQL_WORD_INSERT,
	SQL_APPLICANT_FIND,
	SQL_APPLICANT_NUMBER,
	SQL_APPLICANT_STATE,
	SQL_SEARCH_NUMBER,
	SQL_SEARCH_NUMBER_PART,
	SQL_SEARCH_WORD_COUNT,
	SQL_SEARCH_WORD,
	SQL_SEARCH_SCAN,
	SQL_LIST_ALL,
	SQL_LIST_STATE,
	SQL_LIST_TWO_STATES,
	SQL_LIST_LATE,
	SQL_LIST_UNCOLLECTED,
	SQL_LIST_UNSIGNED,
	SQL_COUNT_STATES,
	SQL_COUNT_LATE,
	SQL_COUNT_UNCOLLECTED,
	SQL_COUNT_UNSIGNED,
	SQL_COUNT_PRINTS,

	SQL_SHIPMENT_INSERT,
	SQL_SHIPMENT_FIND,
	SQL_SHIPMENT_LIST,
	SQL_SHIPMENT_COUNT,
	SQL_SHIPMENT_RECEIVE,
	SQL_SHIPMENT_CARDS_IN,
	SQL_SHIPMENT_READERS_IN,
	SQL_SHIPMENT_APPLICANTS_IN,
	SQL_APPLICANT_SHIPPED,
	SQL_CARD_INSERT,
	SQL_CARD_FIND,
	SQL_CARD_SERIAL,
	SQL_CARD_LIST,
	SQL_CARD_GIVE,
	SQL_CARD_STATE,
	SQL_READER_INSERT,
	SQL_READER_SERIAL,
	SQL_READER_STOCK,
	SQL_READER_GIVE,
	SQL_READER_STATE,

	SQL_LIVE_APPLICANT,
	SQL_LIVE_CERTIFICATE,
	SQL_LIVE_INSERT,
	SQL_LIVE_DELETE,
	SQL_LIVE_PAPER,
	SQL_HANDOVER_NUMBER,
	SQL_HANDOVER_INSERT,
	SQL_HANDOVER_ID,
	SQL_HANDOVER_RECORD,
	SQL_HANDOVER_ROW,
	SQL_HANDOVER_IDS,
	SQL_HANDOVER_COUNT,
	SQL_HANDOVER_GAPS,
	SQL_LIVE_WRONG,
	SQL_LIVE_EXTRA,
	SQL_DELIVERED_WRONG,
	SQL_CORRECTION_FIND,
	SQL_CORRECTION_COUNT,
	SQL_PAPER_OF_RECORD,
	SQL_PAPER_SIGNED_COUNT,
	SQL_FINDING_INSERT,
	SQL_FINDING_LIST,
	SQL_PAPER_INSERT,
	SQL_PAPER_FIND,
	SQL_PAPER_STATE,
	SQL_PAPER_QUEUED,
	SQL_PAPER_REPRINT,
	SQL_CORRECTION_INSERT,

	SQL_DRAFT_SAVE,
	SQL_DRAFT_LOAD,
	SQL_DRAFT_DROP,
	SQL_PRINT_INSERT,
	SQL_PRINT_LIST,
	SQL_PRINT_COUNT,
	SQL_PRINT_FIND,
	SQL_PRINT_SENDING,
	SQL_PRINT_AGAIN,
	SQL_PRINT_NEXT,
	SQL_PRINT_END,
	SQL_PRINT_DONE,
	SQL_COUNT
};

/* The text of a statement. */
const char *sql_text(enum sql name);

/*
 * The frozen columns of a handover after its keys, in the order of the table, of the digest and of the manual page.
 * TEXT_(column, member) a text; NUMBER_ an integer of any width; NAME_(column, member, words) an enum stored by its word.
 */
#define HANDOVER_COLUMNS(TEXT_, NUMBER_, NAME_) \
	TEXT_(officer_name, officer_name) \
	TEXT_(officer_title, officer_title) \
	NAME_(identity_kind, identity.kind, identity_kind_words) \
	NUMBER_(identity_compared, identity.compared) \
	TEXT_(card_serial, card_serial) \
	NUMBER_(has_reader, has_reader) \
	TEXT_(reader_serial, reader_serial) \
	TEXT_(tracking_number, tracking_number) \
	TEXT_(certificate_sha256, certificate.sha256) \
	NAME_(certificate_kind, certificate.kind, certificate_kind_words) \
	TEXT_(issuer_cn, certificate.issuer_cn) \
	TEXT_(issuer, certificate.issuer) \
	NUMBER_(not_before, certificate.not_before) \
	NUMBER_(not_after, certificate.not_after) \
	TEXT_(key, certificate.key) \
	TEXT_(signature, certificate.signature) \
	NUMBER_(key_usage, certificate.key_usage) \
	TEXT_(policies, certificate.policies) \
	TEXT_(qc_statements, certificate.qc_statements) \
	TEXT_(extended_usages, certificate.extended_usages) \
	TEXT_(user_notice, certificate.user_notice) \
	NUMBER_(lacks, certificate.lacks) \
	NUMBER_(money_limit, certificate.money_limit) \
	NAME_(chain, check.chain, chain_result_words) \
	NAME_(revocation, check.revocation, revocation_result_words) \
	NUMBER_(checked_at, check.checked_at) \
	NUMBER_(list_issued, check.list_issued) \
	NUMBER_(revoked_at, check.revoked_at) \
	NAME_(verdict, verdict.level, verdict_level_words)

#endif
