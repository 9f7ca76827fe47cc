// The search in the plan. The index is made by `src/emit/html/cerca.rs`: a script file, because pages opened from a folder may
// read nothing else; it is asked for when the field is first used. The words around what was found are in one more file for
// each section, asked for when a result of that section is shown. Nothing is ever read as HTML.
"use strict";

// -- Words. The same two functions are in cerca.rs, and a test compares them: what one changes, both change.

/** The words of a text, folded: lower case, no accents. */
function words(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
}

/** What the forms of an Italian word have in common: «formazione» and «formazioni», «banca» and «banche». */
function stem(word) {
    const letters = [...word];
    const drop = (ends) => {
        if (letters.length > 3 && ends.includes(letters.at(-1))) letters.pop();
    };
    if (/\p{N}/u.test(word)) return word;
    drop("aeiou");
    drop("i");
    if ("cg".includes(letters.at(-2) ?? " ")) drop("h");
    return letters.join("");
}

// -- Search.

const TITLE = 8; // how many times a word in a title is worth one in the text
const SHOWN = 30; // results shown
const ALSO = 8; // other sites named for a result

/** The words of the title of an entry and their stems: read once, because each letter that is typed may find thousands of entries. */
function titled(voce) {
    voce.said ??= words(voce.title);
    voce.roots ??= voce.said.map(stem);
    return voce;
}

/** How near the title of an entry is to what was asked: 4 it is that, or its code or its name is; 3 it begins so; 2 it says so; 1 it has all the
    words that count (`kept`), anywhere; 0 it has some or none. `open`: the last word may be the beginning of a longer one. */
function near(voce, asked, kept, open) {
    const { said, roots } = titled(voce);
    const wanted = new Map(asked.map((word) => [word, stem(word)]));
    const has = (at, word, cut) => roots[at] === wanted.get(word) || (cut && (said[at] ?? "").startsWith(word));
    const here = (from, cut) => asked.every((word, n) => has(from + n, word, cut && n === asked.length - 1));
    // A code is made of the first words that have figures, such as `S5.00004` and `2.2`.
    const first = said.findIndex((word) => !/\p{N}/u.test(word));
    const code = first < 0 ? said.length : first;
    if ([[0, said.length], [0, code], [code, said.length]].some(([from, to]) => to - from === asked.length && here(from, false))) return 4;
    if (here(0, open) || here(code, open)) return 3;
    if (said.some((_, from) => here(from, open))) return 2;
    const within = (word) => said.some((_, at) => has(at, word, open && word === asked.at(-1)));
    return kept.every(within) ? 1 : 0;
}

/** What was found, best first: by how near its title is, then pages before the points of pages, then by the words that it has. A
    prefix is looked for only for the word that is being typed. */
function search(index, query) {
    const asked = words(query);
    const last = /[\p{L}\p{N}]$/u.test(query) ? asked.at(-1) : null;
    const some = asked.filter((word) => !index.vuote.has(word));
    const kept = some.length ? some : asked;
    let found = null;
    const terms = new Set();
    for (const word of kept) {
        const root = stem(word);
        const like = new Set(index.sinonimi[root]?.split(" "));
        const here = new Map();
        for (const [term, list] of index.parole) {
            if (term !== root && !like.has(term) && !(word === last && term.startsWith(word))) continue;
            terms.add(term);
            const entries = list.split(" ");
            const weight = Math.log(1 + index.voci.length / entries.length) * (term === root ? 2 : like.has(term) ? 0.5 : 1);
            let entry = 0;
            for (const item of entries) {
                const title = item.endsWith("!");
                entry += parseInt(title ? item.slice(0, -1) : item, 36);
                here.set(entry, Math.max(here.get(entry) ?? 0, title ? TITLE * weight : weight));
            }
        }
        const before = found;
        found = before ? new Map([...here].filter(([n]) => before.has(n)).map(([n, w]) => [n, w + before.get(n)])) : here;
    }
    const order = [...(found ?? [])].map(([n, weight]) => {
        const voce = index.voci[n];
        return { n, voce, weight, near: near(voce, asked, kept, last !== null), page: !voce.href.includes("#") };
    });
    return { found: order.sort(better), terms };
}

