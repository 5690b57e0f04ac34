/*
 * store/schema_paper: the step that gives papers to entries that are no handover (corrections, refusals), counts how often an
 * original was printed, and points from a signed record to the entry that says where its copy is filed.
 */
#include "inside.h"

const char schema_papers[] =
	"CREATE TABLE entry_paper ( -- what became of the paper of an entry that is no handover; every change has an entry\n"
	"  seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal(seq),\n"
	"  state TEXT NOT NULL CHECK (state IN ('none', 'waiting', 'sent', 'confirmed', 'signed')),\n"
	"  since BIGINT NOT NULL,\n"
	"  prints INTEGER NOT NULL -- how often it went to the printer\n"
	");\n"
	"ALTER TABLE print ADD COLUMN entry_seq INTEGER REFERENCES journal(seq);\n"
	"CREATE INDEX print_by_entry ON print(entry_seq);\n"
	"ALTER TABLE paper ADD COLUMN prints INTEGER NOT NULL DEFAULT 0; -- of the original\n"
	"ALTER TABLE paper ADD COLUMN signed_seq INTEGER REFERENCES journal(seq); -- the entry that says where the signed copy is\n"
	"ALTER TABLE officer ADD COLUMN national_id TEXT NOT NULL DEFAULT ''; -- empty: not told\n";
