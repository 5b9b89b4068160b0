/* The coercions of the language (values.py): everything stored is text, blank is ''. A node-set is an array. */

import { characters } from "./blanks.js";
import { momentNumber, momentOf, readMoment } from "./moments.js";

const MAX_TEXT = 100000;
const NUMBER = /^[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*$/;

export class ExpressionError extends Error {
  constructor(code, detail = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export function textNumber(text) {
  if (text === "") return NaN;
  if (NUMBER.test(text)) return Number(text);
  const moment = readMoment(text);
  return moment ? momentNumber(moment) : NaN;
}

export function toNumber(value) {
  if (typeof value === "number") return value;
  if (typeof value === "string") return textNumber(value);
  if (Array.isArray(value)) return value.length ? toNumber(value[0]) : NaN;
  return Number(value);
}

export function numberText(number) {
  if (Number.isNaN(number)) return "";
  const text = String(number);
  const parts = /^(-?)([0-9])(?:\.([0-9]+))?e([+-][0-9]+)$/.exec(text);
  if (!parts) return text;
  const digits = parts[2] + (parts[3] || "");
  const point = 1 + Number(parts[4]);
  if (point <= 0) return `${parts[1]}0.${"0".repeat(-point)}${digits}`;
  return parts[1] + digits.padEnd(point, "0");
}

export function toText(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) return value.length ? toText(value[0]) : "";
  return value ? "true" : "false";
}

export function toBoolean(value) {
  if (typeof value === "string") return value !== "";
  if (Array.isArray(value)) return value.length > 0 && toBoolean(value[0]);
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : value;
}

export function answered(value) {
  if (Array.isArray(value)) return value.length > 0 && answered(value[0]);
  return value !== "" && !Number.isNaN(value);
}

export function first(value) {
  while (Array.isArray(value)) value = value.length ? value[0] : "";
  return value;
}

export const toList = (value) => (Array.isArray(value) ? value.flat(Infinity) : [value]);

export function limited(text) {
  if (text.length > MAX_TEXT && characters(text).length > MAX_TEXT) {
    throw new ExpressionError("expressions.result_too_long", { limit: MAX_TEXT });
  }
  return text;
}

export function toMoment(value) {
  value = first(value);
  if (typeof value === "string") return readMoment(value) || momentOf(textNumber(value));
  return momentOf(Number(value));
}
