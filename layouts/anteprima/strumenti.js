// The buttons over the text, for what offices need: each writes the Markdown of it at the caret.

import { $, button, dialog, fold, make, now } from "./base.js";
import { begin } from "./completa.js";
import { rename } from "./comandi.js";
import { grid } from "./griglia.js";
import { canWrite, content, insert, isData, lineAt, lines } from "./testo.js";

const area = $("scrive");
const at = () => [area.selectionStart, area.selectionEnd];

/** Changes the lines of the selection, all at once. */
function eachLine(change) {
  const [from, to] = wholeLines(), made = change(content().slice(from, to).split("\n")).join("\n");
  insert(from, to, made, from + made.length);
}

/** The lines of the selection: where the first begins and where the last ends. */
function wholeLines() {
  const [from, to] = at(), { all, starts } = lines();
  const first = lineAt(from) - 1, last = Math.max(first, lineAt(to > from && content()[to - 1] === "\n" ? to - 1 : to) - 1);
  return [starts[first], starts[last] + all[last].length];
}

/** Where a block is written: instead of what is selected. Where the line of the caret has words, after it or, from its beginning, before it. */
function besideLine() {
  const [from, to] = at(), { all, starts } = lines(), line = lineAt(from) - 1;
  if (from !== to || all[line].trim() === "" || from === starts[line]) return [from, to];
  const end = starts[line] + all[line].length;
  return [end, end];
}

/** Writes a block with the empty lines that it needs around it. `chosen`: the words of it that are then selected, to be written over. */
export function block(words, chosen = "", [place, end] = besideLine()) {
  const before = content().slice(0, place), after = content().slice(end);
  const head = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after === "" ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const start = place + head.length + (chosen ? words.lastIndexOf(chosen) : words.length);
  insert(place, end, head + words + tail, start, start + chosen.length);
}

const title = level => eachLine(all => all.map(line => {
  const bare = line.replace(/^#{1,6} +/, "");
  return level ? `${"#".repeat(level)} ${bare || "Titolo"}` : bare;
}));
/** Makes of each line an item, or of each item a line. Inside a quotation the marks come after its sign. */
const list = mark => eachLine(all => {
  const parts = all.map(line => line.match(/^([ \t]*(?:>[ \t]?)*)((?:[-*]|\d+[.)]) )?(.*)$/));
  if (parts.every(([, , item]) => item)) return parts.map(([, before, , words]) => before + words);
  return parts.map(([, before, , words], n) => (words || all.length === 1 ? `${before}${mark === "1" ? `${n + 1}.` : "-"} ${words}` : before));
});

function alert(kind) {
  // The lines that are selected become those of the box.
  const [from, to] = at(), [first, last] = wholeLines(), chosen = from === to ? "" : content().slice(first, last).trim();
  const empty = "Testo del riquadro";
  block(`> [!${kind}]\n${(chosen || empty).split("\n").map(line => `> ${line}`.trimEnd()).join("\n")}`, chosen ? "" : empty, chosen ? [first, last] : undefined);
}

/** A note: its number at the caret, its words at the end of the file, where the caret goes. */
function note() {
  const [, to] = at(), text = content();
  let n = 1;
  while (text.includes(`[^${n}]`)) n++;
  insert(to, to, `[^${n}]`);
  const end = content().trimEnd().length, head = `\n\n[^${n}]: `, words = "Testo della nota";
  insert(end, content().length, `${head}${words}.\n`, end + head.length, end + head.length + words.length);
}

