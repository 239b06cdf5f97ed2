import { assert, assertEquals, assertMatch } from "@std/assert/mod.js";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import * as RTE from "fp-ts/ReaderTaskEither.js";
import { dirname, join } from "@std/path/mod.js";
import { describeError, exitCodeOf } from "../../../lib/core/program/errors.ts";
import type { Program } from "../../../lib/core/program/program.ts";
import { canonicalJson, type Digest, digestOf } from "../../../lib/core/codec/canonical.ts";
import { contentDigest, readArtifact, seal } from "../../../lib/steps/store/artifact.ts";
import { artifactPath, formerPath, lockPath, specPath, workPath } from "../../../lib/steps/store/layout.ts";
import { holding } from "../../../lib/steps/store/lock.ts";
import {
  adopt,
  clearTheWay,
  exclusively,
  lookUp,
  removeStore,
  setAside,
} from "../../../lib/steps/store/store.ts";
import { denoCapabilities } from "../../../lib/steps/capabilities.ts";

const run = <A>(program: Program<A>) => program(denoCapabilities)();
const orThrow = async <A>(program: Program<A>): Promise<A> => {
  const result = await run(program);
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** A key that begins with two digits. */
const keyOf = (digits: string): Digest => `sha256:${digits.padEnd(64, "0")}`;
const name = { step: "train", key: keyOf("ab") };
const files = { "a.bin": new Uint8Array([1, 2, 3]), "b.json": new TextEncoder().encode("{}") };
const about = {
  step: "train",
  key: name.key,
  spec: { epochs: 1 },
  inputs: {},
  versions: { step: 1, numerics: 1 },
  made: { lyap: "0", deno: "0", platform: "test", seconds: 0 },
};

const withStore = async (test: (root: string) => Promise<void>): Promise<void> => {
  const root = await Deno.makeTempDir();
  try {
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
};

const stored = async (root: string): Promise<void> => {
  await orThrow(seal(workPath(root, name), about, files));
  await orThrow(adopt(root, name));
};

Deno.test("what is sealed is read back, verified", () =>
  withStore(async (root) => {
    assertEquals((await orThrow(lookUp(root, name))).kind, "absent");
    await stored(root);
    const found = await orThrow(lookUp(root, name));
    assertEquals(found.kind === "present" && found.artifact.files, files);
  }));

Deno.test("the content digest does not depend on where, when and how fast an artifact was made", () =>
  withStore(async (root) => {
    const one = await orThrow(seal(join(root, "one"), about, files));
    const other = { ...about, made: { lyap: "9", deno: "9", platform: "else", seconds: 5 } };
    assertEquals((await orThrow(seal(join(root, "other"), other, files))).content, one.content);
  }));

Deno.test("a flipped byte, a cut or missing file and a changed manifest are all found, whichever file it is", () =>
  withStore(async (root) => {
    await stored(root);
    const directory = artifactPath(root, name);
    for (const file of ["a.bin", "b.json", "manifest.json"]) {
      const path = join(directory, file);
      const bytes = await Deno.readFile(path);
      for (let at = 0; at < bytes.length; at++) {
        const flipped = bytes.slice();
        flipped[at]! ^= 4;
        await Deno.writeFile(path, flipped);
        assertEquals((await orThrow(lookUp(root, name))).kind, "damaged", `${file}, byte ${at}`);
      }
      await Deno.writeFile(path, bytes.subarray(0, bytes.length - 1));
      const cut = await orThrow(lookUp(root, name));
      assertEquals(cut.kind === "damaged" && cut.fault.file, file);
      await Deno.remove(path);
      assertEquals((await orThrow(lookUp(root, name))).kind, "damaged");
      await Deno.writeFile(path, bytes);
    }
    assertEquals((await orThrow(lookUp(root, name))).kind, "present");
  }));

Deno.test("damaged artifacts are set aside one beside the other, and the place is free again", () =>
  withStore(async (root) => {
    const paths = [];
    for (let count = 0; count < 2; count++) {
      await stored(root);
      paths.push(await orThrow(setAside(root, name)));
      assertEquals((await orThrow(lookUp(root, name))).kind, "absent");
    }
    assertEquals(paths.map((path) => path.slice(-2)), [".1", ".2"]);
    assertEquals(E.isRight(await run(readArtifact(paths[1]!))), true);
  }));

Deno.test("an artifact under another's name is not accepted", () =>
  withStore(async (root) => {
    await orThrow(seal(workPath(root, { ...name, key: keyOf("cd") }), about, files));
    await orThrow(adopt(root, { ...name, key: keyOf("cd") }));
    const found = await orThrow(lookUp(root, { ...name, key: keyOf("cd") }));
    assertEquals(found.kind, "damaged");
  }));

Deno.test("artifacts are spread over folders by the first digits of their digests", () =>
  withStore(async (root) => {
    await stored(root);
    assertEquals(
      artifactPath(root, name),
      join(root, "artifacts", "ab", `train-${keyOf("ab").slice("sha256:".length)}`),
    );
    assertEquals([...Deno.readDirSync(join(root, "artifacts"))].map((entry) => entry.name), ["ab"]);
  }));

Deno.test("what a store of an earlier version holds is found, and moves to its place", () =>
  withStore(async (root) => {
    await stored(root);
    await Deno.rename(artifactPath(root, name), formerPath(root, name));
    const found = await Promise.all([1, 2, 3].map(() => orThrow(lookUp(root, name))));
    assertEquals(found.map(({ kind }) => kind), ["present", "present", "present"]);
    assertEquals([...Deno.readDirSync(join(root, "artifacts"))].map((entry) => entry.name), ["ab"]);
  }));

Deno.test("an empty directory is no artifact, and no hindrance for one", () =>
  withStore(async (root) => {
    await Deno.mkdir(artifactPath(root, name), { recursive: true });
    assertEquals((await orThrow(lookUp(root, name))).kind, "absent");
    await stored(root);
    assertEquals((await orThrow(lookUp(root, name))).kind, "present");
  }));

Deno.test("of two writers who know nothing of each other one's artifact stays, whole", () =>
  withStore(async (root) => {
    const slowly = { ...about, made: { ...about.made, seconds: 9 } };
    await stored(root);
    await orThrow(seal(workPath(root, name), slowly, files));
    await orThrow(adopt(root, name));
    const found = await orThrow(lookUp(root, name));
    assertEquals(found.kind === "present" && found.artifact.manifest.made.seconds, 0);
    assertEquals(E.isLeft(await run(adopt(root, { ...name, key: keyOf("ac") }))), true);
    await Promise.all(
      Array.from(
        { length: 8 },
        (_, seconds) =>
          orThrow(seal(join(root, "same"), { ...about, made: { ...about.made, seconds } }, files)),
      ),
    );
    assertEquals(E.isRight(await run(readArtifact(join(root, "same")))), true);
    assertEquals([...Deno.readDirSync(join(root, "same"))].length, 3);
  }));

Deno.test("a lock is gone when it is released, and who waited for it holds the next one alone", () =>
  withStore(async (root) => {
    let inside = 0;
    let most = 0;
    const visit: Program<void> = () => async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inside--;
      return E.right(undefined);
    };
    await Promise.all(Array.from({ length: 10 }, () => run(exclusively(root, name, visit))));
    assertEquals([most, inside], [1, 0]);
    assertEquals([...Deno.readDirSync(join(lockPath(root, name), ".."))], []);
  }));

Deno.test("a link in the place of a lock is not written through", () =>
  withStore(async (root) => {
    const dear = join(root, "dear");
    await Deno.writeTextFile(dear, "thesis");
    await Deno.symlink(dear, join(root, "lock"));
    const held = await run(holding(join(root, "lock"), "a test", RTE.right(1)));
    assert(E.isLeft(held) && /There is a link/.test(describeError(held.left).join()));
    assertEquals(await Deno.readTextFile(dear), "thesis");
  }));

Deno.test("where a file system has no locks, work goes on without them", () =>
  withStore(async (root) => {
    const { lock } = Deno.FsFile.prototype;
    // As Deno reports ENOLCK, ENOSYS and EOPNOTSUPP of Linux, and of macOS: without codes.
    const linux = [
      "No locks available (os error 37)",
      "Function not implemented (os error 38)",
      "Operation not supported (os error 95)",
    ];
    const darwin = ["No locks available (os error 77)", "Operation not supported (os error 45)"];
    const messages = Deno.build.os === "darwin" ? darwin : linux;
    let count = 0;
    Deno.FsFile.prototype.lock = () => Promise.reject(new Error(messages[count++ % messages.length]));
    try {
      let inside = 0;
      const visit: Program<number> = () => async () => {
        inside++;
        await new Promise((resolve) => setTimeout(resolve, 50));
        return E.right(inside);
      };
      const seen = await Promise.all(messages.map(() => run(exclusively(root, name, visit))));
      assertEquals(seen, messages.map(() => E.right(messages.length)));
    } finally {
      Deno.FsFile.prototype.lock = lock;
    }
  }));

Deno.test("one at a time makes an artifact", () =>
  withStore(async (root) => {
    const order: string[] = [];
    const step = (who: string): Program<void> => () => async () => {
      order.push(`${who} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push(`${who} ends`);
      return E.right(undefined);
    };
    await Promise.all([run(exclusively(root, name, step("a"))), run(exclusively(root, name, step("b")))]);
    assertEquals(order[0]!.slice(0, 1), order[1]!.slice(0, 1));
    assertEquals(order.length, 4);
  }));

Deno.test("a full disk is a fault of the environment that says so, and leaves no half file", () =>
  withStore(async (root) => {
    const { write } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.write = async function (bytes) {
      await write.call(this, bytes.subarray(0, 1));
      throw Object.assign(new Error("No space left on device (os error 28)"), { code: "ENOSPC" });
    };
    try {
      const result = await run(seal(workPath(root, name), about, files));
      assertMatch(E.isLeft(result) && "what" in result.left ? result.left.what : "", /disk is full/);
      assertEquals(E.isLeft(result) && exitCodeOf(result.left), 3);
    } finally {
      Deno.FsFile.prototype.write = write;
    }
    assertEquals([...Deno.readDirSync(workPath(root, name))], []);
  }));

/** A manifest with a digest of its own, with any content: what a stranger's store may hold. */
const resealed = (manifest: unknown): string =>
  canonicalJson({ manifest, digest: digestOf(manifest) }) + "\n";

Deno.test("a manifest that is sealed but none is damage with a name, set aside and made again", () =>
  withStore(async (root) => {
    await stored(root);
    const directory = artifactPath(root, name);
    const good = JSON.parse(await Deno.readTextFile(join(directory, "manifest.json"))).manifest;
    const { files: _files, ...withoutFiles } = good;
    const { content: _content, ...withoutContent } = good;
    const escaping = { ...good.files, "../../payload.sh": good.files["a.bin"] };
    const cases: readonly (readonly [string, RegExp])[] = [
      ["null\n", /is not a manifest: \$ is null/],
      [resealed(null), /\$\.manifest is null/],
      [resealed(withoutFiles), /\$\.manifest\.files is missing/],
      [resealed(withoutContent), /\$\.manifest\.content is missing/],
      [resealed({ ...good, files: [] }), /\$\.manifest\.files/],
      [resealed({ ...good, files: { "a.bin": null } }), /\$\.manifest\.files/],
      [resealed({ ...good, content: digestOf("else") }), /does not state what its files contain/],
      [
        resealed({ ...good, files: { ...good.files, "c.bin": good.files["a.bin"] } }),
        /does not state what its files contain/,
      ],
      [resealed({ ...good, files: escaping, content: contentDigest(escaping) }), /\$\.manifest\.files/],
    ];
    for (const [text, expected] of cases) {
      await Deno.writeTextFile(join(directory, "manifest.json"), text);
      const found = await orThrow(lookUp(root, name));
      assertMatch(found.kind === "damaged" ? found.fault.what : found.kind, expected);
    }
    const named = { ...good.files, "c.bin": good.files["a.bin"] };
    await Deno.writeTextFile(
      join(directory, "manifest.json"),
      resealed({ ...good, files: named, content: contentDigest(named) }),
    );
    const absent = await orThrow(lookUp(root, name));
    assertEquals(absent.kind === "damaged" && [absent.fault.file, absent.fault.what], [
      "c.bin",
      "is missing",
    ]);
    await orThrow(setAside(root, name));
    await stored(root);
    assertEquals((await orThrow(lookUp(root, name))).kind, "present");
  }));

Deno.test("a folder or a link in place of any file of the store stops nothing", () =>
  withStore(async (root) => {
    await stored(root);
    for (const file of ["a.bin", "manifest.json"]) {
      const path = join(artifactPath(root, name), file);
      const bytes = await Deno.readFile(path);
      await Deno.remove(path);
      await Deno.mkdir(path);
      const found = await orThrow(lookUp(root, name));
      assertEquals(found.kind === "damaged" && found.fault.what, "is a directory");
      await Deno.remove(path);
      await Deno.writeFile(path, bytes);
    }
    await orThrow(setAside(root, name));
    for (const path of [specPath(root, name), lockPath(root, name)]) {
      await Deno.mkdir(path, { recursive: true });
    }
    for (const path of [workPath(root, name), artifactPath(root, name)]) {
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.symlink(root, path);
    }
    await orThrow(exclusively(root, name, clearTheWay(root, name)));
    await Deno.mkdir(join(workPath(root, name), "figures"), { recursive: true });
    await Deno.symlink("/etc", join(workPath(root, name), "figures", "planted"));
    await orThrow(clearTheWay(root, name));
    await stored(root);
    assertEquals((await orThrow(lookUp(root, name))).kind, "present");
    assertEquals([...Deno.readDirSync(join(root, "damaged"))].length, 6);
  }));

Deno.test("a store whose folders are links is not written through", () =>
  withStore(async (root) => {
    const outside = join(root, "outside");
    await Deno.mkdir(outside);
    for (const folder of ["locks", "work", "specs", "damaged", "artifacts"]) {
      const store = join(root, folder);
      await Deno.mkdir(store);
      await Deno.symlink(outside, join(store, folder));
      const ended = await run(
        exclusively(store, name, pipe(clearTheWay(store, name), RTE.chain(() => setAside(store, name)))),
      );
      assertMatch(E.isLeft(ended) && "what" in ended.left ? ended.left.what : "", /There is a link where/);
    }
    assertEquals([...Deno.readDirSync(outside)], []);
  }));

Deno.test("a folder that is no store is not removed as one", () =>
  withStore(async (root) => {
    await Deno.mkdir(join(root, "audit"));
    await Deno.writeTextFile(join(root, "audit", "thesis.tex"), "mine");
    assertEquals(E.isLeft(await run(removeStore(root, "audit"))), true);
    assertEquals(await Deno.readTextFile(join(root, "audit", "thesis.tex")), "mine");
    await orThrow(removeStore(root, "absent"));
  }));

Deno.test("after two seconds of waiting for a lock lyap says which process holds it", () =>
  withStore(async (root) => {
    const said: string[] = [];
    const path = join(root, "locks", "one");
    const hold = (ms: number): Program<void> => () => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return E.right(undefined);
    };
    const first = run(holding(path, "it", hold(2500)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, run(holding(path, "it", hold(0), (line) => void said.push(line)))]);
    assertEquals(said.length, 1);
    assertMatch(said[0]!, new RegExp(`waiting for it \\(2 s\\): process ${Deno.pid} holds it`));
  }));
