// Saved views: an address with a name, kept in this browser only; taken along and brought in as a file.
import { $, $$, h, t } from "./dom.js";

const KEY = "zhize.views";
const MOST = 200; // views
const NAME = 80; // characters
const ADDRESS = 4000;
const FORMAT = "zhize-views";
let memory = []; // what a browser that keeps nothing has until the page is left

/** The path of an address of this server, without the language: it opens in the reader's; "" for any other. */
function here(address) {
  if (typeof address !== "string" || address.length > ADDRESS || !/^\/(?![/\\])/.test(address)) return "";
  try {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin) return "";
    url.searchParams.delete("lang");
    // /.//elsewhere has our origin, and //elsewhere as its path.
    return /^\/(?![/\\])/.test(url.pathname) ? url.pathname + url.search + url.hash : "";
  } catch (error) {
    return "";
  }
}

/** Those of a list from anywhere that are views of ours. */
function sound(list) {
  const found = [];
  for (const view of Array.isArray(list) ? list : []) {
    const url = here(view && view.url);
    // What turns or hides letters (U+202E) makes a name say what it is not.
    const name = view && typeof view.name === "string" ? view.name.replace(/\p{C}/gu, "").trim().slice(0, NAME) : "";
    if (url && name && found.length < MOST && !found.some((v) => v.url === url)) found.push({ name, url });
  }
  return found;
}

function read() {
  try {
    return sound(JSON.parse(localStorage.getItem(KEY) || "[]"));
  } catch (error) {
    return memory;
  }
}

/** Whether the browser keeps it. */
function write(views) {
  memory = views;
  try {
    localStorage.setItem(KEY, JSON.stringify(views));
    return true;
  } catch (error) {
    return false;
  }
}

/** `added` in front, an address that is there already gets the new name; what has no room stays out, never what was kept. */
function merged(added, views) {
  const rest = views.filter((v) => !added.some((a) => a.url === v.url));
  const room = MOST - views.length;
  let fresh = 0;
  const taken = added.filter((a) => views.some((v) => v.url === a.url) || (fresh += 1) <= room);
  return { views: [...taken, ...rest], left: added.length - taken.length };
}

function say(words, act) {
  const place = $("#saved [role=status]");
  place.replaceChildren(words || "", ...(act ? [" ", act] : []));
  place.hidden = !words;
}

function keep(views, words, act) {
  say(write(views) ? words : t("views.unkept"), act);
  draw();
}

function remove(view) {
  const before = read();
  const undo = h("button", { type: "button", class: "linkish", onclick: () => keep(before, t("views.back")) }, t("views.undo"));
  keep(before.filter((v) => v.url !== view.url), t("views.gone", { name: view.name }), undo);
  undo.focus();
}

function item(view) {
  return h("li", {}, h("a", { href: view.url, title: view.name }, view.name), h("button", { type: "button", class: "linkish", "aria-label": t("views.delete", { name: view.name }), title: t("views.delete", { name: view.name }), onclick: () => remove(view) }, "×"));
}

function draw() {
  const views = read();
  $("#saved ul").replaceChildren(...views.map(item));
  $("#saved ul").hidden = !views.length;
  $("#saved [data-views=export]").disabled = !views.length;
  $("#saved summary").classList.toggle("on", views.some((v) => v.url === here(location.pathname + location.search + location.hash)));
  const home = $("#mine");
  if (!home) return;
  home.hidden = !views.length;
  $("ul", home).replaceChildren(...views.map((v) => h("li", {}, h("a", { class: "chip", href: v.url, title: v.name }, v.name))));
}

function save(form) {
  const name = form.elements.name.value.trim().slice(0, NAME);
  const url = here(location.pathname + location.search + location.hash);
  if (!name || !url) return;
  const { views, left } = merged([{ name, url }], read());
  if (left) say(t("views.full", { n: MOST }));
  else keep(views, t("views.saved", { name }));
}

function download() {
  const text = JSON.stringify({ format: FORMAT, version: 1, views: read() }, null, 2);
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `${t("views.file")}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function bring(file) {
  let found = [];
  let all = 0;
  try {
    const told = file.size < 2e6 ? JSON.parse(await file.text()) : {};
    if (told.format === FORMAT && Array.isArray(told.views)) [found, all] = [sound(told.views), told.views.length];
  } catch (error) {
    found = []; // no JSON: said below
  }
  if (!found.length) return say(t("views.nofile"));
  const { views, left } = merged(found, read());
  const n = found.length - left;
  return keep(views, `${t("views.brought", { n, left: all - found.length })}${left ? t("views.noroom", { n: left, most: MOST }) : ""}`);
}

/** Arms the menu; the name offered is the page's own title. */
export function start() {
  const place = $("#saved");
  const form = $("form", place);
  const input = $("input[type=file]", place);
  place.addEventListener("toggle", () => {
    if (!place.open) return form.reset();
    say("");
    draw();
    if (form.elements.name.value) return; // typed before this event came
    form.elements.name.value = document.title.split(" · ").slice(0, -1).join(" · ").slice(0, NAME);
    form.elements.name.select();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  $("[data-views=export]", place).addEventListener("click", download);
  $("[data-views=import]", place).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files[0]) bring(input.files[0]);
    input.value = "";
  });
  // Another tab of the same browser has saved or deleted one.
  window.addEventListener("storage", (event) => event.key === KEY && draw());
  draw();
}
