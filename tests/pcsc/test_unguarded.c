/*
 * pcsc/test_unguarded: a kernel that refuses the sandbox, as one without seccomp does: cards are read all the same, by
 * every process of the agent, and the doctor warns of it in both languages. On one that grants it nobody speaks of it.
 */
#include "cards.h"
#include "tap.h"
#include "world.h"

#include "teslim/card.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* For this process and all that it starts from now on. */
static bool
refuse_filters(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {.len = ARRAY_LENGTH(code), .filter = code};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

static int
run_agent(const struct world *world, const char *act, const char *language, struct str *out)
{
	char program[512];
	const char *const argv[] = {program, act, "--events", "--lang", language, NULL};

	snprintf(program, sizeof program, "%s/teslim-card", world_build_dir());
	str_reset(out);
	return world_run(world, argv, NULL, out, tap_patient(8000));
}

static bool
warns(const struct str *out)
{
	return strstr(str_text(out), "finding code=" CARD_FAULT_UNGUARDED " level=warn ") != NULL;
}

static void
check_refused(const struct world *world, const char *language, const char *word)
{
	struct str out = {0};
	int status = run_agent(world, "--doctor", language, &out);

	tap_ok(status == 0 && warns(&out) && strstr(str_text(&out), word) != NULL &&
			strstr(str_text(&out), " by=administrator") != NULL && strstr(str_text(&out), " bad=0") != NULL,
		"the doctor warns in language %s (%d)", language, status);
	str_clear(&out);
}

int
main(void)
{
	struct world world;
	struct str out = {0};
	int status;

	cards_make();
	world_start(&world, "unguarded", NULL);
	world_insert(&world, 0, card_akis, 1);
	status = run_agent(&world, "--doctor", "tr", &out);
	tap_ok(status == 0 && strstr(str_text(&out), CARD_FAULT_UNGUARDED) == NULL,
		"the sandbox is granted, and nobody speaks of it (%d)", status);
	if (!refuse_filters())
		tap_bail("seccomp: %s", strerror(errno));
	status = run_agent(&world, "--once", "tr", &out);
	tap_ok(status == 0 && strstr(str_text(&out), "cert ") != NULL, "the sandbox is refused, and the card is read (%d)",
		status);
	check_refused(&world, "tr", "korumas");
	check_refused(&world, "en", "sandbox");
	str_clear(&out);
	world_end(&world);
	cards_free();
	return tap_end();
}
