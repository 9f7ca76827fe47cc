// A record as a form: its fields as they are explained to authors, each with its value, its problems and its cure. A change is written in
// the TOML of the file, which is one click away; nothing else of it is touched.
//
// What the author has written in a field and the file does not have yet is nowhere else. So a field stays the same element as long as its
// record is shown, a form that is told again never changes the words of one that has such words, and those for which there is no place any
// more are kept in sight above the form.

import { $, button, counted, dialog, inline, later, make, merge, now, post } from "./base.js";
import { canWrite, content, current, frame, problems, replaceText, stand, undo, undoes } from "./testo.js";
import { rename } from "./comandi.js";
import { correct, cure } from "./problemi.js";
import { editor, tell } from "./salva.js";

const box = $("scheda");
/** Whether the author wants forms where there are records, and the file of which the head is wanted as one. */
let wanted = true, head = null;
/** The form that is shown, as the program told it; the text of which it was told, and its file; the text that the form itself has made. */
let told = null, of = null, whose = null, ours = null;
let asked = 0;
/** The grids of which all the columns are shown, also those where nothing is written; the rows that are shown whole; the grids that have a
    row in which nothing is written yet, so that the file has none. */
const wide = new Set(), whole = new Set(), begun = new Set();
/** The fields that were empty when the record was opened: one that is written now stays where its author writes it. */
let behind = new Set();

export const isOpen = () => !box.hidden;

const isText = () => current().path.endsWith(".md");
/** Whether the file has records, or a head, to show as forms. */
const isRecords = () => current() !== null && !current().only && !current().other_plan && (isText() ? content().startsWith("+++\n") : current().path.endsWith(".toml"));
const isWanted = () => (isText() ? head === current().path : wanted);

let last = null;
/** Shows the record of a line as a form, where there is one and the author wants it. `focus`: whether its field gets the focus. It ends
    when the last form that was asked for is shown. */
export async function formAt(line, focus) {
  const mine = last = editor.flush().then(() => ask(line, focus));
  await mine;
  if (last !== mine) await last;
}

async function ask(line, focus) {
  const turn = ++asked;
  if (!isRecords() || !isWanted()) return hide(isRecords());
  const text = content();
  const answer = await post("/scheda", { file: current().path, testo: text, riga: isText() ? 2 : line });
  if (turn !== asked) return;
  // Who has gone on writing in the form before is not left behind.
  if (unsaved().length && whose === current()?.path) await editor.flush();
  if (turn !== asked) return;
  if (text !== content()) return ask(line, focus);
  if (!answer?.scheda) {
    hide(isRecords());
    $("senza-scheda").textContent = answer?.perche ?? "";
    return;
  }
  take(answer.scheda, text);
  if (focus) (fieldOf(line)?.querySelector(CONTROLS) ?? box.querySelector(CONTROLS))?.focus({ preventScroll: false });
}

let asking = null;
/** Asks again for the form that is shown, of the text as it is now. Says whether it is shown. */
const again = () => (asking ??= askAgain().finally(() => { asking = null; }));

async function askAgain() {
  const before = told;
  let line = before?.righe[before.n] ?? now.line;
  for (let n = 0; n < 8 && told !== null && told === before && whose === current()?.path; n++) {
    const text = content(), answer = await post("/scheda", { file: whose, testo: text, riga: isText() ? 2 : line });
    if (!answer || told !== before || whose !== current()?.path) break;
    if (text !== content()) continue;
    const form = answer.scheda;
    if (!form) {
      hide(isRecords());
      $("senza-scheda").textContent = answer.perche ?? "";
      break;
    }
    // Lines that were added above have moved the record.
    if (form.tabella === before.tabella && form.n !== before.n && form.quante === before.quante && n < 4) line = form.righe[before.n];
    else {
      take(form, text);
      return true;
    }
  }
  return false;
}

