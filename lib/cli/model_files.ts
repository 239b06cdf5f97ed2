/**
 * The files of a saved model on the command line.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join, resolve } from "@std/path/mod.js";
import { documentName, generatedName, type ModelFiles } from "../recordings/fit/saved_model.ts";
import { badUsage, type LyapError } from "../core/program/errors.ts";
import { failWith, type Program } from "../core/program/program.ts";
import { mistaken, natureOf, unknownOperand } from "./natures.ts";

/** The file of weights: given itself, or in the folder that lyap fit wrote. */
export const weightsPath = (operand: string): string =>
  /\.(safetensors|json)$/.test(operand)
    ? operand.replace(/\.json$/, ".safetensors")
    : join(operand, "model.safetensors");

/** The bytes of a file; null if it is not there. */
export const readIfThere = (path: string): Program<Uint8Array | null> => ({ files }) =>
  pipe(
    files.exists(path),
    TE.chain((there): TE.TaskEither<LyapError, Uint8Array | null> =>
      there ? files.read(path) : TE.right(null)
    ),
  );

/** What is said where there is no model. */
const noModel = (operand: string, path: string): Program<Uint8Array> =>
  pipe(
    natureOf(operand),
    RTE.chain((nature): Program<LyapError> =>
      nature !== null && nature !== "fit"
        ? RTE.right(mistaken(operand, nature, "fit"))
        : nature === "fit"
        ? RTE.right(
          badUsage(`There is no file ${resolve(path)}`, "name the folder of a fit, or its model.safetensors"),
        )
        : unknownOperand(operand, "fit", [], "name the folder of a fit, or its model.safetensors")
    ),
    RTE.chain((error) => failWith<Uint8Array>(error)),
  );

const readNamed = (operand: string, path: string): Program<Uint8Array> =>
  pipe(
    readIfThere(path),
    RTE.chain((bytes) => bytes === null ? noModel(operand, path) : RTE.right(bytes)),
  );

/** The files of a model, with the path of its weights; of generated.npy null if it is not there. */
export const readModelFiles = (
  operand: string,
): Program<Required<ModelFiles> & { readonly path: string }> => {
  const path = weightsPath(operand);
  return pipe(
    RTE.Do,
    RTE.bindW("weights", () => readNamed(operand, path)),
    RTE.bindW("document", () => readNamed(operand, documentName(path))),
    RTE.bindW("generated", () => readIfThere(generatedName(path))),
    RTE.map((read) => ({ ...read, path })),
  );
};
