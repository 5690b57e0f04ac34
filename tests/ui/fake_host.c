/*
 * tests/ui/fake_host: see fake_host.h. National ID numbers are computed from a counter, names are made up.
 */
#include "fake_host.h"

#include "teslim/ident.h"
#include "teslim/text.h"
#include "teslim/words.h"

#include <string.h>

enum { PEOPLE = 40, CARDS = 8, JOURNAL = 1204 };

static struct {
	struct ui *ui;
	bool demo;
	bool logged_in;
	bool flowing;
	struct handover_flow flow;
	struct applicant people[PEOPLE];
	int card; /* in the virtual reader, -1 none */
	bool delivering;
	struct courier_flow delivery;
	int received, delivery_papers;
	int locks, idle_locks, logouts, reveals, drafts;
	int delivered;
	enum paper_state paper[3];
	bool administrator;
	bool draft, resumed; /* a handover of Can Öz was cut off; it was gone on with */
	int officers;
	struct officer officer[8];
	char password[64]; /* of the officer added last */
	int more_papers;   /* behind those, for a queue longer than any screen */
	bool finished;
} host;

/* Told of everything that the real program would write for good. */
static void (*told_of_write)(const char *what);

static void
wrote(const char *what)
{
	if (told_of_write != NULL)
		told_of_write(what);
}

static const struct verdict_policy policy = {0};

/* ------------------------------------------------------------------ people */

static void
number_of(char out[NATIONAL_ID_TEXT], int index)
{
	int d[11] = {1, 0, 0, 0, 0, 0, index / 10 % 10, index % 10, 1, 0, 0};
	int odd, even, sum = 0;

	odd = d[0] + d[2] + d[4] + d[6] + d[8];
	even = d[1] + d[3] + d[5] + d[7];
	d[9] = ((7 * odd - even) % 10 + 10) % 10;
	for (int i = 0; i < 10; i++)
		sum += d[i];
	d[10] = sum % 10;
	for (int i = 0; i < 11; i++)
		out[i] = (char)('0' + d[i]);
	out[11] = '\0';
}

static void
make_people(void)
{
	static const char *const given[] = {
		"Işıl Çağrı", "Can", "Elif", "Mehmet", "Ayşe Şule", "İbrahim", "Gülşah", "Ömer Faruk", "Ümit", "Zeynep"};
	static const char *const surnames[] = {
		"Gümüşdağ Özşimşek", "Öz", "Yılmaz", "Işık", "Öztürk", "İnönülü", "Çınar", "Şahbaz", "Ağaoğlu", "Kılıç"};
	static const char *const units[] = {
		"Göğüs Hastalıkları Hastanesi, Iğdır", "Dahiliye", "Acil Servis", "Bilgi İşlem", "Çocuk Cerrahisi"};

	for (int i = 0; i < PEOPLE; i++) {
		struct applicant *person = &host.people[i];
		person->id = i + 1;
		number_of(person->national_id, i);
		copy_text(person->given_names, NAME_TEXT, given[i % 10]);
		copy_text(person->surname, NAME_TEXT, surnames[(i + i / 10) % 10]);
		copy_text(person->unit, FIELD_TEXT, units[i % 5]);
		copy_text(person->title, FIELD_TEXT, i % 3 == 0 ? "Uzman Tabip" : "Hemşire");
		snprintf(person->email, FIELD_TEXT, "kisi%d@ornek.gov.tr", i + 1);
		copy_text(person->application_kind, 8, i % 4 == 0 ? "1" : "3");
		copy_text(person->reader_kind, 8, i % 5 == 4 ? "3" : "1");
		person->state = i < 17 ? APPLICATION_RECEIVED : i < 30 ? APPLICATION_IN_TRANSIT : APPLICATION_EXPECTED;
		person->state_since = clock_now() - (int64_t)i * 86400;
		person->shipment_id = i < 30 ? 1 : 0;
	}
	host.people[7].state = APPLICATION_ON_HOLD;
	copy_text(host.people[7].note, FIELD_TEXT, "soyadı farklı");
	host.people[39].state = APPLICATION_DELIVERED;
}

/* ------------------------------------------------------------------ session */

static void
status(void *context, struct ui_status *out)
{
	bool en = message_language() == LANGUAGE_ENGLISH;

	(void)context;
	*out = (struct ui_status){.demo = host.demo, .administrator = host.administrator};
	copy_text(out->institution, sizeof out->institution, "Örnek İl Sağlık Müdürlüğü");
	copy_text(out->desk, sizeof out->desk, "A");
	if (host.logged_in)
		copy_text(out->officer, sizeof out->officer, "Şükrü İğdelioğlu");
	copy_text(out->reader, sizeof out->reader,
		host.card >= 0 ? (en ? "ready, card in" : "hazır, kart takılı") : (en ? "ready, no card" : "hazır, kart yok"));
	copy_text(out->printer, sizeof out->printer, en ? "ready, 1 waiting" : "hazır, 1 bekliyor");
	copy_text(out->journal, sizeof out->journal, en ? "whole, 1,204" : "sağlam, 1.204");
}

static bool
login(void *context, const char *name, const char *password, char *sentence)
{
	(void)context;
	if (strcmp(name, "demo") != 0 || strcmp(password, "demo") != 0) {
		copy_text(sentence, UI_SENTENCE,
			message_language() == LANGUAGE_ENGLISH ? "Officer name or password is wrong. Type them again."
							       : "Yetkili adı ya da parola yanlış. Yeniden yazın.");
		return false;
	}
	host.logged_in = true;
	return true;
}

