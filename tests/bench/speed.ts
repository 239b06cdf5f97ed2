/** What a comparison of speed found, as text and as the table of the README. */
import { markdownTable } from "markdown-table";
import type { Measured } from "./contestants.ts";
import type { BenchSize } from "./kernel_cases.ts";

/** A way to train five seeds on two cores, and what it makes of them. */
export interface Throughput {
  readonly name: string;
  /** Trainings of {@link TRAINING_STEPS} gradient steps per hour, by the clock on the wall. */
  readonly perHour: number;
  /** The same by processor time: what two cores would make that have nothing else to do and are never idle. */
  readonly perHourOfProcessors: number;
}

/** How many times faster than a contestant lyap shall be. */
export interface Goal {
  readonly over: string;
  readonly factor: number;
}

/** What was found for one size. */
export interface Contest {
  readonly size: BenchSize;
  readonly goals: readonly Goal[];
  readonly measured: readonly Measured[];
  readonly throughputs: readonly Throughput[];
  /** GFLOP/s of a gradient step's products of matrices in the fast process. */
  readonly speed: number;
  /** GFLOP/s that 128-bit vectors can do on this machine. */
  readonly peak: number;
}

/** One run of the whole comparison. */
export interface Comparison {
  /** Day of the run, ISO 8601. */
  readonly date: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly system: string };
  readonly versions: Readonly<Record<string, string>>;
  /** Processor time over wall time of the contestants with one thread: 1 on an idle machine. */
  readonly idle: number;
  readonly contests: readonly Contest[];
}

/** Gradient steps of one training: the paper's size. */
export const TRAINING_STEPS = 30_000;

export const LYAP = "lyap";
export const CHECKED = "lyap, checked";
export const AUTHORS = "PyTorch, authors' way";
export const BEST = "PyTorch at its best";
export const STRETCHES = "PyTorch, whole stretches";
export const JAX = "JAX, jit and scan";
export const JAX_STRETCHES = "JAX, stretches side by side";
export const JAX_SEEDS = "JAX, vmap over 5 seeds";
export const TWO_PROCESSES = "lyap, 2 processes";
export const JAX_TWO_THREADS = "JAX, vmap over 5 seeds, 2 threads";
export const JAX_ONE_BY_ONE = "JAX, 2 processes with a seed each, by its step";
export const JAX_TWO_PROCESSES = "JAX, 2 processes with vmap over 5 seeds";

const timeOf = ({ measured }: Contest, name: string): number | undefined =>
  measured.find((one) => one.name === name)?.processor.minimum;

/**
 * What two cores make of seeds that are trained one by one, worked out from the processor time of a step: no process
 * disturbs the other.
 */
export const oneByOne = (measured: readonly Measured[]): readonly Throughput[] =>
  measured.filter(({ name }) => name === JAX).map(({ processor: { minimum } }) => {
    const perHour = 2 * 3600e3 / (TRAINING_STEPS * minimum);
    return { name: JAX_ONE_BY_ONE, perHour, perHourOfProcessors: perHour };
  });

/** The time of lyap: of the fast process, or where there is none of the checked one. */
const ownTime = (contest: Contest): number => timeOf(contest, LYAP) ?? timeOf(contest, CHECKED) ?? NaN;

/** How many times longer a contestant takes than lyap; undefined when it did not take part. */
export const factorOver = (contest: Contest, name: string): number | undefined => {
  const time = timeOf(contest, name);
  return time === undefined ? undefined : time / ownTime(contest);
};

const factorText = (factor: number | undefined): string =>
  factor === undefined ? "" : `${factor.toFixed(factor < 10 ? 2 : 0)}×`;

const named = ({ cell, units, batch, length }: BenchSize): string => `${cell} ${units}, ${batch}, ${length}`;

const shareText = ({ speed, peak }: Contest): string => `${(100 * speed / peak).toFixed(0)} %`;

/** Share of a core, below which trainings per hour are taken from processor time. */
const IDLE = 0.95;

/** Whether other work kept the machine so busy that only processor time can be compared. */
export const isBusy = ({ idle }: Pick<Comparison, "idle">): boolean => idle < IDLE;

