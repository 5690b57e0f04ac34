/*
 * app/news: what the neighbours of a session report. Each keeps its own affairs and tells a listener what has become of
 * them; who hears of it, route.c knows alone.
 */
#ifndef TESLIM_APP_NEWS_H
#define TESLIM_APP_NEWS_H

#include "doctor.h"

enum news_kind {
	/* of the card agent; reader: which one */
	NEWS_CARD_IN,
	NEWS_CARD_READING,     /* its reader's percent has changed */
	NEWS_CARD_CERTIFICATE, /* one more is there, the last of its reader */
	NEWS_CARD_READ,        /* all there was */
	NEWS_CARD_FAULT,
	NEWS_CARD_OUT,    /* also when reader, service or agent went away with it: `lost` then */
	NEWS_READER,      /* finding: what keeps every card from being read; NULL: nothing does */
	NEWS_AGENT_FLOOD, /* it was stopped because it said too much; finding */
	NEWS_ANSWER,      /* finding: of those the agent was asked for */
	NEWS_AGENT,       /* whatever it said, its words in the status line may be others */
	/* of the spool */
	NEWS_PAPER, /* handover_id or delivery_id, paper, text: the sentence when it failed */
	/* of the handover that is going on */
	NEWS_FLOW,            /* it has changed, or has ended */
	NEWS_FLOW_WANTS_CARD, /* it looks for a card and knows of none */
	/* of the parcel that is being received */
	NEWS_DELIVERY, /* it has changed, or has ended */
	NEWS_BEEP,
	/* of the doctor */
	NEWS_FINDINGS
};

struct news {
	enum news_kind kind;
	int reader;
	bool lost;
	int64_t handover_id, delivery_id;
	enum paper_state paper;
	const char *text; /* borrowed for the call, as is finding */
	const struct doctor_finding *finding;
};

struct listener {
	void (*hear)(void *context, const struct news *news); /* NULL: nobody listens */
	void *context;
};

static inline void
news_tell(const struct listener *listener, const struct news *news)
{
	if (listener->hear != NULL)
		listener->hear(listener->context, news);
}

#endif
