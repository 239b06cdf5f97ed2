/**
 * The curves that the authors published, for figures that show them beside ours.
 *
 * @module
 */
import curves from "../../fixtures/paper/reference_curves.json" with { type: "json" };

/** A dataset of the paper. */
export type AuthorsDataset = keyof typeof curves.curves;
/** A measure of the paper. */
export type AuthorsMeasure = "D_stsp" | "D_H" | "PSC";

/** The authors' curves over the forcing interval, one for each cell, as figures of kind "measure" take them. */
export const authorsCurves = (dataset: AuthorsDataset, measure: AuthorsMeasure) => ({
  title: "Mikhaeil et al. (2022), mean ± SEM over 5 runs",
  curves: Object.entries(curves.curves[dataset][measure]).map(([label, rows]) => ({
    label,
    points: rows.map(([at, value, error]) => ({ at: at!, value: value!, error: error! })),
  })),
});

/**
 * The authors' figure 2, right: the decimal logarithm of the spectral norm of the product of the last T Jacobians along
 * the free orbit of a PLRNN trained on Lorenz data, over T.
 */
export const authorsGradientNorms = {
  title: "Mikhaeil et al. (2022), one network",
  curves: [{
    label: "PLRNN",
    points: [[10, 0.57], [53, 1.99], [187, 6.44], [433, 14.6], [1000, 33.4]].map(([at, value]) => ({
      at: at!,
      value: value!,
    })),
  }],
};
