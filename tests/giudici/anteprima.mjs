// Writes plans in the preview as a person would, in Chromium, on copies of them, and asks at each step:
// - axe: no violation of WCAG 2.2 A and AA, nor of its best practices, on a desk, a phone, in the light and in the dark;
// - the disk: what was written is there, and nothing else changed; what others saved is never written over; what is published is there;
// - no error of a script, no sideways scrolling.
// Usage: node anteprima.mjs PIAO FOLDER WORKSPACE, where PIAO is the program, FOLDER a plan in draft with objectives and WORKSPACE a folder
// of several plans, one of which includes a text of the principal one. Chromium: $CHROMIUM or /usr/bin/chromium.

import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [piao, source, workspace] = process.argv.slice(2).map(path => resolve(path));

const findings = [], desks = [], programs = [], running = new Map();
let browser = null;
/** The steps run side by side: what each is doing now. */
const steps = new AsyncLocalStorage();
const label = (words) => { steps.getStore().now = words; };
const say = (what, step = steps.getStore()) => findings.push(`${step?.now ?? "start"}: ${what}`);
const check = (right, what) => { if (!right) say(what); return Boolean(right); };

/** A copy of a folder on a desk of its own, with its preview. */
async function start(from) {
    const desk = mkdtempSync(join(tmpdir(), "piao-"));
    desks.push(desk);
    cpSync(from, join(desk, "piano"), { recursive: true });
    return { desk, address: await preview(desk) };
}

/** The preview of the copy on a desk: its outputs go where it was opened. */
function preview(desk, ...options) {
    const program = spawn(piao, ["anteprima", "piano", "--senza-browser", ...options], { cwd: desk });
    programs.push(program);
    running.set(desk, program);
    return new Promise((found, lost) => {
        program.on("exit", code => lost(new Error(`the program ended with ${code}`)));
        program.stdout.on("data", (words) => {
            const at = String(words).match(/http:\S+/);
            if (at) found(at[0]);
        });
    });
}

/** `faults`: whether what the network refuses is a finding. */
async function open(address, options = {}, faults = true) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const tab = await context.newPage();
    tab.setDefaultTimeout(20000);
    const step = steps.getStore();
    tab.on("pageerror", (e) => say(`script error: ${e.message}`, step));
    tab.on("console", (m) => m.type() === "error" && (faults || !/Failed to load/.test(m.text())) && say(`console: ${m.text()}`, step));
    // The page of the preview as it is in this folder, so that it is tried without a compiler.
    if (process.env.LAYOUTS) await context.route(/:\d+\/(anteprima\/[^?]*)?$/, (route) => {
        const name = new URL(route.request().url()).pathname.slice(1) || "anteprima/anteprima.html", path = join(process.env.LAYOUTS, name);
        return existsSync(path) ? route.fulfill({ path }) : route.continue();
    });
    // The key becomes a cookie, and leaves the address.
    await context.request.get(address);
    await tab.goto(new URL("/", address).href);
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

/** Waits for something that a busy machine does in a while. */
async function until(right, what) {
    for (let n = 0; n < 150; n++) {
        if (await right()) return true;
        await new Promise((done) => setTimeout(done, 200));
    }
    say(what);
    return false;
}
const saved = (tab) => until(async () => (await tab.locator("#novita").textContent()).startsWith("✓"), "is not saved");
const text = (tab) => tab.locator("#scrive").inputValue();
const press = (tab, words) => tab.locator("dialog[open] button", { hasText: words }).click();

/** As others see it: desks and phones, in the light and in the dark. */
async function seen({ address }) {
    for (const [width, height, colorScheme] of [[1440, 900, "light"], [1280, 800, "light"], [1280, 800, "dark"], [900, 800, "light"], [600, 800, "dark"], [360, 740, "light"], [360, 740, "dark"]]) {
        label(`${width}, ${colorScheme}`);
        const { tab, close } = await open(address, { viewport: { width, height }, colorScheme });
        await axe(tab);
        check(!(await tab.locator("#righe.piano-testo").count()), "the text and its copy are not set alike");
        if (width === 1280 || width === 360) {
            await tab.locator("#strumenti button", { hasText: "Tabella" }).click();
            await axe(tab);
            await press(tab, "Lascia");
        }
        await tab.locator("#conta-problemi").click();
        await axe(tab);
        if (width === 1280 || width === 360) await form(tab, width);
        await close();
    }
}

