// A vote survives the network: the page stays, keeps what was chosen, and sends the same thing again.
// The number of the page and the receipts stay in this tab, and go with it.
(() => {
  "use strict";
  const main = () => document.querySelector("main");
  const kept = (name, value) => {
    const key = `${main().querySelector("[data-poll]")?.dataset.poll}:${name}`;
    if (value !== undefined) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key);
  };

  const arrive = () => {
    const number = main().querySelector("[name=nonce]");
    if (number) number.value = kept("nonce") ?? kept("nonce", number.value) ?? number.value;
    const receipts = [...main().querySelectorAll("[data-receipt]")].map((one) => one.textContent.trim());
    if (receipts.length) kept("receipts", receipts.join(" "));
    const slot = main().querySelector("[data-kept-receipts]");
    if (slot && kept("receipts")) { slot.querySelector("code").textContent = kept("receipts"); slot.hidden = false; }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-keep]")) return;
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button")];
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const dropped = form.querySelector("[data-dropped]");
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, signal: AbortSignal.timeout(20000) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      main().replaceWith(page.querySelector("main"));
      arrive();
      main().querySelector("h1")?.focus();
      scrollTo(0, 0);
    } catch {
      if (dropped) { dropped.hidden = false; dropped.focus(); }
      for (const button of buttons) button.disabled = false;
    }
  });
  document.addEventListener("DOMContentLoaded", arrive);
})();
