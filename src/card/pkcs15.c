/*
 * card/pkcs15: certificates of an ISO 7816-15 (PKCS#15) application: object directory (ODF), certificate directories
 * (CDF), certificates by path or in place. Paths, lengths and records come from the card and are bounded here.
 */
#include "families.h"

#include <string.h>

enum {
	PATH_MAX_BYTES = 16,
	DIRECTORIES_MAX = 8,
	RECORDS_MAX = 64, /* of all directories: no card has more, whatever it claims */
	ODF_FIRST = 80,
	ODF_ROOM = 2048,
	CDF_FIRST = 128,
	CDF_ROOM = 16 * 1024,
	DIR_FIRST = 128,
	DIR_ROOM = 1024
};

enum { TAG_SEQUENCE = 0x30, TAG_OCTETS = 0x04, TAG_INTEGER = 0x02, TAG_UTF8 = 0x0C, TAG_BITS = 0x03 };

struct path {
	uint8_t bytes[PATH_MAX_BYTES];
	size_t length; /* 0: none */
	size_t index;
	size_t size; /* 0: not said */
};

struct walk {
	struct reading *reading;
	const struct pkcs15_app *app;
	bool in_folder; /* the application's folder is the current one */
	struct path directories[DIRECTORIES_MAX];
	int directory_count;
	int records;
};

static const uint8_t standard_aid[] = {0xA0, 0x00, 0x00, 0x00, 0x63, 'P', 'K', 'C', 'S', '-', '1', '5'};

/* ---- paths */

static bool
take_number(struct span value, size_t *number)
{
	*number = 0;
	if (value.length == 0 || value.length > 4 || (value.data[0] & 0x80) != 0)
		return false;
	for (size_t i = 0; i < value.length; i++)
		*number = *number << 8 | value.data[i];
	return *number <= 0x7FFF;
}

/* Path ::= SEQUENCE { OCTET STRING, INTEGER index OPTIONAL, [0] length OPTIONAL } */
static bool
take_path(struct span sequence, struct path *path)
{
	struct tlv part;

	*path = (struct path){0};
	if (tlv_next(&sequence, &part) != TLV_OK || part.tag != TAG_OCTETS)
		return false;
	if (part.value.length < 2 || part.value.length > PATH_MAX_BYTES || part.value.length % 2 != 0)
		return false;
	memcpy(path->bytes, part.value.data, part.value.length);
	path->length = part.value.length;
	while (tlv_next(&sequence, &part) == TLV_OK) {
		if (part.tag == TAG_INTEGER && !take_number(part.value, &path->index))
			return false;
		if (part.tag == 0x80 && !take_number(part.value, &path->size))
			return false;
	}
	return true;
}

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

struct record {
	char label[READING_LABEL_MAX];
	struct span id;
	bool is_private;
	struct path path;
	struct span direct; /* the certificate itself; empty: by path */
};

static void
take_common(struct span attributes, struct record *record)
{
	struct tlv part;

	while (tlv_next(&attributes, &part) == TLV_OK) {
		if (part.tag == TAG_UTF8 && record->label[0] == '\0') {
			size_t length = part.value.length < READING_LABEL_MAX - 1 ? part.value.length : READING_LABEL_MAX - 1;
			memcpy(record->label, part.value.data, length);
			record->label[length] = '\0';
		}
		if (part.tag == TAG_BITS && part.value.length == 2)
			record->is_private = (part.value.data[1] & 0x80) != 0;
	}
}

