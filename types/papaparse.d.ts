/**
 * Types of what we use of Papa Parse, whose npm package brings none; those published apart bring all of Node's.
 */

declare module "papaparse" {
  interface Step<Row> {
    readonly data: Row;
    readonly errors: readonly { readonly type: string; readonly code: string }[];
    readonly meta: { readonly cursor: number };
  }
  const Papa: {
    readonly parse: <Row>(
      text: string,
      options: {
        readonly delimiter: string;
        readonly newline: "\n";
        readonly step: (step: Step<Row>, parser: { readonly abort: () => void }) => void;
      },
    ) => void;
  };
  export default Papa;
}
