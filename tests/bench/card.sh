#!/bin/sh
# Reading a certificate: teslim-card against OpenSC's pkcs15-tool, GnuPG's scdaemon and yubico-piv-tool, all on the same
# virtual card and the same pcscd in the same run. Prints tables in markdown.
exec "$BUILD/tests/pcsc/card_bench"
