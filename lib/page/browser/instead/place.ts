/**
 * In the place of `lib/steps/place.ts` in the page, which starts no program of lyap.
 *
 * @module
 */

/** The page is in one piece: no module of it has an address. */
export const moduleAddress = (path: string): string => path;

/** The page has no folder. */
export const LYAP_FOLDER: string | null = null;

/** No program is started. */
export const codeFlags: readonly string[] = [];

/** No program is started. */
export const rightsFlag = (_permissions: string): readonly string[] => [];