const nameOf = form => ["id", "codice", "titolo", "nome"].map(name => form.campi.find(field => field.nome === name)?.valore?.testo);
/** What a field holds, wherever in the file. */
const holds = field => JSON.stringify([field.valore, field.righe, field.campi], (key, inside) => (key === "riga" ? undefined : inside));
/** Whether two forms are of the same record: it stands in the same place, and has kept a name of its own or all but one of its values. */
const isSame = (one, other) => one !== null && whose === current().path && one.file === other.file && one.tabella === other.tabella && one.n === other.n && one.quante === other.quante &&
  (nameOf(one).some((name, n) => name && name === nameOf(other)[n]) || one.campi.filter((field, n) => holds(field) !== holds(other.campi[n] ?? {})).length < 2);
/** How many rows the grids of a form have. */
const rowsOf = fields => fields.map(field => (field.righe ? field.righe.map(row => rowsOf(row.campi)) : field.campi ? rowsOf(field.campi) : 0));
const hasSameRows = (one, other) => JSON.stringify(rowsOf(one.campi)) === JSON.stringify(rowsOf(other.campi));

/** Shows a form that was told of a text. */
function take(form, text) {
  const mine = text === ours && told?.n === form.n && told.tabella === form.tabella, same = mine || isSame(told, form);
  // Words in a row that may be another one now are not to be written there.
  if (!same) lose(unsaved());
  else if (!mine && !hasSameRows(told, form)) lose(unsaved().filter(input => /\d/.test(input.dataset.gruppo)));
  [told, of, whose] = [form, text, current().path];
  if (!same) begun.clear();
  draw(same);
}

const CONTROLS = ":is(input, textarea, select):not([readonly])";

