// A view as a picture to take along: SVG with real text, or PNG, each with a title and where the data comes from.
import { $, $$, h, s, t } from "./dom.js";
import { colour, filling, mark, rim } from "./net_look.js";
import { shown } from "./network.js";
import { width, wrap } from "./text.js";

const FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif';
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-opacity", "opacity", "font-size", "font-weight", "font-style", "text-anchor", "text-decoration-line"];
const MARGIN = 28;
const SIDE = 9000; // longest side of a PNG in pixels: more, and browsers give nothing

const line = (x, y, size, words, more) => s("text", { x, y, "font-size": size, ...more }, words);

/** A copy of drawn SVG whose look no longer depends on style sheets. */
function frozen(element) {
  // A picture leads nowhere: links become plain groups.
  const copy = element.localName === "a" ? s("g") : element.cloneNode(false);
  if (element.nodeType !== 1) return copy;
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return null;
  for (const name of Array.from(copy.attributes, (a) => a.name)) if (/^(class|id|tabindex|role|aria-|data-|style|href)/.test(name)) copy.removeAttribute(name);
  for (const name of KEPT) {
    const value = style.getPropertyValue(name);
    if (value && value !== "none" && value !== "normal" && value !== "auto") copy.setAttribute(name, value);
    else if (name === "fill" || name === "stroke") copy.setAttribute(name, value || "none");
  }
  for (const child of element.childNodes) {
    const part = frozen(child);
    if (part) copy.append(part);
  }
  return copy;
}

