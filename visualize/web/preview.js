// The preview of a staged document: words that were taken for a unit and are none are said so, and it is read again.
import { $, t } from "./dom.js";
import { kept, refused } from "./token.js";

const root = $("#preview");

function say(words) {
  $("#told").hidden = !words;
  $("#told").textContent = words;
}

async function ask(method, path, body) {
  const headers = { Accept: "application/json", Authorization: `Bearer ${kept.read()}` };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const told = await answer.json();
  if (answer.status === 401) throw new Error(refused(kept.read()));
  if (!answer.ok) throw new Error([told.detail, told.hint].filter(Boolean).join(t("sign.semi")));
  return told;
}

async function drop(button) {
  const words = button.dataset.drop;
  if (!window.confirm(t("preview.drop.sure", { unit: words }))) return;
  const { upload, file, doc } = root.dataset;
  say(t("preview.again"));
  try {
    let told = await ask("POST", `/api/uploads/${upload}/correct?file=${file}`, { document: Number(doc), drop: [words] });
    while (told.reading) {
      await new Promise((done) => setTimeout(done, 400));
      told = await ask("GET", `/api/uploads/${upload}`);
    }
    location.reload();
  } catch (error) {
    say(error.message);
  }
}

/** Arms the buttons beside the owners; the token is the one of this tab's import page. */
export function start() {
  root.addEventListener("click", (event) => event.target.dataset.drop && drop(event.target));
}
