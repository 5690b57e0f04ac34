/* tests/flow/cast: see cast.h. */
#include "cast.h"

#include "teslim/text.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define DAY (INT64_C(86400))

const int64_t cast_morning = INT64_C(1795417200);

static const char *const issuers[] = {"Kamu Elektronik Sertifika Hizmet Sağlayıcısı", NULL};
const struct verdict_policy cast_policy = {.require_chain = true, .issuers = issuers};

/* clang-format off */
static const struct {
	const char *name;
	struct applicant applicant;
} people[] = {
	{"ayse", {.id = 1, .national_id = "10000000146", .given_names = "Ayşe Şule", .surname = "Öztürk", .unit = "Dahiliye",
		.title = "Hemşire", .reader_kind = "1", .state = APPLICATION_RECEIVED}},
	{"mehmet", {.id = 2, .national_id = "98765432150", .given_names = "Mehmet", .surname = "Işık", .unit = "Acil",
		.reader_kind = "3", .state = APPLICATION_RECEIVED}},
	{"ayse2", {.id = 3, .national_id = "10000000146", .given_names = "Ayşe Şule", .surname = "Öztürk", .unit = "Dahiliye",
		.application_kind = "2", .reader_kind = "3", .state = APPLICATION_RECEIVED}},
	{"elif", {.id = 4, .national_id = "12345678950", .given_names = "Elif", .surname = "Yılmaz", .reader_kind = "3",
		.state = APPLICATION_DELIVERED, .record_number = "2026/A-0007"}},
	{"can", {.id = 5, .national_id = "11111111110", .given_names = "Can", .surname = "Öz", .reader_kind = "1",
		.state = APPLICATION_ON_HOLD, .note = "soyadı değişmiş"}},
	{"zeynep", {.id = 6, .national_id = "99000000042", .given_names = "Zeynep", .surname = "Ak", .reader_kind = "3",
		.state = APPLICATION_IN_TRANSIT}},
};
/* clang-format on */

struct cast_card {
	const char *name, *national_id, *cn;
	enum certificate_kind kind;
	enum chain_result chain;
	enum revocation_result revocation;
	int from, until; /* days from the morning */
};