/** A form with all that it hides, and a dialog, at this width. */
async function form(tab, width) {
    if (width < 600) await tab.locator("#apri-piano").click();
    await tab.locator("#dati summary", { hasText: "Obiettivi" }).first().click();
    await tab.locator("#dati details[open] .voce").first().click();
    await tab.waitForSelector("#scheda:not([hidden])").catch(() => say("no form"));
    for (const one of await tab.locator("#scheda .apre").all()) await one.click();
    await tab.evaluate(() => document.querySelectorAll("#scheda details").forEach(one => { one.open = true; }));
    await axe(tab);
    await tab.locator("#estratto").click();
    await axe(tab);
    await press(tab, "Lascia");
}

/** Text, tables and records of one plan. */
async function written({ desk, address }) {
    const disk = (path) => readFileSync(join(desk, "piano", path), "utf8");
    const onDisk = (path, right, what) => until(() => right(disk(path)), what);
    const { tab, close } = await open(address);
    const path = await tab.locator("#percorso").textContent();
    const before = disk(path);

    label("a text");
    await tab.locator("#scrive").click();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("\n\nÈ così perchè sì.");
    await onDisk(path, (now) => now === `${before}\n\nÈ così perchè sì.`, "the disk has another text");
    await saved(tab);
    // What the program tells when a file is saved must not move who has gone on writing.
    await tab.keyboard.type(" Poi");
    await tab.keyboard.press("Control+Home");
    await tab.waitForTimeout(4000);
    const place = await tab.evaluate(() => document.getElementById("scrive").selectionStart);
    check(place === 0, `the caret has gone to ${place}`);
    await tab.keyboard.press("Control+End");
    for (let n = 0; n < 4; n++) await tab.keyboard.press("Backspace");
    await tab.locator("#problema button", { hasText: "Correggi…" }).click().catch(() => say("no correction is offered"));
    await axe(tab);
    await tab.locator("dialog .primo").click();
    await onDisk(path, (now) => now.endsWith("perché sì."), "is not corrected");

    label("one by one");
    await tab.locator("#scrive").focus();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("\n\nAnche quì.\n\nE poi perchè no.");
    await saved(tab);
    await tab.locator("#conta-problemi").click();
    await tab.locator("#uno-per-uno").click();
    await axe(tab);
    for (let was = "", end = false; !end;) {
        const shown = async () => (await tab.locator("dialog[open] :is(.che, h2)").allTextContents()).join();
        if (!(await until(async () => !["", was].includes(await shown()), "the next is not offered"))) break;
        was = await shown();
        end = !(await tab.locator("dialog[open] .prima-dopo").count());
        if (!end) await press(tab, /quì|perchè/.test(was) ? /Correggi questo|Scrivi così/ : "Salta");
    }
    await until(() => tab.locator("dialog[open]", { hasText: "correzioni fatte" }).count(), "does not say what it did");
    await press(tab, "Chiudi");
    await onDisk(path, (now) => now.endsWith("Anche qui.\n\nE poi perché no."), `is not corrected: «${disk(path).slice(-40)}»`);
    await tab.locator("#scheda-testo").click();

    label("a citation");
    await tab.locator("#scrive").focus();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type(" Si veda [@");
    await tab.waitForSelector("#proposte:not([hidden])").catch(() => say("nothing is proposed"));
    await axe(tab);
    await tab.keyboard.press("Enter");
    check(/ Si veda \[@[a-z0-9-]+\]$/.test(await text(tab)), `writes «${(await text(tab)).slice(-40)}»`);
    const cited = await text(tab);
    await onDisk(path, (now) => now === cited, "the citation is not saved");

    label("others");
    await tab.keyboard.type(" Mio.");
    const theirs = `${disk(path)}\nDi un altro.\n`;
    writeFileSync(join(desk, "piano", path), theirs);
    await tab.waitForSelector("dialog[open]").catch(() => say("nothing is asked"));
    await axe(tab);
    check(disk(path) === theirs, "was written over");
    await press(tab, "Decido dopo");
    await axe(tab);
    await tab.locator("#non-salvato button", { hasText: "due testi" }).click();
    await press(tab, "Prendi quello del file");
    await until(async () => (await text(tab)).endsWith("Di un altro.\n"), "the other text is not taken");
    await tab.locator("#annulla").click();
    await onDisk(path, (now) => now.endsWith(" Mio."), "the own text does not come back");

    label("a grid");
    await tab.locator("#strumenti button", { hasText: "Tabella" }).click();
    for (const words of ["Prova [[x]]", "Voce", "Quanto", "Uno", "1"]) {
        await tab.keyboard.type(words);
        await tab.keyboard.press("Tab");
    }
    await axe(tab);
    await tab.locator("dialog .primo").click();
    const table = "Tabella: Prova [[x]] {#tabella-prova-x}\n\n| Voce | Quanto |\n| --- | --- |\n| Uno | 1 |";
    await until(async () => (await text(tab)).includes(table), "the table is not written");
    await tab.locator("#annulla").click();
    await onDisk(path, (now) => now.endsWith(" Mio."), "the table does not go");

    label("a form");
    await tab.locator("#dati summary", { hasText: "Obiettivi" }).first().click();
    await tab.locator("#dati details[open] .voce").first().click();
    await tab.waitForSelector("#scheda:not([hidden])").catch(() => say("is not shown"));
    const field = (...steps) => tab.locator(`#scheda [data-percorso='${JSON.stringify(steps)}']`);
    const data = await tab.locator("#percorso").textContent(), records = disk(data);
    const changed = (now) => String(now.split("\n").filter((line, n) => line !== records.split("\n")[n]));
    await tab.locator("#fogli").focus();
    const inForm = () => tab.evaluate(() => document.getElementById("scheda").contains(document.activeElement));
    for (let n = 0; n < 3 && !(await inForm()); n++) await tab.keyboard.press("F6");
    check(await inForm(), "F6 does not lead to the form");
    await field("titolo").fill("Un titolo di prova");
    await tab.keyboard.press("Tab");
    await onDisk(data, (now) => changed(now) === 'titolo = "Un titolo di prova"', "something else changed");
    // Two at once, of which the second begins before the first is written.
    await tab.evaluate(() => {
        const fill = (steps, words) => {
            const input = document.querySelector(`#scheda [data-percorso='${JSON.stringify(steps)}']`);
            input.value = words;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        };
        fill(["titolo"], "Due insieme");
        fill(["peso"], "1.234,5");
    });
    await onDisk(data, (now) => now.includes('titolo = "Due insieme"') && now.includes('peso = "1.234,5"'), "one of two changes is lost");
    await tab.locator("#annulla").click();
    await onDisk(data, (now) => !now.includes("1.234,5"), "is not undone");
    for (let n = 0; n < 3 && disk(data) !== records; n++) {
        await saved(tab);
        await field("titolo").focus();
        await tab.keyboard.press("Control+z");
        await tab.waitForTimeout(500);
    }
    await onDisk(data, (now) => now === records, "Ctrl+Z in a form does not bring back the first text");

    label("a part of a record");
    const back = async (path, text) => {
        for (let n = 0; n < 6 && disk(path) !== text; n++) {
            await saved(tab);
            await tab.locator("#annulla").click();
            await tab.waitForTimeout(500);
        }
        await onDisk(path, (now) => now === text, "the first text does not come back");
    };
    await tab.evaluate(() => document.querySelectorAll("#scheda details").forEach(one => { one.open = true; }));
    await tab.locator("#scheda button[aria-label='+ riga in Indicatore']").click();
    await tab.locator("#scheda .apre").first().click().catch(() => say("a row does not open"));
    await axe(tab);
    await tab.evaluate(() => document.querySelectorAll("#scheda details").forEach(one => { one.open = true; }));
    await field("indicatore", 0, "base", "valore").fill("12 %");
    await tab.keyboard.press("Tab");
    await onDisk(data, (now) => now.includes('[[obiettivo.indicatore]]\n') && now.includes('base = { valore = "12 %" }\n'), "is not written");
    await back(data, records);

    label("the settings");
    await tab.locator("#vedi-impostazioni").click();
    await field("ente", "dipendenti").fill("1.250");
    await tab.keyboard.press("Tab");
    await onDisk("piao.toml", (now) => /^dipendenti = 1250\b/m.test(now), "a number is not written as it is meant");
    await axe(tab);
    await tab.locator("#annulla").click();
    await onDisk("piao.toml", (now) => /^dipendenti = 84\b/m.test(now), "is not undone");
    await saved(tab);
    await close();
}