/** Which of two things found stands first. */
function better(a, b) {
    return b.near - a.near || b.page - a.page || b.weight - a.weight || a.n - b.n;
}

/** The index as it is used, from the lists of the file. */
function open(file) {
    const voci = [];
    file.pagine.forEach(([section, page, things], n) =>
        things.forEach(([title, to, kind], k) => voci.push({ title, kind, section, page: n, k, href: to && !to.startsWith("#") ? to : page + to })),
    );
    return { voci, sinonimi: file.sinonimi, vuote: new Set(file.vuote.split(" ")), parole: file.parole.split("\n").map((line) => line.split("\t")) };
}

// -- The page.

/** `text` as nodes, with the words found between `mark`. */
function marked(text, terms) {
    const nodes = document.createDocumentFragment();
    let from = 0;
    for (const { 0: word, index } of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)) {
        if (!words(word).some((w) => terms.has(stem(w)))) continue;
        nodes.append(text.slice(from, index), Object.assign(document.createElement("mark"), { textContent: word }));
        from = index + word.length;
    }
    nodes.append(text.slice(from));
    return nodes;
}

/** The words around the first that was found, or the first words when it is among them or there is none. */
function around(text, terms) {
    const at = [...text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)].find(([word]) => words(word).some((w) => terms.has(stem(w))));
    // A text begins with what the thing is: it is read from there, unless the words are far.
    const far = at && at.index > 160;
    const start = far ? text.lastIndexOf(" ", at.index - 60) + 1 : 0;
    const end = text.length <= start + 200 ? text.length : Math.max(start + 100, text.lastIndexOf(" ", start + 200));
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}

const scripts = new Map();
/** What a script says, loaded once. `said` reads it as soon as the script has run: that of the next site says its own in the same place. */
function load(src, said) {
    if (!scripts.has(src)) {
        const tag = (ok, no) => Object.assign(document.createElement("script"), { src, onload: () => ok(said()), onerror: no });
        scripts.set(src, new Promise((ok, no) => document.head.append(tag(ok, no))));
    }
    return scripts.get(src);
}

/** The sites that are searched: this one or, in the page that lists several, each of those. `index` comes when it is first needed. */
function sites() {
    const listed = [...document.querySelectorAll("a[data-sito]")];
    if (!listed.length) return [{ folder: "", ente: "" }];
    return listed.map((link) => ({ folder: link.getAttribute("href").replace(/[^/]*$/, ""), ente: link.textContent }));
}

/** What was found, each thing once: what several sites have at the same place, with the same name, stands where the best of it stood. It
    leads to the first site of the list that has it, and names the others. */
function together(entries, all) {
    const known = new Map();
    for (const entry of entries) {
        // Each plan counts its own sections and tables.
        const { href, kind, title } = entry.voce;
        const name = [href, (kind ?? "").replace(/\d+/g, ""), title.replace(/^[\d.]+ /, "")].join("\n");
        const same = known.get(name);
        // Two things of one site that have one name stay two.
        if (same?.some(({ site }) => site === entry.site)) known.set(`${name}\n${entry.n}`, [entry]);
        else if (same) same.push(entry);
        else known.set(name, [entry]);
    }
    const order = (entry) => all.indexOf(entry.site);
    return [...known.values()].map((same) => {
        const [first, ...rest] = same.sort((a, b) => order(a) - order(b));
        return { ...first, others: rest.map((entry) => entry.site) };
    });
}

/** Where else a thing is: the first sites, and how many more. */
function also(entry, others) {
    const line = Object.assign(document.createElement("p"), { className: "dove", textContent: "Anche in: " });
    others.slice(0, ALSO).forEach((site, n) => {
        const link = Object.assign(document.createElement("a"), { href: site.folder + entry.href, textContent: site.ente });
        line.append(n ? ", " : "", link);
    });
    if (others.length > ALSO) line.append(` e altri ${others.length - ALSO}`);
    return line;
}

