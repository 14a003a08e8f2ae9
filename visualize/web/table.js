// Sortable tables: a click on a heading sorts each group's rows; numbers as numbers, Chinese by pinyin.
import { $$ } from "./dom.js";

const collator = new Intl.Collator("zh-CN", { numeric: true });

function sort(table, column, down) {
  const value = (row) => (row.cells[column] ? row.cells[column].textContent.trim() : "");
  for (const body of table.tBodies) {
    const rows = Array.from(body.rows).filter((row) => !row.classList.contains("group"));
    // Empty cells stay at the end in both directions.
    rows.sort((a, b) => Number(!value(a)) - Number(!value(b)) || (down ? -1 : 1) * collator.compare(value(a), value(b)));
    body.append(...rows);
  }
}

function arm(table) {
  if (table.dataset.armed) return;
  table.dataset.armed = "1";
  Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
    if (cell.hasAttribute("data-plain")) return;
    cell.tabIndex = 0;
    cell.style.cursor = "pointer";
    const go = () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down);
    };
    cell.addEventListener("click", go);
    cell.addEventListener("keydown", (event) => event.key === "Enter" && go());
  });
}

/** Makes every marked table sortable, now and after pages turn. */
export function start() {
  const all = () => $$("[data-sortable]").forEach(arm);
  all();
  import("./turn.js").then((m) => m.onTurn(all));
}
