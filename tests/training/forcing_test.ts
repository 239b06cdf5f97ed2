/** Every forcing scheme: its schedule as the literature writes it, and what all schemes have in common. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import type { Read } from "../../lib/core/catalogue.ts";
import { checksOfForcing } from "../../lib/library/checks/forcing.ts";
import { stream, substream } from "../../lib/numerics/random.ts";
import { decode } from "../../lib/core/codec/codec.ts";
import {
  type Forcing,
  forcingCodec,
  type ForcingInput,
  forcingKinds,
  prepareForcing,
} from "../../lib/training/forcing/catalogue.ts";
import type { BatchPosition, ForcingScheme } from "../../lib/training/forcing/scheme.ts";
import { testAll } from "../conformance.ts";

const prepared = (input: ForcingInput): Forcing => {
  const settings = decode(forcingCodec, input);
  if (E.isLeft(settings)) throw new Error(JSON.stringify(settings.left));
  const result = prepareForcing(settings.right, null);
  if (E.isLeft(result)) throw new Error("not prepared");
  return result.right;
};

const position = (changes: Partial<BatchPosition> = {}): BatchPosition => ({
  length: 10,
  epoch: 0,
  epochs: 5,
  batch: 0,
  stream: stream(1, "forcing"),
  strength: 0.25,
  ...changes,
});

const at = (values: ArrayLike<number>): number[] =>
  Array.from(values, (_, t) => t).filter((t) => values[t] !== 0);

for (const scheme of Object.values<ForcingScheme & Read>(forcingKinds)) {
  testAll(scheme.kind, checksOfForcing(scheme));
}

Deno.test("none forces the first state only", () => {
  const { strength, reset, detach } = prepared({ kind: "none" }).schedule(position());
  assertEquals([at(strength), at(reset), at(detach)], [[0], [], []]);
});

Deno.test("sparse forces at 0, τ, 2τ …", () => {
  const { strength, reset, detach } = prepared({ kind: "sparse", interval: 4 }).schedule(position());
  assertEquals([at(strength), at(reset), at(detach)], [[0, 4, 8], [], []]);
});

Deno.test("random draws every τ of τ₀ ± Δ, at least 1, again for each batch", () => {
  const scheme = prepared({ kind: "random", interval: 3, spread: 4 });
  const intervals = new Set(
    Array.from({ length: 300 }, (_, index) => {
      const source = substream(stream(1, "forcing"), index);
      return at(scheme.schedule(position({ stream: source, length: 20 })).strength)[1];
    }),
  );
  assertEquals([...intervals].sort(), [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("annealed grows from 1 to τ", () => {
  const scheme = prepared({ kind: "annealed", interval: 9 });
  const second = [0, 1, 2, 3, 4].map((epoch) => at(scheme.schedule(position({ epoch })).strength)[1]);
  assertEquals(second, [1, 3, 5, 7, 9]);
  assertEquals(at(scheme.schedule(position({ epochs: 1 })).strength), [0, 9]);
});

Deno.test("windowing starts each window from zero and never looks at the data", () => {
  const { strength, reset, detach } = prepared({ kind: "windowing", length: 3 }).schedule(position());
  assertEquals([at(strength), at(reset), at(detach)], [[], [0, 3, 6, 9], []]);
});

Deno.test("truncated cuts gradients and leaves the state alone", () => {
  const { strength, reset, detach } = prepared({ kind: "truncated", length: 3 }).schedule(position());
  assertEquals([at(strength), at(reset), at(detach)], [[0], [], [3, 6, 9]]);
});

Deno.test("generalized draws by α at every step after the first", () => {
  const { strength } = prepared({ kind: "generalized", alpha: 0.5 }).schedule(position({ length: 4 }));
  assertEquals(strength, Float32Array.of(1, 0.5, 0.5, 0.5));
});

Deno.test("adaptive has the strength reached, rises at once and decays slowly", () => {
  const { schedule, adaptation } = prepared({ kind: "adaptive" });
  assertEquals(schedule(position({ length: 3 })).strength, Float32Array.of(1, 0.25, 0.25));
  if (adaptation === null) throw new Error("it adapts nothing");
  assertEquals([adaptation.initial, adaptation.every], [1, 5]);
  assertEquals(adaptation.next(0.25, 2), 0.5);
  assertAlmostEquals(adaptation.next(1, 2), 0.9995, 1e-12);
  assertEquals(adaptation.next(1, 0.5), 0.999);
});

Deno.test("a negative τ is refused with its path", () => {
  const decoded = decode(forcingCodec, { kind: "sparse", interval: -3 });
  assert(E.isLeft(decoded));
  assertEquals(E.isLeft(decoded) && decoded.left[0]!.path, "$.interval");
  const misspelt = decode(forcingCodec, { kind: "sparse", interval: { predictabilityTime: 1 } });
  assertEquals(E.isLeft(misspelt) && misspelt.left.map(({ path }) => path), [
    "$.interval.predictabilityTimes",
    "$.interval.predictabilityTime",
  ]);
});
