/*
 * Comfort for a page of questions; everything works without it (full POST). Three things:
 *   logic     shows and hides questions at once, with the same expressions as the server
 *   saving    sends each change by itself and says when it is safe; what is not safe stays in the page
 *   focus     error summary, links to questions
 * The server stays the judge: each reply to a save says what is shown, how numbers were read, and what is wrong.
 */

const form = document.getElementById("formulir");
const status = document.getElementById("simpanan");
const PAUSE = 700; // ms without typing before a text is sent
const LONGEST_WAIT = 60000; // ms between two tries while the network is away
const PREFIX = "q.";

const container = form.dataset.wadah;
const prefix = form.dataset.awalan;
const answerPath = (path) => prefix + path.slice(container.length);
const holder = (path) => form.querySelector(`[data-soal="${CSS.escape(path)}"]`);

// ---- what stands in the page --------------------------------------------------------------------------------------

const NUMBERS = new Set(["integer", "decimal", "range"]);

/* "1.500.000" → "1500000", "2,5" → "2.5"; the text itself when it is no number (web/canonical.py says the same) */
function canonical(text) {
  const bare = text.trim().replace(/^(rp\.?|idr)\s*/i, "").replace(/[\s\u00a0]/g, "").replace(/,-$/, "").replace("\u2212", "-");
  const sign = bare.startsWith("-") ? "-" : "";
  let digits = bare.replace(/^[-+]/, "");
  if (/^\d{1,3}(\.\d{3})+(,\d*)?$/.test(digits)) digits = digits.replaceAll(".", "").replace(",", ".");
  else if (/^\d*,\d+$/.test(digits)) digits = digits.replace(",", ".");
  else if (!/^\d+(\.\d+)?$/.test(digits)) return text.trim();
  return sign + digits;
}

function typed(path) {
  const fields = form.elements.namedItem(PREFIX + path);
  if (!fields) return undefined;
  const all = fields instanceof RadioNodeList ? [...fields] : [fields];
  const choices = all.filter((field) => field.type === "radio" || field.type === "checkbox");
  if (choices.length) return choices.filter((field) => field.checked).map((field) => field.value).join(" ");
  return all[0].type === "file" ? undefined : all[0].value.toWellFormed?.() ?? all[0].value; // no half characters
}

// ---- logic --------------------------------------------------------------------------------------------------------

async function startLogic() {
  const source = document.getElementById("logika");
  if (!source) return () => {};
  const logic = JSON.parse(source.textContent);
  const { evaluate, toBoolean, toText } = await import(form.dataset.ekspresi);
  const kinds = new Map(logic.items.map((item) => [item.path, item.kind]));
  const values = new Map(Object.entries(logic.values));
  const hidden = new Map(logic.hidden.map((path) => [path, true]));

  const isHidden = (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) if (hidden.get(path.slice(0, end))) return true;
    return false;
  };
  const value = (path) => {
    if (isHidden(path)) return "";
    const text = kinds.has(path) ? typed(path) : undefined;
    if (text === undefined) return values.get(path) ?? "";
    const plain = NUMBERS.has(kinds.get(path)) ? canonical(text) : text.trim();
    return NUMBERS.has(kinds.get(path)) && plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : plain;
  };
  const bindings = (path) => ({
    reference: (name) => (name in logic.names ? value(logic.names[name]) : logic.known[name] ?? ""),
    current: value(path),
    today: logic.today,
    now: logic.now,
    language: document.documentElement.lang,
    position: () => logic.position,
    choiceLabel: () => "",
    random: Math.random,
  });
  const run = (expression, path) => {
    try {
      return evaluate(expression, bindings(path));
    } catch {
      return undefined; // the server will say
    }
  };

  function pass() {
    let changed = false;
    for (const item of logic.items) {
      if (item.relevant) {
        const shown = run(item.relevant, item.path);
        if (shown !== undefined && hidden.get(item.path) !== !toBoolean(shown)) {
          hidden.set(item.path, !toBoolean(shown));
          changed = true;
        }
      }
      if (item.calculation) {
        let made = run(item.calculation, item.path);
        if (made === undefined) continue;
        // As the server keeps it: a number question reads as a number, anything else as text; NaN is a blank.
        made = NUMBERS.has(item.kind) && typeof made === "number" && !Number.isNaN(made) ? made : toText(made);
        if (made !== values.get(item.path)) {
          values.set(item.path, made);
          changed = true;
        }
      }
    }
    return changed;
  }

  return () => {
    for (let round = 0; round <= logic.items.length && pass(); round += 1);
    for (const item of logic.items) {
      const element = holder(answerPath(item.path));
      if (!element) continue;
      element.hidden = isHidden(item.path);
      const output = item.calculation && element.querySelector("output");
      if (output && NUMBERS.has(item.kind)) output.textContent = shownNumber(toText(values.get(item.path) ?? "")) || "–";
    }
  };
}

