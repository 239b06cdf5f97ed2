/**
 * Fused rollouts: loss and all gradients of one batch of windows in one call, in float32 WebAssembly with 128-bit SIMD.
 *
 * For t = 0 … T − 1 (the schedule of lib/networks/schedule.ts says when the state is reset, detached and forced):
 *
 *     z ← (1 − α_t) z + α_t pinv(B) x_t,   z ← F(z),   loss += ‖x_{t+1} − B z‖²
 *
 * and the loss is the mean over batch, steps and observations. With the identity observation model the first N units
 * are the observations and only they are forced.
 *
 * Parameters and gradients live in the kernel's memory. Every sum has a fixed order and no operation is fused, so the
 * same input gives the same bits on every machine.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import { allocate, layGaps, memoryBuffer, release } from "./arena.ts";
import { kernelCells, type KernelName } from "./cells.ts";
import * as kernels from "./kernels.wasm";
import { viewOf } from "./numbers.ts";
import { createPseudoInverse } from "./pseudo_inverse.ts";

/** What happens to the state before each step: arrays of length T, as `Schedule` of lib/networks/schedule.ts. */
export interface RolloutSchedule {
  /** α_t in [0, 1]. */
  readonly strength: Float32Array;
  /** 1 where the state is set to zero. */
  readonly reset: Uint8Array;
  /** 1 where the gradient is cut. */
  readonly detach: Uint8Array;
}

