/*
 * ui/scanner: see scanner.h. Groups presses by time, asks `ident` what the group is, and gives back what is typing.
 */
#include "scanner.h"

#include "teslim/text.h"

#include <string.h>

enum { QUICK_LETTERS = 3 };

static bool
is_line_end(const struct press *press)
{
	return press->kind == PRESS_ENTER || press->kind == PRESS_TAB;
}

/* What a scanner can send; anything else is a hand's and ends what was held back. */
static bool
is_text(const struct press *press)
{
	return press->kind == PRESS_CHAR || is_line_end(press);
}

static void
add_letter(struct str *text, const struct press *press)
{
	char letter[5];

	if (press->kind == PRESS_CHAR) {
		letter[text_encode(letter, press->code)] = '\0';
		str_add(text, letter);
	} else {
		str_add_char(text, press->kind == PRESS_TAB ? '\t' : '\n');
	}
}

static int64_t
held_since(const struct scanner *scanner)
{
	return scanner->keys[scanner->decided].at;
}

/*
 * What the keys held back are, and how many letters given away before them belong to it. Those count only when they make
 * a document's zone certain: nobody's typing is taken back for less.
 */
static void
look(const struct scanner *scanner, struct scan *scan, int *taken_back)
{
	struct str text = {0};
	struct scan whole;

	for (int i = scanner->decided; i < scanner->count; i++)
		add_letter(&text, &scanner->keys[i].press);
	ident_read_scan(scan, str_text(&text));
	*taken_back = 0;
	if (!(scan->kind == SCAN_MRZ && scan->certain) && scanner->before_count > 0 &&
		held_since(scanner) - scanner->before_at <= SCANNER_PATIENCE_MS) {
		struct str both = {0};
		str_printf(&both, "%s%s", scanner->before, str_text(&text));
		ident_read_scan(&whole, str_text(&both));
		if ((whole.kind == SCAN_MRZ && whole.certain) || (whole.kind == SCAN_PART && whole.certain && whole.unfinished)) {
			*scan = whole;
			*taken_back = scanner->before_count;
		}
		str_clear(&both);
	}
	str_clear(&text);
}

/* How long after the last key what is held back stays so. */
static int
patience(const struct scanner *scanner)
{
	struct scan scan;
	int taken_back;

	look(scanner, &scan, &taken_back);
	if (scan.unfinished)
		return SCANNER_PATIENCE_MS;
	return scanner->letters_act || scanner->keys[scanner->count - 1].press.kind == PRESS_ENTER ? SCANNER_ENTER_MS
												   : SCANNER_HOLD_MS;
}

static void
forget_before(struct scanner *scanner)
{
	scanner->before[0] = '\0';
	scanner->before_count = 0;
}

/* Letters given away one by one may yet turn out to be the beginning of a slow scan. */
static void
remember(struct scanner *scanner, const struct scanner_key *key)
{
	char letter[5];

	if (key->press.kind != PRESS_CHAR || (scanner->before_count > 0 && key->at - scanner->before_at > SCANNER_PATIENCE_MS) ||
		scanner->before_count == SCANNER_BEFORE)
		forget_before(scanner);
	if (key->press.kind != PRESS_CHAR)
		return;
	letter[text_encode(letter, key->press.code)] = '\0';
	memcpy(scanner->before + strlen(scanner->before), letter, strlen(letter) + 1);
	scanner->before_count++;
	scanner->before_at = key->at;
}

static bool
is_near(const struct scanner *scanner, int left, int right, int limit)
{
	return left >= scanner->decided && right < scanner->count && scanner->keys[right].at - scanner->keys[left].at < limit;
}

/* Marks the keys that came with others. Letters need company on a scanner's scale, two keys rolled together are a hand's. */
static void
mark_quick(struct scanner *scanner)
{
	for (int i = scanner->decided; i < scanner->count; i++) {
		struct scanner_key *key = &scanner->keys[i];
		if (key->press.kind == PRESS_ENTER)
			key->quick = key->quick || is_near(scanner, i - 1, i, SCANNER_ENTER_MS) ||
				is_near(scanner, i, i + 1, SCANNER_ENTER_MS);
		else
			key->quick = scanner->count - scanner->decided >= QUICK_LETTERS &&
				(is_near(scanner, i - 1, i, SCANNER_HOLD_MS) || is_near(scanner, i, i + 1, SCANNER_HOLD_MS));
	}
}

