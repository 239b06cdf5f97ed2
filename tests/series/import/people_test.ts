/**
 * Tables as people write them: their dates, headings, preambles, trials and digits. What a message advises is tried on the
 * file that caused it.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert/mod.js";
import type { ImportSettings, SourceFile } from "../../../lib/series/import/imported.ts";
import { csvOf, fileOf, imported, refused } from "./support.ts";

/** A value that is no time and is never even. */
const value = (row: number): number => ((row * row) % 97) / 8;

const table = (heading: string, line: (row: number) => string, rows = 240): SourceFile =>
  fileOf("a.csv", [heading, ...Array.from({ length: rows }, (_, row) => line(row))].join("\n"));

const dayOf = (row: number): Date => new Date(Date.UTC(1984, 4, 6 + row));
const two = (number: number): string => String(number).padStart(2, "0");

/** What the options in an advice say, for a caller of the function. */
const settingsIn = (mend: string): readonly ImportSettings[] => {
  const found = [...mend.matchAll(/--(\w+) ([^\s;]+)/g)].map(([, name, text]): ImportSettings => {
    const said = text!.replace(/,$/, "");
    return name === "dt"
      ? { dt: Number(said) }
      : name === "columns" || name === "group"
      ? { [name]: said.split(",") }
      : { [name!]: said };
  });
  // "--dates dmy or --dates mdy" are two pieces of advice, "--time none --dt 7" is one.
  return / or --/.test(mend) ? found : [Object.assign({}, ...found)];
};

/** The message of a file, each of whose pieces of advice makes it readable. */
const heeded = (
  file: SourceFile,
  known: ImportSettings = {},
): { readonly what: string; readonly mend: string } => {
  const error = refused([file], known);
  const advice = settingsIn(error.mend);
  assert(advice.length > 0 && Object.keys(advice[0]!).length > 0, `no option in "${error.mend}"`);
  for (const settings of advice) imported([file], { ...known, ...settings });
  return error;
};

