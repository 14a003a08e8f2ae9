// The same data as a net: vis-network from the pyvis wheel, positions ours, physics off.
import { $, h, t } from "./dom.js";
import { SIZE, fit, labelled, look, rows, zoomer } from "./net_look.js";
import { width } from "./text.js";

const DASH = { cooperate: [7, 5], supervise: [2, 5] };
let loading = null;
let drawn = null;

/** Loads vis-network once. */
export function library() {
  if (window.vis) return Promise.resolve();
  loading =
    loading ||
    new Promise((resolve, reject) => {
      const script = h("script", { src: "/vendor/vis/vis-network.min.js" });
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  return loading;
}

const cut = (label) => rows(label, 12);

const TASKS = 24;
const KIND = 12;
// After unfolding: with the centre, the folds and a way below 300 nodes, as in the columns.
const MOST = { task: 150, unit: 70, policy: 40, deadline: 20 };
const unfolded = new Set();
let centre = null;

/** What is drawn: beyond a readable number the rest becomes one folded node a kind. */
function chosen(data) {
  const direct = data.hidden.includes("task");
  const items = (groups) => (direct ? [] : groups.flatMap((g) => g.items).filter((i) => i.id !== data.focus.id));
  const folds = [];
  const part = (rest, few, kind, room = MOST[kind]) => {
    const most = unfolded.has(kind) ? room : few;
    if (rest.length <= most + 1) return rest;
    const n = rest.length - most;
    const said = unfolded.has(kind) ? t("js.intable", { n }) : t("js.fold", { n });
    folds.push({ kind: "fold", row: { id: `fold/${kind}`, label: `${t(`type.${kind}`)}${t("sign.colon")}${said}`, shared: 99 }, of: kind });
    return rest.slice(0, most);
  };
  // What the reader has opened is always there, however much of the centre's own is folded.
  const fresh = items(data.groups.filter((g) => g.opened)).slice(0, MOST.task - TASKS - 1);
  const own = items(data.groups.filter((g) => !g.opened));
  const tasks = part(own, TASKS, "task", MOST.task - fresh.length).concat(fresh);
  const shown = new Set(tasks.map((i) => i.id).concat(data.focus.id));
  const led = new Set(data.links.filter((l) => shown.has(l.source)).map((l) => l.target));
  const related = [];
  for (const [kind, key] of [["unit", "units"], ["policy", "policies"], ["deadline", "deadlines"]]) {
    const named = data.hidden.includes(kind) ? [] : data.related[key].filter((row) => direct || led.has(row.id));
    for (const row of part(named, KIND, kind)) related.push({ kind, row });
  }
  return { tasks, related: related.concat(folds) };
}

/** Half the room a node needs with its label below it, in picture units at the size it is drawn. */
function room(label, kind) {
  const written = (kind === "fold" ? label : cut(label)).split("\n");
  return { w: Math.max(...written.map(width)) * SIZE * 0.5 + 7, up: 15, down: 17 + written.length * SIZE * 1.25 };
}

/** Moves overlapping boxes apart, the smaller overlap first; the focus stays. Deterministic and short. */
function apart(boxes) {
  for (let round = 0; round < 120; round += 1) {
    let moved = false;
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const [p, q] = [boxes[i], boxes[j]];
        const dx = p.w + q.w - Math.abs(q.x - p.x);
        const dy = (q.y >= p.y ? p.down + q.up : q.down + p.up) - Math.abs(q.y - p.y);
        if (dx <= 0 || dy <= 0) continue;
        moved = true;
        const share = p.fixed ? [0, 1] : q.fixed ? [1, 0] : [0.5, 0.5];
        if (dx < dy) {
          const sign = q.x >= p.x ? 1 : -1;
          p.x -= sign * dx * share[0];
          q.x += sign * dx * share[1];
        } else {
          const sign = q.y >= p.y ? 1 : -1;
          p.y -= sign * dy * share[0];
          q.y += sign * dy * share[1];
        }
      }
    }
    if (!moved) break;
  }
}

function positions(data, aspect) {
  const { tasks, related } = chosen(data);
  const boxes = [{ id: data.focus.id, x: 0, y: 0, fixed: true, ...room(data.focus.label, data.focus.type) }];
  const inner = Math.max(190, (tasks.length * 62) / (2 * Math.PI));
  const angle = new Map();
  tasks.forEach((task, i) => {
    const a = (i / tasks.length) * 2 * Math.PI - Math.PI / 2;
    angle.set(task.id, a);
    boxes.push({ id: task.id, x: inner * Math.cos(a) * aspect, y: inner * Math.sin(a), ...room(task.label, "task") });
  });
  for (const entry of related) {
    let x = 0;
    let y = 0;
    for (const link of data.links) if (link.target === entry.row.id && angle.has(link.source)) [x, y] = [x + Math.cos(angle.get(link.source)), y + Math.sin(angle.get(link.source))];
    entry.a = Math.atan2(y, x);
  }
  related.sort((p, q) => p.a - q.a || (p.row.id < q.row.id ? -1 : 1));
  // Evenly spread in the order of their tasks' directions: few crossings; what still meets moves apart.
  const outer = Math.max(inner + 190, (related.length * 70) / (2 * Math.PI));
  const turn = related.length ? related[0].a : 0;
  related.forEach((entry, i) => {
    const a = turn + (i / related.length) * 2 * Math.PI;
    boxes.push({ id: entry.row.id, x: outer * Math.cos(a) * aspect, y: outer * Math.sin(a), ...room(entry.row.label, entry.kind) });
  });
  const known = new Set(boxes.map((box) => box.id));
  const way = data.path ? data.path.nodes.filter((node) => !known.has(node.id)) : [];
  // The rest of a way to something far stands in a row below.
  const low = Math.max(...boxes.map((box) => box.y)) + 130;
  way.forEach((node, i) => boxes.push({ id: node.id, x: (i - (way.length - 1) / 2) * 260, y: low, ...room(node.label, node.type) }));
  apart(boxes);
  return { at: new Map(boxes.map((box) => [box.id, [box.x, box.y]])), tasks, related, way };
}

