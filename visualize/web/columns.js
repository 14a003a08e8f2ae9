// Draws a layout as SVG: real text that can be selected, printed, focused and read aloud.
import { figure, glyphPath, s, t } from "./dom.js";
import { width } from "./text.js";

const text = (x, y, cls, content, more) => s("text", { x, y, class: cls, ...more }, content);

function curve(edge, shifts) {
  const x1 = edge.from.x + edge.from.w;
  const y1 = edge.from.y + edge.from.h / 2 + shifts[edge.from.column];
  const y2 = edge.to.y + edge.to.h / 2 + shifts[edge.to.column];
  const bend = (edge.to.x - x1) * 0.5;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${edge.to.x - bend} ${y2} ${edge.to.x} ${y2}`;
}

function tagOf(item, focusType) {
  if (focusType === "unit" && item.role) {
    const role = t(`role.${item.role}`);
    const many = item.of > 1 && item.rank;
    if (many && item.rank === 1 && item.role === "lead") return { cls: "lead", label: t("role.first", { role }) };
    return { cls: item.role, label: many ? `${role} ${item.rank}/${item.of}` : role };
  }
  if (!item.others.length) return { cls: "none", label: t("js.nowner") };
  const role = item.others[0].role;
  return { cls: role, label: `${t(`role.${role}`)} ${item.others[0].label.length > 9 ? item.others[0].label.slice(0, 8) + "…" : item.others[0].label}` };
}

function small(item, focusType) {
  const others = focusType === "unit" && item.role ? item.others.length : Math.max(0, item.others.length - 1);
  const parts = [];
  if (others) parts.push(t("js.others", { n: others }));
  else if (item.role) parts.push(t("js.alone"));
  if (item.deadlines.length) parts.push(`◆ ${t("js.hasdeadline")}`);
  if (item.cites.length) parts.push(`▮ ${t("js.hascites")}`);
  return parts;
}

function taskNode(box, data) {
  const { item } = box;
  const tag = tagOf(item, data.focus.type);
  const tagWidth = width(tag.label) * 11.5 + 13;
  const y = box.y + 14 + box.rows.length * 18;
  let room = box.w - 15 - tagWidth - 18;
  const notes = [];
  for (const part of small(item, data.focus.type)) {
    const w = width(part) * 11.5 + 10;
    if (w > room) break;
    notes.push(part);
    room -= w;
  }
  return s(
    "g",
    { class: "node n-task", "data-id": box.id, tabindex: 0, role: "button", "aria-label": [item.label, tag.label, ...notes].join(t("sign.comma")) },
    s("title", {}, item.label),
    s("rect", { class: "box", x: box.x, y: box.y, width: box.w, height: box.h, rx: 8 }),
    s("rect", { class: "spine", x: box.x, y: box.y + 8, width: 4, height: box.h - 16, rx: 2 }),
    box.rows.map((row, i) => text(box.x + 15, box.y + 22 + i * 18, "name", row)),
    s("rect", { class: `tag r-${tag.cls}`, x: box.x + 15, y, width: tagWidth, height: 17, rx: 4 }),
    text(box.x + 15 + tagWidth / 2, y + 12.6, `tagtext r-${tag.cls}`, tag.label, { "text-anchor": "middle" }),
    notes.length && text(box.x + 15 + tagWidth + 9, y + 12.6, "small", notes.join("  ")),
  );
}

function relatedNode(box) {
  const { row } = box;
  return s(
    "g",
    { class: `node rel n-${box.kind}`, "data-id": box.id, tabindex: 0, role: "button", "aria-label": `${t(`type.${box.kind}`)} ${row.label}` },
    s("title", {}, row.label),
    s("rect", { class: "box", x: box.x, y: box.y, width: box.w, height: box.h, rx: 8 }),
    s("path", { class: `glyph g-${box.kind}`, d: glyphPath(box.kind), transform: `translate(${box.x + 10} ${box.y + box.h / 2 - 8})` }),
    box.rows.map((line, i) => text(box.x + 33, box.y + 21 + i * 17, "name", line)),
  );
}

/** The +9 of a unit that has nine more tasks: a button of its own beside its box. */
function moreBadge(box, data) {
  const { row } = box;
  if (box.kind !== "unit" || !row.more || data.opened === row.id) return null;
  const label = `+${row.more}`;
  const w = width(label) * 11 + 14;
  return s(
    "g",
    { class: "more", "data-open": row.id, "data-n": row.more, role: "button", tabindex: 0, "aria-label": `${row.label}${t("sign.colon")}${t("js.more", { n: row.more })}` },
    s("title", {}, t("js.more", { n: row.more })),
    s("rect", { x: box.x + box.w - w + 9, y: box.y - 8, width: w, height: 17, rx: 8.5 }),
    text(box.x + box.w - w / 2 + 9, box.y + 4.4, "", label, { "text-anchor": "middle" }),
  );
}

function foldWords(box) {
  if (box.hides) return `${t("js.hiddenkind", { n: box.n, kind: t(`type.${box.hides}`) })} · ${t("js.unhide")} ▸`;
  if (box.full) return t("js.intable", { n: box.n });
  if (box.fold === "opened") return t("js.further", { n: box.n });
  return box.n ? t("js.fold", { n: box.n }) : t("js.unfold");
}

function foldNode(box) {
  return s(
    "g",
    { class: "node n-fold", "data-fold": box.fold || "hidden", "data-hides": box.hides, "data-unit": box.unit, "data-rest": box.full ? "table" : box.n ? "more" : "none", "data-id": box.id, tabindex: 0, role: "button" },
    s("rect", { class: "box", x: box.x, y: box.y, width: box.w, height: box.h, rx: 8 }),
    text(box.x + box.w / 2, box.y + box.h / 2 + 4.5, "name", foldWords(box), { "text-anchor": "middle" }),
  );
}

function focusNode(box, data) {
  const { focus } = data;
  const figures = [[data.kept, t("js.tasks")], [data.related.units.length, t(focus.type === "unit" ? "js.counterparts" : "js.units")]];
  let y = box.y + 52;
  const names = box.rows.map((row) => {
    const node = text(box.x + 13, y, "name", row);
    y += 22;
    return node;
  });
  const sub = focus.sub && text(box.x + 13, y - 2, "sub", focus.sub);
  if (focus.sub) y += 18;
  const half = (box.w - 20) / 2;
  const b = box;
  return s(
    "g",
    { class: `node n-focus f-${focus.type}`, "data-id": focus.id, "data-focus": "" },
    s("rect", { class: "box", x: b.x, y: b.y, width: b.w, height: b.h, rx: 10 }),
    s("path", { class: "band", d: `M${b.x} ${b.y + 28}v-18a10 10 0 0 1 10-10h${b.w - 20}a10 10 0 0 1 10 10v18z` }),
    text(b.x + 13, b.y + 19, "kind", t(`type.${focus.type}`)),
    names,
    sub,
    figures.map(([n, word], i) => [text(b.x + 13 + i * half, y + 12, "figure", figure(n)), text(b.x + 13 + i * half, y + 29, "unitword", word)]),
  );
}

const nodeOf = (box, data) => {
  if (box.kind === "focus") return focusNode(box, data);
  if (box.kind === "task") return taskNode(box, data);
  return box.kind === "fold" ? foldNode(box) : [relatedNode(box), moreBadge(box, data)];
};

/** The SVG of a layout: lines below, three columns of boxes above. */
export function draw(plan, data) {
  const { col, heads } = plan;
  const path = (edge) => {
    edge.path = s("path", { class: `edge r-${edge.role}`, d: curve(edge, [0, 0, 0]), "data-a": edge.source, "data-b": edge.target });
    return edge.path;
  };
  const boxes = Array.from(plan.boxes.values());
  const nodes = (column) => boxes.filter((b) => b.column === column).map((b) => nodeOf(b, data));
  const caption = (head) => (head.plus ? `+${head.plus}` : `${t(`type.${head.kind}`)} ${head.n}${head.of > head.n ? ` / ${head.of}` : ""}`);
  return s(
    "svg",
    { width: plan.width, height: plan.height, viewBox: `0 0 ${plan.width} ${plan.height}`, role: "group", "aria-label": data.focus.label },
    s("g", { class: "far" }, plan.edges.filter((e) => !e.near).map(path)),
    s("g", { class: "near" }, plan.edges.filter((e) => e.near).map(path)),
    s("g", { class: "c0" }, text(col.x0 + 2, 27, "c-head", t(`type.${data.focus.type}`)), nodes(0)),
    s("g", { class: "c1" }, text(col.x1 + 2, 27, "c-head", `${t("js.tasks")} ${data.kept}`), heads.tasks.map((head) => s("g", {}, s("title", {}, head.full), text(head.x, head.y, head.strong ? "c-head" : "c-sec", head.text))), nodes(1)),
    s("g", { class: "c2" }, text(col.x2 + 2, 27, "c-head", t("js.related")), heads.related.map((head) => text(head.x, head.y, "c-sec", caption(head))), nodes(2)),
  );
}

/** Moves the outer columns by `shifts` and lets the lines follow; `rough` leaves the faint ones for later. */
export function slide(svg, plan, shifts, rough = false) {
  svg.classList.toggle("moving", rough);
  for (const column of [0, 2]) svg.querySelector(`.c${column}`).setAttribute("transform", `translate(0 ${shifts[column]})`);
  for (const edge of plan.edges) if (!rough || edge.near || edge.path.classList.contains("hot")) edge.path.setAttribute("d", curve(edge, shifts));
}

/** Shows what belongs to `id`: its lines and neighbours stand out, the rest fades. Nothing moves. */
export function light(svg, id, chosen) {
  const near = new Set([id]);
  for (const edge of svg.querySelectorAll(".edge")) {
    const hot = edge.dataset.a === id || edge.dataset.b === id;
    edge.classList.toggle("hot", hot);
    if (hot) near.add(edge.dataset.a).add(edge.dataset.b);
  }
  for (const node of svg.querySelectorAll(".node")) {
    node.classList.toggle("hot", near.has(node.dataset.id));
    node.classList.toggle("sel", node.dataset.id === chosen);
    if (node.classList.contains("n-task")) node.setAttribute("aria-pressed", String(node.dataset.id === chosen));
  }
  svg.classList.toggle("chosen", Boolean(id) && near.size > 1);
}

/** Marks what lies on the way to another thing; it keeps its colour whatever is chosen. */
export function way(svg, path) {
  if (!path) return;
  const nodes = new Set(path.nodes.map((node) => node.id));
  for (const node of svg.querySelectorAll(".node")) node.classList.toggle("way", nodes.has(node.dataset.id));
  for (const edge of svg.querySelectorAll(".edge")) edge.classList.toggle("way", path.links.some((l) => (l.source === edge.dataset.a && l.target === edge.dataset.b) || (l.source === edge.dataset.b && l.target === edge.dataset.a)));
}
