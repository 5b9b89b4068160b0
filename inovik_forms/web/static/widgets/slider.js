/* A slider beside a number: both always show the same. Until a number is given the slider is pale, since where it stands
   is no answer. */

import { number, shownNumber } from "../typed.js";

export function start(element) {
  const box = element.querySelector("div.angka");
  const field = box?.querySelector("input");
  if (!field) return;
  const { low, high, step, ticks, nama } = box.dataset;
  const slider = Object.assign(document.createElement("input"), { type: "range", className: "geser", min: low, max: high, step });
  slider.setAttribute("aria-label", nama.replace("{label}", element.querySelector(".soal").firstChild.textContent.trim()));
  if (ticks) {
    const list = Object.assign(document.createElement("datalist"), { id: `${field.id}~g` });
    list.append(...ticks.split(" ").map((value) => new Option("", value)));
    box.append(list);
    slider.setAttribute("list", list.id);
  }
  const follow = () => {
    const value = number(field.value);
    const is = value !== "" && !Number.isNaN(Number(value));
    slider.value = is ? value : String((Number(low) + Number(high)) / 2);
    slider.classList.toggle("kosong", !is);
    slider.setAttribute("aria-valuetext", is ? shownNumber(value) : "–");
  };
  const lead = (type) => () => {
    field.value = shownNumber(slider.value);
    slider.classList.remove("kosong");
    slider.setAttribute("aria-valuetext", field.value);
    field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  slider.addEventListener("input", lead("input"));
  slider.addEventListener("change", lead("change"));
  field.addEventListener("input", follow);
  const holder = Object.assign(document.createElement("div"), { className: "penggeser" });
  holder.append(slider, box.querySelector(".batas"));
  field.after(holder);
  follow();
}
