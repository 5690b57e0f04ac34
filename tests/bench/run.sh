#!/bin/sh
# Prints every measurement of `make bench`, each as a ratio against a peer in the same run.
set -u
echo "teslim bench, $(nproc) processors, $(uname -m)"
for part in "$TOP"/tests/bench/*.sh; do
	case $part in */run.sh) continue ;; esac
	echo
	echo "== $(basename "$part" .sh)"
	sh "$part" || echo "   (this part ended with status $?)"
done
