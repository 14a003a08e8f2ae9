// The SPARQL page: shipped questions with their forms, the editor, results as table, picture or text, files, permalink.
import { $, $$, h, t } from "./dom.js";
import { schema } from "./sparql_complete.js";
import { clear, declare, fill, mark, markToken, start as edit } from "./sparql_editor.js";
import { mistake } from "./sparql_lex.js";
import { picture } from "./sparql_graph.js";
import { ends, learn, learnRules, nameless, SHOWN, table, triples } from "./sparql_result.js";
import { pickers } from "./choose.js";

const box = $("#q");
const result = $("#result");
const GRAPH = "application/n-triples";
let answer = null; // {vars, rows, graph, ms} or {boolean}
let running = null;

const named = () => $("#labels").checked;
const post = (accept, signal, query = box.value) => fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal });

function remember() {
  const view = $("#result").dataset.view || "table";
  history.replaceState(null, "", `${location.pathname}#q=${encodeURIComponent(box.value)}${view === "table" ? "" : `&view=${view}`}`);
}

// errors

const PLACE = /第 (\d+) 行第 (\d+) 列/;

/** What a person can do about a syntax error; the engine only lists what it would have taken. */
function advice(problem) {
  return problem.code === "query_syntax" ? t("sparql.fix.syntax") : problem.hint;
}

function trouble(problem) {
  const detail = problem.detail || problem.title || "";
  const place = PLACE.exec(detail);
  // Where the engine gave up is often behind the mistake; what we can name ourselves is named.
  const own = place ? mistake(box.value) : null;
  const at = own ? markToken(own.token) : place && { line: Number(place[1]), column: Number(place[2]) };
  const go = () => (own ? markToken(own.token) : mark(at.line, at.column));
  const title = at ? t("sparql.error.at", at) : t("sparql.error");
  const engine = place ? detail.slice(detail.indexOf(":") + 1).replace(/^\s*error at \d+:\d+:\s*/, "") : "";
  result.replaceChildren(
    h(
      "div",
      { class: "problem", role: "alert" },
      h("b", {}, title),
      h("p", {}, own ? t(`sparql.fix.${own.why}`, { word: own.token.text }) : place ? advice(problem) : detail),
      place ? h("button", { class: "btn", type: "button", onclick: go }, t("sparql.error.go")) : problem.hint ? h("p", {}, problem.hint) : "",
      engine ? h("details", {}, h("summary", {}, t("sparql.error.engine")), h("pre", {}, engine)) : "",
    ),
  );
  if (at) go();
}

// running

function busy(on) {
  $("#run").disabled = on;
  $("#stop").hidden = !on;
  result.setAttribute("aria-busy", String(on));
}

async function run() {
  if (running) running.abort();
  running = new AbortController();
  const mine = running;
  clear();
  const added = await declare();
  if (box.value !== box.defaultValue || location.hash) remember();
  busy(true);
  answer = null;
  tools();
  result.replaceChildren(h("p", { class: "muted" }, t("sparql.running")));
  const began = performance.now();
  try {
    const said = await post(`application/sparql-results+json, ${GRAPH};q=0.5`, mine.signal);
    const type = said.headers.get("Content-Type") || "";
    if (!said.ok) return trouble(type.includes("json") ? await said.json() : { detail: await said.text() });
    answer = await read(said, type);
    answer.most = Number(said.headers.get("X-SPARQL-MaxRows")) || Infinity;
    answer.ms = Math.round(performance.now() - began);
    if (answer.rows) {
      await schema();
      if (named()) await Promise.all([learn(nameless(answer.vars, answer.rows)), learnRules(answer.vars)]);
    }
    if (mine === running) show(added);
  } catch (error) {
    if (mine !== running) return undefined;
    if (error.name === "AbortError") result.replaceChildren(h("p", { class: "muted" }, t("sparql.stopped")));
    else trouble({ detail: t("js.failed") });
  } finally {
    if (mine === running) {
      running = null;
      busy(false);
    }
  }
  return undefined;
}

async function read(said, type) {
  if (!type.includes("json")) return { vars: ["s", "p", "o"], rows: triples(await said.text()), graph: true };
  const found = await said.json();
  return "boolean" in found ? { boolean: found.boolean } : { vars: found.head.vars, rows: found.results.bindings };
}

function tools() {
  const can = answer && answer.rows && answer.rows.length ? ends(answer.vars, answer.rows) : null;
  $("#views").hidden = !(answer && answer.rows && answer.rows.length);
  $('#views [data-view="graph"]').disabled = !can;
  $('#views [data-view="graph"]').title = can ? "" : t("sparql.graph.needs");
  $('#views [data-view="text"]').hidden = !(answer && answer.graph);
  for (const link of $$("#files [data-as]")) link.hidden = !answer || (link.dataset.for === "graph") !== Boolean(answer && answer.graph);
  const drawn = can && result.dataset.view === "graph";
  for (const button of $$("#files [data-picture]")) button.hidden = !drawn;
  $("#files").hidden = !answer || !answer.rows || !answer.rows.length;
  return can;
}