static void
logout(void *context)
{
	(void)context;
	host.logouts++;
	wrote("logout");
	host.logged_in = false;
	host.flowing = false;
}

static void
lock(void *context, bool idle)
{
	(void)context;
	host.locks += !idle;
	host.idle_locks += idle;
}

static bool
unlock(void *context, const char *password, char *sentence)
{
	return login(context, "demo", password, sentence);
}

/* ------------------------------------------------------------------ looking */

static void
home(void *context, struct ui_home *out)
{
	static const struct {
		int minute;
		const char *subject, *name, *tr, *en;
		enum verdict_level level;
	} recent[] = {
		{13, "2026/A-0042", "Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK", "teslim edildi", "handed over", VERDICT_PASS},
		{25, "2026/A-0041", "Can ÖZ", "verilmedi: belge süresi", "not given: document", VERDICT_WARN},
		{178, "KRG-2026-118", "", "12 kart, 11 okuyucu alındı", "12 cards, 11 readers", VERDICT_PASS},
	};
	static const int64_t tiles[UI_TILES] = {17, 2, 4, 1, 3};
	bool en = message_language() == LANGUAGE_ENGLISH;

	(void)context;
	memcpy(out->tiles, tiles, sizeof tiles);
	out->tiles[0] -= host.delivered;
	out->uncollected_days = 15;
	out->has_draft = host.draft && !host.flowing;
	copy_text(out->draft_name, sizeof out->draft_name, host.draft ? "Can Öz" : "");
	out->draft_step = MSG_STEP_IDENTITY;
	out->unsigned_papers = 3;
	out->missing = 2;
	out->here[ITEM_CARD] = 16 - host.delivered;
	out->here[ITEM_READER] = 9;
	for (size_t i = 0; i < ARRAY_LENGTH(recent); i++) {
		struct ui_recent *row = &out->recent[out->recent_count++];
		row->time = clock_now() - recent[i].minute * 60;
		copy_text(row->subject, sizeof row->subject, recent[i].subject);
		copy_text(row->name, sizeof row->name, recent[i].name);
		copy_text(row->outcome, sizeof row->outcome, en ? recent[i].en : recent[i].tr);
		row->level = recent[i].level;
	}
}

static bool
is_on_list(const struct applicant *person, enum ui_filter filter)
{
	switch (filter) {
	case UI_FILTER_WAITING:
		return person->state == APPLICATION_RECEIVED;
	case UI_FILTER_COURIER_LATE:
		return person->state == APPLICATION_IN_TRANSIT && person->id % 6 == 0;
	case UI_FILTER_UNCOLLECTED:
		return person->state == APPLICATION_RECEIVED && person->id % 4 == 0;
	case UI_FILTER_DATA_ERROR:
		return person->state == APPLICATION_ON_HOLD;
	case UI_FILTER_UNSIGNED:
	case UI_FILTER_DELIVERED:
		return person->state == APPLICATION_DELIVERED;
	case UI_FILTER_EXPECTED:
		return person->state == APPLICATION_EXPECTED;
	case UI_FILTER_ALL:
	case UI_FILTER_COUNT:
		return true;
	}
	return false;
}

static int
list(void *context, const struct table_query *query, struct ui_list_row *rows, int max, int64_t *total)
{
	int count = 0;

	(void)context;
	*total = 0;
	for (int i = 0; i < PEOPLE; i++) {
		const struct applicant *person = &host.people[i];
		char name[FULL_NAME_TEXT];
		desk_full_name(name, person);
		if (!is_on_list(person, (enum ui_filter)query->filter) ||
			(!text_contains(name, query->text) && !text_contains(person->national_id, query->text)))
			continue;
		if ((*total)++ < query->offset || count >= max)
			continue;
		rows[count] =
			(struct ui_list_row){.applicant_id = person->id, .state = person->state, .since = person->state_since};
		copy_text(rows[count].name, sizeof rows[count].name, name);
		copy_text(rows[count].national_id, NATIONAL_ID_TEXT, person->national_id);
		copy_text(rows[count].unit, FIELD_TEXT, person->unit);
		if (person->state == APPLICATION_DELIVERED)
			copy_text(rows[count].record_number, RECORD_TEXT, "2026/A-0042");
		count++;
	}
	return count;
}

static bool
applicant(void *context, int64_t id, struct ui_applicant_detail *out, char *sentence)
{
	(void)context;
	if (id < 1 || id > PEOPLE) {
		copy_text(sentence, UI_SENTENCE, "?");
		return false;
	}
	*out = (struct ui_applicant_detail){.applicant = host.people[id - 1]};
	copy_text(out->tracking_number, SERIAL_TEXT, "KRG-2026-118");
	copy_text(out->card_serial, SERIAL_TEXT, "0123 4567 89AB");
	copy_text(out->place, PLACE_TEXT, "A-07");
	out->has_card = true;
	out->card_state = out->applicant.state == APPLICATION_EXPECTED || out->applicant.state == APPLICATION_IN_TRANSIT
		? CARD_EXPECTED
		: out->applicant.state == APPLICATION_DELIVERED ? CARD_HANDED_OVER
								: CARD_IN_STOCK;
	out->deadline = clock_now() + 3 * 86400;
	copy_text(out->deadline_words, UI_SENTENCE,
		message_language() == LANGUAGE_ENGLISH ? "10 business days from 12.11.2026" : "12.11.2026'dan 10 iş günü");
	if (out->applicant.state == APPLICATION_DELIVERED) {
		copy_text(out->record_number, RECORD_TEXT, "2026/A-0042");
		copy_text(out->officer, FULL_NAME_TEXT, "Şükrü İğdelioğlu");
		out->handover_id = 42;
		out->handover_time = clock_now() - 800;
		out->paper = host.paper[0];
	}
	return true;
}

