/*
 * A committed handover of invented people, for the tests of report and print. Static functions only.
 */
#ifndef TESLIM_TEST_REPORT_FIXTURE_H
#define TESLIM_TEST_REPORT_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "teslim/report.h"

static inline struct handover *
fixture_handover(void)
{
	struct handover *handover = mem_alloc(sizeof *handover);

	copy_text(handover->record_number, sizeof handover->record_number, "2026/A-0042");
	(void)clock_parse(&handover->time, "2026-11-23T14:05:00+03:00");
	copy_text(handover->national_id, sizeof handover->national_id, "10000000146");
	copy_text(handover->name, sizeof handover->name, "Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK");
	copy_text(handover->unit, sizeof handover->unit, "Göğüs Hastalıkları Hastanesi, Iğdır");
	copy_text(handover->title, sizeof handover->title, "Uzman Tabip");
	copy_text(handover->officer_name, sizeof handover->officer_name, "Şükrü İĞDELİOĞLU");
	copy_text(handover->officer_title, sizeof handover->officer_title, "Bilgi İşlem Şefi");
	handover->identity.kind = IDENTITY_CARD;
	copy_text(handover->identity.number, sizeof handover->identity.number, "A12N34541");
	copy_text(handover->identity.expiry, sizeof handover->identity.expiry, "2031-02-14");
	handover->identity.compared = COMPARED_PHOTO | COMPARED_NATIONAL_ID | COMPARED_NAME | COMPARED_BY_MRZ;
	copy_text(handover->card_serial, sizeof handover->card_serial, "0123 4567 89AB");
	copy_text(handover->reader_serial, sizeof handover->reader_serial, "OKY-88213-ÇŞ");
	handover->has_reader = true;
	copy_text(handover->tracking_number, sizeof handover->tracking_number, "KRG-2026-118");
	copy_text(handover->certificate.subject_cn, sizeof handover->certificate.subject_cn, "IŞIL ÇAĞRI GÜMÜŞDAĞ ÖZŞİMŞEK");
	copy_text(handover->certificate.national_id, sizeof handover->certificate.national_id, "10000000146");
	copy_text(handover->certificate.issuer_cn, sizeof handover->certificate.issuer_cn,
		"Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 6");
	copy_text(handover->certificate.serial, sizeof handover->certificate.serial, "008F3A21C45D");
	(void)clock_parse(&handover->certificate.not_before, "2026-11-16T00:00:00+03:00");
	(void)clock_parse(&handover->certificate.not_after, "2029-11-15T23:59:59+03:00");
	handover->certificate.kind = CERTIFICATE_QUALIFIED;
	handover->certificate.money_limit = -1;
	handover->check.chain = CHAIN_TRUSTED;
	handover->check.revocation = REVOCATION_NOT_CHECKED;
	handover->journal_seq = 1201;
	copy_text(handover->journal_hash, sizeof handover->journal_hash,
		"8f3a21c45d90e1b7aa02c6f1d3e457980123456789abcdef0123456789abcdef");
	copy_text(handover->journal_signature, sizeof handover->journal_signature,
		"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	return handover;
}

/* A parcel with everything that can be wrong with one; items need six places. */
static inline struct delivery
fixture_delivery(struct delivery_item items[6])
{
	struct delivery delivery = {.outcome = DELIVERY_RECEIVED,
		.packaging = PACKAGING_OPENED,
		.courier_shown = SHOWN_NOT,
		.officer_document = IDENTITY_CARD,
		.journal_seq = 1207,
		.items = items,
		.item_count = 6};

	(void)clock_parse(&delivery.time, "2026-11-23T14:05:00+03:00");
	copy_text(delivery.record_number, sizeof delivery.record_number, "2026/A-K0007");
	copy_text(delivery.tracking_number, sizeof delivery.tracking_number, "KRG-2026-118");
	copy_text(delivery.dispatched, sizeof delivery.dispatched, "2026-11-16");
	copy_text(delivery.courier_firm, sizeof delivery.courier_firm, "Hızlı Kargo A.Ş.");
	copy_text(delivery.courier_name, sizeof delivery.courier_name, "Çağrı GÜLEÇ");
	copy_text(delivery.officer_name, sizeof delivery.officer_name, "Şükrü İĞDELİOĞLU");
	copy_text(delivery.officer_title, sizeof delivery.officer_title, "Bilgi İşlem Şefi");
	copy_text(delivery.officer_number, sizeof delivery.officer_number, "A1*****41");
	copy_text(delivery.letter_number, sizeof delivery.letter_number, "E-2026/1453");
	copy_text(delivery.letter_date, sizeof delivery.letter_date, "2026-02-01");
	copy_text(delivery.witness, sizeof delivery.witness, "Iraz DÜĞÜNLÜ");
	copy_text(delivery.packaging_note, sizeof delivery.packaging_note, "bir köşesi bantla kapatılmış");
	delivery.counts[ITEM_CARD] = (struct delivery_count){
		.said = 4, .announced = 4, .read = 2, .scanned = 1, .missing = 1, .unexpected = 1, .damaged = 1};
	delivery.counts[ITEM_READER] = (struct delivery_count){.said = -1, .announced = 1, .scanned = 2, .unexpected = 1};
	items[0] = (struct delivery_item){
		.seen = SEEN_READ, .serial = "0123 4567 8900", .name = "Işıl Çağrı Gümüşdağ Özşimşek", .place = "A-01"};
	items[1] = (struct delivery_item){.seen = SEEN_TYPED,
		.serial = "0123 4567 8901",
		.name = "Ayşe Şule Öztürk",
		.place = "A-02",
		.condition = CONDITION_DAMAGED,
		.note = "çipi çizik"};
	items[2] = (struct delivery_item){
		.seen = SEEN_READ, .origin = ORIGIN_OTHER, .serial = "0123 4567 8999", .name = "Can Öz", .place = "A-03"};
	items[3] = (struct delivery_item){.kind = ITEM_READER, .seen = SEEN_SCANNED, .serial = "OKY-88200"};
	items[4] = (struct delivery_item){
		.kind = ITEM_READER, .seen = SEEN_SCANNED, .origin = ORIGIN_UNEXPECTED, .serial = "OKY-99999"};
	items[5] = (struct delivery_item){.seen = SEEN_NOT, .serial = "0123 4567 8902", .name = "Elif Yılmaz"};
	copy_text(delivery.journal_hash, sizeof delivery.journal_hash,
		"8f3a21c45d90e1b7aa02c6f1d3e457980123456789abcdef0123456789abcdef");
	copy_text(delivery.journal_signature, sizeof delivery.journal_signature,
		"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	return delivery;
}

/* An exchange, where the old one came back damaged, or a loss; rows need two places. */
static inline struct item_record
fixture_reader(struct record_row rows[2], bool lost)
{
	struct item_record record = {.act = lost ? RECORD_TAKE_BACK : RECORD_EXCHANGE,
		.applicant_id = 17,
		.record_number = "2026/A-O0003",
		.officer_name = "Şükrü İĞDELİOĞLU",
		.officer_title = "Bilgi İşlem Şefi",
		.shown = IDENTITY_CARD,
		.national_id = "10000000146",
		.name = "Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK",
		.unit = "Göğüs Hastalıkları Hastanesi, Iğdır",
		.title = "Uzman Tabip",
		.note = "kablosu kopuk",
		.rows = rows,
		.row_count = lost ? 1 : 2,
		.journal_seq = 1211};

	rows[lost ? 0 : 1] = (struct record_row){.kind = ITEM_READER,
		.way = WAY_BACK,
		.seen = SEEN_TYPED,
		.state = lost ? BACK_LOST : BACK_DAMAGED,
		.serial = "OKY-88213-ÇŞ"};
	if (lost)
		copy_text(record.reference, sizeof record.reference, "E-2026/77");
	else
		rows[0] = (struct record_row){.kind = ITEM_READER, .way = WAY_OUT, .seen = SEEN_SCANNED, .serial = "OKY-90001"};
	(void)clock_parse(&record.time, "2026-11-23T14:05:00+03:00");
	memset(record.journal_hash, 'a', 64);
	memset(record.journal_signature, 'b', 128);
	return record;
}

/* Two cards and a reader; the first is posted already. rows need three places. */
static inline struct item_record
fixture_dispatch(struct record_row rows[3])
{
	struct item_record record = {.act = RECORD_DISPATCH,
		.record_number = "2026/A-S0002",
		.officer_name = "Şükrü İĞDELİOĞLU",
		.officer_title = "Bilgi İşlem Şefi",
		.reason = REASON_OTHER,
		.rows = rows,
		.row_count = 3,
		.journal_seq = 1212};

	rows[0] = (struct record_row){.way = WAY_SENT,
		.serial = "0123 4567 8900",
		.name = "Işıl Çağrı Gümüşdağ Özşimşek",
		.note = "yanlış kuruma gönderilmiş",
		.posted = "RR123456789TR",
		.posted_on = "2026-11-24"};
	rows[1] = (struct record_row){.way = WAY_SENT, .serial = "0123 4567 8901", .name = "Can Öz", .note = "tayin oldu"};
	rows[2] = (struct record_row){.kind = ITEM_READER, .way = WAY_SENT, .serial = "OKY-88213-ÇŞ"};
	(void)clock_parse(&record.time, "2026-11-23T14:05:00+03:00");
	memset(record.journal_hash, 'a', 64);
	memset(record.journal_signature, 'b', 128);
	return record;
}

static inline struct report_settings
fixture_settings(void)
{
	return (struct report_settings){
		.language = LANGUAGE_TURKISH,
		.state = "T.C.",
		.institution = "ÖRNEK İL SAĞLIK MÜDÜRLÜĞÜ",
		.unit = "Bilgi İşlem ve Elektronik İmza Birimi",
	};
}

#endif
