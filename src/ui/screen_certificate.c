/*
 * ui/screen_certificate: every fact of the certificate that the verdict is about, to scroll through.
 */
#include "screen.h"

#include "teslim/ident.h"

#include <string.h>

enum { LABEL_END = 17, VALUE = LABEL_END + 3, FACTS_MAX = 16 };

struct fact {
	int label;
	char value[1024];
};

struct certificate_screen {
	struct screen screen;
	int first; /* topmost line shown */
	int lines; /* of all facts together */
	int count;
	struct fact facts[FACTS_MAX];
};

static void
add_fact(struct certificate_screen *view, int label, const char *value)
{
	if (value[0] == '\0' || view->count == FACTS_MAX)
		return;
	view->facts[view->count].label = label;
	copy_text(view->facts[view->count].value, sizeof view->facts[0].value, value);
	view->count++;
}

/* The subject holds the whole number; the screen shows it masked. */
static void
mask_number(char *text, const char *national_id)
{
	char masked[NATIONAL_ID_TEXT];
	char *at;

	if (strlen(national_id) != NATIONAL_ID_TEXT - 1)
		return;
	ident_mask(masked, national_id);
	while ((at = strstr(text, national_id)) != NULL)
		memcpy(at, masked, NATIONAL_ID_TEXT - 1);
}

static void
collect(struct certificate_screen *view, const struct certificate_facts *facts, const struct certificate_check *check)
{
	char text[1024], from[CLOCK_TEXT], until[CLOCK_TEXT];

	view->count = 0;
	copy_text(text, sizeof text, facts->subject);
	mask_number(text, facts->national_id);
	add_fact(view, MSG_CERTIFICATE_SUBJECT, text);
	add_fact(view, MSG_CERTIFICATE_ISSUER, facts->issuer);
	add_fact(view, MSG_CERTIFICATE_SERIAL, facts->serial);
	clock_minute(from, facts->not_before);
	clock_minute(until, facts->not_after);
	snprintf(text, sizeof text, "%s - %s", from, until);
	add_fact(view, MSG_CERTIFICATE_VALID, text);
	add_fact(view, MSG_CERTIFICATE_KEY, facts->key);
	add_fact(view, MSG_CERTIFICATE_SIGNATURE, facts->signature);
	add_fact(view, MSG_CERTIFICATE_POLICIES, facts->policies);
	add_fact(view, MSG_CERTIFICATE_STATEMENTS, facts->qc_statements);
	add_fact(view, MSG_CERTIFICATE_USAGES, facts->extended_usages);
	add_fact(view, MSG_CERTIFICATE_NOTICE, facts->user_notice);
	add_fact(view, MSG_CERTIFICATE_FINGERPRINT, facts->sha256);
	add_fact(view, MSG_CERTIFICATE_CHECKED, check->detail);
}

static void
certificate_refresh(struct screen *screen)
{
	struct certificate_screen *view = (struct certificate_screen *)screen;
	const struct handover_flow *flow = screen->ui->host->flow(screen->ui->host->context);

	if (flow == NULL || flow->chosen < 0) {
		screen_pop(screen->ui);
		return;
	}
	collect(view, &flow->certificates[flow->chosen], &flow->checks[flow->chosen]);
}

/* One line of a long value; breaks where it must, at a blank where there is one. */
static size_t
line_length(const char *text, int cells)
{
	size_t length = text_prefix(text, cells);
	size_t blank = length;

	if (text[length] == '\0')
		return length;
	while (blank > 0 && text[blank] != ' ')
		blank--;
	return blank > 0 ? blank : length > 0 ? length : text_grapheme(text);
}

static void
certificate_draw(struct screen *screen)
{
	struct certificate_screen *view = (struct certificate_screen *)screen;
	int cells = term_columns() - VALUE - 2;
	int line = 0;

	for (int i = 0; i < view->count; i++) {
		const char *at = view->facts[i].value;
		bool begins = true;
		while (*at != '\0') {
			char part[1024];
			size_t length = line_length(at, cells);
			int row = BODY_TOP + line - view->first;
			memcpy(part, at, length);
			part[length] = '\0';
			if (row >= BODY_TOP && row <= body_bottom()) {
				if (begins)
					draw_text_right(row, LABEL_END, STYLE_LABEL, message_text((enum message)view->facts[i].label));
				draw_text(row, VALUE, cells, STYLE_FIELD, part);
			}
			begins = false;
			at += length;
			while (*at == ' ')
				at++;
			line++;
		}
	}
	view->lines = line;
	term_cursor(BODY_TOP, VALUE);
}

static bool
certificate_press(struct screen *screen, const struct press *press)
{
	struct certificate_screen *view = (struct certificate_screen *)screen;
	int last = view->lines - body_rows();

	if (press->kind == PRESS_DOWN)
		view->first++;
	else if (press->kind == PRESS_UP)
		view->first--;
	else if (press->kind == PRESS_PAGE_DOWN)
		view->first += body_rows();
	else if (press->kind == PRESS_PAGE_UP)
		view->first -= body_rows();
	else if (press->kind == PRESS_HOME)
		view->first = 0;
	else if (press->kind == PRESS_END)
		view->first = last;
	else
		return false;
	if (view->first > last)
		view->first = last;
	if (view->first < 0)
		view->first = 0;
	return true;
}

static void
certificate_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{4, 'r', 'e', UI_ACT_CLOSE, MSG_UI_KEY_BACK, true},
		{KEY_ESCAPE, 'g', 'b', UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

const struct screen_type screen_certificate = {
	.size = sizeof(struct certificate_screen),
	.title = MSG_CERTIFICATE_TITLE,
	.sentence = MSG_CERTIFICATE_SENTENCE,
	.draw = certificate_draw,
	.keys = certificate_keys,
	.press = certificate_press,
	.refresh = certificate_refresh,
};
