/**
 * All cells, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import type * as E from "fp-ts/Either.js";
import type { Codec } from "../codec/codec.ts";
import { catalogue, type ChoiceOf, type InputOf, type ModuleChoice, type Read } from "../catalogue.ts";
import { type Cell, completeCell } from "./cell.ts";
import { almostLinearRnn } from "./cells/almost_linear_rnn.ts";
import { clippedShallowPlrnn } from "./cells/clipped_shallow_plrnn.ts";
import { dendriticPlrnn } from "./cells/dendritic_plrnn.ts";
import { gru } from "./cells/gru.ts";
import { lstm } from "./cells/lstm.ts";
import { plrnn } from "./cells/plrnn.ts";
import { rnn } from "./cells/rnn.ts";
import { shallowPlrnn } from "./cells/shallow_plrnn.ts";

const all = catalogue(
  "cell",
  [
    plrnn,
    rnn,
    lstm,
    gru,
    shallowPlrnn,
    clippedShallowPlrnn,
    dendriticPlrnn,
    almostLinearRnn,
  ],
  ["step", "map", "parameters", "stateSize"],
  completeCell,
);

/** All cells by their kind, each with the type of its own settings. */
export const cells = all.kinds;

/** A cell as a resolved spec names it: its kind, its units, and its options. */
export type CellChoice = ChoiceOf<typeof all>;

/** A cell as a user writes it: options may be left out. */
export type CellInput = InputOf<typeof all> | ModuleChoice;

/** The cell that a value of a user's is, or what it lacks. */
export const adoptCell: (value: unknown, name: string) => E.Either<string, Cell & Read> = all.adopt;

/** The cell of these settings. */
export const cellOf: (settings: CellChoice) => Cell = all.of;

/**
 * Decodes `{kind, units, …options}`.
 *
 * @example A misspelt cell is told which was probably meant
 * ```ts
 * import { decode } from "../codec/codec.ts";
 * import { cellCodec } from "./catalogue.ts";
 * import { assertEquals, assertMatch } from "@std/assert/mod.js";
 *
 * assertEquals(decode(cellCodec, { kind: "PLRNN", units: 30 }), { _tag: "Right", right: { kind: "PLRNN", units: 30 } });
 * const wrong = decode(cellCodec, { kind: "PLRN", units: 30 });
 * assertMatch(wrong._tag === "Left" ? wrong.left[0]!.expected : "", /did you mean "PLRNN"\?/);
 * ```
 */
export const cellCodec: Codec<CellChoice, CellInput> = all.codec;
