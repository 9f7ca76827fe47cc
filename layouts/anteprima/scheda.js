// A record as a form: its fields as they are explained to authors, each with its value, its problems and its cure. A change is written in
// the TOML of the file, which is one click away; nothing else of it is touched.

import { $, button, counted, dialog, inline, later, make, now, post } from "./base.js";
import { canWrite, content, current, frame, problems, replaceText, stand, undo, undoes } from "./testo.js";
import { rename } from "./comandi.js";
import { correct, cure } from "./problemi.js";

const box = $("scheda");
/** Whether the author wants forms where there are records, and the file of which the head is wanted as one. */
let wanted = true, head = null;
/** The form that is shown, as the program told it; the text of which it was told. */
let told = null, of = null;
let asked = 0;
/** Which form is shown: the values that are written in one do not move its rows, what else happens to the text may. */
let shape = 0;
/** The grids of which all the columns are shown, also those where nothing is written; the rows that are shown whole. */
const wide = new Set(), whole = new Set();

export const isOpen = () => !box.hidden;

const isText = () => current().path.endsWith(".md");
/** Whether the file has records, or a head, to show as forms. */
const isRecords = () => current() !== null && !current().only && !current().other_plan && (isText() ? content().startsWith("+++\n") : current().path.endsWith(".toml"));
const isWanted = () => (isText() ? head === current().path : wanted);

let last = null;
/** Shows the record of a line as a form, where there is one and the author wants it. `focus`: whether its field gets the focus. It ends
    when the last form that was asked for is shown. */
export async function formAt(line, focus) {
  const mine = last = ask(line, focus);
  await mine;
  if (last !== mine) await last;
}

async function ask(line, focus) {
  const turn = ++asked;
  if (!isRecords() || !isWanted()) return hide(isRecords());
  const text = content();
  const answer = await post("/scheda", { file: current().path, testo: text, riga: isText() ? 2 : line });
  if (turn !== asked) return;
  if (!answer?.scheda) {
    hide(isRecords());
    $("senza-scheda").textContent = answer?.perche ?? "";
    return;
  }
  [told, of] = [answer.scheda, text];
  shape++;
  draw();
  if (focus) (fieldOf(line)?.querySelector(CONTROLS) ?? box.querySelector(CONTROLS))?.focus({ preventScroll: false });
}

const CONTROLS = ":is(input, textarea, select):not([readonly])";

function hide(choice) {
  told = null;
  box.hidden = true;
  $("righe").hidden = false;
  $("strumenti").hidden = !current() || current().only !== null || !isText();
  $("modi").hidden = !choice;
  modes();
}

function modes() {
  $("senza-scheda").textContent = "";
  $("vedi-scheda").setAttribute("aria-pressed", String(!box.hidden));
  $("vedi-toml").setAttribute("aria-pressed", String(box.hidden));
}

$("vedi-scheda").onclick = () => {
  if (isText()) head = current().path;
  else wanted = true;
  formAt(now.line, true);
};
$("vedi-toml").onclick = () => {
  if (isText()) head = null;
  else wanted = false;
  hide(true);
  stand(now.line);
  $("scrive").focus({ preventScroll: true });
};

/** The text is another: the form is asked again, unless it made the change itself. */
export function renew() {
  if (told && of !== content()) formAt(told.righe[told.n] ?? now.line, false);
  else if (told) judge();
}

// -- Drawing

const value = field => field.valore ?? {};
/** Whether a field has fields of its own, and there is one of it. */
const isPart = field => field.forma === "tabella" && !field.molti && !field.per_anno;
const isSet = field => field.valore !== null || field.righe !== null || field.nel_testo || isPart(field) && field.campi.some(isSet);
const MAIN = ["titolo", "nome", "codice", "descrizione"];