/** The size of one rollout; of the last three each cell takes at most one. */
export interface RolloutSettings {
  /** Which cell. */
  readonly cell: KernelName;
  /** M, length of the state that is observed. */
  readonly units: number;
  /** N, columns of the series. */
  readonly observations: number;
  /** Windows per batch. */
  readonly batch: number;
  /** T, steps per window; a window reads T + 1 rows. */
  readonly length: number;
  /** x̂ = B z with B trained, or the first N units. */
  readonly observationModel: "linear" | "identity";
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
export interface Rollout {
  /** Its sizes. */
  readonly settings: RolloutSettings;
  /**
   * Views of the parameters; writing sets them. Initially 0. Ask anew after another rollout was created: a view that
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

/**
 * Says whether the engine packs pairs of 128-bit operations, so that the kernels take blocks that suit it. The bits are
 * the same, but without packing it is slower. Initially not.
 */
export const usePairs = (on: boolean): void => kernels.usePairs(on ? 1 : 0);

const optionOf = (settings: RolloutSettings): number => {
  const { option } = kernelCells[settings.cell];
  return option === null ? 0 : settings[option] ?? 0;
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** Names and places of all parameters, in floats from the beginning of their block. */
const placesOf = (
  settings: RolloutSettings,
): readonly { readonly name: string; readonly offset: number; readonly size: number }[] => {
  const { units, observations, observationModel } = settings;
  const shapes = {
    ...kernelCells[settings.cell].shapes(units, optionOf(settings)),
    ...(observationModel === "linear" ? { B: [observations, units] } : {}),
  };
  let offset = 0;
  return Object.entries(shapes).map(([name, shape]) => {
    const place = { name, offset, size: sizeOf(shape) };
    offset += Math.ceil(place.size / 4) * 4;
    return place;
  });
};

const faultOf = (settings: RolloutSettings, series: Float32Array): string | null => {
  const { units, observations, batch, length, observationModel } = settings;
  const wrong = Object.entries({ units, observations, batch, length })
    .find(([, value]) => !Number.isSafeInteger(value) || value < 1);
  if (wrong) return `${wrong[0]} is ${wrong[1]}, and must be a positive integer`;
  const { option } = kernelCells[settings.cell];
  if (option !== null && !(Number.isSafeInteger(settings[option]) && settings[option]! > 0)) {
    return `${option} is ${settings[option]}, and must be a positive integer`;
  }
  if (option === "ramps" && settings.ramps! > units) {
    return `ramps are ${settings.ramps}, more than the ${units} units`;
  }
  if (observationModel === "identity" && observations > units) {
    return `observations are ${observations}, and with the identity observation model at most the ${units} units`;
  }
  const rows = series.length / observations;
  if (!Number.isSafeInteger(rows)) {
    return `the series has ${series.length} numbers, which are no rows of ${observations}`;
  }
  return rows > length ? null : `the series has ${rows} rows, and a window needs ${length + 1}`;
};

/**
 * Memory for the rollouts of one model on one series.
 *
 * @param settings The sizes.
 * @param series The standardised series, rows × N, row by row; it is copied.
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
): E.Either<LyapError, Rollout> => {
  const fault = faultOf(settings, series);
  if (fault !== null) {
    return E.left(cannotCompute(`Cannot roll out the ${settings.cell}: ${fault}`, "change these sizes"));
  }
  const { units, observations, batch, length } = settings;
  const linear = settings.observationModel === "linear";
  const rows = series.length / observations;
  const layOut = (record: number, base: number): number =>
    kernels.layOut(
      record,
      base,
      kernelCells[settings.cell].id,
      units,
      observations,
      batch,
      length,
      optionOf(settings),
      linear ? 0 : 1,
      rows,
    );
  const tooLarge = E.left(
    cannotCompute(
      `Cannot roll out the ${settings.cell}: its states do not fit into memory`,
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
  if (base === null || (linear && inverse === null)) {
    giveBack();
    return tooLarge;
  }
  const end = layOut(record, base);
  layGaps(base);

  const floats = (address: number, count: number) => new Float32Array(memoryBuffer(), address, count);
  const places = placesOf(settings);
  const viewsAt = (address: number): () => ParameterViews =>
    viewOf((memory) =>
      Object.fromEntries(
        places.map(({ name, offset, size }) => [name, new Float32Array(memory, address + 4 * offset, size)]),
      )
    );
  const parametersAt = kernels.parametersOf(record);
  const gradientsAt = kernels.gradientsOf(record);
  const [P, gradientP] = [kernels.pseudoInverseOf(record), kernels.pseudoInverseGradientOf(record)];
  const observationOffset = 4 * (places.find(({ name }) => name === "B")?.offset ?? 0);

  floats(kernels.seriesOf(record), series.length).set(series);
  floats(kernels.maskOf(record), batch).fill(1);
  const lanes = Math.ceil(batch / 4) * 4;
  const batchViews = viewOf((memory) => ({
    starts: new Int32Array(memory, kernels.startsOf(record), lanes),
    strength: new Float32Array(memory, kernels.strengthOf(record), length),
    reset: new Uint8Array(memory, kernels.resetOf(record), length),
    detach: new Uint8Array(memory, kernels.detachOf(record), length),
  }));

  const load = (starts: Int32Array, schedule: RolloutSchedule): void => {
    if (end > memoryBuffer().byteLength) {
      throw new RangeError(`Cannot roll out: the blocks end at ${end}, beyond the kernels' memory`);
    }
    if (starts.length !== batch || !starts.every((start) => start >= 0 && start + length < rows)) {
      throw new RangeError(`Cannot roll out: need ${batch} starts of windows in 0 … ${rows - length - 1}`);
    }
    const { strength, reset, detach } = schedule;
    if (strength.length !== length || reset.length !== length || detach.length !== length) {
      throw new RangeError(`Cannot roll out: need a schedule of ${length} steps`);
    }
    const held = batchViews();
    held.starts.set(starts);
    held.starts.fill(starts[batch - 1]!, batch);
    held.strength.set(strength);
    held.reset.set(reset);
    held.detach.set(detach);
    inverse?.invert(parametersAt + observationOffset, P);
  };

  return E.right({
    settings,
    parameters: viewsAt(parametersAt),
    gradients: viewsAt(gradientsAt),
    run: (starts, schedule) => {
      load(starts, schedule);
      const loss = kernels.run(record, 1);
      inverse?.addGradient(gradientP, gradientsAt + observationOffset);
      return loss;
    },
    loss: (starts, schedule) => {
      load(starts, schedule);
      return kernels.run(record, 0);
    },
    release: giveBack,
  });
};
