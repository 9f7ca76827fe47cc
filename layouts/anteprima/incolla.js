// What is pasted in the text from a word processor, a spreadsheet or a page: its titles, paragraphs, lists, links and tables as Markdown. What
// is not of these comes as its words; what has none, as a picture, is told.

import { $, counted, dialog, make } from "./base.js";
import { cellsOf, markdown, parsed, tabbed } from "./griglia.js";
import { block } from "./strumenti.js";
import { canWrite, insert, isData } from "./testo.js";

const area = $("scrive");
const SKIP = /^(STYLE|SCRIPT|META|LINK|TITLE|HEAD|TEMPLATE|NOSCRIPT)$/;
const BLOCK = /^(P|DIV|H[1-6]|UL|OL|LI|DL|DT|DD|TABLE|BLOCKQUOTE|PRE|HR|SECTION|ARTICLE|MAIN|HEADER|FOOTER|NAV|ASIDE|FIGURE|FIGCAPTION|ADDRESS|DETAILS|SUMMARY|FORM|FIELDSET|CENTER)$/;
/** What tells that a page has more than plain words. */
const RICH = "h1, h2, h3, h4, h5, h6, table, ul, ol, blockquote, b, strong, i, em, a[href], p + p, [data-stile*=mso-list], [data-stile*=font-weight]";

