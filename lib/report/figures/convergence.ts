/**
 * How estimates of Lyapunov exponents come to rest with the length of the orbit.
 *
 * @module
 */
import type { LyapunovSpectrum } from "../../lyapunov/result.ts";
import type { Figure, Panel } from "./plot/figure.ts";
import { shortNumber, withError } from "../../numerics/format.ts";
import { extent } from "./plot/scales.ts";

/** Panels of more exponents than these would be too small to read. */
const MOST_PANELS = 6;

/**
 * The running estimates of the exponents, a panel for each, with the final value and two standard errors around it.
 *
 * @param subject Whose exponents they are, with parameters.
 * @param spectrum The spectrum.
 */
export const convergenceFigure = (subject: string, spectrum: LyapunovSpectrum): Figure => {
  const { exponents, standardErrors, history } = spectrum;
  const unit = spectrum.unit === "nats/step" ? "nats per step" : "nats per time unit";
  const shown = exponents.slice(0, MOST_PANELS);
  const timeUnit = spectrum.unit === "nats/step" ? "steps" : "time units";
  const panel = (value: number, i: number): Panel => {
    const error = standardErrors[i]!;
    const curve = history.exponents.map((row) => row[i]!);
    const band = Number.isFinite(error) ? [value - 2 * error, value + 2 * error] : [];
    return {
      title: `λ_${i + 1}`,
      note: withError(value, error),
      x: {
        quantity: "length of the orbit",
        unit: timeUnit,
        scale: "linear",
        domain: [0, history.time[history.time.length - 1] ?? 1],
        ticks: null,
      },
      y: {
        quantity: `λ_${i + 1}`,
        unit,
        scale: "linear",
        domain: extent([...curve, ...band], "linear"),
        ticks: null,
      },
      marks: [
        ...(band.length === 2 && error > 0
          ? [{ type: "band" as const, axis: "y" as const, from: band[0]!, to: band[1]!, look: 0 }]
          : []),
        { type: "rule", axis: "y", at: value, look: "faint", label: "" },
        {
          type: "line",
          points: curve.map((estimate, at) => [history.time[at]!, estimate]),
          look: 0,
          width: 1.6,
          opacity: 1,
          dash: "none",
        },
      ],
      above: [],
      empty: Number.isFinite(value) ? null : shortNumber(value),
    };
  };
  const rest = exponents.length - shown.length;
  return {
    kind: "convergence",
    title: `Lyapunov exponents of ${subject}`,
    jointTitle: "Lyapunov exponents",
    finding: [
      `λ_1 = ${withError(exponents[0]!, standardErrors[0]!)} ${unit}; the estimates ` +
      (spectrum.converged ? "have converged." : "still move: the orbit is too short."),
    ],
    caption: [
      `Running estimates along one orbit of ${shortNumber(spectrum.steps)} steps, by the QR method.`,
      `Band: two standard errors by batch means of ${history.time.length} batches.`,
      ...(rest > 0 ? [`The first ${shown.length} of ${exponents.length} exponents.`] : []),
    ],
    panels: shown.map(panel),
    columns: Math.min(3, shown.length),
    aspect: 0.7,
    keepAspect: false,
    sharedY: false,
    legend: [],
    table: {
      columns: [
        { name: "exponent", unit: null },
        { name: "value", unit },
        { name: "standard error", unit },
      ],
      rows: exponents.map((value, i) => [`λ_${i + 1}`, value, standardErrors[i]!]),
    },
  };
};
