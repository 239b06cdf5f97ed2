// Pairs of vectors: 32 bytes at a time, which some engines pack into one operation of twice the width. They do so where two
// loads or two stores share their address and have constant offsets 16 apart, and where nothing else is stored in between;
// so all of a pair is loaded and computed first, and then stored.

/** Stores 32 bytes. The upper half goes first: only then engines count the pair as a gain. */
// @ts-ignore: decorator
@inline
export function storePair(at: usize, lower: v128, upper: v128): void {
  v128.store(at, upper, 16);
  v128.store(at, lower);
}

/** The lower half of pair `index` of the five whose first lies at `at`. */
// @ts-ignore: decorator
@inline
export function lowerOf(at: usize, index: i32): v128 {
  if (index == 0) return v128.load(at);
  if (index == 1) return v128.load(at, 32);
  if (index == 2) return v128.load(at, 64);
  return v128.load(at, 96);
}

/** The upper half of pair `index` of the five whose first lies at `at`. */
// @ts-ignore: decorator
@inline
export function upperOf(at: usize, index: i32): v128 {
  if (index == 0) return v128.load(at, 16);
  if (index == 1) return v128.load(at, 48);
  if (index == 2) return v128.load(at, 80);
  return v128.load(at, 112);
}

/** Stores pair `index` of the five whose first lies at `at`. */
// @ts-ignore: decorator
@inline
export function storePairOf(at: usize, index: i32, lower: v128, upper: v128): void {
  if (index == 0) {
    v128.store(at, upper, 16);
    v128.store(at, lower);
  } else if (index == 1) {
    v128.store(at, upper, 48);
    v128.store(at, lower, 32);
  } else if (index == 2) {
    v128.store(at, upper, 80);
    v128.store(at, lower, 64);
  } else if (index == 3) {
    v128.store(at, upper, 112);
    v128.store(at, lower, 96);
  } else {
    v128.store(at, upper, 144);
    v128.store(at, lower, 128);
  }
}

/** a + x · y, each rounded. */
// @ts-ignore: decorator
@inline
export function plusProduct(a: v128, x: v128, y: v128): v128 {
  return f32x4.add(a, f32x4.mul(x, y));
}

let wide: bool = false;

/** Whether the engine packs pairs, and blocks that suit it are to be used: the same bits, but slower where it doesn't. */
export function usesPairs(): bool {
  return wide;
}

/** Says whether the engine packs pairs; initially not. */
export function setPairs(on: bool): void {
  wide = on;
}
