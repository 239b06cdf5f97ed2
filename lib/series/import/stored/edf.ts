/**
 * The European Data Format (.edf) and its relative with 24 bits (.bdf): signals of biology, each with its own unit and rate.
 *
 * @source B. Kemp et al. (1992), Electroencephalogr. Clin. Neurophysiol. 82, 391–393; B. Kemp & J. Olivan (2003), Clin.
 * Neurophysiol. 114, 1755–1761 (EDF+).
 *
 * @module
 */
import { shortNumber } from "../../../numerics/format.ts";
import type { StoredArray, StoredFile } from "./stored_file.ts";

const ASCII = new TextDecoder("latin1");

/** Widths of what the header says of each signal, in its order. */
const FIELDS = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32] as const;

const HEADER = 256;

/** What precedes the duration and before a text of an annotation. */
const [DURATION, TEXT] = ["\u0015", "\u0014"] as const;

const textAt = (bytes: Uint8Array, start: number, length: number): string =>
  ASCII.decode(bytes.subarray(start, start + length)).replaceAll("\0", " ").trim();

const isBdf = (bytes: Uint8Array): boolean => bytes[0] === 0xff && textAt(bytes, 1, 7) === "BIOSEMI";

/** One signal as the header describes it. */
interface Signal {
  readonly label: string;
  readonly unit: string | null;
  /** Samples in each record. */
  readonly samples: number;
  /** Samples of all signals before it in a record. */
  readonly before: number;
  readonly scale: number;
  readonly offset: number;
}

interface Header {
  /** Bytes of a sample. */
  readonly size: 2 | 3;
  readonly start: number;
  readonly records: number;
  /** Seconds of a record. */
  readonly duration: number;
  /** Samples of all signals in a record. */
  readonly width: number;
  readonly signals: readonly Signal[];
  /** Whether records may lie apart in time. */
  readonly isInterrupted: boolean;
}

const numberIn = (bytes: Uint8Array, start: number, length: number, what: string): number => {
  const text = textAt(bytes, start, length);
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw new Error(`its header has "${text}" for ${what}`);
  return value;
};

const headerOf = (bytes: Uint8Array): Header => {
  const count = numberIn(bytes, 252, 4, "the number of signals");
  const start = HEADER * (1 + count);
  if (!(count > 0) || !Number.isInteger(count) || bytes.length < start) {
    throw new Error("it is cut short within its header");
  }
  const offsets = FIELDS.map((_, field) =>
    HEADER + count * FIELDS.slice(0, field).reduce((sum, width) => sum + width, 0)
  );
  const at = (field: number, signal: number): readonly [number, number] => [
    offsets[field]! + signal * FIELDS[field]!,
    FIELDS[field]!,
  ];
  let width = 0;
  const signals = Array.from({ length: count }, (_, signal): Signal => {
    const [physicalLow, physicalHigh, digitalLow, digitalHigh] = [3, 4, 5, 6].map((field) =>
      numberIn(bytes, ...at(field, signal), "the range of a signal")
    ) as [number, number, number, number];
    const samples = numberIn(bytes, ...at(8, signal), "the samples of a record");
    if (!(samples >= 0) || !Number.isInteger(samples)) {
      throw new Error(`its header has ${samples} samples in a record`);
    }
    if (digitalHigh === digitalLow) throw new Error("its header has an empty digital range");
    const scale = (physicalHigh - physicalLow) / (digitalHigh - digitalLow);
    const unit = textAt(bytes, ...at(2, signal));
    const described = {
      label: textAt(bytes, ...at(0, signal)) || `signal ${signal + 1}`,
      unit: unit === "" ? null : unit,
      samples,
      before: width,
      scale,
      offset: physicalLow - digitalLow * scale,
    };
    width += samples;
    return described;
  });
  const size = isBdf(bytes) ? 3 : 2;
  const stated = numberIn(bytes, 236, 8, "the number of records");
  const held = width === 0 ? 0 : Math.floor((bytes.length - start) / (width * size));
  if (stated > held) {
    throw new Error(`it is cut short: its header has ${stated} records, and it holds ${held}`);
  }
  return {
    size,
    start,
    // A recorder that was switched off leaves −1.
    records: stated < 0 ? held : Math.floor(stated),
    duration: numberIn(bytes, 244, 8, "the duration of a record"),
    width,
    signals,
    isInterrupted: /^[EB]DF\+D/.test(textAt(bytes, 192, 44)),
  };
};

