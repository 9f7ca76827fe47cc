// The preview in the browser. It asks for the state of the plan, shows it, and asks again: the server answers when there is news. All
// that comes from the plan is set as text, never as HTML.
"use strict";

const $ = id => document.getElementById(id);
let state = null, pass = "", file = null, line = 0, problems = [];

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.onclick = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
};

const ask = async (path, values) => {
  const answer = await fetch(`${path}?${new URLSearchParams(values)}`);
  return answer.ok ? answer : null;
};

// -- News

async function follow() {
  let missed = 0;
  for (;;) {
    try {
      const answer = await fetch(`/stato?da=${state ? state.numero : 0}`);
      missed = 0;
      $("chiuso").hidden = true;
      if (answer.status === 200) show(await answer.json());
      else if (answer.status === 403) return void ($("chiuso").hidden = false);
    } catch {
      if (++missed > 1) $("chiuso").hidden = false;
      await new Promise(done => setTimeout(done, 1500));
    }
  }
}

function show(next) {
  const first = state === null;
  state = next;
  pass = next.sito;
  problems = next.problemi;
  document.title = `${next.ente || "Anteprima"} – anteprima`;
  $("ente").textContent = next.ente || "Piano senza nome";
  $("titolo").textContent = next.titolo || "";
  $("stato").textContent = next.stato || "";
  $("stato").hidden = !next.stato;
  const count = level => problems.filter(one => one.livello === level).length;
  const words = [["errore", "errore", "errori"], ["avviso", "avviso", "avvisi"], ["nota", "nota", "note"]]
    .map(([level, one, many]) => [count(level), one, many]).filter(([n]) => n).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
  $("conta-problemi").textContent = words.length ? words.join(", ") : "Nessun problema";
  old(next.vecchie);
  sections();
  data();
  complete();
  list();
  leaves(first);
  if (file) open(file, line, false);
  if (!$("sito").hidden) $("sito").src = $("sito").src || site("index.html");
  $("novita").textContent = first ? "" : "Rinnovato";
  setTimeout(() => { $("novita").textContent = ""; }, 4000);
}

function old(why) {
  $("vecchie").hidden = !why;
  $("pagina").classList.toggle("vecchi", !!why);
  if (!why) return;
  const at = why.file ? make("button", { type: "button", onclick: () => open(why.file, why.riga) }, `${why.file}, riga ${why.riga}`) : "";
  const words = state.pagine.length ? "Pagine di prima: le nuove non si fanno finché c’è questo errore. " : "Le pagine non si fanno finché c’è questo errore. ";
  $("vecchie").replaceChildren(words, why.messaggio ? `${why.messaggio}. ` : "", at);
}

// -- The plan

const matches = name => {
  const fold = words => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return fold(name).includes(fold($("cerca").value.trim()));
};

function sections() {
  const named = state.sezioni.filter(section => matches(`${section.numero || ""} ${section.titolo}`));
  $("sezioni").replaceChildren(...named.map(section => {
    const wrong = problems.filter(one => one.file === section.file).length;
    return make("li", { class: `l${section.livello}` }, make("button", {
      type: "button", class: "voce", onclick: () => { open(section.file, section.riga); section.pagina && turn(section.pagina); frame(section.sito); },
    }, section.numero ? make("span", { class: "n" }, section.numero) : null, section.titolo,
      wrong ? make("span", { class: "conta", title: "problemi" }, String(wrong)) : null));
  }));
}

function data() {
  const searched = $("cerca").value.trim() !== "";
  const groups = state.dati.map(group => [group.nome, group.cose.filter(thing => matches(thing.nome))]).filter(([, things]) => things.length);
  $("dati").replaceChildren(...groups.map(([name, things]) => make("details", { open: searched ? "" : null },
    make("summary", {}, `${name} (${things.length})`),
    make("ul", {}, ...things.map(thing => make("li", {}, make("button", { type: "button", class: "voce", onclick: () => go(thing.file, thing.riga) }, thing.nome)))))));
  if (searched && groups.length) $("dati").closest("details").open = true;
}

function complete() {
  const all = state.completezza;
  $("piano-tipo").hidden = !all;
  if (!all) return;
  $("percento").textContent = all.percentuale === null ? "" : `${all.percentuale} %`;
  $("completezza").replaceChildren(...all.sezioni.filter(section => section.dovuta).map(section => {
    const missing = section.evidenze.flatMap(one => one.mancano);
    return make("li", {}, `${section.numero} ${section.titolo}: ${section.trovate} di ${section.dovute}`,
      make("progress", { max: Math.max(section.dovute, 1), value: section.trovate, "aria-label": section.titolo }),
      missing.length ? make("span", {}, ` Manca: ${missing.slice(0, 6).join(", ")}${missing.length > 6 ? "…" : ""}`) : null);
  }));
}

