// deno-lint-ignore-file lyap/reproducible-numerics -- runs in the reader's browser; nothing that it computes is kept.
(() => {
  const svgSpace = "http://www.w3.org/2000/svg";
  const slug = document.body.dataset.name;

  const short = (value) => {
    if (value === 0 || !Number.isFinite(value)) return String(value);
    const size = Math.abs(value);
    const text = size < 1e-4 || size >= 1e7
      ? value.toExponential(2).replace(
        /e\+?(-?)(\d+)/,
        (_, sign, power) => ` × 10^${sign === "-" ? "−" : ""}${power}`,
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
    return `${axis.q} ${text}${
      axis.u === null || axis.t !== undefined && near !== null && /[^\d.,−]/.test(near[1]) ? "" : ` ${axis.u}`
    }`;
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
      const pieces = text.split(/(?<![\p{L}\d_])([\p{L}∂]{1,2})_([\p{L}\d]{1,5})(?![\p{L}\d_])/u);
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
      output.style.left = `${
        Math.max(0, Math.min(outer.width - output.offsetWidth, x - output.offsetWidth / 2))
      }px`;
      output.style.top = `${y > output.offsetHeight + 14 ? y - output.offsetHeight - 12 : y + 14}px`;
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
      const line = `${all[all.length - 1]} ${word}`.trim();
      return line.length * 9 > width - 20 && all[all.length - 1] !== ""
        ? [...all, word]
        : [...all.slice(0, -1), line];
    }, [""]);
    const room = 20 * lines.length + 12;
    svg.setAttribute("viewBox", `0 ${-room} ${width} ${height + room}`);
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
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });

  const field = (text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rowsOf = (table) =>
    [...table.rows].map((row) =>
      [...row.cells].map((cell) =>
        field(cell.dataset.value ?? (cell.classList.contains("none") ? "" : cell.textContent.trim()))
      ).join(",")
    ).join("\r\n") + "\r\n";

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
        async () => save(`${slug}-${figure.id}.${format}`, await makers[format](figure)),
      );
    }
  }
})();
