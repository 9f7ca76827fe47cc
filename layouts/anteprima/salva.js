// The files that were opened here: what the disk has of each, what the author has written since, and how the second becomes the first.
// A file that others changed meanwhile is never written over.

import { $, askJson, button, dialog, hour, later, make, now, post } from "./base.js";

/** How long after the last key the text is saved by itself. */
const PAUSE = 1500;
/** How long after the last key the program reads the text that is not saved. */
const LISTEN = 300;
/** How often the program is told that an unsaved text is still here: it forgets one of which nobody speaks. */
const ALIVE = 10000;
/** How many saved texts of a file are kept to go back to. */
const VERSIONS = 200;

const docs = new Map();
/** Marks the texts of this window, among those of all windows. */
const window_ = crypto.getRandomValues(new Uint32Array(2)).join("-");
let marks = 0;

/** What the editor sets: what is done when the text of a file changes under the eyes of the author; `show`, which opens a file;
    `flush`, which writes in the text what is written in a form, and whether there is such. */
export const editor = { replace: () => {}, show: async () => {}, flush: async () => {}, unsaved: () => false };

const SILENT = "il programma non risponde";
const STRANGER = "l’anteprima di questa pagina è stata chiusa, e quella che è aperta ora ha un altro indirizzo. Salva una copia, apri l’indirizzo nuovo e riportaci il testo";

const plain = text => text.replace(/\r\n?/g, "\n");
export const dirty = doc => doc.text !== doc.saved;

/** The file at `path` as the author has it; null when there is none. It is read again, but what is not saved stays. */
export async function open(path) {
  const told = await askJson("/testo", { file: path });
  const known = docs.get(path);
  // Whether there is such a file is not known while the program does not answer.
  if (!told) return known && (told === undefined || dirty(known)) ? known : null;
  const text = plain(told.testo);
  if (!known) {
    const doc = { path, text, saved: text, digest: told.impronta, only: told.sola_lettura, other_plan: told.altro_piano, versions: [text], at: 0, mark: null, laid: null, refused: null, busy: null, asked: false, held: false };
    // A text that is held while several are saved together waits for another pause.
    doc.save = later(PAUSE, () => (doc.held ? doc.save() : save(doc)));
    doc.lay = later(LISTEN, () => lay(doc));
    docs.set(path, doc);
    return doc;
  }
  Object.assign(known, { only: told.sola_lettura, other_plan: told.altro_piano });
  // What is not saved is compared when it is saved; so is what is held, of which a new text is already made.
  if (!dirty(known) && !known.busy && !known.held && text !== known.saved) {
    Object.assign(known, { text, saved: text, digest: told.impronta, laid: null });
    remember(known, text);
    editor.replace(known, text, false);
  } else if (text === known.saved) known.digest = told.impronta;
  return known;
}

/** The author changed the text. */
export function changed(doc, text) {
  doc.text = text;
  doc.lay();
  if (!doc.refused) doc.save();
  tell();
}

async function lay(doc) {
  if (doc.text === (doc.laid ?? doc.saved)) return;
  doc.laid = doc.text;
  doc.mark = `${window_}-${++marks}`;
  await send(doc);
}

const send = doc => post("/bozza", { file: doc.path, testo: doc.laid, segno: doc.mark });

setInterval(() => {
  for (const doc of docs.values()) if (dirty(doc) && doc.laid !== null && !doc.lay.waits()) send(doc);
}, ALIVE);

/** Whether what was last told of the plan is told of the text that the author has. */
export const fresh = doc => !doc.lay.waits() && (doc.mark === null || now.state.posati[doc.path] === doc.mark || !dirty(doc) && !(doc.path in now.state.posati));

/** The text is a version to which the author can come back. `typed`: whether the author wrote it. */
function remember(doc, text, typed = false) {
  if (doc.versions[doc.at] === text) return;
  if (typed) {
    // Who came back to an earlier one by undoing what was typed goes on from there: what came after is still ahead.
    const before = doc.versions.lastIndexOf(text, doc.at);
    if (before >= 0) return void (doc.at = before);
  }
  doc.versions = [...doc.versions.slice(0, doc.at + 1), text].slice(-VERSIONS);
  doc.at = doc.versions.length - 1;
}