static bool
reveal(void *context, int64_t id, char *sentence)
{
	(void)context;
	(void)id;
	(void)sentence;
	host.reveals++;
	wrote("number shown");
	return true;
}

static bool
move(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence)
{
	char number[16];
	int rows;
	const struct application_move *moves = desk_moves(&rows);

	(void)context;
	wrote(desk_act(wish->act)->for_good ? "move for good" : "move");
	for (int i = 0; i < count; i++)
		for (int row = 0; row < rows; row++)
			if (moves[row].act == wish->act && moves[row].from == whom[i].from &&
				(moves[row].cards & whom[i].cards) != 0) {
				host.people[whom[i].applicant_id - 1].state = moves[row].to;
				copy_text(host.people[whom[i].applicant_id - 1].note, FIELD_TEXT, wish->note);
			}
	snprintf(number, sizeof number, "%d", count);
	message_format_detail(sentence, UI_SENTENCE, message_language(), desk_act(wish->act)->done, number);
	return true;
}

static int
items(void *context, enum card_state state, int64_t offset, struct ui_item *rows, int max, int64_t *total)
{
	static const struct ui_item missing[] = {{ITEM_READER, 1, CARD_MISSING, "OKY-88214", "", "KRG-2026-118", 0, ""},
		{ITEM_CARD, 2, CARD_MISSING, "0123 4567 89AC", "", "KRG-2026-118", 3, "Elif Yılmaz"}};
	int count = 0;

	(void)context;
	*total = state == CARD_MISSING ? (int64_t)ARRAY_LENGTH(missing) : 0;
	for (int64_t i = offset; i < *total && count < max; i++)
		rows[count++] = missing[i];
	return count;
}

static bool
item(void *context, enum item_kind kind, int64_t id, struct ui_item *out, char *sentence)
{
	(void)context;
	(void)sentence;
	*out = (struct ui_item){.kind = kind, .id = id, .state = CARD_MISSING, .serial = "OKY-88214"};
	return true;
}

static bool
move_items(void *context, const struct desk_wish *wish, const struct ui_moved *whom, int count, char *sentence)
{
	(void)context;
	(void)whom;
	(void)count;
	message_format_detail(sentence, UI_SENTENCE, message_language(), desk_act(wish->act)->done_item, "1");
	return true;
}

static int
journal(void *context, const struct table_query *query, struct ui_journal_row *rows, int max, int64_t *total)
{
	static const enum journal_act acts[] = {
		ACT_HANDOVER, ACT_PRINT_CONFIRMED, ACT_LOGIN, ACT_HANDOVER_REFUSED, ACT_SHIPMENT_RECEIVED};
	int count = 0;

	(void)context;
	*total = 0;
	for (int i = 0; i < JOURNAL; i++) {
		enum journal_act act = acts[i % 5];
		struct ui_journal_row *row;
		if (!text_contains(message_text(journal_act_message(act)), query->text))
			continue;
		if ((*total)++ < query->offset || count >= max)
			continue;
		row = &rows[count++];
		*row = (struct ui_journal_row){.entry = {.seq = JOURNAL - i, .time = clock_now() - i * 620, .act = act}};
		copy_text(row->entry.officer, sizeof row->entry.officer, "demo");
		copy_text(row->officer, sizeof row->officer, "Şükrü İğdelioğlu");
		row->applicant_id = act == ACT_LOGIN || act == ACT_SHIPMENT_RECEIVED ? 0 : i % 40 + 1;
		if (row->applicant_id == 0)
			snprintf(row->words, sizeof row->words, "%s", message_text(journal_act_message(act)));
		else
			snprintf(row->words, sizeof row->words, "2026/A-%04d, %s %s: %s", 42 - i % 40,
				host.people[i % 40].given_names, host.people[i % 40].surname,
				message_text(journal_act_message(act)));
	}
	return count;
}

static bool
journal_verify(void *context, char *sentence)
{
	(void)context;
	copy_text(sentence, UI_SENTENCE,
		message_language() == LANGUAGE_ENGLISH ? "The journal is whole: 1,204 entries."
						       : "Günlük sağlam: 1.204 kayıt denetlendi.");
	return true;
}

/* ------------------------------------------------------------------ the handover */

static enum code advance(const struct event *event);

static void
find(const char *text, bool by_number)
{
	static struct applicant found[RESULTS_MAX];
	struct event event = {.kind = EVENT_FOUND, .now = clock_now(), .applicants = found, .text = text};

	for (int i = 0; i < PEOPLE; i++) {
		char name[FULL_NAME_TEXT];
		desk_full_name(name, &host.people[i]);
		if (text[0] == '\0' || strcmp(host.people[i].national_id, text) == 0 || (!by_number && text_contains(name, text)))
			found[event.number++] = host.people[i];
	}
	advance(&event);
}

