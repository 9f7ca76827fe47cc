// The preview in the browser. It asks for the state of the plan, shows it, and asks again: the server answers when there is news. All
// that comes from the plan is set as text, never as HTML.
"use strict";

const $ = id => document.getElementById(id);
/** What was last told of the plan. */
let state = null;
/** The file that is open, the text of it that is shown, and the line where the reader is. */
let file = null, shown = null, line = 0;
/** The kind of problems that is listed; none for all. */
let level = null;
/** When the pages that are shown were made, and whether the site in its frame is older than the plan. */
let made = "", stale = false;

const LEVELS = [["errore", "errore", "errori"], ["avviso", "avviso", "avvisi"], ["nota", "nota", "note"]];

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.onclick = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
};
const button = (words, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, words);

/** The answer to a question; null when there is none. */
const ask = async (path, values) => {
  try {
    const answer = await fetch(`${path}?${new URLSearchParams(values)}`);
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
};
const askJson = async (path, values) => {
  const answer = await ask(path, values);
  return answer && answer.json();
};

const hour = () => new Date().toLocaleTimeString("it", { hour: "2-digit", minute: "2-digit" });
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
const problemsAt = (path, from = 1, to = Infinity) => state.problemi.filter(one => one.file === path && one.riga >= from && one.riga < to);
const countOf = (problems, kind) => problems.filter(one => one.livello === kind).length;

/** The signs of the problems of a place, each with how many there are. */
const signs = problems => LEVELS.filter(([kind]) => kind !== "nota" && countOf(problems, kind)).map(([kind, one, many]) => {
  const count = countOf(problems, kind);
  return make("span", { class: `segno-${kind}`, title: counted(count, one, many) }, String(count), make("span", { class: "nascosto" }, ` ${count === 1 ? one : many}`));
});

// -- News

async function follow() {
  let missed = 0;
  for (;;) {
    let news = null;
    try {
      const answer = await fetch(`/stato?da=${state ? state.numero : 0}`);
      if (answer.status === 403) throw new Error("another program");
      if (answer.status === 200) news = await answer.json();
      missed = 0;
      $("chiuso").hidden = true;
    } catch {
      missed += 1;
      if (missed > 1) $("chiuso").hidden = false;
      await new Promise(done => setTimeout(done, 1500));
    }
    if (news) show(news);
  }
}

function show(next) {
  const first = state === null;
  state = next;
  document.title = `${next.ente || "Piano"} – anteprima`;
  $("ente").textContent = next.ente || "Piano senza nome";
  $("titolo").textContent = next.titolo || "";
  $("stato").textContent = next.stato || "";
  $("stato").hidden = !next.stato;
  if (!next.vecchie) made = hour();
  $("novita").textContent = next.vecchie ? `Letto alle ${hour()}` : `✓ Aggiornata alle ${hour()}`;
  old(next.vecchie);
  plan();
  complete();
  list();
  leaves();
  stale = true;
  renewSite();
  if (first) begin();
  else if (file) text(file, line);
}

/** What is seen at the beginning: what is wrong, if something keeps the pages from being made, else the first section. */
function begin() {
  // On a phone a page is read at the width of its text, and has no measure to choose.
  if (innerWidth <= 600) $("misura").value = "testo";
  size();
  const section = state.sezioni[0];
  if (section) text(section.file, section.riga);
  tab(!(state.vecchie || !section));
}

function old(why) {
  const strip = $("vecchie");
  strip.hidden = !why;
  $("pagina").classList.toggle("vecchi", !!why);
  if (!why) return;
  const pages = state.pagine.length ? `Pagine di prima, delle ${made}:` : "Le pagine non si fanno:";
  const what = why.file ? `c’è un errore alla riga ${why.riga} di ${why.file}` : why.messaggio || "c’è un errore";
  strip.replaceChildren(
    make("p", {}, make("strong", {}, pages), ` ${what}.`),
    why.file ? button(`Vai alla riga ${why.riga}`, () => go(why.file, why.riga)) : button("Vedi i problemi", () => tab(false)));
}

// -- The plan

const fold = words => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wanted = () => fold($("cerca").value.trim());

function plan() {
  const search = wanted();
  const entries = state.sezioni.filter(section => fold(`${section.numero || ""} ${section.titolo}`).includes(search));
  const known = new Map((state.completezza?.sezioni ?? []).map(one => [one.numero, one]));
  $("sezioni").replaceChildren(...entries.map(section => {
    const due = known.get(section.numero);
    const open_ = () => { go(section.file, section.riga); closePlan(); };
    return make("li", { class: `l${section.livello}` }, make("button", { type: "button", class: "voce", onclick: open_, "data-file": section.file, "data-sito": section.sito },
      due ? shape(due) : null, section.numero ? make("span", { class: "n" }, section.numero) : null,
      make("span", { class: "t" }, section.titolo), ...signs(problemsAt(section.file))));
  }));
  $("legenda").hidden = !known.size;
  const open = new Set([...$("dati").querySelectorAll("details[open]")].map(one => one.dataset.nome));
  const groups = state.dati.map(group => ({ nome: group.nome, cose: group.cose.filter(thing => fold(thing.nome).includes(search)) })).filter(group => group.cose.length);
  $("dati").replaceChildren(...groups.map(group => {
    const things = () => make("ul", {}, ...group.cose.map(thing =>
      make("li", {}, make("button", { type: "button", class: "voce", onclick: () => { go(thing.file, thing.riga); closePlan(); } }, make("span", { class: "t" }, thing.nome)))));
    const details = make("details", { "data-nome": group.nome }, make("summary", {}, make("span", {}, group.nome), make("b", {}, String(group.cose.length))));
    // A plan may have thousands of records: those of a kind are listed when it is opened.
    details.ontoggle = () => { if (details.open && details.children.length < 2) details.append(things()); };
    details.open = search !== "" || open.has(group.nome);
    return details;
  }));
  $("titolo-dati").hidden = !groups.length;
  $("niente").hidden = entries.length + groups.length > 0 || Number(search) > 0;
  here();
}

/** How much there is of a section that the law asks for. */
const shape = due => {
  const [name, words] = due.stato === "assente" ? ["assente", "assente, col motivo"] : due.percentuale === 100 ? ["pieno", "c’è"] : due.trovate ? ["meta", "in parte"] : ["vuoto", "da scrivere"];
  return make("i", { class: name, role: "img", "aria-label": words, title: words });
};

/** Marks the section of the file that is open. */
function here() {
  for (const entry of $("sezioni").querySelectorAll(".voce")) {
    if (entry.dataset.file === file) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  }
}

function complete() {
  const all = state.completezza;
  $("piano-tipo").hidden = !all;
  if (!all) return;
  $("percento").textContent = all.percentuale === null ? "" : `${all.percentuale} %`;
  $("quanto").value = all.percentuale ?? 0;
  $("completezza").replaceChildren(...all.sezioni.filter(section => section.dovuta).map(section => {
    const missing = section.evidenze.flatMap(one => one.mancano).map(words => words.replaceAll("`", ""));
    return make("li", {}, shape(section), make("span", {}, `${section.numero} ${section.titolo}`), make("span", { class: "q" }, section.stato === "assente" ? "assente" : `${section.trovate} di ${section.dovute}`),
      missing.length ? make("span", { class: "manca" }, `mancano: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` e altri ${missing.length - 5}` : ""}`) : null);
  }));
}

// -- Problems

/** How many problems are listed. Who has more begins with these. */
const MOST = 300;

function list() {
  const all = state.problemi;
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
  const order = new Map(state.sezioni.map((section, n) => [section.file, n]));
  const rank = path => order.get(path) ?? (path ? 1e6 : 1e7);
  const sorted = [...groups].sort(([a], [b]) => rank(a) - rank(b));
  const more = kept.length - MOST;
  fill($("elenco"), [...sorted.flatMap(([path, problems]) => {
    const section = state.sezioni[order.get(path)];
    const name = section ? `${section.numero ?? ""} ${section.titolo}`.trim() : path || "Tutto il piano";
    const count = counted(problems.length, "problema", "problemi");
    return [make("h2", {}, name, make("span", {}, section ? `${count} · ${path}` : count)), make("ul", {}, ...problems.map(problem))];
  }), more > 0 ? make("p", { class: "aiuto capo" }, `E ${counted(more, "altro", "altri")}, che si vedono quando questi sono corretti.`) : null]);
}

/** Replaces what a box holds, keeping the place and the focus. */
function fill(box, children) {
  const at = [...box.querySelectorAll("button")].indexOf(document.activeElement), top = box.scrollTop;
  box.replaceChildren(...children.filter(Boolean));
  box.scrollTop = top;
  if (at >= 0) box.querySelectorAll("button")[at]?.focus();
}

function problem(one) {
  const why = [one.nota, one.norma].filter(Boolean).join("\n");
  const what = [one.blocca ? "ferma le pagine" : null, one.regola, one.codice].filter(Boolean).join(" · ");
  return make("li", { class: one.file === file && one.riga === line ? "qui" : null },
    make("span", { class: `segno-${one.livello}` }, make("span", { class: "nascosto" }, one.livello)),
    make("p", { class: "che" }, one.messaggio),
    one.file ? make("p", { class: "dove" }, `riga ${one.riga}`, button("Apri", () => go(one.file, one.riga), { "aria-label": `Apri ${one.file}, riga ${one.riga}` })) : null,
    one.aiuto ? make("p", { class: "cura" }, one.aiuto) : null,
    make("details", {}, make("summary", {}, "Perché"), make("p", {}, [why, what].filter(Boolean).join("\n"))));
}

function tab(words) {
  $("riga-per-riga").hidden = !words;
  $("problemi").hidden = words;
  for (const [name, chosen] of [["scheda-testo", words], ["scheda-problemi", !words]]) {
    $(name).setAttribute("aria-selected", String(chosen));
    $(name).tabIndex = chosen ? 0 : -1;
  }
  pane("testo");
}

// -- The text

/** The words of a line, with its citations and titles set apart. */
const colored = (words, data) => {
  if (data) {
    const [, key, rest] = words.match(/^(\s*(?:\[\[?[\w.-]+\]\]?|[\w.-]+(?=\s*=)))(.*)$/s) ?? [];
    return words.trimStart().startsWith("#") ? [make("span", { class: "piano" }, words)] : key ? [make("span", { class: "titolo" }, key), rest] : [words];
  }
  if (/^#{1,6} /.test(words)) return [make("span", { class: "titolo" }, words)];
  return words.split(/(\[[@=][^\]]*\])/).map((part, n) => (n % 2 ? make("span", { class: "citata" }, part) : part));
};

/** Shows a file, and the place where the reader is. What is shown already is not shown again. */
async function text(path, at) {
  const answer = await ask("/testo", { file: path });
  const words = answer ? await answer.text() : null;
  const same = path === file && words === shown;
  const top = path === file ? $("righe").scrollTop : 0;
  file = path;
  const lines = words === null ? [] : words.replace(/\n$/, "").split("\n");
  if (!same) {
    shown = words;
    const data = !path.endsWith(".md");
    $("righe").classList.toggle("dati", data);
    $("righe").replaceChildren(...lines.map((content, n) =>
      make("li", { role: "option", id: `riga-${n + 1}`, "data-riga": n + 1, "aria-selected": "false", "aria-label": content.trim() ? null : "vuota" }, make("span", {}, ...(content ? colored(content, data) : [" "])))));
    $("righe").scrollTop = top;
  }
  const section = state.sezioni.find(one => one.file === path);
  $("file").textContent = section ? `${section.numero ?? ""} ${section.titolo}`.trim() : path.split("/").pop();
  $("percorso").textContent = words === null ? `${path} non c’è più` : path;
  for (const item of $("righe").children) {
    item.className = "";
    item.removeAttribute("title");
    item.querySelector("em")?.remove();
  }
  for (const one of [...problemsAt(path)].reverse()) {
    const item = $("righe").children[one.riga - 1];
    if (!item) continue;
    item.className = one.livello;
    item.title = one.messaggio;
    item.querySelector("em")?.remove();
    item.append(make("em", { class: `segno-${one.livello}`, "aria-hidden": "true" }));
  }
  here();
  stand(at, false);
}

/** Puts the reader on a line of the open file. */
function stand(at, scroll = true) {
  const items = $("righe").children;
  line = Math.max(1, Math.min(at, items.length));
  $("righe").querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  const item = items[line - 1];
  if (item) {
    item.setAttribute("aria-selected", "true");
    $("righe").setAttribute("aria-activedescendant", item.id);
    if (scroll) {
      const box = $("righe").getBoundingClientRect(), place = item.getBoundingClientRect();
      if (place.top < box.top || place.bottom > box.bottom) item.scrollIntoView({ block: scroll === "near" ? "nearest" : "center" });
    }
  } else $("righe").removeAttribute("aria-activedescendant");
  $("dove").textContent = items.length ? `Riga ${line} di ${items.length}` : "";
  const wrong = problemsAt(file, line, line + 1)[0];
  $("problema").hidden = !wrong;
  if (wrong) $("problema").replaceChildren(make("span", { class: `segno-${wrong.livello}` }), make("span", { class: "che" }, wrong.messaggio), make("span", { class: "cura" }, wrong.aiuto ?? ""));
}

let asked = 0;
/** Frames on the pages what the line made. `scroll`: whether the pages may move. */
async function frame(scroll = true) {
  const turn_ = ++asked;
  const found = file && await askJson("/riga", { file, riga: line });
  // The reader has gone on meanwhile.
  if (!found || turn_ !== asked) return;
  mark(found.pagine, scroll);
  if (!found.sito) return;
  onSite = site(found.sito.pagina, found.sito.id);
  if (scroll && !$("sito").hidden) $("sito").src = onSite;
}

/** Opens a line, and shows on the page what it made. */
async function go(path, at, scroll = true) {
  tab(true);
  await text(path, at);
  stand(at);
  await frame(scroll);
}

let later = 0;
$("righe").onkeydown = event => {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -Infinity, End: Infinity };
  if (event.key === "Enter") frame();
  else if (event.key in steps && !event.ctrlKey && !event.altKey) {
    stand(Math.max(1, Math.min(line + steps[event.key], $("righe").children.length)), "near");
    clearTimeout(later);
    later = setTimeout(frame, 150);
  } else return;
  event.preventDefault();
};
$("righe").onclick = event => {
  const item = event.target.closest("li");
  // Who selects words to copy them is not going anywhere.
  if (!item || String(getSelection())) return;
  stand(Number(item.dataset.riga), "near");
  frame();
};

