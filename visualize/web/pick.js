// Picking one thing by name: a box that searches while typing and keeps the id of what was chosen.
import { $$ } from "./dom.js";
import { attach } from "./search.js";

/** Arms every box marked data-pick; without this file the server takes the best hit of the words. */
export function start() {
  for (const place of $$("[data-pick]")) {
    const box = place.querySelector("input[type=search]");
    const kept = place.querySelector("input[type=hidden]");
    const words = box.name;
    kept.value = kept.dataset.id;
    box.addEventListener("input", () => (kept.value = ""));
    attach(place, (hit) => {
      box.value = hit.label;
      kept.value = hit.id;
    });
    place.closest("form").addEventListener("submit", () => {
      // The id alone says it: shorter addresses, and equal ones for equal questions. Both are set each time: a
      // browser that goes back shows the form as it was sent.
      box.name = kept.value ? "" : words;
      kept.disabled = !kept.value;
    });
  }
}