function draw() {
  const active = box.contains(document.activeElement) ? document.activeElement : null, focused = active?.dataset.percorso;
  // What is being written while the form is made again stays, with its caret.
  const kept = focused && { value: active.value, is: active.value !== active.dataset.iniziale, from: active.selectionStart, to: active.selectionEnd };
  const seen = new Map([...box.querySelectorAll("details")].map(one => [one.dataset.nome, one.open])), same = box.dataset.di === `${current().path} ${told.tabella} ${told.n}`;
  const top = box.scrollTop;
  const say = name => told.campi.find(field => field.nome === name)?.valore?.testo ?? "";
  const lists = Object.entries(told.riferimenti).map(([kind, all]) => make("datalist", { id: `elenco-${kind}` }, ...all.map(([id, name]) => make("option", { value: id }, name))));
  const main = told.campi.filter(field => isSet(field) || field.assente || MAIN.includes(field.nome));
  const rest = told.campi.filter(field => !main.includes(field));
  const empty = make("details", { "data-nome": "vuoti" }, make("summary", {}, counted(rest.length, "campo vuoto", "campi vuoti")), make("div", { class: "campi" }, ...rest.map(field => control(field, [field.nome]))));
  const step = by => {
    const line = told.righe[told.n + by];
    if (line) { stand(line, false); formAt(line, false).then(() => { box.scrollTop = 0; frame(); }); }
  };
  box.replaceChildren(...lists,
    make("div", { class: "capo-scheda" },
      make("h2", {}, `${told.genere} `, make("strong", {}, say("codice") || say("titolo") || say("nome"))),
      told.tabella === "" ? null : make("p", { class: "gira" }, button("‹", () => step(-1), { "aria-label": "Scheda prima", disabled: told.n === 0 }), ` ${told.n + 1} di ${told.quante} `, button("›", () => step(1), { "aria-label": "Scheda dopo", disabled: told.n + 1 === told.quante }), " ", button("+ nuova", another, { "aria-label": "+ nuova scheda dopo questa" }))),
    make("div", { id: "detto-scheda" }),
    make("div", { class: "errori", id: "errori-scheda" }),
    make("div", { class: "campi" }, ...main.map(field => control(field, [field.nome]))),
    ...(rest.length ? [empty] : []),
    ...(told.altri.length ? [make("p", { class: "aiuto" }, `Nel testo ci sono anche: ${told.altri.join(", ")}.`)] : []));
  box.dataset.di = `${current().path} ${told.tabella} ${told.n}`;
  // What its author opened or folded stays so, as long as it is the same record.
  for (const one of box.querySelectorAll("details")) if (seen.has(one.dataset.nome) && (same || one === empty)) one.open = seen.get(one.dataset.nome);
  if (!same) whole.clear();
  box.hidden = false;
  $("righe").hidden = true;
  $("strumenti").hidden = true;
  $("modi").hidden = false;
  modes();
  box.scrollTop = top;
  const again = focused && [...box.querySelectorAll(CONTROLS)].find(one => one.dataset.percorso === focused);
  if (again) {
    if (kept.is) again.value = kept.value;
    again.focus({ preventScroll: true });
    if (again.tagName !== "SELECT" && kept.from !== null) again.setSelectionRange(kept.from, kept.to);
  }
  judge();
}

/** What a field says of itself, without what belongs to TOML. */
const plain = help => (help ?? "").replaceAll("`", "").replace(/[;,:.]?\s*(o|oppure)?\s*\{ *assente[^}]*\}/, "").replaceAll(/\[\[([\w.]+)\]\]/g, (_, name) => name.replaceAll("_", " ")).trim();
const path = steps => JSON.stringify(steps);

