// A vote survives the network: the page stays, keeps what was chosen, and sends the same thing again. A secret ballot is sealed
// here, and what was chosen does not leave this device. What is kept stays in this tab, and goes with it.
(() => {
  "use strict";
  const main = () => document.querySelector("main");
  const kept = (name, value) => {
    const key = `${main().querySelector("[data-poll]")?.dataset.poll}:${name}`;
    if (value === null) sessionStorage.removeItem(key);
    else if (value !== undefined) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key);
  };
  const show = (one, shown = true) => { if (one) one.hidden = !shown; };

  const arrive = () => {
    const number = main().querySelector("[name=nonce]");
    if (number) number.value = kept("nonce") ?? kept("nonce", number.value) ?? number.value;
    const receipts = [...main().querySelectorAll("[data-receipt]")].map((one) => one.textContent.trim());
    if (receipts.length) {
      const sealed = kept("sealed");
      show(main().querySelector("[data-otherwise]"), sealed && sealed !== receipts.join(" "));
      kept("receipts", receipts.join(" "));
      kept("before", main().querySelector("[data-before]")?.textContent ?? null);
      kept("sent", null);
      kept("nonce", null);
    }
    show(main().querySelector("[data-unsealed]"), !globalThis.Sealing?.possible);
    const slot = main().querySelector("[data-kept-receipts]");
    if (slot && kept("receipts")) { slot.querySelector("code").textContent = kept("receipts"); slot.hidden = false; }
    const before = main().querySelector("[data-kept-before]");
    if (before && kept("before")) { before.textContent = kept("before"); before.hidden = false; }
    if (slot && !kept("receipts") && kept("sent")) send(new URLSearchParams(kept("sent"))).catch(() => {});
  };

  const send = async (body) => {
    const answer = await fetch(location.pathname, { method: "POST", body, signal: AbortSignal.timeout(20000) });
    if (answer.status === 409) kept("sent", null);  // refused: it will not be taken later
    take(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main"));
  };
  const take = (next) => {
    main().replaceWith(next);
    arrive();
    main().querySelector("h1")?.focus();
    scrollTo(0, 0);
  };

  // The answers of a form, one for each voice that the voter carries.
  const answers = (sheet, body) => sheet.voices.map((college, voice) => {
    const name = body.has("repartir") ? `choix-${voice + 1}` : "choix";
    return body.getAll(name).filter((code) => sheet.codes.includes(code));
  });
  const words = (sheet, chosen) => chosen.map((code) => sheet.words[code]).join(", ") || sheet.words.blank;

  // What each cell of the ballot means is read in the very text of the terms, of which the receipt will be a digest; the terms
  // bear the stamp of the installation, whose key this device keeps from the first vote on.
  const read = async (form) => {
    const given = JSON.parse(form.dataset.sheet);
    const sheet = await Sealing.sheetOf(new TextDecoder().decode(Sealing.unhex(given.terms)));
    const stamped = await Sealing.isStamped(sheet.put.stamp_key, given.stamp, await Sealing.stamped("terms", sheet.terms));
    const known = localStorage.getItem("kevread:installation") ?? sheet.put.stamp_key;
    if (!stamped || known !== sheet.put.stamp_key) return null;
    localStorage.setItem("kevread:installation", known);
    return { ...sheet, stamp: given.stamp, voices: given.voices, words: { ...given.words, ...sheet.names } };
  };

  const review = async (form, body) => {
    const sheet = await read(form);
    if (!sheet) return show(form.querySelector("[data-other-installation]"));
    const chosen = answers(sheet, body);
    if (chosen.some((one) => one.length > sheet.most)) return show(form.querySelector("[data-too-many]"));
    const sealed = [];
    for (const [voice, college] of sheet.voices.entries()) sealed.push(await Sealing.seal(sheet, college, chosen[voice]));
    const alike = new Set(chosen.map((one) => one.join())).size === 1;
    const page = filled("data-review", {
      said: (alike ? chosen.slice(0, 1) : chosen).map((one) => words(sheet, one)).join(" · "),
      "receipt-of": sealed.map((one) => one.receipt).join(" "),
    });
    for (const one of sealed) {
      page.querySelector("form").append(Object.assign(document.createElement("input"),
        { type: "hidden", name: "bulletin", value: Sealing.hex(one.sealed) }));
    }
    page.querySelector("[data-challenge]").addEventListener("click", () => challenge(sheet, sealed));
    put(page);
  };

  // The ballots are opened, and never cast: what they say is there to be checked away from here.
  const challenge = (sheet, sealed) => {
    const proof = { format: "kevread ballot 2", terms: sheet.text, terms_stamp: sheet.stamp,
      ballots: sealed.map((one) => ({ receipt: one.receipt, college: one.college, choices: one.choices,
        sealed: Sealing.hex(one.sealed), chances: one.chances.map((chance) => chance.toString(16).padStart(64, "0")) })) };
    const page = filled("data-challenged", {
      said: sealed.map((one) => words(sheet, one.choices)).join(" · "), "receipt-of": sealed.map((one) => one.receipt).join(" "),
    });
    page.querySelector("[data-proof]").href =
      URL.createObjectURL(new Blob([JSON.stringify(proof)], { type: "application/json" }));
    put(page);
  };

  const filled = (name, told) => {
    const page = main().querySelector(`template[${name}]`).content.cloneNode(true);
    for (const [slot, value] of Object.entries(told)) {
      for (const one of page.querySelectorAll(`[data-${slot}]`)) one.textContent = value;
    }
    return page;
  };
  const put = (page) => {
    const body = main().querySelector("[data-step]"), templates = [...body.querySelectorAll("template")];
    body.replaceChildren(page, ...templates);
    body.querySelector("h1").focus();
    scrollTo(0, 0);
  };

  // The receipt goes where its owner puts it, and no further; it stays selected where nothing may be copied.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const receipts = document.getElementById(button.dataset.copies);
    const done = () => { button.textContent = button.dataset.done; };
    getSelection().selectAllChildren(receipts);
    if (navigator.clipboard) navigator.clipboard.writeText(receipts.innerText.trim()).then(done, () => {});
    else if (document.execCommand("copy")) done();
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]")) return;
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button")];
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const dropped = form.querySelector("[data-dropped]"), sending = form.querySelector("[data-sending]");
    for (const button of buttons) button.disabled = true;
    show(dropped, false);
    show(sending);
    try {
      if (form.dataset.sheet && globalThis.Sealing?.possible) await review(form, body);
      else {
        if (body.has("bulletin")) {
          kept("sent", body.toString());
          kept("sealed", form.querySelector("[data-receipt-of]").textContent);
        }
        await send(body);
      }
    } catch {
      if (dropped) { dropped.hidden = false; dropped.focus(); }
    } finally {
      for (const button of buttons) button.disabled = false;
      show(sending, false);
    }
  });
  document.addEventListener("DOMContentLoaded", arrive);
})();
