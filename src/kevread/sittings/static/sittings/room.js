// The meeting room. What is typed or tapped is kept on this device until the server has it, and sent again when the
// network is back. The server writes nothing twice: a text comes with the digest of what it was typed on, a tap with its key.
(() => {
  "use strict";
  const root = document.querySelector("[data-room]");
  if (!root) return;
  const store = window.localStorage;
  const mine = `kevread:${root.dataset.room}:`;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const entries = () => Object.keys(store).filter((key) => key.startsWith(mine))
    .map((key) => ({ key, ...JSON.parse(store.getItem(key)) })).sort((a, b) => a.at - b.at);
  const areas = () => document.querySelectorAll("textarea[data-url]");
  const areaOf = (url) => [...areas()].find((area) => area.dataset.url === url);
  let busy = false, later = 0, held = ""; // `held`: the line that had the focus, which a button that is disabled loses

  const tell = () => {
    const line = document.querySelector("[data-kept]"), number = entries().filter((entry) => !entry.refused).length;
    const shown = number && (!navigator.onLine || entries().some((entry) => entry.failed));
    line.hidden = !shown;
    line.textContent = shown ? `${number} ${number > 1 ? "saisies conservées" : "saisie conservée"} sur cet appareil` : "";
  };
  const keep = (entry) => { const { key, ...rest } = entry; store.setItem(key, JSON.stringify(rest)); tell(); };
  const drop = (entry) => { store.removeItem(entry.key); tell(); };
  const wait = (delay) => { clearTimeout(later); later = setTimeout(flush, delay); };

  const post = (entry) => fetch(entry.url, {
    method: "POST", keepalive: true, redirect: "manual", credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "X-Kevread-Queue": "1", ...(entry.body ? {} : { Accept: "application/json" }) },
    body: new URLSearchParams(entry.body || { texte: entry.text, base: entry.base }),
  });

  // Texts ---------------------------------------------------------------------------------------------------------------
  const say = (area, words, refused = false) => {
    const note = area && document.getElementById(area.dataset.note);
    if (note) Object.assign(note, { textContent: words, className: refused ? "errorlist" : "muted small" });
    return note;
  };
  const stored = (area) => JSON.parse(store.getItem(mine + area.dataset.url) || "null");
  const typed = (area) => {
    const key = mine + area.dataset.url, other = stored(area)?.other;
    keep({ key, url: area.dataset.url, text: area.value, base: area.dataset.base, at: Date.now(), ...(other && { other, refused: true }) });
    if (!other) say(area, "");
  };
  // Somebody else wrote there: `other` is their text. Neither leaves before a choice: nothing is sent over it by itself.
  const choose = (area, words, entry) => {
    const note = say(area, words);
    if (!note) return;
    const quote = document.createElement("blockquote"), row = document.createElement("span");
    quote.textContent = entry.other.text || "(vide)";
    row.className = "actions";
    const both = () => [entry.other.text, area.value].filter(Boolean).join("\n\n");
    for (const [label, take] of [["Mettre les deux à la suite", both], ["Garder le mien", () => area.value], ["Prendre l’autre", null]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button", textContent: label });
      button.addEventListener("click", () => settle(area, entry.other, take && take()));
      row.append(button);
    }
    const link = Object.assign(document.createElement("a"), { href: area.dataset.earlier, textContent: "Les textes d’avant" });
    const where = document.createElement("span");
    where.append("Si vous gardez le vôtre, l’autre reste lisible dans « ", link, " », et qui l’a écrit le voit ici. Si vous prenez l’autre, le vôtre n’est gardé nulle part.");
    where.className = "help";
    note.append(quote, row, where);
  };
  const settle = (area, other, text) => {
    area.dataset.base = other.digest;
    store.removeItem(mine + area.dataset.url);
    area.value = text ?? other.text;
    if (text !== null) { typed(area); flush(); }
    else { say(area, ""); tell(); }
    area.focus();
  };
  // What somebody else wrote meanwhile comes into a box in which nothing was typed since it was read.
  const renew = () => {
    const area = areas()[0], now = document.querySelector("[data-now]");
    if (!area || !now || now.dataset.digest === area.dataset.base || stored(area)) return;
    area.value = now.dataset.now;
    area.dataset.base = now.dataset.digest;
    say(area, now.dataset.by ? `${now.dataset.by} a écrit ici à ${now.dataset.at}.` : "");
  };
  const textDone = async (entry, answer) => {
    const area = areaOf(entry.url), said = await answer.json(), now = JSON.parse(store.getItem(entry.key) || "null");
    if (answer.status === 409) {
      const kept = { ...entry, text: now ? now.text : entry.text, other: { text: said.current, digest: said.digest }, refused: true };
      if (area) choose(area, said.why, kept);
      return keep(kept);
    }
    if (!answer.ok) {
      say(area, said.why || "Ce texte n’a pas été enregistré.", true);
      return keep({ ...entry, refused: true });
    }
    document.dispatchEvent(new Event("kevread:written"));
    if (area) area.dataset.base = said.digest;
    if (!now || now.text === entry.text) { drop(entry); say(area, said.said); }
    else keep({ ...entry, text: now.text, base: said.digest, at: now.at });
  };

  // Taps ----------------------------------------------------------------------------------------------------------------
  const tapDone = async (entry, answer) => {
    const row = document.getElementById(entry.row), html = await answer.text();
    drop(entry);
    document.dispatchEvent(new Event("kevread:written"));
    if (!row) return;
    const made = new DOMParser().parseFromString(html, "text/html").getElementById(entry.row);
    if (!made) return;
    // On the line, and on none of its buttons: a second press of the same key would undo what was noted.
    const focused = row.contains(document.activeElement) || (held === entry.row && document.activeElement === document.body);
    row.replaceWith(made);
    if (focused) { made.tabIndex = -1; made.focus(); }
  };

  async function flush() {
    if (busy) return;
    busy = true;
    try {
      for (const entry of entries().filter((one) => !one.refused)) {
        let answer;
        try { answer = await post(entry); } catch { answer = null; }
        if (!answer || answer.status >= 500) { if (store.getItem(entry.key)) keep({ ...entry, failed: true, text: JSON.parse(store.getItem(entry.key)).text }); wait(4000); break; }
        if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
          say(areaOf(entry.url), "Votre session est terminée ou ne le permet plus : ce texte reste sur cet appareil.", true);
          keep({ ...entry, failed: true, refused: true });
        } else await (entry.body ? tapDone : textDone)(entry, answer);
      }
    } finally { busy = false; tell(); }
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-url]")) { typed(event.target); wait(3000); }
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches("textarea[data-url]") && store.getItem(mine + event.target.dataset.url)) flush();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-text]")) {
      event.preventDefault();
      typed(form.querySelector("textarea"));
      flush();
    }
    if (form.matches("[data-tap]")) {
      event.preventDefault();
      const body = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]);
      held = form.contains(document.activeElement) ? form.dataset.tap : "";
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      keep({ key: `${mine}tap:${crypto.randomUUID?.() || Math.random()}`, url: form.action, body, row: form.dataset.tap, at: Date.now() });
      flush();
    }
  });
  addEventListener("online", flush);
  addEventListener("offline", tell);

  // The parts that follow the meeting were drawn again (votes/follow.js).
  document.addEventListener("kevread:taken", () => {
    document.querySelector("input[data-filter]")?.dispatchEvent(new Event("input", { bubbles: true }));
    renew();
    if (entries().length) wait(500);
  });

  // Back from a gesture of the room, the focus is at the point: what may be done next follows it.
  const acted = `${mine}acted`;
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-text], [data-tap]")) sessionStorage.setItem(acted, location.pathname);
  });
  if (sessionStorage.getItem(acted) === location.pathname) {
    const point = document.getElementById("point");
    if (point) { point.tabIndex = -1; point.focus({ preventScroll: true }); }
  }
  sessionStorage.removeItem(acted);

  for (const line of document.querySelectorAll("[data-saves]")) line.hidden = false;
  for (const line of document.querySelectorAll("[data-asked]")) line.hidden = true;

  // What was kept comes back: into its field when the server has not got it yet.
  for (const entry of entries().filter((one) => !one.body)) {
    const area = areaOf(entry.url);
    if (!area) { if (entry.refused && !entry.other) keep({ ...entry, refused: false }); continue; }
    if (area.value === entry.text) { drop(entry); continue; }
    const { other: before, ...rest } = entry;
    if (entry.base === area.dataset.base) keep({ ...rest, refused: false });
    else {
      const kept = { ...rest, other: { text: area.value, digest: area.dataset.base }, refused: true };
      keep(kept);
      choose(area, "Ce texte a changé ailleurs. Le vôtre, gardé sur cet appareil, est dans le champ ; l’autre est ici :", kept);
      area.dataset.base = entry.base;
    }
    area.value = entry.text;
  }
  tell();
  flush();
})();
