// Answers of a query: a table with names and links, the graph it makes, the text of an RDF answer.
import { $, h, pageOf, safe, t } from "./dom.js";
import { compact, labelOf, schema } from "./sparql_complete.js";

export const SHOWN = 1000;
const ASKED = 400;
const names = new Map(); // IRI → label, fetched

const base = () => $("#sparql").dataset.base;

/** The id of one of our IRIs, or null. */
export function idOf(iri) {
  if (!iri.startsWith(base())) return null;
  try {
    return decodeURIComponent(iri.slice(base().length));
  } catch (error) {
    return null;
  }
}

export const hasPage = (id) => Boolean(id) && /^(doc|unit|place|policy)\//.test(id);

/** What an IRI is called: our word's label, a thing's name, else its last part. */
export function nameOf(iri) {
  const known = names.get(iri);
  if (known) return known;
  const short = compact(iri);
  const paged = short && short.replace(":", "."); // genre:notice as the other pages call it
  if (paged && t(paged) !== paged) return t(paged);
  if (short && labelOf(short)) return labelOf(short);
  const id = idOf(iri);
  if (id) return id.replace(/^(doc|unit|place|policy)\//, "");
  return short || iri.replace(/^.*[#/]/, "") || iri;
}

async function ask(query) {
  const answer = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query });
  return answer.ok ? (await answer.json()).results.bindings : [];
}

/** Fetches the names of IRIs that have none yet. */
export async function learn(iris) {
  const wanted = Array.from(new Set(iris)).filter((iri) => iri.startsWith(base()) && !names.has(iri)).slice(0, ASKED);
  if (!wanted.length) return;
  const { zhize } = (await schema()).prefixes;
  const rows = await ask(
    `PREFIX zhize: <${zhize}> SELECT ?s (SAMPLE(COALESCE(?own, ?said, ?words)) AS ?label) WHERE { VALUES ?s { ${wanted.map((iri) => `<${iri}>`).join(" ")} } GRAPH ?g { ?s a ?kind
      OPTIONAL { ?s <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>|zhize:text ?own FILTER(LANG(?own) != "en") }
      OPTIONAL { ?statement zhize:deadline|zhize:citation ?s ; zhize:text ?said } OPTIONAL { ?s zhize:wording|zhize:surface ?words } } } GROUP BY ?s`,
  );
  for (const iri of wanted) names.set(iri, "");
  for (const row of rows) if (row.label) names.set(row.s.value, row.label.value);
}

function link(value, label, named) {
  const id = idOf(value.value);
  const shown = named ? label || nameOf(value.value) : compact(value.value) || value.value;
  return hasPage(id) ? h("a", { href: pageOf(id), title: value.value }, shown) : h("span", { title: value.value }, shown);
}

const rules = new Map(); // id of a rule → its sentence, fetched; Chinese, as the documents are

/** Fetches what the rules say, when an answer names some and the page speaks Chinese. */
export async function learnRules(vars) {
  if (rules.size || !vars.includes("rule") || !document.documentElement.lang.startsWith("zh")) return;
  const answer = await fetch("/api/schema/rules");
  if (answer.ok) for (const rule of (await answer.json()).items) rules.set(rule.id, rule.says);
}

/** A value in words, where the pages have a word for it: 别名 for the `alt` of ?kind. */
function said(name, value) {
  if (name === "rule" && rules.has(value)) return rules.get(value);
  const key = `${name}.${value}`;
  return t(key) === key ? value : t(key);
}

function literal(name, value, named) {
  if (named) return said(name, value.value);
  const type = value["xml:lang"] ? `@${value["xml:lang"]}` : value.datatype ? `^^${compact(value.datatype) || value.datatype}` : "";
  return type ? [value.value, h("small", { class: "type" }, type)] : value.value;
}

const NUMBER = /#(integer|decimal|double|float|int|long)$/;

// Where a passage stands is a link for people, and two columns of numbers for programs: [start, end, whose document, what is the link].
const SPANS = [
  ["start", "end", ["report", "document", "after", "task"], ["quote", "sentence", "surface", "wording", "wordingAfter", "message", "title"]],
  ["startBefore", "endBefore", ["before"], ["wordingBefore"]],
  ["sentenceStart", "sentenceEnd", ["document"], ["sentence", "surface"]],
  ["taskStart", "taskEnd", ["document"], ["task"]],
];

/** Column → `(row) => address` of the passages of an answer, and the columns of numbers that the addresses hold. */
function passages(vars) {
  const links = {};
  const hidden = [];
  for (const [start, end, documents, shown] of SPANS) {
    const document = documents.find((name) => vars.includes(name));
    const column = shown.find((name) => vars.includes(name) && !links[name]);
    if (!document || !vars.includes(start) || !vars.includes(end)) continue;
    hidden.push(start, end);
    if (column) links[column] = (row) => {
      const id = row[document] && row[start] && row[end] && idOf(row[document].value);
      return id && id.startsWith("doc/") ? `/d/${safe(id.split("/")[1])}?at=${row[start].value}-${row[end].value}#c${row[start].value}` : "";
    };
  }
  return { links, hidden };
}

const flat = (text) => text.replace(/\s+/g, "");
// Things without a name of their own, and what is said of them beside.
const NAMELESS = { warning: "message", fact: "quote", assignment: "quote", citation: "surface" };

/** Column of things → the column that says their names again, which then is the link: ?statement beside ?sentence. */
function beside(vars, rows) {
  const found = Object.fromEntries(Object.entries(NAMELESS).filter((pair) => pair.every((v) => vars.includes(v))));
  const some = rows.slice(0, 50);
  const things = vars.filter((v) => !vars.includes(`${v}Label`) && some.some((row) => row[v] && row[v].type === "uri"));
  for (const thing of things) {
    const words = vars.find((v) => v !== thing && some.every((row) => !row[thing] || (row[v] && row[v].type === "literal" && flat(row[v].value) === flat(nameOf(row[thing].value)))));
    if (words && !(thing in found) && !Object.values(found).includes(words)) found[thing] = words;
  }
  return found;
}

function cell(name, value, label, named, to) {
  if (!value) return h("td", {});
  if (to && value.type !== "uri") return h("td", { class: value.value.length > 24 ? "long" : "" }, h("a", { href: to }, said(name, value.value)));
  const css = [value.value.length > 24 && value.type !== "uri" ? "long" : "", value.datatype && NUMBER.test(value.datatype) ? "n" : ""].join(" ").trim();
  return h("td", { class: css }, value.type === "uri" ? link(value, label, named) : literal(name, value, named));
}

/** What a column is called: in words where a shipped question has it, else as the query writes it. */
function heading(name, named) {
  const key = `column.${name.replace(/Label$/, "")}`;
  return named && t(key) !== key ? t(key) : name;
}

/** A table of `{vars, rows}`; with names, `?unit` and `?unitLabel` are one column, `?start` and `?end` a link to the passage. */
export function table(vars, rows, named) {
  const merged = (v) => named && v.endsWith("Label") && vars.includes(v.slice(0, -5));
  const { links, hidden } = named ? passages(vars) : { links: {}, hidden: [] };
  const twice = named ? beside(vars, rows) : {};
  const columns = vars.filter((v) => !merged(v) && !hidden.includes(v) && !(v in twice));
  const thing = (v) => Object.keys(twice).find((name) => twice[name] === v);
  const to = (v, row) => {
    const id = thing(v) && row[thing(v)] && idOf(row[thing(v)].value);
    return links[v] ? links[v](row) : hasPage(id) ? pageOf(id) : "";
  };
  const words = (v) => heading(v === "label" ? thing(v) || v : v, named);
  const numeric = (v) => rows.length && rows.slice(0, 20).every((row) => !row[v] || NUMBER.test(row[v].datatype || ""));
  const head = h("tr", {}, h("th", { class: "no", "data-plain": true }, h("span", { class: "sr" }, t("sparql.row"))), columns.map((v) => h("th", { class: numeric(v) ? "n" : "", scope: "col", title: `?${v}` }, words(v))));
  const labelled = (td, v) => (td.childNodes.length ? td.setAttribute("data-l", words(v)) : "", td);
  const body = rows.slice(0, SHOWN).map((row, i) => h("tr", {}, h("td", { class: "no" }, String(i + 1)), columns.map((v) => labelled(cell(v, row[v], row[`${v}Label`] && row[`${v}Label`].value, named, to(v, row)), v))));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("sparql.result") }, h("table", { class: "plain cards", "data-sortable": true }, h("thead", {}, head), h("tbody", {}, body)));
}

