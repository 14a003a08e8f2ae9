// Links marked data-turn change the page in place: the server renders, regions marked data-swap are
// exchanged, the address follows. One rule on the server, no second copy of it here.
import { $, $$ } from "./dom.js";

const after = [];
let latest = 0;

/** Called after every exchange. */
export const onTurn = (callback) => after.push(callback);

const SCROLLERS = ["#canvas", "#facets", "#list", "#grid"];

function exchange(page) {
  const kept = SCROLLERS.map((selector) => [selector, $(selector) ? [$(selector).scrollTop, $(selector).scrollLeft] : null]);
  const active = document.activeElement;
  const focus = active && (active.dataset.id ? `[data-id="${CSS.escape(active.dataset.id)}"]` : active.id ? `#${CSS.escape(active.id)}` : null);
  const place = active && !focus ? $$("a,button").indexOf(active) : -1;
  for (const region of $$("[data-swap]")) {
    const fresh = page.getElementById(region.id);
    if (!fresh) return false;
    region.replaceWith(document.importNode(fresh, true));
  }
  document.title = page.title;
  after.forEach((callback) => callback());
  for (const [selector, at] of kept) {
    const element = $(selector);
    if (element && at) [element.scrollTop, element.scrollLeft] = at;
  }
  const again = focus ? $(focus) : $$("a,button")[place];
  if (again && document.activeElement === document.body) again.focus({ preventScroll: true });
  return true;
}

/** Exchanges one region only; other links then name the new selection instead of the old. */
export async function turnPart(id, url, from, selection) {
  const mine = ++latest;
  history.pushState(null, "", url);
  try {
    const answer = await fetch(from, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (mine !== latest) return;
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    document.getElementById(id).replaceWith(document.importNode(fresh, true));
    for (const link of $$("a[data-turn], #lang")) {
      const target = new URL(link.href);
      if (target.searchParams.get("focus") === new URL(location.href).searchParams.get("focus") && link.dataset.sel === undefined && !link.closest(`#${id}`)) {
        target.searchParams.set("sel", selection);
        link.href = target.pathname + target.search;
      }
    }
  } catch (error) {
    location.assign(url);
  }
}

/** Goes to an address of this page; falls back to plain navigation. */
export async function turn(url, push = true) {
  const mine = ++latest;
  document.body.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const text = await answer.text();
    if (mine !== latest) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    if (push) history.pushState(null, "", url);
    if (!answer.ok || !exchange(page)) location.assign(url);
  } catch (error) {
    location.assign(url);
  } finally {
    if (mine === latest) document.body.classList.remove("busy");
  }
}

/** Listens for links and the back button. */
export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    turn(link.href);
  });
  window.addEventListener("popstate", () => turn(location.href, false));
}
