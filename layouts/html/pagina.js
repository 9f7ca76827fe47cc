// Small helps on every page: the side index shows where the reader is, a wide table says that it scrolls, a card can be printed, an
// address copied. Without this script the page says the same.
"use strict";

const side = document.querySelector(".laterale");
const here = side?.querySelector("[aria-current]");
if (here && getComputedStyle(side).overflowY === "auto") {
    const below = here.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom;
    if (below > 0) side.scrollTop += below + side.clientHeight / 2;
}

/** Tables wider than their place say so. */
function wide() {
    for (const box of document.querySelectorAll(".table-responsive")) box.classList.toggle("scorre", box.scrollWidth > box.clientWidth + 1);
}
addEventListener("resize", wide);
wide();

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
