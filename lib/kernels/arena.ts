/**
 * Blocks of the kernels' one memory: given out, taken back, and given out again, so that memory stays as large as the
 * most that was in use at once.
 *
 * @module
 */
import * as kernels from "./kernels.wasm";

interface Block {
  readonly start: number;
  readonly end: number;
}

const PAGE = 65536;
const ALIGNMENT = 64;
const LARGEST = 4294967296;

const used: Block[] = [];

/** The kernels' memory as it is now; after memory has grown, an earlier buffer is empty. */
export const memoryBuffer = (): ArrayBuffer => kernels.memory.buffer as ArrayBuffer;

/**
 * A block of zeros, or null when there is no memory left for it.
 *
 * @param bytes Its length.
 * @returns Its address, a multiple of 64.
 */
export const allocate = (bytes: number): number | null => {
  let start = Math.ceil(kernels.freeMemory() / ALIGNMENT) * ALIGNMENT;
  let place = 0;
  for (; place < used.length && start + bytes > used[place]!.start; place++) start = used[place]!.end;
  const end = Math.ceil((start + bytes) / ALIGNMENT) * ALIGNMENT;
  if (end > LARGEST) return null;
  const missing = Math.ceil((end - memoryBuffer().byteLength) / PAGE);
  if (missing > 0) {
    try {
      kernels.memory.grow(missing);
    } catch {
      return null;
    }
  }
  used.splice(place, 0, { start, end });
  new Uint8Array(memoryBuffer(), start, end - start).fill(0);
  return start;
};

/** Gives back the block that begins at `address`. */
export const release = (address: number): void => {
  const place = used.findIndex((block) => block.start === address);
  if (place >= 0) used.splice(place, 1);
};
