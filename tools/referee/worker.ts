/**
 * Judges the cells that it is sent, one after the other.
 *
 * @module
 */
import { refereeCells } from "./cells.ts";
import { judgeCell } from "./judge.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<number>) => void;
  postMessage: (message: unknown) => void;
};
scope.onmessage = ({ data }) => scope.postMessage({ index: data, judged: judgeCell(refereeCells[data]!) });
