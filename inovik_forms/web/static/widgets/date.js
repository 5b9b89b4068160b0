/* A date or time is typed, or picked in the browser's own picker, which a button opens; both end in the text field. */

import { clock, day, shownDate } from "../typed.js";
import { icon } from "./icon.js";

const MONTH = { month: "long", year: "numeric" };

export function start(element) {
  const box = element.querySelector(".tanggal");
  const field = box?.querySelector("input");
  const type = box?.dataset.pilih;
  if (!field || !type || !hasPicker(type)) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua ikon" });
  button.append(icon(type === "time" ? "clock" : "calendar"));
  const label = element.querySelector(".soal").firstChild.textContent.trim();
  button.setAttribute("aria-label", `${box.dataset.tombol}: ${label}`);
  button.title = box.dataset.tombol;
  const holder = Object.assign(document.createElement("span"), { className: "pemilih" });
  holder.append(button);
  box.append(holder);
  let native;
  button.addEventListener("click", () => {
    if (!native) holder.prepend(native = picker(type, field, button));
    native.value = asNative(type, field.value);
    native.showPicker();
  });
  if (type === "date") field.addEventListener("change", () => { field.value = shownDate(day(field.value)); });
}

const known = new Map();

/* whether this browser picks such a thing; asked once, since making a field for it takes a phone a while */
function hasPicker(type) {
  if (!known.has(type)) {
    const native = Object.assign(document.createElement("input"), { type });
    known.set(type, native.type === type && Boolean(native.showPicker));
  }
  return known.get(type);
}

/* the browser's own field. Its events are not the answer's: they end here, and the text field speaks. */
function picker(type, field, button) {
  const native = Object.assign(document.createElement("input"), { type, tabIndex: -1 });
  native.setAttribute("aria-hidden", "true");
  native.addEventListener("input", (event) => event.stopPropagation());
  native.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!native.value) return;
    field.value = inWords(type, native.value);
    for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
    button.focus();
  });
  return native;
}

const inWords = (type, value) => {
  if (type === "month") return shownDate(`${value}-01`, MONTH);
  if (type === "time") return value.replace(":", ".");
  const [date, time = ""] = value.split("T");
  return [shownDate(date), time.slice(0, 5).replace(":", ".")].filter(Boolean).join(" ");
};

const asNative = (type, text) => {
  if (type === "time") return clock(text);
  const [, date, time] = /^(.*?)(?:\s+(\d{1,2}[.:]\d{2}))?$/.exec(text.trim());
  if (type === "month") return day(`1 ${date}`).slice(0, 7);
  return type === "date" ? day(text) : `${day(date)}T${clock(time ?? "00.00")}`;
};
