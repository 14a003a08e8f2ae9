// One row of the import page: what a file is, what was understood of it, what one may do with it.
import { h, pageOf, t } from "./dom.js";

const FACTS = ["tasks", "assignments", "units", "statements", "deadlines", "quantities", "citations", "frequencies", "headings"];

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

const word = (key, fallback) => (t(key) === key ? fallback : t(key));

function facts(counts) {
  return h("p", { class: "facts-line" }, FACTS.map((kind) => h("span", { class: counts[kind] ? "" : "zero" }, h("b", {}, String(counts[kind] || 0)), t(`import.fact.${kind}`))));
}

function warnings(doc) {
  // What a person said is no doubt: it is told where it can be taken back.
  const doubtful = (code) => !/_given$/.test(code);
  const codes = Object.entries(doc.warning_counts).filter(([code]) => doubtful(code));
  if (!codes.length) return null;
  const listed = doc.warnings.filter((w) => doubtful(w.code));
  const total = codes.reduce((sum, [, n]) => sum + n, 0);
  const rest = total - listed.length;
  return h(
    "details",
    {},
    h("summary", {}, `⚠ ${t("import.warnings", { n: total })}${t("sign.colon")}${codes.map(([code, n]) => `${word(`code.${code}`, code)} ${n}`).join(t("sign.comma"))}`),
    h(
      "ul",
      { class: "warns" },
      listed.map((w) => h("li", {}, w.message, w.quote ? h("q", { lang: "zh-CN" }, w.before || "", h("mark", {}, w.quote), w.after || "") : null, w.line ? h("small", {}, t("import.line", { line: w.line })) : null)),
      rest > 0 ? h("li", {}, t("import.more", { n: rest })) : null,
    ),
  );
}

function outline(doc) {
  if (!doc.outline.length) return null;
  return h("details", {}, h("summary", { class: "plainly" }, t("import.outline", { n: doc.facts.headings || 0 })), h("ul", { class: "outline-mini", lang: "zh-CN" }, doc.outline.map((line) => h("li", {}, line))));
}

function violations(doc) {
  if (!doc.violations.length) return null;
  return h("div", { class: "refusal" }, t("import.broken"), doc.violations.slice(0, 5).map((v) => h("span", {}, v.message, v.quote ? `${t("sign.colon")}${v.quote}` : "")));
}

/** The form that says which place a file is about, when the one read is wrong. */
function placeForm(item, act) {
  const list = h("ul", { class: "places" });
  const said = h("p", { class: "hint", role: "status" });
  let latest = 0;
  const look = async (words) => {
    const mine = ++latest;
    if (!words) return list.replaceChildren();
    const answer = await fetch(`/api/registry/places?${new URLSearchParams({ q: words, limit: 8 })}`);
    const { items } = answer.ok ? await answer.json() : { items: [] };
    if (mine !== latest) return undefined;
    said.textContent = items.length ? "" : t("import.place.none");
    return list.replaceChildren(...items.map((p) => h("li", {}, h("button", { type: "button", class: "plain-button", lang: "zh-CN", onclick: () => act("correct", item, p.code) }, p.path.join(" › ")))));
  };
  const box = h("input", { type: "search", maxlength: 40, autocomplete: "off", "aria-label": t("import.place.label"), placeholder: t("import.place.label"), oninput: () => look(box.value.trim()) });
  return h("details", { class: "fix" }, h("summary", { class: "plainly" }, t("import.place.fix")), h("p", { class: "hint" }, t("import.place.hint")), box, said, list);
}

const FIELDS = ["title", "number", "issuer", "issued", "period", "genre"];
const GENRES = ["plan", "outline", "implementation_plan", "work_points", "annual_report", "notice", "opinion", "assignment_table", "regulation", "other"];

/** What a document was read to be, in the words of the form. */
const readAs = (doc) => ({ title: doc.title, number: doc.number, issuer: doc.issuer, issued: doc.issued, period: Array.from(new Set(doc.period)).join("-"), genre: doc.genre });

/** The form that says what a document is, where title, 文号, date … were read wrongly; only what changes is sent. */
function saidForm(item, doc, index, act) {
  const before = readAs(doc);
  const control = (name) => {
    if (name === "genre") return h("select", { name }, GENRES.map((genre) => h("option", { value: genre, selected: genre === before.genre }, word(`genre.${genre}`, genre))));
    const hint = { issued: "2023-05-16", period: "2023-2025" }[name];
    return h("input", { name, value: before[name], placeholder: hint, maxlength: { title: 300, number: 100, issuer: 200, issued: 10, period: 9 }[name], autocomplete: "off", spellcheck: "false", lang: "zh-CN" });
  };
  const status = h("p", { class: "hint", role: "status" });
  const submit = (event) => {
    event.preventDefault();
    const changed = FIELDS.map((name) => [name, event.target.elements[name].value.trim()]).filter(([name, value]) => value !== before[name]);
    if (changed.length) return act("correct", item, null, { document: index, ...Object.fromEntries(changed) });
    status.textContent = t("import.said.same");
    return undefined;
  };
  const form = h("form", { class: "said", onsubmit: submit }, FIELDS.map((name) => h("label", { class: `f-${name}` }, t(`import.said.${name}`), control(name))), h("p", { class: "acts" }, h("button", { class: "btn main" }, t("import.said.do"))), status);
  return h("details", { class: "fix" }, h("summary", { class: "plainly" }, t("import.said.fix")), h("p", { class: "hint" }, t("import.said.hint")), form);
}

