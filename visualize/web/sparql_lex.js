// A SPARQL text as tokens, and what a place in it is: subject, predicate, object, of which variable.
// Total: any text gives tokens that join to the text again.

const KEYWORDS = new Set(
  ("base prefix select construct describe ask where from named optional filter union minus graph service silent bind as values undef " +
    "order by asc desc group having limit offset distinct reduced exists not in a true false separator").split(" "),
);
export const FUNCTIONS =
  "COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY NOW MD5 SHA256 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE".split(
    " ",
  );
const CALLS = new Set(FUNCTIONS.map((name) => name.toLowerCase()));

const RULES = [
  ["space", /\s+/y],
  ["iri", /<[^<>"{}|^`\\\s]*>/y],
  ["string", /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|$)/y],
  ["comment", /#[^\n]*/y],
  ["var", /[?$][\w\u00b7-\uffff]*/y],
  ["name", /(?:[A-Za-z\u00c0-\uffff][\w.\u00b7-\uffff-]*)?:(?:[\w\u00b7-\uffff%](?:[\w\u00b7-\uffff.%~-]*[\w\u00b7-\uffff%~-])?)?/y],
  ["lang", /@[A-Za-z-]+/y],
  ["number", /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[A-Za-z_\u00b7-\uffff][\w\u00b7-\uffff]*/y],
  ["op", /\^\^|&&|\|\||!=|<=|>=|[\s\S]/uy],
];

/** `[{kind, text, start}]`; kinds: space, comment, iri, string, var, name, keyword, call, word, number, lang, op. */
export function tokens(text) {
  const found = [];
  let at = 0;
  while (at < text.length) {
    for (const [rule, pattern] of RULES) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match || !match[0]) continue;
      let kind = rule;
      const low = match[0].toLowerCase();
      if (rule === "word" && KEYWORDS.has(low)) kind = "keyword";
      else if (rule === "word" && CALLS.has(low)) kind = "call";
      found.push({ kind, text: match[0], start: at });
      at += match[0].length;
      break;
    }
  }
  return found;
}

/** Prefixes a text declares: `{zhize: "https://…"}`. */
export function declared(list) {
  const solid = list.filter((k) => k.kind !== "space" && k.kind !== "comment");
  const found = {};
  solid.forEach((k, i) => {
    if (k.kind === "keyword" && k.text.toLowerCase() === "prefix" && solid[i + 1] && solid[i + 2]) found[solid[i + 1].text.replace(/:$/, "")] = solid[i + 2].text.slice(1, -1);
  });
  return found;
}

/** Prefixes a text uses and does not declare. */
export function missing(list) {
  const known = declared(list);
  const used = list.filter((k) => k.kind === "name").map((k) => k.text.slice(0, k.text.indexOf(":")));
  return Array.from(new Set(used)).filter((p) => p && p !== "_" && !(p in known));
}

const TERMS = new Set(["iri", "name", "var", "string", "number", "word", "call"]);
const isA = (k) => k.kind === "keyword" && k.text === "a";

