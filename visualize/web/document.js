// The document page: click a highlight to see the fact, click a fact to see its characters.
import { $, $$, carried, glyph, h, pageOf, t } from "./dom.js";

const { keys = [], rows = [] } = carried("facts") || {};
const facts = rows.map((row) => Object.fromEntries(row.map((value, i) => [keys[i], value])));
const told = carried("rules") || {}; // what each rule says, in Chinese
const text = $("#text");
const here = $("#here");
const SHAPE = { assignment: "unit", deadline: "deadline", recurrence: "deadline", citation: "policy", quantity: "place", statement: "task", warning: "document" };

function lit(start, end, scroll) {
  for (const mark of $$(".lit", text)) mark.classList.remove("lit");
  let first = null;
  for (const mark of text.querySelectorAll("[data-o]")) {
    const from = Number(mark.dataset.o);
    if (from >= end) break;
    // Offsets count code points; a string's length counts UTF-16 units.
    if (from + Array.from(mark.textContent).length > start) {
      mark.classList.add("lit");
      first = first || mark;
    }
  }
  if (first && scroll) first.scrollIntoView({ block: "center" });
}

/** What a fact says, in words: its label and what is known beside it. */
function said(fact) {
  const detail = String(fact.detail || "");
  if (fact.type === "assignment") return [fact.label, detail && t(`role.${detail}`)];
  if (fact.type === "statement") return [t(`kind.${String(fact.label).toLowerCase()}`), detail && t(`force.${detail}`)];
  if (fact.type === "recurrence") return [fact.label, detail && t(`every.${detail}`)];
  if (fact.type === "citation") return [fact.label, ""];
  if (fact.type === "warning") return [fact.label, ""];
  return [fact.label, detail === fact.label ? "" : detail];
}

/** What it was read from, in words: the sentence of its rule; in English only the family (From a table) or the id. */
function basis(rule) {
  if (told[rule]) return `${t("panel.basis")} ${told[rule]}`;
  const key = `rule.${rule.split(".")[0]}`;
  return t(key) === key ? `${t("js.rule")} ${rule}` : `${t("panel.basis")} ${t(key)}`;
}

function card(fact) {
  const [label, detail] = said(fact);
  const policy = fact.type === "citation" && String(fact.detail || "").startsWith("policy/") && pageOf(fact.detail);
  const link = policy || fact.href;
  const why = [fact.rule && basis(fact.rule), fact.confidence && `${t("js.confidence")} ${Number(fact.confidence).toFixed(2)}`].filter(Boolean).join(" · ");
  return h(
    "article",
    {},
    h("p", { class: "kick" }, glyph(SHAPE[fact.type] || "document"), h("span", {}, t(`type.${fact.type}`)), h("button", { class: "at", type: "button", title: t("js.opentext"), onclick: () => reveal(fact, true) }, t("js.characters", { start: fact.start, end: fact.end }))),
    h("h3", {}, link ? h("a", { href: link }, label || "") : label || "", detail ? h("small", {}, detail) : ""),
    why ? h("p", { class: "hint", title: fact.rule || "" }, why) : "",
  );
}

function reveal(fact, scroll) {
  lit(fact.start, fact.end, scroll);
  const url = new URL(location.href);
  url.searchParams.set("at", `${fact.start}-${fact.end}`);
  url.hash = `c${fact.start}`;
  history.replaceState(null, "", url);
}

text.addEventListener("click", (event) => {
  const mark = event.target.closest(".m");
  if (!mark || String(getSelection())) return;
  const shown = mark.dataset.f.split(" ").map((i) => facts[Number(i)]).filter(Boolean);
  if (!shown.length) return;
  shown.sort((a, b) => a.end - a.start - (b.end - b.start));
  reveal(shown[0], false);
  here.replaceChildren(...shown.map(card));
  if (here.scrollIntoView && here.offsetParent) here.parentElement.scrollTop = 0;
});

for (const button of $$("[data-kind]")) {
  const apply = () => {
    const on = button.getAttribute("aria-pressed") === "true";
    text.classList.toggle(`hide-${button.dataset.kind}`, !on);
    text.classList.toggle(`show-${button.dataset.kind}`, on);
  };
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    apply();
  });
  apply();
}

for (const link of $$("[data-span]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const [start, end] = link.dataset.span.split("-").map(Number);
    reveal({ start, end }, true);
  });
}

// The outline follows the reader.
const outline = $$("[data-jump]").map((link) => ({ link, start: Number(link.dataset.jump) }));
const pieces = $$("[data-o]", text);
const offsets = pieces.map((piece) => Number(piece.dataset.o));
/** The piece of text that holds the character at `start`, or null before the first. */
function target(start) {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle] <= start) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1] || null;
}
for (const entry of outline) {
  entry.mark = target(entry.start);
  // The line, not the mark in it: a line out of sight has a place, what is in it has none yet.
  entry.place = entry.mark && (entry.mark.closest(".ln") || entry.mark);
  entry.link.addEventListener("click", (event) => {
    if (!entry.mark) return;
    event.preventDefault();
    entry.mark.scrollIntoView({ block: "start" });
    history.replaceState(null, "", `#c${entry.start}`);
  });
}
let waiting = false;
function follow() {
  waiting = false;
  let now = null;
  for (const entry of outline) if (entry.mark && entry.place.getBoundingClientRect().top < innerHeight * 0.42) now = entry;
  for (const entry of outline) entry.link.classList.toggle("now", entry === now);
}
addEventListener("scroll", () => {
  if (!waiting) requestAnimationFrame(follow);
  waiting = true;
}, { passive: true });
follow();

// #3275-3530 and #c3275-3530 work as addresses too.
const hash = /^#c?(\d+)-(\d+)$/.exec(location.hash);
const asked = hash || /^(\d+)-(\d+)$/.exec(new URL(location.href).searchParams.get("at") || "");
if (asked) {
  const [start, end] = [Number(asked[1]), Number(asked[2])];
  if (hash) lit(start, end, true);
  else if ($(".m-hot")) $(".m-hot").scrollIntoView({ block: "center" });
  const inside = facts.filter((f) => f.start >= start && f.end <= end && f.type !== "statement").slice(0, 8);
  here.replaceChildren(...inside.map(card));
}