/** A form in which somebody writes as people do: in words and half words, with pauses of every length, going from field to field. The fields
    and the disk have each letter, and whoever stops in the middle of a word goes on in it. */
async function typed({ desk, address }) {
    label("typing in a form");
    const disk = (path) => readFileSync(join(desk, "piano", path), "utf8");
    const { tab, close } = await open(address);
    await tab.locator("#dati summary", { hasText: "Obiettivi" }).first().click();
    await tab.locator("#dati details[open] .voce").first().click();
    await tab.waitForSelector("#scheda:not([hidden])");
    const path = await tab.locator("#percorso").textContent(), records = disk(path);
    const field = (name) => tab.locator(`#scheda [data-percorso='${JSON.stringify([name])}']`);
    const names = ["titolo", "descrizione", "finalita", "risultato_atteso"];
    await tab.evaluate(() => document.querySelectorAll("#scheda details").forEach((one) => { one.open = true; }));
    const due = {};
    for (const name of names) due[name] = await field(name).inputValue();
    // The pauses are the same at each run: they surround those after which a form and a text are saved.
    let seed = 7;
    const chance = (of) => (seed = (seed * 1103515245 + 12345) % 2147483648) % of;
    const pauses = [60, 250, 600, 1000, 1250, 1500, 2000];
    const focused = () => tab.evaluate(() => document.activeElement.dataset.percorso ?? document.activeElement.tagName);
    const end = Date.now() + Number(process.env.TYPED ?? 60000);
    for (let n = 0; Date.now() < end; n++) {
        const name = names[chance(names.length)], words = ` parola${n} però`;
        await field(name).click();
        await tab.keyboard.press("Control+End");
        for (const letter of words) {
            await tab.keyboard.type(letter);
            if (chance(5) === 0) await tab.waitForTimeout(pauses[chance(pauses.length)]);
        }
        due[name] += words;
        if (!check((await focused()) === JSON.stringify([name]), `the focus has gone to ${await focused()}`)) break;
        if (!check((await field(name).inputValue()) === due[name], `«${name}» shows «${(await field(name).inputValue()).slice(-40)}» for «${due[name].slice(-40)}»`)) break;
        if (chance(3) === 0) await tab.keyboard.press("Tab");
    }
    await tab.keyboard.press("Tab");
    const written = (now) => names.every((name) => now.includes(due[name]));
    await until(() => written(disk(path)), "the disk has not what was typed");
    await saved(tab);
    for (const name of names) check((await field(name).inputValue()) === due[name], `«${name}» has lost «${due[name].slice(-40)}»`);

    label("typing after «Annulla»");
    for (const wait of [0, 40, 150, 400]) {
        await field("titolo").fill(`Cambio ${wait}`);
        await tab.keyboard.press("Tab");
        await until(() => disk(path).includes(`"Cambio ${wait}"`), "is not written");
        await saved(tab);
        await tab.locator("#annulla").click();
        await tab.waitForTimeout(wait);
        await field("descrizione").click();
        await tab.keyboard.press("Control+End");
        await tab.keyboard.type(`Dopo ${wait}.`, { delay: 30 });
        await tab.keyboard.press("Tab");
        await until(() => disk(path).includes(`Dopo ${wait}.`) && !disk(path).includes(`"Cambio ${wait}"`), `is lost after ${wait} ms`);
        check((await field("descrizione").inputValue()).endsWith(`Dopo ${wait}.`), "the field shows something else");
    }

    label("leaving a form");
    // Whoever goes elsewhere in the middle of a word finds it in the file.
    await field("finalita").click();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("A metà di una par");
    await tab.locator("#vedi-impostazioni").click();
    await until(() => disk(path).includes("A metà di una par"), "is lost with the record");
    await tab.locator("#dati details[open] .voce").first().click();
    await until(async () => (await field("finalita").inputValue().catch(() => "")).endsWith("A metà di una par"), "does not come back");
    check(!(await tab.locator("#parole .parole").count()), "some words had no place");

    label("a record that goes while it is written");
    await field("finalita").click();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type(" senza posto");
    writeFileSync(join(desk, "piano", path), "# niente\n");
    await until(async () => (await tab.locator("dialog[open]").count()) || (await tab.locator("#parole .parole").count()), "nothing is said");
    const kept = async () => (await text(tab)).includes(" senza posto") || (await tab.locator("#parole textarea").evaluateAll((all) => all.some((one) => one.value.includes(" senza posto"))));
    await axe(tab);
    // Who is asked which text counts has the words in the own one, or still in the field from which they go there.
    if (await tab.locator("dialog[open]").count()) {
        await press(tab, "Tieni il mio");
        await until(async () => disk(path).includes(" senza posto") || (await kept()), `the words are nowhere: «${disk(path).slice(-80)}»`);
    } else check(await kept(), `the words are nowhere: «${await tab.locator("#parole").innerHTML()}»`);
    writeFileSync(join(desk, "piano", path), records);

    label("a row");
    await close();
    const two = await open(address);
    await rows(two.tab, () => disk(path));
    await two.close();
}

