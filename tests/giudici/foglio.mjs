// A site dressed by the style sheet of a body: the largest page of each kind, on a desk and on a phone, in the light and in the dark. It
// asks axe, that nothing is wider than the screen, and that the colours of the plan are seen where they should be.
// Usage: node foglio.mjs FOLDER PRIMARIO TITOLI (colours as `#rrggbb`). Chromium: $CHROMIUM or /usr/bin/chromium.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [root, ...colours] = process.argv.slice(2);
const [primario, titoli] = colours.map((colour) => `rgb(${[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(", ")})`);

const kinds = new Map(); // kind -> its largest page
for (const page of readdirSync(root).filter((file) => file.endsWith(".html"))) {
    const kind = readFileSync(join(root, page), "utf8").match(/<body class="([^"]*)"/)[1];
    const size = (file) => statSync(join(root, file)).size;
    if (!kinds.has(kind) || size(page) > size(kinds.get(kind))) kinds.set(kind, page);
}

const findings = [];
const coloured = new Set(); // the places that some page has
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const colorScheme of ["light", "dark"]) {
    const tab = await (await browser.newContext({ colorScheme })).newPage();
    for (const [kind, page] of kinds) {
        await tab.goto(pathToFileURL(resolve(root, page)).href);
        for (const width of [1280, 360]) {
            const say = (what) => findings.push(`${page}, ${width} px, ${colorScheme}: ${what}`);
            await tab.setViewportSize({ width, height: 900 });
            await tab.evaluate(AXE_SOURCE);
            const { violations } = await tab.evaluate(
                (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
                TAGS,
            );
            for (const { id, help, nodes } of violations) say(`${id}: ${help}, ${nodes.length} times\n    ${nodes[0].html.slice(0, 160)}`);
            const seen = await tab.evaluate(() => {
                const look = (selector, what) => {
                    const element = document.querySelector(selector);
                    return element && getComputedStyle(element)[what];
                };
                return {
                    wide: document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth,
                    primario: {
                        "the head": look(".it-header-center-wrapper", "backgroundColor"),
                        "a button": look("main .btn-primary", "backgroundColor"),
                        "a link": look("main .testo p a[href], main .elenco a[href]", "color"),
                    },
                    titoli: { "the foot": look(".it-footer-main", "backgroundColor"), "a title": look("main h1", "color") },
                };
            });
            if (seen.wide > 0) say(`${seen.wide} px wider than the screen`);
            for (const [wanted, places] of [[primario, seen.primario], [titoli, seen.titoli]])
                for (const [place, colour] of Object.entries(places)) {
                    if (colour) coloured.add(place);
                    if (colour && colour !== wanted) say(`${place} is ${colour} and not ${wanted}`);
                }
        }
    }
    await tab.context().close();
}
await browser.close();
// A place that no page has any more would be judged for ever without being seen.
for (const place of ["the head", "a button", "a link", "the foot", "a title"]) if (!coloured.has(place)) findings.push(`no page has ${place}`);
for (const finding of findings) console.log(finding);
console.log(`foglio: ${kinds.size} kinds of pages, ${findings.length} findings`);
process.exit(findings.length || !kinds.size ? 1 : 0);
