/**
 * In the place of the package `pako` in the page, whose worker unpacks by means of the browser before a file is read.
 *
 * @module
 */

/** Refuses: what comes here has been unpacked once. */
export class Inflate {
  /** zlib's code for a fault of the data. */
  readonly err = -3;
  /** Why. */
  readonly msg = "it is packed twice";
  /** Hears nothing. */
  onData: (part: Uint8Array) => void = () => {};
  /** Does nothing. */
  push(): void {}
}
