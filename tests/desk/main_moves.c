/*
 * tests/desk/main_moves: prints the table of moves as the manual page shows it: state by state, what is done, where to, and by
 * what when it is no act of a person. tests/desk/test_moves_page.sh compares.
 */
#include "teslim/desk/move.h"
#include "teslim/words.h"

#include <stdio.h>
#include <string.h>

/* "(card here)" where the place of the card decides. */
static const char *
where(const struct application_move *move)
{
	return move->cards == CARDS_HERE                      ? "card here"
		: move->cards == CARDS_AWAITED                ? "card awaited"
		: move->cards == CARDS_AWAY                   ? "no card here"
		: move->cards == CARDS_MISSING                ? "card missing"
		: move->cards == CARDS_LOST                   ? "card lost"
		: move->cards == (CARDS_HERE | CARDS_AWAITED) ? "card here or awaited"
							      : "";
}

int
main(void)
{
	int count;
	const struct application_move *moves = desk_moves(&count);

	for (int state = 0; state <= APPLICATION_CANCELLED; state++) {
		const char *from = application_state_name((enum application_state)state);
		for (int i = 0; i < count; i++) {
			const struct application_move *move = &moves[i];
			const char *by = move->way == MOVE_AT_ONCE ? where(move) : move_way_name(move->way);
			char arrow[16] = "-----------";

			if ((int)move->from != state)
				continue;
			memcpy(arrow, move_act_name(move->act), strlen(move_act_name(move->act)));
			printf("%-14s --%s-> %-14s%s%s\n", from, arrow, application_state_name(move->to),
				by[0] != '\0' ? "  " : "", by);
			from = "";
		}
	}
	return 0;
}
