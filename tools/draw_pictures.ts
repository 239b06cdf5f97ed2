/**
 * Draws the README's pictures of the paper's results anew, each as `lyap report` draws it from the store or the ledger:
 *
 *     npx -y deno@2.9.5 task pictures --store .lyap
 *
 * The experiments must have run; what is given here is handed on to `lyap report`.
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
  { experiment: "theory", profile: "paper", figure: "04-gradientNorms.bare.svg", name: "theory.svg" },
  {
    experiment: "reconstructions",
    profile: "quick",
    figure: "01-attractor.bare.svg",
    name: "reconstructions.svg",
  },
  { experiment: "duffing", profile: "quick", figure: "02-measure.bare.svg", name: "duffing.svg" },
  { experiment: "roessler", profile: "quick", figure: "02-measure.bare.svg", name: "roessler.svg" },
  { experiment: "mackey_glass", profile: "quick", figure: "02-measure.bare.svg", name: "mackey-glass.svg" },
  {
    experiment: "lorenz_partial",
    profile: "quick",
    figure: "02-measure.bare.svg",
    name: "lorenz-partial.svg",
  },
  { experiment: "weather", profile: "quick", figure: "02-measure.bare.svg", name: "weather.svg" },
  { experiment: "eeg", profile: "quick", figure: "02-measure.bare.svg", name: "eeg.svg" },
  { experiment: "remedies", profile: "quick", figure: "02-comparison.bare.svg", name: "remedies.svg" },
];

const draw = async ({ experiment, profile, figure, name }: Picture, out: string): Promise<void> => {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "lib/cli/main.ts", "report", `experiments/${experiment}.ts`],
      ...["--profile", profile, "--format", "svg", "--out", out, ...Deno.args],
    ],
  }).output();
  if (code !== 0) throw new Error(`Cannot draw ${name}: run experiments/${experiment}.ts first`);
  await Deno.copyFile(join(out, "figures", figure), join("docs", name));
};

for (const picture of pictures) {
  const out = await Deno.makeTempDir();
  await draw(picture, out);
  await Deno.remove(out, { recursive: true });
  console.log(`docs/${picture.name}`);
}