/** What people do with words beside typing them: paste, set apart, cite, number. */
async function keyed({ address }) {
    const { tab, close } = await open(address);
    await tab.locator("#scrive").click();
    const first = await text(tab);
    /** Begins from these words, with the selection from one place of them to another; gives what follows the text that was there. */
    const from = (words, start = words.length, end = start) => tab.evaluate(([text, start, end]) => {
        const area = document.getElementById("scrive");
        area.value = text;
        area.dispatchEvent(new Event("input", { bubbles: true }));
        area.focus();
        area.setSelectionRange(start, end);
    }, [`${first}\n\n${words}`, first.length + 2 + start, first.length + 2 + end]);
    const now = async () => (await text(tab)).slice(first.length + 2).trim();
    const is = async (due) => check((await now()) === due, `writes ${JSON.stringify(await now())} for ${JSON.stringify(due)}`);
    const paste = (types) => tab.evaluate((types) => {
        const data = new DataTransfer(), area = document.getElementById("scrive");
        for (const [type, words] of Object.entries(types)) data.setData(type, words);
        if (area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))) document.execCommand("insertText", false, data.getData("text/plain"));
    }, types);

    label("a document is pasted");
    const item = (level, mark, words) => `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${mark}<span>&nbsp; </span></span><![endif]>${words}<o:p></o:p></p>`;
    const table = (word) => `<table class=MsoTableGrid><tr><td><p class=MsoNormal>Voce</p></td><td>${word}</td></tr><tr><td>Uno | due</td><td>1</td></tr></table>`;
    await from("");
    await paste({ "text/plain": "x", "text/html": `<html><head><style>p{margin:0}</style></head><body><h1>Primo</h1><p class=MsoNormal>Con <b>gras</b><b>setto</b>, <i>corsivo</i>, [quadre] e <a href="https://www.comune.it/a_b">sito</a>.</p>${item(1, "·", "uno")}${item(2, "a)", "dentro")}${item(1, "·", "due")}${table("Ora")}<h2>Secondo</h2><p>- non è un elenco</p>${table("Poi")}<ol><li>a<ul><li>b</li></ul></li></ol></body></html>` });
    const grid = (word) => `| Voce | ${word} |\n| --- | --- |\n| Uno \\| due | 1 |`;
    await is(`## Primo\n\nCon **grassetto**, *corsivo*, \\[quadre\\] e [sito](https://www.comune.it/a_b).\n\n- uno\n  1. dentro\n- due\n\n${grid("Ora")}\n\n### Secondo\n\n\\- non è un elenco\n\n${grid("Poi")}\n\n1. a\n   - b`);
    await from("prima  dopo", 6);
    await paste({ "text/plain": "una frase", "text/html": "<p>una <b>frase</b></p>" });
    await is("prima una **frase** dopo");
    await from("prima tolto dopo", 6, 11);
    await paste({ "text/plain": "x", "text/html": table("Ora") });
    await is(`prima \n\n${grid("Ora")}\n\n dopo`);
    for (const [words, due] of [
        ["Voce\tQuanto\nCarta\t1\n", "| Voce | Quanto |\n| --- | --- |\n| Carta | 1 |"],
        ["Art. 1\tOggetto", "Art. 1 Oggetto"],
        ["Art. 1\tOggetto\nArt. 2\tFini", "Art. 1 Oggetto\nArt. 2 Fini"],
        ["1.\tPrimo punto;\n2.\tSecondo.", "1. Primo punto;\n2. Secondo."],
        ["una riga\ncon\ttre\tparti", "una riga\ncon tre parti"],
    ]) {
        await from("");
        await paste({ "text/plain": words });
        await is(due);
    }

    label("words are set apart");
    await from("Riga uno\nRiga due\n\nDopo.", 12, 16);
    await tab.locator("#strumenti select[aria-label=Riquadro]").selectOption({ label: "Nota" });
    await is("Riga uno\n\n> [!NOTA]\n> Riga due\n\nDopo.");
    await from("una parola", 4, 10);
    await tab.keyboard.press("Control+b");
    await is("una **parola**");
    await tab.keyboard.press("Control+i");
    await is("una ***parola***");
    await tab.keyboard.press("Control+i");
    await tab.keyboard.press("Control+b");
    await is("una parola");

    label("a list goes on");
    await from("- uno");
    await tab.keyboard.press("Enter");
    await tab.keyboard.type("due");
    await tab.keyboard.press("Enter");
    await tab.keyboard.press("Enter");
    await tab.keyboard.type("Fine.");
    await is("- uno\n- due\nFine.");
    await from("9. nove");
    await tab.keyboard.press("Enter");
    await tab.keyboard.type("dieci");
    await is("9. nove\n10. dieci");

    label("a citation after another");
    for (let n = 0; n < 3; n++) {
        await from("Si veda ");
        await tab.locator("#strumenti button", { hasText: "Citazione" }).click();
        if (!check(await tab.waitForSelector("#proposte:not([hidden])").catch(() => null), "nothing is proposed")) break;
        await tab.keyboard.press("Enter");
        check(/^Si veda \[@[a-z0-9-]+\]$/.test(await now()), `writes «${await now()}»`);
        await saved(tab);
        await tab.locator("#annulla").click();
    }
    await from("Si veda ");
    await tab.locator("#strumenti button", { hasText: "Numero" }).click();
    await tab.waitForSelector("#proposte:not([hidden])").catch(() => say("no number is proposed"));
    await tab.keyboard.press("Escape");

    label("an id for a title");
    await from("## Un titolo è qui");
    await tab.keyboard.press("F2");
    await press(tab, "Scrivi l’id");
    await is("## Un titolo è qui {#un-titolo-e-qui}");
    await close();
}

