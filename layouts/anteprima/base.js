// What all the parts of the preview use. All that comes from the plan is set as text, never as HTML.

export const $ = id => document.getElementById(id);

/** What is known now: what was last told of the plan, the file that is open, the line where the author is, when the pages were made, whether
    the program that answers is another one, which does not know this page. */
export const now = { state: null, file: null, line: 0, made: "", stranger: false };

export const LEVELS = [["errore", "errore", "errori"], ["avviso", "avviso", "avvisi"], ["nota", "nota", "note"]];

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
};
export const button = (words, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, words);

/** The answer to a question; null when there is none, undefined when the program does not answer. */
export const askJson = async (path, values) => {
  try {
    const answer = await fetch(`${path}?${new URLSearchParams(values)}`);
    return answer.ok ? await answer.json() : answer.status === 403 ? undefined : null;
  } catch {
    return undefined;
  }
};

/** Sends something to the program. Null when it does not answer. */
export const post = async (path, values, options = {}) => {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values), ...options });
    now.stranger = answer.status === 403;
    if (!answer.ok) return null;
    return answer.status === 204 ? {} : answer.json();
  } catch {
    return null;
  }
};

export const hour = () => new Date().toLocaleTimeString("it", { hour: "2-digit", minute: "2-digit" });
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
export const fold = words => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
export const countOf = (problems, kind) => problems.filter(one => one.livello === kind).length;
export const problemsAt = (path, from = 1, to = Infinity) => now.state.problemi.filter(one => one.file === path && one.riga >= from && one.riga < to);

/** The signs of the problems of a place, each with how many there are. */
export const signs = problems => LEVELS.filter(([kind]) => kind !== "nota" && countOf(problems, kind)).map(([kind, one, many]) => {
  const count = countOf(problems, kind);
  return make("span", { class: `segno-${kind}`, title: counted(count, one, many) }, String(count), make("span", { class: "nascosto" }, ` ${count === 1 ? one : many}`));
});

/** Replaces what a box holds, keeping the place and the focus. */
export function fill(box, children) {
  const at = [...box.querySelectorAll("button")].indexOf(document.activeElement), top = box.scrollTop;
  box.replaceChildren(...children.filter(Boolean));
  box.scrollTop = top;
  if (at >= 0) box.querySelectorAll("button")[at]?.focus();
}

/** What a node is known by among its brothers. */
const nameOf = node => (node.nodeType === 1 ? [node.tagName, node.dataset.percorso ?? node.dataset.tavola ?? node.dataset.di ?? node.dataset.nome ?? node.id].join(" ") : node.nodeName);

/** Makes of what a box holds what `children` are. What is there already stays the same element, with its focus and its words; `keep` is told
    of each that stays, and of what it was to be. What an element with `data-tiene` holds is left as it is, and so is what is folded. */
export function merge(box, children, keep = () => {}) {
  const known = new Map();
  for (const node of box.childNodes) {
    if (known.has(nameOf(node))) known.get(nameOf(node)).push(node);
    else known.set(nameOf(node), [node]);
  }
  const wanted = [...children].filter(Boolean).map(fresh => {
    const old = known.get(nameOf(fresh))?.shift();
    if (!old) return fresh;
    if (old.nodeType === 1) same(old, fresh, keep);
    else if (old.data !== fresh.data) old.data = fresh.data;
    return old;
  });
  const stays = new Set(wanted);
  for (const node of [...box.childNodes]) if (!stays.has(node)) node.remove();
  let at = box.firstChild;
  for (const node of wanted) {
    // Who is moved loses the focus: the others are moved around it.
    if (node !== at && node.contains(document.activeElement)) while (at !== node) {
      const other = at;
      at = at.nextSibling;
      box.append(other);
    }
    if (node === at) at = at.nextSibling;
    else box.insertBefore(node, at);
  }
}

