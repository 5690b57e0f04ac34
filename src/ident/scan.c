/*
 * ident/scan: what a text that arrived at once is, by its content alone: the zone of a document or a part of one, the
 * code of a paper of ours, the word of a barcode. Pure: knows no timing and no screen.
 */
#include "teslim/text.h"
#include "zone.h"

#include <stdio.h>
#include <string.h>

/*
 * Shorter words, or words with fewer digits, are typing: surnames and "F12" must not set off a search. A date of ten
 * letters is typed as well.
 */
enum { CODE_MIN = 6, CODE_MAX = 64, CODE_DIGITS_MIN = 4, PART_MIN = 8, DATE_LETTERS = 10, SIGNS_MIN = 4 };

/* ISO 3166-1 and what ICAO 9303-3 adds, three letters each: what stands behind a document's code. */
static const char states[] =
	"ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHSBIHBLMBLRBLZBMUBOLBRABRBBRN"
	"BTNBVTBWACAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDEUDJIDMADNKDOMDZAECUEGYERIESHESP"
	"ESTETHFINFJIFLKFRAFROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUFGUMGUYHKGHMDHNDHRVHTIHUNIDNIMNIND"
	"IOTIRLIRNIRQISLISRITAJAMJEYJORJPNKAZKENKGZKHMKIRKNAKORKWTLAOLBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDA"
	"MDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZMRTMSRMTQMUSMWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCN"
	"PERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYFQATREUROURUSRWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVN"
	"SWESWZSXMSYCSYRTCATCDTGOTHATJKTKLTKMTLSTONTTOTUNTURTUVTWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGBVIRVNMVUTWLFWSM"
	"YEMZAFZMBZWED<<EUEGBDGBNGBOGBPGBSIAONTZRKSUNAUNKUNOUTOXBAXCCXCEXCOXDCXECXIMXMPXOMXPOXXAXXBXXCXXX";

static bool
is_state(const char *letters)
{
	for (const char *at = states; *at != '\0'; at += 3)
		if (strncmp(at, letters, 3) == 0)
			return true;
	return false;
}

/* ---- zones */

/* Whether two letters or more begin as a document does: code and, where it is there already, issuing state. */
static bool
begins(const struct zone *zone)
{
	return zone_length(zone) > 0 && (zone->text[1] == '<' || zone->text[1] >= 'A') &&
		(zone->count < 5 || is_state(zone->text + 2));
}

/* Signs that no hand types: a bracket, a run of fillers, or a document's code with a filler and a state. */
static bool
is_certain(const struct zone *zone, enum layout layout)
{
	if (zone->brackets > 0 && (zone->count >= 5 || (zone->count >= 2 && begins(zone))))
		return true;
	if (zone->count >= 10 && zone->fillers >= 3 && zone->blanks == 0 &&
		strstr(zone->text, layout == LAYOUT_AS_TYPED ? "<<" : "<<<<") != NULL)
		return true;
	return zone->count >= 5 && begins(zone) && zone->text[1] == '<';
}

/* Signs that a hand may type, though hardly so fast: a document's code and state, and digits behind them. */
static bool
is_likely(const struct zone *zone)
{
	return zone->count >= PART_MIN && begins(zone) && strpbrk(zone->text, "0123456789") != NULL;
}

static void
put_lines(struct scan *scan, const struct zone *zone)
{
	int length = zone_line_length(zone);
	size_t used = 0;

	for (int i = 0; i < zone->count && used + 2 < sizeof scan->text; i++) {
		if (i > 0 && i % length == 0)
			scan->text[used++] = '\n';
		scan->text[used++] = zone->text[i];
	}
	scan->text[used] = '\0';
}

/*
 * A zone whose check digits agree, a visa among them. The century of a birth does not matter here, and so today is left
 * out.
 */
static bool
is_right(const struct zone *zone)
{
	struct mrz mrz;
	enum code code = zone_parse(&mrz, zone, "", NULL);

	return code == OK || code == ERR_UNSUPPORTED;
}

/*
 * Whole under one keyboard comes before part under another: a zone from a Turkish F looks like a spoilt part as it
 * stands. What is cut off may still be coming in, so it is said to be unfinished rather than wrong.
 */
