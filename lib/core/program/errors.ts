/**
 * Everything that can go wrong, as values: what, where, and how to mend it.
 *
 * A training that diverges is not here: it is a result.
 *
 * @module
 */
import type { Fault } from "../codec/codec.ts";

/** A spec that does not decode: all its faults. */
export interface InvalidSpec {
  /** Which of the errors it is. */
  readonly _tag: "InvalidSpec";
  /** The file or the name of the experiment; empty if it is what a person typed. */
  readonly source: string;
  /** All that is wrong, each with its path. */
  readonly faults: readonly Fault[];
}

/** A command line that cannot be understood. */
export interface BadUsage {
  /** Which of the errors it is. */
  readonly _tag: "BadUsage";
  /** What is wrong. */
  readonly what: string;
  /** How to mend it. */
  readonly mend: string;
}

/** A file of the user that is not what it should be. */
export interface BadInput {
  /** Which of the errors it is. */
  readonly _tag: "BadInput";
  /** The file. */
  readonly file: string;
  /** Where in the file, counted from 1 as an editor does. */
  readonly row?: number;
  /** Its number from 1, or its name. */
  readonly column?: number | string;
  /** What is wrong. */
  readonly what: string;
  /** How to mend it. */
  readonly mend: string;
}

/** Something that the mathematics cannot do: a series too short, a parameter that the system does not have. */
export interface CannotCompute {
  /** Which of the errors it is. */
  readonly _tag: "CannotCompute";
  /** What is wrong. */
  readonly what: string;
  /** How to mend it. */
  readonly mend: string;
}

/** An artifact whose bytes are not those that were written. */
export interface DamagedArtifact {
  /** Which of the errors it is. */
  readonly _tag: "DamagedArtifact";
  /** The name of the artifact. */
  readonly artifact: string;
  /** The file. */
  readonly file: string;
  /** What is wrong. */
  readonly what: string;
}

/** A fault of the machine: a full disk, a missing file, no permission. */
export interface EnvironmentFault {
  /** Which of the errors it is. */
  readonly _tag: "EnvironmentFault";
  /** What is wrong. */
  readonly what: string;
  /** The file or the place. */
  readonly where: string;
  /** How to mend it. */
  readonly mend: string;
}

/** A step that ended otherwise than it should. */
export interface StepFailed {
  /** Which of the errors it is. */
  readonly _tag: "StepFailed";
  /** The name of the step. */
  readonly step: string;
  /** What is wrong. */
  readonly what: string;
  /** The exit code that the step ended with. */
  readonly code: number;
  /** The signal, where the operating system ended the process for what it did to memory. */
  readonly crash?: string;
}

/** A process with V8's checks switched off that came to other bits than a process with all of them. */
export interface OtherBits {
  /** Which of the errors it is. */
  readonly _tag: "OtherBits";
  /** What is different. */
  readonly what: string;
}

/** Everything that can go wrong. */
export type LyapError =
  | InvalidSpec
  | BadUsage
  | BadInput
  | CannotCompute
  | DamagedArtifact
  | EnvironmentFault
  | StepFailed
  | OtherBits;

/** Constructor of `CannotCompute`. */
export const cannotCompute = (what: string, mend: string): CannotCompute => ({
  _tag: "CannotCompute",
  what,
  mend,
});
/** Constructor of `BadUsage`. */
export const badUsage = (what: string, mend: string): BadUsage => ({ _tag: "BadUsage", what, mend });
/** Constructor of `BadInput`. */
export const badInput = (
  file: string,
  what: string,
  mend: string,
  at: Pick<BadInput, "row" | "column"> = {},
): BadInput => ({
  _tag: "BadInput",
  file,
  ...at,
  what,
  mend,
});
/** Constructor of `EnvironmentFault`. */
export const environmentFault = (what: string, where: string, mend: string): EnvironmentFault => ({
  _tag: "EnvironmentFault",
  what,
  where,
  mend,
});

/** The exit code that an error ends with: 2 for what the user gave, 3 for the environment. */
export const exitCodeOf = (error: LyapError): number => {
  switch (error._tag) {
    case "InvalidSpec":
    case "BadUsage":
    case "BadInput":
    case "CannotCompute":
      return 2;
    case "DamagedArtifact":
    case "EnvironmentFault":
    case "OtherBits":
      return 3;
    case "StepFailed":
      return error.code;
  }
};

/** What is wrong with a value of a file; of what a person typed and no file holds, the sentence alone. */
const sentenceOf = (source: string, { path, found, expected, says }: Fault): string => {
  if (says !== undefined && (source === "" || path === "")) return says;
  const fault = says === undefined ? `${path} is ${found}; expected ${expected}` : `${path}: ${says}`;
  return source === "" ? fault : `Cannot read ${source}: ${fault}`;
};

/** An error as lines for a person; one for most, one per fault for a spec. */
export const describeError = (error: LyapError): readonly string[] => {
  switch (error._tag) {
    case "InvalidSpec":
      return error.faults.map((fault) => sentenceOf(error.source, fault));
    case "BadUsage":
    case "CannotCompute":
      return [`${error.what}; ${error.mend}`];
    case "BadInput": {
      const row = error.row === undefined ? "" : `, row ${error.row}`;
      const column = error.column === undefined ? "" : `, column ${error.column}`;
      return [`Cannot read ${error.file}${row}${column}: ${error.what}; ${error.mend}`];
    }
    case "DamagedArtifact":
      return [`Damaged artifact ${error.artifact}: ${error.file} ${error.what}`];
    case "EnvironmentFault":
      return [`${error.what}: ${error.where}; ${error.mend}`];
    case "StepFailed":
      return [`Step ${error.step} failed: ${error.what}`];
    case "OtherBits":
      return [`The fast process got other bits than a checked one: ${error.what}`];
  }
};