/* What was held back is over: a scan, or typing. */
static void
decide(struct scanner *scanner)
{
	struct scan scan;
	int taken_back;

	if (scanner->decided == scanner->count)
		return;
	look(scanner, &scan, &taken_back);
	mark_quick(scanner);
	if (scan.kind == SCAN_NOTHING) {
		for (int i = scanner->decided; i < scanner->count; i++)
			remember(scanner, &scanner->keys[i]);
	} else {
		scanner->has_scan = true;
		scanner->scan = scan;
		scanner->taken_back = taken_back;
		scanner->withdrawn = scanner->count - scanner->decided;
		scanner->scan_at = scanner->keys[scanner->count - 1].at;
		scanner->in_tail = true;
		forget_before(scanner);
	}
	scanner->decided = scanner->count;
}

static void
append(struct scanner *scanner, const struct press *press, int64_t now)
{
	/* An Enter is quick also right after a key that was given away long before it. */
	bool quick = (press->kind == PRESS_ENTER || press->kind == PRESS_CONTROL) && scanner->any &&
		now - scanner->last_at < SCANNER_ENTER_MS;

	scanner->keys[scanner->count++] = (struct scanner_key){.press = *press, .at = now, .quick = quick};
	scanner->last_at = now;
	scanner->any = true;
}

/* A code may have been typed ahead: an Enter that a hand presses after it must not be lost. */
static bool
is_tail(const struct scanner *scanner, const struct press *press, int64_t now)
{
	bool code = scanner->scan.kind == SCAN_CODE || scanner->scan.kind == SCAN_LONG;

	return is_line_end(press) && scanner->in_tail && scanner->decided == scanner->count &&
		now - scanner->scan_at < (code ? SCANNER_ENTER_MS : SCANNER_TAIL_MS);
}

void
scanner_take(struct scanner *scanner, const struct press *press, int64_t now)
{
	if (scanner->given > 0 && scanner->given == scanner->decided && !scanner->has_scan) {
		memmove(scanner->keys, scanner->keys + scanner->given,
			sizeof scanner->keys[0] * (size_t)(scanner->count - scanner->given));
		scanner->count -= scanner->given;
		scanner->decided = scanner->given = 0;
	}
	if (is_tail(scanner, press, now)) {
		scanner->last_at = now;
		return;
	}
	scanner->in_tail = false;
	if (!is_text(press) && scanner->decided < scanner->count && now - scanner->last_at < SCANNER_ENTER_MS)
		scanner->keys[scanner->count - 1].quick = scanner->keys[scanner->count - 1].press.kind == PRESS_ENTER;
	if (!is_text(press) || scanner->count == SCANNER_KEYS - 1)
		decide(scanner);
	if (scanner->count == SCANNER_KEYS)
		return; /* whoever does not fetch what is decided loses what comes */
	append(scanner, press, now);
	if (!is_text(press)) {
		scanner->decided = scanner->count;
		forget_before(scanner);
	}
}

bool
scanner_next(struct scanner *scanner, int64_t now, bool drained, struct scanner_event *out)
{
	const struct scanner_key *key;

	if (scanner->given == scanner->decided && !scanner->has_scan && scanner->decided < scanner->count && drained &&
		now - scanner->last_at >= patience(scanner))
		decide(scanner);
	if (scanner->has_scan) {
		scanner->has_scan = false;
		*out = (struct scanner_event){.kind = SCANNER_SCAN, .scan = scanner->scan, .taken_back = scanner->taken_back};
		return true;
	}
	scanner->given += scanner->withdrawn;
	scanner->withdrawn = 0;
	if (scanner->given >= scanner->decided)
		return false;
	key = &scanner->keys[scanner->given++];
	*out = (struct scanner_event){.kind = SCANNER_PRESS, .press = key->press, .quick = key->quick};
	return true;
}

void
scanner_as_typing(struct scanner *scanner, bool line_ends)
{
	int kept = scanner->given;

	for (int i = scanner->given; i < scanner->given + scanner->withdrawn; i++)
		if (line_ends || !is_line_end(&scanner->keys[i].press))
			scanner->keys[kept++] = scanner->keys[i];
	memmove(scanner->keys + kept, scanner->keys + scanner->given + scanner->withdrawn,
		sizeof scanner->keys[0] * (size_t)(scanner->count - scanner->given - scanner->withdrawn));
	scanner->count -= scanner->given + scanner->withdrawn - kept;
	scanner->decided -= scanner->given + scanner->withdrawn - kept;
	scanner->withdrawn = 0;
	scanner->in_tail = !line_ends;
}

int
scanner_timeout(const struct scanner *scanner, int64_t now)
{
	int64_t left;

	if (scanner->decided == scanner->count)
		return -1;
	left = scanner->last_at + patience(scanner) - now;
	return left > 0 ? (int)left : 0;
}
