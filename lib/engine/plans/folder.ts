/**
 * What every plan folder holds, for any engine: packs, the table of their steps, and `lyap.sh`, by which all
 * scripts start lyap.
 *
 * @module
 */
import type { Digest } from "../../core/codec/canonical.ts";
import type { DataAccess } from "../../steps/step.ts";
import type { StepName } from "../../steps/definitions.ts";
import { markPath } from "../../steps/store/layout.ts";
import { encodeOrders } from "./orders.ts";
import { type Pack, packName, secondsOf, type Stage } from "./packs.ts";
import { quoted, quotedAll } from "./shell.ts";

/** Texts by the names of their files in the folder of the plan. */
export type PlanFiles = Readonly<Record<string, string>>;

/** Where things lie and how they are started. All paths are absolute. */
export interface Place {
  /** The folder of the plan. */
  readonly folder: string;
  /** The store. */
  readonly store: string;
  /** Files of users. */
  readonly data: DataAccess;
  /** Whether every training runs with all of V8's checks. */
  readonly checked: boolean;
  /** Steps of a pack that run side by side. */
  readonly cpus: number;
  /** A name that only this plan has. */
  readonly mark: string;
  /** The `deno` that wrote the plan, its version, and where it keeps what it has downloaded. */
  readonly deno: { readonly path: string; readonly version: string; readonly cache: string };
  /** The program that works on packs: a path, or an address where lyap's code is no file. */
  readonly worker: string;
  /** The flags with which Deno finds what it imports. */
  readonly codeFlags: readonly string[];
  /** Environment modules that are loaded first. */
  readonly modules: readonly string[];
  /** Words before `deno`, such as those that start a container. */
  readonly before: readonly string[];
}

/** What a worker has to know of its plan, in `plan.json`. */
export interface PlanRecord extends Pick<Place, "store" | "data" | "checked" | "cpus"> {
  readonly experiment: string;
  readonly profile: string;
  /** Whether each pack of trainings needs just the pack of datasets with its own number. */
  readonly aligned: boolean;
  /** Elements that an array may have. */
  readonly arraySize: number;
}

/** The file of a plan that lists its steps. */
export const STEPS = "steps.jsonl";

/** A line of `steps.jsonl`. */
export interface StepRow {
  readonly id: string;
  readonly step: StepName;
  readonly key: Digest;
  /** The pack that makes it. */
  readonly pack: string;
  readonly stage: Stage;
  readonly index: number;
  /** Expected, on one core. */
  readonly seconds: number;
  /** Keys of the artifacts that it reads, for engines that know steps. */
  readonly inputs?: readonly Digest[];
}

const rowsOf = (pack: Pack, withInputs: boolean): readonly StepRow[] =>
  pack.steps.map((planned) => ({
    id: planned.id,
    step: planned.step,
    key: planned.key,
    pack: packName(pack),
    stage: pack.stage,
    index: pack.index,
    seconds: Math.round(secondsOf([planned])),
    ...(withInputs ? { inputs: [...new Set(Object.values(planned.inputs).map(({ key }) => key))] } : {}),
  }));

/** The folder of the packs in the folder of their plan. */
export const PACKS = "packs";

/** The file of a pack in the folder of its plan. */
export const packFile = (pack: string): string => `${PACKS}/${pack}.jsonl`;

/** For shellcheck: paths in single quotes stay as they are, dollar signs and all. */
export const QUOTES_STAND = "# shellcheck disable=SC2016\n";

/** All words of an array, also of an empty one, which bash before 4.4 takes for a variable that is not set. */
const allOf = (name: string): string => `\${${name}[@]+"\${${name}[@]}"}`;

/** The check that a script makes before it reads anything else of the plan. */
export const seesPlan = (folder: string): string =>
  `plan=${quoted(folder)}
if [ ! -r "$plan/lyap.sh" ]; then
  printf 'error: %s cannot see the plan %s: put it on a file system that all nodes share\\n' "$(uname -n)" "$plan" >&2
  exit 3
fi
# shellcheck source=/dev/null
. "$plan/lyap.sh"
`;

