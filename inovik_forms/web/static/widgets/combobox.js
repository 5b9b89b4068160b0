/*
 * A long list that can be searched, after the ARIA pattern "editable combobox with list autocomplete". The <select> stays
 * what holds the answer: it is hidden, followed, and told what was chosen.
 */

import { shownAs } from "../offers.js";
import { complain } from "../page.js";
import { icon } from "./icon.js";
import { matcher } from "./match.js";

const MOST = 80; // options drawn at once; typing narrows them

export function start(element) {
  const select = element.querySelector("select");
  if (select) new Combobox(element, select);
}

class Combobox {
  #element;
  #select;
  #input = document.createElement("input");
  #list = document.createElement("ul");
  #clear = tool("clear", "hapus");
  #aloud = Object.assign(document.createElement("span"), { className: "tak-tampak" });
  #active = -1;
  #found = [];
  #isForeign = false; // a text that is not in the list was typed, and the page says so

  constructor(element, select) {
    this.#element = element;
    this.#select = select;
    const { id } = select;
    Object.assign(this.#input, { type: "text", autocomplete: "off", spellcheck: false, placeholder: select.options[0].textContent });
    Object.assign(this.#list, { id: `${id}~d`, hidden: true });
    this.#list.setAttribute("role", "listbox");
    const title = element.querySelector(".soal").firstChild.textContent.trim();
    this.#list.setAttribute("aria-label", title);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.#list.id]]) this.#input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) this.#input.setAttribute(name, select.getAttribute(name));
    this.#aloud.setAttribute("aria-live", "polite");
    const toggle = tool("open", "");
    toggle.tabIndex = -1;
    toggle.setAttribute("aria-label", `${select.dataset.semua}: ${title}`);
    this.#clear.setAttribute("aria-label", `${select.dataset.hapus}: ${title}`);
    const box = Object.assign(document.createElement("div"), { className: "pilih" });
    box.append(this.#input, this.#clear, toggle, this.#list, this.#aloud);
    select.before(box);
    select.removeAttribute("id"); // the label, and links to the question, now lead to what is seen
    this.#input.id = id;
    select.hidden = true;

    this.#input.addEventListener("input", (event) => { event.stopPropagation(); this.#open(this.#input.value); });
    this.#input.addEventListener("change", (event) => event.stopPropagation());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("click", () => { if (this.#list.hidden) this.#open(""); });
    this.#input.addEventListener("focus", () => this.#input.select());
    this.#input.addEventListener("blur", () => this.#leave());
    toggle.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    toggle.addEventListener("click", () => { this.#input.focus(); if (this.#list.hidden) this.#open(""); else this.#close(); });
    this.#clear.addEventListener("click", () => { this.#take(""); this.#input.focus(); });
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#take(option.dataset.nilai);
    });
    select.addEventListener("input", () => this.#follow()); // an answer that was written elsewhere
    new MutationObserver(() => this.#follow()).observe(select, { childList: true });
    this.#follow();
  }

  /* show what the select holds */
  #follow() {
    const chosen = this.#select.selectedOptions[0];
    this.#input.value = chosen?.value ? chosen.textContent : "";
    this.#clear.hidden = !chosen?.value;
    const beside = this.#element.querySelector(".terpilih");
    if (beside && beside.dataset.nilai !== chosen?.value) {
      beside.replaceChildren(...(chosen?.value ? this.#shown(chosen).slice(1) : []));
      beside.dataset.nilai = chosen?.value ?? "";
    }
  }

  /* an option's words and, where it has one, its picture */
  #shown(option) {
    return shownAs(this.#element, option.value, option.textContent);
  }

  #open(typed) {
    const fits = matcher(typed);
    this.#found = [...this.#select.options].filter((option) => option.value && fits(option.textContent));
    const shown = this.#found.slice(0, MOST).map((option, place) => {
      const item = Object.assign(document.createElement("li"), { id: `${this.#list.id}${place}` });
      const [words, media] = this.#shown(option);
      item.append(words, ...(media?.querySelectorAll("img") ?? [])); // what is pressed by itself stands beside the field
      item.dataset.nilai = option.value;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(option.selected));
      return item;
    });
    const said = this.#found.length ? this.#select.dataset.cocok.replace("{count}", this.#found.length) : this.#select.dataset.hampa;
    if (shown.length < this.#found.length || !shown.length) {
      const rest = Object.assign(document.createElement("li"), { className: "sisa", textContent: said });
      rest.setAttribute("role", shown.length ? "presentation" : "option");
      if (!shown.length) rest.setAttribute("aria-disabled", "true");
      shown.push(rest);
    }
    this.#list.replaceChildren(...shown);
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#aloud.textContent = said;
    this.#point(typed ? -1 : this.#found.findIndex((option) => option.selected));
  }

  #close() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#active = -1;
  }

  #point(place) {
    const options = this.#list.querySelectorAll("[data-nilai]");
    options[this.#active]?.classList.remove("kini");
    this.#active = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    const option = options[this.#active];
    if (!option) return void this.#input.removeAttribute("aria-activedescendant");
    option.classList.add("kini");
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #key(event) {
    const isOpen = !this.#list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.#open("");
      const last = this.#list.querySelectorAll("[data-nilai]").length - 1;
      const next = event.key === "ArrowDown" ? this.#active + 1 : this.#active - 1;
      if (isOpen || this.#active < 0) this.#point(next > last ? 0 : next < 0 ? last : next);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault(); // it chooses, and does not send the page
      const only = this.#found.length === 1 ? 0 : this.#active;
      const option = this.#list.querySelectorAll("[data-nilai]")[only];
      if (option) this.#take(option.dataset.nilai);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.#close();
      this.#follow();
    }
  }

  #take(value) {
    this.#close();
    if (this.#isForeign) complain(this.#element, this.#input, "");
    this.#isForeign = false;
    if (this.#select.value !== value) {
      this.#select.value = value;
      this.#select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.#follow();
  }

  /* Left with a text that was not chosen: an option that reads exactly so is; an emptied field is empty; otherwise the
     field shows again what is kept, and that this text is not. */
  #leave() {
    const text = this.#input.value.trim();
    const same = [...this.#select.options].find((option) => option.value && option.textContent.trim().toLowerCase() === text.toLowerCase());
    if (!text) return this.#take("");
    if (same) return this.#take(same.value);
    this.#close();
    this.#follow();
    complain(this.#element, this.#input, this.#select.dataset.asing.replace("{teks}", text));
    this.#isForeign = true;
  }
}

function tool(shape, css) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: css });
  button.append(icon(shape));
  return button;
}
