/**
 * All commands, one line each.
 *
 * @module
 */
import type { AnyCommand } from "../command.ts";
import { checkCommand } from "./check.ts";
import { estimateCommand } from "./estimate.ts";
import { exportCommand } from "./export.ts";
import { fitCommand } from "./fit.ts";
import { publishCommand } from "./publish.ts";
import { planCommand } from "./plan.ts";
import { reportCommand } from "./report.ts";
import { runCommand } from "./run.ts";
import { sealCommand } from "./seal.ts";
import { simulateCommand } from "./simulate.ts";
import { spectrumCommand } from "./spectrum.ts";
import { systemsCommand } from "./systems.ts";
import { verifyCommand } from "./verify.ts";

/** The commands in the order in which the help lists them. */
export const commands: readonly AnyCommand[] = [
  systemsCommand,
  spectrumCommand,
  checkCommand,
  estimateCommand,
  fitCommand,
  simulateCommand,
  sealCommand,
  runCommand,
  planCommand,
  reportCommand,
  verifyCommand,
  publishCommand,
  exportCommand,
];
