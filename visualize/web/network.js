// The same data as a net: vis-network from the pyvis wheel, positions ours, physics off.
import { h, t } from "./dom.js";

const LOOK = {
  unit: { shape: "square", color: { background: "#fdf1e7", border: "#b9501a" } },
  task: { shape: "dot", color: { background: "#e9f2fb", border: "#1f68a8" } },
  policy: { shape: "triangle", color: { background: "#f3effa", border: "#6a4c9c" } },
  deadline: { shape: "diamond", color: { background: "#fdf5da", border: "#a87400" } },
  document: { shape: "box", color: { background: "#edf1f5", border: "#3f566d" } },
  place: { shape: "hexagon", color: { background: "#e6f4ec", border: "#23714f" } },
};
const DASH = { cooperate: [7, 5], supervise: [2, 5] };
let loading = null;

function library() {
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

const cut = (label) => {
  const chars = Array.from(label);
  const rows = [chars.slice(0, 12).join(""), chars.slice(12, 23).join("")].filter(Boolean);
  return rows.join("\n") + (chars.length > 23 ? "…" : "");
};

function positions(data, hidden) {
  const tasks = data.groups.flatMap((g) => g.items);
  const at = new Map([[data.focus.id, [0, 0]]]);
  const inner = Math.max(190, (tasks.length * 62) / (2 * Math.PI));
  const angle = new Map();
  tasks.forEach((task, i) => {
    const a = (i / tasks.length) * 2 * Math.PI - Math.PI / 2;
    angle.set(task.id, a);
    at.set(task.id, [inner * Math.cos(a) * 1.25, inner * Math.sin(a)]);
  });
  const related = [];
  for (const [kind, key] of [["unit", "units"], ["policy", "policies"], ["deadline", "deadlines"]]) if (!hidden.includes(kind)) for (const row of data.related[key]) related.push({ kind, row });
  for (const entry of related) {
    let x = 0;
    let y = 0;
    for (const link of data.links) if (link.target === entry.row.id && angle.has(link.source)) [x, y] = [x + Math.cos(angle.get(link.source)), y + Math.sin(angle.get(link.source))];
    entry.a = Math.atan2(y, x);
  }
  related.sort((p, q) => p.a - q.a || (p.row.id < q.row.id ? -1 : 1));
  // Evenly spread in the order of their tasks' directions: no overlap, few crossings.
  const outer = Math.max(inner + 165, (related.length * 84) / (2 * Math.PI));
  const turn = related.length ? related[0].a : 0;
  related.forEach((entry, i) => {
    const a = turn + (i / related.length) * 2 * Math.PI;
    at.set(entry.row.id, [outer * Math.cos(a) * 1.25, outer * Math.sin(a)]);
  });
  return { at, tasks, related };
}

/** Draws into `place`; `pick` is told the id that was clicked. */
export async function show(place, data, pick) {
  try {
    await library();
  } catch (error) {
    place.replaceChildren(h("p", { class: "nothing" }, t("graph.missing")));
    return;
  }
  const { at, tasks, related } = positions(data, data.hidden);
  const node = (id, kind, label, size, bold) => ({ id, label: cut(label), x: at.get(id)[0], y: at.get(id)[1], size, borderWidth: bold ? 3 : 1.5, font: { size: bold ? 19 : 16, background: "rgba(248,250,252,0.82)", color: "#17222e", face: "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif", vadjust: 0 }, ...LOOK[kind] });
  const nodes = [
    node(data.focus.id, data.focus.type, data.focus.label, 26, true),
    ...tasks.filter((i) => i.id !== data.focus.id).map((i) => node(i.id, "task", i.label, 11, i.id === data.sel)),
    ...related.map(({ kind, row }) => node(row.id, kind, row.label, 9 + Math.min(8, row.shared), row.id === data.sel)),
  ];
  const edge = (from, to, role) => ({ from, to, color: { color: from === data.sel || to === data.sel ? "#b9501a" : "#b9cbdd" }, width: from === data.sel || to === data.sel ? 2.2 : 1.2, dashes: DASH[role] || false });
  const edges = [...tasks.filter((i) => i.id !== data.focus.id && (i.role || data.focus.type !== "unit")).map((i) => edge(data.focus.id, i.id, i.role)), ...data.links.filter((l) => at.has(l.target) && at.has(l.source)).map((l) => edge(l.source, l.target, l.role))];
  const view = new window.vis.Network(place, { nodes, edges }, { physics: false, autoResize: true, interaction: { hover: true, keyboard: false, zoomView: true }, edges: { smooth: { enabled: true, type: "continuous" } }, nodes: { chosen: false } });
  view.fit({ animation: false });
  // Labels are wider than the nodes that fit() looks at.
  view.moveTo({ scale: view.getScale() * 0.9 });
  view.on("click", (event) => event.nodes[0] && event.nodes[0] !== data.focus.id && pick(event.nodes[0]));
  place.dataset.ready = "1";
}
