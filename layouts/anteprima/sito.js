// In the site, in its frame: tells the preview what was clicked, and loads the page again when the preview says that it is old.
"use strict";
const page = location.pathname.split("/").pop();
const PARTS = "p, li, td, th, h1, h2, h3, h4, h5, h6, dt, dd, caption, figcaption, summary, figure svg";

/** The words of what was clicked. In a drawing, those that stand at the height of the click. */
function wordsAt(event, part) {
  if (!(part instanceof SVGElement)) return part.textContent;
  const texts = [...part.querySelectorAll("text")].map(text => ({ text, box: text.getBoundingClientRect() }));
  const far = ({ box }) => Math.max(0, box.top - event.clientY, event.clientY - box.bottom);
  const least = Math.min(...texts.map(far));
  return texts.filter(one => far(one) <= least + 1).map(one => one.text.textContent).join(" ");
}

addEventListener("click", event => {
  if (event.target.closest("a, button, summary, input, select")) return;
  // The nearest anchor at the place, or before it in the text.
  let at = event.target;
  while (at && at !== document.body) {
    if (at.id && !at.id.startsWith("_")) break;
    at = at.previousElementSibling || at.parentElement;
  }
  const part = event.target.closest(PARTS);
  const words = part ? wordsAt(event, part).slice(0, 400) : "";
  parent.postMessage({ pagina: page, clic: at && at !== document.body ? at.id : "", parole: words }, "*");
});

// What a click would open has a dashed frame.
let framed = null;
addEventListener("mouseover", event => {
  const part = event.target.closest?.("a, button, summary, input, select") ? null : event.target.closest?.(PARTS);
  if (part === framed) return;
  framed?.style.removeProperty("outline");
  framed = part ?? null;
  framed?.style.setProperty("outline", "2px dashed #0066cc");
});

addEventListener("message", event => {
  if (event.source !== parent || !event.data?.rinnova) return;
  name = String(scrollY);
  location.reload();
});

// A page that was loaded again stays where it was: the name of the frame is all that it may keep.
const before = Number(name);
name = "";
if (before) addEventListener("load", () => scrollTo({ top: before, behavior: "instant" }));
