// Whoever keeps a share of the key of a box: this browser draws their code and keeps it; when the vote is closed it looks at what
// was published before their share serves, opens the sums, and sends what that makes. Neither the code nor the share leaves.
(() => {
  "use strict";
  const place = document.querySelector("[data-keeper]");
  if (!place || !globalThis.Sealing?.possible) return;
  const at = `kevread:part:${place.dataset.keeper}`;
  const held = () => JSON.parse(localStorage.getItem(at) ?? "{}");
  const hold = (more) => localStorage.setItem(at, JSON.stringify({ ...held(), ...more }));
  const find = (what) => place.querySelector(what);
  const { hex, unhex, text, bytesOf, stamped } = Sealing;
  const sha256 = async (words) => hex(await Sealing.digest("SHA-256", text(words)));

  const post = (form, name, value) => {
    for (const one of form.querySelectorAll("[name=code]")) one.disabled = true;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  };
  const stop = (why) => {
    const told = find("[data-stopped]");
    told.querySelector("[data-why]").textContent = (find(`[data-reason=${why}]`) ?? find("[data-reason=read]")).textContent;
    told.hidden = false;
    told.focus();
  };
  const must = (true_, why) => { if (!true_) throw new Error(why); };

  const accept = async (form) => {
    const code = Sealing.written(Sealing.chance(16));
    hold({ code, opened: "", installation: place.dataset.installation });
    must(held().code === code, "read");
    post(form, "cle", hex(await Sealing.publicOf(code)));
  };

  // What was published is what the terms say, and my key is in them: nothing of mine serves before.
  const checked = async (code) => {
    const mine = find("[data-share]").dataset, answer = await fetch(mine.from);
    must(answer.ok, "read");
    const box = await answer.json(), sheet = await Sealing.sheetOf(box.terms), terms = sheet.put, number = Number(mine.place);
    must(sheet.terms === box.terms_sha256 && terms.poll === mine.poll, "terms");
    must(terms.keepers[number - 1]?.key === hex(await Sealing.publicOf(code)), "keys");
    const share = await Sealing.openShare(code, unhex(mine.share), terms.sharing, number).catch(() => must(false, "keys"));
    const known = held().installation, is = async (stamp, ...what) =>
      Sealing.isStamped(terms.stamp_key, stamp, await stamped(...what));
    must(!known || known === terms.stamp_key, "installation");
    must(await is(box.terms_stamp, "terms", sheet.terms), "terms");
    const receipts = await Promise.all(box.ballots.map((one) =>
      Sealing.receipt(box.terms_sha256, one.college, unhex(one.sealed))));
    must(box.ballots.every((one, rank) => one.receipt === receipts[rank]) && new Set(receipts).size === receipts.length, "box");
    const marked = box.roll.filter((line) => line.stamp);
    must(marked.reduce((sum, line) => sum + line.votes, 0) === receipts.length, "box");
    const lines = [
      ...box.ballots.map((one) => `${one.receipt}\0${one.college}\0${one.sealed}\0${one.stamp}`).sort(), "",
      ...marked.map((line) => `${line.entry}\0${line.stamp}`).sort(),
    ];
    must(await digestOf(box, await sha256(lines.join("\n"))) === box.box_sha256, "box");
    must(await is(box.box_stamp, "box", sheet.terms, unhex(box.box_sha256)), "box");
    must([undefined, "", box.box_sha256].includes(held().opened), "again");
    for (const line of marked) must(await is(line.stamp, "mark", sheet.terms, Sealing.uuid(line.voter)), "box");
    await committed(box, sheet, is);
    await proved(box, sheet, is);
    return { box, codes: sheet.codes, share, number };
  };

  // Of the ballots and marks, then of what was committed to: a box closed before decision 287 has the first alone.
  const digestOf = (box, before) => box.format === "kevread vote 3" ? before : sha256([
    "kevread box 4", before, ...box.ballots.map((one) => `${one.receipt}\0${one.batch ?? ""}`).sort(), "",
    ...box.commitments.map((one) => `${one.number}\0${one.ballots}\0${one.sha256}\0${one.stamp}`).sort(),
  ].join("\n"));

  // What was committed to while the vote was open is all there, in order.
  const committed = async (box, sheet, is) => {
    let before = 0;
    for (const [rank, one] of box.commitments.entries()) {
      const inside = box.ballots.filter((ballot) => ballot.batch !== null && ballot.batch <= one.number);
      must(one.number === rank + 1 && inside.length === one.ballots && one.ballots > before, "box");
      must(await sha256(inside.map((ballot) => ballot.receipt).sort().join("\n")) === one.sha256, "box");
      const said = [one.number, one.ballots].map((count) => bytesOf(BigInt(count), 4));
      must(await is(one.stamp, "commitment", sheet.terms, ...said, unhex(one.sha256)), "box");
      before = one.ballots;
    }
  };

  // Each ballot was taken in by the installation, and is one ballot of these terms and of no other: one cast elsewhere, that
  // somebody would put here to have it opened alone, proves nothing.
  const proved = async (box, sheet, is) => {
    const told = find("[data-progress]");
    for (const [rank, one] of box.ballots.entries()) {
      const sealed = unhex(one.sealed);
      must(await is(one.stamp, "ballot", sheet.terms, text(one.college), sealed), "box");
      must(await Sealing.holds(sheet, one.college, sealed).catch(() => false), "proofs");
      if (rank % 20 === 0) {
        told.hidden = false;
        told.querySelector("[data-done]").textContent = `${rank + 1} / ${box.ballots.length}`;
        await new Promise((next) => { setTimeout(next); });  // the page lives on meanwhile
      }
    }
  };

  const open = async (form, code) => {
    const { box, codes, share, number } = await checked(code), said = {};
    for (const college of new Set(box.ballots.map((one) => one.college))) {
      const ballots = box.ballots.filter((one) => one.college === college).map((one) => unhex(one.sealed));
      said[college] = await Sealing.opening(share, box.terms_sha256, number, Sealing.sums(codes, ballots));
    }
    hold({ opened: box.box_sha256 });
    post(form, "ouverture", JSON.stringify(said));
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches("[data-accept], [data-open]")) return;
    event.preventDefault();
    button.disabled = true;
    try {
      if (form.matches("[data-accept]")) await accept(form);
      else await open(form, form.elements.code?.value.trim() || held().code);
    } catch (error) {
      stop(/^[a-z]+$/.test(error.message) ? error.message : "read");
      button.disabled = false;
    }
  });

  document.addEventListener("DOMContentLoaded", async () => {
    for (const one of place.querySelectorAll("[data-unsealed]")) one.hidden = true;
    const code = held().code, print = find("[data-print]");
    if (!code) return;
    if (find("[data-code]")) find("[data-code]").textContent = code;
    if (print && print.textContent.trim() !== await Sealing.printOf(await Sealing.publicOf(code))) find("[data-other-key]").hidden = false;
    const own = find("[data-own]");
    if (own) {
      own.hidden = false;
      find("[data-typed]")?.removeAttribute("open");
    }
  });
})();