// -- Problems

function list() {
  $("nessuno").hidden = problems.length > 0;
  $("elenco").replaceChildren(...problems.slice(0, 500).map(one => make("li", { class: one.livello },
    make("p", { class: "che" }, one.messaggio),
    one.aiuto ? make("p", { class: "cura" }, one.aiuto) : null,
    one.nota || one.norma ? make("p", { class: "spiega" }, [one.nota, one.norma].filter(Boolean).join("\n")) : null,
    make("p", { class: "dove" },
      one.file ? make("button", { type: "button", onclick: () => go(one.file, one.riga) }, `${one.file}, riga ${one.riga}`) : null,
      `${one.livello}${one.blocca ? " che ferma le pagine" : ""} · ${one.codice}${one.regola ? `, ${one.regola}` : ""}`))));
}

function tab(text) {
  $("riga-per-riga").hidden = !text;
  $("problemi").hidden = text;
  $("scheda-testo").setAttribute("aria-selected", String(text));
  $("scheda-problemi").setAttribute("aria-selected", String(!text));
}

// -- The text

async function open(path, at = 1, move = true) {
  const answer = await ask("/testo", { file: path });
  if (!answer) return;
  const text = await answer.text();
  file = path;
  line = at;
  $("file").textContent = `${path}, riga ${at}`;
  const wrong = new Map();
  for (const one of problems.filter(one => one.file === path)) if (!wrong.has(one.riga)) wrong.set(one.riga, one);
  $("righe").replaceChildren(...text.split("\n").map((words, n) => {
    const problem = wrong.get(n + 1);
    const item = make("li", { class: [problem && problem.livello, n + 1 === at && "qui"].filter(Boolean).join(" "), title: problem && problem.messaggio }, words || " ");
    item.onclick = () => go(path, n + 1);
    return item;
  }));
  if (!move) return;
  tab(true);
  const here = $("righe").children[at - 1];
  if (here) here.scrollIntoView({ block: "center" });
}

/** Opens a line, and shows on the page what it made. */
async function go(path, at) {
  await open(path, at);
  const answer = await ask("/riga", { file: path, riga: at });
  if (!answer) return;
  const found = await answer.json();
  mark(found.pagine);
  if (found.sito) frame(found.sito.pagina, found.sito.id);
}

// -- The pages

function leaves(first) {
  const box = $("fogli"), pages = state.pagine;
  $("quante").textContent = String(pages.length);
  $("numero").max = String(pages.length);
  while (box.children.length > pages.length) box.lastChild.remove();
  pages.forEach((page, n) => {
    let leaf = box.children[n];
    if (!leaf) {
      leaf = make("div", { class: "foglio", "data-pagina": n + 1 }, make("img", { alt: `Pagina ${n + 1}`, draggable: "false" }));
      leaf.onclick = event => point(leaf, event);
      box.append(leaf);
      seen.observe(leaf);
    }
    leaf.style.aspectRatio = `${page.larghezza} / ${page.altezza}`;
    leaf.dataset.largo = page.larghezza;
    if (leaf.dataset.nome !== page.nome) {
      leaf.dataset.nome = page.nome;
      if (leaf.dataset.vista) draw(leaf);
    }
  });
  if (first) size();
}

/** The picture is changed when the new one has come: a page never flashes. */
function draw(leaf) {
  const name = leaf.dataset.nome, image = new Image();
  leaf.dataset.vista = "sì";
  image.onload = () => { if (leaf.dataset.nome === name) leaf.firstChild.src = image.src; };
  image.src = `/pagina/${leaf.dataset.pagina}/${name}.svg`;
}

const seen = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (!entry.isIntersecting) { delete entry.target.dataset.vista; continue; }
    draw(entry.target);
  }
  const top = $("fogli").getBoundingClientRect().top;
  const here = [...$("fogli").children].find(leaf => leaf.getBoundingClientRect().bottom > top + 60);
  if (here && document.activeElement !== $("numero")) $("numero").value = here.dataset.pagina;
}, { root: null, rootMargin: "600px 0px" });

