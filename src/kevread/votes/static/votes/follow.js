// A page that follows a meeting asks every two seconds whether something happened. What is asked answers with the parts
// that changed, or with nothing: they are then taken from the page itself. What is being typed or chosen is never replaced:
// a line says what happened.
(() => {
  "use strict";
  const EVERY = 2000;
  const chosen = (part) => part.querySelector("[data-keep]")
    || (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

  // Where the focus was: the same link, the same button of the same form, the same menu; else the nearest that has a name,
  // never another button.
  const is = (one, ...names) => names.map((name) => `[${name}="${CSS.escape(one.getAttribute(name) || "")}"]`).join("");
  const way = (one) => {
    if (one.id) return `#${CSS.escape(one.id)}`;
    if (one.getAttribute("href")) return `a${is(one, "href")}`;
    const form = one.closest("form[action]"), menu = one.matches("summary") && one.closest("details[id]");
    if (menu) return `#${CSS.escape(menu.id)} > summary`;
    if (!form) return null;
    return `form${is(form, "action")} ${one.name ? `button${is(one, "name", "value")}` : "button:not([name])"}`;
  };
  const put = (part, exact, near) => {
    const there = exact && part.querySelector(exact), one = there || (near && document.getElementById(near)) || part;
    if (!there) one.tabIndex = -1;
    one.focus({ preventScroll: true });
  };

  const take = (part, next) => {
    const pulse = part.querySelector("[data-follow]"), after = next.querySelector("[data-follow]");
    if (chosen(part)) {
      if (pulse && after) pulse.dataset.version = after.dataset.version;
      else pulse?.remove();
      const line = part.querySelector("[data-told-here]");
      if (line && next.dataset.told) { line.textContent = next.dataset.told; line.hidden = false; }
      return;
    }
    const from = part.contains(document.activeElement) && document.activeElement;
    const back = from && { exact: way(from), near: from.closest("[id]")?.id };
    const opened = [...part.querySelectorAll("details[id][open]")].map((one) => one.id);
    part.replaceChildren(...next.childNodes);
    part.hidden = next.hidden;
    for (const key of opened) part.querySelector(`#${CSS.escape(key)}`)?.setAttribute("open", "");
    if (back) put(part, back.exact, back.near);
  };

  // What was asked before the last gesture does not know of it, and would undo it on the screen for a moment.
  let written = 0;
  document.addEventListener("kevread:written", () => { written = performance.now(); });

  // Null when nothing is new, or when one may not read it any more.
  const read = async (url) => {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.status === 200 && !answer.redirected ? answer.text() : null;
  };

  const happened = async () => {
    for (const one of document.querySelectorAll("[data-follow]")) {
      const asked = performance.now(), url = new URL(one.dataset.follow, location.href);
      url.searchParams.set("v", one.dataset.version);
      const parts = await read(url);
      if (parts === null) continue;
      const html = parts || await read(location.href);
      return asked < written ? null : html;
    }
    return null;
  };

  const ask = async () => {
    try {
      const html = document.hidden ? null : await happened();
      if (!html) return;
      const page = new DOMParser().parseFromString(html, "text/html");
      for (const part of document.querySelectorAll("[data-part]")) {
        const next = page.getElementById(part.id);
        if (next) take(part, next);
      }
      document.dispatchEvent(new Event("kevread:taken"));
    } catch { /* No network: the next time. */ } finally { setTimeout(ask, EVERY + Math.random() * 300); }
  };
  setTimeout(ask, EVERY);
})();