/** Saves the text. Says whether the disk has it. */
export async function save(doc, options = {}) {
  doc.save.cancel();
  // Of two that wait, the second waits for the first.
  while (doc.busy) await doc.busy;
  if (!dirty(doc) || doc.only) {
    if (!dirty(doc)) doc.refused = null;
    tell();
    return !dirty(doc);
  }
  const text = doc.text;
  doc.busy = post("/salva", { file: doc.path, testo: text, impronta: doc.digest, di_nuovo: doc.again === true }, options);
  tell();
  const answer = await doc.busy;
  doc.busy = null;
  Object.assign(doc, { other: null, gone: false, again: false, renamed: null });
  switch (answer?.esito) {
    case "salvato":
      Object.assign(doc, { saved: text, digest: answer.impronta, refused: null, when: hour() });
      if (doc.text === text) Object.assign(doc, { laid: null });
      remember(doc, text, true);
      if (dirty(doc)) doc.save();
      break;
    case "cambiato":
      doc.refused = "il file è stato cambiato da altri mentre scrivevi";
      doc.other = { text: plain(answer.testo), digest: answer.impronta };
      tell();
      if (!doc.asked) settle(doc);
      return false;
    case "sparito":
      Object.assign(doc, { gone: true, refused: "il file non c’è più: qualcuno l’ha spostato o cancellato" });
      sought(doc);
      break;
    case "rifiutato":
      doc.refused = answer.perche;
      break;
    default:
      doc.refused = now.stranger ? STRANGER : SILENT;
  }
  tell();
  return !dirty(doc);
}

/** Looks for the name that a file has now: that of a file of the plan which was not here and has the text that it had. */
async function sought(doc) {
  const paths = new Set([...now.state.sezioni, ...now.state.dati.flatMap(group => group.cose)].map(one => one.file));
  for (const path of paths) {
    if (docs.has(path) || path.split(".").pop() !== doc.path.split(".").pop()) continue;
    const told = await askJson("/testo", { file: path });
    if (told?.impronta !== doc.digest || !doc.gone) continue;
    Object.assign(doc, { renamed: path, refused: `il file ora si chiama ${path}` });
    return tell();
  }
  // The program may not know yet of the new name.
  if (doc.gone && (doc.tries = (doc.tries ?? 0) + 1) < 5) setTimeout(() => doc.gone && sought(doc), 2000);
}

/** Goes on, in the file of the new name, with the text that was being written in the old one. */
async function follow(doc) {
  const text = doc.text, other = await open(doc.renamed);
  if (!other) return;
  docs.delete(doc.path);
  doc.save.cancel();
  doc.lay.cancel();
  doc.saved = text;
  changed(other, text);
  await save(other);
  await editor.show(other.path);
}

/** Saves several texts, all of them or none: pairs of a file and its new text, of which the disk must have the old one. Says why not. */
export async function saveTogether(all) {
  for (const [doc] of all) {
    const text = doc.text;
    if (!(await save(doc)) || doc.text !== text) return `Il file ${doc.path} ha un testo che non è ancora salvato: salvalo, e riprova.`;
  }
  const answer = await post("/salva/insieme", all.map(([doc, text]) => ({ file: doc.path, testo: text, impronta: doc.digest })));
  if (answer?.esito !== "salvato") return answer?.perche ? `${answer.file}: ${answer.perche}.` : "Il programma non risponde.";
  for (const [doc, text] of all) {
    Object.assign(doc, { text, saved: text, digest: answer.impronte[doc.path], refused: null, laid: null, when: hour() });
    remember(doc, text);
  }
  return null;
}

/** Lines of `text` of which `other` has no equal are marked. */
function compared(text, other, name) {
  const known = new Set(other.split("\n"));
  const lines = text.split("\n").map(line => (known.has(line) ? make("span", {}, `${line}\n`) : make("mark", {}, `${line}\n`)));
  return make("section", { "aria-label": name }, make("h3", {}, name), make("pre", { tabindex: 0 }, ...lines));
}

