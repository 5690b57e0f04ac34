/*
 * card/module: certificates through the vendor's PKCS#11 library, for media whose layout is the vendor's own. Only
 * when the administrator names the library; in the reading process, never with a login. Declares the few names of
 * PKCS#11 v2.40 that it uses, in the order of the standard's function list.
 */
#include "work.h"

#include <dlfcn.h>
#include <string.h>

enum {
	SLOTS_MAX = 16,
	OBJECTS_MAX = READING_CERTIFICATES_MAX,
	CKF_SERIAL = 4,
	CKA_CLASS = 0,
	CKA_LABEL = 3,
	CKA_VALUE = 0x11,
	CKA_ID = 0x102,
	CKO_CERTIFICATE = 1,
	SLOT_DESCRIPTION = 64
};

struct ck_attribute {
	unsigned long type;
	void *value;
	unsigned long length;
};

struct ck_slot_info {
	unsigned char description[SLOT_DESCRIPTION];
	unsigned char manufacturer[32];
	unsigned long flags;
	unsigned char versions[4];
};

typedef unsigned long (*ck_unused)(void);

/* CK_FUNCTION_LIST up to the last function that is used; the standard fixes the order. */
struct ck_function_list {
	unsigned char version[2];
	unsigned long (*initialize)(void *arguments);
	unsigned long (*finalize)(void *reserved);
	ck_unused information[2];
	unsigned long (*get_slot_list)(unsigned char with_token, unsigned long *slots, unsigned long *count);
	unsigned long (*get_slot_info)(unsigned long slot, struct ck_slot_info *info);
	ck_unused tokens[6];
	unsigned long (*open_session)(unsigned long slot, unsigned long flags, void *application, void *notify,
		unsigned long *session);
	unsigned long (*close_session)(unsigned long session);
	ck_unused sessions[6]; /* among them the login, which is never called */
	ck_unused objects[4];
	unsigned long (*get_attribute_value)(unsigned long session, unsigned long object, struct ck_attribute *attributes,
		unsigned long count);
	ck_unused set_attribute_value;
	unsigned long (*find_objects_init)(unsigned long session, struct ck_attribute *attributes, unsigned long count);
	unsigned long (*find_objects)(unsigned long session, unsigned long *objects, unsigned long most, unsigned long *count);
	unsigned long (*find_objects_final)(unsigned long session);
};

struct module {
	void *handle;
	struct ck_function_list *list;
	unsigned long session;
};

static bool
open_module(struct module *module, const char *path)
{
	unsigned long (*get_list)(struct ck_function_list **);
	void *symbol;

	module->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	symbol = module->handle != NULL ? dlsym(module->handle, "C_GetFunctionList") : NULL;
	if (symbol == NULL)
		return false;
	memcpy(&get_list, &symbol, sizeof get_list);
	if (get_list(&module->list) != 0 || module->list == NULL)
		return false;
	return module->list->initialize(NULL) == 0;
}

/* Does the slot stand for this reader? Its description is the reader's name, cut or padded to 64 bytes. */
static bool
is_slot_of(const struct module *module, unsigned long slot, const char *reader)
{
	struct ck_slot_info info = {0};
	size_t length = strlen(reader) < SLOT_DESCRIPTION ? strlen(reader) : SLOT_DESCRIPTION;

	if (module->list->get_slot_info(slot, &info) != 0 || memcmp(info.description, reader, length) != 0)
		return false;
	while (length < SLOT_DESCRIPTION && (info.description[length] == ' ' || info.description[length] == '\0'))
		length++;
	return length == SLOT_DESCRIPTION; /* "Reader 1" is not "Reader 10" */
}

/* Fetches an attribute into the arena; empty when it is not there or too large. */
static struct span
fetch(struct reading *reading, const struct module *module, unsigned long object, unsigned long type, size_t most)
{
	struct ck_attribute attribute = {type, NULL, 0};
	uint8_t *bytes;

	if (module->list->get_attribute_value(module->session, object, &attribute, 1) != 0 || attribute.length == 0 ||
		attribute.length > most)
		return (struct span){0};
	bytes = arena_take(&reading->arena, attribute.length);
	attribute.value = bytes;
	if (bytes == NULL || module->list->get_attribute_value(module->session, object, &attribute, 1) != 0)
		return (struct span){0};
	return (struct span){bytes, attribute.length <= most ? attribute.length : 0};
}

static void
note_object(struct reading *reading, const struct module *module, unsigned long object)
{
	struct span der = fetch(reading, module, object, CKA_VALUE, READING_CERTIFICATE_MAX);
	struct span id = fetch(reading, module, object, CKA_ID, READING_ID_MAX);
	struct span text = fetch(reading, module, object, CKA_LABEL, READING_LABEL_MAX - 1);
	char label[READING_LABEL_MAX] = {0};

	if (text.length > 0)
		memcpy(label, text.data, text.length);
	reading_note(reading, der_is_certificate(der) ? CONTENT_CERTIFICATE : CONTENT_OTHER, CARD_FAMILY_MODULE, label, id, der);
}

static void
read_slot(struct reading *reading, struct module *module, unsigned long slot)
{
	unsigned long class = CKO_CERTIFICATE, objects[OBJECTS_MAX], count = 0;
	struct ck_attribute wanted = {CKA_CLASS, &class, sizeof class};

	if (module->list->open_session(slot, CKF_SERIAL, NULL, NULL, &module->session) != 0)
		return;
	if (module->list->find_objects_init(module->session, &wanted, 1) == 0) {
		if (module->list->find_objects(module->session, objects, OBJECTS_MAX, &count) != 0 || count > OBJECTS_MAX)
			count = 0;
		module->list->find_objects_final(module->session);
	}
	for (unsigned long i = 0; i < count && !reading_is_over(reading); i++)
		note_object(reading, module, objects[i]);
	module->list->close_session(module->session);
}

enum fault
module_read(struct reading *reading, const char *path, const char *reader)
{
	struct module module = {0};
	unsigned long slots[SLOTS_MAX], count = SLOTS_MAX;

	if (!open_module(&module, path))
		return FAULT_MODULE;
	if (module.list->get_slot_list(1, slots, &count) != 0 || count > SLOTS_MAX)
		count = 0;
	for (unsigned long i = 0; i < count; i++)
		if (count == 1 || is_slot_of(&module, slots[i], reader))
			read_slot(reading, &module, slots[i]);
	module.list->finalize(NULL);
	return reading->count > 0 ? FAULT_NONE : FAULT_NO_CERTIFICATE;
}