function hide(choice) {
  lose(unsaved());
  told = null;
  box.replaceChildren();
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
$("vedi-toml").onclick = async () => {
  await editor.flush();
  if (isText()) head = null;
  else wanted = false;
  hide(true);
  stand(now.line);
  $("scrive").focus({ preventScroll: true });
};

/** The text is another: the form is asked again, unless it made the change itself. */
export function renew() {
  if (told && of !== content()) again();
  else if (told) judge();
}

// -- Drawing

const value = field => field.valore ?? {};
/** Whether a field has fields of its own, and there is one of it. */
const isPart = field => field.forma === "tabella" && !field.molti && !field.per_anno;
const isSet = field => field.valore !== null || field.righe !== null || field.nel_testo || isPart(field) && field.campi.some(isSet);
const MAIN = ["titolo", "nome", "codice", "descrizione"];

/** Draws the form that was told. `same`: of the same record, whose fields stay the elements that they are. */
function draw(same = true) {
  const seen = new Map([...box.querySelectorAll("details")].map(one => [one.dataset.nome, one.open]));
  const say = name => told.campi.find(field => field.nome === name)?.valore?.testo ?? "";
  const lists = Object.entries(told.riferimenti).map(([kind, all]) => make("datalist", { id: `elenco-${kind}` }, ...all.map(([id, name]) => make("option", { value: id }, name))));
  if (!same) {
    const open = field => isSet(field) || field.assente || MAIN.includes(field.nome) || field.nome === "id";
    behind = new Set(told.campi.filter(field => !open(field)).map(field => field.nome));
    whole.clear();
  }
  // What was written behind a folded list, as by undoing, is shown.
  else if (!box.querySelector("[data-nome=vuoti]")?.open) for (const field of told.campi) if (isSet(field)) behind.delete(field.nome);
  const main = told.campi.filter(field => !behind.has(field.nome)), rest = told.campi.filter(field => behind.has(field.nome));
  const empty = make("details", { "data-nome": "vuoti" }, make("summary", {}, counted(rest.length, "altro campo", "altri campi")), make("div", { class: "campi" }, ...rest.map(field => control(field, [field.nome]))));
  const step = by => {
    const line = told.righe[told.n + by];
    if (line) { stand(line, false); formAt(line, false).then(() => { box.scrollTop = 0; frame(); }); }
  };
  const parts = [...lists,
    make("div", { class: "capo-scheda" },
      make("h2", {}, `${told.genere} `, make("strong", {}, say("codice") || say("titolo") || say("nome"))),
      told.tabella === "" ? null : make("p", { class: "gira" }, button("‹", () => step(-1), { "aria-label": "Scheda prima", disabled: told.n === 0 }), ` ${told.n + 1} di ${told.quante} `, button("›", () => step(1), { "aria-label": "Scheda dopo", disabled: told.n + 1 === told.quante }), " ", button("+ nuova", another, { "aria-label": "+ nuova scheda dopo questa" }))),
    make("div", { id: "detto-scheda", "data-tiene": "" }),
    make("div", { class: "errori", id: "errori-scheda", "data-tiene": "" }),
    make("div", { class: "campi" }, ...main.map(field => control(field, [field.nome]))),
    ...(rest.length ? [empty] : []),
    ...(told.altri.length ? [make("p", { class: "aiuto" }, `Nel testo ci sono anche: ${told.altri.join(", ")}.`)] : [])];
  if (same) {
    const held = unsaved();
    merge(box, parts, keep);
    lose(held.filter(input => !input.isConnected));
  } else {
    const at = box.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    box.replaceChildren(...parts);
    // What is empty is folded in each record as its author left it in the one before.
    empty.open = seen.get("vuoti") ?? false;
    if (at) [...box.querySelectorAll("button")].find(one => one.getAttribute("aria-label") === at)?.focus({ preventScroll: true });
  }
  box.hidden = false;
  $("righe").hidden = true;
  $("strumenti").hidden = true;
  $("modi").hidden = false;
  modes();
  judge();
}

/** A control that stays takes what the file has, unless it has words that the file has not. */
function keep(old, fresh) {
  old.does = fresh.does;
  if (!("iniziale" in old.dataset) || !("iniziale" in fresh.dataset)) return;
  const words = fresh.dataset.iniziale, was = old.dataset.file;
  old.dataset.file = words;
  if (isUnsaved(old)) {
    if (old.value.trim() === words.trim()) old.dataset.iniziale = old.value;
    return;
  }
  // Who is in a field goes on from the words as they were written, also where the file writes them in another way.
  const mine = old === document.activeElement && ("suo" in old.dataset || words === was);
  delete old.dataset.suo;
  if (mine || old.value === words) return;
  const [from, to] = old.tagName === "SELECT" ? [null, null] : [old.selectionStart, old.selectionEnd];
  old.value = old.dataset.iniziale = words;
  if (old === document.activeElement && from !== null) old.setSelectionRange(from, to);
}

/** What a field says of itself, without what belongs to TOML. */
const plain = help => (help ?? "").replaceAll("`", "").replace(/[;,:.]?\s*(o|oppure)?\s*\{ *assente[^}]*\}/, "").replaceAll(/\[\[([\w.]+)\]\]/g, (_, name) => name.replaceAll("_", " ")).trim();
const path = steps => JSON.stringify(steps);

