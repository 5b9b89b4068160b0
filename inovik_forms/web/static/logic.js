/* Shows, hides, calculates and offers at once, by the same rules as the server (web/logic.py says which of them move on
 * this page). What is typed goes into a state of answers/state.js; what changes there is drawn. */

import { drawList, keysFor } from "./lists.js";
import { offer, remember } from "./offers.js";
import { redraw } from "./redraw.js";
import { steadily } from "./steady.js";
import { asKept, isNumber, shownNumber } from "./typed.js";

const COUNT = "~n"; // behind the path of a repeat: how many instances it has (web/logic.py)

const OPEN = /\ue000([^\ue001]*)\ue001/g; // a place in a text for the answer of this name (web/texts.py)

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" }; // as the server writes them
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);

/* the mark behind a question that is sometimes obligatory (medan.html, macro mark) */
function mark(element, isRequired, words) {
  const label = element.querySelector(".soal");
  if (!label || Boolean(label.querySelector(".wajib")) === isRequired) return;
  for (const old of label.querySelectorAll(".wajib, .wajib + .tak-tampak, .pilihan")) old.remove();
  const span = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });
  if (!isRequired) return void label.append(" ", span("pilihan", words.optional));
  const star = span("wajib", "\u00a0*");
  star.ariaHidden = "true";
  label.append(star, span("tak-tampak", ` ${words.required}`));
}

/* the months of a calculated year, as a strip and in words (medan/pilihan.html, macro year) */
function drawYear(year, output, value) {
  const chosen = new Set(value.split(" "));
  for (const month of year.children) month.classList.toggle("isi", chosen.has(month.dataset.nama));
  output.textContent = [...year.querySelectorAll(".isi")].map((month) => month.title).join(", ") || "–";
}

const NOTHING = { items: [], hidden: [], values: {}, counted: {}, texts: {}, local: {}, messages: {}, aside: {} }; // where a page by itself needs no logic

/* A function that brings the page up to date with what is typed in it; `left` is a field that was just left. `whole`: the whole response as this device
 * knows it, on a page drawn from it (later/whole.js): then all that is shown goes by that, else by what the page knows of the rest. */
