// Where everything stands: focus | tasks by section | related. Pure: data and width in, boxes out.
import { wrap } from "./text.js";

// What a picture may hold. An opened unit's tasks take what the rest leaves, the table has them all.
const NODES = 300;
const FOLDED = 8; // boxes that stand for what is not drawn are nodes too
const FRESH = 24; // of what an opened unit's tasks name
// How many of a kind are drawn: at first, more at each unfolding, at most. Together below 300: beyond
// that a picture says nothing, and the table view has them all.
const FOLDS = { tasks: [60, 60, 200], units: [12, 24, 60], policies: [12, 12, 24], deadlines: [8, 0, 8] };

/** How many of `total` are drawn after `times` unfoldings; one more than the limit is not worth a fold. */
function drawn(kind, total, times) {
  const [first, step, most] = FOLDS[kind];
  const room = Math.min(first + step * times, most);
  return total <= room + 1 ? total : room;
}

/** The box that stands for what is not drawn: unfolds, points to the table, or folds again; null when needless. */
function fold(kind, total, shown, times, place) {
  const n = total - shown;
  if (!n && !times) return null;
  return { kind: "fold", id: `fold/${kind}`, fold: kind, n, full: n > 0 && shown >= FOLDS[kind][2], ...place };
}

/** The box below an opened unit's tasks: what the picture has no room for, or what one may still open. */
function further(group, drawn, place) {
  const cut = group.items.length - drawn;
  if (!cut && !group.rest) return null;
  return { kind: "fold", id: "fold/opened", fold: "opened", unit: group.opened, n: cut || group.rest, full: cut > 0, ...place };
}
const TOP = 44;
const PAD = 18;

function columns(available) {
  const w = Math.max(available, 640);
  const wide = w >= 860;
  const w0 = wide ? 152 : 128;
  const w2 = Math.min(wide ? 226 : 180, Math.round(w * 0.27));
  const w1 = Math.min(340, w - 2 * PAD - w0 - w2 - (wide ? 150 : 110));
  const free = w - 2 * PAD - w0 - w1 - w2;
  const x1 = PAD + w0 + Math.round(free * 0.42);
  return { w, x0: PAD, w0, x1, w1, x2: w - PAD - w2, w2 };
}

function taskBoxes(data, col, open, from = TOP, most = NODES) {
  const boxes = [];
  const heads = [];
  let y = from;
  let count = 0;
  let doc = null;
  const times = open.get("tasks") || 0;
  const total = data.groups.reduce((sum, group) => sum + (group.opened ? 0 : group.items.length), 0);
  const room = drawn("tasks", total, times);
  const several = new Set(data.groups.map((g) => g.document && g.document.id)).size > 1;
  for (const group of data.groups) {
    const own = group.document ? group.document.id : group.opened;
    const named = several && own !== doc;
    doc = own;
    let headed = false;
    for (const item of group.items) {
      if (count >= (group.opened ? most : room)) continue;
      if (!headed) {
        if (boxes.length) y += 6;
        if (named && group.document) {
          heads.push({ x: col.x1 + 2, y: y + 13, text: wrap(group.document.label, col.w1 / 12.2, 1)[0], full: group.document.label, strong: true });
          y += 22;
        }
        if (group.label) {
          heads.push({ x: col.x1 + 2, y: y + 13, text: wrap(group.opened ? `+ ${group.label}` : group.label, col.w1 / 12.2, 1)[0], full: group.label });
          y += 22;
        }
        headed = true;
      }
      const rows = wrap(item.label, (col.w1 - 32) / 13, 2);
      const height = 36 + rows.length * 18;
      boxes.push({ kind: "task", id: item.id, item, x: col.x1, y, w: col.w1, h: height, rows });
      y += height + 8;
      count += 1;
    }
  }
  const opened = data.groups.find((group) => group.opened);
  const place = { x: col.x1, y, w: col.w1, h: 34 };
  const rest = (total && fold("tasks", total, room, times, place)) || (opened && further(opened, count, place));
  if (rest) {
    boxes.push(rest);
    y += 42;
  }
  return { boxes, heads, bottom: y };
}

const KINDS = [["unit", "units"], ["policy", "policies"], ["deadline", "deadlines"]];

/** How many tasks of an opened unit still fit beside `tasks` drawn boxes and what they name. */
function leftover(data, tasks, open, hidden) {
  const named = KINDS.filter(([kind]) => !hidden.includes(kind)).map(([, key]) => drawn(key, data.related[key].filter((row) => !row.opened).length, open.get(key) || 0));
  return Math.max(0, NODES - FOLDED - FRESH - tasks - named.reduce((sum, n) => sum + n, 1));
}

/** The box that stands for a kind the legend has switched off: says how many, and brings them back. */
const hiddenBox = (kind, n, place) => ({ kind: "fold", id: `hidden/${kind}`, hides: kind, n, h: 30, ...place });

