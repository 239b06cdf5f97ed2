(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const show = (link) => {
    tip.textContent = document.querySelector(link.getAttribute("href"))?.textContent ?? "";
    tip.hidden = tip.textContent === "";
    const box = link.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, box.left))}px`;
    tip.style.top = `${
      box.bottom + tip.offsetHeight + 10 > innerHeight ? box.top - tip.offsetHeight - 6 : box.bottom + 6
    }px`;
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