/** Words as Markdown that says them and nothing else. */
const plain = words => words.replaceAll(/[\\*`[\]<]/g, "\\$&").replaceAll(/(^|[^\p{L}\d])_|_(?![\p{L}\d])/gu, found => found.replace("_", "\\_"));
/** What would begin something else at the head of a line. */
const asLine = words => words.replace(/^(\s*)([#>+-]|=+|~~~)/, "$1\\$2").replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2");

const styled = (node, name) => (node.getAttribute?.("data-stile") ?? "").match(new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i"))?.[1].trim() ?? "";
/** Whether Word writes a mark of a list here: it is of the item, and no word of it. */
const isMark = node => /mso-list:\s*ignore/i.test(node.getAttribute?.("data-stile") ?? "");

/** The pieces of a line: words, and how they are set. */
function pieces(node, set, out) {
  if (node.nodeType === 3) {
    out.push({ ...set, words: node.data.replaceAll(/[\s\u00a0]+/g, " ") });
    return out;
  }
  if (node.nodeType !== 1 || SKIP.test(node.tagName) || isMark(node)) return out;
  if (node.tagName === "BR") {
    out.push({ words: "\n" });
    return out;
  }
  const weight = styled(node, "font-weight"), slant = styled(node, "font-style"), href = node.tagName === "A" ? node.getAttribute("href") ?? "" : "";
  const inner = {
    bold: weight ? /^(bold|bolder|[6-9]00)$/.test(weight) : /^(B|STRONG)$/.test(node.tagName) || set.bold,
    slanted: slant ? /^(italic|oblique)/.test(slant) : /^(I|EM|CITE)$/.test(node.tagName) || set.slanted,
    href: /^(https?:|mailto:)/i.test(href) ? href : set.href,
  };
  for (const child of node.childNodes) pieces(child, inner, out);
  // Blocks in a line, as the paragraphs of a cell, are told apart.
  if (BLOCK.test(node.tagName) && out.length) out.push({ words: "\n" });
  return out;
}

/** The nodes of a line as Markdown. `end`: what ends a line inside it. */
function inline(nodes, end = "\\\n") {
  const out = [];
  for (const piece of nodes.flatMap(node => pieces(node, {}, []))) {
    const last = out[out.length - 1];
    if (last && piece.words !== "\n" && last.words !== "\n" && last.bold === piece.bold && last.slanted === piece.slanted && last.href === piece.href) last.words += piece.words;
    else out.push({ ...piece });
  }
  const said = out.map(({ words, bold, slanted, href }) => {
    const inner = words.trim();
    if (!inner) return words;
    const mark = bold && slanted ? "***" : bold ? "**" : slanted ? "*" : "", marked = mark + plain(inner) + mark;
    const linked = href ? `[${marked}](${/[\s()<>]/.test(href) ? `<${href.replaceAll(/[<>\s]/g, encodeURIComponent)}>` : href})` : marked;
    return words.replace(inner, () => linked);
  });
  return said.join("").replaceAll(/ {2,}/g, " ").split("\n").map(line => line.trim()).join("\n").trim().replaceAll(/\n+/g, () => end);
}

/** The item of a list that Word writes as a paragraph: how deep it is, and its number. Null for what is none. */
function wordItem(node) {
  const level = (node.getAttribute("data-stile") ?? "").match(/mso-list:\s*l\d+\s+level(\d+)/i);
  if (!level) return null;
  const mark = [...node.querySelectorAll("[data-stile]")].find(isMark)?.textContent.trim() ?? "";
  return { depth: Number(level[1]) - 1, ordered: /^\(?[\da-z]{1,4}[.)]/i.test(mark), start: Number(mark.match(/\d+/)?.[0] ?? 1) };
}

const indent = (words, by) => words.split("\n").map(line => (line ? " ".repeat(by) + line : "")).join("\n");

/** The blocks of Markdown that nodes make: pairs of a kind and of words. */
function blocks(nodes, out = []) {
  let run = [];
  const flush = () => {
    const words = inline(run);
    if (words) out.push(["p", words.split("\n").map(asLine).join("\n")]);
    run = [];
  };
  for (const node of nodes) {
    if (node.nodeType === 1 && SKIP.test(node.tagName)) continue;
    const isBlock = node.nodeType === 1 && (BLOCK.test(node.tagName) || node.querySelector(RICH.split(", ").slice(0, 10).join(", ")) !== null || node.querySelector("p, div") !== null);
    if (!isBlock) {
      run.push(node);
      continue;
    }
    flush();
    const item = wordItem(node), title = node.tagName.match(/^H([1-6])$/)?.[1] ?? (node.classList.contains("MsoTitle") ? "1" : null);
    if (title) out.push(["h", inline([...node.childNodes], " "), Number(title)]);
    else if (item) out.push(["li", inline([...node.childNodes]), item]);
    else if (/^(UL|OL)$/.test(node.tagName)) listed(node, 0, out);
    else if (node.tagName === "TABLE") tabled(node, out);
    else if (node.tagName === "BLOCKQUOTE") out.push(["p", written(blocks([...node.childNodes])).split("\n").map(line => `> ${line}`.trimEnd()).join("\n")]);
    else if (node.tagName === "PRE") out.push(["p", `\`\`\`\n${node.textContent.replace(/\n$/, "")}\n\`\`\``]);
    else if (node.tagName === "HR") out.push(["p", "---"]);
    else blocks([...node.childNodes], out);
  }
  flush();
  return out;
}

function listed(list, depth, out) {
  let n = Number(list.getAttribute("start") ?? 1);
  for (const child of list.children) {
    if (/^(UL|OL)$/.test(child.tagName)) {
      listed(child, depth + 1, out);
      continue;
    }
    const nodes = [...child.childNodes], inner = nodes.filter(node => /^(UL|OL)$/.test(node.nodeName));
    out.push(["li", inline(nodes.filter(node => !inner.includes(node))), { depth, ordered: list.tagName === "OL", start: n++ }]);
    for (const one of inner) listed(one, depth + 1, out);
  }
}

function tabled(table, out) {
  const caption = table.querySelector(":scope > caption");
  if (caption) blocks([...caption.childNodes], out);
  const rows = cellsOf(table, cell => inline([...cell.childNodes], "\n"));
  // A table of one column sets words on a page: they are paragraphs.
  if (rows.length && rows[0].length > 1) out.push(["p", markdown(rows)]);
  else for (const row of table.rows) for (const cell of row.cells) blocks([...cell.childNodes], out);
}