function relatedBoxes(data, col, open, at, hidden) {
  const mean = new Map();
  for (const link of data.links) {
    const y = at.get(link.source);
    // What an opened unit brings in must not move what is already drawn.
    if (y === undefined || (link.opened && mean.has(link.target) && !mean.get(link.target)[2])) continue;
    const sum = mean.get(link.target) || [0, 0, link.opened];
    mean.set(link.target, [sum[0] + y, sum[1] + 1, sum[2]]);
  }
  const height = (row) => (mean.has(row.id) ? mean.get(row.id)[0] / mean.get(row.id)[1] : 0);
  const boxes = [];
  const heads = [];
  let y = 0;
  const place = (kind, row) => {
    const rows = wrap(row.label, (col.w2 - 46) / 13, 2);
    const h = 17 + rows.length * 17;
    boxes.push({ kind, id: row.id, row, x: col.x2, y, w: col.w2, h, rows });
    y += h + 7;
  };
  for (const [kind, key] of KINDS) {
    // Without tasks everything they name hangs on the centre itself.
    const all = data.related[key].filter((row) => (mean.has(row.id) || hidden.includes("task")) && !row.opened);
    if (!all.length) continue;
    if (boxes.length) y += 10;
    heads.push({ x: col.x2 + 2, y: y + 13, kind, n: all.length, of: data.related[key].filter((row) => !row.opened).length });
    y += 22;
    if (hidden.includes(kind)) {
      boxes.push(hiddenBox(kind, all.length, { x: col.x2, y, w: col.w2 }));
      y += 37;
      continue;
    }
    // The most shared ones stay when folding; their order then follows their tasks, so lines cross less.
    const times = open.get(key) || 0;
    const shown = all.slice(0, drawn(key, all.length, times));
    shown.sort((a, b) => height(a) - height(b) || (a.id < b.id ? -1 : 1));
    for (const row of shown) place(kind, row);
    const rest = fold(key, all.length, shown.length, times, { x: col.x2, y, w: col.w2, h: 30 });
    if (rest) {
      boxes.push(rest);
      y += 37;
    }
  }
  const before = y;
  const fresh = KINDS.flatMap(([kind, key]) => (hidden.includes(kind) ? [] : data.related[key].filter((row) => row.opened).map((row) => [kind, row])));
  if (fresh.length) {
    heads.push({ x: col.x2 + 2, y: y + 23, plus: fresh.length });
    y += 32;
    for (const [kind, row] of fresh.slice(0, FRESH)) place(kind, row);
    if (fresh.length > FRESH) {
      boxes.push({ kind: "fold", id: "fold/fresh", fold: "fresh", n: fresh.length - FRESH, full: true, x: col.x2, y, w: col.w2, h: 30 });
      y += 37;
    }
  }
  return { boxes, heads, before, height: y };
}

/**
 * {width, height, boxes, heads, edges, …}; `open` holds how often the reader unfolded what, `view` the visible height.
 * Boxes of one column share `column` 0, 1 or 2: the outer columns follow the reader (see `follow`).
 */
export function layout(data, available, view, open = new Map(), hidden = []) {
  const col = columns(available);
  const base = { ...data, groups: data.groups.filter((g) => !g.opened) };
  const without = hidden.includes("task");
  const tasks = without ? { boxes: [], heads: [], bottom: TOP + 38 } : taskBoxes(base, col, open);
  const settled = tasks.bottom;
  const more = taskBoxes({ groups: without ? [] : data.groups.filter((g) => g.opened) }, col, open, settled, leftover(data, tasks.boxes.length, open, hidden));
  if (without) tasks.boxes.push(hiddenBox("task", data.kept, { x: col.x1, y: TOP, w: col.w1 }));
  const cards = [...tasks.boxes, ...more.boxes];
  const at = new Map(cards.map((b) => [b.id, b.y + b.h / 2]));
  const related = relatedBoxes(data, col, open, at, hidden);
  const spare = Math.min(Math.max(settled, view - 20), view) - TOP - related.before - 16;
  const shift = TOP + Math.max(0, spare / 2);
  for (const part of [...related.boxes, ...related.heads]) part.y += shift;
  const rows = wrap(data.focus.label, (col.w0 - 24) / 16.5, 4);
  const h = 30 + 16 + rows.length * 22 + (data.focus.sub ? 18 : 0) + 44;
  const middle = Math.min((TOP + settled - 8) / 2, Math.max(view / 2, TOP + h / 2 + 4));
  const focus = { kind: "focus", column: 0, id: data.focus.id, x: col.x0, y: Math.max(TOP, middle - h / 2), w: col.w0, h, rows };
  for (const box of cards) box.column = 1;
  for (const box of related.boxes) box.column = 2;
  const boxes = new Map([focus, ...cards, ...related.boxes].map((b) => [b.id, b]));
  const edges = [];
  for (const box of cards) {
    if (box.item && (box.item.role || data.focus.type !== "unit")) edges.push({ from: focus, to: box, source: data.focus.id, target: box.id, role: box.item.role || "task", near: true });
  }
  for (const link of data.links) {
    const from = boxes.get(link.source);
    const to = boxes.get(link.target);
    if (from && to && to !== focus && from.kind === "task") edges.push({ from, to, source: link.source, target: link.target, role: link.role, near: false });
  }
  for (const box of without ? related.boxes : []) {
    if (box.row) edges.push({ from: focus, to: box, source: focus.id, target: box.id, role: { policy: "cites", deadline: "deadline" }[box.kind] || "shared", near: false });
  }
  const ends = [focus.y + h, more.bottom, shift + related.height];
  return { width: col.w, height: Math.max(...ends) + 18, view, ends, col, boxes, heads: { tasks: [...tasks.heads, ...more.heads], related: related.heads }, edges, focus };
}

/** How far the outer columns move down when the reader has scrolled `top`: they stay in sight. */
export function follow(plan, top) {
  const range = plan.height - plan.view;
  return plan.ends.map((end, column) => {
    if (column === 1 || range <= 0 || top <= 0) return 0;
    const room = plan.height - end - 18;
    // A column that fits the window stands still in it; a taller one scrolls through in the same time.
    return end <= plan.view ? Math.min(top, room) : (Math.min(top, range) / range) * room;
  });
}
