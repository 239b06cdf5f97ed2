/**
 * How the trainings of a report were made. It lies beside the report, whose digests are the same however that was.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import type { LyapError } from "../core/program/errors.ts";
import type { Capabilities, Program } from "../core/program/program.ts";
import { canonicalJson } from "../core/codec/canonical.ts";
import { type Manifest, readManifest } from "../steps/store/artifact.ts";
import { artifactPath } from "../steps/store/layout.ts";
import type { StepGraph } from "../steps/plan.ts";
import { nameOf } from "./process.ts";

/** How one training was made, or that it was taken from a ledger. */
type Made = Omit<Manifest["made"], "states" | "process"> & {
  readonly process: NonNullable<Manifest["made"]["process"]> | "taken";
};

/** How trainings were made, by the name of the step. */
export type Provenance = Readonly<Record<string, Made>>;

/** The file beside a report. */
export const PROVENANCE = "provenance.json";

/** How the trainings of a plan were made that the store holds. */
export const provenanceOf = (plan: StepGraph, store: string): Program<Provenance> =>
  pipe(
    plan.steps.filter(({ step }) => step === "train"),
    RTE.traverseArray((planned) =>
      pipe(
        readManifest(artifactPath(store, nameOf(planned))),
        RTE.map(({ taken, made: { states: _, process = "checked", ...made } }) =>
          [[planned.id, { ...made, process: taken === undefined ? process : "taken" as const }]] as const
        ),
        RTE.orElse(() => RTE.right<Capabilities, LyapError, readonly (readonly [string, Made])[]>([])),
      )
    ),
    RTE.map((entries) => Object.fromEntries(entries.flat())),
  );

/** Provenance as a file. */
export const encodeProvenance = (trainings: Provenance): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(JSON.parse(canonicalJson({ trainings })), null, 2) + "\n");

/** The files of a report with that beside them. */
export const withProvenance = (
  files: Readonly<Record<string, Uint8Array>>,
  plan: StepGraph,
  store: string,
): Program<Readonly<Record<string, Uint8Array>>> =>
  pipe(
    provenanceOf(plan, store),
    RTE.map((provenance) => ({ ...files, [PROVENANCE]: encodeProvenance(provenance) })),
  );

/** In a few words. */
export const wordsOfProvenance = (provenance: Provenance): string => {
  const ways = Object.values(provenance).map(({ process }) => process);
  const count = (wanted: Made["process"]): number => ways.filter((way) => way === wanted).length;
  const taken = count("taken");
  return `trainings: ${count("fast")} fast, ${count("checked")} checked` +
    (taken === 0 ? "" : `, ${taken} taken from the ledger`);
};
