/**
 * Computes the certified spectra of the catalogue that `fixtures/spectra.json` lacks: `deno task spectra [name…]`.
 *
 * With names it computes these again. It writes the file after each system, so that a stopped run goes on
 * where it was. At the end it writes the page `docs/spectra.md`.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { type CertifiedSpectrum, certifiedSpectrum, isCertain } from "../lib/lyapunov/certified.ts";
import { systems } from "../lib/systems/catalogue.ts";
import listed from "../fixtures/listed_spectra.json" with { type: "json" };
import { spectraPage } from "./spectra_page.ts";

const file = new URL("../fixtures/spectra.json", import.meta.url);

const read = async (): Promise<Record<string, CertifiedSpectrum>> => {
  try {
    return JSON.parse(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
};

/** A line for each system, in the order of the catalogue. */
const written = (spectra: Readonly<Record<string, CertifiedSpectrum>>): string => {
  const lines = Object.keys(systems)
    .filter((name) => spectra[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(spectra[name])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
};

const spectra = await read();
const asked = Deno.args.length > 0
  ? Deno.args
  : Object.keys(systems).filter((name) => spectra[name] === undefined);
for (const name of asked) {
  const system = systems[name];
  const found = system === undefined ? undefined : certifiedSpectrum(system);
  if (found === undefined || E.isLeft(found)) {
    console.error(`${name}: ${found === undefined ? "there is no such system" : JSON.stringify(found.left)}`);
    continue;
  }
  spectra[name] = found.right;
  await Deno.writeTextFile(file, written(spectra));
  const [first, error] = [found.right.exponents[0]!, found.right.standardErrors[0]!];
  console.log(`${name}: ${first} ± ${error}${isCertain(found.right) ? "" : ", not yet to 1 %"}`);
}

const { source, ...said } = listed;
const page = spectraPage({ systems, certified: spectra, listed: said, source });
await Deno.writeTextFile(new URL("../docs/spectra.md", import.meta.url), page);
