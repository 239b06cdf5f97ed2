/**
 * Whether data have the columns that a model knows.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Variable } from "../../series/import/imported.ts";
import { cannotCompute, type LyapError } from "../../program/errors.ts";
import { counted, withoutFormula } from "../../program/text.ts";
import type { ModelDocument } from "./saved_model.ts";

type Column = Pick<Variable, "name" | "unit">;

/**
 * Refuses data whose columns are not those of the model: another number of them, another order, or other units. Columns
 * whose names the model does not know are taken by their places: data of an array have no names.
 *
 * @param columns The columns of the data.
 * @param document The model.
 * @errors CannotCompute, with what to say to `--columns`.
 *
 * @example Another order
 * ```ts
 * import { columnsMatch } from "./columns_match.ts";
 * import { assertEquals } from "@std/assert/mod.js";
 *
 * const document = { variables: ["x", "y"], units: [null, null] };
 * const columns = (...names: string[]) => names.map((name) => ({ name, unit: null }));
 * assertEquals(columnsMatch(columns("x1", "x2"), document)._tag, "Right");
 * assertEquals(columnsMatch(columns("y", "x"), document)._tag, "Left");
 * ```
 */
export const columnsMatch = (
  columns: readonly Column[],
  { variables: written, units }: Pick<ModelDocument, "variables" | "units">,
): E.Either<LyapError, undefined> => {
  // As a .csv file that lyap wrote has them.
  const names = columns.map(({ name }) => withoutFormula(name));
  const variables = written.map(withoutFormula);
  const choose = variables.every((name) => names.includes(name) && !name.includes(","))
    ? `say --columns ${variables.join(",")}`
    : "choose the columns with --columns, in the order of the model";
  if (columns.length !== variables.length) {
    return E.left(cannotCompute(
      `The data have ${counted(columns.length, "column")}, and the model knows ${variables.length}: ${
        variables.join(", ")
      }`,
      choose,
    ));
  }
  if (names.some((name, index) => name !== variables[index] && variables.includes(name))) {
    return E.left(cannotCompute(
      `The data have the columns ${names.join(", ")}, and the model has ${variables.join(", ")}`,
      choose,
    ));
  }
  const odd = columns.findIndex(({ unit }, index) =>
    unit !== null && (units[index] ?? null) !== null && unit !== units[index]
  );
  return odd < 0 ? E.right(undefined) : E.left(cannotCompute(
    `The column ${names[odd]} is in ${columns[odd]!.unit}, and the model has it in ${units[odd]}`,
    "convert the data to the units of the recording",
  ));
};
