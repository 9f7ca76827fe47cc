// The text: a plain text area over a copy of its words that has the colours. Both have the same letters in the same places, so the
// caret stands where the author sees it.

import { $, askJson, button, dialog, later, make, now, problemsAt } from "./base.js";
import { choosing } from "./completa.js";
import { mark } from "./pagine.js";
import { place } from "./cornice.js";
import { here } from "./piano.js";
import { formAt, isOpen, renew } from "./scheda.js";
import { dock, tab } from "./problemi.js";
import { choose } from "./comandi.js";
import { changed, dirty, editor, fresh, open, save, saveTogether, tell, version } from "./salva.js";

const area = $("scrive"), mirror = $("specchio"), box = $("righe");
/** The file that is open. */
let doc = null;
/** The problems of its text, each on the line where it is now. */
let marks = [];

export const content = () => doc?.text ?? "";
export const current = () => doc;
export const isData = () => doc !== null && !doc.path.endsWith(".md");
export const canWrite = () => doc !== null && !doc.only && !doc.held;

// -- Places

/** The lines of a text, and where each begins. */
function cutUp(text) {
  const all = text.split("\n"), starts = [];
  let at = 0;
  for (const line of all) {
    starts.push(at);
    at += line.length + 1;
  }
  return { text, all, starts };
}

/** Those of the text that is open. Made again when the text is another. */
let cut = { text: null };
export function lines() {
  if (cut.text !== content()) cut = cutUp(content());
  return cut;
}