static void
commit(void)
{
	static struct handover stored;
	struct event event = {.kind = EVENT_COMMITTED, .now = clock_now(), .handover = &stored};

	stored = host.flow.handover;
	copy_text(stored.record_number, RECORD_TEXT, "2026/A-0043");
	stored.paper = PAPER_WAITING;
	host.delivered++;
	wrote("commit");
	advance(&event);
}

static void
perform(const struct effect *effect)
{
	static const struct handover_history history = {
		.card_serial = "0123 4567 89AB", .reader_serial = "OKY-88213-ÇŞ", .tracking_number = "KRG-2026-118"};
	struct event event = {.now = clock_now()};

	switch (effect->kind) {
	case EFFECT_FIND:
		find(effect->text, false);
		return;
	case EFFECT_FIND_NUMBER:
		find(effect->text, true);
		return;
	case EFFECT_READ_CARD:
		return;
	case EFFECT_HISTORY:
		event.kind = EVENT_HISTORY;
		event.history = &history;
		advance(&event);
		return;
	case EFFECT_COMMIT:
		commit();
		return;
	case EFFECT_REFUSE:
		wrote("refusal");
		event.kind = EVENT_REFUSED;
		advance(&event);
		return;
	case EFFECT_PRINT:
		wrote("print");
		event.kind = EVENT_PRINT_STATE;
		event.paper = PAPER_SENT;
		advance(&event);
		return;
	case EFFECT_PAPER_STATE:
		wrote(effect->paper == PAPER_SIGNED ? "signed" : "paper out");
		event.kind = EVENT_PRINT_STATE;
		event.paper = effect->paper;
		advance(&event);
		return;
	case EFFECT_SAVE_DRAFT:
		host.drafts++;
		return;
	case EFFECT_DROP_DRAFT:
		return;
	case EFFECT_BEEP:
		ui_beep(host.ui);
		return;
	case EFFECT_CLOSE:
		host.flowing = false;
		return;
	}
}

static enum code
advance(const struct event *event)
{
	struct effects effects;
	enum code code = handover_advance(&host.flow, &policy, event, &effects);

	if (code != OK)
		return code;
	for (int i = 0; i < effects.count; i++)
		perform(&effects.list[i]);
	ui_refresh(host.ui);
	return OK;
}

static const struct handover_flow *
flow(void *context)
{
	(void)context;
	return host.flowing ? &host.flow : NULL;
}

static bool
flow_begin(void *context, int64_t applicant_id, bool resume, char *sentence)
{
	struct event event = {.kind = EVENT_START, .now = clock_now()};

	(void)context;
	host.resumed = resume;
	(void)sentence;
	handover_init(&host.flow, &policy);
	host.flowing = true;
	advance(&event);
	if (applicant_id > 0) {
		find(host.people[applicant_id - 1].national_id, true);
		advance(&(struct event){.kind = EVENT_CHOOSE, .now = clock_now(), .number = 0});
	}
	return true;
}

static enum code
flow_event(void *context, const struct event *event)
{
	(void)context;
	if (!host.flowing)
		return ERR_REFUSED;
	return advance(event);
}

static bool
second_officer(void *context, const char *login, const char *password, char *name, char *sentence)
{
	(void)context;
	(void)password;
	snprintf(name, FULL_NAME_TEXT, "Ali Veli");
	snprintf(sentence, UI_SENTENCE, "?");
	return strcmp(login, "ali") == 0;
}

/* ------------------------------------------------------------------ cards */

static void
make_facts(struct certificate_facts *facts, int card)
{
	const struct applicant *holder = &host.people[card == 1 ? 3 : 0];
	struct str upper = {0};
	char name[FULL_NAME_TEXT];

	*facts = (struct certificate_facts){
		.key_usage = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION, .money_limit = -1};
	desk_full_name(name, holder);
	text_upper(&upper, name);
	copy_text(facts->subject_cn, sizeof facts->subject_cn, str_text(&upper));
	str_clear(&upper);
	copy_text(facts->national_id, sizeof facts->national_id, holder->national_id);
	snprintf(facts->subject, sizeof facts->subject, "C=TR, serialNumber=%s, CN=%s", holder->national_id, facts->subject_cn);
	copy_text(facts->issuer_cn, sizeof facts->issuer_cn, "Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 5");
	copy_text(facts->issuer, sizeof facts->issuer,
		"C=TR, L=Gebze - Kocaeli, CN=Kamu Elektronik Sertifika Hizmet Sağlayıcısı - Sürüm 5");
	copy_text(facts->serial, sizeof facts->serial, "008F3A21C45D");
	copy_text(facts->key, sizeof facts->key, "RSA 2048");
	copy_text(facts->signature, sizeof facts->signature, "sha256WithRSAEncryption");
	copy_text(facts->policies, sizeof facts->policies, "2.16.792.1.2.1.1.5.7.1.1");
	copy_text(facts->qc_statements, sizeof facts->qc_statements, "0.4.0.1862.1.1 2.16.792.1.61.0.1.5070.1.1");
	copy_text(facts->user_notice, sizeof facts->user_notice,
		"Bu sertifika, 5070 sayılı Elektronik İmza Kanununa göre nitelikli elektronik sertifikadır.");
	snprintf(facts->sha256, sizeof facts->sha256, "%064d", card + 1);
	facts->not_before = clock_now() - 86400 * 30;
	facts->not_after = clock_now() + 86400 * 1000;
	if (card == 2) {
		facts->not_before -= 86400 * 1200;
		facts->not_after -= 86400 * 1200;
	}
	if (card == 3)
		facts->not_before = clock_now() + 18 * 3600 + 55 * 60;
	facts->kind = card == 4 ? CERTIFICATE_TEST : card == 5 ? CERTIFICATE_SEAL : CERTIFICATE_QUALIFIED;
}

