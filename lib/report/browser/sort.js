(() => {
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