/** A field with its label, its help and its value. */
function control(field, steps) {
  const id = `campo-${steps.join("-")}`;
  // A choice shows its words itself.
  const help = field.forma === "scelta" && field.scelte.every(word => (field.aiuto ?? "").includes(word)) ? "" : plain(field.aiuto) || (field.esempio && !/^[[{]/.test(field.esempio) ? `per esempio ${field.esempio.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1")}` : "");
  const label = make("label", { for: id }, field.nome === "titolo" ? "Titolo" : field.etichetta), aid = help ? make("span", { class: "aiuto", id: `${id}-aiuto` }, help) : null;
  const head = make("p", { class: "nome-campo" }, label, aid);
  const wrap = (kind, ...inside) => make("div", { class: `campo ${kind}`, "data-riga": field.riga, "data-nome": field.nome }, head, ...inside, make("div", { class: "errori", "data-tiene": "" }));
  const set = value(field);
  if (field.nel_testo || field.forma === "tabella" && field.per_anno || field.forma === "libera" && field.molti && field.valore === null) {
    label.removeAttribute("for");
    return wrap("", make("p", { class: "aiuto" }, field.nel_testo ? "Si cambia nel testo. " : "Si scrive nel testo. ", button("Vai al testo", () => { $("vedi-toml").click(); stand(field.riga ?? told.righe[told.n]); })));
  }
  if (field.forma === "tabella" && field.molti) return table(field, steps);
  if (isPart(field) && !("assente" in set)) return part(field, steps, help);
  if ("assente" in set) {
    head.append(button("Scrivi un valore", () => change(steps, { che: "togli" })));
    return wrap("assente largo", make("p", { class: "aiuto" }, "Assente, con il motivo"), words(id, set.assente, true, text => (text ? { che: "assente", con: text } : { che: "togli" }), steps, aid));
  }
  // Another id is written wherever the thing is cited.
  if (field.nome === "id" && "testo" in set && steps.length === 1) head.append(button("Cambia…", () => rename({ file: current().path, riga: field.riga, colonna: "id = ".length + 2 }), { "aria-label": "Cambia… l’id, dovunque è scritto" }));
  if (field.assente) head.append(button("Assente…", () => absent(field, steps), { "aria-label": `Assente… ${field.etichetta}` }));
  if (field.molti && !("testo" in set)) {
    label.removeAttribute("for");
    const write = (...words_) => (words_.some(Boolean) ? { che: "elenco", con: words_.filter(Boolean) } : { che: "togli" });
    // A value that was emptied leaves its place empty, so that the others stay in theirs.
    const elenco = set.elenco ?? [], before = groupOf(path(steps)).map(input => input.dataset.iniziale.trim()), kept = before.filter(Boolean).join("\0") === elenco.join("\0");
    const all = kept && before.length ? [...before, ...(before.at(-1) ? [""] : [])] : [...elenco, ""];
    const inputs = all.map((word, n) => one(field, `${id}-${n}`, word, write, [...steps, n], `${field.etichetta}, ${n + 1}`, null, steps));
    return wrap("largo", make("div", { class: "elenco", role: "group", "aria-label": field.etichetta }, ...inputs));
  }
  if (field.per_anno && !("testo" in set)) {
    label.removeAttribute("for");
    const years = [...new Set([...(told.anni ?? []).map(String), ...Object.keys(set.anni ?? {})])].sort();
    return wrap("", make("div", { class: "anni", role: "group", "aria-label": field.etichetta }, ...years.map(year => make("label", {}, year, " ", one(field, `${id}-${year}`, set.anni?.[year] ?? "", single, [...steps, year])))));
  }
  const written = set.testo ?? "";
  const long = isLong(steps, field.forma === "prosa" || written.length > 48);
  return wrap(long ? "largo" : "", long ? words(id, written, true, single, steps, aid) : one(field, id, written, single, steps, null, aid));
}

/** How a single value is written. */
const single = text => (text ? { che: "testo", con: text } : { che: "togli" });
/** Whether a value has a field of several lines. One that is shown does not become another while it is written. */
const isLong = (steps, long) => {
  const shown = groupOf(path(steps))[0];
  return shown && shown.tagName !== "SELECT" ? shown.tagName === "TEXTAREA" : long;
};

/** A field that has fields of its own: those that are written first, the others behind. */
function part(field, steps, help) {
  const fields = field.campi.map(inner => control(inner, [...steps, inner.nome]));
  const box_ = make("details", { class: "campo largo parte", "data-riga": field.riga, "data-nome": steps.join(" ") },
    make("summary", {}, make("strong", {}, field.etichetta), help ? make("span", { class: "aiuto" }, ` ${help}`) : null),
    field.assente ? make("p", { class: "azioni-griglia" }, button("Assente…", () => absent(field, steps), { "aria-label": `Assente… ${field.etichetta}` })) : null,
    make("div", { class: "campi" }, ...fields), make("div", { class: "errori", "data-tiene": "" }));
  box_.open = isSet(field);
  return box_;
}

/** A line, or a few, of words. */
function words(id, text, long, what, steps, aid) {
  return writes(make(long ? "textarea" : "input", { id, rows: long ? 2 : null, autocomplete: "off", "aria-describedby": aid?.id, lang: "it", spellcheck: "true" }), text, what, steps);
}

/** Makes a control of which the words are written in the file when its author goes on or pauses. `what`: the change that writes them, from
    those of all the controls of the value at `of_`. `iniziale` are its words as the file has them; `file`, those of the file itself. */
function writes(input, text, what, steps, of_ = steps) {
  Object.assign(input.dataset, { percorso: path(steps), gruppo: path(of_), iniziale: text, file: text });
  input.value = text;
  input.does = { steps: of_, what };
  return input;
}
const isUnsaved = input => input.value.trim() !== input.dataset.iniziale.trim();
const unsaved = () => [...box.querySelectorAll("[data-iniziale]")].filter(isUnsaved);
/** The controls of the value at a path. */
const groupOf = group => [...box.querySelectorAll("[data-gruppo]")].filter(one => one.dataset.gruppo === group);

/** The control of a single value. */
function one(field, id, text, what, steps, name = null, aid = null, of_ = steps) {
  const common = { id, "aria-label": name, "aria-describedby": aid?.id };
  if (field.forma === "scelta" || field.forma === "vero") {
    const said = word => (field.forma === "vero" ? (word === "true" ? "sì" : "no") : word.replaceAll("-", " "));
    const choices = [...field.scelte, ...(text && !field.scelte.includes(text) ? [text] : [])];
    return writes(make("select", common, make("option", { value: "" }, "–"), ...choices.map(word => make("option", { value: word }, said(word)))), text, what, steps, of_);
  }
  const number = field.forma === "numero" || field.forma === "importo";
  const input = make("input", { ...common, autocomplete: "off", readonly: field.nome === "id" && text !== "" && steps.length === 1, inputmode: number ? "decimal" : null, placeholder: field.forma === "giorno" ? "gg/mm/aaaa" : null, list: field.forma === "riferimento" ? `elenco-${field.scelte[0]}` : null });
  return writes(input, text, what, steps, of_);
}

/** Rows of fields as a grid. */
function table(field, steps) {
  const isNew = begun.has(path(steps)), rows = [...field.righe ?? [], ...(isNew ? [{ riga: null, campi: field.campi }] : [])];
  const simple = field.campi.filter(column => column.forma !== "tabella" && !(column.forma === "libera" && column.molti));
  const columns = field.campi.filter((column, n) => simple.includes(column) && (wide.has(field.nome) || rows.some(row => isSet(row.campi[n])) || MAIN.includes(column.nome) || column.nome === "testo"));
  const years = column => (column.per_anno ? [...new Set([...(told.anni ?? []).map(String), ...rows.flatMap(row => Object.keys(row.campi.find(one => one.nome === column.nome)?.valore?.anni ?? {}))])].sort() : [null]);
  // A value that is the same every year has one column.
  const isSingle = column => rows.some(row => "testo" in value(row.campi.find(one => one.nome === column.nome)));
  const heads = columns.flatMap(column => (isSingle(column) ? [[column, null]] : years(column).map(year => [column, year])));
  /** Whether a value is shown in its cell without being written there. */
  const readOnly = own => own.nel_testo || "assente" in value(own) || own.molti && !("testo" in value(own));
  const cell = (row, y, [column, year]) => {
    const own = row.campi.find(one => one.nome === column.nome), set = value(own), here = [...steps, y, column.nome];
    const name = `${column.etichetta}${year ? ` ${year}` : ""}, riga ${y + 1}`;
    if (readOnly(own)) return make("td", { class: "aiuto", "data-riga": own.riga, "data-nome": `${column.nome} ${year ?? ""}` }, "assente" in set ? "assente" : set.elenco?.join(", ") ?? (own.nel_testo ? "nel testo" : ""));
    const target = year ? [...here, year] : here, text = year ? set.anni?.[year] ?? "" : set.testo ?? "";
    const long = isLong(target, text.length > 24 && !year && column.forma !== "scelta");
    const input = long ? words(`campo-${target.join("-")}`, text, true, single, target) : one(column, `campo-${target.join("-")}`, text, single, target);
    input.setAttribute("aria-label", name);
    return make("td", { "data-riga": own.riga, "data-nome": `${column.nome} ${year ?? ""}` }, input);
  };
  const body = rows.flatMap((row, y) => {
    const key = path([...steps, y]), open = whole.has(key);
    const more = row.campi.filter(own => isSet(own) && !columns.some(column => column.nome === own.nome)).length;
    const name = `Tutti i campi della riga ${y + 1}${more ? `: ${counted(more, "altro è scritto", "altri sono scritti")}` : ""}`;
    const toggle = button(open ? "▾" : more ? `▸ ${more}` : "▸", () => {
      if (!whole.delete(key)) whole.add(key);
      draw();
    }, { "aria-expanded": String(open), "aria-label": name, title: name, class: "apre", "data-di": key });
    const drop = async () => {
      // A row of which the file knows nothing goes without it.
      if (isNew && y === rows.length - 1) {
        begun.delete(path(steps));
        draw();
      } else await change([...steps, y], { che: "togli" });
      const grid = gridOf(steps);
      (grid?.querySelectorAll(".togli")[Math.max(0, Math.min(y, rows.length - 2))] ?? grid?.querySelector(".azioni-griglia button"))?.focus();
    };
    const line = make("tr", { "data-riga": row.riga, "data-nome": String(y) }, make("th", { scope: "row" }, String(y + 1), " ", toggle), ...heads.map(head => cell(row, y, head)),
      make("td", {}, button("✕", drop, { "aria-label": `Togli la riga ${y + 1}`, class: "togli" })));
    // What has no column, the parts of a row too, is written under it.
    const under = open ? make("tr", { "data-riga": row.riga, "data-nome": `${y} sotto` }, make("td", { colspan: heads.length + 2 }, make("div", { class: "campi", role: "group", "aria-label": `${field.etichetta}, riga ${y + 1}` }, ...row.campi.filter(own => readOnly(own) || !columns.some(column => column.nome === own.nome)).map(own => control(own, [...steps, y, own.nome]))))) : null;
    return under ? [line, under] : [line];
  });
  const id = `tabella-${steps.join("-")}`;
  return make("div", { class: "campo largo", "data-nome": field.nome, "data-tavola": path(steps), "data-riga": rows[0]?.riga },
    make("p", { class: "nome-campo" }, make("strong", { id }, field.etichetta), make("span", { class: "aiuto" }, plain(field.aiuto))),
    rows.length ? make("div", { class: "scorre" }, make("table", { class: "griglia", "aria-labelledby": id },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "n."), ...heads.map(([column, year]) => make("th", { scope: "col", title: plain(column.aiuto) || null }, `${column.etichetta}${year ? ` ${year}` : ""}`)), make("td", {}))),
      make("tbody", {}, ...body))) : null,
    make("p", { class: "azioni-griglia" }, button("+ riga", () => addRow(steps), { "aria-label": `+ riga in ${field.etichetta}` }),
      rows.length && (columns.length < simple.length || wide.has(field.nome)) ? button(wide.has(field.nome) ? "Meno colonne" : "Tutte le colonne", () => { if (!wide.delete(field.nome)) wide.add(field.nome); draw(); }, { "aria-pressed": String(wide.has(field.nome)) }) : null),
    make("div", { class: "errori", "data-tiene": "" }));
}

