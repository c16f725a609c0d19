// What HTML cannot do alone: filter a list as one types, close a menu from outside, say which part is being read, show the
// tab that is open, copy what a field holds, paste a block into a table of fields, dialogs where command is unknown.
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s’'-]+/g, " ").trim();

  document.addEventListener("input", (event) => {
    const list = event.target.dataset && document.getElementById(event.target.dataset.filter);
    if (!list) return;
    const words = plain(event.target.value).split(" ");
    let shown = 0;
    const groups = "grouped" in list.dataset ? list.children : [];
    for (const item of groups.length ? list.querySelectorAll("li") : list.children) {
      const text = (item.dataset.words ??= plain(item.textContent));
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const empty = document.querySelector(`[data-filter-empty="${list.id}"]`);
    if (empty) empty.hidden = shown > 0;
  });

  const closeMenus = (keep) => {
    for (const menu of document.querySelectorAll("details.tool[open]")) if (menu !== keep) menu.open = false;
  };
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.tool"));
    const button = event.target.closest("button[commandfor]");
    if (button && !("commandForElement" in HTMLButtonElement.prototype)) {
      const dialog = document.getElementById(button.getAttribute("commandfor"));
      if (dialog) button.getAttribute("command") === "close" ? dialog.close() : dialog.showModal();
    }
    if (event.target instanceof HTMLDialogElement) event.target.close();
    const copies = event.target.closest("[data-copies]");
    const field = copies && document.getElementById(copies.dataset.copies);
    if (!field) return;
    field.select(); // stays selected where nothing may be copied
    const done = () => { copies.textContent = copies.dataset.done; };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, () => {});
    else if (document.execCommand("copy")) done();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.tool[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // A table of fields: a block copied from a spreadsheet is pasted from the field one is in; up, down and Enter change rows.
  const cellAt = (grid, down, across) => grid.querySelector(`[data-cell="${down} ${across}"]`);
  const placeOf = (field) => [field.closest("[data-grid]"), ...field.dataset.cell.split(" ").map(Number)];
  document.addEventListener("paste", (event) => {
    if (!event.target.dataset?.cell) return;
    const rows = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((row) => row.split("\t"));
    if (rows.length === 1 && rows[0].length === 1) return;
    event.preventDefault();
    const [grid, top, start] = placeOf(event.target);
    rows.forEach((row, down) => row.forEach((text, across) => {
      const field = cellAt(grid, top + down, start + across);
      if (field) field.value = text.trim();
    }));
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (!step || !event.target.dataset?.cell) return;
    const [grid, down, across] = placeOf(event.target);
    const last = Math.max(...[...grid.querySelectorAll("[data-cell]")].map((field) => Number(field.dataset.cell.split(" ")[0])));
    for (let row = down + step; row >= 0 && row <= last; row += step) {
      const field = cellAt(grid, row, across);
      if (!field) continue;
      event.preventDefault();
      field.focus(); field.select();
      return;
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const rail = document.querySelector("[data-rail]");
    if (!rail) return;
    const reading = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) {
        const link = isIntersecting && rail.querySelector(`a[href$="#${target.id}"]`);
        if (!link) continue;
        rail.querySelector("[aria-current]")?.removeAttribute("aria-current");
        link.setAttribute("aria-current", "location");
      }
    }, { rootMargin: "-25% 0px -70%" });
    for (const section of document.querySelectorAll(".charter > section")) reading.observe(section);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[role=alert][tabindex]")?.focus();
    for (const copies of document.querySelectorAll("[data-copies]")) copies.hidden = false;
  });
  // A row of tabs is one line, which scrolls: the one that is open is in sight.
  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll(".tabs [aria-current]")) {
      const row = link.closest("ul");
      row.scrollLeft = link.offsetLeft - row.offsetLeft - 40;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target.querySelector("[role=alert][tabindex]")?.focus());
})();