/** The channel of a BDF file in which the amplifier writes triggers and its own state as bits: no signal. */
const isStatus = ({ label }: Signal, { size }: Header): boolean => size === 3 && label === "Status";

const isAnnotation = ({ label }: Signal): boolean => /^(EDF|BDF) Annotations$/.test(label);

const samplesOf = (
  bytes: Uint8Array,
  { size, start, records, width }: Header,
  signal: Signal,
): Float64Array => {
  const out = new Float64Array(records * signal.samples);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let record = 0; record < records; record++) {
    let at = start + (record * width + signal.before) * size;
    for (let i = 0; i < signal.samples; i++, at += size) {
      const digital = size === 2
        ? view.getInt16(at, true)
        : view.getUint16(at, true) + (view.getInt8(at + 2) << 16);
      out[record * signal.samples + i] = signal.offset + signal.scale * digital;
    }
  }
  return out;
};

/** When each record begins, in seconds, as the first annotation in it says. */
const startsOf = (
  bytes: Uint8Array,
  { size, start, records, width }: Header,
  annotations: Signal,
): readonly number[] =>
  Array.from({ length: records }, (_, record) => {
    const at = start + (record * width + annotations.before) * size;
    // A list of annotations begins with its onset, which ends where the duration or the first annotation begins.
    const list = ASCII.decode(bytes.subarray(at, at + Math.min(64, annotations.samples * size)));
    const [head = ""] = list.replaceAll(DURATION, TEXT).split(TEXT, 1);
    const [onset] = /^[+-]\d+(?:\.\d*)?$/.exec(head) ?? [];
    if (onset === undefined) throw new Error(`its record ${record + 1} does not say when it begins`);
    return Number(onset);
  });

/** Names that occur twice get numbers. */
const unique = (labels: readonly string[]): readonly string[] =>
  labels.map((label, index) => {
    const before = labels.slice(0, index).filter((other) => other === label).length;
    return before === 0 ? label : `${label} (${before + 1})`;
  });

/**
 * What an EDF or BDF file holds: a vector for each signal, in its physical unit. If there are pauses between
 * records, a vector of times says where. Annotations are left out, and so is the channel of triggers of a BDF
 * file.
 *
 * @errors It throws for a header that makes no sense and for a file that is cut short.
 */
export const readEdf = (bytes: Uint8Array): StoredFile => {
  const header = headerOf(bytes);
  const { records, duration, size } = header;
  const signals = header.signals.filter((signal) =>
    !isAnnotation(signal) && !isStatus(signal, header) && signal.samples > 0
  );
  const names = unique(signals.map(({ label }) => label));
  const annotations = header.signals.find(isAnnotation);
  const starts = header.isInterrupted && annotations !== undefined
    ? startsOf(bytes, header, annotations)
    : null;
  const samples = [...new Set(signals.map((signal) => signal.samples))];
  const arrays = signals.map((signal, index): StoredArray => {
    const dt = duration / signal.samples;
    const rate = duration > 0 ? ` at ${shortNumber(1 / dt, 5)} Hz` : "";
    return {
      name: names[index]!,
      shape: [records * signal.samples],
      type: `int${8 * size}${rate}`,
      unit: signal.unit,
      sampling: duration > 0 ? { dt, unit: "s", said: `${rate.slice(4)}`, from: "header" } : null,
      read: () => samplesOf(bytes, header, signal),
    };
  });
  const times = starts === null || duration <= 0 ? [] : samples.map((each): StoredArray => ({
    name: "time",
    shape: [records * each],
    type: "float64",
    unit: "s",
    sampling: null,
    read: () =>
      Float64Array.from(
        { length: records * each },
        (_, i) => starts[Math.floor(i / each)]! + (i % each) * duration / each,
      ),
  }));
  return {
    format: size === 3 ? "BDF" : "EDF",
    arrays: [...times, ...arrays],
    notes: [
      ...(annotations === undefined ? [] : ["annotations were left out"]),
      ...(header.signals.some((signal) => isStatus(signal, header))
        ? ["the channel Status, which holds triggers, was left out"]
        : []),
    ],
  };
};