export async function startLogic(page, whole = null) {
  const source = document.getElementById("logika");
  if (!source && !whole) return () => {};
  const logic = source ? JSON.parse(source.textContent) : NOTHING;
  const marks = whole?.words ?? logic.marks;
  const [{ Form }, { State }, { typed: typedValue }, { words }] = await Promise.all([
    import("./answers/form.js"), import("./answers/state.js"), import("./answers/checks.js"), import("./expressions/blanks.js"),
  ]);
  const { form, state } = whole ?? alone();
  const asked = whole
    ? (form.levels.get(page.container)?.questions ?? []).filter((item) => !item.computed && page.typed(item.path) !== undefined)
    : logic.items.filter((item) => !item.calculation && item.kind !== "group");
  const typed = new Map(asked.map((item) => [item.path, whole ? whole.value(page.answerPath(item.path)) : logic.values[item.path] ?? ""]));
  let isFirst = true;

  /* the page by itself: all else stays as it was when the server drew it */
  function alone() {
    const hidden = new Set(logic.hidden);
    for (const item of logic.items) if (hidden.has(item.path)) item.relevant = ["call", "false"];
    const form = new Form(logic);
    const start = Object.entries(logic.values).map(([path, value]) => [page.answerPath(path), value]);
    return { form, state: new State(form, { values: Object.fromEntries(start) }, logic.around) };
  }

  /* every line that may be drawn */
  const here = () => (whole ? [...page.form.querySelectorAll("[data-soal]")].flatMap((holder) => state.line(holder.dataset.soal) ?? []) : state.lines());

  const given = new Map(); // form path → the default written here, as the field showed it

  /* a default that has begun to apply since the page was stored, in its field; it is no answer of anybody's */
  function fillIn(line) {
    const path = page.formPath(line.answerPath);
    const item = form.items.get(path);
    const shown = page.typed(path);
    if (!item?.default || item.computed || !line.relevant || state.draft.values.has(line.answerPath)) return;
    if (shown === undefined || (shown !== "" && shown !== given.get(path)) || asKept(item.kind, shown) === line.value) return;
    if (!page.put(path, isNumber(item.kind) ? shownNumber(line.value) : line.value)) return;
    given.set(path, page.typed(path));
    typed.set(path, asKept(item.kind, page.typed(path)));
    page.written(path);
  }

  function draw(line) {
    if (whole && !line.answerPath.startsWith(page.prefix)) return;
    if (whole) fillIn(line);
    const path = page.formPath(line.answerPath);
    if (path.endsWith(COUNT)) return void drawCounted(line.answerPath.slice(0, -COUNT.length), line.value);
    const element = page.holder(line.answerPath);
    const item = form.items.get(path);
    if (!element || !item) return;
    element.hidden = !line.relevant;
    if (item.read_only) element.inert = line.readOnly;
    if (Array.isArray(item.required)) mark(element, line.required, marks);
    if (whole && item.repeat_count) return void drawEntries(line.answerPath, whole.entries(line.answerPath));
    const output = item.calculation && element.querySelector("output");
    if (output && isNumber(item.kind)) output.textContent = shownNumber(line.value) || "–";
    const year = output && element.querySelector(".tahun");
    if (year) drawYear(year, output, line.value);
    if ((item.choice_filter || item.source) && !item.mixed && (!isFirst || page.stored)) offerNow(line.answerPath);
  }

  /* the texts in which answers of this page stand */
  function write() {
    const answer = (_, name) => escaped(state.line(page.answerPath(logic.local[name]))?.value ?? "");
    for (const [path, texts] of Object.entries(logic.texts)) {
      const holder = page.holder(path);
      if (holder) redraw(holder, Object.fromEntries(Object.entries(texts).map(([part, html]) => [part, html.replace(OPEN, answer)])));
    }
  }

  function drawCounted(path, count) {
    const told = logic.counted[path];
    drawEntries(path, { ...told, keys: keysFor(count, told) });
  }

  function drawEntries(path, told) {
    const list = page.holder(path)?.querySelector("[data-daftar]");
    if (list) drawList(list, path, told.keys, told, marks);
  }

  function offerNow(path) {
    const offered = state.choices(path).map((choice) => [choice.name, form.text(choice.label, state.env.language) || choice.name]);
    const shown = JSON.stringify(offered);
    if (drawn.get(path) !== shown) offer(page, path, offered);
    drawn.set(path, shown);
  }
  const drawn = new Map();
  for (const [path, gone] of Object.entries(logic.aside)) remember(page, page.answerPath(path), gone);
  for (const [path, value] of page.unfit) remember(page, path, value.split(" ").map((name) => [name, name]));
  const spoken = new Map(); // form path → what was last said here

  /* what to say of an answer that does not fit; undefined: the server's reply tells */
  function complaint(item, value) {
    const said = logic.messages[item.path] ?? {};
    if (!item.check || item.check(typedValue(item.kind, value))) return said.constraint;
    return said.words?.replace("{found}", words(value).length);
  }

  /* an answer that does not fit is spoken of when the field has been left, not while somebody is typing */
  function speak(field) {
    const path = field?.name?.startsWith("q.") ? field.name.slice(2) : "";
    const line = path && state.line(page.answerPath(path));
    const note = line && document.getElementById(`${field.id || field.name}~s`);
    if (!note || !(path in logic.messages)) return;
    const wrong = line.relevant && line.value !== "" && !line.valid;
    const said = wrong ? complaint(form.items.get(path), line.value) : "";
    if (said === undefined || said === note.textContent || (!wrong && note.textContent !== spoken.get(path))) return;
    spoken.set(path, said);
    note.textContent = said;
    note.hidden = !wrong;
    page.holder(line.answerPath)?.classList.toggle("salah", wrong);
    field.toggleAttribute("aria-invalid", wrong);
  }

  /* takes over what is typed; gives the lines that this changed */
  function read() {
    const changed = new Set();
    for (const item of asked) {
      const text = page.typed(item.path);
      const value = text === undefined ? typed.get(item.path) : asKept(item.kind, text);
      if (value === typed.get(item.path)) continue;
      typed.set(item.path, value);
      for (const line of state.apply({ path: page.answerPath(item.path), value })) changed.add(line);
    }
    return changed;
  }

  return (left) => {
    if (whole && isFirst) for (const line of here()) if (line.answerPath.startsWith(page.prefix)) fillIn(line);
    let changed = isFirst ? new Set([...here(), ...read()]) : read();
    const anything = changed.size > 0;
    // Other choices that are drawn may bring a former answer back, which is then read in turn.
    for (let round = 0; changed.size && round < asked.length; round += 1) {
      for (const line of changed) draw(line);
      changed = read();
    }
    if (anything && (!isFirst || whole)) write();
    if (anything) whole?.draw();
    isFirst = false;
    if (left) steadily(() => speak(left));
  };
}
