#!/usr/bin/env bash
# The package for npm as somebody has it who has no clone: packed, installed into an empty folder, and run from another one,
# where its store and its reports go. Exit code 77 where npm cannot fetch what it needs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# says TEXT COMMAND…: the command must succeed and print that.
says() {
  local text=$1 output
  shift
  if ! output=$("$@" 2>&1); then
    printf '%s failed:\n%s\n' "$*" "$output" >&2
    exit 1
  fi
  if [[ $output != *"$text"* ]]; then
    printf '%s does not say "%s":\n%s\n' "$*" "$text" "$output" >&2
    exit 1
  fi
}

(cd "$root" && npx -y deno@2.9.5 task pack "$place/packed")
mkdir -p "$place/installed/work"
cp "$here"/user/* "$place/installed/work"
cd "$place/installed"
if ! npm install --no-audit --no-fund --loglevel=error "$place"/packed/lyap-*.tgz; then
  echo "npm cannot install what the package needs"
  exit 77
fi

cd work
# From here on nothing is fetched: Deno's own cache is an empty folder, and it has no network to fill it.
export DENO_DIR="$place/cache" NPM_CONFIG_OFFLINE=true
says "lorenz" npx lyap systems
says "$(sed -nE 's/^  "version": "(.*)",/\1/p' "$root/deno.json")" npx lyap --version
says "✓ upheld" npx lyap run tiny.ts --profile tiny
says "nothing to do" npx lyap run tiny.ts --profile tiny
test -d .lyap/artifacts
npx lyap report tiny.ts --profile tiny --out report
grep -q "<svg" report/index.html
npx lyap report tiny.ts --profile tiny --format png --out pictures
test -s pictures/figures/01-attractor.png

awk 'BEGIN { x = 0.1; y = 0.1; print "t,x"
  for (i = 0; i < 2000; i++) { z = 1 - 1.4 * x * x + y; y = 0.3 * x; x = z; printf "%d,%.9f\n", i, x } }' >recording.csv
says "recording-fit/index.html" npx lyap fit recording.csv --minutes "${LYAP_FIT_MINUTES:-1}" --yes
npx lyap simulate recording-fit --steps 10 --out further.csv
test "$(wc -l <further.csv)" -ge 10

# What a program and an editor see: the entry points and their types.
cat >program.mjs <<'END'
import { systems } from "lyap";
import { dataset } from "lyap/experiment";
if (systems.lorenz === undefined || dataset === undefined) throw new Error("an entry point is empty");
END
"$place/installed/node_modules/deno/deno" run --quiet --node-modules-dir=manual program.mjs
test -s "$place/installed/node_modules/lyap/experiment.d.ts"
echo "lyap is installed from npm's package, and works from $(pwd)"
