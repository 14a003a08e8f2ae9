// A long list to choose from becomes a box to type in: the select stays and carries the value.
import { $$, h, t } from "./dom.js";

const FEW = 8;
const SEARCHED = new Set(["unit", "document", "policy", "place", "task", "item"]);

async function more(kind, words) {
  const answer = await fetch(`/api/search?${new URLSearchParams({ q: words, type: kind, limit: 20 })}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).items.map((hit) => ({ value: hit.id, label: hit.label, detail: hit.detail })) : [];
}

function enhance(select, number) {
  const kind = select.dataset.kind;
  const options = Array.from(select.options, (o) => ({ value: o.value, label: o.label }));
  const now = select.options[select.selectedIndex];
  const name = `pick${number}`;
  const list = h("ul", { class: "pick-list", role: "listbox", id: name, hidden: true });
  const box = h("input", { type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": name, "aria-autocomplete": "list", "aria-label": select.dataset.label, placeholder: t("sparql.pick") });
  box.value = now && now.value ? now.label : "";
  let rows = [];
  let at = -1;
  let latest = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (row) => {
    if (row.value && !Array.from(select.options).some((o) => o.value === row.value)) select.append(new Option(row.label, row.value));
    select.value = row.value;
    box.value = row.value ? row.label : "";
    close();
  };
  const point = (index) => {
    if (!rows.length) return;
    at = (index + rows.length) % rows.length;
    Array.from(list.children).forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const draw = (found) => {
    rows = found.slice(0, 60);
    list.replaceChildren(...rows.map((row, i) => h("li", { role: "option", id: `${name}-${i}`, "aria-selected": "false", onmousedown: (event) => (event.preventDefault(), choose(row)) }, row.label || t("sparql.any"), row.detail ? h("small", {}, row.detail) : null)));
    if (!rows.length) list.replaceChildren(h("li", { class: "none" }, t("sparql.pick.none")));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const look = async (all) => {
    const mine = ++latest;
    const words = all ? "" : box.value.trim();
    const here = options.filter((o) => !words || o.label.includes(words));
    draw(here);
    if (!words || !SEARCHED.has(kind)) return;
    const found = await more(kind, words);
    if (mine !== latest || document.activeElement !== box) return;
    const known = new Set(here.map((o) => o.value));
    draw(here.concat(found.filter((o) => !known.has(o.value))));
    point(0);
  };
  box.addEventListener("focus", () => box.select());
  box.addEventListener("click", () => look(true));
  box.addEventListener("input", () => look(false));
  box.addEventListener("blur", () => {
    close();
    const chosen = select.options[select.selectedIndex];
    if (!box.value.trim() && Array.from(select.options).some((o) => !o.value)) select.value = "";
    else box.value = chosen && chosen.value ? chosen.label : "";
  });
  box.addEventListener("keydown", (event) => {
    // A Chinese input method confirms its own candidates with Enter and arrows.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look(true);
      else point(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (rows[at]) choose(rows[at]);
    } else if (event.key === "Escape") close();
  });
  select.hidden = true;
  select.after(h("span", { class: "pick" }, box, list));
}

/** Every select marked data-kind with more than a few options. */
export function pickers() {
  $$("select[data-kind]").filter((select) => select.options.length > FEW).forEach(enhance);
}