/** All IRIs of rows that have no label column beside them. */
export function nameless(vars, rows) {
  const columns = vars.filter((v) => !vars.includes(`${v}Label`));
  return rows.slice(0, SHOWN).flatMap((row) => columns.map((v) => row[v]).filter((value) => value && value.type === "uri").map((value) => value.value));
}

const LINE = /^(<[^>]*>|_:\S+)\s+<([^>]*)>\s+(?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)\s*\.\s*$/;
const ESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const unescaped = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, u, U, c) => (u || U ? String.fromCodePoint(parseInt(u || U, 16)) : ESCAPED[c] || c));
const node = (text) => (text.startsWith("_:") ? { type: "bnode", value: text } : { type: "uri", value: unescaped(text.slice(1, -1)) });

/** N-Triples as rows of s, p, o. */
export function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const m = LINE.exec(line);
    if (!m) continue;
    const o = m[3] !== undefined ? { type: "uri", value: unescaped(m[3]) } : m[4] ? { type: "bnode", value: m[4] } : { type: "literal", value: unescaped(m[5]), "xml:lang": m[6], datatype: m[7] };
    rows.push({ s: node(m[1]), p: { type: "uri", value: unescaped(m[2]) }, o });
  }
  return rows;
}

const isNode = (value) => value && (value.type === "uri" || value.type === "bnode");

/** The two columns of a SELECT that hold things, and the one that says how they are linked; null without two. */
export function ends(vars, rows) {
  if (["s", "p", "o"].every((v) => vars.includes(v))) return { source: "s", target: "o", by: "p" };
  const some = rows.slice(0, 50);
  const things = vars.filter((v) => some.filter((row) => isNode(row[v]) && (row[v].type === "bnode" || hasPage(idOf(row[v].value)) || !compact(row[v].value))).length > some.length / 2);
  if (things.length < 2) return null;
  const by = vars.find((v) => !things.includes(v) && some.some((row) => row[v] && row[v].type === "uri"));
  return { source: things[0], target: things[1], by };
}