static void
card_event(struct event event)
{
	event.now = clock_now();
	if (host.flowing)
		advance(&event);
}

static void
card_in(int card)
{
	static struct certificate_facts facts;
	static struct certificate_check check = {.chain = CHAIN_TRUSTED, .revocation = REVOCATION_NOT_CHECKED};
	bool en = message_language() == LANGUAGE_ENGLISH;

	host.card = card;
	card_event((struct event){.kind = EVENT_CARD_IN, .text = "Virtual PCD 00 00"});
	if (card == 6) {
		card_event((struct event){.kind = EVENT_CARD_FAULT,
			.fault = "mute",
			.text = en
				? "The card does not answer. Turn it over, wipe the contacts, try another reader."
				: "Kart yanıt vermiyor. Ters takılmış olabilir: çevirin, temas yerini silin, başka okuyucu deneyin."});
		return;
	}
	card_event((struct event){.kind = EVENT_CARD_READING, .number = 45});
	if (card == 7)
		return; /* stays half read until it is taken out */
	make_facts(&facts, card);
	card_event((struct event){.kind = EVENT_CARD_CERT, .facts = &facts, .check = &check});
	card_event((struct event){.kind = EVENT_CARD_READ, .number = 1});
}

static const char *const *
demo_cards(void *context, int *count)
{
	static const char *const names[2][CARDS] = {
		{"Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK: doğru kart", "Başka birinin kartı", "Süresi dolmuş sertifika",
			"Henüz başlamamış sertifika", "Deneme sertifikası", "Kurum mührü", "Okunamayan kart",
			"Okunurken çekilen kart"},
		{"Işıl Çağrı GÜMÜŞDAĞ ÖZŞİMŞEK: the right card", "Somebody else's card", "Expired certificate",
			"Certificate not yet valid", "Test certificate", "Institution seal", "Unreadable card",
			"Card pulled while being read"}};

	(void)context;
	*count = CARDS;
	return names[message_language() == LANGUAGE_ENGLISH];
}

static void courier_card(int card);

static bool
demo_insert(void *context, int index, char *sentence)
{
	(void)context;
	(void)sentence;
	if (host.card >= 0)
		card_event((struct event){.kind = EVENT_CARD_OUT});
	host.card = -1;
	if (index >= 0)
		card_in(index);
	if (host.delivering && index >= 0)
		courier_card(index);
	ui_refresh(host.ui);
	return true;
}

#include "fake_drawer.h"

/* ------------------------------------------------------------------ paper, doctor, courier */

static int
print_queue(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total)
{
	int count = 0;

	(void)context;
	*total = 0;
	for (int i = 0; i < 3 + host.more_papers; i++) {
		if ((i < 3 && host.paper[i] >= PAPER_CONFIRMED) || (*total)++ < query->offset || count >= max)
			continue;
		rows[count] = (struct ui_print_row){
			.handover_id = 42 - i, .time = clock_now() - i * 3600, .state = i == 0 ? PAPER_SENT : PAPER_WAITING};
		snprintf(rows[count].record_number, RECORD_TEXT, "2026/A-%04d", i < 3 ? 42 - i : 1000 + i);
		desk_full_name(rows[count].name, &host.people[i % PEOPLE]);
		if (i > 0)
			copy_text(rows[count].words, UI_WORDS,
				message_language() == LANGUAGE_ENGLISH ? "out of paper" : "kâğıt bitmiş");
		count++;
	}
	return count;
}

/* A handover's, a delivery's and a correction's. */
static int
unsigned_papers(void *context, const struct table_query *query, struct ui_print_row *rows, int max, int64_t *total)
{
	static const struct ui_print_row papers[] = {
		{.handover_id = 42, .applicant_id = 40, .record_number = "2026/A-0042", .state = PAPER_CONFIRMED},
		{.delivery_id = 7, .record_number = "2026/A-K0007", .name = "KRG-2026-118", .state = PAPER_SENT},
		{.entry_seq = 90, .applicant_id = 2, .record_number = "2026/A-0041", .state = PAPER_WAITING},
	};
	int count = 0;

	(void)context;
	*total = (int64_t)ARRAY_LENGTH(papers);
	for (int64_t i = query->offset; i < *total && count < max; i++) {
		rows[count] = papers[i];
		rows[count].time = clock_now() - i * 3600;
		if (papers[i].applicant_id != 0)
			desk_full_name(rows[count].name, &host.people[papers[i].applicant_id - 1]);
		count++;
	}
	return count;
}

