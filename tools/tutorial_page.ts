/**
 * The tutorial with what its commands print: each is executed in a folder that holds the files of the page and no more.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path/mod.js";

const PAGE = new URL("../docs/tutorial.md", import.meta.url);
const PICTURE = new URL("../docs/tutorial.svg", import.meta.url);

/** The picture of the page, among what its commands write. */
const DRAWN = ".lyap/reports/drops-quick/figures/01-attractor.bare.svg";

const lyap = fromFileUrl(new URL("lyap.sh", import.meta.url));
const program = fromFileUrl(new URL("../lib/cli/main.ts", import.meta.url));

/** The reader's folder in what is shown. */
const SHOWN = "/home/you";

/** As wide as a block of the page. */
const WIDTH = 110;

/** A line as a terminal of that width breaks it, between words. */
const folded = (line: string): string => {
  if (line.length <= WIDTH) return line;
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join("\n");
};

/** Executes a command; what it prints. */
const printed = async (command: string, folder: string): Promise<string> => {
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", `lyap() { "${lyap}" "$@"; }; ${command}`],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success) throw new Error(`${command} fails:\n${error}`);
  return out!.trimEnd().replaceAll(folder, SHOWN).replaceAll(`deno run -A ${program}`, "lyap").split("\n")
    .map((line) => folded(line.trimEnd())).join("\n");
};

const FENCE = /^(?:`([\w.]+)`\n\n)?```(console|ts)\n([^]*?)```$/gm;

/** The page and its picture. */
export interface Tutorial {
  readonly page: string;
  readonly picture: string;
}

/** The tutorial as it lies in docs/. */
export const writtenTutorial = async (): Promise<Tutorial> => ({
  page: await Deno.readTextFile(PAGE),
  picture: await Deno.readTextFile(PICTURE).catch(() => ""),
});

/** The tutorial as its commands make it now. */
export const executedTutorial = async ({ page }: Tutorial): Promise<Tutorial> => {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    const parts: string[] = [];
    let from = 0;
    for (const { 0: block, 1: file, 2: language, 3: body, index } of page.matchAll(FENCE)) {
      parts.push(page.slice(from, index));
      from = index + block.length;
      if (language === "ts") {
        await Deno.writeTextFile(join(folder, file!), body!);
        parts.push(block);
        continue;
      }
      const lines: string[] = [];
      for (const command of body!.split("\n").filter((line) => line.startsWith("$ "))) {
        lines.push(command, await printed(command.slice("$ ".length), folder));
      }
      parts.push(`\`\`\`console\n${lines.join("\n")}\n\`\`\``);
    }
    return {
      page: [...parts, page.slice(from)].join(""),
      picture: await Deno.readTextFile(join(folder, DRAWN)),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

/** Writes the tutorial. */
export const writeTutorial = async ({ page, picture }: Tutorial): Promise<void> => {
  await Deno.writeTextFile(PAGE, page);
  await Deno.writeTextFile(PICTURE, picture);
};
