// A page that follows a meeting asks every two seconds whether something happened, then takes from itself the parts that
// changed. What is being typed or chosen is never replaced: a line says what happened.
(() => {
  "use strict";
  const EVERY = 2000;
  const chosen = (part) => part.querySelector("[data-keep]")
    || (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

  // Where the focus was: the same link, or the button of the same form.
  const way = (one) => {
    if (one.getAttribute("href")) return `a[href="${CSS.escape(one.getAttribute("href"))}"]`;
    const form = one.closest("form[action]");
    return form ? `form[action="${CSS.escape(form.getAttribute("action"))}"] button` : null;
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
    const back = part.contains(document.activeElement) && way(document.activeElement);
    part.replaceChildren(...next.childNodes);
    if (back) part.querySelector(back)?.focus();
  };

  const happened = async () => {
    let changed = false;
    for (const one of document.querySelectorAll("[data-follow]")) {
      const answer = await fetch(`${one.dataset.follow}?v=${one.dataset.version}`, { credentials: "same-origin" });
      changed ||= answer.status === 200 && !answer.redirected;
    }
    return changed;
  };

  const ask = async () => {
    try {
      if (document.hidden || !(await happened())) return;
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-part]")) {
        const next = page.getElementById(part.id);
        if (next) take(part, next);
      }
    } catch { /* No network: the next time. */ } finally { setTimeout(ask, EVERY + Math.random() * 300); }
  };
  setTimeout(ask, EVERY);
})();
