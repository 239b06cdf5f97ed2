/**
 * What a crate holds: an experiment with all that was published of it, in files that each have a digest.
 *
 * @module
 */
import type { Digest } from "../../core/codec/canonical.ts";
import type { Resolved } from "../../experiment/vocabulary.ts";
import type { publishedSteps } from "../../results/ledger/ledger.ts";
import type { JudgedClaim } from "../../results/verification/verification.ts";

/** The file by which programs know a crate. */
export const METADATA = "ro-crate-metadata.json";
/** What a person reads first. */
export const README = "README.md";
/** The experiment as data. */
export const SPEC = "spec.json";
/** The folder of its ledger and its networks. */
export const LEDGER = "ledger";
/** The folder of its page and its figures. */
export const REPORT = "report";
/** The folder of modules that the experiment brings. */
export const MODULES = "modules";
/** The verdicts on its claims. */
export const VERDICTS_FILE = "verdicts.json";
/** How each step was made. */
export const STEPS_FILE = "provenance.json";
/** The verdicts as a statement that others can sign. */
export const ATTESTATION = "attestation.json";

/** Who made a crate or is to be cited for it. */
export interface Author {
  /** Of a person or of a group. */
  readonly name: string;
  /** Whether the name is a person's. */
  readonly isPerson: boolean;
  /** An address that names the author, as ORCID gives to persons. Default: none. */
  readonly id?: string;
  /** Where a person works. Default: not said. */
  readonly affiliation?: string;
}

/** What people need to know before they use a crate. */
export interface About {
  readonly authors: readonly Author[];
  /** Its licence, as SPDX names it: "MIT". */
  readonly licence: string;
  /** When it was published: "2026-11-27". */
  readonly date: string;
  /** What else to cite, a line each. */
  readonly citations: readonly string[];
}

/** A file of a crate. */
export interface CrateFile {
  /** Its path below the crate, `/` between its segments. */
  readonly name: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** How a step of a run was made, as far as it is known. */
export interface StepRecord {
  /** Its name in the plan: "train PLRNN-tau5-seed1". */
  readonly id: string;
  readonly step: (typeof publishedSteps)[number];
  /** Runs that it is a step of: several share a dataset. */
  readonly runs: readonly string[];
  /** The name of its artifact: the digest of everything that determined it. */
  readonly key: Digest;
  /** The digest of what it made. */
  readonly content: Digest;
  readonly versions: { readonly step: number; readonly numerics: number };
  /** Ids of the steps whose artifacts it read. */
  readonly inputs: readonly string[];
  /** The machine and the time; null if it was made elsewhere, and only its digests are known. */
  readonly made: {
    readonly lyap: string;
    readonly deno: string;
    readonly platform: string;
    readonly seconds: number;
  } | null;
}

/** The verdicts of a crate. */
export interface CrateVerdicts extends Pick<Resolved, "profile"> {
  readonly experiment: string;
  readonly claims: readonly JudgedClaim[];
}

/** All that a crate says of itself. */
export interface CrateContent {
  readonly experiment: Pick<Resolved, "name" | "title" | "description" | "profile" | "runs">;
  readonly about: About;
  readonly files: readonly CrateFile[];
  readonly steps: readonly StepRecord[];
  readonly verdicts: CrateVerdicts;
}
