/* What the page does not ask now, and which answers that puts out of use. The reasons are the server's (web/unasked.py) and
 * are shown as long as they hold: from an answer that is typed to its receipt, only the questions and their number are. */

import { PREFIX } from "./page.js";

const ASKED = ".tanya[data-soal], section[data-soal]"; // questions and lists
const FIELD = `[name^="${PREFIX}"], .opsi:not(.tajuk), h2`; // what is there to answer, or a list
const LONGEST = 80; // letters of an answer that is told

export const label = (holder) => {
  const shown = (holder.querySelector(".soal, h2") ?? holder).cloneNode(true);
  for (const mark of shown.querySelectorAll(".wajib, .tak-tampak:not(.di-mana), .pilihan")) mark.remove();
  return shown.textContent.trim();
};

/* the answer that a question holds, as a person reads it; "" for none */
export function answer(holder) {
  const fields = [...holder.querySelectorAll(`[name^="${PREFIX}"]`)].filter((field) => field.type !== "hidden" && field.type !== "file");
  const words = fields.map((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked ? field.parentElement.textContent : "";
    return field.localName === "select" ? (field.value && field.selectedOptions[0].textContent) : field.value;
  });
  const said = words.map((word) => word.trim()).filter(Boolean).join(", ");
  return said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said;
}

export class Unasked {
  #page;
  #root = document.getElementById("tak-ditanya");
  #before; // the questions that were not asked when the page came
  #elsewhere = []; // [path, label, value] of other pages' answers, by the last receipt
  #box = Object.assign(document.createElement("div"), { className: "pesan hati sisih", hidden: true });
  #told = "";

  constructor(page) {
    this.#page = page;
    this.#before = new Set(this.#hidden());
    this.#box.setAttribute("role", "status");
    this.#root.before(this.#box);
  }

  #hidden() {
    return [...this.#page.form.querySelectorAll(ASKED)].filter((holder) => holder.hidden && holder.querySelector(FIELD));
  }

  /* after an answer was typed into `field`; `isWaiting`: the server does not know it yet */
  look(field, isWaiting) {
    const hidden = this.#hidden();
    this.#root.classList.toggle("basi", isWaiting);
    this.#list(hidden);
    for (const holder of this.#before) if (!holder.hidden) this.#before.delete(holder);
    this.#tell(hidden, field);
  }

  /* the server's reply, which holds for all that the page shows */
  hear(data) {
    const isOpen = this.#root.querySelector("details")?.open;
    this.#root.classList.remove("basi");
    this.#root.innerHTML = data.unasked;
    if (isOpen) this.#root.querySelector("details")?.setAttribute("open", "");
    this.#elsewhere = data.gone;
    this.#tell(this.#hidden());
  }

  /* the questions themselves, before their reasons have come */
  #list(hidden) {
    const paths = new Map(hidden.map((holder) => [holder.dataset.soal, holder]));
    const lines = new Map([...this.#root.querySelectorAll("[data-untuk]")].map((line) => [line.dataset.untuk, line]));
    if ([...lines.values()].every((line) => !line.hidden === paths.has(line.dataset.untuk)) && [...paths.keys()].every((path) => lines.has(path))) return;
    if (!this.#root.firstElementChild) this.#root.innerHTML = '<details class="contoh tak-ditanya"><summary></summary><ul></ul></details>';
    for (const [path, line] of lines) line.hidden = !paths.has(path);
    for (const [path, holder] of paths) if (!lines.has(path)) {
      const line = Object.assign(document.createElement("li"), { innerHTML: '<div class="soalnya"><strong></strong></div>' });
      line.firstElementChild.dataset.untuk = path;
      line.querySelector("strong").textContent = label(holder);
      this.#root.querySelector("ul").append(line);
    }
    const details = this.#root.querySelector("details");
    details.hidden = !hidden.length;
    for (const line of details.querySelectorAll("li")) line.hidden = !line.querySelector("[data-untuk]:not([hidden])");
    const words = hidden.length === 1 ? this.#root.dataset.satu : this.#root.dataset.dua;
    details.querySelector("summary").textContent = words.replace(/\d+/, hidden.length);
  }

  /* the answers that went out of use on this page, below the field that did it */
  #tell(hidden, field) {
    const own = hidden.filter((holder) => !this.#before.has(holder)).map((holder) => [label(holder), answer(holder)]);
    const gone = [...own, ...this.#elsewhere.map(([, name, value]) => [name, value])].filter(([, value]) => value);
    const told = JSON.stringify(gone);
    if (told === this.#told) return;
    this.#told = told;
    this.#box.hidden = !gone.length;
    const place = field?.closest(ASKED);
    if (place && gone.length) (place.closest(".lajur") ?? place).after(this.#box);
    const list = document.createElement("ul");
    list.append(...gone.map(([name, value]) => Object.assign(document.createElement("li"), { textContent: `${name}: ${value}` })));
    const [head, foot] = [this.#root.dataset.sisih, this.#root.dataset.kembali].map((textContent) => Object.assign(document.createElement("p"), { textContent }));
    this.#box.replaceChildren(head, list, foot);
  }
}
