// The import page: hand over files, watch them being read, decide. Nothing enters the graph before "keep".
import { $, h, t } from "./dom.js";
import { draw } from "./import_row.js";
import { kept, refused } from "./token.js";

const root = $("#import");
const MOST = Number(root.dataset.most);
const LIMIT = Number(root.dataset.megabytes) * 1e6;
const GROUP = { files: 20, bytes: 24e6 }; // of one request
const state = { token: "", upload: null, queue: [], sent: 0, sending: false, busy: false };
const shown = new Map(); // item id → [what was drawn, element]

/** One request; throws an Error with the server's own words. */
async function ask(method, path, body) {
  const headers = { Accept: "application/json" };
  if (state.token) headers.Authorization = `Bearer ${state.token}`;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body, credentials: "same-origin" });
  } catch (error) {
    throw Object.assign(new Error(t("import.offline")), { status: 0 });
  }
  if (answer.status === 204) return null;
  const said = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
  if (answer.ok) return said;
  if (answer.status === 401) throw Object.assign(new Error(refused(state.token)), { status: 401 });
  throw Object.assign(new Error([said.detail, said.hint].filter(Boolean).join("。") || String(answer.status)), { status: answer.status });
}

function trouble(words) {
  const place = $("#trouble");
  place.hidden = !words;
  place.textContent = words || "";
  if (words) $("#batch").hidden = false;
}

// the token

async function unlock(token, told) {
  state.token = token;
  const hint = $("#key-hint");
  try {
    const waiting = await ask("GET", "/api/uploads");
    kept.write(token);
    $("#key").hidden = true;
    $("#zone").hidden = false;
    if (!state.upload) earlier(waiting.items);
    return true;
  } catch (error) {
    state.token = "";
    if (error.status === 401) kept.write("");
    hint.classList.toggle("bad", told);
    if (told) hint.textContent = error.message;
    $("#key").hidden = false;
    $("#zone").hidden = true;
    return false;
  }
}

function lock() {
  kept.write("");
  state.token = "";
  $("#zone").hidden = true;
  $("#key").hidden = false;
  $("#token").value = "";
  $("#token").focus();
}

function earlier(uploads) {
  const place = $("#earlier");
  place.hidden = !uploads.length;
  place.replaceChildren(
    ...uploads.map((u) =>
      h("p", { class: "note" }, h("span", {}, t("import.earlier", { n: (u.counts.understood || 0) + (u.counts.waiting || 0) + (u.counts.reading || 0) })), h("a", { href: `/import?upload=${encodeURIComponent(u.id)}` }, t("import.continue"))),
    ),
  );
}

// sending

const named = (file) => file.path || file.webkitRelativePath || file.name;

function take(files) {
  const usable = files.filter((f) => !/(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX\/)/i.test(named(f)));
  if (!usable.length) return files.length ? trouble(t("import.nofiles")) : undefined;
  trouble("");
  const fits = usable.filter((f) => f.size <= LIMIT);
  const large = usable.filter((f) => f.size > LIMIT).map(named);
  if (large.length) trouble(t("import.toolarge", { names: large.slice(0, 3).join(t("sign.join")), n: large.length, megabytes: root.dataset.megabytes }));
  if (fits.length + shown.size > MOST) return trouble(t("import.toomany", { most: MOST }));
  state.queue.push(...fits);
  if (!state.sending) return send();
  return undefined;
}

function group() {
  const files = [];
  let bytes = 0;
  while (state.queue.length && files.length < GROUP.files && (!files.length || bytes + state.queue[0].size <= GROUP.bytes)) {
    bytes += state.queue[0].size;
    files.push(state.queue.shift());
  }
  return files;
}

async function send() {
  state.sending = true;
  $("#batch").hidden = false;
  $("#zone").classList.add("slim");
  $("#earlier").hidden = true;
  try {
    while (state.queue.length) {
      const form = new FormData();
      for (const file of group()) form.append("files", file, named(file));
      summary(null);
      const upload = await ask("POST", state.upload ? `/api/uploads/${state.upload}` : "/api/uploads", form);
      if (!state.upload) {
        state.upload = upload.id;
        history.replaceState(null, "", `/import?upload=${encodeURIComponent(upload.id)}`);
      }
      update(upload);
      poll();
    }
  } catch (error) {
    state.queue = [];
    trouble(error.message);
    if (error.status === 401) lock();
  } finally {
    state.sending = false;
  }
}

