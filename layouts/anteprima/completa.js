// What can be written at the caret: the things that can be cited, the numbers that the plan knows, the views, the keys of a record. The
// program says what there is; here it is chosen.

import { $, fold, make, post } from "./base.js";
import { canWrite, content, current, insert, isData, lineAt, lines, offset, spot } from "./testo.js";

const area = $("scrive"), box = $("proposte"), list = $("proposte-elenco");
/** How many are shown. Who has more writes another letter. */
const MOST = 60;
/** What is proposed: all, those that are shown, the one that is chosen, and where the words begin that choose them. */
let open = null;
let asked = 0;
/** Where the words begin of which the program is being asked now; what it told of a citation or a number of which nothing was written yet:
    it is shown while the program is busy with the pages. */
let waits = null;
const known = new Map();

/** The words before the caret that a proposal may complete; null where there are none. */
function begun() {
  if (!canWrite() || area.selectionStart !== area.selectionEnd) return null;
  const at = area.selectionStart, { starts } = lines(), start = starts[lineAt(at) - 1];
  const before = content().slice(start, at);
  // The words that are sought in a citation may be several.
  const found = before.match(/\[[@=][^\]\s[]*$/) ?? before.match(/\[@[\p{L}\d'’.-]+(?: [\p{L}\d'’.-]*){1,4}$/u) ?? before.match(/\]\(@[^)\s]*$/) ?? before.match(/^`{3,}piao:[\w-]*$/);
  return found ? start + found.index : null;
}

/** Whether the caret is in TOML: a file of data, the head of a section, a view. */
function inToml() {
  if (isData()) return current().path.endsWith(".toml");
  const { all } = lines(), here = lineAt(area.selectionStart) - 1;
  if (all[0] === "+++" && here > 0 && !all.slice(1, here).includes("+++")) return all[here] !== "+++";
  let view = false;
  for (let n = 0; n < here; n++) if (/^`{3,}/.test(all[n])) view = !view && /^`{3,}piao:/.test(all[n]);
  return view;
}

/** Asks what can be written here. `wanted`: also where nothing was begun (Ctrl+Space). */
async function propose(wanted) {
  const from = begun(), toml = from === null && inToml();
  if (from === null && !(toml && (wanted || writesToml()))) return close();
  const at = area.selectionStart, line = lineAt(at), sign = from === null ? null : content().slice(from, at), path = current().path;
  // Of words that go on the program was asked when they began.
  if (from !== null && waits?.from === from && waits.path === path) return;
  if (known.has(sign)) show(known.get(sign), line, from, at);
  const turn = ++asked, mine = waits = from === null ? null : { from, path }, start = lines().starts[line - 1];
  const told = await post("/completa", { file: path, testo: content(), riga: line, colonna: [...content().slice(start, at)].length + 1 });
  if (waits === mine) waits = null;
  // The author has gone on meanwhile: with the same words, among which is chosen, or elsewhere.
  if (turn !== asked || !told) return;
  if (sign === "[@" || sign === "[=") known.set(sign, told.proposte.map(one => ({ ...one, da: 0, a: 0 })));
  show(told.proposte, line, from, at);
}

/** Shows what may be written instead of the words that end at a place. */
function show(proposals, line, from, at) {
  if (from !== null && begun() !== from) return;
  const all = proposals.map(one => ({ ...one, from: one.da ? offset(line, one.da) : at, to: one.a ? offset(line, one.a) : at, words: fold(`${one.mostra} ${one.filtro}`) }));
  if (!all.length) return close();
  // A citation that goes on is chosen among those that were told when it began.
  open = { all, asked: at, from: Math.min(...all.map(one => one.from)), start: from ?? Math.min(...all.map(one => one.from)), shown: [], at: 0 };
  narrow();
}

/** A key or a value of TOML is proposed once two of its letters are written. */
const writesToml = () => /(^|[\s"=[,{])[\p{L}_][\p{L}\d_-]+$/u.test(content().slice(lines().starts[lineAt(area.selectionStart) - 1], area.selectionStart));

// A text area may not have the role of a combobox: it says which proposal is chosen, and that there are some.

/** Shows the proposals that have the words that are written. */
function narrow() {
  const at = area.selectionStart;
  if (!open || at < open.start || content().slice(open.start, at).includes("\n")) return close();
  const typed = content().slice(open.from, at), sought = fold(typed.replace(/^[`[\](@=]+(piao:)?/, "")).trim();
  const parts = sought.split(/[\s]+/).filter(Boolean);
  // The nearest name first; of two as near, the number that is not zero, then the name that goes on least.
  const rank = one => (one.words.startsWith(sought) ? 0 : one.words.includes(` ${sought}`) ? 1 : 2);
  const isFact = content()[open.start + 1] === "=", nothing = one => (isFact && /^0(?:[,.]0+)?(?:\D|$)/.test(one.dettaglio ?? "") ? 1 : 0);
  const rest = one => (isFact && sought ? one.mostra.length : 0);
  const kept = open.all.filter(one => parts.every(part => one.words.includes(part))).map((one, n) => [rank(one), nothing(one), rest(one), n, one])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]).map(one => one[4]);
  if (!kept.length) return close();
  open.shown = kept.slice(0, MOST);
  open.at = 0;
  const paragraph = content().slice(content().lastIndexOf("\n\n", at) + 1, at);
  list.replaceChildren(...open.shown.map((one, n) => {
    const item = make("li", { role: "option", id: `proposta-${n}`, "aria-selected": String(n === 0) },
      make("span", { class: "mostra" }, ...marked(one.mostra, parts)),
      one.pagina ? make("span", { class: "pag" }, `pag. ${one.pagina}`) : null,
      make("span", { class: "detto" }, [one.dettaglio, one.testo.length > 4 && paragraph.includes(one.testo) ? "già in questo paragrafo" : ""].filter(Boolean).join(" · ")));
    item.onpointerdown = event => { event.preventDefault(); take(n); };
    return item;
  }));
  if (box.hidden) $("dice").textContent = `${kept.length === 1 ? "Una proposta" : `${kept.length} proposte`}: si sceglie con le frecce.`;
  $("proposte-quante").textContent = kept.length > MOST ? `${MOST} di ${kept.length}` : String(kept.length);
  place();
  box.hidden = false;
  area.setAttribute("aria-controls", "proposte-elenco");
  choose(0);
}

