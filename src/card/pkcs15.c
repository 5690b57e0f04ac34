/*
 * card/pkcs15: certificates of an ISO 7816-15 (PKCS#15) application: object directory (ODF), certificate directories
 * (CDF), certificates by path or in place. Paths, lengths and records come from the card and are bounded here.
 */
#include "cdf.h"
#include "families.h"

#include <string.h>

enum {
	DIRECTORIES_MAX = 8,
	RECORDS_MAX = 64, /* of all directories: no card has more, whatever it claims */
	ODF_FIRST = 80,
	ODF_ROOM = 2048,
	CDF_FIRST = 128,
	CDF_ROOM = 16 * 1024,
	DIR_FIRST = 128,
	DIR_ROOM = 1024
};

struct directory {
	struct path path;
	int taken; /* structures of it that were gone through */
};

struct walk {
	struct reading *reading;
	const struct pkcs15_app *app;
	bool in_folder; /* the application's folder is the current one */
	bool has_gaps;  /* its directories go on behind padding */
	bool is_second; /* the second time: what stands behind padding, too */
	struct directory directories[DIRECTORIES_MAX];
	int directory_count;
	int entries; /* of the ODF that were gone through */
	int records;
};

static const uint8_t standard_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'};

/* ---- paths */

static bool
is_absolute(const struct path *path)
{
	return path->bytes[0] == 0x3F && path->bytes[1] == 0x00;
}

/* For cards that know no SELECT by path: from the MF, one identifier after the other. */
static enum answer
select_step_by_step(struct walk *walk, const uint8_t *bytes, size_t length)
{
	static const uint8_t mf[] = {0x3F, 0x00};
	enum answer answer = wire_select(&walk->reading->wire, 0x00, mf, sizeof mf);

	for (size_t i = 0; i < length && answer == ANSWER_OK; i += 2)
		answer = wire_select(&walk->reading->wire, 0x00, bytes + i, 2);
	return answer;
}

static enum answer
select_absolute(struct walk *walk, const uint8_t *bytes, size_t length)
{
	enum answer answer = wire_select(&walk->reading->wire, 0x08, bytes, length);

	walk->in_folder = false;
	if (answer == ANSWER_REFUSED)
		answer = select_step_by_step(walk, bytes, length);
	return answer;
}

static enum answer
select_relative(struct walk *walk, const struct path *path)
{
	const struct pkcs15_app *app = walk->app;
	uint8_t joined[2 * PATH_MAX_BYTES];

	if (!walk->in_folder && app->aid != NULL)
		walk->in_folder = wire_select(&walk->reading->wire, 0x04, app->aid, app->aid_length) == ANSWER_OK;
	if (walk->in_folder && path->length == 2) /* a file right in the folder leaves the folder current */
		return wire_select(&walk->reading->wire, 0x02, path->bytes, 2);
	if (walk->in_folder) {
		walk->in_folder = false;
		return wire_select(&walk->reading->wire, 0x09, path->bytes, path->length);
	}
	memcpy(joined, app->path, app->path_length);
	memcpy(joined + app->path_length, path->bytes, path->length);
	return select_absolute(walk, joined, app->path_length + path->length);
}

static enum answer
select_path(struct walk *walk, const struct path *path)
{
	if (is_absolute(path))
		return path->length == 2 ? ANSWER_REFUSED : select_absolute(walk, path->bytes + 2, path->length - 2);
	return select_relative(walk, path);
}

/* ---- the certificate directory */

static void
read_record(struct walk *walk, struct span body)
{
	struct reading *reading = walk->reading;
	enum content content = CONTENT_OTHER;
	struct record record;
	struct span der = {0};

	if (!cdf_take_record(&reading->arena, body, &record)) {
		reading_note(reading, CONTENT_OTHER, walk->app->family, "", record.id, der);
		return;
	}
	if (record.direct.length > 0) {
		der = record.direct;
		content = der_is_certificate(der) ? CONTENT_CERTIFICATE : CONTENT_OTHER;
	} else {
		/* Also where the directory calls it private: what it says is not what the card asks for. */
		switch (select_path(walk, &record.path)) {
		case ANSWER_OK:
			content = file_read_certificate(reading, record.path.index, record.path.size, &der);
			break;
		case ANSWER_PROTECTED:
			content = CONTENT_PROTECTED;
			break;
		case ANSWER_END:
		case ANSWER_ABSENT:
		case ANSWER_REFUSED:
			break;
		case ANSWER_BROKEN:
			content = CONTENT_BROKEN;
			break;
		}
	}
	if (record.is_private && (content == CONTENT_OTHER || content == CONTENT_NOTHING))
		content = CONTENT_PROTECTED;
	reading_note(reading, content, walk->app->family, record.label, record.id, der);
}

/*
 * Reads on while a structure is cut, and goes over padding between them. Padding that reaches as far as was read ends
 * it, as it does on nearly every card, unless this one was seen to go on behind padding. Nothing is selected meanwhile.
 */
