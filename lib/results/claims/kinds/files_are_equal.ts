/**
 * Files that bear different names are the same bytes: data held out in one of them, for example, are those of the other.
 *
 * @module
 */
import { type Codec, list, text } from "../../../core/codec/codec.ts";
import { listed } from "../../../core/program/text.ts";
import { type CataloguedClaim, defineClaim } from "../claim.ts";
import { exampleSeeds } from "../../example.ts";
import type { Result } from "../../result.ts";

/** Data of files with these digests. */
const fromFiles = (...digests: readonly string[]): Result => {
  const result = exampleSeeds(() => ({}));
  return {
    ...result,
    data: digests.map((sha256, index) => ({
      ...result.data[0]!,
      id: index === 0 ? "lorenz" : `file ${index}`,
      origin: {
        ...{ series: "recording", exponents: "series", unit: "sd" } as const,
        file: { name: `${index}.npy`, sha256 },
      },
    })),
  };
};

/** All files have one SHA-256; each is the file of a dataset, which is refused if its bytes have another digest. */
export const filesAreEqual: CataloguedClaim<"files are equal", {
  /** Names of the files as the datasets have them: two or more. */
  readonly files: Codec<readonly string[]>;
}> = defineClaim({
  kind: "files are equal",
  says: "Files of different names hold the same bytes.",
  options: {
    files: list(text, 2),
  },
  example: { files: ["0.npy", "1.npy"] },
  upheldBy: () => fromFiles("7c", "7c"),
  refutedBy: () => fromFiles("7c", "7d"),
  aboutData: true,
  statement: ({ files }) => `The files ${listed(files)} hold the same bytes.`,
  groups: () => ({ group: {} }),
  judge: ({ files }, { data, runs }) => {
    const read = files.map((name) => ({
      file: name,
      sha256: data.find(({ origin }) => origin?.file?.name === name)?.origin?.file?.sha256 ?? null,
    }));
    const unread = read.filter(({ sha256 }) => sha256 === null).map(({ file }) => file);
    const digests = new Set(read.map(({ sha256 }) => sha256));
    const equal = unread.length === 0 && digests.size === 1;
    return {
      upheld: equal,
      evidence: {
        effect: unread.length > 0 ? null : digests.size,
        interval: null,
        effectIs: "number of different digests",
        required: 1,
        n: runs.length,
        diverged: runs.filter(({ outcome }) => outcome.kind === "diverged").length,
        files: read,
      },
      because: unread.length > 0
        ? `No dataset is made of ${listed(unread)}.`
        : equal
        ? `All have the SHA-256 ${[...digests][0]}.`
        : `Their SHA-256 are ${listed(read.map(({ file, sha256 }) => `${sha256} (${file})`))}.`,
    };
  },
});