static const struct cast_card cards[] = {
	{"ayse", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-new", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_NOT_CHECKED, 5, 1100},
	{"ayse-old", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -1200, -105},
	{"ayse-today", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -1095, 0},
	{"ayse-revoked", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_REVOKED, -10, 1085},
	{"ayse-since-revoked", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_REVOKED, -10,
		1085},
	{"ayse-surname", "10000000146", "AYŞE ŞULE DEMİR", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-ascii", "10000000146", "AYSE SULE OZTURK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-test", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_TEST, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-seal", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_SEAL, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-auth", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_AUTHENTICATION, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"ayse-forged", "10000000146", "AYŞE ŞULE ÖZTÜRK", CERTIFICATE_QUALIFIED, CHAIN_BAD_SIGNATURE, REVOCATION_GOOD, -10, 1085},
	{"mehmet", "98765432150", "MEHMET IŞIK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"zeynep", "99000000042", "ZEYNEP AK", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 355},
	{"stranger", "12345678910", "TEST ÜÇ KULLANICI", CERTIFICATE_QUALIFIED, CHAIN_TRUSTED, REVOCATION_GOOD, -10, 1085},
	{"numberless", "", "ADSIZ KART", CERTIFICATE_OTHER, CHAIN_UNKNOWN_ISSUER, REVOCATION_NOT_CHECKED, -10, 1085},
};

const struct applicant *
cast_person(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(people); i++)
		if (strcmp(people[i].name, name) == 0)
			return &people[i].applicant;
	return NULL;
}

const char *
cast_person_name(const struct applicant *applicant)
{
	for (size_t i = 0; i < ARRAY_LENGTH(people); i++)
		if (people[i].applicant.id == applicant->id)
			return people[i].name;
	return "?";
}

static void
make_card(struct certificate_facts *facts, struct certificate_check *check, const struct cast_card *card, int number)
{
	*facts = (struct certificate_facts){.kind = card->kind,
		.money_limit = -1,
		.key_usage = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION,
		.not_before = cast_morning + card->from * DAY,
		.not_after = cast_morning + card->until * DAY};
	copy_text(facts->national_id, sizeof facts->national_id, card->national_id);
	copy_text(facts->subject_cn, sizeof facts->subject_cn, card->cn);
	copy_text(facts->issuer_cn, sizeof facts->issuer_cn, "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 5");
	/* The very certificate of "ayse", found out to be revoked since. */
	snprintf(facts->sha256, sizeof facts->sha256, "%064x",
		0xCA4D00 + (strcmp(card->name, "ayse-since-revoked") == 0 ? 0 : number));
	*check = (struct certificate_check){.chain = card->chain,
		.revocation = card->revocation,
		.checked_at = cast_morning,
		.list_issued = cast_morning - DAY,
		.revoked_at = card->revocation == REVOCATION_REVOKED ? cast_morning - 2 * DAY : 0};
}

const struct certificate_facts *
cast_card(const char *name, const struct certificate_check **check)
{
	static struct certificate_facts facts[ARRAY_LENGTH(cards)];
	static struct certificate_check checks[ARRAY_LENGTH(cards)];

	for (size_t i = 0; i < ARRAY_LENGTH(cards); i++) {
		if (strcmp(cards[i].name, name) != 0)
			continue;
		if (facts[i].sha256[0] == '\0')
			make_card(&facts[i], &checks[i], &cards[i], (int)i);
		*check = &checks[i];
		return &facts[i];
	}
	return NULL;
}

const char *
cast_card_name(const char *sha256)
{
	const struct certificate_check *check;

	if (sha256[0] == '\0')
		return "none";
	for (size_t i = 0; i < ARRAY_LENGTH(cards); i++)
		if (strcmp(cast_card(cards[i].name, &check)->sha256, sha256) == 0)
			return cards[i].name;
	return "?";
}

/* ---- a machine-readable zone (ICAO 9303-3: weights 7, 3, 1) */

static char
check_digit(const char *text, size_t length, int *place)
{
	static const int weights[] = {7, 3, 1};
	int sum = 0, own = 0;
	int *at = place != NULL ? place : &own;

	for (size_t i = 0; i < length; i++, (*at)++) {
		int value = text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : text[i] >= 'A' ? text[i] - 'A' + 10 : 0;
		sum += value * weights[*at % 3];
	}
	return (char)('0' + sum % 10);
}

void
cast_mrz(char out[96], const struct applicant *person, const char *number, const char *expiry)
{
	struct str given = {0}, surname = {0}, name = {0};
	char first[32], second[32], all[64];
	char day[8];

	snprintf(first, sizeof first, "I<TUR%s%c<%s<<<", number, check_digit(number, 9, NULL), person->national_id);
	snprintf(day, sizeof day, "%.2s%.2s%.2s", expiry + 2, expiry + 5, expiry + 8);
	snprintf(second, sizeof second, "850315%cF%s%cTUR<<<<<<<<<<<", check_digit("850315", 6, NULL), day,
		check_digit(day, 6, NULL));
	snprintf(all, sizeof all, "%s%.7s%.7s%.11s", first + 5, second, second + 8, second + 18);
	text_fold(&given, person->given_names);
	text_fold(&surname, person->surname);
	str_printf(&name, "%s<<%s", str_text(&surname), str_text(&given));
	for (char *c = name.data; *c != '\0'; c++)
		if (*c == ' ')
			*c = '<';
	while (name.length < 30)
		str_add_char(&name, '<');
	snprintf(out, 96, "%s\n%s%c\n%.30s", first, second, check_digit(all, strlen(all), NULL), str_text(&name));
	str_clear(&given);
	str_clear(&surname);
	str_clear(&name);
}

/* ---- copying and comparing what is in use */

struct range {
	size_t from, to;
};

static int
used_ranges(struct range out[8], const struct handover_flow *flow)
{
	const size_t results = offsetof(struct handover_flow, results);
	const size_t after_results = offsetof(struct handover_flow, result_count);
	const size_t certificates = offsetof(struct handover_flow, certificates);
	const size_t checks = offsetof(struct handover_flow, checks);
	const size_t count = (size_t)flow->certificate_count;

	out[0] = (struct range){0, results + (size_t)flow->result_count * sizeof flow->results[0]};
	out[1] = (struct range){after_results, certificates + count * sizeof flow->certificates[0]};
	out[2] = (struct range){checks, checks + count * sizeof flow->checks[0]};
	out[3] = (struct range){offsetof(struct handover_flow, certificate_count), sizeof *flow};
	return 4;
}

void
cast_copy(struct handover_flow *to, const struct handover_flow *from)
{
	struct range ranges[8];
	int count = used_ranges(ranges, from);

	for (int i = 0; i < count; i++)
		memcpy((char *)to + ranges[i].from, (const char *)from + ranges[i].from, ranges[i].to - ranges[i].from);
}

bool
cast_same(const struct handover_flow *left, const struct handover_flow *right)
{
	struct range ranges[8];
	int count;

	if (left->result_count != right->result_count || left->certificate_count != right->certificate_count)
		return false;
	count = used_ranges(ranges, left);
	for (int i = 0; i < count; i++)
		if (memcmp((const char *)left + ranges[i].from, (const char *)right + ranges[i].from,
			    ranges[i].to - ranges[i].from) != 0)
			return false;
	return true;
}

/* ---- what must hold */

static bool
has_effect(const struct effects *effects, enum effect_kind kind)
{
	for (int i = 0; i < effects->count; i++)
		if (effects->list[i].kind == kind)
			return true;
	return false;
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t")] == '\0';
}

/* Each thing that is compared says by what act, and a doubt was settled. */
static const char *
how_proven(const struct handover_flow *flow)
{
	unsigned compared = flow->handover.identity.compared;

	if (flow->doubt == DOUBT_OPEN)
		return "committed in doubt";
	if ((compared & (COMPARED_DIGITS | COMPARED_BY_MRZ)) == 0 &&
		(flow->doubt != DOUBT_OFFICER || flow->second_officer[0] == '\0'))
		return "committed with a number that nobody read or typed";
	if ((compared & (COMPARED_NAME_BY_EYE | COMPARED_BY_MRZ)) == 0)
		return "committed with a name that nobody read";
	if (flow->doubt == DOUBT_DOCUMENT && flow->handover.identity.kind == flow->first_kind)
		return "committed with a second document of the same kind";
	return NULL;
}

/* A handover is asked for: everything that it rests on is there, looked at from outside. */
static const char *
broken_commit(const struct handover_flow *flow, const struct event *event, const struct verdict_policy *policy,
	const char *physical, int64_t armed_at)
{
	const struct handover *handover = &flow->handover;
	struct verdict verdict;
	char today[DATE_TEXT + 16];
	struct civil civil = clock_civil(event->now);

	snprintf(today, sizeof today, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	if (event->kind != EVENT_ACTION || event->action != ACTION_COMMIT)
		return "committed by something else than the commit key";
	if (armed_at == 0 || event->now < armed_at || event->now - armed_at > 30)
		return "committed without being armed just before";
	if (physical[0] == '\0' || strcmp(physical, handover->certificate.sha256) != 0)
		return "committed another card than the one in the reader";
	if (!flow->has_applicant || handover->applicant_id != flow->applicant.id ||
		strcmp(handover->national_id, handover->certificate.national_id) != 0 ||
		strcmp(handover->national_id, flow->applicant.national_id) != 0)
		return "committed a card that is not the applicant's";
	desk_judge(&verdict, &flow->applicant, &handover->certificate, &handover->check, &flow->history, policy, event->now);
	if (!desk_may_hand_over(&verdict) || !desk_may_hand_over(&handover->verdict))
		return "committed a refused card";
	if (how_proven(flow) != NULL)
		return how_proven(flow);
	if ((handover->identity.compared & 7) != 7 || is_blank(handover->identity.number) ||
		(handover->identity.expiry[0] != '\0' && strcmp(handover->identity.expiry, today) < 0))
		return "committed without proven identity";
	if (flow->card_source == SERIAL_NONE || (handover->has_reader && flow->reader_source == SERIAL_NONE))
		return "committed with a serial number that nobody read";
	if (is_blank(handover->card_serial) || (handover->has_reader && is_blank(handover->reader_serial)) ||
		(!handover->has_reader && handover->reader_serial[0] != '\0'))
		return "committed with items not answered";
	if (!flow->at.waiting || flow->at.step != STEP_SUMMARY)
		return "committed and did not wait for the answer";
	return NULL;
}

static const char *
broken_state(const struct handover_flow *flow)
{
	bool behind = flow->at.step == STEP_ITEMS || flow->at.step == STEP_SUMMARY;

	if ((unsigned)flow->at.step >= STEP_COUNT || flow->chosen >= flow->certificate_count || flow->chosen < -1)
		return "out of bounds";
	if (flow->at.step == STEP_VERDICT && !handover_card_is_here(flow))
		return "a verdict on the screen about a card that is not there";
	if (behind &&
		(flow->frozen[0] == '\0' || strcmp(flow->frozen, flow->handover.certificate.sha256) != 0 ||
			!desk_may_hand_over(&flow->verdict)))
		return "past the verdict without one";
	if (behind && strcmp(flow->handover.certificate.national_id, flow->applicant.national_id) != 0)
		return "past the verdict with another person's card";
	if (flow->at.step != STEP_APPLICANT && flow->at.step != STEP_DONE && !flow->has_applicant)
		return "a step for nobody";
	if (flow->at.step > STEP_IDENTITY && flow->at.step < STEP_PRINT && (flow->identity.compared & 7) != 7)
		return "past the identity check without it";
	if (flow->at.armed && (flow->at.step != STEP_SUMMARY || (!flow->at.waiting && !handover_card_is_here(flow))))
		return "armed where nothing can be committed";
	if (flow->committed != (flow->at.step == STEP_PRINT || flow->at.step == STEP_SIGNED) && flow->at.step != STEP_DONE)
		return "committed at the wrong step";
	if (flow->at.step > STEP_IDENTITY && flow->at.step < STEP_PRINT && flow->doubt == DOUBT_OPEN)
		return "past the identity check in doubt";
	if (flow->at.step == STEP_DOUBT && flow->doubt != DOUBT_OPEN)
		return "in doubt about nothing";
	if (flow->at.step == STEP_REFUSE && flow->came_from >= STEP_PRINT)
		return "refusing from nowhere";
	if ((unsigned)flow->at.notice.message >= MSG_COUNT)
		return "a notice without words";
	return NULL;
}

const char *
cast_broken(const struct handover_flow *before, const struct handover_flow *after, const struct event *event, enum code code,
	const struct effects *effects, const struct verdict_policy *policy, const char *physical, int64_t armed_at)
{
	if (code != OK && code != ERR_REFUSED)
		return "an error that is none";
	if (code == ERR_REFUSED)
		return effects->count > 0          ? "refused, but with effects"
			: cast_same(before, after) ? NULL
						   : "refused, but changed";
	if (effects->count >= EFFECTS_MAX)
		return "more effects than fit";
	if (has_effect(effects, EFFECT_COMMIT) || after->handover.time != before->handover.time) {
		const char *broken =
			has_effect(effects, EFFECT_COMMIT) ? broken_commit(after, event, policy, physical, armed_at) : NULL;
		if (broken != NULL)
			return broken;
	}
	if (after->committed && !before->committed &&
		(event->kind != EVENT_COMMITTED || !before->at.waiting || before->at.step != STEP_SUMMARY))
		return "committed by hearsay";
	if (before->committed && !after->committed)
		return "a handover was undone";
	if (before->at.step != STEP_DONE && after->at.step == STEP_DONE &&
		(!has_effect(effects, EFFECT_CLOSE) || !has_effect(effects, EFFECT_DROP_DRAFT)))
		return "closed without closing";
	if (event->kind == EVENT_ACTION && before->at.step != after->at.step && before->at.waiting)
		return "a key moved on while waiting";
	return broken_state(after);
}
