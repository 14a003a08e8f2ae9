// The SPARQL page: shipped questions, run, results with names and links, errors in words, CSV, permalink.
import { $, h, pageOf, t } from "./dom.js";

const box = $("#q");
const result = $("#result");
const ID = /^https?:\/\/[^\s]+?\/id\/(.+)$/;
const SHOWN = 1000;
let last = null;

function idOf(iri) {
  const found = ID.exec(iri);
  if (!found) return null;
  try {
    return decodeURIComponent(found[1]);
  } catch (error) {
    return null;
  }
}

function short(iri) {
  const id = idOf(iri);
  return id || iri.replace(/^.*[#/]/, "") || iri;
}

/** One cell; a column ?unit with its ?unitLabel beside it becomes one column of named links. */
function cell(value, label) {
  if (!value) return h("td", {});
  if (value.type !== "uri") return h("td", { class: value.value.length > 24 ? "long" : "" }, value.value);
  const id = idOf(value.value);
  const shown = !$("#labels").checked ? value.value : label ? label.value : short(value.value);
  return h("td", { class: shown.length > 24 ? "long" : "" }, id && /^(doc|unit|place|policy)\//.test(id) ? h("a", { href: pageOf(id), title: value.value }, shown) : h("span", { title: value.value }, shown));
}

function table(answer) {
  if ("boolean" in answer) return h("p", { class: "card" }, t(answer.boolean ? "sparql.yes" : "sparql.no"));
  const { vars } = answer.head;
  const rows = answer.results.bindings;
  if (!rows.length) return h("p", { class: "muted" }, t("sparql.empty"));
  const merged = (v) => $("#labels").checked && v.endsWith("Label") && vars.includes(v.slice(0, -5));
  const columns = vars.filter((v) => !merged(v));
  const head = h("tr", {}, columns.map((v) => h("th", {}, v)));
  const body = rows.slice(0, SHOWN).map((row) => h("tr", {}, columns.map((v) => cell(row[v], row[`${v}Label`]))));
  return h("div", { class: "scroll" }, h("table", { class: "plain" }, h("thead", {}, head), h("tbody", {}, body)));
}

function trouble(title, detail, hint) {
  result.replaceChildren(h("div", { class: "problem", role: "alert" }, h("b", {}, title), h("pre", {}, detail), hint ? h("p", {}, hint) : ""));
}

const post = (accept) => fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: box.value });

function remember() {
  history.replaceState(null, "", "#q=" + encodeURIComponent(box.value));
}

async function run() {
  if (box.value !== box.defaultValue) remember();
  result.replaceChildren(h("p", { class: "muted" }, t("sparql.running")));
  const began = performance.now();
  try {
    const answer = await post("application/sparql-results+json, text/turtle;q=0.5");
    const type = answer.headers.get("Content-Type") || "";
    if (!answer.ok) {
      const problem = type.includes("json") ? await answer.json() : { detail: await answer.text() };
      return trouble(t("sparql.error"), problem.detail || problem.title || String(answer.status), problem.hint);
    }
    if (!type.includes("json")) return result.replaceChildren(h("pre", { class: "card" }, await answer.text()));
    last = await answer.json();
    const n = last.results ? last.results.bindings.length : 1;
    return result.replaceChildren(h("p", { class: "muted" }, t("sparql.rows", { n, ms: Math.round(performance.now() - began) })), table(last));
  } catch (error) {
    return trouble(t("sparql.error"), t("js.failed"), "");
  }
}

async function csv() {
  const answer = await post("text/csv");
  if (!answer.ok) return run();
  // Excel reads UTF-8 only with a mark at the beginning.
  const file = new Blob(["\ufeff", await answer.text()], { type: "text/csv;charset=utf-8" });
  const link = h("a", { href: URL.createObjectURL(file), download: "zhize.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return undefined;
}

$("#query").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
$("#csv").addEventListener("click", csv);
$("#link").addEventListener("click", async (event) => {
  remember();
  const button = event.currentTarget;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = t("panel.copied");
  } catch (error) {
    button.textContent = location.hash.slice(0, 12) + "…";
  }
  setTimeout(() => (button.textContent = before), 1500);
});
$("#labels").addEventListener("change", () => last && $(".scroll", result) && $(".scroll", result).replaceWith(table(last)));

// An address with #q= is a shared query, one with ?question= a shipped one: both run at once.
const shared = /^#q=(.+)$/.exec(location.hash);
if (shared) {
  try {
    box.value = decodeURIComponent(shared[1]);
    run();
  } catch (error) {
    // A damaged address is just an empty editor.
  }
} else if ($("#query").dataset.asked) {
  run();
}
