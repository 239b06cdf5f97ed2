/** Two halves of a training that talk to each other, without a browser: nothing is lost, and nothing is mistaken for another. */
import { assert, assertEquals } from "@std/assert/mod.js";
import { integers, stream } from "../../lib/numerics/random.ts";
import { firstPace, isWorthSharing, type Pace, paced, type PaceEvent } from "../../lib/page/pair.ts";
import { plannedRun } from "../../lib/page/learning.ts";
import { firstSpec, offeredCells, withChoices } from "../../lib/page/spec.ts";
import { right } from "../either.ts";

const STEPS = 40;

/** A share that says of which step it is. */
const shareOf = (step: number): ArrayBuffer => Float64Array.of(step).buffer;
const stepIn = (share: ArrayBuffer): number => new Float64Array(share)[0]!;

/** What a half has done, and what is on its way to it. */
interface Side {
  pace: Pace;
  readonly inbox: ArrayBuffer[];
  /** Steps that it has shared, and for which it was given the other's share. */
  shared: number;
  done: number;
}

const side = (): Side => ({ pace: firstPace, inbox: [], shared: 0, done: 0 });

/** An event at one of two sides. */
const happens = (own: Side, other: Side, event: PaceEvent): void => {
  const [pace, goesOnWith] = paced(own.pace, event);
  own.pace = pace;
  if (goesOnWith === null) return;
  assertEquals(stepIn(goesOnWith), own.done, "it was given the share of another step");
  own.done++;
  if (own.done < STEPS) computes(own, other);
};

/** It makes its share of the next step, says so, and asks. */
const computes = (own: Side, other: Side): void => {
  other.inbox.push(shareOf(own.shared++));
  happens(own, other, { kind: "shared" });
};

Deno.test("two halves finish even if one is slow or paused", () => {
  for (let seed = 0; seed < 200; seed++) {
    const [a, b] = [side(), side()];
    const chance = integers(stream(seed, "pair"), 4000, 6);
    computes(a, b);
    computes(b, a);
    let most = 0;
    for (const drawn of chance) {
      const [own, other] = drawn % 2 === 0 ? [a, b] : [b, a];
      // Messages come more often than somebody presses the button.
      if (drawn < 4) {
        const share = own.inbox.shift();
        if (share !== undefined) happens(own, other, { kind: "given", share });
      } else happens(a, b, { kind: a.pace.paused ? "continued" : "paused" });
      most = Math.max(most, a.pace.given.length, b.pace.given.length);
      assert(Math.abs(a.done - b.done) <= 1);
    }
    happens(a, b, { kind: "continued" });
    while (a.inbox.length + b.inbox.length > 0) {
      for (const [own, other] of [[a, b], [b, a]] as const) {
        const share = own.inbox.shift();
        if (share !== undefined) happens(own, other, { kind: "given", share });
      }
    }
    assertEquals([a.done, b.done], [STEPS, STEPS], `seed ${seed}`);
    assert(most <= 2);
  }
});

Deno.test("a paused half does not go on before it is continued", () => {
  const [asking] = paced(firstPace, { kind: "shared" });
  const [paused] = paced(asking, { kind: "paused" });
  const [given, goesOnWith] = paced(paused, { kind: "given", share: shareOf(7) });
  assertEquals(goesOnWith, null);
  const [going, share] = paced(given, { kind: "continued" });
  assertEquals(stepIn(share!), 7);
  assertEquals(going, firstPace);
});

Deno.test("the paper's sizes are worth two workers, and small networks are not", () => {
  const worth = (spec: typeof firstSpec): boolean => isWorthSharing(right(plannedRun(spec)).settings);
  for (const cell of offeredCells) assert(worth(withChoices(firstSpec, { cell })));
  assert(!worth(withChoices(firstSpec, { units: 10 })));
});
