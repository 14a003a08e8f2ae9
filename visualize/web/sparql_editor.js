// The query editor: a textarea over its own coloured copy. Typing, selection, undo and input methods are
// the browser's; colours, line numbers, marks of errors and completion are ours.
import { $, h, t } from "./dom.js";
import { missing, tokens } from "./sparql_lex.js";
import { labelOf, prefixes, schema, suggest, term } from "./sparql_complete.js";

const box = $("#q");
const paint = $("#paint");
const gutter = $("#gutter");
const list = $("#complete");
const said = $("#said");
let wrong = null; // {from, to, line} of the last error
let open = null; // what the list offers

function css(token) {
  if (token.kind === "keyword" && token.text === "a") return "k-a";
  return token.kind === "space" ? "" : `k-${token.kind}`;
}

/** Paints the text anew. */
export function draw() {
  const text = box.value;
  const parts = [];
  for (const k of tokens(text)) {
    const hit = wrong && k.start < wrong.to && wrong.from < k.start + k.text.length;
    const style = [css(k), hit ? "k-wrong" : ""].filter(Boolean).join(" ");
    parts.push(style ? h("span", { class: style }, k.text) : k.text);
  }
  paint.replaceChildren(...parts, "\n");
  const lines = text.split("\n").length;
  gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => h("span", { class: wrong && wrong.line === i + 1 ? "bad" : "" }, String(i + 1))));
  box.rows = Math.min(window.innerHeight < 900 ? 14 : 22, Math.max(9, lines + 1));
  scroll();
}

function scroll() {
  paint.style.transform = `translate(${-box.scrollLeft}px, ${-box.scrollTop}px)`;
  gutter.style.transform = `translateY(${-box.scrollTop}px)`;
}

/** Where a character stands on the screen, from the painted copy. */
function where(offset) {
  const walker = document.createTreeWalker(paint, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, Math.min(node.length, left + 1));
      return range.getClientRects()[0] || range.getBoundingClientRect();
    }
    left -= node.length;
  }
  return paint.getBoundingClientRect();
}

/** Replaces characters so that the browser's own undo can take it back. */
function put(from, to, words) {
  box.focus();
  box.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) box.setRangeText(words, from, to, "end");
  draw();
}

