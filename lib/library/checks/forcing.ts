/**
 * What must hold of every forcing scheme.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Read } from "../../core/catalogue.ts";
import type { ForcingSchedule } from "../../networks/schedule.ts";
import { stream } from "../../numerics/random.ts";
import { describeError } from "../../core/program/errors.ts";
import { counted } from "../../core/program/text.ts";
import type { ForcingScheme, SomeForcing } from "../../training/forcing/scheme.ts";
import { inSteps, type Span } from "../../training/forcing/span.ts";
import { type Check, checksOfOptions, exampleOf, refuse, sameBits } from "./check.ts";

/** What must hold of a forcing scheme. */
export const checksOfForcing = (scheme: ForcingScheme & Read): readonly Check[] => {
  const settings = exampleOf<SomeForcing>(scheme);
  const checks = checksOfOptions(scheme);
  if (settings === null) return checks;
  const made = (length: number): ForcingSchedule => {
    const { span } = scheme;
    const options: Readonly<Record<string, unknown>> = { ...settings };
    const given = span === null ? 0 : options[span.option] as Span;
    const steps = span === null ? E.right(0) : inSteps(span.what, given, 10);
    const position = { length, epoch: 2, epochs: 5, batch: 0, strength: 0.25 };
    return E.isLeft(steps)
      ? refuse(describeError(steps.left).join("; "))
      : scheme.schedule(settings, { ...position, stream: stream(1, "forcing") }, steps.right);
  };
  return [
    ...checks,
    ...[1, 2, 9, 30].map((length) => ({
      says: "its schedule starts a window, and its strengths are from 0 to 1",
      size: { count: length, noun: "step" } as const,
      fault: () => {
        const { strength, reset, detach } = made(length);
        const parts = { strength, reset, detach };
        const [wrong] = Object.entries(parts).filter(([, part]) => part?.length !== length);
        return wrong !== undefined
          ? `${wrong[0]} has ${wrong[1] === undefined ? "no steps" : counted(wrong[1].length, "step")}`
          : !strength.every((alpha) => alpha >= 0 && alpha <= 1)
          ? "a strength is below 0 or above 1"
          : strength[0] === 1 || reset[0] === 1
          ? null
          : "step 0 neither forces with strength 1 nor resets";
      },
    })),
    {
      says: "the same random numbers give the same schedule",
      fault: () => {
        const [one, two] = [made(30), made(30)];
        return (["strength", "reset", "detach"] as const).every((part) => sameBits(one[part], two[part]))
          ? null
          : "it draws numbers from elsewhere, or remembers";
      },
    },
  ];
};
