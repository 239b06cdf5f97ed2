// deno-lint-ignore-file lyap/reproducible-numerics -- runs in the reader's browser; nothing that it computes is kept.
(() => {
  const picture = document.getElementById("viewer-picture");
  const holder = document.getElementById("viewer-data");
  if (picture === null || holder === null) return;
  const canvas = document.getElementById("viewer-canvas");
  const chosen = document.getElementById("viewer-run");
  const angle = document.getElementById("viewer-angle");
  let { variables, resolution, orbits } = JSON.parse(holder.textContent);
  let points = orbits.map((orbit) => {
    const bytes = Uint8Array.from(atob(orbit.points), (character) => character.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true) / resolution);
  });
  const start = { azimuth: 25, elevation: 12, size: 1 };
  let state = start;
  let scheduled = false;

  const colour = (look) =>
    getComputedStyle(document.documentElement).getPropertyValue(look < 0 ? "--text" : `--c${look}`).trim();

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
    if (orbits[index].rests && before !== null) {
      pen.fillStyle = pen.strokeStyle;
      pen.beginPath();
      pen.arc(before[0], before[1], 4, 0, 7);
      pen.fill();
    }
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
    const shown = orbits.length > 1 ? [0, chosen === null ? 1 : Number(chosen.value)] : [0];
    const side = stacked ? Math.min(width, 340) : Math.min(width / shown.length, 420);
    const [columns, rows] = stacked ? [1, shown.length] : [shown.length, 1];
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(side * rows * ratio);
    canvas.style.height = `${side * rows}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    shown.forEach((index, k) => {
      const [column, row] = stacked ? [0, k] : [k, 0];
      drawOrbit(pen, index, column * (width / columns) + (width / columns - side) / 2, row * side, side);
    });
    angle.textContent = `azimuth ${Math.round(state.azimuth)}°, elevation ${Math.round(state.elevation)}°`;
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
  chosen?.addEventListener("change", request);
  // A page on which networks are trained shows other orbits as they come, and turns them.
  picture.addEventListener("orbits", ({ detail }) => {
    ({ variables, orbits } = detail);
    points = orbits.map((orbit) => orbit.points);
    request();
  });
  picture.addEventListener("turn", ({ detail }) => turn(detail, 0));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", request);
  new ResizeObserver(request).observe(picture);
  addEventListener("beforeprint", draw);
  request();
})();