// watching

let polling = false;
const began = new Map(); // item → when its reading was first seen
async function poll() {
  if (polling) return;
  polling = true;
  try {
    for (;;) {
      const upload = await ask("GET", `/api/uploads/${state.upload}`);
      update(upload);
      if (!upload.reading && !state.sending) break;
      await new Promise((done) => setTimeout(done, 400));
    }
  } catch (error) {
    trouble(error.message);
  } finally {
    polling = false;
  }
}

function update(upload) {
  const list = $("#list");
  for (const item of upload.items) {
    const said = JSON.stringify(item);
    const former = shown.get(item.id);
    if (former && former[0] === said) continue;
    const open = former ? Array.from(former[1].querySelectorAll("details"), (d) => d.open) : [];
    const row = draw(upload.id, item, act);
    row.querySelectorAll("details").forEach((d, i) => (d.open = Boolean(open[i])));
    if (former) former[1].replaceWith(row);
    else if (item.member_of !== null) lastOf(item.member_of).after(row);
    else list.append(row);
    shown.set(item.id, [said, row]);
    row.dataset.of = item.member_of === null ? "" : String(item.member_of);
  }
  for (const item of upload.items) if (item.state === "reading") clock(item);
  summary(upload);
}

/** How long a file has been read, and when the reader gives up: a paragraph of 30 MB takes a minute. */
function clock(item) {
  if (!began.has(item.id)) began.set(item.id, Date.now());
  const n = Math.round((Date.now() - began.get(item.id)) / 1000);
  if (n > 1) shown.get(item.id)[1].querySelector(".state").textContent = t("import.reading.for", { n, most: root.dataset.seconds });
}

function lastOf(archive) {
  const members = Array.from($("#list").children).filter((row) => row.dataset.of === String(archive));
  return members[members.length - 1] || shown.get(archive)[1];
}

const broken = (item) => item.documents.some((d) => d.violations.length);

function summary(upload) {
  const items = upload ? upload.items.filter((i) => i.state !== "archive") : [];
  const n = (...states) => items.filter((i) => states.includes(i.state)).length;
  const open = items.filter((i) => i.state === "understood" && !broken(i));
  const coming = state.queue.length;
  const reading = n("waiting", "reading");
  const bar = $("#bar");
  const total = items.length + coming;
  bar.hidden = !(reading || coming || state.busy);
  bar.max = Math.max(1, total);
  bar.value = items.length - reading;
  $("#sum-title").textContent = reading || coming || !upload ? t("import.reading", { done: items.length - reading, all: total || "…" }) : t("import.done", { n: items.length });
  const parts = [["understood", open.length], ["kept", n("kept")], ["known", n("known", "duplicate")], ["refused", n("refused") + items.filter((i) => i.state === "understood" && broken(i)).length], ["discarded", n("discarded")]];
  $("#sum-hint").textContent = parts.filter(([, count]) => count).map(([key, count]) => t(`import.count.${key}`, { n: count })).join(" · ");
  $("#keep-all").textContent = t("import.keep.all", { n: open.length });
  $("#keep-all").hidden = !open.length;
  $("#keep-all").disabled = state.busy;
  $("#drop-all").hidden = !(open.length || reading);
  $("#drop-all").disabled = state.busy;
}

// deciding

async function decide(work) {
  if (state.busy) return;
  state.busy = true;
  trouble("");
  root.classList.add("busy");
  try {
    await work();
  } catch (error) {
    trouble(error.message);
    if (error.status === 401) lock();
  } finally {
    state.busy = false;
    root.classList.remove("busy");
    if (state.upload) await poll();
  }
}

function act(what, item, place, said) {
  const at = `/api/uploads/${state.upload}`;
  const calls = {
    keep: () => ask("POST", `${at}/keep?file=${item.id}`),
    beside: () => ask("POST", `${at}/keep?file=${item.id}&beside=true`),
    discard: () => ask("DELETE", `${at}?file=${item.id}`),
    correct: () => ask("POST", `${at}/correct?${new URLSearchParams(place ? { file: item.id, place } : { file: item.id })}`, said && new Blob([JSON.stringify(said)], { type: "application/json" })),
  };
  if (!state.token) return lock();
  return decide(calls[what]);
}

