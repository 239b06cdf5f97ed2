/**
 * A plan for Slurm: job arrays, one for each stage, and a script that submits what is missing.
 *
 * @module
 */
import type { PlannedExperiment } from "../../pipeline.ts";
import { digestOf, hexOf } from "../../core/codec/canonical.ts";
import { commonFiles, type Place, type PlanFiles, QUOTES_STAND, seesPlan } from "./folder.ts";
import { packsOf, secondsOf, type Stage, STAGES } from "./packs.ts";
import { quoted, shellWord } from "./shell.ts";

/** What jobs ask for. */
export interface SlurmOptions {
  /** Expected minutes of an array element. */
  readonly minutesPerTask: number;
  readonly partition?: string;
  readonly account?: string;
  /** The time limit of an element. Default: four times what is expected of the longest, an hour at least. */
  readonly time?: string;
  readonly memory?: string;
  /** Elements of an array that run at a time. Default: as many as there is room for. */
  readonly throttle?: number;
  /** Further options of sbatch, as a line. */
  readonly sbatch?: string;
  /** Elements that an array may have: the cluster's MaxArraySize. Default: 1000. */
  readonly arraySize?: number;
}

/** The least MaxArraySize that is common. */
const ARRAY_SIZE = 1000;

/** What is expected is right within a factor of three. A step that is longer than a pack has one of its own. */
const minutesLimit = ({ steps }: PlannedExperiment, minutesPerTask: number): string =>
  String(
    Math.ceil(
      steps.reduce((most, step) => Math.max(most, secondsOf([step]) / 15), Math.max(60, 4 * minutesPerTask)),
    ),
  );

/** A value in the header of a script, where Slurm reads quotes and backslashes like a shell. */
const inHeader = (value: string): string =>
  /^[\w.,:@%+/-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;

const headerOf = (planned: PlannedExperiment, { cpus }: Place, options: SlurmOptions): string => {
  const lines = [
    ...(options.partition === undefined ? [] : [`--partition=${inHeader(options.partition)}`]),
    ...(options.account === undefined ? [] : [`--account=${inHeader(options.account)}`]),
    `--time=${inHeader(options.time ?? minutesLimit(planned, options.minutesPerTask))}`,
    ...(options.memory === undefined ? [] : [`--mem=${inHeader(options.memory)}`]),
    `--ntasks=1`,
    `--cpus-per-task=${cpus}`,
    ...(options.sbatch === undefined ? [] : [options.sbatch]),
  ];
  return ["#!/bin/bash", ...lines.map((line) => `#SBATCH ${line}`)].join("\n") + "\n" + QUOTES_STAND;
};

/** The names of the jobs of a plan, by which they are found in the queue, also those of an earlier plan in this folder. */
const jobName = ({ experiment, profile }: PlannedExperiment, { folder }: Place): string =>
  `lyap-${shellWord(experiment)}-${shellWord(profile)}-${hexOf(digestOf(folder)).slice(0, 8)}`;

const element = (place: Place, header: string): string =>
  `${header}# An element of an array: makes one pack of steps. Called with a stage and the number of its first pack here.
set -u
${seesPlan(place.folder)}
lyap make "$1-$(($2 + \${SLURM_ARRAY_TASK_ID:-0}))"
`;

/** In names of log files, Slurm takes % for the beginning of a pattern. */
const logsOf = (folder: string, pattern: string): string =>
  quoted(`${folder.replaceAll("%", "%%")}/logs/${pattern}.log`);

const submit = (name: string, place: Place, options: SlurmOptions, header: string): string =>
  `${header}# Submits what the store lacks: one array for each stage, the report last. Run it again after any failure;
# with sbatch or with bash.
set -u
${seesPlan(place.folder)}
name=${quoted(name)}
queued=$(squeue --noheader --format=%i --name=${
    quoted(STAGES.map((stage: Stage) => `${name}-${stage}`).join(","))
  }) || fail 'squeue does not answer'
if [ -n "$queued" ]; then
  fail "jobs of this plan are in the queue (\${queued//$'\\n'/ }): wait for them, or end them with scancel, then submit again"
fi
jobs_to_submit=$(lyap submission) || exit
if [ -z "$jobs_to_submit" ]; then
  echo 'nothing to submit: the store holds everything'
  exit 0
fi
declare -A submitted=()
while read -r label stage offset array kind on; do
  before_it=
  if [ "$kind" != none ]; then
    for other in "\${!submitted[@]}"; do
      if [[ $on == all || $other == "$on"* ]]; then before_it+=":\${submitted[$other]}"; fi
    done
    [ -n "$before_it" ] || fail "nothing that was submitted is what $stage waits for"
  fi
  options=(--parsable "--job-name=$name-$stage")
  if [ -n "$before_it" ]; then options+=("--dependency=$kind$before_it" --kill-on-invalid-dep=yes); fi
  if [ "$array" = - ]; then
    options+=(--output=${logsOf(place.folder, "%x-%j")})
  else
    options+=(--output=${logsOf(place.folder, "%x-%A_%a")} "--array=$array${
    options.throttle === undefined ? "" : `%${options.throttle}`
  }")
  fi
  job=$(sbatch "\${options[@]}" "$plan/element.sh" "$stage" "$offset" </dev/null) || fail "sbatch refused the stage $stage"
  submitted[$label]=\${job%%;*}
  printf 'submitted %s: %s %s\\n' "\${job%%;*}" "$stage" "$array"
done <<<"$jobs_to_submit"
`;

/** The files of a plan for Slurm. */
export const slurmPlan = (planned: PlannedExperiment, place: Place, options: SlurmOptions): PlanFiles => {
  const { packs, aligned } = packsOf(planned, 60 * options.minutesPerTask * place.cpus);
  const header = headerOf(planned, place, options);
  const about = { aligned, arraySize: options.arraySize ?? ARRAY_SIZE };
  return {
    ...commonFiles(planned, packs, place, about, false),
    "element.sh": element(place, header),
    "submit.sh": submit(jobName(planned, place), place, options, header),
    "logs/README": "The output of each element of an array, named by job and element.\n",
  };
};
