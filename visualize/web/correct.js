// Corrections of merged units: the forms that decide and take back; the server does the rest.
import { $, pageOf, t } from "./dom.js";
import { attach } from "./search.js";
import { kept, refused } from "./token.js";

const chosen = new WeakMap(); // form → the unit picked in it

/** The request a form stands for: [method, address, what it says], or null while nothing is picked. */
function request(form) {
  const { correction, id, unit, spelling } = form.dataset;
  if (correction === "undo") return ["DELETE", `/api/corrections/${id.replace(/^correction\//, "")}`];
  const asked = { unit };
  if (spelling) asked.spelling = spelling;
  if (correction === "merge") {
    if (!chosen.has(form)) return null;
    asked.becomes = chosen.get(form);
  }
  for (const name of ["note", "by"]) if (form.elements[name].value.trim()) asked[name] = form.elements[name].value.trim();
  return ["POST", "/api/corrections", asked];
}

async function send(form) {
  const said = $("[role=status]", form);
  const field = $("[data-token]", form);
  const box = $("input", field);
  const wanted = request(form);
  if (!wanted) {
    said.textContent = t("correct.pick.first");
    return;
  }
  const token = box.value.trim() || kept.read();
  if (!token) {
    field.hidden = false;
    box.focus();
    return;
  }
  const button = $("button", form);
  button.disabled = true;
  try {
    const [method, address, body] = wanted;
    const headers = { Accept: "application/json", Authorization: `Bearer ${token}` };
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    const told = await answer.json();
    if (answer.ok) {
      kept.write(token);
      // A unit that became another has no page any more.
      if (form.dataset.correction === "merge") location.assign(pageOf(told.becomes));
      else location.reload();
      return;
    }
    if (answer.status === 401) {
      kept.write("");
      field.hidden = false;
      box.focus();
    }
    said.textContent = answer.status === 401 ? refused(token) : [told.detail, told.hint].filter(Boolean).join(t("sign.semi"));
  } catch (error) {
    said.textContent = t("js.failed");
  }
  button.disabled = false;
}

/** Arms the page once: forms that come with a turned page work too. */
export function start() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-correction]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("focusin", (event) => {
    const place = event.target.closest("[data-unit-pick]");
    if (!place || place.dataset.armed) return;
    place.dataset.armed = "1";
    const form = place.closest("form");
    const box = $("input", place);
    box.addEventListener("input", () => chosen.delete(form));
    attach(
      place,
      (hit) => {
        box.value = hit.label;
        chosen.set(form, hit.id);
      },
      "unit",
    );
  });
}
