#!/bin/sh
# `teslim doctor` with every fault of the desk brought about; the checks themselves are in doctor.py.
exec python3 "$TOP/tests/app/doctor.py"
