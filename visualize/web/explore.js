// The explorer: draws the columns or the network for the data the page carries, and turns pages.
import { $, $$, carried, exploreOf, h, t } from "./dom.js";
import { draw, light, slide, way } from "./columns.js";
import { menu } from "./expand.js";
import { follow, layout } from "./layout.js";
import { onTurn, start, turn, turnPart } from "./turn.js";

const FEW = 10;
const open = new Map();
let data = null;
let svg = null;
let plan = null;
let net = null;
let drawnWidth = 0;

function address(changes) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return url.pathname + url.search;
}

function paint() {
  const canvas = $("#canvas");
  if (!canvas || !data || !data.groups.length) return;
  if (!canvas.clientWidth) return;
  const began = performance.now();
  drawnWidth = canvas.clientWidth;
  plan = layout(data, canvas.clientWidth, canvas.clientHeight, open, data.hidden);
  svg = draw(plan, data);
  canvas.replaceChildren(svg);
  light(svg, data.sel, data.sel);
  way(svg, data.path);
  keep();
  canvas.dataset.ms = (performance.now() - began).toFixed(1);
}

/** The outer columns stay in sight while the tasks scroll; on paper they stand where they belong. */
function keep(top = null, rough = false) {
  const canvas = $("#canvas");
  if (svg && plan && canvas) slide(svg, plan, follow(plan, top === null ? canvas.scrollTop : top), rough);
}

let settled = 0;
/** Many lines are redrawn when the reader stops, not on the way. */
function scrolled() {
  const many = plan && plan.edges.length > 300;
  if ($(".fresh")) fresh();
  clearTimeout(settled);
  requestAnimationFrame(() => keep(null, many));
  if (many) settled = setTimeout(() => keep(), 120);
}

function select(id) {
  if (id.startsWith("deadline/")) {
    const link = data.links.find((l) => l.target === id);
    if (link) select(link.source);
    return;
  }
  data.sel = id;
  if (svg) light(svg, id, id);
  if (net) net.mark(id);
  $("#explorer").classList.add("picked");
  for (const row of $$("#list tr.sel")) row.classList.remove("sel");
  const row = $(`#list tr[data-id="${CSS.escape(id)}"]`);
  if (row) row.classList.add("sel");
  const url = address({ sel: id });
  turnPart("panel", url, url.replace("/explore", "/explore/panel"), id);
}

function expand(unit, anchor) {
  const url = address({ sel: unit });
  return menu(anchor, url.replace("/explore", "/explore/panel"), data.sel);
}

function activate(target) {
  const more = target.closest("[data-open]");
  if (more) {
    // A few come at once; of many the reader says how many, and as what.
    if (Number(more.dataset.n) <= FEW) return turn(address({ open: more.dataset.open, take: "", rel: "" }));
    return expand(more.dataset.open, more);
  }
  const edge = target.closest(".edge");
  if (edge) return select([edge.dataset.a, edge.dataset.b].find((id) => id.includes("/task/")) || edge.dataset.b);
  const node = target.closest(".node");
  if (!node) return undefined;
  if (node.dataset.fold) {
    const kind = node.dataset.fold;
    if (node.dataset.hides) return turn(address({ hide: data.hidden.filter((other) => other !== node.dataset.hides).join(",") }));
    if (kind === "opened" && node.dataset.rest !== "table") return expand(node.dataset.unit, node);
    if (node.dataset.rest === "table") return turn(address({ view: "table" }));
    if (node.dataset.rest === "none") open.delete(kind);
    else open.set(kind, (open.get(kind) || 0) + 1);
    return paint();
  }
  return "focus" in node.dataset ? undefined : select(node.dataset.id);
}