static bool
paper(void *context, int64_t id, enum ui_paper_act act, char *sentence)
{
	(void)context;
	(void)sentence;
	wrote(act == UI_PAPER_PRINT ? "print" : act == UI_PAPER_CONFIRM ? "paper out" : "signed on the page");
	if (id < 40 || id > 42)
		return true;
	host.paper[42 - id] = act == UI_PAPER_PRINT ? PAPER_SENT : act == UI_PAPER_CONFIRM ? PAPER_CONFIRMED : PAPER_SIGNED;
	return true;
}

static bool
entry_paper(void *context, int64_t seq, enum ui_paper_act act, char *sentence)
{
	(void)context;
	(void)sentence;
	if (seq == 91)
		fake_drawer.paper = act == UI_PAPER_PRINT ? PAPER_SENT : act == UI_PAPER_CONFIRM ? PAPER_CONFIRMED : PAPER_SIGNED;
	return true;
}

static bool
correction_about(void *context, int64_t id, struct ui_correction_about *out, char *sentence)
{
	(void)context;
	(void)id;
	(void)sentence;
	*out = (struct ui_correction_about){.time = clock_now() - 800, .paper = host.paper[0]};
	copy_text(out->record_number, RECORD_TEXT, "2026/A-0042");
	desk_full_name(out->name, &host.people[0]);
	copy_text(out->officer, FULL_NAME_TEXT, "Şükrü İğdelioğlu");
	copy_text(out->card_serial, SERIAL_TEXT, "0123 4567 89AB");
	return true;
}

static bool
reader_about(void *context, int64_t applicant_id, const char *serial, char *sentence)
{
	(void)context;
	(void)applicant_id;
	sentence[0] = '\0';
	if (strcmp(serial, "OKY-2") == 0)
		say(sentence, UI_SENTENCE, READER_FOR_OTHER, serial, "A*** Ş*** Ö***", "C*** Ö***");
	return true;
}

static bool
give_reader(void *context, const struct item_record *wanted, char *sentence)
{
	(void)context;
	(void)wanted;
	say(sentence, UI_SENTENCE, READER_DONE, "2026/A-O0003");
	return true;
}

static bool
correct(void *context, const struct correction *wanted, char *sentence)
{
	(void)context;
	if (wanted->takes_back)
		say(sentence, UI_SENTENCE, CORRECTION_DONE_BACK, "2026/A-0042");
	else
		say(sentence, UI_SENTENCE, CORRECTION_DONE, "2026/A-0042");
	return true;
}

static void
doctor_start(void *context)
{
	(void)context;
}

static int
doctor(void *context, struct ui_finding *rows, int max, bool *running)
{
	bool en = message_language() == LANGUAGE_ENGLISH;

	(void)context;
	(void)max;
	*running = false;
	rows[0] = (struct ui_finding){.level = VERDICT_REFUSE};
	copy_text(rows[0].what, UI_WORDS, en ? "Card reader" : "Kart okuyucu");
	copy_text(rows[0].sentence, UI_SENTENCE,
		en ? "The card service (pcscd) is not running." : "Kart hizmeti (pcscd) çalışmıyor.");
	copy_text(rows[0].call, UI_SENTENCE,
		en ? "Tell your administrator: “The card service (pcscd) is not running.”"
		   : "Yöneticinize haber verin: “Kart hizmeti (pcscd) çalışmıyor.”");
	rows[1] = (struct ui_finding){.level = VERDICT_WARN};
	copy_text(rows[1].what, UI_WORDS, en ? "Revocation lists" : "İptal listeleri");
	copy_text(rows[1].sentence, UI_SENTENCE,
		en ? "A revocation list is too old: crl, 14.11.2026." : "İptal listesinin süresi geçmiş: crl, 14.11.2026.");
	copy_text(rows[1].call, UI_SENTENCE,
		en ? "Tell your administrator: “A revocation list is too old.”"
		   : "Yöneticinize haber verin: “İptal listesinin süresi geçmiş.”");
	rows[2] = (struct ui_finding){.level = VERDICT_PASS};
	copy_text(rows[2].what, UI_WORDS, en ? "Database" : "Veri tabanı");
	copy_text(rows[2].sentence, UI_SENTENCE, en ? "open, 40 applications" : "açık, 40 başvuru");
	return 3;
}

static int
shipments(void *context, const struct table_query *query, struct ui_shipment_row *rows, int max, int64_t *total)
{
	int count = 0;

	(void)context;
	*total = 3;
	for (int i = (int)query->offset; i < 3 && count < max; i++, count++, rows++) {
		*rows = (struct ui_shipment_row){.shipment = {.id = i + 1, .cards_expected = 12 - i, .readers_expected = 11 - i}};
		snprintf(rows->shipment.tracking_number, SERIAL_TEXT, "KRG-2026-%d", 118 + i);
		copy_text(rows->shipment.dispatched, DATE_TEXT, "2026-11-12");
		copy_text(rows->deadline, DATE_TEXT, i == 1 ? "2026-11-20" : "2026-11-26");
		rows->late = i == 1;
		rows->shipment.received = i == 2 ? clock_now() - 9000 : 0;
		rows->cards = i == 2 ? 9 : 0;
		rows->missing = i == 2;
		rows->delivery_id = i == 2 ? 7 : 0;
		if (i == 2)
			copy_text(rows->record_number, RECORD_TEXT, "2026/A-K0007");
	}
	return count;
}