const rateText = ({ throughputs }: Contest, name: string, busy: boolean): string => {
  const found = throughputs.find((one) => one.name === name);
  return found === undefined ? "" : (busy ? found.perHourOfProcessors : found.perHour).toFixed(0);
};

/** One size as text, a line for each contestant, and whether each goal was reached. */
export const contestText = (contest: Contest): string => {
  const lines = contest.measured.map(({ name, processor, wall }) => {
    const goal = contest.goals.find(({ over }) => over === name);
    const factor = factorOver(contest, name)!;
    return [
      name.padEnd(46),
      ...[processor.minimum, processor.median, wall.minimum, wall.median].map((time) =>
        time.toFixed(3).padStart(9)
      ),
      (name === LYAP ? "" : factorText(factor)).padStart(9),
      goal === undefined ? "" : `  goal ${goal.factor}×: ${factor >= goal.factor ? "reached" : "missed"}`,
    ].join(" ").trimEnd();
  });
  const rates = contest.throughputs.map(({ name, perHour, perHourOfProcessors }) =>
    `${name.padEnd(46)} ${perHour.toFixed(1).padStart(9)} trainings per hour; by processor time ${
      perHourOfProcessors.toFixed(1)
    }`
  );
  return [
    `${named(contest.size)}: ${contest.speed.toFixed(1)} GFLOP/s, ${shareText(contest)} of the 128-bit limit`,
    "".padEnd(46) + ["cpu min", "median", "wall min", "median", "lyap is"].map((title) => title.padStart(10))
      .join(""),
    ...lines,
    ...rates,
  ].join("\n");
};

/** The comparison as the README shows it: where and when, times and factors, trainings per hour. */
export const speedMarkdown = (comparison: Comparison): string => {
  const { date, machine, versions, contests } = comparison;
  const busy = isBusy(comparison);
  const right = (columns: number): string[] => ["", ...Array.from({ length: columns }, () => "r")];
  const steps = markdownTable([
    [
      ...["cell, units, batch, steps", "ms per step", "checked", AUTHORS, BEST, JAX],
      "share of the 128-bit limit",
    ],
    ...contests.map((contest) => [
      named(contest.size),
      ownTime(contest).toFixed(2),
      timeOf(contest, CHECKED)?.toFixed(2) ?? "",
      ...[AUTHORS, BEST, JAX].map((name) => factorText(factorOver(contest, name))),
      shareText(contest),
    ]),
  ], { align: right(6) });
  const rates = markdownTable([
    ["trainings per hour", "lyap", "JAX, 2 threads", "JAX, 2 processes", "JAX, seed by seed"],
    ...contests.map((contest) => [
      named(contest.size),
      ...[TWO_PROCESSES, JAX_TWO_THREADS, JAX_TWO_PROCESSES, JAX_ONE_BY_ONE].map((name) =>
        rateText(contest, name, busy)
      ),
    ]),
  ], { align: right(4) });
  return [
    `On ${machine.processor} (${machine.cores} cores, ${machine.system}), ${date}, with ` +
    `${
      Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ")
    }: processor time of ` +
    "lyap's step, and how many times longer the others take.",
    steps,
    `A sweep over five seeds on two cores, in trainings of ${
      TRAINING_STEPS.toLocaleString("en")
    } steps: lyap ` +
    "with a process on each core; JAX with `vmap` over the seeds, in one process with two threads, and in two " +
    "processes with one thread each; and without `vmap` a seed on each core, worked out from JAX's step above." +
    (busy ? " The machine had other work to do, so these are worked out from processor time." : ""),
    rates,
  ].join("\n\n");
};

const BEGIN = "<!-- speed: written by `deno task bench:peers --write` -->";
const END = "<!-- end of speed -->";

/** A page whose marked region is replaced; undefined when it has none. */
export const withSpeed = (page: string, markdown: string): string | undefined => {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) return undefined;
  return `${page.slice(0, begin + BEGIN.length)}\n\n${markdown}\n\n${page.slice(end)}`;
};
