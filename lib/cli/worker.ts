/**
 * The program that the scripts of a plan start on nodes of a cluster. It loads little, since it is started often.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { work } from "../engine/plans/work.ts";
import { describeError, exitCodeOf } from "../core/program/errors.ts";
import { warn } from "../core/program/terminal.ts";
import { denoCapabilities, denoTerminal } from "../steps/capabilities.ts";

const capabilities = { ...denoCapabilities, terminal: denoTerminal({ quiet: false }) };
const result = await work(Deno.args)(capabilities)();
if (E.isLeft(result)) {
  await warn(...describeError(result.left).map((line) => `error: ${line}`))(capabilities)();
}
Deno.exit(E.isLeft(result) ? exitCodeOf(result.left) : result.right);