/** Files that go away while they are written, and a program that is closed with words that are not saved. */
async function gone({ desk, address }) {
    label("a file that goes away");
    const at = (path) => join(desk, "piano", path);
    const { tab, close } = await open(address, {}, false);
    const path = await tab.locator("#percorso").textContent(), strip = tab.locator("#non-salvato");
    const write = async (words) => {
        await tab.locator("#scrive").click();
        await tab.keyboard.press("Control+End");
        await tab.keyboard.type(words);
    };
    const asked = (words) => until(async () => (await strip.isVisible()) && (await strip.textContent()).includes(words), `does not say «${words}»`);
    await write(" Prima.");
    rmSync(at(path));
    await asked("non c’è più");
    await axe(tab);
    // Whoever goes elsewhere comes back to the words.
    await tab.locator("#vedi-impostazioni").click();
    await until(async () => (await tab.locator("#percorso").textContent()) === "piao.toml", "the settings are not opened");
    await strip.locator("button", { hasText: "Vedi il testo" }).click();
    await until(async () => (await text(tab)).endsWith(" Prima."), "the words do not come back");
    await strip.locator("button", { hasText: "Scrivi di nuovo" }).click();
    await until(() => existsSync(at(path)) && readFileSync(at(path), "utf8").endsWith(" Prima."), "is not written again");
    await saved(tab);

    label("a file with another name");
    await until(async () => (await tab.locator("#compone").isHidden()), "the pages are not ready");
    await write(" Poi.");
    const other = path.includes("/") ? path.replace(/[^/]+$/, "altro.md") : path.replace(/\.md$/, "-nuova.md");
    renameSync(at(path), at(other));
    await asked(`ora si chiama ${other}`);
    await strip.locator("button", { hasText: "Continua in" }).click();
    await until(() => existsSync(at(other)) && readFileSync(at(other), "utf8").endsWith(" Prima. Poi."), "the words are not in the new file");
    check(!existsSync(at(path)), "the old file is there again");
    await until(async () => (await tab.locator("#percorso").textContent()) === other, "the new file is not shown");

    label("the program is closed and opened again");
    await saved(tab);
    const program = running.get(desk), port = new URL(address).port;
    program.removeAllListeners("exit");
    program.kill();
    await new Promise((done) => setTimeout(done, 500));
    await write(" Non salvate.");
    await until(() => tab.locator("#chiuso").isVisible(), "does not say that it is closed");
    await preview(desk, "--porta", port);
    await until(async () => (await tab.locator("#chiuso").textContent()).includes("riaperta"), "does not say that another one answers");
    await asked("Salva una copia");
    check(!(await strip.locator("button", { hasText: "Riprova" }).count()), "offers what cannot be done");
    await axe(tab);
    await close();
}