/** Blocks as a text. The titles begin from the second level: the first is that of the section. */
function written(all) {
  const shift = all.some(([kind, , level]) => kind === "h" && level === 1) ? 1 : 0, width = [];
  let text = "", before = null;
  for (const [kind, words, more] of all) {
    if (!words) continue;
    let said = words;
    if (kind === "h") said = `${"#".repeat(Math.min(6, more + shift))} ${words}`;
    if (kind === "li") {
      const mark = more.ordered ? `${more.start}. ` : "- ", by = width.slice(0, more.depth).reduce((sum, one) => sum + (one ?? 2), 0);
      width[more.depth] = mark.length;
      said = indent(mark + indent(words, mark.length).trimStart(), by);
    }
    text += (before === null ? "" : before === "li" && kind === "li" ? "\n" : "\n\n") + said;
    before = kind;
  }
  return text;
}

const ancestors = function* (node, top) {
  for (let at = node.parentElement; at && at !== top; at = at.parentElement) yield at;
};
const letters = words => words.replaceAll(/[^\p{L}\d]+/gu, "");

/** What a page has, as Markdown, and whether it is a line alone. Null where its plain words say as much. */
function fromHtml(html) {
  const page = parsed(html), body = page.body;
  // What an editor of programs copies is a text already, and so is a text that is only coloured.
  if (!body.querySelector(RICH) || body.querySelector(":scope > pre:only-child, [data-stile*='white-space: pre'], [data-stile*='white-space:pre']")) return null;
  const all = blocks([...body.childNodes]), text = written(all);
  // Words that did not come through are worth more than how they were set.
  const had = letters(text), walk = page.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const outside = node.parentElement.closest("style, script, title, template, noscript") || [...ancestors(node, body)].some(isMark);
    if (!outside && !node.data.split(/\s+/).every(word => had.includes(letters(word)))) return null;
  }
  if (!text) return null;
  return { text, line: all.length === 1 && all[0][0] === "p" && !text.includes("\n") };
}

/** Lines with tabulators as rows of a table; null where they are words: a number of a list and its item, a title and its page. */
function rowsOf(text) {
  const rows = tabbed(text).map(row => row.map(cell => cell.trim()));
  const same = rows.length > 1 && rows[0].length > 1 && rows.every(row => row.length === rows[0].length);
  const isList = rows.every(([first]) => /^(?:\(?(?:\d{1,3}|[a-z]{1,4})[.)]|(?:art|artt|comma|lett|punto)\b\.? *[\da-z)]*|[-–•·◦▪*])$/i.test(first));
  return same && !isList ? rows : null;
}

/** Words in which a tabulator is a space. */
const spaced = text => text.replaceAll(/\r\n?/g, "\n").split("\n").map(line => line.replace(/^[ \t]*[•·◦▪][ \t]+/, "- ").replace(/^\t+/, "").replaceAll(/[ ]*\t+/g, " ")).join("\n");

/** Says what could not be pasted. */
async function pictures(count) {
  if (!count) return;
  await dialog("Incolla", [make("p", {}, `${counted(count, "immagine non si incolla", "immagini non si incollano")} con il testo: salva ogni immagine come file nella cartella «immagini» del piano, poi inseriscila con «Figura».`)], [["", "Ho capito", "primo"]]);
}

area.addEventListener("paste", event => {
  if (isData() || !canWrite()) return;
  const html = event.clipboardData.getData("text/html"), text = event.clipboardData.getData("text/plain");
  const [from, to] = [area.selectionStart, area.selectionEnd], found = html ? fromHtml(html) : null;
  const rows = !found && text.includes("\t") ? rowsOf(text) : null;
  if (!found && !text.includes("\t")) return;
  event.preventDefault();
  if (found?.line) insert(from, to, found.text);
  else if (found) block(found.text, "", [from, to]);
  else if (rows) block(markdown(rows), "", [from, to]);
  else insert(from, to, spaced(text));
  $("dice").textContent = rows ? `Incollata una tabella di ${counted(rows.length, "riga", "righe")} e ${rows[0].length} colonne. Ctrl Z la toglie.` : "Incollato. Ctrl Z lo toglie.";
  if (found) pictures(parsed(html).querySelectorAll("img").length).then(() => area.focus());
});
