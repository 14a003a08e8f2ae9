// Search as you type: grouped hits, arrows, Enter, Esc. Without this file the form opens /search.
import { exploreOf, glyph, h, pageOf, t } from "./dom.js";

const ORDER = ["unit", "task", "document", "policy", "place", "item", "statement"];
const href = (hit) => (hit.type === "unit" || hit.type === "policy" || hit.type === "place" ? exploreOf(hit.id) : pageOf(hit.id));
const detailOf = (hit) => (typeof hit.detail === "string" ? hit.detail : (hit.detail && hit.detail.label) || "");

let lists = 0;

function row(hit, index, list) {
  // 综和治理办 → 综合治理办: what was written leads to what it is; initials only explain the hit.
  const other = hit.matched && hit.matched !== hit.label;
  const alias = other && !hit.label.includes(hit.matched) && h("em", {}, hit.matched_by === "pinyin" ? hit.matched : `${hit.matched} →`);
  return h(
    "a",
    { href: href(hit), role: "option", id: `${list}-${index}`, tabindex: -1, "data-named": hit.type === "statement" ? "" : `${hit.label}\n${other ? hit.matched : ""}` },
    glyph(hit.type),
    hit.matched_by === "pinyin" ? null : alias,
    h("span", { title: hit.label }, hit.label),
    hit.matched_by === "pinyin" ? alias : null,
    h("small", {}, detailOf(hit)),
  );
}

/** Makes a search box answer while typing; `choose` takes the hit instead of opening its page; `kind`: only such. */
export function attach(form, choose, kind) {
  const box = form.querySelector("input");
  const list = h("div", { class: "drop", id: `drop-${lists++}`, role: "listbox", hidden: true });
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) box.setAttribute(name, value);
  let asked = 0;
  let timer = 0;
  let at = -1;

  function show(...content) {
    list.replaceChildren(...content);
    list.hidden = content.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
    box.removeAttribute("aria-activedescendant");
  }

  function taken(link, hit) {
    if (!choose) return link;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(hit);
      show();
    });
    return link;
  }

  async function ask() {
    const q = box.value.trim();
    const mine = ++asked;
    if (!q) return show();
    try {
      const answer = await fetch("/api/search?" + new URLSearchParams({ q, limit: "14", ...(kind ? { type: kind } : {}) }), { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (mine !== asked || document.activeElement !== box) return undefined;
      // A sentence is no end of a way: it stands in its task.
      const items = choose ? found.items.filter((hit) => hit.type !== "statement") : found.items;
      if (!items.length) return show(h("p", {}, t("js.noresult")));
      const groups = new Map();
      for (const hit of items) groups.set(hit.type, [...(groups.get(hit.type) || []), hit]);
      const kinds = [...groups.keys()].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
      let index = 0;
      return show(...kinds.flatMap((kind) => [h("h3", {}, t(`type.${kind}`)), ...groups.get(kind).map((hit) => taken(row(hit, index++, list.id), hit))]));
    } catch (error) {
      return mine === asked ? show(h("p", {}, t("js.failed"))) : undefined;
    }
  }

  function move(step) {
    const rows = Array.from(list.querySelectorAll("a"));
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("at");
    at = (at + step + rows.length) % rows.length;
    rows[at].classList.add("at");
    rows[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", rows[at].id);
  }

  /** The only suggestion, when what is typed stands in its name: no document for a unit that nobody knows. */
  function only() {
    const rows = list.hidden ? [] : Array.from(list.querySelectorAll("a"));
    const typed = box.value.trim().toLowerCase();
    return rows.length === 1 && rows[0].dataset.named.toLowerCase().includes(typed) ? rows[0] : null;
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  box.addEventListener("focus", () => box.value.trim() && ask());
  box.addEventListener("keydown", (event) => {
    // A Chinese input method confirms its own candidates with Enter and arrows.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      show();
    } else if (event.key === "Enter") {
      const chosen = list.querySelector("a.at") || only();
      if (chosen) {
        event.preventDefault();
        chosen.click();
      }
    }
  });
  document.addEventListener("click", (event) => form.contains(event.target) || show());
}