/** A field with its label, its help and its value. */
function control(field, steps) {
  const id = `campo-${steps.join("-")}`;
  // A choice shows its words itself.
  const help = field.forma === "scelta" && field.scelte.every(word => (field.aiuto ?? "").includes(word)) ? "" : plain(field.aiuto) || (field.esempio && !/^[[{]/.test(field.esempio) ? `per esempio ${field.esempio}` : "");
  const label = make("label", { for: id }, field.nome === "titolo" ? "Titolo" : field.etichetta), aid = help ? make("span", { class: "aiuto", id: `${id}-aiuto` }, help) : null;
  const head = make("p", { class: "nome-campo" }, label, aid);
  const wrap = (kind, ...inside) => make("div", { class: `campo ${kind}`, "data-riga": field.riga, "data-nome": field.nome }, head, ...inside, make("div", { class: "errori" }));
  const set = value(field);
  if (field.nel_testo || field.forma === "tabella" && field.per_anno || field.forma === "libera" && field.molti && field.valore === null) {
    label.removeAttribute("for");
    return wrap("", make("p", { class: "aiuto" }, field.nel_testo ? "Si cambia nel testo. " : "Si scrive nel testo. ", button("Vai al testo", () => { $("vedi-toml").click(); stand(field.riga ?? told.righe[told.n]); })));
  }
  if (field.forma === "tabella" && field.molti) return table(field, steps);
  if (isPart(field) && !("assente" in set)) return part(field, steps, help);
  if ("assente" in set) {
    head.append(button("Scrivi un valore", () => change(steps, { che: "togli" })));
    return wrap("assente largo", make("p", { class: "aiuto" }, "Assente, con il motivo"), words(id, set.assente, true, text => change(steps, text ? { che: "assente", con: text } : { che: "togli" }), steps, aid));
  }
  // Another id is written wherever the thing is cited.
  if (field.nome === "id" && "testo" in set && steps.length === 1) head.append(button("Cambia…", () => rename({ file: current().path, riga: field.riga, colonna: "id = ".length + 2 }), { "aria-label": "Cambia… l’id, dovunque è scritto" }));
  if (field.assente) head.append(button("Assente…", () => absent(field, steps), { "aria-label": `Assente… ${field.etichetta}` }));
  if (field.molti && !("testo" in set)) {
    label.removeAttribute("for");
    const all = [...(set.elenco ?? []), ""];
    const write = () => change(steps, list.length ? { che: "elenco", con: list } : { che: "togli" });
    let list = [];
    const inputs = all.map((word, n) => one(field, `${id}-${n}`, word, () => {
      list = inputs.map(input => input.value.trim()).filter(Boolean);
      write();
    }, [...steps, n], `${field.etichetta}, ${n + 1}`));
    return wrap("largo", make("div", { class: "elenco", role: "group", "aria-label": field.etichetta }, ...inputs));
  }
  if (field.per_anno && !("testo" in set)) {
    label.removeAttribute("for");
    const years = [...new Set([...(told.anni ?? []).map(String), ...Object.keys(set.anni ?? {})])].sort();
    return wrap("", make("div", { class: "anni", role: "group", "aria-label": field.etichetta }, ...years.map(year => make("label", {}, year, " ", one(field, `${id}-${year}`, set.anni?.[year] ?? "", text => change([...steps, year], text ? { che: "testo", con: text } : { che: "togli" }), [...steps, year])))));
  }
  const written = set.testo ?? "";
  const write = text => change(steps, text ? { che: "testo", con: text } : { che: "togli" });
  const long = field.forma === "prosa" || written.length > 48;
  return wrap(long ? "largo" : "", long ? words(id, written, true, write, steps, aid) : one(field, id, written, write, steps, null, aid));
}

/** A field that has fields of its own: those that are written first, the others behind. */
function part(field, steps, help) {
  const fields = field.campi.map(inner => control(inner, [...steps, inner.nome]));
  const box_ = make("details", { class: "campo largo parte", "data-riga": field.riga, "data-nome": steps.join(" ") },
    make("summary", {}, make("strong", {}, field.etichetta), help ? make("span", { class: "aiuto" }, ` ${help}`) : null),
    field.assente ? make("p", { class: "azioni-griglia" }, button("Assente…", () => absent(field, steps), { "aria-label": `Assente… ${field.etichetta}` })) : null,
    make("div", { class: "campi" }, ...fields), make("div", { class: "errori" }));
  box_.open = isSet(field);
  return box_;
}

/** A line, or a few, of words. */
function words(id, text, long, write, steps, aid) {
  const input = make(long ? "textarea" : "input", { id, rows: long ? 2 : null, autocomplete: "off", "data-percorso": path(steps), "aria-describedby": aid?.id, lang: "it", spellcheck: "true" });
  input.value = input.dataset.iniziale = text;
  writes(input, write);
  return input;
}

/** What is written in a field is written in the file once, when its author goes on or pauses. */
function writes(input, write) {
  input.onchange = input.onblur = () => {
    const text = input.value.trim();
    // A field that was drawn again tells of no change by itself.
    if (text === input.dataset.iniziale.trim()) return;
    input.dataset.iniziale = text;
    write(text);
  };
}

/** The control of a single value. */
function one(field, id, text, write, steps, name = null, aid = null) {
  const common = { id, "data-percorso": path(steps), "aria-label": name, "aria-describedby": aid?.id };
  if (field.forma === "scelta" || field.forma === "vero") {
    const said = word => (field.forma === "vero" ? (word === "true" ? "sì" : "no") : word.replaceAll("-", " "));
    const choices = [...field.scelte, ...(text && !field.scelte.includes(text) ? [text] : [])];
    const select = make("select", common, make("option", { value: "" }, "–"), ...choices.map(word => make("option", { value: word, selected: word === text }, said(word))));
    select.onchange = () => write(select.value);
    return select;
  }
  const number = field.forma === "numero" || field.forma === "importo";
  const input = make("input", { ...common, autocomplete: "off", readonly: field.nome === "id" && text !== "" && steps.length === 1, inputmode: number ? "decimal" : null, placeholder: field.forma === "giorno" ? "gg/mm/aaaa" : null, list: field.forma === "riferimento" ? `elenco-${field.scelte[0]}` : null });
  input.value = input.dataset.iniziale = text;
  writes(input, write);
  return input;
}

/** Rows of fields as a grid. */
function table(field, steps) {
  const rows = field.righe ?? [];
  const simple = field.campi.filter(column => column.forma !== "tabella" && !(column.forma === "libera" && column.molti));
  const columns = field.campi.filter((column, n) => simple.includes(column) && (wide.has(field.nome) || rows.some(row => isSet(row.campi[n])) || MAIN.includes(column.nome) || column.nome === "testo"));
  const years = column => (column.per_anno ? [...new Set([...(told.anni ?? []).map(String), ...rows.flatMap(row => Object.keys(row.campi.find(one => one.nome === column.nome)?.valore?.anni ?? {}))])].sort() : [null]);
  // A value that is the same every year has one column.
  const single = column => rows.some(row => "testo" in value(row.campi.find(one => one.nome === column.nome)));
  const heads = columns.flatMap(column => (single(column) ? [[column, null]] : years(column).map(year => [column, year])));
  /** Whether a value is shown in its cell without being written there. */
  const readOnly = own => own.nel_testo || "assente" in value(own) || own.molti && !("testo" in value(own));
  const cell = (row, y, [column, year]) => {
    const own = row.campi.find(one => one.nome === column.nome), set = value(own), here = [...steps, y, column.nome];
    const name = `${column.etichetta}${year ? ` ${year}` : ""}, riga ${y + 1}`;
    if (readOnly(own)) return make("td", { class: "aiuto", "data-riga": own.riga }, "assente" in set ? "assente" : set.elenco?.join(", ") ?? (own.nel_testo ? "nel testo" : ""));
    const target = year ? [...here, year] : here, text = year ? set.anni?.[year] ?? "" : set.testo ?? "";
    const write = words_ => change(target, words_ ? { che: "testo", con: words_ } : { che: "togli" });
    const input = text.length > 24 && !year && column.forma !== "scelta" ? words(`campo-${target.join("-")}`, text, true, write, target) : one(column, `campo-${target.join("-")}`, text, write, target);
    input.setAttribute("aria-label", name);
    return make("td", { "data-riga": own.riga }, input);
  };
  const body = rows.flatMap((row, y) => {
    const key = path([...steps, y]), open = whole.has(key);
    const more = row.campi.filter(own => isSet(own) && !columns.some(column => column.nome === own.nome)).length;
    const name = `Tutti i campi della riga ${y + 1}${more ? `: ${counted(more, "altro è scritto", "altri sono scritti")}` : ""}`;
    const toggle = button(open ? "▾" : more ? `▸ ${more}` : "▸", () => {
      if (!whole.delete(key)) whole.add(key);
      draw();
      [...box.querySelectorAll(".apre")].find(one => one.dataset.di === key)?.focus();
    }, { "aria-expanded": String(open), "aria-label": name, title: name, class: "apre", "data-di": key });
    const line = make("tr", { "data-riga": row.riga }, make("th", { scope: "row" }, String(y + 1), " ", toggle), ...heads.map(head => cell(row, y, head)),
      make("td", {}, button("✕", () => change([...steps, y], { che: "togli" }), { "aria-label": `Togli la riga ${y + 1}`, class: "togli" })));
    // What has no column, the parts of a row too, is written under it.
    const under = open ? make("tr", { "data-riga": row.riga }, make("td", { colspan: heads.length + 2 }, make("div", { class: "campi", role: "group", "aria-label": `${field.etichetta}, riga ${y + 1}` }, ...row.campi.filter(own => readOnly(own) || !columns.some(column => column.nome === own.nome)).map(own => control(own, [...steps, y, own.nome]))))) : null;
    return under ? [line, under] : [line];
  });
  const id = `tabella-${steps.join("-")}`;
  return make("div", { class: "campo largo", "data-nome": field.nome, "data-tavola": path(steps), "data-riga": rows[0]?.riga },
    make("p", { class: "nome-campo" }, make("strong", { id }, field.etichetta), make("span", { class: "aiuto" }, plain(field.aiuto))),
    rows.length ? make("div", { class: "scorre" }, make("table", { class: "griglia", "aria-labelledby": id },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "n."), ...heads.map(([column, year]) => make("th", { scope: "col", title: plain(column.aiuto) || null }, `${column.etichetta}${year ? ` ${year}` : ""}`)), make("td", {}))),
      make("tbody", {}, ...body))) : null,
    make("p", { class: "azioni-griglia" }, button("+ riga", () => addRow(steps), { "aria-label": `+ riga in ${field.etichetta}` }),
      rows.length && (columns.length < simple.length || wide.has(field.nome)) ? button(wide.has(field.nome) ? "Meno colonne" : "Tutte le colonne", () => { if (!wide.delete(field.nome)) wide.add(field.nome); draw(); box.querySelector(`[data-nome="${field.nome}"] [aria-pressed]`)?.focus(); }, { "aria-pressed": String(wide.has(field.nome)) }) : null),
    make("div", { class: "errori" }));
}