/** The whole picture: title, what is shown, the view, and the foot that says of which data. */
function framed(body, wide, tall, { title, sub }) {
  const inner = Math.max(wide, 420);
  const total = inner + 2 * MARGIN;
  const heads = wrap(title, inner / 22, 2);
  const top = MARGIN + heads.length * 30 + (sub ? 22 : 0) + 10;
  const foot = document.documentElement.dataset.foot || "";
  const svg = s("svg", { xmlns: "http://www.w3.org/2000/svg", width: total, height: top + tall + 52, viewBox: `0 0 ${total} ${top + tall + 52}`, "font-family": FONT, fill: "#17222e" });
  svg.append(
    s("title", {}, title),
    s("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    ...heads.map((row, i) => line(MARGIN, MARGIN + 20 + i * 30, 22, row, { "font-weight": 700 })),
    sub ? line(MARGIN, MARGIN + heads.length * 30 + 10, 13, wrap(sub, inner / 13, 1)[0], { fill: "#465463" }) : "",
    s("g", { transform: `translate(${MARGIN} ${top})` }, body),
    s("path", { d: `M${MARGIN} ${top + tall + 18}H${total - MARGIN}`, stroke: "#dbe1e8" }),
    line(MARGIN, top + tall + 38, 12, foot, { fill: "#647180" }),
  );
  return svg;
}

// the views

function columns() {
  const svg = $("#canvas svg");
  if (!svg) return null;
  const box = svg.getBBox();
  const body = s("g", { transform: `translate(${-box.x} ${-box.y})` }, Array.from(svg.childNodes, frozen).filter(Boolean));
  const present = (names, selector) => new Set(names.filter((name) => svg.querySelector(selector(name))));
  const kinds = present(["task", "unit", "policy", "deadline", "document", "place"], (kind) => `.n-${kind}, .f-${kind}`);
  const roles = present(Object.keys(LINES), (role) => `.near .edge.r-${role}, .n-task .tag.r-${role}`);
  return explained({ body, wide: Math.ceil(box.width), tall: Math.ceil(box.height) }, kinds, roles);
}

const LINES = { lead: [2.4, null], responsible: [1.4, null], cooperate: [1.4, "7 5"], supervise: [2, "1.5 4"] };

/** What the shapes and lines of a drawing mean, in one row below it: colour, shape and word. */
function legend(kinds, roles) {
  const parts = [];
  let x = 0;
  const word = (text) => {
    parts.push(line(x, 13, 12.5, text, { fill: "#465463" }));
    x += width(text) * 12.5 + 24;
  };
  for (const kind of ["task", "unit", "policy", "deadline", "document", "place"].filter((k) => kinds.has(k))) {
    const shape = mark(kind, x + 7, 8.5, 6.5);
    shape.setAttribute("fill", colour(kind));
    parts.push(shape);
    x += 20;
    word(t(`type.${kind}`));
  }
  for (const role of Object.keys(LINES).filter((r) => roles.has(r))) {
    const [wide, dash] = LINES[role];
    parts.push(s("path", { d: `M${x} 8.5h30`, stroke: "#4d8bc9", "stroke-width": wide, "stroke-dasharray": dash, fill: "none" }));
    x += 37;
    word(t(`role.${role}`));
  }
  return { parts, wide: x };
}

/** A drawing with its legend below. */
function explained({ body, wide, tall }, kinds, roles) {
  const { parts, wide: room } = legend(kinds, roles);
  return { body: s("g", {}, body, s("g", { transform: `translate(0 ${tall + 22})` }, parts)), wide: Math.max(wide, room), tall: tall + 44 };
}

/** A vis-network drawing, from its own numbers: shapes, lines, labels in a white halo; `plain`: without its legend. */
export function network({ view, nodes, edges }, plain = false) {
  const at = view.getPositions();
  const rows = nodes.get();
  if (!rows.length) return null;
  const size = (n) => (n.font && n.font.size) || 14;
  const labels = rows.map((n) => (n.label || "").split("\n"));
  const reach = rows.map((n, i) => Math.max(n.size || 12, ...labels[i].map((row) => (width(row) * size(n)) / 2)));
  const left = Math.min(...rows.map((n, i) => at[n.id].x - reach[i])) - 6;
  const top = Math.min(...rows.map((n) => at[n.id].y - (n.size || 12))) - 6;
  const right = Math.max(...rows.map((n, i) => at[n.id].x + reach[i])) + 6;
  const bottom = Math.max(...rows.map((n, i) => at[n.id].y + (n.size || 12) + labels[i].length * size(n) * 1.25)) + 12;
  const lines = edges.get().map((e) => {
    const [a, b] = [at[e.from], at[e.to]];
    const color = typeof e.color === "object" ? e.color.color : e.color;
    return s("path", { d: `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`, stroke: color || "#b9cbdd", "stroke-width": e.width || 1.2, "stroke-dasharray": Array.isArray(e.dashes) ? e.dashes.join(" ") : null, fill: "none" });
  });
  const marks = rows.map((n) => {
    const { x, y } = at[n.id];
    const shape = mark(n.kind, x, y, n.size);
    shape.setAttribute("fill", filling(n.kind));
    shape.setAttribute("stroke", rim(n.kind, n.borderWidth));
    shape.setAttribute("stroke-width", n.borderWidth || 1.5);
    return shape;
  });
  const words = rows.map((n, i) =>
    labels[i].map((row, k) => line(at[n.id].x, at[n.id].y + (n.size || 12) + size(n) * (1.1 + k * 1.25), size(n), row, { "text-anchor": "middle", stroke: "#fff", "stroke-width": 3.5, "paint-order": "stroke", "stroke-linejoin": "round" })),
  );
  const body = s("g", { transform: `translate(${(-left).toFixed(1)} ${(-top).toFixed(1)})` }, lines, marks, words);
  const found = { body, wide: Math.ceil(right - left), tall: Math.ceil(bottom - top) };
  if (plain) return found;
  const kinds = new Set(rows.map((n) => n.kind));
  return explained(found, kinds, new Set(edges.get().map((e) => e.role)));
}

const shade = (cell) => getComputedStyle(cell).backgroundColor;

/** The matrix as drawn cells: every row and column that the page shows, none of its scroll bars. */
function matrix() {
  const table = $("table.heat");
  if (!table) return null;
  const heads = Array.from(table.tHead.rows[0].cells).slice(1);
  const rows = Array.from(table.tBodies[0].rows);
  const name = Math.min(230, Math.max(...rows.map((r) => width(r.cells[0].textContent.trim()) * 13)) + 14);
  const [cell, tall] = [78, 28];
  const titles = heads.map((th) => wrap(th.textContent.trim(), 5.6, 4));
  const top = Math.max(...titles.map((rows_) => rows_.length)) * 16 + 10;
  const parts = titles.map((rows_, i) => rows_.map((row, k) => line(name + i * cell + cell / 2, top - 10 - (rows_.length - 1 - k) * 16, 12, row, { "text-anchor": "middle", fill: "#465463", "font-weight": 600 })));
  const place = (r) => top + r * tall;
  rows.forEach((tr, r) => {
    parts.push(line(0, place(r) + 18, 13, wrap(tr.cells[0].textContent.trim(), (name - 10) / 13, 1)[0]));
    Array.from(tr.cells).slice(1).forEach((td, c) => {
      const x = name + c * cell;
      const sum = td.classList.contains("sum");
      const link = td.querySelector("a");
      const figure = link ? Array.from(link.childNodes).filter((n) => n.nodeType === 3).map((n) => n.textContent).join("").trim() : td.textContent.trim();
      if (!sum) parts.push(s("rect", { x: x + 1, y: place(r) + 1, width: cell - 2, height: tall - 2, rx: 4, fill: shade(td) }));
      if (figure) parts.push(line(x + cell / 2, place(r) + 18.5, 13, figure, { "text-anchor": "middle", fill: link && !sum ? getComputedStyle(link).color : "#17222e", "font-weight": sum ? 600 : 400 }));
      if (td.classList.contains("f")) parts.push(s("rect", { x: x + 5, y: place(r) + 5, width: 6, height: 6, rx: 1, fill: /h[45]/.test(td.className) ? "#fff" : "#123a66" }));
    });
  });
  const feet = table.tFoot ? Array.from(table.tFoot.rows[0].cells) : [];
  feet.forEach((td, c) => parts.push(line(c ? name + (c - 1) * cell + cell / 2 : 0, place(rows.length) + 19, 12.5, td.textContent.trim(), { "text-anchor": c ? "middle" : "start", fill: "#465463" })));
  const key = $(".board .key");
  if (key) parts.push(line(0, place(rows.length) + 52, 12, Array.from(key.childNodes).filter((n) => !(n.classList && n.classList.contains("only-js"))).map((n) => n.textContent.trim()).filter(Boolean).join("　■ "), { fill: "#647180" }));
  return { body: s("g", {}, parts), wide: name + heads.length * cell, tall: place(rows.length) + 62 };
}

/** The strip of dates and the first rows of each group below it. */
function timeline() {
  const strip = $(".strip svg");
  const parts = [];
  const wide = Math.max(900, strip ? strip.width.baseVal.value : 0);
  let y = 0;
  if (strip) {
    parts.push(s("g", {}, Array.from(strip.childNodes, frozen).filter(Boolean)));
    y += strip.height.baseVal.value + 18;
  }
  for (const group of $$(".timeline .gap")) {
    const rows = $$(".dues > li", group);
    if (!rows.length) continue;
    parts.push(line(0, (y += 24), 16, $("h2", group).textContent.replace(/\s+/g, " ").trim(), { "font-weight": 700 }));
    y += 8;
    for (const row of rows.slice(0, 80)) {
      const when = $(".when b", row).textContent.trim();
      const owners = $$(".with .unit", row).map((u) => u.textContent.trim()).join(t("sign.join"));
      const late = row.classList.contains("late");
      parts.push(line(0, (y += 22), 13, when, { "font-weight": 600, fill: late ? "#b3361d" : "#6d4b00" }), line(130, y, 13, wrap($("h3", row).textContent.trim(), (wide - 480) / 13, 1)[0]), line(wide - 330, y, 12.5, owners ? wrap(owners, 26, 1)[0] : "", { fill: "#86390c" }));
    }
    if (rows.length > 80) parts.push(line(130, (y += 22), 12.5, `… +${rows.length - 80}`, { fill: "#647180" }));
    y += 16;
  }
  return { body: s("g", {}, parts), wide, tall: y + 6 };
}

async function drawn(view) {
  if (view === "matrix") return matrix();
  if (view === "timeline") return timeline();
  if (view === "sparql") return import("./sparql_graph.js").then((m) => m.shown() && network(m.shown()));
  // Above a table there is a picture too: its columns.
  return $("#network") && !$("#network").hidden ? shown() && network(shown()) : columns();
}

function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 2000);
}

