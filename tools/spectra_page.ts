/**
 * The page of the certified spectra: each beside what a popular list says of the same system.
 *
 * @module
 */
import { markdownTable } from "markdown-table";
import { type CertifiedSpectrum, isCertain } from "../lib/lyapunov/certified.ts";
import type { System } from "../lib/systems/system.ts";

/** What a list says of λ₁, by two methods of its own. */
export interface ListedSpectrum {
  readonly maximum: number;
  readonly first: number | null;
}

/** What the page is made of. */
export interface SpectraCatalogue {
  readonly systems: Readonly<Record<string, System>>;
  readonly certified: Readonly<Record<string, CertifiedSpectrum>>;
  readonly listed: Readonly<Record<string, ListedSpectrum>>;
  /** Whose list it is. */
  readonly source: string;
}

/** A value that is off by more than this share counts as off. */
const OFF = 0.25;

/** A number with as many decimals as its error has to two digits. */
const withError = (value: number, error: number): string => {
  const decimals = error > 0 && Number.isFinite(error)
    ? Math.min(9, Math.max(0, 1 - Math.floor(Number(error.toExponential(1).split("e")[1]))))
    : 6;
  return `${value.toFixed(decimals)} ± ${error.toFixed(decimals)}`;
};

const short = (value: number | null, digits = 3): string =>
  value === null ? "" : String(Number(value.toPrecision(digits)));

const deviation = (value: number, truth: number): number => Math.abs(value / truth - 1);

const listedRows = ({ systems, certified, listed }: SpectraCatalogue): readonly (readonly string[])[] =>
  Object.keys(systems).flatMap((name) => {
    const [found, said] = [certified[name], listed[name]];
    if (found === undefined || said === undefined) return [];
    const truth = found.exponents[0]!;
    const off = (value: number | null) =>
      value === null
        ? ""
        : `${short(value)} (${value > truth ? "+" : "−"}${Math.round(100 * deviation(value, truth))} %)`;
    return [[name, withError(truth, found.standardErrors[0]!), off(said.maximum), off(said.first)]];
  });

const countOff = (
  { certified, listed }: SpectraCatalogue,
  of: (said: ListedSpectrum) => number | null,
): string => {
  const compared = Object.entries(listed).flatMap(([name, said]) => {
    const [value, truth] = [of(said), certified[name]?.exponents[0]];
    return value === null || truth === undefined ? [] : [deviation(value, truth)];
  });
  return `${compared.filter((each) => each > OFF).length} of ${compared.length}`;
};

/** The page as Markdown. */
export const spectraPage = (catalogue: SpectraCatalogue): string => {
  const { systems, certified, source } = catalogue;
  const rows = Object.values(systems).flatMap((system) => {
    const found = certified[system.name];
    if (found === undefined) return [];
    const { exponents, standardErrors, kaplanYorke, unit } = found;
    return [[
      system.name,
      system.title,
      withError(exponents[0]!, standardErrors[0]!) + (isCertain(found) ? "" : " †"),
      exponents.slice(1, 4).map((each) => short(each)).join(", ") + (exponents.length > 4 ? ", …" : ""),
      kaplanYorke === null ? "" : short(kaplanYorke.value),
      unit.replace("nats/", "per "),
    ]];
  });
  const uncertain = Object.keys(systems).flatMap((name) => {
    const found = certified[name];
    if (found === undefined || isCertain(found)) return [];
    return [`${name} (${short(100 * found.standardErrors[0]! / Math.abs(found.exponents[0]!), 2)} %)`];
  });
  return [
    "# Certified Lyapunov spectra",
    "",
    `${rows.length} systems at their default parameters, computed by \`deno task spectra\` until λ₁ was known to 1 % or the`,
    "budget of steps was spent; \`lyap systems <name>\` shows equations, parameters, sources and all exponents, and",
    "\`lyap systems --csv\` writes the table. Errors are standard errors of batch means. The sum of the exponents agrees with",
    "the mean divergence, and an autonomous flow has an exponent that is zero: tests hold every line to that. They let a",
    "sum differ from the divergence d by 5e-4 (1 + |d|), and an exponent from zero by four errors and 0.2 % of λ₁, or by four",
    "errors and 1e-3 divided by the system's typical time where that is more.",
    "",
    "†: the error of λ₁ is still more than 1 %, because the budget was spent:",
    `${uncertain.join(", ")}.`,
    "",
    markdownTable([["system", "title", "λ₁", "λ₂, λ₃, λ₄", "dimension", "unit"], ...rows]),
    "",
    "## Beside a popular list",
    "",
    `${source}.`,
    "",
    `The list has two values of λ₁ for the same system. For systems with the same parameters, its maximal exponent is off by`,
    `more than ${100 * OFF} % for ${
      countOff(catalogue, ({ maximum }) => maximum)
    } systems, and the first exponent of its spectrum for ${
      countOff(catalogue, ({ first }) => first)
    }. Two attractors at`,
    "the same parameters, or chaos that ends after a long time, as in coullet, can be one reason.",
    "",
    markdownTable([
      ["system", "certified λ₁", "listed maximum", "listed first of spectrum"],
      ...listedRows(catalogue),
    ]),
    "",
  ].join("\n");
};
