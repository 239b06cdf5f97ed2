/**
 * All cells, one line each, and the codec of a spec's choice among them.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as t from "io-ts/index.js";
import type { Codec } from "../core/codec/codec.ts";
import { shaped } from "../core/codec/schema.ts";
import {
  type Catalogue,
  catalogue,
  type ChoiceOf,
  type InputOf,
  type ModuleChoice,
  type Read,
} from "../core/catalogue.ts";
import { type Cell, type CellSettings, completeCell } from "./cell.ts";
import type { DefinedCellSettings } from "./define.ts";
import { almostLinearRnn } from "./cells/almost_linear_rnn.ts";
import { clippedShallowPlrnn } from "./cells/clipped_shallow_plrnn.ts";
import { dendriticPlrnn } from "./cells/dendritic_plrnn.ts";
import { gru } from "./cells/gru.ts";
import { lstm } from "./cells/lstm.ts";
import { plrnn } from "./cells/plrnn.ts";
import { rnn } from "./cells/rnn.ts";
import { shallowPlrnn } from "./cells/shallow_plrnn.ts";
import { smoothShallowRnn } from "./cells/smooth_shallow_rnn.ts";

const kinds = [
  plrnn,
  rnn,
  lstm,
  gru,
  shallowPlrnn,
  clippedShallowPlrnn,
  dendriticPlrnn,
  almostLinearRnn,
  smoothShallowRnn,
] as const;

const all: Catalogue<(typeof kinds)[number]> = catalogue("cell", kinds, [
  "step",
  "map",
  "parameters",
  "stateSize",
], completeCell);

/**
 * The catalogue as a type.
 *
 * @internal
 */
type All = typeof all;

/** All cells by their kind, each with the type of its own settings. */
export const cellKinds: All["kinds"] = all.kinds;

/** A cell as a resolved spec names it: its kind, its units, and its options; or one of a user's, in memory. */
export type CellChoice = ChoiceOf<All> | DefinedCellSettings;

/** A cell as a user writes it: options may be left out. */
export type CellInput = InputOf<All> | ModuleChoice | DefinedCellSettings;

/** The cell that a value of a user's is, or what it lacks. */
export const adoptCell: (value: unknown, name: string) => E.Either<string, Cell & Read> = all.adopt;

/** The cell of these settings. */
export const cellOf = (settings: CellChoice): Cell =>
  settings.kind === "defined" ? settings.definition : all.of(settings);

/** What a spec that stays in memory holds of a cell of a user's; undefined for what names a cell of the catalogue. */
const heldIn = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "defined"
    ? value as Readonly<Record<string, unknown>>
    : undefined;

const isDefined = (value: unknown): value is DefinedCellSettings["definition"] =>
  typeof value === "object" && value !== null && "step" in value && "codec" in value;

/** Settings under the name that the cell's own codec reads. */
const underItsName = (
  { definition: _, ...settings }: Readonly<Record<string, unknown>>,
  { kind }: DefinedCellSettings["definition"],
): unknown => ({ ...settings, kind });

/**
 * Decodes `{kind, units, …options}`.
 *
 * @example The fault of a misspelt cell suggests which was probably meant
 * ```ts
 * import { decode } from "../core/codec/codec.ts";
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
  (value): value is CellChoice => {
    const held = heldIn(value);
    if (held === undefined) return all.codec.is(value);
    const { definition } = held;
    return isDefined(definition) && definition.codec.is(underItsName(held, definition));
  },
  (value, context) => {
    const held = heldIn(value);
    if (held === undefined) return all.codec.validate(value, context);
    const { definition } = held;
    if (!isDefined(definition)) {
      return t.failure(
        definition,
        t.appendContext(context, "definition", t.unknown, definition),
        "a cell made by defineCell",
      );
    }
    return pipe(
      definition.codec.validate(underItsName(held, definition), context),
      E.map((settings: CellSettings): CellChoice => ({ ...settings, kind: "defined", definition })),
    );
  },
  (value) => value.kind === "defined" ? value : all.codec.encode(value),
);
shaped(cellCodec, (visit) => visit(all.codec));
