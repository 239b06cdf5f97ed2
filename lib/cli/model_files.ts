/**
 * The files of a saved model on the command line.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import * as TE from "fp-ts/TaskEither.js";
import { join } from "@std/path/mod.js";
import { documentName, generatedName, type ModelFiles } from "../recordings/fit/saved_model.ts";
import type { LyapError } from "../program/errors.ts";
import type { Capabilities, Program } from "../program/program.ts";

/** The file of weights: given itself, or in the folder that lyap fit wrote. */
export const weightsPath = (operand: string): string =>
  /\.(safetensors|json)$/.test(operand)
    ? operand.replace(/\.json$/, ".safetensors")
    : join(operand, "model.safetensors");

/** The files of a model, with the path of its weights; of generated.npy null where it is not there. */
export const readModelFiles = (
  operand: string,
): Program<Required<ModelFiles> & { readonly path: string }> =>
({ files }: Capabilities) => {
  const path = weightsPath(operand);
  const beside = generatedName(path);
  return pipe(
    RTE.Do,
    RTE.apSW("weights", RTE.fromTaskEither(files.read(path))),
    RTE.apSW("document", RTE.fromTaskEither(files.read(documentName(path)))),
    RTE.apSW(
      "generated",
      RTE.fromTaskEither(pipe(
        files.exists(beside),
        TE.chain((there): TE.TaskEither<LyapError, Uint8Array | null> =>
          there ? files.read(beside) : TE.right(null)
        ),
      )),
    ),
    RTE.map((read) => ({ ...read, path })),
  )(undefined);
};
