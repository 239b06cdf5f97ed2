/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The page: turns what the reader does into events, and the state into what is seen.
 *
 * @module
 */
import { shortNumber } from "../../numerics/format.ts";
import { growthFigure, lossOverEpochsFigure, overIntervalFigure, type PageFigure } from "../figures.ts";
import { goldenSpec } from "../golden.ts";
import {
  type BuiltIn,
  type CheckedStep,
  type DataView,
  type DroppedFile,
  type FromWorker,
  type StepOfRun,
  stepsOfRun,
  type ToWorker,
} from "../messages.ts";
import {
  choicesOf,
  firstSpec,
  fragmentOf,
  INTERVALS,
  offeredCells,
  offeredDatasets,
  presets,
  sameDataset,
  specText,
} from "../spec.ts";
import { type Effect, firstState, type PageEvent, type State, update } from "../state.ts";

const byId = <A extends HTMLElement>(id: string): A => document.getElementById(id) as A;

/** What the start of the page has unpacked. */
const { lyapPublished: published, lyapWorker: workerAddress } = globalThis as unknown as {
  readonly lyapPublished: BuiltIn;
  readonly lyapWorker: string;
};

// What is remembered: the state, and the workers.

let state = firstState;

const startWorker = (): Worker => {
  const worker = new Worker(workerAddress);
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => dispatch({ kind: "heard", message: data });
  worker.onerror = ({ message }) =>
    dispatch({ kind: "failed", what: `A worker has stopped (${message}); reload the page` });
  return worker;
};

const workers = { trainer: startWorker(), observer: startWorker() };

