// The preview in the browser. It asks for the state of the plan, shows it, and asks again: the server answers when there is news.

import { $, button, hour, make, now } from "./base.js";
import { leaves, size } from "./pagine.js";
import { renewSite, stale } from "./cornice.js";
import { complete, plan } from "./piano.js";
import { list, tab } from "./problemi.js";
import { again, current, go, judged, show } from "./testo.js";
import { dirty, retry, tell } from "./salva.js";
import "./riquadri.js";
import { plans } from "./comandi.js";
import "./strumenti.js";
import "./incolla.js";

async function follow() {
  let missed = 0;
  for (;;) {
    let news = null;
    try {
      const answer = await fetch(`/stato?da=${now.state ? now.state.numero : 0}`);
      now.stranger = answer.status === 403;
      if (now.stranger) throw new Error("another program");
      if (answer.status === 200) news = await answer.json();
      missed = 0;
      $("chiuso").hidden = true;
      retry();
    } catch {
      missed += 1;
      if (missed > 1) closed();
      await new Promise(done => setTimeout(done, 1500));
    }
    if (news) await take(news);
  }
}

/** Says that the program was closed, or that another one answers in its place. */
function closed() {
  $("chiuso").hidden = false;
  $("chiuso").textContent = now.stranger
    ? "L’anteprima è stata chiusa e riaperta: questa pagina è di quella di prima, e non può più salvare. Copia da qui ciò che non è salvato, poi continua nella pagina che si è aperta."
    : "Il programma è stato chiuso: le pagine che vedi sono le ultime. Per vedere le nuove, riapri l’anteprima.";
  tell();
}

async function take(next) {
  // Another plan of the workspace begins from its first section, as the first one does.
  const first = now.state === null || now.state.piani?.qui !== next.piani?.qui;
  now.state = next;
  plans(next.piani);
  document.title = `${next.ente || "Piano"} – anteprima`;
  $("ente").textContent = next.ente || "Piano senza nome";
  $("titolo").textContent = next.titolo || "";
  $("stato").textContent = next.stato || "";
  $("stato").hidden = !next.stato;
  $("pubblica").hidden = !next.comandi;
  if (!next.vecchie && !next.si_compone) now.made = hour();
  composing(next.si_compone);
  old(next.vecchie);
  plan();
  complete();
  list();
  leaves();
  stale.site = true;
  renewSite();
  tell();
  // Who passes to the plan of the open file stays in it.
  if (first && next.piani && current()?.other_plan?.n === next.piani.qui) await go(now.file, now.line);
  else if (first) begin();
  else if (now.file && current() && dirty(current())) judged();
  else if (now.file) await again();
}

/** What is seen at the beginning: what is wrong, if something keeps the pages from being made, else the first section. */
function begin() {
  // On a phone a page is read at the width of its text, and has no measure to choose.
  if (innerWidth <= 600) $("misura").value = "testo";
  size();
  // A section that is made of records has no text to begin from.
  const section = now.state.sezioni.find(one => one.file.endsWith(".md")) ?? now.state.sezioni[0];
  if (section) show(section.file, section.riga);
  tab(!(now.state.vecchie || !section));
}

let soon = 0;
/** After a moment says that new pages are coming. */
function composing(yes) {
  clearTimeout(soon);
  if (yes) soon = setTimeout(() => { $("compone").hidden = false; }, 400);
  else $("compone").hidden = true;
}

function old(why) {
  const strip = $("vecchie");
  strip.hidden = !why;
  $("pagina").classList.toggle("vecchi", !!why);
  if (!why) return;
  const pages = now.state.pagine.length ? `Pagine di prima, delle ${now.made}:` : "Le pagine non si fanno:";
  const what = why.file ? `c’è un errore alla riga ${why.riga} di ${why.file}` : why.messaggio || "c’è un errore";
  strip.replaceChildren(
    make("p", {}, make("strong", {}, pages), ` ${what}.`),
    why.file ? button(`Vai alla riga ${why.riga}`, () => go(why.file, why.riga, true, why.colonna)) : button("Vedi i problemi", () => tab(false)));
}

follow();
