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
