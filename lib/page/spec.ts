/**
 * The spec of the page: one run, as its author would write it. It is in the address, so that a link is an experiment,
 * and `lyap run` takes it as a file.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import type { Experiment } from "../experiment/vocabulary.ts";
import type { DatasetInput } from "../series/dataset.ts";

/** What a spec says of its run. */
type WrittenSettings = NonNullable<Experiment["settings"]>;

/** A spec that leaves nothing to a sweep. */
export interface PageSpec extends Experiment {
  /** What is trained, on what. */
  readonly settings: WrittenSettings;
}

/** What the controls of the page show and change. */
export interface PageChoices {
  /** The name of an offered dataset; null for another one. */
  readonly dataset: string | null;
  /** The kind of the cell. */
  readonly cell: string;
  /** M. */
  readonly units: number;
  /** τ in steps; null if the spec forces otherwise than every τ steps. */
  readonly interval: number | null;
  /** The seed. */
  readonly seed: number;
  /** Epochs of the training. */
  readonly epochs: number;
}

/** A dataset that the page offers. */
export interface OfferedDataset {
  /** Its name among those that are offered. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** As a spec has it. */
  readonly dataset: DatasetInput;
}

const sampledSystem = (
  name: string,
  title: string,
  system: string,
  dt: number,
  parameters?: Readonly<Record<string, number>>,
): OfferedDataset => ({
  name,
  title,
  dataset: {
    source: {
      kind: "system",
      system,
      ...(parameters === undefined ? {} : { parameters }),
      dt,
      steps: 100_000,
    },
  },
});

/** The datasets that the page offers, the paper's first. */
export const offeredDatasets: readonly [OfferedDataset, ...(readonly OfferedDataset[])] = [
  sampledSystem("lorenz", "Lorenz, as in the paper", "lorenz", 0.01, { rho: 38 }),
  sampledSystem("roessler", "Rössler", "roessler", 0.1),
  sampledSystem("chen", "Chen", "chen", 0.005),
  sampledSystem("halvorsen", "Halvorsen", "halvorsen", 0.02),
  sampledSystem("thomas", "Thomas", "thomas", 0.2),
];

/** The cells that the page offers. */
export const offeredCells: readonly string[] = ["PLRNN", "RNN", "LSTM"];

/** The slider of τ, in steps. */
export const INTERVALS = { least: 1, most: 200 } as const;

/** The spec with which the page opens: the run of the quickstart that has learned the attractor best. */
export const firstSpec: PageSpec = {
  name: "page",
  title: "A network that learned chaos in a browser",
  settings: {
    dataset: offeredDatasets[0].dataset,
    cell: { kind: "PLRNN", units: 30 },
    forcing: { kind: "sparse", interval: 30 },
    epochs: 3000,
    seed: 2,
  },
  figures: [{ kind: "attractor" }, { kind: "loss" }, { kind: "gradientNorms" }, { kind: "spectra" }],
};

/** A setting that is worth a look, one click away. */
export interface PagePreset {
  /** τ in steps. */
  readonly interval: number;
  /** What it is an example of. */
  readonly title: string;
  /** What a reader will see. */
  readonly what: string;
}

/** The three forcing intervals of the quickstart. */
export const presets: readonly PagePreset[] = [
  {
    interval: 5,
    title: "too short",
    what:
      "The data corrects every fifth step. The loss is small, but the network never learns to stay on the attractor.",
  },
  {
    interval: 30,
    title: "right",
    what: "About half of ln 2/λ₁. The network feels how errors grow, and the gradient stays bounded.",
  },
  {
    interval: 200,
    title: "too long",
    what: "Errors, and with them gradients, have grown beyond all use before the data corrects them.",
  },
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The choices that a spec means. */
export const choicesOf = ({ settings }: PageSpec): PageChoices => {
  const { dataset, cell, forcing, seed, epochs } = settings;
  const interval = forcing?.kind === "sparse" && typeof forcing.interval === "number"
    ? forcing.interval
    : null;
  return {
    dataset: offeredDatasets.find((each) => same(each.dataset, dataset))?.name ?? null,
    cell: cell?.kind ?? "PLRNN",
    units: (cell as { readonly units?: number } | undefined)?.units ?? 30,
    interval,
    seed: seed ?? 1,
    epochs: epochs ?? 3000,
  };
};

/** The spec with some other choices; what is not chosen stays as it is. */
export const withChoices = (spec: PageSpec, changes: Partial<PageChoices>): PageSpec => {
  const { dataset, cell, units, interval, seed, epochs } = changes;
  const offered = offeredDatasets.find(({ name }) => name === dataset);
  const before = choicesOf(spec);
  return {
    ...spec,
    settings: {
      ...spec.settings,
      ...(offered === undefined ? {} : { dataset: offered.dataset }),
      ...(cell === undefined && units === undefined ? {} : {
        cell:
          (cell === undefined || cell === before.cell
            ? { ...spec.settings.cell, units: units ?? before.units }
            : { kind: cell, units: units ?? before.units }) as WrittenSettings["cell"] & object,
      }),
      ...(interval === undefined || interval === null ? {} : { forcing: { kind: "sparse", interval } }),
      ...(seed === undefined ? {} : { seed }),
      ...(epochs === undefined ? {} : { epochs }),
    },
  };
};

/** Whether two specs have the same data. */
export const sameDataset = (a: PageSpec, b: PageSpec): boolean =>
  same(a.settings.dataset, b.settings.dataset);

/** The spec as a file. */
export const specText = (spec: PageSpec): string => JSON.stringify(spec, null, 2) + "\n";

const PREFIX = "#spec=";

/** The spec as the fragment of an address. */
export const fragmentOf = (spec: unknown): string => PREFIX + encodeURIComponent(JSON.stringify(spec));

/** The text of the spec in the fragment of an address; null if the fragment holds none. Left: why it cannot be read. */
export const textInFragment = (fragment: string): E.Either<string, string | null> =>
  !fragment.startsWith(PREFIX) ? E.right(null) : E.tryCatch(
    () => decodeURIComponent(fragment.slice(PREFIX.length)),
    () => "The address is cut short or damaged: copy the whole link",
  );
