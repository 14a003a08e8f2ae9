// The script of a single-file graph page. Classic, inlined; every text goes in by textContent.
(function () {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const page = read("page");
  const allNodes = read("nodes");
  const allEdges = read("edges");
  const word = (key, values) => (page.words[key] || key).replace(/\{(\w+)\}/g, (_, name) => String((values || {})[name]));
  const by = (id) => document.getElementById(id);
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };
  const FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif';
  for (const node of allNodes) node.font.face = FONT;

  const nodes = new vis.DataSet(allNodes);
  const edges = new vis.DataSet(allEdges);
  const net = new vis.Network(by("net"), { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, tooltipDelay: 100000, navigationButtons: false },
    nodes: { margin: { top: 7, bottom: 7, left: 10, right: 10 }, shapeProperties: { borderRadius: 7 }, widthConstraint: { maximum: 280 }, font: { align: "left" } },
    edges: { smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 }, selectionWidth: 1.5 },
  });

  const hidden = new Set();
  function filter() {
    nodes.update(allNodes.map((n) => ({ id: n.id, hidden: hidden.has(n.kind) })));
    const gone = allNodes.filter((n) => hidden.has(n.kind)).length;
    const seen = new Set(allNodes.filter((n) => !hidden.has(n.kind)).map((n) => n.id));
    by("size").textContent = word("nodes", { n: seen.size, m: allEdges.filter((e) => seen.has(e.from) && seen.has(e.to)).length }) + (gone ? " · " + word("hidden", { n: gone }) : "");
  }
  for (const [kind, count] of page.counts) {
    const any = allNodes.find((n) => n.kind === kind);
    const button = make("button");
    button.type = "button";
    button.style.borderColor = any.color.border;
    button.append(page.names[any.id].sign + " " + word("type." + kind), make("b", String(count)));
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      if (hidden.has(kind)) hidden.delete(kind);
      else hidden.add(kind);
      button.setAttribute("aria-pressed", String(!hidden.has(kind)));
      filter();
    });
    by("legend").append(button);
  }

  function show(id) {
    const panel = by("panel");
    const node = id && Object.prototype.hasOwnProperty.call(page.names, id) ? page.names[id] : null;
    panel.replaceChildren();
    if (!node) {
      panel.append(make("p", word("hint"), "hint"));
      return;
    }
    panel.append(make("span", node.sign + " " + word("type." + node.type), "kind"), make("h2", node.label));
    if (node.detail) panel.append(make("p", node.detail, "detail"));
    if (node.source) {
      panel.append(make("h3", word("source")));
      const quote = make("blockquote");
      for (const [text, type] of node.source.pieces) quote.append(type ? make("mark", text, "m-" + type) : text);
      panel.append(quote, make("p", node.source.document + " · " + word("chars", node.source), "hint"));
    }
    const near = net.getConnectedNodes(id);
    if (near.length) {
      panel.append(make("h3", word("neighbours") + " " + near.length));
      const list = make("ul");
      for (const other of near) {
        const item = make("li");
        const roles = allEdges.filter((e) => (e.from === id && e.to === other) || (e.to === id && e.from === other)).map((e) => page.words["role." + e.role]).filter(Boolean);
        const button = make("button", page.names[other].sign + " " + page.names[other].label + (roles.length ? word("open") + roles.join(word("join")) + word("close") : ""));
        button.type = "button";
        button.addEventListener("click", () => pick(other, true));
        item.append(button);
        list.append(item);
      }
      panel.append(list);
    }
    panel.scrollTop = 0;
  }

  function pick(id, move) {
    net.selectNodes([id]);
    if (move) net.focus(id, { scale: Math.max(0.8, net.getScale()), animation: { duration: 250 } });
    show(id);
  }

  net.on("click", (event) => {
    if (event.nodes.length) return show(event.nodes[0]);
    if (event.edges.length) {
      // A line between a task and its owner stands on the task's sentence.
      const edge = edges.get(event.edges[0]);
      const end = [edge.from, edge.to].find((id) => page.names[id] && page.names[id].source);
      return show(end || edge.to);
    }
    return show(null);
  });

  const find = by("find");
  find.placeholder = word("search");
  find.setAttribute("aria-label", word("search"));
  let turn = 0;
  find.addEventListener("input", () => (turn = 0));
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const wanted = find.value.trim().toLowerCase();
    const hits = wanted ? allNodes.filter((n) => !hidden.has(n.kind) && page.names[n.id].label.toLowerCase().includes(wanted)) : [];
    find.style.borderColor = wanted && !hits.length ? "#b3361d" : "";
    if (hits.length) pick(hits[turn++ % hits.length].id, true);
  });

  by("title").textContent = page.title;
  by("print").textContent = word("print");
  by("print").addEventListener("click", () => window.print());
  by("foot").append(make("b", page.app), make("span", word("filter") + word("colon") + page.filter), make("span", page.documents));
  if (page.total > allNodes.length) by("foot").append(make("span", word("truncated", { total: page.total, n: allNodes.length })));
  filter();
  show(page.centre);
  net.fit({ animation: false });
  // A very tall column would make every label unreadable: start at its top instead.
  if (net.getScale() < 0.45) {
    const box = allNodes.reduce((a, n) => ({ x: Math.min(a.x, n.x), y: Math.min(a.y, n.y) }), { x: Infinity, y: Infinity });
    net.moveTo({ scale: 0.6, position: { x: box.x + by("net").clientWidth / 1.2 - 120, y: box.y + by("net").clientHeight / 1.2 - 120 } });
  }
  document.documentElement.dataset.ready = "1";
})();
