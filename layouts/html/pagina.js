// Small helps on every page: the side index shows where the reader is, a wide table says that it scrolls, a card can be printed, an
// address copied. Without this script the page says the same.
"use strict";

const side = document.querySelector(".laterale");
const here = side?.querySelector("[aria-current]");
if (here && getComputedStyle(side).overflowY === "auto") {
    const below = here.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom;
    if (below > 0) side.scrollTop += below + side.clientHeight / 2;
}

/** Tables wider than their place say so. One that a narrow screen shows as cards is no table. */
function wide() {
    for (const box of document.querySelectorAll(".table-responsive")) {
        const table = box.querySelector("table");
        const grid = table && getComputedStyle(table).display === "table";
        box.classList.toggle("scorre", grid && box.scrollWidth > box.clientWidth + 1);
    }
}
addEventListener("resize", wide);
wide();

/** The words of a text, folded: lower case, no accents. */
const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** The views that the address keeps, after `#`: the words asked of each table, by its id. An anchor is no view. */
const views = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

/** A long table shows the rows that have all the words asked for, under the heads of their groups. Rows with a cell in common are one. What
    is asked for is in the address, so that a view can be sent to others. */
document.querySelectorAll(".filtra").forEach((filter, n) => {
    const [field, status] = [filter.querySelector("input"), filter.querySelector("[role=status]")];
    // A table without a number is known by its place among those of the page.
    const name = filter.nextElementSibling.querySelector("table").id || `_tabella-${n + 1}`;
    const groups = []; // the head of each, if it has one, and its rows
    let open = 0; // rows that a cell above still covers
    for (const row of [...filter.nextElementSibling.querySelectorAll("tbody tr")]) {
        if (row.matches(".gruppo") || !groups.length) groups.push({ head: row.matches(".gruppo") ? row : null, sets: [] });
        if (row.matches(".gruppo")) continue;
        const { sets } = groups.at(-1);
        if (open > 0) sets.at(-1).push(row);
        else sets.push([row]);
        open = Math.max(open, ...[...row.cells].map((cell) => cell.rowSpan)) - 1;
    }
    const texts = new Map(); // of each set of rows, read once
    const text = (head, rows) => {
        if (!texts.has(rows)) texts.set(rows, folded([head, ...rows].map((row) => row?.textContent ?? "").join(" ")));
        return texts.get(rows);
    };
    const count = (sets) => sets.reduce((sum, rows) => sum + rows.filter((row) => !row.matches(".totale, .sotto")).length, 0);
    const show = () => {
        const asked = folded(field.value).match(/[\p{L}\p{N}]+/gu) ?? [];
        let shown = 0;
        for (const { head, sets } of groups) {
            const kept = sets.filter((rows) => {
                // A total of rows that are not all there would mislead.
                const total = asked.length > 0 && rows.some((row) => row.matches(".totale"));
                const right = !total && asked.every((word) => text(head, rows).includes(word));
                rows.forEach((row) => (row.hidden = !right));
                return right;
            });
            if (head) head.hidden = !kept.length;
            shown += count(kept);
        }
        const all = groups.reduce((sum, { sets }) => sum + count(sets), 0);
        // What is found is shown, wherever it stands.
        filter.nextElementSibling.classList.toggle("cercata", asked.length > 0);
        status.textContent = asked.length ? `${shown} ${shown === 1 ? "riga" : "righe"} su ${all}` : "";
    };
    field.addEventListener("input", () => {
        show();
        const kept = views();
        field.value.trim() ? kept.set(name, field.value.trim()) : kept.delete(name);
        history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname.split("/").pop());
    });
    const read = () => {
        // Another anchor of the page changes nothing.
        if (location.hash && !location.hash.includes("=")) return;
        const asked = views().get(name) ?? "";
        if (asked === field.value) return;
        field.value = asked;
        show();
        if (asked) filter.scrollIntoView();
    };
    addEventListener("hashchange", read);
    read();
});

document.querySelectorAll(".stampa").forEach((button) => button.addEventListener("click", () => print()));

/** Copies the address of the page. A page opened from a folder may not use the clipboard directly: there a field is selected. */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const field = Object.assign(document.createElement("input"), { value: text, className: "visually-hidden" });
        document.body.append(field);
        field.select();
        const done = document.execCommand("copy");
        field.remove();
        return done;
    }
}

document.querySelectorAll(".copia").forEach((button) => {
    const words = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
        button.textContent = (await copy(location.href)) ? "Indirizzo copiato" : "Copialo dalla barra del navigatore";
        button.focus();
        setTimeout(() => (button.textContent = words), 3000);
    });
});
