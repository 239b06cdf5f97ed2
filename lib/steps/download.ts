/**
 * Downloads that end: within a time, within a size, with the cause of what failed.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { badInput, environmentFault, type LyapError } from "../core/program/errors.ts";
import type { DownloadOptions, Http } from "../core/program/program.ts";

/** How long a server may take, in milliseconds. */
export interface Patience {
  /** Until it begins to answer. */
  readonly answer: number;
  /** Between two pieces. */
  readonly piece: number;
  /** For all of it. */
  readonly whole: number;
  /** Until it is held to `SLOWEST`. */
  readonly slow: number;
}

/** Half a minute for an answer, a minute between two pieces and until it is too slow, an hour for all. */
const PATIENCE: Patience = { answer: 30_000, piece: 60_000, whole: 3_600_000, slow: 60_000 };

/** Bytes per second, on average, below which a server only seems to send. */
const SLOWEST = 1000;

const MEND = "check the address and the connection, or fetch it by hand";

/** What a failed connection says, with what is behind it. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : causeOf(error.cause);
  return cause === "" || error.message.includes(cause) ? error.message : `${error.message}: ${cause}`;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const joined = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
};

class TooLarge extends Error {}

const receive = async (
  response: Response,
  { mostBytes, onProgress = () => {} }: DownloadOptions,
  slow: number,
  onPiece: () => void,
): Promise<Uint8Array> => {
  const begin = performance.now();
  const stated = Number(response.headers.get("content-length") ?? NaN);
  const total = Number.isFinite(stated) ? stated : null;
  const check = (bytes: number): void => {
    if (bytes > mostBytes) throw new TooLarge(`more than ${megabytes(mostBytes)}`);
  };
  check(total ?? 0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    onPiece();
    length += piece.length;
    check(length);
    const waited = performance.now() - begin;
    if (waited > slow && length < SLOWEST * waited / 1000) {
      throw new Error(`only ${length} bytes came in ${Math.round(waited / 1000)} s`);
    }
    pieces.push(piece);
    onProgress(length, total);
  }
  return joined(pieces, length);
};

/**
 * The bytes under an address.
 *
 * @param patience How long the server may take. Default: `PATIENCE`.
 * @errors BadInput for what is no address; EnvironmentFault for a server that does not answer, answers otherwise, stops,
 * sends a few bytes now and then, or more than was allowed.
 */
export const downloadWith =
  (patience: Patience = PATIENCE): Http["fetch"] => (address, options) => async () => {
    if (!URL.canParse(address)) {
      return E.left(badInput(address, "it is not an address", "write one that begins with https://"));
    }
    const fault = (what: string): E.Either<LyapError, never> => E.left(environmentFault(what, address, MEND));
    const controller = new AbortController();
    const after = (milliseconds: number, what: string) =>
      setTimeout(() => controller.abort(new Error(`${what} for ${milliseconds / 1000} s`)), milliseconds);
    const whole = after(patience.whole, "it has been running");
    let waiting = after(patience.answer, "the server did not answer");
    try {
      const response = await fetch(address, { signal: controller.signal });
      const onPiece = (): void => {
        clearTimeout(waiting);
        waiting = after(patience.piece, "the server sent nothing");
      };
      onPiece();
      if (!response.ok) {
        await response.body?.cancel();
        return fault(`The server answers ${response.status}`);
      }
      return E.right(await receive(response, options, patience.slow, onPiece));
    } catch (error) {
      return error instanceof TooLarge
        ? E.left(environmentFault(
          `The server sends ${error.message}`,
          address,
          "check the address, or state the size of the file in the spec as bytes",
        ))
        : fault(`Cannot download (${causeOf(controller.signal.aborted ? controller.signal.reason : error)})`);
    } finally {
      clearTimeout(whole);
      clearTimeout(waiting);
      controller.abort();
    }
  };

/** What a person reads of a download. */
export const downloadLine = (name: string, bytes: number, total: number | null): string =>
  `downloading ${name}: ${megabytes(bytes)}${total === null ? "" : ` of ${megabytes(total)}`}`;