/** Walks the patterns; tells each triple and, at `stop`, where one is. */
function walk(solid, stop) {
  const triples = [];
  let odd = null; // the first term that cannot follow
  const stack = [];
  let here = { position: "start", subject: null, predicate: null, parens: 0, values: null };
  let graphNext = false;
  let answer = null;
  const fresh = (position) => ({ position, subject: null, predicate: null, parens: 0, values: null });
  for (const k of solid) {
    if (answer === null && k.start >= stop) answer = { ...here };
    const low = k.text.toLowerCase();
    if (k.kind === "op" && k.text === "(") {
      here.parens += 1;
    } else if (k.kind === "op" && k.text === ")") {
      here.parens = Math.max(0, here.parens - 1);
    } else if (here.parens) {
      continue;
    } else if (k.kind === "op" && k.text === "{") {
      stack.push(here);
      here = here.values ? { ...fresh("values"), values: here.values } : fresh("subject");
      graphNext = false;
    } else if (k.kind === "op" && k.text === "}") {
      here = stack.pop() || fresh("end");
      if (here.position !== "start") here = { ...fresh(stack.length ? "subject" : "end") };
      else here = fresh("end");
    } else if (k.kind === "op" && k.text === "[") {
      stack.push(here);
      here = { ...fresh("predicate"), subject: `[${k.start}` };
    } else if (k.kind === "op" && k.text === "]") {
      here = stack.pop() || fresh("after");
      here.position = here.position === "object" ? "after" : "predicate";
    } else if (k.kind === "op" && k.text === ".") {
      here = fresh("subject");
    } else if (k.kind === "op" && k.text === ";") {
      here = { ...here, position: "predicate", predicate: null };
    } else if (k.kind === "op" && k.text === ",") {
      here = { ...here, position: "object" };
    } else if (k.kind === "keyword" && low === "values") {
      here = { ...fresh("expression"), values: "?" };
    } else if (k.kind === "keyword" && low === "graph") {
      graphNext = true;
    } else if (k.kind === "keyword" && ["filter", "bind", "having", "by"].includes(low)) {
      here = { ...fresh("expression") };
    } else if (k.kind === "keyword" && ["optional", "union", "minus", "where"].includes(low)) {
      here = { ...fresh(stack.length ? "subject" : here.position) };
    } else if (TERMS.has(k.kind) || isA(k)) {
      if (here.values === "?" && k.kind === "var") here.values = k.text;
      else if (graphNext) graphNext = false;
      else if (here.position === "subject" || (here.position === "expression" && stack.length)) here = { ...here, position: "predicate", subject: k.text, predicate: null };
      else if (here.position === "predicate") here = { ...here, position: "object", predicate: k.text };
      else if (here.position === "object") {
        triples.push([here.subject, here.predicate, k.text]);
        here = { ...here, position: "after" };
      } else if (here.position === "after") odd = odd || k;
    } else if (k.kind === "op" && here.position === "object" && "/|^".includes(k.text)) {
      here = { ...here, position: "predicate" };
    }
  }
  return { at: answer || here, triples, odd };
}

const PAIRS = { "(": ")", "[": "]", "{": "}" };

/** The first mistake we can name ourselves: `{token, why}`, why one of prefix, word, open, close, dot; null when none. */
export function mistake(text) {
  const solid = tokens(text).filter((k) => k.kind !== "space" && k.kind !== "comment");
  const lacking = missing(solid).map((prefix) => `${prefix}:`);
  const unknown = solid.find((k) => k.kind === "name" && lacking.some((prefix) => k.text.startsWith(prefix)));
  if (unknown) return { token: unknown, why: "prefix" };
  const word = solid.find((k, i) => k.kind === "word" && !(solid[i - 1] && solid[i - 1].text.toLowerCase() === "prefix"));
  if (word) return { token: word, why: "word" };
  const open = [];
  for (const k of solid) {
    if (k.kind !== "op") continue;
    if (PAIRS[k.text]) open.push(k);
    else if (")]}".includes(k.text)) {
      const last = open.pop();
      if (!last || PAIRS[last.text] !== k.text) return { token: k, why: "close" };
    }
  }
  if (open.length) return { token: open[open.length - 1], why: "open" };
  const { odd } = walk(solid, text.length);
  return odd ? { token: odd, why: "dot" } : null;
}

/**
 * What stands at `cursor`: `{word, from, at, triples, variables}`. `word` is what is being typed there, `at`
 * `{position, subject, predicate, parens, values}`, `triples` all patterns as `[subject, predicate, object]`.
 */
export function around(text, cursor) {
  const list = tokens(text);
  const here = list.find((k) => k.start < cursor && cursor <= k.start + k.text.length);
  const closed = here && here.kind === "string" && /^("""|'''|"|')[^]*\1$/.test(here.text);
  const inside = here && (here.kind === "comment" || (here.kind === "string" && (!closed || cursor < here.start + here.text.length)));
  const typing = here && ["word", "name", "var", "keyword", "call"].includes(here.kind) ? here : null;
  const from = typing ? typing.start : cursor;
  const solid = list.filter((k) => k.kind !== "space" && k.kind !== "comment");
  const { at } = walk(solid.filter((k) => k !== typing), from);
  const { triples } = walk(solid, text.length);
  const variables = Array.from(new Set(list.filter((k) => k.kind === "var" && k !== typing && k.text.length > 1).map((k) => k.text)));
  return { word: typing ? text.slice(from, cursor) : "", from, end: typing ? typing.start + typing.text.length : cursor, inside: Boolean(inside), at, triples, variables };
}
