/**
 * The certified spectra of the catalogue, as `deno task spectra` computed them.
 *
 * @module
 */
import fixture from "../../fixtures/spectra.json" with { type: "json" };
import type { CertifiedSpectrum } from "./certified.ts";

/** Spectra at the default parameters, by name of the system. */
export const certifiedSpectra = fixture as Readonly<Record<string, CertifiedSpectrum>>;