function start(form) {
    const field = form.querySelector("input");
    const status = form.querySelector("[role=status]");
    const list = form.querySelector("ol");
    const all = sites();
    let turn = 0;

    const result = (entry, site, terms, others) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: site.folder + entry.href });
        link.append(marked(entry.title, terms));
        const where = [site.ente, entry.kind, entry.section === entry.title ? "" : entry.section].filter(Boolean).join(" · ");
        item.append(Object.assign(document.createElement("p"), { className: "dove", textContent: where }), link);
        if (others.length) item.append(also(entry, others));
        load(`${site.folder}cerca/${entry.page}.js`, () => self.PIAO_TESTI[entry.page]).then((texts) => {
            const text = texts[entry.k];
            if (!text) return;
            const around_ = document.createElement("p");
            const named = words(entry.title).some((word) => terms.has(stem(word)));
            around_.append(marked(named ? around(text, new Set()) : around(text, terms), terms));
            item.append(around_);
        }, () => {}); // without its text a result still leads to its place
        return item;
    };

    const show = () => {
        const query = field.value.trim();
        const ready = all.filter((site) => site.index);
        if (!ready.length || !words(query).length) {
            list.replaceChildren();
            status.textContent = "";
            return;
        }
        const entries = ready.flatMap((site) => {
            const { found, terms } = search(site.index, field.value);
            return found.map((one) => ({ ...one, site, terms }));
        });
        // Things of two sites that are equally near keep the order of the sites.
        if (ready.length > 1) entries.sort((a, b) => better({ ...a, n: 0 }, { ...b, n: 0 }));
        const found = together(entries, all);
        const count = found.length === 1 ? "1 risultato" : `${found.length} risultati`;
        const more = found.length > SHOWN ? `, ecco i primi ${SHOWN}` : "";
        const missing = all.filter((site) => site.missing).map((site) => site.ente);
        const partly = missing.length ? ` Non si è potuto cercare in: ${missing.join(", ")}.` : "";
        status.textContent = entries.length
            ? `${count} per «${query}»${more}${partly ? "." : ""}${partly}`
            : `Nessun risultato per «${query}»: prova con meno parole, o con l’inizio di una parola.${partly}`;
        // The index of another site may come while somebody stands on a result.
        const held = list.contains(document.activeElement) ? document.activeElement.href : null;
        list.replaceChildren(...found.slice(0, SHOWN).map(({ voce, site, terms, others }) => result(voce, site, terms, others)));
        if (held) [...list.querySelectorAll("a")].find((link) => link.href === held)?.focus();
    };
    const later = () => {
        clearTimeout(turn);
        turn = setTimeout(show, 150);
    };

    /** The indexes, asked for once, then what they find. */
    const find = async () => {
        const read = (site) =>
            load(`${site.folder}cerca/indice.js`, () => self.PIAO_INDICE).then(
                (file) => (site.index ??= open(file)),
                () => (site.missing = true),
            );
        await Promise.all(all.map(read));
        if (all.every((site) => site.missing)) status.textContent = "La ricerca non è disponibile: si possono usare i contenuti e gli indici.";
        else show();
    };

    field.addEventListener("focus", find);
    field.addEventListener("input", later);
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!words(field.value).length) {
            field.focus();
            find().then(() => all.some((site) => site.index) && (status.textContent = "Scrivi una o più parole da cercare."));
            return;
        }
        find().then(() => list.querySelector("li > a")?.focus());
    });
    form.addEventListener("keydown", (event) => {
        const stops = [field, ...list.querySelectorAll("li > a")];
        const here = stops.indexOf(document.activeElement);
        if (event.key === "Escape") {
            field.value = "";
            show();
            field.focus();
        } else if (event.key === "ArrowDown" && here >= 0) stops[here + 1]?.focus();
        else if (event.key === "ArrowUp" && here > 0) stops[here - 1].focus();
        else return;
        event.preventDefault();
    });
}

if (typeof document === "undefined") module.exports = { words, stem, search, open, together };
else document.querySelectorAll(".cerca").forEach(start);
