// Sorts and filters the table of a list. The table is whole without this script. What is chosen is in the address, after `#`, so
// that a view can be sent to others: `#unita=Servizi+alla+persona&ordina=termine`.
"use strict";

const table = document.querySelector(".da-ordinare");
const filters = document.querySelector(".filtri");
const status_ = filters.querySelector("[role=status]");
const heads = [...table.tHead.rows[0].cells];
const body = table.tBodies[0];
const rows = [...body.rows];
const names = heads.map((head) => head.dataset.nome);
const values = (cell) => [...cell.querySelectorAll(".v")].map((value) => value.textContent);
const letters = new Intl.Collator("it", { numeric: true });

/** What is chosen now: `ordina`, `verso`, and a value for each filter. */
let view = new URLSearchParams();

/** Before or after: by number where there is one, else by words; what says nothing is last both ways. */
function compare(at, down) {
    const key = (row) => {
        const cell = row.cells[at];
        return { empty: !cell.textContent.trim(), number: "ordine" in cell.dataset ? +cell.dataset.ordine : null, words: cell.textContent.trim() };
    };
    return (a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x.empty !== y.empty) return x.empty ? 1 : -1;
        const order = x.number !== null && y.number !== null ? x.number - y.number : (x.number === null) - (y.number === null) || letters.compare(x.words, y.words);
        return down ? -order : order;
    };
}

function show() {
    const at = names.indexOf(view.get("ordina"));
    const down = view.get("verso") === "giu";
    const ordered = at < 0 ? rows : [...rows].sort(compare(at, down));
    body.append(...ordered);
    heads.forEach((head, n) => (n === at ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    let shown = 0;
    for (const row of rows) {
        const kept = names.every((name, n) => !n || !view.get(name) || values(row.cells[n]).includes(view.get(name)));
        row.hidden = !kept;
        shown += kept;
    }
    for (const select of filters.querySelectorAll("select")) select.value = view.get(select.name) ?? "";
    status_.textContent = shown === rows.length ? `${rows.length} in tutto` : `${shown} su ${rows.length}`;
}

/** Shows a view, and writes it in the address. */
function choose(changes) {
    for (const [name, value] of Object.entries(changes)) value ? view.set(name, value) : view.delete(name);
    const chosen = view.toString();
    history.replaceState(null, "", chosen ? `#${chosen}` : location.pathname.split("/").pop());
    show();
}

function read() {
    // An address that is not a view, such as `#_contenuto`, changes nothing.
    if (location.hash && !location.hash.includes("=")) return;
    view = new URLSearchParams(location.hash.slice(1));
    show();
}

heads.forEach((head, n) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "ordina" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
        const again = view.get("ordina") === names[n];
        const down = again && view.get("verso") !== "giu";
        choose({ ordina: names[n], verso: down ? "giu" : "" });
    });
});
filters.addEventListener("change", ({ target }) => choose({ [target.name]: target.value, ...(target.name === "ordina" && { verso: "" }) }));
filters.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", read);
read();
