/*
 * text/compose: Unicode NFC for Latin letters, so that a letter typed on one system equals the same letter from
 * another. Marks are taken apart, put in order and composed again; other scripts pass through.
 */
#include "letters.h"
#include "tables.h"

#include <string.h>

enum { CLUSTER = 32 }; /* a letter with more marks than this is not one; the rest begins anew */

struct cluster {
	uint32_t starter; /* 0: marks without a letter */
	int count;
	uint32_t marks[CLUSTER];
};

static unsigned
class_of(uint32_t code_point)
{
	return code_point >= TABLE_MARK_FIRST && code_point < TABLE_MARK_FIRST + TABLE_MARKS
		? table_class[code_point - TABLE_MARK_FIRST]
		: 0;
}

/* Sorted by base and mark, so that the pair is one number to look for. */
static uint32_t
compose_pair(uint32_t base, uint32_t mark)
{
	size_t low = 0, high = TABLE_COMPOSITIONS;
	uint32_t wanted = base << 16 | mark;

	if (base > 0xFFFF)
		return 0;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct composition *c = &table_compositions[middle];
		uint32_t here = (uint32_t)c->base << 16 | c->mark;
		if (here == wanted)
			return c->composed;
		if (here < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

const struct decomposition *
letter_decomposition(uint32_t code_point)
{
	size_t low = 0, high = TABLE_DECOMPOSITIONS;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct decomposition *d = &table_decompositions[middle];
		if (d->composed == code_point)
			return d;
		if (d->composed < code_point)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void
letter_add(struct str *out, uint32_t code_point)
{
	char bytes[5];

	if (code_point < 0x80)
		str_add_char(out, (char)code_point);
	else
		str_add_n(out, bytes, text_encode(bytes, code_point));
}

static void
flush(struct str *out, struct cluster *cluster)
{
	uint32_t left[CLUSTER];
	int count = 0;
	unsigned last = 0;

	for (int i = 0; i < cluster->count; i++) {
		unsigned class = class_of(cluster->marks[i]);
		/* A mark is blocked from the letter by one of its own class before it. */
		uint32_t composed = cluster->starter != 0 && last < class ? compose_pair(cluster->starter, cluster->marks[i]) : 0;
		if (composed != 0) {
			cluster->starter = composed;
		} else {
			left[count++] = cluster->marks[i];
			last = class;
		}
	}
	if (cluster->starter != 0)
		letter_add(out, cluster->starter);
	for (int i = 0; i < count; i++)
		letter_add(out, left[i]);
	*cluster = (struct cluster){0};
}

/* Marks stay sorted by class; equal classes keep their order. */
static void
add_mark(struct str *out, struct cluster *cluster, uint32_t mark)
{
	int at;

	if (cluster->count == CLUSTER)
		flush(out, cluster);
	for (at = cluster->count++; at > 0 && class_of(cluster->marks[at - 1]) > class_of(mark); at--)
		cluster->marks[at] = cluster->marks[at - 1];
	cluster->marks[at] = mark;
}

/*
 * Takes a code point apart into the cluster; a letter begins a new one. Four steps are more than any Latin letter
 * needs; the marks come off from the outermost, so they go back in the other order.
 */
static void
add_apart(struct str *out, struct cluster *cluster, uint32_t code_point)
{
	uint32_t tail[4];
	int count = 0;
	const struct decomposition *d;

	while (count < 4 && (d = letter_decomposition(code_point)) != NULL) {
		if (d->mark != 0)
			tail[count++] = d->mark;
		code_point = d->base;
	}
	if (class_of(code_point) == 0) {
		flush(out, cluster);
		cluster->starter = code_point;
	} else {
		add_mark(out, cluster, code_point);
	}
	while (count > 0)
		add_mark(out, cluster, tail[--count]);
}

/* Only marks and the two letter-like signs can make text differ from its composed form. */
bool
letter_is_composed(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at != '\0'; at++)
		if (*at == 0xCC || *at == 0xCD || (*at == 0xE2 && at[1] == 0x84))
			return false;
	return true;
}

/* Text that is composed already is nearly all text: one pass over its bytes tells, without decoding any. */
void
text_compose(struct str *out, const char *text)
{
	struct cluster cluster = {0};
	uint32_t code_point;
	size_t taken;

	if (letter_is_composed(text) && text_is_valid(text, strlen(text))) {
		str_add(out, text);
		return;
	}
	for (; (taken = text_decode(text, &code_point)) > 0; text += taken)
		add_apart(out, &cluster, code_point);
	flush(out, &cluster);
}

const char *
letter_composed(struct str *room, const char *text)
{
	if (letter_is_composed(text))
		return text;
	text_compose(room, text);
	return str_text(room);
}
