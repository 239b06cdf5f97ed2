/**
 * `lyap seal`: states that the files of a saved model were changed on purpose.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { basename, dirname, join } from "@std/path/mod.js";
import { FIT_RECORD } from "../../recordings/fit/folder.ts";
import { resealedRecord } from "../../recordings/fit/record.ts";
import { documentName, documentText, generatedName, sealed } from "../../recordings/fit/saved_model.ts";
import { badUsage } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { writeBelow, writeFile } from "../../steps/store/folder.ts";
import { type Call, command, type ExitCode } from "../command.ts";
import { readIfThere, readModelFiles } from "../model_files.ts";

const options = {} as const;

/** Notes the new digests in the record of the fit that lies beside the model, where there is one. */
const sealRecord = (folder: string, files: Readonly<Record<string, Uint8Array>>): Program<void> =>
  pipe(
    readIfThere(join(folder, FIT_RECORD)),
    RTE.map((bytes) => bytes === null ? null : resealedRecord(bytes, files)),
    RTE.chain((record) => record === null ? RTE.right(undefined) : writeBelow(folder, FIT_RECORD, record)),
  );

const run = ({ operands, values }: Call<typeof options>): Program<ExitCode> => {
  const [operand, ...more] = operands;
  if (operand === undefined || more.length > 0) {
    return failWith(badUsage("seal takes one model", "for example: lyap seal recording-fit"));
  }
  return pipe(
    readModelFiles(operand),
    RTE.chain(({ path, ...files }) =>
      pipe(
        RTE.fromEither(sealed(files, path)),
        RTE.map(documentText),
        RTE.chainFirst((document) => writeFile(documentName(path), document)),
        RTE.chainFirst((document) =>
          sealRecord(dirname(path), {
            [basename(path)]: files.weights,
            [basename(documentName(path))]: document,
            ...(files.generated === null ? {} : { [basename(generatedName(path))]: files.generated }),
          })
        ),
        RTE.map(() => documentName(path)),
      )
    ),
    RTE.chain((file) => print(values.json ? JSON.stringify({ sealed: file }) : `sealed: ${file}`)),
    RTE.map((): ExitCode => 0),
  );
};

/** States a change of a saved model. */
export const sealCommand = command({
  explanation: [
    "lyap simulate refuses weights, a document or a generated series that have changed since they were written. This",
    "notes their present digests, and the next lyap fit into the folder does not overwrite them.",
  ],
  options,
  examples: ["seal recording-fit", "seal recording-fit/model.safetensors --json"],
  run,
});
