// Writes a plan in the preview as a person would, in Chromium, on a copy of it, and asks at each step:
// - axe: no violation of WCAG 2.2 A and AA, nor of its best practices, on a desk, a phone, in the light and in the dark;
// - the disk: what was written is there, and nothing else changed; what others saved is never written over;
// - no error of a script, no sideways scrolling.
// Usage: node anteprima.mjs PIAO FOLDER, where PIAO is the program and FOLDER a plan with objectives. Chromium: $CHROMIUM or /usr/bin/chromium.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [piao, source] = process.argv.slice(2);

const findings = [];
let current = "";
const say = (what) => findings.push(`${current}: ${what}`);
const check = (right, what) => right || say(what);

const folder = mkdtempSync(join(tmpdir(), "piao-"));
cpSync(source, folder, { recursive: true });
const program = spawn(piao, ["anteprima", folder, "--senza-browser"]);
const address = await new Promise((found) => program.stdout.on("data", (words) => {
    const at = String(words).match(/http:\S+/);
    if (at) found(at[0]);
}));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });

async function open(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const tab = await context.newPage();
    tab.on("pageerror", (e) => say(`script error: ${e.message}`));
    tab.on("console", (m) => m.type() === "error" && say(`console: ${m.text()}`));
    await tab.goto(address);
    await tab.waitForSelector("#specchio .riga", { state: "attached", timeout: 60000 });
    return { tab, close: () => context.close() };
}

async function axe(tab) {
    await tab.evaluate(AXE_SOURCE);
    const result = await tab.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }), TAGS);
    for (const v of result.violations) for (const n of v.nodes.slice(0, 3)) say(`${v.id} (${v.impact}): ${v.help}\n    ${n.html.slice(0, 160)}`);
    const wide = await tab.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    check(wide <= 0, `${wide} px too wide`);
}

const saved = (tab) => tab.waitForFunction(() => document.getElementById("novita").textContent.startsWith("✓ Salvato"), null, { timeout: 30000 }).catch(() => say("is not saved"));
/** Waits for what is written to be on the disk: on a busy machine it takes a while. */
async function onDisk(path, right, what) {
    for (let n = 0; n < 60 && !right(disk(path)); n++) await new Promise((done) => setTimeout(done, 500));
    check(right(disk(path)), what);
}
const disk = (path) => readFileSync(join(folder, path), "utf8");
const text = (tab) => tab.locator("#scrive").inputValue();

// -- As others see it.

for (const [width, height, colorScheme] of [[1440, 900, "dark"], [1366, 768, "light"], [900, 800, "light"], [600, 800, "dark"], [360, 740, "light"]]) {
    current = `${width}, ${colorScheme}`;
    const { tab, close } = await open({ viewport: { width, height }, colorScheme });
    await axe(tab);
    check(!(await tab.locator("#righe.piano-testo").count()), "the text and its copy are not set alike");
    await tab.locator("#conta-problemi").click();
    await axe(tab);
    await close();
}

// -- Writing.

const { tab } = await open();
const path = await tab.locator("#percorso").textContent();
const before = disk(path);

current = "a text";
await tab.locator("#scrive").click();
await tab.keyboard.press("Control+End");
await tab.keyboard.type("\n\nÈ così perchè sì.");
await onDisk(path, (now) => now === `${before}\n\nÈ così perchè sì.`, "the disk has another text");
await saved(tab);
await tab.locator("#problema button", { hasText: "Correggi…" }).click({ timeout: 20000 }).catch(() => say("no correction is offered"));
await axe(tab);
await tab.locator("dialog .primo").click();
await onDisk(path, (now) => now.endsWith("perché sì."), "is not corrected");

current = "a citation";
await tab.locator("#scrive").focus();
await tab.keyboard.press("Control+End");
await tab.keyboard.type(" Si veda [@");
await tab.waitForSelector("#proposte:not([hidden])", { timeout: 20000 }).catch(() => say("nothing is proposed"));
await axe(tab);
await tab.keyboard.press("Enter");
check(/ Si veda \[@[a-z0-9-]+\]$/.test(await text(tab)), `writes «${(await text(tab)).slice(-40)}»`);
const cited = await text(tab);
await onDisk(path, (now) => now === cited, "the citation is not saved");

current = "others";
await tab.keyboard.type(" Mio.");
const theirs = `${disk(path)}\nDi un altro.\n`;
writeFileSync(join(folder, path), theirs);
await tab.waitForSelector("dialog[open]", { timeout: 20000 }).catch(() => say("nothing is asked"));
await axe(tab);
check(disk(path) === theirs, "was written over");
await tab.locator("dialog button", { hasText: "Decido dopo" }).click();
await axe(tab);
await tab.locator("#non-salvato button", { hasText: "due testi" }).click();
await tab.locator("dialog button", { hasText: "Prendi quello del file" }).click();
await tab.waitForFunction(() => document.getElementById("scrive").value.endsWith("Di un altro.\n"), null, { timeout: 5000 }).catch(() => say("the other text is not taken"));
await tab.locator("#annulla").click();
await onDisk(path, (now) => now.endsWith(" Mio."), "the own text does not come back");

current = "a grid";
await tab.locator("#strumenti button", { hasText: "Tabella" }).click();
for (const words of ["Prova", "Voce", "Quanto", "Uno", "1"]) {
    await tab.keyboard.type(words);
    await tab.keyboard.press("Tab");
}
await axe(tab);
await tab.locator("dialog .primo").click();
check((await text(tab)).includes("Tabella: Prova {#tabella-prova}\n\n| Voce | Quanto |\n| --- | --- |\n| Uno | 1 |"), `writes «${(await text(tab)).slice(-120)}»`);

current = "a form";
await tab.locator("#dati summary", { hasText: "Obiettivi" }).first().click();
await tab.locator("#dati details[open] .voce").first().click();
await tab.waitForSelector("#scheda:not([hidden])", { timeout: 20000 }).catch(() => say("is not shown"));
await axe(tab);
const data = await tab.locator("#percorso").textContent(), records = disk(data).split("\n");
await tab.locator("#scheda [data-percorso='[\"titolo\"]']").fill("Un titolo di prova");
await tab.keyboard.press("Tab");
const changed = (now) => String(now.split("\n").filter((line, n) => line !== records[n]));
await onDisk(data, (now) => changed(now) === 'titolo = "Un titolo di prova"', "something else changed");

await browser.close();
program.kill();
rmSync(folder, { recursive: true });
for (const f of findings) console.log(f);
console.log(`preview: ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