/* Who may work here: two, and whoever is added. */
static int
officers(void *context, const struct table_query *query, struct officer *rows, int max, int64_t *total)
{
	int count = 0;

	(void)context;
	*total = host.officers;
	for (int64_t i = query->offset; i < host.officers && count < max; i++)
		rows[count++] = host.officer[i];
	return count;
}

static bool
officer_save(void *context, const struct officer *officer, const char *password, char *sentence)
{
	(void)context;
	wrote(officer->id != 0 && officer->active != host.officer[officer->id - 1].active ? "login ended" : "officer");
	if (officer->id == 0 && (strcmp(officer->login, "taken") == 0 || host.officers == (int)ARRAY_LENGTH(host.officer))) {
		copy_text(sentence, UI_SENTENCE, "taken");
		return false;
	}
	if (officer->id == 0) {
		copy_text(host.password, sizeof host.password, password);
		host.officer[host.officers] = *officer;
		host.officer[host.officers].id = host.officers + 1;
		host.officers++;
	} else {
		host.officer[officer->id - 1] = *officer;
	}
	copy_text(sentence, UI_SENTENCE, officer->name);
	return true;
}

/* ------------------------------------------------------------------ a courier's delivery, with its real machine */

static enum code courier(struct courier_event event);

/* Twelve cards of the first people and nine readers, in the first parcel; the second one has nothing on its list. */
static void
courier_load(void)
{
	static struct courier_expected expected[21];
	static struct courier_parcel parcel;
	int count = 0;

	parcel = host.delivery.parcel;
	for (int i = 0; strcmp(parcel.shipment.tracking_number, "KRG-2026-118") == 0 && i < (int)ARRAY_LENGTH(expected);
		i++, count++) {
		struct courier_expected *out = &expected[i];

		*out = (struct courier_expected){.kind = i < 12 ? ITEM_CARD : ITEM_READER, .item_id = i + 1, .row = -1};
		snprintf(out->serial, SERIAL_TEXT, i < 12 ? "0123 4567 89%02d" : "OKY-882%02d", i);
		if (i >= 12)
			continue;
		out->applicant = host.people[i];
		out->applicant_id = out->applicant.id;
		copy_text(out->national_id, NATIONAL_ID_TEXT, out->applicant.national_id);
		desk_full_name(out->name, &out->applicant);
	}
	(void)courier((struct courier_event){
		.kind = CE_LOADED, .parcels = &parcel, .expected = expected, .number = count, .place = 1});
}

static void
courier_list(void)
{
	static struct courier_parcel list[3];

	for (int i = 0; i < 3; i++) {
		list[i] = (struct courier_parcel){.shipment = {.id = i + 1, .received = i == 2 ? clock_now() - 9000 : 0}};
		snprintf(list[i].shipment.tracking_number, SERIAL_TEXT, "KRG-2026-%d", 118 + i);
		copy_text(list[i].shipment.dispatched, DATE_TEXT, "2026-11-12");
	}
	list[2].last_id = 7;
	copy_text(list[2].last_record, RECORD_TEXT, "2026/A-K0007");
	(void)courier((struct courier_event){.kind = CE_PARCELS, .parcels = list, .number = 3});
}

static void
courier_commit(void)
{
	static struct delivery_item room[2 * COURIER_ROWS_MAX];
	static struct delivery delivery;

	courier_delivery(&host.delivery, &delivery, room);
	delivery.id = 8;
	copy_text(delivery.record_number, RECORD_TEXT, "2026/A-K0008");
	host.received++;
	wrote("commit");
	(void)courier((struct courier_event){.kind = CE_COMMITTED, .delivery = &delivery});
}

static void
courier_perform(const struct courier_effect *effect)
{
	if (effect->kind == CX_LIST)
		courier_list();
	else if (effect->kind == CX_LOAD)
		courier_load();
	else if (effect->kind == CX_COMMIT)
		courier_commit();
	else if (effect->kind == CX_PRINT || effect->kind == CX_PAPER_STATE)
		wrote(effect->kind == CX_PRINT ? "print" : effect->paper == PAPER_SIGNED ? "signed" : "paper out");
	if (effect->kind == CX_PRINT)
		(void)courier((struct courier_event){.kind = CE_PRINT_STATE, .paper = PAPER_SENT, .text = ""});
	else if (effect->kind == CX_PAPER_STATE)
		(void)courier((struct courier_event){.kind = CE_PRINT_STATE, .paper = effect->paper});
	else if (effect->kind == CX_CLOSE)
		host.delivering = false;
}

static enum code
courier(struct courier_event event)
{
	struct courier_effects effects;
	enum code code;

	event.now = clock_now();
	code = courier_advance(&host.delivery, &policy, &event, &effects);
	for (int i = 0; code == OK && i < effects.count; i++)
		courier_perform(&effects.list[i]);
	ui_refresh(host.ui);
	return code;
}

