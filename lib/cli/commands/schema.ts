/**
 * `lyap schema`: the JSON Schema of an experiment.
 *
 * @module
 */
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { schemaDocument } from "../../core/codec/schema.ts";
import { experimentCodec } from "../../experiment/experiment.ts";
import { vocabulary } from "../../experiment/vocabulary.ts";
import { badUsage } from "../../core/program/errors.ts";
import { failWith, type Program } from "../../core/program/program.ts";
import { print } from "../../core/program/terminal.ts";
import { type Call, command, type ExitCode } from "../command.ts";

const run = ({ operands }: Call): Program<ExitCode> =>
  operands.length > 0
    ? failWith(badUsage("schema takes nothing", "for example: lyap schema > lyap.schema.json"))
    : pipe(
      print(JSON.stringify(schemaDocument(experimentCodec(vocabulary), "An experiment of lyap"), null, 2)),
      RTE.map((): ExitCode => 0),
    );

/** Prints the schema of experiments. */
export const schemaCommand = command({
  explanation: [
    'Begin a spec with "$schema": "./lyap.schema.json", and an editor completes and checks what follows.',
  ],
  options: {},
  examples: ["schema > lyap.schema.json", "schema | head -50"],
  run,
});
