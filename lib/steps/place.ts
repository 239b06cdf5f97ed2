/**
 * Where lyap's own code is: files with their deno.json, as in a clone or in node_modules, or modules behind an address, as
 * a registry serves them. Whoever starts a program of lyap asks here how.
 *
 * @module
 */
import { fromFileUrl } from "@std/path/mod.js";

const ROOT = new URL("../../", import.meta.url);

/** ".ts", or ".js" where the code was compiled for npm. */
const SUFFIX = import.meta.url.slice(import.meta.url.lastIndexOf("."));

/** The address of a module of lyap, by its path in the repository without the suffix: `lib/steps/train`. */
export const moduleAddress = (path: string): string => new URL(`${path}${SUFFIX}`, ROOT).href;

/** The address below which lyap's own code is. */
export const LYAP_CODE: string = new URL("lib/", ROOT).href;

/** The folder of lyap's code; null if the code does not lie on this machine as files. */
export const LYAP_FOLDER: string | null = ROOT.protocol === "file:" ? fromFileUrl(ROOT) : null;

/** lyap's deno.json; null if there is none, as packages of a registry have none. */
export const LYAP_CONFIG: string | null = LYAP_FOLDER === null
  ? null
  : fromFileUrl(new URL("deno.json", ROOT));

/** The host from which Deno may import lyap's code; those that it allows by itself need no leave. */
const leaveToImport: readonly string[] = ROOT.protocol === "file:" || ROOT.host === "jsr.io"
  ? []
  : [`--allow-import=${ROOT.host},jsr.io:443`];

/**
 * The flags with which Deno finds what lyap's code imports. Without a config of lyap no other may get in its place: that
 * of the folder in which a user works says nothing about lyap.
 */
export const codeFlags: readonly string[] = LYAP_CONFIG === null
  ? ["--no-config", "--no-lock", ...leaveToImport]
  : ["--config", LYAP_CONFIG];

/**
 * The argument that gives a step the set of rights that lyap's deno.json has for it. What a step may read and write is
 * listed beside it in any case, and is all that it has where there is no such file.
 */
export const rightsFlag = (permissions: string): readonly string[] =>
  LYAP_CONFIG === null ? [] : [`-P=${permissions}`];
