// What the author asks of the whole plan: a part of it as a PDF, the outputs, what is published.

import { $, button, counted, countOf, dialog, inline, make, now, post } from "./base.js";
import { apply, caret, content, go, insert, isData, lines } from "./testo.js";
import { slug } from "./strumenti.js";
import { list, tab } from "./problemi.js";
import { saveAll } from "./salva.js";

/** Opens the PDF of one part, with the numbers of the whole plan. */
$("estratto").onclick = async () => {
  // The part where the author is: the record of the line or, in a text, its section.
  const above = all => all.filter(one => one.id && one.file === now.file && one.riga <= now.line).reduce((best, one) => (!best || one.riga >= best.riga ? one : best), null);
  const parts = now.state.dati.filter(group => group.genere === "unita" || group.genere === "obiettivo");
  const here = above(parts.flatMap(group => group.cose)) ?? above(now.state.sezioni) ?? now.state.sezioni.find(one => one.file === now.file);
  const option = (id, words) => make("option", { value: id, selected: id === here?.id }, words);
  const groups = [
    make("optgroup", { label: "Sezioni" }, ...now.state.sezioni.map(one => option(one.id, `${one.numero ?? ""} ${one.titolo}`.trim()))),
    ...parts.map(group =>
      make("optgroup", { label: group.nome }, ...group.cose.filter(one => one.id).map(one => option(one.id, one.nome)))),
  ];
  const choice = make("select", { id: "estratto-parte" }, ...groups);
  const answer = await dialog("Un estratto del piano", [
    make("p", {}, "Il PDF di una parte sola, con i numeri e le pagine del piano intero."),
    make("label", { for: "estratto-parte" }, "Quale parte"), choice,
  ], [["si", "Apri il PDF", "primo"], ["", "Lascia"]]);
  if (answer === "si") open(`/estratto?${new URLSearchParams({ id: choice.value })}`, "_blank");
};

/** The plans of the workspace, to choose from. */
export function plans(told) {
  $("quale-piano").hidden = $("tutti").hidden = !told;
  if (!told || $("piani").dataset.nomi === told.nomi.join()) {
    if (told) $("piani").value = told.qui;
    return;
  }
  $("piani").dataset.nomi = told.nomi.join();
  $("piani").replaceChildren(...told.nomi.map((name, n) => make("option", { value: n }, name)));
  $("piani").value = told.qui;
}

/** The page of all the bodies, with the plans as they are now. */
$("tutti").onclick = () => open(`/tutti/${now.state.sito}/enti/index.html`, "_blank");

/** Says that a text is to be saved before; where it is already asked about it, that is enough. */
function unsavedFirst(title) {
  if (!document.querySelector("dialog[open]")) dialog(title, [make("p", {}, "C’è un testo che non è salvato: prima si salva, o si lascia.")], [["", "Chiudi", "primo"]]);
}

/** Shows another plan of the workspace. What is written is saved first. */
export async function choose(n) {
  const saved = await saveAll();
  if (saved) await post("/piano", { n });
  else unsavedFirst("Un altro piano");
  plans(now.state.piani);
}
$("piani").onchange = () => choose(Number($("piani").value));

/** Runs a command of the program, and shows its words. */
async function run(command, title) {
  const status = make("p", { role: "status" }, "Il programma lavora…");
  const words = make("pre", { tabindex: 0, hidden: true, "aria-label": "Le parole del programma" });
  dialog(title, [status, words], [["", "Chiudi", "primo"]], { class: "largo" });
  const told = await post("/comando", { comando: command });
  status.textContent = !told ? "Il programma non risponde." : told.fatto ? "✓ Fatto." : "Non è stato fatto. Ecco perché:";
  words.textContent = told?.parole ?? "";
  words.hidden = !told?.parole;
}

