/**
 * A flow that is not at rest has an exponent 0, that of a shift along the orbit.
 *
 * @module
 */
import { listed } from "../../../core/program/text.ts";
import { withError } from "../../../numerics/format.ts";
import { type Optional, optional } from "../../../core/codec/codec.ts";
import type { LyapunovSpectrum } from "../../../lyapunov/result.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { among, type Group, groupCodec } from "../../group.ts";
import { runsOf } from "../../sample.ts";
import { exampleResult, exampleRun, exampleSpectrum } from "../../example.ts";
import type { Result } from "../../result.ts";

/** This many standard errors, and this share of the largest exponent, count as 0. */
const ERRORS = 4;
const SHARE = 2e-3;

/** The exponent nearest to 0 in its own errors. */
const nearestOf = ({ exponents, standardErrors }: LyapunovSpectrum) => {
  const scale = Math.max(...exponents.map(Math.abs).filter(Number.isFinite), 0);
  const excess = (i: number): number => Math.abs(exponents[i]!) - ERRORS * standardErrors[i]! - SHARE * scale;
  const place = exponents.reduce((best, _, i) => excess(i) < excess(best) ? i : best, 0);
  return {
    place,
    value: exponents[place]!,
    standardError: standardErrors[place]!,
    vanishes: exponents.length > 0 && excess(place) <= 0,
  };
};

const flowWith = (exponents: readonly number[]): Result =>
  exampleResult([1, 2, 3].map((seed) => exampleRun({ cell: "PLRNN", "τ": 30, seed })), {
    spectrum: exampleSpectrum(exponents, { unit: "nats/time" }),
  });

/**
 * Every dataset of the group that comes from the equations of a flow has an exponent that does not differ from 0 by four
 * standard errors. Maps, whose exponents are per step, need none.
 */
export const zeroExponent: CataloguedClaim<"zero exponent", { readonly group: Optional<Group, Group> }> =
  defineClaim({
    kind: "zero exponent",
    says: "Every flow among the data's systems has an exponent that is compatible with 0.",
    options: { group: optional(groupCodec, {}) },
    example: {},
    upheldBy: () => flowWith([0.9, 0, -14.5]),
    refutedBy: () => flowWith([0.165, 0.149, -0.864]),
    aboutData: true,
    statement: ({ group }) => `An exponent of ${among("every flow", group)} is compatible with 0.`,
    groups: ({ group }) => ({ group }),
    judge: ({ group }, evidence) => {
      const runs = runsOf(evidence, group);
      const flows = evidence.data
        .filter(({ id }) => runs.some(({ data }) => data === id))
        .flatMap(({ id, title, spectrum }) =>
          spectrum === null || spectrum.unit !== "nats/time" ? [] : [{ id, title, ...nearestOf(spectrum) }]
        )
        .sort((a, b) => a.id < b.id ? -1 : 1);
      const failing = flows.filter(({ vanishes }) => !vanishes);
      const shown = (failing.length > 0 ? failing : flows).map(({ title, place, value, standardError }) =>
        `λ${place + 1} = ${withError(value, standardError)} for ${title}`
      );
      return {
        upheld: flows.length > 0 && failing.length === 0,
        evidence: {
          effect: flows.length === 0 ? null : Math.max(...flows.map(({ value }) => Math.abs(value))),
          interval: null,
          effectIs: "size of the exponent nearest to 0, the largest of all flows",
          required: `${ERRORS} standard errors`,
          n: runs.length,
          diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
          flows,
        },
        because: flows.length === 0 ? "No flow is known." : `The nearest is ${listed(shown)}.`,
      };
    },
  });
