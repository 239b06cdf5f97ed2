/**
 * The worker that reads one file (`read_apart.ts` starts it).
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { readStored } from "../series/import/stored/read_stored.ts";
import { type Asked, READY } from "./read_apart.ts";

// What a library prints is for its authors: its reasons come with the answer.
console.log = console.warn = console.error = () => {};

const { source, kind, settings } = workerData as Asked;

parentPort?.postMessage(READY);
parentPort?.postMessage(await readStored(source, kind, settings));
