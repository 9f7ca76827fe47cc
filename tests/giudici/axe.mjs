// Opens every page of a site in Chromium, from disk, and asks of each:
// - axe: no violation of WCAG 2.2 A and AA, nor of its best practices;
// - no sideways scrolling of the document at 320 px (WCAG 1.4.10);
// - no request that leaves the folder, none that fails, no error in the console;
// - every link inside the site leads to a file, and to an anchor, that exists.
// Usage: node axe.mjs FOLDER. Chromium: $CHROMIUM or /usr/bin/chromium.

import { existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const root = realpathSync(process.argv[2]);
const rootUrl = pathToFileURL(root + sep).href;
const pages = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith(".html"))
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .sort();
if (pages.length === 0) {
    console.error(`axe: no page in ${root}`);
    process.exit(1);
}

const findings = [];
const say = (page, what) => findings.push(`${page.slice(root.length + 1)}: ${what}`);

// A new profile of its own: nothing of the machine's, and nothing left behind.
const profile = mkdtempSync(join(tmpdir(), "piao-axe-"));
const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ],
    viewport: { width: 1280, height: 900 },
});

const ids = new Map(); // page -> its ids
const links = []; // [page, href]
let checks = 0;
try {
    // What asks for another host is reported below, and does not get there.
    await context.route(/^(https?|wss?):/, (route) => route.abort());
    const tab = await context.newPage();
    let current = "";
    tab.on("request", (r) => {
        const url = r.url();
        if (!url.startsWith(rootUrl) && !url.startsWith("data:")) say(current, `asks for ${url}`);
    });
    tab.on("requestfailed", (r) => say(current, `cannot load ${r.url()}`));
    tab.on("pageerror", (e) => say(current, `script error: ${e.message}`));
    tab.on("console", (m) => m.type() === "error" && say(current, `console: ${m.text()}`));

    for (current of pages) {
        await tab.setViewportSize({ width: 1280, height: 900 });
        await tab.goto(pathToFileURL(current).href, { waitUntil: "load" });

        // Not as a script of the page: its policy forbids inline scripts, and stays in force while it is judged.
        await tab.evaluate(AXE_SOURCE);
        const result = await tab.evaluate(
            // preload reads the style sheets again by XMLHttpRequest, which file:// forbids; no rule of these tags needs it.
            (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
            TAGS,
        );
        checks += result.passes.length;
        for (const v of result.violations) {
            for (const n of v.nodes.slice(0, 3)) say(current, `${v.id} (${v.impact}): ${v.help}\n    ${n.html.slice(0, 160)}`);
            if (v.nodes.length > 3) say(current, `${v.id}: ${v.nodes.length - 3} more`);
        }

        const found = await tab.evaluate(() => ({
            ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
            links: [...document.querySelectorAll("a[href], area[href]")].map((e) => e.href),
        }));
        ids.set(current, new Set(found.ids));
        for (const href of found.links) links.push([current, href]);

        await tab.setViewportSize({ width: 320, height: 800 });
        const wide = await tab.evaluate(() => {
            const page = document.scrollingElement;
            if (page.scrollWidth <= page.clientWidth) return null;
            // What sticks out and is not inside a box that scrolls by itself.
            const scrolls = (e) => e && e !== page && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
            const out = [...document.body.querySelectorAll("*")].filter(
                (e) => e.getBoundingClientRect().right > page.clientWidth + 1 && !scrolls(e.parentElement),
            );
            return { width: page.scrollWidth, by: out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) };
        });
        if (wide) say(current, `${wide.width} px wide at 320\n    ${wide.by.join("\n    ")}`);
    }
} finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
}

for (const [page, href] of links) {
    const url = new URL(href);
    if (url.protocol !== "file:") continue; // an outer address is not ours to try
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = url.search = "";
    const file = fileURLToPath(url);
    if (!existsSync(file)) say(page, `dead link ${href}`);
    else if (fragment && ids.has(file) && fragment !== "top" && !ids.get(file).has(fragment)) say(page, `no anchor for ${href}`);
}

for (const f of findings) console.log(f);
console.log(`axe: ${pages.length} pages, ${links.length} links, ${checks} rules passed, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
