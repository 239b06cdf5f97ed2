/**
 * The worker that reads one file (`read_apart.ts` starts it).
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { readStored } from "../series/import/stored/read_stored.ts";
import type { Asked } from "./read_apart.ts";

const { source, kind, settings } = workerData as Asked;

parentPort?.postMessage(await readStored(source, kind, settings));
