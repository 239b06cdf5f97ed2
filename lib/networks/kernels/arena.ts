/**
 * Blocks of the kernels' one memory: given out, taken back, and given out again, so that memory stays as large as the
 * most that was in use at once.
 *
 * Between the blocks, and within those that hold several, lie gaps, and after the last a page, all filled with a pattern.
 * A kernel that writes beyond its block damages it, which is seen whenever somebody asks.
 *
 * @module
 */
import * as kernels from "./kernels.wasm";

/** Addresses from `start` to before `end`. */
interface Span {
  /** The first address. */
  readonly start: number;
  /** The address after the last. */
  readonly end: number;
}

interface Block extends Span {
  /** Where nothing may be written: the gaps within the block and the one after it. */
  gaps: readonly Span[];
}

const PAGE = 65536;
const ALIGNMENT = 64;
const LARGEST = 4294967296;

/** Bytes that lie at least between a block and the next one. */
const GAP = 64;

/** As a float32 it is not a number, so that a result into which it was read shows it. */
const PATTERN = 0x7fc5a5a5;

const used: Block[] = [];

/** The kernels' memory as it is now; after memory has grown, an earlier buffer is empty. */
export const memoryBuffer = (): ArrayBuffer => kernels.memory.buffer as ArrayBuffer;

const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

const mark = ({ start, end }: Span): void => {
  new Uint32Array(memoryBuffer(), start, (end - start) / 4).fill(PATTERN);
};

/** The page after the last block. */
const lastPage = (): Span => {
  const start = used.at(-1)?.end ?? aligned(kernels.freeKernelMemory());
  return { start, end: start + PAGE };
};

/**
 * A block of zeros, or null when there is no memory left for it.
 *
 * @param bytes Its length.
 * @returns Its address, a multiple of 64.
 */
export const allocate = (bytes: number): number | null => {
  let start = aligned(kernels.freeKernelMemory());
  let place = 0;
  const endAt = (address: number): number => aligned(address + bytes + GAP);
  for (; place < used.length && endAt(start) > used[place]!.start; place++) start = used[place]!.end;
  const end = endAt(start);
  const highest = Math.max(end, used.at(-1)?.end ?? 0) + PAGE;
  if (highest > LARGEST) return null;
  const missing = Math.ceil((highest - memoryBuffer().byteLength) / PAGE);
  if (missing > 0) {
    try {
      kernels.memory.grow(missing);
    } catch {
      return null;
    }
  }
  const gap = { start: Math.ceil((start + bytes) / 4) * 4, end };
  used.splice(place, 0, { start, end, gaps: [gap] });
  new Uint8Array(memoryBuffer(), start, bytes).fill(0);
  mark(gap);
  mark(lastPage());
  return start;
};

const at = (address: number): number => used.findIndex((block) => block.start === address);

/** Lays the gaps of the layout that was made last, within the block that begins at `address`. */
export const layGaps = (address: number): void => {
  const block = used[at(address)]!;
  const gaps = Array.from({ length: kernels.gapsPlaced() }, (_, index): Span => ({
    start: kernels.gapStart(index),
    end: kernels.gapEnd(index),
  }));
  block.gaps = [...block.gaps, ...gaps];
  gaps.forEach(mark);
};

/** Gives back the block that begins at `address`. */
export const release = (address: number): void => {
  const place = at(address);
  if (place < 0) return;
  used.splice(place, 1);
  mark(lastPage());
};

/** The first address beyond all blocks to which something was written, or null, as it must be. */
export const damagedAddress = (): number | null => {
  if (used.length === 0) return null;
  for (const { start, end } of [...used.flatMap(({ gaps }) => gaps), lastPage()]) {
    const address = start + kernels.bytesRepeating(start, end - start, PATTERN);
    if (address < end) return address;
  }
  return null;
};
