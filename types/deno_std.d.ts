/**
 * Types of what we use of the Deno standard library, whose npm package brings none.
 */

declare module "@std/assert/mod.js" {
  export function assert(condition: unknown, message?: string): asserts condition;
  export function assertEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
  /** Default tolerance: 1e-7, relative to `expected`. */
  export function assertAlmostEquals(
    actual: number | undefined,
    expected: number,
    tolerance?: number,
    message?: string,
  ): void;
  export function assertLess<T>(actual: T, expected: T, message?: string): void;
  export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertGreater<T>(actual: T, expected: T, message?: string): void;
  export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void;
  export function assertMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, message?: string): void;
  export function assertStringIncludes(actual: string, expected: string, message?: string): void;
  export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T>;
  export function assertThrows(
    run: () => unknown,
    // deno-lint-ignore no-explicit-any
    errorClass?: new (...args: any[]) => Error,
    includes?: string,
  ): Error;
}

declare module "@std/path/mod.js" {
  export function join(...parts: readonly string[]): string;
  export function dirname(path: string): string;
  export function basename(path: string, suffix?: string): string;
  export function extname(path: string): string;
  export function resolve(...parts: readonly string[]): string;
  export function relative(from: string, to: string): string;
  export function fromFileUrl(url: string | URL): string;
  export function toFileUrl(path: string): URL;
}

declare module "@std/jsonc/mod.js" {
  export function parse(text: string): unknown;
}

declare module "@std/cli/parse_args.js" {
  export function parseArgs(
    args: string[],
    options: {
      readonly string?: readonly string[];
      readonly boolean?: readonly string[];
      readonly collect?: readonly string[];
      readonly alias?: Readonly<Record<string, string>>;
      readonly unknown?: (argument: string) => unknown;
    },
  ): Readonly<Record<string, string | boolean | string[] | undefined>> & { readonly _: (string | number)[] };
}

declare module "@std/text/levenshtein_distance.js" {
  export function levenshteinDistance(a: string, b: string): number;
}

declare module "@std/yaml/mod.js" {
  export function parse(text: string, options?: { readonly schema?: "core" }): unknown;
}

declare module "@std/encoding/hex.js" {
  export function encodeHex(bytes: Uint8Array | ArrayBuffer | string): string;
}

declare module "@std/fmt/duration.js" {
  export function format(milliseconds: number, options?: { readonly ignoreZero?: boolean }): string;
}
