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
  max-width: 780px;
  margin: 0 auto;
  padding: 0 16px;
}
header {
  padding-top: 24px;
}
footer {
  padding-bottom: 40px;
  color: var(--quiet);
}
h1 {
  font-size: 1.7rem;
  line-height: 1.25;
  margin: 0 0 8px;
}
h2 {
  font-size: 1.3rem;
  margin: 40px 0 8px;
}
h3 {
  font-size: 1.05rem;
  margin: 0 0 4px;
}
p {
  margin: 0 0 10px;
}
a {
  color: inherit;
  text-underline-offset: 2px;
}
a.skip {
  position: absolute;
  left: -999px;
}
a.skip:focus {
  left: 16px;
  top: 8px;
  background: var(--paper);
  padding: 4px 8px;
  z-index: 1;
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
  margin: 12px 0 0;
}
.summary {
  font-size: 1.05rem;
}
.quiet,
.unit,
figcaption {
  color: var(--quiet);
}
figcaption,
.small {
  font-size: 0.875rem;
}
sub {
  font-size: 0.75em;
  line-height: 1;
}
ul.verdicts {
  list-style: none;
  padding: 0;
  margin: 12px 0;
}
ul.verdicts > li {
  border-left: 5px solid var(--c1);
  padding: 6px 0 6px 14px;
  margin: 0 0 16px;
  overflow-wrap: anywhere;
}
ul.verdicts > li.upheld {
  border-left-color: var(--c2);
}
ul.verdicts > li.refuted {
  border-left-style: double;
}
.badge {
  border: 1px solid currentColor;
  border-radius: 4px;
  display: inline-block;
  font-size: 0.875rem;
  font-weight: 600;
  line-height: 1.4;
  margin-right: 8px;
  padding: 0 7px;
}
figure {
  margin: 0 0 36px;
}
figure svg {
  display: block;
  max-width: 100%;
  height: auto;
}
figure svg.narrow {
  display: none;
}
@media (max-width: 640px) {
  figure svg.wide {
    display: none;
  }
  figure svg.narrow {
    display: block;
    width: 100%;
    max-width: 420px;
  }
  h1 {
    font-size: 1.4rem;
  }
}
details {
  margin: 8px 0;
}
summary {
  cursor: pointer;
  padding: 4px 0;
}
.scroll {
  overflow: auto;
  max-height: 30rem;
  border: 1px solid var(--grid);
}
table {
  border-collapse: collapse;
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
ul.verdicts td:not(.number) {
  white-space: normal;
  min-width: 4rem;
}
td.number,
td.none {
  text-align: right;
}
th {
  position: sticky;
  top: 0;
  background: var(--paper);
  padding: 0;
}
th button {
  all: unset;
  box-sizing: border-box;
  cursor: pointer;
  display: block;
  width: 100%;
  min-height: 28px;
  padding: 5px 10px;
  font-weight: 600;
}
th button:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: -2px;
}
th .unit {
  font-weight: 400;
}
th[aria-sort="ascending"] button::after {
  content: " ▲";
}
th[aria-sort="descending"] button::after {
  content: " ▼";
}
dl {
  display: grid;
  grid-template-columns: minmax(8rem, max-content) 1fr;
  gap: 3px 16px;
  margin: 8px 0;
}
dt {
  color: var(--quiet);
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
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
select {
  font: inherit;
  color: inherit;
  background: var(--paper);
  border: 1px solid var(--quiet);
  padding: 2px 6px;
  max-width: 100%;
}
#viewer-angle {
  color: var(--quiet);
  font-size: 0.875rem;
  margin-left: 8px;
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
@media (max-width: 480px) {
  dl {
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
  footer {
    display: none;
  }
  figure,
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
  td {
    padding: 2px 3px;
    max-width: 12em;
  }
  td.digest {
    max-width: 9em;
  }
  th button {
    padding: 2px 3px;
    overflow-wrap: normal;
  }
  body {
    font-size: 11pt;
  }
}
`;

/** The script that sorts tables. */
export const sortScript = `(() => {
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
  const picture = document.getElementById("viewer-picture");
  const holder = document.getElementById("viewer-data");
  if (picture === null || holder === null) return;
  const canvas = document.getElementById("viewer-canvas");
  const chosen = document.getElementById("viewer-run");
  const angle = document.getElementById("viewer-angle");
  const { variables, resolution, orbits } = JSON.parse(holder.textContent);
  const points = orbits.map((orbit) => {
    const bytes = Uint8Array.from(atob(orbit.points), (character) => character.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / resolution);
  });
  const start = { azimuth: 25, elevation: 12, size: 1 };
  let state = start;
  let scheduled = false;

  const colour = (look) =>
    getComputedStyle(document.documentElement).getPropertyValue(look < 0 ? "--text" : \`--c\${look}\`).trim();

  /** Draws one orbit in a square, far parts faint and near parts strong. */
  const drawOrbit = (pen, index, left, top, side) => {
    const orbit = points[index];
    const [sinA, cosA] = [Math.sin(state.azimuth * Math.PI / 180), Math.cos(state.azimuth * Math.PI / 180)];
    const [sinE, cosE] = [
      Math.sin(state.elevation * Math.PI / 180),
      Math.cos(state.elevation * Math.PI / 180),
    ];
    const project = (x, y, z) => {
      const across = cosA * x + sinA * y;
      const away = -sinA * x + cosA * y;
      return [across, cosE * z + sinE * away, cosE * away - sinE * z];
    };
    const scale = 0.36 * side * state.size;
    const centre = [left + side / 2, top + side / 2 + 8];
    pen.save();
    pen.beginPath();
    pen.rect(left, top, side, side);
    pen.clip();
    pen.lineJoin = "round";
    const layers = [new Path2D(), new Path2D(), new Path2D()];
    let last = -1;
    let before = null;
    for (let i = 0; i < orbit.length; i += 3) {
      const [x, y, depth] = project(orbit[i], orbit[i + 1], orbit[i + 2]);
      const here = [centre[0] + scale * x, centre[1] - scale * y];
      if (before !== null) {
        const layer = depth > 0.33 ? 0 : depth > -0.33 ? 1 : 2;
        if (layer !== last) layers[layer].moveTo(before[0], before[1]);
        layers[layer].lineTo(here[0], here[1]);
        last = layer;
      }
      before = here;
    }
    pen.strokeStyle = colour(orbits[index].look);
    layers.forEach((path, layer) => {
      pen.globalAlpha = [0.3, 0.6, 0.95][layer];
      pen.lineWidth = [0.8, 0.9, 1.2][layer];
      pen.stroke(path);
    });
    pen.globalAlpha = 1;
    pen.fillStyle = pen.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--quiet");
    pen.font = "12px system-ui, sans-serif";
    pen.lineWidth = 1;
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]].forEach((axis, k) => {
      if (variables[k] === "") return;
      const corner = [left + 34, top + side - 30];
      const [x, y] = project(...axis);
      const end = [corner[0] + 22 * x, corner[1] - 22 * y];
      pen.beginPath();
      pen.moveTo(corner[0], corner[1]);
      pen.lineTo(end[0], end[1]);
      pen.stroke();
      pen.fillText(variables[k], end[0] + 3 * x - 3, end[1] - 5 * y + 3);
    });
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--text");
    pen.font = "600 13px system-ui, sans-serif";
    pen.fillText(orbits[index].name, left + 4, top + 16);
    pen.restore();
  };

  const draw = () => {
    scheduled = false;
    const ratio = globalThis.devicePixelRatio || 1;
    const width = picture.clientWidth;
    const stacked = width < 480;
    const shown = orbits.length > 1 ? [0, Number(chosen.value)] : [0];
    const side = stacked ? Math.min(width, 340) : Math.min(width / shown.length, 420);
    const [columns, rows] = stacked ? [1, shown.length] : [shown.length, 1];
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(side * rows * ratio);
    canvas.style.height = \`\${side * rows}px\`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    shown.forEach((index, k) => {
      const [column, row] = stacked ? [0, k] : [k, 0];
      drawOrbit(pen, index, column * (width / columns) + (width / columns - side) / 2, row * side, side);
    });
    angle.textContent = \`azimuth \${Math.round(state.azimuth)}°, elevation \${Math.round(state.elevation)}°\`;
  };
  const request = () => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  };
  const turn = (azimuth, elevation, factor = 1) => {
    state = {
      azimuth: ((state.azimuth + azimuth + 540) % 360) - 180,
      elevation: Math.max(-90, Math.min(90, state.elevation + elevation)),
      size: Math.max(0.3, Math.min(5, state.size * factor)),
    };
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
    Home: () => {
      state = start;
      request();
    },
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
  chosen.addEventListener("change", request);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", request);
  new ResizeObserver(request).observe(picture);
  addEventListener("beforeprint", draw);
  request();
})();
`;