static bool
read_zone(struct scan *scan, const char *text)
{
	static const enum layout layouts[] = {LAYOUT_AS_TYPED, LAYOUT_TURKISH_F};
	struct zone zones[ARRAY_LENGTH(layouts)];

	for (size_t i = 0; i < ARRAY_LENGTH(layouts); i++) {
		zone_collect(&zones[i], text, layouts[i]);
		if (is_right(&zones[i])) {
			scan->kind = SCAN_MRZ;
			scan->certain = true;
			put_lines(scan, &zones[i]);
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_LENGTH(layouts); i++) {
		bool certain = is_certain(&zones[i], layouts[i]);
		if (!certain && !is_likely(&zones[i]))
			continue;
		scan->kind = SCAN_PART;
		scan->certain = certain;
		scan->unfinished = begins(&zones[i]) && zones[i].count < zone_length(&zones[i]);
		if (!scan->unfinished && certain && zone_line_length(&zones[i]) > 0) {
			scan->kind = SCAN_MRZ;
			scan->certain = false;
			put_lines(scan, &zones[i]);
		}
		return true;
	}
	return false;
}

/* ---- our papers */

/*
 * Undoes a layout; letters become capitals. False when it does not fit. Capitals, since Caps Lock turns them about and
 * neither record numbers nor the mark have small letters.
 */
static bool
undo(char *out, size_t size, const char *text, enum layout layout)
{
	size_t used = 0, taken;
	uint32_t code_point;

	for (; (taken = text_decode(text, &code_point)) > 0; text += taken) {
		uint32_t c = layout_undo(layout, code_point);
		if (c >= 0x80 || used + 1 >= size)
			return false;
		out[used++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
	}
	out[used] = '\0';
	return true;
}

/* How many letters at the beginning are a record number, "2026/A-0042"; 0: none. */
static size_t
record_number(const char *text)
{
	size_t year = strspn(text, "0123456789"), desk, running;

	if (year != 4 || text[year] != '/')
		return 0;
	desk = strspn(text + year + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	if (desk == 0 || desk >= DESK_TEXT || text[year + 1 + desk] != '-')
		return 0;
	running = strspn(text + year + desk + 2, "0123456789");
	return running >= 4 && running <= 8 ? year + desk + 2 + running : 0;
}

/* "TESLIM1 2026/A-0042 SEQ TIME HEAD SIGNATURE": whether the last of them is there to its end. */
static bool
is_seal_whole(const char *seal)
{
	const char *last = strrchr(seal, ' ');
	int blanks = 0;

	for (const char *at = seal; *at != '\0'; at++)
		blanks += *at == ' ';
	return blanks >= 5 && (strcmp(last, " -") == 0 || strlen(last) >= 1 + 88);
}

static bool
read_record(struct scan *scan, const char *word)
{
	static const char mark[] = "TESLIM1 ";
	char undone[320];

	for (int layout = LAYOUT_AS_TYPED; layout < LAYOUT_COUNT; layout++) {
		const char *number = undone;
		size_t length;
		bool seal;
		if (!undo(undone, sizeof undone, word, (enum layout)layout))
			continue;
		seal = strncmp(undone, mark, sizeof mark - 1) == 0;
		if (seal)
			number += sizeof mark - 1;
		length = record_number(number);
		if (length == 0 ? !seal || scan->kind == SCAN_RECORD : !seal && number[length] != '\0')
			continue;
		scan->kind = SCAN_RECORD;
		scan->unfinished = seal && !is_seal_whole(undone);
		snprintf(scan->text, sizeof scan->text, "%.*s", (int)length, number);
		if (length > 0)
			return true;
		/* The mark is the same on a Turkish Q, whose signs in the number behind it are not. */
	}
	return scan->kind == SCAN_RECORD;
}

/* ---- barcodes */

static bool
is_date(const char *word)
{
	char date[DATE_TEXT];

	return strlen(word) <= DATE_LETTERS && strpbrk(word, "./-") != NULL && ident_parse_date(date, word);
}

/*
 * One word of letters, digits and the signs that serial numbers have, with some digits. Looser than our own codes: the
 * forms of providers' and couriers' serials are not known (domain 3.4), so the form of a barcode's word is all that can
 * be asked.
 */
static bool
read_code(struct scan *scan, const char *word)
{
	char code[CODE_MAX + 1];
	size_t used = 0, digits = 0, taken;
	uint32_t c;

	for (const char *at = word; (taken = text_decode(at, &c)) > 0; at += taken) {
		if (c == 0x130 || c == 0x131) /* what a US keyboard's i becomes */
			c = c == 0x130 ? 'I' : 'i';
		if (used == CODE_MAX || c >= 0x80 ||
			(strchr("-./_+*:%#", (int)c) == NULL &&
				!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))))
			return false;
		digits += c >= '0' && c <= '9';
		code[used++] = (char)c;
	}
	code[used] = '\0';
	if (used < CODE_MIN || digits < CODE_DIGITS_MIN || is_date(code))
		return false;
	scan->kind = SCAN_CODE;
	copy_text(scan->text, sizeof scan->text, code);
	return true;
}

/* The text without the line ends behind it; false when there are some within. */
static bool
one_line(char *out, size_t size, const char *text)
{
	size_t length = strlen(text);

	while (length > 0 && strchr("\r\n\t", text[length - 1]) != NULL)
		length--;
	if (length >= size || strcspn(text, "\r\n\t") < length)
		return false;
	memcpy(out, text, length);
	out[length] = '\0';
	return true;
}

/* A line too long for hands that is no words: many signs and digits, or no blank in all of it. */
static bool
is_long(const char *text)
{
	size_t letters = 0, signs = 0, blanks = 0, taken;
	uint32_t c;

	for (;; text += taken) {
		taken = text_decode(text, &c);
		if (taken == 0 || c == '\n' || c == '\r' || c == '\t') {
			if (letters >= SCAN_LONG_LETTERS && (signs >= SIGNS_MIN || blanks == 0))
				return true;
			letters = signs = blanks = 0;
			if (taken == 0)
				return false;
			continue;
		}
		letters += c > ' ';
		blanks += c == ' ';
		signs += c > ' ' && c < 0x80 && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
	}
}

/*
 * Our own codes first: they are the strictest. A word may be the beginning of a zone as well ("IDBEL000..."), and then
 * it is that, for a zone that is taken for a serial would be searched for and found nowhere.
 */
void
ident_read_scan(struct scan *scan, const char *text)
{
	char line[512];

	*scan = (struct scan){.kind = SCAN_NOTHING};
	if (one_line(line, sizeof line, text) && (read_record(scan, line) || read_code(scan, line))) {
		struct scan zone = {0};
		if (scan->kind == SCAN_CODE && read_zone(&zone, text))
			*scan = zone;
		return;
	}
	if (!read_zone(scan, text) && is_long(text))
		scan->kind = SCAN_LONG;
}