/* [0] direct: the certificate under an explicit tag, or its body under an implicit one. */
static struct span
take_direct(struct reading *reading, struct span value)
{
	struct span in = value;
	struct tlv first;
	uint8_t *bytes;
	size_t head;

	if (tlv_next(&in, &first) != TLV_OK || first.tag != TAG_SEQUENCE)
		return (struct span){0};
	if (in.length == 0)
		return value;
	head = value.length < 0x80 ? 2 : value.length < 0x100 ? 3 : 4;
	if (value.length > READING_CERTIFICATE_MAX)
		return (struct span){0};
	bytes = arena_take(&reading->arena, head + value.length);
	if (bytes == NULL)
		return (struct span){0};
	bytes[0] = TAG_SEQUENCE;
	bytes[1] = (uint8_t)(head == 2 ? value.length : 0x80 | (head - 2));
	for (size_t i = 2; i < head; i++)
		bytes[i] = (uint8_t)(value.length >> 8 * (head - 1 - i));
	memcpy(bytes + head, value.data, value.length);
	return (struct span){bytes, head + value.length};
}

/* SEQUENCE { common, SEQUENCE { id, .. }, [0].. , [1] { SEQUENCE { path | [0] direct, .. } } } */
static bool
take_record(struct reading *reading, struct span in, struct record *record)
{
	struct tlv common, attributes, type, value, part;

	*record = (struct record){0};
	if (tlv_next(&in, &common) != TLV_OK || common.tag != TAG_SEQUENCE)
		return false;
	take_common(common.value, record);
	if (tlv_next(&in, &attributes) != TLV_OK || attributes.tag != TAG_SEQUENCE)
		return false;
	if (tlv_find(attributes.value, TAG_OCTETS, &part))
		record->id = (struct span){part.value.data, part.value.length < READING_ID_MAX ? part.value.length : READING_ID_MAX};
	if (!tlv_find(in, 0xA1, &type) || !tlv_find(type.value, TAG_SEQUENCE, &value))
		return false;
	in = value.value;
	if (tlv_next(&in, &part) != TLV_OK)
		return false;
	if (part.tag == 0xA0) {
		record->direct = take_direct(reading, part.value);
		return record->direct.length > 0;
	}
	return part.tag == TAG_SEQUENCE && take_path(part.value, &record->path);
}