/** A row of a grid: begun, it is not in the file before something is written in it. */
async function rows(tab, now) {
    await tab.locator("#dati summary", { hasText: "Obiettivi" }).first().click();
    await tab.locator("#dati details[open] .voce").first().click();
    await tab.waitForSelector("#scheda:not([hidden])");
    await tab.evaluate(() => document.querySelectorAll("#scheda details").forEach((one) => { one.open = true; }));
    const before = now();
    await tab.locator("#scheda button[aria-label='+ riga in Indicatore']").click();
    const inRow = () => tab.evaluate(() => document.activeElement.closest("[data-tavola]")?.dataset.tavola);
    check((await inRow()) === '["indicatore"]', "the new row has not the focus");
    await tab.waitForTimeout(3000);
    check(now() === before, "an empty row is written");
    await tab.keyboard.type("Quanti", { delay: 150 });
    await tab.waitForTimeout(2500);
    check((await inRow()) === '["indicatore"]', "the row has lost the focus");
    await tab.keyboard.type(" sono");
    await tab.keyboard.press("Tab");
    await until(() => now().includes('"Quanti sono"'), "the row is not written");
    check(now().split("[[obiettivo.indicatore]]").length === before.split("[[obiettivo.indicatore]]").length + 1, "another number of rows is written");
}