function turn(page) {
  const leaf = $("fogli").children[page - 1];
  if (leaf) leaf.scrollIntoView({ block: "start" });
}

/** Frames places of the pages, and shows the first if none is in sight. */
function mark(spots) {
  document.querySelectorAll(".segno").forEach(one => one.remove());
  let first = null;
  for (const { pagina, dove: [left, top, right, bottom] } of spots) {
    const leaf = $("fogli").children[pagina - 1];
    if (!leaf) continue;
    const wide = state.pagine[pagina - 1].larghezza, high = state.pagine[pagina - 1].altezza;
    const frame = make("div", { class: "segno" });
    Object.assign(frame.style, {
      left: `${100 * (left - 2) / wide}%`, top: `${100 * (top - 2) / high}%`,
      width: `${100 * (right - left + 4) / wide}%`, height: `${100 * (bottom - top + 4) / high}%`,
    });
    leaf.append(frame);
    first = first || frame;
  }
  if (!first) return;
  const box = $("fogli").getBoundingClientRect(), at = first.getBoundingClientRect();
  if (at.top < box.top || at.bottom > box.bottom) first.scrollIntoView({ block: "center" });
}

async function point(leaf, event) {
  const box = leaf.getBoundingClientRect(), page = Number(leaf.dataset.pagina);
  const scale = state.pagine[page - 1].larghezza / box.width;
  const answer = await ask("/punto", { pagina: page, x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale });
  const found = answer && await answer.json();
  if (found) go(found.file, found.riga);
}

function size() {
  const box = $("fogli"), how = $("misura").value;
  const wide = box.clientWidth - 24, high = box.clientHeight - 24;
  for (const leaf of box.children) {
    const page = state.pagine[leaf.dataset.pagina - 1];
    if (!page) continue;
    const width = how === "intera" ? Math.min(wide, high * page.larghezza / page.altezza) : how === "testo" ? wide * 1.28 : wide;
    leaf.style.width = `${width}px`;
  }
}

// -- The site

const site = (page, id) => `/sito/${pass}/${page}${id ? `#${id}` : ""}`;

function frame(page, id) {
  if (!$("sito").hidden) $("sito").src = site(page, id);
  else $("sito").dataset.verso = site(page, id);
}

function side(web) {
  $("fogli").hidden = web;
  $("sito").hidden = !web;
  $("vedi-pdf").setAttribute("aria-pressed", String(!web));
  $("vedi-sito").setAttribute("aria-pressed", String(web));
  if (web) $("sito").src = $("sito").dataset.verso || site("index.html");
}

addEventListener("message", async event => {
  if (event.source !== $("sito").contentWindow || typeof event.data !== "object" || event.data.clic === undefined) return;
  const { pagina, clic } = event.data;
  const answer = await ask("/luogo", clic ? { pagina, id: clic } : { pagina });
  const found = answer && await answer.json();
  if (found) { await open(found.file, found.riga); }
});

// -- Keys and buttons

$("cerca").oninput = () => { sections(); data(); };
$("cerca").onkeydown = event => {
  if (event.key !== "Enter") return;
  const page = Number($("cerca").value);
  if (page) turn(page);
  else (document.querySelector("#sezioni .voce, #dati .voce") || { click() {} }).click();
};
$("numero").onchange = () => turn(Number($("numero").value));
$("misura").onchange = size;
$("vedi-pdf").onclick = () => side(false);
$("vedi-sito").onclick = () => side(true);
$("conta-problemi").onclick = $("scheda-problemi").onclick = () => tab(false);
$("scheda-testo").onclick = () => tab(true);
addEventListener("resize", () => state && size());

const panes = ["piano", "testo", "pagina"];
addEventListener("keydown", event => {
  if (event.key === "F6") {
    event.preventDefault();
    const at = panes.findIndex(id => $(id).contains(document.activeElement));
    const next = $(panes[(at + 1) % panes.length]);
    (next.querySelector("button, input, [tabindex]") || next).focus();
  } else if (event.key === "F8") {
    event.preventDefault();
    const placed = problems.filter(one => one.file);
    if (!placed.length) return;
    const at = placed.findIndex(one => one.file === file && one.riga === line);
    const next = placed[(at + (event.shiftKey ? placed.length - 1 : 1) + (at < 0 && event.shiftKey ? 1 : 0)) % placed.length];
    go(next.file, next.riga);
  } else if (event.ctrlKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    $("cerca").focus();
  }
});

follow();
