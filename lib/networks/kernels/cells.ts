/**
 * The cells that have a fused kernel: what the kernel calls them, and how their parameters lie in its memory.
 *
 * @module
 */

/** The cells that have a kernel. */
export type KernelName =
  | "PLRNN"
  | "RNN"
  | "LSTM"
  | "GRU"
  | "shPLRNN"
  | "clipped shPLRNN"
  | "dendPLRNN"
  | "AL-RNN";

/** The one size that some cells have in addition to their units, by its name among the cell's settings. */
export type KernelOption = "hidden" | "bases" | "ramps";

/** What a kernel needs to know of a cell. */
export interface KernelCell {
  /** The kernel's own number for the cell, as in assembly/cells.ts. */
  readonly id: number;
  /** The size that the cell has in addition to its units. */
  readonly option: KernelOption | null;
  /** Whether half a batch can be rolled out alone, as assembly/halves.ts has it. */
  readonly halves: boolean;
  /** Shapes of the parameters, in the order in which they lie in memory. */
  readonly shapes: (units: number, option: number) => Readonly<Record<string, readonly number[]>>;
}

const torchShapes = (gates: number) => (M: number) => ({
  W: [gates * M, M],
  bz: [gates * M],
  bx: [gates * M],
});
const plrnnShapes = (M: number) => ({ A: [M], W: [M, M], h: [M] });
const shallowShapes = (M: number, L: number) => ({ A: [M], W1: [M, L], W2: [L, M], h1: [M], h2: [L] });

/** The kernels by the names of their cells. */
export const kernelCells: Readonly<Record<KernelName, KernelCell>> = {
  "PLRNN": { id: 0, option: null, halves: true, shapes: plrnnShapes },
  "RNN": { id: 1, option: null, halves: true, shapes: torchShapes(1) },
  "LSTM": { id: 2, option: null, halves: true, shapes: torchShapes(4) },
  "GRU": { id: 3, option: null, halves: false, shapes: torchShapes(3) },
  "shPLRNN": { id: 4, option: "hidden", halves: false, shapes: shallowShapes },
  "clipped shPLRNN": { id: 5, option: "hidden", halves: false, shapes: shallowShapes },
  "dendPLRNN": {
    id: 6,
    option: "bases",
    halves: false,
    shapes: (M, bases) => ({ ...plrnnShapes(M), alpha: [bases], H: [bases, M] }),
  },
  "AL-RNN": { id: 7, option: "ramps", halves: true, shapes: plrnnShapes },
};

/** All cells that have a kernel. */
export const kernelNames = Object.keys(kernelCells) as readonly KernelName[];

/** Whether a cell's kernel is there. */
export const hasKernel = (name: string): name is KernelName => Object.hasOwn(kernelCells, name);

/** The name of the size that a cell's kernel takes in addition to the units; null if it takes none. */
export const kernelOption = (name: KernelName): KernelOption | null => kernelCells[name].option;
