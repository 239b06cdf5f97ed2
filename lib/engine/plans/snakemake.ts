/**
 * A plan for Snakemake 9: a rule for each kind of step, with manifests of artifacts as inputs and outputs.
 *
 * @module
 */
import type { PlannedExperiment } from "../../pipeline.ts";
import { commonFiles, type Place, type PlanFiles } from "./folder.ts";
import type { LocalOptions } from "./parallel.ts";
import { secondsOf, STAGES, stepByStep } from "./packs.ts";

/**
 * The same for every plan, so that Snakemake never takes a step for changed. Inputs are `ancient`: an artifact's name says
 * all that determines it, and its time nothing.
 */
const SNAKEFILE = `# Written by lyap plan. Run with: snakemake -s Snakefile --cores N
# It works within the store, and keeps its own records there.
import json
import os

PLAN = os.path.dirname(os.path.abspath(workflow.snakefile))


def lines_of(name):
    with open(os.path.join(PLAN, name), encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


with open(os.path.join(PLAN, "plan.json"), encoding="utf-8") as file:
    workdir: json.load(file)["store"]
STEPS = {step["key"].removeprefix("sha256:"): step for step in lines_of("steps.jsonl")}
NEEDED = {key.removeprefix("sha256:") for step in STEPS.values() for key in step["inputs"]}
LAST = [key for key in STEPS if key not in NEEDED]


def manifest(key):
    return f"artifacts/{key[:2]}/{STEPS[key]['step']}-{key}/manifest.json"


def manifest_of(step):
    return "artifacts/{shard}/" + step + "-{key}/manifest.json"


def needed(wildcards):
    return [ancient(manifest(key.removeprefix("sha256:"))) for key in STEPS[wildcards.key]["inputs"]]


def pack(wildcards):
    return STEPS[wildcards.key]["pack"]


def minutes(wildcards):
    return max(1, round(4 * STEPS[wildcards.key]["seconds"] / 60))


os.environ["LYAP_PLAN"] = PLAN
MAKE = 'bash "$LYAP_PLAN/lyap.sh" make {params.pack}'


wildcard_constraints:
    shard="[0-9a-f]{2}",
    key="[0-9a-f]{64}",


if STEPS[LAST[0]]["step"] == "report":

    rule report:
        input:
            [ancient(manifest(key.removeprefix("sha256:"))) for key in STEPS[LAST[0]]["inputs"]],
        output:
            manifest(LAST[0]),
        params:
            pack=STEPS[LAST[0]]["pack"],
        shell:
            MAKE

else:

    rule findings:
        input:
            [ancient(manifest(key)) for key in LAST],


rule dataset:
    output:
        manifest_of("dataset"),
    params:
        pack=pack,
    group:
        "dataset"
    resources:
        runtime=minutes,
    shell:
        MAKE


rule train:
    input:
        needed,
    output:
        manifest_of("train"),
    params:
        pack=pack,
    group:
        "train"
    resources:
        runtime=minutes,
    shell:
        MAKE


rule lyapunov:
    input:
        needed,
    output:
        manifest_of("lyapunov"),
    params:
        pack=pack,
    group:
        "evaluate"
    resources:
        runtime=minutes,
    shell:
        MAKE


rule evaluate:
    input:
        needed,
    output:
        manifest_of("evaluate"),
    params:
        pack=pack,
    group:
        "evaluate"
    resources:
        runtime=minutes,
    shell:
        MAKE
`;

/**
 * What holds unless the command line says otherwise. An artifact appears whole in one rename and is verified, so that
 * Snakemake need not take one for incomplete, nor remove it, when the job that made it was killed afterwards.
 */
const PROFILE = `# What holds unless the command line says otherwise.
keep-going: true
ignore-incomplete: true
keep-incomplete: true
rerun-triggers:
  - mtime
latency-wait: 60
`;

/** The files of a plan for Snakemake. Executors that submit jobs gather as many steps of a group as fill the time given. */
export const snakemakePlan = (planned: PlannedExperiment, place: Place, options: LocalOptions): PlanFiles => {
  const packs = stepByStep(planned);
  const perJob = STAGES.filter((stage) => stage !== "report").map((stage) => {
    const steps = packs.filter((pack) => pack.stage === stage).flatMap((pack) => pack.steps);
    // The exponents of a network and its measures, which need them, are one component of their group.
    const mean = secondsOf(steps) / Math.max(1, steps.filter(({ step }) => step === stage).length);
    const jobs = Math.max(1, Math.floor(60 * options.minutesPerTask / mean));
    return `  - ${stage}=${jobs}\n`;
  });
  return {
    ...commonFiles(planned, packs, place, { aligned: false, arraySize: packs.length }, true),
    Snakefile: SNAKEFILE,
    "profiles/default/config.yaml": `${PROFILE}group-components:\n${perJob.join("")}`,
  };
};