async function png(svg, blob) {
  const [w, tall] = [svg.width.baseVal.value, svg.height.baseVal.value];
  const scale = Math.min(2, SIDE / Math.max(w, tall));
  const image = new Image();
  const address = URL.createObjectURL(blob);
  await new Promise((done, failed) => {
    image.onload = done;
    image.onerror = failed;
    image.src = address;
  });
  const canvas = h("canvas", { width: Math.round(w * scale), height: Math.round(tall * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** The button's view as a file; says so in the button when there is nothing to draw. */
async function take(button) {
  const found = await drawn(button.dataset.view);
  if (!found) {
    button.textContent = t("js.nopicture");
    return;
  }
  const title = button.dataset.title;
  const svg = framed(found.body, found.wide, found.tall, { title, sub: button.dataset.sub });
  const blob = new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml;charset=utf-8" });
  const name = title.replace(/[\\/:*?"<>|\s]+/g, " ").trim().slice(0, 80);
  if (button.dataset.picture === "svg") save(blob, `${name}.svg`);
  else save(await png(svg, blob), `${name}.png`);
}

const PAGE = 1.42; // height of a page by the width of what stands on it
const FIRST = 1.2; // of the first one, below the title

/** Where a drawing taller than a page is cut: between two boxes, never through one. `[[from, to], …]`. */
export function pages(wide, tall, boxes) {
  const found = [];
  let from = 0;
  while (tall - from > wide * (found.length ? PAGE : FIRST)) {
    const end = from + wide * (found.length ? PAGE : FIRST);
    const ends = boxes.map(([, bottom]) => bottom + 4).filter((y) => y > from + 40 && y <= end);
    const to = ends.length ? Math.max(...ends) : end;
    found.push([from, to]);
    from = to;
  }
  return [...found, [from, tall]];
}

/** The columns page by page; [] where one page holds them. */
function sheets() {
  const svg = $("#canvas svg");
  if (!svg || !$("#canvas").clientWidth) return [];
  const [wide, tall] = [svg.width.baseVal.value, svg.height.baseVal.value];
  const boxes = $$(".c1 .box", svg).map((box) => box.getBBox()).map((b) => [b.y, b.y + b.height]);
  const cuts = pages(wide, tall, boxes);
  if (cuts.length < 2) return [];
  const parts = Array.from(svg.childNodes, frozen).filter(Boolean);
  return cuts.map(([from, to]) => s("svg", { viewBox: `0 ${from} ${wide} ${to - from}`, "font-family": FONT, fill: "#17222e" }, parts.map((part) => part.cloneNode(true))));
}

/** Paper gets the network as lines and text (a canvas would be empty or coarse there), and long columns page by page. */
function forPaper() {
  const stage = $("#network");
  if (!stage) return;
  $$(".printed").forEach((old) => old.remove());
  const net = !stage.hidden && shown() && network(shown(), true);
  const drawings = net ? [s("svg", { viewBox: `0 0 ${net.wide} ${net.tall}`, "font-family": FONT, fill: "#17222e" }, net.body)] : stage.hidden ? sheets() : [];
  $("#explorer").classList.toggle("sheets", stage.hidden && drawings.length > 1);
  stage.after(...drawings.map((svg) => h("div", { class: "printed print-only" }, svg)));
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]");
    if (button) take(button);
  });
  window.addEventListener("beforeprint", forPaper);
}
