/** The authors' series, which are there only where their files are. */
import { fromFileUrl } from "@std/path/mod.js";
import { decodeNpy } from "../../../lib/series/npy.ts";
import type { Series } from "../../../lib/series/series.ts";
import { partition } from "../../../lib/series/stretches.ts";
import { right } from "../../either.ts";

const folder = Deno.env.get("LYAP_DATA") ??
  fromFileUrl(new URL("../../../../shared/data", import.meta.url));

/**
 * The rows of a file on which networks are trained; undefined, with a message, where the file is absent.
 *
 * @param heldOut The share that is held out.
 */
export const trainingRows = (name: string, dt: number, heldOut: number): Series | undefined => {
  const file = `${folder}/${name}`;
  try {
    const { values, shape: [rows = 0, columns = 0] } = right(decodeNpy(Deno.readFileSync(file), file));
    const series = { values: Float64Array.from(values), rows, columns, dt };
    return partition(series, [], { validation: 0, heldOut }).train[0];
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`skipped: ${file} is not there`);
    return undefined;
  }
};
