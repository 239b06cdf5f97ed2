#!/usr/bin/env node
// `lyap` where npm installed it: starts the `deno` that came with it, with the rights that deno.json's task lists. Paths are
// relative to where the user is.
"use strict";
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { constants } = require("node:os");
const { dirname, join } = require("node:path");

/** The program itself: the script that npm links starts it behind a process that passes no signals on. */
const findDeno = () => {
  const folder = dirname(require.resolve("deno/package.json"));
  const installed = join(folder, process.platform === "win32" ? "deno.exe" : "deno");
  // It is put there when npm installs it, unless the user forbids npm to run scripts.
  return existsSync(installed) ? installed : require("deno/install_api.cjs").runInstall();
};

const { tasks } = require("./deno.json");
const flags = tasks.lyap.split(" ").filter((word) => word.startsWith("--"));
const child = spawn(
  findDeno(),
  [
    ...["run", "--quiet", "--config", join(__dirname, "deno.json"), ...flags],
    join(__dirname, "lib", "cli", "main.js"),
    ...process.argv.slice(2),
  ],
  { stdio: "inherit", env: { ...process.env, INIT_CWD: process.cwd(), DENO_NO_UPDATE_CHECK: "1" } },
);

// A terminal interrupts the child too, which ends in its own way; other signals reach only this process.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

child.on("error", (error) => {
  console.error(`error: Cannot start deno (${error.message}); install lyap again`);
  process.exit(3);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
