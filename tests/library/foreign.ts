/**
 * A project of somebody else's: a folder that is no part of the clone, with the `deno.json` that docs/library.md shows.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path/mod.js";

const root = fromFileUrl(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** The folder of the clone. */
export const clone: string = root;

/** The settings that the page shows, with the clone in its place: with `links`, and with a path. */
export const foreignConfigs = async (): Promise<readonly string[]> => {
  const page = await Deno.readTextFile(join(root, "docs", "library.md"));
  return [...page.matchAll(/```json\n([^]*?)```/g)].map(([, block]) =>
    block!.replaceAll(/"\.\.\/lyap(?=["/])/g, JSON.stringify(root).slice(0, -1))
  );
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

/**
 * Uses a folder with a `deno.json` and some files, and removes it.
 *
 * @param config What `deno.json` holds; null for none. Default: what the page shows first.
 */
export const inForeignProject = async (
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
  config?: string | null,
): Promise<void> => {
  const folder = await Deno.makeTempDir();
  try {
    const settings = config === undefined ? (await foreignConfigs())[0]! : config;
    if (settings !== null) await Deno.writeTextFile(join(folder, "deno.json"), settings);
    for (const [name, code] of Object.entries(files)) await Deno.writeTextFile(join(folder, name), code);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};
