// The site of the plan in its frame, and the way from what was clicked in it to its line.

import { $, askJson, fold, now } from "./base.js";
import { size } from "./pagine.js";
import { content, frame, show, stand } from "./testo.js";
import { tab } from "./problemi.js";

const site = (page, id) => `/sito/${now.state.sito}/${page}${id ? `#${id}` : ""}`;
/** Where the site shows the line of the reader. */
let onSite = "";
/** Whether the site in its frame is older than the plan. */
export const stale = { site: false };

/** The site is made again when it is seen: its frame loads the page again by itself, which keeps its place. */
export function renewSite() {
  if ($("sito").hidden || !stale.site) return;
  stale.site = false;
  if ($("sito").getAttribute("src")) $("sito").contentWindow.postMessage({ rinnova: true }, "*");
  else $("sito").src = onSite || site("index.html");
}

export function side(web) {
  $("fogli").hidden = web;
  $("sito").hidden = !web;
  $("pagina").classList.toggle("del-sito", web);
  $("vedi-pdf").setAttribute("aria-pressed", String(!web));
  $("vedi-sito").setAttribute("aria-pressed", String(web));
  if (!web) return void size();
  if (onSite && !($("sito").src || "").endsWith(onSite)) {
    stale.site = false;
    $("sito").src = onSite;
  } else renewSite();
}

/** The line, not before `from` if possible, that has most of the words that were clicked. `from` if none has most of them. */
function nearest(words, from) {
  const bare = said => [...new Set(fold(said).match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
  const sought = bare(words);
  const lines = content().split("\n");
  let best = null;
  lines.forEach((said, n) => {
    const has = new Set(bare(said)), hits = sought.filter(word => has.has(word)).length;
    const score = hits - (n + 1 < from ? 0.5 : 0) - Math.abs(n + 1 - from) / 1e5;
    // A long paragraph may be written on several lines: a line of which nearly all was clicked is its beginning.
    const enough = hits * 5 >= sought.length * 3 || hits >= 4 && hits * 1.25 >= has.size;
    if (hits && enough && (!best || score > best.score)) best = { at: n + 1, score };
  });
  return best?.at ?? from;
}

addEventListener("message", async event => {
  if (event.source !== $("sito").contentWindow || typeof event.data !== "object" || event.data === null) return;
  const { pagina, clic, parole } = event.data;
  if (typeof pagina !== "string" || typeof clic !== "string") return;
  const found = await askJson("/luogo", clic ? { pagina, id: clic } : { pagina });
  if (!found) return;
  tab(true);
  await show(found.file, found.riga);
  stand(typeof parole === "string" && parole ? nearest(parole, found.riga) : found.riga);
  frame(false);
});

/** The place of the site that shows the line of the author. `load`: whether the frame goes there. */
export function place(found, load) {
  if (!found) return;
  onSite = site(found.pagina, found.id);
  if (load && !$("sito").hidden) $("sito").src = onSite;
}
