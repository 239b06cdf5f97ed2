/**
 * A project of somebody else's: a folder that is no part of the clone, with the `deno.json` that docs/library.md shows.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path/mod.js";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** The `deno.json` of the page, with the clone in its place. */
const foreignConfig = async (): Promise<string> => {
  const page = await Deno.readTextFile(join(root, "docs", "library.md"));
  const [, block] = /```json\n([^]*?)```/.exec(page)!;
  return block!.replace('"../lyap"', JSON.stringify(root));
};

/** How a call of deno ended. */
export interface DenoEnd {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Calls deno in a folder, which decides by its own `deno.json` alone. */
export const denoIn = async (cwd: string, ...args: readonly string[]): Promise<DenoEnd> => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
};

/** Uses a folder with that `deno.json` and some files, and removes it. */
export const inForeignProject = async (
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "deno.json"), await foreignConfig());
    for (const [name, code] of Object.entries(files)) await Deno.writeTextFile(join(folder, name), code);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};
