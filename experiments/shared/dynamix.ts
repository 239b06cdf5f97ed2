/**
 * The series on which DynaMix is shown, named by their SHA-256, with how much of each its notebooks give as context, what they
 * print, and the measures that they print it by.
 *
 * Source: C. J. Hemmer & D. Durstewitz (2025), True zero-shot inference of dynamical systems preserving long-term
 * statistics, NeurIPS 38, and the notebook on 3-D systems in the code released with it.
 *
 * @module
 */
import * as lyap from "../../experiment.ts";

/** What a notebook prints. */
interface Printed {
  readonly D_stsp: number;
  readonly D_H: number;
  readonly MASE: number;
}

/** A series on which DynaMix is shown. */
export interface ShownSeries {
  /** Its name in tables. */
  readonly title: string;
  /** The file in the data directory. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** Rows that are given as context; the last of them is where every forecast begins. */
  readonly context: number;
  /** What the notebook in Python prints. */
  readonly printed: Printed;
}

/** Steps that are forecast, and rows that they are compared with. */
export const AHEAD = 10_000;

/** All three. */
export const shown: Readonly<Record<"lorenz63" | "chua" | "sprottM", ShownSeries>> = {
  lorenz63: {
    title: "Lorenz-63",
    file: "dynamix/lorenz63.npy",
    sha256: "e34638eb81e6434899473835cad0549fdd3d3a95230c441a0634a77368ef1264",
    context: 2000,
    printed: { D_stsp: 0.804, D_H: 0.0644, MASE: 0.285 },
  },
  chua: {
    title: "Chua",
    file: "dynamix/chua.npy",
    sha256: "34c617cecfc93964d55594141e9f9b14b9d421c9335766e74b1ebaaaf8191de0",
    context: 1028,
    printed: { D_stsp: 2.21, D_H: 0.088, MASE: 0.366 },
  },
  sprottM: {
    title: "Sprott M",
    file: "dynamix/sprottM.npy",
    sha256: "1fc780aa039663fa0576f3c335d0a0a8260503fb26a70e61b944a5007337cf4f",
    context: 512,
    printed: { D_stsp: 3.33, D_H: 0.097, MASE: 0.18 },
  },
};

/** A series by its name here. */
export type ShownName = keyof typeof shown;

/** Where a file of theirs is published: at one commit, so that it cannot change. */
const published = (file: string) =>
  `https://raw.githubusercontent.com/DurstewitzLab/DynaMix-python/60ce3f8/notebooks/test_data/${file}`;

/** The shares of a file's first rows that hold the context and what is forecast, but for the context's last row. */
const sharesOf = ({ context }: ShownSeries) => {
  const rows = context + AHEAD;
  const validation = Math.floor(VALIDATION * (context - 1));
  return { rows, heldOut: (AHEAD + 1.5) / rows, validation: (validation + 0.5) / rows };
};

/** The share of the context by which `lyap fit` chooses. */
const VALIDATION = 0.15;

/** The dataset: trained on and chosen by all of the context but its last row, from which the held-out part begins. */
export const contextOf = (name: ShownName) => {
  const series = shown[name];
  const { rows, heldOut, validation } = sharesOf(series);
  return lyap.sampled(
    lyap.file(series.file, series.sha256, {
      address: published(series.file.replace("dynamix/", "")),
      title: `${series.title} of DynaMix`,
      variables: ["x", "y", "z"],
      trials: [{ start: 0, end: rows }],
      heldOutShare: heldOut,
      validationShare: validation,
      references: [
        "github.com/DurstewitzLab/DynaMix-python: data of Hemmer & Durstewitz (2025), NeurIPS 38",
      ],
    }),
  );
};

/** The measures as DynaMix's notebooks evaluate them: 30 bins, spectra smoothed over 20, ten steps of one forecast. */
export const notebookMeasures = [
  { kind: "D_stsp", preset: "al-rnn" },
  { kind: "D_H", preset: "dynamix" },
  { kind: "MASE", preset: "dynamix" },
] as const;

/** Their names in results. */
export const notebookNames: Readonly<Record<keyof Printed, string>> = {
  D_stsp: "D_stsp (al-rnn)",
  D_H: "D_H (dynamix)",
  MASE: "MASE (dynamix)",
};
