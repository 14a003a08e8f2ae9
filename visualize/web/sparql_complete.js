// What may stand at a place of a query: our words with their Chinese labels and counts, and things of the data.
import { safe, t } from "./dom.js";
import { FUNCTIONS, around } from "./sparql_lex.js";

const HAN = /[\u3400-\u9fff]/;
const THINGS = { "zhize:Unit": "unit", "zhize:Document": "document", "zhize:Place": "place", "zhize:Policy": "policy", "zhize:OutlineItem": "item", "zhize:Task": "task" };
const KEYWORDS = {
  start: ["SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "PREFIX", "WHERE", "DISTINCT"],
  end: ["ORDER BY", "GROUP BY", "LIMIT", "OFFSET", "HAVING"],
  subject: ["OPTIONAL", "FILTER", "GRAPH", "BIND", "VALUES", "UNION", "MINUS", "FILTER NOT EXISTS"],
};
const MOST = 40;

let terms = null;
let loading = null;

/** The words of the graph, fetched once. */
export function schema() {
  loading =
    loading ||
    fetch("/api/schema/terms", { headers: { Accept: "application/json" } })
      .then((answer) => answer.json())
      .then((found) => {
        terms = { ...found, byName: new Map() };
        for (const kind of ["classes", "properties", "concepts"]) for (const term of found[kind]) terms.byName.set(term.name, { ...term, kind });
        return terms;
      });
  return loading;
}

const english = () => document.documentElement.lang === "en";

/** The label of a compact name in the page's language, "" when it has none. */
export function labelOf(name) {
  const term = terms && terms.byName.get(name);
  return term ? (english() ? term.en : term.zh) || term.zh : "";
}

/** The compact name of an IRI, or null. */
export function compact(iri) {
  if (!terms) return null;
  let best = null;
  for (const [prefix, space] of Object.entries(terms.prefixes)) if (iri.startsWith(space) && (!best || space.length > best[1].length)) best = [prefix, space];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : null;
}

export const prefixes = () => (terms ? terms.prefixes : {});
export const term = (name) => (terms ? terms.byName.get(name) : undefined);

const RDF_TYPE = new Set(["a", "rdf:type"]);

/** Properties of a class with those of its supers. */
function held(name, seen = new Set()) {
  const found = terms.byName.get(name);
  if (!found || found.kind !== "classes" || seen.has(name)) return [];
  seen.add(name);
  return found.properties.concat(...found.supers.map((above) => held(above, seen)));
}

/** The classes a variable may be of: said, or told by the properties around it; [] when nothing tells. */
export function classesOf(name, triples) {
  const said = triples.filter(([s, p]) => s === name && RDF_TYPE.has(p)).map(([, , o]) => o);
  if (said.length) return said;
  const ranges = [];
  for (const [, p, o] of triples) if (o === name && terms.byName.has(p)) ranges.push(...(terms.byName.get(p).ranges || []));
  const known = Array.from(new Set(ranges)).filter((c) => terms.byName.has(c));
  if (known.length) return known;
  const used = triples.filter(([s, p]) => s === name && terms.byName.has(p)).map(([, p]) => p);
  if (!used.length) return [];
  const fits = terms.classes.filter((c) => used.every((p) => held(c.name).includes(p)));
  return fits.length <= 4 ? fits.map((c) => c.name) : [];
}

const fold = (text) => text.toLowerCase();

/** How well `word` finds a term: 0 not, more is better. */
function fit(entry, word) {
  if (!word) return 1;
  const wanted = fold(word);
  const name = fold(entry.insert);
  const local = name.slice(name.indexOf(":") + 1);
  if (name === wanted || local === wanted) return 9;
  if (name.startsWith(wanted) || local.startsWith(wanted)) return 7;
  if (entry.label && entry.label.startsWith(word)) return 6;
  if (entry.label && entry.label.includes(word)) return 5;
  if (fold(entry.other || "").includes(wanted)) return 4;
  if (name.includes(wanted)) return 3;
  return HAN.test(word) && (entry.says || "").includes(word) ? 2 : 0;
}

const entry = (kind, found, group) => ({
  kind,
  insert: found.name,
  label: (english() ? found.en : found.zh) || "",
  other: english() ? found.zh : found.en,
  says: (found.says || ["", ""])[english() ? 1 : 0],
  count: found.count,
  group,
});

function sorted(entries, word) {
  return entries
    .map((e, i) => [fit(e, word), e, i])
    .filter(([score]) => score)
    .sort((a, b) => (a[1].group || 0) - (b[1].group || 0) || b[0] - a[0] || a[2] - b[2])
    .map(([, e]) => e);
}

function predicates(state, word) {
  const classes = classesOf(state.at.subject, state.triples);
  const mine = new Set(classes.flatMap((c) => held(c)));
  const typed = state.triples.some(([s, p]) => s === state.at.subject && RDF_TYPE.has(p));
  const rows = terms.properties.map((p) => entry("property", p, mine.size && !mine.has(p.name) ? 1 : 0));
  const used = rows.filter((r) => r.count || r.label);
  if (!typed) used.unshift({ kind: "keyword", insert: "a", label: t("sparql.a"), group: 0 });
  // With nothing typed, what does not fit the class would only be noise.
  return sorted(word || !mine.size ? used : used.filter((r) => !r.group), word);
}

async function things(kinds, word) {
  if (!word) return [];
  const found = [];
  for (const kind of kinds.slice(0, 2)) {
    const query = new URLSearchParams({ q: word, limit: 12 });
    if (kind) query.set("type", kind);
    const answer = await fetch(`/api/search?${query}`, { headers: { Accept: "application/json" } });
    if (answer.ok) found.push(...(await answer.json()).items);
  }
  const base = document.querySelector("#sparql").dataset.base;
  return found.map((hit) => ({ kind: hit.type, insert: `<${base}${safe(hit.id)}>`, label: hit.label, other: hit.detail, says: hit.id, group: 2 }));
}

const concepts = (names) => names.map((name) => (terms.byName.has(name) ? entry("concept", terms.byName.get(name), 0) : { kind: "literal", insert: name, label: "", group: 0 }));
const variables = (state, group) => state.variables.map((name) => ({ kind: "variable", insert: name, label: "", group }));
const keywords = (names) => names.map((name) => ({ kind: "keyword", insert: name, label: "", group: 3 }));

/** Values a variable or object may take, by the property that leads to it. */
async function objects(state, property, word) {
  if (RDF_TYPE.has(property)) return sorted(terms.classes.filter((c) => c.count || c.label).map((c) => entry("class", c, 0)), word);
  const known = terms.byName.get(property);
  const rows = known ? concepts(known.values || []) : [];
  const kinds = known ? (known.ranges || []).map((c) => THINGS[c]).filter(Boolean) : HAN.test(word) ? [null] : [];
  return sorted(rows.concat(variables(state, 1)), word).concat(await things(kinds, word));
}

async function values(state, word) {
  const name = state.at.values;
  const led = state.triples.find(([, p, o]) => o === name && terms.byName.has(p));
  if (led) return (await objects({ ...state, variables: [] }, led[1], word));
  const kinds = classesOf(name, state.triples).map((c) => THINGS[c]).filter(Boolean);
  return things(kinds.length ? kinds : [null], word);
}

/** `{from, end, word, items}` for the cursor; `asked`: the reader asked for it, so that nothing typed shows all. */
export async function suggest(text, cursor, asked) {
  await schema();
  const state = around(text, cursor);
  const { word, at } = state;
  if (state.inside || (!word && !asked)) return { ...state, items: [] };
  let items;
  if (word.startsWith("?") || word.startsWith("$")) items = sorted(variables(state, 0), word).filter((i) => i.insert !== word);
  else if (at.parens && at.position !== "values") items = sorted(variables(state, 0).concat(FUNCTIONS.map((f) => ({ kind: "keyword", insert: `${f}(`, label: "", group: 1 }))), word).concat(HAN.test(word) ? anything(word) : []);
  else if (at.values && at.position === "values") items = await values(state, word);
  else if (at.position === "predicate") items = predicates(state, word);
  else if (at.position === "object") items = await objects(state, at.predicate, word);
  else items = sorted(variables(state, 0).concat(keywords(KEYWORDS[at.position] || KEYWORDS.subject)), word).concat(HAN.test(word) ? anything(word).concat(await things([null], word)) : []);
  return { ...state, items: items.slice(0, MOST) };
}

function anything(word) {
  const all = [...terms.properties.map((p) => entry("property", p, 0)), ...terms.classes.map((c) => entry("class", c, 0)), ...terms.concepts.map((c) => entry("concept", c, 0))];
  return sorted(all, word);
}
