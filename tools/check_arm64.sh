#!/usr/bin/env bash
# Runs every golden test under an arm64 Deno, emulated by qemu-user where this machine is not arm64 itself, and so
# compares the digests of this machine's fixtures with those of another processor. Needs Debian's packages qemu-user,
# libc6-arm64-cross and libgcc-s1-arm64-cross, which it installs where it may, and npm.
#
# Exit code 0: all agree; 1: some differ; 77: the check cannot be made here, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

version=2.9.5
packages="qemu-user libc6-arm64-cross libgcc-s1-arm64-cross"

skip() {
  echo "arm64 check skipped: $1"
  exit 77
}

if [ "$(uname -m)" != aarch64 ] && ! command -v qemu-aarch64 >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip "the packages $packages are missing, and only root can install them"
  "$(dirname "$0")/apt_install.sh" $packages >/dev/null 2>&1 ||
    skip "the packages $packages cannot be had"
fi

folder=${XDG_CACHE_HOME:-$HOME/.cache}/lyap/deno-arm64-$version
if [ ! -x "$folder/package/deno" ]; then
  mkdir -p "$folder"
  archive=$(cd "$folder" && npm pack --silent "@deno/linux-arm64-glibc@$version") || skip "Deno $version for arm64 cannot be had from npm"
  tar -xzf "$folder/$archive" -C "$folder"
fi

mapfile -t tests < <(find tests -name golden_test.ts | sort)
if [ "$(uname -m)" = aarch64 ]; then
  run=("$folder/package/deno")
else
  run=(qemu-aarch64 -L /usr/aarch64-linux-gnu "$folder/package/deno")
fi
"${run[@]}" eval 'console.log(`golden tests on ${Deno.build.arch}`)'
"${run[@]}" test --quiet --no-check --allow-all "${tests[@]}"
