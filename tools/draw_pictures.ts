/**
 * Draws the pictures of README and docs/figures.md again, each bare, as `lyap report` draws it from the store or the ledger:
 *
 *     npx -y deno@2.9.5 task pictures --store .lyap
 *     npx -y deno@2.9.5 task pictures lorenz-sweep theory
 *
 * Names choose pictures; other words are handed on to `lyap report`. The experiments must have run: where one has not, its
 * picture stays as it is, and the exit code is 1.
 *
 * @module
 */
import { join } from "@std/path/mod.js";

/** The picture `figure` of an experiment, without a caption, and its name in the folder docs. */
interface Picture {
  readonly experiment: string;
  readonly profile: "quick" | "paper";
  readonly figure: string;
  readonly name: string;
}

const pictures: readonly Picture[] = [
  { experiment: "lorenz_sweep", profile: "paper", figure: "02-measure.bare.svg", name: "lorenz-sweep.svg" },
  { experiment: "theory", profile: "paper", figure: "01-gradientNorms.bare.svg", name: "theory.svg" },
  {
    experiment: "reconstructions",
    profile: "quick",
    figure: "01-attractor.bare.svg",
    name: "reconstructions.svg",
  },
  { experiment: "duffing", profile: "paper", figure: "02-measure.bare.svg", name: "duffing.svg" },
  { experiment: "roessler", profile: "quick", figure: "02-measure.bare.svg", name: "roessler.svg" },
  { experiment: "mackey_glass", profile: "paper", figure: "02-measure.bare.svg", name: "mackey-glass.svg" },
  {
    experiment: "lorenz_partial",
    profile: "paper",
    figure: "02-measure.bare.svg",
    name: "lorenz-partial.svg",
  },
  { experiment: "fixed_points", profile: "paper", figure: "01-multiples.svg", name: "fixed-points.svg" },
  { experiment: "weather", profile: "paper", figure: "02-measure.bare.svg", name: "weather.svg" },
  { experiment: "eeg", profile: "paper", figure: "02-measure.bare.svg", name: "eeg.svg" },
  { experiment: "remedies", profile: "quick", figure: "02-comparison.bare.svg", name: "remedies.svg" },
];

/** Draws a picture; what is said where that cannot be. */
const draw = async (
  { experiment, profile, figure, name }: Picture,
  more: readonly string[],
): Promise<string> => {
  const out = await Deno.makeTempDir();
  try {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "lib/cli/main.ts", "report", `experiments/${experiment}.ts`],
        ...["--profile", profile, "--format", "svg", "--out", out, ...more],
      ],
    }).output();
    if (code !== 0) return new TextDecoder().decode(stderr).trim();
    await Deno.copyFile(join(out, "figures", figure), join("docs", name));
    return "";
  } finally {
    await Deno.remove(out, { recursive: true });
  }
};

const isNamed = ({ name }: Picture): boolean => Deno.args.includes(name.replace(/\.svg$/, ""));

const wanted = pictures.some(isNamed) ? pictures.filter(isNamed) : pictures;
const handedOn = Deno.args.filter((word) => !pictures.some(({ name }) => name === `${word}.svg`));

for (const picture of wanted) {
  const fault = await draw(picture, handedOn);
  console.log(`docs/${picture.name}${fault === "" ? "" : ` stays: ${fault}`}`);
  if (fault !== "") Deno.exitCode = 1;
}