// -- The pages

/** Margins of a page, left out when the width of the text is asked for. */
const TEXT = 1.24;

function leaves() {
  const box = $("fogli"), pages = state.pagine;
  box.querySelector(".vuoto-foglio")?.remove();
  $("quante").textContent = String(pages.length);
  while (box.children.length > pages.length) box.lastChild.remove();
  pages.forEach((page, n) => {
    let leaf = box.children[n];
    if (!leaf) {
      leaf = make("div", { class: "foglio", "data-pagina": n + 1 }, make("img", { alt: `Pagina ${n + 1}`, draggable: "false" }));
      box.append(leaf);
      seen.observe(leaf);
    }
    leaf.style.aspectRatio = `${page.larghezza} / ${page.altezza}`;
    if (leaf.dataset.nome !== page.nome) {
      leaf.dataset.nome = page.nome;
      if (leaf.dataset.vista) draw(leaf);
    }
  });
  if (!pages.length) box.append(make("div", { class: "vuoto-foglio" }, "Qui si vedranno le pagine, quando l’errore che le ferma sarà corretto."));
  size();
  if (file) frame(false);
}

/** The picture is changed when the new one has come and can be painted: a page never flashes. */
async function draw(leaf) {
  const name = leaf.dataset.nome, image = new Image();
  leaf.dataset.vista = "sì";
  if (leaf.dataset.disegnata === name) return;
  image.alt = `Pagina ${leaf.dataset.pagina}`;
  image.draggable = false;
  image.src = `/pagina/${leaf.dataset.pagina}/${name}.svg`;
  try {
    await image.decode();
  } catch {
    return;
  }
  if (leaf.dataset.nome !== name) return;
  leaf.dataset.disegnata = name;
  leaf.querySelector("img").replaceWith(image);
}

