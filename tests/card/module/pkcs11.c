/*
 * card/module/pkcs11: a PKCS#11 library for tests, made by test_module: slots named by FAKE_SLOTS ("A|B"), each with a
 * certificate from the file FAKE_CERT, with manners by FAKE_MANNER. Whoever calls a function that is no reading (the
 * login above all) leaves the file FAKE_MARK behind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FUNCTIONS = 68, FAILED = 5, TOO_SMALL = 0x150 };

typedef unsigned long function(void);

struct attribute {
	unsigned long type;
	void *value;
	unsigned long length;
};

static struct {
	unsigned char version[2];
	function *functions[FUNCTIONS];
} list = {{2, 40}, {0}};

static unsigned char certificate[40000];
static unsigned long certificate_length, open_slot, found;

static int
has_manner(const char *manner)
{
	const char *now = getenv("FAKE_MANNER");

	return now != NULL && strcmp(now, manner) == 0;
}

static unsigned long
forbidden(void)
{
	FILE *mark = fopen(getenv("FAKE_MARK"), "w");

	if (mark != NULL)
		fclose(mark);
	return FAILED;
}

static unsigned long
initialize(void *arguments)
{
	FILE *file = fopen(getenv("FAKE_CERT"), "r");

	(void)arguments;
	if (file == NULL || has_manner("no-start"))
		return FAILED;
	certificate_length = fread(certificate, 1, sizeof certificate, file);
	fclose(file);
	return 0;
}

static unsigned long
finalize(void *reserved)
{
	(void)reserved;
	return 0;
}

static unsigned long
count_slots(void)
{
	const char *at = getenv("FAKE_SLOTS");
	unsigned long count = 1;

	for (; *at != '\0'; at++)
		count += *at == '|';
	return count;
}

static unsigned long
get_slot_list(unsigned char with_token, unsigned long *slots, unsigned long *count)
{
	unsigned long there = count_slots();

	(void)with_token;
	if (has_manner("many-slots")) {
		*count = 1000;
		return 0;
	}
	if (there > *count)
		return TOO_SMALL;
	for (unsigned long i = 0; i < there; i++)
		slots[i] = 10 + i;
	*count = there;
	return 0;
}

static unsigned long
get_slot_info(unsigned long slot, unsigned char *info)
{
	const char *at = getenv("FAKE_SLOTS");
	size_t length;

	for (; slot > 10; slot--)
		at = strchr(at, '|') + 1;
	length = strcspn(at, "|");
	memset(info, ' ', 64);
	memcpy(info, at, length < 64 ? length : 64);
	return 0;
}

static unsigned long
open_session(unsigned long slot, unsigned long flags, void *application, void *notify, unsigned long *session)
{
	(void)application;
	(void)notify;
	if (flags != 4) /* serial, and nothing is to be written */
		return forbidden();
	open_slot = slot;
	*session = 77;
	return 0;
}

static unsigned long
close_session(unsigned long session)
{
	return session == 77 ? 0 : FAILED;
}

static unsigned long
find_objects_init(unsigned long session, struct attribute *wanted, unsigned long count)
{
	found = 0;
	return session == 77 && count == 1 && wanted->type == 0 && *(unsigned long *)wanted->value == 1 ? 0 : FAILED;
}

static unsigned long
find_objects(unsigned long session, unsigned long *objects, unsigned long most, unsigned long *count)
{
	(void)session;
	(void)most;
	objects[0] = 5;
	*count = has_manner("many-objects") ? 100000 : 1;
	return 0;
}

static unsigned long
give(struct attribute *attribute, const void *bytes, unsigned long length)
{
	if (attribute->value != NULL && attribute->length >= length)
		memcpy(attribute->value, bytes, length);
	else if (attribute->value != NULL)
		return TOO_SMALL;
	attribute->length = length;
	return 0;
}

static unsigned long
get_attribute_value(unsigned long session, unsigned long object, struct attribute *attribute, unsigned long count)
{
	char label[300];

	(void)session;
	if (object != 5 || count != 1)
		return FAILED;
	snprintf(label, sizeof label, "slot %lu", open_slot);
	if (attribute->type == 0x11 && has_manner("huge-value") && attribute->value == NULL) {
		attribute->length = 1UL << 40;
		return 0;
	}
	if (attribute->type == 0x11 && has_manner("no-value")) {
		attribute->length = (unsigned long)-1;
		return 0;
	}
	if (attribute->type == 0x11)
		return give(attribute, certificate, certificate_length);
	if (attribute->type == 0x102)
		return give(attribute, "\x45\x01", 2);
	if (attribute->type == 3 && has_manner("long-label"))
		return give(attribute, memset(label, 'L', sizeof label), sizeof label);
	return attribute->type == 3 ? give(attribute, label, strlen(label)) : FAILED;
}

unsigned long C_GetFunctionList(void *out);

unsigned long
C_GetFunctionList(void *out)
{
	void *here = &list;

	for (int i = 0; i < FUNCTIONS; i++)
		list.functions[i] = forbidden;
	list.functions[0] = (function *)initialize;
	list.functions[1] = (function *)finalize;
	list.functions[4] = (function *)get_slot_list;
	list.functions[5] = (function *)get_slot_info;
	list.functions[12] = (function *)open_session;
	list.functions[13] = (function *)close_session;
	list.functions[24] = (function *)get_attribute_value;
	list.functions[26] = (function *)find_objects_init;
	list.functions[27] = (function *)find_objects;
	list.functions[28] = (function *)finalize;
	memcpy(out, &here, sizeof here);
	return 0;
}
