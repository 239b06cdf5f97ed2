/**
 * What the tensors of a network mean, for the files in which networks are handed on.
 *
 * @module
 */
import type { CellChoice } from "./catalogue.ts";
import { type Network, parametersOf } from "./network.ts";

/** The step of a cell in a formula, and what its parameters are. */
interface Explanation {
  readonly step: string;
  readonly tensors: Readonly<Record<string, string>>;
}

const torchTensors = {
  W: "recurrent weights, one block of M rows for each gate, in the order of PyTorch",
  bz: "recurrent bias, one block of M for each gate",
  bx: "input bias, one block of M for each gate; the input itself is 0",
};

const shallow = {
  A: "diagonal of the linear part",
  W1: "weights from the hidden layer, M × L",
  W2: "weights to the hidden layer, L × M",
  h1: "bias of the state",
  h2: "bias of the hidden layer",
};

const cellExplanations: Readonly<Record<CellChoice["kind"], Explanation>> = {
  "PLRNN": {
    step: "z' = A ⊙ z + W relu(z) + h",
    tensors: {
      A: "diagonal of the linear part",
      W: "weights of the ramps; the diagonal counts as 0",
      h: "bias",
    },
  },
  "RNN": { step: "z' = tanh(W z + bz + bx)", tensors: torchTensors },
  "LSTM": {
    step:
      "(i, f, g, o) = W h + bz + bx; c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h' = σ(o) ⊙ tanh(c'); the state is (h, c)",
    tensors: torchTensors,
  },
  "GRU": {
    step: "(r, u, n) = W z + bz; z' = (1 − σ(u + bx_u)) ⊙ tanh(bx_n + σ(r + bx_r) ⊙ n) + σ(u + bx_u) ⊙ z",
    tensors: torchTensors,
  },
  "shPLRNN": { step: "z' = A ⊙ z + W1 relu(W2 z + h2) + h1", tensors: shallow },
  "clipped shPLRNN": {
    step: "z' = A ⊙ z + W1 (relu(W2 z + h2) − relu(W2 z)) + h1",
    tensors: shallow,
  },
  "dendPLRNN": {
    step: "z' = A ⊙ z + W Σ_b alpha_b relu(z − H_b) + h",
    tensors: {
      A: "diagonal of the linear part",
      W: "weights of the branches; the diagonal counts as 0",
      h: "bias",
      alpha: "slope of each basis",
      H: "thresholds, one row for each basis",
    },
  },
  "AL-RNN": {
    step: "z' = A ⊙ z + W φ(z) + h, where φ is a ramp for the last units and leaves the others alone",
    tensors: { A: "diagonal of the linear part", W: "recurrent weights", h: "bias" },
  },
  "defined": { step: "z' = F(z), as the file that defines the cell has it", tensors: {} },
};

const observationTensors: Readonly<Record<string, string>> = {
  B: "observation matrix, N × M: x̂ = B z; a state is set by z = pinv(B) x",
};

/** One tensor of a network, explained. */
export interface TensorMeaning {
  /** Its name in the file of weights. */
  readonly name: string;
  /** Lengths of its axes. */
  readonly shape: readonly number[];
  /** What it is. */
  readonly meaning: string;
}

/** The step of a network's cell in a formula; σ is the logistic function, ⊙ the product of entries. */
export const stepInWords = ({ cell }: Network): string => cellExplanations[cell.kind].step;

/**
 * Every tensor of a network with its shape and what it is.
 *
 * @example A PLRNN with a trained observation matrix
 * ```ts
 * import { tensorMeanings } from "./tensor_meanings.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const network = { cell: { kind: "PLRNN", units: 5 }, observation: { kind: "linear" }, observations: 3 } as const;
 * assertEquals(tensorMeanings(network).map(({ name, shape }) => [name, ...shape]), [
 *   ["A", 5],
 *   ["W", 5, 5],
 *   ["h", 5],
 *   ["B", 3, 5],
 * ]);
 * ```
 */
export const tensorMeanings = (network: Network): readonly TensorMeaning[] => {
  const { tensors } = cellExplanations[network.cell.kind];
  return parametersOf(network).map(({ name, shape }) => ({
    name,
    shape,
    meaning: tensors[name] ?? observationTensors[name] ?? "",
  }));
};