/** Gives the trainer a partner, which is in its way where there is one processor; without one it trains alone. */
const givePartner = (): void => {
  const say = (worker: Worker, message: ToWorker, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  const { port1, port2 } = new MessageChannel();
  try {
    const partner = startWorker();
    partner.onerror = ({ message }) =>
      say(workers.trainer, { generation: 0, kind: "alone", lines: [`A worker has stopped (${message})`] });
    say(partner, { generation: 0, kind: "paired", port: port2 }, [port2]);
    say(workers.trainer, { generation: 0, kind: "paired", port: port1 }, [port1]);
  } catch {
    port1.close();
  }
};

if (navigator.hardwareConcurrency > 1) givePartner();

/** What need not be copied, since the page has no more use for it. */
const transferred = (message: ToWorker): readonly Transferable[] =>
  message.kind === "data" && message.data !== null
    ? [...new Set(Object.values(message.data.files).map(({ buffer }) => buffer as ArrayBuffer))]
    : [];

const run = (effect: Effect): void => {
  if (effect.kind === "send") {
    workers[effect.whom].postMessage(effect.message, [...transferred(effect.message)]);
    return;
  }
  // A page that was opened without a spec keeps its short address until something is chosen.
  if (location.hash !== "" || effect.spec !== firstSpec) {
    history.replaceState(null, "", fragmentOf(effect.spec));
  }
};

const dispatch = (event: PageEvent): void => {
  const [next, effects] = update(state, event);
  state = next;
  effects.forEach(run);
  requestRender();
};

// What is seen. Each part is drawn again only if what it depends on has changed.

const seen = new Map<string, readonly unknown[]>();
const whenChanged = (part: string, needs: readonly unknown[], show: () => void): void => {
  const before = seen.get(part);
  if (before !== undefined && needs.every((need, index) => Object.is(need, before[index]))) return;
  seen.set(part, needs);
  show();
};

const setText = (id: string, text: string): void => {
  const node = byId(id);
  if (node.textContent !== text) node.textContent = text;
};

const showFigure = (
  id: string,
  figure: (size: readonly [number, number]) => PageFigure,
  height: number,
): void => {
  const node = byId(id);
  const { svg, says } = figure([Math.max(240, node.clientWidth), height]);
  node.innerHTML = svg;
  node.setAttribute("aria-label", says);
};

const element = (name: string, text: string, className = ""): HTMLElement => {
  const node = document.createElement(name);
  node.textContent = text;
  if (className !== "") node.className = className;
  return node;
};

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The published network of a preset, from one side. */
const drawPicture = (canvas: HTMLCanvasElement, orbit: Float32Array | undefined): void => {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d")!;
  pen.scale(ratio, ratio);
  if (orbit === undefined) return;
  const scale = 0.46 * Math.min(width, height);
  pen.strokeStyle = pen.fillStyle = colour("--c0");
  pen.lineWidth = 0.7;
  pen.beginPath();
  const at = (i: number): readonly [number, number] => [
    width / 2 + scale * orbit[3 * i]!,
    height / 2 - scale * orbit[3 * i + 2]!,
  ];
  const count = orbit.length / 3;
  for (let i = 0; i < count; i++) pen.lineTo(...at(i));
  pen.stroke();
  // An orbit that rests would not be seen.
  pen.beginPath();
  pen.arc(...at(count - 1), 2.4, 0, 7);
  pen.fill();
};

const showPresets = (): void => {
  const { interval, dataset, cell } = choicesOf(state.spec);
  const usual = choicesOf(firstSpec);
  for (const preset of presets) {
    const button = byId<HTMLButtonElement>(`preset-${preset.interval}`);
    const isChosen = interval === preset.interval && dataset === usual.dataset && cell === usual.cell;
    button.setAttribute("aria-pressed", String(isChosen));
    drawPicture(button.querySelector("canvas")!, state.pictures[preset.interval]);
  }
};

const makePresets = (): void => {
  for (const { interval, title, what } of presets) {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `preset-${interval}`;
    button.className = "preset";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    const words = document.createElement("div");
    words.append(element("strong", `τ = ${interval}: ${title}`), element("span", what));
    button.append(canvas, words);
    const usual = choicesOf(firstSpec);
    button.onclick = () => dispatch({ kind: "tried", choices: { ...usual, interval } });
    byId("presets").append(button);
  }
};

const phaseWords = ({ phase, progress, outcome }: State): string => {
  switch (phase.kind) {
    case "reading":
      return "Reading …";
    case "awaiting":
      return "Waiting for a file";
    case "preparing":
      return "Making the data and finding their exponents …";
    case "ready":
      return "Ready to train";
    case "training":
      return "Training";
    case "paused":
      return `Paused after epoch ${progress?.epoch ?? 0}`;
    case "measuring":
      return "Trained; measuring its attractor and its exponents …";
    case "done":
      return outcome?.kind === "diverged"
        ? `The training diverged in epoch ${outcome.epoch}: no finite weights were left`
        : "Done";
    case "stuck":
      return "Cannot train with these settings";
  }
};

const showButtons = (): void => {
  const { kind } = state.phase;
  const button = byId<HTMLButtonElement>("train");
  button.textContent = kind === "training"
    ? "Pause"
    : kind === "paused"
    ? "Continue"
    : kind === "done"
    ? "Train again"
    : "Train";
  button.disabled = ["reading", "awaiting", "measuring", "stuck"].includes(kind);
  byId<HTMLButtonElement>("restart").disabled = !["training", "paused", "measuring", "done"].includes(kind);
  setText("phase", phaseWords(state));
};

const showReadings = (): void => {
  const { progress, losses, deep, data } = state;
  const loss = losses[losses.length - 1]?.[1];
  byId<HTMLProgressElement>("progress").value = progress === null ? 0 : progress.epoch / progress.epochs;
  setText("read-epoch", progress === null ? "–" : `${progress.epoch} of ${progress.epochs}`);
  setText("read-loss", loss === undefined ? "–" : shortNumber(loss));
  setText(
    "read-divergence",
    deep === null ? "–" : deep.divergence === null ? "the free run diverged" : shortNumber(deep.divergence),
  );
  const exponentText = (perStep: number): string => shortNumber(data === null ? perStep : perStep / data.dt);
  setText(
    "read-exponent",
    deep === null || deep.exponent === null ? "–" : exponentText(deep.exponent) +
      (data === null || data.exponent === null ? "" : ` (data: ${exponentText(data.exponent)})`),
  );
  setText("read-rate", progress === null || progress.rate === 0 ? "–" : shortNumber(progress.rate));
};

const setValue = (id: string, value: string): void => {
  const field = byId<HTMLInputElement>(id);
  if (document.activeElement !== field && field.value !== value) field.value = value;
};

const option = (value: string, text: string): HTMLOptionElement => new Option(text, value);

const showSettings = (): void => {
  const { dataset, cell, units, interval, seed, epochs } = choicesOf(state.spec);
  const systems = byId<HTMLSelectElement>("dataset");
  systems.replaceChildren(
    ...offeredDatasets.map(({ name, title }) => option(name, title)),
    ...(dataset === null ? [option("", state.data?.title ?? "another dataset")] : []),
  );
  systems.value = dataset ?? "";
  const cells = byId<HTMLSelectElement>("cell");
  cells.replaceChildren(...[...new Set([...offeredCells, cell])].map((name) => option(name, name)));
  cells.value = cell;
  setValue("units", String(units));
  setValue("seed", String(seed));
  setValue("epochs", String(epochs));
  setValue("interval", String(interval ?? INTERVALS.least));
  setText("interval-now", interval === null ? "not set" : byId<HTMLInputElement>("interval").value);
  byId("run-field").hidden = state.runs.length < 2;
  const runs = byId<HTMLSelectElement>("run");
  runs.replaceChildren(...state.runs.map(({ id }) => option(id, id)));
  runs.value = state.runs.find(({ spec }) => spec === state.spec)?.id ?? "";
  byId("save-series").hidden = state.file === null;
};

const showPredictability = (): void => {
  const steps = state.data?.predictabilitySteps ?? null;
  const mark = byId("interval-mark");
  mark.hidden = steps === null || steps > INTERVALS.most;
  if (steps !== null) {
    const share = (steps - INTERVALS.least) / (INTERVALS.most - INTERVALS.least);
    mark.style.setProperty("--share", String(share));
    mark.textContent = `ln 2/λ₁ = ${Math.round(steps)}`;
  }
  setText(
    "text-predictability",
    steps === null ? "ln\u00a02/λ₁" : `ln\u00a02/λ₁ (here ${Math.round(steps)} steps)`,
  );
};

const stepNames: Readonly<Record<StepOfRun, string>> = {
  dataset: "data",
  train: "training",
  lyapunov: "exponents",
  evaluate: "measures",
};

const isSame = ({ content, published }: CheckedStep): boolean =>
  published !== null && content.startsWith(published.content);

const proofItem = (step: StepOfRun, each: CheckedStep): HTMLElement => {
  const item = document.createElement("li");
  const [className, says] = each.published === null
    ? ["", "not published"]
    : isSame(each)
    ? ["same", `✓ the same bits as published (${each.published.of})`]
    : ["other", `✗ other bits than published (${each.published.of}): ${each.published.content}`];
  item.className = className;
  item.append(`${stepNames[step]}: ${says} `, element("code", each.content, "small"));
  return item;
};

const proofWords = ({ checks, milestones, phase, states }: State): string => {
  const made = Object.values(checks);
  const { train } = checks;
  if (made.some((each) => each.published !== null && !isSame(each))) {
    return "These are not the bits that were published. Please report it, with your browser and processor.";
  }
  if (train !== undefined && isSame(train)) {
    return phase.kind === "done"
      ? "Bit for bit: your browser has made the network that was published."
      : "Bit for bit: these are the weights that were published.";
  }
  if (train !== undefined) {
    return "Nobody has published this run. The command below makes the same digests in a terminal.";
  }
  const same = milestones.filter((each) => each.same === true);
  if (same.length > 0) {
    return `After ${same[same.length - 1]!.epoch} epochs: the same bits as the published training.`;
  }
  return Object.keys(states).length > 0
    ? "This run was published: its states and its end will be compared."
    : "Train, and the digests of all that is made appear here, beside those that were published.";
};

const showProof = (): void => {
  setText("proof-says", proofWords(state));
  byId("proof-says").className = state.phase.kind === "done" ? "headline" : "";
  const { checks, milestones, digest, file } = state;
  byId("proof-list").replaceChildren(
    ...stepsOfRun.flatMap((step) => checks[step] === undefined ? [] : [proofItem(step, checks[step])]),
    ...milestones.map(({ epoch, digest: found, same }) => {
      const says = same === null ? "" : same ? "✓ as published " : "✗ other than published ";
      const item = element("li", `state after ${epoch} epochs: ${says}`);
      item.className = same === null ? "" : same ? "same" : "other";
      item.append(element("code", found, "small"));
      return item;
    }),
  );
  const command = byId("proof-command");
  if (digest === null) {
    command.replaceChildren();
    return;
  }
  const name = `${state.spec.name}.json`;
  const data = file === null ? "" : " --data .";
  command.replaceChildren(
    element(
      "p",
      `In a terminal, in a clone of lyap, with ${name}${
        file === null ? "" : ` and ${file.name}`
      } saved there:`,
    ),
    element("p", `npx -y deno@2.9.5 task lyap run ${name}${data}`, "command"),
    element("p", "Its report has for this run the digest "),
  );
  command.lastElementChild!.append(element("code", digest));
};

const showNotice = (): void => {
  const node = byId("notice");
  node.className = state.notice?.tone ?? "";
  node.replaceChildren(...(state.notice?.lines ?? []).map((line) => element("p", line)));
};

/** Whether the last fifth of an orbit hardly moves. */
const rests = (orbit: Float32Array): boolean => {
  const end = orbit.subarray(3 * Math.floor(0.8 * orbit.length / 3));
  return end.every((value, index) => Math.abs(value - end[index % 3]!) < 0.02);
};

/** The box around the true attractor; it has no scales, which would be in standard deviations. */
const edgesOf = (data: DataView | null) =>
  [0, 1, 2].map((axis) => {
    let [low, high] = [-1, 1];
    if (data !== null) {
      [low, high] = [Infinity, -Infinity];
      for (let i = axis; i < data.orbit.length; i += 3) {
        low = Math.min(low, data.orbit[i]!);
        high = Math.max(high, data.orbit[i]!);
      }
    }
    return { name: data?.variables[axis] ?? "", ends: [low, high], ticks: [] };
  });

const showOrbits = (): void => {
  const { data, look } = state;
  const { cell } = choicesOf(state.spec);
  const none = new Float32Array(0);
  byId("viewer-picture").dispatchEvent(
    new CustomEvent("orbits", {
      detail: {
        edges: edgesOf(data),
        orbits: [
          { name: "the true one", look: -1, points: data?.orbit ?? none },
          {
            name: look === null
              ? `the ${cell}’s: train it`
              : look.orbit === null
              ? `the ${cell}’s left all bounds`
              : `the ${cell}’s, epoch ${look.epoch}${rests(look.orbit) ? ": at rest" : ""}`,
            rests: look?.orbit !== null && look?.orbit !== undefined && rests(look.orbit),
            look: 0,
            points: look?.orbit ?? none,
          },
        ],
      },
    }),
  );
};

const showDivergence = (): void => {
  const { tried, data, spec } = state;
  const { cell, interval } = choicesOf(spec);
  const known = sameDataset(spec, firstSpec) ? published.points.filter((each) => each.cell === cell) : [];
  showFigure(
    "figure-divergence",
    (size) => overIntervalFigure({ tried, published: known, data, interval, cell }, size),
    230,
  );
};

const render = (): void => {
  const { spec, data, losses, deep, progress, look, phase, notice, pictures, tried } = state;
  whenChanged("notice", [notice], showNotice);
  whenChanged("buttons", [phase, progress?.epoch, state.outcome], showButtons);
  whenChanged("readings", [progress, losses, deep, data], showReadings);
  whenChanged("settings", [spec, data, state.runs, state.file], showSettings);
  whenChanged("predictability", [data], showPredictability);
  whenChanged("presets", [spec, pictures], showPresets);
  whenChanged("orbits", [data, look, spec], showOrbits);
  whenChanged(
    "loss",
    [losses, spec],
    () =>
      showFigure("figure-loss", (size) => lossOverEpochsFigure(losses, choicesOf(spec).epochs, size), 160),
  );
  whenChanged("growth", [deep], () => showFigure("figure-growth", (size) => growthFigure(deep, size), 160));
  whenChanged("divergence", [tried, data, spec], showDivergence);
  whenChanged(
    "proof",
    [state.checks, state.milestones, state.digest, phase, state.states, state.file],
    showProof,
  );
};

let scheduled = false;
const requestRender = (): void => {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    render();
  });
};

