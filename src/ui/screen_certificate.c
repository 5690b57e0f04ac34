/*
 * ui/screen_certificate: every fact of the certificate that the verdict is about, to scroll through.
 */
#include "page_view.h"

#include "teslim/ident.h"

#include <string.h>

enum { LABEL_END = 17 };

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
collect(struct page *page, const struct certificate_facts *facts, const struct certificate_check *check)
{
	char text[1024], from[CLOCK_TEXT], until[CLOCK_TEXT];

	page_begin(page);
	copy_text(text, sizeof text, facts->subject);
	mask_number(text, facts->national_id);
	page_fact(page, MSG_CERTIFICATE_SUBJECT, PAGE_PLAIN, text);
	page_fact(page, MSG_CERTIFICATE_ISSUER, PAGE_PLAIN, facts->issuer);
	page_fact(page, MSG_CERTIFICATE_SERIAL, PAGE_PLAIN, facts->serial);
	clock_minute(from, facts->not_before);
	clock_minute(until, facts->not_after);
	snprintf(text, sizeof text, "%s - %s", from, until);
	page_fact(page, MSG_CERTIFICATE_VALID, PAGE_PLAIN, text);
	page_fact(page, MSG_CERTIFICATE_KEY, PAGE_PLAIN, facts->key);
	page_fact(page, MSG_CERTIFICATE_SIGNATURE, PAGE_PLAIN, facts->signature);
	page_fact(page, MSG_CERTIFICATE_POLICIES, PAGE_PLAIN, facts->policies);
	page_fact(page, MSG_CERTIFICATE_STATEMENTS, PAGE_PLAIN, facts->qc_statements);
	page_fact(page, MSG_CERTIFICATE_USAGES, PAGE_PLAIN, facts->extended_usages);
	page_fact(page, MSG_CERTIFICATE_NOTICE, PAGE_PLAIN, facts->user_notice);
	page_fact(page, MSG_CERTIFICATE_FINGERPRINT, PAGE_PLAIN, facts->sha256);
	page_fact(page, MSG_CERTIFICATE_CHECKED, PAGE_PLAIN, check->detail);
}

static void
certificate_refresh(struct screen *screen)
{
	struct page_screen *view = (struct page_screen *)screen;
	const struct handover_flow *flow = screen->ui->host->flow(screen->ui->host->context);

	if (flow == NULL || flow->chosen < 0) {
		screen_pop(screen->ui);
		return;
	}
	collect(&view->page, &flow->certificates[flow->chosen], &flow->checks[flow->chosen]);
	page_screen_fit(view);
}

static void
certificate_open(struct screen *screen, const struct target *target)
{
	(void)target;
	((struct page_screen *)screen)->label_end = LABEL_END;
}

static void
certificate_keys(struct screen *screen, struct key_set *set)
{
	static const struct key_entry own[] = {
		{KEY_ESCAPE, UI_ACT_CLOSE, MSG_UI_KEY_BACK, false},
	};

	(void)screen;
	keys_add(set, own, ARRAY_LENGTH(own));
}

const struct screen_type screen_certificate = {
	.size = sizeof(struct page_screen),
	.open = certificate_open,
	.title = MSG_CERTIFICATE_TITLE,
	.sentence = MSG_CERTIFICATE_SENTENCE,
	.draw = page_screen_draw,
	.keys = certificate_keys,
	.press = page_screen_press,
	.refresh = certificate_refresh,
};
