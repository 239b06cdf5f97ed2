/**
 * The style and the scripts of the page, as `deno task texts` writes them from the files beside this one.
 *
 * @module
 */

/** The style of the page. */
export const pageCss = `:root {
  color-scheme: light dark;
}
* {
  box-sizing: border-box;
}
html {
  -webkit-text-size-adjust: 100%;
}
body {
  overflow-wrap: break-word;
  margin: 0;
  background: var(--paper);
  color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
}
header,
main,
footer {
  max-width: 1220px;
  margin: 0 auto;
  padding: 0 20px;
}
header {
  padding-top: 18px;
}
footer {
  padding: 24px 20px 40px;
  color: var(--quiet);
}
h1 {
  font-size: 1.7rem;
  line-height: 1.25;
  margin: 0;
}
h2 {
  font-size: 1.3rem;
  margin: 40px 0 8px;
}
h3 {
  font-size: 1.05rem;
  margin: 0 0 4px;
}
h3.part {
  font-size: 1rem;
  margin: 12px 0 4px;
}
p {
  margin: 0 0 10px;
}
a {
  color: inherit;
  text-underline-offset: 2px;
}
section > p,
section > ul,
section > dl,
ul.works,
.because > p,
.found {
  max-width: 46rem;
}
a.skip,
.hidden {
  position: absolute;
  left: -999px;
}
a.skip:focus {
  left: 16px;
  top: 8px;
  background: var(--paper);
  padding: 4px 8px;
  z-index: 3;
}
:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: 2px;
}
nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  list-style: none;
  padding: 0;
  margin: 6px 0 0;
  font-size: 0.9rem;
}
.kicker {
  margin: 0;
  font-size: 0.8125rem;
  color: var(--quiet);
}
.quiet,
.unit,
.caption,
.interval,
.what {
  color: var(--quiet);
}
.caption,
.small {
  font-size: 0.875rem;
}
sub {
  font-size: 0.75em;
  line-height: 1;
}
button {
  font: inherit;
  font-size: 0.8125rem;
  color: inherit;
  background: none;
  border: 1px solid var(--quiet);
  border-radius: 4px;
  padding: 2px 8px;
  min-height: 26px;
  cursor: pointer;
}
button:hover {
  background: var(--grid);
}
button[hidden],
[hidden] {
  display: none;
}
a.word {
  text-decoration: underline dotted;
  text-decoration-thickness: 1px;
}
.tip {
  position: fixed;
  z-index: 4;
  max-width: min(26rem, calc(100vw - 16px));
  background: var(--text);
  color: var(--paper);
  border-radius: 5px;
  padding: 6px 10px;
  font-size: 0.8125rem;
  line-height: 1.4;
}
section.first {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 540px);
  gap: 0 36px;
  margin-top: 18px;
  align-items: start;
}
.finding {
  font-size: 1.3rem;
  line-height: 1.35;
}
.summary {
  margin-bottom: 12px;
}
.description {
  font-size: 0.9375rem;
}
dl.words {
  border-top: 1px solid var(--grid);
  padding-top: 8px;
  font-size: 0.8125rem;
  line-height: 1.4;
  grid-template-columns: max-content 1fr;
  gap: 3px 12px;
}
dl.words dt {
  color: var(--text);
  font-weight: 600;
}
dl.words dd {
  color: var(--quiet);
}
.level {
  font-size: 1.6rem;
  line-height: 1.2;
  margin-bottom: 6px;
}
.level strong::before {
  content: "✗ ";
}
.level.reconstructed strong::before {
  content: "✓ ";
}
.level.partly strong::before {
  content: "◐ ";
}
.tiles {
  display: grid;
  grid-template-columns: repeat(3, minmax(0, 1fr));
  gap: 12px;
  margin: 14px 0 18px;
}
.tile {
  border: 1px solid var(--grid);
  border-top: 4px solid var(--quiet);
  border-radius: 4px;
  padding: 8px 12px 10px;
}
.tile.good {
  border-top-color: var(--c2);
}
.tile.poor {
  border-top-color: var(--c1);
}
.tile h3 {
  display: flex;
  flex-wrap: wrap;
  gap: 0 8px;
  font-size: 1rem;
  align-items: baseline;
}
.tile h3 .quiet {
  order: 1;
  flex-basis: 100%;
  font-weight: 400;
  font-size: 0.8125rem;
}
.grade {
  margin-left: auto;
  font-size: 0.8125rem;
  border: 1px solid currentColor;
  border-radius: 4px;
  padding: 0 7px;
}
.tile .value {
  font-size: 1.35rem;
  line-height: 1.25;
  margin: 2px 0 4px;
}
.tile .value .unit {
  display: inline-block;
  font-size: 0.875rem;
}
.gauge {
  print-color-adjust: exact;
  position: relative;
  height: 6px;
  margin: 8px 0;
  border-radius: 3px;
  background: linear-gradient(to right, var(--c2), var(--grid) 35%, var(--c1));
}
.gauge i {
  position: absolute;
  top: -4px;
  width: 4px;
  height: 14px;
  margin-left: -2px;
  border-radius: 2px;
  background: var(--text);
}
.ends {
  display: flex;
  flex-wrap: wrap;
  gap: 0 10px;
  justify-content: space-between;
  margin: 0;
  font-size: 0.875rem;
  color: var(--quiet);
}
.ends b {
  color: var(--text);
  font-weight: 500;
}
.tile .says {
  margin: 4px 0 0;
  font-size: 0.8125rem;
  line-height: 1.35;
}
.but {
  font-size: 1.05rem;
}
.level ~ .finding {
  font-size: 1.1rem;
}
.judged {
  grid-column: 1 / -1;
}
.next {
  border-left: 4px solid var(--link);
  padding: 2px 0 2px 14px;
  margin: 0 0 12px;
}
.next p {
  margin-bottom: 4px;
}
.command {
  position: relative;
}
.command p {
  margin: 0;
}
.command pre {
  margin: 2px 0 8px;
  padding-right: 76px;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.command .option {
  white-space: nowrap;
}
.command .copy {
  position: absolute;
  right: 8px;
  bottom: 7px;
  background: var(--paper);
}
.verdicts-head,
ul.verdicts summary {
  display: grid;
  grid-template-columns: 86px minmax(0, 1fr) 230px 72px 76px;
  gap: 0 14px;
  align-items: baseline;
}
.verdicts-head {
  font-size: 0.8125rem;
  color: var(--quiet);
  border-bottom: 1px solid var(--quiet);
  padding: 0 8px 3px 4px;
}
ul.verdicts {
  list-style: none;
  padding: 0;
  margin: 0;
  max-width: none;
}
ul.verdicts > li {
  position: relative;
  border-bottom: 1px solid var(--grid);
}
ul.verdicts details {
  margin: 0;
}
ul.verdicts summary {
  padding: 7px 8px 7px 4px;
  font-size: 0.9375rem;
  line-height: 1.4;
  list-style: none;
}
ul.verdicts summary::-webkit-details-marker {
  display: none;
}
ul.verdicts .claim::after {
  content: " ▸";
  color: var(--quiet);
}
ul.verdicts details[open] .claim::after {
  content: " ▾";
}
ul.verdicts summary:hover {
  background: color-mix(in srgb, var(--grid) 40%, transparent);
}
ul.verdicts .effect b {
  font-weight: 600;
}
ul.verdicts .what {
  display: block;
  font-size: 0.8125rem;
}
ul.verdicts .size {
  color: var(--quiet);
  font-size: 0.875rem;
}
ul.verdicts a.shown {
  position: absolute;
  right: 8px;
  top: 7px;
  width: 76px;
  font-size: 0.875rem;
}
.because {
  padding: 2px 8px 14px 104px;
  overflow-wrap: anywhere;
}
.badge {
  border: 1px solid currentColor;
  border-radius: 4px;
  font-size: 0.8125rem;
  font-weight: 600;
  line-height: 1.4;
  padding: 0 6px;
  white-space: nowrap;
  justify-self: start;
}
li.upheld .badge {
  border-color: var(--c2);
}
li.refuted .badge {
  border-color: var(--c1);
  border-width: 2px;
}
figure {
  display: grid;
  grid-template-columns: minmax(0, 740px) minmax(0, 1fr);
  grid-template-rows: auto 1fr;
  gap: 0 32px;
  margin: 0 0 40px;
  scroll-margin-top: 12px;
}
figure .plot {
  position: relative;
  grid-column: 1;
  grid-row: 1 / 3;
}
figure .told,
figure .more {
  grid-column: 2;
  min-width: 0;
}
figure.lead {
  display: block;
  margin: 0;
}
figure.lead h3 {
  font-size: 0.9375rem;
}
.more {
  font-size: 0.875rem;
}
details.numbers[open] {
  min-width: 0;
}
figure:has(details.numbers[open]):not(.lead) .more {
  grid-column: 1 / -1;
  grid-row: 3;
}
/* The numbers of the first figure have the whole width: its parts are in the grid of the first screen. */
@media (min-width: 821px) {
  .first:has(.lead .numbers[open]) {
    grid-template-rows: auto 1fr;
  }
  .first:has(.lead .numbers[open]) .found {
    grid-row: 1 / 3;
  }
  .lead:has(.numbers[open]) {
    display: contents;
  }
  .lead:has(.numbers[open]) .told {
    grid-row: 1;
  }
  .lead:has(.numbers[open]) .plot {
    grid-column: 2;
    grid-row: 2;
  }
  .lead:has(.numbers[open]) .more {
    grid-column: 1 / -1;
    grid-row: 3;
  }
}
figure svg {
  display: block;
  max-width: 100%;
  height: auto;
}
figure svg.narrow {
  display: none;
}
figure .ring {
  fill: none;
  stroke: var(--text);
  stroke-width: 2;
}
output.value {
  position: absolute;
  z-index: 2;
  max-width: min(24rem, 100%);
  background: var(--text);
  color: var(--paper);
  border-radius: 5px;
  padding: 3px 8px;
  font-size: 0.8125rem;
  line-height: 1.4;
  pointer-events: none;
}
.keep {
  color: var(--quiet);
  margin: 6px 0 0;
}
details {
  margin: 6px 0;
}
summary {
  cursor: pointer;
  padding: 3px 0;
}
.scroll {
  overflow: auto;
  max-height: 32rem;
  border: 1px solid var(--grid);
  /* A shadow at the edge beyond which there is more. */
  background:
    linear-gradient(to right, var(--paper) 30%, transparent) left / 40px 100% no-repeat local,
    linear-gradient(to left, var(--paper) 30%, transparent) right / 40px 100% no-repeat local,
    linear-gradient(to right, var(--quiet), transparent) left / 12px 100% no-repeat scroll,
    linear-gradient(to left, var(--quiet), transparent) right / 12px 100% no-repeat scroll;
}
table {
  border-collapse: separate;
  border-spacing: 0;
  font-size: 0.875rem;
  font-variant-numeric: tabular-nums;
  min-width: 100%;
}
th,
td {
  padding: 5px 10px;
  text-align: left;
  vertical-align: top;
  border-bottom: 1px solid var(--grid);
  overflow-wrap: normal;
}
td {
  white-space: nowrap;
  max-width: 18rem;
  overflow: hidden;
  text-overflow: ellipsis;
}
ul.verdicts td:not(.number),
.judged td:not(.number),
.numbers td:not(.number, .none, .digest) {
  white-space: normal;
  min-width: 4rem;
}
.numbers td:not(.number, .none, .digest):last-child {
  min-width: 8rem;
}
.foldable:not(:has(.unfold input:checked)) .folded {
  display: none;
}
.unfold {
  display: inline-block;
  margin: 0 0 8px;
  font-size: 0.875rem;
}
ul.verdicts + .unfold {
  margin: 10px 0 0 4px;
}
#runs td:not(.number, .none, .digest) {
  white-space: normal;
  min-width: 8rem;
}
td.number,
td.none,
th.number {
  text-align: right;
}
thead th {
  position: sticky;
  top: 0;
  z-index: 1;
  background: var(--paper);
  padding: 0;
  vertical-align: bottom;
}
tbody th {
  position: sticky;
  left: 0;
  background: var(--paper);
  border-right: 1px solid var(--grid);
  font-weight: 500;
  max-width: 18rem;
  white-space: nowrap;
}
tbody th.number,
.numbers tbody th,
#runs tbody th,
ul.verdicts tbody th,
.judged tbody th {
  white-space: normal;
  min-width: 6rem;
}
thead th:first-child {
  left: 0;
  z-index: 2;
  border-right: 1px solid var(--grid);
}
th button {
  all: unset;
  box-sizing: border-box;
  cursor: pointer;
  display: block;
  width: 100%;
  min-width: 4.5rem;
  min-height: 28px;
  padding: 5px 10px;
  font-weight: 600;
  line-height: 1.3;
}
th button:hover {
  background: none;
  text-decoration: underline;
}
th button:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: -2px;
}
th .unit {
  font-weight: 400;
}
th button::after {
  content: " ↕";
  color: var(--quiet);
  font-weight: 400;
}
th[aria-sort="ascending"] button::after {
  content: " ▲";
  color: var(--text);
}
th[aria-sort="descending"] button::after {
  content: " ▼";
  color: var(--text);
}
th[aria-sort="ascending"],
th[aria-sort="descending"] {
  box-shadow: inset 0 -2px var(--link);
}
dl {
  display: grid;
  grid-template-columns: minmax(8rem, max-content) 1fr;
  gap: 3px 16px;
  margin: 8px 0;
}
#data dl,
#words dl,
#measures dl,
#provenance dl {
  max-width: 60rem;
}
dt {
  color: var(--quiet);
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
dd:target {
  outline: 2px solid var(--link);
  outline-offset: 2px;
}
pre,
code {
  font-family: ui-monospace, "DejaVu Sans Mono", monospace;
  font-size: 0.8125rem;
}
pre {
  overflow: auto;
  padding: 10px 12px;
  border: 1px solid var(--grid);
  max-height: 30rem;
}
ul.works li {
  margin-bottom: 4px;
}
select,
input {
  font: inherit;
  color: inherit;
  background: var(--paper);
  border: 1px solid var(--quiet);
  padding: 2px 6px;
  max-width: 100%;
}
.controls {
  display: flex;
  flex-wrap: wrap;
  gap: 6px 12px;
  align-items: center;
  max-width: none;
}
#viewer-step {
  width: 12rem;
  padding: 0;
}
#viewer-time {
  min-width: 9rem;
}
#viewer-angle,
#viewer-time {
  color: var(--quiet);
  font-size: 0.875rem;
}
#viewer-picture {
  border: 1px solid var(--grid);
  cursor: grab;
  touch-action: pan-y;
  user-select: none;
}
#viewer-picture:active {
  cursor: grabbing;
}
#viewer-canvas {
  display: block;
  width: 100%;
}
@media (max-width: 1120px) {
  section.first {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 0 24px;
  }
  figure {
    display: block;
  }
  .verdicts-head,
  ul.verdicts summary {
    grid-template-columns: 82px minmax(0, 1fr) 180px 72px 70px;
    gap: 0 10px;
  }
  ul.verdicts a.shown {
    width: 70px;
  }
}
@media (max-width: 820px) {
  section.first {
    display: flex;
    flex-direction: column;
  }
  .found {
    display: contents;
  }
  .first > *,
  .found > * {
    min-width: 0;
    width: 100%;
  }
  figure.lead {
    order: 1;
  }
  dl.words {
    order: 2;
  }
  .tiles ~ *,
  .judged {
    order: 3;
  }
  .verdicts-head {
    display: none;
  }
  ul.verdicts summary {
    grid-template-columns: auto 1fr auto;
    row-gap: 4px;
    padding-right: 80px;
  }
  ul.verdicts .claim {
    grid-column: 1 / -1;
    grid-row: 2;
    margin-right: -76px;
  }
  ul.verdicts .effect {
    grid-column: 1 / -1;
    grid-row: 3;
    margin-right: -76px;
  }
  ul.verdicts .what {
    display: inline;
  }
  ul.verdicts .what::before {
    content: " ";
  }
  .because {
    padding-left: 8px;
  }
}
@media (max-width: 640px) {
  header,
  main,
  footer {
    padding-left: 14px;
    padding-right: 14px;
  }
  h1 {
    font-size: 1.35rem;
  }
  .finding {
    font-size: 1.1rem;
  }
  figure svg.wide {
    display: none;
  }
  figure svg.narrow {
    display: block;
    width: 100%;
    max-width: 460px;
  }
  .tiles {
    grid-template-columns: 1fr;
  }
  /* A row becomes a card, once its values have their names; the names of columns stay above, to sort by. */
  table:has(td[data-name]),
  table:has(td[data-name]) :is(tbody, tr, th, td) {
    display: block;
  }
  table:has(td[data-name]) thead {
    display: block;
    overflow-x: auto;
  }
  table:has(td[data-name]) thead tr {
    display: flex;
  }
  table:has(td[data-name]) thead th {
    position: static;
    flex: none;
  }
  table:has(td[data-name]) tbody tr {
    padding: 6px 0;
    border-bottom: 1px solid var(--quiet);
  }
  table:has(td[data-name]) tbody :is(th, td) {
    display: flex;
    justify-content: space-between;
    gap: 14px;
    max-width: none;
    padding: 2px 10px;
    border: 0;
    white-space: normal;
    text-align: right;
    overflow-wrap: anywhere;
  }
  table:has(td[data-name]) tbody th {
    position: static;
    font-weight: 600;
  }
  table:has(td[data-name]) tbody :is(th, td)::before {
    content: attr(data-name);
    flex: none;
    max-width: 50%;
    color: var(--quiet);
    font-weight: 400;
    text-align: left;
  }
  dl,
  dl.words {
    grid-template-columns: 1fr;
    gap: 0;
  }
  dd {
    margin-bottom: 6px;
  }
}
@media print {
  nav,
  .skip,
  #viewer,
  .keep,
  details.numbers:not([open]),
  button.copy,
  footer {
    display: none;
  }
  section.first,
  figure {
    display: block;
  }
  .unfold {
    display: none;
  }
  .foldable:not(:has(.unfold input:checked)) li.folded {
    display: list-item;
  }
  figure,
  .tile,
  ul.verdicts > li {
    break-inside: avoid;
  }
  h2,
  h3 {
    break-after: avoid;
  }
  .scroll {
    overflow: visible;
    max-height: none;
    border: 0;
  }
  pre {
    max-height: none;
    white-space: pre-wrap;
  }
  table {
    font-size: 6pt;
  }
  td,
  tbody th {
    padding: 2px 3px;
    max-width: 12em;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  td.digest {
    max-width: 9em;
  }
  th,
  tbody th {
    position: static;
  }
  th button {
    padding: 2px 3px;
    min-width: 0;
    overflow-wrap: normal;
  }
  th button::after {
    content: none;
  }
  body {
    font-size: 11pt;
  }
}
`;

