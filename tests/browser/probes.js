/**
 * What the tests ask of a page. These functions run in the browser, so they are JavaScript with its globals.
 *
 * @module
 */

/** By how many pixels the page is wider than the screen. */
export const excessWidth = () => document.documentElement.scrollWidth - innerWidth;

/** By how many pixels the widest table of a verdict is wider than its room. */
export const excessOfVerdicts = () =>
  Math.max(
    ...[...document.querySelectorAll("ul.verdicts .scroll")].map((each) =>
      each.scrollWidth - each.clientWidth
    ),
  );

/** Opens everything that can be opened. */
export const openAll = () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
};

/** What axe finds wrong, contrast included. */
export const violations = async () => {
  const found = await globalThis.axe.run(document, { rules: { "color-contrast": { enabled: true } } });
  return found.violations.map((each) =>
    `${each.id}: ${each.nodes.map(({ html }) => html).slice(0, 3).join(" | ")}`
  );
};

/** Texts of pictures with a contrast below 4.5 against the paper. */
export const poorContrasts = () => {
  const luminance = (colour) =>
    (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((value) => Number(value) / 255)
      .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  return [...document.querySelectorAll("svg.lyap-figure")].flatMap((svg) => {
    const paper = luminance(getComputedStyle(svg.querySelector(".paper")).fill);
    return [...svg.querySelectorAll("text")].flatMap((text) => {
      const [low, high] = [luminance(getComputedStyle(text).fill), paper].sort((a, b) => a - b);
      const contrast = (high + 0.05) / (low + 0.05);
      return contrast >= 4.5 ? [] : [`${text.textContent}: ${contrast}`];
    });
  });
};

/** The descriptions of the pictures that are seen. */
export const descriptions = () =>
  [...document.querySelectorAll("svg.lyap-figure")].filter((svg) => svg.checkVisibility())
    .map((svg) => document.getElementById(svg.getAttribute("aria-describedby")).textContent);

/** Texts of the pictures that overlap each other or leave their picture. */
export const misplacedTexts = () =>
  [...document.querySelectorAll("svg.lyap-figure")].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")]
      .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const name = svg.querySelector("title").textContent;
    const outside = ({ box }) =>
      box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
      box.bottom > frame.bottom + 1;
    const overlap = ({ box: a }, { box: b }) =>
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return texts.flatMap((text, index) => [
      ...(outside(text) ? [`${name}: "${text.text}" leaves the picture`] : []),
      ...texts.slice(index + 1).filter((other) => overlap(text, other))
        .map((other) => `${name}: "${text.text}" overlaps "${other.text}"`),
    ]);
  });

/** The colours of the page and of the first picture's paper. */
export const papers = () => [
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector(".paper")).fill,
];

/** What the viewer shows, as a picture. */
export const viewerPixels = () => document.getElementById("viewer-canvas").toDataURL();

/** Whether the viewer has drawn, and from another side than before. */
export const viewerTurned = (before) => {
  const angle = document.getElementById("viewer-angle").textContent;
  return angle !== "" && angle !== before;
};

/** Resolves when what was asked for has been drawn. */
export const nextFrame = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));

/** What has the focus: its id, or else its text. */
export const focused = () => {
  const active = document.activeElement;
  return active === null ? "" : active.id || active.textContent.trim() || active.tagName;
};

/** The column of seeds of the table of runs. */
export const seedsInOrder = () => {
  const column = [...document.querySelectorAll("#runs thead th")].findIndex((head) =>
    head.textContent === "seed"
  );
  return [...document.querySelectorAll("#runs tbody tr")].map((row) => row.cells[column].textContent);
};

/** Where on the screen the first value of a figure lies. */
export const placeOfFirstValue = (plot) => {
  const holder = document.querySelector(plot);
  holder.scrollIntoView({ block: "center" });
  holder.focus();
  holder.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  const { left, top, width, height } = holder.querySelector(".ring").getBoundingClientRect();
  holder.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  return { x: left + width / 2, y: top + height / 2 };
};

/** How an element is laid out. */
export const displayOf = (element) => getComputedStyle(element).display;

/** Whether the viewer has played beyond a step. */
export const playedBeyond = (step) => Number(document.getElementById("viewer-step").value) > step;

/** What is dropped when a file with this text is. */
export const transferOf = ({ name, text }) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  return transfer;
};

/** What is wider than the screen. */
export const widerThanScreen = () =>
  [...document.querySelectorAll("body *")].filter((each) =>
    each.getBoundingClientRect().right > innerWidth + 0.5
  )
    .map((each) => each.id || each.className || each.tagName);

/** Makes the page believe that there are so many processors. */
export const withProcessors = (count) =>
  Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });

/** Makes of the third worker none, or one that cannot start. */
export const withPartner = (kind) => {
  let made = 0;
  globalThis.Worker = class extends Worker {
    constructor(address) {
      made++;
      if (made === 3 && kind === "none") throw new Error("no more workers");
      super(made === 3 ? "blob:null/missing" : address);
    }
  };
};

/** Milliseconds that an epoch takes, as the page says it while at least so many milliseconds pass. */
export const epochTime = (milliseconds) =>
  new Promise((found) => {
    const reading = document.getElementById("read-epoch");
    let [epoch, begin] = [-1, 0];
    const observer = new MutationObserver(() => {
      const [now, time] = [Number.parseInt(reading.textContent), performance.now()];
      if (epoch < 0) [epoch, begin] = [now, time];
      else if (time - begin >= milliseconds) {
        observer.disconnect();
        found((time - begin) / (now - epoch));
      }
    });
    observer.observe(reading, { childList: true, characterData: true, subtree: true });
  });

/** The mean brightness of a PNG, from 0 (black) to 1. */
export const brightness = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
  return sum / (data.length / 4) / 3 / 255;
};

/** The width of a picture's file in pixels; 0 where it could not be loaded. */
export const widthOfPicture = (image) => image.decode().then(() => image.naturalWidth, () => 0);

/** Remembers the theme of the site, as its settings do. */
export const chooseTheme = (name) => localStorage.setItem("tsd-theme", name);
