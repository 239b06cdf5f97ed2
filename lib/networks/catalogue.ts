/**
 * All cells, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import { type Codec, positiveInteger } from "../codec/codec.ts";
import { catalogueCodec, type Choice, type InputOf } from "./catalogue_codec.ts";
import type { Cell } from "./cell.ts";
import { almostLinearRnn } from "./cells/almost_linear_rnn.ts";
import { clippedShallowPlrnn } from "./cells/clipped_shallow_plrnn.ts";
import { dendriticPlrnn } from "./cells/dendritic_plrnn.ts";
import { gru } from "./cells/gru.ts";
import { lstm } from "./cells/lstm.ts";
import { plrnn } from "./cells/plrnn.ts";
import { rnn } from "./cells/rnn.ts";
import { shallowPlrnn } from "./cells/shallow_plrnn.ts";

/** All cells by their kind, each with the type of its own settings. */
export const cells = {
  "PLRNN": plrnn,
  "RNN": rnn,
  "LSTM": lstm,
  "GRU": gru,
  "shPLRNN": shallowPlrnn,
  "clipped shPLRNN": clippedShallowPlrnn,
  "dendPLRNN": dendriticPlrnn,
  "AL-RNN": almostLinearRnn,
};

/** A cell as a resolved spec names it: its kind, its units, and its options. */
export type CellChoice = Choice<typeof cells>;

/** A cell as a user writes it: options may be left out. */
export type CellInput = InputOf<CellChoice, "kind" | "units">;

/** The cell of these settings. */
export const cellOf = (settings: CellChoice): Cell => cells[settings.kind];

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
export const cellCodec: Codec<CellChoice, CellInput> = catalogueCodec<CellChoice, CellInput>("cell", cells, {
  units: positiveInteger,
});