/** The script that shows the values of figures, and keeps figures as files. */
export const figuresScript =
  `// deno-lint-ignore-file lyap/reproducible-numerics -- runs in the reader's browser; nothing that it computes is kept.
(() => {
  const svgSpace = "http://www.w3.org/2000/svg";
  const slug = document.body.dataset.name;

  const short = (value) => {
    if (value === 0 || !Number.isFinite(value)) return String(value);
    const size = Math.abs(value);
    const text = size < 1e-4 || size >= 1e7
      ? value.toExponential(2).replace(
        /e\\+?(-?)(\\d+)/,
        (_, sign, power) => \` × 10^\${sign === "-" ? "−" : ""}\${power}\`,
      )
      : String(Number(value.toPrecision(4)));
    return text.replace(/^-/, "−");
  };
  const logarithm = (scale, value) => scale === "log" ? Math.log10(value) : value;
  const share = ({ s, d: [low, high] }, value) =>
    (logarithm(s, value) - logarithm(s, low)) / (logarithm(s, high) - logarithm(s, low));
  /** A value of an axis in words: the nearest tick where the axis has ticks of its own. */
  const said = (axis, value) => {
    const near = (axis.t ?? []).reduce(
      (best, each) =>
        best === null || Math.abs(share(axis, each[0]) - share(axis, value)) <
            Math.abs(share(axis, best[0]) - share(axis, value))
          ? each
          : best,
      null,
    );
    const text = near !== null && Math.abs(share(axis, near[0]) - share(axis, value)) < 0.06
      ? near[1]
      : axis.s === "decades"
      ? short(10 ** value)
      : short(value);
    return \`\${axis.q} \${text}\${
      axis.u === null || axis.t !== undefined && near !== null && /[^\\d.,−]/.test(near[1]) ? "" : \` \${axis.u}\`
    }\`;
  };

  /** All points of a figure's drawing that is seen, with their places in it. */
  const placedPoints = (svg, panels) => {
    const boxes = svg.dataset.boxes.split(";").map((box) => box.split(",").map(Number));
    return panels.flatMap(({ title, x, y, m }, index) => {
      const [left, top, width, height] = boxes[index];
      return m.flatMap(({ n, p }) =>
        Array.from({ length: p.length / 2 }, (_, k) => {
          const [a, b] = [share(x, p[2 * k]), share(y, p[2 * k + 1])];
          return {
            at: [left + a * width, top + (1 - b) * height],
            inside: a >= -0.001 && a <= 1.001 && b >= -0.001 && b <= 1.001,
            text: [title, n, said(x, p[2 * k]), said(y, p[2 * k + 1])].filter((each) => each !== "").join(
              "; ",
            ),
          };
        })
      ).filter(({ inside }) => inside);
    });
  };

  const seen = (plot) => [...plot.querySelectorAll("svg")].find((svg) => svg.checkVisibility());

  for (const plot of document.querySelectorAll(".plot")) {
    const holder = plot.querySelector("script.values");
    if (holder === null) continue;
    const panels = JSON.parse(holder.textContent);
    const output = plot.querySelector("output");
    let [svg, points, current, ring] = [null, [], -1, null];
    const take = () => {
      const now = seen(plot);
      if (now === undefined || now === svg) return now !== undefined;
      [svg, points, current] = [now, placedPoints(now, panels), -1];
      return true;
    };
    const hide = () => {
      output.hidden = true;
      ring?.remove();
      current = -1;
    };
    const show = (index) => {
      if (index === current) return;
      current = index;
      const { at, text } = points[index];
      ring ??= document.createElementNS(svgSpace, "circle");
      ring.setAttribute("class", "ring");
      ring.setAttribute("r", "7");
      ring.setAttribute("cx", at[0]);
      ring.setAttribute("cy", at[1]);
      svg.append(ring);
      // "D_stsp" has its subscript here too: every third piece is one.
      const pieces = text.split(/(?<![\\p{L}\\d_])([\\p{L}∂]{1,2})_([\\p{L}\\d]{1,5})(?![\\p{L}\\d_])/u);
      output.replaceChildren(...pieces.map((piece, index) => {
        if (index % 3 !== 2) return piece;
        const low = document.createElement("sub");
        low.textContent = piece;
        return low;
      }));
      output.hidden = false;
      const [frame, outer] = [svg.getBoundingClientRect(), plot.getBoundingClientRect()];
      const scale = frame.width / svg.viewBox.baseVal.width;
      const x = frame.left - outer.left + at[0] * scale;
      const y = frame.top - outer.top + at[1] * scale;
      output.style.left = \`\${
        Math.max(0, Math.min(outer.width - output.offsetWidth, x - output.offsetWidth / 2))
      }px\`;
      output.style.top = \`\${y > output.offsetHeight + 14 ? y - output.offsetHeight - 12 : y + 14}px\`;
    };
    plot.addEventListener("pointermove", (event) => {
      if (!take()) return;
      const frame = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / frame.width;
      const [x, y] = [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
      let [best, distance] = [-1, 24 * 24];
      points.forEach(({ at }, index) => {
        const square = (at[0] - x) ** 2 + (at[1] - y) ** 2;
        if (square < distance) [best, distance] = [index, square];
      });
      if (best < 0) hide();
      else show(best);
    });
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") return hide();
      if (
        step === undefined || event.ctrlKey || event.metaKey || event.altKey || !take() || points.length === 0
      ) return;
      event.preventDefault();
      show(
        current < 0 ? (step > 0 ? 0 : points.length - 1) : (current + step + points.length) % points.length,
      );
    });
    addEventListener("resize", hide);
  }

  const save = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  /** The wide drawing with its title and its colours in it, so that it is complete in itself. */
  const standing = (figure) => {
    const svg = figure.querySelector("svg.wide").cloneNode(true);
    svg.querySelector(".ring")?.remove();
    const { width, height } = svg.viewBox.baseVal;
    const words = svg.querySelector("title").textContent.split(" ");
    const lines = words.reduce((all, word) => {
      const line = \`\${all[all.length - 1]} \${word}\`.trim();
      return line.length * 9 > width - 20 && all[all.length - 1] !== ""
        ? [...all, word]
        : [...all.slice(0, -1), line];
    }, [""]);
    const room = 20 * lines.length + 12;
    svg.setAttribute("viewBox", \`0 \${-room} \${width} \${height + room}\`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height + room);
    const style = document.createElementNS(svgSpace, "style");
    style.textContent = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      .filter(({ selectorText }) => selectorText?.startsWith(".lyap-figure")).map(({ cssText }) => cssText)
      .join("");
    const paper = svg.querySelector(".paper");
    paper.setAttribute("y", -room);
    paper.setAttribute("height", height + room);
    lines.forEach((line, index) => {
      const text = document.createElementNS(svgSpace, "text");
      text.setAttribute("x", 10);
      text.setAttribute("y", 20 * (index + 1) - room);
      text.setAttribute("font-size", 16);
      text.setAttribute("font-weight", 600);
      text.textContent = line;
      svg.append(text);
    });
    svg.prepend(style);
    svg.setAttribute("xmlns", svgSpace);
    return { text: new XMLSerializer().serializeToString(svg), width, height: height + room };
  };

  const pixels = ({ text, width, height }) =>
    new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [2 * width, 2 * height];
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => blob === null ? failed(new Error("no picture")) : done(blob), "image/png");
      };
      image.onerror = failed;
      image.src = \`data:image/svg+xml;charset=utf-8,\${encodeURIComponent(text)}\`;
    });

  const field = (text) => /[",\\n]/.test(text) ? \`"\${text.replaceAll('"', '""')}"\` : text;
  const rowsOf = (table) =>
    [...table.rows].map((row) =>
      [...row.cells].map((cell) =>
        field(cell.dataset.value ?? (cell.classList.contains("none") ? "" : cell.textContent.trim()))
      ).join(",")
    ).join("\\r\\n") + "\\r\\n";

  const makers = {
    svg: (figure) => new Blob([standing(figure).text], { type: "image/svg+xml" }),
    png: (figure) => pixels(standing(figure)),
    csv: (figure) => new Blob([rowsOf(figure.querySelector(".numbers table"))], { type: "text/csv" }),
  };
  for (const keep of document.querySelectorAll(".keep")) {
    keep.hidden = false;
    const figure = keep.closest("figure");
    for (const button of keep.querySelectorAll("button")) {
      const { format } = button.dataset;
      button.addEventListener(
        "click",
        async () => save(\`\${slug}-\${figure.id}.\${format}\`, await makers[format](figure)),
      );
    }
  }
})();
`;

