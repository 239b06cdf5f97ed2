/**
 * What a user may ask of a fit.
 *
 * @module
 */
import type { EvaluationInput } from "../../measures/settings.ts";
import type { ImportSettings } from "../../series/import/imported.ts";
import type { CellInput } from "../../networks/catalogue.ts";

/** What a user may ask for in the preparation of the series. */
export interface Preparation {
  /** Whether the straight line that fits the training part is taken off. Default: it is not. */
  readonly detrend?: boolean;
  /** Standard deviation in steps of a Gaussian kernel that smooths the series. Default: nothing is smoothed. */
  readonly smoothing?: number;
  /** Names of columns that drive the system: networks are given them and do not make them. Default: none. */
  readonly inputs?: readonly string[];
}

/** The cells: under sparse and under generalized forcing, and of what starts by regression. */
export interface FitCells {
  /** The cell that is forced every τ steps. */
  readonly sparse: CellInput;
  /** The cell that is drawn towards the data at every step. */
  readonly generalized: CellInput;
  /** The cell that starts by regression and is not trained. */
  readonly regression: CellInput;
}

/** What is fitted, and how. */
export interface FitOptions {
  /** The files, each a trial. */
  readonly files: readonly string[];
  /**
   * A file with more of the same, which directly follows the recording or comes from another run: networks are judged on all
   * of it, and the recording is for training and choosing alone. Default: the end of the recording is held out.
   */
  readonly test?: string;
  /** Where the result goes. */
  readonly out: string;
  /** Whether something else in the folder may be written over. Default: only an earlier fit of the same is. */
  readonly overwrite?: boolean;
  /** How long to wait, in minutes. Default: 4. */
  readonly minutes?: number;
  /** Whether the smallest fit is made even where it takes longer than the minutes. Default: it is refused. */
  readonly evenLonger?: boolean;
  /** The first seed. Default: 1. */
  readonly seed?: number;
  /** How the files are read. Default: all is found from them. */
  readonly import?: ImportSettings;
  /** What is done to the series before. Default: nothing. */
  readonly preparation?: Preparation;
  /** The cells. Default: a PLRNN under sparse forcing and a shallow PLRNN under generalized forcing. */
  readonly cells?: Partial<Omit<FitCells, "regression">>;
  /**
   * Steps of the free runs, steps before them, and measures in addition to the usual ones. Default: 50,000
   * steps after 1000, no other measures.
   */
  readonly evaluation?: Pick<EvaluationInput, "steps" | "transient" | "measures">;
  /** Where artifacts are kept. Default: ".lyap". */
  readonly store?: string;
  /** Whether every training runs with all of V8's checks. Default: those that can be fast are. */
  readonly checked?: boolean;
  /** Steps that run side by side. Default: the cores of this machine. */
  readonly jobs?: number;
}

/** Minutes to wait by default. */
export const DEFAULT_MINUTES = 4;
