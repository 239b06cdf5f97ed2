/**
 * Fused rollouts: loss and all gradients of one batch of windows in one call, in float32 WebAssembly with 128-bit SIMD.
 *
 * For t = 0 … T − 1 (the schedule of lib/networks/schedule.ts says when the state is reset, detached and forced):
 *
 *     z ← (1 − α_t) z + α_t pinv(B) x_t,   z ← F(z),   loss += ‖x_{t+1} − B z‖²
 *
 * and the loss is the mean over batch, steps and observations. With the identity observation model the first N units
 * are the observations and only they are forced; with the affine one x − b replaces every x. Inputs s_t, where there are
 * any, follow the observations in the series: before every step, after the forcing, the last K units are set to them, so
 * that what a cell makes of a unit is what it makes of an input.
 *
 * Parameters and gradients live in the kernel's memory. Every sum has a fixed order and no operation is fused, so the
 * same input gives the same bits on every machine.
 *
 * @module
 */
import { counted } from "../../core/program/text.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { cannotCompute, type LyapError } from "../../core/program/errors.ts";
import { allocate, layGaps, memoryBuffer, release } from "./arena.ts";
import { kernelCells, type KernelName } from "./cells.ts";
import * as kernels from "./kernels.wasm";
import { viewOf } from "./numbers.ts";
import { createPseudoInverse } from "./pseudo_inverse.ts";
import { countOf } from "../../numerics/shape.ts";

/** What happens to the state before each step: arrays of length T, as `Schedule` of lib/networks/schedule.ts. */
export interface RolloutSchedule {
  /** α_t in [0, 1]. */
  readonly strength: Float32Array;
  /** 1 where the state is set to zero. */
  readonly reset: Uint8Array;
  /** 1 where the gradient is cut. */
  readonly detach: Uint8Array;
}

/** The sizes that every rollout has. */
export interface RolloutSizes {
  /** M, length of the state that is observed. */
  readonly units: number;
  /** N, columns of the series that are observed. */
  readonly observations: number;
  /** K, further columns, which drive the last K units. Default: 0. */
  readonly inputs?: number;
  /** Windows per batch. */
  readonly batch: number;
  /** T, steps per window; a window reads T + 1 rows. */
  readonly length: number;
  /** x̂ = B z with B trained, the first N units, or x̂ = B z + b. */
  readonly observationModel: KernelObservation;
  /** Whether no gradient flows back to B and b through forced states but the first of a window. Default: it does. */
  readonly firstOnly?: boolean;
}

/** The observation models that the kernels have, by their own numbers for them, as in assembly/kernels.ts. */
const observationCodes = { linear: 0, identity: 1, affine: 2 } as const;

/** An observation model that the kernels have. */
export type KernelObservation = keyof typeof observationCodes;

/** Whether the kernels have an observation model. */
export const hasObservation = (kind: string): kind is KernelObservation =>
  Object.hasOwn(observationCodes, kind);

/** What the kernels need to know of an observation model. */
export const observationWords = (
  { observationModel, firstOnly = false }: Pick<RolloutSizes, "observationModel" | "firstOnly">,
): readonly [model: number, firstOnly: number] => [observationCodes[observationModel], firstOnly ? 1 : 0];

/** The size of one rollout by the kernel of a cell; of the last three each cell takes at most one. */
export interface RolloutSettings extends RolloutSizes {
  /** Which cell. */
  readonly cell: KernelName;
  /** L, hidden units of the shallow PLRNNs. */
  readonly hidden?: number;
  /** Terms of the dendritic PLRNN's expansion. */
  readonly bases?: number;
  /** P, units of the almost-linear RNN with a ramp. */
  readonly ramps?: number;
}

/** Values by parameter name, each matrix row by row. */
export type ParameterViews = Readonly<Record<string, Float32Array>>;