Deno.test("dates in every order and with names of months are one day apart", () => {
  const english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const german = [
    "Jan",
    "Feb",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "Sept",
    "Okt",
    "Nov",
    "Dez",
  ];
  const french = "janv. févr. mars avril mai juin juillet août sept. octobre novembre décembre".split(" ");
  const spanish = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    .split(" ");
  const forms: readonly ((date: Date) => string)[] = [
    (d) => `${d.getUTCDate()}/${d.getUTCMonth() + 1}/${d.getUTCFullYear()}`,
    (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`,
    (d) => `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}-${two(d.getUTCFullYear() % 100)}`,
    (d) => `${d.getUTCDate()}.${d.getUTCMonth() + 1}.${two(d.getUTCFullYear() % 100)}`,
    (d) => `${d.getUTCFullYear()}.${two(d.getUTCMonth() + 1)}.${two(d.getUTCDate())}`,
    (d) => `${two(d.getUTCDate())}-${english[d.getUTCMonth()]}-${d.getUTCFullYear() % 100}`,
    (d) => `${d.getUTCDate()} ${english[d.getUTCMonth()]!.toUpperCase()} ${d.getUTCFullYear()}`,
    (d) => `${english[d.getUTCMonth()]} ${d.getUTCDate()}, ${d.getUTCFullYear()}`,
    (d) => `Mo, ${d.getUTCDate()}. ${german[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
    (d) => `${d.getUTCDate()} ${french[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
    (d) => `${d.getUTCDate()} de ${spanish[d.getUTCMonth()]} de ${d.getUTCFullYear()}`,
    (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()} 1:30 PM`,
    (d) => `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}T13:30:00+02`,
  ];
  for (const form of forms) {
    const file = table("DATE;X", (row) => `${form(dayOf(row))};${value(row)}`, 200);
    const { time, trials, series } = imported([file]);
    assertEquals([time.dt, time.unit, time.column, series.columns], [86400, "s", "DATE", 1], form(dayOf(0)));
    assertEquals(Math.floor(trials[0]!.startTime / 86400), Date.UTC(1984, 4, 6) / 86400e3, form(dayOf(0)));
  }
});

Deno.test("any row of a column may show which is day and which is month; if none does, lyap asks", () => {
  // The first of each month: read with the month first they are twelve days in a row, and then none for a year.
  const monthly = table("d,x", (row) => `1/${1 + row % 12}/${1980 + Math.floor(row / 12)},${value(row)}`);
  const { time, notes } = imported([monthly]);
  assertEquals([time.dt, time.unit], [1, "months"]);
  assertStringIncludes(notes.join(), "day/month/year");
  const late = table("d,x", (row) => `5/${1 + row % 13}/1984 ${two(row % 24)}:00,${value(row)}`);
  assertStringIncludes(refused([late]).what, "time goes back");
  const other = table("d,x", (row) => `${row === 120 ? "31/5/1984" : "5/31/1984"},${value(row)}`);
  assertEquals([refused([other]).row, refused([other]).what], [
    122,
    '"31/5/1984" is not a date like those before it',
  ]);
  // In one day both orders give the same steps.
  const open = table(
    "d,x",
    (row) => `5/6/1984 ${two(row % 24)}:00,${value(row)}`,
    24,
  );
  assertEquals(imported([open], { fewestRows: 10 }).time.dt, 3600);
  const both = table("d,x", (row) => `${1 + row}/${2 + 3 * row}/1984,${value(row)}`, 2);
  const { mend } = heeded(both, { fewestRows: 2 });
  assertStringIncludes(mend, "--dates dmy or --dates mdy");
  const days = (dates: "dmy" | "mdy") => imported([both], { fewestRows: 2, dates }).time.dt / 86400;
  assertEquals([days("dmy"), days("mdy")], [91, 34]);
});

Deno.test("a time that starts again begins a trial; one that goes back elsewhere is refused", () => {
  const again = table("t,x", (row) => `${(row % 80) / 10},${value(row)}`);
  const { trials, time, notes } = imported([again], { fewestRows: 50 });
  assertEquals([trials.length, time.dt, time.column], [3, 0.1, "t"]);
  assertEquals(trials.map(({ start, end }) => end - start), [80, 80, 80]);
  assertStringIncludes(notes.join(), "t starts again 2 times, so it has 3 trials");
  assertEquals(imported([again], { time: "none", dt: 0.1 }).trials.length, 1);
  const back = table("t,x", (row) => `${(row < 120 ? row : row - 60) / 10},${value(row)}`);
  assertStringIncludes(refused([back]).what, "goes back");
});

Deno.test("a table that R writes names its rows, and its heading does not name their column", () => {
  const counted = table('"x" "y"', (row) => `"${row + 1}" ${value(row)} ${value(row + 3)}`);
  const days = table('"x"', (row) => `"${dayOf(row).toISOString().slice(0, 10)}",${value(row)}`);
  assertEquals(imported([counted]).variables.map(({ name }) => name), ["x", "y"]);
  assertEquals(imported([counted]).series.columns, 2);
  assertEquals([imported([days]).time.dt, imported([days]).variables.length], [86_400, 1]);
  // A row that is too long is still refused.
  assertStringIncludes(refused([table("x,y", (row) => `${value(row)},${value(row)},5`)]).what, "3 cells");
});

Deno.test("years and months, and the last days of months, are a grid of months", () => {
  const year = (row: number) => 1950 + Math.floor(row / 12);
  const ends = (row: number) => new Date(Date.UTC(1950, row + 1, 0)).toISOString().slice(0, 10);
  for (
    const form of [
      (row: number) => `${year(row)}-${two(1 + row % 12)}`,
      (row: number) => `${year(row)}/${1 + row % 12}`,
      ends,
      (row: number) => new Date(Date.UTC(1950, row, 1)).toISOString().slice(0, 10),
    ]
  ) {
    const { time, trials } = imported([table("month,x", (row) => `${form(row)},${value(row)}`)]);
    assertEquals([time.dt, time.unit, trials[0]!.startTime], [1, "months", -240], form(0));
  }
});

Deno.test("dates of digits alone are dates, of days and of months, and numbers that are no dates stay numbers", () => {
  const day = (row: number): string => dayOf(row).toISOString().slice(0, 10).replaceAll("-", "");
  const month = (row: number): string => `${1900 + Math.floor(row / 12)}${two(1 + row % 12)}`;
  for (const heading of ["date,x", "day of record,x", "a,x"]) {
    const { time, variables } = imported([table(heading, (row) => `${day(row)},${value(row)}`)]);
    assertEquals([time.dt, time.unit, variables.length], [86400, "s", 1], heading);
  }
  const months = imported([table("obs,x", (row) => `${month(row)},${value(row)}`)]);
  assertEquals([months.time.dt, months.time.unit, months.variables.length], [1, "months", 1]);
  const alone = imported([table("x", (row) => day((row * 7) % 240))]);
  assertEquals(alone.variables.map(({ name }) => name), ["x"]);
  const counted = imported([table("count,x", (row) => `${200001 + 3 * row + row % 2},${value(row)}`)]);
  assertEquals(counted.variables.map(({ name }) => name), ["count", "x"]);
});

Deno.test("quarters are dates, however they are written", () => {
  const [year, quarter] = [(row: number) => 1950 + Math.floor(row / 4), (row: number) => 1 + row % 4];
  const written: readonly ((row: number) => string)[] = [
    (row) => `${year(row)}Q${quarter(row)}`,
    (row) => `${year(row)}-Q${quarter(row)}`,
    (row) => `Q${quarter(row)} ${year(row)}`,
    (row) => `${year(row)} q${quarter(row)}`,
  ];
  for (const write of written) {
    const { time, variables } = imported([table("period,x", (row) => `${write(row)},${value(row)}`)]);
    assertEquals([time.dt, time.unit, variables.length], [3, "months", 1], write(0));
  }
  const years = imported([table("date,x", (row) => `1.1.${1700 + row},${value(row)}`)]);
  assertEquals([years.time.dt, years.time.unit], [12, "months"]);
});

Deno.test("dates with holes are refused with the row, and the advice leaves them out", () => {
  const file = table(
    "Date,x",
    (row) => `${dayOf(7 * row - (row === 55 ? 6 : 0)).toISOString().slice(0, 10)},${value(row)}`,
  );
  const { what } = heeded(file);
  assertEquals(refused([file]).row, 57);
  assertStringIncludes(what, "mixed sampling intervals");
  const { series, time, notes } = imported([file], settingsIn(refused([file]).mend)[0]);
  assertEquals([series.columns, time.dt], [1, 604800]);
  assertStringIncludes(notes.join(), "column Date has the time and was left out");
});

Deno.test("decimal commas are not taken for groups of digits, nor the other way round", () => {
  const first = (file: SourceFile) => imported([file], { time: "none" }).series.values.slice(0, 3);
  const cells = (text: readonly string[]) =>
    table("x;y", (row) => `${text[row % 3]};${value(row)}`.replace(".", "."));
  assertEquals([...first(table("x", (row) => ["3,500", "0,125", "12,250"][row % 3]!))], [3.5, 0.125, 12.25]);
  assertEquals([...first(table("x", (row) => ["1,234", "999", "12,000"][row % 3]!))], [1234, 999, 12000]);
  const values = (file: SourceFile) => [...first(file)].filter((_, i) => i !== 1);
  assertEquals(values(cells(["1,234.5", "2.5", "7,000,000.25"])), [1234.5, 2.5]);
  const german = table(
    "x;y",
    (row) => `${["1.234,5", "2,5", "−3,25"][row % 3]};${String(value(row)).replace(".", ",")}`,
  );
  assertEquals(values(german), [1234.5, 2.5]);
  const quoted = table("t,x", (row) => `"${row / 4}","${value(row)}"`.replaceAll(".", ","));
  assertEquals(imported([quoted]).time.dt, 0.25);
});

Deno.test("lines before the heading are skipped, and give the sampling rate", () => {
  const body = (separator: string, time: boolean) =>
    Array.from(
      { length: 200 },
      (_, row) => [...(time ? [row / 50] : []), value(row), value(row + 7)].join(separator),
    );
  const preambles: readonly (readonly [lines: readonly string[], separator: string])[] = [
    [["Device: A", "Rate: 50 Hz", "", "x,y"], ","],
    [["Device;A", "Sampling rate;50;Hz".replace(";Hz", " Hz"), "Remark;none", "x;y"], ";"],
    [["Device,A,,", "Sampling frequency (Hz),50,,", ",,,", "x,y"], ","],
    [["Recording of May, 5 to 6", "dt = 0.02 s", "x\ty"], "\t"],
    [["# Abtastrate: 0,05 kHz", "x y"], " "],
    [['"Sample interval","20 ms"', '"x","y"'], ","],
    [["Rate: 50 Hz"], ","],
  ];
  for (const [lines, separator] of preambles) {
    const { time, variables, series, notes } = imported([
      fileOf("a.csv", [...lines, ...body(separator, false)].join("\n")),
    ]);
    const named = lines.at(-1)!.includes("x");
    assertEquals(variables.map(({ name }) => name), named ? ["x", "y"] : ["x1", "x2"], lines[0]);
    const isMs = lines[0]!.includes("20 ms");
    assertEquals(
      [time.from, time.dt, time.unit],
      ["preamble", isMs ? 20 : 0.02, isMs ? "ms" : "s"],
      lines[0],
    );
    assertEquals(series.rows, 200);
    assert(notes.some((note) => note.includes("taken for the time between two rows")), lines[0]);
  }
  const timed = imported([
    fileOf("a.csv", ["Device: A", "Rate: 50 Hz", "", "time,x,y", ...body(",", true)].join("\n")),
  ]);
  assertEquals([timed.time.from, timed.time.dt, timed.time.unit], ["time column", 0.02, "s"]);
  const lone = fileOf(
    "a.csv",
    ["Device,A", "time,x", ...Array.from({ length: 120 }, (_, row) => `${row},${value(row)}`)].join("\n"),
  );
  assertEquals(imported([lone]).variables.map(({ name }) => name), ["x"]);
  const indexed = fileOf(
    "a.csv",
    ["Rate: 50 Hz", "sample,x", ...Array.from({ length: 120 }, (_, row) => `${row},${value(row)}`)].join(
      "\n",
    ),
  );
  assertEquals([imported([indexed]).time.dt, imported([indexed]).variables.length], [0.02, 1]);
  // A row of values in words is no preamble: it stays a fault of its row.
  const words = fileOf(
    "a.csv",
    [
      "t,x",
      "0,high",
      "1,low",
      ...body(",", true).slice(2).map((line) => line.slice(0, line.lastIndexOf(","))),
    ].join("\n"),
  );
  assertEquals(refused([words]).row, 2);
});

Deno.test("remarks that are sentences or settings name no column", () => {
  const body = csvOf(120).split("\n").slice(1).join("\n");
  const names = (remark: string, separator = ",") =>
    imported([fileOf("a.csv", `${remark}\n${body.replaceAll(",", separator)}`)]).variables.map(({ name }) =>
      name
    );
  assertEquals(names("# recorded by Anna"), ["x1", "x2"]);
  assertEquals(names("# Rate: 50 Hz", " "), ["x1", "x2"]);
  assertEquals(names("// t,speed,height"), ["speed", "height"]);
  assertEquals(names("# t speed height", " "), ["speed", "height"]);
  assertEquals(names("! made on a Monday\nt,a,b"), ["a", "b"]);
});

Deno.test("an index that is not named, numbers as headings, and columns and rows of nothing", () => {
  for (const [heading, mark] of [[",0,1,2", ","], ['"";"0";"1";"2"', ";"], ["\t0\t1\t2", "\t"]] as const) {
    const file = table(heading, (row) => [row, value(row), value(row + 5), value(row + 9)].join(mark));
    const { variables, time, notes } = imported([file]);
    assertEquals(variables.map(({ name }) => name), ["0", "1", "2"], heading);
    assertEquals([time.from, notes.some((note) => note.includes("column 1 counts the rows"))], [
      "assumed",
      true,
    ]);
  }
  // Rows were taken out before the table was written.
  const sieved = imported([
    table(",a,b", (row) => [row + Math.floor(row / 9), value(row), value(row + 5)].join()),
  ]);
  assertEquals(sieved.variables.map(({ name }) => name), ["a", "b"]);
  for (
    const [heading, end] of [["x,y,", ","], ["x,y,,,", ",,,"], ["x,y", ",,"], ["x,y,,", ""], [
      "x,y,z",
      ",",
    ]] as const
  ) {
    const { variables, series } = imported([
      table(heading, (row) => `${value(row)},${value(row + 5)}${end}`),
    ]);
    assertEquals([variables.map(({ name }) => name), series.rows], [["x", "y"], 240], heading);
  }
  const asked = refused([table("x,y,z", (row) => `${value(row)},${value(row + 5)},`)], {
    columns: ["x", "z"],
  });
  assertStringIncludes(asked.what, "holds no value at all");
  const padded = table("x,y", (row) => row < 230 ? `${value(row)},${value(row + 5)}` : ",");
  assertEquals(imported([padded]).series.rows, 230);
  const excel = new TextEncoder().encode(
    "\ufeffsep=;\r\nx;y;\r\n" +
      Array.from({ length: 120 }, (_, row) => `${value(row)};${value(row + 5)};`.replaceAll(".", ",")).join(
        "\r\n",
      ),
  );
  assertEquals(imported([{ name: "a.csv", bytes: excel }]).variables.map(({ name }) => name), ["x", "y"]);
});

const long = (heading: string, key: (trial: number) => string, mark = ","): SourceFile =>
  table(heading, (row) => [key(Math.floor(row / 120)), (row % 120) / 50, value(row)].join(mark), 360);

Deno.test("a long table is read as its trials, by any column that separates them", () => {
  const ends = (file: SourceFile, settings: ImportSettings = {}) =>
    imported([file], settings).trials.map(({ name, end }) => [name.replace("a.csv, ", ""), end]);
  const numbered = [["trial 0", 120], ["trial 1", 240], ["trial 2", 360]];
  assertEquals(ends(long("trial,time,x", String)), numbered);
  const named = (name: string) => ["A", "B", "C"].map((label, i) => [`${name} ${label}`, 120 * (i + 1)]);
  assertEquals(ends(long("Subject ID;time;x", (trial) => "ABC"[trial]!, ";")), named("Subject ID"));
  const words = long("condition,time,x", (trial) => `"${"ABC"[trial]}"`);
  assertEquals(ends(words, { group: ["condition"] }), named("condition"));
  assertStringIncludes(heeded(words).mend, "--group condition");
  const whole = long("batch,time,x", String);
  assertStringIncludes(heeded(whole).mend, "--group batch");
  assertEquals(ends(whole, { group: ["1"] }).length, 3);
  const { variables, series, files, time } = imported([whole], { group: ["batch"] });
  assertEquals([variables.map(({ name }) => name), series.rows, files.length, time.dt], [
    ["x"],
    360,
    1,
    0.02,
  ]);
  // Days are no time where they separate trials, and advice says so where they are not asked for.
  const days = table(
    "animal,day,t,x",
    (row) => [Math.floor(row / 240), Math.floor(row / 120) % 2, (row % 120) / 50, value(row)].join(),
    480,
  );
  assertEquals(ends(days, { group: ["animal", "day"] })[3], ["animal 1, day 1", 480]);
  assertEquals(imported([days], { group: ["animal", "day"] }).time.dt, 0.02);
  const hours = table("day,t,x", (row) => [Math.floor(row / 120), (row % 120) / 50, value(row)].join(), 480);
  assertStringIncludes(heeded(hours).mend, "--group day");
  const dated = table(
    "date,t,x",
    (row) => [`2020-01-0${1 + Math.floor(row / 120)}`, (row % 120) / 50, value(row)].join(),
    240,
  );
  assertEquals(ends(dated, { group: ["date"] }).map(([, end]) => end), [120, 240]);
  // Sorted by time, two subjects take turns; two columns together separate the trials.
  const turns = table("time,subject,x", (row) => [Math.floor(row / 2) / 10, row % 2, value(row)].join());
  assertEquals(ends(turns), [["subject 0", 120], ["subject 1", 240]]);
  const nested = table(
    "subject,trial,t,x",
    (row) => [Math.floor(row / 240), Math.floor(row / 120) % 2, row % 120, value(row)].join(),
    480,
  );
  assertEquals(ends(nested)[3], ["subject 1, trial 1", 480]);
  const json = Array.from(
    { length: 240 },
    (_, row) => ({ subject: row < 120 ? "A" : "B", t: row % 120, x: value(row) }),
  );
  assertEquals(imported([fileOf("a.json", JSON.stringify(json))]).trials.map(({ name }) => name), [
    "a.json, subject A",
    "a.json, subject B",
  ]);
});

Deno.test("a column that only looks like one of trials stays what it is, and short trials are left out", () => {
  const state = table("t,run,x", (row) => [row, (row * 7) % 3, value(row)].join());
  assertEquals(imported([state]).variables.map(({ name }) => name), ["run", "x"]);
  const one = imported([table("t,subject,x", (row) => [row, 7, value(row)].join())]);
  assertEquals([one.variables.map(({ name }) => name), one.trials.length], [["x"], 1]);
  const uneven = table(
    "trial,t,x",
    (row) => [row < 200 ? 0 : 1, row < 200 ? row : row - 200, value(row)].join(),
  );
  const { trials, notes } = imported([uneven]);
  assertEquals(trials.map(({ end }) => end), [200]);
  assertStringIncludes(notes.join(), "1 trial of fewer than 100 rows was left out");
  const none = imported([table("trial,x", (row) => [Math.floor(row / 50), value(row)].join())], {
    group: ["none"],
  });
  assertEquals(none.trials.length, 1);
  assertStringIncludes(
    refused([table("trial,x", (row) => [Math.floor(row / 50), value(row)].join())]).mend,
    "--group none",
  );
  assertStringIncludes(refused([state], { group: ["who"] }).what, 'no column "who"');
  assertStringIncludes(refused([uneven], { columns: ["trial", "x"] }).mend, "--group none");
});

Deno.test("what is advised about words, gaps, constants and uneven times works on the file that caused it", () => {
  const of = (third: (row: number) => string | number) =>
    table("t,x,note", (row) => [row, value(row), third(row)].join());
  assertStringIncludes(heeded(of((row) => row % 2 ? "low" : "high")).mend, "--columns x");
  assertStringIncludes(heeded(of(() => 4)).mend, "--columns x");
  // All constants are left out at once.
  const constants = table("t,x,set,y,limit", (row) => [row, value(row), 4, value(row + 3), 5].join());
  assertEquals(heeded(constants).mend, "leave such columns out: --columns x,y");
  assertEquals(refused([table("t,x,y", (row) => [row, 4, 5].join())]).mend, "give a series that varies");
  assertStringIncludes(heeded(of((row) => row === 120 ? "" : value(row + 3))).mend, "--gaps split");
  const uneven = table("t,x", (row) => [row < 120 ? row : 3 * row, value(row)].join());
  assertStringIncludes(heeded(uneven).mend, "--time none --dt");
  const drifting = table("t,x", (row) => [row + row * row / 1e4, value(row)].join());
  assertStringIncludes(heeded(drifting).mend, "--time none --dt");
});
