// How a net is drawn: the shapes of the legend, labels that never cover each other, buttons to find the whole again.
import { glyphPath, h, s, t } from "./dom.js";
import { width } from "./text.js";

const FACE = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif';
export const SIZE = 16;
const READABLE = 11.5; // px on the screen: smaller is no label
const FIT = 0.9; // labels reach further out than the nodes that fit() looks at

const COLOURS = { unit: "#b9501a", task: "#1f68a8", policy: "#6a4c9c", deadline: "#a87400", document: "#3f566d", place: "#23714f", statement: "#1f68a8", fold: "#8fa2b6", other: "#8490a0" };
const INK = "#17222e";
/** The colour of a kind, as the legend has it. */
export const colour = (kind) => COLOURS[kind] || COLOURS.other;
/** What is chosen, and the centre, wear a dark rim. */
export const rim = (kind, wide) => (wide > 2 ? INK : colour(kind));
const HOLLOW = new Set(["statement", "fold"]);
const outline = (kind) => glyphPath(["statement", "other", "fold"].includes(kind) ? "task" : kind);
/** What a shape is filled with: a statement and a folded rest are hollow. */
export const filling = (kind) => (HOLLOW.has(kind) ? "#fff" : colour(kind));

/** The glyph of a kind around a point, `size` from its middle to its rim: legend, net and picture agree. */
export function mark(kind, x, y, size) {
  const k = size / 7;
  return s("path", { d: outline(kind), transform: `translate(${(x - 8 * k).toFixed(1)} ${(y - 8 * k).toFixed(1)}) scale(${k.toFixed(3)})`, "vector-effect": "non-scaling-stroke" });
}

function painted(kind) {
  const path = new Path2D(outline(kind));
  return ({ ctx, x, y, style }) => ({
    drawNode() {
      const k = style.size / 7;
      ctx.translate(x - 8 * k, y - 8 * k);
      ctx.scale(k, k);
      ctx.fillStyle = filling(kind);
      ctx.fill(path);
      if (kind === "fold") ctx.setLineDash([2.4, 1.8]);
      ctx.lineWidth = style.borderWidth / k;
      ctx.strokeStyle = rim(kind, style.borderWidth);
      ctx.stroke(path);
    },
    nodeDimensions: { width: 2 * style.size, height: 2 * style.size },
  });
}

/** The options of a node of a kind; a folded rest is a dashed ring. */
export const look = (kind) => ({ kind, shape: "custom", ctxRenderer: painted(kind) });

/** A name in at most two rows of about equal length. */
export function rows(name, most) {
  const chars = Array.from(name.replace(/\s+/g, " "));
  if (chars.length <= most) return name;
  const shown = chars.slice(0, 2 * most - 1);
  const half = Math.ceil(shown.length / 2);
  return `${shown.slice(0, half).join("")}\n${shown.slice(half).join("")}${chars.length > shown.length ? "…" : ""}`;
}

const clash = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Where a label of `w` × `tall` may stand beside its node: below, above, right, left. */
function places({ x, y }, reach, w, tall) {
  return [
    [x - w / 2, y + reach],
    [x - w / 2, y - reach - tall],
    [x + reach, y - tall / 2],
    [x - reach - w, y - tall / 2],
  ].map(([left, top]) => [left, top, left + w, top + tall]);
}

function write(ctx, node, box, px) {
  ctx.fillStyle = "rgba(248,250,252,0.86)";
  ctx.fillRect(...box.slice(0, 2), box[2] - box[0], box[3] - box[1]);
  ctx.font = `${node.bold ? 700 : 400} ${px}px ${FACE}`;
  ctx.fillStyle = "#17222e";
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  node.label.split("\n").forEach((row, i) => ctx.fillText(row, (box[0] + box[2]) / 2, box[1] + px * (0.08 + i * 1.25)));
}

/**
 * Writes the labels of `nodes` (a DataSet with `label`, `rank`, lower first) over a net: readable at any
 * zoom, none over another or over a shape. One that finds no room is written when its node is pointed at
 * or chosen.
 */
export function labelled(view, nodes) {
  let pointed = null;
  const point = (id) => {
    pointed = id;
    view.redraw();
  };
  view.on("hoverNode", (event) => point(event.node));
  view.on("blurNode", () => point(null));
  view.on("afterDrawing", (ctx) => {
    const scale = view.getScale();
    const at = view.getPositions();
    const { clientWidth, clientHeight } = ctx.canvas;
    const [low, high] = [view.DOMtoCanvas({ x: 0, y: 0 }), view.DOMtoCanvas({ x: clientWidth, y: clientHeight })];
    const drawn = nodes.get({ filter: (n) => n.label });
    const loud = (n) => n.id === pointed || n.picked;
    drawn.sort((a, b) => loud(b) - loud(a) || (a.rank || 0) - (b.rank || 0));
    const taken = drawn.map((n) => [at[n.id].x - n.size, at[n.id].y - n.size, at[n.id].x + n.size, at[n.id].y + n.size]);
    const shapes = taken.length;
    drawn.forEach((n, i) => {
      const px = Math.max(n.bold ? SIZE * 1.15 : SIZE, READABLE / scale);
      const lines = n.label.split("\n");
      const w = Math.max(...lines.map(width)) * px + px * 0.3;
      const found = places(at[n.id], n.size + 3 / scale, w, lines.length * px * 1.25 + px * 0.1);
      const seen = found.filter((box) => box[0] > low.x && box[1] > low.y && box[2] < high.x && box[3] < high.y);
      const free = seen.find((box) => !taken.some((other, k) => k !== i && clash(box, other)));
      if (!free && !loud(n)) return;
      const box = free || seen[0] || found[0];
      taken.push(box);
      write(ctx, n, box, px);
    });
    view.labels = taken.length - shapes;
  });
}

/** The whole net in sight, with room for its labels. */
export function fit(view) {
  view.fit({ animation: false });
  view.moveTo({ scale: Math.min(1.4, view.getScale() * FIT) });
}

/** Buttons over the net: nearer, further, all of it. */
export function zoomer(place, view) {
  const button = (sign, key, act) => h("button", { type: "button", class: "square", title: t(key), "aria-label": t(key), onclick: act }, sign);
  const by = (factor) => () => view.moveTo({ scale: view.getScale() * factor });
  place.append(h("div", { class: "zoomer" }, button("＋", "js.nearer", by(1.3)), button("－", "js.further.away", by(1 / 1.3)), button("⤢", "js.whole", () => fit(view))));
}