const loadModules = (modules: readonly string[]): string =>
  modules.length === 0 ? "" : `
# What sites write for modules reads variables that are not set.
set +u
if ! command -v module >/dev/null; then
  for each in /etc/profile.d/lmod.sh /etc/profile.d/modules.sh /usr/share/modules/init/bash; do
    # shellcheck source=/dev/null
    if [ -r "$each" ]; then . "$each"; fi
  done
fi
module load ${quotedAll(modules)} || fail 'a module cannot be loaded'
set -u
`;

const launcher = (place: Place): string =>
  `#!/bin/bash
${QUOTES_STAND}# How the scripts of this plan start lyap. As a program:
#   lyap.sh make PACK...   makes the steps of packs that the store lacks
#   lyap.sh missing        names the steps that the store lacks
set -u
plan=${quoted(place.folder)}
store=${quoted(place.store)}
mark=${quoted(markPath(place.store, place.mark))}
worker=${quoted(place.worker)}
code=(${quotedAll(place.codeFlags)})
version=${quoted(place.deno.version)}
before=(${quotedAll(place.before)})
export DENO_DIR=${quoted(place.deno.cache)}
export DENO_NO_UPDATE_CHECK=1

fail() {
  printf 'error: %s\\n' "$1" >&2
  exit 3
}
${loadModules(place.modules)}
find_deno() {
  local candidate
  for candidate in "\${LYAP_DENO:-}" ${quoted(place.deno.path)} "$(command -v deno)"; do
    if [ -n "$candidate" ] && [[ "$(${
    allOf("before")
  } "$candidate" --version 2>/dev/null)" == "deno $version "* ]]; then
      deno=("$candidate")
      return
    fi
  done
  if ${allOf("before")} npx -y "deno@$version" --version >/dev/null 2>&1; then
    deno=(npx -y "deno@$version")
    return
  fi
  fail "$(uname -n) has no deno $version, and cannot fetch it: set LYAP_DENO to one on a shared file system"
}

lyap() {
  [[ $worker == *://* || -r $worker ]] || fail "$(uname -n) cannot see $worker: put lyap on a file system that all nodes share"
  [ -e "$mark" ] ||
    fail "$(uname -n) does not see the store $store of this plan: plan again, with --store on a file system that all nodes share"
  find_deno
  ${allOf("before")} "\${deno[@]}" run --quiet --no-prompt --cached-only ${allOf("code")} \\
    --allow-read --allow-write --allow-run --allow-env=LYAP_CHECKED "$worker" "$plan" "$@"
}

if [ "\${BASH_SOURCE[0]}" = "$0" ]; then
  lyap "$@"
fi
`;

/** The files that every engine needs. */
export const commonFiles = (
  experiment: { readonly experiment: string; readonly profile: string },
  packs: readonly Pack[],
  place: Place,
  about: Pick<PlanRecord, "aligned" | "arraySize">,
  withInputs: boolean,
): PlanFiles => {
  const { store, data, checked, cpus } = place;
  const record: PlanRecord = {
    experiment: experiment.experiment,
    profile: experiment.profile,
    store,
    data,
    checked,
    cpus,
    ...about,
  };
  return {
    "plan.json": JSON.stringify(record, null, 2) + "\n",
    [STEPS]: packs.flatMap((pack) => rowsOf(pack, withInputs)).map((row) => JSON.stringify(row) + "\n")
      .join(""),
    "lyap.sh": launcher(place),
    ...Object.fromEntries(packs.map((pack) => [packFile(packName(pack)), encodeOrders(pack.steps)])),
  };
};

/** The command that makes a pack, as a line of a shell. */
export const makeCommand = (folder: string, pack: string): string =>
  `bash ${quoted(`${folder}/lyap.sh`)} make ${pack}`;
