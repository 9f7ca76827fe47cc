// Opens every page of a site in Chromium, served on localhost, and asks of each:
// - axe: no violation of WCAG 2.2 A and AA, nor of its best practices; of one page of each kind also on a phone and in the dark;
// - no sideways scrolling of the document at 320 px (WCAG 1.4.10), which is also 400 % zoom;
// - no request to other hosts, none that fails, no error in the console;
// - every link inside the site leads to a file, and to an anchor, that exists;
// - on a slow phone, of one page of each kind: what is read does not move (a layout shift under 0.1), and text is in the first screen.
// Then it uses the site: by keyboard alone, by search, from a folder, without scripts.
// FOLDER is a site, or the page that lists the sites of several bodies. What is published together is served together, so that links from one
// body to another are tried too.
// Usage: node axe.mjs FOLDER. Chromium: $CHROMIUM or /usr/bin/chromium.

import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 800 };
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".pdf": "application/pdf", ".png": "image/png", ".woff2": "font/woff2" };

const root = realpathSync(process.argv[2]);
// The PDF stands beside the site, and the publications of other bodies above it: each has this file.
const published = (folder) => existsSync(join(folder, ".piao-pubblicazione"));
let above = dirname(root);
for (let folder = above; folder !== dirname(folder); folder = dirname(folder)) if (published(folder)) above = folder;
const pages = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith(".html"))
    .map((e) => relative(root, join(e.parentPath ?? e.path, e.name)).replaceAll(sep, "/"))
    .sort();
if (pages.length === 0) {
    console.error(`axe: no page in ${root}`);
    process.exit(1);
}

const findings = [];
let current = "";
const say = (what) => findings.push(`${current}: ${what}`);
const check = (right, what) => right || say(what);

