// In the site, in its frame: tells the preview which page is shown and what was clicked. Nothing comes back.
"use strict";
const page = location.pathname.split("/").pop();
parent.postMessage({ pagina: page }, "*");
addEventListener("click", event => {
  if (event.target.closest("a, button, summary, input, select")) return;
  // The nearest anchor at the place, or before it in the text.
  let at = event.target;
  while (at && at !== document.body) {
    if (at.id && !at.id.startsWith("_")) break;
    at = at.previousElementSibling || at.parentElement;
  }
  parent.postMessage({ pagina: page, clic: at && at !== document.body ? at.id : "" }, "*");
});