static void
fill_stream(struct stream *stream, bool *has_gaps)
{
	size_t at = 0;
	int records = 0;

	while (records < RECORDS_MAX) {
		struct span in = span_from((struct span){stream->bytes, stream->length}, at);
		size_t padding = tlv_skip_padding(&in);
		enum tlv_result result = in.length == 0 ? TLV_END : TLV_OK;
		struct tlv part;

		if (result == TLV_END && padding > 0 && !*has_gaps)
			return;
		if (result == TLV_OK) {
			*has_gaps = *has_gaps || padding > 0;
			result = tlv_next(&in, &part);
		}
		if (result == TLV_BAD)
			return;
		if (result == TLV_OK) {
			at += padding + part.total;
			records++;
		} else if (!stream_more(stream, result == TLV_CUT ? MORE_MUST_FOLLOW : MORE_MAY_FOLLOW)) {
			return;
		}
	}
}

static bool
is_full(struct walk *walk)
{
	if (walk->records == RECORDS_MAX)
		walk->reading->left_out = true;
	return reading_is_over(walk->reading);
}

static void
read_list(struct walk *walk, struct span in)
{
	struct tlv part;

	while (tlv_skip_padding(&in), tlv_next(&in, &part) == TLV_OK && !is_full(walk)) {
		walk->records++;
		if (part.tag == TAG_SEQUENCE)
			read_record(walk, part.value);
	}
}

/* Goes through the records behind the first `skipped`; returns how many there are now. */
static int
read_records(struct walk *walk, struct span in, int skipped)
{
	struct tlv part;
	enum tlv_result result;
	int count = 0;

	while (tlv_skip_padding(&in), (result = tlv_next(&in, &part)) == TLV_OK) {
		if (count++ < skipped)
			continue;
		if (is_full(walk))
			return count;
		walk->records++;
		if (part.tag == TAG_SEQUENCE && cdf_is_list(part.value))
			read_list(walk, part.value);
		else if (part.tag == TAG_SEQUENCE)
			read_record(walk, part.value);
	}
	if (result == TLV_CUT && count >= skipped)
		reading_note(walk->reading, CONTENT_TRUNCATED, walk->app->family, "", (struct span){0}, (struct span){0});
	return count;
}

static void
note_odd(struct walk *walk, const struct stream *stream)
{
	if (stream->is_odd && !walk->is_second)
		reading_note(walk->reading, CONTENT_ODD, walk->app->family, "", (struct span){0}, (struct span){0});
}

static void
read_directory(struct walk *walk, struct directory *directory)
{
	struct stream stream;
	enum answer answer = select_path(walk, &directory->path);

	if (answer == ANSWER_PROTECTED && !walk->is_second)
		reading_note(walk->reading, CONTENT_PROTECTED, walk->app->family, "", (struct span){0}, (struct span){0});
	if (answer != ANSWER_OK || !stream_open(&stream, walk->reading, CDF_FIRST, CDF_ROOM))
		return;
	fill_stream(&stream, &walk->has_gaps);
	note_odd(walk, &stream);
	directory->taken = read_records(walk, (struct span){stream.bytes, stream.length}, directory->taken);
}

/* ---- the object directory */

static void
add_directory(struct walk *walk, const struct path *path)
{
	for (int i = 0; i < walk->directory_count; i++) {
		const struct path *known = &walk->directories[i].path;
		if (known->length == path->length && memcmp(known->bytes, path->bytes, path->length) == 0)
			return;
	}
	if (walk->directory_count < DIRECTORIES_MAX)
		walk->directories[walk->directory_count++] = (struct directory){.path = *path};
}

/* A4 certificates, A5 trusted, A6 useful: each a path or the records themselves under [0]. */
static void
read_object_entry(struct walk *walk, const struct tlv *entry)
{
	struct span in = entry->value;
	struct tlv part, list;
	struct path path;

	if (entry->tag < 0xA4 || entry->tag > 0xA6)
		return;
	while (tlv_next(&in, &part) == TLV_OK) {
		if (part.tag == TAG_SEQUENCE && cdf_take_path(part.value, &path))
			add_directory(walk, &path);
		if (part.tag == 0xA0 && tlv_find(part.value, TAG_SEQUENCE, &list))
			read_records(walk, cdf_is_record(list.value) ? part.value : list.value, 0);
	}
}

/* The entries, or one more SEQUENCE around them. */
static void
read_object_directory(struct walk *walk, struct span odf)
{
	struct tlv entry, inner;
	int count = 0;

	while (tlv_skip_padding(&odf), tlv_next(&odf, &entry) == TLV_OK) {
		struct span in = entry.value;
		if (count++ < walk->entries)
			continue;
		read_object_entry(walk, &entry);
		while (entry.tag == TAG_SEQUENCE && (tlv_skip_padding(&in), tlv_next(&in, &inner) == TLV_OK))
			read_object_entry(walk, &inner);
	}
	walk->entries = count;
}

