/**
 * The trainings of a fit, one by one: in which order they are worth their time, and the sweep that is exactly those that
 * were made.
 *
 * @module
 */
import type { Experiment } from "../../experiment/vocabulary.ts";
import type { FitCells } from "./compose.ts";
import type { Sizes } from "./budget.ts";
import type { Proposals } from "./proposals.ts";

/** How the states of a training are drawn to the data. */
export type FitForcing =
  | { readonly kind: "sparse"; readonly interval: number }
  | { readonly kind: "generalized"; readonly alpha: number };

/** One training of one network. */
export interface FitTraining {
  /** How it is forced, which tells the cell too. */
  readonly forcing: FitForcing;
  /** Its seed. */
  readonly seed: number;
}

/** A text that is the same for equal forcings only. */
const forcingText = (forcing: FitForcing): string =>
  forcing.kind === "sparse" ? `τ ${forcing.interval}` : `α ${forcing.alpha}`;

/** A text that is the same for equal trainings only. */
export const trainingText = ({ forcing, seed }: FitTraining): string =>
  `${forcingText(forcing)}, seed ${seed}`;

/** Lists taken in turns: the first of each, then the second of each. */
const alternating = <A>(left: readonly A[], right: readonly A[]): readonly A[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...left.slice(index, index + 1),
    ...right.slice(index, index + 1),
  ]).flat();

/**
 * The trainings of given sizes, the worthiest first, so that the list may be cut anywhere: every setting with the first
 * seed, both cells in turns and the likeliest settings first, before any with the second seed.
 *
 * @param proposals Forcing intervals and strengths, the likeliest first.
 * @param sizes How many of them are tried, with how many seeds.
 * @param seed The first seed.
 *
 * @example Two intervals and a strength with two seeds
 * ```ts
 * import { trainingsFor, trainingText } from "./trainings.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const proposals = { intervals: [20, 40, 60], strengths: [0.2, 0.1] };
 * const sizes = { intervals: 2, strengths: 1, seeds: 2, epochs: 100 };
 * assertEquals(trainingsFor(proposals, sizes, 5).map(trainingText), [
 *   "τ 20, seed 5",
 *   "α 0.2, seed 5",
 *   "τ 40, seed 5",
 *   "τ 20, seed 6",
 *   "α 0.2, seed 6",
 *   "τ 40, seed 6",
 * ]);
 * ```
 */
export const trainingsFor = (
  { intervals, strengths }: Pick<Proposals, "intervals" | "strengths">,
  sizes: Sizes,
  seed: number,
): readonly FitTraining[] => {
  const forcings = alternating<FitForcing>(
    intervals.slice(0, sizes.intervals).map((interval) => ({ kind: "sparse", interval })),
    strengths.slice(0, sizes.strengths).map((alpha) => ({ kind: "generalized", alpha })),
  );
  return Array.from(
    { length: sizes.seeds },
    (_, index) => forcings.map((forcing): FitTraining => ({ forcing, seed: seed + index })),
  ).flat();
};

/** Forcings of one cell that have the same seeds. */
interface Block {
  readonly forcings: readonly FitForcing[];
  readonly seeds: readonly number[];
}

const blocksOf = (trainings: readonly FitTraining[]): readonly Block[] => {
  const seedsOf = new Map<string, { readonly forcing: FitForcing; readonly seeds: readonly number[] }>();
  for (const { forcing, seed } of trainings) {
    const before = seedsOf.get(forcingText(forcing))?.seeds ?? [];
    seedsOf.set(forcingText(forcing), { forcing, seeds: [...before, seed] });
  }
  const blocks = new Map<string, Block>();
  for (const { forcing, seeds } of seedsOf.values()) {
    const name = `${forcing.kind}, seeds ${seeds}`;
    blocks.set(name, { forcings: [...(blocks.get(name)?.forcings ?? []), forcing], seeds });
  }
  return [...blocks.values()];
};

/**
 * The sweep of exactly these trainings, sparse forcing first.
 *
 * @param cells The cell under each kind of forcing.
 * @param trainings Each once.
 */
export const sweepOf = (
  cells: FitCells,
  trainings: readonly FitTraining[],
): NonNullable<Experiment["sweep"]> =>
  (["sparse", "generalized"] as const).flatMap((kind) =>
    blocksOf(trainings.filter(({ forcing }) => forcing.kind === kind)).map(({ forcings, seeds }) => ({
      cell: [cells[kind]],
      observation: [kind === "sparse" ? { kind: "linear" } as const : { kind: "identity" } as const],
      forcing: forcings,
      seed: seeds,
    }))
  );
