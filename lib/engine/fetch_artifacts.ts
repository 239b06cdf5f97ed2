/**
 * A program that copies artifacts from a store behind an http address. It is started with leave to ask that host only, and
 * says the key of each artifact that it has copied.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { join } from "@std/path/mod.js";
import { describeError, exitCodeOf } from "../core/program/errors.ts";
import type { Program } from "../core/program/program.ts";
import { print, warn } from "../core/program/terminal.ts";
import type { ArtifactName } from "../steps/store/layout.ts";
import { denoCapabilities } from "../steps/capabilities.ts";
import { addressReader, copyArtifact } from "./fallback.ts";

type Wanted = ArtifactName & { readonly to: string };

/** Artifacts that are copied at a time. */
const SIDE_BY_SIDE = 8;

const copy = (address: string, store: string) => ({ to, ...name }: Wanted): Program<void> =>
  pipe(
    copyArtifact(addressReader(address), name, store, to),
    RTE.chain((found) => found ? print(name.key) : RTE.right(undefined)),
  );

const [address, store, list] = Deno.args as [string, string, string];
const wanted = JSON.parse(await Deno.readTextFile(join(store, list))) as readonly Wanted[];
const chunks = Array.from(
  { length: Math.ceil(wanted.length / SIDE_BY_SIDE) },
  (_, index) => wanted.slice(index * SIDE_BY_SIDE, (index + 1) * SIDE_BY_SIDE),
);
const result = await pipe(chunks, RTE.traverseSeqArray(RTE.traverseArray(copy(address, store))))(
  denoCapabilities,
)();
if (E.isLeft(result)) {
  await warn(...describeError(result.left))(denoCapabilities)();
  Deno.exit(exitCodeOf(result.left));
}