/** Everything is drawn again: the colours or the width have changed. */
const renderAll = (): void => {
  seen.clear();
  requestRender();
};

// What the reader does.

const chooseNumber = (id: "units" | "seed" | "epochs"): void => {
  const field = byId<HTMLInputElement>(id);
  field.onchange = () => {
    // Letters and numbers out of bounds are no choice: the field goes back.
    if (field.value !== "" && field.checkValidity()) {
      dispatch({ kind: "chose", choices: { [id]: Number(field.value) } });
    } else field.value = String(choicesOf(state.spec)[id]);
  };
};

const readFiles = async (files: Iterable<File>): Promise<void> => {
  const read = await Promise.all(
    [...files].map(async (file): Promise<DroppedFile> => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  if (read.length > 0) dispatch({ kind: "dropped", files: read });
};

const save = (name: string, content: string | Uint8Array): void => {
  const address = URL.createObjectURL(new Blob([content as BlobPart]));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
};

const listen = (): void => {
  byId("train").onclick = () => {
    const { kind } = state.phase;
    dispatch({
      kind: "pressed",
      button: kind === "training" ? "pause" : kind === "paused" ? "continue" : "train",
    });
  };
  byId("restart").onclick = () => dispatch({ kind: "pressed", button: "restart" });
  const interval = byId<HTMLInputElement>("interval");
  interval.oninput = () => setText("interval-now", interval.value);
  interval.onchange = () => dispatch({ kind: "chose", choices: { interval: Number(interval.value) } });
  byId<HTMLSelectElement>("dataset").onchange = ({ target }) =>
    dispatch({ kind: "chose", choices: { dataset: (target as HTMLSelectElement).value } });
  byId<HTMLSelectElement>("cell").onchange = ({ target }) =>
    dispatch({ kind: "chose", choices: { cell: (target as HTMLSelectElement).value } });
  byId<HTMLSelectElement>("run").onchange = ({ target }) =>
    dispatch({ kind: "choseRun", id: (target as HTMLSelectElement).value });
  chooseNumber("units");
  chooseNumber("seed");
  chooseNumber("epochs");
  const files = byId<HTMLInputElement>("files");
  files.onchange = async () => {
    await readFiles(files.files ?? []);
    files.value = "";
  };
  document.body.ondragover = (event) => {
    event.preventDefault();
    document.body.classList.add("dragging");
  };
  document.body.ondragleave = () => document.body.classList.remove("dragging");
  document.body.ondrop = async (event) => {
    event.preventDefault();
    document.body.classList.remove("dragging");
    await readFiles(event.dataTransfer?.files ?? []);
  };
  byId("golden").onclick = () => dispatch({ kind: "wanted", spec: goldenSpec });
  byId("save").onclick = () => save(`${state.spec.name}.json`, specText(state.spec));
  byId("save-series").onclick = () => {
    if (state.file !== null) save(state.file.name, state.file.bytes);
  };
  const copy = byId("copy");
  copy.onclick = async () => {
    const address = location.href.split("#")[0] + fragmentOf(state.spec);
    history.replaceState(null, "", fragmentOf(state.spec));
    const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false) ?? false;
    copy.textContent = copied ? "Copied" : "The link is in the address bar";
    setTimeout(() => copy.textContent = "Copy the link", 2000);
  };
  addEventListener("hashchange", () => dispatch({ kind: "moved", fragment: location.hash }));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renderAll);
  new ResizeObserver(renderAll).observe(document.body);
};