// -- Writing

/** What is still to be written, one change after the other: each begins from the text that the one before has left. */
let writing = Promise.resolve();

/** Writes a change in the text of the file, and shows the form of the new text. Who asks for several need not wait. */
function change(steps, what) {
  const mine = { shape, path: current().path, form: told };
  writing = writing.then(() => write(steps, what, mine)).catch(() => {});
  return writing;
}

async function write(steps, what, mine) {
  const lost = () => say(`La scheda intanto è cambiata${typeof what.con === "string" && what.con ? `: «${what.con}» non è stato scritto, riscrivilo` : ", e questo cambio non è stato fatto: riprova"}.`);
  // The form of the change before this one has the same rows in the same places; any other may not.
  if (current()?.path !== mine.path || mine.shape !== shape || of !== content()) {
    if (current()?.path === mine.path && told) await formAt(told.righe[told.n], false);
    return lost();
  }
  const text = content(), form = mine.form;
  const answer = await post("/scheda/cambia", { file: form.file, testo: text, tabella: form.tabella, n: form.n, percorso: steps, cambia: what });
  // A text that is being saved with others takes no change.
  if (text !== content() || current()?.path !== mine.path || !canWrite()) return lost();
  if (!answer) return say("Il programma non risponde: ciò che hai scritto qui non è nel file.");
  if (answer.perche) return say(answer.perche);
  replaceText(answer.testo);
  const before = shape;
  await formAt(form.righe[form.n], false);
  // A value that is another has moved nothing: what was asked of the form before still holds.
  if (shape === before + 1 && ["testo", "elenco", "assente"].includes(what.che)) shape = before;
}

