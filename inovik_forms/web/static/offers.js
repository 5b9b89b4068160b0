/* The choices of a question, drawn anew when a filter offers others. */

import { PREFIX } from "./page.js";

const remembered = new WeakMap(); // holder → what was chosen last, for when it is offered again

/* options: [[value, label], …] */
export function offer(page, path, options) {
  const element = page.holder(path);
  if (!element) return;
  const name = page.formPath(path);
  const now = (page.typed(name) || "").split(" ").filter(Boolean);
  const chosen = new Set(now.length ? now : remembered.get(element) || []);
  remembered.set(element, chosen);
  const none = element.querySelector(".hampa"); // "no choices yet"
  if (none) none.hidden = options.length > 0;
  if (element.querySelector(".urutan")) return void element.dispatchEvent(new CustomEvent("offer", { detail: options }));
  const select = element.querySelector("select");
  if (select) {
    select.replaceChildren(select.options[0], ...options.map(([value, label]) => new Option(label, value, false, chosen.has(value))));
    return;
  }
  const id = PREFIX + name;
  const type = element.querySelector("input[type=hidden]") ? "checkbox" : "radio";
  element.querySelector(".opsi").replaceChildren(...options.map(([value, label], place) => {
    const row = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type, name: id, value, checked: chosen.has(value) });
    if (!place) input.id = id;
    row.append(input, Object.assign(document.createElement("span"), { textContent: label }));
    return row;
  }));
}