/** Degrees by which the attractors turn in a second, and milliseconds between two pictures of them. */
const TURN = 9;
const PICTURE_EVERY = navigator.hardwareConcurrency < 4 ? 250 : 50;

const turn = (): void => {
  const picture = byId("viewer-picture");
  const button = byId("turning");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let turns = !calm.matches;
  let before = performance.now();
  let visible = true;
  const show = (): void => button.setAttribute("aria-pressed", String(turns));
  const stop = (): void => {
    turns = false;
    show();
  };
  button.onclick = () => {
    turns = !turns;
    show();
  };
  calm.addEventListener("change", () => {
    if (calm.matches) stop();
  });
  picture.addEventListener("pointerdown", stop);
  picture.addEventListener("keydown", ({ key }) => {
    if (key.startsWith("Arrow")) stop();
  });
  new IntersectionObserver(([entry]) => visible = entry?.isIntersecting ?? true).observe(picture);
  const frame = (time: number): void => {
    if (turns && visible) {
      picture.dispatchEvent(new CustomEvent("turn", { detail: TURN * Math.min(200, time - before) / 1000 }));
    }
    before = time;
    // A frame that draws nothing would still wake the browser, sixty times in a second.
    setTimeout(requestAnimationFrame, PICTURE_EVERY, frame);
  };
  show();
  requestAnimationFrame(frame);
};

setText("made", published.from);
makePresets();
listen();
turn();
dispatch({ kind: "started", fragment: location.hash, published });
