#!/bin/sh
# Installs Debian packages for a check. Checks run side by side, and apt refuses whoever comes second, so they queue here.
# The lock is this shell's alone: a service that a package starts must not keep it.
command -v flock >/dev/null && { exec 9>"${TMPDIR:-/tmp}/lyap-apt.lock" && flock 9; }
apt-get update 9>&- && apt-get install -y --no-install-recommends "$@" 9>&-
