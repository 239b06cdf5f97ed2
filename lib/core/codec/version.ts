/**
 * Versions that belong to the name of an artifact.
 *
 * @module
 */

/**
 * Version of the numerics: raised by every change that moves a bit of any result, because it makes all stored
 * artifacts and published digests obsolete.
 */
export const NUMERICS_VERSION = 1;

/** Version of lyap, for provenance; it is not part of any digest. */
export const LYAP_VERSION = "0.1.0";