async function figure() {
  const images = now.state.immagini;
  if (!images.length) return void dialog("Figura", [make("p", {}, "Nella cartella del piano non c’è ancora un’immagine. Copia un file SVG, PNG o JPEG nella cartella «immagini», poi riapri questo riquadro.")], [["", "Chiudi", "primo"]]);
  const choice = make("select", { id: "figura-file" }, ...images.map(path => make("option", {}, path)));
  const seen = make("textarea", { id: "figura-alternativa", rows: 3, required: true, "aria-describedby": "figura-aiuto" }), caption = make("input", { id: "figura-didascalia", autocomplete: "off" });
  const answer = await dialog("Figura", [
    make("label", { for: "figura-file" }, "Immagine"), choice,
    make("label", { for: "figura-alternativa" }, "Che cosa si vede"), seen,
    make("p", { class: "aiuto", id: "figura-aiuto" }, "Le parole per chi non può vedere la figura: che cosa mostra, non «immagine di»."),
    make("label", { for: "figura-didascalia" }, "Didascalia"), caption,
  ], [["si", "Inserisci", "primo"], ["", "Lascia"]]);
  if (answer !== "si") return;
  const plain = words => words.replaceAll("\n", " ").replaceAll(/[[\]]/g, "\\$&").trim();
  const name = caption.value.trim();
  block(`![${plain(seen.value)}](${choice.value.includes(" ") ? `<${choice.value}>` : choice.value}${name ? ` "${name.replaceAll('"', "”")}"` : ""}){#figura-${slug(name || choice.value.split("/").pop().replace(/\.\w+$/, ""))}}`);
}

/** The words of a name as an id. */
export const slug = words => fold(words).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").split("-").slice(0, 6).join("-") || "senza-nome";

/** A list of words that act when they are chosen. */
function menu(name, choices) {
  const select = make("select", { "aria-label": name }, make("option", { value: "" }, name), ...choices.map(([words], n) => make("option", { value: n }, words)));
  select.onchange = () => {
    const chosen = choices[Number(select.value)];
    select.value = "";
    chosen[1]();
  };
  return select;
}

/** Sets the selected words apart, or no longer. Without words, the caret stands between the marks. */
function emphasis(mark) {
  const [from, to] = at(), text = content(), words = text.slice(from, to), inner = words.trim();
  const head = from + words.indexOf(inner), tail = head + inner.length, wide = mark.length;
  // «*» stands inside «**» too, and is not that mark.
  const marked = text.slice(head - wide, head) === mark && text.slice(tail, tail + wide) === mark && (wide > 1 || text[head - 2] !== "*" || text[head - 3] === "*");
  if (marked) insert(head - wide, tail + wide, inner, head - wide, tail - wide);
  else if (!inner.includes("\n\n")) insert(head, tail, mark + inner + mark, head + wide, tail + wide);
}

/** At the end of an item the next one begins; an empty one ends the list. Says whether it did. */
function nextItem() {
  const [from, to] = at(), { all, starts } = lines(), line = lineAt(from) - 1, words = all[line];
  const found = words.match(/^([ \t]*(?:>[ \t]?)*)([-*+]|(\d{1,9})([.)]))([ \t]+)(.*)$/);
  if (!found || from !== to || from < starts[line] + found[1].length + found[2].length + found[5].length) return false;
  const [, before, mark, number, sign, space, rest] = found;
  if (rest.trim() === "") insert(starts[line], starts[line] + words.length, before.trimEnd());
  else insert(from, to, `\n${before}${number ? Number(number) + 1 + sign : mark}${space}`);
  return true;
}
area.addEventListener("keydown", event => {
  if (isData() || !canWrite() || event.defaultPrevented) return;
  const key = event.key.toLowerCase(), only = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (only && (key === "b" || key === "i")) emphasis(key === "b" ? "**" : "*");
  else if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !nextItem()) return;
  event.preventDefault();
});

const alerts = ["NOTA", "IMPORTANTE", "ATTENZIONE", "SUGGERIMENTO", "PERICOLO"];
$("strumenti").append(
  menu("Titolo", [["Titolo", () => title(2)], ["Titolo minore", () => title(3)], ["Testo normale", () => title(0)]]),
  menu("Elenco", [["Con i trattini", () => list("-")], ["Numerato", () => list("1")]]),
  button("Tabella", grid, { title: "Scrive una tabella, o apre quella in cui sei" }),
  button("Citazione", () => begin("[@"), { title: "Rimanda a una sezione, a una tabella, a una scheda" }),
  button("Numero", () => begin("[="), { title: "Scrive un numero che il piano conosce" }),
  button("Figura", figure),
  button("Nota", note, { title: "Nota a piè di pagina" }),
  menu("Riquadro", alerts.map(kind => [kind[0] + kind.slice(1).toLowerCase(), () => alert(kind)])),
  button("Id…", () => rename(), { title: "Cambia un id dovunque è scritto", "aria-keyshortcuts": "F2" }));

// A toolbar is one stop of Tab: the arrows go from one thing to the next.
const tools = [...$("strumenti").children];
tools.forEach((tool, n) => { tool.tabIndex = n ? -1 : 0; });
$("strumenti").onkeydown = event => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const next = tools[(tools.indexOf(document.activeElement) + by + tools.length) % tools.length];
  tools.forEach(tool => { tool.tabIndex = tool === next ? 0 : -1; });
  next.focus();
};
