#!/usr/bin/env bash
# `lyap` from a clone, wherever it is called: with the rights that deno.json's task lists.
set -euo pipefail
lyap=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deno=$(sed -nE 's/.*deno@([0-9.]+) "\$@".*/\1/p' "$lyap/.ci/run")
read -r -a flags < <(sed -nE 's/^ *"lyap": "deno run (.*) lib\/cli\/main\.ts",?$/\1/p' "$lyap/deno.json")
export INIT_CWD=$PWD
exec npx -y "deno@$deno" run --quiet --config "$lyap/deno.json" "${flags[@]}" "$lyap/lib/cli/main.ts" "$@"
