/*
 * pcsc/driver/reader: a reader driver for pcscd whose reader does what a file says, for what the virtual reader
 * cannot show. The file is the reader's device; its first letter: e empty, m a card that does not answer the reset,
 * c a card (the ATR in hexadecimal follows; every command is answered 6D00), g the reader has been pulled out.
 */
#include <ctype.h>
#include <ifdhandler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char device[256];

static int
read_state(char *text, int size)
{
	FILE *file = fopen(device, "re");
	int state = 'g';

	if (file != NULL && fgets(text, size, file) != NULL)
		state = text[0];
	if (file != NULL)
		fclose(file);
	return state;
}

RESPONSECODE
IFDHCreateChannelByName(DWORD lun, LPSTR name)
{
	(void)lun;
	snprintf(device, sizeof device, "%s", name);
	return read_state((char[128]){0}, 128) == 'g' ? IFD_NO_SUCH_DEVICE : IFD_SUCCESS;
}

RESPONSECODE
IFDHCreateChannel(DWORD lun, DWORD channel)
{
	(void)lun;
	(void)channel;
	return IFD_COMMUNICATION_ERROR;
}

RESPONSECODE
IFDHCloseChannel(DWORD lun)
{
	(void)lun;
	return IFD_SUCCESS;
}

static DWORD
read_atr(UCHAR *atr, DWORD size)
{
	char text[128] = "";
	DWORD length = 0;

	if (read_state(text, sizeof text) != 'c')
		return 0;
	for (const char *at = text + 1;
		length < size && isxdigit((unsigned char)at[0]) && isxdigit((unsigned char)at[1]); at += 2)
		atr[length++] = (UCHAR)strtoul((char[]){at[0], at[1], '\0'}, NULL, 16);
	return length;
}

RESPONSECODE
IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
	(void)lun;
	switch (tag) {
	case TAG_IFD_ATR:
		*length = read_atr(value, *length);
		return IFD_SUCCESS;
	case TAG_IFD_SLOTS_NUMBER:
	case TAG_IFD_SIMULTANEOUS_ACCESS:
	case TAG_IFD_SLOT_THREAD_SAFE:
		if (*length < 1)
			return IFD_ERROR_INSUFFICIENT_BUFFER;
		value[0] = tag == TAG_IFD_SLOT_THREAD_SAFE ? 0 : 1;
		*length = 1;
		return IFD_SUCCESS;
	}
	return IFD_ERROR_TAG;
}

RESPONSECODE
IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
	(void)lun;
	(void)tag;
	(void)length;
	(void)value;
	return IFD_ERROR_VALUE_READ_ONLY;
}

RESPONSECODE
IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2, UCHAR pts3)
{
	(void)lun;
	(void)protocol;
	(void)flags;
	(void)pts1;
	(void)pts2;
	(void)pts3;
	return IFD_SUCCESS;
}

RESPONSECODE
IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
	(void)lun;
	if (action == IFD_POWER_DOWN) {
		*length = 0;
		return IFD_SUCCESS;
	}
	*length = read_atr(atr, MAX_ATR_SIZE);
	return *length > 0 ? IFD_SUCCESS : IFD_ERROR_POWER_ACTION;
}

RESPONSECODE
IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD size, PUCHAR answer, PDWORD length,
	PSCARD_IO_HEADER got)
{
	(void)lun;
	(void)send;
	(void)command;
	(void)size;
	(void)got;
	if (*length < 2)
		return IFD_COMMUNICATION_ERROR;
	memcpy(answer, "\x6D\x00", 2);
	*length = 2;
	return IFD_SUCCESS;
}

RESPONSECODE
IFDHControl(DWORD lun, DWORD code, PUCHAR in, DWORD size, PUCHAR out, DWORD room, LPDWORD got)
{
	(void)lun;
	(void)code;
	(void)in;
	(void)size;
	(void)out;
	(void)room;
	*got = 0;
	return IFD_NOT_SUPPORTED;
}

RESPONSECODE
IFDHICCPresence(DWORD lun)
{
	(void)lun;
	switch (read_state((char[128]){0}, 128)) {
	case 'e':
		return IFD_ICC_NOT_PRESENT;
	case 'm':
	case 'c':
		return IFD_ICC_PRESENT;
	}
	return IFD_NO_SUCH_DEVICE;
}
