// The panes, and the keys that lead from one to the other.

import { $, now } from "./base.js";
import { number, place, size, turn } from "./pagine.js";
import { side } from "./cornice.js";
import { plan } from "./piano.js";
import { correctHere, list, tab } from "./problemi.js";
import { frame, go } from "./testo.js";
import { saveAll } from "./salva.js";

export function pane(name) {
  document.body.dataset.riquadro = name;
  $("vedi-testo").setAttribute("aria-pressed", String(name === "testo"));
  $("vedi-pagina").setAttribute("aria-pressed", String(name === "pagina"));
}
const openPlan = open => {
  document.body.classList.toggle("piano-aperto", open);
  $("apri-piano").setAttribute("aria-expanded", String(open));
};
export const closePlan = () => openPlan(false);

$("apri-piano").onclick = () => {
  openPlan(!document.body.classList.contains("piano-aperto"));
  if (document.body.classList.contains("piano-aperto")) $("cerca").focus();
};
$("vedi-testo").onclick = () => pane("testo");
$("vedi-pagina").onclick = () => {
  pane("pagina");
  size();
  frame();
};
$("cerca").oninput = () => now.state && plan();
$("cerca").onkeydown = event => {
  if (event.key !== "Enter") return;
  const page = Number($("cerca").value);
  if (page) turn(page);
  else document.querySelector("#sezioni .voce, #dati .voce")?.click();
};
$("numero").onchange = () => {
  turn(Number($("numero").value) || 1);
  $("numero").blur();
  number();
};
$("numero").onfocus = () => $("numero").select();
const step = by => () => turn(Number(place()?.leaf.dataset.pagina ?? 1) + by);
$("indietro").onclick = step(-1);
$("avanti").onclick = step(1);
$("misura").onchange = size;
$("vedi-pdf").onclick = () => side(false);
$("vedi-sito").onclick = () => side(true);
$("conta-problemi").onclick = $("scheda-problemi").onclick = () => { tab(false); list(); };
$("scheda-testo").onclick = () => tab(true);
document.querySelector("[role=tablist]").onkeydown = event => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const words = $("riga-per-riga").hidden;
  tab(words);
  $(words ? "scheda-testo" : "scheda-problemi").focus();
};
addEventListener("resize", () => now.state && size());

const panes = [["piano", "#cerca"], ["testo", "[role=tabpanel]:not([hidden]) :is(#scheda :is(input, select, textarea), #scrive, #livelli button)"], ["pagina", ":is(#fogli, #sito):not([hidden])"]];
const open = () => document.querySelector("dialog[open]") !== null;
addEventListener("keydown", event => {
  const key = event.key.toLowerCase();
  if (open()) return;
  if (event.key === "F6") {
    event.preventDefault();
    const seen = panes.filter(([id]) => $(id).offsetParent !== null);
    const at = seen.findIndex(([id]) => $(id).contains(document.activeElement));
    const [id, first] = seen[(at + (event.shiftKey ? seen.length - 1 : 1)) % seen.length];
    // Under a form there is the text, which nobody sees.
    ([...$(id).querySelectorAll(first)].find(one => one.offsetParent !== null) || $(id)).focus();
  } else if (event.key === "F8") {
    event.preventDefault();
    const placed = now.state ? now.state.problemi.filter(one => one.file) : [];
    if (!placed.length) return;
    const at = placed.findIndex(one => one.file === now.file && one.riga === now.line);
    const next = at < 0 ? (event.shiftKey ? placed.length - 1 : 0) : (at + (event.shiftKey ? placed.length - 1 : 1)) % placed.length;
    go(placed[next].file, placed[next].riga, true, placed[next].colonna);
  } else if (event.altKey && key === "c") {
    event.preventDefault();
    correctHere();
  } else if ((event.ctrlKey || event.metaKey) && key === "s") {
    event.preventDefault();
    saveAll();
  } else if (event.ctrlKey && key === "k") {
    event.preventDefault();
    if ($("piano").offsetParent === null) openPlan(true);
    $("cerca").focus();
    $("cerca").select();
  } else if (event.key === "Escape" && document.body.classList.contains("piano-aperto")) {
    closePlan();
    $("apri-piano").focus();
  }
});
