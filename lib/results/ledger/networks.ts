/**
 * The networks of a published run as one .safetensors file: the weights at the end of the training under their own
 * names, and those of another state that the run looks at below the name of the file that the training had for it.
 *
 * So the file of most runs is, byte for byte, the one that the training wrote; and of every run the files of the
 * training come back as they were, which their published digests prove.
 *
 * @module
 */
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import type { Weights } from "../../networks/cell.ts";
import { decodeWeights, encodeWeights } from "../../networks/safetensors.ts";
import { badInput, type LyapError } from "../../core/program/errors.ts";
import { digestOf, digestOfBytes } from "../../core/codec/canonical.ts";
import type { PublishedRun, PublishedTraining } from "./ledger.ts";
import { runInWords } from "../../core/codec/labels.ts";

/** Files of weights by the names that the training gave them. */
export type NetworkFiles = Readonly<Record<string, Uint8Array>>;

/** The name of the file that holds the end of a training. */
const END = "weights.safetensors";
const OTHER = /^(weights-epoch\d+)\/(.+)$/;

const stemOf = (name: string): string => name.slice(0, -".safetensors".length);

/** The files of a training as the one file that is published. */
export const packNetworks = (networks: NetworkFiles): E.Either<LyapError, Uint8Array> =>
  pipe(
    Object.entries(networks),
    E.traverseArray(([name, bytes]) =>
      pipe(
        decodeWeights(bytes, name),
        E.map(({ weights }) =>
          Object.entries(weights).map(([tensor, values]) =>
            [name === END ? tensor : `${stemOf(name)}/${tensor}`, values] as const
          )
        ),
      )
    ),
    E.map((tensors) => encodeWeights(Object.fromEntries(tensors.flat()))),
  );

/** The files of a training from the one that was published. */
const unpackNetworks = (file: string, bytes: Uint8Array): E.Either<LyapError, NetworkFiles> =>
  pipe(
    decodeWeights(bytes, file),
    E.map(({ weights }) => {
      const groups = new Map<string, Record<string, Weights[string]>>();
      for (const [name, values] of Object.entries(weights)) {
        const [, stem, tensor] = OTHER.exec(name) ?? [];
        const of = stem === undefined ? END : `${stem}.safetensors`;
        groups.set(of, { ...groups.get(of), [tensor ?? name]: values });
      }
      return Object.fromEntries([...groups].map(([name, group]) => [name, encodeWeights(group)]));
    }),
  );

/**
 * The networks of a published run from its file, proved by its digests: the files of the training have those that the
 * ledger lists, and these together have the digest of the training that was published.
 *
 * @param file Its name, for messages.
 * @errors BadInput for a file that is damaged or holds other networks.
 */
export const provedNetworks = (
  file: string,
  bytes: Uint8Array,
  { labels, artifacts }: Pick<PublishedRun, "labels" | "artifacts">,
  { files, networks }: PublishedTraining,
): E.Either<LyapError, NetworkFiles> => {
  const listed = digestOf(
    Object.fromEntries(Object.entries(files).map(([name, { digest }]) => [name, digest])),
  );
  const refuse = (what: string): E.Either<LyapError, never> =>
    E.left(badInput(file, what, "take it from the repository again, or publish the run again"));
  if (listed !== artifacts.train) {
    return refuse(`the ledger lists files of ${runInWords(labels)} that are not those of its training`);
  }
  return pipe(
    unpackNetworks(file, bytes),
    E.chain((found) => {
      const wrong = networks.find((name) =>
        found[name] === undefined || digestOfBytes(found[name]) !== files[name]?.digest
      ) ?? Object.keys(found).find((name) =>
        !networks.includes(name)
      );
      return wrong === undefined
        ? E.right(found)
        : refuse(`its ${stemOf(wrong)} are not the weights that were published of ${runInWords(labels)}`);
    }),
  );
};
