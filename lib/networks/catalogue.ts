/**
 * All cells, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import * as t from "io-ts/index.js";
import { type Codec, positiveInteger } from "../codec/codec.ts";
import { catalogueCodec, type Choice, entryCodec, type InputOf } from "./catalogue_codec.ts";
import type { Cell } from "./cell.ts";
import type { DefinedCellSettings } from "./define.ts";
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

/** A cell as a resolved spec names it: its kind, its units, and its options; or one of a user's, in memory. */
export type CellChoice = Choice<typeof cells> | DefinedCellSettings;

/** A cell as a user writes it: options may be left out. */
export type CellInput = InputOf<CellChoice, "kind" | "units">;

/** The cell of these settings. */
export const cellOf = (settings: CellChoice): Cell =>
  settings.kind === "defined" ? settings.definition : cells[settings.kind];

const catalogued: Codec<CellChoice, CellInput> = catalogueCodec<CellChoice, CellInput>("cell", cells, {
  units: positiveInteger,
});

const isCell = (value: unknown): value is Cell =>
  typeof (value as Partial<Cell> | null | undefined)?.step === "function";

const definition = new t.Type<Cell, unknown, unknown>(
  "cell",
  isCell,
  (value, context) =>
    isCell(value) ? t.success(value) : t.failure(value, context, "a cell made by defineCell"),
  (value) => value,
);

/** The codec of a user's cell, which says itself what options it has. */
const definedCodec = (value: unknown): Codec<CellChoice, unknown> | undefined => {
  const settings = value as Partial<DefinedCellSettings> | null | undefined;
  if (settings?.kind !== "defined") return undefined;
  const entry = { ...(settings.definition ?? { options: {} }), kind: "defined" };
  return entryCodec<CellChoice>(entry, { units: positiveInteger, definition });
};

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
export const cellCodec: Codec<CellChoice, CellInput> = new t.Type<CellChoice, CellInput, unknown>(
  "cell",
  (value): value is CellChoice => (definedCodec(value) ?? catalogued).is(value),
  (value, context) => (definedCodec(value) ?? catalogued).validate(value, context),
  (value) => value.kind === "defined" ? value : catalogued.encode(value),
);
