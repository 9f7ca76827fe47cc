// A Markdown table as a grid of cells, also pasted from a spreadsheet or a word processor. Rows that nobody touches keep their bytes.

import { $, button, counted, dialog, make } from "./base.js";
import { block, slug } from "./strumenti.js";
import { canWrite, insert, lineAt, lines } from "./testo.js";

const area = $("scrive");
const HEAD = /^([ \t]*(?:>[ \t]?)*)(\|.*|.*[^\\]\|.*)$/;
const RULE = /^[ \t]*(?:>[ \t]?)*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** The cells of a line, as they are written. */
function cells(line) {
  const bare = line.trim().replace(/^\|/, "");
  const out = [""];
  for (let n = 0; n < bare.length; n++) {
    if (bare[n] === "\\" && n + 1 < bare.length) out[out.length - 1] += bare[n] + bare[++n];
    else if (bare[n] === "|") out.push("");
    else out[out.length - 1] += bare[n];
  }
  if (out.length > 1 && !out[out.length - 1].trim() && bare.trimEnd().endsWith("|")) out.pop();
  return out.map(cell => cell.trim());
}

/** A cell as it is read in the grid, and as it is written. */
const shown = cell => cell.replaceAll("\\|", "|").replaceAll(/<br\s*\/?>/gi, "\n");
const written = cell => cell.trim().replaceAll(/\r?\n/g, "<br>").replaceAll("|", "\\|").replaceAll("\t", " ");

/** The table in which the caret is: its lines, from 0. */
function tableHere() {
  const { all } = lines(), here = lineAt(area.selectionStart) - 1;
  let first = here, last = here;
  const is = n => n >= 0 && n < all.length && HEAD.test(all[n]);
  if (!is(here)) return null;
  while (is(first - 1)) first--;
  while (is(last + 1)) last++;
  // The line under the names makes it a table.
  if (!RULE.test(all[first + 1] ?? "") || !all[first + 1].includes("-")) return null;
  const before = all[first].match(HEAD)[1];
  if (!all.slice(first, last + 1).every(line => line.startsWith(before))) return null;
  const rows = all.slice(first, last + 1).map(line => cells(line.slice(before.length)));
  return { first, last, before, rule: rows[1], rows: [rows[0], ...rows.slice(2)], written: [all[first], ...all.slice(first + 2, last + 1)], ruled: all[first + 1] };
}

/** The words of a cell, a line for each of its paragraphs. */
const plainCell = cell => [...cell.childNodes].map(node => (node.nodeName === "BR" ? "\n" : /^(P|DIV|LI)$/.test(node.nodeName) ? `${node.textContent.replaceAll(/\s+/g, " ")}\n` : node.textContent.replaceAll(/\s+/g, " "))).join("");

/** The rows of a table in HTML, each with a cell for each column. `say`: the words of a cell. */
export function cellsOf(table, say = plainCell) {
  const out = [];
  for (const [y, row] of [...table.rows].entries()) {
    out[y] ??= [];
    for (const cell of row.cells) {
      let x = 0;
      while (out[y][x] !== undefined) x++;
      const words = say(cell).replaceAll("\u00a0", " ").trim();
      // A joined cell has its words once, and leaves the others empty.
      for (let h = 0; h < Math.min(cell.rowSpan || 1, table.rows.length - y); h++) for (let w = 0; w < (cell.colSpan || 1); w++) {
        out[y + h] ??= [];
        out[y + h][x + w] = h || w ? "" : words;
      }
    }
  }
  return even(out.filter(row => row.some(Boolean)));
}

/** Rows as wide as the widest. */
function even(rows) {
  const wide = Math.max(0, ...rows.map(row => row.length));
  return rows.map(row => Array.from({ length: wide }, (_, n) => (row[n] ?? "").trim()));
}

/** A document that is only parsed: nothing in it is loaded or runs. */
// What was copied, with its styles under a name of their own: the rules of this page forbid to apply them, and the browser would complain.
export const parsed = html => new DOMParser().parseFromString(
  html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<[^<>]*?\s)style(?=\s*=)/gi, "$1data-stile"), "text/html");

