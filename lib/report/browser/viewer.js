// deno-lint-ignore-file lyap/reproducible-numerics -- runs in the reader's browser; nothing that it computes is kept.
(() => {
  const byId = (name) => document.getElementById(`viewer-${name}`);
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
  const colour = (look) => styleOf(look < 0 ? "--text" : `--c${look}`);

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
    canvas.style.height = `${side * rows}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    shown.forEach((index, k) => {
      const [column, row] = stacked ? [0, k] : [k, 0];
      drawSquare(pen, index, column * (width / columns) + (width / columns - side) / 2, row * side, side);
    });
    angle.textContent = `azimuth ${Math.round(state.azimuth)}°, elevation ${Math.round(state.elevation)}°`;
    if (time !== null) {
      time.textContent = `${step.value} (time ${Number((Number(step.value) * dt).toPrecision(3))})`;
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
