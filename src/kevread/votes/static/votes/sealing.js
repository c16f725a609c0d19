// What seals a ballot on the device of the voter, and opens the sums on that of whoever keeps a share of the key: the same
// equations as votes/rules (docs/concepts/votes.md), over the integers and the hashes of the browser. It draws nothing.
"use strict";
globalThis.Sealing = (() => {
  const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const Q = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const G = [
    0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n, 1n,
  ];
  const NONE = [1n, 1n, 0n];
  const mod = (a, m = P) => ((a % m) + m) % m;

  const inverse = (a, m) => {
    let [low, high, x, y] = [mod(a, m), m, 1n, 0n];
    while (low > 1n) {
      const times = high / low;
      [low, high, x, y] = [high - times * low, low, y - times * x, x];
    }
    return mod(x, m);
  };

  // Points: Jacobian coordinates.
  const twice = ([x, y, z]) => {
    const delta = mod(z * z), gamma = mod(y * y), beta = mod(x * gamma);
    const alpha = mod(3n * (x - delta) * (x + delta)), next = mod(alpha * alpha - 8n * beta);
    return [next, mod(alpha * (4n * beta - next) - 8n * gamma * gamma), mod((y + z) * (y + z) - gamma - delta)];
  };
  const add = (one, two) => {
    if (!one[2]) return two;
    if (!two[2]) return one;
    const [x1, y1, z1] = one, [x2, y2, z2] = two, a = mod(z1 * z1), b = mod(z2 * z2);
    const u = mod(x1 * b), s = mod(y1 * b * z2), h = mod(x2 * a - u), r = mod(y2 * a * z1 - s);
    if (!h) return r ? NONE : twice(one);
    const hh = mod(h * h), hhh = mod(h * hh), v = mod(u * hh), x = mod(r * r - hhh - 2n * v);
    return [x, mod(r * (v - x) - s * hhh), mod(h * z1 * z2)];
  };
  const minus = ([x, y, z]) => [x, mod(-y), z];
  const times = (point, number) => {
    let found = NONE;
    for (const bit of mod(number, Q).toString(2)) {
      found = twice(found);
      if (bit === "1") found = add(found, point);
    }
    return found;
  };
  // The same, by sixteen: for what is computed once of each of many points.
  const wide = (point) => {
    const row = [NONE];
    for (let digit = 1; digit < 16; digit += 1) row.push(add(row[digit - 1], point));
    return (number) => {
      let found = NONE;
      for (const digit of mod(number, Q).toString(16)) {
        for (let bit = 0; bit < 4; bit += 1) found = twice(found);
        found = add(found, row[parseInt(digit, 16)]);
      }
      return found;
    };
  };
  // Many multiples of one point: sixteen multiples of each of its powers of sixteen, made once.
  const multiples = (point) => {
    const rows = [];
    for (let place = 0, one = point; place < 64; place += 1) {
      const row = [NONE];
      for (let digit = 1; digit < 16; digit += 1) row.push(add(row[digit - 1], one));
      rows.push(row);
      one = add(row[15], one);
    }
    return (number) => {
      let found = NONE, rest = mod(number, Q);
      for (let place = 0; rest; place += 1, rest >>= 4n) found = add(found, rows[place][Number(rest & 15n)]);
      return found;
    };
  };

  // Bytes.
  const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
  const number = (bytes) => BigInt(`0x${hex(bytes) || "0"}`);
  const bytesOf = (value, length) => unhex(value.toString(16).padStart(2 * length, "0"));
  const text = (words) => new TextEncoder().encode(words);
  const joined = (...parts) => {
    const found = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { found.set(part, at); return at + part.length; }, 0);
    return found;
  };
  const encode = ([x, y, z]) => {
    if (!z) return new Uint8Array(64);
    const one = inverse(z, P), two = mod(one * one);
    return joined(bytesOf(mod(x * two), 32), bytesOf(mod(y * two * one), 32));
  };
  const decode = (bytes) => {
    const x = number(bytes.slice(0, 32)), y = number(bytes.slice(32));
    if (bytes.length !== 64 || x >= P || y >= P || mod(y * y - x * x * x + 3n * x - B)) throw new Error("point");
    return [x, y, 1n];
  };

  // Chance and hashes.
  const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
  const drawn = () => mod(number(chance(48)), Q - 1n) + 1n;
  const labelled = (label, parts) =>
    joined(...[text(`kevread ${label}`), ...parts].flatMap((part) => [bytesOf(BigInt(part.length), 4), part]));
  const digest = async (name, bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes));
  const hashed = (label, ...parts) => digest("SHA-256", labelled(label, parts));
  const challenge = async (label, ...parts) => mod(number(await digest("SHA-512", labelled(label, parts))), Q);

  // What people write down.
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const written = (bytes) => {
    const many = Math.ceil(bytes.length * 8 / 5), all = number(bytes) << BigInt(many * 5 - bytes.length * 8);
    const letters = Array.from({ length: many }, (_, place) => LETTERS[Number(all >> BigInt(5 * (many - 1 - place)) & 31n)]);
    return letters.join("").match(/.{1,4}/g).join("-");
  };
  const readBack = (words, length) => {
    const letters = words.replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    const many = Math.ceil(length * 8 / 5);
    if (letters.length !== many || [...letters].some((one) => !LETTERS.includes(one))) throw new Error("code");
    const all = [...letters].reduce((sum, one) => sum << 5n | BigInt(LETTERS.indexOf(one)), 0n);
    return bytesOf(all >> BigInt(many * 5 - length * 8), length);
  };
  const short = (bytes) => written(bytes.slice(0, 10));

  // What installations stamp with: ECDSA on this curve, which browsers know.
  const isStamped = async (key, stamp, what) => {
    const point = joined(Uint8Array.of(4), unhex(key)), way = { name: "ECDSA", namedCurve: "P-256" };
    const held = await crypto.subtle.importKey("raw", point, way, false, ["verify"]).catch(() => null);
    return Boolean(held) && crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, held, unhex(stamp), what);
  };
  const stamped = (kind, terms, ...parts) => hashed(`stamped ${kind}`, unhex(terms), ...parts);
  const uuid = (words) => unhex(words.replaceAll("-", ""));

  // What the very text of the terms says of a ballot: what each cell means, and the key to which it is sealed.
  const sheetOf = async (words) => {
    const put = JSON.parse(words), fixed = { resolution: ["for", "against", "abstain"], consent: ["agree", "object"] };
    const standing = (put.candidates ?? []).map((one) => (put.by === "list" ? [one.list ?? "", one.list ?? ""] : [one.code, one.name]));
    const names = Object.fromEntries(standing), codes = fixed[put.kind] ?? [...new Set(standing.map(([code]) => code))];
    const most = put.kind === "election" && put.by === "plurality" ? Math.min(put.seats, put.candidates.length) : 1;
    const blank = put.kind === "consent" ? [] : ["blank"];
    const terms = hex(await digest("SHA-256", text(words)));
    return { put, names, terms, text: words, key: put.sharing[0], codes: [...codes, ...blank], most };
  };

  // A ballot: `sheet` has the digest of the terms, the key of the box, the codes of the cells, how many may be chosen.
  const weights = (sheet) => sheet.codes.map((code) => (code === "blank" ? BigInt(sheet.most) : 1n));
  const tables = new Map();
  const tableOf = (name, point) => {
    if (!tables.has(name)) tables.set(name, multiples(point));
    return tables.get(name);
  };
  const context = (sheet, college, cells) =>
    hashed("ballot", unhex(sheet.terms), text(college), ...cells.flat().map(encode));

  const prove = async (base, key, around, place, value, r, allowed) => {
    const secret = drawn(), commitments = [], answers = new Map();
    for (const one of allowed) {
      if (one === value) { commitments.push(encode(base(secret)), encode(key(secret))); continue; }
      const asked = drawn(), answer = drawn(), free = mod(answer - asked * r, Q);
      answers.set(one, [asked, answer]);
      commitments.push(encode(base(free)), encode(add(key(free), base(asked * (one - value)))));
    }
    const whole = await challenge("proof", around, bytesOf(BigInt(place), 4), ...commitments);
    const asked = mod([...answers.values()].reduce((rest, [other]) => rest - other, whole), Q);
    answers.set(value, [asked, mod(secret + asked * r, Q)]);
    return joined(...allowed.flatMap((one) => answers.get(one).map((part) => bytesOf(part, 32))));
  };

  const seal = async (sheet, college, choices) => {
    const base = tableOf("base", G), key = tableOf(sheet.key, decode(unhex(sheet.key)));
    const chosen = sheet.codes.map((code) => (choices.length ? choices : ["blank"]).includes(code) ? 1n : 0n);
    const chances = chosen.map(() => drawn()), weighs = weights(sheet);
    const cells = chosen.map((value, place) => [base(chances[place]), add(base(value), key(chances[place]))]);
    const around = await context(sheet, college, cells), proofs = [];
    for (const [place, value] of chosen.entries()) {
      proofs.push(await prove(base, key, around, place, value, chances[place], [0n, 1n]));
    }
    const total = chosen.reduce((sum, value, place) => sum + weighs[place] * value, 0n);
    const r = mod(chances.reduce((sum, one, place) => sum + weighs[place] * one, 0n), Q);
    const allowed = Array.from({ length: sheet.most }, (_, place) => BigInt(place + 1));
    proofs.push(await prove(base, key, around, cells.length, total, r, allowed));
    const sealed = joined(...cells.flat().map(encode), ...proofs);
    return { college, choices, sealed, chances, receipt: await receipt(sheet.terms, college, sealed) };
  };
  const receipt = async (terms, college, sealed) => short(await hashed("receipt", unhex(terms), text(college), sealed));

  // Whether this is one ballot of these terms, whatever it says.
  const proved = async (base, key, around, place, [one, two], proof, allowed) => {
    const first = wide(one), second = wide(two), commitments = [];
    let whole = 0n;
    for (const [at, value] of allowed.entries()) {
      const [asked, answer] = [0, 32].map((half) => number(proof.slice(64 * at + half, 64 * at + half + 32)));
      if (asked >= Q || answer >= Q) return false;
      commitments.push(encode(add(base(answer), minus(first(asked)))));
      commitments.push(encode(add(add(key(answer), base(asked * value)), minus(second(asked)))));
      whole += asked;
    }
    return mod(whole, Q) === await challenge("proof", around, bytesOf(BigInt(place), 4), ...commitments);
  };
  const holds = async (sheet, college, sealed) => {
    const base = tableOf("base", G), key = tableOf(sheet.key, decode(unhex(sheet.key)));
    const many = sheet.codes.length, ends = 128 * many, weighs = weights(sheet);
    if (sealed.length !== 256 * many + 64 * sheet.most) return false;
    const written = Array.from({ length: 2 * many }, (_, at) => sealed.slice(64 * at, 64 * (at + 1)));
    const around = await hashed("ballot", unhex(sheet.terms), text(college), ...written);
    const points = written.map(decode), pairs = sheet.codes.map((_, at) => [points[2 * at], points[2 * at + 1]]);
    for (const [at, pair] of pairs.entries()) {
      if (!await proved(base, key, around, at, pair, sealed.slice(ends + 128 * at, ends + 128 * (at + 1)), [0n, 1n])) return false;
    }
    const total = pairs.reduce((sum, pair, at) => sum.map((point, half) => add(point, times(pair[half], weighs[at]))), [NONE, NONE]);
    const allowed = Array.from({ length: sheet.most }, (_, at) => BigInt(at + 1));
    return proved(base, key, around, many, total, sealed.slice(2 * ends), allowed);
  };

  // A share of the key.
  const keyOf = (code) => challenge("keeper", readBack(code, 16));
  const publicOf = async (code) => encode(times(G, await keyOf(code)));
  const printOf = async (key) => short(await hashed("key", key));
  const known = (sharing, place) =>
    sharing.reduce((sum, one, degree) => add(sum, times(decode(unhex(one)), BigInt(place) ** BigInt(degree))), NONE);
  const openShare = async (code, sealed, sharing, place) => {
    const shared = times(decode(sealed.slice(0, 64)), await keyOf(code));
    const mask = await hashed("share", sealed.slice(0, 64), encode(shared), Uint8Array.of(place));
    const share = number(sealed.slice(64)) ^ number(mask);
    if (share >= Q || hex(encode(times(G, share))) !== hex(encode(known(sharing, place)))) throw new Error("share");
    return share;
  };
  const sums = (codes, ballots) => ballots.reduce((found, sealed) => found.map((pair, cell) =>
    pair.map((sum, half) => add(sum, decode(sealed.slice(64 * (2 * cell + half), 64 * (2 * cell + half + 1)))))),
    codes.map(() => [NONE, NONE]));
  const opening = async (share, terms, place, cells) => {
    const found = [];
    for (const [cell, [one]] of cells.entries()) {
      const part = times(one, share), secret = drawn(), said = [one, part, times(G, secret), times(one, secret)].map(encode);
      const asked = await challenge("opening", unhex(terms), Uint8Array.of(place), bytesOf(BigInt(cell), 4), ...said);
      found.push([said[1], bytesOf(asked, 32), bytesOf(mod(secret + asked * share, Q), 32)].map(hex));
    }
    return found;
  };

  const possible = typeof BigInt === "function" && Boolean(globalThis.crypto?.subtle);
  return {
    possible, seal, holds, receipt, sheetOf, isStamped, stamped, uuid, hex, unhex, text, digest, chance, written, bytesOf, publicOf,
    printOf, openShare, sums, opening,
  };
})();