/** Draws into `place`; `pick` is told the id that was clicked. */
export async function show(place, data, pick) {
  try {
    await library();
  } catch (error) {
    place.replaceChildren(h("p", { class: "nothing" }, t("graph.missing")));
    return;
  }
  if (centre !== data.focus.id) unfolded.clear();
  centre = data.focus.id;
  // As wide as the stage is for its height: a round net leaves half of a wide screen empty.
  const { at, tasks, related, way } = positions(data, Math.min(2.4, Math.max(0.7, place.clientWidth / place.clientHeight)));
  const node = (id, kind, label, size, rank, bold) => ({ id, rank, bold, focus: bold, label: kind === "fold" ? label : cut(label), x: at.get(id)[0], y: at.get(id)[1], size, font: { size: SIZE, color: "#17222e" }, ...look(kind) });
  const nodes = [
    node(data.focus.id, data.focus.type, data.focus.label, 24, 0, true),
    ...tasks.map((i) => node(i.id, "task", i.label, 11, 2)),
    ...related.map(({ kind, row }) => node(row.id, kind, row.label, kind === "fold" ? 11 : 9 + Math.min(8, row.shared), 1 + 1 / (1 + row.shared))),
    ...way.map((n) => node(n.id, n.type === "item" ? "policy" : n.type, n.label, 11, 1)),
  ];
  const edge = (from, to, role) => ({ from, to, role, dashes: DASH[role] || false });
  const led = tasks.filter((i) => i.role || data.focus.type !== "unit").map((i) => edge(data.focus.id, i.id, i.role));
  const direct = data.hidden.includes("task") ? related.filter(({ kind }) => kind !== "fold").map(({ row }) => ({ source: data.focus.id, target: row.id })) : [];
  const linked = direct.concat(data.links.filter((l) => at.has(l.target) && at.has(l.source) && l.target !== data.focus.id));
  const steps = data.path ? data.path.links : [];
  const on = (e) => steps.some((l) => (l.source === e.from && l.target === e.to) || (l.source === e.to && l.target === e.from));
  const walked = steps.filter((l) => !led.concat(linked.map((k) => edge(k.source, k.target))).some((e) => [e.from, e.to].sort().join("\n") === [l.source, l.target].sort().join("\n"))).map((l) => edge(l.source, l.target, l.role));
  drawn = {
    on,
    nodes: new window.vis.DataSet(nodes),
    edges: new window.vis.DataSet([...led, ...linked.map((l) => edge(l.source, l.target, l.role)), ...walked].map((e, id) => ({ id, ...e }))),
  };
  const view = new window.vis.Network(place, drawn, { physics: false, autoResize: true, interaction: { hover: true, keyboard: false, zoomView: true }, edges: { smooth: { enabled: true, type: "continuous" } }, nodes: { chosen: false } });
  mark(data.sel);
  labelled(view, drawn.nodes);
  fit(view);
  zoomer(place, view);
  view.on("click", (event) => {
    const id = event.nodes[0];
    if (!id || id === data.focus.id) return undefined;
    if (id.startsWith("fold/")) {
      if (unfolded.has(id.slice(5))) return $('[data-v="table"]').click();
      unfolded.add(id.slice(5));
      show(place, data, pick);
    } else {
      pick(id);
    }
    return undefined;
  });
  drawn.view = view;
  place.dataset.ready = "1";
}

/** What is drawn, for a picture of it: `{view, nodes, edges}`, or null. */
export const shown = () => drawn;

/** Lets the lines of `id` stand out; nothing moves. */
export function mark(id) {
  if (!drawn) return;
  drawn.edges.update(
    drawn.edges.get().map((e) => {
      const hot = e.from === id || e.to === id;
      if (drawn.on(e)) return { id: e.id, color: { color: "#b3361d" }, width: 3.2 };
      return { id: e.id, color: { color: hot ? "#b9501a" : "#b9cbdd" }, width: (hot ? 1 : 0) + (e.role === "lead" ? 2 : 1.2) };
    }),
  );
  drawn.nodes.update(drawn.nodes.get().map((n) => ({ id: n.id, picked: n.id === id, borderWidth: n.id === id || n.focus ? 3 : 1.5 })));
}