/** The words of a proposal, with those that were written set apart. */
function marked(words, parts) {
  const folded = fold(words), part = parts.find(part => folded.includes(part));
  // Letters with accents may count twice when they are taken apart: then nothing is marked.
  if (!part || folded.length !== words.length) return [words];
  const at = folded.indexOf(part);
  return [words.slice(0, at), make("b", {}, words.slice(at, at + part.length)), words.slice(at + part.length)];
}

/** Puts the list under the line of the caret, or over it where there is no room below. */
function place() {
  const at = spot(Math.min(open.from, content().length)), frame = $("righe").getBoundingClientRect();
  box.hidden = false;
  const wide = Math.min(420, frame.width - 24), high = box.offsetHeight;
  box.style.width = `${wide}px`;
  box.style.left = `${Math.max(frame.left + 8, Math.min(at.left, frame.right - wide - 12))}px`;
  box.style.top = at.bottom + high + 8 < innerHeight ? `${at.bottom + 4}px` : `${Math.max(8, at.top - high - 4)}px`;
}

function choose(n) {
  open.at = (n + open.shown.length) % open.shown.length;
  [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === open.at)));
  list.children[open.at].scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", `proposta-${open.at}`);
}

function take(n) {
  const one = open.shown[n], at = area.selectionStart, last = one.testo[one.testo.length - 1];
  // What was written since the question moved the end of what is replaced.
  let to = one.to + at - open.asked;
  if ("])".includes(last)) {
    // A citation that is not closed yet ends at the caret: the words after it are of the text. The bracket that closes it is not written twice.
    to = content()[to] === last ? to + 1 : at;
  }
  close();
  insert(one.from, to, one.testo, one.from + one.cursore);
}

function close() {
  asked++;
  waits = null;
  open = null;
  box.hidden = true;
  for (const name of ["aria-controls", "aria-activedescendant"]) area.removeAttribute(name);
}

/** Begins a citation or a number at the caret, and proposes what there is. */
export function begin(words) {
  const at = area.selectionStart;
  insert(at, area.selectionEnd, words);
  propose(true);
}

area.addEventListener("scritto", () => {
  // Under a form the text is written by the form: nobody is to choose there.
  if (document.activeElement !== area) return close();
  const from = begun();
  if (open && from === open.start) narrow();
  else if (from !== null || open || inToml()) propose(false);
});
area.addEventListener("keydown", event => {
  if (event.ctrlKey && event.code === "Space") {
    event.preventDefault();
    return void propose(true);
  }
  if (!open) return;
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
  if (by) choose(Math.abs(by) === 1 ? open.at + by : Math.max(0, Math.min(open.at + by, open.shown.length - 1)));
  else if (event.key === "Enter" || event.key === "Tab") take(open.at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
area.addEventListener("blur", close);
area.addEventListener("click", close);
$("righe").addEventListener("scroll", () => open && place(), { passive: true });
/** Whether something is being chosen: then the page does not move. */
export const choosing = () => open !== null;