/** Says above the form what did not go. */
function say(words) {
  $("dice").textContent = words;
  $("detto-scheda")?.replaceChildren(make("p", { class: "errore-campo" }, make("span", { class: "segno-errore" }), words));
}

/** Asks why a value is not there, and writes it. */
async function absent(field, steps) {
  const reason = make("textarea", { id: "motivo", rows: 2, required: true, lang: "it", spellcheck: "true" });
  const answer = await dialog(`${field.etichetta}: assente`, [
    make("p", {}, "Il motivo si stampa al posto del valore: chi legge sa che il dato non c’è, e perché."),
    make("label", { for: "motivo" }, "Perché non c’è"), reason,
  ], [["si", "Scrivi il motivo", "primo"], ["", "Lascia"]]);
  if (answer === "si" && reason.value.trim()) await change(steps, { che: "assente", con: reason.value.trim() });
}

/** Adds a row to a grid, and goes to it. */
async function addRow(steps) {
  await change(steps, { che: "aggiungi" });
  const grid = [...box.querySelectorAll("[data-tavola]")].find(one => one.dataset.tavola === path(steps));
  const rows = grid?.querySelector("tbody")?.children ?? [];
  rows[rows.length - 1]?.querySelector(CONTROLS)?.focus();
}

/** Writes a new record after this one, and opens it. */
async function another() {
  const n = told.n;
  await change([], { che: "aggiungi" });
  const line = told?.righe[n + 1];
  if (!line) return;
  stand(line, false);
  await formAt(line, true);
}