/** Pages near the eye have their picture, those far away give it back. */
const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) draw(target);
    else if (target.dataset.vista) {
      delete target.dataset.vista;
      delete target.dataset.disegnata;
      target.querySelector("img").replaceWith(make("img", { alt: `Pagina ${target.dataset.pagina}` }));
    }
  }
}, { root: $("fogli"), rootMargin: "1500px 0px" });

/** The page at the top of what is seen, and how far into it. */
function place() {
  const top = $("fogli").scrollTop + 12;
  const leaf = [...$("fogli").children].find(one => one.offsetTop - $("fogli").offsetTop + one.offsetHeight > top + 40);
  return leaf ? { leaf, part: (top - (leaf.offsetTop - $("fogli").offsetTop)) / (leaf.offsetHeight || 1) } : null;
}

function size() {
  const box = $("fogli"), how = $("misura").value;
  if (!box.clientWidth) return;
  const before = place();
  const room = box.clientWidth - 2 * parseFloat(getComputedStyle(box).paddingLeft), high = box.clientHeight - 24;
  box.classList.toggle("testo", how === "testo");
  for (const leaf of box.children) {
    const page = state.pagine[leaf.dataset.pagina - 1];
    if (!page) continue;
    const width = how === "intera" ? Math.min(room, high * page.larghezza / page.altezza) : how === "testo" ? room * TEXT : room;
    if (leaf.style.width === `${width}px`) continue;
    leaf.style.width = `${width}px`;
    leaf.style.marginLeft = how === "testo" ? `${(room - width) / 2}px` : "";
  }
  if (before?.leaf.isConnected && box.scrollTop > 0) box.scrollTop = before.leaf.offsetTop - box.offsetTop + before.part * before.leaf.offsetHeight - 12;
}

