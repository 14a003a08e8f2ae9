// The start of every page: search box, shortcuts, printing, copying; then what this page needs.
import { $, $$, h, t } from "./dom.js";
import { attach } from "./search.js";
import { start as views } from "./views.js";

for (const form of $$("[data-find]")) attach(form);
views();

// A menu closes when one turns to something else; Esc gives the keyboard back to its button.
document.addEventListener("click", (event) => $$("details.more[open]").forEach((menu) => menu.contains(event.target) || (event.target.isConnected && (menu.open = false))));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.more[open]");
  if (!menu) return;
  menu.open = false;
  $("summary", menu).focus();
});

const KEYS = [["/", "search"], ["↑ ↓ Enter Esc", "pick"], ["← ↑ ↓ →", "step"], ["Enter", "choose"], ["Ctrl+Z Ctrl+Shift+Z", "undo"], ["Tab", "tab"], ["?", "this"]];

/** What the keyboard can do, in a window of its own. */
function help() {
  if ($("dialog.help")) return;
  const rows = KEYS.map(([keys, word]) => [h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, t(`help.${word}`))]);
  const box = h("dialog", { class: "help", "aria-labelledby": "help-title", onclose: () => box.remove() }, h("h2", { id: "help-title" }, t("help.title")), h("dl", {}, rows), h("button", { class: "btn main", type: "button", onclick: () => box.close() }, t("help.close")));
  document.body.append(box);
  box.showModal();
}

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) help();
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = $("[data-find] input");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
});

/** What a copy button copies: the sentence of a way, or a quote with its title, 文号, section and characters. */
function copied(button) {
  if (button.dataset.copy === "link") return location.href;
  if (button.dataset.copy === "sentence") return $("[data-sentence]").textContent.trim();
  const near = button.closest("[data-cite]") || (button.closest(".duty") && $("[data-cite]", button.closest(".duty")));
  const source = near || $("[data-cite]");
  if (!source) return "";
  const quote = $("[data-quote]", source).textContent.trim().replace(/\s*\n\s*/g, "");
  return `「${quote}」\n——${source.dataset.cite}`;
}

async function copy(button) {
  const text = copied(button);
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    // Plain http on an intranet has no clipboard: the old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = t("panel.copied");
  setTimeout(() => (button.textContent = before), 1500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-print")) window.print();
  if (button.dataset.copy) copy(button);
  if (button.hasAttribute("data-back")) history.back();
  if (button.hasAttribute("data-help")) help();
});

/** What is printed says when. */
function dated() {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  for (const place of $$("[data-today]")) place.textContent = ` · ${place.dataset.today} ${day}`;
}

/** #print: the page that lists everything, made to be printed. */
function printed() {
  if (location.hash !== "#print") return;
  history.replaceState(null, "", location.pathname + location.search);
  window.print();
}

addEventListener("beforeprint", dated);
const page = document.documentElement.dataset.page;
const parts = [];
if (page === "explore") parts.push(import("./explore.js").then((m) => m.ready));
else if (page === "unit" || page === "matrix") parts.push(import("./turn.js").then((m) => m.start()));
else if (page === "document") parts.push(import("./document.js"));
else if (page === "path") parts.push(import("./pick.js").then((m) => m.start()));
else if (page === "sparql") parts.push(import("./sparql.js").then((m) => m.start()));
else if (page === "import") parts.push(import("./import.js").then((m) => m.start()));
if (page === "preview") parts.push(import("./preview.js").then((m) => m.start()));
if (page === "matrix") parts.push(import("./matrix.js").then((m) => m.start()));
if ($("[data-picture]")) parts.push(import("./picture.js").then((m) => m.start()));
if ($("[data-sortable]")) parts.push(import("./table.js").then((m) => m.start()));
if ($("[data-correction]")) parts.push(import("./correct.js").then((m) => m.start()));
if ($("[data-again]")) {
  // A large store is still being counted: look again until it is.
  import("./turn.js").then((m) => {
    const again = () => $("[data-again]") && setTimeout(() => m.turn(location.href, false), Number($("[data-again]").dataset.again));
    m.onTurn(again);
    again();
  });
}
// Says that the page answers to the reader now.
Promise.all(parts).then(() => {
  document.documentElement.dataset.ready = "1";
  performance.mark("ready");
  printed();
});