/** Presses a button of «Pubblica…» and waits for the program. */
async function command(tab, words) {
    await until(async () => (await tab.locator("#compone").isHidden()), "the pages are not ready");
    await tab.locator("#pubblica").click();
    await axe(tab);
    await press(tab, words);
    const status = tab.locator("dialog[open] [role=status]");
    await until(async () => !/lavora/.test(await status.textContent()), "the program does not end");
    check((await status.textContent()).startsWith("✓"), `${words}: ${(await tab.locator("dialog[open] pre").textContent()).slice(0, 400)}`);
    await axe(tab);
    await press(tab, "Chiudi");
}

/** The outputs of one plan, in draft and approved. */
async function published({ desk, address }) {
    label("outputs");
    const { tab, close } = await open(address);
    const there = (...paths) => paths.forEach((path) => check(existsSync(join(desk, "pubblicazione", path)), `${path} is not written`));
    await command(tab, "Soltanto PDF e sito");
    there("piao.pdf", "sito/index.html", "sito/dati/piao.json");
    rmSync(join(desk, "pubblicazione"), { recursive: true });
    await command(tab, "Prepara la bozza");
    there("piao.pdf", "sito/index.html", "ufficio");
    check(existsSync(join(desk, "pubblicazione.zip")), "the archive is not written");

    label("an extract");
    await tab.locator("#estratto").click();
    const [part] = await Promise.all([tab.waitForEvent("popup"), press(tab, "Apri il PDF")]);
    const url = part.url() === "about:blank" ? await part.waitForURL(/estratto/).then(() => part.url()) : part.url();
    const type = await tab.evaluate(async (url) => { const answer = await fetch(url); return `${answer.status} ${answer.headers.get("content-type")}`; }, url);
    check(type === "200 application/pdf", `${url}: ${type}`);
    await part.close();

    label("approved");
    const settings = join(desk, "piano/piao.toml");
    const draft = readFileSync(settings, "utf8");
    writeFileSync(settings, draft.replace('stato = "bozza"', 'stato = "approvato"').replace(/^\[deliberazione\]$/m, '[deliberazione]\nnumero = "12"\ndata = "28/01/2027"'));
    await until(async () => (await tab.locator("#stato").textContent()) === "approvato", "is not approved");
    await command(tab, "Prepara la pubblicazione");
    there("piao.pdf", "edizioni", "ufficio");

    label("refused");
    writeFileSync(settings, draft.replace('stato = "bozza"', 'stato = "approvato"').replace('tipo = "piao"', 'tipo = "nessuno"'));
    await until(async () => /err/.test(await tab.locator("#conta-problemi").textContent()), "the error is not told");
    await tab.locator("#pubblica").click();
    check((await tab.locator("dialog[open]").textContent()).includes("ferma"), "does not say what stops it");
    await axe(tab);
    await press(tab, "Chiudi");
    await close();
}