function step(node, key) {
  const nodes = Array.from(svg.querySelectorAll(".node:not(.n-focus)"));
  const box = (n) => n.querySelector(".box").getBBox();
  const here = box(node);
  const same = (n) => Math.abs(box(n).x - here.x) < 2;
  const vertical = key === "ArrowDown" || key === "ArrowUp";
  const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  const ahead = nodes.filter((n) => (vertical ? same(n) && sign * (box(n).y - here.y) > 0 : sign * (box(n).x - here.x) > 2));
  ahead.sort((a, b) => Math.abs(box(a).y - here.y) - Math.abs(box(b).y - here.y));
  if (ahead[0]) ahead[0].focus();
}

async function network() {
  const place = $("#network");
  const on = Boolean($(".v-network"));
  if (!place) return;
  place.hidden = !on;
  net = on ? await import("./network.js") : null;
  if (net) await net.show(place, data, select);
}

const TRAIL = 5;

/** The centres one came by, oldest first: where one is stands in the heading. */
function trail() {
  const place = $("#trail");
  let walked = [];
  try {
    walked = JSON.parse(sessionStorage.getItem("trail") || "[]").filter((step) => step.id !== data.focus.id);
    sessionStorage.setItem("trail", JSON.stringify([...walked, { id: data.focus.id, label: data.focus.label }].slice(-TRAIL - 1)));
  } catch (error) {
    return; // a browser told to keep nothing shows no trail
  }
  const steps = walked.slice(-TRAIL).map((step) => h("a", { href: exploreOf(step.id), "data-turn": true, "data-sel": "", title: step.label }, step.label));
  place.replaceChildren(...steps);
  place.hidden = !steps.length;
}

/** New tasks stand below what was there: says so while they are out of sight, and leads there. */
function fresh() {
  const canvas = $("#canvas");
  const group = data && data.groups.find((g) => g.opened);
  const box = group && plan && plan.boxes.get(group.items[0].id);
  const below = box && canvas.clientHeight && box.y > canvas.scrollTop + canvas.clientHeight - box.h;
  const known = $(".fresh");
  if (!below) return known && known.remove();
  if (known) return undefined;
  const go = () => canvas.scrollTo({ top: box.y - 70, behavior: "smooth" });
  return $(".stage").append(h("button", { class: "fresh btn", type: "button", onclick: go }, t("js.below", { n: group.items.length, unit: group.label })));
}

function begin() {
  data = carried("data");
  svg = null;
  plan = null;
  if (!data) return Promise.resolve();
  trail();
  paint();
  requestAnimationFrame(fresh); // where the reader had scrolled is restored first
  const drawn = network();
  const canvas = $("#canvas");
  canvas.addEventListener("scroll", scrolled, { passive: true });
  canvas.addEventListener("click", (event) => activate(event.target));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      activate(event.target);
    } else if (event.key.startsWith("Arrow") && event.target.closest(".node")) {
      event.preventDefault();
      step(event.target.closest(".node"), event.key);
    }
  });
  canvas.addEventListener("pointerover", (event) => {
    const node = event.target.closest(".node");
    if (svg) light(svg, node && !node.dataset.fold ? node.dataset.id : data.sel, data.sel);
  });
  canvas.addEventListener("pointerleave", () => svg && light(svg, data.sel, data.sel));
  return drawn;
}

addEventListener("beforeprint", () => keep(0));
addEventListener("afterprint", () => keep());
addEventListener("resize", () => $("#canvas") && $("#canvas").clientWidth !== drawnWidth && paint());
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  // Each step is in the history: undo is back, redo is forward.
  if (!typing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    history.go(event.shiftKey ? 1 : -1);
  }
  if (event.key === "Escape" && !$("dialog[open]") && $(".picked") && $(".panel .close").offsetParent) turn(address({ sel: "" }));
});
function reveal() {
  const canvas = $("#canvas");
  const box = plan && plan.boxes.get(data.sel);
  if (box && box.column === 1 && box.y + box.h > canvas.clientHeight) canvas.scrollTop = box.y + box.h / 2 - canvas.clientHeight / 2;
}

onTurn(begin);
start();
/** Settles when the first view is drawn. */
export const ready = begin();
if (data) reveal();