// -- Problems

/** The field in which a line is: the last that begins before it. */
function fieldOf(line) {
  const fields = [...box.querySelectorAll("[data-riga]")].filter(one => Number(one.dataset.riga) <= line);
  return fields.sort((a, b) => Number(a.dataset.riga) - Number(b.dataset.riga)).pop() ?? null;
}

/** Puts the problems of the record under their fields. */
function judge() {
  for (const one of box.querySelectorAll(".errori")) one.replaceChildren();
  for (const one of box.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  const first = told.righe[told.n], next = told.righe[told.n + 1] ?? Infinity;
  for (const wrong of problems().filter(one => one.riga >= first && one.riga < next)) {
    const place = wrong.riga === first ? null : fieldOf(wrong.riga), field = place?.closest(".campo") ?? place;
    const under = field?.querySelector(":scope > .errori") ?? $("errori-scheda");
    under.append(make("p", { class: `${wrong.livello}-campo` }, make("span", { class: `segno-${wrong.livello}` }), make("span", {}, make("strong", {}, ...inline(wrong.messaggio)), ...(wrong.aiuto ? [" – ", ...inline(wrong.aiuto)] : [])),
      cure(wrong) && !wrong.moved ? button("Correggi…", () => correct(wrong)) : null));
    if (wrong.livello === "errore") place?.querySelector(CONTROLS)?.setAttribute("aria-invalid", "true");
  }
}

/** What is written in a field is in the text of the file after a pause, also if the author stays in it. */
const pause = later(1200, () => {
  const input = document.activeElement;
  if (box.contains(input) && "iniziale" in input.dataset && input.value.trim() !== input.dataset.iniziale) input.onchange?.();
});
box.addEventListener("input", pause);
// A field undoes what is typed in it. Where nothing is, the text before the last change comes back.
box.addEventListener("keydown", event => {
  const by = undoes(event), input = event.target;
  if (!by) return;
  if ("iniziale" in input.dataset && input.value !== input.dataset.iniziale) return;
  event.preventDefault();
  undo(by);
});
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && pause.waits() && pause.now());

box.addEventListener("focusin", event => {
  const line = Number(event.target.closest("[data-riga]")?.dataset.riga);
  if (!line || line === now.line) return;
  stand(line, false);
  frame();
});