/** The plans of a workspace: each shown, written and published. */
async function together({ desk, address }) {
    label("a workspace");
    const disk = (path) => readFileSync(join(desk, "piano", path), "utf8");
    const { tab, close } = await open(address);
    const first = await tab.locator("#percorso").textContent();
    await tab.locator("#scrive").focus();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("\n\nDel piano principale.");
    await until(() => disk(first).endsWith("Del piano principale."), `${first} is not written`);
    await axe(tab);
    await command(tab, "Prepara la bozza");
    check(existsSync(join(desk, "pubblicazione/piao.pdf")), "the principal plan is not written");

    label("another plan");
    await tab.locator("#piani").selectOption({ label: "Comune di Borgoalto" });
    await until(async () => (await tab.locator("#percorso").textContent()).startsWith("comuni/borgoalto/"), "is not shown");
    await until(async () => (await tab.locator("#ente").textContent()).includes("Borgoalto"), "the head says another body");
    await command(tab, "Prepara la bozza");
    check(existsSync(join(desk, "pubblicazione/comuni/borgoalto/piao.pdf")), "is not written in its place");

    // A text that it includes is of the principal plan: a click on it leads there, and it is written there.
    label("a text of another");
    const theirs = "unione/1-formazione/index.md";
    const at = disk(theirs).split("\n").findIndex((line) => /^[A-ZÀ-Ù].{30,}/.test(line)) + 1;
    const shown = await tab.evaluate(async ([file, riga]) => (await fetch(`/riga?${new URLSearchParams({ file, riga })}`)).json(), [theirs, at]);
    if (check(shown.pagine.length > 0, "stands on no page")) {
        const { pagina, dove: [x0, y0, x1, y1] } = shown.pagine[0];
        const back = await tab.evaluate(async (values) => (await fetch(`/punto?${new URLSearchParams(values)}`)).json(), { pagina, x: (x0 + x1) / 2, y: (y0 + y1) / 2 });
        check(back.file === theirs && back.riga === at, `leads to ${JSON.stringify(back)}`);
    }
    await tab.locator("#dati summary", { hasText: "Unità" }).first().click();
    await tab.locator("#dati details[open] .voce", { hasText: "Ufficio comune" }).click();
    const path = () => tab.locator("#percorso").textContent();
    await until(async () => (await path()) === "unione/dati/unita.toml", "its file is not opened");
    await axe(tab);
    await tab.locator("#altro-piano button").click();
    await until(async () => (await tab.locator("#ente").textContent()).includes("Unione"), "its plan is not shown");
    await until(() => tab.locator("#scheda").isVisible(), "its record is no form");
    check((await path()) === "unione/dati/unita.toml", `passes to ${await path()}`);
    await close();
}

const started = Date.now();
try {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
    const all = [[seen, source], [written, source], [typed, source], [keyed, source], [gone, source], [published, source], ...(workspace ? [[together, workspace]] : [])];
    const wanted = all.filter(([step]) => !process.env.STEP || process.env.STEP === step.name);
    // Each has a copy and a preview of its own. One that stops does not hide what the others find.
    await Promise.all(wanted.map(([step, from]) => steps.run({ now: step.name }, async () => {
        await start(from).then(step).catch((error) => say(`stopped: ${error.message}`));
        console.log(`${step.name}: ${Math.round((Date.now() - started) / 1000)} s`);
    })));
} catch (error) {
    findings.push(`stopped: ${error.message}`);
} finally {
    await browser?.close();
    programs.forEach((program) => { program.removeAllListeners("exit"); program.kill(); });
    desks.forEach((desk) => rmSync(desk, { recursive: true, force: true }));
}
for (const f of findings) console.log(f);
console.log(`preview: ${findings.length} findings, ${Math.round((Date.now() - started) / 1000)} s`);
process.exit(findings.length ? 1 : 0);