/** Ten at a time, so that one sees how far it is. */
async function keepAll() {
  const upload = await ask("GET", `/api/uploads/${state.upload}`);
  const ids = upload.items.filter((i) => i.state === "understood" && !broken(i)).map((i) => i.id);
  for (let i = 0; i < ids.length; i += 10) {
    const done = await ask("POST", `/api/uploads/${state.upload}/keep?${ids.slice(i, i + 10).map((id) => `file=${id}`).join("&")}`);
    if (done.failed.length) trouble(done.failed[0].message);
    update(await ask("GET", `/api/uploads/${state.upload}`));
  }
}

async function dropAll() {
  await ask("DELETE", `/api/uploads/${state.upload}`);
  state.upload = null;
  state.queue = [];
  shown.clear();
  $("#list").replaceChildren();
  $("#batch").hidden = true;
  $("#zone").classList.remove("slim");
  history.replaceState(null, "", "/import");
}

// dropping

/** Everything below a dropped folder; older browsers give entries only through callbacks. */
async function below(entry, path) {
  const here = path + entry.name;
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    file.path = here;
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    for (const one of some) found.push(...(await below(one, `${here}/`)));
  }
  return found;
}

async function dropped(transfer) {
  const entries = Array.from(transfer.items || [], (i) => (i.webkitGetAsEntry ? i.webkitGetAsEntry() : null)).filter(Boolean);
  if (!entries.length) return take(Array.from(transfer.files));
  const files = [];
  for (const entry of entries) {
    try {
      files.push(...(await below(entry, "")));
    } catch (error) {
      trouble(t("import.unreadable", { name: entry.name }));
    }
  }
  return take(files);
}

function arm() {
  const zone = $("#zone");
  $("#key").addEventListener("submit", (event) => {
    event.preventDefault();
    unlock($("#token").value.trim(), true);
  });
  $("#lock").addEventListener("click", lock);
  for (const [button, input] of [["#pick", "#files"], ["#pick-folder", "#folder"]]) {
    $(button).addEventListener("click", () => $(input).click());
    $(input).addEventListener("change", (event) => {
      take(Array.from(event.target.files));
      event.target.value = "";
    });
  }
  // A file let go beside the zone must not replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  window.addEventListener("dragover", () => zone.classList.add("over"));
  window.addEventListener("dragleave", (event) => event.relatedTarget || zone.classList.remove("over"));
  window.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    if (!zone.hidden) dropped(event.dataTransfer);
    else $("#token").focus();
  });
  $("#keep-all").addEventListener("click", () => decide(keepAll));
  $("#drop-all").addEventListener("click", () => window.confirm(t("import.drop.sure")) && decide(dropAll));
  window.addEventListener("beforeunload", (event) => state.sending && event.preventDefault());
}

/** An address with #token= comes from the server's own terminal: used, and taken out of sight. */
function given() {
  const found = /^#token=(.+)$/.exec(location.hash);
  if (!found) return kept.read();
  history.replaceState(null, "", location.pathname + location.search);
  try {
    return decodeURIComponent(found[1]);
  } catch (error) {
    return "";
  }
}

export async function start() {
  if (!root.dataset.writable) return;
  arm();
  state.upload = new URLSearchParams(location.search).get("upload");
  const token = given();
  if (token) await unlock(token, true);
  if (state.upload) {
    $("#batch").hidden = false;
    $("#zone").classList.add("slim");
    const target = location.hash;
    try {
      update(await ask("GET", `/api/uploads/${state.upload}`));
      if (/^#f\d+$/.test(target) && $(target)) $(target).scrollIntoView();
      poll();
    } catch (error) {
      state.upload = null;
      history.replaceState(null, "", "/import");
      $("#zone").classList.remove("slim");
      $("#batch").hidden = true;
      $("#earlier").hidden = false;
      $("#earlier").replaceChildren(h("p", { class: "note" }, error.message));
    }
  }
}

