// The matrix: the row of the unit one asks about is in sight, with the first of its cells.
import { $ } from "./dom.js";
import { onTurn } from "./turn.js";

/** Scrolls only as far as needed, so that choosing a cell one sees moves nothing. */
function show() {
  const grid = $("#grid");
  const row = grid && $(".mine", grid);
  if (!row) return;
  const box = grid.getBoundingClientRect();
  const top = box.top + $("thead", grid).offsetHeight;
  // On a phone the table reaches below the window, behind the tabs there.
  const tabs = $(".tabs");
  const bottom = Math.min(box.bottom, innerHeight - (tabs ? tabs.offsetHeight : 0)) - $("tfoot", grid).offsetHeight;
  const at = row.getBoundingClientRect();
  if (at.top < top || at.bottom > bottom) grid.scrollTop += (at.top + at.bottom - top - bottom) / 2;
  const below = row.getBoundingClientRect().bottom - bottom;
  if (below > 0 && !location.hash) window.scrollBy(0, below); // the last row of a table that ends below the window
  const cell = $(".on", row) || $("td > a", row);
  const left = box.left + $("th", row).offsetWidth;
  const x = cell.getBoundingClientRect();
  if (x.left < left || x.right > box.right) grid.scrollLeft += x.left - left - 12;
}

/** Now, and after pages turn: once what was scrolled before is where it was. */
export function start() {
  show();
  onTurn(() => requestAnimationFrame(show));
}
