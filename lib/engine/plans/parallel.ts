/**
 * Plans for machines without a scheduler: files of commands for GNU parallel, and a Makefile.
 *
 * @module
 */
import type { PlannedExperiment } from "../../pipeline.ts";
import { commonFiles, makeCommand, type Place, type PlanFiles } from "./folder.ts";
import { type Pack, packName, type Packs, packsOf, STAGES } from "./packs.ts";

/** How steps are gathered. */
export interface LocalOptions {
  /** Expected minutes of a command. */
  readonly minutesPerTask: number;
}

/** No arrays are made of these packs. */
const NO_ARRAYS = 1000;

const packed = (planned: PlannedExperiment, place: Place, { minutesPerTask }: LocalOptions) => {
  const found = packsOf(planned, 60 * minutesPerTask * place.cpus);
  return {
    found,
    common: commonFiles(
      planned,
      found.packs,
      place,
      { aligned: found.aligned, arraySize: NO_ARRAYS },
      false,
    ),
  };
};

/** The files of a plan for GNU parallel: a level for each stage, to be run one after the other. */
export const parallelPlan = (planned: PlannedExperiment, place: Place, options: LocalOptions): PlanFiles => {
  const { found, common } = packed(planned, place, options);
  const levels = STAGES.map((stage) => found.packs.filter((pack) => pack.stage === stage));
  return {
    ...common,
    ...Object.fromEntries(
      levels.filter((packs) => packs.length > 0).map((packs, index) => [
        `level-${index + 1}.txt`,
        packs.map((pack) => makeCommand(place.folder, packName(pack)) + "\n").join(""),
      ]),
    ),
  };
};

const needsOf = (pack: Pack, { packs }: Packs, makerOf: ReadonlyMap<string, string>): readonly string[] =>
  pack.stage === "report" ? packs.filter(({ stage }) => stage === "evaluate").map(packName) : [
    ...new Set(
      pack.steps.flatMap(({ inputs }) => Object.values(inputs)).map(({ key }) => makerOf.get(key)!).filter(
        (name) => name !== packName(pack),
      ),
    ),
  ];

/** make takes a dollar sign for the beginning of a variable. */
const inRecipe = (command: string): string => command.replaceAll("$", "$$$$");

/** The files of a plan for make: a target for each pack, with the packs that it needs. */
export const makePlan = (planned: PlannedExperiment, place: Place, options: LocalOptions): PlanFiles => {
  const { found, common } = packed(planned, place, options);
  const makerOf = new Map(
    found.packs.flatMap((pack) => pack.steps.map(({ key }) => [key as string, packName(pack)] as const)),
  );
  const rules = found.packs.map((pack) =>
    `${packName(pack)}: ${needsOf(pack, found, makerOf).join(" ")}`.trimEnd() +
    `\n\t@${inRecipe(makeCommand(place.folder, packName(pack)))}\n`
  );
  const names = found.packs.map(packName);
  const last = found.packs.filter(({ stage }) => stage === found.packs.at(-1)!.stage).map(packName);
  return {
    ...common,
    Makefile: `# Run with make -k -j N. What the store holds is not made again.\n` +
      `SHELL := /bin/bash\n.PHONY: all ${names.join(" ")}\nall: ${last.join(" ")}\n\n${rules.join("\n")}`,
  };
};