// -- Writing

/** Whether the author is writing in a control now: what is half written waits for a pause. */
const isWritten = input => input === document.activeElement && pause.waits();
/** The next control with words for the file. What the program refused waits for other words. */
const next = () => unsaved().find(input => !isWritten(input) && input.value !== input.dataset.rifiutato);

let flushing = null;
/** Writes in the text of the file all that is written in the form. It ends when there is nothing left that can be written. */
function flush() {
  flushing ??= flushAll().finally(() => { flushing = null; });
  return flushing;
}

async function flushAll() {
  for (let tries = 0, input = next(); told && input && tries < 200; tries++, input = next()) {
    const group = groupOf(input.dataset.gruppo), sent = group.map(one => one.value);
    const { steps, what } = input.does;
    const done = await write(steps, what(...sent.map(text => text.trim())), () => {
      group.forEach((one, n) => Object.assign(one.dataset, { iniziale: sent[n], file: sent[n], suo: "" }));
    });
    if (done === null) group.forEach((one, n) => { if (isUnsaved(one)) one.dataset.rifiutato = sent[n]; });
    // Neither the program nor the text takes it now: later they may.
    else if (!done) return void pause();
  }
}

/** Writes one change in the text of the file, and shows the form of the new text. True: it is written, or the form has to be looked at again.
    False: not now. Null: never, and it is said why. `made`: what is done when the text has it. */
