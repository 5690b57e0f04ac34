/*
 * app/demo: the demo's virtual cards, put in and taken out through a socket of the emulator. Answers only when the
 * configuration names one, which no real desk's does.
 */
#include "session.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct {
	enum message name;
	const char *card; /* "%" stands for the applicant's number, "+" for somebody else's */
} cards[] = {
	{MSG_APP_DEMO_RIGHT, "%-right"},
	{MSG_APP_DEMO_OTHER, "+-right"},
	{MSG_APP_DEMO_EXPIRED, "%-expired"},
	{MSG_APP_DEMO_NOT_YET, "%-not-yet"},
	{MSG_APP_DEMO_TEST, "%-test"},
	{MSG_APP_DEMO_SEAL, "%-seal"},
	{MSG_APP_DEMO_UNREADABLE, "unreadable"},
	{MSG_APP_DEMO_PULLED, "%-pulled"},
};

const char *const *
demo_cards(void *context, int *count)
{
	static const char *names[ARRAY_LENGTH(cards)];

	if (demo_parcel_is_open(context))
		return demo_parcel_names(count);
	for (size_t i = 0; i < ARRAY_LENGTH(cards); i++)
		names[i] = message_text(cards[i].name);
	*count = (int)ARRAY_LENGTH(cards);
	return names;
}

/* The applicant of the flow, else the first two who wait: one to be right, one to be somebody else. */
static bool
choose_people(struct session *session, char mine[NATIONAL_ID_TEXT], char others[NATIONAL_ID_TEXT])
{
	const struct handover_flow *flow = session_flow_state(session->flow);
	struct applicant waiting[2];
	struct store_limits limits = {0};
	size_t count = 0;

	if (store_list_applicants(session->app.store, STORE_WAITING, &limits, NULL, 0, waiting, 2, &count, NULL) != OK ||
		count == 0)
		return false;
	copy_text(mine, NATIONAL_ID_TEXT, waiting[0].national_id);
	if (flow != NULL && flow->has_applicant)
		copy_text(mine, NATIONAL_ID_TEXT, flow->applicant.national_id);
	copy_text(others, NATIONAL_ID_TEXT, waiting[count > 1 && strcmp(waiting[0].national_id, mine) == 0 ? 1 : 0].national_id);
	return true;
}

static bool
send_command(const char *path, const char *command, char *answer, size_t size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const struct timeval limit = {.tv_sec = 2};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ssize_t got = -1;

	if (fd >= 0 && copy_text(address.sun_path, sizeof address.sun_path, path) &&
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
		connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
		send(fd, command, strlen(command), MSG_NOSIGNAL) == (ssize_t)strlen(command))
		got = recv(fd, answer, size - 1, 0);
	if (fd >= 0)
		close(fd);
	answer[got > 0 ? got : 0] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
	return strncmp(answer, "ok", 2) == 0;
}

/* Of the parcel that is being counted; *done: nothing is left to be put in. */
static bool
from_parcel(struct session *session, int index, struct str *command, bool *done, char *sentence)
{
	char card[64];
	enum demo_parcel taken = demo_parcel_take(session, index, card, sizeof card);

	*done = taken != DEMO_PARCEL_CARD;
	if (taken == DEMO_PARCEL_CARD)
		str_printf(command, "insert %s\n", card);
	if (taken == DEMO_PARCEL_EMPTY)
		copy_text(sentence, UI_SENTENCE, tell(APP_DEMO_PARCEL_EMPTY));
	return taken != DEMO_PARCEL_EMPTY;
}

bool
demo_insert(void *context, int index, char *sentence)
{
	struct session *session = context;
	char mine[NATIONAL_ID_TEXT], others[NATIONAL_ID_TEXT], answer[128];
	struct str command = {0};
	bool good = true, done = false;

	if (index < 0) {
		str_add(&command, "remove\n");
	} else if (demo_parcel_is_open(session)) {
		good = from_parcel(session, index, &command, &done, sentence);
		if (done)
			return good;
	} else if ((size_t)index < ARRAY_LENGTH(cards) && choose_people(session, mine, others)) {
		const char *card = cards[index].card;
		str_printf(&command, "insert %s%s\n",
			card[0] == '%'           ? mine
				: card[0] == '+' ? others
						 : "",
			card[0] == '%' || card[0] == '+' ? card + 1 : card);
	} else {
		good = false;
	}
	if (good)
		good = send_command(session->app.conf.demo_socket, str_text(&command), answer, sizeof answer);
	if (!good)
		say(sentence, UI_SENTENCE, APP_DEMO_FAILED);
	str_clear(&command);
	return good;
}
