/** Successive halving: what goes on, for how long, and that the time is kept and spent. */
import { assert, assertEquals } from "@std/assert/mod.js";
import * as fc from "fast-check";
import type { FitTraining } from "../../../lib/recordings/fit/compose.ts";
import { type Means, nextRung, type TrainingScore } from "../../../lib/recordings/fit/halving.ts";

const standing = (seed: number, score: number | null, epochs: number): TrainingScore => ({
  training: { forcing: { kind: "generalized", alpha: 0.1 }, seed, epochs },
  score,
});

const rungs = fc.record({
  scores: fc.array(fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: null }), {
    minLength: 1,
    maxLength: 24,
  }),
  epochs: fc.constantFrom(100, 300, 1000, 3000, 12_000),
  seconds: fc.double({ min: 0, max: 3000, noNaN: true }),
  jobs: fc.integer({ min: 1, max: 16 }),
  perEpoch: fc.double({ min: 1e-4, max: 1, noNaN: true }),
}).map(({ scores, epochs, seconds, jobs, perEpoch }) => {
  const last = scores.map((score, index) => standing(index + 1, score, epochs));
  const means: Means = { seconds, jobs, perEpoch: () => perEpoch, perRun: 3 };
  return { last, epochs, means };
});

const secondsOf = (next: readonly FitTraining[], { jobs, perEpoch, perRun }: Means): number =>
  Math.ceil(next.length / jobs) * Math.max(0, ...next.map((each) => perRun + each.epochs * perEpoch(each)));

Deno.test("a rung takes no longer than there is, and holds none of the worse half that did not earn it", () => {
  fc.assert(fc.property(rungs, ({ last, epochs, means }) => {
    const next = nextRung(last, last, means);
    assert(secondsOf(next, means) <= means.seconds + 1e-9);
    assert(next.every((each) => each.epochs <= 12_000));
    const longer = next.filter((each) => each.epochs > epochs);
    assert(longer.length === 0 || longer.length === next.length);
    const ranked = last.filter(({ score }) => score !== null).toSorted((a, b) => a.score! - b.score!);
    assertEquals(
      longer.map(({ seed }) => seed),
      ranked.slice(0, longer.length).map(({ training }) => training.seed),
    );
    assert(longer.length <= Math.max(means.jobs, last.length / 2));
  }));
});

Deno.test("time that is left goes to longer trainings, and at the longest to new seeds of the best", () => {
  const last = [0.3, 0.1, null, 0.2].map((score, index) => standing(index + 1, score, 1000));
  const means: Means = { seconds: 200, jobs: 2, perEpoch: () => 0.01, perRun: 3 };
  assertEquals(nextRung(last, last, means).map(({ seed, epochs }) => [seed, epochs]), [[2, 12_000], [
    4,
    12_000,
  ]]);
  const end = [standing(2, 0.1, 12_000), standing(4, 0.2, 12_000)];
  assertEquals(nextRung(end, [...last, ...end], means).map(({ seed, epochs }) => [seed, epochs]), [
    [5, 12_000],
    [6, 12_000],
  ]);
  // What is left is spent as well, as long as it buys a training worth its name.
  assertEquals(nextRung(end, [...last, ...end], { ...means, seconds: 30 }).map(({ epochs }) => epochs), [
    2200,
    2200,
  ]);
  assertEquals(nextRung(end, [...last, ...end], { ...means, seconds: 5 }), []);
  assertEquals(nextRung([standing(1, null, 1000)], [], means), []);
});

Deno.test("what started by regression is not trained, however good it is", () => {
  const start: TrainingScore = {
    training: { forcing: { kind: "none" }, seed: 1, epochs: 0, start: { scale: 1, ridge: 1e-9 } },
    score: 0.01,
  };
  const last = [start, ...[0.3, 0.1].map((score, index) => standing(index + 1, score, 1000))];
  const means: Means = { seconds: 200, jobs: 1, perEpoch: () => 0.01, perRun: 3 };
  assertEquals(nextRung(last, last, means).map(({ seed, epochs }) => [seed, epochs]), [[2, 12_000]]);
  assertEquals(nextRung([start], [start], means), []);
});
