// The buttons over the text, for what offices need: each writes the Markdown of it at the caret.

import { $, button, dialog, fold, make, now } from "./base.js";
import { begin } from "./completa.js";
import { rename } from "./comandi.js";
import { grid } from "./griglia.js";
import { content, insert, lineAt, lines } from "./testo.js";

const area = $("scrive");
const at = () => [area.selectionStart, area.selectionEnd];

/** Changes the lines of the selection, all at once. */
function eachLine(change) {
  const [from, to] = at(), { all, starts } = lines();
  const first = lineAt(from) - 1, last = Math.max(first, lineAt(to > from && content()[to - 1] === "\n" ? to - 1 : to) - 1);
  const chosen = all.slice(first, last + 1), made = change(chosen).join("\n");
  insert(starts[first], starts[last] + all[last].length, made, starts[first] + made.length);
}

/** Writes a block at the caret, with the empty lines that it needs around it. `chosen`: the words of it that are then selected, to be written over. */
export function block(words, chosen = "") {
  const [from, to] = at(), { all, starts } = lines(), line = lineAt(from) - 1;
  // Where a line has words the block comes after it or, from its beginning, before it.
  const full = all[line].trim() !== "", first = full && from === starts[line];
  const place = full && !first ? starts[line] + all[line].length : from, end = full ? place : to;
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
  const [from, to] = at();
  const chosen = content().slice(from, to).trim();
  const empty = "Testo del riquadro";
  block(`> [!${kind}]\n${(chosen || empty).split("\n").map(line => `> ${line}`).join("\n")}`, chosen ? "" : empty);
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
