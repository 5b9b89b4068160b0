/* The functions that work on text, choices and the writing of dates (text_functions.py, date_functions.py). */

import { characters, strip, words } from "./blanks.js";
import { civil, padded } from "./moments.js";

export function substr(text, start, end = Infinity) {
  const letters = characters(text);
  const clip = (place) => {
    if (Number.isNaN(place)) return 0;
    return Math.trunc(Math.max(0, Math.min(letters.length, place < 0 ? place + letters.length : place)));
  };
  return letters.slice(clip(start), clip(end)).join("");
}

export function translate(text, old, fresh) {
  const table = new Map();
  const letters = characters(fresh);
  characters(old).forEach((letter, place) => {
    if (!table.has(letter)) table.set(letter, place < letters.length ? letters[place] : "");
  });
  return characters(text).map((letter) => (table.has(letter) ? table.get(letter) : letter)).join("");
}

export function selected(answer, choice) {
  choice = strip(choice);
  return choice === "" ? strip(answer) === "" : words(answer).includes(choice);
}

export function selectedAt(answer, place) {
  const all = words(answer);
  return place >= 0 && place < all.length ? all[Math.trunc(place)] : "";
}

export function before(text, part) {
  const place = part === "" ? -1 : text.indexOf(part);
  return place < 0 ? "" : text.slice(0, place);
}

export function after(text, part) {
  const place = text.indexOf(part);
  return place < 0 ? "" : text.slice(place + part.length);
}

export const between = (low, high, number) => (low === -1 || number >= low) && (high === -1 || number <= high);

const MONTH_NAMES = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const DAY_NAMES = {
  id: ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

export function formatted(moment, pattern, language, withTime) {
  if (!moment) return "";
  const { year, month, day, weekday } = civil(moment.days);
  const names = language.startsWith("en") ? "en" : "id";
  const part = (size, round) => Math.floor(moment.ms / size) % round;
  const parts = new Map(Object.entries({
    Y: padded(year, 4), y: padded(year % 100, 2), m: padded(month, 2), n: String(month), b: MONTH_NAMES[names][month - 1],
    d: padded(day, 2), e: String(day), a: DAY_NAMES[names][weekday],
  }));
  if (withTime) {
    parts.set("H", padded(part(3600000, 24), 2)).set("h", String(part(3600000, 24))).set("M", padded(part(60000, 60), 2));
    parts.set("S", padded(part(1000, 60), 2)).set("3", padded(part(1, 1000), 3));
  }
  return pattern.replace(/%([^])/gu, (code, letter) => (parts.has(letter) ? parts.get(letter) : code));
}