async function write(steps, what, made = () => {}) {
  // The form may be told of an earlier text, whose rows were others.
  if (whose !== current()?.path || !canWrite()) return false;
  if (of !== content()) return again();
  const text = of, form = told, row = rowBegun(steps);
  const send = (from, at, change_) => post("/scheda/cambia", { file: form.file, testo: from, tabella: form.tabella, n: form.n, percorso: at, cambia: change_ });
  let answer = row ? await send(text, row, { che: "aggiungi" }) : null;
  if (!row || answer?.testo) answer = await send(answer?.testo ?? text, steps, what);
  if (told !== form || text !== content()) return true;
  if (!canWrite() || !answer) {
    if (!answer) say("Il programma non risponde: ciò che hai scritto qui non è ancora nel file.");
    return false;
  }
  if (answer.perche) {
    say(answer.perche);
    return null;
  }
  say("");
  made();
  if (row) begun.delete(path(row));
  replaceText(answer.testo);
  ours = content();
  await again();
  return true;
}

/** The grid of a row that the file does not have yet, if that is the row of these steps. */
const rowBegun = steps => steps.map((_, n) => steps.slice(0, n)).find(grid => begun.has(path(grid)) && steps[grid.length] === (fieldAt(grid)?.righe ?? []).length);
/** The field at a path that has names alone, or names and numbers of rows. */
const fieldAt = steps => steps.reduce((at, step) => (typeof step === "number" ? at?.righe?.[step] : (at?.campi ?? []).find(field => field.nome === step)), told);

