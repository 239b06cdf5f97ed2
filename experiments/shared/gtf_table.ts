/**
 * Table 1 of generalized teacher forcing: what is published there, and how it is measured.
 *
 * Source: Hess, Monfared, Brenner & Durstewitz (2023), Generalized teacher forcing for learning chaotic dynamics, ICML.
 *
 * @module
 */
import * as lyap from "../../experiment.ts";

/** By the names of the measures: as published, median and MAD of 20 trainings. */
export const publishedByGtf = {
  "D_stsp (gtf, burnIn 0)": {
    symbol: "D_stsp",
    ecg: { generalized: [4.3, 0.6], adaptive: [4.5, 0.4], sparse: [7.1, 1.8] },
    eeg: { generalized: [2.1, 0.2], adaptive: [2.4, 0.2], sparse: [14, 7] },
  },
  "D_H (gtf, burnIn 0)": {
    symbol: "D_H",
    ecg: { generalized: [0.34, 0.02], adaptive: [0.34, 0.02], sparse: [0.38, 0.03] },
    eeg: { generalized: [0.11, 0.01], adaptive: [0.13, 0.01], sparse: [0.5, 0.16] },
  },
  "PE (gtf, starts 25000)": {
    symbol: "PE(20)",
    ecg: { generalized: [2.4e-3, 1e-4], adaptive: [2.4e-3, 2e-4], sparse: [5e-3, 2e-3] },
    eeg: { generalized: [0.55, 0.01], adaptive: [0.54, 0.06], sparse: [0.25, 0.03] },
  },
} as const;

/** As they evaluate: a free run as long as the test series, after a quarter of that; the measures of both. */
export const evaluationOfTable = (rows: number) => ({
  steps: rows,
  transient: rows / 4,
  measures: [
    lyap.measures.D_stsp({ preset: "gtf", burnIn: 0 }),
    lyap.measures.D_H({ preset: "gtf", burnIn: 0 }),
    lyap.measures.PE({ preset: "gtf", starts: 25_000 }),
    ...[lyap.measures.D_stsp(), lyap.measures.D_H(), lyap.measures.PE()],
  ],
  baselines: ["parroting", "climatology", "persistence", "linear", "reservoir"] as const,
});