/** One rollout's memory and what can be done in it. */
export interface KernelRollout {
  /** Its sizes. */
  readonly settings: RolloutSettings;
  /**
   * Views of the parameters; writing sets them. Initially 0. Ask again after another rollout was created: a view that
   * is kept may then be empty.
   */
  readonly parameters: () => ParameterViews;
  /** Views of the gradients that the last `run` wrote. */
  readonly gradients: () => ParameterViews;
  /**
   * Loss and gradients of one batch.
   *
   * @param starts The first row of each window, `batch` numbers in 0 … rows − T − 1.
   * @returns The mean squared error; NaN or Infinity when the states or parameters have overflown.
   */
  readonly run: (starts: Int32Array, schedule: RolloutSchedule) => number;
  /** Loss of one batch, without gradients. */
  readonly loss: (starts: Int32Array, schedule: RolloutSchedule) => number;
  /** Gives the memory back; the rollout must not be used afterwards. */
  readonly release: () => void;
}

/** A half of a batch: of every four windows the first two, or the other two. */
export type Half = 0 | 1;

/**
 * Half of one rollout. Two of them, in one thread or in two, find what the rollout of the whole batch finds, bit for bit: each
 * makes its share, and is given the other's.
 */
export interface HalfRollout
  extends Pick<KernelRollout, "settings" | "parameters" | "gradients" | "release"> {
  /**
   * Rolls out the half of one batch.
   *
   * @param starts Those of the whole batch.
   * @returns What the other half has to be given.
   */
  readonly share: (starts: Int32Array, schedule: RolloutSchedule) => ArrayBuffer;
  /**
   * Loss and gradients of the whole batch that `share` was called with last, from what the other half shared of it.
   *
   * @param theirs Is given away: the next share is written over it.
   */
  readonly join: (theirs: ArrayBuffer) => number;
}

/**
 * Says whether the engine packs pairs of 128-bit operations, so that the kernels take blocks that suit it. The bits are
 * the same, but without packing it is slower. Initially not.
 */
export const usePairs = (on: boolean): void => kernels.setPairs(on ? 1 : 0);

const optionOf = (settings: RolloutSettings): number => {
  const { option } = kernelCells[settings.cell];
  return option === null ? 0 : settings[option] ?? 0;
};

/** Names and places of all parameters, in floats from the beginning of their block. */
const placesOf = (
  cellShapes: Readonly<Record<string, readonly number[]>>,
  { units, observations, observationModel }: RolloutSizes,
): readonly { readonly name: string; readonly offset: number; readonly size: number }[] => {
  const shapes = {
    ...cellShapes,
    ...(observationModel === "identity" ? {} : { B: [observations, units] }),
    ...(observationModel === "affine" ? { b: [observations] } : {}),
  };
  let offset = 0;
  return Object.entries(shapes).map(([name, shape]) => {
    const place = { name, offset, size: countOf(shape) };
    offset += Math.ceil(place.size / 4) * 4;
    return place;
  });
};

const optionFaultOf = (settings: RolloutSettings): string | null => {
  const { option } = kernelCells[settings.cell];
  if (option !== null && !(Number.isSafeInteger(settings[option]) && settings[option]! > 0)) {
    return `${option} is ${settings[option]}, and must be a positive integer`;
  }
  return option === "ramps" && settings.ramps! > settings.units
    ? `ramps are ${settings.ramps}, more than the ${settings.units} units`
    : null;
};

const faultOf = (
  { units, observations, inputs = 0, batch, length, observationModel }: RolloutSizes,
  series: Float32Array,
): string | null => {
  const wrong = Object.entries({ units, observations, batch, length })
    .find(([, value]) => !Number.isSafeInteger(value) || value < 1);
  if (wrong) return `${wrong[0]} is ${wrong[1]}, and must be a positive integer`;
  if (observationModel === "identity" && observations > units) {
    return `observations are ${observations}, and with the identity observation model at most the ${units} units`;
  }
  if (inputs > 0 && inputs + (observationModel === "identity" ? observations : 1) > units) {
    return `inputs are ${inputs}, and the ${units} units have no room for them`;
  }
  const rows = series.length / (observations + inputs);
  if (!Number.isSafeInteger(rows)) {
    return `the series has ${series.length} numbers, which do not make rows of ${observations + inputs}`;
  }
  return rows > length ? null : `the series has ${counted(rows, "row")}, and a window needs ${length + 1}`;
};

