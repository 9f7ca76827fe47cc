// The pages of the PDF: their pictures, the frames on them, and the way from a point of a page to its line.

import { $, askJson, make, now } from "./base.js";
import { frame, go } from "./testo.js";

/** Margins of a page, left out when the width of the text is asked for. */
const TEXT = 1.24;

export function leaves() {
  const box = $("fogli"), pages = now.state.pagine;
  box.querySelector(".vuoto-foglio")?.remove();
  $("quante").textContent = String(pages.length);
  while (box.children.length > pages.length) box.lastChild.remove();
  pages.forEach((page, n) => {
    let leaf = box.children[n];
    if (!leaf) {
      leaf = make("div", { class: "foglio", "data-pagina": n + 1 }, make("img", { alt: `Pagina ${n + 1}`, draggable: "false" }));
      box.append(leaf);
      seen.observe(leaf);
    }
    leaf.style.aspectRatio = `${page.larghezza} / ${page.altezza}`;
    if (leaf.dataset.nome !== page.nome) {
      leaf.dataset.nome = page.nome;
      if (leaf.dataset.vista) draw(leaf);
    }
  });
  if (!pages.length) box.append(make("div", { class: "vuoto-foglio" }, (now.state.si_compone ? "Si compongono le pagine…" : "Qui si vedranno le pagine, quando l’errore che le ferma sarà corretto.")));
  size();
  if (now.file) frame(false);
}

/** The picture is changed when the new one has come and can be painted: a page never flashes. */
async function draw(leaf) {
  const name = leaf.dataset.nome, image = new Image();
  leaf.dataset.vista = "sì";
  if (leaf.dataset.disegnata === name) return;
  image.alt = `Pagina ${leaf.dataset.pagina}`;
  image.draggable = false;
  image.src = `/pagina/${leaf.dataset.pagina}/${name}.svg`;
  try {
    await image.decode();
  } catch {
    return;
  }
  if (leaf.dataset.nome !== name) return;
  leaf.dataset.disegnata = name;
  leaf.querySelector("img").replaceWith(image);
}

/** Pages near the eye have their picture, those far away give it back. */
const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) draw(target);
    else if (target.dataset.vista) {
      delete target.dataset.vista;
      delete target.dataset.disegnata;
      target.querySelector("img").replaceWith(make("img", { alt: `Pagina ${target.dataset.pagina}` }));
    }
  }
}, { root: $("fogli"), rootMargin: "1500px 0px" });

/** The page at the top of what is seen, and how far into it. */
export function place() {
  const top = $("fogli").scrollTop + 12;
  const leaf = [...$("fogli").children].find(one => one.offsetTop - $("fogli").offsetTop + one.offsetHeight > top + 40);
  return leaf ? { leaf, part: (top - (leaf.offsetTop - $("fogli").offsetTop)) / (leaf.offsetHeight || 1) } : null;
}

export function size() {
  const box = $("fogli"), how = $("misura").value;
  if (!box.clientWidth) return;
  const before = place();
  const room = box.clientWidth - 2 * parseFloat(getComputedStyle(box).paddingLeft), high = box.clientHeight - 24;
  box.classList.toggle("testo", how === "testo");
  for (const leaf of box.children) {
    const page = now.state.pagine[leaf.dataset.pagina - 1];
    if (!page) continue;
    const width = how === "intera" ? Math.min(room, high * page.larghezza / page.altezza) : how === "testo" ? room * TEXT : room;
    if (leaf.style.width === `${width}px`) continue;
    leaf.style.width = `${width}px`;
    leaf.style.marginLeft = how === "testo" ? `${(room - width) / 2}px` : "";
  }
  if (before?.leaf.isConnected && box.scrollTop > 0) box.scrollTop = before.leaf.offsetTop - box.offsetTop + before.part * before.leaf.offsetHeight - 12;
}

export function turn(page) {
  const leaf = $("fogli").children[Math.max(1, Math.min(page, now.state.pagine.length)) - 1];
  if (leaf) $("fogli").scrollTop = leaf.offsetTop - $("fogli").offsetTop - 8;
}

export const number = () => {
  const at = place();
  if (at?.leaf.dataset.pagina && document.activeElement !== $("numero")) $("numero").value = at.leaf.dataset.pagina;
};
$("fogli").addEventListener("scroll", () => requestAnimationFrame(number), { passive: true });