function shownNumber(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return text;
  return parts[1] + parts[2].replace(/\B(?=(\d{3})+$)/g, ".") + (parts[3] ? `,${parts[3]}` : "");
}

// ---- saving -------------------------------------------------------------------------------------------------------

const pending = new Map(); // path → {id, path, value, base}: not yet acknowledged
const saved = new Map(); // form path → what the server has
let timer = 0;
let wait = 0;
let sending = false;

const pathOf = (field) => (field.name.startsWith(PREFIX) ? field.name.slice(PREFIX.length) : "");
const base = () => Number(form.elements.namedItem("dasar").value);

function note(field) {
  const path = pathOf(field);
  const text = path ? typed(path) : undefined;
  if (text === undefined || saved.get(path) === text) return;
  saved.set(path, text);
  const where = answerPath(path);
  pending.set(where, { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, path: where, value: text, base: base() });
}

let fading = 0;

function say(text, failed = false, link = "") {
  status.classList.toggle("gagal", failed);
  status.classList.toggle("baru", !failed);
  clearTimeout(fading);
  fading = setTimeout(() => status.classList.remove("baru"), 4000); // then it rests at the end of the page
  status.textContent = text;
  if (!link) return;
  const a = Object.assign(document.createElement("a"), { href: form.dataset.masuk, target: "_blank", textContent: link });
  status.append(" ", a);
}

async function send(keepalive = false) {
  clearTimeout(timer);
  if (sending || !pending.size) return;
  sending = true;
  const batch = [...pending.values()];
  if (!keepalive) say(status.dataset.menyimpan);
  try {
    const reply = await fetch(form.dataset.simpan, {
      method: "POST",
      keepalive,
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.namedItem("csrf_token").value },
      body: JSON.stringify({ changes: batch }),
    });
    const data = await reply.json();
    if (reply.ok) done(batch, data);
    else refused(reply.status, data);
  } catch {
    retry(status.dataset.gagal);
  }
  sending = false;
  if (pending.size && !wait) timer = setTimeout(send, 50);
}

function done(batch, data) {
  wait = 0;
  for (const change of batch) if (pending.get(change.path)?.id === change.id) pending.delete(change.path);
  // Only as long as nobody else's change lies in between: this page does not show it, so it has not seen it.
  if (data.seq === base() + batch.length) form.elements.namedItem("dasar").value = data.seq;
  say(`${status.dataset.tersimpan} ${data.time}`);
  for (const [path, what] of Object.entries(data.said)) answer(path, what);
  for (const [path, options] of Object.entries(data.choices)) offer(path, options);
  if (!pending.size) for (const [path, shown] of Object.entries(data.shown)) {
    const element = holder(path);
    if (element) element.hidden = !shown;
  }
}

