/*
 * ui/term_state: the one terminal of this process. Knows neither curses nor keys.
 */
#include "term_parts.h"

struct terminal terminal = {.signal_pipe = {-1, -1}, .saved_stderr = -1};
