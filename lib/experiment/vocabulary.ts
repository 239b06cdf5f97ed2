/**
 * The words of a spec, gathered from the catalogues of all layers.
 *
 * @module
 */
import { checkClaims, type Claim, claimCodec, type ClaimInput } from "../results/claims/catalogue.ts";
import { figureCodec, type FigureSpec, type FigureSpecInput } from "../report/figures/catalogue.ts";
import { measureName } from "../measures/identity.ts";
import type { ExperimentInput, ResolvedExperiment, Vocabulary } from "./experiment.ts";
import { optionLabels } from "../training/forcing/catalogue.ts";
import { runSettings, settingsFaults, type SettingsOfRun } from "./run_settings.ts";

export { type RunSettings, runSettings } from "./run_settings.ts";

/**
 * A figure as a user writes it.
 *
 * @internal
 */
type FigureInput = FigureSpecInput;

/** An experiment as its author writes it: what `experiment()` takes and a JSON file holds. */
export type Experiment = ExperimentInput<SettingsOfRun, ClaimInput, FigureInput>;

/** An experiment in one profile: complete, nothing left to default. */
export type Resolved = ResolvedExperiment<SettingsOfRun, Claim, FigureSpec>;

/** The words of a spec. */
export const vocabulary: Vocabulary<SettingsOfRun, Claim, ClaimInput, FigureSpec, FigureSpecInput> = {
  settings: runSettings,
  claim: claimCodec,
  figure: figureCodec,
  symbols: () =>
    Object.fromEntries(Object.entries(optionLabels()).map(([option, { symbol }]) => [option, symbol])),
  check: settingsFaults,
  checkClaims: (claims, runs) =>
    checkClaims(claims, {
      labels: runs.map(({ labels }) => labels),
      measures: [...new Set(runs.flatMap(({ settings }) => settings.evaluation.measures.map(measureName)))],
    }),
};
