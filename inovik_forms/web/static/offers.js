/* The choices of a question, drawn anew when a filter offers others. */

import { PREFIX } from "./page.js";

const remembered = new WeakMap(); // holder → what was chosen last, for when it is offered again
const left = new WeakMap(); // holder → the answer that the last drawing left in the field
const labels = new WeakMap(); // holder → value → label, of all that was ever offered

/* what was chosen in an earlier page and is not offered any more: [[value, label], …] */
export function remember(page, path, gone) {
  const element = page.holder(path);
  if (!element) return;
  remembered.set(element, new Set(gone.map(([value]) => value)));
  labels.set(element, new Map(gone));
}

/* says which chosen answers are not offered any more, until others are chosen (medan.html, macro gone) */
function tell(element, gone, { disisihkan, disisihkanUrutan }) {
  const words = element.querySelector(".urutan") ? disisihkanUrutan : disisihkan;
  element.querySelector(".disisihkan")?.remove();
  if (!gone.length) return;
  const said = Object.assign(document.createElement("p"), { className: "disisihkan", role: "status" });
  element.querySelector(".keterangan").after(said);
  said.textContent = words.replace("{value}", gone.join(", "));
  element.addEventListener("input", () => said.remove(), { once: true });
}

/* [[value, label], …] of the choices drawn at present */
function shownOptions(element) {
  const listed = [...element.querySelectorAll("option")].map((option) => [option.value, option.textContent]);
  const boxes = [...element.querySelectorAll("label > input")].map((input) => [input.value, (input.nextElementSibling ?? input.parentElement).textContent.trim()]);
  const ranked = [...element.querySelectorAll(".urutan > li")].map((item) => [item.dataset.nama, item.querySelector(".isi").textContent]);
  return [...listed, ...boxes, ...ranked];
}

/* options: [[value, label], …] */
export function offer(page, path, options) {
  const element = page.holder(path);
  if (!element) return;
  const name = page.formPath(path);
  const now = page.typed(name) || "";
  // As long as nobody has answered anew, what could not be drawn is still meant.
  const meant = left.get(element) === undefined || now === left.get(element) ? remembered.get(element) || [] : [];
  const chosen = new Set([...now.split(" ").filter(Boolean), ...meant]);
  remembered.set(element, chosen);
  const known = labels.get(element) || new Map(shownOptions(element));
  labels.set(element, new Map([...known, ...options]));
  const offered = new Set(options.map(([value]) => value));
  const gone = [...chosen].filter((value) => !offered.has(value)).map((value) => known.get(value) || value);
  const none = element.querySelector(".hampa"); // "no choices yet"
  if (none) none.hidden = options.length > 0;
  draw(element, name, options, chosen);
  left.set(element, page.typed(name) || "");
  tell(element, gone, page.form.dataset);
}

function draw(element, name, options, chosen) {
  if (element.querySelector(".urutan")) return void element.dispatchEvent(new CustomEvent("offer", { detail: options }));
  const select = element.querySelector("select");
  if (select) {
    select.replaceChildren(select.options[0], ...options.map(([value, label]) => new Option(label, value, false, chosen.has(value))));
    return;
  }
  const id = PREFIX + name;
  const type = element.querySelector("input[type=hidden]") ? "checkbox" : "radio";
  // A row that stays is left as it is: nobody loses his place, and what is being listened to goes on.
  const box = element.querySelector(".opsi");
  const there = new Map([...box.children].map((row) => [row.querySelector("input")?.value, row]));
  const rows = options.map(([value, label]) => {
    const old = there.get(value);
    return old?.querySelector("input").nextElementSibling?.textContent.trim() === label ? old : rowOf(type, id, value, ...shownAs(element, value, label));
  });
  if (rows.length !== box.children.length || rows.some((row, place) => row !== box.children[place])) box.replaceChildren(...rows);
  for (const [place, row] of rows.entries()) {
    const input = row.querySelector("input");
    input.checked = chosen.has(input.value);
    if (place) input.removeAttribute("id");
    else input.id = id;
  }
}

/* a choice's words and, where it has some, its picture or sound: medan/media.html keeps those of all choices */
export function shownAs(element, value, label) {
  const picture = element.querySelector("template[data-gambar]")?.content.querySelector(`[data-nama="${CSS.escape(value)}"]`);
  const words = picture?.matches("[data-saja]") ? Object.assign(document.createElement("span"), { className: "tak-tampak", textContent: label }) : label;
  return picture ? [words, document.importNode(picture.firstElementChild, true)] : [words];
}

function rowOf(type, name, value, words, ...pictures) {
  const row = document.createElement("label");
  const said = document.createElement("span");
  said.append(words);
  row.append(Object.assign(document.createElement("input"), { type, name, value }), said, ...pictures);
  return row;
}