/** The cells of what is pasted in a grid: those of a table, else of lines with tabulators. Null when it is neither. */
function pasted(data) {
  const html = data.getData("text/html"), text = data.getData("text/plain");
  const table = /<table/i.test(html) ? parsed(html).querySelector("table") : null;
  return table ? cellsOf(table) : text.includes("\t") ? even(tabbed(text)) : null;
}

/** The cells of lines with tabulators. */
export function tabbed(text) {
  // As a spreadsheet copies: a cell with a line end inside stands between quotes.
  const out = [[""]];
  let quoted = false;
  for (let n = 0; n < text.length; n++) {
    const sign = text[n], row = out[out.length - 1];
    if (quoted) {
      if (sign === '"' && text[n + 1] === '"') row[row.length - 1] += text[++n];
      else if (sign === '"') quoted = false;
      else if (sign !== "\r") row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "" && /^"(?:[^"]|"")*"(?:[\t\r\n]|$)/.test(text.slice(n))) quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") out.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  if (out.length > 1 && out[out.length - 1].join("") === "") out.pop();
  return out;
}

const line = (row, before = "") => `${before}| ${row.map(written).join(" | ")} |`;

/** Rows of cells as a Markdown table. */
export const markdown = rows => [line(rows[0]), `| ${rows[0].map(() => "---").join(" | ")} |`, ...rows.slice(1).map(row => line(row))].join("\n");

