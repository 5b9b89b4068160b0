/* What each kind of question may hold (answers/kinds.py): the typed value that expressions read, and whether it fits. */

import { strip, words } from "../expressions/blanks.js";
import { readMoment } from "../expressions/moments.js";

export const NUMBERS = new Set(["integer", "decimal", "range"]);
export const SEVERAL = new Set(["select_multiple", "rank"]);

const LARGEST = 2 ** 53; // beyond this a number no longer holds every whole number
const NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/;

/* a stored text as expressions read it: a number, or the text itself when it is none or too large */
export function typed(kind, text) {
  if (!NUMBERS.has(kind) || text === "") return text;
  const bare = strip(text);
  if (bare.length > 400 || !NUMBER.test(bare)) return bare;
  const value = Number(bare);
  return Math.abs(value) < LARGEST ? value : bare;
}

const isDate = (text) => DATE.test(text) && readMoment(text) !== null;

function isMoment(text) {
  const place = text.indexOf("T");
  return place > 0 && isDate(text.slice(0, place)) && TIME.test(text.slice(place + 1));
}

/* whether a text stands where a number, a date or a time is wanted */
export function isUnread(kind, value) {
  if (typeof value !== "string" || value === "") return false;
  return NUMBERS.has(kind) || (kind === "date" && !isDate(value)) || (kind === "time" && !TIME.test(value)) || (kind === "datetime" && !isMoment(value));
}

function isPoint(text) {
  const parts = text.split(" ");
  if (parts.length < 2 || parts.length > 4 || !parts.every((part) => NUMBER.test(part))) return false;
  const [latitude, longitude, , accuracy = 0] = parts.map(Number);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && accuracy >= 0;
}

function isLine(text, isClosed) {
  const points = strip(text).replace(/;$/, "").split(";").map(strip);
  const enough = isClosed ? points.length >= 4 && points[0] === points[points.length - 1] : points.length >= 2;
  return enough && points.every(isPoint);
}

/* decimal digits as one whole number, so that 0.1 + 0.2 is no trouble */
function scaled(text, places) {
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole + fraction.padEnd(places, "0"));
  return text.startsWith("-") ? -size : size;
}

function range(parameters) {
  const [start, end, step] = ["start", "end", "step"].map((name) => parameters[name] ?? "1");
  return (value) => {
    if (typeof value !== "number") return false;
    const text = plainNumber(value);
    const places = Math.max(...[start, end, step, text].map((number) => (number.split(".")[1] || "").length));
    const [low, high, stride, exact] = [start, end, step, text].map((number) => scaled(number, places));
    const [least, most] = low < high ? [low, high] : [high, low];
    return exact >= least && exact <= most && (exact - low) % stride === 0n;
  };
}

const plainNumber = (value) => {
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : text;
};

/* a function that tells whether a value that is not blank fits; null when any does */
export function checkOf(question, choices) {
  const names = choices && !question.choicesFrom ? new Set(choices.map((choice) => choice.name)) : null;
  switch (question.kind) {
    case "text": {
      const most = question.parameters?.words;
      return most === undefined ? null : (value) => words(value).length <= Number(most);
    }
    case "integer": return (value) => typeof value === "number" && Number.isInteger(value);
    case "decimal": return (value) => typeof value === "number";
    case "range": return range(question.parameters || {});
    case "date": return isDate;
    case "time": return (value) => TIME.test(value);
    case "datetime": case "dateTime": return isMoment;
    case "geopoint": return isPoint;
    case "geotrace": return (value) => isLine(value, false);
    case "geoshape": return (value) => isLine(value, true);
    case "acknowledge": return (value) => value === "OK";
    case "select_one": return names && ((value) => names.has(value));
    case "select_multiple": return names && ((value) => words(value).every((name) => names.has(name)));
    case "rank": {
      const least = names && !question.choice_filter ? choices.length : 0;
      return (value) => {
        const all = words(value);
        return (!names || all.every((name) => names.has(name))) && new Set(all).size === all.length && all.length >= least;
      };
    }
    default: return null;
  }
}