/** The line (from 1) of a place of the text. */
export function lineAt(at) {
  const { starts } = lines();
  let low = 0, high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** How far into a line its `column`th character begins. Columns count characters, also those that JavaScript counts twice. */
const into = (words, column) => (/[\ud800-\udbff]/.test(words) ? [...words].slice(0, column - 1).join("").length : Math.min(column - 1, words.length));

/** The place of a line and a column. */
export function offset(line, column = 1) {
  const { all, starts } = lines();
  const n = Math.max(0, Math.min(line, all.length) - 1);
  return starts[n] + into(all[n], column);
}

// -- The copy with the colours

/** The parts of a line that have a colour: from, to, name. */
function tokens(words, data) {
  if (data) {
    if (words.trimStart().startsWith("#")) return [[0, words.length, "piano"]];
    const key = words.match(/^\s*(?:\[\[?[\w.-]+\]\]?|[\w.-]+(?=\s*=))/);
    return key ? [[0, key[0].length, "titolo"]] : [];
  }
  if (/^#{1,6} /.test(words)) {
    const id = words.search(/\s*\{#[^}]*\}\s*$/);
    return id < 0 ? [[0, words.length, "titolo"]] : [[0, id, "titolo"], [id, words.length, "piano"]];
  }
  if (/^>? ?\[![\p{L}]+\]/u.test(words)) return [[0, words.length, "titolo"]];
  return [...words.matchAll(/\[[@=][^\]]*\]?/g)].map(found => [found.index, found.index + found[0].length, "citata"]);
}

/** The elements of a line. */
function drawn(words, data, wrong) {
  const parts = tokens(words, data);
  for (const one of wrong) {
    const from = into(words, one.colonna), to = one.fine_riga === one.riga ? into(words, one.fine_colonna) : words.length;
    parts.push([from, Math.max(to, from + 1), one.livello]);
  }
  if (!parts.length) return [words];
  const cuts = [...new Set([0, words.length, ...parts.flatMap(([from, to]) => [from, Math.min(to, words.length)])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, n) => {
    const to = cuts[n + 1], names = parts.filter(part => part[0] <= from && part[1] >= to).map(part => part[2]);
    const said = words.slice(from, to);
    return names.length ? make("span", { class: names.join(" ") }, said) : said;
  });
}

let copied = [];
/** Makes again the lines of the copy that changed. */
function draw() {
  const { all } = lines(), data = isData();
  const wrong = new Map();
  for (const one of marks) {
    // What is being written is not wrong yet.
    const writing = doc && dirty(doc) && one.riga === now.line && document.activeElement === area && touches(one);
    if (one.riga && !one.moved && !writing) wrong.set(one.riga, [...(wrong.get(one.riga) ?? []), one]);
  }
  const keys = all.map((words, n) => {
    const here_ = wrong.get(n + 1);
    return here_ ? `${words}\0${here_.map(one => `${one.colonna} ${one.fine_colonna} ${one.livello}`).join()}` : words;
  });
  let head = 0, tail = 0;
  const least = Math.min(keys.length, copied.length);
  while (head < least && keys[head] === copied[head]) head++;
  while (tail < least - head && keys[keys.length - 1 - tail] === copied[copied.length - 1 - tail]) tail++;
  const rows = [];
  for (let n = head; n < keys.length - tail; n++) rows.push(make("div", { class: "riga" }, ...drawn(all[n], data, wrong.get(n + 1) ?? [])));
  const after = mirror.children[copied.length - tail] ?? null;
  // All at once: one after the other, each would be counted again from the first.
  if (head < copied.length - tail) {
    const old = document.createRange();
    old.setStartBefore(mirror.children[head]);
    old.setEndAfter(mirror.children[copied.length - tail - 1]);
    old.deleteContents();
  }
  if (after) after.before(...rows);
  else mirror.append(...rows);
  copied = keys;
  hereLine();
  gutter();
  compare();
}

/** Where the two are not set alike the caret would stand beside its letter: then the plain text is seen. */
const compare = later(300, () => {
  area.style.height = "0";
  const high = area.scrollHeight;
  area.style.height = "";
  box.classList.toggle("piano-testo", Math.abs(high - mirror.offsetHeight) > 6);
});

const touches = one => {
  const { all, starts } = lines(), at = area.selectionStart - starts[one.riga - 1], words = all[one.riga - 1] ?? "";
  return at >= into(words, one.colonna) && at <= into(words, one.fine_colonna) + 1;
};

/** The signs beside the lines. */
function gutter() {
  const first = new Map();
  for (const one of marks) if (one.riga && !(first.get(one.riga)?.livello === "errore")) first.set(one.riga, one);
  const rows = mirror.children;
  const signs = [...first].filter(([line]) => rows[line - 1]).map(([line, one]) => {
    const sign = button(make("span", { class: `segno-${one.livello}` }), () => { stand(line, true); area.focus({ preventScroll: true }); }, { tabindex: -1, "aria-label": `riga ${line}: ${one.messaggio}`, title: one.messaggio });
    sign.style.top = `${rows[line - 1].offsetTop}px`;
    return sign;
  });
  $("margine").replaceChildren(...signs);
}

/** Marks the line of the caret. */
function hereLine() {
  mirror.querySelector(".qui")?.classList.remove("qui");
  mirror.children[now.line - 1]?.classList.add("qui");
}

/** Where a place of the text is on the screen. */
export function spot(at) {
  const line = lineAt(at), row = mirror.children[line - 1];
  let rest = at - lines().starts[line - 1];
  const walk = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (rest <= node.length) {
      const range = document.createRange();
      range.setStart(node, rest);
      range.collapse(true);
      const found = range.getClientRects()[0];
      if (found) return found;
      break;
    }
    rest -= node.length;
  }
  const whole = row.getBoundingClientRect();
  return new DOMRect(whole.left + parseFloat(getComputedStyle(row).paddingLeft), whole.top, 0, 25);
}

new ResizeObserver(() => doc && draw()).observe(box);
document.fonts?.ready.then(() => doc && draw());

// -- Opening

let shown = 0;
/** Shows a file, and the place where the author is. What is asked for last is shown. */
export async function show(path, at, column) {
  const turn = ++shown;
  if (doc && doc.path !== path) {
    await editor.flush();
    if (turn === shown && dirty(doc)) save(doc);
  }
  const found = await open(path);
  if (turn !== shown) return;
  const other = doc?.path !== path;
  now.file = path;
  doc = found;
  if (other || area.value !== content()) {
    area.value = content();
    copied = [];
    mirror.replaceChildren();
    box.scrollTop = 0;
  }
  box.classList.toggle("dati", isData());
  area.spellcheck = !isData();
  named();
  judged();
  here();
  tell();
  if (other) formAt(at, false);
  if (other || at !== now.line) stand(at, false, column);
}

/** Reads the open file again. The caret stays where its author has it. */
export async function again() {
  const mine = doc, path = now.file, turn = shown, found = await open(path);
  if (turn !== shown || doc !== mine) return;
  // A file that went away may come back.
  if (!doc && found) return show(path, now.line || 1);
  if (doc && !found) doc = null;
  named();
  judged();
  here();
  tell();
}

/** Says which file is open, and what may be done with it. */
function named() {
  const path = now.file;
  area.readOnly = !canWrite();
  area.setAttribute("aria-label", `Testo di ${path}`);
  const section = isData() ? null : now.state.sezioni.find(one => one.file === path);
  $("file").textContent = section ? `${section.numero ?? ""} ${section.titolo}`.trim() : path.split("/").pop();
  $("percorso").textContent = doc ? path : `${path} non c’è più`;
  $("sola-lettura").hidden = !doc?.only;
  if (doc?.only) $("sola-lettura").textContent = `Qui si legge soltanto. Questo file ${doc.only}.`;
  $("altro-piano").hidden = !doc?.other_plan;
  if (doc?.other_plan) {
    $("altro-piano").replaceChildren(make("p", {}, "Questo file è di un altro piano, ", make("strong", {}, doc.other_plan.nome), ": le pagine accanto sono di quello che lo include."),
      button("Passa a quel piano", () => choose(doc.other_plan.n)));
  }
}

/** Takes the problems that were told, if they were told of the text as it is now. */
export function judged() {
  if (doc && fresh(doc)) {
    marks = problemsAt(doc.path).map(one => ({ ...one }));
    draw();
    dock();
    renew();
  }
}

/** Where the caret is, as the program counts. */
export const caret = () => doc && { file: doc.path, riga: now.line, colonna: [...content().slice(lines().starts[now.line - 1], area.selectionStart)].length + 1 };

/** The problem of the line of the caret, or the nearest. */
export function near() {
  const { starts } = lines(), column = area.selectionStart - (starts[now.line - 1] ?? 0);
  const far = one => Math.abs(one.riga - now.line) * 1e5 + Math.abs(one.colonna - column);
  return marks.filter(one => one.riga && one.riga <= lines().all.length).reduce((best, one) => (!best || far(one) < far(best) ? one : best), null);
}

/** Puts the author on a line of the open file. `scroll`: whether the line is brought to sight. */
export function stand(at, scroll = true, column = 1) {
  now.line = Math.max(1, Math.min(at, lines().all.length));
  const place_ = offset(now.line, column);
  if (lineAt(area.selectionStart) !== now.line || column > 1) area.setSelectionRange(place_, place_);
  hereLine();
  if (scroll) reveal();
  foot();
  dock();
}

/** Brings the line of the caret to sight. */
function reveal() {
  const row = mirror.children[now.line - 1];
  if (!row) return;
  const top = row.offsetTop, bottom = top + row.offsetHeight;
  if (top < box.scrollTop || bottom > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 3;
}

function foot() {
  const { all, starts } = lines();
  const column = area.selectionStart - starts[now.line - 1] + 1;
  $("dove").textContent = doc ? `Riga ${now.line} di ${all.length}, colonna ${column}` : "";
}

let asked = 0;
/** Frames on the pages what the line made. `scroll`: whether the pages may move. */
export async function frame(scroll = true) {
  const turn = ++asked;
  const found = now.file && await askJson("/riga", { file: now.file, riga: now.line });
  // The author has gone on meanwhile.
  if (!found || turn !== asked) return;
  mark(found.pagine, scroll);
  place(found.sito, scroll);
}

/** Opens a line, and shows on the page what it made. */
export async function go(path, at, scroll = true, column = 1) {
  tab(true);
  await show(path, at, column);
  // The author has opened another one meanwhile.
  if (now.file !== path) return;
  stand(at, true, column);
  await formAt(at, true);
  if (!isOpen()) area.focus({ preventScroll: true });
  await frame(scroll);
}

// -- Writing

/** Replaces a part of the text as if it had been typed: the browser can undo it. */
export function insert(from, to, words, caret = from + words.length, end = caret) {
  if (!canWrite()) return;
  // A text area that is not seen, under a form, is changed without its own undo: «Annulla» knows of it.
  const seen = area.offsetParent !== null;
  if (seen) area.focus({ preventScroll: true });
  area.setSelectionRange(from, to);
  // The only way to change a text area that its own undo knows of.
  const done = seen && words ? document.execCommand("insertText", false, words) : seen && from !== to && document.execCommand("delete");
  if (!done) {
    area.setRangeText(words, from, to, "end");
    written();
  }
  area.setSelectionRange(caret, end);
  moved();
  reveal();
}

/** Replaces the text with another, touching only what differs. */
function replace(whose, text, undoable) {
  if (whose !== doc) return;
  const old = area.value;
  let head = 0, tail = 0;
  const least = Math.min(old.length, text.length);
  while (head < least && old[head] === text[head]) head++;
  while (tail < least - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  if (head === old.length && old.length === text.length) return draw();
  if (undoable && canWrite()) insert(head, old.length - tail, text.slice(head, text.length - tail));
  else {
    const at = area.selectionStart;
    area.setRangeText(text.slice(head, text.length - tail), head, old.length - tail, at > head ? "preserve" : "end");
    draw();
    moved();
  }
}

/** The text area has another text. */
function written() {
  if (!doc) return;
  const before = lines().all, text = area.value;
  doc.text = text;
  const after = lines().all;
  // Problems below what changed move with their lines; those inside are seen again when the program has read the text.
  let head = 0, tail = 0;
  const least = Math.min(before.length, after.length);
  while (head < least && before[head] === after[head]) head++;
  while (tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  for (const one of marks) {
    if (!one.riga || one.riga <= head) continue;
    if (one.riga > before.length - tail) {
      one.riga += after.length - before.length;
      one.fine_riga += after.length - before.length;
    } else {
      one.moved = true;
    }
  }
  // A line that is no more has no problem.
  marks = marks.filter(one => !one.moved || one.riga <= after.length - tail);
  now.line = lineAt(area.selectionStart);
  changed(doc, text);
  draw();
  // Who listens to this finds the new text, which is not so of the event of the browser.
  area.dispatchEvent(new Event("scritto"));
}

// The pages stay still while something is being chosen.
const follow = later(150, () => frame(!choosing()));
/** The caret has moved. */
function moved() {
  if (!doc) return;
  const line = lineAt(area.selectionStart);
  if (line !== now.line) {
    now.line = line;
    hereLine();
    dock();
    follow();
    aloud();
  }
  foot();
}

/** Says the problem of the line to who does not see it, once, on a pause. */
const aloud = later(900, () => {
  const wrong = marks.find(one => one.riga === now.line);
  $("dice").textContent = wrong ? `${wrong.livello}: ${wrong.messaggio}` : "";
});

/** The text becomes another, of which only what differs is touched. */
export const replaceText = text => doc && replace(doc, text, true);
export const problems = () => marks;

editor.replace = replace;
editor.show = path => go(path, 1);
area.addEventListener("input", written);
for (const name of ["keyup", "click", "focus", "select"]) area.addEventListener(name, moved);
document.addEventListener("selectionchange", () => document.activeElement === area && moved());
/** Goes back to the text before this one, or forward again. */
export async function undo(by) {
  if (!doc) return;
  await editor.flush();
  await version(doc, by);
  renew();
}
$("annulla").onclick = () => undo(-1);
$("ripeti").onclick = () => undo(1);
/** Whether keys ask for what was before (-1), for what came after (1), or for something else (0). */
export function undoes(event) {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || key !== "z" && key !== "y") return 0;
  return key === "y" || event.shiftKey ? 1 : -1;
}
// The text area undoes what was typed in it. Where it has nothing to undo, as after a form or a correction, the text before comes back.
area.addEventListener("keydown", event => {
  const before = area.value, by = undoes(event);
  if (by && canWrite()) setTimeout(() => area.value === before && undo(by));
});

const unix = words => words.replaceAll("\r\n", "\n");
/** A text with those places changed; null where it no longer has the words that they are to replace. */
function edited(text, edits) {
  const { all, starts } = cutUp(text);
  const at = (line, column) => (line > all.length ? text.length : starts[line - 1] + into(all[line - 1], column));
  const placed = edits.map(edit => [at(edit.riga, edit.colonna), at(edit.fine_riga, edit.fine_colonna), edit]);
  // From the last to the first, so that places stay where they are.
  placed.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
  let out = text, before = Infinity;
  for (const [from, to, edit] of placed) {
    if (text.slice(from, to) !== unix(edit.prima) || to > before) return null;
    out = out.slice(0, from) + unix(edit.testo) + out.slice(to);
    before = from;
  }
  return out;
}

/** Holds a text as it is, or lets it go. */
function hold(one, held) {
  one.held = held;
  area.readOnly = !canWrite();
}

/** Changes places of files of the plan: all of them, or none. Says whether it did. */
export async function apply(edits) {
  const files = new Map();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  const refuse = why => {
    dialog("Niente è cambiato", [make("p", {}, why)], [["", "Chiudi", "primo"]]);
    // What others changed is not taken in a text that is held.
    if (doc) again();
    return false;
  };
  const all = [], held = [];
  let alone = false;
  try {
    for (const [path, list] of files) {
      const one = await open(path);
      if (!one) return refuse(`Il file ${path} non c’è più.`);
      if (one.only) return refuse(`Il file ${path} non si scrive da qui: ${one.only}.`);
      // The new text is made of this one: letters typed before it is saved would not be in it.
      held.push(one);
      hold(one, true);
      const text = edited(one.text, list);
      if (text === null) return refuse(`Il testo di ${path} intanto è cambiato: aspetta che il programma lo rilegga, e riprova.`);
      all.push([one, text]);
    }
    alone = all.length === 1 && all[0][0] === doc;
    const why = alone ? null : await saveTogether(all);
    if (why) return refuse(why);
  } finally {
    for (const one of held) hold(one, false);
  }
  if (alone) {
    replace(doc, all[0][1], true);
    await save(doc);
    return true;
  }
  for (const [one, text] of all) replace(one, text, true);
  tell();
  return true;
}