$("pubblica").onclick = async () => {
  const saved = await saveAll();
  const wrong = now.state.problemi.filter(one => one.livello === "errore"), draft = now.state.stato !== "approvato";
  if (!saved) return unsavedFirst("Pubblica");
  if (wrong.length) {
    const shown = wrong.slice(0, 20).map(one => make("li", {},
      make("span", { class: "segno-errore" }), make("span", {}, ...inline(one.messaggio)),
      one.file ? button(`${one.file}, riga ${one.riga}`, event => { event.target.closest("dialog").close(""); go(one.file, one.riga, true, one.colonna); }, { "aria-label": `Apri ${one.file}, riga ${one.riga}` }) : null));
    const answer = await dialog("Pubblica", [
      make("p", {}, `${counted(wrong.length, "errore ferma", "errori fermano")} la pubblicazione:`), make("ul", { class: "fermano" }, ...shown),
      wrong.length > shown.length ? make("p", { class: "aiuto" }, `E altri ${wrong.length - shown.length}.`) : null,
    ], [["tutti", "Vedi i problemi", "primo"], ["", "Chiudi"]]);
    if (answer === "tutti") { tab(false); list(); }
    return;
  }
  const notes = countOf(now.state.problemi, "avviso");
  const answer = await dialog("Pubblica", [
    make("p", {}, `${now.state.titolo ?? "Il piano"}, ${now.state.stato ?? ""}. ${notes ? `${counted(notes, "avviso non ferma", "avvisi non fermano")} la pubblicazione: guardali prima.` : "Nessun problema."}`),
    make("p", {}, draft
      ? "Il piano non è approvato: si può preparare in bozza, e il PDF e il sito lo dicono. Per pubblicarlo, in piao.toml si scrivono la deliberazione e stato = \"approvato\"."
      : "Si scrivono la cartella «pubblicazione» e il suo archivio: il PDF, il sito, i dati e le carte dell’ufficio."),
    make("p", { class: "aiuto" }, "Niente va in rete da sé: i file restano su questo computer, e li carica l’ufficio."),
  ], [draft ? ["bozza", "Prepara la bozza", "primo"] : ["pubblica", "Prepara la pubblicazione", "primo"], ["compila", "Soltanto PDF e sito"], ["", "Lascia"]]);
  if (answer) run(answer, answer === "compila" ? "PDF e sito" : "Pubblica");
};

/** The line, from 0, of a heading at a place that has no id; null where there is none. */
const heading = at => {
  const words = isData() || at.file !== now.file ? "" : lines().all[at.riga - 1] ?? "";
  return /^#{1,6} +\S/.test(words) && !/\{#[^}]*\}\s*$/.test(words) ? at.riga - 1 : null;
};

/** Gives an id to a heading. */
async function named(line) {
  const words = lines().all[line], name = make("input", { id: "id-nuovo", autocomplete: "off", spellcheck: "false" });
  name.value = slug(words.replace(/^#+ +/, ""));
  const chosen = await dialog("Dai un id a questo titolo", [
    make("p", {}, "Con un id il titolo si cita nel testo, e ha un indirizzo suo nel sito."),
    make("label", { for: "id-nuovo" }, "Id"), name,
  ], [["si", "Scrivi l’id", "primo"], ["", "Lascia"]]);
  const at = lines().starts[line] + words.trimEnd().length;
  if (chosen === "si" && name.value.trim() && lines().all[line] === words) insert(at, at, ` {#${slug(name.value)}}`);
}

/** Gives another id to the thing at the caret, wherever it is named. */
export async function rename(at = caret()) {
  if (!at) return;
  const title = heading(at);
  if (title !== null) return named(title);
  const before = JSON.stringify([caret(), content()]);
  $("dice").textContent = "Il programma cerca che cosa ha qui un id…";
  if (!await saveAll()) return;
  const found = await post("/rinomina", at);
  // Who has gone on writing meanwhile is not stopped by an answer that came late.
  if (before !== JSON.stringify([caret(), content()])) return;
  if (!found?.id) return void dialog("Cambia un id", [make("p", {}, `${found?.perche ?? "il programma non risponde"}.`)], [["", "Chiudi", "primo"]]);
  const name = make("input", { id: "id-nuovo", autocomplete: "off", spellcheck: "false" });
  name.value = found.id;
  const chosen = await dialog("Cambia un id", [
    make("p", {}, "L’id è il nome con cui il piano cita questa parte, e il suo indirizzo nel sito. Si cambia dovunque è scritto; chi ha il vecchio indirizzo trova la pagina nuova."),
    make("label", { for: "id-nuovo" }, "Id nuovo"), name,
  ], [["si", "Continua", "primo"], ["", "Lascia"]]);
  if (chosen !== "si") return;
  const told = await post("/rinomina", { ...at, nuovo: name.value.trim() });
  if (!told?.cambi) return void dialog("Cambia un id", [make("p", {}, `${told?.perche ?? "il programma non risponde"}.`)], [["", "Chiudi", "primo"]]);
  const files = [...new Set(told.cambi.map(edit => edit.file))];
  if (!files.length) return;
  const sure = await dialog("Cambia un id", [
    make("p", {}, `«${found.id}» diventa «${name.value.trim()}» in ${counted(told.cambi.length, "posto", "posti")} di ${counted(files.length, "file", "file")}:`),
    make("ul", {}, ...files.map(path => make("li", {}, `${path}: ${told.cambi.filter(edit => edit.file === path).map(edit => `riga ${edit.riga}`).join(", ")}`))),
  ], [["si", "Cambia", "primo"], ["", "Lascia"]]);
  if (sure !== "si") return;
  await apply(told.cambi);
  await go(at.file, at.riga);
}
addEventListener("keydown", event => {
  if (event.key !== "F2" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  rename();
});