/** Makes a change that moves rows, or takes the place of a field: what is written in the form goes before it, and nobody writes meanwhile.
    Says whether it was made. */
async function change(steps, what) {
  const at = document.activeElement, name = at.getAttribute("aria-label") ?? at.textContent, inside = box.contains(at);
  box.inert = true;
  try {
    pause.cancel();
    await flush();
    const form = told;
    for (let n = 0; n < 20 && told && isSame(form, told) && hasSameRows(form, told); n++) {
      let made = false;
      const done = await write(steps, what, () => { made = true; });
      if (made) return true;
      if (!done) break;
    }
    if (!$("detto-scheda")?.textContent) say("La scheda intanto è cambiata, e questo cambio non è stato fatto: riprova.");
    return false;
  } finally {
    box.inert = false;
    if (inside && document.activeElement === document.body) ([...box.querySelectorAll("button")].find(one => (one.getAttribute("aria-label") ?? one.textContent) === name) ?? groupOf(path(steps))[0])?.focus({ preventScroll: true });
  }
}

/** Says above the form what did not go. */
function say(words) {
  if (words) $("dice").textContent = words;
  $("detto-scheda")?.replaceChildren(...(words ? [make("p", { class: "errore-campo" }, make("span", { class: "segno-errore" }), words)] : []));
}

