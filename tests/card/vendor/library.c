/*
 * card/vendor/library: a vendor's PKCS#11 library as far as teslim-card needs one: two slots, in the second a token with the
 * certificate of the file VENDOR_CERTIFICATE. Built as a shared object by the test. A login leaves a mark in the file
 * VENDOR_MARK, and so does each look for objects that are not certificates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLASS = 0, LABEL = 3, VALUE = 0x11, ID = 0x102, CERTIFICATE = 1, FUNCTIONS = 68 };

struct attribute {
	unsigned long type;
	void *value;
	unsigned long length;
};

static unsigned char certificate[8192];
static unsigned long certificate_length;
static int objects_left;

static unsigned long
mark(const char *what)
{
	FILE *file = fopen(getenv("VENDOR_MARK"), "a");

	if (file != NULL) {
		fprintf(file, "%s\n", what);
		fclose(file);
	}
	return 0;
}

static unsigned long
unused(void)
{
	mark("another function");
	return 0x54; /* CKR_FUNCTION_NOT_SUPPORTED */
}

static unsigned long
initialize(void *arguments)
{
	FILE *file = fopen(getenv("VENDOR_CERTIFICATE"), "rb");

	(void)arguments;
	if (file == NULL)
		return 5;
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
get_slot_list(unsigned char with_token, unsigned long *slots, unsigned long *count)
{
	(void)with_token;
	if (*count < 2)
		return 0x150;
	slots[0] = 7;
	slots[1] = 9;
	*count = 2;
	return 0;
}

static unsigned long
get_slot_info(unsigned long slot, void *info)
{
	memset(info, ' ', 64);
	memcpy(info, slot == 9 ? "Virtual PCD 00 00" : "Another reader 00", 17);
	return 0;
}

static unsigned long
open_session(unsigned long slot, unsigned long flags, void *application, void *notify, unsigned long *session)
{
	(void)application;
	(void)notify;
	if (slot != 9)
		mark("the wrong slot");
	if (flags != 4)
		mark("a session for writing");
	*session = 3;
	return 0;
}

static unsigned long
one_argument(unsigned long session)
{
	(void)session;
	return 0;
}

static unsigned long
login(unsigned long session, unsigned long user, unsigned char *pin, unsigned long length)
{
	(void)session;
	(void)user;
	(void)pin;
	(void)length;
	return mark("login");
}

static unsigned long
find_init(unsigned long session, struct attribute *wanted, unsigned long count)
{
	(void)session;
	if (count != 1 || wanted->type != CLASS || *(unsigned long *)wanted->value != CERTIFICATE)
		mark("another class");
	objects_left = 1;
	return 0;
}

static unsigned long
find(unsigned long session, unsigned long *objects, unsigned long most, unsigned long *count)
{
	(void)session;
	*count = objects_left > 0 && most > 0 ? 1 : 0;
	if (*count == 1)
		objects[0] = 42;
	objects_left = 0;
	return 0;
}

static unsigned long
get_attribute(unsigned long session, unsigned long object, struct attribute *attribute, unsigned long count)
{
	const void *bytes = attribute->type == VALUE ? (const void *)certificate : attribute->type == LABEL ? "NES" : "\x01";
	unsigned long length = attribute->type == VALUE ? certificate_length : attribute->type == LABEL ? 3 : 1;

	(void)session;
	(void)count;
	if (object != 42)
		mark("another object");
	if (attribute->value != NULL)
		memcpy(attribute->value, bytes, length);
	attribute->length = length;
	return 0;
}

/* The caller knows each one's arguments; here they are all the same. */
typedef unsigned long function(void);

static struct {
	unsigned char version[2];
	function *functions[FUNCTIONS];
} list;

unsigned long
C_GetFunctionList(void *out)
{
	list.version[0] = 2;
	list.version[1] = 40;
	for (int i = 0; i < FUNCTIONS; i++)
		list.functions[i] = unused;
	list.functions[0] = (function *)initialize;
	list.functions[1] = (function *)finalize;
	list.functions[4] = (function *)get_slot_list;
	list.functions[5] = (function *)get_slot_info;
	list.functions[12] = (function *)open_session;
	list.functions[13] = (function *)one_argument;
	list.functions[18] = (function *)login;
	list.functions[24] = (function *)get_attribute;
	list.functions[26] = (function *)find_init;
	list.functions[27] = (function *)find;
	list.functions[28] = (function *)one_argument;
	*(void **)out = &list;
	return 0;
}