/** What rollouts of one cell need apart from their sizes. */
export interface RolloutCell {
  /** For messages. */
  readonly name: string;
  /** Shapes of the parameters, in the order in which they lie in memory. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Writes sizes and addresses into the record for blocks that begin at `base`, and returns where they end. */
  readonly layOut: (record: number, base: number, seriesRows: number) => number;
  /** What is left to do when the blocks have their places. */
  readonly ready: (record: number) => void;
  /** Whether the cell has all memory of its own that it needs. */
  readonly complete: boolean;
}

/**
 * Memory for the rollouts of one model, of any cell, on one series.
 *
 * @internal
 */
export const rolloutIn = (
  cell: RolloutCell,
  settings: RolloutSizes,
  series: Float32Array,
  half: Half | null = null,
): E.Either<LyapError, Omit<KernelRollout & HalfRollout, "settings">> => {
  const { units, observations, inputs = 0, batch, length } = settings;
  const fault = faultOf(settings, series);
  if (fault !== null) {
    return E.left(cannotCompute(`Cannot roll out the ${cell.name}: ${fault}`, "change these sizes"));
  }
  const linear = settings.observationModel !== "identity";
  const rows = series.length / (observations + inputs);
  const layOut = (record: number, base: number): number => cell.layOut(record, base, rows);
  const tooLarge = E.left(
    cannotCompute(
      `Cannot roll out the ${cell.name}: its states do not fit into memory`,
      "take fewer units, windows or steps",
    ),
  );
  const record = allocate(kernels.recordBytes());
  if (record === null) return tooLarge;
  const base = allocate(layOut(record, 0));
  const inverse = linear ? createPseudoInverse(observations, units) : null;
  const giveBack = () => {
    inverse?.release();
    if (base !== null) release(base);
    release(record);
  };
  if (base === null || (linear && inverse === null) || !cell.complete) {
    giveBack();
    return tooLarge;
  }
  const end = layOut(record, base);
  layGaps(base);

  const floats = (address: number, count: number) => new Float32Array(memoryBuffer(), address, count);
  const places = placesOf(cell.shapes, settings);
  const viewsAt = (address: number): () => ParameterViews =>
    viewOf((memory) =>
      Object.fromEntries(
        places.map(({ name, offset, size }) => [name, new Float32Array(memory, address + 4 * offset, size)]),
      )
    );
  const parametersAt = kernels.parametersAt(record);
  const gradientsAt = kernels.gradientsAt(record);
  const [P, gradientP] = [kernels.pseudoInverseAt(record), kernels.pseudoInverseGradientAt(record)];
  const [share, shareEnd] = [kernels.shareAt(record), gradientP + 4 * units * observations];
  const observationOffset = 4 * (places.find(({ name }) => name === "B")?.offset ?? 0);

  cell.ready(record);
  floats(kernels.seriesAt(record), series.length).set(series);
  const windows = half === null ? batch : batch / 2;
  floats(kernels.maskAt(record), windows).fill(1);
  const lanes = Math.ceil(windows / 4) * 4;
  const batchViews = viewOf((memory) => ({
    starts: new Int32Array(memory, kernels.startsAt(record), lanes),
    strength: new Float32Array(memory, kernels.strengthAt(record), length),
    reset: new Uint8Array(memory, kernels.resetAt(record), length),
    detach: new Uint8Array(memory, kernels.detachAt(record), length),
  }));

  // The other half's share becomes the next share of this one: thousands of steps a second leave nothing to collect.
  let spare: ArrayBuffer | null = null;

  const load = (starts: Int32Array, schedule: RolloutSchedule): void => {
    if (end > memoryBuffer().byteLength) {
      throw new RangeError(`Cannot roll out: the blocks end at ${end}, beyond the kernels' memory`);
    }
    if (starts.length !== batch || !starts.every((start) => start >= 0 && start + length < rows)) {
      throw new RangeError(`Cannot roll out: need ${batch} starts of windows in 0 … ${rows - length - 1}`);
    }
    const { strength, reset, detach } = schedule;
    if (strength.length !== length || reset.length !== length || detach.length !== length) {
      throw new RangeError(`Cannot roll out: need a schedule of ${counted(length, "step")}`);
    }
    const held = batchViews();
    held.starts.set(half === null ? starts : starts.filter((_, window) => (window >> 1 & 1) === half));
    held.starts.fill(held.starts[windows - 1]!, windows);
    held.strength.set(strength);
    held.reset.set(reset);
    held.detach.set(detach);
    inverse?.invert(parametersAt + observationOffset, P);
  };

  return E.right({
    parameters: viewsAt(parametersAt),
    gradients: viewsAt(gradientsAt),
    share: (starts, schedule) => {
      load(starts, schedule);
      kernels.runBatch(record, 1);
      const ours = spare ?? new ArrayBuffer(shareEnd - share);
      spare = null;
      new Uint8Array(ours).set(new Uint8Array(memoryBuffer(), share, shareEnd - share));
      return ours;
    },
    join: (theirs) => {
      new Uint8Array(memoryBuffer(), kernels.theirsAt(record), shareEnd - share).set(new Uint8Array(theirs));
      spare = theirs;
      const loss = kernels.joinHalves(record);
      inverse?.addGradient(gradientP, gradientsAt + observationOffset);
      return loss;
    },
    run: (starts, schedule) => {
      load(starts, schedule);
      const loss = kernels.runBatch(record, 1);
      inverse?.addGradient(gradientP, gradientsAt + observationOffset);
      return loss;
    },
    loss: (starts, schedule) => {
      load(starts, schedule);
      return kernels.runBatch(record, 0);
    },
    release: giveBack,
  });
};

