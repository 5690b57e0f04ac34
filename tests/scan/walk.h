/*
 * tests/scan/walk: the screens in memory, over a program made of synthetic people, and every place that a hand can reach: each
 * screen, each step, each field. Included once by a test that looks at them.
 */
#ifndef TESTS_SCAN_WALK_H
#define TESTS_SCAN_WALK_H

#include "../../src/ui/screen.h"
#include "../ui/fake_host.c" /* its state is looked at */
#include "fake_term.h"

enum { HAND_MS = 160, FACE_MS = 1100, SENTENCE_FIRST = 20, SENTENCE_LAST = 22 };

static struct ui *ui;
static bool administrator; /* whether the officer of the places is one */

/* ------------------------------------------------------------------ the desk */

static void
turn(void)
{
	ui_read(ui);
	ui_tick(ui);
	ui_paint(ui);
}

static void
wait_ms(int64_t ms)
{
	turn();
	while (ms > 0) {
		int timeout = ui_timeout(ui);
		int64_t step = timeout >= 0 && timeout < ms ? timeout : ms;
		if (step == 0)
			step = 1;
		fake_term_wait(step);
		ms -= step;
		turn();
	}
}

/* A hand's keys, one by one: "F3", "Enter", "=text", "@row" of home. */
static void
by_hand(const char *keys)
{
	static const struct {
		const char *name;
		enum press_kind kind;
	} names[] = {{"Enter", PRESS_ENTER}, {"Esc", PRESS_ESCAPE}, {"Tab", PRESS_TAB}, {"Down", PRESS_DOWN}, {"Up", PRESS_UP}};
	char copy[256], *rest = NULL;

	copy_text(copy, sizeof copy, keys);
	for (char *key = strtok_r(copy, " ", &rest); key != NULL; key = strtok_r(NULL, " ", &rest)) {
		uint32_t code;
		size_t taken;
		if (key[0] == 'F' && key[1] >= '1' && key[1] <= '9')
			fake_term_push((struct press){.kind = PRESS_FUNCTION, .code = (uint32_t)atoi(key + 1)});
		for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
			if (strcmp(names[i].name, key) == 0)
				fake_term_push((struct press){.kind = names[i].kind});
		if (strcmp(key, "Space") == 0)
			fake_term_push((struct press){.kind = PRESS_CHAR, .code = ' '});
		if (strcmp(key, "Face") == 0) {
			wait_ms(FACE_MS); /* the name is read first */
			fake_term_push((struct press){.kind = PRESS_CONTROL, .code = 'y'});
		}
		if (strcmp(key, "New") == 0)
			fake_term_push((struct press){.kind = PRESS_CONTROL, .code = 'n'});
		if (strcmp(key, "Commit") == 0) {
			wait_ms(400); /* longer than an accident */
			fake_term_push((struct press){.kind = PRESS_CONTROL, .code = 't'});
		}
		for (int rows = 0; key[0] == '@' && !fake_term_is_at(key + 1) && rows < 20; rows++) {
			fake_term_push((struct press){.kind = PRESS_DOWN});
			wait_ms(HAND_MS);
		}
		if (key[0] == '@')
			fake_term_push((struct press){.kind = PRESS_ENTER});
		wait_ms(HAND_MS);
		if (key[0] != '=')
			continue;
		for (const char *at = key + 1; (taken = text_decode(at, &code)) > 0; at += taken) {
			fake_term_push((struct press){.kind = PRESS_CHAR, .code = code});
			wait_ms(HAND_MS);
		}
	}
}

/* ------------------------------------------------------------------ places and scans */

enum room {
	ROOM_LOGIN,
	ROOM_HOME,
	ROOM_LIST,
	ROOM_JOURNAL,
	ROOM_COURIER,
	ROOM_COUNT,
	ROOM_FIELD, /* one for words */
	ROOM_QUEUE,
	ROOM_APPLICANT,
	ROOM_IDENTITY,
	ROOM_ITEMS,
	ROOM_FLOW, /* any other step */
	ROOM_OTHER
};

#define COUNT "=demo Enter =demo Enter @gönderi Enter =Kargo Enter =Veli Enter Space F9 Space F9 =12 Enter =9 Enter"

