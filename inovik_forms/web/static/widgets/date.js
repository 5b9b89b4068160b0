/* A date or time is typed, or picked in the browser's own picker, which a button opens; both end in the text field. */

import { clock, day, shownDate } from "../typed.js";
import { icon } from "./icon.js";

const MONTH = { month: "long", year: "numeric" };

export function start(element) {
  const box = element.querySelector(".tanggal");
  const field = box?.querySelector("input");
  if (!field || !box.dataset.pilih) return;
  const native = Object.assign(document.createElement("input"), { type: box.dataset.pilih, tabIndex: -1 });
  if (native.type !== box.dataset.pilih || !native.showPicker) return; // this browser has no such picker
  native.setAttribute("aria-hidden", "true");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tombol kedua ikon" });
  button.append(icon(native.type === "time" ? "clock" : "calendar"));
  const label = element.querySelector(".soal").firstChild.textContent.trim();
  button.setAttribute("aria-label", `${box.dataset.tombol}: ${label}`);
  button.title = box.dataset.tombol;
  const holder = Object.assign(document.createElement("span"), { className: "pemilih" });
  holder.append(native, button);
  box.append(holder);
  button.addEventListener("click", () => {
    native.value = asNative(native.type, field.value);
    native.showPicker();
  });
  // Its events are not the answer's: they end here, and the text field speaks.
  native.addEventListener("input", (event) => event.stopPropagation());
  native.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!native.value) return;
    field.value = inWords(native.type, native.value);
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    button.focus();
  });
  if (native.type === "date") field.addEventListener("change", () => { field.value = shownDate(day(field.value)); });
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