/** The script that sorts tables. */
export const sortScript = `(() => {
  const narrow = matchMedia("(max-width: 640px)");
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    return cell.classList.contains("none") ? null : cell.textContent;
  };
  /** Numbers before texts; cells without a value stay at the end in either direction. */
  const compare = (a, b, sign) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    if (typeof a !== typeof b) return sign * (typeof a === "number" ? -1 : 1);
    return sign * a.localeCompare(b, "en", { numeric: true });
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    // On a phone a row is a card, in which each value has the name of its column.
    const names = heads.map((head) => head.textContent.trim());
    const name = () => {
      for (const row of table.tBodies[0].rows) {
        [...row.cells].forEach((cell, column) => cell.dataset.name = names[column]);
      }
    };
    if (narrow.matches) name();
    else narrow.addEventListener("change", name, { once: true });
    heads.forEach((head, column) => {
      head.querySelector("button").addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        const sign = direction === "ascending" ? 1 : -1;
        for (const other of heads) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", direction);
        const body = table.tBodies[0];
        body.append(
          ...[...body.rows].sort((a, b) => compare(keyOf(a, column), keyOf(b, column), sign)),
        );
      });
    });
  }
})();
`;

/** The script that turns attractors. */
export const viewerScript =
  `// deno-lint-ignore-file lyap/reproducible-numerics -- runs in the reader's browser; nothing that it computes is kept.
(() => {
  const byId = (name) => document.getElementById(\`viewer-\${name}\`);
  const [picture, holder] = [byId("picture"), byId("data")];
  if (picture === null || holder === null) return;
  const [canvas, chosen, angle] = [byId("canvas"), byId("run"), byId("angle")];
  /** A page on which networks are trained has no orbits to play from their start. */
  const [play, step, time, reset] = [byId("play"), byId("step"), byId("time"), byId("reset")];
  const given = JSON.parse(holder.textContent);
  const { resolution, dt } = given;
  /** Without scales the box has the size in which the data fit. */
  const edgesOf = ({ edges, variables }) =>
    edges ?? variables.map((name) => ({ name, ends: [-1, 1], ticks: [] }));
  let [edges, orbits] = [edgesOf(given), given.orbits];
  let points = orbits.map((orbit) => {
    const bytes = Uint8Array.from(atob(orbit.points), (character) => character.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / resolution);
  });
  const start = { azimuth: 25, elevation: 12, size: 1 };
  const last = Number(step?.max ?? 0);
  /** Steps for each picture of a playing orbit: the whole of it takes about half a minute. */
  const pace = Math.max(1, Math.round(last / 1800));
  let state = start;
  let scheduled = false;
  let playing = false;

  const styleOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (look) => styleOf(look < 0 ? "--text" : \`--c\${look}\`);

  /** From places in space to places in a square. */
  const projection = (left, top, side) => {
    const [a, e] = [state.azimuth * Math.PI / 180, state.elevation * Math.PI / 180];
    const [sinA, cosA, sinE, cosE] = [Math.sin(a), Math.cos(a), Math.sin(e), Math.cos(e)];
    const scale = 0.34 * side * state.size;
    return (x, y, z) => {
      const away = -sinA * x + cosA * y;
      return [
        left + side / 2 + scale * (cosA * x + sinA * y),
        top + side / 2 + 8 - scale * (cosE * z + sinE * away),
        cosE * away - sinE * z,
      ];
    };
  };

  /** The box around the data: its edges, and scales along the outermost ones; no name crosses the left border. */
  const drawBox = (pen, project, middle, leftmost) => {
    const corner = (bits) => project(...edges.map(({ ends }, k) => ends[(bits >> k) & 1]));
    pen.strokeStyle = styleOf("--grid");
    pen.fillStyle = styleOf("--quiet");
    pen.lineWidth = 1;
    pen.font = "11px system-ui, sans-serif";
    pen.textBaseline = "middle";
    edges.forEach(({ name, ends, ticks }, axis) => {
      const along = [];
      for (let bits = 0; bits < 8; bits++) {
        if ((bits >> axis) & 1) continue;
        const [from, to] = [corner(bits), corner(bits | (1 << axis))];
        along.push({ bits, x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2, from, to });
        pen.beginPath();
        pen.moveTo(from[0], from[1]);
        pen.lineTo(to[0], to[1]);
        pen.stroke();
      }
      if (name === "" || ends[0] === ends[1]) return;
      // Upright scales are at the left, the others below.
      const outer = along.reduce((best, each) =>
        axis === 2 ? (each.x < best.x ? each : best) : (each.y > best.y ? each : best)
      );
      const [dx, dy] = axis === 2 ? [-1, 0] : [Math.sign(outer.x - middle[0]) * 0.5, 0.9];
      pen.textAlign = dx < -0.1 ? "right" : dx > 0.1 ? "left" : "center";
      const at = (value) =>
        project(...edges.map((each, k) => k === axis ? value : each.ends[(outer.bits >> k) & 1]));
      for (const [value, label] of ticks) {
        const [x, y] = at(value);
        pen.beginPath();
        pen.moveTo(x, y);
        pen.lineTo(x + 4 * dx, y + 4 * dy);
        pen.stroke();
        pen.fillText(label, x + 7 * dx, y + 11 * dy);
      }
      const [x, y] = at((ends[0] + ends[1]) / 2);
      pen.font = "600 12px system-ui, sans-serif";
      pen.fillText(name, Math.max(leftmost, x + (axis === 2 ? 32 : 26) * dx), y + 25 * dy);
      pen.font = "11px system-ui, sans-serif";
    });
    pen.textAlign = "left";
    pen.textBaseline = "alphabetic";
  };

  /** An orbit up to a step, far parts faint and near parts strong; what comes later is a shade. */
  const drawOrbit = (pen, project, index, until) => {
    const orbit = points[index];
    const count = orbit.length / 3;
    const layers = [new Path2D(), new Path2D(), new Path2D()];
    const later = new Path2D();
    let before = null;
    let path = null;
    let head = null;
    for (let i = 0; i < count; i++) {
      const here = project(orbit[3 * i], orbit[3 * i + 1], orbit[3 * i + 2]);
      if (before !== null) {
        const own = i > until ? later : layers[here[2] > 0.33 ? 0 : here[2] > -0.33 ? 1 : 2];
        if (own !== path) own.moveTo(before[0], before[1]);
        own.lineTo(here[0], here[1]);
        path = own;
      }
      if (i <= until) head = here;
      before = here;
    }
    pen.lineJoin = "round";
    pen.strokeStyle = colour(orbits[index].look);
    pen.globalAlpha = 0.12;
    pen.lineWidth = 0.8;
    pen.stroke(later);
    layers.forEach((each, layer) => {
      pen.globalAlpha = [0.3, 0.6, 0.95][layer];
      pen.lineWidth = [0.8, 0.9, 1.2][layer];
      pen.stroke(each);
    });
    pen.globalAlpha = 1;
    // Where it has come to, or where it rests, which no line would show.
    if (head === null || (until >= count - 1 && orbits[index].rests !== true)) return;
    pen.fillStyle = colour(orbits[index].look);
    pen.beginPath();
    pen.arc(head[0], head[1], 4.5, 0, 2 * Math.PI);
    pen.fill();
  };

  const drawSquare = (pen, index, left, top, side) => {
    const project = projection(left, top, side);
    pen.save();
    pen.beginPath();
    pen.rect(left, top, side, side);
    pen.clip();
    drawBox(pen, project, [left + side / 2, top + side / 2], left + 14);
    drawOrbit(pen, project, index, step === null ? Infinity : Number(step.value) - 1);
    pen.fillStyle = styleOf("--text");
    pen.font = "600 13px system-ui, sans-serif";
    pen.fillText(orbits[index].name, left + 6, top + 18);
    pen.restore();
  };

  const draw = () => {
    scheduled = false;
    if (playing) {
      step.value = String(Math.min(last, Number(step.value) + pace));
      if (Number(step.value) >= last) stop();
      else request();
    }
    const ratio = globalThis.devicePixelRatio || 1;
    const width = picture.clientWidth;
    const stacked = width < 520;
    const shown = orbits.length > 1 ? [0, chosen === null ? 1 : Number(chosen.value)] : [0];
    const side = stacked ? Math.min(width, 360) : Math.min(width / shown.length, 480);
    const [columns, rows] = stacked ? [1, shown.length] : [shown.length, 1];
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(side * rows * ratio);
    canvas.style.height = \`\${side * rows}px\`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    shown.forEach((index, k) => {
      const [column, row] = stacked ? [0, k] : [k, 0];
      drawSquare(pen, index, column * (width / columns) + (width / columns - side) / 2, row * side, side);
    });
    angle.textContent = \`azimuth \${Math.round(state.azimuth)}°, elevation \${Math.round(state.elevation)}°\`;
    if (time !== null) {
      time.textContent = \`\${step.value} (time \${Number((Number(step.value) * dt).toPrecision(3))})\`;
    }
  };
  const request = () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  };
  const stop = () => {
    playing = false;
    if (play === null) return;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  };
  const turn = (azimuth, elevation, factor = 1) => {
    state = {
      azimuth: ((state.azimuth + azimuth + 540) % 360) - 180,
      elevation: Math.max(-90, Math.min(90, state.elevation + elevation)),
      size: Math.max(0.3, Math.min(5, state.size * factor)),
    };
    request();
  };
  const begin = () => {
    stop();
    state = start;
    if (step !== null) step.value = String(last);
    request();
  };
  const keys = {
    ArrowLeft: () => turn(-5, 0),
    ArrowRight: () => turn(5, 0),
    ArrowUp: () => turn(0, 5),
    ArrowDown: () => turn(0, -5),
    "+": () => turn(0, 0, 1.1),
    "=": () => turn(0, 0, 1.1),
    "-": () => turn(0, 0, 1 / 1.1),
    Home: begin,
  };
  picture.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    picture.focus({ preventScroll: true });
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) turn(0.5 * event.movementX, 0.5 * event.movementY);
  });
  play?.addEventListener("click", () => {
    if (playing) return stop();
    playing = true;
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    if (Number(step.value) >= last) step.value = "1";
    request();
  });
  step?.addEventListener("input", () => {
    stop();
    request();
  });
  reset?.addEventListener("click", begin);
  chosen?.addEventListener("change", request);
  // A page on which networks are trained shows other orbits as they come, and turns them.
  picture.addEventListener("orbits", ({ detail }) => {
    [edges, orbits] = [edgesOf(detail), detail.orbits];
    points = orbits.map((orbit) => orbit.points);
    request();
  });
  picture.addEventListener("turn", ({ detail }) => turn(detail, 0));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", request);
  new ResizeObserver(request).observe(picture);
  addEventListener("beforeprint", draw);
  request();
})();
`;

/** The script that explains words, and copies commands. */
export const wordsScript = `(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const show = (link) => {
    tip.textContent = document.querySelector(link.getAttribute("href"))?.textContent ?? "";
    tip.hidden = tip.textContent === "";
    const box = link.getBoundingClientRect();
    tip.style.left = \`\${Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, box.left))}px\`;
    tip.style.top = \`\${
      box.bottom + tip.offsetHeight + 10 > innerHeight ? box.top - tip.offsetHeight - 6 : box.bottom + 6
    }px\`;
  };
  const hide = () => {
    tip.hidden = true;
  };
  for (const link of document.querySelectorAll("a.word")) {
    for (const name of ["pointerenter", "focus"]) link.addEventListener(name, () => show(link));
    for (const name of ["pointerleave", "blur"]) link.addEventListener(name, hide);
  }
  addEventListener("scroll", hide, { passive: true });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });

  for (const button of document.querySelectorAll("button.copy")) {
    if (navigator.clipboard === undefined) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent);
      button.textContent = "Copied";
      setTimeout(() => button.textContent = "Copy", 2000);
    });
  }

  /** What a print needs is opened for it, and closed again. */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.notes:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
})();
`;
