// Building elements without ever parsing text as HTML.

/** Finds one element. */
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** An HTML element; children are nodes or plain strings (which stay text). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** The JSON a page carries. */
export function carried(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
}

let words = null;

const PLACES = ["start", "end", "line", "column"]; // where something stands is no amount
const grouped = new Intl.NumberFormat("en-US");

/** A number of things as it is written: 1,234. */
export const figure = (n) => grouped.format(n);

/** A word of the interface: t("js.others", { n: 3 }); {n:task|tasks} is the word that goes with the number. */
export function t(key, values) {
  words = words || carried("words") || {};
  const text = words[key] === undefined ? key : words[key];
  if (!values) return text;
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = values[name];
    if (many !== undefined) return value === 1 ? one : many;
    return typeof value === "number" && !PLACES.includes(name) ? figure(value) : String(value);
  });
}

const PATHS = {
  unit: "M4.5 2h7A2.5 2.5 0 0 1 14 4.5v7a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 2 11.5v-7A2.5 2.5 0 0 1 4.5 2z",
  task: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
  policy: "M3.5 1.5h9v13L8 11.2l-4.5 3.3z",
  deadline: "M8 1l7 7-7 7-7-7z",
  place: "M8 1l6 3.5v7L8 15l-6-3.5v-7z",
  document: "M3 1h7l3.5 3.5V15H3z",
};

/** The shape of a kind: kinds differ by colour, shape and word. */
export function glyph(kind, attributes) {
  const shape = kind === "statement" || kind === "other" ? "task" : kind === "item" ? "policy" : kind;
  return s(
    "svg",
    { class: `glyph g-${kind}`, width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true", ...attributes },
    s("path", { d: PATHS[shape] || PATHS.document }),
  );
}

export const glyphPath = (kind) => PATHS[kind] || PATHS.document;

/** Percent-encodes an id segment by segment, keeping its slashes. */
const part = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
export const safe = (id) => id.split("/").map(part).join("/");

/** The page of an id; the same rule as visualize/links.py. */
export function pageOf(id) {
  const [head, ...rest] = id.split("/");
  if (head === "doc") {
    const task = rest[1] === "task" && rest[2];
    return task ? `/t/${safe(rest[0])}/${safe(rest[2])}` : `/d/${safe(rest[0])}`;
  }
  if (head === "policy" && rest[1] === "item") return `/policy/${safe(rest[0])}#item-${safe(rest[2] || "")}`;
  const routes = { unit: "/u/", place: "/p/", policy: "/policy/" };
  return routes[head] ? routes[head] + safe(rest.join("/")) : "/id/" + safe(id);
}

/** The explorer around an id. */
export const exploreOf = (id) => "/explore?" + new URLSearchParams({ focus: id });