/** Asks the author which of two texts counts. The other one is kept among the versions. */
async function settle(doc) {
  doc.asked = true;
  const theirs = doc.other;
  const answer = dialog("Questo file è stato cambiato da altri", [
    make("p", {}, `Mentre scrivevi, ${doc.path} è stato salvato con un altro testo. Nessuno dei due è perso: quello che non scegli si ritrova con «Annulla».`),
    make("div", { class: "due-testi" }, compared(doc.text, theirs.text, "Il tuo testo"), compared(theirs.text, doc.text, "Il testo del file, adesso")),
  ], [["mio", "Tieni il mio", "primo"], ["suo", "Prendi quello del file"], ["", "Decido dopo"]], { class: "largo" });
  for (const box of document.querySelectorAll(".due-testi pre")) {
    const first = box.querySelector("mark");
    if (first) box.scrollTop = first.offsetTop - box.offsetTop - 40;
  }
  const choice = await answer;
  doc.asked = false;
  if (choice === "") return tell();
  if (choice === "mio") {
    remember(doc, theirs.text);
    Object.assign(doc, { digest: theirs.digest, saved: theirs.text, refused: null, other: null });
    await save(doc);
  } else {
    remember(doc, doc.text);
    Object.assign(doc, { digest: theirs.digest, saved: theirs.text, text: theirs.text, refused: null, other: null });
    remember(doc, theirs.text);
    doc.lay.cancel();
    if (doc.mark) post("/lascia", { file: doc.path, segno: doc.mark });
    Object.assign(doc, { mark: null, laid: null });
    editor.replace(doc, theirs.text, false);
  }
  tell();
}

/** Goes to the saved text before (-1) or after (1) this one. */
export async function version(doc, by) {
  if (dirty(doc) && !(await save(doc))) return;
  const text = doc.versions[doc.at + by];
  if (text === undefined || doc.held) return;
  doc.at += by;
  editor.replace(doc, text, true);
  changed(doc, text);
  await save(doc);
}

/** A copy of the text, in the folder of what is downloaded. */
function aside(doc) {
  const name = doc.path.split("/").pop();
  const link = make("a", { href: URL.createObjectURL(new Blob([doc.text], { type: "text/plain" })), download: name.replace(/(\.\w+)$/, "-copia$1") });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Says whether all is saved. */
export function tell() {
  const all = [...docs.values()].filter(doc => dirty(doc));
  if (now.stranger) for (const doc of all) doc.refused = STRANGER;
  const refused = all.filter(doc => doc.refused), status = $("novita");
  const said = refused.length ? "Non salvato"
    : all.some(doc => doc.busy) ? "Salvo…"
    : all.length || editor.unsaved() ? "Da salvare"
    : `✓ ${[...docs.values()].some(doc => doc.when) ? "Salvato" : "Aggiornato"} alle ${[...docs.values()].map(doc => doc.when ?? "").sort().pop() || now.made}`;
  if (status.textContent !== said) status.textContent = said;
  status.classList.toggle("male", refused.length > 0);
  const strip = $("non-salvato");
  strip.hidden = !refused.length;
  const key = refused.map(doc => `${doc.path} ${doc.refused} ${doc.path === now.file}`).join();
  if (refused.length && strip.dataset.key !== key) {
    strip.replaceChildren(...refused.flatMap(doc => [
      make("p", {}, make("strong", {}, `${doc.path} non è salvato: `), `${doc.refused}.`),
      doc.other ? button("Vedi i due testi…", () => settle(doc))
        : doc.renamed ? button(`Continua in ${doc.renamed}`, () => follow(doc))
        : doc.refused === STRANGER ? null
        : button("Riprova", () => { doc.refused = null; save(doc); }),
      doc.gone ? button("Scrivi di nuovo il file", () => { Object.assign(doc, { refused: null, again: true }); save(doc); }) : null,
      // Who has gone elsewhere finds the text again, also of a file that the plan has no more.
      doc.path === now.file ? null : button("Vedi il testo", () => editor.show(doc.path)),
      button("Salva una copia…", () => aside(doc)),
    ].filter(Boolean)));
  }
  strip.dataset.key = key;
  const doc = docs.get(now.file);
  $("annulla").disabled = !doc || !dirty(doc) && doc.at === 0;
  $("ripeti").disabled = !doc || doc.at >= doc.versions.length - 1;
}

/** The program answers again. */
export function retry() {
  if (editor.unsaved()) editor.flush();
  for (const doc of docs.values()) {
    if (dirty(doc) && doc.refused === SILENT) {
      doc.refused = null;
      save(doc);
    }
  }
}

/** Saves all that is written. Says whether the disk has it. */
export async function saveAll() {
  await editor.flush();
  return (await Promise.all([...docs.values()].filter(dirty).map(doc => save(doc)))).every(Boolean) && !editor.unsaved();
}

// What is written must not be lost with the window.
addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const doc of docs.values()) if (dirty(doc) && !doc.refused) save(doc, { keepalive: doc.text.length < 20000 });
});
addEventListener("beforeunload", event => {
  if (editor.unsaved() || [...docs.values()].some(dirty)) event.preventDefault();
});
