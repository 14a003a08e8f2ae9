// The menu of an expansion: how many of a unit's other tasks, and as what. The server says the counts.
import { $, $$, h, t } from "./dom.js";
import { onTurn } from "./turn.js";

let shown = null;
let asked = 0; // the menu asked for last: of two quick clicks only one menu opens

function close(back) {
  if (!shown) return;
  const { box, anchor } = shown;
  shown = null;
  box.remove();
  if (back && anchor.isConnected) anchor.focus();
}

/** Beside the anchor, inside the window. */
function put(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  box.style.top = `${at.bottom + height + 6 < innerHeight ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
}

/** Opens the menu found in the panel at `from`; its links keep `sel`, what the reader has selected. */
export async function menu(anchor, from, sel) {
  close(false);
  const turn = (asked += 1);
  const answer = await fetch(from, { headers: { Accept: "text/html" } });
  const found = answer.ok && $(".expand", new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (!found || turn !== asked) return;
  const part = document.importNode(found, true);
  for (const link of $$("a[data-turn]", part)) {
    const url = new URL(link.href);
    if (sel) url.searchParams.set("sel", sel);
    else url.searchParams.delete("sel");
    link.href = url.pathname + url.search;
  }
  const box = h("div", { class: "popover", role: "dialog", "aria-label": t("js.choose.take") }, part);
  shown = { box, anchor };
  document.body.append(box);
  put(box, anchor);
  $("a", box).focus();
}

onTurn(() => close(false));
document.addEventListener("click", (event) => shown && !shown.box.contains(event.target) && close(false));
document.addEventListener("focusin", (event) => shown && !shown.box.contains(event.target) && close(false));
document.addEventListener("scroll", () => close(false), { capture: true, passive: true });
document.addEventListener(
  "keydown",
  (event) => {
    if (!shown || event.key !== "Escape") return;
    event.stopPropagation();
    close(true);
  },
  true,
);