static bool
read_all(struct walk *walk)
{
	static const struct path odf_path = {.bytes = {0x50, 0x31}, .length = 2};
	struct stream odf;

	if (select_path(walk, &odf_path) != ANSWER_OK || !stream_open(&odf, walk->reading, ODF_FIRST, ODF_ROOM))
		return false;
	fill_stream(&odf, &walk->has_gaps);
	note_odd(walk, &odf);
	read_object_directory(walk, (struct span){odf.bytes, odf.length});
	for (int i = 0; i < walk->directory_count && !reading_is_over(walk->reading); i++)
		read_directory(walk, &walk->directories[i]);
	return true;
}

bool
pkcs15_read_app(struct reading *reading, const struct pkcs15_app *app, enum pkcs15_folder folder)
{
	struct walk *walk = arena_take(&reading->arena, sizeof *walk);
	bool was_there;

	if (walk == NULL)
		return false;
	*walk = (struct walk){.reading = reading, .app = app, .in_folder = folder == FOLDER_CURRENT};
	was_there = read_all(walk);
	if (was_there && reading->persons == 0 && !reading_is_over(reading)) {
		walk->is_second = walk->has_gaps = true;
		read_all(walk);
	}
	return was_there;
}

/* ---- the ways in */

bool
pkcs15_quick(struct reading *reading)
{
	const struct pkcs15_app app = {
		.family = CARD_FAMILY_PKCS15,
		.aid = standard_aid,
		.aid_length = sizeof standard_aid,
		.path = {0x50, 0x15},
		.path_length = 2,
	};

	if (wire_select(&reading->wire, 0x04, standard_aid, sizeof standard_aid) != ANSWER_OK)
		return false;
	reading->saw_pkcs15 = true;
	pkcs15_read_app(reading, &app, FOLDER_CURRENT);
	return true;
}

/* A path of EF.DIR as the place of an application: without 3F00 in front. */
static void
set_app_path(struct pkcs15_app *app, struct span path)
{
	if (path.length >= 2 && path.data[0] == 0x3F && path.data[1] == 0x00)
		path = span_from(path, 2);
	if (path.length < 2 || path.length > sizeof app->path || path.length % 2 != 0)
		return;
	memcpy(app->path, path.data, path.length);
	app->path_length = path.length;
}

/* 61 { 4F AID, 51 path, 73 { .. 30 { 04 path of the ODF } } } */
static bool
read_application(struct reading *reading, struct span template)
{
	struct pkcs15_app app = {.family = CARD_FAMILY_PKCS15, .path = {0x50, 0x15}, .path_length = 2};
	struct tlv aid, part, place;
	bool has_path = tlv_find(template, 0x51, &part);

	if (has_path)
		set_app_path(&app, part.value);
	if (tlv_find(template, 0x73, &part) && tlv_find(part.value, TAG_SEQUENCE, &place)) {
		struct path odf;
		if (cdf_take_path(place.value, &odf) && odf.length > 2)
			set_app_path(&app, (struct span){odf.bytes, odf.length - 2});
	}
	if (tlv_find(template, 0x4F, &aid) && aid.value.length >= 5 && !has_path) {
		app.aid = aid.value.data;
		app.aid_length = aid.value.length;
	}
	return pkcs15_read_app(reading, &app, FOLDER_TO_ENTER);
}

static bool
select_ef_dir(struct reading *reading)
{
	static const uint8_t dir[] = {0x2F, 0x00}, mf[] = {0x3F, 0x00};

	if (wire_select(&reading->wire, 0x08, dir, sizeof dir) == ANSWER_OK)
		return true;
	return wire_select(&reading->wire, 0x00, mf, sizeof mf) == ANSWER_OK &&
		wire_select(&reading->wire, 0x02, dir, sizeof dir) == ANSWER_OK;
}

bool
pkcs15_thorough(struct reading *reading)
{
	const struct pkcs15_app plain = {.family = CARD_FAMILY_PKCS15, .path = {0x50, 0x15}, .path_length = 2};
	bool entered = false, has_gaps = true;
	struct stream dir;

	if (select_ef_dir(reading) && stream_open(&dir, reading, DIR_FIRST, DIR_ROOM)) {
		struct span in;
		struct tlv part;
		fill_stream(&dir, &has_gaps);
		in = (struct span){dir.bytes, dir.length};
		for (int i = 0; i < DIRECTORIES_MAX && (tlv_skip_padding(&in), tlv_next(&in, &part) == TLV_OK) &&
			!reading_is_over(reading);
			i++)
			if (part.tag == 0x61 && read_application(reading, part.value))
				entered = true;
	}
	if (!entered && !reading_is_over(reading))
		entered = pkcs15_read_app(reading, &plain, FOLDER_TO_ENTER);
	reading->saw_pkcs15 = reading->saw_pkcs15 || entered;
	return entered;
}
