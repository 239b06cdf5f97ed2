/** Servers that a download may meet. */
import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { describeError, exitCodeOf } from "../../lib/core/program/errors.ts";
import { downloadWith } from "../../lib/steps/download.ts";

const impatient = { answer: 300, piece: 300, whole: 2000, slow: 500 };

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What comes of a download from a server that answers so. */
const from = async (answer: (request: Request) => Response | Promise<Response>, mostBytes = 1e6) => {
  const stop = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, answer);
  const told: number[] = [];
  const result = await downloadWith(impatient)(`http://127.0.0.1:${server.addr.port}/a.npy`, {
    mostBytes,
    onProgress: (bytes) => void told.push(bytes),
  })();
  stop.abort();
  await server.finished.catch(() => {});
  return { result, told, said: E.isLeft(result) ? describeError(result.left).join() : "" };
};

/** A body of pieces, of 64 kB by default, with a pause before each. */
const stream = (pieces: number, milliseconds: number, bytes = 65_536): ReadableStream<Uint8Array> =>
  ReadableStream.from((async function* () {
    for (let count = 0; count < pieces; count++) {
      await pause(milliseconds);
      yield new Uint8Array(bytes).fill(count);
    }
  })());

Deno.test("a file comes whole, and how far it is comes before", async () => {
  const { result, told } = await from(() => new Response(stream(3, 1)));
  assert(E.isRight(result));
  assertEquals([result.right.length, result.right[0], result.right.at(-1)], [3 * 65_536, 0, 2]);
  assertEquals(told.at(-1), 3 * 65_536);
});

Deno.test("a server that never ends is left when more has come than was allowed", async () => {
  const { said, told } = await from(() => new Response(stream(Infinity, 0)));
  assertMatch(said, /The server sends more than 1\.0 MB/);
  assert(told.at(-1)! <= 1e6);
});

Deno.test("a server that states too large a file is left before it comes", async () => {
  const { said, told } = await from(() => new Response(new Uint8Array(2e6)));
  assertMatch(said, /more than 1\.0 MB/);
  assertEquals(told, []);
});

Deno.test("a server that does not answer, stops or is slow without end is left in time", async () => {
  const silent = await from(async () => {
    await pause(800);
    return new Response("late");
  });
  assertMatch(silent.said, /the server did not answer for 0\.3 s/);
  const stopped = await from(() => new Response(stream(2, 700)));
  assertMatch(stopped.said, /the server sent nothing for 0\.3 s/);
  const slow = await from(() => new Response(stream(1000, 200)), 1e9);
  assertMatch(slow.said, /it has been running for 2 s/);
  const trickle = await from(() => new Response(stream(1000, 50, 1)));
  assertMatch(trickle.said, /only \d+ bytes came in 1 s/);
});

Deno.test("a refusal, a closed port and what is no address each have a message of their own", async () => {
  assertMatch((await from(() => new Response("no", { status: 404 }))).said, /The server answers 404/);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const options = { mostBytes: 10 };
  const closed = await downloadWith(impatient)(`http://127.0.0.1:${port}/`, options)();
  assertMatch(E.isLeft(closed) ? describeError(closed.left).join() : "", /refused/i);
  const bad = await downloadWith(impatient)("https://[", options)();
  assertEquals(E.isLeft(bad) && [bad.left._tag, exitCodeOf(bad.left)], ["BadInput", 2]);
});