/** Opens the table of the caret, or a new one, as a grid. */
export async function grid() {
  if (!canWrite()) return;
  const found = tableHere();
  const rows = (found?.rows ?? [["", ""], ["", ""], ["", ""]]).map(row => row.map(shown));
  const wide = Math.max(...rows.map(row => row.length));
  for (const row of rows) while (row.length < wide) row.push("");
  // Where each row was, and which columns: those that are new were nowhere.
  const from = rows.map((_, n) => (found ? n : null)), columns = rows[0].map((_, n) => n);
  const table = make("table", { class: "griglia" }), caption = make("input", { id: "griglia-didascalia", autocomplete: "off" });
  const said = make("p", { class: "aiuto", role: "status" });
  let place = [found ? 1 : 0, 0];

  const cell = (y, x) => table.rows[y]?.cells[x]?.firstChild;
  const stand = (y, x) => {
    place = [Math.max(0, Math.min(y, rows.length - 1)), Math.max(0, Math.min(x, rows[0].length - 1))];
    const here = cell(...place);
    here?.focus();
    here?.select();
  };
  const draw = () => {
    const row = (y, tag) => make("tr", {}, ...rows[y].map((words, x) => {
      const input = make("textarea", { rows: 1, "aria-label": y ? `riga ${y}, ${rows[0][x] || `colonna ${x + 1}`}` : `nome della colonna ${x + 1}`, spellcheck: "true", lang: "it" });
      input.value = words;
      input.dataset.riga = y;
      input.dataset.colonna = x;
      return make(tag, tag === "th" ? { scope: "col" } : {}, input);
    }));
    table.replaceChildren(make("thead", {}, row(0, "th")), make("tbody", {}, ...rows.slice(1).map((_, n) => row(n + 1, "td"))));
  };
  const addRow = y => {
    rows.splice(y, 0, rows[0].map(() => ""));
    from.splice(y, 0, null);
    draw();
  };
  const addColumn = x => {
    rows.forEach(row => row.splice(x, 0, ""));
    columns.splice(x, 0, null);
    draw();
  };
  table.oninput = event => { rows[event.target.dataset.riga][event.target.dataset.colonna] = event.target.value; };
  // Who comes to a cell by a key writes it anew, as in a spreadsheet; who clicks in it changes its words.
  let clicked = false;
  table.onpointerdown = () => { clicked = true; };
  table.addEventListener("focusin", event => {
    place = [Number(event.target.dataset.riga), Number(event.target.dataset.colonna)];
    if (!clicked) event.target.select();
    clicked = false;
  });
  table.onkeydown = event => {
    const input = event.target, [y, x] = place;
    const edge = event.key === "ArrowUp" ? input.value.lastIndexOf("\n", input.selectionStart - 1) < 0 : event.key === "ArrowDown" && input.value.indexOf("\n", input.selectionEnd) < 0;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey) {
      event.preventDefault();
      if (y === rows.length - 1) addRow(rows.length);
      stand(y + 1, x);
    } else if (edge) {
      event.preventDefault();
      stand(y + (event.key === "ArrowUp" ? -1 : 1), x);
    }
  };
  table.onpaste = event => {
    const given = pasted(event.clipboardData);
    if (!given) return;
    event.preventDefault();
    const [y, x] = place;
    let over = 0;
    while (rows.length < y + given.length) addRow(rows.length);
    while (rows[0].length < x + given[0].length) addColumn(rows[0].length);
    given.forEach((row, dy) => row.forEach((words, dx) => {
      if (rows[y + dy][x + dx] && rows[y + dy][x + dx] !== words) over++;
      rows[y + dy][x + dx] = words;
    }));
    draw();
    stand(y, x);
    said.textContent = `Incollate ${counted(given.length, "riga", "righe")} di ${given[0].length} celle${over ? `: ${counted(over, "cella era già scritta ed è cambiata", "celle erano già scritte e sono cambiate")}` : ""}. Con «Lascia» resta tutto com’era.`;
  };
  draw();
  const tools = make("p", { class: "azioni-griglia" },
    button("+ riga", () => { addRow(place[0] + 1); stand(place[0] + 1, place[1]); }),
    button("+ colonna", () => { addColumn(place[1] + 1); stand(place[0], place[1] + 1); }),
    button("Togli la riga", () => {
      if (place[0] === 0 || rows.length < 3) return void (said.textContent = place[0] ? "È l’unica riga." : "La prima riga ha i nomi delle colonne: non si toglie.");
      rows.splice(place[0], 1);
      from.splice(place[0], 1);
      draw();
      stand(...place);
    }),
    button("Togli la colonna", () => {
      if (rows[0].length < 2) return void (said.textContent = "È l’unica colonna.");
      rows.forEach(row => row.splice(place[1], 1));
      columns.splice(place[1], 1);
      draw();
      stand(...place);
    }));
  const answer = dialog("Tabella", [
    found ? null : make("label", { for: "griglia-didascalia" }, "Didascalia"), found ? null : caption,
    make("p", { class: "aiuto" }, "Tab va alla cella dopo, Invio alla riga dopo; Maiusc+Invio va a capo nella cella. Si incolla anche da Excel e da Word."),
    make("div", { class: "scorre", tabindex: -1 }, table), tools, said,
  ], [["si", "Scrivi la tabella", "primo"], ["", "Lascia"]], { class: "largo" });
  if (found) stand(1, 0);
  else caption.focus();
  if (await answer !== "si") return area.focus();
  if (!found) {
    const name = caption.value.trim();
    while (rows.length > 2 && rows[rows.length - 1].every(words => !words.trim())) rows.pop();
    return block(`${name ? `Tabella: ${name} {#tabella-${slug(name)}}\n\n` : ""}${markdown(rows)}`);
  }
  const same = columns.length === found.rule.length && columns.every((column, n) => column === n);
  const kept = rows.map((row, n) => {
    const old = from[n] === null ? null : found.rows[from[n]];
    const untouched = same && old && row.every((words, x) => words === shown(old[x] ?? ""));
    return untouched ? found.written[from[n]] : line(row, found.before);
  });
  const ruled = same ? found.ruled : `${found.before}| ${columns.map(column => (column === null ? "---" : found.rule[column] ?? "---")).join(" | ")} |`;
  const { all, starts } = lines();
  insert(starts[found.first], starts[found.last] + all[found.last].length, [kept[0], ruled, ...kept.slice(1)].join("\n"), starts[found.first]);
}
