// The problems of the plan: the list of all, the one nearest to the caret, and their corrections.

import { $, LEVELS, askJson, button, countOf, counted, dialog, fill, hour, inline, make, now, prose } from "./base.js";
import { apply, content, current, go, lines, near, offset, show } from "./testo.js";
import { pane } from "./riquadri.js";
import { fresh } from "./salva.js";

/** The kind of problems that is listed; none for all. */
let level = null;
/** How many problems are listed. Who has more begins with these. */
const MOST = 300;

export function list() {
  const all = now.state.problemi;
  const total = $("conta-problemi");
  const worst = LEVELS.filter(([kind]) => countOf(all, kind)).map(([kind, one, many]) => counted(countOf(all, kind), one, many));
  const bad = countOf(all, "errore") > 0;
  total.replaceChildren("Problemi", make("span", { class: bad ? "conta errore" : "conta" },
    ...(worst.length ? worst.map((words, n) => make("span", {}, n ? `, ${words}` : words)) : ["nessuno"])));
  $("quanti").textContent = all.length ? String(all.length) : "";
  $("controllato").textContent = `controllato alle ${hour()}`;
  $("nessuno").hidden = all.length > 0;
  if (level && !countOf(all, level)) level = null;
  $("livelli").hidden = !all.length;
  const curable = all.filter(cure).length;
  $("uno-per-uno").hidden = !curable;
  $("uno-per-uno").textContent = `Correggi uno per uno (${curable})…`;
  const choose = kind => () => { level = kind; list(); };
  const keys = [[null, "Tutti", all.length], ...LEVELS.map(([kind, , many]) => [kind, many[0].toUpperCase() + many.slice(1), countOf(all, kind)]).filter(([, , count]) => count)];
  fill($("livelli"), keys.map(([kind, words, count]) => button(make("span", {}, kind ? make("span", { class: `segno-${kind}` }) : null, ` ${words} ${count}`), choose(kind), { "aria-pressed": String(level === kind) })));

  const kept = all.filter(one => !level || one.livello === level);
  const groups = new Map();
  for (const one of kept.slice(0, MOST)) {
    const key = one.file ?? "";
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  // Sections in the order of the plan, then the data, then what has no file.
  const order = new Map(now.state.sezioni.map((section, n) => [section.file, n]));
  const rank = path => order.get(path) ?? (path ? 1e6 : 1e7);
  const sorted = [...groups].sort(([a], [b]) => rank(a) - rank(b));
  const more = kept.length - MOST;
  fill($("elenco"), [...sorted.flatMap(([path, problems]) => {
    const section = now.state.sezioni[order.get(path)];
    const name = section ? `${section.numero ?? ""} ${section.titolo}`.trim() : path || "Tutto il piano";
    const count = counted(problems.length, "problema", "problemi");
    return [make("h2", {}, name, make("span", {}, section ? `${count} · ${path}` : count)), make("ul", {}, ...problems.map(problem))];
  }), more > 0 ? make("p", { class: "aiuto capo" }, `E ${counted(more, "altro", "altri")}, che si vedono quando questi sono corretti.`) : null]);
}

function problem(one) {
  const why = [one.nota, one.norma].filter(Boolean).join("\n");
  const what = [one.blocca ? "ferma le pagine" : null, one.regola, one.codice].filter(Boolean).join(" · ");
  const details = make("details", {}, make("summary", {}, "Perché"), make("p", {}, ...inline([why, what].filter(Boolean).join("\n"))));
  details.ontoggle = async () => { if (details.open && details.children.length < 3) details.append(...await page(one.codice)); };
  const place = one.file ? `${one.file}, riga ${one.riga}` : "";
  return make("li", { class: one.file === now.file && one.riga === now.line ? "qui" : null },
    make("span", { class: `segno-${one.livello}` }, make("span", { class: "nascosto" }, one.livello)),
    make("p", { class: "che" }, ...inline(one.messaggio)),
    one.file ? make("p", { class: "dove" }, `riga ${one.riga}`, cure(one) ? button("Correggi…", () => correct(one), { "aria-label": `Correggi ${place}` }) : null,
      button("Apri", () => go(one.file, one.riga, true, one.colonna), { "aria-label": `Apri ${place}` })) : null,
    one.aiuto ? make("p", { class: "cura" }, ...inline(one.aiuto)) : null,
    details);
}

/** The page of a code, as its manual prints it. */
async function page(code) {
  const told = await askJson("/regola", { codice: code });
  return told ? [make("div", { class: "regola" }, make("h3", {}, told.titolo), ...prose(told.testo), make("ul", {}, ...told.fatti.map(one => make("li", {}, one.replaceAll("`", "")))))] : [];
}

/** Shows the page of the rule of a problem. */
async function why(one) {
  const notes = [one.nota, one.norma].filter(Boolean).join("\n");
  await dialog("Perché", [make("p", { class: "che" }, ...inline(one.messaggio)), notes ? make("p", { class: "cura" }, ...inline(notes)) : null, ...await page(one.codice)], [["", "Chiudi", "primo"]], { class: "largo" });
}

/** The places that a correction changes: those of the certain one, or of the one that the author has to look at. */
export const cure = one => one.correzione ?? one.proposta ?? null;

/** Shows what a correction would change, and makes it if the author wants it. */
export async function correct(one) {
  const edits = cure(one);
  if (edits && await offer(one, edits, [["si", one.correzione ? "Correggi questo" : "Scrivi così", "primo"], ["", "Lascia"]]) === "si") await apply(edits);
}

const sleep = time => new Promise(done => setTimeout(done, time));
const keyOf = one => [one.codice, one.file, one.riga, one.colonna, one.messaggio].join("\0");

/** Offers one after the other all the corrections that there are. */
async function oneByOne() {
  const seen = new Set();
  let made = 0;
  for (;;) {
    const left = now.state.problemi.filter(one => cure(one) && !seen.has(keyOf(one)));
    if (!left.length) break;
    const [one] = left, edits = cure(one);
    seen.add(keyOf(one));
    const answer = await offer(one, edits, [["si", one.correzione ? "Correggi questo" : "Scrivi così", "primo"], ["salta", "Salta"], ["", "Basta"]], left.length > 1 ? `Dopo questo ${left.length === 2 ? "ce n’è un altro" : `ce ne sono altri ${left.length - 1}`}.` : "È l’ultimo.");
    if (answer === "") return;
    if (answer !== "si") continue;
    const before = now.state.numero;
    if (!(await apply(edits))) return;
    made += 1;
    // The others are where the program finds them in the text as it is now.
    for (let n = 0; n < 100 && (now.state.numero === before || current() && !fresh(current())); n++) await sleep(100);
  }
  await dialog("Correggi uno per uno", [make("p", {}, made ? `${counted(made, "correzione fatta", "correzioni fatte")}. Non ce ne sono altre.` : "Non ci sono altre correzioni.")], [["", "Chiudi", "primo"]]);
}
$("uno-per-uno").onclick = oneByOne;

/** Shows what a correction would change. Gives the word of the button. */
async function offer(one, edits, buttons, more = "") {
  if (edits[0].file !== now.file) await show(edits[0].file, edits[0].riga);
  const lists = edits.filter(edit => edit.file === now.file).map(edit => {
    const { all } = lines(), from = offset(edit.riga, edit.colonna), to = offset(edit.fine_riga, edit.fine_colonna);
    const begin = lines().starts[edit.riga - 1], last = Math.min(edit.fine_riga, all.length) - 1, end = lines().starts[last] + all[last].length;
    const text = content(), open = from - begin > 60 ? "…" : "", close = end - to > 60 ? "…" : "";
    const before = open + text.slice(Math.max(begin, from - 60), from), after = text.slice(to, Math.min(end, to + 60)) + close;
    const row = (name, tag, words) => make("p", { class: name.toLowerCase() }, make("b", {}, name), make("span", {}, before, words ? make(tag, {}, words) : null, after));
    return make("div", { class: "prima-dopo" }, make("p", { class: "aiuto" }, `riga ${edit.riga}`), row("Prima", "del", text.slice(from, to)), row("Dopo", "ins", edit.testo));
  });
  const other = edits.filter(edit => edit.file !== now.file);
  return dialog(one.correzione ? "Correggi" : "Una proposta", [
    make("p", { class: "che" }, ...inline(one.messaggio)),
    one.correzione ? null : make("p", { class: "aiuto" }, "Guarda se è ciò che volevi scrivere: il programma non lo può sapere."),
    ...lists,
    other.length ? make("p", { class: "aiuto" }, `Cambia anche ${[...new Set(other.map(edit => edit.file))].join(", ")}.`) : null,
    make("p", { class: "aiuto" }, ["Si può annullare.", more].join(" ").trim()),
  ], buttons);
}

/** Corrects the problem nearest to the caret. */
export function correctHere() {
  const one = near();
  if (one && cure(one)) correct(one);
}

let docked = "";
/** The problem nearest to the caret, with its cure. */
export function dock() {
  const one = near(), box = $("problema");
  box.hidden = !one;
  const key = one ? `${one.riga} ${one.codice} ${one.messaggio} ${one.moved}` : "";
  if (key === docked) return;
  docked = key;
  if (!one) return box.replaceChildren();
  box.className = `problema ${one.livello}`;
  box.replaceChildren(...[
    make("p", { id: "problema-che" }, make("span", { class: `segno-${one.livello}` }), make("strong", {}, `Riga ${one.riga} `), make("span", { class: "che" }, ...inline(one.messaggio)), make("span", { class: "cura" }, ...(one.aiuto ? [" – ", ...inline(one.aiuto)] : []))),
    cure(one) && !one.moved ? button("Correggi…", () => correct(one), { "aria-keyshortcuts": "Alt+C" }) : null,
    button("Perché?", () => why(one)),
  ].filter(Boolean));
}

export function tab(words) {
  $("riga-per-riga").hidden = !words;
  $("problemi").hidden = words;
  for (const [name, chosen] of [["scheda-testo", words], ["scheda-problemi", !words]]) {
    $(name).setAttribute("aria-selected", String(chosen));
    $(name).tabIndex = chosen ? 0 : -1;
  }
  pane("testo");
}