/** Says what a person has corrected, and takes it back. */
function corrected(item, act) {
  const names = Array.from(new Set(Object.values(item.said).flatMap((values) => Object.keys(values)).concat(item.place ? ["place"] : [])));
  const dropped = Object.values(item.said).flatMap((values) => values.drop || []);
  if (!names.length) return null;
  return h("p", { class: "corrected" }, h("span", {}, t("import.said.done", { names: names.map((name) => (name === "drop" ? t("import.said.drop", { names: dropped.join(t("sign.join")) }) : t(`import.said.${name}`))).join(t("sign.join")) })), h("button", { class: "linkish", type: "button", onclick: () => act("correct", item) }, t("import.said.undo")));
}

function document_(upload, item, doc, index, act) {
  const place = doc.place.length ? doc.place.join(" › ") : null;
  const years = doc.period.length ? Array.from(new Set(doc.period)).join("–") : null;
  return h(
    "div",
    { class: "doc" },
    h("h3", { lang: "zh-CN" }, doc.title || t("import.untitled")),
    h(
      "p",
      { class: "docline" },
      h("span", { class: "badge b-document" }, word(`genre.${doc.genre}`, doc.genre || "")),
      place ? h("span", { class: doc.place_open ? "doubt" : "", lang: "zh-CN" }, place, doc.place_open ? ` ${t("import.placeopen")}` : "") : h("span", { class: "doubt" }, t("import.noplace")),
      years ? h("span", {}, years) : null,
      doc.issuer ? h("span", { lang: "zh-CN" }, doc.issuer) : null,
      doc.number ? h("span", { lang: "zh-CN" }, doc.number) : null,
      doc.issued ? h("span", {}, doc.issued) : null,
      item.documents.length > 1 ? h("a", { href: `/import/${upload}/${item.id}?doc=${index}` }, t("import.preview")) : null,
    ),
    facts(doc.facts),
    violations(doc),
    warnings(doc),
    outline(doc),
    item.state === "understood" ? saidForm(item, doc, index, act) : null,
  );
}

/** What people said of the former self is not said of this one: they may say it again. */
function told(v) {
  return v.told && v.told.length ? h("span", { class: "told", lang: "zh-CN" }, ` ${t("import.does.told")}${v.told.join("")}`) : null;
}

function verdict(item) {
  const v = item.verdict;
  if (v.does === "reread") return h("p", { class: "verdict" }, t("import.does.reread", { source: v.source }), told(v));
  if (v.does !== "replace") return null;
  const before = v.documents.reduce((sum, d) => sum + d.tasks, 0);
  const after = item.documents.reduce((sum, d) => sum + (d.facts.tasks || 0), 0);
  const [first] = v.documents;
  return h("p", { class: "verdict replace" }, t("import.does.replace", { before, after }), " ", h("a", { href: pageOf(first.id), target: "_blank", rel: "noopener" }, v.source), told(v));
}

function known(item) {
  const v = item.verdict;
  if (item.state === "duplicate") return h("p", { class: "verdict" }, t("import.copy", { name: v.copy_of }));
  return h("p", { class: "verdict" }, t("import.known", { source: v.source }), " ", v.documents.map((id) => h("a", { href: pageOf(id) }, t("import.see"))));
}

function kept(item) {
  return h("p", { class: "acts" }, item.verdict.documents.map((id) => [h("a", { class: "btn", href: pageOf(id) }, t("import.see")), h("a", { class: "btn", href: `/explore?${new URLSearchParams({ focus: id })}` }, t("import.explore"))]));
}

function buttons(upload, item, act, broken) {
  const button = (what, main) => h("button", { class: main ? "btn main" : "btn", type: "button", onclick: () => act(what, item) }, t(`import.${what}`));
  return h(
    "p",
    { class: "acts" },
    broken ? null : button("keep", true),
    item.verdict.does === "replace" && !broken ? button("beside", false) : null,
    h("a", { class: "btn", href: `/import/${upload}/${item.id}` }, t("import.preview")),
    button("discard", false),
  );
}

/** The row of one item; `act(what, item)` is called for keep, beside, discard and correct. */
export function draw(upload, item, act) {
  const broken = item.state === "understood" && item.documents.some((d) => d.violations.length);
  const css = `s-${broken ? "broken" : item.state}${item.member_of === null ? "" : " inside"}`;
  const name = item.member_of === null ? item.name : item.name.replace(/^.*!\//, "");
  const understood = item.state === "understood" || item.state === "kept";
  return h(
    "li",
    { class: css, id: `f${item.id}` },
    h("p", { class: "row1" }, h("span", { class: "name", title: item.name }, name), h("span", { class: "size" }, size(item.size)), h("span", { class: "state" }, t(`import.state.${broken ? "broken" : item.state}`))),
    item.error ? h("p", { class: "refusal" }, item.error.message, h("span", {}, item.error.hint)) : null,
    understood ? item.documents.map((doc, index) => document_(upload, item, doc, index, act)) : null,
    item.state === "understood" ? [placeForm(item, act), corrected(item, act), verdict(item), buttons(upload, item, act, broken)] : null,
    item.state === "known" || item.state === "duplicate" ? known(item) : null,
    item.state === "kept" ? kept(item) : null,
  );
}