function same(old, fresh, keep) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !/^(open|aria-invalid|data-(iniziale|file|suo|rifiutato))$/.test(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !/^(open|data-(iniziale|file))$/.test(name)) old.setAttribute(name, value);
  [old.onclick, old.ontoggle] = [fresh.onclick, fresh.ontoggle];
  if (!("tiene" in old.dataset) && old.tagName !== "TEXTAREA") merge(old, [...fresh.childNodes], keep);
  keep(old, fresh);
}

/** A function that runs once, `wait` after the last time that it was asked. `.now()` does not wait, `.cancel()` forgets. */
export function later(wait, work) {
  let timer = 0;
  const ask_ = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; work(); }, wait);
  };
  ask_.cancel = () => { clearTimeout(timer); timer = 0; };
  ask_.now = () => { ask_.cancel(); return work(); };
  ask_.waits = () => timer !== 0;
  return ask_;
}

/** Shows a question over the page until it is answered: the word of the button, or "" for Esc. `body` may be changed meanwhile. */
export function dialog(title, body, buttons, attributes = {}) {
  const box = make("dialog", { "aria-labelledby": "titolo-dialogo", ...attributes });
  const done = new Promise(resolve => { box.onclose = () => { box.remove(); resolve(box.returnValue); }; });
  box.append(make("form", { method: "dialog" },
    make("h2", { id: "titolo-dialogo" }, title),
    make("div", { class: "corpo" }, ...body),
    make("p", { class: "scelte" }, ...buttons.map(([value, words, kind]) => make("button", { value, class: kind ?? null, formnovalidate: value === "" ? "" : null }, words)))));
  box.returnValue = "";
  const ask_ = () => {
    // One question at a time: another one waits for the answer to the first.
    const other = document.querySelector("dialog[open]");
    if (other) return void other.addEventListener("close", ask_, { once: true });
    document.body.append(box);
    box.showModal();
  };
  ask_();
  return done;
}

/** What the program says to who writes commands, as who is here does it. */
const HERE = [
  [/lascia fare a `piao controlla --correggi`/g, "premi «Correggi…»"],
  [/`piao controlla --correggi`/g, "«Correggi…»"],
  [/`piao elenco`(?:, sulla sua cartella,)? li mostra/g, "la lista di «Citazione» o di «Numero» li mostra"],
  [/`piao controlla` (ne )?dice/g, "«Problemi» $1dice"],
];

/** Words of the program, in which what is to be written stands between backticks. */
export const inline = words => HERE.reduce((said, [from, to]) => said.replaceAll(from, to), words ?? "").split(/(`[^`]+`)/).map(part => (part.length > 2 && part.startsWith("`") ? make("code", {}, part.slice(1, -1)) : part.replaceAll("**", "")));

/** Markdown of the program itself (the page of a rule), as elements. */
export function prose(markdown) {
  const out = [];
  let fence = null, items = null, lines = [];
  const flush = () => {
    if (lines.length) out.push(make("p", {}, ...inline(lines.join(" "))));
    lines = [];
    items = null;
  };
  for (const line of markdown.split("\n")) {
    // An example may have a fence inside its own.
    const mark = line.match(/^(`{3,})/)?.[1];
    if (fence) {
      if (mark && mark.length >= fence.mark.length && line.trim() === mark) {
        out.push(make("pre", { tabindex: 0 }, fence.lines.join("\n")));
        fence = null;
      } else fence.lines.push(line);
    } else if (mark) {
      flush();
      fence = { mark, lines: [] };
    } else if (/^#+ /.test(line)) {
      flush();
      out.push(make("h3", {}, line.replace(/^#+ /, "")));
    } else if (/^[-*] /.test(line)) {
      if (lines.length) flush();
      if (!items) out.push(items = make("ul"));
      items.append(make("li", {}, ...inline(line.slice(2))));
    } else if (!line.trim()) flush();
    else if (items && /^ /.test(line)) items.lastChild.append(" ", ...inline(line.trim()));
    else {
      items = null;
      lines.push(line);
    }
  }
  flush();
  return out;
}