/* clang-format off */
static const struct place {
	const char *name, *keys;
	enum room room;
} places[] = {
	{"the login's name", "", ROOM_LOGIN},
	{"the login's password", "=demo Tab =x", ROOM_LOGIN},
	{"the lock", "=demo Enter =demo Enter F10", ROOM_LOGIN},
	{"home", "=demo Enter =demo Enter", ROOM_HOME},
	{"another tile of home", "=demo Enter =demo Enter Down Down", ROOM_HOME},
	{"the list", "=demo Enter =demo Enter @Bütün", ROOM_LIST},
	{"the list with a text", "=demo Enter =demo Enter @Bütün =can Down", ROOM_LIST},
	{"a page", "=demo Enter =demo Enter @Bütün =can Enter", ROOM_OTHER},
	{"the journal", "=demo Enter =demo Enter @İşlem Down", ROOM_JOURNAL},
	{"the journal with a text", "=demo Enter =demo Enter @İşlem =teslim", ROOM_JOURNAL},
	{"the doctor", "=demo Enter =demo Enter F7", ROOM_OTHER},
	{"help", "=demo Enter =demo Enter F1", ROOM_OTHER},
	{"the print queue", "=demo Enter =demo Enter @Yazdırma Down", ROOM_QUEUE},
	{"the papers to be signed", "=demo Enter =demo Enter @İmzalı Down", ROOM_QUEUE},
	{"the parcels", "=demo Enter =demo Enter @gönderi Down Down", ROOM_COURIER},
	{"a courier's firm", "=demo Enter =demo Enter @gönderi Enter", ROOM_FIELD},
	{"what the courier showed", "=demo Enter =demo Enter @gönderi Enter =Kargo Enter =Veli Enter", ROOM_OTHER},
	{"the count", COUNT, ROOM_COUNT},
	{"the demo's cards", "=demo Enter =demo Enter F12 Down", ROOM_OTHER},
	{"step 1", "=demo Enter =demo Enter F3", ROOM_APPLICANT},
	{"step 1 with a name", "=demo Enter =demo Enter F3 =can Down", ROOM_APPLICANT},
	{"the document's number", "=demo Enter =demo Enter F3 =işil Enter", ROOM_IDENTITY},
	{"the document's number, begun", "=demo Enter =demo Enter F3 =işil Enter =A1", ROOM_IDENTITY},
	{"the document's expiry", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter", ROOM_IDENTITY},
	{"the hidden digits", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter", ROOM_IDENTITY},
	{"the hidden digits, begun", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =100", ROOM_IDENTITY},
	{"the face", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000", ROOM_IDENTITY},
	{"the face, the number not typed", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter Tab", ROOM_IDENTITY},
	{"all but the number", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter Face", ROOM_IDENTITY},
	{"the doubt", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =9999999999", ROOM_FLOW},
	{"a second officer's name", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =9999999999 Down Enter", ROOM_LOGIN},
	{"step 3", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter", ROOM_FLOW},
	{"a verdict", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1", ROOM_FLOW},
	{"a refusing verdict", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =2", ROOM_FLOW},
	{"the certificate", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F4",
		ROOM_OTHER},
	{"the reader's serial", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY",
		ROOM_ITEMS},
	{"the card's serial", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB",
		ROOM_ITEMS},
	{"the summary", "=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9",
		ROOM_FLOW},
	{"the armed summary",
		"=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9 F9", ROOM_FLOW},
	{"the paper",
		"=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9 F9 Commit", ROOM_FLOW},
	{"the signatures",
		"=demo Enter =demo Enter F3 =işil Enter =A12B34567 Enter =01.05.2031 Enter =10000 Face Enter F12 =1 F9 =89AB Tab Tab =OKY-88213 F9 F9 Commit F9", ROOM_FLOW},
	{"the reasons", "=demo Enter =demo Enter F3 =işil Enter F6", ROOM_FLOW},
	{"a reason chosen", "=demo Enter =demo Enter F3 =işil Enter F6 =2", ROOM_FLOW},
	{"the reason's words", "=demo Enter =demo Enter F3 =işil Enter F6 =2 Enter =sonra", ROOM_FLOW},
};
/* clang-format on */

/* ------------------------------------------------------------------ the state of everything */

struct state {
	char picture[24 * 80 * 4];
	int cursor_row, cursor_column, depth;
	const struct screen_type *top;
	int host_counts[8];
	bool flowing, logged_in;
	struct handover_flow flow;
	struct applicant people[PEOPLE];
	enum paper_state paper[3];
};

static inline void /* not every test that walks looks */
look_at(struct state *state)
{
	*state = (struct state){0};
	copy_text(state->picture, sizeof state->picture, fake_term_picture());
	state->cursor_row = fake_term_cursor_row();
	state->cursor_column = fake_term_cursor_column();
	state->depth = ui->depth;
	state->top = screen_top(ui)->type;
	state->host_counts[0] = host.locks;
	state->host_counts[1] = host.idle_locks;
	state->host_counts[2] = host.logouts;
	state->host_counts[3] = host.reveals;
	state->host_counts[4] = host.delivered;
	state->host_counts[5] = host.card;
	state->host_counts[6] = host.received;
	state->host_counts[7] = host.delivery_papers;
	state->flowing = host.flowing;
	state->logged_in = host.logged_in;
	if (host.flowing)
		state->flow = host.flow;
	state->flow.started = 0;
	memcpy(state->people, host.people, sizeof state->people);
	memcpy(state->paper, host.paper, sizeof state->paper);
}

static void
reach(const struct place *place)
{
	struct ui_options options = {.stderr_fd = -1};
	struct err err = {0};

	if (ui != NULL)
		ui_close(&ui);
	memset(&host, 0, sizeof host);
	memset(&fake_drawer, 0, sizeof fake_drawer);
	host.administrator = administrator;
	host.officers = administrator ? 1 : 0;
	host.officer[0] = (struct officer){1, "ali", "Ali Işık", "", OFFICER_ROLE_OFFICER, true, ""};
	assert_int_equal(ui_open(&ui, fake_host(true), &options, &err), OK);
	fake_host_attach(ui);
	turn();
	by_hand(place->keys);
}

#endif
