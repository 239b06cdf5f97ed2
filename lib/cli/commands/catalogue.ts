/**
 * All commands, an entry each.
 *
 * @module
 */
import type { Listed } from "../command.ts";

/** The commands in the order in which the help lists them. What a command needs is loaded when it is called. */
export const commands: readonly Listed[] = [
  {
    name: "fit",
    operands: "<file…>",
    summary: "from a recording to trained networks, a verdict and a report; several files are several trials",
    load: async () => (await import("./fit.ts")).fitCommand,
  },
  {
    name: "estimate",
    operands: "<series.csv or .npy>",
    summary: "largest exponent of a measured series, with its error, and the forcing interval that follows",
    load: async () => (await import("./estimate.ts")).estimateCommand,
  },
  {
    name: "simulate",
    operands: "<folder of a fit, or its model.safetensors>",
    summary: "continues data with a network that lyap fit saved",
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  {
    name: "seal",
    operands: "<folder of a fit, or its model.safetensors>",
    summary: "accepts files of a saved network that you changed on purpose",
    load: async () => (await import("./seal.ts")).sealCommand,
  },
  {
    name: "systems",
    operands: "[name or my_system.ts…]",
    summary: "lists the catalogue of systems: equations, parameters, certified exponents and their sources",
    load: async () => (await import("./systems.ts")).systemsCommand,
  },
  {
    name: "spectrum",
    operands: "<system or file.ts>",
    summary: "Lyapunov exponents from equations, with errors, convergence, dimension and predictability time",
    load: async () => (await import("./spectrum.ts")).spectrumCommand,
  },
  {
    name: "generate",
    operands: "<system or file.ts>",
    summary: "writes a trajectory of a system to a .csv or .npy file",
    load: async () => (await import("./generate.ts")).generateCommand,
  },
  {
    name: "run",
    operands: "<experiment>",
    summary: "runs an experiment, or what is left of it, and says which of its claims hold",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "report",
    operands: "<experiment>",
    summary: "writes the figures and the page of an experiment from what the store or the ledger holds",
    load: async () => (await import("./report.ts")).reportCommand,
  },
  {
    name: "verify",
    operands: "[experiment… or crate]",
    summary:
      "checks all claims of experiments or of a crate, also on what was published; --audit makes published runs again",
    load: async () => (await import("./verify.ts")).verifyCommand,
  },
  {
    name: "plan",
    operands: "<experiment>",
    summary: "writes an experiment as a workflow for Slurm, Snakemake, GNU parallel or make",
    load: async () => (await import("./plan.ts")).planCommand,
  },
  {
    name: "publish",
    operands: "<experiment…>",
    summary: "puts the finished runs of a store into the ledger, with their networks; runs nothing",
    load: async () => (await import("./publish.ts")).publishCommand,
  },
  {
    name: "export",
    operands: "<experiment>",
    summary: "writes an experiment with its ledger, networks, report and provenance as an RO-Crate",
    load: async () => (await import("./export.ts")).exportCommand,
  },
  {
    name: "check",
    operands: "<file.ts…>",
    summary: "tests your own system, cell, measure, forcing scheme, claim or figure, and says what fails",
    load: async () => (await import("./check.ts")).checkCommand,
  },
  {
    name: "docs",
    operands: "[topic or name…]",
    summary:
      "explains cells, forcing schemes, measures, claims, figures: options, defaults, units, references",
    load: async () => (await import("./docs.ts")).docsCommand,
  },
  {
    name: "schema",
    operands: "",
    summary: "prints the JSON Schema of an experiment, by which editors complete and check a spec",
    load: async () => (await import("./schema.ts")).schemaCommand,
  },
  {
    name: "completions",
    operands: "<bash, zsh or fish>",
    summary: "prints the completion of this command line for a shell",
    load: async () => (await import("./completions.ts")).completionsCommand,
  },
];