function show(added = []) {
  const can = tools();
  const notes = added.length ? h("p", { class: "hint" }, t("sparql.declared", { names: added.join(", ") })) : "";
  if ("boolean" in answer) return result.replaceChildren(notes, h("p", { class: "card yes" }, t(answer.boolean ? "sparql.yes" : "sparql.no")));
  const { vars, rows } = answer;
  if (!rows.length) return result.replaceChildren(notes, h("p", { class: "card" }, t("sparql.empty")));
  let view = result.dataset.view || "table";
  if (view === "graph" && !can) view = "table";
  if (view === "text" && !answer.graph) view = "table";
  for (const button of $$("#views button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  const count = h("p", { class: "muted", id: "count" }, t(answer.graph ? "sparql.triples" : "sparql.rows", { n: rows.length.toLocaleString(), ms: answer.ms }), rows.length > SHOWN && view === "table" ? `${t("sign.semi")}${t("sparql.first", { n: SHOWN })}` : "");
  const place = h("div", { id: "shown" });
  const more = rows.length >= answer.most ? h("p", { class: "hint", id: "more" }, t("sparql.most", { n: answer.most.toLocaleString() })) : "";
  result.replaceChildren(notes, count, more, place);
  if (view === "graph") return picture(place, rows, can);
  if (view === "text") return turtle(place);
  place.append(table(vars, rows, named()));
  // Enough of the answer to be seen without the wheel; the query stays in sight.
  if (place.getBoundingClientRect().top > window.innerHeight - 130) window.scrollBy({ top: 260 });
  return import("./table.js").then((m) => m.start());
}

async function turtle(place) {
  const said = await post("text/turtle");
  place.replaceChildren(h("pre", { class: "card turtle", tabindex: 0 }, await said.text()));
}

function view(name) {
  result.dataset.view = name;
  remember();
  if (answer) show();
}

// files

const FILES = {
  csv: ["/take/query.csv", "csv"],
  xlsx: ["/take/query.xlsx", "xlsx"],
  json: ["application/sparql-results+json", "json"],
  ttl: ["text/turtle", "ttl"],
  nt: [GRAPH, "nt"],
  jsonld: ["application/ld+json", "jsonld"],
};

async function take(kind) {
  const [how, suffix] = FILES[kind];
  const own = how.startsWith("/take");
  const said = own ? await fetch(how, { method: "POST", headers: { "Content-Type": "application/sparql-query" }, body: box.value }) : await post(how);
  if (!said.ok) return trouble(await said.json());
  const link = h("a", { href: URL.createObjectURL(await said.blob()), download: `${t("sparql.file")}.${suffix}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return undefined;
}

async function copyLink(button) {
  remember();
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = t("panel.copied");
  } catch (error) {
    button.textContent = t("sparql.link.bar");
  }
  setTimeout(() => (button.textContent = before), 1800);
}

/** Narrows the list of questions to those that hold all words typed. */
function findQuestion(event) {
  const words = event.target.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of $$("#questions li[data-words]")) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  $("#questions-none").hidden = shown > 0;
}

function arm() {
  $("#query").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === "Escape" && running) running.abort();
  });
  $("#stop").addEventListener("click", () => running && running.abort());
  $("#link").addEventListener("click", (event) => copyLink(event.currentTarget));
  $("#labels").addEventListener("change", async () => {
    if (!answer || !answer.rows) return;
    if (named()) await Promise.all([learn(nameless(answer.vars, answer.rows)), learnRules(answer.vars)]);
    show();
  });
  for (const button of $$("#views button")) button.addEventListener("click", () => view(button.dataset.view));
  for (const button of $$("#files [data-as]")) button.addEventListener("click", () => take(button.dataset.as));
  $("#find-question").addEventListener("input", findQuestion);
}

/** An address with #q= is a shared query, one with ?question= a shipped one: both run at once. */
function given() {
  const shared = /^#q=([^&]+)(?:&view=(\w+))?$/.exec(location.hash);
  if (!shared) return Boolean($("#query").dataset.asked);
  try {
    const text = decodeURIComponent(shared[1]);
    if (shared[2]) result.dataset.view = shared[2];
    fill(text);
    return true;
  } catch (error) {
    return false; // a damaged address is just an empty editor
  }
}

export async function start() {
  // A phone shows the form and the query first.
  if (window.innerWidth < 1000 && $("#query").dataset.asked) $(".ask").open = false;
  edit();
  arm();
  pickers();
  schema();
  if (given()) run();
}