// As the web server of an office would: files, nothing else.
const server = createServer((request, response) => {
    const path = join(above, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!path.startsWith(above + sep) || !existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(readFileSync(path));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}/`;
const place = relative(above, root).split(sep).map(encodeURIComponent).join("/");
const served = `${origin}${place}/`;
const folder = pathToFileURL(root + sep).href;

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync", "--no-first-run"],
});

/** A tab that tells whatever it asks for and does not get. */
async function open(base, options = {}) {
    const context = await browser.newContext({ viewport: DESK, ...options });
    // The page that lists several bodies searches in the sites of all of them.
    const inside = base === folder ? pathToFileURL(above + sep).href : origin;
    const allowed = (url) => url.startsWith(inside) || url.startsWith("data:");
    // What asks for another place is told, and does not get there.
    await context.route((url) => !allowed(url.href), (route) => route.abort());
    const tab = await context.newPage();
    tab.on("request", (r) => allowed(r.url()) || say(`asks for ${r.url()}`));
    // A page that is left while it loads is not at fault.
    tab.on("requestfailed", (r) => r.failure()?.errorText === "net::ERR_ABORTED" || say(`cannot load ${r.url()}`));
    tab.on("response", (r) => r.status() < 400 || say(`${r.status()} for ${r.url()}`));
    tab.on("pageerror", (e) => say(`script error: ${e.message}`));
    tab.on("console", (m) => m.type() === "error" && say(`console: ${m.text()}`));
    const go = (page) => tab.goto(base + page, { waitUntil: "load" });
    return { tab, go, close: () => context.close() };
}

let passed = 0;
async function axe(tab, setting) {
    // Not as a script of the page: its policy forbids inline scripts, and stays in force while it is judged.
    await tab.evaluate(AXE_SOURCE);
    const result = await tab.evaluate(
        (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
        TAGS,
    );
    passed += result.passes.length;
    for (const v of result.violations) {
        for (const n of v.nodes.slice(0, 3)) say(`${setting}: ${v.id} (${v.impact}): ${v.help}\n    ${n.html.slice(0, 160)}`);
        if (v.nodes.length > 3) say(`${setting}: ${v.id}: ${v.nodes.length - 3} more`);
    }
}

// -- Every page.

const ids = new Map(); // page -> its ids
const kinds = new Map(); // kind -> its largest page
const links = []; // [page, href]
const words = new Set(); // of all pages
const desk = await open(served);
for (current of pages) {
    await desk.tab.setViewportSize(DESK);
    await desk.go(current);
    await axe(desk.tab, "desk, light");
    const found = await desk.tab.evaluate(() => ({
        kind: document.body.className,
        ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
        links: [...document.querySelectorAll("a[href], area[href]")].map((e) => e.href),
        words: document.querySelector("main").textContent.toLowerCase().match(/\p{L}+/gu),
    }));
    ids.set(current, new Set(found.ids));
    found.words.forEach((word) => words.add(word));
    for (const href of found.links) links.push([current, href]);
    const size = (page) => statSync(join(root, page)).size;
    if (!kinds.has(found.kind) || size(current) > size(kinds.get(found.kind))) kinds.set(found.kind, current);

    await desk.tab.setViewportSize({ width: 320, height: 800 });
    const wide = await desk.tab.evaluate(() => {
        const page = document.scrollingElement;
        if (page.scrollWidth <= page.clientWidth) return null;
        // What sticks out and is not inside a box that scrolls by itself.
        const scrolls = (e) => e && e !== page && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
        const out = [...document.body.querySelectorAll("*")].filter(
            (e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !scrolls(e.parentElement),
        );
        return { width: page.scrollWidth, by: out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) };
    });
    if (wide) say(`${wide.width} px wide at 320\n    ${wide.by.join("\n    ")}`);
}
await desk.close();

/** The ids of a page, which may be of another body. */
function anchors(file) {
    const page = relative(root, file).replaceAll(sep, "/");
    if (!ids.has(page)) ids.set(page, new Set([...readFileSync(file, "utf8").matchAll(/\sid="([^"]+)"/g)].map((found) => found[1])));
    return ids.get(page);
}

let inner;
for ([current, inner] of links) {
    const url = new URL(inner);
    if (!url.href.startsWith(origin)) continue; // an outer address is not ours to try
    const file = join(above, decodeURIComponent(url.pathname));
    const fragment = decodeURIComponent(url.hash.slice(1));
    if (!existsSync(file) || !statSync(file).isFile()) say(`dead link ${inner}`);
    else if (fragment && file.endsWith(".html") && !anchors(file).has(fragment)) say(`no anchor for ${inner}`);
}

// -- One page of each kind, as others see it.

for (const [name, options] of [
    ["phone, light", { viewport: PHONE }],
    ["desk, dark", { colorScheme: "dark" }],
    ["phone, dark", { viewport: PHONE, colorScheme: "dark" }],
]) {
    const { tab, go, close } = await open(served, options);
    for (current of kinds.values()) {
        await go(current);
        await axe(tab, name);
        if (name === "phone, light") continue;
        // Results are part of a page too.
        await search(tab, "piano");
        await axe(tab, `${name}, results`);
    }
    await close();
}

// -- On a slow phone.

{
    const { tab, go, close } = await open(served, { viewport: { width: 360, height: 740 }, isMobile: true });
    const devtools = await tab.context().newCDPSession(tab);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await tab.addInitScript(() => {
        self.shift = 0;
        const add = (list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (self.shift += entry.value));
        new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    });
    for (current of kinds.values()) {
        await go(current);
        // The fonts arrive last, and are what could move the words.
        await tab.evaluate(() => document.fonts.ready.then(() => new Promise((ready) => setTimeout(ready, 500))));
        const found = await tab.evaluate(() => {
            const text = document.querySelector("main :is(.testo, .lead, p, dd, td, .elenco li)");
            return { shift: self.shift, top: text?.getBoundingClientRect().top ?? Infinity };
        });
        check(found.shift < 0.1, `the layout shifts by ${found.shift.toFixed(3)} on a slow phone`);
        check(found.top < 740, `no text in the first screen of a phone: it begins at ${found.top}`);
    }
    await close();
}

// -- Search.

/** Waits for the answer to all of `query`: what is typed letter by letter has an answer at each. */
async function answered(tab, query) {
    const told = (q) => document.querySelector(".cerca-stato").textContent.includes(`«${q}»`);
    await tab.waitForFunction(told, query, { timeout: 5000 }).catch(() => say(`no answer for «${query}»`));
}

/** Types `query` and gives what is shown. */
async function search(tab, query) {
    // On a phone the field is behind the menu, but for the home page.
    const menu = tab.locator(".barra-apri summary");
    if (!(await tab.locator("#_cerca").isVisible()) && (await menu.isVisible())) await menu.click();
    await tab.locator("#_cerca").fill(query);
    await answered(tab, query.trim());
    await tab.waitForLoadState("networkidle");
    return tab.evaluate(() => ({
        status: document.querySelector(".cerca-stato").textContent,
        links: [...document.querySelectorAll(".cerca-risultati a")].map((a) => a.href),
        marks: [...document.querySelectorAll(".cerca-risultati mark")].map((m) => m.textContent.toLowerCase()),
    }));
}

for (const base of [served, folder]) {
    const { tab, go, close } = await open(base);
    current = `index.html (${base === folder ? "from a folder" : "served"})`;
    await go("index.html");
    for (const [asked, forms] of [["formazione", ["formazione", "formazioni"]], ["attivita", ["attività"]]]) {
        for (const form of forms.filter((form) => words.has(form))) {
            const [one, other] = [await search(tab, asked + " "), await search(tab, form + " ")];
            check(one.links.length > 0 && one.status.replace(asked, form) === other.status, `«${asked}»: ${one.status}; «${form}»: ${other.status}`);
            check(String(one.links) === String(other.links), `«${asked}» and «${form}» lead to other places`);
            check(other.marks.some((mark) => forms.includes(mark)), `«${form}» is not marked: ${other.marks}`);
        }
    }
    const none = await search(tab, "zzzz");
    check(none.links.length === 0 && none.status.startsWith("Nessun risultato"), `«zzzz»: ${none.status}`);
    // What a person types is never read as a tag.
    await search(tab, "<img src=x onerror=alert(1)> piano");
    check((await tab.locator(".cerca img").count()) === 0, "the words typed became a picture");
    await close();
}

// -- By keyboard alone.

{
    const { tab, go, close } = await open(served);
    current = "index.html (keyboard)";
    await go("index.html");
    const focused = () => tab.evaluate(() => {
        const e = document.activeElement;
        const style = getComputedStyle(e);
        return { id: e.id, tag: e.tagName, text: e.textContent.trim(), seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, at: e.getBoundingClientRect().x };
    });
    await tab.keyboard.press("Tab");
    const skip = await focused();
    check(skip.text === "Vai al contenuto" && skip.seen && skip.at >= 0, `the first stop is «${skip.text}», visible: ${skip.seen}`);
    await tab.keyboard.press("Enter");
    check((await focused()).id === "_contenuto", "the skip link does not lead to the content");
    await go("index.html");
    let stops = 0;
    for (; stops < 40 && (await focused()).id !== "_cerca"; stops++) {
        await tab.keyboard.press("Tab");
        const { tag, text, seen } = await focused();
        check(seen, `focus cannot be seen on ${tag} «${text}»`);
    }
    check(stops < 40, "the search is not reached by Tab");
    await tab.keyboard.type("piano");
    await answered(tab, "piano");
    await tab.keyboard.press("ArrowDown");
    const first = await focused();
    check(first.tag === "A" && first.seen, "the arrow does not lead to the first result");
    await tab.keyboard.press("ArrowUp");
    check((await focused()).id === "_cerca", "the arrow does not lead back");
    await tab.keyboard.press("Escape");
    check((await tab.locator(".cerca-risultati a").count()) === 0 && (await tab.locator("#_cerca").inputValue()) === "", "Escape does not empty the search");
    await tab.keyboard.type("piano");
    await answered(tab, "piano");
    await tab.keyboard.press("ArrowDown");
    const href = await tab.evaluate(() => document.activeElement.href);
    await Promise.all([tab.waitForURL(href, { timeout: 5000 }).catch(() => say(`Enter on a result stays on ${tab.url()}`)), tab.keyboard.press("Enter")]);
    // The contents of a page on a phone open with a key.
    if (kinds.has("pagina-sezione")) {
        await tab.setViewportSize(PHONE);
        await go(kinds.get("pagina-sezione"));
        await tab.locator(".laterale summary").focus();
        check(!(await tab.locator(".laterale-lista").isVisible()), "the contents are open before they are asked for");
        await tab.keyboard.press("Enter");
        check(await tab.locator(".laterale-lista").isVisible(), "the contents do not open by keyboard");
    }
    await close();
}

// -- A list that sorts and filters, and whose view is in its address.

if (pages.includes("elenco_obiettivi.html")) {
    for (const base of [served, folder]) {
        const { tab, go, close } = await open(base);
        current = `elenco_obiettivi.html (${base === folder ? "from a folder" : "served"})`;
        await go("elenco_obiettivi.html");
        const shown = () => tab.evaluate(() => [...document.querySelectorAll(".da-ordinare tbody tr:not([hidden]) th")].map((th) => th.textContent));
        const all = await shown();
        const head = tab.locator(".da-ordinare .ordina").first();
        await head.focus();
        await tab.keyboard.press("Enter");
        const up = await shown();
        check(new URL(tab.url()).hash === "#ordina=nome" && (await tab.locator("[aria-sort=ascending]").count()) === 1, `sorted, but the address is ${tab.url()}`);
        await tab.keyboard.press("Enter");
        const down = await shown();
        check(String(down) === String([...up].reverse()) || new Set(up).size < up.length, "the other way is not the reverse");
        const selects = tab.locator('.filtri select:not([name="ordina"])');
        for (let n = 0; n < (await selects.count()); n++) {
            const select = selects.nth(n);
            const choices = await select.locator("option").count();
            // The first choice, and the last: every filter leaves some rows, and only those that say it.
            for (const index of new Set([1, choices - 1])) {
                await select.selectOption({ index });
                const some = await shown();
                const { name, value } = await select.evaluate(({ name, value }) => ({ name, value }));
                const right = await tab.evaluate(({ name, value }) => {
                    const at = [...document.querySelectorAll(".da-ordinare thead th")].findIndex((th) => th.dataset.nome === name);
                    const rows = [...document.querySelectorAll(".da-ordinare tbody tr")];
                    const says = (row) => [...row.cells[at].querySelectorAll(".v")].some((v) => v.textContent === value);
                    return rows.every((row) => row.hidden !== says(row));
                }, { name, value });
                check(some.length > 0 && right, `${name} = ${value}: ${some.length} of ${all.length}`);
                // Another reader opens the address.
                const address = tab.url();
                await go("index.html");
                await tab.goto(address);
                check(String(await shown()) === String(some), `${name} = ${value}: the view is another for who opens its address`);
                if (!n && index === 1) await axe(tab, "a view");
            }
            await select.selectOption({ index: 0 });
        }
        check((await shown()).length === all.length, "not all come back");
        // On a phone the heads are out of sight, and a choice sorts in their place.
        await tab.setViewportSize(PHONE);
        await go("elenco_obiettivi.html");
        await tab.locator(".filtri-apri summary").press("Enter");
        await tab.locator("#_ordina").selectOption("nome");
        check(String(await shown()) === String(up) && new URL(tab.url()).hash === "#ordina=nome", "the choice does not sort as the head does");
        await close();
    }
}

// -- A long table in which words are looked for, and whose view is in its address.

const long = pages.find((page) => readFileSync(join(root, page), "utf8").includes('class="filtra"'));
if (long) {
    for (const base of [served, folder]) {
        const { tab, go, close } = await open(base);
        current = `${long} (${base === folder ? "from a folder" : "served"})`;
        await go(long);
        const field = tab.locator(".filtra input").first();
        const shown = () => field.evaluate((input) => [...input.closest(".filtra").nextElementSibling.querySelectorAll("tbody tr:not([hidden], .gruppo)")].map((row) => row.textContent));
        const all = await shown();
        // The longest word of a row in the middle.
        const word = all[all.length >> 1].match(/\p{L}+/gu).sort((a, b) => b.length - a.length)[0];
        await field.fill(word);
        const some = await shown();
        check(some.length > 0 && some.length < all.length, `«${word}»: ${some.length} rows of ${all.length}`);
        const address = tab.url();
        await go("index.html");
        await tab.goto(address);
        check(String(await shown()) === String(some), "the words that were looked for are not in the address");
        await field.fill("");
        check((await shown()).length === all.length && !tab.url().includes("="), `not all come back: ${tab.url()}`);
        await close();
    }
}

// -- Without scripts: no field that does nothing, everything to read.

{
    const { tab, go, close } = await open(served, { javaScriptEnabled: false });
    current = "index.html (no script)";
    await go("index.html");
    check(!(await tab.locator(".cerca").first().isVisible()), "the search is shown and does nothing");
    check(await tab.locator("main :is(.link-list, .elenco) a").first().isVisible(), "there are no contents");
    if (pages.includes("elenco_obiettivi.html")) {
        await go("elenco_obiettivi.html");
        check(!(await tab.locator(".filtri").isVisible()), "the filters are shown and do nothing");
        check(await tab.locator(".da-ordinare tbody tr").first().isVisible(), "there is no table");
    }
    await close();
}

await browser.close();
server.close();
for (const f of findings) console.log(f);
console.log(`axe: ${pages.length} pages of ${kinds.size} kinds, ${links.length} links, ${passed} rules passed, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