const rolloutOf = (
  settings: RolloutSettings,
  series: Float32Array,
  half: Half | null,
): E.Either<LyapError, KernelRollout & HalfRollout> => {
  const { cell, units, observations, inputs = 0, batch, length } = settings;
  const fault = optionFaultOf(settings);
  if (fault !== null) {
    return E.left(cannotCompute(`Cannot roll out the ${cell}: ${fault}`, "change these sizes"));
  }
  const option = optionOf(settings);
  return pipe(
    rolloutIn(
      {
        name: cell,
        shapes: kernelCells[cell].shapes(units, option),
        layOut: (record, base, rows) =>
          kernels.layOut(
            record,
            base,
            kernelCells[cell].id,
            units,
            observations,
            half === null ? batch : batch / 2,
            length,
            option,
            ...observationWords(settings),
            rows,
            inputs,
            half === null ? 0 : 1,
          ),
        ready: () => {},
        complete: true,
      },
      settings,
      series,
      half,
    ),
    E.map((rollout) => ({ settings, ...rollout })),
  );
};

/**
 * Memory for the rollouts of one model on one series.
 *
 * @param settings The sizes.
 * @param series The standardised series, rows × (N + K), row by row; it is copied.
 * @errors CannotCompute when sizes don't fit together or memory does not suffice.
 *
 * @example A model that is all zero predicts zero
 * ```ts
 * import { createRollout } from "./rollout.ts";
 * import { toUnion } from "fp-ts/Either.js";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const series = Float32Array.of(1, 2, 3, 4);
 * const sizes = { units: 2, observations: 1, batch: 1, length: 3 };
 * const rollout = toUnion(createRollout({ cell: "PLRNN", ...sizes, observationModel: "identity" }, series));
 * if ("_tag" in rollout) throw new Error(rollout._tag);
 * const schedule = { strength: new Float32Array(3), reset: new Uint8Array(3), detach: new Uint8Array(3) };
 * assertEquals(Math.round(rollout.run(Int32Array.of(0), schedule)), Math.round((4 + 9 + 16) / 3));
 * rollout.release();
 * ```
 */
export const createRollout = (
  settings: RolloutSettings,
  series: Float32Array,
): E.Either<LyapError, KernelRollout> => rolloutOf(settings, series, null);

/** Whether {@link createHalf} can give halves of such batches. */
export const canHalve = ({ cell, batch, observationModel }: RolloutSettings): boolean =>
  kernelCells[cell].halves && observationModel !== "affine" && batch % 4 === 0;

/**
 * Memory for the rollouts of half of every batch; as {@link createRollout} for all else.
 *
 * @param settings Sizes of the whole batch, for which {@link canHalve} says yes.
 */
export const createHalf = (
  settings: RolloutSettings,
  series: Float32Array,
  half: Half,
): E.Either<LyapError, HalfRollout> => rolloutOf(settings, series, half);