/** Words of one paragraph stand in many places, one beside the other: each heap of them gets one frame. */
function heaps(spots) {
  const found = [];
  for (const { pagina, dove } of spots) {
    const near = found.find(one => one.pagina === pagina && dove[1] < one.dove[3] + 9 && dove[3] > one.dove[1] - 9);
    if (!near) found.push({ pagina, dove: [...dove] });
    else near.dove = [Math.min(near.dove[0], dove[0]), Math.min(near.dove[1], dove[1]), Math.max(near.dove[2], dove[2]), Math.max(near.dove[3], dove[3])];
  }
  return found;
}

/** A frame on a page, with the number of its line. */
function box(leaf, dove, words, kind) {
  const page = now.state.pagine[leaf.dataset.pagina - 1];
  const [left, top, right, bottom] = dove, pad = 4;
  const frame = make("div", { class: kind }, make("b", {}, words));
  Object.assign(frame.style, {
    left: `${100 * (left - pad) / page.larghezza}%`, top: `${100 * (top - pad) / page.altezza}%`,
    width: `${100 * (right - left + 2 * pad) / page.larghezza}%`, height: `${100 * (bottom - top + 2 * pad) / page.altezza}%`,
  });
  leaf.append(frame);
  return frame;
}

/** Frames places of the pages. The pages move only if none of them is in sight: then to the largest, which is not in the contents. */
export function mark(spots, scroll) {
  document.querySelectorAll(".segno").forEach(one => one.remove());
  const frames = [];
  for (const { pagina, dove } of heaps(spots)) {
    const leaf = $("fogli").children[pagina - 1];
    if (now.state.pagine[pagina - 1] && leaf) frames.push([box(leaf, dove, `riga ${now.line}`, "segno"), (dove[2] - dove[0]) * (dove[3] - dove[1])]);
  }
  if (!scroll || !frames.length) return;
  const sight = $("fogli").getBoundingClientRect();
  const insight = ([one]) => { const at = one.getBoundingClientRect(); return at.bottom > sight.top + 20 && at.top < sight.bottom - 20; };
  if (frames.some(insight)) return;
  const [best] = frames.reduce((a, b) => (b[1] > a[1] ? b : a));
  const at = best.getBoundingClientRect();
  $("fogli").scrollTop += at.top - sight.top - sight.height / 3;
}

/** The point of a page under the pointer. */
const under = event => {
  const leaf = event.target.closest(".foglio");
  if (!leaf) return null;
  const box = leaf.getBoundingClientRect(), page = Number(leaf.dataset.pagina);
  const scale = now.state.pagine[page - 1].larghezza / box.width;
  return { leaf, pagina: page, x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
};
const askPoint = ({ pagina, x, y }) => askJson("/punto", { pagina, x: x.toFixed(1), y: y.toFixed(1) });

$("fogli").onclick = async event => {
  const at = under(event);
  const found = at && await askPoint(at);
  if (found) go(found.file, found.riga, false, found.colonna);
};

/** Says where a click would lead: a dashed frame over what the line under the pointer made. One question at a time. */
let busy = false, over = "";
const unhover = () => { over = ""; document.querySelectorAll(".verso").forEach(one => one.remove()); };
$("fogli").addEventListener("pointermove", async event => {
  const at = event.pointerType === "mouse" ? under(event) : null;
  if (!at || busy) return void (at || unhover());
  busy = true;
  try {
    const found = await askPoint(at);
    const key = found && `${at.pagina} ${found.file} ${found.riga}`;
    if (!key) unhover();
    else if (key !== over) {
      const spots = await askJson("/riga", { file: found.file, riga: found.riga });
      unhover();
      over = key;
      const near = heaps((spots?.pagine ?? []).filter(one => one.pagina === at.pagina)).find(({ dove }) => at.x >= dove[0] - 6 && at.x <= dove[2] + 6 && at.y >= dove[1] - 6 && at.y <= dove[3] + 6);
      if (near && !(found.file === now.file && found.riga === now.line)) box(at.leaf, near.dove, `vai a ${found.riga}`, "segno verso");
      else over = "";
    }
  } finally {
    setTimeout(() => { busy = false; }, 60);
  }
}, { passive: true });
$("fogli").addEventListener("pointerleave", unhover);