static void
read_record(struct walk *walk, struct span body)
{
	struct reading *reading = walk->reading;
	enum content content = CONTENT_OTHER;
	struct record record;
	struct span der = {0};

	if (!take_record(reading, body, &record)) {
		reading_note(reading, CONTENT_OTHER, walk->app->family, "", record.id, der);
		return;
	}
	if (record.direct.length > 0) {
		der = record.direct;
		content = der_is_certificate(der) ? CONTENT_CERTIFICATE : CONTENT_OTHER;
	} else if (record.is_private) {
		content = CONTENT_PROTECTED;
	} else {
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
	reading_note(reading, content, walk->app->family, record.label, record.id, der);
}

/* Is there a whole record at the front, or only a part of one? */
static enum tlv_result
peek(const struct stream *stream, size_t at)
{
	struct span in = span_from((struct span){stream->bytes, stream->length}, at);
	struct tlv part;

	return in.length == 0 ? TLV_CUT : tlv_next(&in, &part);
}

/* Reads on while a record is cut; ends at padding. Nothing is selected meanwhile. */
static void
fill_stream(struct stream *stream)
{
	size_t at = 0;
	int records = 0;

	while (records < RECORDS_MAX) {
		enum tlv_result result = peek(stream, at);
		struct span in = span_from((struct span){stream->bytes, stream->length}, at);
		struct tlv part;
		if (result == TLV_CUT && !stream_more(stream))
			return;
		if (result == TLV_CUT)
			continue;
		if (result != TLV_OK || tlv_next(&in, &part) != TLV_OK)
			return;
		at += part.total;
		records++;
	}
}

static void
read_records(struct walk *walk, struct span in)
{
	struct tlv part;
	enum tlv_result result = TLV_END;

	while (walk->records < RECORDS_MAX && !reading_is_over(walk->reading) && (result = tlv_next(&in, &part)) == TLV_OK) {
		walk->records++;
		if (part.tag == TAG_SEQUENCE)
			read_record(walk, part.value);
	}
	if (result == TLV_CUT)
		reading_note(walk->reading, CONTENT_TRUNCATED, walk->app->family, "", (struct span){0}, (struct span){0});
}

static void
read_directory(struct walk *walk, const struct path *path)
{
	struct stream stream;
	enum answer answer = select_path(walk, path);

	if (answer == ANSWER_PROTECTED)
		reading_note(walk->reading, CONTENT_PROTECTED, walk->app->family, "", (struct span){0}, (struct span){0});
	if (answer != ANSWER_OK || !stream_open(&stream, walk->reading, CDF_FIRST, CDF_ROOM))
		return;
	fill_stream(&stream);
	read_records(walk, (struct span){stream.bytes, stream.length});
}

/* ---- the object directory */

static void
add_directory(struct walk *walk, const struct path *path)
{
	for (int i = 0; i < walk->directory_count; i++)
		if (walk->directories[i].length == path->length &&
			memcmp(walk->directories[i].bytes, path->bytes, path->length) == 0)
			return;
	if (walk->directory_count < DIRECTORIES_MAX)
		walk->directories[walk->directory_count++] = *path;
}

/* A record has its type under [1]; a list of records has not. */
static bool
is_record(struct span body)
{
	struct tlv type;

	return tlv_find(body, 0xA1, &type);
}

/* A4 certificates, A5 trusted, A6 useful: each a path or the records themselves under [0]. */
static void
read_object_directory(struct walk *walk, struct span odf)
{
	struct tlv entry, part;
	struct path path;

	while (tlv_next(&odf, &entry) == TLV_OK) {
		struct span in = entry.value;
		if (entry.tag < 0xA4 || entry.tag > 0xA6)
			continue;
		while (tlv_next(&in, &part) == TLV_OK) {
			struct tlv list;
			if (part.tag == TAG_SEQUENCE && take_path(part.value, &path))
				add_directory(walk, &path);
			if (part.tag == 0xA0 && tlv_find(part.value, TAG_SEQUENCE, &list))
				read_records(walk, is_record(list.value) ? part.value : list.value);
		}
	}
}

bool
pkcs15_read_app(struct reading *reading, const struct pkcs15_app *app, bool selected)
{
	static const struct path odf_path = {.bytes = {0x50, 0x31}, .length = 2};
	struct walk *walk = arena_take(&reading->arena, sizeof *walk);
	struct stream odf;

	if (walk == NULL)
		return false;
	*walk = (struct walk){.reading = reading, .app = app, .in_folder = selected};
	if (select_path(walk, &odf_path) != ANSWER_OK || !stream_open(&odf, reading, ODF_FIRST, ODF_ROOM))
		return false;
	fill_stream(&odf);
	read_object_directory(walk, (struct span){odf.bytes, odf.length});
	for (int i = 0; i < walk->directory_count && !reading_is_over(reading); i++)
		read_directory(walk, &walk->directories[i]);
	return true;
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
	pkcs15_read_app(reading, &app, true);
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
		if (take_path(place.value, &odf) && odf.length > 2)
			set_app_path(&app, (struct span){odf.bytes, odf.length - 2});
	}
	if (tlv_find(template, 0x4F, &aid) && aid.value.length >= 5 && !has_path) {
		app.aid = aid.value.data;
		app.aid_length = aid.value.length;
	}
	return pkcs15_read_app(reading, &app, false);
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
	bool entered = false;
	struct stream dir;

	if (select_ef_dir(reading) && stream_open(&dir, reading, DIR_FIRST, DIR_ROOM)) {
		struct span in;
		struct tlv part;
		fill_stream(&dir);
		in = (struct span){dir.bytes, dir.length};
		for (int i = 0; i < DIRECTORIES_MAX && tlv_next(&in, &part) == TLV_OK && !reading_is_over(reading); i++)
			if (part.tag == 0x61 && read_application(reading, part.value))
				entered = true;
	}
	if (!entered && !reading_is_over(reading))
		entered = pkcs15_read_app(reading, &plain, false);
	reading->saw_pkcs15 = reading->saw_pkcs15 || entered;
	return entered;
}