/** Keeps in sight words for which the form has no place any more, until their author has put them elsewhere. */
function lose(inputs) {
  for (const input of inputs) {
    const name = input.getAttribute("aria-label") ?? box.querySelector(`label[for="${input.id}"]`)?.textContent ?? "campo";
    const strip = make("div", { class: "striscia male parole" },
      make("p", {}, make("strong", {}, `«${name}» non è nel file: `), "la scheda intanto è cambiata. Le tue parole sono queste: copiale dove servono."),
      make("textarea", { readonly: true, rows: 2, "aria-label": `Ciò che avevi scritto in «${name}»` }), button("Le ho copiate", () => strip.remove()));
    strip.querySelector("textarea").value = input.value;
    $("parole").append(strip);
    // It is said, and is not written by who finds it here again.
    input.value = input.dataset.iniziale;
  }
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

const gridOf = steps => [...box.querySelectorAll("[data-tavola]")].find(one => one.dataset.tavola === path(steps));

/** Begins a row of a grid, and goes to it. The file has it when something is written in it. */
async function addRow(steps) {
  if (begun.has(path(steps))) await flush();
  begun.add(path(steps));
  draw();
  const rows = [...gridOf(steps)?.querySelectorAll(":scope > .scorre > table > tbody > tr") ?? []];
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
  const first = told.righe[told.n], end = told.righe[told.n + 1] ?? Infinity, under = new Map(), wrong_ = new Set();
  for (const wrong of problems().filter(one => one.riga >= first && one.riga < end)) {
    const place = wrong.riga === first ? null : fieldOf(wrong.riga), field = place?.closest(".campo") ?? place;
    const at = field?.querySelector(":scope > .errori") ?? $("errori-scheda");
    under.set(at, [...(under.get(at) ?? []), wrong]);
    if (wrong.livello === "errore") wrong_.add(place?.querySelector(CONTROLS));
  }
  for (const one of box.querySelectorAll("[aria-invalid]")) if (!wrong_.has(one)) one.removeAttribute("aria-invalid");
  for (const one of wrong_) one?.setAttribute("aria-invalid", "true");
  for (const at of box.querySelectorAll(".errori")) merge(at, (under.get(at) ?? []).map(wrong =>
    make("p", { class: `${wrong.livello}-campo` }, make("span", { class: `segno-${wrong.livello}` }), make("span", {}, make("strong", {}, ...inline(wrong.messaggio)), ...(wrong.aiuto ? [" – ", ...inline(wrong.aiuto)] : [])),
      cure(wrong) && !wrong.moved ? button("Correggi…", () => correct(wrong)) : null)));
}

/** What is written in a field is in the text of the file after a pause, also if the author stays in it. */
const pause = later(1200, () => flush());
box.addEventListener("input", () => { pause(); tell(); });
box.addEventListener("change", () => { pause.cancel(); flush(); });
box.addEventListener("focusout", event => {
  const input = event.target;
  // The file may write a value in another way than its author.
  if ("iniziale" in input.dataset && !isUnsaved(input)) input.value = input.dataset.iniziale = input.dataset.file;
  if (unsaved().length) { pause.cancel(); flush(); }
});
editor.flush = () => { pause.cancel(); return flush(); };
editor.unsaved = () => told !== null && unsaved().length > 0;
// A field undoes what is typed in it. Where nothing is, the text before the last change comes back.
box.addEventListener("keydown", event => {
  const by = undoes(event), input = event.target;
  if (!by) return;
  if ("iniziale" in input.dataset && isUnsaved(input)) return;
  event.preventDefault();
  undo(by);
});
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && editor.flush());

box.addEventListener("focusin", event => {
  const line = Number(event.target.closest("[data-riga]")?.dataset.riga);
  if (!line || line === now.line) return;
  stand(line, false);
  frame();
});