/* Card 0 is the next person's, 1 one of nobody's, 6 cannot be read. */
static void
courier_card(int card)
{
	static struct certificate_facts facts;
	static struct certificate_check check = {.chain = CHAIN_TRUSTED, .revocation = REVOCATION_NOT_CHECKED};
	const struct courier_expected *next = courier_missing(&host.delivery, ITEM_CARD, 0);
	const struct applicant *holder = card == 0 && next != NULL ? &next->applicant : &host.people[PEOPLE - 1];
	char name[FULL_NAME_TEXT];
	struct str upper = {0};

	if (card == 6) {
		(void)courier((struct courier_event){.kind = CE_CARD_FAULT, .text = "?"});
		return;
	}
	make_facts(&facts, 0);
	desk_full_name(name, holder);
	text_upper(&upper, name);
	copy_text(facts.subject_cn, sizeof facts.subject_cn, str_text(&upper));
	str_clear(&upper);
	copy_text(facts.national_id, sizeof facts.national_id, holder->national_id);
	snprintf(facts.sha256, sizeof facts.sha256, "%064lld", (long long)holder->id);
	(void)courier((struct courier_event){.kind = CE_CARD_READ, .facts = &facts, .checks = &check, .number = 1});
}

static const struct courier_flow *
delivery(void *context)
{
	(void)context;
	return host.delivering ? &host.delivery : NULL;
}

static void
delivery_begin(void *context)
{
	(void)context;
	if (host.delivering)
		return;
	host.delivering = true;
	courier_init(&host.delivery);
	(void)courier((struct courier_event){.kind = CE_START, .text = "demo"});
}

static enum code
delivery_event(void *context, const struct courier_event *event)
{
	(void)context;
	return host.delivering ? courier(*event) : ERR_REFUSED;
}

static bool
delivery_reads(void *context, int *percent)
{
	(void)context;
	*percent = 0;
	return false;
}

static bool
delivery_record(void *context, int64_t delivery_id, struct delivery *out, char *sentence)
{
	static const struct delivery_item items[] = {{.seen = SEEN_READ, .serial = "0123 4567 8900", .place = "A-01"},
		{.seen = SEEN_SCANNED,
			.serial = "0123 4567 8901",
			.place = "A-02",
			.condition = CONDITION_DAMAGED,
			.note = "köşesi kırık"},
		{.kind = ITEM_READER, .seen = SEEN_TYPED, .serial = "OKY-88212"}, {.seen = SEEN_NOT, .serial = "0123 4567 8902"}};

	(void)context;
	(void)sentence;
	*out = (struct delivery){.id = delivery_id,
		.record_number = "2026/A-K0007",
		.time = clock_now() - 9000,
		.packaging = PACKAGING_WHOLE,
		.courier_shown = SHOWN_BADGE,
		.courier_firm = "Hızlı Kargo",
		.courier_name = "Veli Kurye",
		.tracking_number = "KRG-2026-120",
		.dispatched = "2026-11-12",
		.officer_name = "Şükrü İğdelioğlu",
		.paper = PAPER_SENT,
		.item_count = (int)ARRAY_LENGTH(items),
		.counts = {{.said = 3, .announced = 3, .read = 1, .scanned = 1, .missing = 1, .damaged = 1},
			{.said = -1, .announced = 1, .scanned = 1}}};
	out->items = mem_alloc(sizeof items);
	memcpy(out->items, items, sizeof items);
	for (int i = 0; i < 4; i++)
		if (items[i].kind == ITEM_CARD)
			desk_full_name(out->items[i].name, &host.people[i]);
	return true;
}

static bool
delivery_paper(void *context, int64_t delivery_id, enum ui_paper_act act, char *sentence)
{
	(void)context;
	(void)delivery_id;
	(void)sentence;
	host.delivery_papers += act == UI_PAPER_CONFIRM;
	wrote(act == UI_PAPER_PRINT ? "print" : act == UI_PAPER_CONFIRM ? "paper out" : "signed on the page");
	return true;
}

/* ------------------------------------------------------------------ */

const struct ui_host *
fake_host(bool demo)
{
	static struct ui_host table = {.status = status,
		.login = login,
		.logout = logout,
		.lock = lock,
		.unlock = unlock,
		.home = home,
		.list = list,
		.applicant = applicant,
		.reveal_national_id = reveal,
		.move = move,
		.items = items,
		.item = item,
		.move_items = move_items,
		.journal = journal,
		.journal_verify = journal_verify,
		.flow = flow,
		.flow_begin = flow_begin,
		.flow_event = flow_event,
		.second_officer = second_officer,
		.print_queue = print_queue,
		.unsigned_papers = unsigned_papers,
		.paper = paper,
		.entry_paper = entry_paper,
		.correction_about = correction_about,
		.correct = correct,
		.reader_about = reader_about,
		.reader = give_reader,
		.doctor_start = doctor_start,
		.doctor = doctor,
		.shipments = shipments,
		.delivery = delivery,
		.delivery_begin = delivery_begin,
		.drawer = drawer,
		.drawer_begin = drawer_begin,
		.drawer_event = drawer_event,
		.drawer_recorded = drawer_recorded,
		.drawer_record = drawer_record_of,
		.delivery_event = delivery_event,
		.delivery_reads = delivery_reads,
		.delivery_record = delivery_record,
		.delivery_paper = delivery_paper,
		.officers = officers,
		.officer_save = officer_save};

	host.demo = demo;
	host.card = -1;
	if (demo) {
		table.demo_cards = demo_cards;
		table.demo_insert = demo_insert;
	}
	make_people();
	return &table;
}

void
fake_host_attach(struct ui *ui)
{
	host.ui = ui;
}

void
fake_host_report(void)
{
	printf("locks=%d idle=%d logouts=%d reveals=%d delivered=%d\n", host.locks, host.idle_locks, host.logouts, host.reveals,
		host.delivered);
}
