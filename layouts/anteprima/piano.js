// The plan at the left: its sections, its data, how much there is of what the law asks for.

import { $, fold, make, now, problemsAt, signs } from "./base.js";
import { go } from "./testo.js";
import { closePlan } from "./riquadri.js";

const wanted = () => fold($("cerca").value.trim());

export function plan() {
  const search = wanted();
  const entries = now.state.sezioni.filter(section => fold(`${section.numero || ""} ${section.titolo}`).includes(search));
  const known = new Map((now.state.completezza?.sezioni ?? []).map(one => [one.numero, one]));
  $("sezioni").replaceChildren(...entries.map(section => {
    const due = known.get(section.numero);
    const open_ = () => { go(section.file, section.riga); closePlan(); };
    return make("li", { class: `l${section.livello}` }, make("button", { type: "button", class: "voce", onclick: open_, "data-file": section.file, "data-sito": section.sito },
      due ? shape(due) : null, section.numero ? make("span", { class: "n" }, section.numero) : null,
      make("span", { class: "t" }, section.titolo), ...signs(problemsAt(section.file))));
  }));
  $("legenda").hidden = !known.size;
  const open = new Set([...$("dati").querySelectorAll("details[open]")].map(one => one.dataset.nome));
  const groups = now.state.dati.map(group => ({ nome: group.nome, cose: group.cose.filter(thing => fold(thing.nome).includes(search)) })).filter(group => group.cose.length);
  $("dati").replaceChildren(...groups.map(group => {
    const things = () => make("ul", {}, ...group.cose.map(thing =>
      make("li", {}, make("button", { type: "button", class: "voce", onclick: () => { go(thing.file, thing.riga); closePlan(); } }, make("span", { class: "t" }, thing.nome)))));
    const details = make("details", { "data-nome": group.nome }, make("summary", {}, make("span", {}, group.nome), make("b", {}, String(group.cose.length))));
    // A plan may have thousands of records: those of a kind are listed when it is opened.
    details.ontoggle = () => { if (details.open && details.children.length < 2) details.append(things()); };
    details.open = search !== "" || open.has(group.nome);
    return details;
  }));
  $("titolo-dati").hidden = !groups.length;
  $("niente").hidden = entries.length + groups.length > 0 || Number(search) > 0;
  here();
}

$("vedi-impostazioni").onclick = () => { if (now.state?.impostazioni) go(now.state.impostazioni, 1); closePlan(); };

/** How much there is of a section that the law asks for. */
const shape = due => {
  const [name, words] = due.stato === "assente" ? ["assente", "assente, col motivo"] : due.percentuale === 100 ? ["pieno", "c’è"] : due.trovate ? ["meta", "in parte"] : ["vuoto", "da scrivere"];
  return make("i", { class: name, role: "img", "aria-label": words, title: words });
};

/** Marks the section of the file that is open. */
export function here() {
  for (const entry of $("sezioni").querySelectorAll(".voce")) {
    if (entry.dataset.file === now.file) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  }
}

export function complete() {
  const all = now.state.completezza;
  $("piano-tipo").hidden = !all;
  if (!all) return;
  $("percento").textContent = all.percentuale === null ? "" : `${all.percentuale} %`;
  $("quanto").value = all.percentuale ?? 0;
  $("completezza").replaceChildren(...all.sezioni.filter(section => section.dovuta).map(section => {
    const missing = section.evidenze.flatMap(one => one.mancano).map(words => words.replaceAll("`", ""));
    return make("li", {}, shape(section), make("span", {}, `${section.numero} ${section.titolo}`), make("span", { class: "q" }, section.stato === "assente" ? "assente" : `${section.trovate} di ${section.dovute}`),
      missing.length ? make("span", { class: "manca" }, `mancano: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` e altri ${missing.length - 5}` : ""}`) : null);
  }));
}
