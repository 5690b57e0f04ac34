#!/bin/sh
# The subcommands as scripts and administrators use them; the checks themselves are in subcommands.py.
exec python3 "$TOP/tests/app/subcommands.py"