function turn(page) {
  const leaf = $("fogli").children[Math.max(1, Math.min(page, state.pagine.length)) - 1];
  if (leaf) $("fogli").scrollTop = leaf.offsetTop - $("fogli").offsetTop - 8;
}

const number = () => {
  const at = place();
  if (at?.leaf.dataset.pagina && document.activeElement !== $("numero")) $("numero").value = at.leaf.dataset.pagina;
};
$("fogli").addEventListener("scroll", () => requestAnimationFrame(number), { passive: true });

/** Words of one paragraph stand in many places, one beside the other: each heap of them gets one frame. */
function heaps(spots) {
  const found = [];
  for (const { pagina, dove } of spots) {
    const near = found.find(one => one.pagina === pagina && dove[1] < one.dove[3] + 9 && dove[3] > one.dove[1] - 9);
    if (!near) found.push({ pagina, dove: [...dove] });
    else near.dove = [Math.min(near.dove[0], dove[0]), Math.min(near.dove[1], dove[1]), Math.max(near.dove[2], dove[2]), Math.max(near.dove[3], dove[3])];
  }
  return found;
}

/** A frame on a page, with the number of its line. */
function box(leaf, dove, words, kind) {
  const page = state.pagine[leaf.dataset.pagina - 1];
  const [left, top, right, bottom] = dove, pad = 4;
  const frame = make("div", { class: kind }, make("b", {}, words));
  Object.assign(frame.style, {
    left: `${100 * (left - pad) / page.larghezza}%`, top: `${100 * (top - pad) / page.altezza}%`,
    width: `${100 * (right - left + 2 * pad) / page.larghezza}%`, height: `${100 * (bottom - top + 2 * pad) / page.altezza}%`,
  });
  leaf.append(frame);
  return frame;
}