/** Declares the prefixes the query uses and does not declare; tells which. */
export async function declare() {
  await schema();
  const known = prefixes();
  const lacking = missing(tokens(box.value)).filter((p) => known[p]);
  if (!lacking.length) return [];
  const lines = lacking.map((p) => `PREFIX ${p}: <${known[p]}>\n`).join("");
  const at = box.selectionStart;
  const comment = /^(?:[ \t]*#[^\n]*\n)*/.exec(box.value)[0].length;
  put(comment, comment, lines);
  box.setSelectionRange(at + lines.length, at + lines.length);
  return lacking;
}

/** The whole text exchanged. */
export function fill(text) {
  put(0, box.value.length, text);
  box.setSelectionRange(0, 0);
  clear();
}

/** Forgets the error. */
export function clear() {
  wrong = null;
  draw();
}

/** Marks the place an error names (line and column from 1, columns in characters) and goes there. */
export function mark(line, column) {
  const rows = box.value.split("\n");
  const row = rows[line - 1] || "";
  const start = rows.slice(0, line - 1).reduce((sum, r) => sum + r.length + 1, 0);
  const chars = Array.from(row);
  const at = start + chars.slice(0, Math.max(0, column - 1)).join("").length;
  // What cannot stand there is what follows; at the end of a line, its last word.
  const rest = tokens(box.value).find((k) => k.kind !== "space" && k.kind !== "comment" && k.start + k.text.length > at);
  const from = rest ? Math.max(at, rest.start) : Math.max(0, box.value.trimEnd().length - 1);
  show({ from: rest && rest.start < at ? rest.start : from, to: rest ? rest.start + rest.text.length : box.value.length, line });
}

/** Marks one token and goes there; gives its line and column. */
export function markToken(token) {
  const before = box.value.slice(0, token.start);
  const line = before.split("\n").length;
  show({ from: token.start, to: token.start + token.text.length, line });
  return { line, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

function show(place_) {
  wrong = place_;
  draw();
  box.focus();
  box.setSelectionRange(wrong.from, wrong.from);
  const place = where(wrong.from);
  const frame = box.getBoundingClientRect();
  if (place.top < frame.top || place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - frame.height / 3;
}

// completion

function close() {
  open = null;
  list.hidden = true;
  box.removeAttribute("aria-activedescendant");
}

function choose(index) {
  if (!open) return;
  open.index = (index + open.items.length) % open.items.length;
  Array.from(list.children).forEach((row, i) => row.setAttribute("aria-selected", String(i === open.index)));
  const row = list.children[open.index];
  row.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", row.id);
}

async function take(index) {
  const item = open.items[index];
  const { from, end } = open;
  close();
  put(from, end, item.insert + (item.kind === "class" || item.kind === "keyword" || item.insert.endsWith("(") ? "" : " "));
  if (item.insert.includes(":") && !item.insert.startsWith("<")) await declare();
}

const SIGNS = { property: "→", class: "C", concept: "◦", variable: "?", keyword: "K", unit: "■", task: "●", document: "▤", policy: "▮", place: "⬢", item: "▯", statement: "○", literal: "“" };

function row(item, i) {
  const thing = item.insert.startsWith("<");
  const main = thing ? item.label : item.insert;
  const label = thing ? item.other || t(`type.${item.kind}`) : item.label;
  return h(
    "li",
    { role: "option", id: `c${i}`, class: item.group === 1 && item.kind === "property" ? "weak" : "", "aria-selected": "false", title: item.says || "", onmousedown: (event) => (event.preventDefault(), take(i)) },
    h("i", { class: `sign t-${item.kind}`, "aria-hidden": "true" }, SIGNS[item.kind] || "·"),
    h("b", {}, main),
    label ? h("span", {}, label) : null,
    item.count ? h("small", {}, item.count.toLocaleString()) : null,
  );
}

let latest = 0;
async function complete(asked) {
  const mine = ++latest;
  const found = await suggest(box.value, box.selectionStart, asked);
  if (mine !== latest || document.activeElement !== box) return;
  const only = found.items.length === 1 && found.items[0].insert === found.word;
  if (!found.items.length || only) {
    close();
    if (asked) say(t("sparql.nothing"));
    return;
  }
  open = { ...found, index: -1 };
  list.replaceChildren(...found.items.map(row));
  list.hidden = false;
  const place = where(found.from);
  const frame = $("#editor").getBoundingClientRect();
  const left = Math.min(place.left - frame.left, frame.width - Math.min(430, frame.width));
  list.style.left = `${Math.max(0, left)}px`;
  list.style.top = `${place.bottom - frame.top + 3}px`;
  say(t("sparql.offered", { n: found.items.length }));
  choose(0);
}

function say(words) {
  said.textContent = words;
}

/** What the word at the cursor means. */
async function explain() {
  await schema();
  const at = box.selectionStart;
  const here = tokens(box.value).find((k) => k.start <= at && at <= k.start + k.text.length && (k.kind === "name" || k.kind === "iri"));
  if (!here) return say("");
  const found = here.kind === "name" ? term(here.text) : null;
  if (found) return say(`${here.text}　${labelOf(here.text)}${found.count ? `（${found.count.toLocaleString()}）` : ""}　${(found.says || ["", ""])[document.documentElement.lang === "en" ? 1 : 0]}`);
  if (here.kind !== "iri") return say("");
  try {
    return say(decodeURIComponent(here.text.slice(1, -1)));
  } catch (error) {
    return say("");
  }
}

function keys(event) {
  // A Chinese input method confirms its own candidates with Enter and arrows.
  if (event.isComposing) return;
  if ((event.ctrlKey && event.key === " ") || (event.altKey && event.key === "/")) {
    event.preventDefault();
    complete(true);
  } else if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    choose(open.index + (event.key === "ArrowDown" ? 1 : -1));
  } else if (open && (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey))) {
    event.preventDefault();
    take(open.index);
  } else if (open && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "}" && /(?:^|\n)[ \t]*  $/.test(box.value.slice(0, box.selectionStart))) {
    event.preventDefault();
    put(box.selectionStart - 2, box.selectionEnd, "}");
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    // A new line begins under the one before it.
    const indent = /(?:^|\n)([ \t]*)[^\n]*$/.exec(box.value.slice(0, box.selectionStart))[1];
    const deeper = /[{([]\s*$/.test(box.value.slice(0, box.selectionStart)) ? "  " : "";
    if (!indent && !deeper) return;
    event.preventDefault();
    put(box.selectionStart, box.selectionEnd, `\n${indent}${deeper}`);
  }
}

export function start() {
  $("#editor").classList.add("live");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", "complete");
  // While an input method composes, the browser's own text is shown: the copy does not know it yet.
  box.addEventListener("compositionstart", () => $("#editor").classList.add("composing"));
  box.addEventListener("compositionend", () => {
    $("#editor").classList.remove("composing");
    draw();
    complete(false);
  });
  box.addEventListener("input", (event) => {
    wrong = null;
    draw();
    if (event.isComposing) return;
    if (event.inputType && event.inputType.startsWith("delete") && !open) return;
    complete(false);
  });
  box.addEventListener("scroll", scroll);
  box.addEventListener("keydown", keys);
  box.addEventListener("blur", close);
  document.addEventListener("selectionchange", () => document.activeElement === box && explain());
  new ResizeObserver(scroll).observe(box);
  draw();
}
