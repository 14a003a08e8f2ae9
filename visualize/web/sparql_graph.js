// Rows of a query as a picture: vis-network from the pyvis wheel, laid out once, then still.
import { $, glyph, h, pageOf, t } from "./dom.js";
import { fit, labelled, look, rows as twoRows, zoomer } from "./net_look.js";
import { library } from "./network.js";
import { hasPage, idOf, nameOf } from "./sparql_result.js";

const MOST = 300;
let drawn = null;

/** What is drawn, for a picture of it: `{view, nodes, edges}`, or null. */
export const shown = () => drawn;

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

function kindOf(iri) {
  const id = idOf(iri) || "";
  if (/^doc\/[^/]+\/task\//.test(id)) return "task";
  if (/^doc\/[^/]+\/\w+\//.test(id)) return "statement";
  if (id.startsWith("doc/")) return "document";
  return ["unit", "place", "policy"].find((kind) => id.startsWith(`${kind}/`)) || "other";
}

/** `{nodes, edges, left}`: at most 300 nodes, in the order of the rows. */
export function shape(rows, ends) {
  const nodes = new Map();
  const edges = new Map();
  let left = 0;
  const add = (value) => {
    if (nodes.has(value.value)) return true;
    if (nodes.size >= MOST) return false;
    const kind = value.type === "uri" ? kindOf(value.value) : "other";
    nodes.set(value.value, { id: value.value, kind, full: value.type === "uri" ? nameOf(value.value) : value.value });
    return true;
  };
  for (const row of rows) {
    const [a, b, by] = [row[ends.source], row[ends.target], ends.by ? row[ends.by] : null];
    if (!a || !b || b.type === "literal" || (by && by.value === TYPE)) continue;
    if (!add(a) || !add(b)) {
      left += 1;
      continue;
    }
    edges.set(`${a.value} ${b.value} ${by ? by.value : ""}`, { from: a.value, to: b.value, full: by ? nameOf(by.value) : "" });
  }
  return { nodes: Array.from(nodes.values()), edges: Array.from(edges.values()), left };
}

function legend(nodes, links) {
  const kinds = new Map();
  for (const n of nodes) kinds.set(n.kind, (kinds.get(n.kind) || 0) + 1);
  return h(
    "p",
    { class: "legend-row" },
    Array.from(kinds, ([kind, n]) => h("span", {}, glyph(kind), " ", t(`type.${kind}`), " ", h("b", {}, String(n)))),
    links.length === 1 && links[0] ? h("span", {}, `→ ${links[0]}`) : null,
  );
}

/** Spreads a finished layout over a wide stage. */
function spread(view, stage, data) {
  const at = view.getPositions();
  const ids = Object.keys(at);
  const span = (axis) => Math.max(1, Math.max(...ids.map((id) => at[id][axis])) - Math.min(...ids.map((id) => at[id][axis])));
  const wider = Math.min(2.4, Math.max(1, (stage.clientWidth / stage.clientHeight) * (span("y") / span("x"))));
  data.nodes.update(ids.map((id) => ({ id, x: at[id].x * wider, y: at[id].y })));
  fit(view);
}

/** Draws rows into `place`; tells below it what is pointed at. */
export async function picture(place, rows, ends) {
  const { nodes, edges, left } = shape(rows, ends);
  if (!nodes.length) {
    place.replaceChildren(h("p", { class: "muted" }, t("sparql.graph.none")));
    return;
  }
  try {
    await library();
  } catch (error) {
    place.replaceChildren(h("p", { class: "nothing" }, t("graph.missing")));
    return;
  }
  const stage = h("div", { class: "net", id: "net", role: "img", "aria-label": t("sparql.graph.label", { nodes: nodes.length, edges: edges.length }) });
  const told = h("p", { class: "told hint", role: "status" }, t("sparql.graph.hint"));
  const links = Array.from(new Set(edges.map((e) => e.full)));
  place.replaceChildren(legend(nodes, links), stage, told, left ? h("p", { class: "hint" }, t("sparql.graph.left", { n: left, most: MOST })) : "");
  const many = nodes.length > 60;
  // What has many lines keeps its label where not all find room.
  const degree = new Map(nodes.map((n) => [n.id, edges.filter((e) => e.from === n.id || e.to === n.id).length]));
  const data = {
    nodes: new window.vis.DataSet(nodes.map((n) => ({ id: n.id, label: twoRows(n.full, 13), size: 11, rank: -degree.get(n.id), font: { size: 14 }, ...look(n.kind) }))),
    edges: new window.vis.DataSet(edges.map((e, id) => ({ id, from: e.from, to: e.to, label: many || links.length < 2 ? undefined : e.full || undefined, font: { size: 11, color: "#647180", strokeWidth: 3 }, color: { color: "#b9cbdd", highlight: "#b9501a" }, arrows: { to: { enabled: true, scaleFactor: 0.55 } } }))),
  };
  const view = new window.vis.Network(stage, data, {
    physics: { solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -70, springLength: 110, avoidOverlap: 0.4 }, stabilization: { iterations: many ? 150 : 260, fit: true } },
    layout: { improvedLayout: false, randomSeed: 7 },
    edges: { smooth: false },
    interaction: { hover: true, keyboard: false },
  });
  view.once("stabilizationIterationsDone", () => {
    view.setOptions({ physics: false });
    spread(view, stage, data);
    zoomer(stage, view);
    stage.dataset.ready = "1";
  });
  labelled(view, data.nodes);
  drawn = { view, ...data };
  const byId = new Map(nodes.map((n) => [n.id, n]));
  view.on("click", (event) => {
    const n = byId.get(event.nodes[0]);
    if (!n) return;
    const id = idOf(n.id);
    told.replaceChildren(h("b", {}, n.full), " ", hasPage(id) ? h("a", { href: pageOf(id) }, t("sparql.graph.open")) : h("code", {}, n.id));
  });
  $("#result").dataset.nodes = String(nodes.length);
}