function refused(code, data) {
  if (data.token) {
    form.elements.namedItem("csrf_token").value = data.token;
    wait = 1; // once more at once, with the fresh token
    timer = setTimeout(() => { wait = 0; send(); }, 50);
  } else if (code === 401) {
    retry(status.dataset.keluar, status.dataset.masukLagi);
  } else if (code >= 500) {
    retry(status.dataset.gagal);
  } else {
    pending.clear();
    say(data.message, true);
  }
}

function retry(text, link = "") {
  say(text, true, link);
  wait = Math.min(LONGEST_WAIT, (wait || 1000) * 2);
  timer = setTimeout(() => { send(); }, wait);
}

function again() {
  if (!pending.size) return;
  wait = 0;
  send();
}

/* how an answer was understood, and what is wrong with it; never under the fingers of someone who is typing */
function answer(path, what) {
  const element = holder(path);
  if (!element) return;
  const field = element.querySelector("input:not([type=hidden]), textarea, select");
  if (!field) return;
  const busy = document.activeElement === field;
  const echo = document.getElementById(`${field.id}~t`);
  if (echo) echo.textContent = what.echo;
  if (echo && !busy && !pending.has(path)) {
    field.value = what.shown;
    saved.set(pathOf(field), what.shown);
  }
  if (busy && what.problem) return;
  const line = document.getElementById(`${field.id}~s`);
  if (line) {
    line.textContent = what.problem;
    line.hidden = !what.problem;
  }
  element.classList.toggle("salah", Boolean(what.problem));
  if (what.problem) {
    field.setAttribute("aria-invalid", "true");
    const ids = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)).add(`${field.id}~s`);
    field.setAttribute("aria-describedby", [...ids].join(" "));
  } else field.removeAttribute("aria-invalid");
}

/* the choices offered now, after a filter */
function offer(path, options) {
  const element = holder(path);
  if (!element) return;
  const chosen = new Set(typed(container + path.slice(prefix.length)).split(" "));
  const select = element.querySelector("select");
  if (select) {
    select.replaceChildren(select.options[0], ...options.map(([name, label]) => new Option(label, name, false, chosen.has(name))));
    return;
  }
  const box = element.querySelector(".opsi");
  const id = PREFIX + container + path.slice(prefix.length);
  const type = element.querySelector("input[type=hidden]") ? "checkbox" : "radio";
  box.replaceChildren(...options.map(([name, label], place) => {
    const row = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type, name: id, value: name, checked: chosen.has(name) });
    if (!place) input.id = id;
    row.append(input, Object.assign(document.createElement("span"), { textContent: label }));
    return row;
  }));
}

// ---- start --------------------------------------------------------------------------------------------------------

const showHide = await startLogic();
for (const field of form.elements) if (pathOf(field)) saved.set(pathOf(field), typed(pathOf(field)));
const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "js", value: "1" });
form.append(mark);

form.addEventListener("input", (event) => {
  showHide();
  note(event.target);
  clearTimeout(timer);
  if (!wait) timer = setTimeout(send, PAUSE);
});
form.addEventListener("change", (event) => {
  showHide();
  if (event.target.type === "file") {
    if (event.target.files.length) upload(event.target);
    return;
  }
  note(event.target);
  if (!wait) send();
});
form.addEventListener("submit", () => { clearTimeout(timer); pending.clear(); });

/* a chosen file is sent at once, with the rest of the page, and the page comes back with the picture in it */
function upload(field) {
  say(status.dataset.menyimpan);
  const button = Object.assign(document.createElement("button"), { name: "aksi", value: `tetap ${pathOf(field)}`, hidden: true });
  form.append(button);
  form.requestSubmit(button);
}

addEventListener("focus", again);
addEventListener("online", again);
addEventListener("pagehide", () => send(true));
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });

function focusOn(id) {
  const element = document.getElementById(id);
  if (!element) return false;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  return true;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#q.']");
  if (link && focusOn(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
});
const summary = document.getElementById("ringkasan");
if (summary) summary.focus();
else if (location.hash.startsWith("#q.")) focusOn(decodeURIComponent(location.hash.slice(1)));
showHide();