/** Frames places of the pages. The pages move only if none of them is in sight: then to the largest, which is not in the contents. */
function mark(spots, scroll) {
  document.querySelectorAll(".segno").forEach(one => one.remove());
  const frames = [];
  for (const { pagina, dove } of heaps(spots)) {
    const leaf = $("fogli").children[pagina - 1];
    if (state.pagine[pagina - 1] && leaf) frames.push([box(leaf, dove, `riga ${line}`, "segno"), (dove[2] - dove[0]) * (dove[3] - dove[1])]);
  }
  if (!scroll || !frames.length) return;
  const sight = $("fogli").getBoundingClientRect();
  const insight = ([one]) => { const at = one.getBoundingClientRect(); return at.bottom > sight.top + 20 && at.top < sight.bottom - 20; };
  if (frames.some(insight)) return;
  const [best] = frames.reduce((a, b) => (b[1] > a[1] ? b : a));
  const at = best.getBoundingClientRect();
  $("fogli").scrollTop += at.top - sight.top - sight.height / 3;
}

/** The point of a page under the pointer. */
const under = event => {
  const leaf = event.target.closest(".foglio");
  if (!leaf) return null;
  const box = leaf.getBoundingClientRect(), page = Number(leaf.dataset.pagina);
  const scale = state.pagine[page - 1].larghezza / box.width;
  return { leaf, pagina: page, x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
};
const askPoint = ({ pagina, x, y }) => askJson("/punto", { pagina, x: x.toFixed(1), y: y.toFixed(1) });

$("fogli").onclick = async event => {
  const at = under(event);
  const found = at && await askPoint(at);
  if (found) go(found.file, found.riga, false);
};

/** Says where a click would lead: a dashed frame over what the line under the pointer made. One question at a time. */
let busy = false, over = "";
const unhover = () => { over = ""; document.querySelectorAll(".verso").forEach(one => one.remove()); };
$("fogli").addEventListener("pointermove", async event => {
  const at = event.pointerType === "mouse" ? under(event) : null;
  if (!at || busy) return void (at || unhover());
  busy = true;
  try {
    const found = await askPoint(at);
    const key = found && `${at.pagina} ${found.file} ${found.riga}`;
    if (!key) unhover();
    else if (key !== over) {
      const spots = await askJson("/riga", { file: found.file, riga: found.riga });
      unhover();
      over = key;
      const near = heaps((spots?.pagine ?? []).filter(one => one.pagina === at.pagina)).find(({ dove }) => at.x >= dove[0] - 6 && at.x <= dove[2] + 6 && at.y >= dove[1] - 6 && at.y <= dove[3] + 6);
      if (near && !(found.file === file && found.riga === line)) box(at.leaf, near.dove, `vai a ${found.riga}`, "segno verso");
      else over = "";
    }
  } finally {
    setTimeout(() => { busy = false; }, 60);
  }
}, { passive: true });
$("fogli").addEventListener("pointerleave", unhover);

// -- The site

const site = (page, id) => `/sito/${state.sito}/${page}${id ? `#${id}` : ""}`;
/** Where the site shows the line of the reader. */
let onSite = "";

/** The site is made again when it is seen: its frame loads the page again by itself, which keeps its place. */
function renewSite() {
  if ($("sito").hidden || !stale) return;
  stale = false;
  if ($("sito").getAttribute("src")) $("sito").contentWindow.postMessage({ rinnova: true }, "*");
  else $("sito").src = onSite || site("index.html");
}

function side(web) {
  $("fogli").hidden = web;
  $("sito").hidden = !web;
  $("pagina").classList.toggle("del-sito", web);
  $("vedi-pdf").setAttribute("aria-pressed", String(!web));
  $("vedi-sito").setAttribute("aria-pressed", String(web));
  if (!web) return void size();
  if (onSite && !($("sito").src || "").endsWith(onSite)) {
    stale = false;
    $("sito").src = onSite;
  } else renewSite();
}

/** The line, not before `from` if possible, that has most of the words that were clicked. `from` if none has most of them. */
function nearest(words, from) {
  const bare = said => [...new Set(fold(said).match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
  const sought = bare(words);
  const lines = (shown ?? "").split("\n");
  let best = null;
  lines.forEach((said, n) => {
    const has = new Set(bare(said)), hits = sought.filter(word => has.has(word)).length;
    const score = hits - (n + 1 < from ? 0.5 : 0) - Math.abs(n + 1 - from) / 1e5;
    // A long paragraph may be written on several lines: a line of which nearly all was clicked is its beginning.
    const enough = hits * 5 >= sought.length * 3 || hits >= 4 && hits * 1.25 >= has.size;
    if (hits && enough && (!best || score > best.score)) best = { at: n + 1, score };
  });
  return best?.at ?? from;
}

addEventListener("message", async event => {
  if (event.source !== $("sito").contentWindow || typeof event.data !== "object" || event.data === null) return;
  const { pagina, clic, parole } = event.data;
  if (typeof pagina !== "string" || typeof clic !== "string") return;
  const found = await askJson("/luogo", clic ? { pagina, id: clic } : { pagina });
  if (!found) return;
  tab(true);
  await text(found.file, found.riga);
  stand(typeof parole === "string" && parole ? nearest(parole, found.riga) : found.riga);
  frame(false);
});

// -- Keys and buttons

function pane(name) {
  document.body.dataset.riquadro = name;
  $("vedi-testo").setAttribute("aria-pressed", String(name === "testo"));
  $("vedi-pagina").setAttribute("aria-pressed", String(name === "pagina"));
}
const openPlan = open => {
  document.body.classList.toggle("piano-aperto", open);
  $("apri-piano").setAttribute("aria-expanded", String(open));
};
const closePlan = () => openPlan(false);

$("apri-piano").onclick = () => {
  openPlan(!document.body.classList.contains("piano-aperto"));
  if (document.body.classList.contains("piano-aperto")) $("cerca").focus();
};
$("vedi-testo").onclick = () => pane("testo");
$("vedi-pagina").onclick = () => {
  pane("pagina");
  size();
  frame();
};
$("cerca").oninput = () => state && plan();
$("cerca").onkeydown = event => {
  if (event.key !== "Enter") return;
  const page = Number($("cerca").value);
  if (page) turn(page);
  else document.querySelector("#sezioni .voce, #dati .voce")?.click();
};
$("numero").onchange = () => {
  turn(Number($("numero").value) || 1);
  $("numero").blur();
  number();
};
$("numero").onfocus = () => $("numero").select();
const step = by => () => turn(Number(place()?.leaf.dataset.pagina ?? 1) + by);
$("indietro").onclick = step(-1);
$("avanti").onclick = step(1);
$("misura").onchange = size;
$("vedi-pdf").onclick = () => side(false);
$("vedi-sito").onclick = () => side(true);
$("conta-problemi").onclick = $("scheda-problemi").onclick = () => { tab(false); list(); };
$("scheda-testo").onclick = () => tab(true);
document.querySelector("[role=tablist]").onkeydown = event => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const words = $("riga-per-riga").hidden;
  tab(words);
  $(words ? "scheda-testo" : "scheda-problemi").focus();
};
addEventListener("resize", () => state && size());

const panes = [["piano", "#cerca"], ["testo", "[role=tabpanel]:not([hidden]) :is(#righe, button)"], ["pagina", "#fogli:not([hidden]), #vedi-sito"]];
addEventListener("keydown", event => {
  if (event.key === "F6") {
    event.preventDefault();
    const seen_ = panes.filter(([id]) => $(id).offsetParent !== null);
    const at = seen_.findIndex(([id]) => $(id).contains(document.activeElement));
    const [id, first] = seen_[(at + (event.shiftKey ? seen_.length - 1 : 1)) % seen_.length];
    ($(id).querySelector(first) || $(id)).focus();
  } else if (event.key === "F8") {
    event.preventDefault();
    const placed = state ? state.problemi.filter(one => one.file) : [];
    if (!placed.length) return;
    const at = placed.findIndex(one => one.file === file && one.riga === line);
    const next = at < 0 ? (event.shiftKey ? placed.length - 1 : 0) : (at + (event.shiftKey ? placed.length - 1 : 1)) % placed.length;
    go(placed[next].file, placed[next].riga);
  } else if (event.ctrlKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if ($("piano").offsetParent === null) openPlan(true);
    $("cerca").focus();
    $("cerca").select();
  } else if (event.key === "Escape" && document.body.classList.contains("piano-aperto")) {
    closePlan();
    $("apri-piano").focus();
  }
});

follow();
